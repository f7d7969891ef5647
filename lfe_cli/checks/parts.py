"""What Word and Excel files carry beside their text: properties, links, XML, files inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from lfe_cli.checks.passage import Leftover, Passage, ReadInside
from lfe_cli.errors import LfeError
from lfe_cli.word.package import Package
from lfe_cli.word.xml import XmlRefused, parse

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$", re.IGNORECASE)
_FILE_INSIDE = re.compile(r"\.(?:docx|docm|xlsx|xlsm|txt|html?|eml|csv)$", re.IGNORECASE)
_WRITTEN_BY_WORD = {  # properties that hold counts, times and versions
    "created", "modified", "lastPrinted", "revision", "TotalTime", "AppVersion", "Application",
    "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs", "DocSecurity",
    "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "HLinks", "TitlesOfParts",
    "HeadingPairs", "Template",
}  # fmt: skip
_CALLED = {"creator": "author", "lastModifiedBy": "last modified by", "description": "comments"}
_OF_WHO_WROTE_IT = {"author", "last modified by"}
_SETTINGS = {"docVar", "query", "connectString", "udl", "mailSubject", "addressFieldName"}


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for a comment in the XML."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def other_parts(package: Package, names: Iterable[str], inside: ReadInside) -> list[Passage]:
    """The texts of the parts `names` that are not the document's own text.

    What cannot be read is a passage too, of kind "unread" or "picture": nobody checked it.
    """
    found: list[Passage] = []
    for name in names:
        if not name.endswith("/"):
            found += _part(name, package.parts[name], inside)
    return found


def _part(name: str, content: bytes, inside: ReadInside) -> list[Passage]:
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
    return list(_reader_of(name)(root))


def file_inside(name: str, content: bytes, inside: ReadInside, called: str) -> list[Passage]:
    """The passages of a file that is inside another one."""
    here = f"{called} {name}"
    try:
        inner = inside(name, content)
    except LfeError:
        return [Passage(here, name, "name"), Passage(here, name, "unread")]
    return [replace(passage, where=f"{here}, {passage.where}") for passage in inner]


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
        name = local(child)
        text = " ".join("".join(t) if isinstance(t, str) else "" for t in child.itertext())
        if name and name not in _WRITTEN_BY_WORD and text.strip():
            yield _property(_CALLED.get(name, name), text)


def _property(name: str, text: str) -> Passage:
    leftover: Leftover | None = "author" if name.casefold() in _OF_WHO_WROTE_IT else None
    return Passage(f"document property {name}", text, "property", leftover=leftover)


def _custom_properties(root: etree._Element) -> Iterator[Passage]:
    for child in root:
        name = child.get("name") or ""
        yield Passage("name of a document property", name, "key")
        text = " ".join(str(t) for t in child.itertext())
        if text.strip():
            yield _property(name, text)


def _custom_xml(root: etree._Element) -> Iterator[Passage]:
    bibliography = local(root) == "Sources"  # Word keeps the name of a citation style in it
    for element in root.iter(etree.Element):
        said = [] if bibliography else [str(value) for value in element.attrib.values()]
        for text in (element.text, element.tail, *said):
            if text and text.strip():
                yield Passage("custom XML", text, "property")


def _settings(root: etree._Element) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        if local(element) in _SETTINGS:
            text = " ".join(str(value) for value in element.attrib.values())
            yield Passage("document setting", text, "property")


def _people(root: etree._Element) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        for attribute, text in element.attrib.items():
            if etree.QName(attribute).localname in {"author", "userId"}:
                yield Passage("list of authors", str(text), "author")


def _leaves(root: etree._Element) -> Iterator[Passage]:
    """Charts, diagrams, old drawings: by paragraph where there are paragraphs, else by leaf."""
    paragraphs = [e for e in root.iter(etree.Element) if local(e) == "p"]
    inside = {id(e) for p in paragraphs for e in p.iter(etree.Element)}
    loose = [e for e in root.iter(etree.Element) if id(e) not in inside and not len(e)]
    for element in (*paragraphs, *loose):
        text = "".join(str(t) for t in element.itertext())
        if text.strip():
            yield Passage("drawing or chart", text, "body")
