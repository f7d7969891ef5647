"""One lock for a workspace: nobody writes without it, and none is left for good."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from helpers.officer import REFERENCE, Officer
from lfe_cli.disk import locking, writing
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Unknown

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)
ONE = Changes(REFERENCE, events=(Unknown(named="one"),))


def lock_of(review: Officer) -> Path:
    return review.folder.parent / ".lfe" / "lock"


def aged(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def as_held(by: str, **said: object) -> str:
    """What a lock says that a process of this computer holds."""
    path = Path(by)
    with locking.locked(path, "A colleague", NOON):
        return json.dumps({**json.loads((path / ".lfe" / "lock").read_text()), **said})


def test_a_lock_says_who_holds_it_where_and_since_when(review: Officer) -> None:
    lock = review.folder.parent / ".lfe" / "lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_text(
        json.dumps({"by": "A colleague", "computer": "PC-7", "process": 1, "since": "09:10"})
    )
    before = review.files()
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert "A colleague on PC-7 has been changing something here since 09:10" in said.all
    assert review.files() == before
    review.done("status")
    assert review.lfe("reply", "police", "--knows", "yes", "--dry-run").code == 0


def test_a_lock_is_told_by_the_clock_on_the_wall(review: Officer) -> None:
    said = json.dumps({"by": "A colleague", "computer": "PC-7", "since": "2026-07-30 14:05 UTC"})
    lock_of(review).write_text(said)
    shown = " ".join(review.lfe("reply", "police", "--knows", "yes").all.split())
    assert "since 15:05 on 30 July 2026. Nothing was changed" in shown


def test_a_lock_left_over_by_a_process_that_is_no_more_is_taken_over(review: Officer) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    lock = review.folder.parent / ".lfe" / "lock"
    lock.write_text(json.dumps({"computer": socket.gethostname(), "process": process.pid}))
    review.done("reply", "police", "--knows", "yes")
    assert not lock.exists()


def test_only_one_of_many_takes_over_a_lock_that_was_left(review: Officer) -> None:
    """Eight threads at a lock of a process that is no more: one holder at a time."""
    root = review.folder.parent
    process = subprocess.Popen(["true"])
    process.wait()
    holders, most = [0], [0]
    gate = threading.Barrier(8)

    def take() -> None:
        gate.wait()
        try:
            with locking.locked(root, "Officer", NOON):
                holders[0] += 1
                most[0] = max(most[0], holders[0])
                time.sleep(0.002)
                holders[0] -= 1
        except LfeError:
            pass

    for _ in range(20):
        lock = root / ".lfe" / "lock"
        lock.write_text(json.dumps({"computer": socket.gethostname(), "process": process.pid}))
        threads = [threading.Thread(target=take) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most[0] == 1


def test_a_lock_deleted_while_its_command_was_only_slow_loses_no_entry(review: Officer) -> None:
    root, history = review.folder.parent, review.path("history.jsonl")
    with locking.locked(root, "Officer", NOON) as slow:
        lock_of(review).unlink()  # as the message of the other command advises
        review.done("reply", "police", "--knows", "yes")
        before = history.read_bytes()
        with pytest.raises(LfeError, match="Another command has been changing this folder"):
            writing.apply(slow, ONE, NOON, "Officer")
    assert history.read_bytes() == before
    assert not list((root / ".lfe" / "staging").iterdir())


def test_a_command_lets_go_of_no_lock_but_its_own(review: Officer) -> None:
    root = review.folder.parent
    with locking.locked(root, "Officer", NOON):
        lock_of(review).write_text(json.dumps({"by": "Another", "token": "theirs"}))
    assert json.loads(lock_of(review).read_text())["token"] == "theirs"


def test_a_history_that_changed_after_it_was_read_is_not_written_over(review: Officer) -> None:
    """Somebody brought back an earlier version by hand while the command was working."""
    root, history = review.folder.parent, review.path("history.jsonl")
    was = history.read_bytes()
    with locking.locked(root, "Officer", NOON) as lock:
        history.write_bytes(was + was.replace(b'"id": "', b'"id": "x'))
        with pytest.raises(LfeError, match="Another command has been changing this folder"):
            writing.apply(lock, ONE, NOON, "Officer", read=writing.sha256(was))


@pytest.mark.parametrize("content", ["", "{", "[]", "\0\0\0", '{"process": "x"}'])
def test_a_lock_that_nobody_can_read_is_removed_after_a_minute(
    review: Officer, content: str
) -> None:
    lock_of(review).write_text(content)
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert "Another command is just beginning here, or was cut off a moment ago." in said.all
    aged(lock_of(review), 61)
    review.done("reply", "police", "--knows", "yes")
    assert not lock_of(review).exists()


def test_a_drive_that_is_full_leaves_no_lock(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert "cannot be written to" in said.all
    assert not list((review.folder.parent / ".lfe").glob("lock*"))


def test_a_process_number_that_another_process_got_does_not_keep_a_lock(
    review: Officer, tmp_path: Path
) -> None:
    """The lock names this very process, which began long after the one that left it."""
    started = psutil.Process().create_time() - 3600
    lock_of(review).write_text(as_held(str(tmp_path), started=started))
    review.done("reply", "police", "--knows", "yes")
    lock_of(review).write_text(as_held(str(tmp_path)))
    assert review.lfe("reply", "police", "--knows", "yes").code == 2


def test_a_process_that_ended_and_that_nobody_asked_after_does_not_keep_a_lock(
    review: Officer, tmp_path: Path
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    while psutil.Process(ended.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    lock_of(review).write_text(as_held(str(tmp_path), process=ended.pid))
    review.done("reply", "police", "--knows", "yes")
    ended.wait()


def test_two_computers_of_one_name_do_not_take_each_others_locks(
    review: Officer, tmp_path: Path
) -> None:
    gone = 2**22 + 1  # no process has this number
    lock_of(review).write_text(as_held(str(tmp_path), process=gone, machine="another"))
    aged(lock_of(review), 24 * 3600)
    assert review.lfe("reply", "police", "--knows", "yes").code == 2
    lock_of(review).write_text(as_held(str(tmp_path), process=gone))
    review.done("reply", "police", "--knows", "yes")


def test_a_lock_from_before_the_computer_was_started_again_is_removed(
    review: Officer, tmp_path: Path
) -> None:
    lock_of(review).write_text(as_held(str(tmp_path), boot="an earlier one"))
    assert review.lfe("reply", "police", "--knows", "yes").code == 2
    aged(lock_of(review), 3600)
    review.done("reply", "police", "--knows", "yes")


def test_what_was_written_aside_before_a_lock_was_taken_is_cleared(review: Officer) -> None:
    aside = lock_of(review).with_name("lock.0123")
    aside.write_text("{}")
    review.done("reply", "police", "--knows", "yes")
    assert aside.exists()  # somebody may be just taking it
    aged(aside, 61)
    review.done("reply", "police", "--knows", "yes")
    assert not aside.exists()


def test_a_folder_of_ours_that_is_a_link_is_not_followed(review: Officer, tmp_path: Path) -> None:
    ours = review.folder.parent / ".lfe"
    elsewhere = tmp_path / "elsewhere"
    ours.rename(elsewhere)
    ours.symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert ".lfe in this folder is a link that leads elsewhere." in said.all
    assert sorted(elsewhere.rglob("*")) == before
    review.done("status")


def test_a_link_in_the_place_of_what_is_staged_clears_nothing_elsewhere(
    review: Officer, tmp_path: Path
) -> None:
    staging = review.folder.parent / ".lfe" / "staging"
    theirs = tmp_path / "elsewhere" / "photographs" / "one.jpg"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"kept")
    shutil.rmtree(staging, ignore_errors=True)
    staging.symlink_to(tmp_path / "elsewhere")
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert ".lfe/staging in this folder is a link that leads elsewhere." in said.all
    assert theirs.read_bytes() == b"kept"


@pytest.mark.parametrize("name", [".lfe", ".lfe/staging"])
def test_a_file_in_the_place_of_a_folder_of_ours_is_said(review: Officer, name: str) -> None:
    ours = review.folder.parent / name
    shutil.rmtree(ours, ignore_errors=True)
    ours.write_text("something")
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert f"{name} in this folder is a file, and has to be a folder." in said.all
    ours.unlink()
    review.done("reply", "police", "--knows", "yes")


def test_a_lock_that_is_no_file_is_not_promised_to_go_by_itself(review: Officer) -> None:
    lock_of(review).mkdir()
    aged(lock_of(review), 3600)
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert "The lock of this folder cannot be read" in said.all
    assert "delete it" in said.all


def test_a_lock_that_somebody_reads_as_it_is_let_go_does_not_stay(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is open is not removed."""
    unlink, refused = Path.unlink, [2]

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.name == "lock" and refused[0]:
            refused[0] -= 1
            raise PermissionError(13, "in use")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    review.done("reply", "police", "--knows", "yes")
    assert not lock_of(review).exists()


