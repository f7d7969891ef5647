"""Whether a document fits on one page, worked out from font metrics, without LibreOffice.

It reads the document's own page, margins, styles and spacing, and lays the text out as LibreOffice
does. What it cannot work out (text boxes, columns, other fonts) raises CannotEstimate: it says so
and does not guess. Lengths are twips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from lfe_cli.word.contents import runs_of
from lfe_cli.word.formats import Format, Formats
from lfe_cli.word.lines import (
    CannotEstimate,
    Line,
    UnknownCharacter,
    empty_line,
    is_arial,
    lines_of,
)
from lfe_cli.word.package import Package, open_package
from lfe_cli.word.paragraphs import Block, Cell, Inserted, Paragraph, Table
from lfe_cli.word.styles import Properties
from lfe_cli.word.tables import height_of_table
from lfe_cli.word.walk import walk
from lfe_cli.word.xml import R, on, parse, val, w

_REVISIONS = ("ins", "del", "moveFrom", "moveTo")


@dataclass(frozen=True)
class Area:
    """Where the text of a page stands."""

    width: int
    top: int
    height: int
    body_line: int


@dataclass(frozen=True)
class Room:
    """What a document takes. `lines`: how many lines of body text it is over."""

    used: int
    there_is: int
    body_line: int

    @property
    def pages(self) -> int:
        """1 where it fits, else how many pages it takes at least."""
        return max(1, -(-self.used // self.there_is))

    @property
    def over_by_lines(self) -> int:
        """By how many lines of body text it is over one page; 0 where it fits."""
        return lines_over(self.used - self.there_is, self.body_line)


def lines_over(twips: float, body_line: int) -> int:
    """How many lines of body text make up `twips` that are too many."""
    return max(0, int(-(-twips // max(body_line, 1))))


def room_taken(content: bytes) -> Room:
    """The room that a Word document takes on pages of its own size. Raises CannotEstimate."""
    package = open_package(content)
    with _lengths_in_twips():
        body = body_of(package)
        refuse_settings(package)
        layout = _Layout(package)
        area = _area(package, body, layout)
        used = layout.height(body, area.width)
    return Room(used, area.height, area.body_line)


def area_of(content: bytes) -> Area:
    """Where the first page's text stands, between its head and its foot. Raises CannotEstimate."""
    package = open_package(content)
    with _lengths_in_twips():
        return _area(package, body_of(package), _Layout(package))


@contextmanager
def _lengths_in_twips() -> Iterator[None]:
    """Word writes numbers; other programs may write "2cm", which is not read here."""
    try:
        yield
    except (ValueError, OverflowError):
        raise CannotEstimate("a length that cannot be read") from None


def _area(package: Package, body: etree._Element, layout: _Layout) -> Area:
    page = page_of(body)
    head, foot = (
        layout.height_of_furniture(furniture(package, body, kind), page.width)
        for kind in ("header", "footer")
    )
    top = max(page.top, page.header + head) if page.top >= 0 else -page.top
    bottom = max(page.bottom, page.footer + foot) if page.bottom >= 0 else -page.bottom
    height = page.height - top - bottom
    if height <= 0 or page.width <= 0:
        raise CannotEstimate("a page without room for text")
    return Area(page.width, top, height, layout.body_line())


