"""Mends what can be mended in a review without guessing: its history, and files that are gone.

Lines come from git and from copies of the history beside it, each only where it fits its id; files
from wherever in the folder, or in git, the very bytes lie that the history names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, KeepAside, Remove, Write, free_name
from lfe_cli.review.events import HistoryMended
from lfe_cli.review.history.consistency import misfits_of
from lfe_cli.review.history.copies import READ, copies_of
from lfe_cli.review.history.mending import Mended, holds_all_of, mend
from lfe_cli.review.state import State
from lfe_cli.review.workspace import Workspace, sha256
from lfe_cli.sentences import counted

_A_FOLDER = (
    f"A folder is called {files.HISTORY}. Look into it, give it another name, and run this again."
)
_NO_HISTORY = (
    f"{files.HISTORY} is gone, and git has no line of it. If another computer or a backup has it, "
    "put it back. If nobody has, an empty file of that name begins a new one: nothing is known "
    "then of what was before."
)
KEPT = ".lfe/kept"  # what was there before; git never keeps it


@dataclass(frozen=True)
class Earlier:
    """What git still has of a file: every line of a history, a version by its hash, the newest."""

    every_line: Callable[[str], bytes]
    with_hash: Callable[[str, str], bytes | None]
    newest: Callable[[str], bytes | None]


NOTHING_EARLIER = Earlier(lambda _: b"", lambda *_: None, lambda _: None)


@dataclass(frozen=True)
class Repair:
    """What is mended in a review, and what is left for a person, in sentences."""

    reference: str
    mended: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The review in `lfe check --repair --json`."""
        return {"reference": self.reference, "mended": [*self.mended], "left": [*self.left]}


def history_as_mended(workspace: Workspace, reference: str, earlier: Earlier) -> Mended:
    """The history as it would be mended from git, from copies beside it, and from itself."""
    return _Folder(workspace, reference, earlier).as_mended


def repair(
    workspace: Workspace,
    reference: str,
    earlier: Earlier,
    moment: datetime,
    *,
    set_aside: bool = False,
) -> tuple[Repair, Changes]:
    """What can be mended, and the changes that do it; nothing where a line stays unreadable.

    With `set_aside` such lines are taken out. What is recorded of it is one entry. The history as
    it was is kept, and so is a copy of it that has been read in.
    """
    folders = workspace.folders
    if reference in folders.missing:
        lost = folders.why_missing(reference)
        return Repair(reference, left=(f"{lost.sentence} {lost.next_step}",)), Changes(reference)
    here = _Folder(workspace, reference, earlier, set_aside)
    if (here.path / files.HISTORY).is_dir():
        return Repair(reference, left=(_A_FOLDER,)), Changes(reference)
    if here.as_mended.damaged:
        return Repair(reference, left=tuple(_damaged(here.as_mended))), Changes(reference)
    state = here.as_mended.state
    brought = dict((*here.manifest_back(), *here.files_back(state)))
    left = [
        f"{one.what} {', '.join(one.entries[:3])}".strip()
        for one in misfits_of(here.as_mended.content, moment)
        if one.weight == "stop"
    ]
    left += [
        f"{file} is gone, and lies nowhere in the folder." for file in here.gone(state, brought)
    ]
    if not here.as_mended.content.strip() and not (here.path / files.HISTORY).exists():
        left.append(_NO_HISTORY)
    changes = here.changes(brought)
    if changes and folders.is_archived(reference):
        away = folders.put_away(reference)
        return Repair(reference, left=(f"{away.sentence} {away.next_step}",)), Changes(reference)
    return Repair(reference, tuple(here.sentences(brought)), tuple(left)), changes


