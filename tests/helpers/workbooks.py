"""Workbooks of actions: made, as they are sent back, and what stands in their rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.officer import REFERENCE, Officer
from lfe_cli.after.workbook_columns import Line
from lfe_cli.after.workbook_file import ActionBook

COLUMNS = {
    "review": 1, "id": 2, "recommendation": 3, "group": 4, "action": 5, "owner": 6, "measure": 7,
    "by": 8, "change": 9, "progress": 10, "evidence": 11, "state": 12,
}  # fmt: skip
STRONG = {
    "action": "Try a handover conversation with three teams for a month",
    "owner": "Team Manager, Early Help",
    "measure": "Ten families say what was different",
    "change": "Somebody who knows me is there when we move",
}


def workbook(review: Officer, name: str = "actions.xlsx") -> Path:
    """The workbook that was written, at the review's place or at the top of the folder."""
    there = review.path(name)
    return there if there.is_file() else review.folder.parent / name


def changed(source: Path, target: Path, change: Callable[[Worksheet], None] | None = None) -> Path:
    """A copy of a workbook as somebody saved it who changed its first sheet."""
    book = load_workbook(source)
    if change:
        change(book.worksheets[0])
    book.save(target)
    return target


def cells(row: int, **values: Any) -> Callable[[Worksheet], None]:
    """Writes these values into a row, by the names of their columns."""

    def change(sheet: Worksheet) -> None:
        for name, value in values.items():
            sheet.cell(row, COLUMNS[name]).value = value

    return change


def each(*changes: Callable[[Worksheet], None]) -> Callable[[Worksheet], None]:
    """Several changes, one after the other."""

    def change(sheet: Worksheet) -> None:
        for one in changes:
            one(sheet)

    return change


def row_of(source: Path, item: str) -> int:
    """The row in which an action stands."""
    sheet = load_workbook(source).worksheets[0]
    return next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 2).value == item)


def in_row(source: Path, row: str, **values: str) -> Callable[[Worksheet], None]:
    """Writes values into the row of an action, or as a "new" one about the first recommendation."""
    sheet = load_workbook(source).worksheets[0]
    if row != "new":
        return cells(row_of(source, row), **values)
    empty = next(n for n in range(2, sheet.max_row + 2) if not sheet.cell(n, COLUMNS["id"]).value)
    about = sheet.cell(row_of(source, "R1.1"), COLUMNS["recommendation"]).value
    return cells(empty, recommendation=f"{REFERENCE} {about}", **values)


def returned(review: Officer, row: str, **values: str) -> None:
    """A copy of the review's workbook comes back with these values in a row, and is read."""
    source = review.path("actions.xlsx")
    back = changed(source, review.folder.parent.parent / "back.xlsx", in_row(source, row, **values))
    said = review.lfe("actions", back, "--yes")
    assert said.code in (0, 1), said


def content_of(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def a_line(item: str = "R1.1", state: str = "under way", **fields: str) -> Line:
    return Line(
        REFERENCE, item, "R1: Agree a conversation", "Practice & Development", fields, state
    )


def a_book(*lines: Line, **changed: object) -> ActionBook:
    given: dict[str, object] = {
        "title": "Actions, LFE-2027-001",
        "scope": "review",
        "lines": lines or (a_line(),),
        "choices": (f"{REFERENCE} R1: Agree a conversation",),
        "groups": ("Practice & Development",),
        "bases": {REFERENCE: "0123456789ab"},
        "partnership": "Made-up & Sons Partnership",
        "mailbox": "unit@partnership.example",
        "marking": "OFFICIAL & SENSITIVE",
        "moment": datetime.fromisoformat("2027-03-19T10:00+00:00"),
        "made_on": date(2027, 3, 19),
    }
    return ActionBook(**{**given, **changed})  # type: ignore[arg-type]
