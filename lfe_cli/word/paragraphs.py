"""What a walk over a Word file finds: paragraphs with all in them, tables, controls, fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree

from lfe_cli.word.xml import W14, on, val, w

NOWHERE = -1
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})
_MOST_CODE = 1_000  # characters of a field's code: enough to know it by
Kind = Literal[
    "text", "tab", "break", "hyphen", "soft-hyphen", "symbol", "field", "code", "box", "other"
]
# What takes a place in a line; a paragraph that has none of it is empty.
SAYS: frozenset[Kind] = frozenset({"text", "tab", "break", "hyphen"})
_SPELT: dict[Kind, str] = {
    "tab": "\t",
    "break": "\n",
    "hyphen": "-",
    "soft-hyphen": "-",
    "symbol": "\u25a1",
}


class Around(NamedTuple):
    """What stands around an item, inside its paragraph.

    `control` is the index of the innermost control, also of one around the paragraph; `simple` the
    w:fldSimple and `picture` the drawing that it is in. `copy`: it is there once more, for older
    readers.
    """

    control: int = NOWHERE
    run: etree._Element | None = None
    simple: etree._Element | None = None
    picture: etree._Element | None = None
    hidden: bool = False
    vanishes: bool = False
    deleted: bool = False
    inserted: bool = False
    copy: bool = False


class Item(NamedTuple):
    """One element of a paragraph; `text` is that of a text, or the code of a field."""

    kind: Kind
    text: str
    element: etree._Element
    around: Around


@dataclass(eq=False, slots=True)
class Table:
    """A table; `number` counts those of the part from 0, `cell` is the one that it stands in."""

    element: etree._Element
    number: int
    top: Top
    cell: Cell | None = None
    box: Box | None = None
    rows: list[Row] = field(default_factory=list)
    properties: etree._Element | None = None
    where: str = ""
    kind: str = "body"
    place: int = 0


@dataclass(eq=False, slots=True)
class Row:
    """A row of a table; `width` is how many columns its cells take so far."""

    element: etree._Element
    number: int
    cells: list[Cell] = field(default_factory=list)
    width: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A cell: its row and its place in it, from 0; `grid` is the column in which it begins where
    cells before it take several. `around` is the cell that its table stands in."""

    element: etree._Element
    table: Table
    row: int
    column: int
    grid: int
    number: int
    around: Cell | None = None
    properties: etree._Element | None = None

    @property
    def rows(self) -> int:
        """How many rows its table has."""
        return len(self.table.rows)

    @property
    def columns(self) -> int:
        """How many cells its row has."""
        return len(self.table.rows[self.row].cells)


class Top(NamedTuple):
    """The table that stands in no other, and its row; both count from 1, 0 for none."""

    table: int = 0
    row: int = 0


class Box(NamedTuple):
    """A text box; `number` counts those of the part from 1."""

    element: etree._Element
    number: int


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph. `outer` is the one whose text box it stands in.

    `where`, `kind` and `place` are filled in by `stories`, for who speaks of a whole document.
    """

    element: etree._Element
    top: Top
    cell: Cell | None = None
    box: Box | None = None
    outer: Paragraph | None = None
    items: list[Item] = field(default_factory=list)
    properties: etree._Element | None = None
    where: str = ""
    kind: str = "body"
    place: int = 0
    _boxes: set[str] | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells around it, the innermost first; none where it stands in a text box."""
        found: list[Cell] = []
        cell = self.cell if self.box is None else None
        while cell is not None:
            found.append(cell)
            cell = cell.around
        return tuple(found)

    @property
    def shown(self) -> Iterator[etree._Element]:
        """All that shows in it: no deletions, and once what is there for older readers too."""
        for item in self.items:
            if not item.around.deleted and not item.around.copy:
                yield item.element

    @property
    def text(self) -> str:
        """The text that shows, breaks and tabs as such; hidden text left out."""
        return "".join(map(_shown, self.items))

    def texts_of_runs(self) -> Iterator[tuple[etree._Element, str]]:
        """Each run that shows text, with that text."""
        texts: dict[etree._Element, list[str]] = {}
        for item in self.items:
            if item.around.run is not None:
                texts.setdefault(item.around.run, []).append(_shown(item))
        for run, parts in texts.items():
            yield run, "".join(parts)

    def opens(self, box: etree._Element) -> bool:
        """Whether a text box is a new one: Word writes each twice, for new and old readers."""
        text = "".join(e.text or "" for e in box.iter(w("t"), w("delText")))
        known = self._boxes or set()
        self._boxes = known | {text}
        return text not in known


