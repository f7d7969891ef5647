"""What commands have staged: recorded in the history already, and not yet in its place.

The writer stages every change in a folder of its own below `.lfe/staging`, with a plan of what
goes where. What is still there once it is committed waits: a command was cut off, or another
program has the file open. The next command tries again.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

import msgspec

from lfe_cli.regular_file import followed
from lfe_cli.review import files
from lfe_cli.review.open_files import is_open, who_has_it_open

FOLDER = ".lfe/staging"
PLAN = "plan.json"
GOES_ON_BY_ITSELF = (
    "Have it closed there. The next command that records something goes on with it. To do only "
    "that: lfe check --repair"
)


class Write(msgspec.Struct, frozen=True):
    """A file to be put in its place, which had the hash `before`, None where it was not there."""

    path: str
    sha256: str
    before: str | None


class KeepAside(msgspec.Struct, frozen=True):
    """A file to be renamed, before another takes its place."""

    path: str
    to: str


class Remove(msgspec.Struct, frozen=True):
    """A file to be removed, if it has this hash."""

    path: str
    sha256: str


class Plan(msgspec.Struct, frozen=True):
    """What goes where; paths are relative to the workspace.

    The `entries` are the ids by which the history of the review `reference` tells that it holds.
    """

    reference: str | None
    entries: tuple[str, ...]
    writes: tuple[Write, ...] = ()
    asides: tuple[KeepAside, ...] = ()
    removals: tuple[Remove, ...] = ()

    def paths(self) -> Iterator[str]:
        """Every path that it changes."""
        yield from (write.path for write in self.writes)
        yield from (removal.path for removal in self.removals)
        for aside in self.asides:
            yield from (aside.path, aside.to)

    def begins_a_review(self) -> bool:
        """Whether it makes the review: before, there was no folder of it."""
        manifest = f"{self.reference}/{files.MANIFEST}"
        return any(one.path == manifest and one.before is None for one in self.writes)

    def is_committed(self, recorded: Collection[str]) -> bool:
        """Whether it holds, by the ids that the history has; without entries, once it is whole."""
        return all(entry in recorded for entry in self.entries)


@dataclass(frozen=True)
class Stage:
    """The folder of one command's staged files, with its plan."""

    folder: Path
    plan: Plan

    def content(self, number: int) -> Path:
        """Where the file of the plan's write `number` lies until it is placed."""
        return self.folder / str(number)


@dataclass(frozen=True)
class Waiting:
    """A file that is not as the history says, because it could not be changed yet.

    `path` is relative to the workspace; `why` says in a sentence what stands in the way.
    """

    path: str
    is_to: Literal["be put in its place", "be removed", "be kept aside"]
    why: str

    def __str__(self) -> str:
        return f"{self.path} is still to {self.is_to}: {self.why}"


def staged(workspace: Path) -> tuple[Stage, ...]:
    """Every stage whose plan can be read, in the order in which they were begun."""
    folder = workspace / FOLDER
    if not folder.is_dir():
        return ()
    found: list[Stage] = []
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError):
            plan = read_plan(path)
            found += [Stage(path, plan)] if plan is not None else []
    return tuple(found)


def read_plan(stage: Path) -> Plan | None:
    """The plan in the folder `stage`; None where there is none that a command of ours made.

    Raises OSError where it cannot be read now: then nobody can tell what is to become of the rest.
    """
    path = stage / PLAN
    try:
        plan = msgspec.json.decode(path.read_bytes(), type=Plan) if path.is_file() else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return plan if plan is not None and all(map(_is_below, plan.paths())) else None


def _is_below(path: str) -> bool:
    # Windows reads a backslash as a slash, and "C:" as another place
    return not PurePath(path).anchor and ".." not in re.split(r"[/\\]", path) and "\0" not in path


def is_inside(workspace: Path, path: str) -> bool:
    """Whether `path`, relative to the workspace, lies in it; no link leads elsewhere."""
    above = followed((workspace / path).parent)
    return _is_below(path) and above.is_relative_to(followed(workspace))


def still_staged(stages: Sequence[Stage], path: str) -> bytes | None:
    """The newest bytes that wait to be put at `path`; None where none do (any more)."""
    for stage in reversed(stages):
        for number, write in enumerate(stage.plan.writes):
            if write.path == path:
                with contextlib.suppress(OSError):  # it has just been put in its place
                    return stage.content(number).read_bytes()
    return None


def waiting(workspace: Path, stage: Stage) -> Iterator[Waiting]:
    """The files of a committed stage that are not yet as they are to be."""
    if not workspace.is_dir():
        for path in stage.plan.paths():
            yield Waiting(path, "be put in its place", "the drive is not there.")
    for number, write in enumerate(stage.plan.writes):
        if stage.content(number).exists():
            yield Waiting(write.path, "be put in its place", _why(workspace, write.path))
    staying = {write.path for write in stage.plan.writes}
    for aside in stage.plan.asides:
        if aside.path not in staying and _may_be_there(workspace / aside.path):
            yield Waiting(aside.path, "be kept aside", _why(workspace, aside.path))
    for removal in stage.plan.removals:
        if _may_be_there(workspace / removal.path):
            yield Waiting(removal.path, "be removed", _why(workspace, removal.path))


def _may_be_there(path: Path) -> bool:
    """Whether a file is there, also where its folder may not be entered and nobody can tell."""
    try:
        return path.exists()
    except OSError:
        return True


def _why(workspace: Path, name: str) -> str:
    path = workspace / name
    if not is_inside(workspace, name):
        return "a link in its place leads out of the partnership's folder."
    try:
        if path.is_dir():
            return "a folder has its name."
        if is_open(path):
            return f"{who_has_it_open(path)}."
    except OSError:
        return "its folder may not be entered."
    return "another program had it open, or the folder could not be written to."
