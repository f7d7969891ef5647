"""How a Word document's text looks where it stands: its colour, background, size, font, its level.

The styles are followed down to what they are based on, table styles with their special rows and
columns included: direct settings over the character's style, the paragraph's, the table's, and the
document's defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from lfe_cli.word.colours import WHITE, hex_colour, highlighted, legible_on, shaded
from lfe_cli.word.package import Package
from lfe_cli.word.paragraphs import Cell, Paragraph
from lfe_cli.word.styles import (
    A,
    Numbering,
    Theme,
    list_named,
    part_of,
    plain_colour,
    styles_of,
    theme_of,
)
from lfe_cli.word.xml import on, parse, val, w

_SIZE_WITHOUT = 10.0  # Word's own size and font where nothing says another
_FONT_WITHOUT = "Times New Roman"
_BODY_LEVEL = "9"
UNKNOWN = "?"


@dataclass(frozen=True)
class TextLook:
    """How a run of text looks. `background` is UNKNOWN where it cannot be worked out."""

    colour: str
    background: str
    points: float
    font: str
    hidden: bool


@dataclass(frozen=True)
class ParagraphLook:
    """How a paragraph stands. `level` is that of a heading, None where it is none."""

    level: int | None
    alignment: str
    names: tuple[str, ...]


class Looks:
    """The looks of one document. Raises XmlRefused for a part that is damaged."""

    def __init__(self, package: Package) -> None:
        self._styles = styles_of(package)
        self._numbering = Numbering(part_of(package, "word/numbering.xml"))
        self._theme = theme_of(package)
        self._page = page_background(package)
        self._merged: dict[tuple[str, str], Values] = {}
        self._of_tables: dict[tuple[str, frozenset[str]], Values] = {}

    @property
    def language(self) -> str:
        """The language that the styles set for the whole document, "" for none."""
        own = self._of_style(self._styles.default(), "rPr")
        return own.get("language") or self._document.get("language", "")

    @cached_property
    def _document(self) -> Values:
        said: dict[str, str] = {}
        for properties in self._styles.defaults:
            said |= self._read(properties)
        return said

    def _read(self, properties: etree._Element) -> Values:
        if properties.tag == w("pPr"):
            return paragraph_values(properties)
        return text_values(properties, self._theme)

    def paragraph(self, paragraph: Paragraph) -> ParagraphLook:
        """How `paragraph` stands, direct settings over its style over the document's defaults."""
        values = self._of_paragraph(paragraph)
        style = self._style_of(paragraph)
        names = tuple(_name(each) for each in self._styles.chain(style))
        level = values.get("level") or _level_by_name(names)
        return ParagraphLook(
            level=None if level in {"", _BODY_LEVEL} else int(level) + 1,
            alignment=values.get("alignment", ""),
            names=names,
        )

    def run(self, paragraph: Paragraph, run: etree._Element) -> TextLook:
        """How the text of `run` looks, which is in `paragraph`."""
        own = run.find(w("rPr"))
        named = val(own.find(w("rStyle"))) if own is not None else None
        sources = (self._of_style(named or "", "rPr"), text_values(own, self._theme))
        return self._look(paragraph, sources)

    def mark(self, paragraph: Paragraph) -> TextLook | None:
        """How the bullet or number before `paragraph` looks, None where there is none."""
        values = self._of_paragraph(paragraph)
        level = self._numbering.level(values.get("list", "0"), values.get("list-level", "0"))
        if level is None or level.is_silent:
            return None
        own = paragraph.properties
        end = None if own is None else own.find(w("rPr"))
        sources = (text_values(end, self._theme), text_values(level.run, self._theme))
        return self._look(paragraph, sources)

    def _look(self, paragraph: Paragraph, own: Iterable[Values]) -> TextLook:
        style = self._of_style(self._style_of(paragraph), "rPr")
        run: dict[str, str] = {}
        for source in own:
            run.update(source)
        whole = {**self._document, **self._of_cell(paragraph), **style, **run}
        marked = {**style, **run}
        background = marked.get("highlight") or marked.get("shade") or self._background(paragraph)
        on_known = WHITE if background == UNKNOWN else background
        return TextLook(
            colour=whole.get("colour") or legible_on(on_known),
            background=background,
            points=float(whole.get("points", _SIZE_WITHOUT)),
            font=whole.get("font", _FONT_WITHOUT),
            hidden=whole.get("hidden") == "1",
        )

    # -- the background

    def _background(self, paragraph: Paragraph) -> str:
        shade = self._of_paragraph(paragraph).get("paragraph-shade")
        if shade:
            return shade
        if paragraph.box is not None:
            return box_background(paragraph.box.element, self._theme, UNKNOWN) or self._page
        for cell in paragraph.cells:
            shade = self._cell_shade(cell)
            if shade:
                return shade
        return self._page

    def _cell_shade(self, cell: Cell) -> str:
        direct = text_values(cell.properties, self._theme)
        if "shade" in direct:
            return direct["shade"]
        of_style = self._table_values(cell).get("cell-shade")
        of_table = text_values(cell.table.properties, self._theme).get("shade")
        return of_style or of_table or ""

    # -- what the styles say

    def _of_paragraph(self, paragraph: Paragraph) -> Values:
        style = self._of_style(self._style_of(paragraph), "pPr")
        own = paragraph_values(paragraph.properties)
        return {**self._document, **self._of_cell(paragraph), **style, **own}

    def _style_of(self, paragraph: Paragraph) -> str:
        return self._styles.style_of(paragraph.properties)

    def _of_cell(self, paragraph: Paragraph) -> Values:
        return self._table_values(paragraph.cells[0]) if paragraph.cells else {}

    def _table_values(self, cell: Cell) -> Values:
        own = cell.table.properties
        named = None if own is None else val(own.find(w("tblStyle")))
        style = self._styles.named(named, "table")
        bands = self._bands(style)
        here = regions(cell, bands)
        key = (style, frozenset(here))
        if key not in self._of_tables:
            self._of_tables[key] = self._table_style(style, here)
        return self._of_tables[key]

    def _bands(self, style: str) -> tuple[int, int]:
        rows = columns = 1
        for properties in self._styles.of(style, "tblPr"):
            rows = _number(properties.find(w("tblStyleRowBandSize"))) or rows
            columns = _number(properties.find(w("tblStyleColBandSize"))) or columns
        return max(rows, 1), max(columns, 1)

    def _table_style(self, style: str, here: Iterable[str]) -> Values:
        found: dict[str, str] = {}
        for part in self._styles.of_table(style, here):
            found |= self._of_part(part)
        return found

    def _of_part(self, part: etree._Element) -> Values:
        """What a table style, or its part for some rows, says of paragraphs, text and cells."""
        found = {**paragraph_values(part.find(w("pPr")))}
        found |= text_values(part.find(w("rPr")), self._theme)
        cell = text_values(part.find(w("tcPr")), self._theme)
        table = text_values(part.find(w("tblPr")), self._theme)
        shade = cell.get("shade") or table.get("shade")
        return found | ({"cell-shade": shade} if shade else {})

    def _of_style(self, style: str, tag: str) -> Values:
        if (style, tag) not in self._merged:
            found: dict[str, str] = {}
            for properties in self._styles.of(style, tag):
                found |= self._read(properties)
            self._merged[style, tag] = found
        return self._merged[style, tag]


