"""A template that was restyled in Word is measured as it is; what cannot be measured is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from helpers.libreoffice import needs_office, the_office
from helpers.one_page_reports import HELD_OUT, reports, shipped_template
from helpers.restyled_templates import (
    MEASURED,
    from_words_blank,
    logo,
    mark_header,
    restyled,
    saved,
)
from lfe_cli.errors import LfeError
from lfe_cli.word.fit import by_estimate, by_office, with_body_size
from lfe_cli.word.lines import CannotEstimate
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.page import room_taken
from ooxml.validate import problems

TEMPLATES: dict[str, Callable[[bytes], bytes]] = {
    **{change.__name__: partial(restyled, change=change) for change in MEASURED},
    "from_words_blank": from_words_blank,
}


def with_height(content: bytes, twips: int) -> bytes:
    """The document on a page that leaves so much room more than it has."""
    package = open_package(content)
    parts = dict(package.parts)
    document = parts["word/document.xml"].decode()
    [height] = re.findall(r'<w:pgSz [^>]*w:h="(\d+)"', document)
    taller = re.sub(r'(<w:pgSz [^>]*w:h=")\d+', rf"\g<1>{int(height) + twips}", document)
    parts["word/document.xml"] = taller.encode()
    return write_package(parts, package)


@needs_office
@pytest.mark.long
def test_restyled_templates_are_measured_to_half_a_line(tmp_path: Path) -> None:
    """Each on a page half a line higher than the estimate asks for, and half a line lower."""
    contents: list[bytes] = []
    for change in TEMPLATES.values():
        for report in reports(HELD_OUT, 2, change(shipped_template())):
            room = room_taken(report.content)
            missing, half = room.used - room.there_is, room.body_line // 2
            contents += [with_height(report.content, missing + more) for more in (half, -half)]
    for number in range(0, len(contents), 4):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(contents[number])
        assert problems(path) == []
    measured = by_office(the_office(), contents)
    assert measured is not None
    pages = [one.pages for one in measured]
    found = {name: pages[n * 4 : n * 4 + 4] for n, name in enumerate(TEMPLATES)}
    assert found == {name: [1, 2, 1, 2] for name in TEMPLATES}


def test_a_restyled_body_is_made_smaller_by_its_own_style() -> None:
    """Whatever the body's style is called, and wherever its size belongs among its settings."""
    parts = dict(open_package(shipped_template()).parts)
    styles = parts["word/styles.xml"].decode()
    styles = styles.replace('w:styleId="Normal"', 'w:styleId="Standard"')
    styles = styles.replace('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Standard"/>')
    styles = re.sub(
        r'(w:styleId="Standard">.*?)<w:sz w:val="24"/><w:szCs w:val="24"/>',
        r'\1<w:lang w:val="en-GB"/>',
        styles,
        count=1,
    )
    parts["word/styles.xml"] = styles.encode()
    smaller = open_package(with_body_size(write_package(parts), 11.5)).parts["word/styles.xml"]
    assert b'<w:sz w:val="23"/><w:szCs w:val="23"/><w:lang w:val="en-GB"/>' in smaller


# ---------------------------------------------------------------- what cannot be measured


def text_box(document: WordDocument) -> None:
    document.paragraphs[0].runs[0]._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>Aside</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict>"
        )
    )


def floating_logo(document: WordDocument) -> None:
    run = document.paragraphs[0].add_run()
    run.add_picture(logo(), width=Cm(3))
    inline = run._r.xpath(".//wp:inline")[0]
    inline.tag = inline.tag.replace("inline", "anchor")


def columns(document: WordDocument) -> None:
    section = document.sections[0]._sectPr
    section.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="400"/>'))


def two_sections(document: WordDocument) -> None:
    document.add_section(WD_SECTION.CONTINUOUS)


def page_break(document: WordDocument) -> None:
    document.paragraphs[3].add_run().add_break(WD_BREAK.PAGE)


def break_before(document: WordDocument) -> None:
    document.styles["Heading 2"].paragraph_format.page_break_before = True


def layout_table(document: WordDocument) -> None:
    document.add_table(rows=1, cols=2).autofit = False


def columns_that_fit_themselves(document: WordDocument) -> None:
    mark_header(document.add_table(rows=2, cols=2))


def merged_cells(document: WordDocument) -> None:
    table = document.add_table(rows=3, cols=2)
    table.autofit = False
    mark_header(table)
    table.cell(1, 0).merge(table.cell(1, 1))


def table_in_the_head(document: WordDocument) -> None:
    header = document.sections[0].header
    header.add_table(rows=1, cols=2, width=Cm(17)).autofit = False


def frame(document: WordDocument) -> None:
    document.paragraphs[1]._p.get_or_add_pPr().append(
        parse_xml(f'<w:framePr {nsdecls("w")} w:dropCap="drop" w:lines="2"/>')
    )


