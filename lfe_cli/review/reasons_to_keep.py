"""Why nothing of a review may be removed yet: another process may have to see it."""

from __future__ import annotations

from collections.abc import Iterator

from lfe_cli.review import files
from lfe_cli.review.stepped_up import is_stepped_up
from lfe_cli.review.workspace import Review


def reasons_to_keep(review: Review) -> Iterator[str]:
    """Each reason as a part of a sentence; none where papers may be removed."""
    if is_stepped_up(review):
        yield "the review was stepped up, and nothing in it is removed"
    if review.manifest.hold_disposal:
        yield f"a hold on disposal stands (hold_disposal in {files.MANIFEST})"
    for process in review.manifest.parallel:
        if process.hold != "none":
            yield f"a hold stands ({process.kind}, in {files.MANIFEST})"
        elif process.checked_on is None:
            yield f"nobody has asked yet about the other process ({process.kind}: checked_on)"
