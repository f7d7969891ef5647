"""How a review ended, and what that stops: it was stepped up, or closed, or something holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import events, files
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Allowed, Event
from lfe_cli.review.history.entries import Entry
from lfe_cli.review.workspace import Review


class SteppedUp(LfeError):
    """The review was stepped up, so nothing further is made or asked in it."""

    def __init__(self, review: Review, entry: Entry) -> None:
        super().__init__(
            f"{review.reference} was stepped up on {short_date(entry.day)}, so it has stopped: no "
            "further form, letter, paper or page is made.",
            next_step="What is next, and what came of it: lfe status. If it was stepped up by "
            f"mistake, take it back: {review.state.way_back(entry)}",
        )


class Closed(LfeError):
    """The review is closed, so nothing further is made or taken in in it."""

    def __init__(self, review: Review, since: date) -> None:
        super().__init__(
            f"{review.reference} was closed on {short_date(since)}: nothing further is made or "
            "taken in.",
            next_step="What was carried over, and what difference it makes, goes on: lfe status",
        )


class NotCarriedOver(LfeError):
    """What had ended when the review was closed stays as it was then."""

    def __init__(self, review: Review, what: str) -> None:
        closed = review.state.ending.closed
        on = f" on {short_date(closed.day)}" if closed else ""
        super().__init__(
            f"{review.reference} was closed{on}, and {what} was not carried over, so it stays as "
            "it is.",
            next_step="What was carried over: lfe status",
        )


def is_stepped_up(review: Review) -> bool:
    """True once the review was stepped up, and so has stopped."""
    return review.state.ending.stepped_up is not None


def is_released(review: Review) -> bool:
    """True once it is recorded that no process needs the papers of a review that was stepped up."""
    step_up = review.state.ending.step_up
    return step_up is not None and step_up.released is not None


def is_closed(review: Review) -> bool:
    """True once the review is closed."""
    return review.state.ending.closed is not None


def refuse_if_stepped_up(review: Review) -> None:
    """Raises SteppedUp for a review that was."""
    entry = review.state.ending.stepped_up
    if entry is not None:
        raise SteppedUp(review, entry)


def refuse_if_closed(review: Review) -> None:
    """Raises Closed for a review that is."""
    entry = review.state.ending.closed
    if entry is not None:
        raise Closed(review, entry.day)


def refuse_once_ended(review: Review, allowed: Allowed) -> None:
    """Raises SteppedUp or Closed where what is `allowed` so long may not be recorded any more."""
    if allowed in ("while open", "when closed"):
        refuse_if_stepped_up(review)
    if allowed in ("while open", "until closed"):
        refuse_if_closed(review)


def reasons_to_keep(review: Review) -> Iterator[str]:
    """Why nothing may be removed yet, each reason as a part of a sentence.

    Another process may have to see it. None where papers may be removed.
    """
    if is_stepped_up(review) and not is_released(review):
        yield (
            "the review was stepped up, and nothing in it is removed until it is recorded what "
            "came of it, and that no process needs its papers any more"
        )
    yield from reasons_to_hold(review)


def reasons_to_hold(review: Review) -> Iterator[str]:
    """Why nothing may be removed, by what stands in the manifest of holds and other processes."""
    if review.manifest.hold_disposal:
        yield f"a hold on disposal stands (hold_disposal in {files.MANIFEST})"
    for process in review.manifest.parallel:
        if process.hold != "none":
            yield f"a hold stands ({process.kind}, in {files.MANIFEST})"
        elif process.checked_on is None:
            yield f"nobody has asked yet about the other process ({process.kind}: checked_on)"


# ---------------------------------------------------------------- what was carried over


def refuse_what_was_not_carried_over(review: Review, new: Iterable[Event]) -> None:
    """Raises NotCarriedOver where `new` changes what ended with a closed review.

    Impact checks go on whatever was carried over, and what is taken back is looked at by `undo`.
    """
    every = tuple(new)
    if not is_closed(review) or any(isinstance(event, events.Undone) for event in every):
        return
    for event in every:
        what = _not_carried_over(review, event)
        if what:
            raise NotCarriedOver(review, what)


def goes_on(review: Review, recommendation: str, item: str) -> bool:
    """True where a cell of this action may still change: always in a review that is open."""
    noted = events.ActionNoted(item=item, recommendation=recommendation, field="", value="")
    return not is_closed(review) or not _not_carried_over(review, noted)


def _not_carried_over(review: Review, event: Event) -> str:
    """What `event` is about, where that was not carried over; "" where it goes on."""
    decisions, in_hand, items = _carried(review)
    match event:
        case events.Decided(recommendation=one):
            return "" if one in decisions else f"the decision on {one}"
        case events.CirculationDecided():
            return "" if decisions else "who may read the page"
        case events.ReportedBack(recommendations=those):
            ended = [one for one in those if one not in in_hand]
            return f"the report back on {', '.join(ended)}" if ended else ""
        case events.Received(group=group):
            of_group = {one.id for one in review.recommendations if one.group == group}
            return "" if in_hand & of_group else f"nothing of {group}"
        case events.ActionNoted(item=item, recommendation=one):
            is_new = item not in review.state.ending.known_when_closed
            return "" if item in items or (is_new and one in in_hand) else item
        case _:
            return ""


def _carried(review: Review) -> tuple[set[str], set[str], set[str]]:
    """Recommendations to be decided; those whose group still works on them; and open actions."""
    carried = [entry.event for entry in review.state.ending.carried_over]
    decisions = {e.recommendation for e in carried if e.recommendation and e.what == "decision"}
    of_groups = {e.recommendation for e in carried if e.recommendation and e.what != "impact"}
    return decisions, decisions | of_groups, {e.item for e in carried if e.item}
