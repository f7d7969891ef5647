"""Audits of several agencies in one Word file, as people and programs put them together."""

from __future__ import annotations

import copy

from lxml import etree

from helpers.audits import unwrap
from helpers.word_files import DOCUMENT
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import R, parse, serialise, val, w

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"


def body_of(content: bytes) -> etree._Element:
    body = parse(open_package(content).parts[DOCUMENT]).find(w("body"))
    assert body is not None
    return body


def together(first: bytes, second: bytes, *, its_footer: bool = False) -> bytes:
    """The second file behind the first, in a section of its own (Insert > Text from file)."""
    return behind(first, list(body_of(second)), _footer(second) if its_footer else None)


def behind(first: bytes, what: list[etree._Element], footer: bytes | None = None) -> bytes:
    """A file with more of a body behind its own."""
    parts = dict(open_package(first).parts)
    root = parse(parts[DOCUMENT])
    body = root.find(w("body"))
    assert body is not None
    section = body.find(w("sectPr"))
    assert section is not None
    last = copy.deepcopy(section)
    end = etree.SubElement(etree.SubElement(body, w("p")), w("pPr"))
    end.append(section)
    body.extend(copy.deepcopy(one) for one in what if one.tag != w("sectPr"))
    body.append(last)
    if footer is not None:
        parts["word/footer9.xml"] = footer
        _related(parts, "footer", "footer9.xml", "rIdTheirs")
        _typed(parts, "word/footer9.xml", _FOOTER)
        for reference in last.findall(w("footerReference")):
            reference.set(f"{{{R}}}id", "rIdTheirs")
    parts[DOCUMENT] = serialise(root)
    return write_package(parts)


def _footer(content: bytes) -> bytes:
    parts = open_package(content).parts
    return next(
        parts[name] for name in sorted(parts) if b" form " in parts[name] and "/footer" in name
    )


def brought_in(content: bytes, inner: bytes, name: str, kind: str) -> bytes:
    """A file with another in it: an alternative format chunk in its text, or an embedded one."""
    parts = dict(open_package(content).parts)
    parts[f"word/{name}"] = inner
    _related(parts, kind, name, "rIdInner")
    ending = name.rpartition(".")[2]
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Default Extension="{ending}" ContentType="application/x-{ending}"/></Types>'.encode(),
    )
    if kind == "aFChunk":
        root = parse(parts[DOCUMENT])
        body = root.find(w("body"))
        assert body is not None
        chunk = etree.Element(w("altChunk"))
        chunk.set(f"{{{R}}}id", "rIdInner")
        body.insert(len(body) - 1, chunk)
        parts[DOCUMENT] = serialise(root)
    return write_package(parts)


def _related(parts: dict[str, bytes], kind: str, target: str, number: str) -> None:
    name = "word/_rels/document.xml.rels"
    new = f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", new.encode())


def _typed(parts: dict[str, bytes], part: str, kind: str) -> None:
    new = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", new.encode())


def bare(elements: list[etree._Element]) -> list[etree._Element]:
    """The same without controls, as a program pastes them that has none."""
    holder = etree.Element(w("body"))
    holder.extend(copy.deepcopy(one) for one in elements)
    for control in reversed(list(holder.iter(w("sdt")))):
        unwrap(control)
    return list(holder)


def of_style(elements: list[etree._Element], *styles: str) -> list[etree._Element]:
    """Those of the paragraphs that have one of these styles."""
    return [one for one in elements if val(one.find(f"{w('pPr')}/{w('pStyle')}")) in styles]
