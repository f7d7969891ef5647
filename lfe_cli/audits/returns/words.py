"""Texts compared as people would: case, spaces, kinds of quotes and boxes make no difference."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lfe_cli.word.flow import SET, UNSET

# One character for one, so that a place in the compared text is the same place in the original.
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"})
_AS_PICTURE = "\ufe0e\ufe0f"  # behind a mark: it is to be drawn as text, or as a picture
SAME = QUOTES | str.maketrans(dict.fromkeys((*SET, *UNSET, *_AS_PICTURE), " "))
_WORD = re.compile(r"\S+")
_BETWEEN = re.compile(r"[\W_]+")


def words(text: str) -> list[str]:
    """The words that a text is compared by."""
    return text.translate(SAME).casefold().split()


def key(text: str) -> str:
    """The text as it is compared: two have the same where a person would call them the same."""
    return " ".join(words(text))


def squashed(text: str) -> str:
    """The letters and digits of a text alone: however a program spaced, parted or hyphenated it."""
    return _BETWEEN.sub("", text.casefold())


def starts_with(text: Sequence[str], start: Sequence[str]) -> bool:
    """The words of `text` begin with those of `start`."""
    return len(text) >= len(start) and text[: len(start)] == start


def without_first(text: str, count: int) -> str:
    """`text` after its first `count` words."""
    for number, match in enumerate(_WORD.finditer(text.translate(SAME)), start=1):
        if number == count:
            return text[match.end() :].lstrip()
    return "" if count else text


def without_last(text: str, count: int) -> str:
    """`text` before its last `count` words."""
    starts = [match.start() for match in _WORD.finditer(text.translate(SAME))]
    return text[: starts[-count]].rstrip() if 0 < count <= len(starts) else text
