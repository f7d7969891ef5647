"""The sheet on which an officer ticks who comes and who came: one row an agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lfe_cli.review import files
from lfe_cli.review.attending import ROLES
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.word.properties import Properties
from lfe_cli.word.workbook import (
    DATE_FORMAT,
    FONT,
    LINE,
    in_margin,
    lines_of,
    on_paper,
    put,
    workbook_bytes,
)

Kind = Literal["yes or no", "number", "day", "came"]
Value = str | int | date | None
COMES_SHEET, CAME_SHEET = "Who comes", "Who came"
AS_MADE = "lfe.as-made"  # a sheet never shown: what stood in each cell, which nobody ticked
AGENCY = "Agency"
CAME = ("came", "apologies", "absent")
REFERENCE = "lfe.reference"


@dataclass(frozen=True)
class Column:
    """A column: the key of what it asks, its heading, and what may stand in its cells."""

    key: str
    heading: str
    kind: Kind


def _roles(verb: str) -> tuple[Column, ...]:
    return tuple(
        Column(role, f"{role.replace('-', ' ').capitalize()}: how many {verb}", "number")
        for role in ROLES
    )


COMES_COLUMNS = (
    Column("on", "Day of the reply, if not today", "day"),
    Column("knows", "Knew the child or the family", "yes or no"),
    *_roles("come"),
    Column("attending", "How many come, if no roles are known", "number"),
    Column("bringing", "Brings its audit", "yes or no"),
    Column("support", "Support is in place for colleagues", "yes or no"),
    Column("access", "Access needs asked about and met", "yes or no"),
    Column("elsewhere", "Another service or process named", "yes or no"),
)
CAME_COLUMNS = (
    Column("came", "Came, sent apologies, or was absent", "came"),
    *_roles("came"),
    Column("brought", "Brought its audit", "yes or no"),
)
_HOW = (
    ("What this is", "What agencies replied, and who came, to be ticked instead of typed."),
    ("White and grey", "White cells are yours. Leave open what you do not know yet."),
    ("Never a name", "Numbers and choices only. Access needs and other services are described "
     f"in {files.REPLY_DETAILS}, which is made once one of them is recorded."),
    ("When you are done", "Save it and close it. Then, for the first sheet: lfe reply --sheet "
     f"{files.ATTENDANCE_SHEET}; for the second: lfe attended --sheet "
     f"{files.ATTENDANCE_SHEET}. What will be recorded is shown before it is. Before you go "
     "on ticking, make the sheet anew: lfe reply --sheet"),
)  # fmt: skip


def attendance_sheet(review: Review, moment: datetime) -> bytes:
    """The sheet as a file, with what is recorded already."""
    book = Workbook()
    _fill(book.worksheets[0], COMES_SHEET, COMES_COLUMNS, review, recorded_reply)
    _fill(book.create_sheet(), CAME_SHEET, CAME_COLUMNS, review, recorded_attendance)
    _how_to_use(book.create_sheet("How to use this"))
    for sheet in book.worksheets:
        _for_paper(sheet, review)
    _as_made(book.create_sheet(AS_MADE), review)
    title = f"Who comes and who came, {review.reference}"
    tags = {REFERENCE: review.reference}
    return workbook_bytes(book, Properties(title, review.partnership.name, moment, tags))


def _as_made(sheet: Worksheet, review: Review) -> None:
    """A row for each cell that has something in it: which sheet, whose, what is asked, and it."""
    number = 0
    for title, recorded in ((COMES_SHEET, recorded_reply), (CAME_SHEET, recorded_attendance)):
        for agency in takes_part(review):
            for key, value in recorded(review, agency).items():
                number += value is not None
                for at, content in enumerate((title, agency.name, key, value), start=1):
                    if value is not None:
                        put(sheet, number, at, content)
    sheet.sheet_state = "veryHidden"
    _protect(sheet)


def recorded_reply(review: Review, agency: Agency) -> Mapping[str, Value]:
    """What is recorded of an agency's reply, by the columns' keys."""
    said = review.state.agency(agency.id).answers
    people = dict(said.people or {})
    return {
        "knows": _yes_or_no(said.knows),
        **people,
        "attending": None if people else said.attending,
        "bringing": _yes_or_no(said.bringing),
        "support": _yes_or_no(said.support),
        "access": _yes_or_no(said.access),
        "elsewhere": _yes_or_no(said.other),
    }


def recorded_attendance(review: Review, agency: Agency) -> Mapping[str, Value]:
    """What is recorded of who came, by the columns' keys."""
    its = review.state.agency(agency.id)
    if its.attendance is None:
        return {}
    event = its.attendance.event
    came = "came" if event.people else "apologies" if event.apologies else "absent"
    return {"came": came, **event.people, "brought": "yes" if its.brought else None}


