"""What has to say what it is: pictures, links, and the controls that a form is filled in with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from lfe_cli.checks.access_rules import Fault
from lfe_cli.word.paragraphs import Fields, Item, Paragraph, Table
from lfe_cli.word.walk import BOX, text_in
from lfe_cli.word.xml import W15, val, w

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


def _links(paragraph: Paragraph) -> Iterator[str]:
    """The words of each link: of a w:hyperlink, or of a field that is one."""
    fields = Fields()
    said: list[str] = []  # of each open field
    for item in paragraph.items:
        if item.around.deleted or item.around.copy:
            continue
        if item.element.tag == w("hyperlink") or _is_link(item.element.get(w("instr"), "")):
            yield _words_of(item.element)
        ended = fields.step(item)
        if len(fields.open) > len(said):
            said.append("")
        if ended is not None:
            text = said.pop()
            if _is_link(ended.code):
                yield text
        said = [text + _words_in(item) for text in said]


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
