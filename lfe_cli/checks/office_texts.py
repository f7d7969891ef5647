"""Every text of Word and Excel files: what shows, what does not, what they carry beside.

A word that is split over several runs is put together again, for Word splits words as it likes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from lfe_cli.checks.passages import Inside, Leftover, Passage, cannot_open, file_inside
from lfe_cli.checks.room import Room
from lfe_cli.sentences import counted
from lfe_cli.word.package import Package
from lfe_cli.word.paragraphs import SAYS, Around, Paragraph
from lfe_cli.word.stories import BODY, Story, entries, placed, stories_of
from lfe_cli.word.walk import walk
from lfe_cli.word.xml import R, XmlRefused, parse, val, w
from lfe_cli.word.zips import PackageRefused

_EXCEL = {".xlsx", ".xlsm"}


def office_passages(name: str, content: bytes, inside: Inside) -> Iterator[Passage]:
    """Every text of a Word or Excel file. Raises LfeError where it cannot be opened."""
    try:
        package = inside.room.opened(content)
    except PackageRefused as refused:
        raise cannot_open(name, refused.sentence) from None
    if PurePosixPath(name).suffix.lower() in _EXCEL:
        return _workbook_passages(name, package, inside)
    return _word_passages(name, package, inside)


def _local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for a comment in the XML."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


# ---------------------------------------------------------------- Word

_SILENT_IN_WORD = re.compile(  # what Word writes for itself, with nobody's words in it
    r"\[Content_Types\]\.xml|.*/theme\d*\.xml|.*\.odttf|.*/(?:fontTable|webSettings|styles|"
    r"numbering|stylesWithEffects|commentsIds|commentsExtensible|commentsExtended)\.xml"
)
_SPELT = {"tab": "\t", "break": "\n", "hyphen": "-"}
_WORD_CHARACTER = re.compile(r"[\w'’-]")


def _word_passages(name: str, package: Package, inside: Inside) -> Iterator[Passage]:
    if not package.matching(BODY):
        raise cannot_open(name, "It holds no Word document.")
    stories = list(stories_of(package))
    for story in stories:
        yield from _story(_root(name, package, story.part), story, inside.room)
    read = {story.part for story in stories}
    others = [
        part for part in package.names if part not in read and not _SILENT_IN_WORD.match(part)
    ]
    yield from _other_parts(package, others, inside)


def _root(name: str, package: Package, part: str) -> etree._Element:
    try:
        return parse(package.parts[part])
    except XmlRefused:
        raise cannot_open(name, f"Its part {part} is damaged.") from None


def _story(root: etree._Element, story: Story, room: Room) -> Iterator[Passage]:
    """A body, a header, or the notes and comments of a file one by one."""
    kind = "body" if story.kind == "building block" else story.kind
    for label, entry in entries(root, story):
        for block in placed(walk(entry), label, kind):
            room.take("")  # an empty paragraph, too, is looked at
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
    properties = paragraph.properties
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
        covered = found[-1][1] if found else 0
        if not marked or not piece or place <= covered:
            continue
        end = place
        while start > covered and _WORD_CHARACTER.match(text[start - 1]):
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
    name = _local(element)
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


# ---------------------------------------------------------------- Excel

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORKBOOK = "xl/workbook.xml"
_SILENT_IN_EXCEL = re.compile(
    r"\[Content_Types\]\.xml|.*/theme\d*\.xml|xl/styles\.xml|xl/calcChain\.xml|"
    r"xl/printerSettings/.*|xl/sharedStrings\.xml|xl/workbook\.xml|xl/worksheets/[^/]*\.xml|"
    r"xl/drawings/vmlDrawing\d*\.vml"
)
_ON_PAPER = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
_TEXTS = {"prompt", "promptTitle", "error", "errorTitle", "tooltip", "display"}


def _workbook_passages(name: str, package: Package, inside: Inside) -> Iterator[Passage]:
    if package.part(_WORKBOOK) is None:
        raise cannot_open(name, "It holds no workbook.")
    try:
        book = parse(package.parts[_WORKBOOK])
        yield from _names(book)
        yield from _each_once(_sheets(package, book))
    except XmlRefused:
        raise cannot_open(name, "It is damaged.") from None
    others = [part for part in package.names if not _SILENT_IN_EXCEL.fullmatch(part)]
    yield from _other_parts(package, others, inside)


def _each_once(found: Iterable[Passage]) -> Iterator[Passage]:
    """Each text at its first place, which says in how many more cells it stands.

    One text of a workbook may be shown by thousands of cells.
    """
    first: dict[tuple[str, str], Passage] = {}
    places: Counter[tuple[str, str]] = Counter()
    for passage in found:
        key = (passage.text, passage.kind)
        first.setdefault(key, passage)
        places[key] += 1
    for key, passage in first.items():
        more = places[key] - 1
        also = f" (and in {counted(more, 'more place')})" if more else ""
        yield replace(passage, where=f"{passage.where}{also}")


def _names(book: etree._Element) -> Iterator[Passage]:
    for element in book.iter(f"{_S}sheet", f"{_S}definedName"):
        called = "name of a sheet" if _local(element) == "sheet" else "name of a range"
        yield Passage(called, element.get("name") or "", "name")


def _sheets(package: Package, book: etree._Element) -> Iterator[Passage]:
    shared = _shared(package)
    paths = _targets(package)
    for sheet in book.iter(f"{_S}sheet"):
        path = paths.get(sheet.get(f"{{{R}}}id") or "", "")
        content = package.part(path)
        if content is not None:
            yield from _sheet(parse(content), sheet.get("name") or "", shared)


def _targets(package: Package) -> dict[str, str]:
    content = package.part("xl/_rels/workbook.xml.rels")
    found: dict[str, str] = {}
    for relationship in parse(content) if content is not None else ():
        target = relationship.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[relationship.get("Id") or ""] = path
    return found


def _shared(package: Package) -> list[str]:
    content = package.part("xl/sharedStrings.xml")
    if content is None:
        return []
    return [_text(item) for item in parse(content).iter(f"{_S}si")]


def _text(element: etree._Element) -> str:
    return "".join(e.text or "" for e in element.iter(f"{_S}t"))


def _sheet(root: etree._Element, name: str, shared: list[str]) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        kind = _local(element)
        if kind == "c":
            for text in _cell(element, shared):
                yield Passage(f"{name}!{element.get('r') or '?'}", text)
        elif kind in _ON_PAPER and element.text:
            yield Passage(f"{name}, header or footer", element.text, "header")
        elif kind in {"dataValidation", "hyperlink"}:
            for attribute in sorted(_TEXTS & set(map(str, element.attrib))):
                yield Passage(f"{name}, a note on cells", element.get(attribute) or "", "note")


def _cell(cell: etree._Element, shared: list[str]) -> Iterator[str]:
    """What a cell shows, and its formula: apart, so that a text of many cells is held once."""
    formula = cell.findtext(f"{_S}f") or ""
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s":
        number = int(value) if value.isdecimal() and len(value) < 10 else len(shared)
        value = shared[number] if number < len(shared) else ""
    elif cell.get("t") == "inlineStr":
        value = _text(cell)
    yield from (text for text in (value, formula) if text.strip())


# ---------------------------------------------------------------- what both carry beside

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$", re.IGNORECASE)
_FILE_INSIDE = re.compile(r"\.(?:docx|docm|xlsx|xlsm|txt|html?|eml|csv)$", re.IGNORECASE)
_WRITTEN_BY_WORD = {  # properties that hold counts, times and versions
    "created", "modified", "lastPrinted", "revision", "TotalTime", "AppVersion", "Application",
    "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs", "DocSecurity",
    "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "HLinks", "TitlesOfParts",
    "HeadingPairs", "Template",
}  # fmt: skip
_CALLED = {"creator": "author", "lastModifiedBy": "last modified by", "description": "comments"}
_OF_WHO_WROTE_IT = (" author", " last modified by")
_SETTINGS = {"docVar", "query", "connectString", "udl", "mailSubject", "addressFieldName"}


def _other_parts(package: Package, names: Iterable[str], inside: Inside) -> Iterator[Passage]:
    """The texts of the parts `names` that are not the document's own text.

    What cannot be read is a passage too, of kind "unread" or "picture": nobody checked it.
    """
    for name in names:
        if not name.endswith("/"):
            yield from _part(name, package.parts.get(name, b""), inside)


def _part(name: str, content: bytes, inside: Inside) -> Iterable[Passage]:
    if _PICTURE.search(name):
        return [Passage("picture", PurePosixPath(name).name, "picture")]
    if _FILE_INSIDE.search(name):
        return file_inside(PurePosixPath(name).name, content, inside, "embedded file")
    if not name.endswith((".xml", ".rels", ".vml")):
        return [Passage("embedded file", PurePosixPath(name).name, "unread")]
    try:
        root = parse(content)
    except XmlRefused:
        return [Passage("damaged part", name, "unread")]
    return _reader_of(name)(root)


def _reader_of(name: str) -> Callable[[etree._Element], Iterator[Passage]]:
    if name.endswith(".rels"):
        return _links
    if re.match(r"docProps/(?:core|app)\.xml", name):
        return _properties
    if name == "docProps/custom.xml":
        return _custom_properties
    if re.match(r"customXml/item\d*\.xml", name):
        return _custom_xml
    if name.endswith("/settings.xml"):
        return _settings
    if name.endswith("/people.xml"):
        return _people
    return _leaves


def _links(root: etree._Element) -> Iterator[Passage]:
    for relationship in root:
        if relationship.get("TargetMode") == "External":
            template = (relationship.get("Type") or "").endswith("/attachedTemplate")
            where = "attached template" if template else "link"
            yield Passage(where, unquote(relationship.get("Target") or ""), "link")


def _properties(root: etree._Element) -> Iterator[Passage]:
    for child in root:
        name = _local(child)
        text = " ".join("".join(t) if isinstance(t, str) else "" for t in child.itertext())
        if name and name not in _WRITTEN_BY_WORD and text.strip():
            yield _property(_CALLED.get(name, name), text)


def _property(name: str, text: str) -> Passage:
    leftover: Leftover | None = (
        "author" if f" {name.casefold()}".endswith(_OF_WHO_WROTE_IT) else None
    )
    return Passage(f"document property {name}", text, "property", leftover=leftover)


def _custom_properties(root: etree._Element) -> Iterator[Passage]:
    for child in root:
        name = child.get("name") or ""
        yield Passage("name of a document property", name, "key")
        text = " ".join(str(t) for t in child.itertext())
        if text.strip():
            yield _property(name, text)


def _custom_xml(root: etree._Element) -> Iterator[Passage]:
    bibliography = _local(root) == "Sources"  # Word keeps the name of a citation style in it
    for element in root.iter(etree.Element):
        values = [] if bibliography else [str(value) for value in element.attrib.values()]
        for text in (element.text, element.tail, *values):
            if text and text.strip():
                yield Passage("custom XML", text, "property")


def _settings(root: etree._Element) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        if _local(element) in _SETTINGS:
            text = " ".join(str(value) for value in element.attrib.values())
            yield Passage("document setting", text, "property")


def _people(root: etree._Element) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        for attribute, text in element.attrib.items():
            if etree.QName(attribute).localname in {"author", "userId"}:
                yield Passage("list of authors", str(text), "author")


def _leaves(root: etree._Element) -> Iterator[Passage]:
    """Charts, diagrams, old drawings: by paragraph where there are paragraphs, else by leaf."""
    paragraphs: list[etree._Element] = []
    inside: set[etree._Element] = set()
    for element in root.iter(etree.Element):
        if _local(element) == "p" and element not in inside:
            paragraphs.append(element)
            inside.update(element.iter(etree.Element))
    loose = [e for e in root.iter(etree.Element) if e not in inside and not len(e)]
    for element in (*paragraphs, *loose):
        text = "".join(str(t) for t in element.itertext())
        if text.strip():
            yield Passage("drawing or chart", text, "body")
