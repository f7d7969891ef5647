"""What the properties of a run, a paragraph, a cell or a table say, by one set of names.

A value that is there and empty says "none" (no shading, the automatic colour), over what is below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from lfe_cli.word import colours
from lfe_cli.word.theme import Theme
from lfe_cli.word.xml import on, val, w

Values = Mapping[str, str]


def paragraph_values(properties: etree._Element | None) -> Values:
    """What a w:pPr says: `level`, `list`, `list-level`, `alignment`, `paragraph-shade`."""
    if properties is None:
        return {}
    found: dict[str, str] = {}
    level = val(properties.find(w("outlineLvl")))
    if level and level.isdecimal():
        found["level"] = level
    listed = properties.find(w("numPr"))
    if listed is not None:
        number, at = val(listed.find(w("numId"))), val(listed.find(w("ilvl")))
        found |= ({"list": number} if number else {}) | ({"list-level": at} if at else {})
    alignment = val(properties.find(w("jc")))
    if alignment:
        found["alignment"] = alignment
    shade = _shade(properties)
    if shade is not None:
        found["paragraph-shade"] = shade
    return found


def text_values(properties: etree._Element | None, theme: Theme) -> Values:
    """What a w:rPr, w:tcPr or w:tblPr says: `colour`, `points`, `font`, `shade`, `hidden`, ..."""
    if properties is None:
        return {}
    said = {
        "colour": _colour(properties.find(w("color"))),
        "points": _points(val(properties.find(w("sz")))),
        "font": _font(properties.find(w("rFonts")), theme),
        "shade": _shade(properties),
        "highlight": _highlight(properties),
        "hidden": _switch(properties.find(w("vanish"))),
        "language": val(properties.find(w("lang"))),
    }
    return {name: value for name, value in said.items() if value is not None}


def _colour(element: etree._Element | None) -> str | None:
    return None if element is None else colours.hex_colour(val(element))


def _points(said: str | None) -> str | None:
    """A size in half points, or with its unit ("11pt")."""
    number = re.fullmatch(r"(\d{1,4})(?:\.\d+)?(pt)?", said or "")
    if number is None:
        return None
    return str(float(number[1]) if number[2] else float(number[1]) / 2)


def _font(fonts: etree._Element | None, theme: Theme) -> str | None:
    if fonts is None:
        return None
    of_theme = fonts.get(w("asciiTheme")) or fonts.get(w("hAnsiTheme"))
    if of_theme and theme.font(of_theme):
        return theme.font(of_theme)
    return fonts.get(w("ascii")) or fonts.get(w("hAnsi"))


def _shade(properties: etree._Element) -> str | None:
    shading = properties.find(w("shd"))
    if shading is None:
        return None
    return colours.shaded(val(shading), shading.get(w("color")), shading.get(w("fill")))


def _highlight(properties: etree._Element) -> str | None:
    marked = properties.find(w("highlight"))
    return None if marked is None else colours.highlighted(val(marked))


def _switch(element: etree._Element | None) -> str | None:
    return None if element is None else str(int(on(element)))
