"""Copies that programs and people leave beside a file or a folder: never read, and named.

OneDrive and its like keep both where two people saved at once ("history-LAPTOP-7F3K.jsonl",
"review (Jo's conflicted copy 2026-11-20).yaml"), browsers and Windows number them ("(1)",
"- Copy"), editors put an ending after the ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lfe_cli.review import files
from lfe_cli.review.workspace import Review

# What is read, so that a copy beside it is easily taken for it.
READ = (
    files.MANIFEST,
    files.HISTORY,
    files.IDENTIFIERS,
    files.LEARNING,
    files.RECOMMENDATIONS,
)


@dataclass(frozen=True)
class Copy:
    """A file that looks like a copy of `of`; both places are relative to the same folder."""

    place: str
    of: str


def copies_in(folder: Path) -> tuple[Copy, ...]:
    """What looks like a copy of a file that is read, in the folder of a review."""
    return tuple(copy for file in READ for copy in copies_of(folder, file))


def copies_of(folder: Path, file: str) -> tuple[Copy, ...]:
    """What looks like a copy of `file`, by its name, and is none that the tool keeps aside."""
    above, _, name = file.rpartition("/")
    looked_in = folder / above
    there = sorted(path.name for path in _files_in(looked_in))
    place = f"{above}/" if above else ""
    return tuple(Copy(place + one, file) for one in there if _is_copy(one, name, file))


def unknown_returns(review: Review) -> tuple[str, ...]:
    """What lies among the returned audits and workbooks, and no entry of the history names."""
    named = review.state.files.mentioned
    agencies = {agency.id for agency in review.agencies()} | set(review.state.agencies)
    noted = {files.what_was_read(agency) for agency in agencies}
    places = [
        f"{folder}/{path.name}"
        for folder in (files.RETURNED, files.ACTIONS_RETURNED)
        for path in sorted(_files_in(review.folder / folder))
    ]
    return tuple(p for p in places if p not in named | noted and files.is_paper(p))


def documents_of_no_entry(review: Review) -> tuple[str, ...]:
    """Documents with the very name that the tool gives them, and that no entry names."""
    named = review.state.files.mentioned
    ours = (
        row.place
        for row in files.TABLE
        if row.within == "review" and row.recorded == "by an entry" and row.title
    )
    there = (place for place in ours if "{" not in place and (review.folder / place).is_file())
    return tuple(place for place in there if place not in named)


def _files_in(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_file())
    except OSError:  # it is not there, or not for this user
        return


def _is_copy(name: str, of: str, file: str) -> bool:
    if name == of or name.startswith((".", "~$")):
        return False
    stem, _, ending = of.rpartition(".")
    looks = rf"(.*[^a-z0-9])?{re.escape(stem)}([^a-z0-9].*)?\.{re.escape(ending)}([^a-z0-9].*)?"
    if not re.fullmatch(looks, name, re.IGNORECASE | re.DOTALL):
        return False
    is_ours = re.fullmatch(rf"{re.escape(stem)}\.\d+\.{re.escape(ending)}", name)
    return not (is_ours and files.file_of(file).aside)
