"""Faults of the operating system, injected into real `lfe` processes that work on real files.

Each command runs in a process of its own, forked from one that has imported everything already.
Python tells an audit hook in it of each file operation before it is done. The hook counts those
below the workspace, and at the one that is asked for it ends the process as a cut in the power
does, stops it, takes the drive away, or has the operation fail as the system has it fail. Nothing
of the tool is replaced: what it sees is what it would see on a bad day.
"""

from __future__ import annotations

import ctypes
import errno
import io
import json
import multiprocessing.util
import os
import pkgutil
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

What = Literal["kill", "die while writing", "stop", "fail", "fail while writing", "gone"]
Lasting = Literal["once", "a moment", "on this file", "full"]
_TRIES = 2  # as often as a file is found open where another program has it for a moment only
_SECONDS = 40  # nothing that a test starts takes nearly as long


@dataclass(frozen=True)
class Operation:
    """One file operation of a process below its workspace."""

    does: str  # create, rename, remove, read, ...; start: a program, in the workspace
    path: str  # relative to the workspace; what changes with each run stands as *
    to: str = ""

    @property
    def changes(self) -> bool:
        """Whether it changes what is on the disk, or sees to it that it stays there."""
        return self.does not in ("read", "list")

    @property
    def writes(self) -> bool:
        """Whether a content is written after it."""
        return self.does == "create"

    def __str__(self) -> str:
        return f"{self.does} {self.path}{f' -> {self.to}' if self.to else ''}"


