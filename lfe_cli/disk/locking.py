"""One lock for a workspace, as a file that says who holds it, where and since when.

Operating systems' locks can silently not lock on network drives; a file that must not exist yet
works on all of them, and an officer can read it. Each lock has a token of its own: whoever writes
makes sure just before that the lock is still theirs, for an officer may have deleted it, and
another command may have begun. A lock whose process is no more is taken over; for another one a
command waits a little, for most take a second. `LFE_WAIT` says how many seconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec

from lfe_cli import processes
from lfe_cli.clock import UK
from lfe_cli.disk.placing import PATIENCE
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import followed
from lfe_cli.review import staged
from lfe_cli.review.days import short_date

FILE = ".lfe/lock"
# A lock is written whole before it is linked into place. One that nobody can read was left by a
# version that did not, by a full drive, or by a sync client: it is dead after a minute.
_UNREADABLE_SECONDS = 60
# A lock from before this computer was started again: no command takes nearly as long.
_RESTARTED_SECONDS = 600
# The clock by which an operating system dates the start of a process may be corrected meanwhile.
_SAME_START_SECONDS = 1.5
_WAITS_SECONDS = 10.0  # for a command that holds the lock
_LOOKS_AGAIN_SECONDS = 0.2
# No command takes as long as this: whoever holds the lock was cut off, on another computer.
_OLD_SECONDS = 900
_SINCE = "%Y-%m-%d %H:%M UTC"  # how a lock says since when it is held
_WINDOWS_KEY = r"SOFTWARE\Microsoft\Cryptography"


class _Holder(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a lock says: for people who holds it, for us which process of which computer.

    `machine` tells two computers of one name apart, `boot` that a computer was started again, and
    `started` (seconds since 1970) that a process's number was given to another. A lock of an
    earlier version has none of them.
    """

    by: str = "somebody"
    computer: str = "another computer"
    process: int | None = None
    since: str = "a moment ago"
    token: str = ""
    machine: str = ""
    boot: str = ""
    started: float | None = None


@dataclass(frozen=True)
class Lock:
    """The lock of the workspace `folder`, as this process took it."""

    folder: Path
    token: str

    def refuse_if_lost(self) -> None:
        """Raises LfeError where the lock is no longer this process's: another may be writing."""
        holder = _read(self.folder / FILE)
        if not self.folder.is_dir():
            raise cannot_write(self.folder)
        if holder is None or holder.token != self.token:
            raise changed_meanwhile(self.folder)

    def release(self) -> None:
        """Removes the lock, if it is still this process's own.

        On Windows it stays while another program reads it, be it a command that asks who holds it.
        """
        for pause in (*PATIENCE, 0):
            try:
                self.refuse_if_lost()
                (self.folder / FILE).unlink(missing_ok=True)
            except PermissionError:
                time.sleep(pause)
            except (LfeError, OSError):
                return
            else:
                return


@contextmanager
def locked(
    workspace: Path, by: str, moment: datetime, say: Callable[[str], None] = lambda _: None
) -> Iterator[Lock]:
    """Holds the workspace's lock. Raises LfeError where somebody else does, and goes on to.

    `say` is told that this command waits, and for whom.
    """
    lock = Lock(workspace, uuid4().hex)
    try:
        _take_in_time(lock, by, moment, say)
        yield lock
    finally:
        lock.release()


def _take_in_time(lock: Lock, by: str, moment: datetime, say: Callable[[str], None]) -> None:
    path, patience = lock.folder / FILE, _patience()
    until = time.monotonic() + patience
    is_said = False
    while True:
        try:
            return _take(lock, by, moment)
        except _Held as held:
            if time.monotonic() >= until:
                raise
            if not is_said:
                say(f"{held.who} This command waits for up to {patience:.0f} seconds.")
                is_said = True
        while path.exists() and time.monotonic() < until:
            time.sleep(_LOOKS_AGAIN_SECONDS)


def _patience() -> float:
    try:
        return max(0.0, float(os.environ.get("LFE_WAIT", _WAITS_SECONDS)))
    except ValueError:
        return _WAITS_SECONDS


