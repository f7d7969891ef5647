"""Drafts a kind note to agencies that were asked and have not been heard yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from lfe_cli.changes import Changes, together
from lfe_cli.clock import uk_date
from lfe_cli.letters.draft import draft
from lfe_cli.letters.template import LetterKind, recipient
from lfe_cli.review import actions, files
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.asked import agencies_named
from lfe_cli.steps.chase_plan import CHASERS, Waiting, closed_because, waiting_for
from lfe_cli.steps.forms import is_short
from lfe_cli.steps.states import state_of

_TO_THE_LEAD = CHASERS[-1]


@dataclass(frozen=True)
class Note:
    """One agency that is waited for; `letter` is the note that is drafted now, "" if none is."""

    waiting: Waiting
    letter: str
    edited: bool = False
    short_form: bool = False

    @property
    def agency(self) -> Agency:
        """The agency that the note goes to."""
        return self.waiting.agency

    @property
    def file(self) -> str:
        """Where the note lies, "" if none is drafted."""
        return files.letter(self.letter, self.agency.id) if self.letter else ""

    @property
    def unaddressed(self) -> str:
        """Which contact is still to be entered, so that the note has an address; "" if none is."""
        who = "escalation" if self.letter == _TO_THE_LEAD else "contact"
        return (
            who if self.letter and not recipient(cast(LetterKind, self.letter), self.agency) else ""
        )

    def as_json(self) -> dict[str, Any]:
        """The agency's object in `lfe chase --json`."""
        waiting = self.waiting
        return {
            "id": self.agency.id,
            "name": self.agency.name,
            "request_sent": waiting.request_sent.isoformat(),
            "notes_sent": [{"letter": name, "on": on.isoformat()} for name, on in waiting.sent],
            "letter": self.letter or None,
            "file": self.file or None,
            "edited": self.edited,
            "addressed": bool(self.letter) and not self.unaddressed,
            "fits_from": waiting.fits_from.isoformat() if waiting.fits_from else None,
            "why_none": waiting.why_none or None,
        }


@dataclass(frozen=True)
class Chased:
    """Who is waited for, and what an officer has to know beside it.

    `closed`: why nobody is written to any more, "" while a note may still fit.
    """

    notes: tuple[Note, ...]
    remarks: tuple[str, ...]
    closed: str

    def drafted(self) -> tuple[Note, ...]:
        """The notes that lie in the outbox now, to be read and sent."""
        return tuple(note for note in self.notes if note.letter)


def chase(review: Review, only: Sequence[str], moment: datetime) -> tuple[Chased, Changes]:
    """The note that fits today for each agency that has not been heard yet.

    For agencies named in `only` a note is drafted even if it is early: the first, or once more the
    one that was sent last. The tone rises in its own time.
    """
    named = agencies_named(review, only)
    everybody = waiting_for(review, uk_date(moment))
    waiting = [one for one in everybody if one.agency in named]
    notes = [_note(review, one, moment, asked_for=bool(only)) for one in waiting]
    parts = [_draft(review, note, moment) for note in notes if note.letter]
    still_open = {one.agency.id for one in everybody if not one.closed}
    closed = closed_because(review, uk_date(moment))
    others = () if closed else _about_others(review, named, bool(only))
    remarks = (*others, *_about_the_outbox(review, still_open))
    if any(note.letter for note in notes):
        remarks = (*remarks, *_about_holds(review))
    return Chased(tuple(notes), remarks, closed), together(review.reference, parts)


def _note(review: Review, waiting: Waiting, moment: datetime, *, asked_for: bool) -> Note:
    number = 0
    if waiting.fits(uk_date(moment)):
        number = waiting.number
    elif asked_for and not waiting.closed:
        number = max(waiting.last_number, 1)
    letter = CHASERS[number - 1] if number else ""
    edited = bool(letter) and review.is_edited(files.letter(letter, waiting.agency.id))
    return Note(waiting, letter, edited, is_short(review, waiting.agency.id))


def _draft(review: Review, note: Note, moment: datetime) -> Changes:
    kind = cast(LetterKind, note.letter)
    extra = {"short_form": note.short_form}
    return draft(review, kind, note.agency, moment, extra=extra, keep_edited=True)


def _about_others(review: Review, named: Sequence[Agency], asked_for: bool) -> Iterator[str]:
    """Why nothing goes to the others; to those who have been heard only if they were named."""
    for agency in named:
        state = state_of(review.history, agency.id)
        if state == "request sent":
            yield (
                f"{agency.name} cannot begin: nothing says yet that it knows which child it is "
                "about. Let it know by your secure route, then record it: "
                f"lfe told identity --agency {agency.id}"
            )
        elif state == "form made":
            yield f"{agency.name}: record the day of its request: lfe sent --agency {agency.id}"
        elif state == "not asked yet":
            yield f"{agency.name} is not asked yet: lfe issue-audits --agency {agency.id}"
        elif asked_for and state != "asked":
            yield f"{agency.name} needs no note ({_IN_WORDS.get(state, state)})."


_IN_WORDS = {"nil": "nothing to bring", "replied": "it has replied"}


def _about_the_outbox(review: Review, still_open: Collection[str]) -> Iterator[str]:
    """Notes that were drafted and never sent, and are not needed any more."""
    for agency in review.agencies():
        for letter in () if agency.id in still_open else CHASERS:
            file = files.letter(letter, agency.id)
            sent = review.history.last(actions.SENT, letter=letter, agency=agency.id)
            if sent is None and review.read(file) is not None:
                yield f"{file} is not needed any more: do not send it. You can delete it."


def _about_holds(review: Review) -> Iterator[str]:
    for process in review.manifest.parallel:
        if process.hold == "event":
            yield (
                f"A hold stands for the event ({process.kind}): ask whether it still holds before "
                "you send a note."
            )
