"""The working groups: what each is asked to do, how far it has come, and what is recorded of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.letters.made_from import differ, letter_made_from
from lfe_cli.letters.outbox import recorded_as_sent
from lfe_cli.page.stages import stage_of
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.days import short_date
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.partnership import Partnership, WorkingGroup
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review, sha256


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
        """True where the letter went out and nothing says yet that it arrived."""
        return self.sent and self.has_not_said_anything

    @property
    def has_not_said_anything(self) -> bool:
        """True where of something that it is asked nothing says yet that it has it."""
        return any(
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


def waiting_for_receipt(review: Review) -> tuple[Asked, ...]:
    """The groups that were written to, and did not say yet that they have it."""
    return tuple(one for one in groups_asked(review) if one.waiting_for_receipt)


def still_to_report_back(review: Review) -> tuple[Asked, ...]:
    """The groups that were written to, and did not report back on everything."""
    return tuple(
        one
        for one in groups_asked(review)
        if one.sent and any(r.reported_on is None for r in one.recommendations)
    )


def _asked(review: Review, group: str, asked: tuple[Recommendation, ...]) -> Asked:
    letters = review.state.letters
    drafted = letters.last_drafted_to_group(RECOMMENDATIONS.id, group)
    sent = letters.last_sent_to_group(RECOMMENDATIONS.id, group)
    is_sent = drafted is not None and sent is not None and drafted.at < sent.at
    fresh = drafted is not None and drafted.event.says == what_it_says(asked)
    if drafted is not None and not is_sent:  # a draft that was taken away is no letter to send
        is_there = review.read(RECOMMENDATIONS.file(group)) is not None
        fresh = fresh and is_there and drafted.event.page == who_may_read(review)
        fresh = fresh and not _has_changed_otherwise(review, group, drafted)
    return Asked(
        review.partnership.group(group) or WorkingGroup.model_construct(id=group, name=group),
        asked,
        fresh=fresh,
        sent=fresh and is_sent,
    )


def _has_changed_otherwise(
    review: Review, group: str, drafted: Recorded[events.LetterDrafted]
) -> bool:
    """Whether its address, text or the settings changed since; what is decided is in `says`."""
    file, listed = RECOMMENDATIONS.file(group), review.partnership.group(group)
    before = review.state.files.made_from.get(file)
    if before is None or listed is None:
        return False
    now = letter_made_from(review, RECOMMENDATIONS, listed, drafted.day, {}, {})
    return any(part != "decisions" for part in differ(before, now))


def what_it_says(asked: Sequence[Recommendation]) -> str:
    """The contents of a group's letter, as one hash: a letter with another is out of date."""
    parts = [[one.id, one.words, str(one.report_back)] for one in asked]
    return sha256(json.dumps(parts).encode())[:16]


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
    """The letter that `group` has in its hands; None where none was recorded as sent to it.

    A letter is recorded as sent only while it says what is decided, so it said what held then.
    """
    sent = review.state.letters.last_sent_to_group(RECOMMENDATIONS.id, group)
    if sent is None:
        return None
    then = review.as_of(sent.id)
    known = then.recommendations if then else ()
    return Before(sent.day, tuple(r for r in known if r.is_acted_on and r.group == group))


def groups_written_to(review: Review) -> tuple[str, ...]:
    """The ids of all groups to which a letter was ever drafted."""
    drafted = review.state.letters.drafted_of(RECOMMENDATIONS.id)
    return tuple(dict.fromkeys(entry.event.group or "" for entry in drafted))


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


# ---------------------------------------------------------------- where it stands


def stage_in_words(review: Review) -> str:
    """The review's state once its page is with others; "" while the page itself says it."""
    if stage_of(review) not in ("subgroup", "issued"):
        return ""
    known = review.recommendations
    if not known:
        return ""
    if any(one.decision in (None, "held") for one in known):
        return f"with the {review.partnership.subgroup}"
    return "with the working groups" if any(one.is_acted_on for one in known) else ""