@dataclass(frozen=True)
class Fault:
    """What happens at the operation with this number, counted from 1 among all below the workspace.

    `lasts`: whether only this operation fails, all that change the same file (another program has
    it open) or the first of those, or all that need room (the drive is full). `room`: how many
    bytes of the content are written before a process dies, or a write fails.
    """

    what: What
    at: int
    error: int = errno.EIO
    lasts: Lasting = "once"
    room: int = 10
    gone_to: str = ""  # where the workspace is, once the drive is gone


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (below 0: by this signal), and what it said."""

    code: int
    out: str = ""
    err: str = ""
    operations: tuple[Operation, ...] = ()

    @property
    def all(self) -> str:
        """All that was said, in one line."""
        return " ".join((self.out + self.err).split())


@dataclass(frozen=True)
class _Job:
    words: tuple[str, ...]
    folder: str
    workspace: str
    surroundings: Mapping[str, str]
    fault: Fault | None
    told: str  # the file in which the process says what it did
    like_anybody: bool = False


@dataclass(frozen=True)
class Running:
    """A process that was started, and has perhaps not ended."""

    process: BaseProcess
    told: Path

    @property
    def number(self) -> int:
        """Its process number."""
        assert self.process.pid is not None
        return self.process.pid

    def is_stopped(self) -> bool:
        """Waits until it stops or ends; whether it stopped."""
        marker, until = self.told.with_suffix(".stopped"), time.monotonic() + _SECONDS
        while time.monotonic() < until:
            if marker.exists() and _state(self.number) == "T":
                return True
            if self.process.exitcode is not None:
                return False
            time.sleep(0.002)
        raise AssertionError("it neither stopped nor ended")

    def go_on(self) -> None:
        """Lets a stopped process go on."""
        os.kill(self.number, signal.SIGCONT)

    def kill(self) -> None:
        """Ends it at once, stopped or not."""
        os.kill(self.number, signal.SIGKILL)
        self.ended()

    def ended(self) -> Ended:
        """Waits until it has ended."""
        self.process.join(_SECONDS)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            raise AssertionError("it did not end")
        said: dict[str, Any] = {}
        if self.told.exists():
            said = json.loads(self.told.read_text())
            said["operations"] = tuple(Operation(*one) for one in said["operations"])
        return Ended(code, **said)


def start(
    workspace: Path,
    *words: str | Path,
    at: str = "",
    fault: Fault | None = None,
    like_anybody: bool = False,
    **surroundings: str,
) -> Running:
    """Starts `lfe` with these words, in the folder `at` of the workspace.

    `like_anybody`: permissions hold for it, although these tests may run as root.
    """
    told = Path(tempfile.mkdtemp(prefix="told-")) / "told.json"
    job = _Job(
        words=tuple(map(str, words)),
        folder=str(workspace / at),
        workspace=str(workspace),
        surroundings={**os.environ, "LFE_OFFICE": "none", **surroundings},
        fault=fault,
        told=str(told),
        like_anybody=like_anybody,
    )
    process = _context().Process(target=_be_lfe, args=(job,))
    process.start()
    return Running(process, told)


def run(workspace: Path, *words: str | Path, at: str = "", **how: Any) -> Ended:
    """The same, to its end."""
    return start(workspace, *words, at=at, **how).ended()


# What the tool loads only where it is used, and what those load.
_LOADED_LATE = ("psutil", "rich.console", "rich.table", "rich.markup", "_strptime")
_CONTEXTS: list[multiprocessing.context.ForkServerContext] = []


def _context() -> multiprocessing.context.ForkServerContext:
    """Where processes are forked from one that has imported the whole tool."""
    if not _CONTEXTS:
        import lfe_cli

        _listen_in_a_short_place()
        there = pkgutil.walk_packages(lfe_cli.__path__, "lfe_cli.")
        context = multiprocessing.get_context("forkserver")
        ours = [module.name for module in there if module.name != "lfe_cli.__main__"]
        context.set_forkserver_preload([*ours, *_LOADED_LATE])
        _CONTEXTS.append(context)
    return _CONTEXTS[0]


def _listen_in_a_short_place() -> None:
    """The path of a socket has a hundred letters at most; it goes when the tests have ended."""
    before, tempfile.tempdir = tempfile.tempdir, "/tmp"
    try:
        multiprocessing.util.get_temp_dir()
    finally:
        tempfile.tempdir = before


def _state(number: int) -> str:
    """What Linux says of a process: R, S, T (stopped), ...; elsewhere T is taken for granted."""
    stat = Path(f"/proc/{number}/stat")
    if not Path("/proc/self/stat").exists():
        time.sleep(0.05)
        return "T"
    try:
        return stat.read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


# ---- in the process itself


def _be_lfe(job: _Job) -> None:
    from lfe_cli.cli.app import main

    surroundings = dict(job.surroundings)
    os.environ.clear()
    os.environ.update(surroundings)
    tempfile.tempdir = None
    os.chdir(job.folder)
    sys.argv = ["lfe", *job.words]
    sys.stdout, sys.stderr = out, err = io.StringIO(), io.StringIO()
    watch = _Watch(job)
    if job.like_anybody:
        _give_up_power()
    sys.addaudithook(watch)
    os.fsync = _told
    try:
        main()
    finally:
        watch.over = True
        _room_for_all()
        said = {"out": out.getvalue(), "err": err.getvalue(), "operations": watch.operations}
        Path(job.told).write_text(json.dumps(said))


def _told(descriptor: int) -> None:
    """In place of syncing, of which Python tells no hook. It is not waited for: a process that ends
    takes nothing with it that the system has taken over, and no power is cut here."""
    sys.audit("os.fsync", descriptor)


def _give_up_power() -> None:
    """Root passes over permissions, unless it gives up the power to (Linux: capabilities 1, 2)."""
    if os.geteuid() != 0:
        return
    system = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert system.capget(head, sets) == 0
    for which in (0, 1):  # what it may do, and what it may take up again
        sets[which] &= ~0b110
    assert system.capset(head, sets) == 0


@dataclass
class _Watch:
    """The hook: counts, and causes the fault."""

    job: _Job
    operations: list[tuple[str, str, str]] = field(default_factory=list)
    over: bool = False
    _in_use: str | None = None
    _tries: int = 0
    _full: bool = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        reader = _EVENTS.get(event)
        if reader is None or self.over:
            return
        for does, path, to in reader(*arguments):
            if not path.startswith(self.job.workspace + os.sep):
                continue
            self.operations.append((does, self._short(path), self._short(to)))
            if (fault := self.job.fault) is not None:
                self._cause(fault, does, path, to)

    def _short(self, path: str) -> str:
        inside = path.removeprefix(self.job.workspace + os.sep)
        return re.sub(r"\d{14,}[^/]*|(?<=lock)[.-][^/]*[0-9a-f]{2,}[^/]*", "*", inside)

    def _cause(self, fault: Fault, does: str, path: str, to: str) -> None:
        now = len(self.operations) == fault.at
        if now:
            _AT_ONCE.get(fault.what, _nothing)(self.job, does)
        if fault.what == "fail":
            self._fail(fault, now, does, path, to)
        elif fault.what == "fail while writing" and len(self.operations) >= fault.at:
            _room_for(fault.room)  # the drive stays as full as it is

    def _fail(self, fault: Fault, now: bool, does: str, path: str, to: str) -> None:
        if now and fault.lasts in ("on this file", "a moment"):
            self._in_use = to or path
        self._full = self._full or (now and fault.lasts == "full")
        in_use = self._in_use in (path, to) and does not in ("read", "list", "mkdir", "sync")
        self._tries += in_use
        in_use = in_use and (fault.lasts == "on this file" or self._tries <= _TRIES)
        no_room = self._full and does in _NEEDS_ROOM
        if (now and fault.lasts == "once") or in_use or no_room:
            raise OSError(fault.error, os.strerror(fault.error), path)


_NEEDS_ROOM = {"create", "mkdir", "link", "sync"}


def _nothing(job: _Job, does: str) -> None:
    pass


def _kill(job: _Job, does: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop(job: _Job, does: str) -> None:
    Path(job.told).with_suffix(".stopped").touch()
    os.kill(os.getpid(), signal.SIGSTOP)


def _die_while_writing(job: _Job, does: str) -> None:
    """The system ends a process that writes more into a file than it may, in the middle of it."""
    assert job.fault is not None
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    _room_for(job.fault.room)


def _drive_goes(job: _Job, does: str) -> None:
    assert job.fault is not None
    Path(job.workspace).rename(job.fault.gone_to)


_AT_ONCE: Mapping[str, Callable[[_Job, str], None]] = {
    "kill": _kill,
    "stop": _stop,
    "die while writing": _die_while_writing,
    "gone": _drive_goes,
}


def _room_for(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _room_for_all() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


_Seen = Iterator[tuple[str, str, str]]


def _whole(path: Any, folder: int = -1) -> str:
    """A path as the system sees it; `folder`: the descriptor of the one that it is relative to."""
    if isinstance(path, int):
        return _of_descriptor(path)
    above = Path(_of_descriptor(folder)) if folder not in (-1, None) else Path.cwd()
    return os.path.normpath(above / os.fsdecode(path))


def _of_descriptor(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _open(path: Any, mode: str | None, flags: int) -> _Seen:
    if isinstance(path, int):
        return
    written = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    yield "create" if written else "read", _whole(path), ""


def _one(does: str) -> Callable[..., _Seen]:
    def seen(path: Any, *more: Any) -> _Seen:
        yield (
            does,
            _whole(path, more[-1] if more and does in ("remove", "rmdir", "mkdir") else -1),
            "",
        )

    return seen


def _two(does: str) -> Callable[..., _Seen]:
    def seen(path: Any, to: Any, *more: Any) -> _Seen:
        yield does, _whole(path), _whole(to)

    return seen


def _program(executable: Any, words: Any, folder: Any, *more: Any) -> _Seen:
    """A program that is started in the workspace: git."""
    if folder is not None:
        said = " ".join(word for word in map(str, words[1:]) if "=" not in word and word != "-c")
        yield "start", str(Path(folder, Path(str(words[0])).name)), said[:40]


_EVENTS: Mapping[str, Callable[..., _Seen]] = {
    "subprocess.Popen": _program,
    "open": _open,
    "os.rename": _two("rename"),
    "os.link": _two("link"),
    "os.symlink": _two("symlink"),
    "os.remove": _one("remove"),
    "os.rmdir": _one("rmdir"),
    "os.mkdir": _one("mkdir"),
    "os.chmod": _one("chmod"),
    "os.utime": _one("utime"),
    "os.truncate": _one("truncate"),
    "os.fsync": _one("sync"),
    "os.listdir": _one("list"),
    "os.scandir": _one("list"),
}


if __name__ == "__main__":  # for a process that a test starts in other surroundings
    workspace, at, number, marker, *words = sys.argv[1:]
    told = str(Path(marker).with_suffix(".json"))
    folder = str(Path(workspace, at))
    _be_lfe(_Job(tuple(words), folder, workspace, os.environ, Fault("stop", int(number)), told))
