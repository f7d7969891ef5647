"""Locks that were left, spoilt, or taken by another: who is kept out, and who is let in when."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers.aftermath import assert_told_plainly, made_older, tree
from helpers.faults import Ended, Fault, Running, run, start
from helpers.officer import REFERENCE, Officer
from helpers.situations import asked
from helpers.states import lay
from helpers.trials import Record, trials

LOCK = ".lfe/lock"
REPLY = ("reply", "police", "--knows", "yes")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "S drive" / "Reviews of ours"
    folder.mkdir(parents=True)
    lay(asked, Officer(folder))
    return folder


@pytest.fixture
def holder(workspace: Path) -> Iterator[Running]:
    """A command that was stopped while it holds the lock."""
    running = start(workspace, *REPLY, at=REFERENCE, fault=Fault("stop", _staging(workspace)))
    assert running.is_stopped()
    assert (workspace / LOCK).is_file()
    yield running
    if running.process.is_alive():
        running.kill()


def _staging(workspace: Path) -> int:
    """The number of an operation that is done with the lock held."""
    copy = workspace.with_name("to count in")
    shutil.copytree(workspace, copy)
    operations = run(copy, *REPLY, at=REFERENCE).operations
    return next(n for n, one in enumerate(operations, 1) if one.path.endswith("plan.json"))


def _reply(workspace: Path, **how: bool) -> Ended:
    return run(workspace, *REPLY, at=REFERENCE, **how)


def _is_kept_out(workspace: Path) -> None:
    before = tree(workspace)
    said = _reply(workspace)
    assert_told_plainly(said)
    assert said.code == 2, "it was let in"
    assert "Next:" in said.err
    assert tree(workspace) == before


def _is_let_in(workspace: Path) -> None:
    said = _reply(workspace)
    assert said.code == 0, said.all
    assert not (workspace / LOCK).exists()


NOT_UNDERSTOOD = {
    "empty": b"",
    "cut off": b'{"by": "Review off',
    "no text": b"\xff\xfe\x00\x9f" * 9,
    "zeros": bytes(4096),
    "a list": b"[]",
    "a page of a sync client": b"<html>conflict</html>",
}


@pytest.mark.parametrize("content", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD.keys())
def test_a_lock_that_says_nothing_keeps_others_out_for_a_minute_at_most(
    workspace: Path, content: bytes, record_property: Record
) -> None:
    (workspace / ".lfe").mkdir(exist_ok=True)
    (workspace / LOCK).write_bytes(content)
    with trials("a lock that is empty or says nothing", record_property) as made:
        with made.one("it is new"):
            _is_kept_out(workspace)
        made_older(workspace / ".lfe")
        with made.one("it is older than a minute"):
            _is_let_in(workspace)


def test_the_lock_of_a_process_that_works_keeps_others_out(
    workspace: Path, holder: Running, record_property: Record
) -> None:
    with trials("a lock of a process that works", record_property) as made:
        with made.one("it is new"):
            _is_kept_out(workspace)
        made_older(workspace / ".lfe", hours=30)
        with made.one("it is old"):
            _is_kept_out(workspace)
        with made.one("it goes on"):
            holder.go_on()
            assert holder.ended().code == 0
            _is_let_in(workspace)


def test_the_lock_of_a_process_that_was_killed_is_taken_over_at_once(
    workspace: Path, holder: Running, record_property: Record
) -> None:
    holder.kill()
    with trials("a lock of a process that is no more", record_property) as made, made.one("it"):
        _is_let_in(workspace)


def test_a_lock_whose_process_number_was_given_to_another_is_taken_over(
    workspace: Path, holder: Running, record_property: Record
) -> None:
    holder.kill()
    said = json.loads((workspace / LOCK).read_text())
    (workspace / LOCK).write_text(json.dumps({**said, "process": os.getppid()}))
    kind = "a lock whose process number is another's now"
    with trials(kind, record_property) as made, made.one("it"):
        _is_let_in(workspace)


# A computer of its own to all that a program can see: its processes are not ours. As root, or as
# anybody where the system lets them.
_ELSEWHERE = (
    ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"),
    ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"),
)


@contextmanager
def held_elsewhere(workspace: Path) -> Iterator[None]:
    """The lock is held by a process of another computer that has the name of this one.

    Where no such process can be had, by what one of another computer would have written.
    """
    number, marker = _staging(workspace), workspace.with_name("told.stopped")
    for words in _ELSEWHERE:
        if not shutil.which(words[0]) or subprocess.run([*words, "true"], check=False).returncode:
            continue
        one = [sys.executable, "-m", "helpers.faults", workspace, REFERENCE, number, marker, *REPLY]
        # The first process of such a computer cannot be stopped; the number is one of nobody here.
        free = next(n for n in range(30_000, 1000, -1) if not Path(f"/proc/{n}").exists())
        given = f"(echo {free - 1} > /proc/sys/kernel/ns_last_pid) 2>/dev/null"
        shell = ["sh", "-c", f"{given}; {shlex.join(map(str, one))}; true"]
        paths = os.pathsep.join(sys.path)
        with subprocess.Popen([*words, *shell], env={**os.environ, "PYTHONPATH": paths}) as process:
            _wait_for(marker)
            yield
            process.kill()
        return
    running = start(workspace, *REPLY, at=REFERENCE, fault=Fault("stop", number))
    assert running.is_stopped()
    running.kill()
    said = json.loads((workspace / LOCK).read_text())
    ours = {"by", "computer", "process", "since", "token"}
    others = {key: value if key in ours else "other" for key, value in said.items()}
    (workspace / LOCK).write_text(json.dumps({**others, "started": said["started"]}))
    yield


def _wait_for(marker: Path) -> None:
    until = time.monotonic() + 30
    while not marker.exists():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_computer_of_the_same_name_does_not_take_the_lock(
    workspace: Path, record_property: Record
) -> None:
    """Its process number is unknown here, or another's: neither says that nobody works there."""
    kind = "a lock of another computer of the same name"
    with trials(kind, record_property) as made, held_elsewhere(workspace), made.one("it"):
        assert (workspace / LOCK).is_file()
        _is_kept_out(workspace)


