"""A Word text as lines: every paragraph as one that knows its controls and its cell.

This is how returned forms are read: as if all tracked changes were accepted, with ticks and lists
as the characters that they show. Comments are not text.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from lfe_cli.word.controls import Control
from lfe_cli.word.lists import Lists
from lfe_cli.word.paragraphs import NOWHERE, Fields, Item, Paragraph, is_page
from lfe_cli.word.symbols import BOX, CROSSED, from_symbol_font, symbol
from lfe_cli.word.walk import Walk
from lfe_cli.word.xml import on, val, w

_SPACE = str.maketrans("\t\n\r", "   ")
_SPELT = {"tab": "\t", "break": "\n", "hyphen": "-"}
_GONE = ("del", "moveFrom")


class Piece(NamedTuple):
    """Text that stands in one control (its index in the flow), or in none."""

    text: str
    control: int


class Line(NamedTuple):
    """A paragraph. `mark` is its bullet or number ("• ", "2. "), `cell` its innermost cell."""

    pieces: tuple[Piece, ...]
    cell: int
    mark: str
    style: str

    @property
    def text(self) -> str:
        """All its text, without the mark."""
        return "".join(piece.text for piece in self.pieces)


class Cell(NamedTuple):
    """A table's cell: which table, row and column (each counted from 0), and the cell around it
    where its table stands in one."""

    table: int
    row: int
    column: int
    parent: int = NOWHERE


@dataclass(frozen=True)
class Flow:
    """A part of a Word document in reading order. `seen` counts what a reader should know of:

    `deleted`, `inserted`, `hidden`, `pictures`, `imported`.
    """

    lines: tuple[Line, ...]
    controls: tuple[Control, ...]
    cells: tuple[Cell, ...]
    seen: Counter[str]


def flow_of(root: etree._Element, lists: Lists | None = None, most: int = sys.maxsize) -> Flow:
    """The text of a part (document, header, footnotes). `lists` says what its bullets look like.

    Raises TooMuchText where it has more than `most` characters.
    """
    walk = Walk(as_accepted=True, most=most)
    lines = _Lines(lists or Lists())
    lines.read(block for block in walk.blocks(root) if isinstance(block, Paragraph))
    walk.seen["deleted"] += lines.joined
    return Flow(
        tuple(line for line in lines.lines if line is not None),
        tuple(walk.controls),
        tuple(
            Cell(c.table.number, c.row, c.grid, NOWHERE if c.around is None else c.around.number)
            for c in walk.cells
        ),
        walk.seen,
    )


@dataclass
class _Open:
    """A paragraph that is read; `place` is where its line will stand."""

    place: int
    cell: int
    mark: str = ""
    style: str = ""
    joins_next: bool = False
    pieces: list[Piece] = field(default_factory=list)
    ends_a_field: bool = False

    def line(self) -> Line:
        return Line(tuple(self.pieces), self.cell, self.mark, self.style)


class _Lines:
    """The lines so far. `joined` counts the ends of paragraphs that somebody deleted."""

    def __init__(self, lists: Lists) -> None:
        self.lines: list[Line | None] = []
        self.joined = 0
        self._lists = lists
        self._fields = Fields()
        self._carried: _Open | None = None

    def read(self, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self._paragraph(paragraph)
        self._let_go()

    def _paragraph(self, paragraph: Paragraph) -> None:
        line = self._opened(paragraph.element, paragraph.cell.number if paragraph.cell else NOWHERE)
        self.joined += line.joins_next
        alone = paragraph.outer is None
        if self._carried is not None and alone:
            if self._carried.cell == line.cell:
                line.pieces = self._carried.pieces
                self._carried = None
            else:
                self._let_go()
        self.lines.append(None)
        for item in paragraph.items:
            self._item(item, line)
        if line.joins_next and alone:
            self._carried = line if line.pieces else self._carried
        # LibreOffice ends a field of an old form in a paragraph that it makes for that.
        elif line.pieces or not line.ends_a_field:
            self.lines[line.place] = line.line()

    def _opened(self, element: etree._Element, cell: int) -> _Open:
        line = _Open(len(self.lines), cell)
        properties = element.find(w("pPr"))
        if properties is not None:
            line.mark = self._lists.mark(properties)
            line.style = val(properties.find(w("pStyle"))) or ""
            ends = properties.find(w("rPr"))
            line.joins_next = ends is not None and any(ends.find(w(n)) is not None for n in _GONE)
        return line

    def _let_go(self) -> None:
        """A paragraph whose end was deleted, and that has no next one to join."""
        if self._carried is not None:
            self.lines[self._carried.place] = self._carried.line()
            self._carried = None

    def _item(self, item: Item, line: _Open) -> None:
        if item.around.deleted:
            return
        if item.kind == "field" and item.element.get(w("fldCharType")) == "begin":
            self._say(_form_field(item.element.find(w("ffData"))), item, line)
        ended = self._fields.step(item, line.place)
        if ended is not None and ended.begun != line.place:
            line.ends_a_field = True
        if item.kind == "text":
            self._say(from_symbol_font(item.text.translate(_SPACE)), item, line)
        elif item.kind == "symbol":
            self._say(symbol(item.element.get(w("font")), item.element.get(w("char"))), item, line)
        else:
            self._say(_SPELT.get(item.kind, ""), item, line)

    def _say(self, text: str, item: Item, line: _Open) -> None:
        if text and not self._is_page(line.place):
            line.pieces.append(Piece(text, item.around.control))

    def _is_page(self, place: int) -> bool:
        """Whether a field is open that shows the number of a page in this paragraph."""
        field = self._fields.open[-1] if self._fields.open else None
        return field is not None and field.result == place and is_page(field.code)


def _form_field(data: etree._Element | None) -> str:
    """What a legacy form field shows by itself: a tick box, or the choice of its list."""
    if data is None:
        return ""
    box = data.find(w("checkBox"))
    if box is not None:
        state = box.find(w("checked"))
        return CROSSED if on(state if state is not None else box.find(w("default"))) else BOX
    options = data.find(w("ddList"))
    if options is None:
        return ""
    entries = [entry.get(w("val"), "") for entry in options.findall(w("listEntry"))]
    result = options.find(w("result"))
    number = (result.get(w("val"), "0") if result is not None else "0").strip()
    index = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return entries[index] if index < len(entries) else ""