class _Layout:
    """Stacks paragraphs and tables of one document."""

    def __init__(self, package: Package) -> None:
        self._formats = Formats(package)
        self._every = default_tab(package)
        self._adds = adds_spaces(package)

    def body_line(self) -> int:
        """The height of a line of body text."""
        fmt = self._formats.of(etree.Element(w("p")))
        return _with_leading(empty_line(fmt.face.size), fmt)

    def height(self, body: etree._Element, width: int) -> int:
        """The height of what stands in `body`, without the space after its last paragraph."""
        stack = self._stack(walk(body), width)
        return stack.used + stack.last_border

    def height_of_furniture(self, root: etree._Element | None, width: int) -> int:
        """The height of a head or foot; there the space after the last paragraph counts."""
        return self._stack(walk(root), width).whole if root is not None else 0

    def _stack(self, blocks: Iterable[Block], width: int) -> _Stack:
        inside = by_cell(blocks)

        def stacked(cell: Cell | None, width: int, around: Properties | None = None) -> _Stack:
            stack = _Stack(self._adds)
            for block in inside.get(cell, ()):
                if isinstance(block, Table):
                    stack.add_table(height_of_table(block, self._formats.styles, height_in))
                else:
                    fmt = self._formats.of(block.element, around)
                    stack.add(fmt, self._lines(block, fmt, width))
            return stack

        def height_in(cell: Cell, width: int, around: Properties | None) -> int:
            return stacked(cell, width, around).whole

        return stacked(None, width)

    def _lines(self, paragraph: Paragraph, fmt: Format, width: int) -> list[Line]:
        runs = runs_of(paragraph, fmt, self._formats)
        try:
            lines = lines_of(runs, fmt.measure(width, self._every))
        except UnknownCharacter as unknown:
            raise CannotEstimate(f"the character {unknown}, which Arial lacks") from None
        return lines or [_empty(fmt)]


@dataclass
class _Stack:
    """Paragraphs so far. `hanging`: what proportional leading adds below the last line."""

    adds: bool
    used: int = 0
    hanging: int = 0
    last: Format | None = None

    @property
    def last_border(self) -> int:
        return self.last.borders.below if self.last else 0

    @property
    def whole(self) -> int:
        """With the space after the last paragraph and its leading."""
        after = self.last.after if self.last else 0
        return self.used + self.last_border + after + self.hanging

    def add(self, fmt: Format, lines: list[Line]) -> None:
        joined = bool(self.last and fmt.borders.key and self.last.borders.key == fmt.borders.key)
        if not joined:
            self.used += self.last_border + fmt.borders.above
        self.used += self._gap(fmt) + self.hanging
        self.used += sum(_heights(lines, fmt))
        self.hanging = _hanging(lines[-1], fmt)
        self.last = fmt

    def add_table(self, height: int) -> None:
        """A table stands below the space after the last paragraph, and has none of its own."""
        self.used = self.whole + height
        self.hanging = 0
        self.last = None

    def _gap(self, fmt: Format) -> int:
        """Between two paragraphs: the larger space; none between two of a style that says so."""
        if self.last is None:
            return fmt.before
        same = self.last.style == fmt.style
        after = 0 if same and self.last.contextual else self.last.after
        before = 0 if same and fmt.contextual else fmt.before
        return after + before if self.adds else max(after, before)


def _empty(fmt: Format) -> Line:
    if not is_arial(fmt.mark.family):
        raise CannotEstimate(f"an empty line in {fmt.mark.family}, whose height is not known here")
    return empty_line(fmt.mark.size)


def _heights(lines: list[Line], fmt: Format) -> list[int]:
    """Each line's height with its leading, which stands above a line, so not above the first."""
    first, rest = lines[0], lines[1:]
    heights = [_with_leading(line, fmt) for line in rest]
    if fmt.rule != "auto":
        return [_with_leading(first, fmt), *heights]
    return [first.height * min(fmt.line, 100) // 100, *heights]


def _hanging(line: Line, fmt: Format) -> int:
    """What proportional leading adds below the last line, before the next paragraph."""
    more = fmt.line - 100 if fmt.rule == "auto" else 0
    return line.letters * max(more, 0) // 100


def _with_leading(line: Line, fmt: Format) -> int:
    if fmt.rule == "exact":
        return fmt.line
    if fmt.rule == "atLeast":
        return max(line.height, fmt.line)
    if fmt.line < 100:
        return line.height - line.height * (100 - fmt.line) // 100
    return line.height + line.letters * (fmt.line - 100) // 100


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
        if not (isinstance(block, Paragraph) and block.box):  # one that shows is refused above
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
