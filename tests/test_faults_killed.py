"""A command that is killed at any of its file operations: all of it holds or nothing, none is torn.

Each is a process that ends with SIGKILL right before the operation, or in the middle of the content
that it writes (the system ends a process that writes more than it may).
"""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from helpers.aftermath import (
    Undisturbed,
    assert_recovers,
    carry_out,
    go_on,
    made_older,
    tree,
    undisturbed,
)
from helpers.faults import Fault, run
from helpers.situations import IN_GIT, Situation, each
from helpers.trials import Record, Trials, sampled, trials


@each(4)
def test_a_command_that_is_killed_is_done_or_not_done(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    expected = undisturbed(situation)
    with trials("killed before a file operation", record_property) as made:
        for number, _ in sampled(expected.operations(), few, situation.name):
            _kill(made, expected, Fault("kill", number), tmp_path / f"killed {number}")


@each(2)
def test_a_command_that_is_killed_while_it_writes_leaves_nothing_torn(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    expected = undisturbed(situation)
    writes = [(n, room) for n, one in expected.operations() if one.writes for room in (0, 10)]
    with trials("killed in the middle of a content", record_property) as made:
        for number, room in sampled(writes, few, situation.name):
            fault = Fault("die while writing", number, room=room)
            _kill(made, expected, fault, tmp_path / f"torn {number} {room}")


@pytest.mark.parametrize("situation", IN_GIT, ids=lambda one: one.name)
@pytest.mark.parametrize("few", [2, pytest.param(6, marks=pytest.mark.long)])
def test_what_git_missed_as_a_command_was_killed_is_recorded_by_the_next(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """Killed while it works, and before each call of git; all that git may keep is in git then."""
    with trials("killed where git keeps the workspace", record_property) as made:
        whole = situation.lay(tmp_path / "whole")
        operations = run(whole, *situation.words, at=situation.at).operations
        moments = [(n, one) for n, one in enumerate(operations, start=1) if one.changes]
        assert any(one.does == "start" for _, one in moments)
        for number, operation in sampled(moments, few, f"in git: {situation.name}"):
            with made.one(f"lfe {situation.name}: kill at {number}, {operation}"):
                workspace = situation.lay(tmp_path / f"killed {number}")
                fault = Fault("kill", number)
                ended = run(workspace, *situation.words, at=situation.at, fault=fault)
                assert ended.code == -signal.SIGKILL
                made_older(workspace / ".lfe")
                go_on(workspace, situation)
                assert _git(workspace, "status", "--porcelain") == "", "git misses something"
                assert _git(workspace, "fsck", "--no-progress", "--no-dangling") == ""


def _git(workspace: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=workspace, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def _kill(made: Trials, expected: Undisturbed, fault: Fault, folder: Path) -> None:
    situation = expected.situation
    where = expected.ended.operations[fault.at - 1]
    with made.one(f"lfe {situation.name}: {fault.what} at {fault.at}, {where}"):
        workspace = situation.lay(folder)
        ended = run(
            workspace, *situation.words, at=situation.at, fault=fault, LFE_NOW=situation.now
        )
        assert ended.code in (-signal.SIGKILL, -signal.SIGXFSZ), f"it was not killed: {ended}"
        if assert_recovers(workspace, expected) == "nothing" and expected.none != expected.whole:
            again = carry_out(workspace, situation)
            assert again.code == expected.ended.code, f"a second time: {again.code} {again.all}"
            assert tree(workspace).keys() == expected.whole.keys(), "a second time: other files"
