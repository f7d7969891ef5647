"""What files were before the last commands changed them, kept so that `lfe undo` is exact.

The writer lays it beside what it stages, and moves it here once all is in place: for each file the
hash before and after, and the earlier bytes where no other file of the command has them (an audit
that is filed has those of the inbox). Only a review's newest commands are kept, and nothing once
papers are removed that must not stay.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lfe_cli.disk.placing import make_folder
from lfe_cli.regular_file import read_file
from lfe_cli.review import files, staged
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event
from lfe_cli.review.events import Closed, Disposed, PapersCollected
from lfe_cli.review.history.entries import Entry
from lfe_cli.review.workspace import sha256

FOLDER = ".lfe/before"
COMMANDS = 10  # of each review
_STAGED = "before"
_LIST = "files.json"


class Was(msgspec.Struct, frozen=True):
    """A file's hash before a command and after it; None where there was none. Its workspace's."""

    path: str
    before: str | None
    after: str | None


class _Command(msgspec.Struct, frozen=True):
    entries: tuple[str, ...]
    files: tuple[Was, ...]


@dataclass(frozen=True)
class Before:
    """What the files that a command changed were before it, in one review."""

    folder: Path
    files: tuple[Was, ...]

    def bytes_with(self, digest: str) -> bytes | None:
        """The earlier bytes that were kept with this hash; None where none were, or not whole."""
        with contextlib.suppress(OSError):
            content = read_file(self.folder / digest)
            return content if sha256(content) == digest else None
        return None


def of_command(workspace: Path, reference: str, entries: Collection[str]) -> Before | None:
    """What is kept of the command that recorded `entries` in a review; None where nothing is."""
    for folder in _kept(workspace / FOLDER / reference):
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            found = msgspec.json.decode(read_file(folder / _LIST), type=_Command)
            if set(found.entries) & set(entries):
                return Before(folder, found.files)
    return None


def lay(
    stage: staged.Stage, workspace: Path, changes: Changes, entries: Sequence[Entry], mode: _Mode
) -> None:
    """Lays what the files of a plan are now beside what is staged; `mode` is who may read which."""
    written_over = {one.path: one.content for one in changes.written_over}
    files = () if destroys(changes.events) else tuple(_each(workspace, stage.plan, written_over))
    if not files or not entries:
        return
    folder = stage.folder / _STAGED / f"{entries[0].at:%Y%m%d%H%M%S%f}"  # the order of the history
    make_folder(workspace, folder)
    elsewhere = {one.after for one in files}
    for one in files:
        if one.before is None or one.before in elsewhere:
            continue
        with contextlib.suppress(OSError):  # then it cannot be made again, and undo says so
            content = written_over.get(one.path)
            content = read_file(workspace / one.path) if content is None else content
            _put(folder / one.before, content, mode(one.path))
    _put(folder / _LIST, msgspec.json.encode(_Command(stage.plan.entries, files)), mode(""))


_Mode = Callable[[str], int]


def is_kept_elsewhere(workspace: Path, path: str, entries: Collection[str]) -> bool:
    """Whether it is kept with another review what `path` was: one command recorded in several."""
    records = (of_command(workspace, one.name, entries) for one in _kept(workspace / FOLDER))
    return any(was.path == path for one in records if one for was in one.files)


def _each(workspace: Path, plan: staged.Plan, written_over: Mapping[str, bytes]) -> Iterator[Was]:
    written = {write.path for write in plan.writes}
    for write in plan.writes:
        yield Was(write.path, write.before, write.sha256)
    for aside in plan.asides:
        digest = _hash_of(workspace / aside.path)
        if digest is not None and aside.path not in written:
            yield Was(aside.path, digest, None)
        yield Was(aside.to, None, digest)
    for removal in plan.removals:
        if removal.path not in written:
            yield Was(removal.path, removal.sha256, None)
    for path, content in written_over.items():
        yield Was(path, sha256(content), _hash_of(workspace / path))


def _hash_of(path: Path) -> str | None:
    try:
        return sha256(read_file(path))
    except OSError:
        return None


def _put(path: Path, content: bytes, mode: int) -> None:
    path.touch(mode)
    path.write_bytes(content)


def destroys(events: Iterable[Event]) -> bool:
    """Whether what is recorded says that papers are gone for good."""
    return any(
        isinstance(one, Closed | Disposed) or (isinstance(one, PapersCollected) and one.removed)
        for one in events
    )


def forgotten_with(changes: Changes) -> set[str]:
    """The reviews of which nothing more is kept: papers are gone for good, or all of the review."""
    histories = (one.path.split("/") for one in changes.removals)
    whole = {path[-2] for path in histories if path[-1] == files.HISTORY}
    of_events = {changes.reference} if destroys(changes.events) else set()
    return {str(one) for one in whole | of_events if one}


def keep(workspace: Path, stage: Path, reference: str | None) -> None:
    """Moves what lies in a stage that is placed to where it is kept; the oldest goes.

    Where that cannot be done, `lfe undo` has nothing to go by, and says so.
    """
    if reference is None or not (stage / _STAGED).is_dir():
        return
    above = workspace / FOLDER / reference
    with contextlib.suppress(OSError):
        make_folder(workspace, above)
        for folder in (stage / _STAGED).iterdir():
            folder.replace(above / folder.name)
    for old in _kept(above)[COMMANDS:]:
        shutil.rmtree(old, ignore_errors=True)


def all_of(workspace: Path, reference: str) -> Iterator[staged.Remove]:
    """All that is kept of a review, also of what still waits: it goes where papers go for good."""
    stages = [one.folder for one in staged.staged(workspace) if one.plan.reference == reference]
    for folder in (workspace / FOLDER / reference, *(stage / _STAGED for stage in stages)):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            digest = _hash_of(path) if path.is_file() else None
            if digest is not None:
                yield staged.Remove(path.relative_to(workspace).as_posix(), digest)


def _kept(folder: Path) -> list[Path]:
    """The folders of a review's commands, the newest first."""
    try:
        return sorted(folder.iterdir(), reverse=True)
    except OSError:
        return []
