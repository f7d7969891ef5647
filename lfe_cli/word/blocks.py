"""The paragraphs and tables of a Word file one by one, empty ones too, each with its place.

A place is said in the same words as `wordfile` says it, so that all findings on a file agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from lfe_cli.word.package import Package
from lfe_cli.word.xml import on, parse, w

Kind = Literal["body", "header", "footer", "note"]
BOX = w("txbxContent")
PROPERTIES = frozenset(
    w(name) for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr")
)
_REMOVED = {w("del"), w("moveFrom")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STORIES: tuple[tuple[str, str, Kind], ...] = (
    (r"word/document\d*\.xml", "", "body"),
    (r"word/header\d*\.xml", "header", "header"),
    (r"word/footer\d*\.xml", "footer", "footer"),
    (r"word/footnotes\.xml", "footnote", "note"),
    (r"word/endnotes\.xml", "endnote", "note"),
)
_SAYS = frozenset(w(n) for n in ("delText", "tab", "ptab", "br", "cr", "noBreakHyphen"))


@dataclass(frozen=True)
class Cell:
    """A table's cell, and where in the table it is; rows and columns count from 0."""

    element: etree._Element
    table: etree._Element
    row: int
    rows: int
    column: int
    columns: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `cells` are those around it, the innermost first; `box` the text box it is in.

    `number` is its place in the reading order of the whole file, tables counted too.
    """

    element: etree._Element
    where: str
    kind: Kind
    number: int
    cells: tuple[Cell, ...] = ()
    box: etree._Element | None = None


@dataclass(frozen=True)
class Table:
    """A table; `rows` are its own, not those of tables inside it."""

    element: etree._Element
    where: str
    kind: Kind
    number: int
    rows: tuple[etree._Element, ...]


Block = Paragraph | Table


def blocks_of(package: Package) -> tuple[Block, ...]:
    """Everything that is read, the body first. Raises XmlRefused for a part that is damaged."""
    walk = _Walk()
    for pattern, label, kind in _STORIES:
        parts = sorted(package.matching(pattern), key=_in_order)
        for number, part in enumerate(parts, start=1):
            said = f"{label} {number}" if label and len(parts) > 1 else label
            walk.story(parse(package.parts[part]), said, kind)
    return tuple(walk.found)


def _in_order(part: str) -> tuple[int, str]:
    digits = re.search(r"(\d+)\.xml$", part)
    return (int(digits[1]) if digits else 0, part)


class _Walk:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self._label = ""
        self._kind: Kind = "body"
        self._paragraphs = self._tables = self._boxes = 0

    def story(self, root: etree._Element, label: str, kind: Kind) -> None:
        if kind != "note":
            self._begin(label, kind)
            self._blocks(root)
            return
        each = [e for e in root if e.get(w("type")) not in {"separator", "continuationSeparator"}]
        for number, entry in enumerate(each, start=1):
            self._begin(f"{label} {number}", kind)
            self._blocks(entry)

    def _begin(self, label: str, kind: Kind) -> None:
        self._label, self._kind = label, kind
        self._paragraphs = self._tables = self._boxes = 0

    def _blocks(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == w("p"):
                self._paragraphs += _is_counted(child)
                self._paragraph(child, self._place("paragraph", self._paragraphs or 1))
            elif child.tag == w("tbl"):
                self._tables += 1
                self._table(child, self._place("table", self._tables), ())
            elif child.tag not in PROPERTIES:
                self._blocks(child)

    def _place(self, what: str, number: int) -> str:
        if not self._label:
            return f"{what} {number}"
        alone = what == "paragraph" and number == 1
        return self._label if alone else f"{self._label}, {what} {number}"

    def _paragraph(self, element: etree._Element, where: str, cells: tuple[Cell, ...] = ()) -> None:
        self.found.append(Paragraph(element, where, self._kind, len(self.found), cells))
        self._inside_boxes(element)

    def _inside_boxes(self, element: etree._Element) -> None:
        for box in _boxes(element):
            self._boxes += 1
            where = self._place("text box", self._boxes)
            for inner in _below(box, {BOX}):
                if inner.tag == w("p"):
                    number = len(self.found)
                    self.found.append(Paragraph(inner, where, self._kind, number, box=box))
                    self._inside_boxes(inner)

    def _table(self, table: etree._Element, where: str, around: tuple[Cell, ...]) -> None:
        rows = tuple(e for e in _below(table, {BOX, w("tr")}) if e.tag == w("tr"))
        self.found.append(Table(table, where, self._kind, len(self.found), rows))
        for place, row in enumerate(rows):
            here = where if around else f"{where}, row {place + 1}"
            cells = [e for e in _below(row, {BOX, w("tc")}) if e.tag == w("tc")]
            for column, cell in enumerate(cells):
                this = Cell(cell, table, place, len(rows), column, len(cells))
                self._in_cell(cell, here, (this, *around))

    def _in_cell(self, parent: etree._Element, where: str, cells: tuple[Cell, ...]) -> None:
        for child in parent:
            if child.tag == w("p"):
                self._paragraph(child, where, cells)
            elif child.tag == w("tbl"):
                self._table(child, where, cells)
            elif child.tag not in PROPERTIES:
                self._in_cell(child, where, cells)


def _below(element: etree._Element, closed: set[str]) -> Iterator[etree._Element]:
    for child in element:
        yield child
        if child.tag not in closed:
            yield from _below(child, closed)


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Its text boxes. Word writes each twice, for new and old readers: an equal copy is skipped."""
    found: dict[str, etree._Element] = {}
    for element in _below(paragraph, {BOX}):
        if element.tag == BOX:
            texts = (e.text or "" for e in element.iter(w("t"), w("delText")))
            found.setdefault("".join(texts), element)
    return list(found.values())


def _is_counted(paragraph: etree._Element) -> bool:
    """Whether it counts when paragraphs are numbered: it holds text, deleted text included."""
    return any(
        e.tag in _SAYS or (isinstance(e.tag, str) and etree.QName(e).localname == "t")
        for e in _below(paragraph, {BOX, *PROPERTIES})
    )


def shown_in(element: etree._Element) -> Iterator[etree._Element]:
    """All that shows in a paragraph or run: no properties, no deletions, no text boxes.

    Of what is written twice, for new and for old readers, the first.
    """
    for child in element:
        if child.tag in PROPERTIES or child.tag in _REMOVED or child.tag == _FALLBACK:
            continue
        yield child
        if child.tag != BOX:
            yield from shown_in(child)


def text_in(element: etree._Element) -> str:
    """The text that shows in a paragraph or run, breaks and tabs as such; hidden runs left out."""
    return "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    for each in shown_in(element):
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        if name == "t" and not _is_hidden(each.getparent()):
            yield each.text or ""
        elif each.tag in {w("tab"), w("ptab")}:
            yield "\t"
        elif each.tag in {w("br"), w("cr")}:
            yield "\n"
        elif each.tag in {w("noBreakHyphen"), w("softHyphen")}:
            yield "-"
        elif each.tag == w("sym"):
            yield "\u25a1"


def _is_hidden(run: etree._Element | None) -> bool:
    return run is not None and on(run.find(f"{w('rPr')}/{w('vanish')}"))
