"""The page of a Word document: its size and margins, its head and its foot. Lengths are twips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from lfe_cli.word.package import Package
from lfe_cli.word.paragraphs import Block, Cell, Inserted, Paragraph, Table
from lfe_cli.word.unmeasured import CannotEstimate
from lfe_cli.word.xml import R, on, parse, val, w

_REVISIONS = ("ins", "del", "moveFrom", "moveTo")


@dataclass(frozen=True)
class Page:
    """The room for text on a page, before its head and foot have grown into it."""

    width: int
    height: int
    top: int
    bottom: int
    header: int
    footer: int


def body_of(package: Package) -> etree._Element:
    """The document's body. Raises CannotEstimate where it has none, or revisions are still open."""
    content = package.part("word/document.xml")
    body = parse(content).find(w("body")) if content is not None else None
    if body is None:
        raise CannotEstimate("no text")
    if any(True for name in _REVISIONS for _ in body.iter(w(name))):
        raise CannotEstimate("tracked changes that nobody has accepted")
    return body


def page_of(body: etree._Element) -> Page:
    """The page of the only section. Raises CannotEstimate for more than one, or columns."""
    section = _section(body)
    size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margin is None:
        raise CannotEstimate("a page without a size")

    def twips(element: etree._Element, name: str) -> int:
        return round(float(element.get(w(name)) or 0))

    sides = sum(twips(margin, side) for side in ("left", "right", "gutter"))
    return Page(
        width=twips(size, "w") - sides,
        height=twips(size, "h"),
        top=twips(margin, "top"),
        bottom=twips(margin, "bottom"),
        header=twips(margin, "header"),
        footer=twips(margin, "footer"),
    )


def _section(body: etree._Element) -> etree._Element:
    sections = list(body.iter(w("sectPr")))
    if len(sections) != 1:
        raise CannotEstimate("more than one section")
    [section] = sections
    columns = section.find(w("cols"))
    if columns is not None and int(columns.get(w("num")) or 1) > 1:
        raise CannotEstimate("columns")
    grid = section.find(w("docGrid"))
    if grid is not None and grid.get(w("type")) not in {None, "default"}:
        raise CannotEstimate("a grid that its lines keep to")
    if section.find(w("textDirection")) is not None:
        raise CannotEstimate("text that does not run from left to right")
    return section


def furniture(package: Package, body: etree._Element, kind: str) -> etree._Element | None:
    """The `header` or `footer` of the first page, None where it has none."""
    section = _section(body)
    first = section.find(w("titlePg"))
    wanted = "first" if first is not None and on(first) else "default"
    for reference in section.iter(w(f"{kind}Reference")):
        if (reference.get(w("type")) or "default") == wanted:
            return _part_of(package, str(reference.get(f"{{{R}}}id")))
    return None


def _part_of(package: Package, relation: str) -> etree._Element | None:
    relations = package.part("word/_rels/document.xml.rels")
    for entry in parse(relations) if relations is not None else ():
        if entry.get("Id") == relation:
            target = str(entry.get("Target"))
            name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
            content = package.part(name)
            return parse(content) if content is not None else None
    return None


def by_cell(blocks: Iterable[Block]) -> Mapping[Cell | None, list[Paragraph | Table]]:
    """The paragraphs and tables of a part by the cell that they stand in, None for no cell."""
    found: dict[Cell | None, list[Paragraph | Table]] = {None: []}
    for block in blocks:
        if isinstance(block, Inserted):
            raise CannotEstimate("something that is inserted from another format")
        found.setdefault(block.cell, []).append(block)
    return found


def refuse_settings(package: Package) -> None:
    """Raises CannotEstimate for settings of the whole document that move its lines."""
    content = package.part("word/settings.xml")
    if content is None:
        return
    hyphens = parse(content).find(w("autoHyphenation"))
    if hyphens is not None and on(hyphens):
        raise CannotEstimate("hyphenation switched on")


def default_tab(package: Package) -> int:
    """How far apart tab stops are where a paragraph sets none."""
    content = package.part("word/settings.xml")
    found = parse(content).find(w("defaultTabStop")) if content is not None else None
    return round(float(val(found) or 720)) or 720


def adds_spaces(package: Package) -> bool:
    """Whether space after and before add up between two paragraphs; else the larger counts."""
    content = package.part("word/settings.xml")
    root = parse(content) if content is not None else None
    found = root.find(f".//{w('doNotUseHTMLParagraphAutoSpacing')}") if root is not None else None
    return found is not None and on(found)
