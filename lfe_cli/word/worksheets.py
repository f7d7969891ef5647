"""The sheets of a workbook: what their cells hold, and what lies beside that.

Read as leniently as Excel itself reads it: cells, struck-out words, joined cells, links, notes and
text boxes. No library gives all of these without refusing a workbook for a look that it does not
know.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from lfe_cli.text import tidy
from lfe_cli.word.cell_styles import GENERAL, Style, is_struck, shows_a_day, styles_of
from lfe_cli.word.package import Package
from lfe_cli.word.xml import XmlRefused, parse

MAX_ROWS, MAX_COLUMNS = 3_000, 60
WORKBOOK = "xl/workbook.xml"
_TEXT_OF_A_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


class SheetsBroken(Exception):
    """The cells cannot be read: a part or a text that they need is not there."""


@dataclass(frozen=True)
class ReadCell:
    """A cell: its value, what kind of value it is ("f" a formula, "e" an error), its format.

    `struck` are words of it that are struck out: `value` is without them. `joined` names the cells
    that it is joined with. Where it lies under another one (`covered`) in its own column, it says
    what that one says; in another column nobody can tell (kind "j").
    """

    value: object
    kind: str = "n"
    format: str = GENERAL
    struck: str = ""
    joined: str = ""
    covered: bool = False

    @cached_property
    def text(self) -> str:
        """What it says, as a person would write it."""
        return _text_of(self.value, self.format)

    @cached_property
    def words(self) -> str:
        """What it says, without control characters and needless spaces."""
        return tidy(self.text)


@dataclass(frozen=True)
class Mark:
    """Something that a sheet shows beside its cells' values, and at which cell.

    `text` is where a link leads.
    """

    kind: Literal["link", "note", "text box", "picture", "text under a joined cell"]
    at: str
    text: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, the first one first. `has_more`: beyond what is read there is more."""

    rows: Sequence[Sequence[ReadCell]]
    marks: tuple[Mark, ...] = ()
    has_more: bool = False


Sheets = Mapping[str, Sheet]
_Grid = dict[int, dict[int, ReadCell]]  # by row and column, both from 1
_EMPTY = ReadCell(None)


def sheets_of(package: Package) -> tuple[dict[str, Sheet], datetime]:
    """Each sheet by its name, and the day from which days are counted.

    Raises SheetsBroken, or XmlRefused for what is no plain XML.
    """
    book = parse(package.parts[WORKBOOK])
    counted = next(book.iter("{*}workbookPr"), book).get("date1904") or ""
    epoch = MAC_EPOCH if counted.strip().lower() in {"1", "true", "on"} else WINDOWS_EPOCH
    reader = _Reader(package, styles_of(_root(package, WORKBOOK, "styles")), epoch)
    targets = {one.id: one for one in _relations(package, WORKBOOK)}
    sheets = {}
    for sheet in book.iter("{*}sheet"):
        own = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(str(own))
        if target is None or target.path not in package.parts:
            raise SheetsBroken
        if target.kind == "worksheet":
            sheets[sheet.get("name") or ""] = reader.sheet(target.path)
    return sheets, epoch


# ---------------------------------------------------------------- parts


class _Relation(NamedTuple):
    id: str
    kind: str  # the last word of its type
    path: str
    address: str  # where it leads outside


def _relations(package: Package, part: str) -> Iterator[_Relation]:
    folder, name = posixpath.split(part)
    content = package.part(f"{folder}/_rels/{name}.rels")
    for one in parse(content) if content is not None else ():
        target, outside = one.get("Target") or "", one.get("TargetMode") == "External"
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = (one.get("Type") or "").rpartition("/")[2]
        yield _Relation(one.get("Id") or "", kind, path, target if outside else "")


def _root(package: Package, part: str, kind: str) -> etree._Element | None:
    """The root of what `part` has of this kind, None where it has none."""
    found = (one.path for one in _relations(package, part) if one.kind == kind)
    content = package.part(next(found, ""))
    return parse(content) if content is not None else None


# ---------------------------------------------------------------- cells

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


class _Place(NamedTuple):
    row: int
    column: int

    def __str__(self) -> str:
        return place_of(self.row, self.column)


def place_of(row: int, column: int) -> str:
    """A cell as people call it, both counted from 1: K2."""
    return f"{get_column_letter(column)}{row}"


def _place(text: str) -> _Place | None:
    found = _PLACE.fullmatch(text.strip())
    if found is None or not int(found[2]):
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return _Place(int(found[2]), column)


class _Piece(NamedTuple):
    text: str
    struck: bool | None  # None: as the cell is


