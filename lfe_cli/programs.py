"""Finds the programs that are started, by their whole path, and never where the officer stands.

A folder that somebody shared can hold a file called git. Windows looks into the current folder
first; elsewhere an empty or relative entry of PATH does the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

_ENDINGS = (".exe", ".com") if os.name == "nt" else ("",)


def find(*names: str, usual: Sequence[str] = ()) -> str | None:
    """The whole path of the first of `names` that is installed; None where none is.

    `usual` are whole paths of places where it lies on some systems, though PATH does not say so.
    """
    for name in names:
        for folder in _folders():
            for ending in _ENDINGS:
                if _can_be_started(folder / f"{name}{ending}"):
                    return str(folder / f"{name}{ending}")
    # a path of another system is none here: "C:/..." would be looked for where the officer stands
    there = (path for path in map(Path, usual) if path.is_absolute() and _can_be_started(path))
    return next(map(str, there), None)


def environment() -> dict[str, str]:
    """The environment for a program that is started: it looks for others as `find` does."""
    path = os.pathsep.join(map(str, _folders())) or os.devnull  # an empty one is the current folder
    return {**os.environ, "PATH": path, "NODEFAULTCURRENTDIRECTORYINEXEPATH": "1"}


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
