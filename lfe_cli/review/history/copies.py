"""Copies that programs and people leave beside a file or a folder: never read, and named.

OneDrive and its like keep both where two people saved at once ("history-LAPTOP-7F3K.jsonl",
"review (Jo's conflicted copy 2026-11-20).yaml"), browsers and Windows number them ("(1)",
"- Copy"), editors put an ending after the ending.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lfe_cli.review import files
from lfe_cli.review.folders import is_review
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import Review

# What is read, so that a copy beside it is easily taken for it.
READ = (
    files.MANIFEST,
    files.HISTORY,
    files.IDENTIFIERS,
    files.LEARNING,
    files.RECOMMENDATIONS,
)
# Nothing of a person's own is easily confused with these: whatever else stands in the name.
_UNMISTAKABLE = (*READ, files.SETTINGS)
# What programs put behind the name of the copies that they keep, and people in front of it.
_MARKS = "|".join(
    (
        r"[ _]?\(\d+\)",  # browsers, Google Drive
        r"(?: - |[ _-])(?i:copy|kopie)(?: ?\(?\d+\)?)?",  # Explorer, macOS
        r"[^/]*(?i:conflict(?:ed)?)[^/]*",  # Dropbox, Nextcloud, Syncthing, SharePoint
        r"-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{3,14}(?:-\d)?",  # OneDrive: the computer's name
    )
)
_BEFORE = r"(?i:copy(?: \(\d+\))? of |kopie von )"
_AFTER = r"(?:~|\.(?:txt|bak|orig|old|tmp))"  # editors
_ENDINGS = {"yaml": "ya?ml", "jsonl": "jsonl?"}
_AS_TEXT = (files.IDENTIFIERS,)  # a list that somebody began in Notepad


@dataclass(frozen=True)
class Copy:
    """A file that looks like a copy of `of`; both places are relative to the same folder."""

    place: str
    of: str


def copies_in(folder: Path) -> tuple[Copy, ...]:
    """What looks like a copy of a file of ours, in the folder of a review."""
    return tuple(
        copy for above, ours in _of_a_review().items() for copy in _in(folder, above, ours)
    )


def copies_in_workspace(workspace: Path) -> tuple[Copy, ...]:
    """What looks like a copy of the settings, a workbook of actions, or a template of one's own."""
    found = [*_in(workspace, "", (files.SETTINGS, files.ACTIONS))]
    if (workspace / files.TEMPLATES).is_dir():
        names = sorted(path.name for path in shipped().iterdir() if path.suffix)
        found += _in(workspace, files.TEMPLATES, tuple(f"{files.TEMPLATES}/{n}" for n in names))
    return tuple(found)


def copies_of(folder: Path, file: str) -> tuple[Copy, ...]:
    """What looks like a copy of `file`, by its name, and is none that the tool keeps aside."""
    return tuple(_in(folder, file.rpartition("/")[0], (file,)))


def is_copy(name: str, file: str) -> bool:
    """Whether a file called `name` looks like a copy of our `file`, beside it.

    Not what the tool keeps aside, nor a mark of a program for what is open.
    """
    of = file.rpartition("/")[2]
    if name == of or name.startswith((".", "~$")):
        return False
    if not _pattern(file).fullmatch(name):
        return False
    stem, _, ending = of.rpartition(".")
    is_ours = re.fullmatch(rf"{re.escape(stem)}\.\d+\.{re.escape(ending)}", name)
    return not (is_ours and files.file_of(file).aside)


@cache
def _pattern(file: str) -> re.Pattern[str]:
    stem, _, ending = file.rpartition("/")[2].rpartition(".")
    stem, end = re.escape(stem), _ENDINGS.get(ending, re.escape(ending))
    if file not in _UNMISTAKABLE and not _is_a_list_of_names(file):
        marked = rf"(?:{_BEFORE}{stem}|{stem}(?:{_MARKS}))\.{end}{_AFTER}?|{stem}\.{end}{_AFTER}"
        other = rf"{stem}\.yml" if ending == "yaml" else rf"(?!){stem}"
        return re.compile(f"{marked}|{other}")
    looks = rf"(.*[^a-z0-9])?{stem}([^a-z0-9].*)?\.{end}([^a-z0-9].*)?"
    if file in _AS_TEXT:
        looks += rf"|{stem}\.txt"
    return re.compile(looks, re.IGNORECASE | re.DOTALL)


def _is_a_list_of_names(file: str) -> bool:
    """In the restricted folder of the settings it is called by the reference of its review."""
    return bool(files.REFERENCE.match(file.removesuffix(".yaml")))


@cache
def _of_a_review() -> dict[str, tuple[str, ...]]:
    """The files of a review with names of their own that are read or worked in, by their folder."""
    found: dict[str, list[str]] = {}
    for row in files.TABLE:
        is_worked_in = row.place.endswith((".docx", ".xlsx")) or row.place in READ
        if row.within == "review" and "{" not in row.place and is_worked_in:
            found.setdefault(row.folder, []).append(row.place)
    return {above: tuple(places) for above, places in found.items()}


def _in(folder: Path, above: str, ours: tuple[str, ...]) -> Iterator[Copy]:
    there = sorted(path.name for path in _files_in(folder / above))
    place = f"{above}/" if above else ""
    for file in ours:
        yield from (Copy(place + name, file) for name in there if is_copy(name, file))


@dataclass(frozen=True)
class CalledOtherwise:
    """A folder with the name of a review, in which the manifest is called otherwise."""

    reference: str
    name: str

    def __str__(self) -> str:
        return (
            f'{self.reference} is not read as a review: "{self.name}" lies in it, and no '
            f"{files.MANIFEST}. If it is that, rename it (Explorer shows the whole name with View "
            "> File name extensions)."
        )


def manifests_called_otherwise(workspace: Path) -> tuple[CalledOtherwise, ...]:
    """The folders that would be reviews, if their manifest were called `review.yaml`."""
    named = sorted(one.name for one in workspace.iterdir() if files.REFERENCE.match(one.name))
    return tuple(
        CalledOtherwise(name, copies[0].place)
        for name in named
        if not is_review(workspace / name)
        and (copies := copies_of(workspace / name, files.MANIFEST))
    )


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
        with os.scandir(folder) as entries:
            yield from (folder / one.name for one in entries if one.is_file())
    except OSError:  # it is not there, or not for this user
        return