def date_field(document: WordDocument) -> None:
    simple = f'<w:fldSimple {nsdecls("w")} w:instr=" DATE "><w:r><w:t>now</w:t></w:r></w:fldSimple>'
    document.sections[0].footer.paragraphs[0]._p.append(parse_xml(simple))


def title_field(document: WordDocument) -> None:
    pieces = ('<w:fldChar w:fldCharType="{}"/>', "<w:instrText> TITLE </w:instrText>")
    for inside in (pieces[0].format("begin"), pieces[1], pieces[0].format("end")):
        xml = f"<w:r {nsdecls('w')}>{inside}</w:r>"
        document.paragraphs[1]._p.append(parse_xml(xml))


def footnote(document: WordDocument) -> None:
    xml = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    document.paragraphs[1]._p.append(parse_xml(xml))


def tracked(document: WordDocument) -> None:
    run = "<w:r><w:t>more</w:t></w:r>"
    xml = f'<w:ins {nsdecls("w")} w:id="90" w:author="Review officer">{run}</w:ins>'
    document.paragraphs[1]._p.append(parse_xml(xml))


def another_font(document: WordDocument) -> None:
    document.styles["Heading 2"].font.name = "Georgia"


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def letter_that_arial_lacks(document: WordDocument) -> None:
    document.paragraphs[1].add_run(" \u2b50")


def hyphenation(document: WordDocument) -> None:
    document.settings.element.insert(
        1, parse_xml(f'<w:autoHyphenation {nsdecls("w")} w:val="true"/>')
    )


def raised_text(document: WordDocument) -> None:
    run = document.paragraphs[1].add_run("1")
    run._r.get_or_add_rPr().append(parse_xml(f'<w:position {nsdecls("w")} w:val="6"/>'))


def double_border(document: WordDocument) -> None:
    line = '<w:top w:val="double" w:sz="8" w:space="4" w:color="auto"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    document.paragraphs[1]._p.get_or_add_pPr().append(borders)


def automatic_space(document: WordDocument) -> None:
    document.styles["Normal"].paragraph_format.space_before = Pt(5)
    spacing = document.styles["Normal"].element.pPr.find(_w("spacing"))
    spacing.set(_w("beforeAutospacing"), "1")


def centimetres(document: WordDocument) -> None:
    document.styles["Normal"].element.pPr.find(_w("spacing")).set(_w("after"), "0.2cm")


CANNOT = [
    (text_box, "a text box"),
    (floating_logo, "a floating picture"),
    (columns, "columns"),
    (two_sections, "more than one section"),
    (page_break, "a page break of its own"),
    (break_before, "a page break of its own"),
    (layout_table, "a table that lays out the page, or has no row marked as its header"),
    (columns_that_fit_themselves, "a table whose columns fit themselves to their text"),
    (merged_cells, "a table with merged cells"),
    (table_in_the_head, "a table that lays out the page, or has no row marked as its header"),
    (frame, "a frame or a large first letter"),
    (date_field, "a field that may change its length (DATE)"),
    (title_field, "a field that may change its length (TITLE)"),
    (footnote, "a footnote"),
    (tracked, "tracked changes that nobody has accepted"),
    (another_font, "text in Georgia, a font whose widths are not known here"),
    (letter_that_arial_lacks, "the character \u2b50, which Arial lacks"),
    (hyphenation, "hyphenation switched on"),
    (raised_text, "text that is moved up or down"),
    (double_border, "a border that is not a plain line"),
    (centimetres, "a length that cannot be read"),
    (automatic_space, "spacing that is set to automatic"),
]


@pytest.mark.parametrize(("change", "what"), CANNOT, ids=[c.__name__ for c, _ in CANNOT])
def test_what_cannot_be_measured_is_named(
    change: Callable[[WordDocument], None], what: str
) -> None:
    content = reports(HELD_OUT, 1)[0].content
    with pytest.raises(CannotEstimate) as reason:
        room_taken(restyled(content, change))
    assert str(reason.value) == what
    with pytest.raises(LfeError) as refused:
        by_estimate(restyled(content, change))
    assert f"the template has {what}." in refused.value.sentence


def test_a_font_that_the_theme_names_is_named() -> None:
    blank = Document()
    blank.add_paragraph("Some words")
    with pytest.raises(CannotEstimate, match="text in Cambria, a font"):
        room_taken(saved(blank))


def test_a_comment_a_bookmark_and_a_hyperlink_take_no_room_of_their_own() -> None:
    content = reports(HELD_OUT, 1)[0].content
    document = Document(io.BytesIO(content))
    paragraph = document.paragraphs[3]
    document.add_comment(paragraph.runs, "Is this the right word?", author="Review officer")
    paragraph._p.insert(1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="here"/>'))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="7"/>'))
    assert room_taken(saved(document)) == room_taken(content)


def test_hidden_words_take_no_room() -> None:
    content = reports(HELD_OUT, 1)[0].content

    def hide(document: WordDocument) -> None:
        run = document.paragraphs[3].add_run("hidden " * 60)
        run.font.hidden = True

    assert room_taken(restyled(content, hide)) == room_taken(content)
