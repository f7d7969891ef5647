"""A file operation that fails: on a full drive, in a folder without permission, of a file that
another program has open, on a drive that is faulty or goes away.

What a command then says has to be true: 2, nothing was done; 0, all is done and lies in its place;
1, all that it recorded is done, or is finished by the next command.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.aftermath import (
    Tree,
    Undisturbed,
    assert_recovers,
    assert_told_plainly,
    difference,
    tree,
    undisturbed,
)
from helpers.faults import Ended, Fault, Lasting, run
from helpers.situations import Situation, each
from helpers.trials import Record, Trials, sampled, trials


@each(2)
def test_an_operation_that_fails_once(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    expected = undisturbed(situation)
    numbers = [number for number, _ in expected.operations()]
    errors = (errno.ENOSPC, errno.EACCES, errno.EIO)
    faults = [Fault("fail", n, error=e) for n in numbers for e in errors]
    with trials("a file operation fails once (full, not allowed, faulty)", record_property) as made:
        _all_hold(made, expected, sampled(faults, few, situation.name), tmp_path)


@each(2)
def test_a_drive_that_is_full_from_some_moment_on(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    expected = undisturbed(situation)
    faults = list(_full(expected))
    with trials("the drive is full from an operation on", record_property) as made:
        _all_hold(made, expected, sampled(faults, few, situation.name), tmp_path)


def _full(expected: Undisturbed) -> Iterator[Fault]:
    """Nothing more can be begun; or what is begun cannot be written to its end."""
    for number, operation in expected.operations():
        if operation.does in ("create", "mkdir", "sync"):
            yield Fault("fail", number, error=errno.ENOSPC, lasts="full")
        if operation.writes:
            yield from (Fault("fail while writing", number, room=room) for room in (0, 10))


@each(2)
def test_a_file_that_another_program_has_open(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """As on Windows: it can be neither replaced nor removed while the command runs."""
    expected = undisturbed(situation)
    faults = list(_open(expected, "on this file"))
    with trials("a file is open in another program", record_property) as made:
        _all_hold(made, expected, sampled(faults, few, situation.name), tmp_path)


@each(1)
def test_a_file_that_another_program_has_open_for_a_moment(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """A preview, a virus scanner, a sync client: it is tried again, and nobody hears of it."""
    expected = undisturbed(situation)
    faults = list(_open(expected, "a moment"))
    with trials("a file is open in another program for a moment", record_property) as made:
        for number, fault in enumerate(sampled(faults, few, situation.name)):
            with made.one(_named(expected, fault)):
                workspace = situation.lay(tmp_path / f"moment {number}")
                ended = _begin(workspace, expected, fault)
                assert ended.code == expected.ended.code, f"it ended {ended.code}: {ended.all}"
                _assert_same(tree(workspace), expected.after, "it said that all was done, and")


def _open(expected: Undisturbed, lasts: Lasting) -> Iterator[Fault]:
    """At each replacing and removing of a file that is not the tool's own."""
    for number, one in expected.operations():
        if one.does in ("rename", "remove") and not (one.to or one.path).startswith(".lfe"):
            yield Fault("fail", number, error=errno.EACCES, lasts=lasts)


