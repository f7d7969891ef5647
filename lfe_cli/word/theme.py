"""A Word document's theme: the fonts and colours that its styles may name without saying them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from lfe_cli.word.colours import hex_colour
from lfe_cli.word.package import Package
from lfe_cli.word.xml import parse

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ALSO = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


@dataclass(frozen=True)
class Theme:
    """Fonts by "major" and "minor", colours by their short names ("lt1", "accent1")."""

    fonts: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)

    def font(self, name: str) -> str:
        """The font that Word calls "minorHAnsi", "majorAscii", ...; "" where it is not said."""
        return self.fonts.get(name[:5], "")

    def colour(self, name: str) -> str:
        """The colour of that name, "" where it is not said."""
        return self.colours.get(_ALSO.get(name, name), "")


def theme_of(package: Package) -> Theme:
    """The theme of the document. Raises XmlRefused where it is damaged."""
    names = package.matching(r"word/theme/theme\d*\.xml")
    if not names:
        return Theme()
    root = parse(package.parts[sorted(names)[0]])
    fonts = {
        kind: latin.get("typeface", "")
        for kind in ("major", "minor")
        if (latin := root.find(f".//{A}{kind}Font/{A}latin")) is not None
    }
    scheme = root.find(f".//{A}clrScheme")
    colours = {} if scheme is None else {_local(each): _said(each) for each in scheme}
    return Theme(fonts, colours)


def plain_colour(fill: etree._Element, theme: Theme) -> str:
    """The colour of an a:solidFill, "" where it is changed in a way that is not followed here."""
    for each in fill:
        if len(each):
            return ""  # lighter, darker, see-through
        if _local(each) == "schemeClr":
            return theme.colour(each.get("val", ""))
        return _value(each)
    return ""


def _said(element: etree._Element) -> str:
    return next((_value(each) for each in element), "")


def _value(element: etree._Element) -> str:
    return hex_colour(element.get("lastClr") or element.get("val"))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
