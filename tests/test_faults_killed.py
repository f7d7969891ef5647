"""A command that is killed at any of its file operations: all of it holds or nothing, none is torn.

Each is a process that ends with SIGKILL right before the operation, or in the middle of the content
that it writes (the system ends a process that writes more than it may).
"""

from __future__ import annotations

import signal
from pathlib import Path

from helpers.aftermath import Undisturbed, assert_recovers, carry_out, tree, undisturbed
from helpers.faults import Fault, run
from helpers.situations import Situation, each
from helpers.trials import Record, Trials, sampled, trials


@each(6)
def test_a_command_that_is_killed_is_done_or_not_done(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    expected = undisturbed(situation)
    with trials("killed before a file operation", record_property) as made:
        for number, _ in sampled(expected.operations(), few, situation.name):
            _kill(made, expected, Fault("kill", number), tmp_path / f"killed {number}")


@each(3)
def test_a_command_that_is_killed_while_it_writes_leaves_nothing_torn(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    expected = undisturbed(situation)
    writes = [(n, room) for n, one in expected.operations() if one.writes for room in (0, 10)]
    with trials("killed in the middle of a content", record_property) as made:
        for number, room in sampled(writes, few, situation.name):
            fault = Fault("die while writing", number, room=room)
            _kill(made, expected, fault, tmp_path / f"torn {number} {room}")


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
