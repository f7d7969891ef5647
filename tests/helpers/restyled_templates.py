"""The shipped report restyled as an officer would in Word, and what the estimate cannot measure."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

Restyle = Callable[[WordDocument], None]


def restyled(template: bytes, change: Restyle) -> bytes:
    """`template` with `change` made to it in python-docx."""
    document = Document(io.BytesIO(template))
    change(document)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def logo(width: int = 220, height: int = 70) -> io.BytesIO:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = b"".join(b"\0" + bytes([11, 79, 92]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


# ---------------------------------------------------------------- what is measured


def as_shipped(_document: WordDocument) -> None:
    pass


def wide_margins(document: WordDocument) -> None:
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin = section.bottom_margin = Cm(1.6)


def airy(document: WordDocument) -> None:
    """More leading and space, larger headings, and a first line that is indented."""
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.15, Pt(8)
    normal.first_line_indent = Cm(0.5)
    document.styles["Heading 1"].font.size = Pt(28)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(14)


def exact_and_justified(document: WordDocument) -> None:
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing_rule, normal.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(14.5)
    normal.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def letter_paper(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)


def spaced_capitals(document: WordDocument) -> None:
    heading = document.styles["Heading 2"].font
    heading.all_caps, heading.size = True, Pt(11)
    heading._element.get_or_add_rPr().append(  # letters further apart
        parse_xml(f'<w:spacing {nsdecls("w")} w:val="20"/>')
    )


def letterhead(document: WordDocument) -> None:
    """A logo in the head, higher than the margin, and the address on its right."""
    header = document.sections[0].header
    first = header.paragraphs[0]
    line = first.insert_paragraph_before()
    line.add_run().add_picture(logo(), width=Cm(4.4))
    line.add_run("\tExampleshire Council, 1 Example Square")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
    first.paragraph_format.space_after = Pt(6)


def logo_in_the_text(document: WordDocument) -> None:
    line = document.paragraphs[0].insert_paragraph_before()
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line.add_run().add_picture(logo(), height=Cm(1.5))


def long_foot(document: WordDocument) -> None:
    """A foot that pushes the text up."""
    footer = document.sections[0].footer
    for text in ("Registered office: 1 Example Square", "Telephone 01632 960000", "A third line"):
        footer.add_paragraph(text, style="Footer")
    footer.paragraphs[-1].paragraph_format.space_after = Pt(9)


def steps_in_a_table(document: WordDocument) -> None:
    """The next steps as a table of data, its header row marked."""
    loop = next(p for p in document.paragraphs if "for step in next_steps" in p.text)
    step, end = _next(loop), _next(_next(loop))
    table = document.add_table(rows=4, cols=2, style="Plain rows")
    cells = (
        ("What", "Who takes it on"),
        ("{%tr for step in next_steps %}", ""),
        ("{{ step.recommendation }}", "{{ step.group }}"),
        ("{%tr endfor %}", ""),
    )
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for column, width in zip(table.columns, (Cm(12), Cm(5)), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    mark_header(table)
    table.autofit = False
    loop._p.addprevious(table._tbl)
    for paragraph in (loop, step, end):
        paragraph._p.getparent().remove(paragraph._p)


def mark_header(table: Table) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _next(paragraph: Paragraph) -> Paragraph:
    return Paragraph(paragraph._p.getnext(), paragraph._parent)


def boxed_questions(document: WordDocument) -> None:
    """A box around the questions, which neighbours share."""
    shaded = document.styles["List Bullet shaded"]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="0B4F5C"/>'
        for side in ("top", "left", "bottom", "right")
    )
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    properties = shaded.element.get_or_add_pPr()
    properties.find(f"{{{properties.nsmap['w']}}}shd").addprevious(borders)


def kerned(document: WordDocument) -> None:
    """Letters drawn together, as Word's own blank documents have it since 2023."""
    defaults = document.styles.element.find(".//" + _w("rPrDefault") + "/" + _w("rPr"))
    size = defaults.find(_w("sz"))
    size.addprevious(parse_xml(f'<w:kern {nsdecls("w")} w:val="2"/>'))


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def another_start(document: WordDocument) -> None:
    """An empty head and foot, and lists without space between their points."""
    section = document.sections[0]
    for part in (section.header, section.footer):
        for paragraph in part.paragraphs:
            paragraph.clear()
    for name in ("List Bullet", "List Number"):
        style = document.styles[name]
        style.paragraph_format.space_after = Pt(6)
        properties = style.element.get_or_add_pPr()
        contextual = parse_xml(f"<w:contextualSpacing {nsdecls('w')}/>")
        properties.find(_w("ind")).addnext(contextual)


def from_words_blank(template: bytes) -> bytes:
    """The same report in a document that python-docx starts: Word's own styles, in Arial."""
    source, made = Document(io.BytesIO(template)), Document()
    for style in made.styles:
        if style.type in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER}:
            fonts = style.element.find(f"{_w('rPr')}/{_w('rFonts')}")
            if fonts is not None:
                fonts.getparent().remove(fonts)
    defaults = made.styles.element.find(".//" + _w("rFonts"))
    defaults.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        defaults.set(_w(kind), "Arial")
    made.styles["Normal"].font.size = Pt(12)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    known = {"Heading 1", "Heading 2", "List Bullet", "List Number"}
    for paragraph in source.paragraphs:
        text = paragraph.text.replace("{%r", "{%").replace("{{ stage_mark }}", " {{ stage_mark }}")
        name = paragraph.style.name if paragraph.style is not None else "Normal"
        name = "List Bullet" if name.startswith("List Bullet") else name
        made.add_paragraph(text, style=name if name in known else "Normal")
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = Cm(2)
    return saved(made)


MEASURED: tuple[Restyle, ...] = (
    as_shipped,
    wide_margins,
    airy,
    exact_and_justified,
    letter_paper,
    spaced_capitals,
    letterhead,
    logo_in_the_text,
    long_foot,
    steps_in_a_table,
    boxed_questions,
    kerned,
    another_start,
)
