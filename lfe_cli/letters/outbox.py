"""The outbox: which letters were sent, which drafts lie unsent, and what takes those out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from lfe_cli.letters.fit import why_not_on
from lfe_cli.letters.kinds import CANCELLED, KINDS, LetterKind, kind_of
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Remove, Write
from lfe_cli.review.ending import is_stepped_up
from lfe_cli.review.events import DraftRemoved, LetterDrafted, Sent
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, sha256


def may_be_drafted(review: Review, kind: LetterKind, today: date) -> bool:
    """The review still goes on, or letters of this kind ask for nothing; and they fit the day."""
    return not ((kind.asks and is_stepped_up(review)) or why_not_on(review, kind, today))


def letters_sent(
    review: Review, agencies: Sequence[Agency], kinds: Sequence[LetterKind]
) -> set[tuple[str, str]]:
    """The letters of these kinds that were sent to these agencies, as (letter, agency)."""
    return {(k.id, a.id) for a in agencies for k in kinds if was_sent(review, a, k)}


def was_sent(review: Review, agency: Agency, *kinds: LetterKind) -> bool:
    """One of these letters was recorded at some time as sent to the agency."""
    return any(review.state.agency(agency.id).last_sent(kind.id) is not None for kind in kinds)


def has_it_in_the_calendar(review: Review, agency: Agency) -> bool:
    """The agency was sent a letter by which the event may stand in its calendar."""
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
        if not was_sent_since(review, entry) and review.read(file) is not None:
            found.append(Unsent(file, letter, agency, entry, review.is_edited(file)))
    return tuple(found)


def was_sent_since(review: Review, drafted: Recorded[LetterDrafted]) -> bool:
    """Whether it is recorded that this draft, or the letter after it, was sent."""
    letter, agency, group = drafted.event.letter, drafted.event.agency, drafted.event.group
    if group is not None:
        sent = review.state.letters.last_sent_to_group(letter, group)
    else:
        sent = review.state.agency(agency or "").last_sent(letter)
    return sent is not None and drafted.at < sent.at


def is_taken_back(review: Review, drafted: Recorded[LetterDrafted]) -> bool:
    """Whether its agency was told since that the event does not take place."""
    told = review.state.agency(drafted.event.agency or "").last_sent(CANCELLED.id)
    kind = kind_of(drafted.event.letter)
    announces = kind is not None and kind.event_day in ("announces", "mentions")
    return announces and told is not None and told.at > drafted.at


def not_needed_any_more(review: Review, draft: Unsent, today: date) -> bool:
    """Whether its day has passed, or its agency takes no part, or was heard meanwhile.

    Nobody knows what a letter asks for that the table of letters does not have: it is left alone.
    """
    its, kind = review.state.agency(draft.agency), draft.kind
    if its.withdrawn is not None or kind is None:
        return True
    is_heard = its.progress not in ("asked", "request sent")
    is_out = kind.asks and not (its.takes_part or kind.corrects_the_day)
    return is_out or (kind.until_heard and is_heard) or bool(why_not_on(review, kind, today))


def recorded_as_sent(review: Review, sent: Sent, draft: str | None) -> Changes:
    """The record that a letter was sent; its draft goes out of the outbox, to those that were.

    Nothing is moved where no draft lies there. What a person changed in it goes along.
    """
    content = review.read(draft) if draft else None
    if draft is None or content is None:
        return Changes(review.reference, events=(sent,))
    number = 1
    while (review.folder / files.sent_letter(draft, number)).exists():
        number += 1
    file, digest = files.sent_letter(draft, number), sha256(content)
    return Changes(
        review.reference,
        writes=(Write(_in(review, file), content),),
        removals=(Remove(_in(review, draft), digest),),
        events=(msgspec.structs.replace(sent, file=file, sha256=digest),),
    )


def _in(review: Review, file: str) -> str:
    return f"{review.reference}/{file}"


def without_drafts(review: Review, drafts: Sequence[Unsent]) -> Changes:
    """Takes drafts that were never sent out of the outbox; what a person edited stays theirs."""
    ours = [one for one in drafts if not one.edited]
    parts = [without_draft(review, o.file, letter=o.letter, agency=o.agency) for o in ours]
    return Changes(review.reference).and_also(*parts)


def without_draft(review: Review, file: str, **about: str) -> Changes:
    """Takes one draft out of the outbox; `about` is its letter, and its agency or group."""
    removal = Remove(_in(review, file), sha256(review.read(file) or b""))
    event = DraftRemoved(**about, draft=file)
    return Changes(review.reference, removals=(removal,), events=(event,))


def not_to_be_sent(drafts: Sequence[Unsent]) -> tuple[str, ...]:
    """A sentence about edited drafts that nothing removes, nothing where there are none."""
    edited = [one.file for one in drafts if one.edited]
    if not edited:
        return ()
    return (f"You edited {', '.join(edited)}, so it is left: do not send it as it is.",)
