"""What a screen reader finds its way by: headings, tables with a header row, real lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from lxml import etree

from lfe_cli.checks.access_rules import Fault
from lfe_cli.word.appearance import Looks
from lfe_cli.word.paragraphs import Paragraph, Table
from lfe_cli.word.walk import text_in
from lfe_cli.word.xml import on, val, w

_BULLET = re.compile(r"\s*(?:[•◦‣⁃▪▫●○➢➤·*–—-]|o(?=\t))[ \t\u00a0]+\S")
_NUMBER = re.compile(r"\s*(?:\d{1,2}[.)]|\(\d{1,2}\)|\(?[a-z]\)|(?:iv|v?i{1,3})\.)[ \t\u00a0]+\S")
_NUMBERED_BY_HAND = re.compile(r"question|toc \d|caption")  # styles; `Question` is the form's
_SHOWS = frozenset(
    w(n) for n in ("drawing", "pict", "object", "fldChar", "fldSimple", "footnoteRef", "endnoteRef")
)


def find_headings(paragraphs: Iterable[Paragraph], looks: Looks) -> Iterator[Fault]:
    """One Heading 1, and no level left out, whatever the styles are called."""
    headings = [
        (level, paragraph)
        for paragraph in paragraphs
        if paragraph.kind == "body" and paragraph.text.strip()
        if (level := looks.paragraph(paragraph).level) is not None
    ]
    titles = [paragraph for level, paragraph in headings if level == 1]
    if not titles:
        yield Fault("access-heading-one", "the whole document", "no Heading 1")
    for extra in titles[1:]:
        yield _at(extra, "access-heading-one", "", "It has a second Heading 1.")
    before = 0 if titles else 9  # without a title its absence is fault enough
    for level, paragraph in headings:
        if level > before + 1:
            detail = f"Heading {level} comes " + (
                f"after Heading {before}." if before else "first."
            )
            yield _at(paragraph, "access-heading-skipped", "", detail)
        before = level


def find_tables(blocks: Iterable[Paragraph | Table]) -> Iterator[Fault]:
    """Each table's first row is marked as its header, and no cells are merged.

    What stands in a header or footer is not read out with the text: it may be laid out in a table.
    """
    for table in blocks:
        if not isinstance(table, Table) or table.kind not in {"body", "note"} or not table.rows:
            continue
        text = _first_text(table)
        if not on(table.rows[0].element.find(f"{w('trPr')}/{w('tblHeader')}")):
            yield Fault("access-header-row", table.where, text, table.place)
        if any(_has_merged(row.element) for row in table.rows):
            yield Fault("access-merged-cells", table.where, text, table.place)


def _first_text(table: Table) -> str:
    texts = (text_in(p).strip() for p in table.element.iter(w("p")))
    return next((text for text in texts if text), "a table without text")


def _has_merged(row: etree._Element) -> bool:
    own = [e for e in _without_inner(row, w("tbl")) if e.tag == w("tcPr")]
    return any(
        (val(each.find(w("gridSpan"))) or "1") != "1"
        or each.find(w("vMerge")) is not None
        or each.find(w("hMerge")) is not None
        for each in own
    )


def _without_inner(element: etree._Element, closed: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag != closed:
            yield child
            yield from _without_inner(child, closed)


def find_typed_lists(paragraphs: Iterable[Paragraph], looks: Looks) -> Iterator[Fault]:
    """Lines that begin with a typed bullet or number.

    Not in headings and not in the style Question: their numbers are typed so that they stay when
    the form is opened in another program. Neighbouring lines are one finding.
    """
    typed = [(paragraph, _typed(paragraph, looks)) for paragraph in paragraphs]
    for is_typed, group in groupby(typed, key=lambda pair: pair[1]):
        if is_typed:
            found = [paragraph for paragraph, _ in group]
            more = f"{len(found)} lines begin like this." if len(found) > 1 else ""
            yield _at(found[0], "access-typed-list", "", more)


def _typed(paragraph: Paragraph, looks: Looks) -> bool:
    lines = paragraph.text.split("\n")
    if not any(_BULLET.match(line) or _NUMBER.match(line) for line in lines):
        return False
    look = looks.paragraph(paragraph)
    by_hand = any(_NUMBERED_BY_HAND.fullmatch(name) for name in look.names)
    return look.level is None and not by_hand


def find_empty_paragraphs(blocks: tuple[Paragraph | Table, ...]) -> Iterator[Fault]:
    """Empty lines that only make room; neighbouring ones are one finding.

    A cell, a header, an emptied answer and the end of a page must have a paragraph: those pass.
    """
    empty = [(b, isinstance(b, Paragraph) and _is_spare(b)) for b in blocks]
    before = ""
    for is_empty, group in groupby(empty, key=lambda pair: pair[1]):
        found = [block for block, _ in group]
        if is_empty:
            text = "an empty line" if len(found) == 1 else f"{len(found)} empty lines"
            where = _where_of_empty(found[0], before)
            yield Fault("access-empty-paragraph", where, text, found[0].place)
        before = found[-1].where


def _where_of_empty(block: Paragraph | Table, before: str) -> str:
    """Empty paragraphs do not count: where they are is said by the text before them."""
    if block.kind != "body" or (isinstance(block, Paragraph) and block.cells):
        return block.where
    return f"after {before}" if before else f"before {block.where}"


def _is_spare(paragraph: Paragraph) -> bool:
    element = paragraph.element
    if paragraph.text.strip(" \n\u00a0") or paragraph.box is not None:
        return False
    shows = any(each.tag in _SHOWS or _does_something(each) for each in paragraph.shown)
    properties = element.find(w("pPr"))
    ends_section = properties is not None and properties.find(w("sectPr")) is not None
    hidden = properties is not None and on(properties.find(f"{w('rPr')}/{w('vanish')}"))
    changed = any(e.tag in {w("del"), w("moveFrom")} for e in element)
    return not (shows or ends_section or hidden or changed or _is_needed(element))


def _does_something(element: etree._Element) -> bool:
    """A break of the page or column, or hidden text, which only does not show."""
    breaks = element.tag == w("br") and element.get(w("type")) in {"page", "column"}
    return breaks or (element.tag == w("t") and bool((element.text or "").strip()))


def _is_needed(element: etree._Element) -> bool:
    """Whether Word itself needs it: alone where it is, or between a table and what ends there."""
    parent = element.getparent()
    before, after = _beside(element, preceding=True), _beside(element, preceding=False)
    alone = before is None and after is None and parent is not None and parent.tag != w("body")
    return alone or (before == w("tbl") and after in {None, w("tbl")})


def _beside(element: etree._Element, *, preceding: bool) -> str | None:
    """What kind of block is next to `element`, on one side; None where there is none."""
    blocks = element.itersiblings(w("p"), w("tbl"), w("sdt"), preceding=preceding)
    return next((str(each.tag) for each in blocks), None)


def _at(paragraph: Paragraph, rule: str, cause: str, detail: str) -> Fault:
    text = paragraph.text.strip()
    return Fault(rule, paragraph.where, text, paragraph.place, cause, detail)
