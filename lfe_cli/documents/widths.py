"""How wide a text is in Arial, and where its lines break. Lengths are points.

Liberation Sans has the same widths as Arial by design, so one table serves both.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_UNITS = 2048
_OTHER = 1366  # the width of a capital letter: a character that the table lacks is taken as wide
LINE_HEIGHT = (1854 + 434 + 67) / _UNITS  # ascent, descent and gap, of the size
# A line may end after a space, a hyphen, a dash or a slash; never before closing punctuation.
_PIECES = re.compile(
    r"[^\s\-\u2010\u2012-\u2014/]*(?:[\-\u2010\u2012-\u2014/]+|[ \u2002\u2003]+|$)"
)


@dataclass(frozen=True)
class Run:
    """A piece of text in one size and weight. A tab is a text of its own."""

    text: str
    size: float
    bold: bool = False


@lru_cache
def _tables() -> Mapping[str, Mapping[str, int]]:
    tables: Mapping[str, Mapping[str, int]] = json.loads(
        (Path(__file__).parent / "arial.json").read_text("utf-8")
    )
    return tables


def width_of(text: str, size: float, bold: bool = False) -> float:
    """The width of `text` on one line, in points."""
    table = _tables()["bold" if bold else "regular"]
    total = 0
    for character in text:
        if unicodedata.combining(character) or character in "\u00ad\u200b\u200d\ufeff":
            continue
        total += table.get(character, _OTHER)
    return total * size / _UNITS


def lines_of(runs: Sequence[Run], first: float, rest: float) -> list[float]:
    """The sizes (of the largest character) of the lines that `runs` fill.

    `first` and `rest` are the widths that there are on the first line and on those after it.
    """
    lines: list[float] = []
    room, used, largest = first, 0.0, 0.0
    empty = max((run.size for run in runs), default=0.0)
    for piece, run in _pieces(runs):
        if piece == "\n":
            lines.append(largest or run.size)
            room, used, largest = rest, 0.0, 0.0
            continue
        visible = width_of(piece.rstrip(" \u2002\u2003"), run.size, run.bold)
        if used and used + visible > room:
            lines.append(largest)
            room, used, largest = rest, 0.0, 0.0
        largest = max(largest, run.size)
        used += width_of(piece, run.size, run.bold)
        while used > room and visible > room:  # a word longer than the line is broken
            lines.append(largest)
            used, visible, room = used - room, visible - room, rest
    lines.append(largest or empty)
    return lines


def _pieces(runs: Sequence[Run]) -> Iterator[tuple[str, Run]]:
    """What stays together on a line, with its run. Words that go over two runs count as two."""
    for run in runs:
        for number, line in enumerate(run.text.split("\n")):
            if number:
                yield "\n", run
            for match in _PIECES.finditer(line):
                if match.group():
                    yield match.group(), run
