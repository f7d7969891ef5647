"""The actions workbook as a group sends it back: values only, nothing in it evaluated or followed.

Columns are found by their headings, wherever they were moved.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from lfe_cli.after.book_headings import BookRemark, Found, find_headings
from lfe_cli.after.book_opening import CannotRead, open_workbook, remarks_on
from lfe_cli.after.columns import ACTIONS_SHEET, BASE, KIND, MARKS_SHEET, SCOPE
from lfe_cli.audits.plain import plain, tidy
from lfe_cli.word.package import Package
from lfe_cli.word.xml import CUSTOM, XmlRefused, parse

__all__ = ["CannotRead", "Given", "ReturnedBook", "ReturnedRow", "read_action_book"]

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 3_000, 60, 3_000
_FIRST_ROWS = 30  # among which the headings are looked for
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FIRST_DAY, _LAST_DAY = 36_526, 73_051  # serial numbers of the years 2000 to 2099
_BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, OSError,
    zipfile.BadZipFile, ParseError, etree.XMLSyntaxError, InvalidFileException,
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What stands in a cell. `problem` says why it is not taken; `note` how it was read."""

    text: str = ""
    day: date | None = None
    problem: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing stands in it."""
        return not self.text and self.day is None and not self.problem


@dataclass(frozen=True)
class ReturnedRow:
    """A row that holds something. `number` is its number in the sheet; cells by column's key."""

    number: int
    cells: Mapping[str, Given]

    def __getitem__(self, key: str) -> Given:
        return self.cells.get(key, Given())


@dataclass(frozen=True)
class ReturnedBook:
    """What was read. `bases` gives by review the entry that the copy was made from.

    `missing` are the keys of columns that are not there. `remarks` say what else was seen.
    """

    scope: str
    bases: Mapping[str, str]
    rows: tuple[ReturnedRow, ...]
    missing: tuple[str, ...]
    remarks: tuple[BookRemark, ...]


def read_action_book(content: bytes) -> ReturnedBook:
    """The workbook in `content`. Raises CannotRead, and nothing else, where it is not read."""
    package, safe = open_workbook(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it leaves out; we only read
            sheets, epoch = _cells(safe)
    except _BROKEN:
        raise CannotRead("It is damaged and cannot be read.") from None
    marks = {**_properties(package), **_marks(sheets)}
    if marks.get(KIND, "actions") != "actions":
        raise CannotRead("It is not an actions workbook.")
    name, found = _rows_of_actions(sheets)
    bases = {k.removeprefix(BASE): v for k, v in marks.items() if k.startswith(BASE)}
    rows, more = _read_rows(sheets[name], found, epoch)
    beside = (BookRemark(what) for what in remarks_on(package))
    others = (BookRemark(what) for what in (*more, *_other_sheets(sheets, name)))
    remarks = (*beside, *found.remarks, *others)
    return ReturnedBook(marks.get(SCOPE, ""), bases, rows, found.missing, remarks)


@dataclass(frozen=True)
class _Cell:
    value: object
    kind: str
    format: str


_Sheets = Mapping[str, Sequence[Sequence[_Cell]]]


def _cells(content: bytes) -> tuple[_Sheets, datetime]:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheets: dict[str, list[list[_Cell]]] = {}
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()  # what a file says of its own size is not believed
        rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        sheets[sheet.title] = [[_cell(cell) for cell in row] for row in rows]
    epoch = book.epoch
    book.close()
    return sheets, epoch


def _cell(cell: object) -> _Cell:
    return _Cell(
        getattr(cell, "value", None),
        str(getattr(cell, "data_type", "n")),
        str(getattr(cell, "number_format", "")),
    )


def _marks(sheets: _Sheets) -> dict[str, str]:
    rows = sheets.get(MARKS_SHEET, ())
    pairs = [(row[0].value, row[1].value) for row in rows if len(row) > 1]
    return {plain(str(k)).strip(): plain(str(v)).strip() for k, v in pairs if k and v}


def _properties(package: Package) -> dict[str, str]:
    """The custom properties, for where the hidden sheet was taken away."""
    content = package.part("docProps/custom.xml")
    try:
        root = parse(content) if content is not None else None
    except XmlRefused:
        root = None
    entries = root.iter(f"{{{CUSTOM}}}property") if root is not None else ()
    return {
        plain(entry.get("name") or ""): plain("".join(str(t) for t in entry.itertext())).strip()
        for entry in entries
    }


def _rows_of_actions(sheets: _Sheets) -> tuple[str, Found]:
    """The sheet that holds the actions, by its name or else by its headings."""
    candidates = [name for name in sheets if name != MARKS_SHEET]
    candidates.sort(key=lambda name: name != ACTIONS_SHEET)
    looked = [(name, find_headings(_texts(sheets[name]))) for name in candidates]
    best = max(looked, key=lambda pair: pair[1].exact if pair[1] else 0, default=("", None))
    if best[1] is None:
        raise CannotRead("It is not an actions workbook: no row holds the headings of one.")
    return best[0], best[1]


def _texts(rows: Sequence[Sequence[_Cell]]) -> list[list[str]]:
    return [[_text(cell.value) for cell in row] for row in rows[:_FIRST_ROWS]]


def _other_sheets(sheets: _Sheets, read: str) -> Iterator[str]:
    for name, rows in sheets.items():
        if name != read and find_headings(_texts(rows)):
            yield f"the sheet {plain(name)} holds rows too, and was not read"


def _read_rows(
    cells: Sequence[Sequence[_Cell]], found: Found, epoch: datetime
) -> tuple[tuple[ReturnedRow, ...], list[str]]:
    rows = []
    for number, row in enumerate(cells[:MAX_ROWS], start=1):
        if number <= found.row:
            continue
        given = {
            key: _given(key, row[at], epoch) for key, at in found.columns.items() if at < len(row)
        }
        if any(not cell.is_empty for key, cell in given.items() if key != "state"):
            rows.append(ReturnedRow(number, given))
    more = [f"only the first {MAX_ROWS} rows were read"] if len(cells) > MAX_ROWS else []
    return tuple(rows), more


def _given(key: str, cell: _Cell, epoch: datetime) -> Given:
    if key == "state" or cell.value is None:
        return Given()
    if cell.kind == "f":
        return Given(problem="it holds a formula, and formulas are not worked out here")
    if cell.kind == "e":
        return Given(problem="it holds an error of the spreadsheet")
    if key == "by":
        return _day(cell.value, epoch)
    text = tidy(_text(cell.value, cell.format))
    if len(text) > MAX_TEXT:
        return Given(problem=f"its text is longer than {MAX_TEXT} characters")
    return Given(text)


def _day(value: object, epoch: datetime) -> Given:
    if isinstance(value, datetime):
        return Given(day=value.date())
    if isinstance(value, date):
        return Given(day=value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not _FIRST_DAY <= value < _LAST_DAY:
            return Given(problem="it holds a number where a date belongs")
        moment = from_excel(value, epoch)
        day = moment.date() if isinstance(moment, datetime) else None
        return Given(day=day, note="it was a number")
    return Given(tidy(_text(value)))


def _text(value: object, number_format: str = "") -> str:
    """A cell's value as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        share = number_format.endswith("%")
        return f"{value * 100:g}%" if share else f"{value:.10g}"
    if isinstance(value, datetime | date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(value)).replace("\r\n", "\n")
