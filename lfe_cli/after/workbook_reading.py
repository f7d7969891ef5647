"""The actions workbook as a group sends it back: values only, nothing in it evaluated or followed.

Columns are found by their headings, wherever they were moved. How it is opened safely:
`word.workbook_opening`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from lfe_cli.after.workbook_columns import (
    ACTIONS_SHEET,
    BASE,
    COLUMNS,
    HEADINGS,
    KIND,
    SCOPE,
    TAGS_SHEET,
)
from lfe_cli.audits.opening import CannotRead
from lfe_cli.text import plain, tidy
from lfe_cli.word.package import Package
from lfe_cli.word.workbook_opening import (
    MAX_ROWS,
    ReadCell,
    Sheets,
    WorkbookRefused,
    open_workbook,
    text_of_cell,
)

MAX_TEXT = 3_000
_FIRST_ROWS = 30  # among which the headings are looked for
_FIRST_DAY, _LAST_DAY = 36_526, 73_051  # serial numbers of the years 2000 to 2099


@dataclass(frozen=True)
class BookRemark:
    """Something that was seen of a workbook beside its rows. `matters`: somebody looks at it."""

    what: str
    matters: bool = True


@dataclass(frozen=True)
class Given:
    """The content of a cell. `problem` says why it is not taken; `note` how it was read."""

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
    rows, more = _read_rows(sheets[name], found, epoch)
    beside = (BookRemark(what) for what in _beside(opened.package))
    others = (BookRemark(what) for what in (*more, *_other_sheets(sheets, name)))
    remarks = (*beside, *found.remarks, *others)
    return ReturnedBook(tags.get(SCOPE, ""), bases, rows, found.missing, remarks)


def _beside(package: Package) -> Iterator[str]:
    """Remarks on what the file holds besides values: it was not run, not followed, not read."""
    names = package.names
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield "it has links to other workbooks, which were not followed"
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "it holds macros, which were not run"
    if any(name.startswith(("xl/comments", "xl/threadedComments")) for name in names):
        yield "it holds comments beside cells: read them in the file that is kept"


def _tags(sheets: Sheets) -> dict[str, str]:
    rows = sheets.get(TAGS_SHEET, ())
    pairs = [(row[0].value, row[1].value) for row in rows if len(row) > 1]
    return {plain(str(k)).strip(): plain(str(v)).strip() for k, v in pairs if k and v}


def _rows_of_actions(sheets: Sheets) -> tuple[str, _Found]:
    """The sheet that holds the actions, by its name or else by its headings."""
    candidates = [name for name in sheets if name != TAGS_SHEET]
    candidates.sort(key=lambda name: name != ACTIONS_SHEET)
    looked = [(name, _find_headings(_texts(sheets[name]))) for name in candidates]
    best = max(looked, key=lambda pair: pair[1].exact if pair[1] else 0, default=("", None))
    if best[1] is None:
        raise CannotRead("It is not an actions workbook: no row holds the headings of one.")
    return best[0], best[1]


def _texts(rows: Sequence[Sequence[ReadCell]]) -> list[list[str]]:
    return [[text_of_cell(cell.value) for cell in row] for row in rows[:_FIRST_ROWS]]


def _other_sheets(sheets: Sheets, read: str) -> Iterator[str]:
    for name, rows in sheets.items():
        if name != read and _find_headings(_texts(rows)):
            yield f"the sheet {plain(name)} holds rows too, and was not read"


def _read_rows(
    cells: Sequence[Sequence[ReadCell]], found: _Found, epoch: datetime
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


def _given(key: str, cell: ReadCell, epoch: datetime) -> Given:
    if key == "state" or cell.value is None:
        return Given()
    if cell.kind == "f":
        return Given(problem="it holds a formula, and formulas are not worked out here")
    if cell.kind == "e":
        return Given(problem="it holds an error of the spreadsheet")
    if key == "by":
        return _day(cell.value, epoch)
    text = tidy(text_of_cell(cell.value, cell.format))
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
    return Given(tidy(text_of_cell(value)))


# ---------------------------------------------------------------- headings

_ENOUGH = 3  # headings that make a row the one of headings
_CLOSE = 0.75
# Columns without which rows can be read all the same: nobody fills them in.
_NOT_NEEDED = {"state", "group", "review"}


@dataclass(frozen=True)
class _Found:
    """The row of headings (from 1), each column's place (from 0), and what was seen of them."""

    row: int
    columns: Mapping[str, int]
    exact: int
    missing: tuple[str, ...]
    remarks: tuple[BookRemark, ...]


def _find_headings(rows: Sequence[Sequence[str]]) -> _Found | None:
    """The headings among the first `rows`; None where too few are there."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(rows, start=1):
        texts = {_plainly(text) for text in row}
        exact = sum(_plainly(column.heading) in texts for column in COLUMNS)
        if exact >= _ENOUGH and (best is None or exact > best[0]):
            best = (exact, number)
    if best is None:
        return None
    return _columns(rows[best[1] - 1], best[1], best[0])


def _columns(row: Sequence[str], number: int, exact: int) -> _Found:
    texts = {at: text for at, text in enumerate(row) if text.strip()}
    columns: dict[str, int] = {}
    remarks: list[BookRemark] = []
    for column in COLUMNS:
        same = [at for at, text in texts.items() if _plainly(text) == _plainly(column.heading)]
        if same:
            columns[column.key] = same[0]
        if len(same) > 1:
            what = f"the heading {column.heading} stands twice; the first column is read"
            remarks.append(BookRemark(what))
    left = {at: text for at, text in texts.items() if at not in columns.values()}
    for column in COLUMNS:
        at = None if column.key in columns else _closest(column.heading, left)
        if at is not None:
            columns[column.key] = at
            what = f"the column {_quoted(left.pop(at))} is read as {column.heading}"
            remarks.append(BookRemark(what, matters=False))
    missing = tuple(c.key for c in COLUMNS if c.key not in columns and c.key != "state")
    known = {_plainly(column.heading) for column in COLUMNS}
    others = [_quoted(text) for text in left.values() if _plainly(text) not in known]
    gone = [HEADINGS[key] for key in missing if key not in _NOT_NEEDED]
    remarks += _not_read(gone, others)
    return _Found(number, columns, exact, missing, tuple(remarks))


def _not_read(gone: Sequence[str], others: Sequence[str]) -> Iterator[BookRemark]:
    """Our columns that are not there, together with those that may be one of them."""
    if gone and others:
        yield BookRemark(
            f"there is no column {', '.join(gone)}, so nothing is read of it. "
            f"Is it {', '.join(others)}? Then rename it back and read the workbook again"
        )
    elif gone:
        for heading in gone:
            yield BookRemark(f"there is no column {heading}, so nothing is read of it")
    elif others:
        yield BookRemark(f"not one of ours, so not read: {', '.join(others)}", matters=False)


def _closest(heading: str, left: Mapping[int, str]) -> int | None:
    """The column whose heading says nearly the same: a slip of the pen, or fewer or more words."""
    wanted = _plainly(heading)
    scored = [(_likeness(wanted, _plainly(text)), at) for at, text in left.items()]
    best = max(scored, default=(0.0, -1))
    return best[1] if best[0] >= _CLOSE else None


def _likeness(one: str, other: str) -> float:
    words, others = set(one.split()), set(other.split())
    if words and others and (words <= others or others <= words):
        return 0.9
    return difflib.SequenceMatcher(None, one, other).ratio()


def _plainly(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", plain(text)).casefold().split())


def _quoted(text: str) -> str:
    words = " ".join(plain(text).split())
    return f'"{words[:40]}"'
