"""One text of a file with its place, and how files inside a file are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from lfe_cli.errors import LfeError

# What people read as sentences; wording is looked at only there. The other kinds (property, link,
# author, key, name, field, picture, unread, ...) are searched for identifiers alone.
PROSE = frozenset(
    {"body", "heading", "item", "header", "footer", "note", "comment", "deleted", "hidden", "alt"}
)


# What is left in a document of how it was made, where the text alone does not say so.
Leftover = Literal["tracked-change", "comment-left", "author"]


@dataclass(frozen=True)
class Passage:
    """One text in a file. `where` is its place as a person would say it.

    `path` leads to it in a file of keys and values (indices count from 0).
    """

    where: str
    text: str
    kind: str = "body"
    path: tuple[str | int, ...] = ()
    leftover: Leftover | None = None


# Reads a file that is inside another one. Raises LfeError where it cannot be opened.
ReadInside = Callable[[str, bytes], "tuple[Passage, ...]"]


def cannot_open(name: str, sentence: str) -> LfeError:
    """The refusal of a file that these checks cannot read, and so did not check."""
    return LfeError(
        f"{PurePath(name).name} was not checked. {sentence}",
        where=name,
        next_step="Save it as a Word document (.docx) or as text, and check that.",
    )
