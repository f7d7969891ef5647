"""Lists: the levels that a document's numbering defines, and what stands before a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from lfe_cli.word.styles import Styles
from lfe_cli.word.xml import val, w

BULLET = "• "
_LEVELS = tuple("012345678")  # that a list may have; absurd ones are taken for the first
_FOLLOWED_BY = {"tab": "\t", "space": " ", "nothing": ""}
# Which number a paragraph has is not counted where its room is measured: two digits are as wide as
# a one-page list gets.
_WIDEST = {"lowerLetter": "m", "upperLetter": "M", "lowerRoman": "viii", "upperRoman": "VIII"}


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
