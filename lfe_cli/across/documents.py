"""Every document of a review for an information request: whose, since when, and where. No content.

What was removed is listed with the day on which it went: a request may be about that too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.after.disposal import all_files, lists_elsewhere, said_of
from lfe_cli.clock import uk_date
from lfe_cli.review.event import agency_of, group_of
from lfe_cli.review.events import Disposed
from lfe_cli.review.files import IDENTIFIERS, file_in_workspace, file_of, parts_of
from lfe_cli.review.history.entries import Entry, Recorded
from lfe_cli.review.workspace import Review


@dataclass(frozen=True)
class Document:
    """One document. `agency` and `way`: from whom it came, or for whom it was made; "" for neither.

    `on` is the day on which it came or was made, None where nobody recorded it. `removed`: the day
    on which it went. `in_git`: git holds it, or held a version of it. `kept_aside`: an earlier
    version, kept for the officer alone.
    """

    place: str
    what: str
    agency: str
    way: str
    on: date | None
    in_git: bool
    removed: date | None = None
    kept_aside: bool = False

    def as_json(self) -> dict[str, Any]:
        """The document in `lfe documents --json`."""
        return {
            "place": self.place,
            "what": self.what,
            "agency": self.agency or None,
            "way": self.way or None,
            "date": self.on.isoformat() if self.on else None,
            "in_git": self.in_git,
            "removed": self.removed.isoformat() if self.removed else None,
            "kept_aside": self.kept_aside,
        }


def documents_of(review: Review, recorded_in_git: Collection[str]) -> tuple[Document, ...]:
    """Every document, by its place: what is in the folder, what was removed, what is elsewhere.

    What is kept aside comes last.

    `recorded_in_git` are the paths in the workspace that git holds or has held.
    """
    present = list(all_files(review))
    of_it = f"{review.reference}/"
    in_git = {p.removeprefix(of_it) for p in recorded_in_git if p.startswith(of_it)}
    found = [
        _document(review, file, said, file in in_git)
        for file, said in zip(present, said_of(review, present), strict=True)
    ]
    gone = [entry for entry in review.state.ending.disposed if entry.event.file not in present]
    found += [_removed(review, entry, entry.event.file in in_git) for entry in gone]
    found += _workbooks(review, recorded_in_git)
    found += [
        Document(str(path), file_of(IDENTIFIERS).title, "", "", None, False)
        for path in lists_elsewhere(review)
    ]
    return tuple(sorted(found, key=lambda document: (document.kept_aside, document.place)))


def _document(review: Review, file: str, said: str, in_git: bool) -> Document:
    entry = _entry_of(review, file)
    agency, way = _whose(review, file, entry)
    kind = file_of(file)
    day = _day(entry)
    return Document(said, kind.title, agency, way, day, in_git, kept_aside=kind.kept_aside)


def _workbooks(review: Review, recorded_in_git: Collection[str]) -> list[Document]:
    """The workbooks of several reviews that hold rows of this one, in the partnership's folder."""
    written = review.state.workbooks.written
    newest = {entry.event.workbook: entry for entry in written if entry.event.workbook}
    return [
        Document(
            f"{file} (in the folder above)",
            file_in_workspace(file).title,
            *_whose(review, file, entry),
            _day(entry),
            file in recorded_in_git,
        )
        for file, entry in newest.items()
        if (review.workspace.folder / file).is_file()
    ]


def _removed(review: Review, gone: Recorded[Disposed], in_git: bool) -> Document:
    file = gone.event.file
    entry = _entry_of(review, file)
    agency, way = _whose(review, file, entry)
    return Document(file, gone.event.what, agency, way, _day(entry), in_git, gone.day)


def _entry_of(review: Review, file: str) -> Entry | None:
    """The newest entry that put the file where it is."""
    placed = review.state.files.placed.get(file)
    is_of_the_start = placed is None and file_of(file).recorded == "by the start"
    return review.state.started if is_of_the_start else placed


def _day(entry: Entry | None) -> date | None:
    return uk_date(entry.clock) if entry else None


def _whose(review: Review, file: str, entry: Entry | None) -> tuple[str, str]:
    """The agency or working group, and "from" or "for"; nobody of a family is said here."""
    agency = (agency_of(entry.event) or "") if entry else ""
    group = (group_of(entry.event) or "") if entry else ""
    way = "from" if file_of(file).came else "for"
    if group:
        return review.partnership.group_name(group), way
    known = {a.id: a.name for a in (*review.partnership.agencies, *review.agencies())}
    if not agency and way == "from":  # no entry of it: only an agency's own id is said
        agency = parts_of(file).get("agency", "")
        agency = agency if agency in known else ""
    return (known.get(agency, agency), way) if agency else ("", "")