def _name(style: etree._Element) -> str:
    return (val(style.find(w("name"))) or "").casefold()


def _level_by_name(names: Iterable[str]) -> str:
    """Word's own headings have their level by their name, where their style does not say it."""
    for name in names:
        heading = re.fullmatch(r"heading ([1-9])", name)
        if heading:
            return str(int(heading[1]) - 1)
    return ""


# What properties say, by one set of names. A value that is there and empty says "none" (no shading,
# the automatic colour), over what is below.
Values = Mapping[str, str]


def paragraph_values(properties: etree._Element | None) -> Values:
    """What a w:pPr says: `level`, `list`, `list-level`, `alignment`, `paragraph-shade`."""
    if properties is None:
        return {}
    found: dict[str, str] = {}
    level = val(properties.find(w("outlineLvl")))
    if level and level.isdecimal():
        found["level"] = level
    number, at = list_named(properties)
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
    return None if element is None else hex_colour(val(element))


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
    return shaded(val(shading), shading.get(w("color")), shading.get(w("fill")))


def _highlight(properties: etree._Element) -> str | None:
    marked = properties.find(w("highlight"))
    return None if marked is None else highlighted(val(marked))


def _switch(element: etree._Element | None) -> str | None:
    return None if element is None else str(int(on(element)))


