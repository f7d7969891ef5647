"""Whether a review is closed, and what that stops. What closing does is in `close`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import actions
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Entry, Event, day_of
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


# ---------------------------------------------------------------- what was carried over


class NotCarriedOver(LfeError):
    """What had ended when the review was closed stays as it was then."""

    def __init__(self, review: Review, what: str) -> None:
        closed = closed_on(review)
        on = f" on {short_date(closed)}" if closed else ""
        super().__init__(
            f"{review.reference} was closed{on}, and {what} was not carried over, so it stays as "
            "it is.",
            next_step="What was carried over: lfe status",
        )


def refuse_what_was_not_carried_over(review: Review, events: Iterable[Event]) -> None:
    """Raises NotCarriedOver where `events` change what ended with a closed review.

    Impact checks go on whatever was carried over, and what is taken back is looked at by `undoing`.
    """
    every = tuple(events)
    if closed_on(review) is None or any(event.action == actions.UNDONE for event in every):
        return
    for event in every:
        what = _not_carried_over(review, event)
        if what:
            raise NotCarriedOver(review, what)


def goes_on(review: Review, recommendation: str, item: str) -> bool:
    """Whether a cell of this action may still change: always in a review that is open."""
    about = {"recommendation": recommendation, "item": item}
    return closed_on(review) is None or not _not_carried_over(
        review, Event(actions.ACTION_NOTED, about)
    )


def _not_carried_over(review: Review, event: Event) -> str:
    """What `event` is about, where that was not carried over; "" where it goes on."""
    decisions, in_hand, items = _carried(review)
    if event.action == actions.DECIDED:
        one = str(event.get("recommendation"))
        return "" if one in decisions else f"the decision on {one}"
    if event.action == actions.CIRCULATION:
        return "" if decisions else "who may read the page"
    if event.action == actions.REPORTED_BACK:
        ended = [str(one) for one in event.get("recommendations") if one not in in_hand]
        return f"the report back on {', '.join(ended)}" if ended else ""
    if event.action == actions.RECEIVED:
        of_group = [r.id for r in review.recommendations if r.group == event.get("group")]
        return "" if in_hand & set(of_group) else f"nothing of {event.get('group')}"
    if event.action == actions.ACTION_NOTED:
        item = str(event.get("item"))
        is_new = item not in review.state.ending.known_when_closed
        may_be = item in items or (is_new and event.get("recommendation") in in_hand)
        return "" if may_be else item
    return ""


def _carried(review: Review) -> tuple[set[str], set[str], set[str]]:
    """Recommendations to be decided; those whose group still works on them; and open actions."""
    entries = review.history.of(actions.CARRIED_OVER)
    decisions = {str(e.get("recommendation")) for e in entries if e.get("what") == "decision"}
    of_groups = {
        str(e.get("recommendation"))
        for e in entries
        if e.get("recommendation") and e.get("what") != "impact"
    }
    return decisions, decisions | of_groups, {str(e.get("item")) for e in entries if e.get("item")}


def since_closing(review: Review, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those of `entries` that were recorded after the review was closed; all while it is open."""
    closed = review.history.last(actions.CLOSED)
    if closed is None:
        return tuple(entries)
    return tuple(entry for entry in entries if (entry.at, entry.id) > (closed.at, closed.id))