def _take(lock: Lock, by: str, moment: datetime) -> None:
    path = lock.folder / FILE
    aside = path.with_name(f"lock.{lock.token}")
    try:
        refuse_what_is_no_folder_of_ours(lock.folder)
        path.parent.mkdir(exist_ok=True)
        try:
            _write(aside, _this_process(lock.token, by, moment))
            _remove_if_left_over(path, aside)
            _put_where_nothing_is(aside, path)
            _clear_others(path)
        finally:
            aside.unlink(missing_ok=True)
    except FileExistsError:
        raise _held(path) from None
    except OSError:
        raise cannot_write(lock.folder) from None


class _Held(LfeError):
    """Somebody else holds the lock; `who` says it."""

    def __init__(self, who: str, path: Path, next_step: str) -> None:
        super().__init__(f"{who} Nothing was changed.", where=str(path), next_step=next_step)
        self.who = who


@dataclass(frozen=True)
class Held:
    """A lock that is there: what is to be said of it, and whether somebody should look at it."""

    said: str
    attention: bool


def lock_in(workspace: Path) -> Held | None:
    """The lock that lies in a workspace, for whoever looks: nothing is taken or removed."""
    path = workspace / FILE
    try:
        holder, age = _holder(path.read_bytes()), time.time() - path.stat().st_mtime
    except OSError:
        return None
    if _is_dead(holder, age):
        return Held("left over by a command that was cut off: the next one removes it", False)
    if holder is None:
        return Held("a command is just beginning here, or was cut off a moment ago", False)
    who = f"held by {holder.by} on {holder.computer} since {_in_local_time(holder.since)}"
    if age < _OLD_SECONDS:
        return Held(who, False)
    said = f"{who}, and no command takes so long. If nobody is at work there, delete {FILE}"
    return Held(said, True)


def refuse_what_is_no_folder_of_ours(folder: Path) -> None:
    """Raises LfeError where `.lfe`, or what is staged in it, leads elsewhere, or is no folder.

    What is staged there would leave the partnership's folder, and what is cleared there be others'.
    """
    for name in (".lfe", staged.FOLDER):
        own = folder / name
        if followed(own) != followed(folder) / name:
            raise LfeError(
                f"{name} in this folder is a link that leads elsewhere. Nothing was changed.",
                where=str(own),
                next_step="Delete the link. The folder is made anew by the next command.",
            )
        if own.exists() and not own.is_dir():
            raise LfeError(
                f"{name} in this folder is a file, and has to be a folder. Nothing was changed.",
                where=str(own),
                next_step="Delete it. The folder is made anew by the next command.",
            )


def _this_process(token: str, by: str, moment: datetime) -> _Holder:
    return _Holder(
        by=by,
        computer=socket.gethostname(),
        process=os.getpid(),
        since=f"{moment:{_SINCE}}",
        token=token,
        machine=_machine(),
        boot=_boot(),
        started=processes.own_start(),
    )


def _write(path: Path, holder: _Holder) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(holder))
        file.flush()
        os.fsync(file.fileno())


def _put_where_nothing_is(aside: Path, path: Path) -> None:
    """Gives `aside` the name `path` too. Raises FileExistsError where something has it."""
    if sys.platform == "win32":
        os.rename(aside, path)  # noqa: PTH104  (there it refuses to take the place of another)
        return
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:  # a drive without links: the second best that every drive can do
        _copy_where_nothing_is(aside, path)


def _copy_where_nothing_is(aside: Path, path: Path) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(aside.read_bytes())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _remove_if_left_over(path: Path, aside: Path) -> None:
    """Removes a lock whose process is no more. A second lock sees to it that one at a time does."""
    if not _is_left_over(path, aside):
        return
    guard, turn = path.with_name("clearing"), aside.with_name(f"{aside.name}.turn")
    if _is_left_over(guard, aside):
        guard.unlink(missing_ok=True)
    try:
        turn.write_bytes(aside.read_bytes())
        _put_where_nothing_is(turn, guard)
    except FileExistsError:
        return  # somebody else is at it
    finally:
        turn.unlink(missing_ok=True)
    try:
        if _is_left_over(path, aside):  # looked at again: somebody may have taken it meanwhile
            path.unlink(missing_ok=True)
    finally:
        guard.unlink(missing_ok=True)