def test_a_workspace_that_is_gone_is_not_made_anew(review: Officer) -> None:
    """The network drive went while the command was working."""
    root = review.folder.parent
    with locking.locked(root, "Officer", NOON) as lock:
        root.rename(root.with_name("gone"))
        with pytest.raises(LfeError, match="This folder cannot be written to"):
            writing.apply(lock, ONE, NOON, "Officer")
    assert not root.exists()
    root.with_name("gone").rename(root)


REPLY = ("reply", "police", "--knows", "yes")


def test_a_command_waits_for_the_one_that_is_at_work_and_says_for_whom(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_WAIT", "30")
    lock_of(review).write_text(as_held(str(tmp_path)))
    threading.Timer(0.5, lock_of(review).unlink).start()
    said = review.done(*REPLY)
    assert "A colleague on" in said.err
    assert "This command waits for up to 30 seconds." in " ".join(said.err.split())
    assert "police" in said.out.casefold()


def test_a_command_that_waited_long_enough_refuses_and_has_written_nothing(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_WAIT", "0.5")
    lock_of(review).write_text(as_held(str(tmp_path)))
    before, begun = review.files(), time.monotonic()
    said = review.lfe(*REPLY)
    assert time.monotonic() - begun >= 0.5
    assert said.code == 2
    assert "Nothing was changed." in said.all
    assert review.files() == before


def test_it_waits_ten_seconds_where_nobody_says_otherwise(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LFE_WAIT")
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    clock = iter(range(10_000))
    monkeypatch.setattr(time, "monotonic", lambda: 0.5 * next(clock))
    lock_of(review).write_text(as_held(str(tmp_path)))
    said = review.lfe(*REPLY)
    assert said.code == 2
    assert "waits for up to 10 seconds" in " ".join(said.err.split())
    assert slept


@pytest.mark.parametrize("words", [("status",), ("check",), (*REPLY, "--dry-run"), ("doctor",)])
def test_who_reads_waits_for_nobody(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LFE_WAIT", "60")
    lock_of(review).write_text(as_held(str(tmp_path)))
    begun = time.monotonic()
    assert "This command waits" not in review.lfe(*words).all
    assert time.monotonic() - begun < 30


def test_what_a_command_records_after_it_waited_comes_after_what_it_waited_for(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_WAIT", "30")
    monkeypatch.delenv("LFE_NOW")
    lock_of(review).write_text(as_held(str(tmp_path)))
    let_go: list[datetime] = []

    def release() -> None:
        let_go.append(datetime.now(UTC))
        lock_of(review).unlink()

    threading.Timer(0.5, release).start()
    review.done(*REPLY)
    last = json.loads(review.path("history.jsonl").read_text().splitlines()[-1])
    assert datetime.fromisoformat(last["at"]) > let_go[0]


WINDOWS = {"boot": "", "machine": "the machine's own id"}  # it says no id of a start


@pytest.mark.parametrize("case", ["no process", "another process", "this process"])
def test_on_windows_too_a_lock_is_known_by_its_process_and_when_that_began(
    review: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """There the system gives its machine an id and its starts none: simulated by its values."""
    monkeypatch.setattr(locking, "_boot", lambda: "")
    monkeypatch.setattr(locking, "_machine", lambda: WINDOWS["machine"])
    said: dict[str, object] = dict(WINDOWS)
    if case == "no process":
        said |= {"process": 2**22 + 1}
    elif case == "another process":
        said |= {"started": psutil.Process().create_time() - 3600}
    lock_of(review).write_text(as_held(str(tmp_path), **said))
    assert review.lfe(*REPLY).code == (2 if case == "this process" else 0)


def looked_at(review: Officer) -> dict[str, object]:
    found = review.lfe("doctor", "--json").json["looked_at"]
    return next((one for one in found if one["what"] == "Lock"), {})


def test_a_lock_that_lies_there_long_is_shown_by_doctor(review: Officer, tmp_path: Path) -> None:
    assert not looked_at(review)
    elsewhere = as_held(str(tmp_path), computer="PC-7")
    lock_of(review).write_text(elsewhere)
    assert "held by A colleague on PC-7 since" in str(looked_at(review)["said"])
    assert not looked_at(review)["attention"]
    aged(lock_of(review), 3600)
    assert looked_at(review)["attention"]
    assert "delete .lfe/lock" in str(looked_at(review)["said"])
    lock_of(review).write_text(as_held(str(tmp_path), process=2**22 + 1))
    assert "left over by a command that was cut off" in str(looked_at(review)["said"])
    assert lock_of(review).exists()