def _pieces(element: etree._Element) -> tuple[_Piece, ...]:
    """The text of a cell as its author wrote it, without what tells how to pronounce it."""
    found = []
    for child in element.iterchildren("{*}t", "{*}r"):
        if etree.QName(child).localname == "t":
            found.append(_Piece(child.text or "", None))
        else:
            look = child.find("{*}rPr")
            text = "".join(one.text or "" for one in child.iterchildren("{*}t"))
            found.append(_Piece(text, None if look is None else is_struck(look)))
    return tuple(found)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _text_of(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        share = number_format.endswith("%")
        return f"{value * 100:g}%" if share else f"{value:.10g}"
    if isinstance(value, datetime | date):
        day = f"{value.day} " if shows_a_day(number_format) else ""
        return f"{day}{value:%B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(value)).replace("\r\n", "\n")


class _Reader:
    """Reads the sheets of one workbook, each text that many cells share once."""

    def __init__(self, package: Package, styles: Sequence[Style], epoch: datetime) -> None:
        self._package, self._styles, self._epoch = package, styles, epoch
        shared = _root(package, WORKBOOK, "sharedStrings")
        items = shared.iterchildren("{*}si") if shared is not None else ()
        self._shared = [_pieces(item) for item in items]
        self._known: dict[tuple[str, int], ReadCell] = {}

    def sheet(self, path: str) -> Sheet:
        root = parse(self._package.parts[path])
        grid, has_more = self._grid(root)
        hidden = _join(grid, root)
        marks = dict.fromkeys((*hidden, *self._marks(path, root, grid)))
        rows = [_in_order(grid.get(n, {})) for n in range(1, max(grid, default=0) + 1)]
        return Sheet(rows, tuple(marks), has_more)

    def _grid(self, root: etree._Element) -> tuple[_Grid, bool]:
        grid: _Grid = {}
        has_more, row = False, 0
        for line in root.iter("{*}row"):
            said = line.get("r") or ""
            row = (said.isdecimal() and len(said) < 8 and int(said)) or row + 1
            column = 0
            for cell in line.iterchildren("{*}c"):
                place = _place(cell.get("r") or "") or _Place(row, column + 1)
                column = place.column
                if len(cell) and (place.row > MAX_ROWS or column > MAX_COLUMNS):
                    has_more = True
                elif place.row <= MAX_ROWS and column <= MAX_COLUMNS:
                    grid.setdefault(place.row, {})[column] = self._cell(cell)
        return grid, has_more

    def _cell(self, cell: etree._Element) -> ReadCell:
        said = cell.get("s") or ""
        number = int(said) if said.isdecimal() and len(said) < 7 else 0
        style = self._styles[number] if number < len(self._styles) else Style()
        formula, kind = cell.find("{*}f"), cell.get("t") or "n"
        if formula is not None:
            return ReadCell(f"={formula.text or ''}", "f", style.format)
        value = cell.findtext("{*}v")
        inside = cell.find("{*}is")
        if inside is not None:
            return _text(_pieces(inside), style)
        if value is None:
            return _EMPTY
        if kind == "s":
            return self._shared_text(value.strip(), number, style)
        if kind in {"str", "inlineStr"}:
            return _text((_Piece(value, None),), style)
        return self._value(value.strip(), kind, style)

    def _shared_text(self, said: str, number: int, style: Style) -> ReadCell:
        """A text that other cells may show, too: these are one and the same cell."""
        if (said, number) not in self._known:
            if not said.isdecimal() or len(said) > 9 or int(said) >= len(self._shared):
                raise SheetsBroken
            self._known[said, number] = _text(self._shared[int(said)], style)
        return self._known[said, number]

    def _value(self, value: str, kind: str, style: Style) -> ReadCell:
        if kind == "e":
            return ReadCell(value, "e", style.format)
        if kind == "b":
            read: object = value.lower() in {"1", "true"}
        else:
            read = self._number(value, style)
        if isinstance(read, str):
            return _text((_Piece(value, None),), style)
        if style.struck:
            return ReadCell(None, kind, style.format, struck=_text_of(read, style.format))
        return ReadCell(read, kind, style.format)

    def _number(self, value: str, style: Style) -> object:
        """A number, or the day that it is shown as; a text where it is neither."""
        try:
            number = float(value)
        except ValueError:
            with suppress(ValueError):
                return datetime.fromisoformat(value).replace(tzinfo=None)
            return value
        if not math.isfinite(number):
            return value
        if style.is_date:
            with suppress(ValueError, OverflowError):
                return from_excel(number, self._epoch, timedelta=style.is_duration)
        return int(number) if number.is_integer() else number

    # ------------------------------------------------------------ what lies beside

    def _marks(self, path: str, root: etree._Element, grid: _Grid) -> Iterator[Mark]:
        """Links, notes, text boxes and pictures. What of them cannot be read is no matter here."""
        try:
            beside = list(_relations(self._package, path))
        except XmlRefused:
            return
        addresses = {one.id: one.address for one in beside}
        for link in root.iter("{*}hyperlink"):
            yield from _link(link, addresses, grid)
        for one in beside:
            content = self._package.part(one.path)
            if content is None or one.kind not in {"comments", "threadedComment", "drawing"}:
                continue
            with suppress(XmlRefused):
                part = parse(content)
                yield from _drawn(part) if one.kind == "drawing" else _notes(part)


def _text(pieces: Sequence[_Piece], style: Style) -> ReadCell:
    """A text without the words of it that are struck out."""
    states = [style.struck if one.struck is None else one.struck for one in pieces]
    shown = "".join(one.text for one, out in zip(pieces, states, strict=True) if not out)
    struck = "".join(one.text for one, out in zip(pieces, states, strict=True) if out).strip()
    return ReadCell(None if struck and not shown.strip() else shown, "s", style.format, struck)


def _in_order(row: Mapping[int, ReadCell]) -> list[ReadCell]:
    return [row.get(n, _EMPTY) for n in range(1, max(row, default=0) + 1)]


def _join(grid: _Grid, root: etree._Element) -> list[Mark]:
    """Give joined cells what they show; marks where one that lies under another holds words."""
    taken: set[_Place] = set()  # joined cells never overlap; where a file says so, work has an end
    marks = []
    for one in root.iter("{*}mergeCell"):
        first, _, last = (one.get("ref") or "").partition(":")
        start, end = _place(first), _place(last)
        if start is None or end is None:
            continue
        shown = grid.get(start.row, {}).get(start.column, _EMPTY)
        for place in _between(start, end):
            if place in taken:
                break
            taken.add(place)
            before = grid.get(place.row, {}).get(place.column, _EMPTY)
            if place.row not in grid:
                continue
            if place != start and before.value not in (None, "", shown.value):
                marks.append(Mark("text under a joined cell", str(place)))
            below = place.column == start.column or shown == _EMPTY
            under = shown if below else replace(_EMPTY, kind="j")
            grid[place.row][place.column] = replace(
                under, joined=f"{start}:{end}", covered=place != start
            )
    return marks


def _between(start: _Place, end: _Place) -> Iterator[_Place]:
    for row in range(start.row, min(end.row, MAX_ROWS) + 1):
        for column in range(start.column, min(end.column, MAX_COLUMNS) + 1):
            yield _Place(row, column)


def _link(link: etree._Element, addresses: Mapping[str, str], grid: _Grid) -> Iterator[Mark]:
    """A link that leads elsewhere than the words of its cell say."""
    place = _place((link.get("ref") or "").partition(":")[0])
    if place is None:
        return
    own = next((v for k, v in link.attrib.items() if str(k).endswith("}id")), "")
    inside = link.get("location") or ""
    leads = addresses.get(str(own), "") + (f"#{inside}" if inside else "")
    words = grid.get(place.row, {}).get(place.column, _EMPTY).text[:_LOOKED_AT]
    if leads and _bare(leads) not in _bare(words):
        yield Mark("link", str(place), leads)


_LOOKED_AT = 2_000  # characters of a cell, for an address


@lru_cache(maxsize=1_000)
def _bare(address: str) -> str:
    return re.sub(r"^(?:mailto:|https?://|#)|/$", "", unquote(address).strip().casefold())


def _notes(root: etree._Element) -> Iterator[Mark]:
    for one in root.iter("{*}comment", "{*}threadedComment"):
        place = _place(one.get("ref") or "")
        yield Mark("note", str(place) if place else "")


def _drawn(root: etree._Element) -> Iterator[Mark]:
    for anchor in root.iterchildren(etree.Element):
        start = anchor.find("{*}from")
        numbers = (
            [start.findtext(f"{{*}}{n}") or "" for n in ("row", "col")] if start is not None else []
        )
        where = (
            str(_Place(int(numbers[0]) + 1, int(numbers[1]) + 1))
            if numbers and all(n.isdecimal() and len(n) < 5 for n in numbers)
            else ""
        )
        if any((one.text or "").strip() for one in anchor.iter(_TEXT_OF_A_DRAWING)):
            yield Mark("text box", where)
        elif next(anchor.iter("{*}pic", "{*}graphicFrame"), None) is not None:
            yield Mark("picture", where)
