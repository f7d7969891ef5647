"""How a Word document says its paragraphs look: styles, spacing, indents. Lengths are twips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from lfe_cli.word import fonts
from lfe_cli.word.layout import Face, Measure, Stop
from lfe_cli.word.lists import Level, Numbering
from lfe_cli.word.package import Package
from lfe_cli.word.theme import theme_of
from lfe_cli.word.unmeasured import CannotEstimate
from lfe_cli.word.xml import parse, val, w

_SINGLE = 240
# Leading goes through hundredths of a millimetre and ends as a whole percentage, rounded down.
_HUNDREDTHS_A_TWIP = 127 / 72
_SINGLE_IN_HUNDREDTHS = 423

Sources = Sequence[etree._Element]


@dataclass(frozen=True)
class Borders:
    """The lines around a paragraph: `key` is what makes two neighbours share one box."""

    above: int = 0
    below: int = 0
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """A paragraph's room around its lines, and how its text looks before its runs say more."""

    face: Face
    mark: Face
    style: str
    before: int = 0
    after: int = 0
    line: int = 100
    rule: str = "auto"
    contextual: bool = False
    left: int = 0
    right: int = 0
    first: int = 0
    stops: tuple[Stop, ...] = ()
    borders: Borders = Borders()
    level: Level | None = None

    def measure(self, width: int, every: int) -> Measure:
        """How wide its lines are on a page of this width."""
        return Measure(width, self.left, self.right, self.first, self.stops, every)


class Styles:
    """The styles and numberings of one document."""

    def __init__(self, package: Package) -> None:
        root = _root(package, "word/styles.xml")
        if root is None:
            root = etree.Element(w("styles"))
        self._styles = {str(s.get(w("styleId"))): s for s in root.iter(w("style"))}
        defaults = root.find(w("docDefaults"))
        self._defaults = (
            [*defaults.iter(w("rPr")), *defaults.iter(w("pPr"))] if defaults is not None else []
        )
        self._numbering = Numbering(_root(package, "word/numbering.xml"))
        self._theme = theme_of(package)
        self._default = next(
            (
                i
                for i, s in self._styles.items()
                if s.get(w("default")) in {"1", "true"} and s.get(w("type")) == "paragraph"
            ),
            "Normal",
        )

    def look(self, paragraph: etree._Element, around: Sources | None = None) -> Look:
        """How `paragraph` looks, direct settings over its style over the document's defaults.

        Raises CannotEstimate. `around` holds the settings of the table's style, where it stands
        in a table that has one.
        """
        own = paragraph.find(w("pPr"))
        name = (val(own.find(w("pStyle"))) if own is not None else None) or self._default
        below = [*self._defaults, *(around or ()), *self.properties_of(name)]
        sources = [*below, *([own] if own is not None else [])]
        level = self._level(sources)
        with_list = _with_level(sources, level)
        face = self._face(below)
        if around is not None and name == self._default:
            face = self._in_a_table(face, around)
        mark = own.find(w("rPr")) if own is not None else None
        return _look(with_list, face, fonts.changed(face, mark, self._theme), name, level)

    def properties_of(self, name: str) -> list[etree._Element]:
        """The paragraph and run settings of a style and all it is based on, base first."""
        chain: list[etree._Element] = []
        for style in self.ancestry(name):
            chain[:0] = [e for e in (style.find(w("pPr")), style.find(w("rPr"))) if e is not None]
        return chain

    def ancestry(self, name: str | None) -> Iterator[etree._Element]:
        """The style called `name`, then what it is based on."""
        seen: set[str] = set()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            yield self._styles[name]
            name = val(self._styles[name].find(w("basedOn")))

    def face_of(self, run: etree._Element, look: Look) -> Face:
        """How the characters of `run` look."""
        own = run.find(w("rPr"))
        face = look.face
        named = val(own.find(w("rStyle"))) if own is not None else None
        for style in reversed(list(self.ancestry(named))):
            face = fonts.changed(face, style.find(w("rPr")), self._theme)
        return fonts.changed(face, own, self._theme)

    def face_of_label(self, look: Look) -> Face:
        """How a list's bullet or number looks: as the paragraph's mark, then as the list says."""
        run = look.level.run if look.level else None
        return fonts.changed(look.mark, run, self._theme)

    def _face(self, sources: Sources) -> Face:
        face = fonts.DEFAULT
        for source in sources:
            if source.tag == w("rPr"):
                face = fonts.changed(face, source, self._theme)
        return face

    def _in_a_table(self, face: Face, around: Sources) -> Face:
        """The body's style in a table: LibreOffice takes its size from the document's defaults.

        Word takes the body's own; the larger is safe.
        """
        other = self._face([*self._defaults, *around])
        return replace(face, size=max(face.size, other.size))

    def _level(self, sources: Sources) -> Level | None:
        number, level = "0", "0"
        for properties in _found(sources, "numPr"):
            number = val(properties.find(w("numId"))) or number
            level = val(properties.find(w("ilvl"))) or level
        return self._numbering.level(number, level) if number != "0" else None


