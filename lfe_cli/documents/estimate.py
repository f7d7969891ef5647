"""Whether a document fits on one page, worked out from font metrics, without LibreOffice.

It reads the document's own page, margins, styles and spacing. What it cannot work out (pictures,
text boxes, columns, merged cells) raises CannotEstimate: it says so and does not guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lfe_cli.documents.looks import CannotEstimate, Look, Page, Styles, page_of
from lfe_cli.documents.widths import lines_of
from lfe_cli.ooxml.package import Package, open_package
from lfe_cli.ooxml.xml import parse, val, w

_TWIPS = 20


@dataclass(frozen=True)
class Room:
    """What a document takes, in points. `lines`: how many lines of body text it is over."""

    used: float
    there_is: float
    body_line: float

    @property
    def pages(self) -> int:
        """1 where it fits, else how many pages it takes at least."""
        return max(1, -(-round(self.used * 10) // round(self.there_is * 10)))

    @property
    def over_by_lines(self) -> int:
        """By how many lines of body text it is over one page; 0 where it fits."""
        over = self.used - self.there_is
        return 0 if over <= 0 else max(1, -(-round(over * 10) // round(self.body_line * 10)))

    @property
    def lines_left(self) -> float:
        """How many lines of body text would still fit."""
        return max(0.0, (self.there_is - self.used) / self.body_line)


def room_taken(content: bytes) -> Room:
    """The room that a Word document takes on pages of its own size. Raises CannotEstimate."""
    package = open_package(content)
    document = package.part("word/document.xml")
    if document is None:
        raise CannotEstimate("a document without text")
    body = parse(document).find(w("body"))
    if body is None:
        raise CannotEstimate("a document without text")
    styles, page = Styles(package), page_of(body)
    top = max(page.top, page.header + _height_of_parts(package, styles, page, "header"))
    bottom = max(page.bottom, page.footer + _height_of_parts(package, styles, page, "footer"))
    plain = styles.look(etree.Element(w("p")))
    return Room(
        used=_height(_blocks(body), styles, page.width),
        there_is=page.height - top - bottom,
        body_line=plain.height_of(plain.size),
    )


def _height_of_parts(package: Package, styles: Styles, page: Page, kind: str) -> float:
    heights = [
        _height(_blocks(parse(package.parts[name])), styles, page.width)
        for name in package.matching(rf"word/{kind}\d*\.xml")
    ]
    return max(heights, default=0.0)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, whatever controls stand around them."""
    for child in parent:
        if child.tag in {w("p"), w("tbl")}:
            yield child
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            yield from _blocks(content) if content is not None else ()
        elif child.tag == w("ins"):
            yield from _blocks(child)


def _height(blocks: Iterator[etree._Element], styles: Styles, width: float) -> float:
    total = 0.0
    before: Look | None = None
    for block in blocks:
        if block.tag == w("tbl"):
            total += _table_height(block, styles)
            before = None
            continue
        look = styles.look(block)
        total += _gap(before, look) + _paragraph_height(block, look, styles, width)
        before = look
    return total  # the space after the last paragraph may hang over the edge


def _gap(above: Look | None, look: Look) -> float:
    """Between two paragraphs: both spaces, but none between two of a style that says so."""
    if above is None:
        return look.before
    same = above.style == look.style
    after = 0.0 if same and above.contextual else above.after
    before = 0.0 if same and look.contextual else look.before
    return after + before


def _paragraph_height(paragraph: etree._Element, look: Look, styles: Styles, width: float) -> float:
    for name in ("framePr", "textAlignment"):
        if paragraph.find(f"{w('pPr')}/{w(name)}") is not None:
            raise CannotEstimate("a frame")
    room = width - look.left - look.right
    runs = styles.runs(paragraph, look)
    lines = lines_of(runs, room - look.first, room) if runs else [look.size]
    text = sum(look.height_of(size) for size in lines)
    return text + look.border_above + look.border_below


def _table_height(table: etree._Element, styles: Styles) -> float:
    widths = [float(c.get(w("w")) or 0) / _TWIPS for c in table.iter(w("gridCol"))]
    total = 0.0
    for row in table.iter(w("tr")):
        cells = list(row.iter(w("tc")))
        if len(cells) != len(widths) or any(True for c in cells for _ in c.iter(w("vMerge"))):
            raise CannotEstimate("a table with merged cells")
        heights = [
            _height(_blocks(cell), styles, room - _SIDES) + _LAST_GAP
            for cell, room in zip(cells, widths, strict=True)
        ]
        wanted = row.find(f"{w('trPr')}/{w('trHeight')}")
        least = float(val(wanted) or 0) / _TWIPS if wanted is not None else 0.0
        total += max([*heights, least])
    return total


_SIDES = 10.8  # Word's own margins left and right in a cell
_LAST_GAP = 0.5
