"""The outcome of a recommendation, in words: decided, acted on, and what difference it made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lfe_cli.review.action_plan import NO_LONGER_NEEDED, TO_BE_WRITTEN, Action, ActionState
from lfe_cli.review.events import ImpactChecked
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted


@dataclass(frozen=True)
class Outcome:
    """The outcome of one recommendation. `checks` are the impact checks that were recorded."""

    recommendation: Recommendation
    group: str
    actions: tuple[Action, ...] = ()
    checks: tuple[Recorded[ImpactChecked], ...] = ()

    @property
    def short(self) -> str:
        """In a few words: "accepted, under way"."""
        if self.recommendation.decision is None:
            return "not decided yet"
        parts: list[str] = [self.recommendation.decision]
        if self.recommendation.is_acted_on:
            parts.append(self._progress())
        return ", ".join(parts)

    def _progress(self) -> str:
        states: set[ActionState] = {action.state for action in self.actions} or {TO_BE_WRITTEN}
        if states == {TO_BE_WRITTEN}:
            return f"action {TO_BE_WRITTEN}"
        if states in ({"not started"}, {NO_LONGER_NEEDED}):
            return states.pop()
        if states == {"closed"}:
            return "done, with evidence"
        return "under way"

    @property
    def sentences(self) -> tuple[str, ...]:
        """At more length: who acts on it, why it was not accepted as it was, what was seen."""
        by = f" ({self.group})" if self.recommendation.is_acted_on else ""
        found = [f"{self.short[0].upper()}{self.short[1:]}{by}."]
        if self.recommendation.reason:
            found.append(f"Reason: {self.recommendation.reason}")
        found += [f"{a.id} {a['action']}: {a.state}" for a in self.actions if a["action"]]
        found += [_of_a_check(entry) for entry in self.checks]
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """The outcome as `--json` has it."""
        one = self.recommendation
        return {
            "id": one.id,
            "decision": one.decision,
            "group": one.group,
            "became": self.short,
            "reason": one.reason or None,
            "actions": [
                {"id": a.id, "action": a["action"], "state": a.state} for a in self.actions
            ],
            "impact": [
                {
                    "months": entry.event.months,
                    "how_much": entry.event.how_much,
                    "how_well": entry.event.how_well,
                    "difference": entry.event.difference,
                }
                for entry in self.checks
            ],
        }


def _of_a_check(entry: Recorded[ImpactChecked]) -> str:
    check = entry.event
    return f"After {counted(check.months, 'month')}: {check.difference.strip() or 'checked'}"


def outcome_of(review: Review, one: Recommendation) -> Outcome:
    """The outcome of `one`, a recommendation of `review`."""
    return Outcome(
        one,
        review.partnership.group_name(one.group),
        tuple(a for a in review.state.workbooks.actions if a.recommendation == one.id),
        review.state.subgroup.impact_of(one.id),
    )