@dataclass(frozen=True)
class _Folder:
    """A review's folder as it is repaired."""

    workspace: Workspace
    reference: str
    earlier: Earlier
    set_aside: bool = False

    @property
    def path(self) -> Path:
        return self.workspace.folder_of(self.reference)

    @cached_property
    def present(self) -> bytes:
        return _bytes(self.path / files.HISTORY)

    @cached_property
    def copies(self) -> dict[str, bytes]:
        """The copies of the history beside it."""
        places = [copy.place for copy in copies_of(self.path, files.HISTORY)]
        return {place: _bytes(self.path / place) for place in places}

    @cached_property
    def as_mended(self) -> Mended:
        return self._found.without_the_damaged() if self.set_aside else self._found

    @cached_property
    def _found(self) -> Mended:
        in_git = self.earlier.every_line(f"{self.reference}/{files.HISTORY}")
        return mend(self.present, in_git, self.copies.values())

    @cached_property
    def there(self) -> dict[str, Path]:
        """Every file of the folder, and of copies of it, by its hash."""
        copies = [self.workspace.folder / one.place for one in self.workspace.folders.alike]
        every = (path for folder in (*copies, self.path) for path in sorted(folder.rglob("*")))
        return {sha256(_bytes(path)): path for path in every if path.is_file()}

    def manifest_back(self) -> Iterator[tuple[str, bytes]]:
        """The manifest that is gone, as git has it last."""
        if not (self.path / files.MANIFEST).exists():
            found = self.earlier.newest(f"{self.reference}/{files.MANIFEST}")
            if found is not None:
                yield files.MANIFEST, found

    def files_back(self, state: State) -> Iterator[tuple[str, bytes]]:
        """The files that are gone and whose very bytes lie somewhere."""
        for file in _gone(self.path, state):
            digest = state.files.hashes[file]
            beside = self.there.get(digest)
            found = _bytes(beside) if beside else None
            if found is None:
                found = self.earlier.with_hash(f"{self.reference}/{file}", digest)
            if found is not None and sha256(found) == digest:
                yield file, found

    def gone(self, state: State, brought: Iterable[str]) -> list[str]:
        """What came back once, is gone and was not found: nobody can make it anew.

        Git never keeps it: where there is git, it may lie in another copy, as check says.
        """
        if (self.workspace.folder / ".git").exists():
            return []
        back = set(brought)
        missing = [file for file in _gone(self.path, state) if file not in back]
        return [file for file in missing if files.file_of(file).came]

    def changes(self, brought: dict[str, bytes]) -> Changes:
        """What puts it right, and what is recorded of it; none where nothing is to be done."""
        tidied = self.as_mended.tidied
        found = Changes(self.reference, removals=tuple(self._second_copies()))
        found = found.and_also(*self._keeping())
        writes = tuple(Write(f"{self.reference}/{f}", content) for f, content in brought.items())
        found = found.and_also(Changes(self.reference, writes=writes))
        if not found and not tidied:
            return Changes(self.reference)
        kept = [write.path for write in found.writes if write.path.startswith(KEPT)]
        mended = HistoryMended(
            lines=len(self.as_mended.brought_back),
            changed=len(self.as_mended.put_right),
            set_aside=len(self._found.damaged),
            files=tuple(brought),
            before=kept[0] if kept else "",
        )
        content = self.as_mended.content if tidied else None
        return replace(found, events=(mended,), history=content)

    def _keeping(self) -> Iterator[Changes]:
        """The history as it was, and copies whose every line is in it now, out of the way."""
        if self.present and self.as_mended.tidied:
            path = self._kept(files.HISTORY)
            yield Changes(self.reference, writes=(Write(path, self.present),))
        for place in self._read_in():
            aside = KeepAside(f"{self.reference}/{place}", self._kept(place))
            yield Changes(self.reference, asides=(aside,))

    def _kept(self, place: str) -> str:
        name = f"{KEPT}/{self.reference}-{place}"
        folder = self.workspace.folder
        return free_name(folder, name) if (folder / name).exists() else name

    def _read_in(self) -> list[str]:
        """Copies with other bytes than the history had, that say nothing else than it says now."""
        content = self.as_mended.content
        return [
            place
            for place, copy in self.copies.items()
            if copy != self.present and holds_all_of(content, copy)
        ]

    def _second_copies(self) -> Iterator[Remove]:
        """Copies of a file that is read, with the very same bytes."""
        for of in READ:
            present = _bytes(self.path / of)
            for copy in copies_of(self.path, of) if present else ():
                if _bytes(self.path / copy.place) == present:
                    yield Remove(f"{self.reference}/{copy.place}", sha256(present))

    def sentences(self, brought: Iterable[str]) -> Iterator[str]:
        """What is mended."""
        now = self.as_mended
        if now.brought_back:
            yield f"Gone from the history, and back: {counted(len(now.brought_back), 'line')}."
        if now.put_right:
            number = counted(len(now.put_right), "line")
            yield f"Changed in the history, and again as it was recorded: {number}."
        out = len(self._found.damaged)
        if out:
            yield f"Taken out of the history, because nobody can read it: {counted(out, 'line')}."
        if now.tidied and not (now.brought_back or now.put_right or out):
            yield "What another program put between the lines of the history is taken out."
        if now.tidied and self.present:
            yield f"The history as it was before is kept: {self._kept(files.HISTORY)}"
        for place in self._read_in():
            yield f"{place} holds nothing else than the history, and is kept: {self._kept(place)}"
        for file in brought:
            yield f"{file} comes back."
        for removal in self._second_copies():
            place = removal.path.removeprefix(f"{self.reference}/")
            yield f"{place} is removed: the very same is there."


def _gone(folder: Path, state: State) -> list[str]:
    """Files that ought to be there: what came back and stands, and what git may keep."""
    disposed = {entry.event.file for entry in state.ending.disposed}
    came = {entry.event.file for entry in state.audits}
    came |= {entry.event.file for entry in state.workbooks.returned}
    return [
        file
        for file in sorted(state.files.hashes)
        if file not in disposed | {files.MANIFEST}
        and (file in came or files.file_of(file).git == "may keep")
        and not (folder / file).exists()
    ]


def _damaged(mended: Mended) -> Iterator[str]:
    back = counted(len(mended.brought_back), "line")
    for line in mended.damaged:
        if mended.brought_back:
            yield (
                f"Line {line.number} of the history is no entry. It may be one of those that git, "
                f"or a copy beside it, still has whole and the history has not: {back}. To bring "
                "them back, and take this one out (it is kept): lfe check --repair --set-aside"
            )
            continue
        yield (
            f"Line {line.number} of the history is no entry, and no whole one was found in git or "
            "in a copy beside it. If another computer or a backup has the file, put that one "
            "beside it as history-other.jsonl and run this again. If nobody has, take the line "
            "out (it is kept): lfe check --repair --set-aside"
        )


def _bytes(path: Path) -> bytes:
    try:
        return read_file(path)
    except OSError:
        return b""