def _root(package: Package, name: str) -> etree._Element | None:
    content = package.part(name)
    return parse(content) if content is not None else None


def _found(sources: Sources, tag: str) -> Iterator[etree._Element]:
    for source in sources:
        element = source.find(w(tag)) if source.tag == w("pPr") else None
        if element is not None:
            yield element


def _with_level(sources: list[etree._Element], level: Level | None) -> list[etree._Element]:
    """A list's indent stands below what names the list, above what that is based on."""
    if level is None or level.paragraph is None:
        return sources
    first = next(n for n, s in enumerate(sources) if s.find(w("numPr")) is not None)
    return [*sources[:first], level.paragraph, *sources[first:]]


def _look(sources: Sources, face: Face, mark: Face, style: str, level: Level | None) -> Look:
    spacing, indent = _merged(sources, "spacing"), _merged(sources, "ind")
    _refuse(sources, spacing)
    rule = spacing.get("lineRule", "auto")
    line = round(float(spacing.get("line", _SINGLE)))
    return Look(
        face=face,
        mark=mark,
        style=style,
        before=_length(spacing, "before"),
        after=_length(spacing, "after"),
        line=_percentage(line) if rule == "auto" else line,
        rule=rule,
        contextual=_switch(sources, "contextualSpacing"),
        left=_length(indent, "left", "start"),
        right=_length(indent, "right", "end"),
        first=_length(indent, "firstLine") - _length(indent, "hanging"),
        stops=_stops(sources),
        borders=_borders(sources, indent),
        level=level,
    )


def _refuse(sources: Sources, spacing: Mapping[str, str]) -> None:
    if any(True for _ in _found(sources, "framePr")):
        raise CannotEstimate("a frame or a large first letter")
    if _switch(sources, "pageBreakBefore"):
        raise CannotEstimate("a page break of its own")
    if any(
        spacing.get(f"{side}Autospacing") in {"1", "true", "on"} for side in ("before", "after")
    ):
        raise CannotEstimate("spacing that is set to automatic")


def _percentage(line: int) -> int:
    return int(line * _HUNDREDTHS_A_TWIP + 0.5) * 100 // _SINGLE_IN_HUNDREDTHS


def _merged(sources: Sources, tag: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for element in _found(sources, tag):
        for name, value in element.attrib.items():
            key = etree.QName(name).localname
            # a style that says hanging takes back a first-line indent of what it is based on
            if key in {"hanging", "firstLine"}:
                merged.pop("firstLine" if key == "hanging" else "hanging", None)
            merged[key] = str(value)
    return merged


def _length(attributes: Mapping[str, str], *names: str) -> int:
    return next((round(float(attributes[n])) for n in names if n in attributes), 0)


def _switch(sources: Sources, tag: str) -> bool:
    on = False
    for element in _found(sources, tag):
        on = fonts.is_on(element)
    return on


def _stops(sources: Sources) -> tuple[Stop, ...]:
    stops: dict[int, Stop] = {}
    for tabs in _found(sources, "tabs"):
        for tab in tabs.iter(w("tab")):
            at, kind = round(float(tab.get(w("pos")) or 0)), val(tab) or "left"
            stops.pop(at, None)
            if kind not in {"clear", "bar"}:
                stops[at] = Stop(at, {"end": "right", "start": "left"}.get(kind, kind))
    return tuple(sorted(stops.values(), key=lambda stop: stop.at))


def _borders(sources: Sources, indent: Mapping[str, str]) -> Borders:
    """What borders above and below add: their space and their width."""
    lines: dict[str, etree._Element] = {}
    for borders in _found(sources, "pBdr"):
        lines |= {etree.QName(line).localname: line for line in borders}
    shown = {side: line for side, line in lines.items() if val(line) not in {"nil", "none", None}}
    if "between" in shown:
        raise CannotEstimate("lines between paragraphs")
    if not shown:
        return Borders()
    drawn = [f"{side} {sorted(line.attrib.items())}" for side, line in sorted(shown.items())]
    sides = [f"{key} {indent[key]}" for key in ("left", "right", "start", "end") if key in indent]
    return Borders(_room(shown.get("top")), _room(shown.get("bottom")), (*drawn, *sides))


def _room(line: etree._Element | None) -> int:
    if line is None:
        return 0
    if val(line) not in {"single", "thick", "dotted", "dashed"}:
        raise CannotEstimate("a border that is not a plain line")
    return round(float(line.get(w("space")) or 0) * 20 + float(line.get(w("sz")) or 0) * 20 / 8)
