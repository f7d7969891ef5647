"""How wide Arial's characters are and how high its lines, as LibreOffice and Word lay them out.

Liberation Sans has the same widths as Arial by design, so one table serves both. Layout happens on
a fine raster: a character's width is a whole number of sixths of a twip (a twentieth of a point).
Without that rounding about one line in a hundred would break elsewhere.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

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
