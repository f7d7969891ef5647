"""Whether a review is closed, and what that stops. What closing does is in `close`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import events
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Entry, Event, typed
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
    entry = review.state.ending.closed
    return entry.day if entry else None


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


def refuse_what_was_not_carried_over(
    review: Review, recorded: Iterable[Event | events.Event]
) -> None:
    """Raises NotCarriedOver where `recorded` changes what ended with a closed review.

    Impact checks go on whatever was carried over, and what is taken back is looked at by `undoing`.
    """
    every = tuple(map(typed, recorded))
    if closed_on(review) is None or any(isinstance(event, events.Undone) for event in every):
        return
    for event in every:
        what = _not_carried_over(review, event)
        if what:
            raise NotCarriedOver(review, what)


def goes_on(review: Review, recommendation: str, item: str) -> bool:
    """Whether a cell of this action may still change: always in a review that is open."""
    return closed_on(review) is None or _may_change(review, recommendation, item)


def _not_carried_over(review: Review, event: events.Event) -> str:
    """What `event` is about, where that was not carried over; "" where it goes on."""
    decisions, in_hand = _to_be_decided(review), _in_hand(review)
    match event:
        case events.Decided():
            one = event.recommendation
            return "" if one in decisions else f"the decision on {one}"
        case events.CirculationDecided():
            return "" if decisions else "who may read the page"
        case events.ReportedBack():
            ended = [one for one in event.recommendations if one not in in_hand]
            return f"the report back on {', '.join(ended)}" if ended else ""
        case events.Received():
            of_group = {r.id for r in review.recommendations if r.group == event.group}
            return "" if in_hand & of_group else f"nothing of {event.group}"
        case events.ActionNoted():
            return "" if _may_change(review, event.recommendation, event.item) else event.item
        case _:
            return ""


def _may_change(review: Review, recommendation: str, item: str) -> bool:
    """Whether an action of a closed review was carried over, or is new where its group goes on."""
    ending = review.state.ending
    is_new = item not in ending.known_when_closed
    carried = any(entry.event.item == item for entry in ending.carried_over)
    return carried or (is_new and recommendation in _in_hand(review))


def _to_be_decided(review: Review) -> set[str]:
    """The recommendations whose decision was carried over."""
    carried = (entry.event for entry in review.state.ending.carried_over)
    return {one.recommendation or "" for one in carried if one.what == "decision"}


def _in_hand(review: Review) -> set[str]:
    """Those too whose group still works on them."""
    carried = (entry.event for entry in review.state.ending.carried_over)
    return {
        one.recommendation for one in carried if one.recommendation and one.what != "impact"
    } | _to_be_decided(review)


def since_closing(review: Review, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those of `entries` that were recorded after the review was closed; all while it is open."""
    return review.state.ending.since_closing(entries)
