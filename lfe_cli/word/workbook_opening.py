"""A workbook that came back, opened safely: values only, nothing in it evaluated or followed.

It is checked before any library reads it: only the parts that hold values are kept, no document
type, no macro, no link.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lfe_cli.text import plain
from lfe_cli.word.package import Package, PackageRefused, open_package, write_package
from lfe_cli.word.xml import CUSTOM, XmlRefused, parse

MAX_ROWS, MAX_COLUMNS = 3_000, 60
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, OSError,
    zipfile.BadZipFile, ParseError, etree.XMLSyntaxError, InvalidFileException,
)  # fmt: skip


class WorkbookRefused(Exception):
    """The file is not read; `sentence` says why, for the officer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class ReadCell:
    """A cell: its value, what kind of value openpyxl says that it is, and its number format."""

    value: object
    kind: str
    format: str


Sheets = Mapping[str, Sequence[Sequence[ReadCell]]]


@dataclass(frozen=True)
class OpenedWorkbook:
    """The cells of each sheet by its name; `properties` are the file's own, by name."""

    package: Package
    sheets: Sheets
    epoch: datetime
    properties: Mapping[str, str]


def open_workbook(content: bytes) -> OpenedWorkbook:
    """The workbook in `content`. Raises WorkbookRefused, and nothing else, where it is not read."""
    package, safe = _opened(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it leaves out; we only read
            sheets, epoch = _cells(safe)
    except _BROKEN:
        raise WorkbookRefused("It is damaged and cannot be read.") from None
    return OpenedWorkbook(package, sheets, epoch, _properties(package))


_MAX_TAGS = 400_000  # a workbook of a thousand rows has about 60,000
_PARTS = (
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[^/]*\.xml|xl/workbook\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml|xl/styles\.xml|xl/worksheets/[^/]*\.xml"
)
_WORKBOOK = "xl/workbook.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_XLSX = "Open it, save it as an Excel Workbook (.xlsx), and read that."
_SENTENCES = {
    "too-large": "It is far larger than such a workbook, so it was not opened.",
    "unsafe": "It is not packed as Excel packs a workbook, so it was not opened.",
    "broken": "It is damaged and cannot be opened. Ask for it once more.",
}


def _opened(content: bytes) -> tuple[Package, bytes]:
    """The package, and a workbook that holds only its values. Raises WorkbookRefused."""
    refused = _by_its_kind(content)
    if refused:
        raise WorkbookRefused(refused)
    try:
        package = open_package(content, only=_PARTS)
    except PackageRefused as error:
        raise WorkbookRefused(_SENTENCES.get(error.kind, _SENTENCES["broken"])) from None
    if _WORKBOOK not in package.parts:
        raise WorkbookRefused(_not_a_workbook(package))
    if sum(part.count(b"<") for part in package.parts.values()) > _MAX_TAGS:
        raise WorkbookRefused(_SENTENCES["too-large"])
    for part in package.parts.values():
        _refuse_what_is_not_plain(part)
    return package, write_package(package.parts)


def _by_its_kind(content: bytes) -> str:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return (
                "It has a password. Ask for it without one, or open it in Excel and save it "
                "without."
            )
        return f"It is in an old format (.xls). {_AS_XLSX}"
    if not content.startswith(b"PK"):
        return f"It is not an Excel workbook; a .csv, for one, has lost what we need. {_AS_XLSX}"
    if len(content) > 6 and content[6] & 1:
        return "It has a password. Ask for it without one."
    if b"application/vnd.oasis.opendocument" in content[:200]:
        return f"It is in LibreOffice's own format (.ods). {_AS_XLSX}"
    return ""


def _not_a_workbook(package: Package) -> str:
    if "xl/workbook.bin" in package.names:
        return f"It is in Excel's binary format (.xlsb). {_AS_XLSX}"
    return "It is not an Excel workbook."


def _refuse_what_is_not_plain(part: bytes) -> None:
    try:
        parse(part)
    except XmlRefused:
        raise WorkbookRefused("It holds what no workbook holds, or is damaged.") from None


def _cells(content: bytes) -> tuple[Sheets, datetime]:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheets: dict[str, list[list[ReadCell]]] = {}
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()  # what a file says of its own size is not believed
        rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        sheets[sheet.title] = [[_cell(cell) for cell in row] for row in rows]
    epoch = book.epoch
    book.close()
    return sheets, epoch


def _cell(cell: object) -> ReadCell:
    return ReadCell(
        getattr(cell, "value", None),
        str(getattr(cell, "data_type", "n")),
        str(getattr(cell, "number_format", "")),
    )


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


def text_of_cell(value: object, number_format: str = "") -> str:
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
