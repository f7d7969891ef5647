"""One page is one page: the body's size steps down until the page fits, or it says what to trim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from lfe_cli.errors import LfeError
from lfe_cli.word.lines import CannotEstimate
from lfe_cli.word.office import Office
from lfe_cli.word.package import open_document, open_package, write_package
from lfe_cli.word.page import area_of, lines_over, room_taken
from lfe_cli.word.pdf import PdfDamaged, Rendered, plain_name
from lfe_cli.word.settled import settle
from lfe_cli.word.stories import stories_of
from lfe_cli.word.xml import parse, serialise, val, w

LARGEST = 12.0
_STEP = 0.5
_TRUSTED_FONTS = ("arial", "liberationsans")
_FOR_BULLETS = ("opensymbol", "symbol", "wingdings")
# Fonts that are there in place of Microsoft's have their widths and heights by design.
_STAND_INS = {
    "calibri": "carlito",
    "cambria": "caladea",
    "helvetica": "liberationsans",
    "timesnewroman": "liberationserif",
    "couriernew": "liberationmono",
}
_AFTER_RUN_SETTINGS = {w(name) for name in ("tblPr", "trPr", "tcPr", "tblStylePr")}
_AFTER_SIZE = {
    *map(w, ("szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl")),
    *map(w, ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")),
}


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


@dataclass(frozen=True)
class Measure:
    """Measures on LibreOffice's rendering where there is one, else from font metrics.

    Raises LfeError where neither can tell.
    """

    office: Office | None = None

    def __call__(self, document: bytes) -> Measured:
        """How many pages `document` takes."""
        return self.all_of([document])[0]

    def all_of(self, documents: Sequence[bytes]) -> list[Measured]:
        """The same of several at once: LibreOffice takes longer to start than to lay them out."""
        if self.office is None:
            return _estimated(documents, _NO_OFFICE)
        return by_office(self.office, documents) or _estimated(documents, _OTHER_FONTS)


_NO_OFFICE = "install LibreOffice, which can measure it where it has the fonts."
_OTHER_FONTS = "install the template's fonts on this computer."
by_estimate = Measure()


def fit_on_one_page(content: bytes, smallest: float, measure: Measure) -> Fitted:
    """`content` with its body text as large as fits on one page, from 12 points down to `smallest`.

    Only the size of the style Normal changes: margins and spacing stay. The estimate says down to
    which size is measured first; where none of those fits, the smaller ones are measured too.
    """
    sized = [(points, with_body_size(content, points)) for points in _sizes(smallest)]
    likely = 1 + _likely([document for _, document in sized])
    fitted: Fitted | None = None
    for some in (sized[:likely], sized[likely:]):
        measured = measure.all_of([document for _, document in some])
        for (points, document), one in zip(some, measured, strict=True):
            fitted = Fitted(document, points, one)
            if fitted.fits:
                return fitted
    assert fitted is not None
    return fitted


def _likely(documents: Sequence[bytes]) -> int:
    """Which of `documents` is the first that fits, going by the estimate; the last if none does."""
    try:
        fits = (number for number, one in enumerate(documents) if _is_spare(one))
        return next(fits, len(documents) - 1)
    except CannotEstimate:
        return len(documents) - 1


def _is_spare(content: bytes) -> bool:
    return room_taken(with_one_more_line(content)).pages == 1


def _sizes(smallest: float) -> Iterator[float]:
    points = LARGEST
    while points >= smallest:
        yield points
        points -= _STEP


def with_body_size(content: bytes, points: float) -> bytes:
    """The document with its body's style, mostly called Normal, at `points`."""
    package = open_package(content)
    parts = dict(package.parts)
    if "word/styles.xml" not in parts:
        return content  # then no style is the body's
    root = parse(parts["word/styles.xml"])
    for style in root.iter(w("style")):
        if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true"}:
            _set_size(style, points)
    parts["word/styles.xml"] = serialise(root)
    return write_package(parts, package)


def _set_size(style: etree._Element, points: float) -> None:
    properties = style.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        following = next((child for child in style if child.tag in _AFTER_RUN_SETTINGS), None)
        _put(style, properties, following)
    for name in ("sz", "szCs"):
        size = properties.find(w(name))
        if size is None:
            size = etree.Element(w(name))
            _put(properties, size, next((c for c in properties if c.tag in _AFTER_SIZE), None))
        size.set(w("val"), str(round(points * 2)))


def _put(parent: etree._Element, child: etree._Element, following: etree._Element | None) -> None:
    """Children have an order that Word insists on."""
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)


def with_one_more_line(content: bytes) -> bytes:
    """The document with an empty line at its end: does it leave a line to spare?"""
    package = open_package(content)
    parts = dict(package.parts)
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
    return write_package(parts, package)


def measuring(office: Office | None) -> Measure:
    """Measures on LibreOffice's rendering where it is there, else from font metrics."""
    return Measure(office)


