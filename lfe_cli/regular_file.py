"""Reads a file, and nothing but a file: what is read never ends in a wait, and has a bound.

A folder may hold what looks like a file and is none: a named pipe, which waits for ever for
somebody to write into it, a device that never ends, a link to either. Whatever reads from the
disk reads here.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from lfe_cli.errors import LfeError

# Bytes. Larger than any document with photographs in it that Word still opens without a wait, and
# small enough to be held in memory with what is made of it.
MOST = 60_000_000
_MODE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotReadable(LfeError, OSError):
    """What is at this place is not read: it is no file, or far larger than any that is read.

    An OSError too: whoever can do without a file that is not for them does without this one.
    """


def read_file(path: Path, most: int = MOST) -> bytes:
    """The bytes of the file at `path`.

    Raises OSError where it is not there or not for this user, and of that kind NotReadable for
    what is no file (a pipe, a device, a folder) or holds more than `most` bytes.
    """
    refuse_what_is_no_file(path)
    with os.fdopen(os.open(path, _MODE), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it was exchanged meanwhile
            raise _no_file(path)
        content = file.read(most + 1)
    if len(content) > most:
        raise NotReadable(
            f"{path.name} is far larger than what is read here, so it was not opened.",
            where=str(path.parent),
            next_step=f"Look whether it is the right one: up to {most // 1_000_000} MB are read.",
        )
    return content


def followed(path: Path) -> Path:
    """Where `path` leads, links followed; of links that lead round in a circle, a place in it.

    (Path.resolve raises RuntimeError for those.)
    """
    return Path(os.path.realpath(path))


def refuse_what_is_no_file(path: Path) -> None:
    """Raises NotReadable for a pipe, a device or a folder, OSError for what is not there."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise _no_file(path)


def _no_file(path: Path) -> NotReadable:
    return NotReadable(
        f"{path.name} is no file that can be read.",
        where=str(path.parent),
        next_step="Look what it is, move it away, and put the file itself there.",
    )
