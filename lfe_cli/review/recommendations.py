"""A recommendation: the words of the report, what the subgroup decided, and which group acts on it.

The words are kept as they were submitted (`subgroup/recommendations.yaml`); what became of each is
worked out from the history. What a group then does is an action: see `action_plan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from lfe_cli.review.events import Decided, Decision, Received, ReportedBack, Submitted
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.schema import Id, Schema, Text, read_schema
from lfe_cli.review.yamlfile import read_yaml

Course = Recorded[Decided | Submitted | Received | ReportedBack]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
ACTED_ON: tuple[Decision, ...] = ("accepted", "amended")


@dataclass(frozen=True)
class Recommendation:
    """One recommendation as it stands. `id` is R1, R2, ... in the report's order.

    `words` are the report's, or the subgroup's where it amended them (`original` keeps the
    report's, `earlier` what the subgroup said before). `group` is the working group's id. Dates
    are None until they happened or were set.
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
    earlier: tuple[str, ...] = ()

    @property
    def is_acted_on(self) -> bool:
        """Whether a working group is to act on it."""
        return self.decision in ACTED_ON

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided on it, or it is held."""
        return self.decision in (None, "held")

    @property
    def every_wording(self) -> frozenset[str]:
        """All words that it has or had, as they are compared: it stays what it is in each."""
        return frozenset(map(as_compared, (self.words, self.original, *self.earlier)))


_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def as_compared(text: str) -> str:
    """`text` in one line, without what Word or a typist changes by the way: quotes, a full stop."""
    return " ".join(text.translate(_QUOTES).split()).rstrip(".")


def recommended_in(
    texts: Sequence[str], known: Sequence[Recommendation]
) -> tuple[Recommendation | None, ...]:
    """The recommendation that each of `texts` is, in whatever words; None for a new one.

    What says now what one of them says comes before what once said it, and each is found once.
    """
    given: list[Recommendation | None] = [None] * len(texts)
    for is_now in (True, False):
        for place, text in enumerate(map(as_compared, texts)):
            if given[place] is None:
                said = (
                    one
                    for one in known
                    if one not in given
                    and text in ({as_compared(one.words)} if is_now else one.every_wording)
                )
                given[place] = next(said, None)
    return tuple(given)


class _Kept(Schema):
    id: Text
    recommendation: Text
    working_group: Id


class _File(Schema):
    recommendations: tuple[_Kept, ...]


def recommendations_kept(content: bytes, name: str) -> tuple[Recommendation, ...]:
    """The recommendations as they were submitted, none decided yet; `name` is the file's.

    Raises FileProblems for a `subgroup/recommendations.yaml` that a person has spoilt.
    """
    kept = read_schema(read_yaml(content.decode("utf-8", "replace"), name), _File)
    return tuple(
        Recommendation(k.id, k.recommendation, k.working_group, k.recommendation)
        for k in kept.recommendations
    )


def as_it_stands(one: Recommendation, course: Iterable[Course]) -> Recommendation:
    """A recommendation after all that is recorded of it, oldest first."""
    for entry in course:
        event = entry.event
        if isinstance(event, Decided) and event.recommendation == one.id:
            one = _decided(one, event, entry.day)
        elif isinstance(event, Submitted) and one.decision == "held":
            one = replace(one, decision=None, decided_on=None, reason="")  # it is heard again
        elif isinstance(event, Received) and event.group == one.group:
            one = replace(one, received_on=entry.day)
        elif isinstance(event, ReportedBack) and one.id in event.recommendations:
            one = replace(one, reported_on=entry.day)
    return one


def _decided(one: Recommendation, event: Decided, day: date) -> Recommendation:
    words = event.words or one.original
    return replace(
        one,
        words=words,
        earlier=one.earlier if words == one.words else (*one.earlier, one.words),
        group=event.group or one.group,
        decision=event.decision,
        decided_on=day,
        reason=event.reason or "",
        report_back=event.report_back,
        received_on=None,
        reported_on=None,
    )
