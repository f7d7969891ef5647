"""How words are marked where they stand: struck through, hidden, or made to stand out.

In a form that comes back this says something: people strike out what does not apply, and colour
what does. What is struck or hidden is `gone`: it is there, and nobody means it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from lfe_cli.word.colours import BLACK, WHITE, hex_colour, shaded
from lfe_cli.word.paragraphs import Paragraph
from lfe_cli.word.styles import Styles
from lfe_cli.word.xml import is_not_off, val, w


class Look(NamedTuple):
    """How a run is marked. `marks` are all that makes it stand out ("b", "highlight yellow");
    `font` is the one whose letters may be signs."""

    struck: bool = False
    hidden: bool = False
    marks: frozenset[str] = frozenset()
    font: str = ""

    @property
    def gone(self) -> bool:
        """Whether its words do not count."""
        return self.struck or self.hidden


PLAIN = Look()
Values = Mapping[str, str]
# Of these, several levels of styles that each say it undo one another, as on a switch in a hallway.
_SWITCHES = ("strike", "vanish", "b", "i")
_OFF = "0"


class Place(NamedTuple):
    """Where runs stand: the styles around them, and what lies behind their whole paragraph."""

    table: str = ""
    paragraph: str = ""
    shade: str = ""


class Marking:
    """The marking of one document's words, by its styles."""

    def __init__(self, styles: Styles | None = None) -> None:
        self._styles = styles or Styles()
        self._own: dict[tuple[str, str], Values] = {}
        self._tables: dict[int, str] = {}
        self._bases: dict[tuple[str, str, str], Values] = {}
        self._looks: dict[tuple[tuple[str, str], ...], Look] = {}
        self._last: tuple[etree._Element | None, Look] = (None, PLAIN)
        defaults = (each for each in self._styles.defaults if each.tag == w("rPr"))
        self._document = {name: said for each in defaults for name, said in _values(each).items()}

    def place(self, paragraph: Paragraph) -> Place:
        """Where the runs of `paragraph` stand."""
        own = paragraph.properties
        style = self._styles.style_of(own)
        direct = {} if own is None else _values(own)
        shade = direct.get("shade", self._of_style(style, "pPr").get("shade", ""))
        return Place(self._table(paragraph), style, shade)

    def look(self, place: Place, run: etree._Element | None) -> Look:
        """How the words of `run` are marked, which stands there."""
        if run is None or run is not self._last[0]:
            self._last = (run, self._look(place, None if run is None else run.find(w("rPr"))))
        return self._last[1]

    def _look(self, place: Place, own: etree._Element | None) -> Look:
        direct = {} if own is None else _values(own)
        values = {**self._base(place, direct.get("style", "")), **direct}
        values["style"] = ""
        values["shade"] = values.get("shade") or place.shade
        found = tuple(sorted(pair for pair in values.items() if pair[1] not in {"", _OFF}))
        if found not in self._looks:
            self._looks[found] = _look(dict(found))
        return self._looks[found]

    def _base(self, place: Place, style: str) -> Values:
        """What the styles say of a run with this style of its own."""
        key = (place.table, place.paragraph, style)
        if key not in self._bases:
            found = dict(self._document)
            for level in (self._of_style(each, "rPr") for each in key):
                found |= {**level, **self._switched(found, level)}
            self._bases[key] = found
        return self._bases[key]

    def _switched(self, below: Values, level: Values) -> Values:
        """The switches of a level of styles over those below it."""
        return {
            name: str(int(self._document.get(name) == "1" or below.get(name, _OFF) != level[name]))
            for name in _SWITCHES
            if name in level
        }

    def _of_style(self, style: str, tag: str) -> Values:
        """What a style says, over all that it is based on."""
        found: dict[str, str] = {}
        for each in self._styles.chain(style):
            key = (each.get(w("styleId"), ""), tag)
            if key not in self._own:
                properties = each.find(w(tag))
                self._own[key] = {} if properties is None else _values(properties)
            found |= self._own[key]
        return found

    def _table(self, paragraph: Paragraph) -> str:
        if paragraph.cell is None:
            return ""
        table = paragraph.cell.table
        if table.number not in self._tables:
            named = None if table.properties is None else val(table.properties.find(w("tblStyle")))
            self._tables[table.number] = self._styles.named(named, "table")
        return self._tables[table.number]


def _values(properties: etree._Element) -> Values:
    """What a w:rPr (or a w:pPr) says by itself: "" for what it takes back."""
    found: dict[str, str] = {}
    for child in properties:
        name = _NAMES.get(child.tag) if isinstance(child.tag, str) else None
        if name is not None:
            found[name] = _value(name, child)
    return found


_NAMES = {
    w("rStyle"): "style",
    w("strike"): "strike",
    w("dstrike"): "dstrike",
    w("vanish"): "vanish",
    w("specVanish"): "specVanish",
    w("b"): "b",
    w("i"): "i",
    w("u"): "u",
    w("highlight"): "highlight",
    w("color"): "colour",
    w("shd"): "shade",
    w("bdr"): "border",
    w("rFonts"): "font",
}
_NO_MARKS = ("strike", "dstrike", "vanish", "specVanish", "style", "font")
_STRUCK, _HIDDEN = ("strike", "dstrike"), ("vanish", "specVanish")


def _value(name: str, element: etree._Element) -> str:
    if name in (*_SWITCHES, *_STRUCK, *_HIDDEN):
        return str(int(is_not_off(element)))
    if name == "shade":
        return _shade(element)
    if name == "font":
        return element.get(w("ascii")) or element.get(w("hAnsi")) or ""
    said = val(element) or ""
    if name == "colour":
        colour = hex_colour(said)
        return "" if colour == BLACK else colour
    return "" if said in {"none", "nil", "white"} else said


def _shade(element: etree._Element) -> str:
    colour = shaded(val(element), element.get(w("color")), element.get(w("fill")))
    return "" if colour == WHITE else colour


def _look(said: Values) -> Look:
    return Look(
        any(name in said for name in _STRUCK),
        any(name in said for name in _HIDDEN),
        frozenset(f"{n} {v}" for n, v in said.items() if n not in _NO_MARKS),
        said.get("font", ""),
    )
