"""How a Word document says its paragraphs look: page, styles, spacing. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from lfe_cli.documents.widths import LINE_HEIGHT, Run
from lfe_cli.ooxml.package import Package
from lfe_cli.ooxml.xml import parse, val, w

_TWIPS = 20
_ON = {None, "1", "true", "on"}


class CannotEstimate(Exception):
    """Something in the document whose room cannot be worked out; holds what it is."""


@dataclass(frozen=True)
class Page:
    """The room for text on a page."""

    width: float
    height: float
    top: float
    bottom: float
    header: float
    footer: float


@dataclass(frozen=True)
class Look:
    """A paragraph's room around its lines."""

    size: float
    bold: bool
    before: float
    after: float
    line: float
    rule: str
    left: float
    right: float
    first: float
    contextual: bool
    border_above: float
    border_below: float
    style: str

    def height_of(self, size: float) -> float:
        """The height of a line whose largest character has `size`."""
        natural = size * LINE_HEIGHT
        if self.rule == "exact":
            return self.line
        if self.rule == "atLeast":
            return max(natural, self.line)
        return natural * self.line


Sheet = Mapping[str, etree._Element]


class Styles:
    """The styles and numberings of one document."""

    def __init__(self, package: Package) -> None:
        self._styles = _by_id(package, "word/styles.xml", "style", "styleId")
        self._defaults = self._find_defaults(package)
        self._indents = _indents_of_numberings(package)
        self._default = next(
            (
                i
                for i, s in self._styles.items()
                if s.get(w("default")) in {"1", "true"} and s.get(w("type")) == "paragraph"
            ),
            "Normal",
        )

    @staticmethod
    def _find_defaults(package: Package) -> etree._Element | None:
        content = package.part("word/styles.xml")
        return parse(content).find(w("docDefaults")) if content else None

    def look(self, paragraph: etree._Element) -> Look:
        """How `paragraph` looks, direct settings over its style over the document's defaults."""
        own = paragraph.find(w("pPr"))
        name = val(own.find(w("pStyle"))) if own is not None else None
        sources = [*self._chain(name or self._default), *([own] if own is not None else [])]
        spacing = _merged(sources, "spacing")
        indent = _merged(self._with_numbering(sources), "ind")
        above, below = _borders(sources)
        size, bold = self._character(sources)
        rule = spacing.get("lineRule", "auto")
        line = float(spacing.get("line", 240)) / (240 if rule == "auto" else _TWIPS)
        left = _length(indent, "left", "start")
        first = _length(indent, "firstLine") - _length(indent, "hanging")
        return Look(
            size=size,
            bold=bold,
            before=_length(spacing, "before"),
            after=_length(spacing, "after"),
            line=line,
            rule=rule,
            left=left,
            right=_length(indent, "right", "end"),
            first=first,
            contextual=_switch(sources, "contextualSpacing"),
            border_above=above,
            border_below=below,
            style=name or self._default,
        )

    def runs(self, paragraph: etree._Element, look: Look) -> list[Run]:
        """The text of `paragraph` as it is set: hidden and deleted text left out."""
        return [run for element in _runs_in(paragraph) for run in self._texts(element, look)]

    def _texts(self, element: etree._Element, look: Look) -> Iterator[Run]:
        own = element.find(w("rPr"))
        sources = [s for s in (self._character_style(own), own) if s is not None]
        size, bold = look.size, look.bold
        for source in sources:
            size = float(val(source.find(w("sz"))) or size * 2) / 2
            marker = source.find(w("b"))
            bold = bold if marker is None else val(marker) in _ON
            if source.find(w("vanish")) is not None:
                return
        for child in element:
            if child.tag in {w("drawing"), w("pict"), w("object")}:
                raise CannotEstimate("a picture or a shape")
            text = _CHARACTERS.get(etree.QName(child).localname)
            if child.tag == w("t"):
                text = child.text or ""
            if text:
                yield Run(text, size, bold)

    def _character_style(self, own: etree._Element | None) -> etree._Element | None:
        name = val(own.find(w("rStyle"))) if own is not None else None
        style = self._styles.get(name) if name else None
        return style.find(w("rPr")) if style is not None else None

    def _chain(self, name: str) -> list[etree._Element]:
        """The paragraph and character settings of a style and all it is based on, base first."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        current: str | None = name
        while current and current not in seen and current in self._styles:
            seen.add(current)
            style = self._styles[current]
            chain[:0] = [e for e in (style.find(w("pPr")), style.find(w("rPr"))) if e is not None]
            current = val(style.find(w("basedOn")))
        if self._defaults is not None:
            chain[:0] = [*self._defaults.iter(w("pPr")), *self._defaults.iter(w("rPr"))]
        return chain

    def _with_numbering(self, sources: list[etree._Element]) -> list[etree._Element]:
        """A numbering's indent stands below those of the styles that name it."""
        number: str | None = None
        level = "0"
        for source in sources:
            properties = source.find(w("numPr"))
            if properties is not None:
                number = val(properties.find(w("numId"))) or number
                level = val(properties.find(w("ilvl"))) or level
        found = self._indents.get((number or "", level))
        return [found, *sources] if found is not None else sources

    @staticmethod
    def _character(sources: list[etree._Element]) -> tuple[float, bool]:
        size, bold = 10.0, False
        for source in sources:
            if source.tag == w("rPr"):
                size = float(val(source.find(w("sz"))) or size * 2) / 2
                marker = source.find(w("b"))
                bold = bold if marker is None else val(marker) in _ON
        return size, bold


