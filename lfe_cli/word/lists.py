"""What stands before a paragraph of a list: a bullet, or its number."""

from __future__ import annotations

from lxml import etree

from lfe_cli.word.xml import val, w

BULLET = "• "
_SILENT = "none"
_LEVELS = tuple("012345678")  # that a list may have; absurd ones are taken for the first


class Lists:
    """The lists of one document. Ask for the marks in reading order: numbers are counted."""

    def __init__(
        self, numbering: etree._Element | None = None, styles: etree._Element | None = None
    ) -> None:
        self._formats = {} if numbering is None else _formats(numbering)
        self._shapes = {} if numbering is None else _shapes(numbering)
        self._styles = {} if styles is None else _style_lists(styles)
        self._count: dict[str, list[int]] = {}

    def mark(self, properties: etree._Element) -> str:
        """The mark of the paragraph with `properties` (w:pPr): "• ", "3. ", or nothing."""
        number, level = _list_of(properties)
        if number is None:
            style = val(properties.find(w("pStyle")))
            number, level = self._styles.get(style or "", (None, level))
        if number is None or number == "0":
            return ""
        shape = self._formats.get((self._shapes.get(number, ""), level), "bullet")
        if shape == _SILENT:
            return ""
        if shape == "bullet":
            return BULLET
        return f"{self._next(number, level)}. "

    def _next(self, number: str, level: str) -> int:
        """The next number of a level; the levels below it begin anew."""
        counts = self._count.setdefault(number, [0] * len(_LEVELS))
        at = int(level) if level in _LEVELS else 0
        counts[at] += 1
        counts[at + 1 :] = [0] * (len(_LEVELS) - at - 1)
        return counts[at]


def _list_of(properties: etree._Element) -> tuple[str | None, str]:
    listed = properties.find(w("numPr"))
    if listed is None:
        return None, "0"
    return val(listed.find(w("numId"))), val(listed.find(w("ilvl"))) or "0"


def _formats(numbering: etree._Element) -> dict[tuple[str, str], str]:
    """The format of each level of each shape of list."""
    return {
        (abstract.get(w("abstractNumId"), ""), level.get(w("ilvl"), "0")): (
            val(level.find(w("numFmt"))) or "decimal"
        )
        for abstract in numbering.findall(w("abstractNum"))
        for level in abstract.findall(w("lvl"))
    }


def _shapes(numbering: etree._Element) -> dict[str, str]:
    """The shape that each list has."""
    return {
        number.get(w("numId"), ""): val(number.find(w("abstractNumId"))) or ""
        for number in numbering.findall(w("num"))
    }


def _style_lists(styles: etree._Element) -> dict[str, tuple[str | None, str]]:
    found: dict[str, tuple[str | None, str]] = {}
    for style in styles.findall(w("style")):
        properties = style.find(w("pPr"))
        if properties is not None and properties.find(w("numPr")) is not None:
            found[style.get(w("styleId"), "")] = _list_of(properties)
    return found
