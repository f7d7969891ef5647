"""How paragraphs and their characters are set, for measuring them. Lengths are twips.

The room around a paragraph's lines, its indents, tabs and borders; font, size and weight of its
runs. What changes a line in a way that is not followed here raises CannotEstimate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from lfe_cli.word.lines import CannotEstimate, Face, Measure, Stop
from lfe_cli.word.package import Package
from lfe_cli.word.styles import (
    Level,
    Numbering,
    Properties,
    Theme,
    list_in,
    part_of,
    said_by,
    styles_of,
    theme_of,
)
from lfe_cli.word.xml import on, val, w

DEFAULT = Face(family="Times New Roman", size=20)
_SINGLE = 240
# Leading goes through hundredths of a millimetre and ends as a whole percentage, rounded down.
_HUNDREDTHS_A_TWIP = 127 / 72
_SINGLE_IN_HUNDREDTHS = 423

_Change = Callable[[Face, etree._Element, Theme], Face]


@dataclass(frozen=True)
class Borders:
    """The lines around a paragraph: `key` is what makes two neighbours share one box."""

    above: int = 0
    below: int = 0
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
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


class Formats:
    """How the paragraphs of one document are set, by its styles and its lists."""

    def __init__(self, package: Package) -> None:
        self.styles = styles_of(package)
        self._numbering = Numbering(part_of(package, "word/numbering.xml"))
        self._theme = theme_of(package)

    def of(self, paragraph: etree._Element, around: Properties | None = None) -> Format:
        """How `paragraph` is set, direct settings over its style over the document's defaults.

        Raises CannotEstimate. `around` holds the settings of the table's style, where it stands
        in a table that has one.
        """
        own = paragraph.find(w("pPr"))
        said = self.styles.of_paragraph(own, around or ())
        level = self._numbering.level(*list_in(said))
        name = self.styles.style_of(own)
        face = self._face(said)
        if around is not None and name == self.styles.default():
            face = self._in_a_table(face, around)
        mark = self._changed(face, None if own is None else own.find(w("rPr")))
        return _format(_with_level(said, level), face, mark, name, level)

    def face_of(self, run: etree._Element, fmt: Format) -> Face:
        """How the characters of `run` look."""
        own = run.find(w("rPr"))
        named = val(own.find(w("rStyle"))) if own is not None else None
        face = fmt.face
        for properties in self.styles.of(named, "rPr"):
            face = self._changed(face, properties)
        return self._changed(face, own)

    def face_of_label(self, fmt: Format) -> Face:
        """How a list's bullet or number looks: as the paragraph's mark, then as the list says."""
        return self._changed(fmt.mark, fmt.level.run if fmt.level else None)

    def _face(self, said: Properties) -> Face:
        face = DEFAULT
        for properties in said:
            if properties.tag == w("rPr"):
                face = self._changed(face, properties)
        return face

    def _in_a_table(self, face: Face, around: Properties) -> Face:
        """The body's style in a table: LibreOffice takes its size from the document's defaults.

        Word takes the body's own; the larger is safe.
        """
        other = self._face([*self.styles.defaults, *around])
        return replace(face, size=max(face.size, other.size))

    def _changed(self, face: Face, properties: etree._Element | None) -> Face:
        return changed(face, properties, self._theme)


def _with_level(said: list[etree._Element], level: Level | None) -> list[etree._Element]:
    """A list's indent stands below what names the list, above what that is based on."""
    if level is None or level.paragraph is None:
        return said
    named = (n for n, s in enumerate(said) if s.find(w("numPr")) is not None)
    first = next(named, len(said))  # a list may be numbered 0, which nobody names
    return [*said[:first], level.paragraph, *said[first:]]


def _format(said: Properties, face: Face, mark: Face, style: str, level: Level | None) -> Format:
    spacing, indent = _merged(said, "spacing"), _merged(said, "ind")
    _refuse(said, spacing)
    rule = spacing.get("lineRule", "auto")
    line = round(float(spacing.get("line", _SINGLE)))
    return Format(
        face=face,
        mark=mark,
        style=style,
        before=_length(spacing, "before"),
        after=_length(spacing, "after"),
        line=_percentage(line) if rule == "auto" else line,
        rule=rule,
        contextual=_switch(said, "contextualSpacing"),
        left=_length(indent, "left", "start"),
        right=_length(indent, "right", "end"),
        first=_length(indent, "firstLine") - _length(indent, "hanging"),
        stops=_stops(said),
        borders=_borders(said, indent),
        level=level,
    )


