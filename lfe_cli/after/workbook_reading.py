"""The actions workbook as a group sends it back: values only, nothing in it evaluated or followed.

How it is opened safely: `word/workbook_opening.py`; how columns are found: `workbook_headings.py`;
what is told and not read: `workbook_beside.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from lfe_cli.after.workbook_beside import of_cells, of_marks, of_other_sheets, of_the_file
from lfe_cli.after.workbook_columns import ACTIONS_SHEET, BASE, KIND, SCOPE, TAGS_SHEET
from lfe_cli.after.workbook_headings import BookRemark, Found, find_headings
from lfe_cli.audits.returns.opening import CannotRead
from lfe_cli.review.action_plan import FIELDS
from lfe_cli.text import plain, tidy
from lfe_cli.word.cell_styles import shows_a_day, shows_otherwise
from lfe_cli.word.workbook_opening import WorkbookRefused, open_workbook
from lfe_cli.word.worksheets import ReadCell, Sheets

MAX_TEXT = 3_000
_FIRST_DAY, _LAST_DAY = 36_526, 73_051  # serial numbers of the years 2000 to 2099
_SAY_WHICH = {"review", "id", "recommendation", "group"}  # columns that say what a row is about


@dataclass(frozen=True)
class Given:
    """The content of a cell. `problem` says why it is not taken; `note` how it was read.

    `struck`: all of it is struck out. Then `text` is kept only of what says which row it is.
    """

    text: str = ""
    day: date | None = None
    problem: str = ""
    note: str = ""
    struck: bool = False

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

    @property
    def is_struck(self) -> bool:
        """Whether its author struck the row out: what says which it is, or all that is written."""
        written = [self[name] for name in FIELDS if not self[name].is_empty]
        whole = bool(written) and all(cell.struck for cell in written)
        return whole or self["id"].struck or self["recommendation"].struck


@dataclass(frozen=True)
class ReturnedBook:
    """A workbook as it was read. `bases` gives by review the entry that the copy was made from.

    `missing` are the keys of columns that are not there. `remarks` say what else was seen.
    """

    scope: str
    bases: Mapping[str, str]
    rows: tuple[ReturnedRow, ...]
    missing: tuple[str, ...]
    remarks: tuple[BookRemark, ...]


def read_action_book(content: bytes) -> ReturnedBook:
    """The workbook in `content`. Raises CannotRead, and nothing else, where it is not read."""
    try:
        opened = open_workbook(content)
    except WorkbookRefused as refused:
        raise CannotRead(refused.sentence) from None
    sheets, epoch = opened.sheets, opened.epoch
    tags = {**opened.properties, **_tags(sheets)}
    if tags.get(KIND, "actions") != "actions":
        raise CannotRead("It is not an actions workbook.")
    name, found = _rows_of_actions(sheets)
    bases = {k.removeprefix(BASE): v for k, v in tags.items() if k.startswith(BASE)}
    rows = _read_rows(sheets[name].rows, found, epoch)
    remarks = (
        *of_the_file(opened.package, sheets),
        *found.remarks,
        *of_cells(name, sheets[name], found),
        *of_marks(sheets),
        *of_other_sheets(sheets, name),
    )
    return ReturnedBook(tags.get(SCOPE, ""), bases, rows, found.missing, remarks)


def _tags(sheets: Sheets) -> dict[str, str]:
    rows = sheets[TAGS_SHEET].rows if TAGS_SHEET in sheets else ()
    pairs = [(row[0].value, row[1].value) for row in rows if len(row) > 1]
    return {plain(str(k)).strip(): plain(str(v)).strip() for k, v in pairs if k and v}


def _rows_of_actions(sheets: Sheets) -> tuple[str, Found]:
    """The sheet that holds the actions, by its name or else by its headings."""
    candidates = [name for name in sheets if name != TAGS_SHEET]
    candidates.sort(key=lambda name: name != ACTIONS_SHEET)
    looked = [(name, find_headings(sheets[name].rows)) for name in candidates]
    best = max(looked, key=lambda pair: pair[1].exact if pair[1] else 0, default=("", None))
    if best[1] is None:
        raise CannotRead("It is not an actions workbook: no row holds the headings of one.")
    return best[0], best[1]


def _read_rows(
    cells: Sequence[Sequence[ReadCell]], found: Found, epoch: datetime
) -> tuple[ReturnedRow, ...]:
    rows = []
    for number, row in enumerate(cells, start=1):
        if number <= found.row:
            continue
        there = {key: row[at] for key, at in found.columns.items() if at < len(row)}
        given = {key: _given(key, cell, epoch) for key, cell in there.items() if key != "state"}
        # What joined cells of other rows show makes no row.
        if any(not cell.is_empty and not there[key].covered for key, cell in given.items()):
            rows.append(ReturnedRow(number, given))
    return tuple(rows)


def _given(key: str, cell: ReadCell, epoch: datetime) -> Given:
    if cell.value is None and cell.struck:
        which = tidy(cell.struck) if key in _SAY_WHICH else ""
        return Given(which, problem="it is struck out, so it is not read", struck=True)
    problem = _unsure(cell)
    if problem or cell.value is None:
        return Given(problem=problem)
    given = _day(cell, epoch) if key == "by" else Given(cell.words)
    if len(given.text) > MAX_TEXT:
        return Given(problem=f"its text is longer than {MAX_TEXT} characters")
    return replace(given, note=", ".join(filter(None, (given.note, *_left_out(cell)))))


def _unsure(cell: ReadCell) -> str:
    """Why it is not sure what a cell says; "" where it is."""
    if cell.kind == "f":
        return "it holds a formula, and formulas are not worked out here"
    if cell.kind == "e":
        return "it holds an error of the spreadsheet"
    if cell.kind == "j":
        return (
            f"it is joined with the cell beside it ({cell.joined}), so it is not sure what it says"
        )
    if shows_otherwise(cell.value, cell.format):
        return "its number format shows something else than it holds: type it as it is to be read"
    return ""


def _left_out(cell: ReadCell) -> Iterator[str]:
    """How a cell was read that is not as plain as it looks."""
    if cell.struck:
        yield "what is struck out in it is left out"
    if cell.joined:
        yield f"joined over {cell.joined}"


def _day(cell: ReadCell, epoch: datetime) -> Given:
    value = cell.value
    if isinstance(value, date) and not shows_a_day(cell.format):
        return Given(cell.words)
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
    return Given(cell.words)
