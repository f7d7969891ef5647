"""Reminders, drafted to agencies that were asked and have not been heard yet.

From which day one fits is worked out in `reminder_days`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lfe_cli.audits.reminder_days import Waiting, closed_because, waiting_for
from lfe_cli.audits.which_form import is_short
from lfe_cli.clock import uk_date
from lfe_cli.letters.context import recipient
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.kinds import REMINDERS, LetterKind
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.lookup import agencies_named
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review


@dataclass(frozen=True)
class Reminder:
    """One agency that is waited for; `kind` is the one that is drafted now, None if none is."""

    waiting: Waiting
    kind: LetterKind | None
    edited: bool = False
    short_form: bool = False

    @property
    def agency(self) -> Agency:
        """The agency that the reminder goes to."""
        return self.waiting.agency

    @property
    def file(self) -> str:
        """The reminder's place, "" if none is drafted."""
        return self.kind.file(self.agency.id) if self.kind else ""

    @property
    def unaddressed(self) -> str:
        """The contact that is still to be entered, so that it has an address; "" if none is."""
        if self.kind is None or recipient(self.kind, self.agency):
            return ""
        return "escalation" if self.kind.to == "lead" else "contact"

    def as_json(self) -> dict[str, Any]:
        """The agency's object in `lfe chase --json`."""
        waiting = self.waiting
        return {
            "id": self.agency.id,
            "name": self.agency.name,
            "request_sent": waiting.request_sent.isoformat(),
            "notes_sent": [{"letter": k.id, "on": on.isoformat()} for k, on in waiting.sent],
            "letter": self.kind.id if self.kind else None,
            "file": self.file or None,
            "edited": self.edited,
            "addressed": self.kind is not None and not self.unaddressed,
            "fits_from": waiting.fits_from.isoformat() if waiting.fits_from else None,
            "why_none": waiting.why_none or None,
        }


@dataclass(frozen=True)
class Chased:
    """The agencies that are waited for, and what an officer has to know beside it.

    `closed`: why nobody is written to any more, "" while a reminder may still fit.
    """

    reminders: tuple[Reminder, ...]
    remarks: tuple[str, ...]
    closed: str

    def drafted(self) -> tuple[Reminder, ...]:
        """The reminders that lie in the outbox now, to be read and sent."""
        return tuple(one for one in self.reminders if one.kind)


def chase(review: Review, only: Sequence[str], moment: datetime) -> tuple[Chased, Changes]:
    """The reminder that fits today for each agency that has not been heard yet.

    For agencies named in `only` one is drafted even if it is early: the first, or once more the one
    that was sent last. The tone rises in its own time.
    """
    named = agencies_named(review, only)
    everybody = waiting_for(review, uk_date(moment))
    waiting = [one for one in everybody if one.agency in named]
    reminders = [_reminder(review, one, moment, asked_for=bool(only)) for one in waiting]
    parts = [_draft(review, one, one.kind, moment) for one in reminders if one.kind]
    still_open = {one.agency.id for one in everybody if not one.closed}
    closed = closed_because(review, uk_date(moment))
    others = () if closed else _about_others(review, named, bool(only))
    remarks = (*others, *_about_the_outbox(review, still_open))
    if parts:
        remarks = (*remarks, *_about_holds(review))
    return Chased(tuple(reminders), remarks, closed), together(review.reference, parts)


def _reminder(review: Review, waiting: Waiting, moment: datetime, *, asked_for: bool) -> Reminder:
    number = 0
    if waiting.fits(uk_date(moment)):
        number = waiting.number
    elif asked_for and not waiting.closed:
        number = max(waiting.last_number, 1)
    kind = REMINDERS[number - 1] if number else None
    edited = kind is not None and review.is_edited(kind.file(waiting.agency.id))
    return Reminder(waiting, kind, edited, is_short(review, waiting.agency.id))


def _draft(review: Review, reminder: Reminder, kind: LetterKind, moment: datetime) -> Changes:
    contents = Contents({"short_form": reminder.short_form})
    return draft(review, kind, reminder.agency, moment, contents, keep_edited=True)


def _about_others(review: Review, named: Sequence[Agency], asked_for: bool) -> Iterator[str]:
    """Why nothing goes to the others; of those who have been heard only if they were named."""
    for agency in named:
        state = review.state.agency(agency.id).progress
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
            yield f"{agency.name} needs no reminder ({_IN_WORDS.get(state, state)})."


_IN_WORDS = {"nil": "nothing to bring", "replied": "it has replied"}


def _about_the_outbox(review: Review, still_open: Collection[str]) -> Iterator[str]:
    """Reminders that were drafted and never sent, and are not needed any more."""
    for agency in review.agencies():
        for kind in () if agency.id in still_open else REMINDERS:
            file = kind.file(agency.id)
            sent = review.state.agency(agency.id).last_sent(kind.id)
            if sent is None and review.read(file) is not None:
                yield f"{file} is not needed any more: do not send it. You can delete it."


def _about_holds(review: Review) -> Iterator[str]:
    for process in review.manifest.parallel:
        if process.hold == "event":
            yield (
                f"A hold stands for the event ({process.kind}): ask whether it still holds before "
                "you send a reminder."
            )
