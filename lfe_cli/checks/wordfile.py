"""Everything that a Word file holds: what shows, what is hidden, what was deleted, what it carries.

A word that is split over several runs is put together again, for Word splits words as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from lfe_cli.checks.parts import local, other_parts
from lfe_cli.checks.passage import Leftover, Passage, ReadInside, cannot_open
from lfe_cli.word.package import Package, PackageRefused, open_package
from lfe_cli.word.xml import XmlRefused, parse, val, w

_STORIES = (  # the part's name, how it is called, its kind
    (r"word/document\d*\.xml", "", "body"),
    (r"word/header\d*\.xml", "header", "header"),
    (r"word/footer\d*\.xml", "footer", "footer"),
    (r"word/footnotes\.xml", "footnote", "note"),
    (r"word/endnotes\.xml", "endnote", "note"),
    (r"word/comments\.xml", "comment", "comment"),
    (r"word/glossary/document\.xml", "building block", "body"),
)
_SILENT = re.compile(  # what Word writes for itself, with nobody's words in it
    r"\[Content_Types\]\.xml|.*/theme\d*\.xml|.*\.odttf|.*/(?:fontTable|webSettings|styles|"
    r"numbering|stylesWithEffects|commentsIds|commentsExtensible|commentsExtended)\.xml"
)
_NO_TEXT = {w("pPr"), w("rPr"), w("sdtPr"), w("tblPr"), w("trPr"), w("tcPr"), w("sectPr")}
_BREAKS = {w("tab"), w("ptab"), w("br"), w("cr")}
_REMOVED = {w("del"), w("moveFrom")}
_ADDED = {w("ins"), w("moveTo")}
_BOX = w("txbxContent")
_WORD_CHARACTER = re.compile(r"[\w'’-]")


@dataclass(frozen=True)
class _Piece:
    """A run's text, and whether it is hidden, deleted or inserted."""

    text: str = ""
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False


def word_passages(name: str, content: bytes, inside: ReadInside) -> list[Passage]:
    """Every text of a Word file. Raises LfeError where it cannot be opened."""
    try:
        package = open_package(content)
    except PackageRefused as refused:
        raise cannot_open(name, refused.sentence) from None
    if not package.matching(_STORIES[0][0]):
        raise cannot_open(name, "It holds no Word document.")
    found: list[Passage] = []
    stories: set[str] = set()
    for pattern, label, kind in _STORIES:
        parts = sorted(package.matching(pattern), key=_in_order)
        for number, part in enumerate(parts, start=1):
            stories.add(part)
            said = f"{label} {number}" if label and len(parts) > 1 else label
            found += _story(_root(name, package, part), said, kind)
    others = [part for part in package.parts if part not in stories and not _SILENT.match(part)]
    return found + other_parts(package, others, inside)


def _in_order(part: str) -> tuple[int, str]:
    digits = re.search(r"(\d+)\.xml$", part)
    return (int(digits[1]) if digits else 0, part)


def _root(name: str, package: Package, part: str) -> etree._Element:
    try:
        return parse(package.parts[part])
    except XmlRefused:
        raise cannot_open(name, f"Its part {part} is damaged.") from None


def _story(root: etree._Element, label: str, kind: str) -> list[Passage]:
    """A body, a header, or the notes and comments of a file one by one."""
    if kind not in {"note", "comment"}:
        return [*_Walk(label, kind).blocks(root), *_marks(root, label)]
    found: list[Passage] = []
    each = [e for e in root if e.get(w("type")) not in {"separator", "continuationSeparator"}]
    for number, entry in enumerate(each, start=1):
        here = f"{label} {number}"
        found += _Walk(here, kind).blocks(entry)
        author = " ".join(entry.get(w(a)) or "" for a in ("author", "initials")).strip()
        if author:
            found.append(Passage(f"author of {here}", author, "author"))
        found += _marks(entry, here)
    return found


