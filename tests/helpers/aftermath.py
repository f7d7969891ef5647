"""What has to hold after a fault: all of a change is there or nothing of it, and work goes on."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from helpers.faults import Ended, Operation, run
from helpers.situations import Situation

Tree = Mapping[str, bytes]
_DONE = (0, 1)
_MOMENT = "2027-09-01T10:00"  # when the next command is typed


def tree(folder: Path) -> Tree:
    """Every file with its bytes, and every folder, below a folder.

    But for what `lfe undo` goes by: where it cannot be kept a command is done all the same.
    """
    return {
        path.relative_to(folder).as_posix(): b"" if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
        if (path.is_dir() or path.is_file()) and not path.is_relative_to(folder / ".lfe/before")
    }


@dataclass(frozen=True)
class Undisturbed:
    """How it goes without a fault: the operations, and what lies there at each point.

    `none` and `whole` are what lies there after the next command, where the command itself has
    done nothing, and all.
    """

    situation: Situation
    ended: Ended
    before: Tree
    after: Tree
    none: Tree
    whole: Tree

    def operations(self, changing: bool = True) -> list[tuple[int, Operation]]:
        """The operations with their numbers."""
        numbered = enumerate(self.ended.operations, start=1)
        return [(n, one) for n, one in numbered if one.changes or not changing]


@cache
def undisturbed(situation: Situation) -> Undisturbed:
    """What happens where no fault is injected."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = situation.lay(Path(folder, "none"))
        before = tree(workspace)
        go_on(workspace, situation)
        none = tree(workspace)
        workspace = situation.lay(Path(folder, "whole"))
        ended = carry_out(workspace, situation)
        assert ended.code in _DONE, ended
        after = tree(workspace)
        go_on(workspace, situation)
        return Undisturbed(situation, ended, before, after, none, tree(workspace))


def carry_out(workspace: Path, situation: Situation) -> Ended:
    """The command of a situation, with no fault."""
    return run(workspace, *situation.words, at=situation.at, LFE_NOW=situation.now)


def made_older(folder: Path, hours: float = 0.03) -> None:
    """As if a while, else two minutes, had gone by since anything changed in it."""
    for path in (folder, *folder.rglob("*")):
        if path.exists():
            then = path.stat().st_mtime - hours * 3600
            os.utime(path, (then, then))


def go_on(workspace: Path, situation: Situation) -> Ended:
    """What is typed next: it has to be done, and to tell nobody of a fault of the tool."""
    for words in situation.after:
        ended = run(workspace, *words, LFE_NOW=_MOMENT)
        assert_told_plainly(ended, words)
    assert ended.code in _DONE, (
        f"the next command ({' '.join(words)}) ended {ended.code}: {ended.all}"
    )
    return ended


def assert_told_plainly(ended: Ended, words: object = "it") -> None:
    """0, 1 or 2, and nothing that only a programmer understands."""
    assert ended.code in (0, 1, 2), f"{words} ended {ended.code}: {ended.all}"
    assert "Traceback" not in ended.all, f"{words}: {ended.all}"


def assert_recovers(workspace: Path, expected: Undisturbed) -> Literal["nothing", "all", "some"]:
    """After a fault the next commands work, and all that was to be done is done, or nothing."""
    present = tree(workspace)
    said = run(workspace, "status", LFE_NOW=_MOMENT)
    assert_told_plainly(said, "status")
    assert tree(workspace) == present, "status wrote something"
    made_older(workspace / ".lfe")
    go_on(workspace, expected.situation)
    return assert_all_or_nothing(tree(workspace), expected)


def assert_all_or_nothing(found: Tree, expected: Undisturbed) -> Literal["nothing", "all", "some"]:
    """Of a command in several reviews: in each of them."""
    if found == expected.none:
        return "nothing"
    if found == expected.whole:
        return "all"
    if expected.situation.several:
        parts = {path.partition("/")[0] for path in (*found, *expected.whole)}
        halves = [p for p in parts if _part(found, p) not in _parts(expected, p)]
        assert not halves, f"half done: {halves}: {_differs(found, expected)}"
        return "some"
    raise AssertionError(_differs(found, expected))


def _part(whole: Tree, part: str) -> Tree:
    return {path: content for path, content in whole.items() if path.partition("/")[0] == part}


def _parts(expected: Undisturbed, part: str) -> tuple[Tree, Tree]:
    return _part(expected.none, part), _part(expected.whole, part)


def _differs(found: Tree, expected: Undisturbed) -> str:
    return (
        f"differs from nothing done in {difference(found, expected.none)}, "
        f"and from all done in {difference(found, expected.whole)}"
    )


def difference(found: Tree, wanted: Tree) -> str:
    """How a folder differs from what it should be: + too much, - missing, ~ another content."""
    more = [f"+{path}" for path in found.keys() - wanted.keys()]
    less = [f"-{path}" for path in wanted.keys() - found.keys()]
    other = [f"~{path}" for path in found.keys() & wanted.keys() if found[path] != wanted[path]]
    names = sorted([*more, *less, *other])
    return f"{', '.join(names[:6])}{f' and {len(names) - 6} more' if len(names) > 6 else ''}"
