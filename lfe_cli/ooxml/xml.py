"""XML that may come from outside: no document types, no entities, no network, bounded depth."""

from __future__ import annotations

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
NAMES = {"w": W, "w14": W14, "w15": W15, "r": R}


class XmlRefused(Exception):
    """The XML is broken, or holds what is never followed."""


def parse(content: bytes) -> etree._Element:
    """The root of `content`. Raises XmlRefused for broken XML and for any document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused("it is not well-formed") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("it declares a document type")
    return root


def serialise(root: etree._Element) -> bytes:
    """`root` as a part of a package."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def val(element: etree._Element | None) -> str | None:
    """The w:val of `element`, None where either is missing."""
    return None if element is None else element.get(w("val"))
