"""The text of a paragraph as it is set, and what in it stands in the way of measuring it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lfe_cli.word.formats import Format, Formats
from lfe_cli.word.layout import PICTURE, Face, Run
from lfe_cli.word.unmeasured import CannotEstimate
from lfe_cli.word.widths import is_arial, is_of_bullets
from lfe_cli.word.xml import w

_EMU_A_TWIP = 635
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHARACTERS = {
    "tab": "\t",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_TAKES_NO_ROOM = {
    *("rPr", "lastRenderedPageBreak", "instrText", "commentReference", "annotationRef"),
    *("footnoteRef", "endnoteRef"),
}
_WRAPPERS = {"hyperlink", "smartTag", "customXml", "sdtContent"}
_MARKS = {
    *("pPr", "sdtPr", "sdtEndPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart"),
    *("permEnd", "commentRangeStart", "commentRangeEnd", "subDoc"),
}
_NUMBERS_OF_PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
_AS_THEY_STAND = {"HYPERLINK"}
_REFUSED = {
    "object": "an embedded object",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "ptab": "a tab that keeps to the page's edge",
    "ruby": "text with reading aids above it",
    "oMath": "a formula",
    "oMathPara": "a formula",
    "bdo": "text that runs from right to left",
    "dir": "text that runs from right to left",
}


def runs_of(paragraph: etree._Element, fmt: Format, formats: Formats) -> list[Run]:
    """The runs of `paragraph`, its bullet or number first. Raises CannotEstimate."""
    label, text = list(_label(fmt, formats)), list(_Reader(formats, fmt).read(paragraph))
    for run in [*(run for run in label if not is_of_bullets(run.face.family)), *text]:
        _refuse_other_fonts(run)
    return [*label, *text]


def _label(fmt: Format, formats: Formats) -> Iterator[Run]:
    if fmt.level is None or not fmt.level.widest:
        return
    if fmt.level.is_picture:
        raise CannotEstimate("a picture for a bullet")
    face = formats.face_of_label(fmt)
    if not face.hidden:
        yield Run(fmt.level.widest, face)


def _refuse_other_fonts(run: Run) -> None:
    text = "" if run.picture else run.text.strip()
    plain, beyond = (any(c.isascii() for c in text), any(not c.isascii() for c in text))
    for family, used in ((run.face.family, plain), (run.face.beyond or run.face.family, beyond)):
        if used and not is_arial(family):
            raise CannotEstimate(f"text in {family}, a font whose widths are not known here")


class _Reader:
    """Reads one paragraph; knows whether it stands in a field, and in which part of it."""

    def __init__(self, formats: Formats, fmt: Format) -> None:
        self._formats = formats
        self._fmt = fmt
        self._fields: list[str] = []  # the instructions of the fields that are open
        self._shown: list[bool] = []  # whether the result of each has begun

    def read(self, parent: etree._Element) -> Iterator[Run]:
        """The runs below `parent`, wherever they are wrapped."""
        for child in parent:
            name = etree.QName(child).localname
            if child.tag == w("r"):
                yield from self._run(child)
            elif child.tag == w("fldSimple"):
                yield from self._simple_field(child)
            elif child.tag == w("sdt"):
                content = child.find(w("sdtContent"))
                yield from self.read(content) if content is not None else ()
            elif name in _WRAPPERS:
                yield from self.read(child)
            elif name == "AlternateContent":
                raise CannotEstimate(_floating(child))
            elif name not in _MARKS:
                raise CannotEstimate(_REFUSED.get(name, f"something unknown here ({name})"))

    def _simple_field(self, field: etree._Element) -> Iterator[Run]:
        kind = _kind_of(field.get(w("instr")) or "")
        runs = list(self.read(field))
        yield from _as_page_number(runs) if kind in _NUMBERS_OF_PAGES else runs

    def _run(self, run: etree._Element) -> Iterator[Run]:
        face = self._formats.face_of(run, self._fmt)
        if face.hidden:
            return
        for child in run:
            text = self._text(child, face)
            if text is not None and not self._within_instructions():
                yield text

    def _text(self, child: etree._Element, face: Face) -> Run | None:
        name = etree.QName(child).localname
        if name == "fldChar":
            return self._mark_of_field(child, face)
        if name == "instrText" and self._fields:
            self._fields[-1] += child.text or ""
        if name in _TAKES_NO_ROOM:
            return None
        if name == "t":
            return Run((child.text or "").replace("\n", " "), face)
        if name in _CHARACTERS:
            return Run(_CHARACTERS[name], face)
        return _other(child, name, face)

    def _mark_of_field(self, mark: etree._Element, face: Face) -> Run | None:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append("")
            self._shown.append(False)
        elif kind == "separate" and self._fields:
            self._shown[-1] = _kind_of(self._fields[-1]) not in _NUMBERS_OF_PAGES
        elif kind == "end" and self._fields:
            ended = _kind_of(self._fields.pop())
            self._shown.pop()
            if ended in _NUMBERS_OF_PAGES:
                return Run("1", face)
        return None

    def _within_instructions(self) -> bool:
        return not all(self._shown)


def _kind_of(instruction: str) -> str:
    kind = (instruction.split() or [""])[0].upper()
    if kind not in _NUMBERS_OF_PAGES | _AS_THEY_STAND:
        raise CannotEstimate(f"a field that may change its length ({kind or 'an empty one'})")
    return kind


def _as_page_number(runs: list[Run]) -> list[Run]:
    """On one page every number of pages is 1, whatever the file remembers."""
    return [Run("1", runs[0].face)] if runs else []


def _other(child: etree._Element, name: str, face: Face) -> Run:
    if name == "br":
        if child.get(w("type")) in {"page", "column"}:
            raise CannotEstimate("a page break of its own")
        return Run("\n", face)
    if name == "sym":
        raise CannotEstimate(f"a symbol in {child.get(w('font'))}")
    if name == "drawing":
        return _drawing(child, face)
    if name in {"pict", "AlternateContent"}:
        raise CannotEstimate(_floating(child))
    raise CannotEstimate(_REFUSED.get(name, f"something unknown here ({name})"))


def _drawing(drawing: etree._Element, face: Face) -> Run:
    inline = drawing.find(f"{_DRAWING}inline")
    extent = inline.find(f"{_DRAWING}extent") if inline is not None else None
    if extent is None or _holds_text(drawing):
        raise CannotEstimate(_floating(drawing))
    width, height = (round(int(extent.get(side) or 0) / _EMU_A_TWIP) for side in ("cx", "cy"))
    return Run(PICTURE, face, (width, height))


def _holds_text(element: etree._Element) -> bool:
    return any(True for _ in element.iter(w("txbxContent")))


def _floating(element: etree._Element) -> str:
    if _holds_text(element):
        return "a text box"
    names = {etree.QName(e).localname for e in element.iter(etree.Element)}
    return "a floating picture" if names & {"pic", "imagedata"} else "a floating shape"
