"""A Word text as lines: every paragraph as one that knows its controls and its cell.

This is how returned forms are read: as if all tracked changes were accepted, with ticks and lists
as the characters that they show. Comments are not text.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from lfe_cli.word.marking import PLAIN, Look, Marking, Place
from lfe_cli.word.paragraphs import NOWHERE, Control, Fields, Item, Paragraph, is_page
from lfe_cli.word.styles import Lists
from lfe_cli.word.walk import BOX as BOX_TAG
from lfe_cli.word.walk import Walk
from lfe_cli.word.xml import R, on, val, w

_SPACE = str.maketrans("\t\n\r", "   ")
_SPELT = {"tab": "\t", "break": "\n", "hyphen": "-"}
_GONE = ("del", "moveFrom")


class Piece(NamedTuple):
    """Text that stands in one control (its index in the flow), or in none, and how it is marked.

    `inserted`: somebody put it in, with changes being tracked.
    """

    text: str
    control: int
    look: Look = PLAIN
    inserted: bool = False


class Line(NamedTuple):
    """A paragraph. `mark` is its bullet or number ("• ", "2. "), `cell` its innermost cell, `holds`
    what stands in it beside text ("a link", "a comment")."""

    pieces: tuple[Piece, ...]
    cell: int
    mark: str
    style: str
    holds: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All its text, without the mark; also what is struck through or hidden."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def said(self) -> str:
        """Its text that counts: neither struck through nor hidden."""
        return "".join(piece.text for piece in self.pieces if not piece.look.gone)


class Cell(NamedTuple):
    """A table's cell: which table, row and column (each counted from 0), the cell around it where
    its table stands in one, and whether it is several cells that were joined."""

    table: int
    row: int
    column: int
    parent: int = NOWHERE
    joined: bool = False


@dataclass(frozen=True)
class Flow:
    """A part of a Word document in reading order. `seen` counts what a reader should know of:

    `deleted`, `inserted`, `hidden`, `pictures`, `imported`.
    """

    lines: tuple[Line, ...]
    controls: tuple[Control, ...]
    cells: tuple[Cell, ...]
    seen: Counter[str]


def flow_of(
    root: etree._Element,
    lists: Lists | None = None,
    most: int = sys.maxsize,
    marking: Marking | None = None,
) -> Flow:
    """The text of a part (document, header, footnotes). `lists` says what its bullets look like,
    `marking` how its words are marked.

    Raises TooMuchText where it has more than `most` characters.
    """
    walk = Walk(as_accepted=True, most=most)
    lines = _Lines(lists or Lists(), marking or Marking())
    lines.read(block for block in walk.blocks(root) if isinstance(block, Paragraph))
    walk.seen["deleted"] += lines.joined
    return Flow(
        tuple(line for line in lines.lines if line is not None),
        tuple(walk.controls),
        tuple(
            Cell(
                c.table.number,
                c.row,
                c.grid,
                NOWHERE if c.around is None else c.around.number,
                _is_joined(c.properties),
            )
            for c in walk.cells
        ),
        walk.seen,
    )


_HELD = {
    w("hyperlink"): "a link",
    w("commentReference"): "a comment",
    w("footnoteReference"): "a note",
    w("endnoteReference"): "a note",
    w("drawing"): "a picture or a shape",
    w("pict"): "a picture or a shape",
    w("object"): "an embedded file",
}


def _held(element: etree._Element) -> str:
    """What an element shows that is no text of the paragraph; a text box is read for itself."""
    held = _HELD.get(element.tag, "")
    if element.tag == w("hyperlink"):
        return held if element.get(f"{{{R}}}id") else ""
    return "" if held and next(element.iter(BOX_TAG), None) is not None else held


def _is_joined(properties: etree._Element | None) -> bool:
    if properties is None:
        return False
    return any(properties.find(w(name)) is not None for name in ("vMerge", "hMerge")) or (
        (val(properties.find(w("gridSpan"))) or "1") != "1"
    )


@dataclass
class _Open:
    """A paragraph that is read; `place` is where its line will stand."""

    place: int
    cell: int
    where: Place
    mark: str = ""
    style: str = ""
    joins_next: bool = False
    pieces: list[Piece] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    ends_a_field: bool = False

    def line(self) -> Line:
        return Line(tuple(self.pieces), self.cell, self.mark, self.style, tuple(self.holds))


class _Lines:
    """The lines so far. `joined` counts the ends of paragraphs that somebody deleted."""

    def __init__(self, lists: Lists, marking: Marking) -> None:
        self.lines: list[Line | None] = []
        self.joined = 0
        self._lists = lists
        self._marking = marking
        self._fields = Fields()
        self._carried: _Open | None = None

    def read(self, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self._paragraph(paragraph)
        self._let_go()

    def _paragraph(self, paragraph: Paragraph) -> None:
        line = self._opened(paragraph)
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

    def _opened(self, paragraph: Paragraph) -> _Open:
        cell = paragraph.cell.number if paragraph.cell else NOWHERE
        line = _Open(len(self.lines), cell, self._marking.place(paragraph))
        properties = paragraph.properties
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
        held = _held(item.element)
        if held:
            line.holds.append(held)
        if item.kind == "field" and item.element.get(w("fldCharType")) == "begin":
            self._say(_form_field(item.element.find(w("ffData"))), item, line)
        ended = self._fields.step(item, line.place)
        if ended is not None and ended.begun != line.place:
            line.ends_a_field = True
        if item.kind == "text":
            where = self._marking.look(line.where, item.around.run)
            self._say(from_symbol_font(item.text.translate(_SPACE), where.font), item, line)
        elif item.kind == "symbol":
            self._say(symbol(item.element.get(w("font")), item.element.get(w("char"))), item, line)
        else:
            self._say(_SPELT.get(item.kind, ""), item, line)

    def _say(self, text: str, item: Item, line: _Open) -> None:
        if text and not self._is_page(line.place):
            around = item.around
            look = self._marking.look(line.where, around.run)
            line.pieces.append(Piece(text, around.control, look, around.inserted))

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


BOX = "\u2610"
TICKED = "\u2611"
CROSSED = "\u2612"
_TICK, _CROSS = "\u2714", "\u2718"
# Besides, ticks and crosses as keyboards, telephones and lists of symbols have them.
SET = frozenset({TICKED, CROSSED, "\u2327", "\u25a0", *"✓✔✗✘✕✖☓╳√❌❎✅⛝🗴🗵🗶🗷🗸🗹◉⦿🔘◼⬛"})
UNSET = frozenset({BOX, "\u25a1", "\u2751", "\u2752", "\u25fb", "\u25ab", "\u2b1c", *"○◯⚪"})
MARKS = re.compile(f"[{''.join(sorted(SET | UNSET))}]")

UNKNOWN = "\ufffd"  # so that a reader sees that something stands there

# Word turns typed arrows and smileys into characters of this font.
_WINGDINGS = {
    0x4A: "\u263a",
    0x4B: "\U0001f610",
    0x4C: "\u2639",
    0xDF: "\u2190",
    0xE0: "\u2192",
    0xE7: "\u2190",
    0xE8: "\u2192",
    0xF0: "\u21e8",
    0xF3: "\u21d4",
    0x6F: BOX,
    0x71: BOX,
    0x72: BOX,
    0xA8: BOX,
    0x78: CROSSED,
    0xFB: _CROSS,
    0xFC: _TICK,
    0xFD: CROSSED,
    0xFE: TICKED,
    0xA7: "\u25aa",
    0xB7: "\u2022",
}
_WINGDINGS_2 = {
    0x4F: _CROSS,
    0x50: _TICK,
    0x51: CROSSED,
    0x52: TICKED,
    0x53: CROSSED,
    0x54: CROSSED,
    0xA3: BOX,
}
_SYMBOL = {code: chr(code) for code in (*range(0x20, 0x40), 0x5B, 0x5D, 0x7B, 0x7C, 0x7D)}
_SYMBOL |= {0xA3: "\u2264", 0xAB: "\u2194", 0xAC: "\u2190", 0xAE: "\u2192", 0xB0: "\u00b0"}
_SYMBOL |= {0xB1: "\u00b1", 0xB3: "\u2265", 0xB4: "\u00d7", 0xB7: "\u2022", 0xB9: "\u2260"}
_WEBDINGS = {0x61: _TICK, 0x63: BOX, 0x67: "\u25a0", 0x72: _CROSS}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def symbol(font: str | None, code: str | None) -> str:
    """The character that a w:sym shows; UNKNOWN where it is not one that is known here."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    table = _FONTS.get((font or "").strip().lower())
    if table is not None or 0xF000 <= number <= 0xF0FF:
        return (table or _WINGDINGS).get(number & 0xFF, UNKNOWN)
    drawn = 0x20 <= number < 0xD800 or 0xF900 <= number <= 0x10FFFF
    return chr(number) if drawn else UNKNOWN


def from_symbol_font(text: str, font: str = "") -> str:
    """`text` with the private characters of a symbol font as what they show. Where `font` is one,
    a plain letter may be a box or a tick, too."""
    table = _FONTS.get(font.strip().lower(), {})
    if table:
        signs = {code: sign for code, sign in table.items() if MARKS.match(sign)}
        text = text.translate(signs)
    if not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda match: symbol(font or "Wingdings", f"{ord(match[0]):x}"), text)
