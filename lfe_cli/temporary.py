"""Folders for a moment: for this user only, gone when the work is done.

Their names say whose they are. What a process left behind that was ended before it could clear
up, because it was killed or the computer was switched off, the next start removes.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lfe_cli import processes
from lfe_cli.errors import LfeError

_PREFIX = "lfe-office-"
_OF_PROCESS = re.compile(rf"{_PREFIX}(\d+)-\w+")
_WITHOUT_PROCESS_SECONDS = 3600  # earlier versions did not say which process a folder is of
_SAME_START_SECONDS = 2  # a file system may keep the time of a change in whole seconds


@contextmanager
def folder() -> Iterator[Path]:
    """A new folder that only this user can read, removed afterwards with all that is in it.

    Raises LfeError where this computer has no room for one, and when none is left meanwhile.
    """
    place = _place()
    prefix = f"{_PREFIX}{os.getpid()}-"
    try:
        with tempfile.TemporaryDirectory("", prefix, place, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError:
        raise _no_room(place) from None


@contextmanager
def for_everything() -> Iterator[Path]:
    """A folder as above, to which libraries write their own temporary files meanwhile."""
    before = tempfile.tempdir
    with folder() as own:
        tempfile.tempdir = str(own)
        try:
            yield own
        finally:
            tempfile.tempdir = before


def sweep() -> None:
    """Remove the folders that processes left behind which are no more, and end their office."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        ours = [entry for entry in entries if entry.name.startswith(_PREFIX)]
        for entry in ours:
            if entry.is_dir(follow_symlinks=False) and _is_left_over(entry):
                _end_office_in(Path(entry.path))
                shutil.rmtree(entry.path, ignore_errors=True)


def _place() -> str:
    """The computer's folder for temporary files.

    Where it has none, Python takes the folder that somebody stands in: nothing confidential goes
    there.
    """
    try:
        place = tempfile.gettempdir()
    except OSError:
        raise _no_room("") from None
    named = [*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp", "/usr/tmp"]  # noqa: S108
    if place == os.path.realpath(".") and place not in map(os.path.realpath, filter(None, named)):
        raise _no_room(place)
    return place


def _no_room(where: str) -> LfeError:
    return LfeError(
        "This computer's folder for temporary files cannot be written to, or is full. "
        "Nothing was changed.",
        where=where,
        next_step="Free some space on that drive, and run the command again.",
    )


def _is_left_over(entry: os.DirEntry[str]) -> bool:
    """Whether the process that made the folder is no more, or its number is another's by now."""
    touched = entry.stat(follow_symlinks=False).st_mtime
    match = _OF_PROCESS.fullmatch(entry.name)
    if match is None:
        return time.time() - touched > _WITHOUT_PROCESS_SECONDS
    start = processes.start_of(int(match[1]))
    return start is None or start > touched + _SAME_START_SECONDS


def _end_office_in(left: Path) -> None:
    """End a LibreOffice whose caller was killed, and which holds the files of its folder."""
    import psutil

    mark = f"-env:UserInstallation={left.as_uri()}/"
    for process in psutil.process_iter(["cmdline"]):
        if any(word.startswith(mark) for word in process.info["cmdline"] or ()):
            with contextlib.suppress(psutil.Error):
                process.kill()
