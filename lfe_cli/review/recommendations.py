"""A recommendation: the words of the report, what the subgroup decided, and which group acts on it.

The words are kept as they were submitted (`subgroup/recommendations.yaml`); what became of each is
worked out from the history. What a group then does is an action: see `action_plan`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from lfe_cli.review import actions, files
from lfe_cli.review.history import Entry, day_of
from lfe_cli.review.schema import Id, Schema, Text, read_schema
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamltext import read_yaml

Decision = Literal["accepted", "amended", "held", "declined"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
ACTED_ON: tuple[Decision, ...] = ("accepted", "amended")


@dataclass(frozen=True)
class Recommendation:
    """One recommendation as it stands. `id` is R1, R2, ... in the report's order.

    `words` are the report's, or the subgroup's where it amended them (`original` keeps the
    report's). `group` is the working group's id. Dates are None until they happened or were set.
    """

    id: str
    words: str
    group: str
    original: str
    decision: Decision | None = None
    decided_on: date | None = None
    reason: str = ""
    report_back: date | None = None
    received_on: date | None = None
    reported_on: date | None = None

    @property
    def is_acted_on(self) -> bool:
        """Whether a working group is to act on it."""
        return self.decision in ACTED_ON


class _Kept(Schema):
    id: Text
    recommendation: Text
    working_group: Id


class _File(Schema):
    recommendations: tuple[_Kept, ...]


def recommendations_of(review: Review) -> tuple[Recommendation, ...]:
    """The review's recommendations in the report's order; none before the page was submitted.

    Raises FileProblems for a `subgroup/recommendations.yaml` that a person has spoilt.
    """
    content = review.read(files.RECOMMENDATIONS)
    if content is None:
        return ()
    name = f"{review.reference}/{files.RECOMMENDATIONS}"
    kept = read_schema(read_yaml(content.decode("utf-8", "replace"), name), _File)
    found = (
        Recommendation(k.id, k.recommendation, k.working_group, k.recommendation)
        for k in kept.recommendations
    )
    return tuple(_as_it_stands(review, one) for one in found)


def _as_it_stands(review: Review, one: Recommendation) -> Recommendation:
    for entry in review.history.standing():
        if entry.action == actions.DECIDED and entry.get("recommendation") == one.id:
            one = _decided(one, entry)
        elif entry.action == actions.SUBMITTED and one.decision == "held":
            one = replace(one, decision=None, decided_on=None, reason="")  # it is heard again
        elif entry.action == actions.RECEIVED and entry.get("group") == one.group:
            one = replace(one, received_on=day_of(entry))
        elif entry.action == actions.REPORTED_BACK and one.id in entry.get("recommendations"):
            one = replace(one, reported_on=day_of(entry))
    return one


def _decided(one: Recommendation, entry: Entry) -> Recommendation:
    report_back = entry.get("report_back")
    return replace(
        one,
        words=str(entry.get("words") or one.original),
        group=str(entry.get("group") or one.group),
        decision=next((d for d in DECISIONS if d == entry.get("decision")), None),
        decided_on=day_of(entry),
        reason=str(entry.get("reason") or ""),
        report_back=date.fromisoformat(str(report_back)) if report_back else None,
        received_on=None,
        reported_on=None,
    )
