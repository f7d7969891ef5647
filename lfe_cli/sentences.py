"""Parts of sentences that every message words in the same way."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# Numbers that a sentence spells out, each at its own place; none is "no": "no months".
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def joined(parts: Iterable[str], word: str = "and") -> str:
    """The parts as a sentence lists them: "a", "a and b", "a, b and c"."""
    *others, last = [*parts] or [""]
    return f"{', '.join(others)} {word} {last}" if others else last


def counted(number: int, what: str) -> str:
    """How many there are of something whose plural ends in s: "1 file", "3 files"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def closest(given: str, known: Iterable[str], *, likeness: float = 0.5) -> str:
    """The one of `known` that is written most like `given`, "" where none is near.

    `likeness` is how near it must be, from 0 to 1.
    """
    return next(iter(difflib.get_close_matches(given, list(known), n=1, cutoff=likeness)), "")


def did_you_mean(
    given: str, known: Iterable[str], otherwise: str = "", *, likeness: float = 0.5
) -> str:
    """The question after a slip of the pen: "Did you mean police?"; `otherwise` if none is near."""
    close = closest(given, known, likeness=likeness)
    return f"Did you mean {close}?" if close else otherwise
