"""year-2026.xlsx: the yearly figures as a workbook, for tables and charts of the officer's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lfe_cli.review.partnership import Partnership
from lfe_cli.word.properties import Properties
from lfe_cli.word.workbook import LINE, in_margin, lines_of, put, workbook_bytes

_INK, _ACCENT, _TINT, _HAIRLINE = "FF1D2B30", "FF0B4F5C", "FFF1F6F6", "FFC9D8DA"
_WIDTHS = (34, 44, 26)
_NOTE_WIDTH = 74


@dataclass(frozen=True)
class Line:
    """One figure: under which heading, what it counts, and the figure or the words in its place."""

    heading: str
    what: str
    figure: int | str


def make_year_book(
    title: str,
    lines: Iterable[Line],
    notes: Sequence[str],
    partnership: Partnership,
    moment: datetime,
) -> bytes:
    """The workbook: one sheet with a figure a row, one with the notes. No formula, no chart."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Figures"
    _figures(sheet, lines)
    _notes(book.create_sheet("Notes"), title, notes)
    for one in book.worksheets:
        _paper(one, title, partnership)
    return workbook_bytes(book, Properties(title, partnership.name, moment))


def _paper(sheet: Worksheet, title: str, partnership: Partnership) -> None:
    """A4 upright, no wider than the page; on each whose it is, its marking and which page."""
    sheet.print_title_rows = "1:1"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    marking = in_margin(partnership.marking)
    sheet.oddHeader = _edge(in_margin(title))
    sheet.oddFooter = _edge(in_margin(partnership.short_name), marking, "Page &P of &N")
    for number, row in enumerate(sheet.iter_rows(), start=1):
        widths = (sheet.column_dimensions[letter].width for letter in "ABC")
        texts = (str(cell.value or "") for cell in row)
        most = max(lines_of(text, width) for text, width in zip(texts, widths, strict=False))
        sheet.row_dimensions[number].height = LINE * most + 4


def _edge(left: str, center: str = "", right: str = "") -> HeaderFooterItem:
    edge = HeaderFooterItem()
    edge.left.text, edge.center.text, edge.right.text = left, center, right
    return edge


def _figures(sheet: Worksheet, lines: Iterable[Line]) -> None:
    _row(sheet, 1, ("About", "What is counted", "Figure"))
    for number, line in enumerate(lines, start=2):
        _row(sheet, number, (line.heading, line.what, line.figure))
    _look(sheet, _WIDTHS)
    for cell in sheet["C"]:
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _notes(sheet: Worksheet, title: str, notes: Sequence[str]) -> None:
    _row(sheet, 1, (title,))
    for number, note in enumerate(notes, start=2):
        _row(sheet, number, (note,))
    _look(sheet, (_NOTE_WIDTH,))


def _row(sheet: Worksheet, number: int, values: Sequence[int | str]) -> None:
    for column, value in enumerate(values, start=1):
        put(sheet, number, column, value)


def _look(sheet: Worksheet, widths: Sequence[int]) -> None:
    line = Border(bottom=Side("thin", _HAIRLINE))
    for row in sheet.iter_rows():
        for cell in row:
            heads = cell.row == 1
            cell.font = Font("Arial", 11, bold=heads, color=_ACCENT if heads else _INK)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = line
            if heads:
                cell.fill = PatternFill("solid", _TINT)
    for letter, width in zip("ABC", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
