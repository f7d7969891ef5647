"""The open things when a review is to be closed, and in one that was closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lfe_cli.after import todo
from lfe_cli.after.disposal import lists_elsewhere, papers_to_remove
from lfe_cli.audits.todo import inbox, replies
from lfe_cli.event.todo import feedback
from lfe_cli.page.todo import the_page
from lfe_cli.review.todo import AtClosing, Said, Todo
from lfe_cli.review.workspace import Review


def open_at_the_end(review: Review, today: date) -> tuple[AtClosing, ...]:
    """Everything that closing asks about, in the order of a review's life."""
    return tuple(one.closing for one in _asked_about(review, today) if one.closing)


def _asked_about(review: Review, today: date) -> tuple[Todo, ...]:
    order = [one.id for one in review.recommendations]
    of_each = sorted(
        (*todo.decisions(review), *todo.report_backs(review)),
        key=lambda one: order.index(one.about[0]),
    )
    return (
        *inbox(review),
        *the_page(review, today),
        *todo.submission(review, today),
        *feedback(review),
        *of_each,
        *todo.letters(review),
        *todo.copies(review),
        *todo.actions(review),
        *todo.impact(review, today),
    )


def once_closed(review: Review, today: date) -> Iterator[Todo]:
    """What goes on in a review that is closed: what is still to remove, what was carried over."""
    left = len(papers_to_remove(review))
    if left:
        there = "1 paper is" if left == 1 else f"{left} papers are"
        says = (
            f"{there} still in the folder that should be gone: a program held it when the review "
            "was closed, or it came later. To remove what should be gone: lfe close"
        )
        yield Todo("paper left", says=Said(says), command="lfe close")
    for path in lists_elsewhere(review):
        says = f"remove the list of names by hand, it lies outside this folder: {path}"
        yield Todo("list elsewhere", (str(path),), says=Said(says))
    for one in _asked_about(review, today):
        if one.closing and one.closing.goes_on:
            says = f"carried over, {one.closing.what}: {one.command}"
            yield replace(one, says=Said(says), next=None, waiting=None)
    waited_for = (
        *replies(review, today),
        *todo.decisions(review),
        *todo.report_backs(review),
        *todo.actions(review),
        *todo.impact(review, today),
    )
    for one in waited_for:  # the board's: in its own order, and of what was carried over or not
        yield replace(one, says=None, next=None, closing=None)
