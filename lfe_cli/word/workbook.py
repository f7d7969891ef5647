"""Excel workbooks as ours are: text stays text, and the same input gives the same bytes."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lfe_cli import temporary
from lfe_cli.text import clean_text
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.properties import Properties, set_properties
from lfe_cli.word.xml import parse, serialise

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What Excel itself would read as an escape, it is told to read as it stands.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LIKE_A_FORMULA = ("=", "+", "-", "@")
FONT = "Arial"
LINE = 14.5  # points
_MOST_IN_A_CELL = 32_000
_LONGEST_MARGIN = 60  # Excel allows 255 characters in a header or footer, codes included
DATE_FORMAT = "d mmm yyyy"  # in no country another day than in this one

Cached = Mapping[str, str | int]


def put(sheet: Worksheet, row: int, column: int, value: str | int | date | None) -> Cell:
    """Write a value into a cell. A text is text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        if value:
            cell.value = _ESCAPE.sub("_x005F_", clean_text(value))[:_MOST_IN_A_CELL]
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_LIKE_A_FORMULA)
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = DATE_FORMAT
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> Cell:
    """Write a formula of our own. What it gives now goes to `workbook_bytes`."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = formula
    return cell


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, in Arial 11; rather one too many."""
    fits = max(4, int(width * 1.05))
    return sum(len(textwrap.wrap(line, fits)) or 1 for line in clean_text(text).split("\n"))


def in_margin(text: str) -> str:
    """A text for a header or footer, where & begins a code and a digit could follow a size."""
    short = " ".join(clean_text(text).split())[:_LONGEST_MARGIN]
    return short.replace("&", "&&")


def on_paper(sheet: Worksheet, head: Sequence[str], foot: Sequence[str]) -> None:
    """A4 across, as wide as the page, with what stands left, in the middle and right on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0 if sheet.print_title_rows else 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddHeader, sheet.oddFooter = _edge(head), _edge(foot)


def _edge(texts: Sequence[str]) -> HeaderFooterItem:
    """A header or footer in the document's font."""
    edge = HeaderFooterItem()
    for part, text in zip((edge.left, edge.center, edge.right), texts, strict=True):
        part.text, part.font, part.size = text, f"{FONT},Regular", 9
    return edge


def workbook_bytes(
    book: Workbook, properties: Properties, cached: Mapping[str, Cached] | None = None
) -> bytes:
    """The workbook as a file. `cached` gives, by sheet and cell, what each formula gives now:
    a reader that does not calculate, such as a preview, then shows it too."""
    buffer = io.BytesIO()
    with temporary.for_everything():  # openpyxl writes each sheet to a file first
        book.save(buffer)
    package = open_package(buffer.getvalue())
    parts = dict(package.parts)
    for number, sheet in enumerate(book.worksheets, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _finished(parts[name], (cached or {}).get(sheet.title, {}))
    return write_package(set_properties(parts, properties), package)


def _finished(part: bytes, values: Cached) -> bytes:
    """The sheet with what its formulas give; its rows grow with what is typed into them."""
    root = parse(part)
    for row in root.iter(f"{_S}row"):
        if row.get("customHeight"):
            del row.attrib["customHeight"]
    for cell in root.iter(f"{_S}c"):
        given = values.get(cell.get("r", ""))
        shown = cell.find(f"{_S}v")
        if given is not None and shown is not None and cell.find(f"{_S}f") is not None:
            shown.text = clean_text(str(given))
            if isinstance(given, str):
                cell.set("t", "str")
    return serialise(root)