class _Walk:
    """Goes through the blocks of one story in order, and counts as a reader would."""

    def __init__(self, label: str, kind: str) -> None:
        self.label, self.kind = label, kind
        self.paragraphs = self.tables = self.boxes = 0

    def blocks(self, parent: etree._Element) -> Iterator[Passage]:
        """The passages of the paragraphs and tables in `parent`; empty paragraphs do not count."""
        for child in parent:
            if child.tag == w("p"):
                if any(True for _ in _pieces(child)):
                    self.paragraphs += 1
                yield from self.paragraph(child, self._place("paragraph", self.paragraphs or 1))
            elif child.tag == w("tbl"):
                self.tables += 1
                yield from self._table(child, self._place("table", self.tables))
            elif child.tag not in _NO_TEXT:  # content controls, insertions of whole paragraphs, ...
                yield from self.blocks(child)

    def _place(self, what: str, number: int) -> str:
        if not self.label:
            return f"{what} {number}"
        alone = what == "paragraph" and number == 1
        return self.label if alone else f"{self.label}, {what} {number}"

    def _table(self, table: etree._Element, place: str) -> Iterator[Passage]:
        rows = [e for e in _below(table, {_BOX, w("tr")}) if e.tag == w("tr")]
        for number, row in enumerate(rows, start=1):
            for paragraph in _below(row, {_BOX}):
                if paragraph.tag == w("p"):
                    yield from self.paragraph(paragraph, f"{place}, row {number}")

    def paragraph(self, paragraph: etree._Element, place: str) -> Iterator[Passage]:
        """What shows in it, what is deleted, what is hidden, its fields and its text boxes."""
        pieces = list(_pieces(paragraph))
        shown = "".join(p.text for p in pieces if not p.hidden and not p.deleted)
        if shown.strip():
            kind = self._kind(paragraph)
            leftover: Leftover | None = "comment-left" if kind == "comment" else None
            yield Passage(place, shown, kind, leftover=leftover)
        removed = _around([(p.text, p.deleted) for p in pieces if not p.inserted])
        if removed:
            yield Passage(f"{place}, deleted text", removed, "deleted")
        hidden = _around([(p.text, p.hidden) for p in pieces if not p.deleted])
        if hidden:
            yield Passage(f"{place}, hidden text", hidden, "hidden")
        field = _field(paragraph)
        if field.strip():
            yield Passage(f"{place}, a field", field, "field")
        for box in _boxes(paragraph):
            self.boxes += 1
            for inner in _below(box, {_BOX}):
                if inner.tag == w("p"):
                    yield from self.paragraph(inner, self._place("text box", self.boxes))

    def _kind(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(w("pPr"))
        if self.kind != "body" or properties is None:
            return self.kind
        style = (val(properties.find(w("pStyle"))) or "").lower()
        if style.startswith(("heading", "title")) or properties.find(w("outlineLvl")) is not None:
            return "heading"
        listed = properties.find(w("numPr")) is not None or style.startswith("list")
        return "item" if listed else "body"


def _below(element: etree._Element, closed: set[str]) -> Iterator[etree._Element]:
    """Everything below `element` in order; elements of the `closed` kinds are not entered."""
    for child in element:
        yield child
        if child.tag not in closed:
            yield from _below(child, closed)


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Its text boxes. Word writes each twice, for new and old readers: an equal copy is skipped."""
    found: dict[str, etree._Element] = {}
    for element in _below(paragraph, {_BOX}):
        if element.tag == _BOX:
            found.setdefault("".join(_texts(element)), element)
    return list(found.values())


def _texts(element: etree._Element) -> Iterator[str]:
    return (e.text or "" for e in element.iter(w("t"), w("delText")))


def _field(paragraph: etree._Element) -> str:
    instructions = (w("instrText"), w("delInstrText"))
    joined = "".join(e.text or "" for e in _below(paragraph, {_BOX}) if e.tag in instructions)
    simple = (e.get(w("instr")) or "" for e in paragraph.iter(w("fldSimple")))
    return " ".join((joined, *simple))


def _pieces(element: etree._Element, state: _Piece | None = None) -> Iterator[_Piece]:
    """The text of a paragraph piece by piece, in order, text boxes left out."""
    state = state or _Piece()
    for child in element:
        tag = child.tag
        if tag in _NO_TEXT or tag == _BOX:
            continue
        if tag in _REMOVED:
            yield from _pieces(child, replace(state, deleted=True))
        elif tag in _ADDED:
            yield from _pieces(child, replace(state, inserted=True))
        elif tag == w("r") and _is_hidden(child):
            yield from _pieces(child, replace(state, hidden=True))
        elif tag == w("delText"):
            yield replace(state, text=child.text or "", deleted=True)
        elif local(child) == "t":
            yield replace(state, text=child.text or "")
        elif tag in _BREAKS:
            yield replace(state, text="\n" if tag in {w("br"), w("cr")} else "\t")
        elif tag == w("noBreakHyphen"):
            yield replace(state, text="-")
        else:
            yield from _pieces(child, state)


def _is_hidden(run: etree._Element) -> bool:
    for mark in ("vanish", "specVanish"):
        switch = run.find(f"{w('rPr')}/{w(mark)}")
        if switch is not None and val(switch) not in {"0", "false", "off"}:
            return True
    return False


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
