"""What a run's properties say of its characters: font, size, weight, spacing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from lfe_cli.word.layout import Face
from lfe_cli.word.theme import Theme
from lfe_cli.word.unmeasured import CannotEstimate
from lfe_cli.word.xml import val, w

_ON = {None, "1", "true", "on"}
DEFAULT = Face(family="Times New Roman", size=20)

_Change = Callable[[Face, etree._Element, Theme], Face]


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as w:b is on; one without a value is."""
    return val(element) in _ON


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
    if is_on(element):
        raise CannotEstimate("text that runs from right to left")
    return face


_CHANGES: Mapping[str, _Change] = {
    "rFonts": _family,
    "sz": lambda face, e, _: replace(face, size=round(_number(e))),
    "b": lambda face, e, _: replace(face, bold=is_on(e)),
    "caps": lambda face, e, _: replace(face, capitals=is_on(e)),
    "smallCaps": lambda face, e, _: replace(face, small_capitals=is_on(e)),
    "vanish": lambda face, e, _: replace(face, hidden=is_on(e)),
    "vertAlign": lambda face, e, _: replace(face, raised=val(e) in {"superscript", "subscript"}),
    "spacing": lambda face, e, _: replace(face, tracking=round(_number(e))),
    "w": lambda face, e, _: replace(face, stretch=round(_number(e)) or 100),
    "kern": lambda face, e, _: replace(face, kerned_from=round(_number(e))),
    "position": _off_the_line,
    "fitText": _fitted,
    "rtl": _from_the_right,
}
