"""Everything that a Word file holds: what shows, what is hidden, what was deleted, what it carries.

A word that is split over several runs is put together again, for Word splits words as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from lfe_cli.checks.parts import local, other_parts
from lfe_cli.checks.passage import Leftover, Passage, ReadInside, cannot_open
from lfe_cli.word.package import Package, PackageRefused, open_package
from lfe_cli.word.paragraphs import SAYS, Around, Paragraph
from lfe_cli.word.stories import BODY, Story, entries, placed, stories_of
from lfe_cli.word.walk import walk
from lfe_cli.word.xml import XmlRefused, parse, val, w

_SILENT = re.compile(  # what Word writes for itself, with nobody's words in it
    r"\[Content_Types\]\.xml|.*/theme\d*\.xml|.*\.odttf|.*/(?:fontTable|webSettings|styles|"
    r"numbering|stylesWithEffects|commentsIds|commentsExtensible|commentsExtended)\.xml"
)
_SPELT = {"tab": "\t", "break": "\n", "hyphen": "-"}
_WORD_CHARACTER = re.compile(r"[\w'’-]")


def word_passages(name: str, content: bytes, inside: ReadInside) -> list[Passage]:
    """Every text of a Word file. Raises LfeError where it cannot be opened."""
    try:
        package = open_package(content)
    except PackageRefused as refused:
        raise cannot_open(name, refused.sentence) from None
    if not package.matching(BODY):
        raise cannot_open(name, "It holds no Word document.")
    found: list[Passage] = []
    stories = list(stories_of(package))
    for story in stories:
        found += _story(_root(name, package, story.part), story)
    read = {story.part for story in stories}
    others = [part for part in package.parts if part not in read and not _SILENT.match(part)]
    return found + other_parts(package, others, inside)


def _root(name: str, package: Package, part: str) -> etree._Element:
    try:
        return parse(package.parts[part])
    except XmlRefused:
        raise cannot_open(name, f"Its part {part} is damaged.") from None


def _story(root: etree._Element, story: Story) -> Iterator[Passage]:
    """A body, a header, or the notes and comments of a file one by one."""
    kind = "body" if story.kind == "building block" else story.kind
    for label, entry in entries(root, story):
        for block in placed(walk(entry), label, kind):
            if isinstance(block, Paragraph):
                yield from _paragraph(block)
        if kind in {"note", "comment"}:
            author = " ".join(entry.get(w(a)) or "" for a in ("author", "initials")).strip()
            if author:
                yield Passage(f"author of {label}", author, "author")
        yield from _marks(entry, label)


def _paragraph(paragraph: Paragraph) -> Iterator[Passage]:
    """What shows in it, what is deleted, what is hidden, its fields."""
    place, pieces = paragraph.where, list(_pieces(paragraph))
    shown = "".join(text for text, state in pieces if not (state.hidden or state.deleted))
    if shown.strip():
        kind = _kind(paragraph)
        leftover: Leftover | None = "comment-left" if kind == "comment" else None
        yield Passage(place, shown, kind, leftover=leftover)
    removed = _around([(text, state.deleted) for text, state in pieces if not state.inserted])
    if removed:
        yield Passage(f"{place}, deleted text", removed, "deleted")
    hidden = _around([(text, state.hidden) for text, state in pieces if not state.deleted])
    if hidden:
        yield Passage(f"{place}, hidden text", hidden, "hidden")
    field = _field(paragraph)
    if field.strip():
        yield Passage(f"{place}, a field", field, "field")


def _pieces(paragraph: Paragraph) -> Iterator[tuple[str, Around]]:
    """Its text piece by piece, and whether each is hidden, deleted or inserted."""
    for item in paragraph.items:
        if item.kind in SAYS:
            yield _SPELT.get(item.kind, item.text), item.around


def _kind(paragraph: Paragraph) -> str:
    properties = paragraph.element.find(w("pPr"))
    if paragraph.kind != "body" or properties is None:
        return paragraph.kind
    style = (val(properties.find(w("pStyle"))) or "").lower()
    if style.startswith(("heading", "title")) or properties.find(w("outlineLvl")) is not None:
        return "heading"
    listed = properties.find(w("numPr")) is not None or style.startswith("list")
    return "item" if listed else "body"


def _field(paragraph: Paragraph) -> str:
    joined = "".join(item.text for item in paragraph.items if item.kind == "code")
    simple = (e.get(w("instr")) or "" for e in paragraph.element.iter(w("fldSimple")))
    return " ".join((joined, *simple))


def _around(pieces: list[tuple[str, bool]]) -> str:
    """The marked pieces, widened to whole words: a deleted letter belongs to the word it was in."""
    text = "".join(piece for piece, _ in pieces)
    found: list[tuple[int, int]] = []
    place = 0
    for piece, marked in pieces:
        start, place = place, place + len(piece)
        if not marked or not piece:
            continue
        end = place
        while start > 0 and _WORD_CHARACTER.match(text[start - 1]):
            start -= 1
        while end < len(text) and _WORD_CHARACTER.match(text[end]):
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return " … ".join(t for t in (text[a:b].strip() for a, b in found) if t)


_SAID_BY = {  # attribute or element that carries a text, how it is called, its kind
    "descr": ("alternative text", "alt"),
    "alt": ("alternative text", "alt"),
    "title": ("title of a picture", "alt"),
    "string": ("watermark", "body"),
    "author": ("author of a tracked change", "author"),
    "tooltip": ("tip of a link", "link"),
    "docLocation": ("link", "link"),
    "anchor": ("link", "link"),
}
_SAID_IN = {
    "alias": ("title of a content control", "name"),
    "tag": ("tag of a content control", "name"),
    "tblCaption": ("title of a table", "alt"),
    "tblDescription": ("alternative text of a table", "alt"),
    "helpText": ("help of a field", "body"),
    "statusText": ("help of a field", "body"),
}


def _marks(root: etree._Element, label: str) -> Iterator[Passage]:
    """What stands in attributes: alternative text, titles, bookmarks, authors; each text once."""
    seen: set[tuple[str, str]] = set()
    for element in root.iter(etree.Element):
        if element is root:
            continue
        for said, text, kind in _marks_of(element):
            if text.strip() and (said, text) not in seen:
                seen.add((said, text))
                where = f"{label}, {said}" if label else said
                leftover: Leftover | None = "tracked-change" if kind == "author" else None
                yield Passage(where, text, kind, leftover=leftover)


def _marks_of(element: etree._Element) -> Iterator[tuple[str, str, str]]:
    name = local(element)
    if name in _SAID_IN:
        said, kind = _SAID_IN[name]
        yield said, val(element) or "", kind
    elif name == "bookmarkStart" or name in {"docPr", "cNvPr"}:
        said = "bookmark" if name == "bookmarkStart" else "name of a picture"
        yield said, element.get(w("name")) or element.get("name") or "", "name"
    elif name == "listItem":
        yield "choice in a list", element.get(w("displayText")) or "", "body"
        yield "choice in a list", element.get(w("value")) or "", "name"
    if name in {"comment", "footnote", "endnote"}:
        return
    for attribute, text in element.attrib.items():
        known = _SAID_BY.get(etree.QName(attribute).localname)
        if known:
            yield known[0], str(text), known[1]
