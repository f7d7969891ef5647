"""The styles of a Word document: all that says how a paragraph or a run looks, in its order.

What says it are the properties (w:pPr, w:rPr, ...) as they stand in the file, the weakest first:
the document's defaults, a table's style, the paragraph's style and what that is based on, its own.
Measuring, reading and checking each ask those properties for what they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from lfe_cli.word.package import Package, open_package
from lfe_cli.word.xml import parse, val, w

Properties = Sequence[etree._Element]

_WORDS_DEFAULT = 10.0  # points, where nothing says another size
_DEEPEST = 100  # styles that are based on one another: no document of people's has more than ten


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
        if val(properties.find(f"{w('numPr')}/{w('numId')}")) is not None:
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
    for listed in said_by(properties, "numPr"):
        number = val(listed.find(w("numId"))) or number
        level = val(listed.find(w("ilvl"))) or level
    return number, level


def body_size(content: bytes) -> float:
    """The size of the body's text in points: of its style, else of the document's defaults."""
    styles = styles_of(open_package(content))
    sizes = [val(each.find(w("sz"))) for each in styles.of_paragraph(None) if each.tag == w("rPr")]
    half_points = next((size for size in reversed(sizes) if size), None)
    return float(half_points) / 2 if half_points else _WORDS_DEFAULT