@dataclass(frozen=True)
class Inserted:
    """What comes from another format, between paragraphs."""

    element: etree._Element


Block = Paragraph | Table | Inserted


def _shown(item: Item) -> str:
    around = item.around
    if around.deleted or around.copy:
        return ""
    if item.kind == "text":
        return "" if around.vanishes else item.text
    return _SPELT.get(item.kind, "")


def is_page(code: str) -> bool:
    """Whether a field with this code shows a number of pages, which is no text of a document."""
    words = code.split(maxsplit=1)
    return bool(words) and words[0].upper() in _PAGE_FIELDS


@dataclass
class Field:
    """A field that is open. `begun` is the paragraph that it began in, by its number among those
    that were walked; `result` the one in which what it shows begins, NOWHERE before that."""

    begun: int
    code: str = ""
    result: int = NOWHERE


class Fields:
    """The fields that are open at an item, the outermost first; give it each item in its order."""

    def __init__(self) -> None:
        self.open: list[Field] = []

    def step(self, item: Item, paragraph: int = 0) -> Field | None:
        """Takes the next item of the paragraph with that number; the field that it ends."""
        if item.kind == "code" and self.open and len(self.open[-1].code) < _MOST_CODE:
            self.open[-1].code += item.text[:_MOST_CODE]
        if item.kind != "field":
            return None
        mark = item.element.get(w("fldCharType"))
        if mark == "begin":
            self.open.append(Field(paragraph))
        elif mark == "separate" and self.open:
            self.open[-1].result = paragraph
        elif mark == "end" and self.open:
            return self.open.pop()
        return None


_CHECKBOXES = (f"{{{W14}}}checkbox", w("checkbox"))
_CHOICES = (w("dropDownList"), w("comboBox"))


class Control(NamedTuple):
    """`parent`: the index of the control around it, -1 where there is none.

    `empty`: it shows its prompt. `ticked`: None where it is no tick box. `stored`: the date or
    the choice as kept beside the text. `shows`: what a choice shows for each of its values.
    `title` is what Word shows above it.
    """

    tag: str
    parent: int
    empty: bool
    ticked: bool | None = None
    stored: str = ""
    shows: tuple[tuple[str, str], ...] = ()
    title: str = ""


def control_of(sdt: etree._Element, parent: int) -> Control:
    """The control that `sdt` (w:sdt) is."""
    properties = sdt.find(w("sdtPr"))
    if properties is None:
        return Control("", parent, empty=False)
    # One look at each property: a file may hold a great many controls.
    has = {child.tag: child for child in properties}
    tag = (val(has.get(w("tag"))) or "").strip()
    empty = on(has.get(w("showingPlcHdr")))
    title = (val(has.get(w("alias"))) or "").strip()
    return _of_kind(Control(tag, parent, empty, title=title), has)


def _of_kind(control: Control, has: Mapping[str, etree._Element]) -> Control:
    """The control with what its kind says: a tick, a date or a choice."""
    for name in _CHECKBOXES:
        if name in has:
            state = has[name].find(f"{{{W14}}}checked")
            ticked = on(state if state is not None else has[name].find(w("checked")))
            return control._replace(ticked=ticked)
    if w("date") in has:
        stored = has[w("date")].get(w("fullDate"), "").split("T")[0]
        return control._replace(stored=stored)
    for name in _CHOICES:
        if name in has:
            return _choice(has[name], control)
    return control


def _choice(choice: etree._Element, control: Control) -> Control:
    shows = tuple(_item(item) for item in choice.findall(w("listItem")))
    stored = choice.get(w("lastValue"), "")
    return control._replace(stored=dict(shows).get(stored, stored), shows=shows)


def _item(item: etree._Element) -> tuple[str, str]:
    value = item.get(w("value"), "")
    return value, item.get(w("displayText")) or value
