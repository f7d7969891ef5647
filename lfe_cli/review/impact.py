"""Whether practice has changed: checks that come due some months after the subgroup's decision.

Each asks three things (after Wakefield's model): how much was done, how well, what difference it
made to a child. Their intervals are the partnership's, `follow_up_months`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from lfe_cli.review.events import ImpactChecked
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import NUMBERS


@dataclass(frozen=True)
class ImpactCheck:
    """One check of one recommendation: due on `due`; `recorded` is the entry once it was made."""

    recommendation: str
    months: int
    due: date
    recorded: Recorded[ImpactChecked] | None

    def is_due(self, today: date) -> bool:
        """Whether it is time, and nothing is recorded yet."""
        return self.recorded is None and self.due <= today


def impact_checks(review: Review) -> tuple[ImpactCheck, ...]:
    """Every check of the recommendations that a group acts on, by date.

    One that was made stays, also where the partnership asks after other months by now.
    """
    found = [
        ImpactCheck(
            one.id,
            interval,
            one.decided_on + relativedelta(months=interval),
            _recorded(review, one, interval),
        )
        for one in review.recommendations
        if one.is_acted_on and one.decided_on
        for interval in _intervals(review, one)
    ]
    return tuple(sorted(found, key=lambda check: (check.due, check.recommendation)))


def _intervals(review: Review, one: Recommendation) -> list[int]:
    """The months after which it is asked what difference this one made, or was asked."""
    given = {entry.event.months for entry in review.state.subgroup.impact_of(one.id)}
    made = {months for months in given if _recorded(review, one, months)}
    return sorted(made.union(review.partnership.settings.follow_up_months))


def _recorded(review: Review, one: Recommendation, months: int) -> Recorded[ImpactChecked] | None:
    """The answers given since the decision that stands: of other words they say nothing."""
    decided = review.state.subgroup.last_decided(one.id)
    given = [e for e in review.state.subgroup.impact_of(one.id) if e.event.months == months]
    return given[-1] if given and decided and given[-1].at > decided.at else None


def months_in_words(months: int) -> str:
    """ "three months", "one month", "18 months"."""
    number = NUMBERS[months] if months < len(NUMBERS) else str(months)
    return f"{number} month" if months == 1 else f"{number} months"
