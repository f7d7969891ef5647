"""Which special parts of a table's style a cell belongs to: its first row, every other row, ..."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lfe_cli.word.paragraphs import Cell
from lfe_cli.word.xml import val, w

_BITS = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}


def regions(cell: Cell, bands: tuple[int, int]) -> tuple[str, ...]:
    """The parts that apply to `cell`, what counts least first.

    `bands` says of how many rows and of how many columns a band is.
    """
    on = _chosen(cell.table.element)
    return (*_bands(cell, bands, on), *_edges(cell, on), *_corners(cell, on))


def _chosen(table: etree._Element) -> set[str]:
    """What is ticked for this table under Table Design, Table Style Options."""
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if look is None:
        return {"noHBand", "noVBand"}
    try:
        bits = int(val(look) or "0", 16)
    except ValueError:
        bits = 0
    return {
        name
        for name, bit in _BITS.items()
        if look.get(w(name), str(int(bool(bits & bit)))) in {"1", "true", "on"}
    }


def _bands(cell: Cell, bands: tuple[int, int], on: set[str]) -> Iterator[str]:
    row = cell.row - ("firstRow" in on)
    column = cell.column - ("firstColumn" in on)
    if "noVBand" not in on and column >= 0:
        yield "band2Vert" if column // bands[1] % 2 else "band1Vert"
    if "noHBand" not in on and row >= 0:
        yield "band2Horz" if row // bands[0] % 2 else "band1Horz"


def _edges(cell: Cell, on: set[str]) -> Iterator[str]:
    if "firstColumn" in on and cell.column == 0:
        yield "firstCol"
    if "lastColumn" in on and cell.column == cell.columns - 1:
        yield "lastCol"
    if "firstRow" in on and cell.row == 0:
        yield "firstRow"
    if "lastRow" in on and cell.row == cell.rows - 1:
        yield "lastRow"


def _corners(cell: Cell, on: set[str]) -> Iterator[str]:
    sides = set(_edges(cell, on))
    for corner, upper, outer in (
        ("nwCell", "firstRow", "firstCol"),
        ("neCell", "firstRow", "lastCol"),
        ("swCell", "lastRow", "firstCol"),
        ("seCell", "lastRow", "lastCol"),
    ):
        if upper in sides and outer in sides:
            yield corner
