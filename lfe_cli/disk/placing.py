"""Puts what is staged and recorded in its place, as far as that can be done.

A file that another program holds is tried again for a moment; after that it stays staged, with a
plan of what is left, and the next command tries again. Every step looks first whether it is done,
so that it can be gone through again by whoever comes.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from lfe_cli.review.changes import free_name
from lfe_cli.review.files import place_aside
from lfe_cli.review.staged import (
    PLAN,
    KeepAside,
    Plan,
    Remove,
    Stage,
    Waiting,
    Write,
    is_inside,
    waiting,
)
from lfe_cli.review.workspace import sha256

T = TypeVar("T")
# A preview, a virus scanner or a sync client lets go of a file within about a second.
PATIENCE = (0.1, 0.3, 0.6)


@dataclass(frozen=True)
class Placed:
    """What became of staged changes; paths are relative to the workspace.

    `paths` were put in their place or removed, by whomever that was begun. `waiting` could not be
    changed yet. `kept` were to be removed, and are left: they were changed after that was decided.
    `beside` is where somebody's own version lies now, who wrote in a file after that.
    """

    paths: tuple[str, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    kept: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def and_also(self, *others: Placed) -> Placed:
        """This and what became of others, as one."""
        every = (self, *others)
        return Placed(
            tuple(path for one in every for path in one.paths),
            tuple(one for each in every for one in each.waiting),
            tuple(path for one in every for path in one.kept),
            tuple(path for one in every for path in one.beside),
        )


def place(workspace: Path, stage: Stage, patience: Iterable[float] = ()) -> Placed:
    """Carry out the plan of a committed stage; `patience` are the pauses before trying again."""
    placing = _Placing(workspace, stage)
    placing.try_all()
    for pause in patience:
        if not placing.waiting():
            break
        time.sleep(pause)
        placing.try_all()
    left = placing.waiting()
    if left:
        with contextlib.suppress(OSError):  # the plan that is there does as well
            write_plan(stage.folder, placing.left)
    for folder in {(workspace / path).parent for path in placing.changed}:
        sync_folder(folder)
    plan = stage.plan
    if plan.reference is None:  # a review was removed whole
        _remove_empty_folders(workspace, plan)
    every = (*(one.path for one in plan.writes), *(one.path for one in plan.removals))
    paths = tuple(placing.changed) if left else every
    return Placed(paths, left, tuple(placing.kept), tuple(placing.beside))


def _remove_empty_folders(workspace: Path, plan: Plan) -> None:
    tops = {removal.path.partition("/")[0] for removal in plan.removals if "/" in removal.path}
    for top in tops:
        folders: list[Path] = []
        with contextlib.suppress(OSError):  # the drive is gone: an empty folder may stay
            folders = sorted((workspace / top).rglob("*/"), reverse=True)
        for folder in folders:
            with contextlib.suppress(OSError):  # something lies in it
                folder.rmdir()


@dataclass
class _Placing:
    """One plan on its way: what of it is `left`, what was `changed`, what `kept` or `beside`."""

    workspace: Path
    stage: Stage
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left: Plan = self.stage.plan

    def waiting(self) -> tuple[Waiting, ...]:
        return tuple(waiting(self.workspace, Stage(self.stage.folder, self.left)))

    def try_all(self) -> None:
        """Every step that is left, once; a file is put in place once another has made way."""
        asides = tuple(one for one in self.left.asides if not _is_done(self._keep_aside, one))
        held = {aside.path for aside in asides}
        for number, write in enumerate(self.left.writes):
            if write.path not in held:
                _is_done(partial(self._put, self.stage.content(number)), write)
        removals = tuple(one for one in self.left.removals if not _is_done(self._remove, one))
        self.left = msgspec.structs.replace(self.left, asides=asides, removals=removals)

    def _keep_aside(self, aside: KeepAside) -> bool:
        path, to = self.workspace / aside.path, self.workspace / aside.to
        if not path.exists() or not self._is_to_make_way(aside):
            return True
        if to.exists():
            to = to.parent / free_name(to.parent, path.name)
        return self._moved(path, to, aside.to)

    def _is_to_make_way(self, aside: KeepAside) -> bool:
        """Whether what takes its place is still staged: if not, it has made way already."""
        writes = [(n, one) for n, one in enumerate(self.left.writes) if one.path == aside.path]
        if not writes:
            return not (self.workspace / aside.to).exists()
        return any(self.stage.content(number).exists() for number, _ in writes)

    def _put(self, content: Path, write: Write) -> bool:
        if not content.exists():
            return True
        path = self.workspace / write.path
        if hash_of(path) not in {None, write.before, write.sha256}:  # somebody wrote in it
            beside = free_name(self.workspace, place_aside(write.path))
            if not self._moved(path, self.workspace / beside, write.path):
                return False
            self.beside.append(beside)
        if not self._moved(content, path, write.path):
            return False
        self.changed.append(write.path)
        return True

    def _remove(self, removal: Remove) -> bool:
        path = self.workspace / removal.path
        if not path.exists():
            return True
        if not is_inside(self.workspace, removal.path):
            return False
        if hash_of(path) != removal.sha256:
            self.kept.append(removal.path)
            return True
        path.unlink(missing_ok=True)
        self.changed.append(removal.path)
        return True

    def _moved(self, source: Path, target: Path, path: str) -> bool:
        """Whether `source` lies at `target` now, which `path` names relative to the workspace."""
        try:
            if not is_inside(self.workspace, path):
                return False
            make_folder(self.workspace, target.parent)
            source.replace(target)
        except FileNotFoundError:  # another process has put it there, which found it staged
            return not source.exists() and target.exists()
        except OSError:
            return False
        return True


def _is_done(step: Callable[[T], bool], one: T) -> bool:
    """Whether a step is done: not where the file cannot be read, or its folder not be entered."""
    try:
        return step(one)
    except OSError:
        return False


def make_folder(workspace: Path, folder: Path) -> None:
    """Makes `folder` below the workspace, and never the workspace: a drive may be gone."""
    there = workspace
    for name in folder.relative_to(workspace).parts:
        there /= name
        there.mkdir(exist_ok=True)


def write_plan(stage: Path, plan: Plan) -> None:
    """Writes the plan of a stage, whole or not at all."""
    fresh = stage / f"{PLAN}.new"
    write_synced(fresh, msgspec.json.encode(plan))
    fresh.replace(stage / PLAN)
    sync_folder(stage)


def write_synced(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Writes a file and waits until the drive has it."""
    descriptor = os.open(
        path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode
    )
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the drive has the names in a folder, where the system can do that."""
    if os.name == "nt":  # there a folder cannot be opened; NTFS keeps names in its own journal
        return
    with contextlib.suppress(OSError):  # some network drives cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def hash_of(path: Path) -> str | None:
    """The hash of a file; None where none is there."""
    return sha256(path.read_bytes()) if path.is_file() else None
