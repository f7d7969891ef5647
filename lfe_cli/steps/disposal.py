"""The papers that go when a review is closed: whatever holds an agency's words, or a name.

Issued forms, agendas and the page stay: nothing in them was said by anybody. So do the manifest
and the history, from which a later reader sees what was done and when.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lfe_cli.changes import refuse_if_open
from lfe_cli.errors import LfeError
from lfe_cli.review import files, inbox
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.names import identifiers_path

# The first pattern that a file's place in the review matches says what it is.
_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (rf"{files.RETURNED}/.*\.yaml", "what was read of an audit"),
        (rf"{files.RETURNED}/.*", "returned audit"),
        (rf"{files.INBOX}/.*", "left in the inbox"),
        (r"identifiers(\.\d+)?\.yaml", "list of names"),
        (r"event/facilitator[^/]*", "facilitator's paper"),
        (r"event/notes[^/]*", "facilitator's notes"),
        (r"event/sign-in[^/]*", "sign-in sheet"),
        (rf"{files.FAMILY}/.*", "letter to the family"),
        (rf"{files.OUTBOX}/.*", "draft of a letter"),
        (r"report/draft(\.\d+)?\.docx", "draft of the page"),
        (r"report/report\.\d+\.(docx|pdf)", "earlier version of the page"),
        (r"report/learning\.\d+\.yaml", "earlier version of the learning"),
        (r"subgroup/paper\.\d+\.docx", "earlier version of the subgroup's paper"),
        (rf"{files.ACTIONS_RETURNED}/.*", "returned actions workbook"),
        (r"actions\.\d+\.xlsx", "earlier version of the actions workbook"),
    )
)
LIST_OF_NAMES = "list of names"
# Files that lie in a review by its nature, known to no entry of the history.
_OUR_OWN = {
    files.MANIFEST,
    files.HISTORY,
    files.LEARNING,
    files.DISPOSAL,
    f"{files.INBOX}/{inbox.NOTE}",
}
_OF_THE_SYSTEM = {"thumbs.db", "desktop.ini", ".ds_store"}

NOT_REACHED = (
    "e-mail: what was sent and received, in every mailbox and its deleted items",
    "backups of the shared drive",
    "versions that SharePoint or OneDrive keep, and their recycle bins",
    "recycle bins and download folders of computers",
    "git, where it is used: the empty sign-in sheet and drafts of the page, as lfe made them",
    "printed copies, the sign-in sheet and what stood on the wall",
    "agencies' own audits: they stay with them, by their own rules",
)


@dataclass(frozen=True)
class Paper:
    """A file that goes. `path` is relative to the workspace; `said` is what the record calls it.

    `said` is the file's place where we gave it its name. A name that somebody else chose can hold a
    person's: such a file is only counted ("audits/inbox (1 of 3)").
    """

    path: str
    said: str
    what: str
    sha256: str

    @property
    def recorded_hash(self) -> str | None:
        """The hash for the record; none of a list of names: it would confirm a guess at a name."""
        return None if self.what == LIST_OF_NAMES else self.sha256

    def as_json(self) -> dict[str, Any]:
        """The paper in `lfe close --json`."""
        return {"file": self.said, "what": self.what, "sha256": self.recorded_hash}


def papers_to_remove(review: Review) -> tuple[Paper, ...]:
    """Every file that closing removes, by its place. Raises LfeError for one that cannot be read.

    The list of names is one of them where it lies in the workspace.
    """
    found = [(f"{review.reference}/{file}", file, what) for file, what in _files(review)]
    path = identifiers_path(review.workspace, review.reference)
    within = path.resolve().is_relative_to(review.workspace.folder.resolve())
    if within and path.is_file():
        place = path.resolve().relative_to(review.workspace.folder.resolve()).as_posix()
        if place not in {known for known, _, _ in found}:
            found.append((place, place, LIST_OF_NAMES))
    said = said_of(review, [file for _, file, _ in found])
    return tuple(
        Paper(path, name, what, _hash(review.workspace.folder / path, name))
        for (path, _, what), name in zip(found, said, strict=True)
    )


def refuse_what_is_open(review: Review, papers: tuple[Paper, ...]) -> None:
    """Raises LfeError where somebody has one of the papers open."""
    for paper in papers:
        if paper.path.startswith(f"{review.reference}/"):
            refuse_if_open(review, paper.path.removeprefix(f"{review.reference}/"))


def lists_elsewhere(review: Review) -> tuple[Path, ...]:
    """The list of names where it lies outside the workspace: only a person removes it there."""
    path = identifiers_path(review.workspace, review.reference)
    within = path.resolve().is_relative_to(review.workspace.folder.resolve())
    return () if within or not path.exists() else (path,)


def other_files(review: Review) -> tuple[str, ...]:
    """What lies in the folder and is neither ours nor on the list: the officer looks at it."""
    known = {str(e.get("file")) for e in review.history.entries if e.get("file")} | _OUR_OWN
    going = {file for file, _ in _files(review)}
    return tuple(file for file in all_files(review) if file not in known | going)


def _files(review: Review) -> Iterator[tuple[str, str]]:
    for file in all_files(review):
        what = kind_of(file)
        if what and file not in _OUR_OWN:
            yield file, what


def kind_of(file: str) -> str:
    """What a file that goes is, by its place in the review; "" for one that stays."""
    return next((what for pattern, what in _KINDS if pattern.fullmatch(file)), "")


def all_files(review: Review) -> Iterator[str]:
    """What lies in the review's folder, without the marks that programs keep for themselves."""
    for path in sorted(review.folder.rglob("*")):
        mark = path.name.startswith(".~lock.") or path.name == f".{files.HISTORY}.new"
        if path.is_file() and not mark and path.name.casefold() not in _OF_THE_SYSTEM:
            yield path.relative_to(review.folder).as_posix()


def said_of(review: Review, files: list[str]) -> list[str]:
    """What the record calls each of `files`."""
    folders = Counter(_folder(file) for file in files if not _is_ours(review, file))
    counted: Counter[str] = Counter()
    said = []
    for file in files:
        if _is_ours(review, file):
            said.append(file)
            continue
        counted[_folder(file)] += 1
        said.append(f"{_folder(file)} ({counted[_folder(file)]} of {folders[_folder(file)]})")
    return said


def _folder(file: str) -> str:
    """The folder of our own that a file lies in, whatever somebody called a folder below it."""
    known = (files.INBOX, files.RETURNED, files.FAMILY, files.OUTBOX)
    return next((k for k in known if file.startswith(f"{k}/")), file.partition("/")[0])


_OURS = re.compile(
    r"identifiers(\.\d+)?\.yaml|event/(facilitator|notes|sign-in)(\.\d+)?\.docx"
    r"|report/(draft|report|learning)(\.\d+)?\.(docx|pdf|yaml)|subgroup/paper\.\d+\.docx"
)


def _is_ours(review: Review, file: str) -> bool:
    """Whether the name is one that the tool gave."""
    at = identifiers_path(review.workspace, review.reference)
    return (
        file in _OUR_OWN
        or _OURS.fullmatch(file) is not None
        or any(entry.get("file") == file for entry in review.history.entries)
        or at.as_posix().endswith(f"/{file}")
    )


def _hash(path: Path, said: str) -> str:
    try:
        return sha256(path.read_bytes())
    except OSError:
        raise LfeError(
            f"{said} cannot be read, so nothing was removed.",
            where=str(path.parent),
            next_step="Close it where it is open, or ask who may read it, then run lfe close again",
        ) from None