def where_it_stands(review: Review, one: Recommendation) -> str:
    """The state of a recommendation, in words."""
    if one.decision is None:
        return f"with the {review.partnership.subgroup}"
    if not one.is_acted_on:
        return one.decision
    if one.reported_on:
        return f"heard back {_day(one.reported_on)}"
    if one.received_on:
        return "with the group"
    asked = next(a for a in groups_asked(review) if one in a.recommendations)
    if asked.sent:
        return "letter sent"
    return "page withdrawn" if stage_of(review) == "withdrawn" else "letter to send"


def recommendation_as_json(review: Review, one: Recommendation) -> dict[str, Any]:
    """One recommendation in `lfe status --json`."""
    return {
        "id": one.id,
        "words": one.words,
        "original": one.original,
        "group": one.group,
        "decision": one.decision,
        "decided_on": _iso(one.decided_on),
        "reason": one.reason or None,
        "report_back": _iso(one.report_back) if one.is_acted_on else None,
        "received": _iso(one.received_on),
        "reported_back": _iso(one.reported_on),
        "state": where_it_stands(review, one),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


# ---------------------------------------------------------------- what is recorded


def sent_to_groups(review: Review, ids: Sequence[str], on: date) -> tuple[tuple[str, ...], Changes]:
    """The letters were sent to these groups; without any named, to all whose letter is waiting."""
    groups = [group_named(review, i) for i in ids] or [
        one for one in groups_asked(review) if one.fresh and not one.sent
    ]
    if not groups:
        raise LfeError(
            f"No letter {RECOMMENDATIONS.id} is waiting in {files.OUTBOX}.",
            next_step="They are drafted when it is recorded what was decided: lfe decide",
        )
    stale = next((one for one in groups if not one.fresh), None)
    if stale is not None:
        raise LfeError(
            f"{RECOMMENDATIONS.file(stale.group.id)} no longer says what is decided.",
            next_step="Record what was decided, which drafts it anew: lfe decide",
        )
    parts = [
        recorded_as_sent(
            review,
            events.Sent(on=on, letter=RECOMMENDATIONS.id, group=one.group.id),
            RECOMMENDATIONS.file(one.group.id),
        )
        for one in groups
    ]
    return tuple(one.group.name for one in groups), together(review.reference, parts)


def received(review: Review, group: str, on: date) -> tuple[Asked, Changes]:
    """A group said that its recommendations have reached it."""
    asked = group_named(review, group)
    waiting = [one for one in asked.recommendations if one.received_on is None]
    _refuse_before_the_decision(waiting or asked.recommendations, on)
    event = events.Received(on=on, group=asked.group.id)
    return asked, Changes(review.reference, events=(event,))


def reported_back(
    review: Review, group: str, ids: Sequence[str], on: date
) -> tuple[tuple[str, ...], Changes]:
    """A group said how it is going with these recommendations, or with all that it has."""
    asked = group_named(review, group)
    known = [one.id for one in asked.recommendations]
    wanted = tuple(dict.fromkeys(given.strip().upper() for given in ids)) or tuple(known)
    other = [one for one in wanted if one not in known]
    if other:
        raise LfeError(
            f"{other[0]} is not with {asked.group.name}.",
            next_step=f"It has {', '.join(known)}.",
        )
    _refuse_before_the_decision([r for r in asked.recommendations if r.id in wanted], on)
    event = events.ReportedBack(on=on, group=asked.group.id, recommendations=wanted)
    return wanted, Changes(review.reference, events=(event,))


def _refuse_before_the_decision(about: Iterable[Recommendation], on: date) -> None:
    """Raises LfeError for a day on which nobody could have heard of one of these."""
    for one in about:
        if one.decided_on and on < one.decided_on:
            raise LfeError(
                f"{one.id} was decided on {short_date(one.decided_on)}, and --on is "
                f"{short_date(on)}: nobody had it yet.",
                next_step="Give the day on which the group said so: --on DATE",
            )
