"""The working groups of a review: what each is asked to do, and how far its letter has come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.partnership import Partnership, WorkingGroup
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review, sha256

LETTER = "recommendations"


@dataclass(frozen=True)
class Asked:
    """A working group and the recommendations that it is asked to act on.

    `group` has the id for a name where it is no longer listed. A letter is `fresh` where it says
    what is decided now, and `sent` where the newest draft was recorded as sent. Who may read the
    page counts only until it is sent: a letter that is out is not replaced for that.
    """

    group: WorkingGroup
    recommendations: tuple[Recommendation, ...]
    fresh: bool
    sent: bool

    @property
    def waiting_for_receipt(self) -> bool:
        """Whether the letter went out and nothing says yet that it arrived."""
        return self.sent and any(
            one.received_on is None and one.reported_on is None for one in self.recommendations
        )

    def hoped_for_before(self, today: date) -> tuple[Recommendation, ...]:
        """Those whose report back was hoped for by a day that has passed."""
        return tuple(
            one
            for one in self.recommendations
            if one.reported_on is None and one.report_back and one.report_back < today
        )


def groups_asked(review: Review) -> tuple[Asked, ...]:
    """Every working group with something to act on, in the order of the settings."""
    acted_on = [one for one in review.recommendations if one.is_acted_on]
    listed = [group.id for group in review.partnership.working_groups]
    others = [one.group for one in acted_on if one.group not in listed]
    by_group = {
        group: tuple(one for one in acted_on if one.group == group)
        for group in dict.fromkeys((*listed, *others))
    }
    return tuple(_asked(review, group, asked) for group, asked in by_group.items() if asked)


def _asked(review: Review, group: str, asked: tuple[Recommendation, ...]) -> Asked:
    letters = review.state.letters
    drafted = letters.last_drafted_to_group(LETTER, group)
    sent = letters.last_sent_to_group(LETTER, group)
    is_sent = drafted is not None and sent is not None and drafted.at < sent.at
    fresh = drafted is not None and drafted.event.says == what_it_says(asked)
    if drafted is not None and not is_sent:  # a draft that was taken away is no letter to send
        is_there = review.read(letter_of(group)) is not None
        fresh = fresh and is_there and drafted.event.page == who_may_read(review)
    return Asked(_group(review.partnership, group), asked, fresh, fresh and is_sent)


def what_it_says(asked: Sequence[Recommendation]) -> str:
    """What a group's letter is made of, as one hash: a letter with another is out of date."""
    said = [[one.id, one.words, str(one.report_back)] for one in asked]
    return sha256(json.dumps(said).encode())[:16]


def who_may_read(review: Review) -> str | None:
    """subgroup, partners or public, as it was decided; None while it is not."""
    decided = review.state.subgroup.circulation
    return decided.event.to if decided else None


@dataclass(frozen=True)
class Before:
    """The letter that a group was sent last: its day, and what it asked for."""

    sent_on: date
    recommendations: tuple[Recommendation, ...]


def sent_before(review: Review, group: str) -> Before | None:
    """What `group` has in its hands; None where nothing was recorded as sent to it.

    A letter is recorded as sent only while it says what is decided, so it said what held then.
    """
    sent = review.state.letters.last_sent_to_group(LETTER, group)
    if sent is None:
        return None
    then = review.as_of(sent.id)
    known = then.recommendations if then else ()
    return Before(sent.day, tuple(r for r in known if r.is_acted_on and r.group == group))


def letter_of(group: str) -> str:
    """The draft of a group's letter."""
    return files.letter(LETTER, group)


def group_named(review: Review, group: str) -> Asked:
    """The group with this id. Raises LfeError for one that is asked to act on nothing."""
    known = groups_asked(review)
    found = next((one for one in known if one.group.id == group), None)
    if found is None:
        ids = ", ".join(one.group.id for one in known)
        raise LfeError(
            f"No recommendation of {review.reference} is with a group called {group}.",
            next_step=f"Groups that have one: {ids}."
            if ids
            else "Record first what was decided: lfe decide",
        )
    return found


def listed_group(partnership: Partnership, group: str) -> WorkingGroup:
    """The working group with this id. Raises LfeError for one that the settings do not have."""
    found = partnership.group(group)
    if found is None:
        ids = ", ".join(one.id for one in partnership.working_groups)
        raise LfeError(
            f"{group} is no working group of the partnership.",
            next_step=f"Known: {ids}." if ids else "Add the group to partnership.yaml.",
        )
    return found


def _group(partnership: Partnership, group: str) -> WorkingGroup:
    return partnership.group(group) or WorkingGroup(id=group, name=group)
