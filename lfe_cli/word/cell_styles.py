"""What the look of a workbook's cells says about what they hold: dates, struck-out words.

Nothing else of the look is read, so nothing else of it can keep a workbook from being read: other
programs write colours, names and angles as they like, and Excel opens all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

GENERAL = "General"
_LONGEST = 255  # characters of a number format, in Excel
_DAYS_OF_OTHER_COUNTRIES = {*range(27, 37), *range(50, 59)}  # Excel has them without writing them
_OFF = frozenset({"0", "false", "off", "no"})


@dataclass(frozen=True)
class Style:
    """How a cell is shown: its number format, and whether its words are struck out."""

    format: str = GENERAL
    struck: bool = False

    @cached_property
    def is_date(self) -> bool:
        """Whether a number is shown as a day or a time."""
        return is_date_format(self.format)

    @cached_property
    def is_duration(self) -> bool:
        """Whether a number is shown as hours that may be more than a day's."""
        return is_timedelta_format(self.format)


def styles_of(root: etree._Element | None) -> tuple[Style, ...]:
    """The styles of a workbook, in the order by which its cells name them."""
    if root is None:
        return ()
    formats = {
        _number(one.get("numFmtId")): (one.get("formatCode") or GENERAL)[:_LONGEST]
        for one in _within(root, "numFmts", "numFmt")
    }
    fonts = [is_struck(one) for one in _within(root, "fonts", "font")]
    return tuple(
        Style(
            formats.get(number := _number(one.get("numFmtId"))) or _builtin(number),
            _at(fonts, _number(one.get("fontId"))),
        )
        for one in _within(root, "cellXfs", "xf")
    )


def is_struck(look: etree._Element | None) -> bool:
    """Whether a font, or the look of a piece of text, strikes its words out."""
    strike = look.find("{*}strike") if look is not None else None
    return strike is not None and (strike.get("val") or "1").strip().lower() not in _OFF


def _within(root: etree._Element, group: str, name: str) -> Iterator[etree._Element]:
    for one in root.iterchildren(f"{{*}}{group}"):
        yield from one.iterchildren(f"{{*}}{name}")


def _builtin(number: int) -> str:
    if number in _DAYS_OF_OTHER_COUNTRIES:
        return "yyyy-mm-dd"
    return BUILTIN_FORMATS.get(number, GENERAL)


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 10 else 0


def _at(fonts: Sequence[bool], number: int) -> bool:
    return number < len(fonts) and fonts[number]


# ---------------------------------------------------------------- what a format shows

_SAID = re.compile(r'"[^"]*"|\\.')  # words in a format
_SILENT = re.compile(r"\[[^\]]*\]|[_*].")  # colours, countries, room
_PLAIN = re.compile(r"[#0?,]*(?:\.(?P<places>[#0?]+))?(?P<share>%?)")


def shows_a_day(code: str) -> bool:
    """Whether a format of dates shows the day, and not a month or a time alone."""
    bare = _SILENT.sub("", _SAID.sub("", code.split(";")[0])).lower()
    return "d" in bare or bare in {"", GENERAL.lower()}


def shows_otherwise(value: object, code: str) -> bool:
    """Whether a format shows something else than a text or a number says."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    sections = _SILENT.sub("", _SAID.sub('"', code)).split(";")
    if isinstance(value, str):
        own = sections[3] if len(sections) > 3 else sections[-1] if "@" in code else "@"
        return own.strip() not in {"@", GENERAL}
    section = sections[0].strip()
    if section in {"", GENERAL, "@"} and sections[0] == code.strip():
        return False
    plain = _PLAIN.fullmatch(section)
    if plain is None or not section or (value < 0 and len(sections) > 1):
        return True
    shown = value * 100 if plain["share"] else value
    return abs(round(shown, len(plain["places"] or "")) - shown) > 1e-9
