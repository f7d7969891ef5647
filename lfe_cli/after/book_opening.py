"""Opens a workbook that came back: checked before any library reads it, only the parts that hold
values kept, no document type, no macro, no link."""

from __future__ import annotations

from collections.abc import Iterator

from lfe_cli.audits.opening import CannotRead
from lfe_cli.word.package import Package, PackageRefused, open_package, write_package
from lfe_cli.word.xml import XmlRefused, parse

__all__ = ["CannotRead", "open_workbook", "remarks_on"]

MAX_MARKS = 2_000_000  # a workbook of a thousand rows has about 60,000
_PARTS = (
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[^/]*\.xml|xl/workbook\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml|xl/styles\.xml|xl/worksheets/[^/]*\.xml"
)
_WORKBOOK = "xl/workbook.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_XLSX = "Open it, save it as an Excel Workbook (.xlsx), and read that."
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_SENTENCES = {
    "too-large": "It is far larger than an actions workbook, so it was not opened.",
    "unsafe": "It is not packed as Excel packs a workbook, so it was not opened.",
    "broken": "It is damaged and cannot be opened. Ask for it once more.",
}


def open_workbook(content: bytes) -> tuple[Package, bytes]:
    """The package, and a workbook that holds only its values. Raises CannotRead."""
    refused = _by_its_kind(content)
    if refused:
        raise CannotRead(refused)
    try:
        package = open_package(content, only=_PARTS)
    except PackageRefused as error:
        raise CannotRead(_SENTENCES.get(error.kind, _SENTENCES["broken"])) from None
    if _WORKBOOK not in package.parts:
        raise CannotRead(_not_a_workbook(package))
    if sum(part.count(b"<") for part in package.parts.values()) > MAX_MARKS:
        raise CannotRead(_SENTENCES["too-large"])
    parts = {name: _safe(part) for name, part in package.parts.items()}
    return package, write_package(parts)


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


def _safe(part: bytes) -> bytes:
    """The part, if it is plain XML; what strict Open XML calls otherwise is called as usual."""
    try:
        parse(part)
    except XmlRefused:
        raise CannotRead("It holds what no workbook holds, or is damaged.") from None
    for strict, usual in _STRICT.items():
        part = part.replace(strict, usual)
    return part


def remarks_on(package: Package) -> Iterator[str]:
    """What the file holds besides values: it was not run, not followed, not read."""
    names = package.names
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield "it has links to other workbooks, which were not followed"
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "it holds macros, which were not run"
    if any(name.startswith(("xl/comments", "xl/threadedComments")) for name in names):
        yield "it holds comments beside cells: read them in the file that is kept"
