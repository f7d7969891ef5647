"""The open things when a review is to be closed, and in one that was closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lfe_cli.after import subgroup_todo, todo
from lfe_cli.after.disposal import Paper, lists_elsewhere, papers_to_remove
from lfe_cli.after.groups import groups_asked
from lfe_cli.after.keeping import to_look_at_again
from lfe_cli.audits.todo import inbox, replies
from lfe_cli.event.todo import feedback
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.todo import the_page
from lfe_cli.review.ending import is_closed, is_stepped_up
from lfe_cli.review.todo import AtClosing, Said, Todo
from lfe_cli.review.workspace import Review


def open_at_the_end(review: Review, today: date) -> tuple[AtClosing, ...]:
    """Everything that closing asks about, in the order of a review's life."""
    return tuple(one.closing for one in _asked_about(review, today) if one.closing)


def _asked_about(review: Review, today: date) -> tuple[Todo, ...]:
    if is_stepped_up(review):  # the rest stopped with it
        return tuple(inbox(review))
    order = [one.id for one in review.recommendations]
    of_each = sorted(
        (*subgroup_todo.decisions(review), *todo.report_backs(review)),
        key=lambda one: order.index(one.about[0]),
    )
    return (
        *inbox(review),
        *the_page(review, today),
        *subgroup_todo.submission(review, today),
        *feedback(review),
        *of_each,
        *todo.letters(review),
        *todo.copies(review),
        *todo.actions(review),
        *todo.impact(review, today),
    )


def papers_that_go(review: Review) -> tuple[Paper, ...]:
    """Every file that closing removes. Once closed, a letter that is still to be sent stays.

    The subgroup may decide what was carried over, and a group then hears of it.
    """
    if not is_closed(review):
        return papers_to_remove(review)
    to_send = {
        f"{review.reference}/{RECOMMENDATIONS.file(one.group.id)}"
        for one in groups_asked(review)
        if one.fresh and not one.sent
    }
    return tuple(paper for paper in papers_to_remove(review) if paper.path not in to_send)


def once_closed(review: Review, today: date) -> Iterator[Todo]:
    """What goes on in a review that is closed: what is still to remove, what was carried over."""
    yield from to_look_at_again(review, today)
    left = len(papers_that_go(review))
    if left:
        there, came = ("paper is", "it came") if left == 1 else ("papers are", "they came")
        says = (
            f"{left} {there} in the folder that should not stay: {came} after the review was "
            "closed, or changed just then. To remove what should not stay: lfe close"
        )
        yield Todo("paper left", says=Said(says), command="lfe close")
    yield from (one for one in todo.letters(review) if one.says)
    for path in lists_elsewhere(review):
        says = f"remove the list of names by hand, it lies outside this folder: {path}"
        yield Todo("list elsewhere", (str(path),), says=Said(says))
    for one in _asked_about(review, today):
        if one.closing and one.closing.goes_on:
            says = f"carried over, {one.closing.what}"
            says += f": {one.command}" if one.command else ""
            yield replace(one, says=Said(says), next=None, waiting=None)
    if is_stepped_up(review):
        return
    waited_for = (
        *replies(review, today),
        *subgroup_todo.decisions(review),
        *todo.report_backs(review),
        *todo.actions(review),
        *todo.impact(review, today),
    )
    for one in waited_for:  # the board's: in its own order, and of what was carried over or not
        yield replace(one, says=None, next=None, closing=None)
