"""Everything that an Excel file holds: cells, formulas, comments, names of sheets and of ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from lfe_cli.checks.parts import local, other_parts
from lfe_cli.checks.passage import Passage, ReadInside, cannot_open
from lfe_cli.word.package import Package, PackageRefused, open_package
from lfe_cli.word.xml import R, XmlRefused, parse

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORKBOOK = "xl/workbook.xml"
_SILENT = re.compile(
    r"\[Content_Types\]\.xml|.*/theme\d*\.xml|xl/styles\.xml|xl/calcChain\.xml|"
    r"xl/printerSettings/.*|xl/sharedStrings\.xml|xl/workbook\.xml|xl/worksheets/[^/]*\.xml|"
    r"xl/drawings/vmlDrawing\d*\.vml"
)
_ON_PAPER = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
_TEXTS = {"prompt", "promptTitle", "error", "errorTitle", "tooltip", "display"}


def workbook_passages(name: str, content: bytes, inside: ReadInside) -> list[Passage]:
    """Every text of a workbook. Raises LfeError where it cannot be opened."""
    try:
        package = open_package(content)
        if package.part(_WORKBOOK) is None:
            raise cannot_open(name, "It holds no workbook.")
        book = parse(package.parts[_WORKBOOK])
        found = [*_names(book), *_sheets(package, book)]
    except PackageRefused as refused:
        raise cannot_open(name, refused.sentence) from None
    except XmlRefused:
        raise cannot_open(name, "It is damaged.") from None
    others = [part for part in package.parts if not _SILENT.fullmatch(part)]
    return found + other_parts(package, others, inside)


def _names(book: etree._Element) -> Iterator[Passage]:
    for element in book.iter(f"{_S}sheet", f"{_S}definedName"):
        called = "name of a sheet" if local(element) == "sheet" else "name of a range"
        yield Passage(called, element.get("name") or "", "name")


def _sheets(package: Package, book: etree._Element) -> Iterator[Passage]:
    shared = _shared(package)
    paths = _targets(package)
    for sheet in book.iter(f"{_S}sheet"):
        path = paths.get(sheet.get(f"{{{R}}}id") or "", "")
        content = package.part(path)
        if content is not None:
            yield from _sheet(parse(content), sheet.get("name") or "", shared)


def _targets(package: Package) -> dict[str, str]:
    content = package.part("xl/_rels/workbook.xml.rels")
    found: dict[str, str] = {}
    for relationship in parse(content) if content is not None else ():
        target = relationship.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[relationship.get("Id") or ""] = path
    return found


def _shared(package: Package) -> list[str]:
    content = package.part("xl/sharedStrings.xml")
    if content is None:
        return []
    return [_text(item) for item in parse(content).iter(f"{_S}si")]


def _text(element: etree._Element) -> str:
    return "".join(e.text or "" for e in element.iter(f"{_S}t"))


def _sheet(root: etree._Element, name: str, shared: list[str]) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        kind = local(element)
        if kind == "c":
            text = _cell(element, shared)
            if text.strip():
                yield Passage(f"{name}!{element.get('r') or '?'}", text)
        elif kind in _ON_PAPER and element.text:
            yield Passage(f"{name}, header or footer", element.text, "header")
        elif kind in {"dataValidation", "hyperlink"}:
            for attribute in sorted(_TEXTS & set(map(str, element.attrib))):
                yield Passage(f"{name}, a note on cells", element.get(attribute) or "", "note")


def _cell(cell: etree._Element, shared: list[str]) -> str:
    """What a cell shows, and its formula."""
    formula = cell.findtext(f"{_S}f") or ""
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s":
        value = shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    elif cell.get("t") == "inlineStr":
        value = _text(cell)
    return f"{value} {formula}".strip()
