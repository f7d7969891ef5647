"""Word's text in reading order: every paragraph as a line that knows its controls and its cell.

Nothing here recurses, and every element is looked at once, so that a file made to be slow is not.
Deleted and moved-away text is left out, inserted text is there; comments are not text.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from lfe_cli.word.controls import Control, control_of
from lfe_cli.word.lists import Lists
from lfe_cli.word.symbols import BOX, CROSSED, from_symbol_font, symbol
from lfe_cli.word.xml import on, val, w

NOWHERE = -1  # of a piece: in no control; of a line: in no cell
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_VML = "urn:schemas-microsoft-com:vml"
_SPACE = str.maketrans("\t\n\r", "   ")
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})


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


class TooMuchText(Exception):
    """The part holds more text than was asked for at most."""


@dataclass(frozen=True)
class Flow:
    """A part of a Word document in reading order. `seen` counts what a reader should know of:

    `deleted`, `inserted`, `hidden`, `pictures`, `imported`.
    """

    lines: tuple[Line, ...]
    controls: tuple[Control, ...]
    cells: tuple[Cell, ...]
    seen: Counter[str]


@dataclass
class _Paragraph:
    place: int
    cell: int
    mark: str
    style: str
    joins_next: bool
    pieces: list[Piece] = field(default_factory=list)
    ends_a_field: bool = False

    def line(self) -> Line:
        return Line(tuple(self.pieces), self.cell, self.mark, self.style)


@dataclass
class _Field:
    """A field that is open. `place` is the paragraph it began in; `silent` the paragraph in which
    it shows a page's number, which is no text of the document."""

    place: int
    code: str = ""
    silent: int = NOWHERE


