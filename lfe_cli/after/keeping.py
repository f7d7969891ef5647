"""How long a closed review is kept: the day on which that is looked at again, and what is decided.

What is left of a closed review holds nobody's words; it is kept for a time all the same, and no
longer than somebody says that it is needed. To end it: see `discard`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from lfe_cli.errors import LfeError
from lfe_cli.review import events
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.todo import Said, Todo
from lfe_cli.review.workspace import Review

_LONGEST_YEARS = 25


def looked_at_again(review: Review) -> date | None:
    """The day on which it is looked at again whether the review is kept; None while it goes on."""
    ending = review.state.ending
    if ending.closed is None or not ending.is_over:
        return None
    if ending.kept_on and ending.kept_on.is_after(ending.closed):
        return ending.kept_on.event.until
    return first_look(review, ending.closed.day)


def first_look(review: Review, closed: date) -> date:
    """The day on which the keeping of a review that is closed on `closed` is looked at first."""
    return closed + relativedelta(months=review.partnership.settings.keep_closed_months)


def keep_on(
    review: Review, until: date, reason: str, decided_by: str | None, on: date
) -> tuple[tuple[str, ...], Changes]:
    """Records that a closed review is kept until another day; returns what to look at once more.

    Raises LfeError for a review that is not closed, for a day that has passed or is far away, and
    for a text that may not be kept.
    """
    refuse_unless_closed(review)
    if until < on or until > on + relativedelta(years=_LONGEST_YEARS):
        raise LfeError(
            f"A review is not kept until {short_date(until)}: that day has passed, or is more than "
            f"{_LONGEST_YEARS} years away.",
            next_step="Check the year.",
        )
    from lfe_cli.checks.kept import keep_text, refuse_names  # heavy, and needed here alone

    kept, remarks = keep_text(review, reason.strip(), "--reason")
    who = refuse_names(review, decided_by.strip(), "--decided-by") if decided_by else None
    event = events.KeptOn(on=on, until=until, reason=kept, decided_by=who)
    return remarks, Changes(review.reference, events=(event,))


def refuse_unless_closed(review: Review) -> None:
    """Raises LfeError for a review that goes on, or was stepped up after it was closed."""
    if looked_at_again(review) is None:
        raise LfeError(
            f"{review.reference} is not closed, so it is kept as it is.",
            next_step="To end it: lfe close",
        )


def to_look_at_again(review: Review, today: date) -> Iterator[Todo]:
    """The keeping of a closed review, once its day has come."""
    day = looked_at_again(review)
    if day is None:
        return
    says = f"it is time to look at whether this review is still kept. If it is needed: {_KEEP}"
    held = "; ".join(reasons_to_keep(review))
    says += f" (it has to be, for {held})" if held else "; if nobody needs it any more: lfe discard"
    is_due = day <= today
    yield Todo(
        "keeping",
        due=day,
        says=Said(says) if is_due else None,
        command=_KEEP if is_due else "",
        next=Said("look at whether it is still kept") if is_due else None,
    )


_KEEP = "lfe keep"
