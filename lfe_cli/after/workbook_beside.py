"""What a returned workbook holds beside its rows: none of it is read, and its place is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lfe_cli.after.workbook_columns import ACTIONS_SHEET, TAGS_SHEET
from lfe_cli.after.workbook_headings import BookRemark, Found, find_headings
from lfe_cli.after.workbook_other_sheets import HOW_TO_USE, LISTS, SUMMARY
from lfe_cli.review.action_plan import STATES
from lfe_cli.text import plain, printable
from lfe_cli.word.package import Package
from lfe_cli.word.worksheets import (
    MAX_COLUMNS,
    MAX_ROWS,
    Mark,
    ReadCell,
    Sheet,
    Sheets,
    place_of,
)

_OURS = {ACTIONS_SHEET, TAGS_SHEET, SUMMARY, HOW_TO_USE, LISTS}
_MOST_NAMED = 8
_LONGEST_LINK = 80
_IN_THE_FILE = "read them in the file that is kept"


def of_the_file(package: Package, sheets: Sheets) -> Iterator[BookRemark]:
    """What was not run, not followed, not opened."""
    names = package.names
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield BookRemark("it has links to other workbooks, which were not followed")
    if any(name.endswith("vbaProject.bin") for name in names):
        yield BookRemark("it holds macros, which were not run")
    if any(name.startswith("xl/embeddings/") for name in names):
        yield BookRemark("it holds other files, which were not opened: look at them in Excel")
    noted = any(mark.kind == "note" for sheet in sheets.values() for mark in sheet.marks)
    if not noted and any(n.startswith(("xl/comments", "xl/threadedComments")) for n in names):
        yield BookRemark(f"it holds comments beside cells: {_IN_THE_FILE}")


def of_marks(sheets: Sheets) -> Iterator[BookRemark]:
    """Links, comments, text boxes, pictures and what lies under joined cells, with their places."""
    found = [(name, mark) for name, sheet in sheets.items() for mark in sheet.marks]
    told = {
        "link": f"links lie behind words ({{}}), and only the words are recorded: {_ADDRESS}",
        "note": f"it holds comments beside cells ({{}}): {_IN_THE_FILE}",
        "text box": f"it holds text boxes ({{}}), which are not read: {_IN_THE_FILE}",
        "picture": "it holds pictures or charts ({}), which are not looked at",
        "text under a joined cell": f"words lie hidden under joined cells ({{}}): {_IN_THE_FILE}",
    }
    for kind, sentence in told.items():
        places = [_where(name, mark) for name, mark in found if mark.kind == kind]
        if places:
            yield BookRemark(sentence.format(_listed(places)))


_ADDRESS = "where an address is evidence, ask that it is typed into the cell"


def _where(name: str, mark: Mark) -> str:
    place = f"{printable(name)} {mark.at}".strip()
    link = printable(mark.text)
    short = link if len(link) <= _LONGEST_LINK else f"{link[: _LONGEST_LINK - 2]} …"
    return f"{place}: {short}" if short else place


def of_cells(name: str, sheet: Sheet, found: Found) -> Iterator[BookRemark]:
    """Words of the sheet that is read which stand in no row or column of its table."""
    if sheet.has_more:
        what = f"only the first {MAX_ROWS} rows were read, and of each {MAX_COLUMNS} columns"
        yield BookRemark(what)
    for what, matters, is_there in _OUTSIDE:
        places = [
            f"{printable(name)} {place_of(number, at + 1)}"
            for number, row in enumerate(sheet.rows, start=1)
            for at, cell in enumerate(row)
            if _says_something(cell) and is_there(found, number, at, cell)
        ]
        if places:
            yield BookRemark(what.format(_listed(places)), matters=matters)


def _is_above(found: Found, number: int, _at: int, _cell: ReadCell) -> bool:
    return number < found.row


def _is_unheaded(found: Found, number: int, at: int, _cell: ReadCell) -> bool:
    return number > found.row and at not in found.headed


def _is_typed_state(found: Found, number: int, at: int, cell: ReadCell) -> bool:
    """Whether somebody typed a state over the formula; some programs keep what it gave alone."""
    is_there = number > found.row and at == found.columns.get("state")
    said = cell.words.casefold()
    return is_there and cell.kind != "f" and said not in STATES


_OUTSIDE = (
    ("above the headings, so not read: {}", False, _is_above),
    ("a column without a heading is not one of ours, so not read: {}. Ask where it belongs",
     True, _is_unheaded),
    ("State follows by itself, so what is typed there is not read: {}", True, _is_typed_state),
)  # fmt: skip


def _says_something(cell: ReadCell) -> bool:
    return not cell.covered and bool(cell.words)


def of_other_sheets(sheets: Sheets, read: str) -> Iterator[BookRemark]:
    """Sheets that somebody added, or that are a second copy of the rows."""
    for name, sheet in sheets.items():
        if name in (read, TAGS_SHEET):
            continue
        if find_headings(sheet.rows):
            yield BookRemark(f"the sheet {plain(name)} holds rows too, and was not read")
        elif name not in _OURS and any(_says_something(c) for row in sheet.rows for c in row):
            yield BookRemark(f"the sheet {plain(name)} is not one of ours, so it is not read")


def _listed(places: Sequence[str]) -> str:
    more = len(places) - _MOST_NAMED
    named = ", ".join(places[:_MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named
