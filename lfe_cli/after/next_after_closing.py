"""What goes on in a review that is closed: what was carried over, and what is still to remove."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.after.disposal import lists_elsewhere, papers_to_remove
from lfe_cli.after.open_points import OpenPoint, open_points
from lfe_cli.review.workspace import Review


def carried_over(review: Review) -> tuple[OpenPoint, ...]:
    """What is still open of what can be followed on after closing."""
    every = open_points(review)
    return tuple(one for one in every if one.carried.recommendation or one.carried.person)


def after_closing(review: Review, today: date) -> Iterator[str]:  # noqa: ARG001  (as its siblings)
    """What is next in a closed review."""
    left = len(papers_to_remove(review))
    if left:
        there = "1 paper is" if left == 1 else f"{left} papers are"
        yield (
            f"{there} still in the folder that should be gone: a program held it when the review "
            "was closed, or it came later. To remove what should be gone: lfe close"
        )
    for path in lists_elsewhere(review):
        yield f"remove the list of names by hand, it lies outside this folder: {path}"
    for point in carried_over(review):
        yield f"carried over, {point.what}: {point.how}"
