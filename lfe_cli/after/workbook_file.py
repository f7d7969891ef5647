"""The actions workbook: what working groups do about recommendations, one row an action.

Grey cells are the tool's, white ones the group's. What a person types is read back cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lfe_cli.after import workbook_other_sheets
from lfe_cli.after.workbook_columns import (
    ACTIONS_SHEET,
    BASE,
    COLUMNS,
    HEADINGS,
    IS_ACTIONS,
    KIND,
    SCOPE,
    TAGS_SHEET,
    Line,
)
from lfe_cli.review.action_plan import (
    FIELDS,
    NO_LONGER_NEEDED,
    PROGRESS,
    SAYS_NOTHING,
    SHORTEST_EVIDENCE,
    TO_BE_WRITTEN,
)
from lfe_cli.review.days import short_date
from lfe_cli.word.properties import Properties
from lfe_cli.word.workbook import (
    FONT,
    LINE,
    in_margin,
    lines_of,
    on_paper,
    put,
    put_formula,
    workbook_bytes,
)

_WIDTHS = {
    "review": 14.5,
    "id": 6,
    "recommendation": 25,
    "group": 16,
    "action": 27,
    "owner": 14,
    "measure": 20,
    "by": 12.5,
    "change": 20,
    "progress": 12,
    "evidence": 21,
    "state": 14,
}
_AT = {column.key: number for number, column in enumerate(COLUMNS, start=1)}
_OURS, _OURS_TEXT = "F2F2F2", "404040"
_TALLEST = 400  # points; Excel allows 409
# Each state's colour, behind the word that says it; dark letters on a light ground.
_COLOURS = {
    TO_BE_WRITTEN: ("FFF2CC", "5C4400"),
    "not started": ("EDEDED", "333333"),
    "under way": ("DDEBF7", "1F3864"),
    "completed, evidence to come": ("E8E0F0", "3F2A56"),
    "closed": ("E2EFDA", "1E4620"),
    "no longer needed, reason to come": ("F6E3D7", "5A2D0C"),
    "no longer needed": ("E4E4E4", "262626"),
}


@dataclass(frozen=True)
class ActionBook:
    """The contents of a workbook. `bases` gives by review the entry that it is made from."""

    title: str
    scope: str
    lines: tuple[Line, ...]
    choices: tuple[str, ...]
    groups: tuple[str, ...]
    bases: Mapping[str, str]
    partnership: str
    mailbox: str
    marking: str
    moment: datetime
    made_on: date
    empty_rows: int = 6


def action_book(book: ActionBook) -> bytes:
    """The workbook as a file: the same book gives the same bytes."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = ACTIONS_SHEET
    last = 1 + len(book.lines) + book.empty_rows
    cached = {ACTIONS_SHEET: _fill(sheet, book, last)}
    cached["Summary"] = workbook_other_sheets.summary(
        made, book.lines, book.groups, _subject(book), last
    )
    workbook_other_sheets.how_to_use(made, book.mailbox, book.partnership)
    lists = workbook_other_sheets.lists(made, book.groups, PROGRESS, book.choices)
    _choices(sheet, lists, len(book.lines) + 1, last)
    _tags(made, book)
    _looks(sheet, last)
    for one in made.worksheets:
        if one.sheet_state == "visible":
            _paper(one, book)
    tags = {KIND: IS_ACTIONS, SCOPE: book.scope}
    tags |= {f"{BASE}{reference}": entry for reference, entry in book.bases.items()}
    properties = Properties(book.title, book.partnership, book.moment, tags)
    return workbook_bytes(made, properties, cached)


def _subject(book: ActionBook) -> str:
    return f"{book.title}, as recorded on {short_date(book.made_on)}"


def _fill(sheet: Worksheet, book: ActionBook, last: int) -> dict[str, str | int]:
    """Write headings and rows; returns what the column of states shows now."""
    for column in COLUMNS:
        cell = put(sheet, 1, _AT[column.key], column.heading)
        cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF")
        cell.fill = workbook_other_sheets.DARK
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    shown: dict[str, str | int] = {}
    for row in range(2, last + 1):
        line = book.lines[row - 2] if row - 2 < len(book.lines) else None
        _row(sheet, row, line)
        sheet.row_dimensions[row].height = _height(line)
        shown[f"{get_column_letter(_AT['state'])}{row}"] = line.state if line else ""
    return shown


def _row(sheet: Worksheet, row: int, line: Line | None) -> None:
    ours = (
        {
            "review": line.review,
            "id": line.id,
            "recommendation": line.recommendation,
            "group": line.group,
        }
        if line
        else {}
    )
    for column in COLUMNS:
        at = _AT[column.key]
        if column.key == "state":
            cell = put_formula(sheet, row, at, _state(row))
        elif column.key in FIELDS:
            cell = put(sheet, row, at, _value(column.key, line))
        else:
            cell = put(sheet, row, at, ours.get(column.key, ""))
        grey = column.ours and (line is not None or column.key in {"id", "state"})
        cell.font = Font(name=FONT, size=11, color=_OURS_TEXT if grey else "000000")
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        cell.border = Border(
            bottom=workbook_other_sheets.RULE,
            left=workbook_other_sheets.RULE,
            right=workbook_other_sheets.RULE,
        )
        if grey:
            cell.fill = PatternFill("solid", fgColor=_OURS)
        if column.key == "by":
            cell.number_format = "d mmm yyyy"


