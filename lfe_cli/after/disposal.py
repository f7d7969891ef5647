"""The papers that go when a review is closed, and the record of it.

Whatever holds an agency's words, or a name, goes. Issued forms, agendas and the page stay: nothing
in them was said by anybody. So do the manifest and the history, from which a later reader sees what
was done and when. Which files go is said in the table of `review/files.py`, `closing`.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lfe_cli.checks.identifiers import identifiers_path
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import followed, refuse_what_is_no_file
from lfe_cli.review.changes import refuse_if_open
from lfe_cli.review.days import short_date
from lfe_cli.review.files import DISPOSAL, IDENTIFIERS, TABLE, File, file_of, is_named_by_us
from lfe_cli.review.workspace import Review

_WIDTH = 78  # of the lines of the record


def not_reached(git_keeps: str) -> tuple[str, ...]:
    """What is to be looked at by hand; `git_keeps` is what git has of what was removed."""
    return (
        "e-mail: the mailbox and everybody's own, their sent and their deleted items",
        "backups of the shared drive",
        "versions that SharePoint or OneDrive keep, and their recycle bins",
        "recycle bins and download folders of computers",
        f"git, where it is used: {git_keeps}",
        "printed copies, the sign-in sheet and what stood on the wall",
        "agencies' own audits: they stay with them, by their own rules",
    )


NOT_REACHED = not_reached("the empty sign-in sheet and drafts of the page, as lfe made them")


@dataclass(frozen=True)
class Paper:
    """A file that goes. `path` is relative to the workspace; `said` is what the record calls it.

    `said` is the file's place where we gave it its name. A name that somebody else chose can hold a
    person's: such a file is only counted ("audits/inbox (1 of 3)").
    """

    path: str
    said: str
    file: File
    sha256: str

    @property
    def what(self) -> str:
        """The kind of paper, as the record has it."""
        return self.file.title

    @property
    def recorded_hash(self) -> str | None:
        """The hash for the record; none of a list of names: it would confirm a guess at a name."""
        return None if self.file.id == "identifiers" else self.sha256

    def as_json(self) -> dict[str, Any]:
        """The paper in `lfe close --json`."""
        return {"file": self.said, "what": self.what, "sha256": self.recorded_hash}


def papers_to_remove(review: Review) -> tuple[Paper, ...]:
    """Every file that closing removes, by its place. Raises LfeError for one that cannot be read.

    The list of names is one of them where it lies in the workspace. What an earlier command was to
    remove, and a program held, is not: it goes as soon as it can.
    """
    found = [(f"{review.reference}/{place}", place, file_of(place)) for place in _going(review)]
    path = identifiers_path(review.workspace, review.reference)
    within = followed(path).is_relative_to(followed(review.workspace.folder))
    if within and path.is_file():
        place = followed(path).relative_to(followed(review.workspace.folder)).as_posix()
        if place not in {known for known, _, _ in found}:
            found.append((place, place, file_of(IDENTIFIERS)))
    found = [one for one in found if one[1] not in review.to_be_removed]
    said = said_of(review, [place for _, place, _ in found])
    return tuple(
        Paper(path, name, file, hash_for_removal(review.workspace.folder / path, name))
        for (path, _, file), name in zip(found, said, strict=True)
    )


def refuse_what_is_open(review: Review, papers: tuple[Paper, ...]) -> None:
    """Raises LfeError where somebody has one of the papers open."""
    for paper in papers:
        if paper.path.startswith(f"{review.reference}/"):
            refuse_if_open(review, paper.path.removeprefix(f"{review.reference}/"))


def lists_elsewhere(review: Review) -> tuple[Path, ...]:
    """The list of names where it lies outside the workspace: only a person removes it there."""
    path = identifiers_path(review.workspace, review.reference)
    within = followed(path).is_relative_to(followed(review.workspace.folder))
    return () if within or not path.exists() else (path,)


def other_files(review: Review) -> tuple[str, ...]:
    """Files that are neither ours nor on the list: the officer looks at them."""
    known = review.state.files.mentioned
    return tuple(
        place
        for place in all_files(review)
        if place not in known
        and file_of(place).closing == "keep"
        and file_of(place).recorded == "by an entry"
        and place != DISPOSAL  # the one record of what was removed here
    )


def _going(review: Review) -> Iterator[str]:
    return (place for place in all_files(review) if file_of(place).closing == "remove")


def all_files(review: Review) -> Iterator[str]:
    """The files in the review's folder, without those that programs keep there for themselves."""
    for path in sorted(review.folder.rglob("*")):
        place = path.relative_to(review.folder).as_posix()
        if path.is_file() and file_of(place).title:
            yield place


