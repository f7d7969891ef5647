"""Where every review of a workspace lies: in its folder, in the archive, or astray.

One look at the folders, which all overviews show: what is there, what is missing, and what looks
like a review under another name or in another place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.files import REFERENCE
from lfe_cli.review.numbers import Numbers
from lfe_cli.sentences import joined

_SAYS = re.compile(rb"^reference[ \t]*:[ \t]*[\"']?([A-Z][A-Z0-9]{0,9}-\d{4}-\d{3,})", re.MULTILINE)
_IN_A_NAME = re.compile(
    r"(?<![A-Z0-9])[A-Z][A-Z0-9]{0,9}-\d{4}-\d{3,}(?!\d)", re.IGNORECASE | re.ASCII
)
_OF_A_REVIEW = frozenset(  # the folders that a review has: no other review is looked for in them
    row.place.partition("/")[0] for row in files.TABLE if row.within == "review" and row.folder
)
_DEEPEST = 4  # how far below the workspace a review is looked for
_MOST = 3000  # folders that are looked into: a drive with more is no workspace


class Astray(LfeError):
    """A review that is not where it belongs, or lacks a file without which it cannot be read."""


@dataclass(frozen=True)
class Alike:
    """A folder that holds what a review holds, and is none under the name and place that it has.

    `of` is the review that it is, or was copied from; "" where nothing says.
    """

    place: str
    of: str


@dataclass(frozen=True)
class Folders:
    """The folders of a workspace's reviews. `archive` is the one for those that are put away.

    `numbers` are those that are known to be given, `not_used` those that never became a review.
    `gone` are reviews that were removed whole, each with the place of the record of that.
    """

    workspace: Path
    archive: str
    numbers: Numbers
    not_used: frozenset[str]
    there: Mapping[str, Path]
    alike: tuple[Alike, ...]
    gone: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def missing(self) -> Mapping[str, tuple[str, ...]]:
        """The reviews that were begun and are not there, with the folders that look like each."""
        begun = (self._known.with_gaps() - self._known.discarded) | self._named
        lost = sorted(begun - self.not_used - set(self.there) - set(self.gone))
        return {one: tuple(a.place for a in self.alike if a.of == one) for one in lost}

    @cached_property
    def given(self) -> Numbers:
        """All numbers that were given: known ones, and those of the folders."""
        return self._known.and_also(Numbers(self._named))

    @cached_property
    def _known(self) -> Numbers:
        return self.numbers.and_also(Numbers(frozenset({*self.there, *self.gone})))

    @cached_property
    def _named(self) -> frozenset[str]:
        """What folders elsewhere, or of another name, say that they are.

        Where it is known which numbers were given here, others are not ours; where it is not,
        those are that begin as ours do.
        """
        said = frozenset(one.of for one in self.alike)
        if self.numbers.is_whole:
            return said & self._known.with_gaps()
        kinds = {one.split("-")[0] for one in self._known.given}
        return frozenset(one for one in said if one.split("-")[0] in kinds)

    @property
    def copies(self) -> tuple[str, ...]:
        """The folders that look like a review and are no missing one's."""
        return tuple(one.place for one in self.alike if one.of not in self.missing)

    @property
    def references(self) -> tuple[str, ...]:
        """The references of all reviews that were begun here and not removed, in order."""
        return tuple(sorted({*self.there, *self.missing}))

    @property
    def archived(self) -> tuple[str, ...]:
        """The reviews that lie in the archive."""
        return tuple(one for one in sorted(self.there) if self.is_archived(one))

    def is_archived(self, reference: str) -> bool:
        """Whether a review lies in the archive."""
        path = self.there.get(reference)
        return path is not None and path.parent != self.workspace

    def place_of(self, reference: str) -> str:
        """Where a review lies, relative to the workspace."""
        path = self.there.get(reference, self.workspace / reference)
        return path.relative_to(self.workspace).as_posix()

    def put_away(self, reference: str) -> Astray:
        """What is to be said where something is to be recorded in an archived review."""
        return Astray(
            f'{reference} lies in the archive ("{self.place_of(reference)}"), where nothing is '
            "recorded.",
            next_step=self.out_of_the_archive(reference),
        )

    def out_of_the_archive(self, reference: str) -> str:
        """What brings a review back from the archive."""
        return f'Move its folder back first: from "{self.place_of(reference)}" to "{reference}".'

    def why_missing(self, reference: str) -> Astray:
        """What is to be said of a review that is missing, and what to do."""
        places = self.missing.get(reference, ())
        if not places:
            return self._gone(reference)
        if len(places) > 1:
            listed = joined([f'"{place}"' for place in places])
            return Astray(
                f"No folder is called {reference}, and these look like it: {listed}.",
                next_step=f"See which of them is worked in, and name that one {reference} again.",
            )
        [place] = places
        above = place.rpartition("/")[0]
        back = f"{above}/{reference}" if _is_in(place, self.archive) else reference
        was = "renamed" if above == back.rpartition("/")[0] else "moved"
        return Astray(
            f'The folder of {reference} was {was}: it is "{place}" now.',
            next_step=f'{"Rename" if was == "renamed" else "Move"} it back: from "{place}" '
            f'to "{back}".',
        )

    def _gone(self, reference: str) -> Astray:
        is_empty = (self.workspace / reference).is_dir()
        what = "nothing of a review is in its folder" if is_empty else "there is no folder of it"
        return Astray(
            f"{reference} was begun here, and {what}.",
            next_step="Bring it back: from where it was moved to, the recycle bin or a backup. If "
            "there never was such a review, write its number into numbers_not_used in the settings "
            "of partnership.yaml.",
        )


