"""Whether a document is open in Word, Excel or LibreOffice: a file with a mark lies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_MOST = 1000  # bytes of a mark that are read: a real one has fewer than 200


def is_open(path: Path) -> bool:
    """Whether somebody has the file open."""
    return any(mark.exists() for mark in _marks(path))


def who_has_it_open(path: Path) -> str:
    """Who has the file open, as the screen says it: "Jo Smith has it open", or that it is open."""
    who = opened_by(path)
    return f"{who} has it open" if who else "it is open in Word or Excel"


def opened_by(path: Path) -> str:
    """The name of whoever has the file open, as their program tells it; "" where it does not.

    It is for the screen: nothing keeps it.
    """
    for mark in _marks(path):
        try:
            with mark.open("rb") as file:
                content = file.read(_MOST)
        except OSError:
            continue
        return _of_libreoffice(content) if mark.name.startswith(".~lock.") else _of_word(content)
    return ""


def _marks(path: Path) -> Iterator[Path]:
    yield path.parent / f"~${path.name}"
    # Word shortens long names: ~$ takes the place of the first two letters
    yield path.parent / f"~${path.name[2:]}"
    yield path.parent / f".~lock.{path.name}#"


def _of_word(content: bytes) -> str:
    """The owner's name in a mark of Word or Excel: its length in a byte, then its letters."""
    length = content[0] if content else 0
    name = content[1 : 1 + length]
    return name.decode("cp1252", "replace").strip() if len(name) == length else ""


def _of_libreoffice(content: bytes) -> str:
    """The name, else the login, in a mark of LibreOffice: fields with commas between them."""
    fields = content.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:2] if field.strip()), "")
