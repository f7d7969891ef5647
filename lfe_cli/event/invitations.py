"""The letters that go out with the event's papers: who needs one, and who has one that holds.

Another day, another place, another reader or another text makes another letter; a newer agenda or
calendar file alone does not. Who was told of the new day by letter needs no second invitation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lfe_cli.event.agenda import Agenda
from lfe_cli.letters.kinds import CANCELLED, MOVED, WITH_THE_PAPERS, Enclosure, LetterKind
from lfe_cli.letters.made_from import MadeFrom, differ, letter_made_from, of_the_text
from lfe_cli.review.agency_state import AgencyState
from lfe_cli.review.events import LetterDrafted, Sent
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, event_facts

_OF_THE_DAY = ("event", "times")


@dataclass(frozen=True)
class Invitation:
    """A letter that goes out with the papers, as it would be written now.

    `is_sent`: one was sent, and what it says holds. `newer` are the things that went with the one
    that was sent and have changed since, or that it went without; `sent_with` is what that was made
    from.
    """

    kind: LetterKind
    agency: Agency
    made_from: MadeFrom
    is_sent: bool = False
    newer: tuple[str, ...] = ()
    sent_with: MadeFrom = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Its place in the outbox."""
        return self.kind.file(self.agency.id)


def said_in_letters(agenda: Agenda) -> dict[str, Any]:
    """What the templates of these letters name, beside that which all letters name."""
    return {"family": agenda.family_times}


def invitations(
    review: Review, agenda: Agenda, enclosed: Mapping[Enclosure, bytes], today: date
) -> tuple[Invitation, ...]:
    """Every letter that goes with the papers, in the table's order; `enclosed` is as it is now."""
    said = said_in_letters(agenda)
    return tuple(
        _invitation(
            review,
            kind,
            agency,
            letter_made_from(review, kind, agency, today, said, enclosed),
            letter_made_from(review, MOVED, agency, today, {}, {}),
        )
        for kind in WITH_THE_PAPERS
        for agency in takes_part(review)
    )


def _invitation(
    review: Review, kind: LetterKind, agency: Agency, now: MadeFrom, as_moved: MadeFrom
) -> Invitation:
    its = review.state.agency(agency.id)
    sent, drafted = its.last_sent(kind.id), its.last_drafted(kind.id)
    if sent is None or (drafted is not None and sent.at < drafted.at) or _taken_back(its, sent):
        return Invitation(kind, agency, now)
    before = _sent_with(review, kind, its, sent)
    if before is None:
        holds = _was_the_same(review, sent) or _was_told_of_the_day(review, its, as_moved)
        return Invitation(kind, agency, now, holds)
    changed = differ(of_the_text(before), of_the_text(now))
    is_of_the_day = all(part in _OF_THE_DAY for part in changed)
    holds = not changed or (is_of_the_day and _was_told_of_the_day(review, its, as_moved))
    newer = tuple(one for one in kind.encloses if now.get(one, before.get(one)) != before.get(one))
    return Invitation(kind, agency, now, holds, newer, before)


def _taken_back(its: AgencyState, sent: Recorded[Sent]) -> bool:
    """Whether the agency was told since that the event does not take place."""
    cancelled = its.last_sent(CANCELLED.id)
    return cancelled is not None and cancelled.at > sent.at


def _sent_with(
    review: Review, kind: LetterKind, its: AgencyState, sent: Recorded[Sent]
) -> MadeFrom | None:
    """What the letter that was sent was made from; None where its history does not say."""
    drafts = [one for one in its.drafted if one.event.letter == kind.id]
    before = [one for one in drafts if one.at < sent.at]
    if not before:
        return None
    if before[-1] is drafts[-1]:  # and with it what was said since of the one that is there
        return review.state.files.made_from.get(before[-1].event.file)
    return before[-1].event.made_from


def _was_the_same(review: Review, sent: Recorded[Sent]) -> bool:
    """Whether the agenda that was newest when it was sent was made of the event as it is now."""
    then = [one.event.event for one in review.state.event.agendas if one.at < sent.at]
    return not then or then[-1] in (None, event_facts(review))


def _was_told_of_the_day(review: Review, its: AgencyState, now: MadeFrom) -> bool:
    """Whether a letter about the new day was drafted that names the day as it is now."""
    moved, last = its.last_drafted(MOVED.id), review.state.event.last_change_of_day
    if moved is None or last is None or moved.at < last.at:
        return False
    return _says_the_same_day(moved, now)


def _says_the_same_day(moved: Recorded[LetterDrafted], now: MadeFrom) -> bool:
    before = moved.event.made_from
    return before is None or before.get("event") == now.get("event")


def newer_enclosures(found: Sequence[Invitation]) -> Mapping[str, tuple[Agency, ...]]:
    """What has changed alone since the letters that hold were sent, and who has the earlier one."""
    things = dict.fromkeys(what for one in found for what in one.newer)
    return {
        what: tuple(dict.fromkeys(one.agency for one in found if what in one.newer))
        for what in things
    }