class _Walk:
    """What is open at one moment of the walk, and what was found so far."""

    def __init__(self, root: etree._Element, lists: Lists, most: int) -> None:
        self.lists = lists
        self._room = most
        self.lines: list[Line | None] = []
        self.controls: list[Control] = []
        self.cells: list[Cell] = []
        self.seen: Counter[str] = Counter()
        self._paragraphs: list[_Paragraph] = []
        self._open_controls: list[int] = []
        self._open_cells: list[int] = []
        self._tables: list[list[int]] = []  # table, row, column of each open table
        self._table_count = 0
        self._fields: list[_Field] = []
        self._carried: _Paragraph | None = None
        starts, ends = self._handlers()
        names = [*starts, *(name for name in ends if name not in starts)]
        self._events = etree.iterwalk(root, events=("start", "end"), tag=names)
        for event, element in self._events:
            handler = (starts if event == "start" else ends).get(element.tag)
            if handler is not None:
                handler(element)
        self._let_go()

    def _handlers(self) -> tuple[dict[str, _Handler], dict[str, _Handler]]:
        starts: dict[str, _Handler] = {
            w("p"): self._paragraph,
            w("r"): self._run,
            w("t"): self._text,
            f"{{{_MATH}}}t": self._text,
            f"{{{_DRAWING}main}}t": self._text,
            w("tab"): lambda _: self._say("\t"),
            w("ptab"): lambda _: self._say("\t"),
            w("br"): lambda _: self._say("\n"),
            w("cr"): lambda _: self._say("\n"),
            w("noBreakHyphen"): lambda _: self._say("-"),
            w("sym"): lambda e: self._say(symbol(e.get(w("font")), e.get(w("char")))),
            w("sdt"): self._control,
            w("tbl"): self._table,
            w("tr"): self._row,
            w("tc"): self._cell,
            w("fldChar"): self._field_mark,
            w("fldSimple"): self._simple_field,
            w("instrText"): self._field_code,
            w("del"): lambda _: self._leave_out("deleted"),
            w("moveFrom"): lambda _: self._leave_out("deleted"),
            w("ins"): lambda _: self._count("inserted"),
            w("moveTo"): lambda _: self._count("inserted"),
            w("altChunk"): lambda _: self._count("imported"),
            f"{{{_MC}}}Fallback": self._fallback,
        }
        for name in _PICTURES:
            starts[name] = lambda _: self._count("pictures")
        # Properties hold elements that are named like text (a tab stop is a w:tab).
        for name in ("pPr", "rPr", "sdtPr", "trPr", "sectPr"):
            starts[w(name)] = lambda _: self._events.skip_subtree()
        ends: dict[str, _Handler] = {
            w("p"): self._paragraph_ends,
            w("sdt"): lambda _: _drop(self._open_controls),
            w("tbl"): lambda _: _drop(self._tables),
            w("tc"): lambda _: _drop(self._open_cells),
        }
        return starts, ends

    # -- paragraphs and their text

    def _paragraph(self, element: etree._Element) -> None:
        cell = self._open_cells[-1] if self._open_cells else NOWHERE
        properties = element.find(w("pPr"))
        mark, style, joins = "", "", False
        if properties is not None:
            mark = self.lists.mark(properties)
            style = val(properties.find(w("pStyle"))) or ""
            ends = properties.find(w("rPr"))
            joins = ends is not None and any(ends.find(w(n)) is not None for n in _GONE)
            self.seen["deleted"] += joins
        paragraph = _Paragraph(len(self.lines), cell, mark, style, joins)
        if self._carried is not None and not self._paragraphs:
            if self._carried.cell == cell:
                paragraph.pieces = self._carried.pieces
                self._carried = None
            else:
                self._let_go()
        self.lines.append(None)
        self._paragraphs.append(paragraph)

    def _paragraph_ends(self, _: etree._Element) -> None:
        paragraph = self._paragraphs.pop()
        if paragraph.joins_next and not self._paragraphs:
            if paragraph.pieces:
                self._carried = paragraph
            return
        # LibreOffice ends a field of an old form in a paragraph that it makes for that.
        if paragraph.pieces or not paragraph.ends_a_field:
            self.lines[paragraph.place] = paragraph.line()

    def _let_go(self) -> None:
        """A paragraph whose end was deleted, and that has no next one to join."""
        if self._carried is not None:
            self.lines[self._carried.place] = self._carried.line()
            self._carried = None

    def _say(self, text: str) -> None:
        if not text or not self._paragraphs:
            return
        if self._fields and self._fields[-1].silent == self._paragraphs[-1].place:
            return
        self._room -= len(text)
        if self._room < 0:
            raise TooMuchText
        control = self._open_controls[-1] if self._open_controls else NOWHERE
        self._paragraphs[-1].pieces.append(Piece(text, control))

    def _text(self, element: etree._Element) -> None:
        self._say(from_symbol_font((element.text or "").translate(_SPACE)))

    def _run(self, element: etree._Element) -> None:
        properties = element.find(w("rPr"))
        if properties is not None and on(properties.find(w("vanish"))):
            self.seen["hidden"] += element.find(w("t")) is not None

    # -- what stands around text

    def _control(self, element: etree._Element) -> None:
        parent = self._open_controls[-1] if self._open_controls else NOWHERE
        self._open_controls.append(len(self.controls))
        self.controls.append(control_of(element, parent))

    def _table(self, _: etree._Element) -> None:
        self._tables.append([self._table_count, -1, -1])
        self._table_count += 1

    def _row(self, element: etree._Element) -> None:
        properties = element.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            self._leave_out("deleted")
            return
        if properties is not None and properties.find(w("ins")) is not None:
            self._count("inserted")
        if self._tables:
            self._tables[-1][1] += 1
            self._tables[-1][2] = -1

    def _cell(self, element: etree._Element) -> None:
        if not self._tables:  # a cell without a table: its text counts, its place does not
            self._tables.append([self._table_count, 0, -1])
            self._table_count += 1
        table = self._tables[-1]
        table[2] += 1
        around = self._open_cells[-1] if self._open_cells else NOWHERE
        self._open_cells.append(len(self.cells))
        self.cells.append(Cell(table[0], table[1], table[2], around))
        table[2] += _span(element) - 1

    # -- fields

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(w("fldCharType"))
        place = self._paragraphs[-1].place if self._paragraphs else NOWHERE
        if kind == "begin":
            self._say(_form_field(element.find(w("ffData"))))
            self._fields.append(_Field(place))
        elif self._fields and kind == "separate" and _is_page(self._fields[-1].code):
            self._fields[-1].silent = place
        elif self._fields and kind == "end":
            begun = self._fields.pop().place
            if self._paragraphs and begun != place:
                self._paragraphs[-1].ends_a_field = True

    def _field_code(self, element: etree._Element) -> None:
        if self._fields and len(self._fields[-1].code) < 100:
            self._fields[-1].code += element.text or ""

    def _simple_field(self, element: etree._Element) -> None:
        if _is_page(element.get(w("instr"), "")):
            self._events.skip_subtree()

    # -- what is left out or only counted

    def _leave_out(self, kind: str) -> None:
        self._count(kind)
        self._events.skip_subtree()

    def _count(self, kind: str) -> None:
        self.seen[kind] += 1

    def _fallback(self, element: etree._Element) -> None:
        # The same content once more, for older readers.
        before = element.getprevious()
        if before is not None and before.tag == f"{{{_MC}}}Choice":
            self._events.skip_subtree()


_Handler = Callable[[etree._Element], None]
_GONE = ("del", "moveFrom")
# What shows something that only a person can read: photographs, charts, diagrams, lettering, ink.
_PICTURES = (
    f"{{{_DRAWING}main}}blip",
    f"{{{_DRAWING}chart}}chart",
    f"{{{_DRAWING}diagram}}relIds",
    f"{{{_VML}}}imagedata",
    f"{{{_VML}}}textpath",
    w("contentPart"),
)


def _drop(stack: list[int] | list[list[int]]) -> None:
    if stack:
        stack.pop()


def _span(cell: etree._Element) -> int:
    """How many columns a cell takes."""
    properties = cell.find(w("tcPr"))
    span = None if properties is None else val(properties.find(w("gridSpan")))
    known = span is not None and span.isascii() and span.isdigit() and len(span) < 3
    return max(int(span), 1) if span is not None and known else 1


def _is_page(code: str) -> bool:
    words = code.split(maxsplit=1)
    return bool(words) and words[0].upper() in _PAGE_FIELDS


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


def walk(root: etree._Element, lists: Lists | None = None, most: int = sys.maxsize) -> Flow:
    """The text of a part (document, header, footnotes). `lists` says what its bullets look like.

    Raises TooMuchText where it has more than `most` characters.
    """
    found = _Walk(root, lists or Lists(), most)
    return Flow(
        tuple(line for line in found.lines if line is not None),
        tuple(found.controls),
        tuple(found.cells),
        found.seen,
    )
