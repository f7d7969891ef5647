"""Opens a file or a folder for the officer, with the program that the computer has for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lfe_cli import programs
from lfe_cli.cli.editor import open_editor
from lfe_cli.errors import LfeError

_TEXTS = (".yaml", ".txt")


def open_for_the_officer(path: Path) -> None:
    """Open a text in the officer's editor, and wait; anything else in its own program.

    Raises LfeError where that cannot be done, which says where it lies.
    """
    if path.suffix in _TEXTS:
        open_editor(path)
        return
    if not path.exists():
        raise LfeError(f"There is no {path.name} to open yet.", where=str(path))
    try:
        if os.name == "nt":
            os.startfile(path)  # type: ignore[attr-defined]  # noqa: S606
            return
        subprocess.run(  # noqa: S603  (the system's own, by its whole path)
            [_opener(path), str(path)],
            check=True,
            capture_output=True,
            env=programs.environment(),
            timeout=20,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        raise _by_hand(path) from None


def _opener(path: Path) -> str:
    found = "/usr/bin/open" if sys.platform == "darwin" else programs.find("xdg-open")
    if found is None:
        raise _by_hand(path)
    return found


def _by_hand(path: Path) -> LfeError:
    return LfeError(
        f"{path.name} could not be opened from here.",
        where=str(path),
        next_step="Open it by hand.",
    )
