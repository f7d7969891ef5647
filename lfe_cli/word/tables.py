"""How high the rows of a simple table of data are. Lengths are twips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from lfe_cli.word.lines import CannotEstimate
from lfe_cli.word.paragraphs import Cell, Row, Table
from lfe_cli.word.styles import Properties, Styles, properties_in
from lfe_cli.word.xml import on, val, w

_SIDES_IN_WORD = {"left": 108, "right": 108}
_NO_LINE = {"nil", "none", None}

# Stacks the blocks of a cell in a width, below the settings of the table's style.
Stack = Callable[[Cell, int, Properties | None], int]


@dataclass(frozen=True)
class _Shape:
    """What all cells of a table share."""

    columns: tuple[int, ...]
    margins: Mapping[str, int]
    lines: Mapping[str, int]
    below_heading: int
    plain: Properties | None
    heading: Properties | None


def height_of_table(table: Table, styles: Styles, stack: Stack) -> int:
    """The height of `table` with its lines. Raises CannotEstimate for anything but plain data."""
    _refuse(table.element)
    shape = _shape(table.element, styles)
    total = 0
    for number, row in enumerate(table.rows):
        line = shape.lines.get("insideH" if number else "top", 0)
        if number == 1:
            line = max(line, shape.below_heading)
        total += _height_of_row(row, line, shape, shape.plain if number else shape.heading, stack)
    return total + shape.lines.get("bottom", 0)


def _refuse(table: etree._Element) -> None:
    properties = table.find(w("tblPr"))
    if properties is not None and properties.find(w("tblpPr")) is not None:
        raise CannotEstimate("a table that floats beside the text")
    layout = properties.find(w("tblLayout")) if properties is not None else None
    if layout is None or layout.get(w("type")) != "fixed":
        raise CannotEstimate("a table whose columns fit themselves to their text")
    if sum(1 for _ in table.iter(w("tbl"))) > 1:
        raise CannotEstimate("a table inside a table")
    if any(True for tag in ("gridSpan", "vMerge", "hMerge") for _ in table.iter(w(tag))):
        raise CannotEstimate("a table with merged cells")
    if any(True for tag in ("tcBorders", "tcMar", "textDirection") for _ in table.iter(w(tag))):
        raise CannotEstimate("a table whose cells have lines or margins of their own")
    first = next(table.iter(w("tr")), None)
    header = first.find(f"{w('trPr')}/{w('tblHeader')}") if first is not None else None
    if header is None or not on(header):
        raise CannotEstimate("a table that lays out the page, or has no row marked as its header")


def _shape(table: etree._Element, styles: Styles) -> _Shape:
    named = val(table.find(f"{w('tblPr')}/{w('tblStyle')}"))
    chain = styles.of_table(named)
    with_heading = styles.of_table(named, ("firstRow",))
    properties = list(properties_in([*chain, table], "tblPr"))
    return _Shape(
        columns=tuple(round(float(c.get(w("w")) or 0)) for c in table.iter(w("gridCol"))),
        margins=_margins(properties),
        lines=_lines(p.find(w("tblBorders")) for p in properties),
        below_heading=_lines(
            part.find(f"{w('tcPr')}/{w('tcBorders')}") for part in with_heading[len(chain) :]
        ).get("bottom", 0),
        plain=list(properties_in(chain, "pPr", "rPr")) if named else None,
        heading=list(properties_in(with_heading, "pPr", "rPr")) if named else None,
    )


def _margins(properties: Iterable[etree._Element]) -> dict[str, int]:
    margins = dict(_SIDES_IN_WORD)
    for one in properties:
        sides = one.find(w("tblCellMar"))
        for side in sides if sides is not None else ():
            name = {"start": "left", "end": "right"}.get(_name(side), _name(side))
            margins[name] = round(float(side.get(w("w")) or 0))
    return margins


def _lines(borders: Iterable[etree._Element | None]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for sides in borders:
        for side in sides if sides is not None else ():
            shown = val(side) not in _NO_LINE
            lines[_name(side)] = round(float(side.get(w("sz")) or 0) * 20 / 8) if shown else 0
    return lines


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _height_of_row(
    row: Row, line: int, shape: _Shape, around: Properties | None, stack: Stack
) -> int:
    """The row with the line above it, which a row's own height includes."""
    if len(row.cells) != len(shape.columns):
        raise CannotEstimate("a table whose rows differ in their cells")
    sides = shape.margins["left"] + shape.margins["right"]
    content = [
        stack(cell, width - sides, around)
        for cell, width in zip(row.cells, shape.columns, strict=True)
    ]
    inner = line + max(content) + shape.margins.get("top", 0) + shape.margins.get("bottom", 0)
    wanted = row.element.find(f"{w('trPr')}/{w('trHeight')}")
    if wanted is None:
        return inner
    least = round(float(val(wanted) or 0))
    return least if wanted.get(w("hRule")) == "exact" else max(inner, least)
