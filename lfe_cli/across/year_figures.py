"""The bare figures of a year, before any is kept back: never shown as they are."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lfe_cli.page.stages import stage_of
from lfe_cli.review import files
from lfe_cli.review.days import working_days_between
from lfe_cli.review.ending import is_stepped_up
from lfe_cli.review.impact import impact_checks
from lfe_cli.review.workspace import Review

UNDECIDED = "undecided"
_WAYS = ("brought", "sent ahead", "came", "nil")


@dataclass(frozen=True)
class Counted:
    """What there is of a year's reviews. Those that were stepped up are only counted as such.

    `recommended` counts the reviews whose recommendations were submitted; `ways` are the states
    in which agencies took part, without any number. `unwritten` are recommendations on which a
    group is to act, and for which no action is written yet.
    """

    started: int
    stepped_up: int
    issued: int
    to_event: tuple[int, ...]
    to_page: tuple[int, ...]
    recommended: int
    decisions: Mapping[str, int]
    groups: Mapping[str, int]
    actions: Mapping[str, int]
    checks: int
    themes: Mapping[str, int]
    untold_themes: int
    ways: frozenset[str]
    unwritten: int = 0


def count(reviews: Iterable[Review], today: date) -> Counted:
    """The figures of `reviews`, as they stand on `today`."""
    every = tuple(reviews)
    going_on = tuple(review for review in every if not is_stepped_up(review))
    recommendations = [(review, review.recommendations) for review in going_on]
    each = [one for _, of_review in recommendations for one in of_review]
    return Counted(
        started=len(every),
        stepped_up=len(every) - len(going_on),
        issued=sum(stage_of(review) == "issued" for review in going_on),
        to_event=_days(going_on, (_event(review, today) for review in going_on)),
        to_page=_days(going_on, (_issued(review) for review in going_on)),
        recommended=sum(bool(of_review) for _, of_review in recommendations),
        decisions=Counter(one.decision or UNDECIDED for one in each),
        groups=Counter(one.group for one in each),
        actions=Counter(a.state for review in going_on for a in review.actions_acted_on),
        checks=sum(c.recorded is not None for review in going_on for c in impact_checks(review)),
        themes=Counter(theme for review in every for theme in set(review.manifest.themes)),
        untold_themes=sum(not review.manifest.themes for review in every),
        ways=frozenset(_ways(going_on)),
        unwritten=sum(map(_unwritten, going_on)),
    )


def _unwritten(review: Review) -> int:
    """The recommendations that a group acts on, and for which no action is written yet."""
    written = {action.recommendation for action in review.actions_acted_on if action["action"]}
    return sum(one.is_acted_on and one.id not in written for one in review.recommendations)


def started_on(review: Review) -> date | None:
    """The day on which a review was started."""
    entry = review.state.started or review.state.first
    return entry.day if entry else None


def middle(days: Iterable[int]) -> int:
    """The median, a half rounded up."""
    return int(statistics.median(days) + 0.5)


def year_of(reference: str) -> int:
    """The year in a reference: LFE-2026-001 was started in 2026."""
    found = files.REFERENCE.match(reference)
    return int(found.group(2)) if found else 0


def _event(review: Review, today: date) -> date | None:
    at = review.manifest.event.at
    return at.date() if at and at.date() <= today else None


def _issued(review: Review) -> date | None:
    entry = review.state.page.first_at("issued")  # issued again, it was out all the same
    return entry.day if entry and stage_of(review) == "issued" else None


def _days(reviews: Iterable[Review], ends: Iterable[date | None]) -> tuple[int, ...]:
    pairs = [(started_on(review), end) for review, end in zip(reviews, ends, strict=True)]
    return tuple(working_days_between(s, e) for s, e in pairs if s and e and s <= e)


def _ways(reviews: Iterable[Review]) -> Iterable[str]:
    states = (review.state.agency(a.id).progress for review in reviews for a in review.agencies())
    return (state for state in states if state in _WAYS)
