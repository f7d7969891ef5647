"""How a Word document's text looks where it stands: its colour, ground, size, font, its level.

The styles are followed down to what they are based on, table styles with their special rows and
columns included: direct settings over the character's style, the paragraph's, the table's, and the
document's defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from lfe_cli.word import colours
from lfe_cli.word.background import box_ground, page_ground
from lfe_cli.word.lists import Numbering
from lfe_cli.word.package import Package
from lfe_cli.word.paragraphs import Cell, Paragraph
from lfe_cli.word.regions import regions
from lfe_cli.word.styles import part_of, styles_of
from lfe_cli.word.theme import theme_of
from lfe_cli.word.values import Values, paragraph_values, text_values
from lfe_cli.word.xml import val, w

_SIZE_WITHOUT = 10.0  # Word's own size and font where nothing says another
_FONT_WITHOUT = "Times New Roman"
_BODY_LEVEL = "9"
UNKNOWN = "?"


@dataclass(frozen=True)
class TextLook:
    """How a run of text looks. `ground` is UNKNOWN where it cannot be worked out."""

    colour: str
    ground: str
    points: float
    font: str
    hidden: bool


@dataclass(frozen=True)
class ParagraphLook:
    """How a paragraph stands. `level` is that of a heading, None where it is none."""

    level: int | None
    listed: bool
    alignment: str
    names: tuple[str, ...]


class Looks:
    """The looks of one document. Raises XmlRefused for a part that is damaged."""

    def __init__(self, package: Package) -> None:
        self._styles = styles_of(package)
        self._numbering = Numbering(part_of(package, "word/numbering.xml"))
        self._theme = theme_of(package)
        self._page = page_ground(package)
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
            listed=values.get("list", "0") != "0",
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
        end = paragraph.element.find(f"{w('pPr')}/{w('rPr')}")
        sources = (text_values(end, self._theme), text_values(level.run, self._theme))
        return self._look(paragraph, sources)

    def _look(self, paragraph: Paragraph, own: Iterable[Values]) -> TextLook:
        style = self._of_style(self._style_of(paragraph), "rPr")
        run: dict[str, str] = {}
        for source in own:
            run.update(source)
        whole = {**self._document, **self._of_cell(paragraph), **style, **run}
        marked = {**style, **run}
        ground = marked.get("highlight") or marked.get("shade") or self._ground(paragraph)
        on_known = colours.WHITE if ground == UNKNOWN else ground
        return TextLook(
            colour=whole.get("colour") or colours.legible_on(on_known),
            ground=ground,
            points=float(whole.get("points", _SIZE_WITHOUT)),
            font=whole.get("font", _FONT_WITHOUT),
            hidden=whole.get("hidden") == "1",
        )

    # -- the ground

    def _ground(self, paragraph: Paragraph) -> str:
        shade = self._of_paragraph(paragraph).get("paragraph-shade")
        if shade:
            return shade
        if paragraph.box is not None:
            return box_ground(paragraph.box.element, self._theme, UNKNOWN) or self._page
        for cell in paragraph.cells:
            shade = self._cell_shade(cell)
            if shade:
                return shade
        return self._page

    def _cell_shade(self, cell: Cell) -> str:
        own = cell.element.find(w("tcPr"))
        direct = text_values(own, self._theme)
        if "shade" in direct:
            return direct["shade"]
        of_style = self._table_values(cell).get("cell-shade")
        of_table = text_values(cell.table.element.find(w("tblPr")), self._theme).get("shade")
        return of_style or of_table or ""

    # -- what the styles say

    def _of_paragraph(self, paragraph: Paragraph) -> Values:
        style = self._of_style(self._style_of(paragraph), "pPr")
        own = paragraph_values(paragraph.element.find(w("pPr")))
        return {**self._document, **self._of_cell(paragraph), **style, **own}

    def _style_of(self, paragraph: Paragraph) -> str:
        return self._styles.style_of(paragraph.element.find(w("pPr")))

    def _of_cell(self, paragraph: Paragraph) -> Values:
        return self._table_values(paragraph.cells[0]) if paragraph.cells else {}

    def _table_values(self, cell: Cell) -> Values:
        named = val(cell.table.element.find(f"{w('tblPr')}/{w('tblStyle')}"))
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
            said = val(properties.find(w("tblStyleRowBandSize")))
            rows = int(said) if said and said.isdecimal() else rows
            said = val(properties.find(w("tblStyleColBandSize")))
            columns = int(said) if said and said.isdecimal() else columns
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
