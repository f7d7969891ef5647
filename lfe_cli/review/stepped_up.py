"""A review that was stepped up has stopped: nothing further is made or asked in it."""

from __future__ import annotations

from lfe_cli.errors import LfeError
from lfe_cli.review.days import short_date
from lfe_cli.review.workspace import Review


class SteppedUp(LfeError):
    """The review was stepped up, so nothing further is made or asked in it."""

    def __init__(self, review: Review, since: str) -> None:
        super().__init__(
            f"{review.reference} was stepped up on {since}, so it has stopped: no further form, "
            "letter, paper or page is made.",
            next_step="If that was a mistake: lfe undo, until it says: stepped up.",
        )


def is_stepped_up(review: Review) -> bool:
    """Whether the review was stepped up, and so has stopped."""
    return review.state.ending.stepped_up is not None


def refuse_if_stepped_up(review: Review) -> None:
    """Raises SteppedUp for a review that was."""
    entry = review.state.ending.stepped_up
    if entry is not None:
        raise SteppedUp(review, short_date(entry.day))