# The special parts of a table's style, as they may be switched on for a table.
_BITS = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}


def regions(cell: Cell, bands: tuple[int, int]) -> tuple[str, ...]:
    """The parts that apply to `cell`, what counts least first.

    `bands` says of how many rows and of how many columns a band is.
    """
    on = _chosen(cell.table.properties)
    return (*_bands(cell, bands, on), *_edges(cell, on), *_corners(cell, on))


def _number(element: etree._Element | None) -> int:
    said = val(element) or ""
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _chosen(properties: etree._Element | None) -> set[str]:
    """What is ticked for this table under Table Design, Table Style Options."""
    look = None if properties is None else properties.find(w("tblLook"))
    if look is None:
        return {"noHBand", "noVBand"}
    try:
        bits = int(val(look) or "0", 16)
    except ValueError:
        bits = 0
    return {
        name
        for name, bit in _BITS.items()
        if look.get(w(name), str(int(bool(bits & bit)))) in {"1", "true", "on"}
    }


def _bands(cell: Cell, bands: tuple[int, int], on: set[str]) -> Iterator[str]:
    row = cell.row - ("firstRow" in on)
    column = cell.column - ("firstColumn" in on)
    if "noVBand" not in on and column >= 0:
        yield "band2Vert" if column // bands[1] % 2 else "band1Vert"
    if "noHBand" not in on and row >= 0:
        yield "band2Horz" if row // bands[0] % 2 else "band1Horz"


def _edges(cell: Cell, on: set[str]) -> Iterator[str]:
    if "firstColumn" in on and cell.column == 0:
        yield "firstCol"
    if "lastColumn" in on and cell.column == cell.columns - 1:
        yield "lastCol"
    if "firstRow" in on and cell.row == 0:
        yield "firstRow"
    if "lastRow" in on and cell.row == cell.rows - 1:
        yield "lastRow"


def _corners(cell: Cell, on: set[str]) -> Iterator[str]:
    sides = set(_edges(cell, on))
    for corner, upper, outer in (
        ("nwCell", "firstRow", "firstCol"),
        ("neCell", "firstRow", "lastCol"),
        ("swCell", "lastRow", "firstCol"),
        ("seCell", "lastRow", "lastCol"),
    ):
        if upper in sides and outer in sides:
            yield corner


_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_FILLS = ("solidFill", "noFill", "gradFill", "blipFill", "pattFill", "grpFill")


def page_background(package: Package) -> str:
    """The page's colour: white, unless the document shows another. Raises XmlRefused."""
    settings, document = package.part("word/settings.xml"), package.part("word/document.xml")
    shown = settings and on(parse(settings).find(w("displayBackgroundShape")))
    page = parse(document).find(w("background")) if shown and document else None
    return hex_colour(page.get(w("color")) if page is not None else None) or WHITE


def box_background(box: etree._Element, theme: Theme, unknown: str) -> str:
    """What a text box is filled with: "" for nothing, `unknown` where it is no plain colour."""
    for element in box.iterancestors():
        if element.tag == f"{_SHAPE}wsp":
            return _shape_fill(element, theme, unknown)
        if (
            isinstance(element.tag, str)
            and element.tag.startswith(_VML)
            and element.get("style") is not None
        ):
            return _old_fill(element, unknown)
    return ""


def _shape_fill(shape: etree._Element, theme: Theme, unknown: str) -> str:
    properties = shape.find(f"{_SHAPE}spPr")
    for name in _FILLS if properties is not None else ():
        fill = properties.find(f"{A}{name}") if properties is not None else None
        if fill is not None and name == "noFill":
            return ""
        if fill is not None:
            return (plain_colour(fill, theme) if name == "solidFill" else "") or unknown
    reference = shape.find(f"{_SHAPE}style/{A}fillRef")
    plain = reference is None or reference.get("idx") == "0"
    return "" if plain else unknown


def _old_fill(shape: etree._Element, unknown: str) -> str:
    if shape.get("filled") in {"f", "false"}:
        return ""
    said = shape.get("fillcolor", "#FFFFFF").split(" ")[0].lstrip("#")
    if said.lower() == "white":
        return WHITE
    return hex_colour(said) or unknown
