"""Runs of text laid out in lines, as LibreOffice and Word do: widths, breaks, heights of lines.

Lengths are twips but where one says not.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

PICTURE = "\ufffc"
_RAISED = 0.58  # the size of raised and lowered text, of the size around it
_SMALL_CAPITALS = 0.8


class CannotEstimate(Exception):
    """The document has something whose room cannot be worked out; its text completes "it has"."""


@dataclass(frozen=True)
class Face:
    """How a run's characters look. `size` is in half points, `tracking` in twips a character.

    `beyond` is the font of letters that ASCII lacks; Word's files name it apart.
    """

    family: str = ""
    beyond: str = ""
    size: int = 20
    bold: bool = False
    capitals: bool = False
    small_capitals: bool = False
    raised: bool = False
    hidden: bool = False
    tracking: int = 0
    stretch: int = 100
    kerned_from: int = 0

    @property
    def is_kerned(self) -> bool:
        """Whether pairs of letters are drawn together."""
        return 0 < self.kerned_from <= self.size

    def fine_width(self, character: str) -> int:
        """The room of one character, in sixths of a twip. Raises UnknownCharacter."""
        if is_of_bullets(self.family) and not character.isspace():
            return width_of_bullet(self.size)
        size: float = self.size * (_RAISED if self.raised else 1)
        if (self.capitals or self.small_capitals) and character.islower():
            size *= _SMALL_CAPITALS if self.small_capitals else 1
            character = character.upper()
        width = sum(advance(one, round(size), self.bold) for one in character)
        return width * self.stretch // 100 + self.tracking * FINE


@dataclass(frozen=True)
class Run:
    """A piece of text with one face, or a picture that stands in the text like a letter."""

    text: str
    face: Face
    picture: tuple[int, int] | None = None  # width and height


@dataclass(frozen=True)
class Stop:
    """A tab stop, measured from the margin."""

    at: int
    kind: str = "left"


@dataclass(frozen=True)
class Measure:
    """How wide the lines of a paragraph are, and where its tabs stop."""

    width: int
    left: int = 0
    right: int = 0
    first: int = 0
    stops: Sequence[Stop] = ()
    every: int = 720

    def starts(self, is_first: bool) -> int:
        """Where a line begins, from the margin."""
        return self.left + (self.first if is_first else 0)


@dataclass(frozen=True)
class Line:
    """A line as it came out: how far it reaches above and below its base.

    `letters` is the height of its largest letters, whatever picture stands among them.
    """

    text: str
    above: int
    below: int
    letters: int

    @property
    def height(self) -> int:
        """The line's natural height."""
        return self.above + self.below


@dataclass
class _Text:
    """The whole paragraph, character by character, with widths in sixths of a twip."""

    characters: str = ""
    widths: list[int] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def lines_of(runs: Sequence[Run], measure: Measure) -> list[Line]:
    """The lines that `runs` fill; none where there is no text. Raises UnknownCharacter."""
    text = _spread(_joined(runs))
    lines: list[Line] = []
    start = 0
    while start < len(text.characters):
        end = _end_of_line(text, start, measure, is_first=not lines)
        lines.append(_line(text, start, end))
        start = end
    if text.characters.endswith("\n"):
        lines.append(_line(text, len(text.characters) - 1, len(text.characters)))
    return lines


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one face as one run: Word cuts runs wherever somebody has typed."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.face == run.face and not last.picture and not run.picture:
            joined[-1] = Run(last.text + run.text, run.face)
        elif run.text:
            joined.append(run)
    return joined


def _spread(runs: Sequence[Run]) -> _Text:
    text = _Text()
    for run in runs:
        text.characters += run.text
        for at, character in enumerate(run.text):
            text.runs.append(run)
            text.widths.append(_width(run, character, run.text[at + 1 : at + 2]))
    return text


def _width(run: Run, character: str, following: str) -> int:
    if run.picture is not None:
        return run.picture[0] * FINE
    if character in "\n\t":
        return 0
    width = run.face.fine_width(character)
    if following and run.face.is_kerned:
        width += closer(character, following, run.face.size, run.face.bold)
    return width


