"""The officer's own editor: `VISUAL` or `EDITOR`, else what the system has for plain text."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from lfe_cli import programs
from lfe_cli.errors import LfeError

_BATCH = (".cmd", ".bat")  # what Windows gives to cmd.exe, which reads a path's "&" as its own
_BY_HAND = "pen the file by hand, save it, and run: lfe check"


def open_editor(path: Path) -> None:
    """Open the file in the editor, and wait until that is closed.

    Raises LfeError where it could not be started, or ended with a fault and saved nothing.
    """
    words = _editor(path)
    before = path.read_bytes()
    is_batch = Path(words[0]).suffix.lower() in _BATCH
    try:
        done = subprocess.run(  # noqa: S603  (the officer's own)
            [*words, path.name if is_batch else str(path)],
            check=False,
            cwd=path.parent if is_batch else None,
            env=programs.environment(),
        )
    except (OSError, ValueError):
        raise _cannot_use(words[0], path) from None
    if done.returncode != 0 and path.read_bytes() == before:
        raise _cannot_use(words[0], path)


def _cannot_use(program: str, path: Path) -> LfeError:
    said = f"The editor ({program}) could not be used, or ended without saving."
    return LfeError(said, where=str(path), next_step=f"O{_BY_HAND}")


def _editor(path: Path) -> list[str]:
    """The words of the command that opens the editor; its program by its whole path."""
    for variable in ("VISUAL", "EDITOR"):
        words = _words(variable, path)
        if words and words[0].strip():
            return [_program(variable, words[0], path), *words[1:]]
    if os.name == "nt":
        return [programs.find("notepad") or "notepad"]
    if sys.platform == "darwin":
        return ["/usr/bin/open", "-W", "-t"]
    nano = programs.find("nano")
    if nano:
        return [nano]
    # Not vi: who does not know it cannot get out of it.
    raise LfeError(
        "No editor was found.",
        where=str(path),
        next_step=f"Set EDITOR to the editor you use; or o{_BY_HAND}",
    )


def _words(variable: str, path: Path) -> list[str]:
    """What the variable says, in words. A path with blanks in it may stand without quotes."""
    said = os.environ.get(variable, "").strip()
    if os.path.isfile(said):  # noqa: PTH113  (Path's own fails for what can be no path)
        return [said]
    try:
        words = shlex.split(said, posix=os.name != "nt")
    except ValueError:
        raise LfeError(
            f"{variable} cannot be read as a command. Is a quotation mark in it not closed? {said}",
            where=str(path),
            next_step=f"Correct it; or o{_BY_HAND}",
        ) from None
    # on Windows a backslash is part of a path, and quotes stay: they are taken off here
    return [word.strip('"') for word in words] if os.name == "nt" else words


def _program(variable: str, named: str, path: Path) -> str:
    """The whole path of the program that is named, never of one in the folder one stands in."""
    whole = Path(os.path.expanduser(named))  # noqa: PTH111  (Path's own fails without a home)
    if whole.is_absolute():
        return str(whole)
    found = programs.find(named, batch_files=True) if whole.name == named else None
    if found is None:
        raise LfeError(
            f"The editor that {variable} names was not found: {named}",
            where=str(path),
            next_step=f"O{_BY_HAND}. Or set {variable} to the whole path of your editor.",
        )
    return found
