"""Whether everybody can read a Word document: by eye, by ear, and with a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from lfe_cli.checks.access_looks import find_looks
from lfe_cli.checks.access_parts import find_controls, find_links, find_pictures
from lfe_cli.checks.access_rules import Fault, as_findings
from lfe_cli.checks.access_structure import (
    find_empty_paragraphs,
    find_headings,
    find_tables,
    find_typed_lists,
)
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.fonts import fonts_of
from lfe_cli.checks.passage import cannot_open
from lfe_cli.word.appearance import Looks
from lfe_cli.word.package import Package, PackageRefused, open_package
from lfe_cli.word.paragraphs import Paragraph, Table
from lfe_cli.word.stories import BODY, blocks_of
from lfe_cli.word.xml import DC, XmlRefused, parse, w

_WHOLE = "the whole document"
_PICTURES = frozenset({w("drawing"), w("pict"), w("object")})


def find_accessibility(name: str, content: bytes) -> tuple[Finding, ...]:
    """Every finding on the Word file called `name`, in reading order; the whole document's first.

    All of them advise, but one: a document that holds pictures and no text cannot be used at all.
    No finding means that a machine found nothing; whether a heading says what comes, an
    alternative text what a picture shows, and a colour nothing that words do not say, a person
    sees. Raises LfeError where the file cannot be opened.
    """
    try:
        package = open_package(content)
        if not package.matching(BODY):
            raise cannot_open(name, "It holds no Word document.")
        return as_findings(_faults(package), PurePath(name).as_posix())
    except PackageRefused as refused:
        raise cannot_open(name, refused.sentence) from None
    except XmlRefused:
        raise cannot_open(name, "A part of it is damaged.") from None


def _faults(package: Package) -> Iterator[Fault]:
    looks, blocks = Looks(package), blocks_of(package)
    paragraphs = tuple(block for block in blocks if isinstance(block, Paragraph))
    yield from _about_itself(package, looks)
    if _is_only_pictures(paragraphs):
        yield Fault("access-nothing-to-read", _WHOLE, "pictures without text")
        return
    yield from find_headings(paragraphs, looks)
    yield from find_tables(blocks)
    yield from find_typed_lists(paragraphs, looks)
    yield from find_empty_paragraphs(blocks)
    yield from find_pictures(paragraphs, _words(blocks))
    yield from find_links(paragraphs)
    yield from find_controls(blocks)
    yield from find_looks(paragraphs, looks, fonts_of(package))


def _about_itself(package: Package, looks: Looks) -> Iterator[Fault]:
    """Its language, which says how it is read out, and its title, which is read out first."""
    if not looks.language.lower().startswith("en"):
        yield Fault("access-language", _WHOLE, looks.language or "no language")
    properties = package.part("docProps/core.xml")
    title = parse(properties).find(f"{{{DC}}}title") if properties else None
    if title is None or not (title.text or "").strip():
        yield Fault("access-title", "document property title", "no title")


def _is_only_pictures(paragraphs: tuple[Paragraph, ...]) -> bool:
    body = [p for p in paragraphs if p.kind == "body"]
    pictures = any(e.tag in _PICTURES for p in body for e in p.shown)
    return pictures and not any(p.text.strip() for p in body)


def _words(blocks: tuple[Paragraph | Table, ...]) -> str:
    texts = (block.text for block in blocks if isinstance(block, Paragraph))
    return " ".join(texts).casefold()
