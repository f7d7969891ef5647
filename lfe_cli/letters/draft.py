"""Letters as files: mail drafts in the outbox that the officer sends, Word files to hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lfe_cli.letters.kinds import KINDS, Enclosure, LetterKind, kind_of
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.papers import make, make_or_keep, make_paper, text_template, word_template
from lfe_cli.letters.template import Addressee, draft_letter
from lfe_cli.review.changes import Changes, Remove
from lfe_cli.review.ending import is_stepped_up, refuse_if_stepped_up
from lfe_cli.review.events import DraftRemoved, LetterDrafted, PaperMade
from lfe_cli.review.history import Recorded
from lfe_cli.review.partnership import Agency, WorkingGroup
from lfe_cli.review.workspace import Review, sha256


@dataclass(frozen=True)
class Drafted:
    """What came of one `lfe letter`: sentences for the officer, and the letters' places."""

    lines: tuple[str, ...]
    files: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """What one letter holds beside what every letter can say.

    `said` is what else its template names, `enclosed` the files that may go with it, and `recorded`
    what the history keeps of it.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    enclosed: Mapping[Enclosure, Attachment] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)


def draft(
    review: Review,
    kind: LetterKind,
    to: Addressee,
    moment: datetime,
    contents: Contents | None = None,
    *,
    keep_edited: bool = False,
) -> Changes:
    """A mail draft made anew; one that a person edited is kept beside it, or left (`keep_edited`).

    Of what is enclosed, only that goes with it which letters of its kind enclose. Raises SteppedUp
    where the review has stopped and letters of this kind ask for something.
    """
    if kind.asks:
        refuse_if_stepped_up(review)
    text, holds = text_template(review, kind.template), contents or Contents()
    attachments = [holds.enclosed[one] for one in kind.encloses if one in holds.enclosed]

    def build(at: datetime) -> bytes:
        return draft_letter(
            kind,
            text,
            review=review,
            to=to,
            moment=at,
            attachments=attachments,
            extra=holds.said,
        )

    whose = "group" if isinstance(to, WorkingGroup) else "agency"
    event = LetterDrafted(letter=kind.id, **{whose: to.id}, **holds.recorded)
    file = kind.file(to.id)
    if keep_edited:
        return make_or_keep(review, file, event, build, moment)[1]
    return make(review, file, event, build, moment, replace_edited=True)[1]


def word_letter(
    review: Review, kind: LetterKind, whose: str, moment: datetime, context: Mapping[str, Any]
) -> Changes:
    """A letter as a Word file that somebody hands over; one that a person edited is left.

    Raises SteppedUp as `draft` does.
    """
    if kind.asks:
        refuse_if_stepped_up(review)
    template = word_template(review, kind.template)

    def build(at: datetime) -> bytes:
        return make_paper(template, review, at, context)

    return make_or_keep(review, kind.file(whose), PaperMade(), build, moment)[1]


def may_be_drafted(review: Review, kind: LetterKind) -> bool:
    """Whether the review still goes on, or letters of this kind ask for nothing."""
    return not (kind.asks and is_stepped_up(review))


def letters_sent(
    review: Review, agencies: Sequence[Agency], kinds: Sequence[LetterKind]
) -> set[tuple[str, str]]:
    """Which letters of these kinds were sent to these agencies, as (letter, agency)."""
    return {(k.id, a.id) for a in agencies for k in kinds if was_sent(review, a, k)}


def was_sent(review: Review, agency: Agency, *kinds: LetterKind) -> bool:
    """Whether one of these letters was ever recorded as sent to the agency."""
    return any(review.state.agency(agency.id).last_sent(kind.id) is not None for kind in kinds)


def has_it_in_the_calendar(review: Review, agency: Agency) -> bool:
    """Whether the agency was sent a letter by which the event may stand in its calendar."""
    return was_sent(review, agency, *(kind for kind in KINDS if kind.enters_the_calendar))


@dataclass(frozen=True)
class Unsent:
    """A draft that lies in the outbox, and whose newest version was not recorded as sent."""

    file: str
    letter: str
    agency: str
    drafted: Recorded[LetterDrafted]
    edited: bool

    @property
    def kind(self) -> LetterKind | None:
        """Its row in the table of letters; None for a kind that it does not have."""
        return kind_of(self.letter)


def unsent_drafts(review: Review, agency_id: str | None = None) -> tuple[Unsent, ...]:
    """Every draft to an agency that was not sent, or those of one agency, by file."""
    found = []
    for file, entry in sorted(review.state.letters.newest_drafts.items()):
        letter, agency = entry.event.letter, entry.event.agency
        if agency is None or agency_id not in (None, agency):
            continue
        sent = review.state.agency(agency).last_sent(letter)
        if (sent is None or sent.at < entry.at) and review.read(file) is not None:
            found.append(Unsent(file, letter, agency, entry, review.is_edited(file)))
    return tuple(found)


def without_drafts(review: Review, drafts: Sequence[Unsent]) -> Changes:
    """Takes drafts that were never sent out of the outbox; what a person edited stays theirs."""
    ours = [one for one in drafts if not one.edited]
    parts = [without_draft(review, o.file, letter=o.letter, agency=o.agency) for o in ours]
    return Changes(review.reference).and_also(*parts)


def without_draft(review: Review, file: str, **about: str) -> Changes:
    """Takes one draft out of the outbox; `about` is its letter, and its agency or group."""
    removal = Remove(f"{review.reference}/{file}", sha256(review.read(file) or b""))
    event = DraftRemoved(**about, draft=file)
    return Changes(review.reference, removals=(removal,), events=(event,))


def not_to_be_sent(drafts: Sequence[Unsent]) -> tuple[str, ...]:
    """A sentence about edited drafts that nothing removes, nothing where there are none."""
    files = [one.file for one in drafts if one.edited]
    if not files:
        return ()
    return (f"You edited {', '.join(files)}, so it is left: do not send it as it is.",)