@pytest.mark.parametrize("room", [0, 10])
def test_a_drive_that_was_full_leaves_no_lock(
    workspace: Path, room: int, record_property: Record
) -> None:
    copy = workspace.with_name("to count in")
    shutil.copytree(workspace, copy)
    operations = run(copy, *REPLY, at=REFERENCE).operations
    writes = [n for n, one in enumerate(operations, 1) if one.writes and "lock" in one.path]
    with trials("the drive is full while the lock is written", record_property) as made:
        for number in writes:
            with made.one(f"no room from operation {number} on, after {room} bytes"):
                fault = Fault("fail while writing", number, room=room)
                said = run(workspace, *REPLY, at=REFERENCE, fault=fault)
                assert_told_plainly(said)
                assert said.code == 2
                left = {p.name for p in (workspace / ".lfe").rglob("*") if p.is_file()}
                # the numbers that were given stay known, and what undo goes by
                assert not left - {"numbers", "files.json"}
                _is_let_in(workspace)


def _link_to(folder: Path, path: Path) -> None:
    path.symlink_to(folder)


def _file(folder: Path, path: Path) -> None:
    path.write_text("of a colleague")


def _folder(folder: Path, path: Path) -> None:
    path.mkdir()


def _unreadable(folder: Path, path: Path) -> None:
    path.write_text("{}")
    path.chmod(0)


ODD = {
    "a link for .lfe": (".lfe", _link_to),
    "a link that leads nowhere for .lfe": (".lfe", lambda _, p: p.symlink_to("nowhere")),
    "a file for .lfe": (".lfe", _file),
    "a folder for the lock": (LOCK, _folder),
    "a link for the lock": (LOCK, _link_to),
    "a link that leads nowhere for the lock": (LOCK, lambda _, p: p.symlink_to("nowhere")),
    "an unreadable lock": (LOCK, _unreadable),
    "a link for what is staged": (".lfe/staging", _link_to),
    "a file for what is staged": (".lfe/staging", _file),
    "an unreadable folder for what is staged": (".lfe/staging", lambda _, p: p.mkdir(0)),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_whatever_lies_in_the_tools_own_place_nothing_is_written_elsewhere(
    workspace: Path, odd: tuple[str, Callable[[Path, Path], object]], record_property: Record
) -> None:
    place, put = odd
    outside = workspace.with_name("outside")
    outside.mkdir()
    (workspace / ".lfe").mkdir(exist_ok=True)
    shutil.rmtree(workspace / place, ignore_errors=True)
    put(outside, workspace / place)
    with trials("something odd in the place of the tool's own files", record_property) as made:
        for words in (("status",), ("check",), ("doctor",), REPLY, ("board",)):
            with made.one(" ".join(words)):
                said = run(workspace, *words, at=REFERENCE, like_anybody=True)
                assert_told_plainly(said, " ".join(words))
                assert list(outside.iterdir()) == []
