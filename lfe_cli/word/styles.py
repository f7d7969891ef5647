"""A Word document's styles, lists and theme: all that says how paragraphs and runs look, in order.

What says it are the properties (w:pPr, w:rPr, ...) as they stand in the file, the weakest first:
the document's defaults, a table's style, the paragraph's style and what that is based on, its own.
Measuring, reading and checking each ask those properties for what they need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from lfe_cli.word.colours import hex_colour
from lfe_cli.word.package import Package, open_package
from lfe_cli.word.xml import parse, val, w

Properties = Sequence[etree._Element]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ALSO = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
BULLET = "• "
_LEVELS = tuple("012345678")  # that a list may have; absurd ones are taken for the first
_FOLLOWED_BY = {"tab": "\t", "space": " ", "nothing": ""}
# Which number a paragraph has is not counted where its room is measured: two digits are as wide as
# a one-page list gets.
_WIDEST = {"lowerLetter": "m", "upperLetter": "M", "lowerRoman": "viii", "upperRoman": "VIII"}

_WORDS_DEFAULT = 10.0  # points, where nothing says another size
_DEEPEST = 11  # styles that are based on one another: Word itself allows ten


def part_of(package: Package, name: str) -> etree._Element | None:
    """The part called `name`, None where there is none. Raises XmlRefused for a damaged one."""
    content = package.part(name)
    return parse(content) if content else None


def styles_of(package: Package) -> Styles:
    """The styles of the document in `package`. Raises XmlRefused where they are damaged."""
    return Styles(part_of(package, "word/styles.xml"))


class Styles:
    """The styles of one document. `root` is its part w:styles, where it has one."""

    def __init__(self, root: etree._Element | None = None) -> None:
        found = root.findall(w("style")) if root is not None else []
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._default = {
            style.get(w("type"), ""): style.get(w("styleId"), "")
            for style in found
            if style.get(w("default")) in {"1", "true", "on"}
        }
        self._chains: dict[str, tuple[etree._Element, ...]] = {}
        defaults = root.find(w("docDefaults")) if root is not None else None
        self.defaults: Properties = () if defaults is None else tuple(_defaults(defaults))

    def named(self, name: str | None, kind: str = "paragraph") -> str:
        """The style called `name`; where the document has none, what it takes for this kind."""
        if name is not None and name in self._styles:
            return name
        return self.default(kind)

    def default(self, kind: str = "paragraph") -> str:
        """What paragraphs (or tables) look like that name no style."""
        return self._default.get(kind, "Normal" if kind == "paragraph" else "")

    def style_of(self, properties: etree._Element | None) -> str:
        """The style of the paragraph that has `properties` (w:pPr)."""
        return self.named(None if properties is None else val(properties.find(w("pStyle"))))

    def chain(self, name: str | None) -> tuple[etree._Element, ...]:
        """The style called `name` and all that it is based on, the base first."""
        if not name or name not in self._styles:
            return ()
        if name not in self._chains:
            self._chains[name] = tuple(reversed(list(self._upwards(name))))
        return self._chains[name]

    def _upwards(self, name: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name and name not in seen and name in self._styles and len(seen) < _DEEPEST:
            seen.add(name)
            yield self._styles[name]
            name = val(self._styles[name].find(w("basedOn")))

    def of(self, name: str | None, *tags: str) -> list[etree._Element]:
        """The properties with these tags (`pPr`, `rPr`) of a style and of what it is based on."""
        return list(properties_in(self.chain(name), *tags))

    def of_table(self, name: str | None, regions: Iterable[str] = ()) -> list[etree._Element]:
        """A table's style and what it is based on, then what these say for special regions
        ("firstRow"), what counts least first."""
        chain = self.chain(name)
        parts = [part for style in chain for part in style.findall(w("tblStylePr"))]
        return [
            *chain,
            *(part for region in regions for part in parts if part.get(w("type")) == region),
        ]

    def of_paragraph(
        self, properties: etree._Element | None, around: Properties = ()
    ) -> list[etree._Element]:
        """All w:pPr and w:rPr that say how the paragraph with `properties` looks. `around` is what
        the style of the table says that it stands in."""
        style = self.of(self.style_of(properties), "pPr", "rPr")
        own = () if properties is None else (properties,)
        return [*self.defaults, *around, *style, *own]

    def list_said(self, properties: etree._Element) -> tuple[str, str]:
        """The list that the paragraph with `properties`, or else its style by itself, names: "0"
        for none; and its level there.

        What is read of a form goes by this. A list that a style takes over from another is one to
        the eye, and `list_in` all that `of_paragraph` gives; it is no mark of what was typed.
        """
        if list_named(properties)[0] is not None:
            return list_in([properties])
        style = self._styles.get(val(properties.find(w("pStyle"))) or "")
        return list_in([] if style is None else properties_in([style], "pPr"))


def _defaults(defaults: etree._Element) -> Iterator[etree._Element]:
    for holder, tag in (("rPrDefault", "rPr"), ("pPrDefault", "pPr")):
        found = defaults.find(f"{w(holder)}/{w(tag)}")
        if found is not None:
            yield found


def properties_in(holders: Iterable[etree._Element], *tags: str) -> Iterator[etree._Element]:
    """The properties with these tags that each of `holders` (styles, parts of them) has."""
    for holder in holders:
        for tag in tags:
            found = holder.find(w(tag))
            if found is not None:
                yield found


def said_by(properties: Iterable[etree._Element], tag: str) -> Iterator[etree._Element]:
    """What each w:pPr among `properties` says under `tag`, where it says anything."""
    for each in properties:
        element = each.find(w(tag)) if each.tag == w("pPr") else None
        if element is not None:
            yield element


def list_in(
    properties: Iterable[etree._Element], number: str = "0", level: str = "0"
) -> tuple[str, str]:
    """The list that `properties` name and the level in it; `number`, `level` where they do not."""
    for each in properties:
        named, at = list_named(each)
        number, level = named or number, at or level
    return number, level


def list_named(properties: etree._Element) -> tuple[str | None, str | None]:
    """The list that one w:pPr names by itself, and the level in it; None for what is not said."""
    listed = properties.find(w("numPr")) if properties.tag == w("pPr") else None
    if listed is None:
        return None, None
    return val(listed.find(w("numId"))), val(listed.find(w("ilvl")))


def body_size(content: bytes) -> float:
    """The size of the body's text in points: of its style, else of the document's defaults."""
    styles = styles_of(open_package(content))
    sizes = [val(each.find(w("sz"))) for each in styles.of_paragraph(None) if each.tag == w("rPr")]
    half_points = next((size for size in reversed(sizes) if size and size.isdecimal()), None)
    return float(half_points) / 2 if half_points else _WORDS_DEFAULT


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


@dataclass(frozen=True)
class Level:
    """One level of a list. `paragraph` and `run` are the properties that it gives to its
    paragraphs and to what stands before them; `text` is the pattern of that ("%1.")."""

    format: str
    text: str
    follows: str
    paragraph: etree._Element | None
    run: etree._Element | None
    is_picture: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether nothing stands before its paragraphs."""
        return self.format == "none"

    @property
    def widest(self) -> str:
        """What stands before its paragraphs at the widest, with what follows; "" for nothing."""
        if self.is_silent or not self.text:
            return ""
        wide = _WIDEST.get(self.format, "8")
        text = self.text if self.format == "bullet" else re.sub(r"%\d", wide, self.text)
        return text + _FOLLOWED_BY.get(self.follows, "\t")


