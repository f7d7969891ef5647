"""One lock for a workspace, as a file that says who holds it, where and since when.

Operating systems' locks can silently not lock on network drives; a file that must not exist yet
works on all of them, and an officer can read it.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lfe_cli.errors import LfeError

FILE = ".lfe/lock"
_GUARD_SECONDS = 10


@contextmanager
def locked(workspace: Path, by: str, moment: datetime) -> Iterator[None]:
    """Holds the workspace's lock. Raises LfeError where somebody else does."""
    path = workspace / FILE
    _take(path, {"by": by, "computer": socket.gethostname(), "process": os.getpid()}, moment)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _take(path: Path, holder: dict[str, object], moment: datetime) -> None:
    content = json.dumps({**holder, "since": f"{moment:%Y-%m-%d %H:%M} UTC"})
    try:
        path.parent.mkdir(exist_ok=True)
        _clear_left_over(path)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except FileExistsError:
        raise _held(path) from None
    except OSError:
        raise cannot_write(path.parent.parent) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)


def _clear_left_over(path: Path) -> None:
    """Removes a lock whose process is no more. A second lock sees to it that one at a time does."""
    if not _is_left_over(path):
        return
    guard = path.with_name("lock.clearing")
    with contextlib.suppress(OSError):
        if time.time() - guard.stat().st_mtime > _GUARD_SECONDS:
            guard.unlink()
    try:
        os.close(os.open(guard, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError:
        return
    try:
        if _is_left_over(path):  # looked at again: somebody may have taken it meanwhile
            path.unlink(missing_ok=True)
    finally:
        guard.unlink(missing_ok=True)


def _holder(path: Path) -> dict[str, object]:
    try:
        holder = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return holder if isinstance(holder, dict) else {}


def _is_left_over(path: Path) -> bool:
    """Whether the lock is of a process of this computer that is no more."""
    holder = _holder(path)
    process = holder.get("process")
    if holder.get("computer") != socket.gethostname() or not isinstance(process, int):
        return False
    if os.name == "nt":  # os.kill would end the process there
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _held(path: Path) -> LfeError:
    holder = _holder(path)
    who = f"{holder.get('by', 'somebody')} on {holder.get('computer', 'another computer')}"
    return LfeError(
        f"{who} has been changing something here since {holder.get('since', 'a moment ago')}.",
        where=str(path),
        next_step="Wait a moment and try again. If nobody is working here, delete the lock file.",
    )


def cannot_write(folder: Path) -> LfeError:
    """The sentence for a folder in which nothing can be written."""
    return LfeError(
        "This folder cannot be written to. Nothing was changed.",
        where=str(folder),
        next_step="Ask for permission to change files in it, or check that the drive is not full.",
    )
