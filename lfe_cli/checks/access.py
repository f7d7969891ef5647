"""The check that everybody can read a Word document: by eye, by ear, and with a keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from lxml import etree

from lfe_cli.checks.access_rules import Fault, as_findings
from lfe_cli.checks.access_structure import (
    find_controls,
    find_empty_paragraphs,
    find_headings,
    find_links,
    find_pictures,
    find_tables,
    find_typed_lists,
)
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.passages import cannot_open
from lfe_cli.checks.room import Room
from lfe_cli.word.appearance import UNKNOWN, Looks, TextLook
from lfe_cli.word.colours import ENOUGH, contrast, stands_out
from lfe_cli.word.package import Package
from lfe_cli.word.paragraphs import Paragraph, Table
from lfe_cli.word.stories import BODY, blocks_of
from lfe_cli.word.xml import DC, XmlRefused, parse, val, w
from lfe_cli.word.zips import PackageRefused

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
        package = Room().opened(content)
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
    yield from _how_text_looks(paragraphs, looks, _fonts_of(package))


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


# ---------------------------------------------------------------- how its text looks

_STRETCHED = frozenset(
    {"both", "distribute", "thaiDistribute", "lowKashida", "mediumKashida", "highKashida"}
)
_ASIDE = frozenset({"center", "right", "end"})
_LONG = 120  # characters: more than a line, so no title and no signature
_SMALLEST = {"body": 11.0, "note": 10.0, "header": 9.0, "footer": 9.0}
_SMALLEST_IN_A_CELL = 10.0


def smallest(paragraph: Paragraph) -> float:
    """The smallest size for the text of `paragraph`, in points.

    Running text 11: a page of ours is laid out at 12, and may step down to 11 (domain.md, 5 and
    9). Cells and notes 10, headers and footers 9: no guide of the field gives a figure for them;
    these are the sizes at which Word's and the public sector's templates set them, and the text
    there repeats or supports what is said in full size.
    """
    size = _SMALLEST[paragraph.kind]
    return min(size, _SMALLEST_IN_A_CELL) if paragraph.cells else size


def _how_text_looks(paragraphs: Iterable[Paragraph], looks: Looks, fonts: Fonts) -> Iterator[Fault]:
    """Every fault of how text looks; the same colours, size or font are one cause."""
    for paragraph in paragraphs:
        text = paragraph.text
        if text.strip():
            yield from _alignment(paragraph, looks, text)
            yield from _mark(paragraph, looks, text)
        for run, shown in paragraph.texts_of_runs():
            if shown.strip():
                yield from _run(_Text(paragraph, shown, looks.run(paragraph, run)), fonts)


@dataclass(frozen=True)
class _Text:
    paragraph: Paragraph
    text: str
    look: TextLook

    def fault(self, rule: str, cause: str, detail: str, unsure: bool = False) -> Fault:
        where, number = self.paragraph.where, self.paragraph.place
        return Fault(rule, where, self.text, number, cause, detail, unsure)


def _run(text: _Text, fonts: Fonts) -> Iterator[Fault]:
    if text.look.hidden:
        return
    yield from _contrast(text)
    if not any(c.isalnum() for c in text.text):
        return  # a tick or an arrow: it has a font of its own, and no size that is read
    if text.look.points < smallest(text.paragraph):
        least = f"{smallest(text.paragraph):g}"
        detail = f"It is {text.look.points:g} pt, and should be at least {least}."
        yield text.fault("access-size", f"{text.look.points:g} {least}", detail)
    yield from _font(text, fonts)


def _contrast(text: _Text) -> Iterator[Fault]:
    colour, background = text.look.colour, text.look.background
    if background == UNKNOWN:
        detail = "What is behind it could not be worked out: see whether it stands out."
        yield text.fault("access-contrast", f"{colour} {UNKNOWN}", detail, unsure=True)
    elif not stands_out(colour, background):
        ratio = int(contrast(colour, background) * 100) / 100  # rounded down: 4.499 is not enough
        detail = f"#{colour} on #{background} has {ratio:g}:1, and needs {ENOUGH:g}:1."
        yield text.fault("access-contrast", f"{colour} {background}", detail)


def _mark(paragraph: Paragraph, looks: Looks, text: str) -> Iterator[Fault]:
    look = looks.mark(paragraph)
    if look is not None and not look.hidden and look.background != UNKNOWN:
        yield from _contrast(_Text(paragraph, f"(the bullet or number of) {text}", look))


def _font(text: _Text, fonts: Fonts) -> Iterator[Fault]:
    font = text.look.font
    if fonts.has_serifs(font):
        yield text.fault("access-font", font, f"{font} has serifs, or is hard to read.")
    elif not fonts.is_known(font):
        detail = f"{font} is not known here: see whether it is plain and without serifs."
        yield text.fault("access-font", font, detail, unsure=True)


def _alignment(paragraph: Paragraph, looks: Looks, text: str) -> Iterator[Fault]:
    look = looks.paragraph(paragraph)
    running = paragraph.kind == "body" and not paragraph.cells and look.level is None
    fault = Fault("access-alignment", paragraph.where, text, paragraph.place)
    if look.alignment in _STRETCHED:
        yield _because(fault, "stretched", "It is stretched to both margins.")
    elif look.alignment in _ASIDE and running and len(text) > _LONG:
        yield _because(fault, look.alignment, "Its lines begin at different places.")


def _because(fault: Fault, cause: str, detail: str) -> Fault:
    return Fault(fault.rule, fault.where, fault.text, fault.number, cause, detail)


# ---------------------------------------------------------------- fonts

_PLAIN = frozenset(
    """arial;arial black;arial narrow;aptos;aptos display;atkinson hyperlegible;avenir;avenir next;
    bahnschrift;calibri;calibri light;candara;century gothic;corbel;franklin gothic;
    franklin gothic book;franklin gothic medium;frutiger;fs me;futura;gds transport;gill sans;
    gill sans mt;helvetica;helvetica neue;hind;inter;lato;lexend;montserrat;myriad pro;nunito;
    poppins;public sans;roboto;segoe ui;segoe ui light;segoe ui semibold;selawik;tahoma;
    transport;trebuchet ms;ubuntu;univers;verdana""".replace("\n    ", "").split(";")
)
_NOT_PLAIN = frozenset(
    """baskerville;baskerville old face;bodoni mt;book antiqua;bookman old style;cambria;
    century;century schoolbook;cochin;constantia;didot;garamond;georgia;goudy old style;
    high tower text;liberation serif;lucida bright;noto serif;palatino;palatino linotype;
    perpetua;rockwell;sitka text;source serif pro;times;times new roman;brush script mt;
    papyrus;courier;courier new;lucida handwriting;segoe script;
    segoe print;bradley hand itc""".replace("\n    ", "").split(";")
)
_HARD = frozenset({"roman", "script", "decorative", "modern"})


class Fonts:
    """The fonts of a document; `families` is what its own list of fonts says of each."""

    def __init__(self, families: dict[str, str] | None = None) -> None:
        self._families = families or {}

    def has_serifs(self, font: str) -> bool:
        """True for a font that is known to have serifs, or to be hard to read in another way."""
        name = font.casefold().strip()
        if name in _PLAIN:
            return False
        if name in _NOT_PLAIN:
            return True
        if _is_sans_by_name(name):
            return False
        return "serif" in name or self._families.get(name) in _HARD

    def is_known(self, font: str) -> bool:
        """True where anything is known of `font`."""
        name = font.casefold().strip()
        plain = name in _PLAIN or _is_sans_by_name(name) or self._families.get(name) == "swiss"
        return plain or self.has_serifs(font)


def _fonts_of(package: Package) -> Fonts:
    """The fonts that the document lists. Raises XmlRefused where the list is damaged."""
    content = package.part("word/fontTable.xml")
    root: list[etree._Element] = list(parse(content)) if content else []
    return Fonts(
        {
            each.get(w("name"), "").casefold(): val(each.find(w("family"))) or ""
            for each in root
            if each.tag == w("font")
        }
    )


def _is_sans_by_name(name: str) -> bool:
    return bool(re.search(r"\b(sans|grotesk|grotesque)\b", name))