@each(2, without=("discard",))  # with the review its history goes
def test_a_file_that_cannot_be_read(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """It may be done without that file; nothing is lost by it."""
    expected = undisturbed(situation)
    reads = [number for number, one in expected.operations(changing=False) if not one.changes]
    faults = [Fault("fail", n, error=e) for n in reads for e in (errno.EACCES, errno.EIO)]
    with trials("a file or folder cannot be read", record_property) as made:
        for number, fault in enumerate(sampled(faults, few, situation.name)):
            with made.one(_named(expected, fault)):
                workspace = situation.lay(tmp_path / f"unread {number}")
                ended = _begin(workspace, expected, fault)
                if ended.code == 2:
                    assert_recovers(workspace, expected)
                _assert_nothing_lost(expected, tree(workspace))


@each(2)
def test_a_drive_that_goes_away(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """It is not built anew as an empty folder; once it is back, all is there or nothing."""
    expected = undisturbed(situation)
    numbers = [number for number, _ in expected.operations(changing=False)]
    with trials("the drive goes away at an operation", record_property) as made:
        for number in sampled(numbers, few, situation.name):
            gone = tmp_path / f"gone {number}"
            fault = Fault("gone", number, gone_to=str(gone))
            with made.one(_named(expected, fault)):
                workspace = situation.lay(tmp_path / f"drive {number}")
                ended = _begin(workspace, expected, fault)
                assert not workspace.exists(), f"built anew: {sorted(tree(workspace))[:5]}"
                gone.rename(workspace)
                _assert_true(ended, workspace, expected)


@each(2)
def test_a_folder_in_the_place_of_a_file(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """Somebody keeps papers in a folder of that very name: they stay there."""
    expected = undisturbed(situation)
    made_anew = [p for p in _outside(expected.after) if p not in expected.before]
    files = sorted(p for p in made_anew if expected.after[p])
    with trials("a folder lies where a file is to be", record_property) as made:
        for number, path in enumerate(sampled(files, few, situation.name)):
            with made.one(f"lfe {situation.name}: a folder at {path}"):
                workspace = situation.lay(tmp_path / f"folder {number}")
                theirs = workspace / path / "of a colleague.txt"
                theirs.parent.mkdir(parents=True)
                theirs.write_text("Kept")
                assert_told_plainly(_begin(workspace, expected, None))
                assert "Kept" in {p.read_text() for p in workspace.rglob("of a colleague.txt")}
                assert_told_plainly(run(workspace, "status"), "status")


@each(2)
def test_a_folder_without_permission(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """One folder takes no changes, for somebody who is not root; afterwards it does."""
    expected = undisturbed(situation)
    changed = [p for p, c in expected.after.items() if expected.before.get(p) != c]
    folders = sorted({str(Path(p).parent) for p in changed} & {".", *expected.before})
    with trials("a folder takes no changes", record_property) as made:
        for number, folder in enumerate(sampled(folders, few, situation.name)):
            with made.one(f"lfe {situation.name}: {folder} takes no changes"):
                workspace = situation.lay(tmp_path / f"closed {number}")
                mode = (workspace / folder).stat().st_mode
                (workspace / folder).chmod(0o555)
                ended = _begin(workspace, expected, None, like_anybody=True)
                (workspace / folder).chmod(mode)
                _assert_true(ended, workspace, expected)


def _named(expected: Undisturbed, fault: Fault) -> str:
    where = expected.ended.operations[fault.at - 1]
    error = errno.errorcode[fault.error] if fault.what == "fail" else f"room {fault.room}"
    return (
        f"lfe {expected.situation.name}: {fault.what} ({error}, {fault.lasts}) "
        f"at {fault.at}, {where}"
    )


def _all_hold(made: Trials, expected: Undisturbed, faults: Iterable[Fault], tmp_path: Path) -> None:
    """Each fault by itself, in a workspace of its own."""
    for number, fault in enumerate(faults):
        with made.one(_named(expected, fault)):
            _holds(expected, fault, tmp_path / f"{number}")


def _holds(expected: Undisturbed, fault: Fault, folder: Path) -> None:
    workspace = expected.situation.lay(folder)
    _assert_true(_begin(workspace, expected, fault), workspace, expected)


def _begin(
    workspace: Path, expected: Undisturbed, fault: Fault | None, like_anybody: bool = False
) -> Ended:
    one = expected.situation
    return run(
        workspace, *one.words, at=one.at, fault=fault, like_anybody=like_anybody, LFE_NOW=one.now
    )


def _assert_true(ended: Ended, workspace: Path, expected: Undisturbed) -> None:
    """What the command said of itself is so."""
    assert_told_plainly(ended)
    present = tree(workspace)
    if ended.code == 2 and not expected.situation.several:
        _assert_same(present, expected.before, "it said that nothing was done, and")
    if ended.code == 0:
        _assert_same(present, expected.after, "it said that all was done, and")
    outcome = assert_recovers(workspace, expected)
    if ended.code != 2 and not expected.situation.several:
        whole = expected.none == expected.whole or outcome == "all"
        assert whole, f"it ended {ended.code}, and {outcome} was done"


def _assert_same(found: Tree, wanted: Tree, said: str) -> None:
    found, wanted = _outside(found), _outside(wanted)
    folders = {p for p in found if not found[p] and p not in wanted}  # made on the way, and empty
    filled = {p for p in found for one in folders if p.startswith(f"{one}/") and found[p]}
    found = found if filled else {p: c for p, c in found.items() if p not in folders}
    assert found == wanted, f"{said} it differs: {difference(found, wanted)}"


def _outside(whole: Tree) -> dict[str, bytes]:
    """Without the tool's own folder."""
    return {path: content for path, content in whole.items() if not path.startswith(".lfe")}


def _assert_nothing_lost(expected: Undisturbed, found: Tree) -> None:
    """Every content is still there, unless the command replaces or removes it anyway."""
    contents = set(found.values())
    for path, content in _outside(expected.before).items():
        goes = expected.after.get(path) != content
        if path.endswith("history.jsonl"):
            assert found.get(path, b"").startswith(content), f"{path} does not say what it said"
        else:
            assert goes or content in contents, f"{path} is gone"
