"""Finds the programs that are started, by their whole path, and never where the officer stands.

A folder that somebody shared can hold a file called git. Windows looks into the current folder
first; elsewhere an empty or relative entry of PATH does the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

_PROGRAMS = (".exe", ".com")  # Windows's endings of programs, and of what its shell runs
_BATCH_FILES = (".cmd", ".bat")


def find(*names: str, usual: Sequence[str] = (), batch_files: bool = False) -> str | None:
    """The whole path of the first of `names` that is installed; None where none is.

    `usual` are whole paths of places where it lies on some systems, though PATH does not say so.
    On Windows, `batch_files` count as programs where they are asked for.
    """
    for name in names:
        for folder in _folders():
            for file in _files(name, batch_files=batch_files):
                if _can_be_started(folder / file):
                    return str(folder / file)
    # a path of another system is none here: "C:/..." would be looked for where the officer stands
    there = (path for path in map(Path, usual) if path.is_absolute() and _can_be_started(path))
    return next(map(str, there), None)


def environment() -> dict[str, str]:
    """The environment for a program that is started: it looks for others as `find` does."""
    path = os.pathsep.join(map(str, _folders())) or os.devnull  # an empty one is the current folder
    return {**os.environ, "PATH": path, "NODEFAULTCURRENTDIRECTORYINEXEPATH": "1"}


def _files(name: str, *, batch_files: bool) -> tuple[str, ...]:
    """What a program of that name may be called."""
    if os.name != "nt":
        return (name,)
    endings = (*_PROGRAMS, *(_BATCH_FILES if batch_files else ()))
    if name.lower().endswith(endings):
        return (name,)
    return tuple(f"{name}{ending}" for ending in endings)


def _folders() -> Iterator[Path]:
    """The folders of PATH, without relative ones and the one in which the officer stands."""
    for entry in os.environ.get("PATH", os.defpath).split(os.pathsep):
        folder = Path(entry.strip('"') if os.name == "nt" else entry)
        if folder.is_absolute() and not _is_here(folder):
            yield folder


def _is_here(folder: Path) -> bool:
    try:
        return folder.samefile(".")
    except OSError:
        return False


def _can_be_started(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except OSError:  # a folder that may not be entered
        return False
