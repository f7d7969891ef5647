"""The bullets and numbers of lists: their indents and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from lfe_cli.word.package import Package
from lfe_cli.word.xml import parse, val, w

# Which number a paragraph has is not counted: two digits are as wide as a one-page list gets.
_WIDEST = {"lowerLetter": "m", "upperLetter": "M", "lowerRoman": "viii", "upperRoman": "VIII"}
_FOLLOWED_BY = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True)
class Level:
    """One level of a list: its paragraph and run properties, and its label with what follows."""

    paragraph: etree._Element | None
    run: etree._Element | None
    label: str
    is_picture: bool = False


Levels = Mapping[tuple[str, str], Level]


def levels_of(package: Package) -> dict[tuple[str, str], Level]:
    """Every level of every list, by the list's number and the level's."""
    content = package.part("word/numbering.xml")
    if content is None:
        return {}
    root = parse(content)
    abstract = {a.get(w("abstractNumId")): a for a in root.iter(w("abstractNum"))}
    found: dict[tuple[str, str], Level] = {}
    for number in root.iter(w("num")):
        shared = abstract.get(val(number.find(w("abstractNumId"))))
        own = [o for override in number.iter(w("lvlOverride")) for o in override.iter(w("lvl"))]
        for level in [*(shared.iter(w("lvl")) if shared is not None else ()), *own]:
            found[(str(number.get(w("numId"))), str(level.get(w("ilvl"))))] = _level(level)
    return found


def _level(level: etree._Element) -> Level:
    return Level(
        paragraph=level.find(w("pPr")),
        run=level.find(w("rPr")),
        label=_label(level),
        is_picture=level.find(w("lvlPicBulletId")) is not None,
    )


def _label(level: etree._Element) -> str:
    kind = val(level.find(w("numFmt"))) or "decimal"
    text = val(level.find(w("lvlText"))) or ""
    if kind == "none" or not text:
        return ""
    if kind != "bullet":
        text = re.sub(r"%\d", _WIDEST.get(kind, "8"), text)
    return text + _FOLLOWED_BY.get(val(level.find(w("suff"))) or "tab", "\t")
