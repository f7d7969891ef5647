"""A workbook that came back, opened safely: values only, nothing in it evaluated or followed.

Its zip and its XML are bounded (`package.py`, `xml.py`), and only the parts that say what cells
hold or show are unpacked: no macro, no picture. What is in the sheets, `worksheets.py` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lfe_cli.text import plain
from lfe_cli.word.file_kinds import DOCUMENT, TEXT, kind_of
from lfe_cli.word.file_kinds import WORKBOOK as EXCEL
from lfe_cli.word.package import Package, open_package
from lfe_cli.word.what_it_is import what_it_is
from lfe_cli.word.worksheets import WORKBOOK, Sheets, SheetsBroken, sheets_of
from lfe_cli.word.xml import CUSTOM, XmlRefused, parse
from lfe_cli.word.zips import PackageRefused


class WorkbookRefused(Exception):
    """The file is not read; `sentence` says why, for the officer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class OpenedWorkbook:
    """The cells of each sheet by its name; `properties` are the file's own, by name."""

    package: Package
    sheets: Sheets
    epoch: datetime
    properties: Mapping[str, str]


def open_workbook(content: bytes) -> OpenedWorkbook:
    """The workbook in `content`. Raises WorkbookRefused, and nothing else, where it is not read."""
    package = _opened(content)
    try:
        sheets, epoch = sheets_of(package)
    except SheetsBroken:
        raise WorkbookRefused("It is damaged and cannot be read.") from None
    except XmlRefused:
        raise WorkbookRefused("It holds what no workbook holds, or is damaged.") from None
    return OpenedWorkbook(package, sheets, epoch, _properties(package))


_MAX_TAGS = 400_000  # a workbook of a thousand rows has about 60,000
_PARTS = (
    r"docProps/custom\.xml|xl/(?:_rels/)?workbook\.xml(?:\.rels)?|xl/sharedStrings\.xml|xl/styles\.xml"
    r"|xl/worksheets/(?:_rels/)?[^/]*\.xml(?:\.rels)?"
    r"|(?i:xl/(?:comments|threadedComments|drawings)[^/]*(?:/[^/]*)?\.xml)"
)
_AS_XLSX = "Ask for the Excel Workbook itself (.xlsx)."
_TEXT = "It is plain text, and no Excel workbook: a .csv, for one, has lost what we need."
_SENTENCES = {
    "too-large": "It is far larger than such a workbook, so it was not opened.",
    "unsafe": "It is not packed as Excel packs a workbook, so it was not opened.",
    "broken": "It is damaged and cannot be opened. Ask for it once more.",
}


def _opened(content: bytes) -> Package:
    """The parts that are read. Raises WorkbookRefused."""
    refused = _by_its_kind(content)
    if refused:
        raise WorkbookRefused(refused)
    try:
        package = open_package(content, only=_PARTS)
    except PackageRefused as error:
        raise WorkbookRefused(_SENTENCES.get(error.kind, _SENTENCES["broken"])) from None
    if WORKBOOK not in package.parts:
        raise WorkbookRefused(f"{what_it_is(content).what} It is not an Excel workbook.")
    if sum(part.count(b"<") for part in package.parts.values()) > _MAX_TAGS:
        raise WorkbookRefused(_SENTENCES["too-large"])
    return package


def _by_its_kind(content: bytes) -> str:
    kind = kind_of(content)
    if kind in {EXCEL, DOCUMENT}:  # a document is told by its parts
        return ""
    told = what_it_is(content)
    return f"{_TEXT if kind is TEXT else told.what} {told.do or _AS_XLSX}"


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
