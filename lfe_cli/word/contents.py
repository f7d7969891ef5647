"""The text of a paragraph as it is set, and what in it stands in the way of measuring it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from lfe_cli.word.formats import Format, Formats
from lfe_cli.word.lines import PICTURE, CannotEstimate, Face, Run, is_arial, is_of_bullets
from lfe_cli.word.paragraphs import NOWHERE, Field, Fields, Item, Paragraph
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
_PASSES = {
    *("r", "sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "fldSimple"),
    *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"),
    *("commentRangeStart", "commentRangeEnd", "subDoc"),
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


def runs_of(paragraph: Paragraph, fmt: Format, formats: Formats) -> list[Run]:
    """The runs of `paragraph`, its bullet or number first. Raises CannotEstimate."""
    label, text = list(_label(fmt, formats)), list(_Reader(formats, fmt).read(paragraph.items))
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
        self._fields = Fields()
        self._numbered: set[etree._Element] = set()  # simple fields whose page number is set

    def read(self, items: Iterable[Item]) -> Iterator[Run]:
        """What is set of the items of a paragraph."""
        faces: dict[etree._Element, Face] = {}
        for item in items:
            run = item.around.run
            if run is None:
                _refuse_between_runs(item)
            elif item.around.picture is None:
                if run not in faces:
                    faces[run] = self._formats.face_of(run, self._fmt)
                yield from () if faces[run].hidden else self._in_run(item, faces[run])

    def _in_run(self, item: Item, face: Face) -> Iterator[Run]:
        run = self._text(item, face)
        field = item.around.simple
        if run is None or not all(map(_is_shown, self._fields.open)):
            return
        if field is None or _kind_of(field.get(w("instr")) or "") not in _NUMBERS_OF_PAGES:
            yield run
        elif field not in self._numbered:
            # On one page every number of pages is 1, whatever the file remembers.
            self._numbered.add(field)
            yield Run("1", face)

    def _text(self, item: Item, face: Face) -> Run | None:
        name = etree.QName(item.element).localname
        if item.kind == "text" and name == "t":
            return Run(item.text.replace("\n", " "), face)
        if item.kind == "field":
            return self._mark_of_field(item, face)
        if item.kind == "code":
            self._fields.step(item)
        if name in _TAKES_NO_ROOM:
            return None
        if name in _CHARACTERS:
            return Run(_CHARACTERS[name], face)
        return _other(item.element, name, face)

    def _mark_of_field(self, item: Item, face: Face) -> Run | None:
        ended = self._fields.step(item)
        if item.element.get(w("fldCharType")) == "separate" and self._fields.open:
            _kind_of(self._fields.open[-1].code)
        if ended is not None and _kind_of(ended.code) in _NUMBERS_OF_PAGES:
            return Run("1", face)
        return None


def _is_shown(field: Field) -> bool:
    """Whether what stands in an open field is set: its instructions and page numbers are not."""
    return field.result != NOWHERE and _kind_of(field.code) not in _NUMBERS_OF_PAGES


def _refuse_between_runs(item: Item) -> None:
    name = etree.QName(item.element).localname
    if name == "AlternateContent":
        raise CannotEstimate(_floating(item.element))
    if name == "fldSimple":
        _kind_of(item.element.get(w("instr")) or "")
    if name not in _PASSES:
        raise CannotEstimate(_REFUSED.get(name, f"something unknown here ({name})"))


def _kind_of(instruction: str) -> str:
    kind = (instruction.split() or [""])[0].upper()
    if kind not in _NUMBERS_OF_PAGES | _AS_THEY_STAND:
        raise CannotEstimate(f"a field that may change its length ({kind or 'an empty one'})")
    return kind


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
