"""The other sheets of the actions workbook: the summary, how to use it, and the lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lfe_cli.after.workbook_columns import ACTIONS_SHEET, COLUMNS
from lfe_cli.review.action_plan import STATES
from lfe_cli.word.workbook import FONT, LINE, lines_of, put, put_formula

if TYPE_CHECKING:
    from lfe_cli.after.workbook_columns import Line

SUMMARY, HOW_TO_USE, LISTS = "Summary", "How to use this", "Lists"
RULE = Side(style="thin", color="BFBFBF")
DARK = PatternFill("solid", fgColor="1F3A4D")

_NOTE = "The numbers say where actions stand. They say nothing about how well a group works."
# What stands in the first column, and beside it.
_HOW = (
    (
        "What this is",
        "Each recommendation came out of learning from one child's story. A row in the sheet "
        "Actions is one thing that your group will do about it, so that practice changes for "
        "children and families.",
    ),
    (
        "White and grey",
        "White cells are yours to fill in. Grey cells are ours: they tell us which row is which, "
        "so please leave them as they are.",
    ),
    (
        "Action",
        "What your group will do. Begin with a verb, and say it so that anybody can see whether "
        "it has happened.",
    ),
    ("Owner (role)", "A role, such as Team Manager, Early Help. Please write nobody's name."),
    ("How we will know", "What you would see, hear or count if it worked."),
    ("By when", "A date, such as 3 April 2027."),
    ("Change expected for children", "What a child would notice."),
    ("Progress", "Choose not started, under way, completed or no longer needed."),
    (
        "Evidence",
        "What shows that it was done, and what became of it; or why it is no longer needed.",
    ),
    (
        "State",
        "Follows by itself. Completed is a step on the way: an action is closed when there is "
        "evidence of it too.",
    ),
    (
        "One more action",
        "Use an empty row below the others. Choose the recommendation from the list in its cell, "
        "and leave the Id empty: the action gets one when we read it.",
    ),
    (
        "A strong action",
        "A reminder, or a policy sent round again, seldom lasts. A change in how work is set up "
        "does: try it with one team, ask practitioners, parents and children what is different, "
        "then decide whether to widen it.",
    ),
    (
        "What you may change",
        "Sort, filter, hide, widen or move columns as you like. Please delete no row: where an "
        "action no longer fits, choose no longer needed under Progress and say why under Evidence.",
    ),
    (
        "Nobody is named",
        "Nothing in here names or describes a child, a family or a colleague. Please keep it so: "
        "write roles.",
    ),
)


def summary(
    made: Workbook, lines: Sequence[Line], groups: Sequence[str], subject: str, last: int
) -> dict[str, str | int]:
    """The sheet of how many actions of each group stand where.

    They are counted by formulas that follow the rows. Returns what these give now. Groups stand in
    the partnership's order.
    """
    sheet = made.create_sheet(SUMMARY)
    _title(sheet, subject)
    for at, words in enumerate(("Working group", *(s.capitalize() for s in STATES), "All"), 1):
        _head(put(sheet, 3, at, words), number=at > 1)
    counted: dict[str, str | int] = {}
    present = [group for group in groups if any(line.group == group for line in lines)]
    for row, group in enumerate(present, start=4):
        _cell(put(sheet, row, 1, group))
        for at, state in enumerate(STATES, start=2):
            _cell(put_formula(sheet, row, at, _count(last, row, state)), number=True)
            mine = [line for line in lines if (line.group, line.state) == (group, state)]
            counted[f"{get_column_letter(at)}{row}"] = len(mine)
        end = get_column_letter(len(STATES) + 1)
        _cell(put_formula(sheet, row, len(STATES) + 2, f"=SUM(B{row}:{end}{row})"), number=True)
        counted[f"{get_column_letter(len(STATES) + 2)}{row}"] = sum(
            line.group == group for line in lines
        )
    counted |= _total(sheet, 4 + len(present), lines)
    note = put(sheet, 6 + len(present), 1, _NOTE)
    note.font = Font(name=FONT, size=11)
    sheet.column_dimensions["A"].width = 44
    for at in range(2, len(STATES) + 3):
        sheet.column_dimensions[get_column_letter(at)].width = 16
    sheet.row_dimensions[3].height = 34
    return counted


def _count(last: int, row: int, state: str) -> str:
    at = {column.key: get_column_letter(n) for n, column in enumerate(COLUMNS, start=1)}
    group, states = (f"{ACTIONS_SHEET}!${at[k]}$2:${at[k]}${last}" for k in ("group", "state"))
    return f'=COUNTIFS({group},$A{row},{states},"{state}")'


def _total(sheet: Worksheet, row: int, lines: Sequence[Line]) -> dict[str, str | int]:
    counted: dict[str, str | int] = {}
    _cell(put(sheet, row, 1, "All groups"), bold=True)
    for at, state in enumerate((*STATES, None), start=2):
        letter = get_column_letter(at)
        _cell(
            put_formula(sheet, row, at, f"=SUM({letter}4:{letter}{row - 1})"),
            number=True,
            bold=True,
        )
        counted[f"{letter}{row}"] = sum(state in (None, line.state) for line in lines)
    return counted


def how_to_use(made: Workbook, mailbox: str, partnership: str) -> None:
    """A page of plain words for the people of a working group."""
    sheet = made.create_sheet(HOW_TO_USE)
    _title(sheet, "How to use this workbook")
    back = (
        f"Send the workbook back to {mailbox} ({partnership}). We look at every cell that you "
        "changed before we record it, and ask you where something is not clear. Nothing that you "
        "wrote is lost. Thank you."
    )
    widths = {"A": 30.0, "B": 100.0}
    for row, texts in enumerate((*_HOW, ("When you are done", back)), start=3):
        for at, (words, width) in enumerate(zip(texts, widths.values(), strict=True), start=1):
            cell = put(sheet, row, at, words)
            cell.font = Font(name=FONT, size=11, bold=at == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=RULE)
            height = LINE * lines_of(words, width) + 8
            known = sheet.row_dimensions[row].height or 0
            sheet.row_dimensions[row].height = max(known, height)
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False


def lists(
    made: Workbook, groups: Sequence[str], progress: Sequence[str], choices: Sequence[str]
) -> dict[str, str]:
    """The hidden sheet that drop-downs take from: where each list stands, "" for an empty one."""
    sheet = made.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    found: dict[str, str] = {}
    columns = (
        ("groups", "Working groups", groups),
        ("progress", "Progress", progress),
        ("choices", "Recommendations", choices),
    )
    for at, (key, heading, items) in enumerate(columns, start=1):
        put(sheet, 1, at, heading).font = Font(name=FONT, bold=True)
        for row, item in enumerate(items, start=2):
            put(sheet, row, at, item)
        letter = get_column_letter(at)
        end = len(items) + 1
        found[key] = f"{LISTS}!${letter}$2:${letter}${end}" if items else ""
        sheet.column_dimensions[letter].width = 40
    return found


def _title(sheet: Worksheet, words: str) -> None:
    put(sheet, 1, 1, words).font = Font(name=FONT, size=14, bold=True)
    sheet.row_dimensions[1].height = 24


def _head(cell: Cell, *, number: bool) -> None:
    cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF")
    cell.fill = DARK
    across = "center" if number else "left"
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=across)


def _cell(cell: Cell, *, number: bool = False, bold: bool = False) -> None:
    cell.font = Font(name=FONT, size=11, bold=bold)
    cell.border = Border(bottom=RULE, left=RULE, right=RULE, top=RULE)
    cell.alignment = Alignment(
        horizontal="center" if number else "left", vertical="center", wrap_text=not number
    )
