"""Word's text in reading order: every paragraph as a line that knows its controls and its cell.

Nothing here recurses, and every element is looked at once, so that a file made to be slow is not.
Deleted and moved-away text is left out, inserted text is there; comments are not text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from lfe_cli.ooxml.controls import Control, control_of, on
from lfe_cli.ooxml.lists import Lists
from lfe_cli.ooxml.symbols import BOX, CROSSED, from_symbol_font, symbol
from lfe_cli.ooxml.xml import val, w

NOWHERE = -1  # of a piece: in no control; of a line: in no cell
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
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
    """A table's cell: which table, row and column (each counted from 0)."""

    table: int
    row: int
    column: int


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

    def line(self) -> Line:
        return Line(tuple(self.pieces), self.cell, self.mark, self.style)


@dataclass
class _Field:
    code: str = ""
    silent: bool = False


class _Walk:
    """What is open at one moment of the walk, and what was found so far."""

    def __init__(self, root: etree._Element, lists: Lists) -> None:
        self.lists = lists
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
            w("tab"): lambda _: self._say("\t"),
            w("ptab"): lambda _: self._say("\t"),
            w("br"): self._break,
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
            w("drawing"): self._picture,
            w("pict"): self._picture,
            w("altChunk"): lambda _: self._count("imported"),
            f"{{{_MC}}}Fallback": self._fallback,
        }
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
        self.lines[paragraph.place] = paragraph.line()

    def _let_go(self) -> None:
        """A paragraph whose end was deleted, and that has no next one to join."""
        if self._carried is not None:
            self.lines[self._carried.place] = self._carried.line()
            self._carried = None

    def _say(self, text: str) -> None:
        if not text or not self._paragraphs or (self._fields and self._fields[-1].silent):
            return
        control = self._open_controls[-1] if self._open_controls else NOWHERE
        self._paragraphs[-1].pieces.append(Piece(text, control))

    def _text(self, element: etree._Element) -> None:
        self._say(from_symbol_font((element.text or "").translate(_SPACE)))

    def _break(self, element: etree._Element) -> None:
        if element.get(w("type"), "textWrapping") == "textWrapping":
            self._say("\n")

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
        elif self._tables:
            self._tables[-1][1] += 1
            self._tables[-1][2] = -1

    def _cell(self, _: etree._Element) -> None:
        if not self._tables:  # a cell without a table: its text counts, its place does not
            self._tables.append([self._table_count, 0, -1])
            self._table_count += 1
        table = self._tables[-1]
        table[2] += 1
        self._open_cells.append(len(self.cells))
        self.cells.append(Cell(*table))

    # -- fields

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._say(_form_field(element.find(w("ffData"))))
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].silent = _is_page(self._fields[-1].code)
        elif self._fields and kind == "end":
            self._fields.pop()

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

    def _picture(self, element: etree._Element) -> None:
        if next(element.iter(*_IMAGES), None) is not None:
            self.seen["pictures"] += 1

    def _fallback(self, element: etree._Element) -> None:
        # The same content once more, for older readers.
        parent = element.getparent()
        if parent is not None and parent.find(f"{{{_MC}}}Choice") is not None:
            self._events.skip_subtree()


_Handler = Callable[[etree._Element], None]
_GONE = ("del", "moveFrom")
_IMAGES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def _drop(stack: list[int] | list[list[int]]) -> None:
    if stack:
        stack.pop()


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


def walk(root: etree._Element, lists: Lists | None = None) -> Flow:
    """The text of a part (document, header, footnotes). `lists` says what its bullets look like."""
    found = _Walk(root, lists or Lists())
    return Flow(
        tuple(line for line in found.lines if line is not None),
        tuple(found.controls),
        tuple(found.cells),
        found.seen,
    )
