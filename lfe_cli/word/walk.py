"""One walk over a part of a Word document, in reading order, for whoever reads Word files.

Returned answers, what may not be kept, what is hard to read, how much room a page takes: each
takes from a paragraph's items what it needs. Nothing here recurses, and every element is looked at
once, so that a file that was made to be slow is not.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from lfe_cli.word.paragraphs import (
    SAYS,
    Around,
    Block,
    Box,
    Cell,
    Control,
    Inserted,
    Item,
    Kind,
    Paragraph,
    Row,
    Table,
    Top,
    control_of,
    is_page,
)
from lfe_cli.word.xml import is_not_off, on, val, w

BOX = w("txbxContent")
PROPERTIES = frozenset(
    w(name) for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr")
)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_VML = "urn:schemas-microsoft-com:vml"
_LEAVES: dict[str, Kind] = {
    w("tab"): "tab",
    w("ptab"): "tab",
    w("br"): "break",
    w("cr"): "break",
    w("noBreakHyphen"): "hyphen",
    w("softHyphen"): "soft-hyphen",
    w("sym"): "symbol",
    w("fldChar"): "field",
    w("instrText"): "code",
    w("delInstrText"): "code",
}
# What shows something that only a person can read: photographs, charts, diagrams, lettering, ink.
_PICTURES = frozenset(
    {
        f"{{{_DRAWING}main}}blip",
        f"{{{_DRAWING}chart}}chart",
        f"{{{_DRAWING}diagram}}relIds",
        f"{{{_VML}}}imagedata",
        f"{{{_VML}}}textpath",
        w("contentPart"),
    }
)


class TooMuchText(Exception):
    """The part holds more text than was asked for at most."""


def walk(root: etree._Element) -> tuple[Block, ...]:
    """Every paragraph and table of a part (document, header, footnotes), in reading order."""
    return tuple(Walk().blocks(root))


def text_in(element: etree._Element) -> str:
    """The text that shows in an element of a paragraph, or in what stands in a control."""
    inside = Paragraph(element, Top())
    found = Walk().blocks(element, inside)
    below = [b for b in found if isinstance(b, Paragraph) and b.box is None]
    return "".join(paragraph.text for paragraph in (inside, *below))


def _holds_text(properties: etree._Element) -> bool:
    """Properties hold no text in a sound file; in a damaged one a name may stand there."""
    return next(properties.iter(w("t"), w("delText")), None) is not None


class _Here(NamedTuple):
    """Where the walk is: what it is in, the innermost of each."""

    paragraph: Paragraph | None = None
    table: Table | None = None
    row: Row | None = None
    cell: Cell | None = None
    box: Box | None = None
    top: Top = Top()
    around: Around = Around()


class Walk:
    """One walk. With `as_accepted` it is as if all tracked changes were accepted: what was deleted
    or moved away is left out, and what is there twice for older readers, and numbers of pages.

    `controls`, `cells` and `seen` (what a reader should know of: `deleted`, `inserted`, `hidden`,
    `pictures`, `imported`) are whole when the blocks have all been taken.
    """

    def __init__(self, *, as_accepted: bool = False, most: int = sys.maxsize) -> None:
        self.controls: list[Control] = []
        self.cells: list[Cell] = []
        self.seen: Counter[str] = Counter()
        self._as_accepted = as_accepted
        self._room = most
        self._found: list[Block] = []
        self._tables = self._top_tables = self._boxes = 0

    def blocks(self, root: etree._Element, inside: Paragraph | None = None) -> Iterator[Block]:
        """Each paragraph and table below `root`, where `root` is not in a paragraph itself.

        A paragraph is given when it has been read, before those of its text boxes; nothing of it
        is kept here. Raises TooMuchText where there are more than `most` characters.
        """
        stack = [(iter(root), _Here(paragraph=inside))]
        while stack:
            children, here = stack[-1]
            if here.paragraph is None and self._found:
                yield from self._found
                self._found = []
            child = next(children, None)
            if child is None:
                stack.pop()
                continue
            inner = self._enter(child, here)
            if inner is not None:
                stack.append((iter(child), inner))
        yield from self._found

    def _enter(self, element: etree._Element, here: _Here) -> _Here | None:
        """Takes one element; where what is below it counts, where the walk is then."""
        tag = element.tag
        if not isinstance(tag, str):
            return None
        if tag in PROPERTIES:
            return None if self._as_accepted or not _holds_text(element) else here
        kind = _LEAVES.get(tag)
        if kind is not None:
            return self._leaf(kind, element, here)
        if tag.endswith("}t"):
            self._text(element, here, here.around)
            return here if len(element) else None
        enter = _ENTER.get(tag)
        if enter is not None:
            return enter(self, element, here)
        if tag in _PICTURES:
            self.seen["pictures"] += 1
        return self._note(element, here)

    # -- what stands in a paragraph

    def _note(self, element: etree._Element, here: _Here, kind: Kind = "other") -> _Here:
        """An element that says nothing itself; in a text box it is of no paragraph around that."""
        if here.paragraph is not None and here.paragraph.box is here.box:
            here.paragraph.items.append(Item(kind, "", element, here.around))
        return here

    def _leaf(self, kind: Kind, element: etree._Element, here: _Here) -> _Here | None:
        """What holds no text in a sound file; in a damaged one it may."""
        if here.paragraph is not None:
            text = (element.text or "") if kind == "code" else ""
            self._room -= kind in SAYS
            here.paragraph.items.append(Item(kind, text, element, here.around))
        goes_on = self._as_accepted or kind != "field" or _holds_text(element)
        return here if len(element) and goes_on else None

    def _text(self, element: etree._Element, here: _Here, around: Around) -> None:
        if here.paragraph is None:
            return
        text = element.text or ""
        self._room -= len(text)
        if self._room < 0:
            raise TooMuchText
        here.paragraph.items.append(Item("text", text, element, around))

    def _deleted_text(self, element: etree._Element, here: _Here) -> None:
        self._text(element, here, here.around._replace(deleted=True))

    def _run(self, element: etree._Element, here: _Here) -> _Here:
        self._note(element, here)
        properties = element.find(w("rPr"))
        vanishes = properties is not None and on(properties.find(w("vanish")))
        hidden = properties is not None and any(
            is_not_off(properties.find(w(name))) for name in ("vanish", "specVanish")
        )
        if vanishes and element.find(w("t")) is not None:
            self.seen["hidden"] += 1
        around = here.around
        around = around._replace(
            run=element,
            hidden=hidden or around.hidden,
            vanishes=vanishes or around.vanishes,
        )
        return here._replace(around=around)

    def _simple_field(self, element: etree._Element, here: _Here) -> _Here | None:
        self._note(element, here)
        if self._as_accepted and is_page(element.get(w("instr"), "")):
            return None
        return here._replace(around=here.around._replace(simple=element))

    def _picture(self, element: etree._Element, here: _Here) -> _Here:
        self._note(element, here)
        if here.around.picture is not None:
            return here
        return here._replace(around=here.around._replace(picture=element))

    def _control(self, element: etree._Element, here: _Here) -> _Here:
        self._note(element, here)
        self.controls.append(control_of(element, here.around.control))
        return here._replace(around=here.around._replace(control=len(self.controls) - 1))

    def _box(self, element: etree._Element, here: _Here) -> _Here | None:
        self._note(element, here, "box")
        if here.paragraph is None:
            return here
        if not self._as_accepted and not here.paragraph.opens(element):
            return None
        self._boxes += 1
        return here._replace(box=Box(element, self._boxes))

    # -- tracked changes, and what is there twice

    def _removed(self, element: etree._Element, here: _Here) -> _Here | None:
        self.seen["deleted"] += 1
        if self._as_accepted:
            return None
        inner = here._replace(around=here.around._replace(deleted=True))
        return self._note(element, inner)

    def _added(self, element: etree._Element, here: _Here) -> _Here:
        self.seen["inserted"] += 1
        self._note(element, here)
        return here._replace(around=here.around._replace(inserted=True))

    def _fallback(self, element: etree._Element, here: _Here) -> _Here | None:
        if not self._as_accepted:
            return self._note(element, here._replace(around=here.around._replace(copy=True)))
        before = element.getprevious()
        return None if before is not None and before.tag == f"{_MC}Choice" else here

    def _alternatives(self, element: etree._Element, here: _Here) -> _Here:
        if here.paragraph is None:
            self._found.append(Inserted(element))
        return self._note(element, here)

    def _imported(self, element: etree._Element, here: _Here) -> _Here:
        self.seen["imported"] += 1
        return self._alternatives(element, here)

    # -- paragraphs and tables

    def _paragraph(self, element: etree._Element, here: _Here) -> _Here:
        self._note(element, here)
        paragraph = Paragraph(element, here.top, here.cell, here.box, here.paragraph)
        paragraph.properties = element.find(w("pPr"))
        self._found.append(paragraph)
        return here._replace(paragraph=paragraph, around=Around(here.around.control))

    def _table(self, element: etree._Element, here: _Here) -> _Here:
        top = here.top
        if not top.table and here.box is None:
            self._top_tables += 1
            top = Top(self._top_tables)
        table = self._new_table(element, here, top)
        self._found.append(table)
        return here._replace(table=table, row=None, top=top)

    def _new_table(self, element: etree._Element, here: _Here, top: Top) -> Table:
        self._tables += 1
        table = Table(element, self._tables - 1, top, here.cell, here.box)
        table.properties = element.find(w("tblPr"))
        return table

    def _row(self, element: etree._Element, here: _Here) -> _Here | None:
        properties = element.find(w("trPr"))
        changed = [] if properties is None else [child.tag for child in properties]
        if w("del") in changed and self._as_accepted:
            self.seen["deleted"] += 1
            return None
        if w("ins") in changed:
            self.seen["inserted"] += 1
        return self._in_row(element, here)

    def _in_row(self, element: etree._Element, here: _Here) -> _Here:
        """A row without a table, or a cell without a row: its text counts, its place does not."""
        table = here.table or self._new_table(element, here, here.top)
        row = Row(element, len(table.rows))
        table.rows.append(row)
        is_top = here.cell is None and here.box is None
        top = Top(here.top.table, len(table.rows)) if is_top else here.top
        return here._replace(table=table, row=row, top=top)

    def _cell(self, element: etree._Element, here: _Here) -> _Here:
        if here.row is None:
            here = self._in_row(element, here)
        table, row = here.table, here.row
        assert table is not None
        assert row is not None
        place = len(row.cells)
        properties, number = element.find(w("tcPr")), len(self.cells)
        cell = Cell(element, table, row.number, place, row.width, number, here.cell, properties)
        row.cells.append(cell)
        row.width += _span(properties)
        self.cells.append(cell)
        return here._replace(cell=cell)


_ENTER: dict[str, Callable[[Walk, etree._Element, _Here], _Here | None]] = {
    w("p"): Walk._paragraph,
    w("r"): Walk._run,
    w("delText"): Walk._deleted_text,
    w("fldSimple"): Walk._simple_field,
    w("sdt"): Walk._control,
    w("tbl"): Walk._table,
    w("tr"): Walk._row,
    w("tc"): Walk._cell,
    w("del"): Walk._removed,
    w("moveFrom"): Walk._removed,
    w("ins"): Walk._added,
    w("moveTo"): Walk._added,
    w("altChunk"): Walk._imported,
    BOX: Walk._box,
    **dict.fromkeys((w("drawing"), w("pict"), w("object")), Walk._picture),
    f"{_MC}AlternateContent": Walk._alternatives,
    f"{_MC}Fallback": Walk._fallback,
}


def _span(properties: etree._Element | None) -> int:
    """How many columns a cell with these properties takes."""
    span = None if properties is None else val(properties.find(w("gridSpan")))
    known = span is not None and span.isascii() and span.isdigit() and len(span) < 3
    return max(int(span), 1) if span is not None and known else 1