def _clear_others(path: Path) -> None:
    """Removes what was written aside by processes that were cut off before they had the lock."""
    with contextlib.suppress(OSError):
        now = path.stat().st_mtime
        for other in path.parent.glob(f"{path.name}.*"):
            if now - other.stat().st_mtime >= _UNREADABLE_SECONDS:
                other.unlink(missing_ok=True)


def _is_left_over(path: Path, aside: Path) -> bool:
    """Whether there is a lock at `path`, and it is of a process that is no more.

    Its age is counted by the drive's own clock, by which `aside` was dated too.
    """
    try:
        holder = _holder(path.read_bytes())
        seconds = aside.stat().st_mtime - path.stat().st_mtime
    except OSError:
        return False
    return _is_dead(holder, seconds)


def _is_dead(holder: _Holder | None, seconds: float) -> bool:
    """Whether a lock is of a process that is no more, by what it says and how old it is."""
    if holder is None:
        return seconds >= _UNREADABLE_SECONDS
    if holder.process is None or holder.computer != socket.gethostname():
        return False
    if holder.machine and holder.machine != _machine():
        return False
    if holder.boot and holder.boot != _boot():
        return seconds >= _RESTARTED_SECONDS
    start = processes.start_of(holder.process)
    if start is None:
        return True
    return holder.started is not None and abs(start - holder.started) > _SAME_START_SECONDS


def _machine() -> str:
    """What tells this computer from others of its name, as a hash; "" where nothing does.

    A container counts as a computer of its own: it cannot see the processes of the others.
    """
    known = [_first_line("/etc/machine-id"), _windows_id()]
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    found = " ".join(filter(None, known))
    return hashlib.sha256(found.encode()).hexdigest()[:16] if found else ""


def _boot() -> str:
    """What changes when this computer is started again; "" where the system does not say."""
    return _first_line("/proc/sys/kernel/random/boot_id")


def _first_line(path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _windows_id() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_KEY) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def _read(path: Path) -> _Holder | None:
    """What a lock says; None where there is none, or it cannot be read or understood."""
    for pause in (*PATIENCE, 0):
        try:
            return _holder(path.read_bytes())
        except PermissionError:  # a virus scanner may look at it
            time.sleep(pause)
        except OSError:
            break
    return None


def _holder(content: bytes) -> _Holder | None:
    """What a lock says, None where it cannot be understood."""
    try:
        return msgspec.json.decode(content, type=_Holder)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _held(path: Path) -> _Held:
    holder = _read(path)
    if holder is None and (path.is_dir() or (path.exists() and not os.access(path, os.R_OK))):
        return _Held(
            "The lock of this folder cannot be read, so nobody can tell who holds it.",
            path,
            "Wait a moment and try again. If nobody is working here, delete it.",
        )
    if holder is None:
        return _Held(
            "Another command is just beginning here, or was cut off a moment ago.",
            path,
            "Try again in a minute: a lock that says nothing is removed then.",
        )
    return _Held(
        f"{holder.by} on {holder.computer} has been changing something here since "
        f"{_in_local_time(holder.since)}.",
        path,
        "Wait a moment and try again. If nobody is at work on that computer, a command was cut "
        "off there: delete the file that is named above.",
    )


def _in_local_time(since: str) -> str:
    """The time in a lock as a clock here shows it; as it is where it is written in another way."""
    try:
        moment = datetime.strptime(since, _SINCE).replace(tzinfo=UTC)
    except ValueError:
        return since
    local = moment.astimezone(UK)
    return f"{local:%H:%M} on {short_date(local.date())}"


def changed_meanwhile(folder: Path) -> LfeError:
    """The sentence for a workspace in which another command has been at work meanwhile."""
    return LfeError(
        "Another command has been changing this folder meanwhile, so this one stopped. "
        "Nothing of it was written.",
        where=str(folder),
        next_step="Run the command again.",
    )


def cannot_write(folder: Path) -> LfeError:
    """The sentence for a folder in which nothing can be written."""
    return LfeError(
        "This folder cannot be written to. Nothing was changed.",
        where=str(folder),
        next_step="Ask for permission to change files in it, or check that the drive is not full.",
    )
