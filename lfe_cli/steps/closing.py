"""Whether a review is closed, and what that stops. What closing does is in `close`."""

from __future__ import annotations

from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import actions
from lfe_cli.review.days import short_date
from lfe_cli.review.history import day_of
from lfe_cli.review.workspace import Review


class Closed(LfeError):
    """The review is closed, so nothing further is made or taken in in it."""

    def __init__(self, review: Review, since: date) -> None:
        super().__init__(
            f"{review.reference} was closed on {short_date(since)}: nothing further is made or "
            "taken in.",
            next_step="What was carried over, and what difference it makes, goes on: lfe status",
        )


def closed_on(review: Review) -> date | None:
    """The day on which the review was closed, None while it is open."""
    entry = review.history.last(actions.CLOSED)
    return day_of(entry) if entry else None


def is_closed(review: Review) -> bool:
    """Whether the review is closed."""
    return closed_on(review) is not None


def refuse_if_closed(review: Review) -> None:
    """Raises Closed for a review that is."""
    since = closed_on(review)
    if since is not None:
        raise Closed(review, since)
