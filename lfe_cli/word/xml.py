"""XML that may come from outside: no document types, no entities, no network, bounded depth."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
_TRUE = frozenset({"1", "true", "on", "yes"})
NAMES = {"w": W, "w14": W14, "w15": W15, "r": R}


_ENCODING = re.compile(rb"""encoding\s*=\s*["']\s*([^"'\s]*)""")
# What Open XML allows, and what it is at times called. In another, a mark may not be the byte "<",
# and whoever counts marks before parsing counts none.
_ENCODINGS = frozenset(
    {b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii"}
    | {b"iso-8859-1", b"windows-1252"}
)


_ATTRIBUTES = 1_000  # Word's longest mark, the first of a document, has some 40
_ATTRIBUTE = re.compile(rb"""\s[\w:.-]+\s*=\s*["']""")

WhyRefused = Literal["encoding", "broken", "document-type"]


class XmlRefused(Exception):
    """The XML is broken, or holds what is never followed; `kind` says which."""

    def __init__(self, kind: WhyRefused) -> None:
        super().__init__(kind)
        self.kind = kind


def parse(content: bytes) -> etree._Element:
    """The root of `content`. Raises XmlRefused for broken XML, for any document type, and for an
    encoding that no Office program writes."""
    if not _is_written_by_office(content):
        raise XmlRefused("encoding")
    if _is_crowded(content):
        raise XmlRefused("broken")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused("broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("document-type")
    return root


def _is_crowded(content: bytes) -> bool:
    """Whether one mark has more attributes than any has in a sound file: the parser holds each
    against all the others."""
    if content.count(b"=") <= _ATTRIBUTES:
        return False
    marks = (mark for mark in content.split(b"<") if mark.count(b"=") > _ATTRIBUTES)
    return any(len(_ATTRIBUTE.findall(mark)) > _ATTRIBUTES for mark in marks)


def _is_written_by_office(content: bytes) -> bool:
    start = content.lstrip(b"\xef\xbb\xbf\xff\xfe\0")
    if not start.startswith((b"<?xml", b"<\0?\0x\0m\0l\0")):
        return True  # then it is UTF-8 or UTF-16, whatever it says further on
    declaration = start[: start.find(b">")].replace(b"\0", b"")
    declared = _ENCODING.search(declaration)
    return declared is None or declared[1].lower() in _ENCODINGS


_STRICT = re.compile(rb"""(?<=["'])http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)(?=["'])""")
_STRICT_NAMES = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_DECLARED = re.compile(r"""^(\ufeff?<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")


def usual_xml(content: bytes) -> bytes:
    """A part in UTF-8, and in the names that Office writes: "Strict Open XML" says the same in
    other ones. What is no XML stays as it is."""
    if content[:4] in {b"<\0?\0", b"\0<\0?"} or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = _in_utf8(content)
    return _STRICT.sub(_usual_name, content) if b"purl.oclc.org/ooxml" in content else content


def _in_utf8(content: bytes) -> bytes:
    called = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(content[:2], "utf-16")
    try:
        return _DECLARED.sub(r"\1", content.decode(called)).encode()
    except UnicodeError:
        return content


def _usual_name(found: re.Match[bytes]) -> bytes:
    first, *rest = found[2].split(b"/")
    later = [_STRICT_NAMES.get(one, one) for one in (first, *rest)]
    return b"http://schemas.openxmlformats.org/" + b"/".join((found[1], b"2006", *later))


def serialise(root: etree._Element) -> bytes:
    """`root` as a part of a package."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def val(element: etree._Element | None) -> str | None:
    """The w:val of `element`, None where either is missing."""
    return None if element is None else element.get(w("val"))


def is_not_off(element: etree._Element | None) -> bool:
    """Whether a switch is there and not plainly off: for what must not be missed."""
    if element is None:
        return False
    return (val(element) or "1").strip().lower() not in {"0", "false", "off", "no"}


def on(element: etree._Element | None) -> bool:
    """Whether a switch is on: there, and not said to be off."""
    if element is None:
        return False
    state = val(element)
    if state is None:
        state = element.get(f"{{{W14}}}val", "1")
    return state.strip().lower() in _TRUE
