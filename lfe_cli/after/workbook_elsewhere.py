"""Whether a workbook of several reviews that came back is recorded in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.events import ActionsReturned
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.workspace import Review, load_state


def left_open(review: Review) -> Iterator[tuple[Recorded[ActionsReturned], tuple[str, ...]]]:
    """Each workbook that came back here, with the reviews in which it is still to be recorded.

    A command that is cut off may have recorded it in some. What cannot be read is told elsewhere.
    """
    last = {_digest(entry.event): entry for entry in review.state.workbooks.returned}
    there = {one for entry in last.values() for one in entry.event.also}
    known = {one: _recorded_in(review.workspace.folder_of(one)) for one in there}
    for digest, entry in last.items():
        every = ((one, known[one]) for one in entry.event.also)
        open_in = tuple(one for one, has in every if has is not None and digest not in has)
        if open_in:
            yield entry, open_in


def _digest(event: ActionsReturned) -> str:
    return event.sha256 or event.digest or ""


def _recorded_in(folder: Path) -> frozenset[str] | None:
    """The hashes of the workbooks that a review records; None where it cannot be read."""
    try:
        now = (folder / files.HISTORY).stat()
        return _recorded(folder, now.st_mtime_ns, now.st_size)
    except (LfeError, OSError):
        return None


@lru_cache(maxsize=256)
def _recorded(folder: Path, changed: int, size: int) -> frozenset[str]:  # noqa: ARG001
    returned = load_state(folder).workbooks.returned
    return frozenset(_digest(entry.event) for entry in returned)
