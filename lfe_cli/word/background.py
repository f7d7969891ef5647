"""The ground under a page and in a text box."""

from __future__ import annotations

from lxml import etree

from lfe_cli.word.colours import WHITE, hex_colour
from lfe_cli.word.package import Package
from lfe_cli.word.theme import A, Theme, plain_colour
from lfe_cli.word.xml import on, parse, w

_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_FILLS = ("solidFill", "noFill", "gradFill", "blipFill", "pattFill", "grpFill")


def page_ground(package: Package) -> str:
    """The page's colour: white, unless the document shows another. Raises XmlRefused."""
    settings, document = package.part("word/settings.xml"), package.part("word/document.xml")
    shown = settings and on(parse(settings).find(w("displayBackgroundShape")))
    page = parse(document).find(w("background")) if shown and document else None
    return hex_colour(page.get(w("color")) if page is not None else None) or WHITE


def box_ground(box: etree._Element, theme: Theme, unknown: str) -> str:
    """What a text box is filled with: "" for nothing, `unknown` where it is no plain colour."""
    for element in box.iterancestors():
        if element.tag == f"{_SHAPE}wsp":
            return _shape_fill(element, theme, unknown)
        if (
            isinstance(element.tag, str)
            and element.tag.startswith(_VML)
            and element.get("style") is not None
        ):
            return _old_fill(element, unknown)
    return ""


def _shape_fill(shape: etree._Element, theme: Theme, unknown: str) -> str:
    properties = shape.find(f"{_SHAPE}spPr")
    for name in _FILLS if properties is not None else ():
        fill = properties.find(f"{A}{name}") if properties is not None else None
        if fill is not None and name == "noFill":
            return ""
        if fill is not None:
            return (plain_colour(fill, theme) if name == "solidFill" else "") or unknown
    reference = shape.find(f"{_SHAPE}style/{A}fillRef")
    plain = reference is None or reference.get("idx") == "0"
    return "" if plain else unknown


def _old_fill(shape: etree._Element, unknown: str) -> str:
    if shape.get("filled") in {"f", "false"}:
        return ""
    said = shape.get("fillcolor", "#FFFFFF").split(" ")[0].lstrip("#")
    if said.lower() == "white":
        return WHITE
    return hex_colour(said) or unknown