def _height(line: Line | None) -> float:
    """Room for the longest cell, and for two lines where nothing is written yet."""
    texts = {"recommendation": line.recommendation, "group": line.group} if line else {}
    texts |= {**line.fields, "by": "", "state": line.state} if line else {}
    most = max((lines_of(text, _WIDTHS[key]) for key, text in texts.items()), default=2)
    return min(LINE * max(most, 2) + 4, _TALLEST)


def _value(key: str, line: Line | None) -> str | date | None:
    text = line.fields.get(key, "") if line else ""
    if key == "by":
        return date.fromisoformat(text) if text else None
    return text


def _state(row: int) -> str:
    """The state as a formula, so that word and colour follow what the group fills in."""
    cell = {key: f"${get_column_letter(at)}{row}" for key, at in _AT.items()}
    gone = NO_LONGER_NEEDED
    action, progress, evidence = (cell[key] for key in ("action", "progress", "evidence"))
    known = ",".join(f'"{word}"' for word in SAYS_NOTHING)
    says_nothing = (
        f"OR(LEN(TRIM({evidence}))<{SHORTEST_EVIDENCE},"
        f"ISNUMBER(MATCH(TRIM({evidence}),{{{known}}},0)))"
    )
    over = f'IF({progress}="completed","completed, evidence to come","{gone}, reason to come")'
    closed = f'IF({progress}="completed","closed","{gone}")'
    ended = f"IF({says_nothing},{over},{closed})"
    written = f'IF({progress}="","not started",{progress})'
    empty = f'IF({cell["id"]}="","","{TO_BE_WRITTEN}")'
    is_over = f'OR({progress}="completed",{progress}="{gone}")'
    return f'=IF(TRIM({action})="",{empty},IF({is_over},{ended},{written}))'


def _choices(sheet: Worksheet, lists: Mapping[str, str], written: int, last: int) -> None:
    """The drop-downs, from the sheet of lists, and what may stand in the column of dates."""
    _choose(sheet, lists["progress"], "progress", 2, last, "Choose one of the four words.")
    _choose(sheet, lists["groups"], "group", written + 1, last, "Choose a working group.")
    _choose(
        sheet,
        lists["choices"],
        "recommendation",
        written + 1,
        last,
        "Choose the recommendation that the action is about.",
    )
    column = get_column_letter(_AT["by"])
    days = DataValidation(
        type="date",
        operator="greaterThan",
        formula1="36526",
        allow_blank=True,
        showErrorMessage=True,
    )
    days.errorTitle, days.error = "A date, please", "Write a date such as 3 April 2027."
    days.add(f"{column}2:{column}{last}")
    sheet.add_data_validation(days)


def _choose(sheet: Worksheet, source: str, key: str, first: int, last: int, help_: str) -> None:
    if not source or first > last:
        return
    column = get_column_letter(_AT[key])
    among = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    among.errorTitle, among.error = HEADINGS[key], help_
    among.add(f"{column}{first}:{column}{last}")
    sheet.add_data_validation(among)


def _tags(made: Workbook, book: ActionBook) -> None:
    """The sheet that says what the copy was made from, for when it comes back."""
    sheet = made.create_sheet(TAGS_SHEET)
    sheet.sheet_state = "hidden"
    put(sheet, 1, 1, "This sheet says which record the workbook was made from. Please leave it.")
    rows = [(KIND, IS_ACTIONS), (SCOPE, book.scope)]
    rows += [(f"{BASE}{reference}", entry) for reference, entry in book.bases.items()]
    for number, (name, value) in enumerate(rows, start=2):
        put(sheet, number, 1, name)
        put(sheet, number, 2, value)


def _looks(sheet: Worksheet, last: int) -> None:
    for key, at in _AT.items():
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[key]
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "C2"
    end = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{end}{last}"
    sheet.sheet_view.zoomScale = 90
    state = get_column_letter(_AT["state"])
    for word, (ground, letters) in _COLOURS.items():
        look = DifferentialStyle(
            font=Font(color=letters), fill=PatternFill(bgColor=ground, fill_type="solid")
        )
        rule = Rule(type="expression", formula=[f'${state}2="{word}"'], dxf=look)
        sheet.conditional_formatting.add(f"{state}2:{state}{last}", rule)


def _paper(sheet: Worksheet, book: ActionBook) -> None:
    """A4 across, as wide as the page, the headings on each, and which page it is."""
    if sheet.title == ACTIONS_SHEET:
        sheet.print_title_rows = "1:1"
    marking, recorded = in_margin(book.marking), f"As recorded on {short_date(book.made_on)}"
    head = (in_margin(book.title), marking, in_margin(book.partnership))
    on_paper(sheet, head, (recorded, marking, "Page &P of &N"))
