"""The structure a screen reader goes by: headings, tables, lists, pictures, links, controls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from lxml import etree

from lfe_cli.checks.access_rules import Fault
from lfe_cli.word.appearance import Looks
from lfe_cli.word.paragraphs import Fields, Item, Paragraph, Table
from lfe_cli.word.walk import BOX, text_in
from lfe_cli.word.xml import W15, on, val, w

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
    properties = paragraph.properties
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


# ---------------------------------------------------------------- pictures, links and controls

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_OLD_SHAPES = frozenset(
    f"{_VML}{n}" for n in ("shape", "rect", "oval", "line", "roundrect", "group", "polyline")
)
_SAYS_NOTHING = re.compile(
    r"(?:a )?(?:picture|image|img|graphic|photo|shape|chart|diagram|logo|screenshot)?[\s_-]*\d*"
    r"|.*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)",
    re.IGNORECASE,
)
_LEADS_NOWHERE = re.compile(
    r"(?:please )?(?:click |see |read |tap )?(?:on )?(?:here|this|this link|the link|link|more|"
    r"page|this page|web ?page|website|more info(?:rmation)?|learn more|find out more|go|download|"
    r"details|more details|document|this document|attachment)[\s.:!>»…]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S{30,}", re.IGNORECASE)


def find_pictures(paragraphs: Iterable[Paragraph], words: str) -> Iterator[Fault]:
    """Pictures and shapes without alternative text, and drawn words that are not in `words`."""
    for paragraph in paragraphs:
        for element in paragraph.shown:
            if element.tag == w("drawing"):
                yield from _drawing(element, paragraph)
            elif element.tag in {w("pict"), w("object")}:
                yield from _old_picture(element, paragraph, words)


def _drawing(drawing: etree._Element, paragraph: Paragraph) -> Iterator[Fault]:
    properties = drawing.find(f"*/{_WP}docPr")
    said = properties.get("descr", "") if properties is not None else ""
    mark = properties.find(f".//{_DECORATIVE}") if properties is not None else None
    decorative = mark is not None and mark.get("val") in {"1", "true"}
    if not decorative and not _is_only_a_box(drawing) and _SAYS_NOTHING.fullmatch(said.strip()):
        name = properties.get("name", "") if properties is not None else ""
        yield Fault(
            "access-alt-text", paragraph.where, said or name or "a picture", paragraph.place
        )


def _is_only_a_box(shape: etree._Element) -> bool:
    """A text box is read by its text."""
    boxes = list(shape.iter(BOX))
    pictures = next(shape.iter(_BLIP, f"{_VML}imagedata"), None)
    return pictures is None and any(text_in(p).strip() for box in boxes for p in box.iter(w("p")))


def _old_picture(picture: etree._Element, paragraph: Paragraph, words: str) -> Iterator[Fault]:
    """VML: what older versions of Word draw with, watermarks included."""
    where, number = paragraph.where, paragraph.place
    for shape in (each for each in picture if each.tag in _OLD_SHAPES):
        drawn = shape.find(f"{_VML}textpath")
        text = drawn.get("string", "").strip() if drawn is not None else ""
        if text and text.casefold() not in words:
            yield Fault("access-text-in-picture", where, text, number, cause=text.casefold())
        if text or _is_only_a_box(shape) or _is_rule(shape):
            continue
        said = shape.get("alt", "").strip()
        if _SAYS_NOTHING.fullmatch(said):
            yield Fault("access-alt-text", where, said or "a picture", number)


def _is_rule(shape: etree._Element) -> bool:
    return shape.get("{urn:schemas-microsoft-com:office:office}hr") in {"t", "true"}


def find_links(paragraphs: Iterable[Paragraph]) -> Iterator[Fault]:
    """Links whose own words do not say where they lead."""
    for paragraph in paragraphs:
        for text in _links(paragraph):
            said = " ".join(text.split())
            if not said or _LEADS_NOWHERE.fullmatch(said) or _ADDRESS.fullmatch(said):
                shown = said or "a link without words"
                yield Fault("access-link", paragraph.where, shown, paragraph.place)


_FIELDS_IN_FIELDS = 5  # Word itself puts at most three into one another


def _links(paragraph: Paragraph) -> Iterator[str]:
    """The words of each link: of a w:hyperlink, or of a field that is one."""
    fields = Fields()
    said: list[list[str]] = []  # of each open field
    for item in paragraph.items:
        if item.around.deleted or item.around.copy:
            continue
        is_one = item.element.tag == w("hyperlink")
        if (is_one and not _is_in_a_link(item)) or _is_link(item.element.get(w("instr"), "")):
            yield _words_of(item.element)
        ended = fields.step(item)
        if len(fields.open) > len(said):
            said.append([])
        if ended is not None:
            pieces = said.pop()
            if _is_link(ended.code):
                yield "".join(pieces)
        if said and (spoken := _words_in(item)):
            for pieces in said[-_FIELDS_IN_FIELDS:]:
                pieces.append(spoken)


def _is_in_a_link(item: Item) -> bool:
    """Word puts no link into another: of those that are, the outermost says all."""
    around = item.element.getparent()
    return around is not None and around.tag == w("hyperlink")


def _words_of(element: etree._Element) -> str:
    """What a link says; a picture's alternative text is its words too."""
    pictures = list(element.iter(f"{_WP}docPr"))
    return text_in(element) + " ".join(e.get("descr", "") for e in pictures)


def _words_in(item: Item) -> str:
    if item.element.tag == f"{_WP}docPr":
        return item.element.get("descr", "")
    return item.text if item.element.tag == w("t") else ""


def _is_link(code: str) -> bool:
    return code.strip().upper().startswith("HYPERLINK")


_NOT_ANSWERED = frozenset(  # what Word itself wraps in a control: a gallery, a citation, one item
    {w("docPartObj"), w("docPartList"), w("citation"), w("bibliography"), w("group")}
    | {f"{{{W15}}}repeatingSectionItem", w("equation")}
)
_LOCKED = frozenset({"contentLocked", "sdtContentLocked"})


def find_controls(blocks: Iterable[Paragraph | Table]) -> Iterator[Fault]:
    """Controls without a title, and form answers without a tag."""
    seen: set[etree._Element] = set()
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        inside = [e for e in block.shown if e.tag == w("sdt")]
        around = list(block.element.iterancestors(w("sdt")))
        for control in (*reversed(around), *inside):
            if control not in seen:
                seen.add(control)
                yield from _control(control, block)


def _control(control: etree._Element, paragraph: Paragraph) -> Iterator[Fault]:
    properties = control.find(w("sdtPr"))
    if properties is None or any(each.tag in _NOT_ANSWERED for each in properties):
        return
    title, tag = val(properties.find(w("alias"))), val(properties.find(w("tag")))
    content = control.find(w("sdtContent"))
    shows = text_in(content).strip() if content is not None else ""
    where, number = paragraph.where, paragraph.place
    if not (title or "").strip():
        yield Fault("access-control-title", where, shows or tag or "a control", number)
    answered = val(properties.find(w("lock"))) not in _LOCKED
    if answered and not (tag or "").strip():
        yield Fault("access-control-tag", where, title or shows or "a control", number)