def _line(text: _Text, start: int, end: int) -> Line:
    """Its height is that of what is highest on it, spaces at its end included."""
    above = below = letters = 0
    for run in {id(run): run for run in text.runs[start:end]}.values():
        over, under = line_of(run.face.size, run.face.family)
        above = max(above, run.picture[1] if run.picture else over)
        below = max(below, 0 if run.picture else under)
        letters = max(letters, over + under)
    return Line(text.characters[start:end], above, below, letters)


def empty_line(size: int) -> Line:
    """The line of a paragraph without text, whose mark has `size` half points."""
    above, below = line_of(size)
    return Line("", above, below, above + below)


def _end_of_line(text: _Text, start: int, measure: Measure, is_first: bool) -> int:
    """Where the line that begins at `start` ends: after the last piece that has room on it."""
    begins = measure.starts(is_first)
    room = (measure.width - measure.right - begins) * FINE
    used, could_end = 0, 0
    for at in range(start, len(text.characters)):
        character = text.characters[at]
        if character == "\n":
            return at + 1
        if at > start and may_end(text.characters, at):
            could_end = at
        if at > start and text.runs[at] is not text.runs[at - 1]:
            used = -(-used // FINE) * FINE  # a run begins at a whole twip
        wide = text.widths[at]
        if character == "\t":
            stop = _next_stop(measure, begins + used // FINE)
            room = max(room, (stop.at - begins) * FINE)  # a stop may stand beyond the edge
            wide = _tab(text, at, used, (stop.at - begins) * FINE, stop.kind)
        overflows = at > start and used + wide > room
        if overflows and character not in SPACES:
            return could_end or at  # a word longer than the line is cut
        if overflows:  # a space that finds no room hangs over the edge
            could_end = _after_spaces(text.characters, at)
        used += wide
    return len(text.characters)


def _after_spaces(characters: str, at: int) -> int:
    while at < len(characters) and characters[at] in SPACES:
        at += 1
    return at


def _tab(text: _Text, at: int, used: int, stop: int, kind: str) -> int:
    """How far a tab reaches, in sixths of a twip."""
    following = 0
    if kind in {"right", "center"}:
        following = _width_to_next_tab(text, at + 1)
        following = following if kind == "right" else following // 2
    return max(0, stop - used - following)


def _next_stop(measure: Measure, here: int) -> Stop:
    own = list(measure.stops)
    if measure.first < 0:
        own.append(Stop(measure.left))
    ahead = [stop for stop in own if stop.at > here]
    if ahead:
        return min(ahead, key=lambda stop: stop.at)
    return Stop((here // measure.every + 1) * measure.every)


def _width_to_next_tab(text: _Text, at: int) -> int:
    total = 0
    while at < len(text.characters) and text.characters[at] not in "\t\n":
        total += text.widths[at]
        at += 1
    return total


# Where a line may end: the Unicode rules as LibreOffice applies them to English and Welsh. They
# differ from the plain ones (and from the packages that implement those) in what such texts are
# full of: a hyphen or a dash before a number ends a line ("2026-|27"), a slash inside a word does
# not ("and/or"). Word does the same in both.
SPACES = frozenset(" \u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u3000")
_GLUE = frozenset("\u00a0\u202f\u2011\u2060\ufeff\u200d")
_ENDS_A_LINE = frozenset("-\u2010\u2012\u2013\u2014|!?\u2026\u200b")
_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d")
_NEVER_AFTER_A_SPACE = frozenset("!),.:;?]}")
_NEVER_FIRST = _NEVER_AFTER_A_SPACE | _QUOTES | _GLUE | frozenset("-/|\u2010\u2012\u2013\u200b")
_DASH, _ELLIPSIS = "\u2014", "\u2026"
_NOT_BEFORE_A_DASH = _QUOTES | _GLUE | frozenset("([{/")
_CLOSED = frozenset(")],.:;")
_SIGNS = frozenset("%+\u00a3\u2212")


def may_end(text: str, at: int) -> bool:
    """Whether a line may end between `text[at - 1]` and `text[at]`."""
    before, after = text[at - 1], text[at]
    if after in SPACES or after in "\n\t":
        return False
    if before in SPACES or before == "\t":
        return _after_a_space(text, at)
    if before in _GLUE or after in _GLUE:
        return False
    if before in _ENDS_A_LINE:
        return after not in _NEVER_FIRST and before != after
    if after == _DASH:
        return before not in _NOT_BEFORE_A_DASH
    return _between_signs(before, after)


def _after_a_space(text: str, at: int) -> bool:
    """A closing mark does not begin a line, nor does a slash that stands alone."""
    if text[at] == "/":
        return at + 1 < len(text) and text[at + 1] not in SPACES
    return text[at] not in _NEVER_AFTER_A_SPACE


def _between_signs(before: str, after: str) -> bool:
    if before in _CLOSED:
        return after in "([" or after == _ELLIPSIS
    if before in _SIGNS:
        return after in _SIGNS or after == _ELLIPSIS
    if before == "\\":
        return after.isalpha()
    return after == "%" and before.isalpha()


# How wide Arial's characters are. Liberation Sans has the same widths by design, so one table
# serves both. Layout happens on a fine raster: a character's width is a whole number of sixths of
# a twip (a twentieth of a point). Without that rounding about one line in a hundred would break
# elsewhere.
FINE = 6  # raster steps in a twip
_UNITS = 2048
_TWIPS_A_HALF_POINT = 10
_WITHOUT_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SAME_AS = {"\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u202f": " "}
_FAMILIES = ("arial", "helvetica", "liberation sans", "arimo")
# Fonts of bullets: how far they reach above and below, and their gap. A bullet is narrower than its
# list's indent, so its width hardly matters.
_OF_SYMBOLS, _OF_TYPEWRITERS = (1420, 442, 307), (1705, 615, 0)
_OF_BULLETS = {
    **dict.fromkeys(("symbol", "wingdings", "opensymbol"), _OF_SYMBOLS),
    **dict.fromkeys(("courier new", "liberation mono"), _OF_TYPEWRITERS),
}
_WIDTH_OF_A_BULLET = 1229


class UnknownCharacter(Exception):
    """A character that Arial does not have; another font stands in for it, wider and higher."""


def is_arial(family: str) -> bool:
    """Whether a font of this name has Arial's widths."""
    return family.strip().lower() in _FAMILIES


def is_of_bullets(family: str) -> bool:
    """Whether a font of this name is one that Word sets bullets in."""
    return family.strip().lower() in _OF_BULLETS


@lru_cache
def _tables() -> Mapping[str, Any]:
    tables: Mapping[str, Any] = json.loads(
        (Path(__file__).parent / "arial.json").read_text("utf-8")
    )
    return tables


def _rounded(value: float) -> int:
    return int(value + 0.5)


@lru_cache(maxsize=4096)
def advance(character: str, size: int, bold: bool = False) -> int:
    """The width of one character in sixths of a twip; `size` is in half points, as in Word's files.

    Raises UnknownCharacter.
    """
    if character in _WITHOUT_WIDTH or unicodedata.combining(character):
        return 0
    table = _tables()["bold" if bold else "regular"]
    units = table.get(character, table.get(_SAME_AS.get(character, "")))
    if units is None:
        raise UnknownCharacter(character)
    return _rounded(units * size * _TWIPS_A_HALF_POINT * FINE / _UNITS)


def closer(left: str, right: str, size: int, bold: bool = False) -> int:
    """What kerning adds between two characters (mostly less than nothing), in the same unit."""
    pairs: Mapping[str, int] = _tables()["pairs of bold" if bold else "pairs of regular"]
    units = pairs.get(left + right, 0)
    return round(units * size * _TWIPS_A_HALF_POINT * FINE / _UNITS)


def width_of_bullet(size: int) -> int:
    """About the width of a bullet in a font of symbols, in the same unit."""
    return _rounded(_WIDTH_OF_A_BULLET * size * _TWIPS_A_HALF_POINT * FINE / _UNITS)


@lru_cache
def line_of(size: int, family: str = "") -> tuple[int, int]:
    """How far a line of text of `size` half points reaches above and below its base, in twips."""
    metrics = _OF_BULLETS.get(family.strip().lower(), _tables()["line"])
    fine = size * _TWIPS_A_HALF_POINT * FINE
    ascent, descent, gap = (_rounded(units * fine / _UNITS) for units in metrics)
    above = _rounded(ascent / FINE)
    return above + _rounded(gap / FINE), _rounded((ascent + descent) / FINE) - above