def _estimated(documents: Sequence[bytes], otherwise: str) -> list[Measured]:
    try:
        return [_estimate_of(document) for document in documents]
    except CannotEstimate as reason:
        raise LfeError(
            f"Whether this is one page cannot be worked out here: the template has {reason}.",
            next_step=f"Change that in the template, or {otherwise}",
        ) from None


def _estimate_of(content: bytes) -> Measured:
    room = room_taken(content)
    return Measured(room.pages, room.over_by_lines, "estimate", _is_spare(content))


def by_office(office: Office, documents: Sequence[bytes]) -> list[Measured] | None:
    """On LibreOffice's rendering; None where it made none that
    can be read, or with other fonts than theirs."""
    if not documents:
        return []
    longer = [with_one_more_line(document) for document in documents]
    pdfs = office.pdfs_of([*documents, *longer])
    try:
        made = [Rendered(pdf) for pdf in pdfs if pdf is not None]
        if len(made) < 2 * len(documents) or not all(map(_fonts_are_right, made, [*documents] * 2)):
            return None
        plain, with_more = made[: len(documents)], made[len(documents) :]
        return [
            Measured(one.pages, _lines_over(one, document), "libreoffice", more.pages == 1, one.pdf)
            for document, one, more in zip(documents, plain, with_more, strict=True)
        ]
    except PdfDamaged:
        return None


def _fonts_are_right(rendered: Rendered, content: bytes) -> bool:
    """Other fonts have other widths: what LibreOffice then measures is not what Word shows."""
    right = (*_TRUSTED_FONTS, *_FOR_BULLETS, *_named_fonts(content))
    return bool(rendered.fonts) and all(name.startswith(right) for name in rendered.fonts)


def _named_fonts(content: bytes) -> set[str]:
    """The fonts that the document asks for itself, and those that are made to stand in for them."""
    parts = open_package(content).parts
    names: set[str] = set()
    for part in parts.values():
        found = re.findall(rb'(?:w:(?:ascii|hAnsi)|<a:latin typeface)="([^"]+)"', part)
        names |= {plain_name(name.decode("utf-8", "replace")) for name in found}
    names.discard("arial")  # answered by the fonts that are trusted
    return {font for name in names for font in (name, _STAND_INS.get(name)) if font}


def _lines_over(rendered: Rendered, content: bytes) -> int:
    if rendered.pages == 1:
        return 0
    try:
        area = area_of(content)
    except CannotEstimate:
        return rendered.lines_after_first_page()
    return max(1, lines_over(rendered.used(area) - area.height, area.body_line))


# The mark on the page's face that says what stage it is at sits in a control of its own, so that it
# can be changed or taken away alone: whatever else a person changed in Word stays as they left it.
TAG = "lfe.draft"
_DOCUMENT = "word/document.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def with_mark(content: bytes, mark: str) -> bytes:
    """The document with `mark` on its face; without any where `mark` is empty.

    Whatever in it would show other words than its own by then shows its own from now on. Raises
    PackageRefused.
    """
    package = open_document(content)
    parts = dict(package.parts)
    for story in stories_of(package):
        part = parse(parts[story.part])
        if settle(part):
            parts[story.part] = serialise(part)
    root = parse(parts[_DOCUMENT])
    controls = [c for c in root.iter(w("sdt")) if val(c.find(f"{w('sdtPr')}/{w('tag')}")) == TAG]
    for control in controls[1:] if mark else controls:
        _take_away(control)
    if mark and controls:
        _write(controls[0], mark)
    elif mark:
        _put_first(root, mark)
    parts[_DOCUMENT] = serialise(root)
    return write_package(parts, package)


def _take_away(control: etree._Element) -> None:
    """The control goes, and its paragraph too where nothing else is in it."""
    parent = control.getparent()
    assert parent is not None
    parent.remove(control)
    above = parent.getparent()
    if parent.tag == w("p") and above is not None and not any(True for _ in parent.iter(w("t"))):
        above.remove(parent)


def _write(control: etree._Element, mark: str) -> None:
    texts = list(control.iter(w("t")))
    for text in texts[1:]:
        text.text = ""
    if texts:
        texts[0].text = mark


def _put_first(root: etree._Element, mark: str) -> None:
    """A paragraph of its own at the top, in a look that needs no style of the template."""
    body = root.find(w("body"))
    assert body is not None
    paragraph = etree.Element(w("p"))
    control = etree.SubElement(paragraph, w("sdt"))
    properties = etree.SubElement(control, w("sdtPr"))
    for name, value in (("alias", "Stage"), ("tag", TAG)):
        etree.SubElement(properties, w(name)).set(w("val"), value)
    run = etree.SubElement(etree.SubElement(control, w("sdtContent")), w("r"))
    etree.SubElement(etree.SubElement(run, w("rPr")), w("b"))
    text = etree.SubElement(run, w("t"))
    text.set(_SPACE, "preserve")
    text.text = mark
    body.insert(0, paragraph)