def look(workspace: Path, archive: str, numbers: Numbers, not_used: Iterable[str]) -> Folders:
    """Where the reviews of `workspace` lie, by the names of folders and by what is in them."""
    gone = dict(_records_below(workspace, archive))
    empty = Folders(workspace, archive, numbers, frozenset(not_used), {}, (), gone)
    found = _sorted_out(empty, _reviews_below(workspace))
    if found.missing:  # one that was renamed to the name of another says so in its manifest
        found = _without_the_renamed(found)
    if not all(found.missing.values()):
        deep = _sorted_out(empty, _reviews_below(workspace, everywhere=True))
        known = {*found.there.values(), *(workspace / one.place for one in found.alike)}
        more = [one for one in deep.alike if workspace / one.place not in known]
        found = replace(found, alike=(*found.alike, *more))
    return found


def is_review(folder: Path) -> bool:
    """Whether a folder holds what a review holds, or is called so and only a colleague's."""
    try:
        if (folder / files.NO_LONGER_KEPT).is_file():  # whatever waits to be removed beside it
            return False
        return any((folder / name).is_file() for name in (files.MANIFEST, files.HISTORY))
    except PermissionError:
        return bool(REFERENCE.match(folder.name))


def _records_below(workspace: Path, archive: str) -> Iterator[tuple[str, str]]:
    """The records of reviews that were removed whole, here and in the archive."""
    put_away = workspace / archive  # there perhaps by year
    for path in (
        *workspace.glob(f"*/{files.NO_LONGER_KEPT}"),
        *put_away.glob(f"*/{files.NO_LONGER_KEPT}"),
        *put_away.glob(f"*/*/{files.NO_LONGER_KEPT}"),
    ):
        name = path.parent.name.upper()
        if REFERENCE.match(name):
            yield name, path.relative_to(workspace).as_posix()


def _sorted_out(folders: Folders, found: Iterator[Path]) -> Folders:
    workspace, archive = folders.workspace, folders.archive
    there: dict[str, Path] = {}
    alike: list[Path] = []
    # the shallow ones first: what lies in its own place goes before a copy in the archive
    for path in sorted(found, key=lambda one: (len(one.parts), one)):
        place = path.relative_to(workspace).as_posix()
        name = path.name.upper() if _is_in(place, archive) else path.name
        is_one = place == name or _is_in(place, archive)
        if is_one and REFERENCE.match(name) and name not in there:
            there[name] = path
        else:
            alike.append(path)
    known = tuple(Alike(one.relative_to(workspace).as_posix(), _of(one)) for one in alike)
    return replace(folders, there=there, alike=known)


def _without_the_renamed(found: Folders) -> Folders:
    says = {one: _said_in(path) for one, path in found.there.items()}
    renamed = {one for one, said in says.items() if said in found.missing}
    there = {one: path for one, path in found.there.items() if one not in renamed}
    alike = [Alike(found.place_of(one), says[one]) for one in sorted(renamed)]
    return replace(found, there=there, alike=(*alike, *found.alike))


def _reviews_below(workspace: Path, *, everywhere: bool = False) -> Iterator[Path]:
    """Every folder below the workspace that holds what a review holds."""
    to_look_into, looked = [(workspace, 0)], 0
    while to_look_into and looked < _MOST:
        folder, depth = to_look_into.pop(0)
        looked += 1
        is_one = depth > 0 and is_review(folder)
        if is_one:
            yield folder
        if depth < _DEEPEST:
            skipped = _OF_A_REVIEW if is_one and not everywhere else frozenset({files.TEMPLATES})
            to_look_into += [(one, depth + 1) for one in _folders_in(folder, skipped)]


def _folders_in(folder: Path, skipped: frozenset[str]) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if _is_looked_into(entry, skipped)]
    except OSError:  # it is not for this user, or went meanwhile
        return []
    return [folder / name for name in sorted(names)]


def _is_looked_into(entry: os.DirEntry[str], skipped: frozenset[str]) -> bool:
    if entry.name.startswith(".") or entry.name in skipped:
        return False
    try:  # a link in a review's own place is one; others may lead round in a circle
        return entry.is_dir(follow_symlinks=bool(REFERENCE.match(entry.name)))
    except OSError:
        return False


def _is_in(place: str, archive: str) -> bool:
    """Whether `place` lies in the archive, whatever the case of the letters."""
    above = [part.casefold() for part in PurePosixPath(archive).parts]
    parts = [part.casefold() for part in PurePosixPath(place).parts]
    return len(parts) > len(above) and parts[: len(above)] == above


def _of(folder: Path) -> str:
    """The review that a folder is of: by its manifest, else by its name."""
    named = _IN_A_NAME.search(folder.name)
    return _said_in(folder) or (named[0].upper() if named else "")


def _said_in(folder: Path) -> str:
    """The reference that a manifest gives."""
    try:
        said = _SAYS.search(read_file(folder / files.MANIFEST))
    except OSError:
        return ""
    return said[1].decode("ascii") if said else ""