def said_of(review: Review, places: list[str]) -> list[str]:
    """The record's name for each of the files at `places`."""
    folders = Counter(_folder(place) for place in places if not _is_ours(review, place))
    counted: Counter[str] = Counter()
    said = []
    for place in places:
        if _is_ours(review, place):
            said.append(place)
            continue
        counted[_folder(place)] += 1
        said.append(f"{_folder(place)} ({counted[_folder(place)]} of {folders[_folder(place)]})")
    return said


def _folder(place: str) -> str:
    """The folder of our own that a file lies in, whatever somebody called a folder below it."""
    rows = (row for row in TABLE if row.also == "all in its folder" and row.within == "review")
    whole = {row.folder for row in rows}
    inside = next((folder for folder in whole if place.startswith(f"{folder}/")), None)
    return inside or place.partition("/")[0]


def _is_ours(review: Review, place: str) -> bool:
    """True for a name that the tool gave."""
    at = identifiers_path(review.workspace, review.reference)
    return (
        is_named_by_us(place)
        or place in review.state.files.mentioned
        or at.as_posix().endswith(f"/{place}")
    )


def hash_for_removal(path: Path, said: str) -> str:
    """The hash of a file that is to go. Raises LfeError for one that cannot be read."""
    try:
        refuse_what_is_no_file(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise LfeError(
            f"{said} cannot be read, so nothing was removed.",
            where=str(path.parent),
            next_step="Close it where it is open, or ask who may read it, then run it again",
        ) from None


# ---------------------------------------------------------------- the record of it


@dataclass(frozen=True)
class Disposed:
    """A paper that was removed. `sha256` is None where no hash is kept of it."""

    file: str
    what: str
    on: date
    by: str
    sha256: str | None


def wrapped(text: str) -> list[str]:
    """The lines of a paragraph of a record."""
    return textwrap.wrap(text, _WIDTH)


def ticked(text: str) -> list[str]:
    """The lines of something that is looked at by hand, with a box to tick."""
    return textwrap.wrap(text, _WIDTH, initial_indent="[ ]  ", subsequent_indent="     ")


def as_record(lines: Iterable[str]) -> bytes:
    """The lines as a file: Notepad of every age shows them."""
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")


def disposal_record(
    review: Review,
    disposed: Sequence[Disposed],
    *,
    closed: date,
    not_reached: Iterable[str],
    lists_elsewhere: bool,
) -> bytes:
    """`disposal.txt`: it names places and hashes, and holds no content and nobody's name."""
    lines = [
        "DISPOSAL RECORD",
        f"{review.partnership.review_name} {review.reference}",
        review.partnership.name,
        "",
        *wrapped(
            f"Closed on {short_date(closed)}. It was confirmed before that no inquest, police "
            "investigation, inquiry, complaint or access request needs these papers, and that no "
            "hold stood."
        ),
        "",
        *wrapped(
            "Removed from this folder; not from e-mail, backups, SharePoint versions or recycle "
            "bins."
        ),
        "",
        *_papers(disposed),
        *_remaining(not_reached, lists_elsewhere),
        *wrapped(
            "A hash (SHA-256) tells whether a copy that turns up later is the same file. Of a "
            "list of names none is kept: it could confirm a guess at a name. A file whose own "
            "name might have held a person's is only counted here. The history of this review "
            "(history.jsonl) holds the same."
        ),
    ]
    return as_record(lines)


def _papers(disposed: Sequence[Disposed]) -> Iterator[str]:
    if not disposed:
        yield from ("There was nothing to remove.", "")
    for number, one in enumerate(disposed, start=1):
        yield f"{number:>3}. {one.file}"
        yield f"     {one.what}, removed on {short_date(one.on)} by {one.by}"
        if one.sha256:
            yield f"     {one.sha256}"
    if disposed:
        yield ""


def _remaining(not_reached: Iterable[str], lists_elsewhere: bool) -> Iterator[str]:
    yield "STILL TO BE LOOKED AT BY HAND"
    if lists_elsewhere:
        yield from ticked("the list of names: it lies in the restricted folder of the settings")
    for one in not_reached:
        yield from ticked(one)
    yield ""