def _yes_or_no(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


# ---------------------------------------------------------------- how it looks

_GREY, _DARK = "F2F2F2", "1F3A4D"
_LINE = Side(style="thin", color="BFBFBF")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WIDTH, _OF_AGENCY = 13.5, 34.0


def _fill(
    sheet: Worksheet,
    title: str,
    columns: Sequence[Column],
    review: Review,
    recorded: Callable[[Review, Agency], Mapping[str, Value]],
) -> None:
    sheet.title = title
    for at, heading in enumerate((AGENCY, *(column.heading for column in columns)), start=1):
        cell = put(sheet, 1, at, heading)
        cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_DARK)
        cell.border = _FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = _OF_AGENCY if at == 1 else _WIDTH
    agencies = takes_part(review)
    for row, agency in enumerate(agencies, start=2):
        name = put(sheet, row, 1, agency.name)
        name.font, name.border = Font(name=FONT, size=11, bold=True), _FRAME
        name.fill = PatternFill("solid", fgColor=_GREY)
        name.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = max(2, lines_of(agency.name, _OF_AGENCY)) * LINE + 4
        values = recorded(review, agency)
        for at, column in enumerate(columns, start=2):
            _input(sheet, row, at, values.get(column.key), column)
    _choices(sheet, columns, last=max(2, len(agencies) + 1))
    sheet.row_dimensions[1].height = 5 * LINE
    sheet.freeze_panes = "B2"
    _protect(sheet)


def _input(sheet: Worksheet, row: int, at: int, value: Value, column: Column) -> None:
    cell = put(sheet, row, at, value)
    cell.font, cell.border = Font(name=FONT, size=11), _FRAME
    cell.alignment = Alignment(horizontal="center", vertical="center")
    cell.protection = Protection(locked=False)
    if column.kind == "day":
        cell.number_format = DATE_FORMAT


_LISTS: dict[Kind, Sequence[str]] = {"yes or no": ("yes", "no"), "came": CAME}


def _choices(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    """The lists to choose from, and what else may stand in a cell."""
    for at, column in enumerate(columns, start=2):
        if column.kind in _LISTS:
            words = _LISTS[column.kind]
            rule = DataValidation(type="list", formula1=f'"{",".join(words)}"')
            rule.error = f"Choose {' or '.join(words)}, or leave it open."
        elif column.kind == "number":
            rule = DataValidation(type="whole", operator="between", formula1="0", formula2="99")
            rule.error = "Write a number of people, or leave it open."
        else:
            rule = DataValidation(type="date", operator="greaterThan", formula1="36526")
            rule.error = "Write a date such as 3 April 2027, or leave it open."
        rule.allow_blank, rule.showErrorMessage, rule.showInputMessage = True, True, True
        rule.errorTitle = "Something else, please"
        rule.promptTitle, rule.prompt = column.heading[:32], _PROMPTS[column.kind]
        letter = get_column_letter(at)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


_PROMPTS: dict[Kind, str] = {
    "yes or no": "yes, no, or open",
    "came": "came, apologies, absent, or open",
    "number": "How many people, or open",
    "day": "A date, or open for today",
}


def _protect(sheet: Worksheet) -> None:
    """Headings and agencies cannot be changed by a slip; there is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _how_to_use(sheet: Worksheet) -> None:
    for row, texts in enumerate(_HOW, start=1):
        for at, (words, width) in enumerate(zip(texts, (26.0, 90.0), strict=True), start=1):
            cell = put(sheet, row, at, words)
            cell.font = Font(name=FONT, size=11, bold=at == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.row_dimensions[row].height = LINE * lines_of(texts[1], 90.0) + 8
    sheet.sheet_view.showGridLines = False
    _protect(sheet)


def _for_paper(sheet: Worksheet, review: Review) -> None:
    if sheet.freeze_panes:
        sheet.print_title_rows = "1:1"
    marking = in_margin(review.partnership.marking or "")
    on_paper(sheet, ("", marking, ""), (in_margin(review.reference), "", "Page &P of &N"))
