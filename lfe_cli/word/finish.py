"""The finishing pass over a rendered part: what a template cannot say for itself.

Loops repeat ids, so templates carry none: every control, bookmark and drawing gets its own here.
Tags inside a choice list or a table's grid would make a template that Word refuses, so both are
filled here, by the tag of the control. Word's own marks of who saved what when are taken out.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from lxml import etree

from lfe_cli.word.settled import WORKED_OUT_ON_OPENING
from lfe_cli.word.xml import W14, W15, parse, serialise, val, w

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SETTINGS = "word/settings.xml"
_SETTINGS_LINKS = "word/_rels/settings.xml.rels"
_BEFORE_ID = (w("rPr"), w("alias"), w("tag"))


@dataclass(frozen=True)
class Table:
    """A table that repeats a row: how wide its columns are among each other, and how many rows."""

    widths: tuple[int, ...]
    rows: int


def finish_part(
    root: etree._Element,
    first_id: int,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    tables: Mapping[str, Table],
) -> int:
    """Finish one part in place. Ids count on from `first_id`; the next free one is returned."""
    _repeat_rows(root, tables)
    _fill_choices(root, choices)
    _close_cells(root)
    _forget_revisions(root)
    return _number(root, first_id)


def settings_without_history(parts: MutableMapping[str, bytes]) -> None:
    """Take marks of earlier saves, a template on somebody's drive, and what has Word work something
    out on opening, out of the settings."""
    if _SETTINGS not in parts:
        return
    root = parse(parts[_SETTINGS])
    for name in ("rsids", "attachedTemplate", *WORKED_OUT_ON_OPENING):
        for element in root.findall(w(name)):
            root.remove(element)
    parts[_SETTINGS] = serialise(root)
    if _SETTINGS_LINKS in parts:
        links = parse(parts[_SETTINGS_LINKS])
        for link in list(links):
            if (link.get("Type") or "").endswith("/attachedTemplate"):
                links.remove(link)
        parts[_SETTINGS_LINKS] = serialise(links)


def _tag(control: etree._Element) -> str:
    return val(control.find(f"{w('sdtPr')}/{w('tag')}")) or ""


def _repeat_rows(root: etree._Element, tables: Mapping[str, Table]) -> None:
    for section in list(root.iter(f"{{{W15}}}repeatingSection")):
        control = section.getparent().getparent()  # type: ignore[union-attr]
        shape = tables.get(_tag(control)) if control is not None else None
        if control is None or shape is None:
            continue
        content = control.find(w("sdtContent"))
        items = list(content) if content is not None else []
        if content is None or not items:
            continue
        for _ in range(shape.rows - len(items)):
            content.append(copy.deepcopy(items[0]))
        table = next(control.iterancestors(w("tbl")), None)
        if table is not None:
            _set_widths(table, shape.widths)


def _set_widths(table: etree._Element, relative: Sequence[int]) -> None:
    """Share the table's whole width among its columns, on the grid and in every cell."""
    grid = table.find(w("tblGrid"))
    if grid is None or not relative:
        return
    total = sum(int(column.get(w("w")) or 0) for column in grid)
    widths = [total * share // sum(relative) for share in relative]
    widths[-1] += total - sum(widths)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, w("gridCol")).set(w("w"), str(width))
    for row in table.iter(w("tr")):
        for cell, width in zip(row.findall(w("tc")), widths, strict=False):
            cell_width = cell.find(f"{w('tcPr')}/{w('tcW')}")
            if cell_width is not None:
                cell_width.set(w("w"), str(width))


def _fill_choices(root: etree._Element, choices: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    for control in root.iter(w("sdt")):
        items = choices.get(_tag(control))
        for name in ("dropDownList", "comboBox"):
            for known in control.findall(f"{w('sdtPr')}/{w(name)}") if items else ():
                for item in list(known):
                    known.remove(item)
                for label, value in items or ():
                    item = etree.SubElement(known, w("listItem"))
                    item.set(w("displayText"), label)
                    item.set(w("value"), value)


def _close_cells(root: etree._Element) -> None:
    """Word refuses a cell that does not end with a paragraph."""
    ends = {w("p"), w("sdt"), w("customXml")}
    for cell in root.iter(w("tc")):
        blocks = [child for child in cell if child.tag in ends | {w("tbl")}]
        if not blocks or blocks[-1].tag not in ends:
            etree.SubElement(cell, w("p"))


def _forget_revisions(root: etree._Element) -> None:
    forgotten = (f"{w('rsid')}", f"{{{W14}}}paraId", f"{{{W14}}}textId")
    for element in root.iter(etree.Element):
        for name in [n for n in element.attrib if str(n).startswith(forgotten)]:
            del element.attrib[name]


def _number(root: etree._Element, number: int) -> int:
    for properties in root.iter(w("sdtPr")):
        for old in properties.findall(w("id")):
            properties.remove(old)
        place = sum(1 for child in properties if child.tag in _BEFORE_ID)
        new = etree.Element(w("id"))
        new.set(w("val"), str(number))
        properties.insert(place, new)
        number += 1
    for drawing in root.iter(_DRAWING):
        drawing.set("id", str(number))
        number += 1
    return _number_bookmarks(root, number)


def _number_bookmarks(root: etree._Element, number: int) -> int:
    """Each bookmark its own id and name; an end belongs to the latest open start of its id."""
    open_starts: dict[str, list[int]] = {}
    names: set[str] = set()
    for mark in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        old = mark.get(w("id")) or ""
        if mark.tag == w("bookmarkStart"):
            open_starts.setdefault(old, []).append(number)
            mark.set(w("id"), str(number))
            name = mark.get(w("name")) or f"mark{number}"
            if name in names:
                name = f"{name[:30]}_{number}"
                mark.set(w("name"), name)
            names.add(name)
            number += 1
        elif open_starts.get(old):
            mark.set(w("id"), str(open_starts[old].pop()))
        elif (parent := mark.getparent()) is not None:
            parent.remove(mark)
    return number
