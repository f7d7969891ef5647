"""The parts of a Word file that people read, and where in them a paragraph is, as they would say.

All findings on a file say places in these words, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from lfe_cli.word.package import Package
from lfe_cli.word.paragraphs import SAYS, Block, Paragraph, Table
from lfe_cli.word.walk import walk
from lfe_cli.word.xml import parse, w

StoryKind = Literal["body", "header", "footer", "note", "comment", "building block"]
BODY = r"word/document\d*\.xml"
_STORIES: tuple[tuple[str, str, StoryKind], ...] = (
    (BODY, "", "body"),
    (r"word/header\d*\.xml", "header", "header"),
    (r"word/footer\d*\.xml", "footer", "footer"),
    (r"word/footnotes\.xml", "footnote", "note"),
    (r"word/endnotes\.xml", "endnote", "note"),
    (r"word/comments\.xml", "comment", "comment"),
    (r"word/glossary/document\.xml", "building block", "building block"),
)
_ON_THE_PAGE: tuple[StoryKind, ...] = ("body", "header", "footer", "note")
_SEPARATORS = frozenset({"separator", "continuationSeparator"})


@dataclass(frozen=True)
class Story:
    """A part that people read: its name in the package, and how a person would call it."""

    part: str
    label: str
    kind: StoryKind


def stories_of(package: Package) -> Iterator[Story]:
    """What people read in a Word file, the body first."""
    for pattern, label, kind in _STORIES:
        parts = sorted(package.matching(pattern), key=_in_order)
        for number, part in enumerate(parts, start=1):
            yield Story(part, f"{label} {number}" if label and len(parts) > 1 else label, kind)


def _in_order(part: str) -> tuple[int, str]:
    digits = re.search(r"(\d{1,9})\.xml$", part)
    return (int(digits[1]) if digits else 0, part)


def entries(root: etree._Element, story: Story) -> Iterator[tuple[str, etree._Element]]:
    """What a story is read by, with how it is called: as a whole, or each note and comment."""
    if story.kind not in {"note", "comment"}:
        yield story.label, root
        return
    each = [entry for entry in root if entry.get(w("type")) not in _SEPARATORS]
    for number, entry in enumerate(each, start=1):
        yield f"{story.label} {number}", entry


def blocks_of(package: Package) -> tuple[Paragraph | Table, ...]:
    """Every paragraph and table on the pages. Raises XmlRefused for a part that is damaged."""
    found: list[Paragraph | Table] = []
    for story in stories_of(package):
        if story.kind in _ON_THE_PAGE:
            for label, entry in entries(parse(package.parts[story.part]), story):
                found += placed(walk(entry), label, story.kind)
    for place, block in enumerate(found):
        block.place = place
    return tuple(found)


def placed(blocks: Iterable[Block], label: str, kind: str) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a story, each with where it is; empty paragraphs do not count.

    A table in a text box is no place of its own.
    """
    paragraphs = 0
    for block in _with_places(blocks):
        if isinstance(block, Paragraph) and block.box is None and not block.top.table:
            paragraphs += any(item.kind in SAYS for item in block.items)
            number = paragraphs or 1
            inner = "" if label and number == 1 else f"paragraph {number}"
        else:
            inner = _place_of(block)
        block.where, block.kind = ", ".join(part for part in (label, inner) if part), kind
        yield block


def _with_places(blocks: Iterable[Block]) -> Iterator[Paragraph | Table]:
    for block in blocks:
        if isinstance(block, Paragraph) or (isinstance(block, Table) and block.box is None):
            yield block


def _place_of(block: Paragraph | Table) -> str:
    if block.box is not None:
        return f"text box {block.box.number}"
    table, row = block.top
    return f"table {table}, row {row}" if row else f"table {table}"