class Numbering:
    """The lists that one document defines. `root` is its part w:numbering, where it has one.

    Levels are looked up one by one: a file may give thousands of lists thousands of levels.
    """

    def __init__(self, root: etree._Element | None = None) -> None:
        self._shapes: dict[str, str] = {}
        self._levels: dict[tuple[str, str], etree._Element] = {}
        self._own: dict[tuple[str, str], etree._Element] = {}
        self._read: dict[tuple[str, str], Level] = {}
        for shape in root.findall(w("abstractNum")) if root is not None else ():
            for level in shape.findall(w("lvl")):
                self._levels[shape.get(w("abstractNumId"), ""), level.get(w("ilvl"), "0")] = level
        for number in root.findall(w("num")) if root is not None else ():
            name = number.get(w("numId"), "")
            self._shapes[name] = val(number.find(w("abstractNumId"))) or ""
            for level in number.findall(f"{w('lvlOverride')}/{w('lvl')}"):
                self._own[name, level.get(w("ilvl"), "0")] = level

    def level(self, number: str, at: str) -> Level | None:
        """The level `at` of the list `number`; None where it is not defined."""
        if (number, at) not in self._read:
            element = self._own.get((number, at))
            if element is None and number in self._shapes:
                element = self._levels.get((self._shapes[number], at))
            if element is None:
                return None
            self._read[number, at] = _level(element)
        return self._read[number, at]


def _level(element: etree._Element) -> Level:
    return Level(
        format=val(element.find(w("numFmt"))) or "decimal",
        text=val(element.find(w("lvlText"))) or "",
        follows=val(element.find(w("suff"))) or "tab",
        paragraph=element.find(w("pPr")),
        run=element.find(w("rPr")),
        is_picture=element.find(w("lvlPicBulletId")) is not None,
    )


class Lists:
    """The lists of one document. Ask for the marks in reading order: numbers are counted."""

    def __init__(self, numbering: Numbering | None = None, styles: Styles | None = None) -> None:
        self._numbering = numbering or Numbering()
        self._styles = styles or Styles()
        self._count: dict[str, list[int]] = {}

    def mark(self, properties: etree._Element) -> str:
        """The mark of the paragraph with `properties` (w:pPr): "• ", "3. ", or nothing."""
        number, at = self._styles.list_said(properties)
        if number == "0":
            return ""
        level = self._numbering.level(number, at)
        if level is not None and level.is_silent:
            return ""
        if level is None or level.format == "bullet":
            return BULLET
        return f"{self._next(number, at)}. "

    def _next(self, number: str, level: str) -> int:
        """The next number of a level; the levels below it begin anew."""
        counts = self._count.setdefault(number, [0] * len(_LEVELS))
        at = int(level) if level in _LEVELS else 0
        counts[at] += 1
        counts[at + 1 :] = [0] * (len(_LEVELS) - at - 1)
        return counts[at]
