"""What stands before a paragraph of a list: a bullet, or its number."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from lfe_cli.ooxml.xml import val, w

BULLET = "• "
_SILENT = "none"


class Lists:
    """The lists of one document. Ask for the marks in reading order: numbers are counted."""

    def __init__(
        self, numbering: etree._Element | None = None, styles: etree._Element | None = None
    ) -> None:
        self._formats = {} if numbering is None else _formats(numbering)
        self._styles = {} if styles is None else _style_lists(styles)
        self._count: Counter[tuple[str, str]] = Counter()

    def mark(self, properties: etree._Element) -> str:
        """The mark of the paragraph with `properties` (w:pPr): "• ", "3. ", or nothing."""
        number, level = _list_of(properties)
        if number is None:
            style = val(properties.find(w("pStyle")))
            number, level = self._styles.get(style or "", (None, level))
        if number is None or number == "0":
            return ""
        shape = self._formats.get((number, level), "bullet")
        if shape == _SILENT:
            return ""
        if shape == "bullet":
            return BULLET
        self._count[number, level] += 1
        return f"{self._count[number, level]}. "


def _list_of(properties: etree._Element) -> tuple[str | None, str]:
    listed = properties.find(w("numPr"))
    if listed is None:
        return None, "0"
    return val(listed.find(w("numId"))), val(listed.find(w("ilvl"))) or "0"


def _formats(numbering: etree._Element) -> dict[tuple[str, str], str]:
    levels: dict[str, dict[str, str]] = {}
    for abstract in numbering.findall(w("abstractNum")):
        levels[abstract.get(w("abstractNumId"), "")] = {
            level.get(w("ilvl"), "0"): val(level.find(w("numFmt"))) or "decimal"
            for level in abstract.findall(w("lvl"))
        }
    return {
        (number.get(w("numId"), ""), level): shape
        for number in numbering.findall(w("num"))
        for level, shape in levels.get(val(number.find(w("abstractNumId"))) or "", {}).items()
    }


def _style_lists(styles: etree._Element) -> dict[str, tuple[str | None, str]]:
    found: dict[str, tuple[str | None, str]] = {}
    for style in styles.findall(w("style")):
        properties = style.find(w("pPr"))
        if properties is not None and properties.find(w("numPr")) is not None:
            found[style.get(w("styleId"), "")] = _list_of(properties)
    return found