def _refuse(said: Properties, spacing: Mapping[str, str]) -> None:
    if any(True for _ in said_by(said, "framePr")):
        raise CannotEstimate("a frame or a large first letter")
    if _switch(said, "pageBreakBefore"):
        raise CannotEstimate("a page break of its own")
    if any(
        spacing.get(f"{side}Autospacing") in {"1", "true", "on"} for side in ("before", "after")
    ):
        raise CannotEstimate("spacing that is set to automatic")


def _percentage(line: int) -> int:
    return int(line * _HUNDREDTHS_A_TWIP + 0.5) * 100 // _SINGLE_IN_HUNDREDTHS


def _merged(said: Properties, tag: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for element in said_by(said, tag):
        for name, value in element.attrib.items():
            key = etree.QName(name).localname
            # a style that says hanging takes back a first-line indent of what it is based on
            if key in {"hanging", "firstLine"}:
                merged.pop("firstLine" if key == "hanging" else "hanging", None)
            merged[key] = str(value)
    return merged


def _length(attributes: Mapping[str, str], *names: str) -> int:
    return next((round(float(attributes[n])) for n in names if n in attributes), 0)


def _switch(said: Properties, tag: str) -> bool:
    state = False
    for element in said_by(said, tag):
        state = on(element)
    return state


def _stops(said: Properties) -> tuple[Stop, ...]:
    stops: dict[int, Stop] = {}
    for tabs in said_by(said, "tabs"):
        for tab in tabs.iter(w("tab")):
            at, kind = round(float(tab.get(w("pos")) or 0)), val(tab) or "left"
            stops.pop(at, None)
            if kind not in {"clear", "bar"}:
                stops[at] = Stop(at, {"end": "right", "start": "left"}.get(kind, kind))
    return tuple(sorted(stops.values(), key=lambda stop: stop.at))


def _borders(said: Properties, indent: Mapping[str, str]) -> Borders:
    """What borders above and below add: their space and their width."""
    lines: dict[str, etree._Element] = {}
    for borders in said_by(said, "pBdr"):
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


def changed(face: Face, properties: etree._Element | None, theme: Theme) -> Face:
    """`face` with what the run properties `properties` say. Raises CannotEstimate."""
    for element in properties if properties is not None else ():
        change = _CHANGES.get(etree.QName(element).localname)
        if change is not None:
            face = change(face, element, theme)
    return face


def _family(face: Face, element: etree._Element, theme: Theme) -> Face:
    """The font's name for plain letters, and for those beyond ASCII where it is another."""
    return replace(
        face,
        family=_named(element, "ascii", theme) or face.family,
        beyond=_named(element, "hAnsi", theme) or face.beyond,
    )


def _named(element: etree._Element, kind: str, theme: Theme) -> str | None:
    named = element.get(w(f"{kind}Theme"))
    return theme.font(named) if named else element.get(w(kind))


def _number(element: etree._Element) -> float:
    return float(val(element) or 0)


def _off_the_line(face: Face, element: etree._Element, _theme: Theme) -> Face:
    if _number(element):
        raise CannotEstimate("text that is moved up or down")
    return face


def _fitted(_face: Face, _element: etree._Element, _theme: Theme) -> Face:
    raise CannotEstimate("text that is stretched to a width")


def _from_the_right(face: Face, element: etree._Element, _theme: Theme) -> Face:
    if on(element):
        raise CannotEstimate("text that runs from right to left")
    return face


_CHANGES: Mapping[str, _Change] = {
    "rFonts": _family,
    "sz": lambda face, e, _: replace(face, size=round(_number(e))),
    "b": lambda face, e, _: replace(face, bold=on(e)),
    "caps": lambda face, e, _: replace(face, capitals=on(e)),
    "smallCaps": lambda face, e, _: replace(face, small_capitals=on(e)),
    "vanish": lambda face, e, _: replace(face, hidden=on(e)),
    "vertAlign": lambda face, e, _: replace(face, raised=val(e) in {"superscript", "subscript"}),
    "spacing": lambda face, e, _: replace(face, tracking=round(_number(e))),
    "w": lambda face, e, _: replace(face, stretch=round(_number(e)) or 100),
    "kern": lambda face, e, _: replace(face, kerned_from=round(_number(e))),
    "position": _off_the_line,
    "fitText": _fitted,
    "rtl": _from_the_right,
}