_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "sym": "\u2022"}


def _runs_in(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph wherever they are wrapped, but not those of a deletion."""
    for child in paragraph:
        if child.tag == w("r"):
            yield child
        elif child.tag in {w("del"), w("moveFrom"), w("pPr")}:
            continue
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            yield from _runs_in(content) if content is not None else ()
        else:
            yield from _runs_in(child)


def page_of(body: etree._Element) -> Page:
    """The page of the only section. Raises CannotEstimate for more than one, or columns."""
    sections = list(body.iter(w("sectPr")))
    if len(sections) != 1:
        raise CannotEstimate("more than one section")
    columns = sections[0].find(w("cols"))
    if columns is not None and int(columns.get(w("num")) or 1) > 1:
        raise CannotEstimate("columns")
    size, margin = sections[0].find(w("pgSz")), sections[0].find(w("pgMar"))
    if size is None or margin is None:
        raise CannotEstimate("a page without a size")

    def points(element: etree._Element, name: str) -> float:
        return float(element.get(w(name)) or 0) / _TWIPS

    return Page(
        width=points(size, "w") - points(margin, "left") - points(margin, "right"),
        height=points(size, "h"),
        top=points(margin, "top"),
        bottom=points(margin, "bottom"),
        header=points(margin, "header"),
        footer=points(margin, "footer"),
    )


def _by_id(package: Package, part: str, tag: str, key: str) -> dict[str, etree._Element]:
    content = package.part(part)
    if content is None:
        return {}
    return {str(e.get(w(key))): e for e in parse(content).iter(w(tag))}


def _indents_of_numberings(package: Package) -> dict[tuple[str, str], etree._Element]:
    content = package.part("word/numbering.xml")
    if content is None:
        return {}
    root = parse(content)
    abstract = {a.get(w("abstractNumId")): a for a in root.iter(w("abstractNum"))}
    found: dict[tuple[str, str], etree._Element] = {}
    for number in root.iter(w("num")):
        levels = abstract.get(val(number.find(w("abstractNumId"))))
        for level in levels.iter(w("lvl")) if levels is not None else ():
            properties = level.find(w("pPr"))
            if properties is not None:
                found[(str(number.get(w("numId"))), str(level.get(w("ilvl"))))] = properties
    return found


def _merged(sources: list[etree._Element], tag: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for source in sources:
        element = source.find(w(tag)) if source.tag == w("pPr") else None
        for name, value in element.attrib.items() if element is not None else ():
            key = etree.QName(name).localname
            # a style that says hanging takes back a first-line indent of what it is based on
            if key in {"hanging", "firstLine"}:
                merged.pop("firstLine" if key == "hanging" else "hanging", None)
            merged[key] = str(value)
    return merged


def _length(attributes: Mapping[str, str], *names: str) -> float:
    return next((float(attributes[n]) / _TWIPS for n in names if n in attributes), 0.0)


def _switch(sources: list[etree._Element], tag: str) -> bool:
    on = False
    for source in sources:
        element = source.find(w(tag))
        on = on if element is None else val(element) in _ON
    return on


def _borders(sources: list[etree._Element]) -> tuple[float, float]:
    """What borders above and below add: their space and their width."""
    found = {"top": 0.0, "bottom": 0.0}
    for source in sources:
        borders = source.find(w("pBdr"))
        for side in found if borders is not None else ():
            line = borders.find(w(side)) if borders is not None else None
            if line is not None:
                shown = val(line) not in {"nil", "none"}
                room = float(line.get(w("space")) or 0) + float(line.get(w("sz")) or 0) / 8
                found[side] = room if shown else 0.0
    return found["top"], found["bottom"]
