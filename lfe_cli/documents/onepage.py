"""One page is one page: the body's size steps down until the page fits, or it says what to trim."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from pypdf import PdfReader

from lfe_cli.documents.estimate import room_taken
from lfe_cli.documents.looks import CannotEstimate
from lfe_cli.errors import LfeError
from lfe_cli.office import Office
from lfe_cli.ooxml.package import open_package, write_package
from lfe_cli.ooxml.xml import parse, serialise, w

LARGEST = 12.0
_STEP = 0.5
_TRUSTED_FONTS = ("arial", "liberationsans")


@dataclass(frozen=True)
class Measured:
    """How many pages a document takes, and what said so. `spare`: a line more would still fit."""

    pages: int
    over_by_lines: int
    by: str
    spare: bool
    pdf: bytes | None = None


@dataclass(frozen=True)
class Fitted:
    """A document at the largest size at which it fits, or at the smallest where it does not."""

    content: bytes
    points: float
    measured: Measured

    @property
    def fits(self) -> bool:
        """Whether it is one page, with a line to spare."""
        return self.measured.pages == 1 and self.measured.spare


Measure = Callable[[bytes], Measured]


def fit_on_one_page(content: bytes, smallest: float, measure: Measure) -> Fitted:
    """`content` with its body text as large as fits on one page, from 12 points down to `smallest`.

    Only the size of the style Normal changes: margins and spacing stay.
    """
    fitted: Fitted | None = None
    for points in _sizes(smallest):
        sized = with_body_size(content, points)
        fitted = Fitted(sized, points, measure(sized))
        if fitted.fits:
            break
    assert fitted is not None
    return fitted


def _sizes(smallest: float) -> Iterator[float]:
    points = LARGEST
    while points >= smallest:
        yield points
        points -= _STEP


def with_body_size(content: bytes, points: float) -> bytes:
    """The document with the style Normal at `points`."""
    parts = dict(open_package(content).parts)
    root = parse(parts["word/styles.xml"])
    for style in root.iter(w("style")):
        if style.get(w("styleId")) == "Normal":
            _set_size(style, points)
    parts["word/styles.xml"] = serialise(root)
    return write_package(parts)


def _set_size(style: etree._Element, points: float) -> None:
    properties = style.find(w("rPr"))
    if properties is None:
        properties = etree.SubElement(style, w("rPr"))
    for name in ("sz", "szCs"):
        size = properties.find(w(name))
        if size is None:
            size = etree.SubElement(properties, w(name))
        size.set(w("val"), str(round(points * 2)))


def with_one_more_line(content: bytes) -> bytes:
    """The document with an empty line at its end: does it leave a line to spare?"""
    parts = dict(open_package(content).parts)
    root = parse(parts["word/document.xml"])
    body = root.find(w("body"))
    assert body is not None
    line = etree.Element(w("p"))
    section = body.find(w("sectPr"))
    if section is None:
        body.append(line)
    else:
        section.addprevious(line)
    parts["word/document.xml"] = serialise(root)
    return write_package(parts)


def measuring(office: Office | None) -> Measure:
    """Measures on LibreOffice's rendering where it is there, else from font metrics."""
    if office is None:
        return by_estimate
    return lambda content: by_office(office, content) or by_estimate(content)


def by_estimate(content: bytes) -> Measured:
    """From font metrics. Raises LfeError where the document holds what cannot be worked out."""
    try:
        room = room_taken(content)
    except CannotEstimate as reason:
        raise LfeError(
            f"Whether this is one page cannot be worked out here: the template has {reason}.",
            next_step="Take it out of the template, or install LibreOffice, which can measure it.",
        ) from None
    return Measured(room.pages, room.over_by_lines, "estimate", room.lines_left >= 1)


def by_office(office: Office, content: bytes) -> Measured | None:
    """On LibreOffice's rendering; None where it made none, or with other fonts than Arial's."""
    longer = office.pdf_of(with_one_more_line(content))
    if longer is None or not _fonts_are_arial(longer):
        return None
    if _pages(longer) == 1:
        pdf = office.pdf_of(content)
        return Measured(1, 0, "libreoffice", True, pdf)
    pdf = office.pdf_of(content)
    if pdf is None:
        return None
    pages = _pages(pdf)
    return Measured(pages, _lines_after_first_page(pdf), "libreoffice", False, pdf)


def _reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def _pages(pdf: bytes) -> int:
    return len(_reader(pdf).pages)


def _fonts_are_arial(pdf: bytes) -> bool:
    """Other fonts have other widths: what LibreOffice then measures is not what Word shows."""
    names: set[str] = set()
    for page in _reader(pdf).pages:
        fonts = page.get("/Resources", {}).get("/Font", {})
        names |= {str(f.get_object().get("/BaseFont", "")) for f in fonts.values()}
    plain = {name.split("+")[-1].lower().replace("-", "").replace(" ", "") for name in names}
    return bool(plain) and all(
        name.lstrip("/").startswith((*_TRUSTED_FONTS, "opensymbol", "symbol")) for name in plain
    )


def _lines_after_first_page(pdf: bytes) -> int:
    """The lines of text on the pages after the first, without those of header and footer."""
    pages = [
        [line for line in (page.extract_text() or "").splitlines() if line.strip()]
        for page in _reader(pdf).pages
    ]
    if len(pages) < 2:
        return 0
    furniture = set(pages[0]) & set(pages[1])
    return sum(1 for page in pages[1:] for line in page if line not in furniture) or 1
