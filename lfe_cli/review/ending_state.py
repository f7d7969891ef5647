"""How a review ended, and what came of it: it was stepped up, or closed, or goes on again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.review import events
from lfe_cli.review.history.entries import Entry, Recorded


@dataclass(frozen=True)
class StepUp:
    """That the review was stepped up, and what is recorded of it since; all None until it is.

    `aware` is the day on which the local authority became aware, `notified` that on which it
    notified. `outcome` is the entry that says what came of it; `released` the one that says that
    no process needs the papers any more.
    """

    entry: Recorded[events.SteppedUp]
    aware: date | None = None
    notified: date | None = None
    outcome: Recorded[events.StepUpFollowed] | None = None
    released: Recorded[events.StepUpFollowed] | None = None

    @property
    def is_back(self) -> bool:
        """Whether it came back to this review, which goes on."""
        return self.outcome is not None and self.outcome.event.outcome == "goes-on"


def step_up_of(
    entry: Recorded[events.SteppedUp] | None, followed: Iterable[Recorded[events.StepUpFollowed]]
) -> StepUp | None:
    """What came of the newest step-up, from what is recorded of any, oldest first."""
    if entry is None:
        return None
    since = [one for one in followed if one.is_after(entry)]
    outcome = _last([one for one in since if one.event.outcome])
    needless = [one for one in since if one.event.nothing_needs_it]
    return StepUp(
        entry,
        aware=next((one.event.aware for one in reversed(since) if one.event.aware), None),
        notified=next((one.event.notified for one in reversed(since) if one.event.notified), None),
        outcome=outcome,
        released=_last([one for one in needless if outcome and not outcome.is_after(one)]),
    )


def _last(
    entries: Sequence[Recorded[events.StepUpFollowed]],
) -> Recorded[events.StepUpFollowed] | None:
    return entries[-1] if entries else None


@dataclass(frozen=True)
class Ending:
    """How the review ended, while it has not: all None. `known_when_closed` are ids of actions.

    `step_up` is also there where the review came back.
    """

    step_up: StepUp | None = None
    closed: Recorded[events.Closed] | None = None
    carried_over: tuple[Recorded[events.CarriedOver], ...] = ()
    disposed: tuple[Recorded[events.Disposed], ...] = ()
    kept_on: Recorded[events.KeptOn] | None = None
    known_when_closed: frozenset[str] = frozenset()

    @property
    def stepped_up(self) -> Recorded[events.SteppedUp] | None:
        """That it was stepped up, unless it came back since."""
        return self.step_up.entry if self.step_up and not self.step_up.is_back else None

    @property
    def came_back(self) -> Recorded[events.StepUpFollowed] | None:
        """That it came back after it was stepped up, where it did."""
        return self.step_up.outcome if self.step_up and self.step_up.is_back else None

    @property
    def is_over(self) -> bool:
        """Whether it is closed, and was not stepped up after that."""
        stepped_up, closed = self.stepped_up, self.closed
        return closed is not None and not (stepped_up and stepped_up.is_after(closed))

    def since_closing(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Those of `entries` recorded after the review was closed; all while it is open."""
        closed = self.closed
        return tuple(entry for entry in entries if closed is None or entry.is_after(closed))
