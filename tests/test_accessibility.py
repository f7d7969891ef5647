"""The accessibility check: our own documents pass it, and each fault is found where it is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import etree

from helpers.documents import KINDS, documents
from lfe_cli.checks.access import find_accessibility
from lfe_cli.checks.access_rules import RULES
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.passages import passages
from lfe_cli.errors import LfeError
from lfe_cli.word import colours
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.xml import W, parse, serialise, w
from ooxml.validate import problems

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "64f8cf500f0003860180a45d9a5f0000000049454e44ae426082"
)
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

Change = Callable[[etree._Element], None]


def changed(kind: str, change: Change, part: str = "word/document.xml") -> bytes:
    """One of our documents with one part of it changed."""
    parts = dict(open_package(documents()[kind]).parts)
    root = parse(parts[part])
    change(root)
    parts[part] = serialise(root)
    return write_package(parts)


def with_picture(content: bytes) -> bytes:
    """The document with a picture in its package, as `rId90` of its text."""
    parts = dict(open_package(content).parts)
    parts["word/media/image1.png"] = PIXEL
    relations = "word/_rels/document.xml.rels"
    entry = f'<Relationship Id="rId90" Type="{_IMAGE}" Target="media/image1.png"/>'
    parts[relations] = parts[relations].replace(
        b"</Relationships>", f"{entry}</Relationships>".encode()
    )
    types = "[Content_Types].xml"
    parts[types] = re.sub(
        rb"(<Types [^>]*>)", rb'\1<Default Extension="png" ContentType="image/png"/>', parts[types]
    )
    return write_package(parts)


def xml(text: str) -> etree._Element:
    return parse(f"<x {NAMES}>{text}</x>".encode())[0]


def body(root: etree._Element) -> etree._Element:
    found = root.find(w("body"))
    assert found is not None
    return found


def added(*blocks: str, at: int = 3) -> Change:
    """Puts blocks in the text, after its third."""

    def change(root: etree._Element) -> None:
        for place, block in enumerate(blocks):
            body(root).insert(at + place, xml(block))

    return change


def paragraph(text: str, run: str = "", properties: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def styled(style: str, text: str) -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')


def removed(path: str) -> Change:
    def change(root: etree._Element) -> None:
        found = list(root.iter(w(path)))
        assert found
        for element in found:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)

    return change


def found_in(content: bytes, tmp_path: Path) -> tuple[Finding, ...]:
    path = tmp_path / "made.docx"
    path.write_bytes(content)
    assert problems(path) == []
    return find_accessibility("made.docx", content)


def only(found: tuple[Finding, ...], rule: str) -> Finding:
    assert [f.rule for f in found] == [rule], found
    return found[0]


# -- what is ours


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_a_shipped_template_has_no_finding(kind: str) -> None:
    assert find_accessibility(kind, documents()[kind]) == ()


def test_no_document_of_the_example_has_a_finding() -> None:
    paths = sorted(EXAMPLES.rglob("*.docx"))
    assert len(paths) > 15
    for path in paths:
        assert find_accessibility(path.name, path.read_bytes()) == (), path


# -- the document itself


def test_a_document_without_a_language_is_found(tmp_path: Path) -> None:
    found = only(
        found_in(changed("report", removed("lang"), "word/styles.xml"), tmp_path),
        "access-language",
    )
    assert (found.where, found.text) == ("the whole document", "no language")
    assert "Set Proofing Language" in found.suggestion


def test_a_document_in_another_language_is_found(tmp_path: Path) -> None:
    def french(root: etree._Element) -> None:
        for each in root.iter(w("lang")):
            each.set(w("val"), "fr-FR")

    found = found_in(changed("report", french, "word/styles.xml"), tmp_path)
    assert only(found, "access-language").text == "fr-FR"


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_document_without_a_title_is_found(title: str | None, tmp_path: Path) -> None:
    def untitled(root: etree._Element) -> None:
        element = next(e for e in root if str(e.tag).endswith("}title"))
        if title is None:
            root.remove(element)
        element.text = title

    found = found_in(changed("report", untitled, "docProps/core.xml"), tmp_path)
    assert only(found, "access-title").where == "document property title"


def picture(descr: str, inner: str = "") -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/>'
        f'<wp:docPr id="900" name="Picture 1" descr="{descr}">{inner}</wp:docPr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rId90"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def test_a_scanned_page_is_a_stop(tmp_path: Path) -> None:
    def scanned(root: etree._Element) -> None:
        for block in list(body(root))[:-1]:
            body(root).remove(block)
        body(root).insert(0, xml(picture("A page")))

    found = only(
        found_in(with_picture(changed("report", scanned)), tmp_path), "access-nothing-to-read"
    )
    assert found.severity == "stop"


def test_what_is_no_word_file_is_refused_with_what_to_do() -> None:
    for content in (b"%PDF-1.7", b"PK\x03\x04 broken", write_package({"[Content_Types].xml": b""})):
        with pytest.raises(LfeError) as refused:
            find_accessibility("a.docx", content)
        assert refused.value.next_step


def test_a_damaged_part_is_refused() -> None:
    parts = dict(open_package(documents()["report"]).parts)
    for name in ("word/document.xml", "word/styles.xml", "docProps/core.xml"):
        with pytest.raises(LfeError) as refused:
            find_accessibility("a.docx", write_package({**parts, name: b"<broken"}))
        assert "damaged" in refused.value.sentence


# -- headings


def _without_title(root: etree._Element) -> None:
    for style in root.iter(w("pStyle")):
        if style.get(w("val")) == "Heading1":
            style.set(w("val"), "Lead")


def test_a_document_without_heading_1_is_found(tmp_path: Path) -> None:
    found = only(found_in(changed("report", _without_title), tmp_path), "access-heading-one")
    assert found.text == "no Heading 1"


def test_a_second_heading_1_is_found_where_it_is(tmp_path: Path) -> None:
    content = changed("report", added(styled("Heading1", "Another title"), at=4))
    found = only(found_in(content, tmp_path), "access-heading-one")
    assert (found.where, found.text) == ("paragraph 5", "Another title")


def test_a_skipped_level_is_found(tmp_path: Path) -> None:
    content = changed("report", added(styled("Heading3", "Too deep"), at=2))
    found = only(found_in(content, tmp_path), "access-heading-skipped")
    assert (found.where, found.text) == ("paragraph 3", "Too deep")
    assert "Heading 3 comes after Heading 1." in found.suggestion


def test_a_heading_before_the_title_is_found(tmp_path: Path) -> None:
    content = changed("report", added(styled("Heading2", "Too early"), at=0))
    assert only(found_in(content, tmp_path), "access-heading-skipped").where == "paragraph 1"


def test_a_heading_is_what_has_a_level_whatever_its_style_is_called(tmp_path: Path) -> None:
    parts = dict(open_package(documents()["report"]).parts)
    style = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Ours"><w:name w:val="Ours"/>'
        '<w:basedOn w:val="Heading1"/></w:style></w:styles>'
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", style.encode())
    root = parse(parts["word/document.xml"])
    added(styled("Ours", "A title in disguise"))(root)
    content = write_package({**parts, "word/document.xml": serialise(root)})
    assert only(found_in(content, tmp_path), "access-heading-one").text == "A title in disguise"
    by_hand = paragraph("By hand", properties='<w:outlineLvl w:val="0"/>')
    content = changed("report", added(by_hand))
    assert only(found_in(content, tmp_path), "access-heading-one").text == "By hand"
    none = '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>'
    assert found_in(changed("report", added(paragraph("No", properties=none))), tmp_path) == ()


# -- tables


def test_a_table_without_a_marked_header_row_is_found(tmp_path: Path) -> None:
    content = changed("agenda", removed("tblHeader"))
    found = only(found_in(content, tmp_path), "access-header-row")
    assert found.where == "table 1"
    assert "Layout > Repeat Header Rows" in found.suggestion


def _merge_down(root: etree._Element) -> None:
    for cell in list(root.iter(w("tcPr")))[3:5]:
        cell.append(etree.Element(w("vMerge")))


def _merge_across(root: etree._Element) -> None:
    row = list(root.iter(w("tr")))[1]
    cells = row.findall(w("tc"))
    row.remove(cells[0])
    etree.SubElement(cells[1].find(w("tcPr")), w("gridSpan")).set(w("val"), "2")  # type: ignore[arg-type]


@pytest.mark.parametrize("merge", [_merge_down, _merge_across])
def test_merged_cells_are_found(merge: Change, tmp_path: Path) -> None:
    found = only(found_in(changed("agenda", merge), tmp_path), "access-merged-cells")
    assert found.where == "table 1"


# -- pictures

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec='
    '"http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


@pytest.mark.parametrize("descr", ["", " ", "Picture 3", "harbour.JPG", "Logo", "a picture"])
def test_a_picture_that_is_not_described_is_found(descr: str, tmp_path: Path) -> None:
    content = with_picture(changed("report", added(picture(descr))))
    found = only(found_in(content, tmp_path), "access-alt-text")
    assert "View Alt Text" in found.suggestion


@pytest.mark.parametrize(
    ("descr", "inner"),
    [
        ("", _DECORATIVE),
        ("", _DECORATIVE.replace('val="1"', 'val="true"')),
        ("The Partnership's logo: a lighthouse", ""),
    ],
)
def test_a_picture_that_is_described_or_decorative_is_well(
    descr: str, inner: str, tmp_path: Path
) -> None:
    content = with_picture(changed("report", added(picture(descr, inner))))
    assert found_in(content, tmp_path) == ()


def test_each_picture_that_is_not_described_is_told_by_itself(tmp_path: Path) -> None:
    two = added(picture(""), picture("Logo"))
    found = found_in(with_picture(changed("report", two)), tmp_path)
    assert [one.rule for one in found] == ["access-alt-text"] * 2


def watermark(shape: str, inner: str) -> str:
    return (
        "<w:p><w:r><w:t>Before</w:t></w:r><w:r><w:pict>"
        f'<v:{shape} style="width:10pt;height:10pt">{inner}</v:{shape}></w:pict></w:r></w:p>'
    )


def test_words_that_are_only_drawn_are_found(tmp_path: Path) -> None:
    content = changed("report", added(watermark("shape", '<v:textpath string="Not final"/>')))
    assert only(found_in(content, tmp_path), "access-text-in-picture").text == "Not final"
    also = added(watermark("shape", '<v:textpath string="Not final"/>'), paragraph("NOT FINAL"))
    assert found_in(changed("report", also), tmp_path) == ()


def test_an_old_picture_without_a_description_is_found(tmp_path: Path) -> None:
    content = with_picture(
        changed("report", added(watermark("shape", '<v:imagedata r:id="rId90"/>')))
    )
    assert only(found_in(content, tmp_path), "access-alt-text").where == "paragraph 4"


# -- lists and empty lines


@pytest.mark.parametrize(
    "text", ["• one", "- one", "– one", "* one", "o\tone", "1. one", "2) one", "(3) one", "b) one"]
)
def test_a_typed_list_is_found_once(text: str, tmp_path: Path) -> None:
    lines = (paragraph(text), paragraph(text.replace("one", "another")))
    found = only(found_in(changed("report", added(*lines)), tmp_path), "access-typed-list")
    assert found.where == "paragraph 4"
    assert found.suggestion.startswith("2 lines begin like this.")


def test_a_list_that_is_typed_within_a_paragraph_is_found(tmp_path: Path) -> None:
    block = "<w:p><w:r><w:t>These:</w:t><w:br/><w:t>- one</w:t></w:r></w:p>"
    assert only(found_in(changed("report", added(block)), tmp_path), "access-typed-list")


@pytest.mark.parametrize("text", ["3.5 of them", "10 October", "-5 degrees", "i.e. so", "–"])
def test_what_only_begins_like_a_list_is_none(text: str, tmp_path: Path) -> None:
    assert found_in(changed("report", added(paragraph(text))), tmp_path) == ()


def test_the_typed_number_of_a_heading_or_a_question_is_by_design(tmp_path: Path) -> None:
    blocks = (styled("Heading2", "1. A heading"), styled("Question", "2. A question"))
    assert found_in(changed("report", added(*blocks, at=4)), tmp_path) == ()


@pytest.mark.parametrize("empty", ["<w:p/>", paragraph(" "), "<w:p><w:r><w:br/></w:r></w:p>"])
def test_empty_lines_are_found_once_and_after_what_they_are(empty: str, tmp_path: Path) -> None:
    found = only(
        found_in(changed("report", added(empty, empty)), tmp_path), "access-empty-paragraph"
    )
    assert (found.where, found.text) == ("after paragraph 3", "2 empty lines")


def test_an_empty_line_at_the_top_is_found(tmp_path: Path) -> None:
    found = found_in(changed("report", added("<w:p/>", at=0)), tmp_path)
    assert only(found, "access-empty-paragraph").where == "before paragraph 1"


def test_an_empty_line_beside_text_in_a_cell_is_found(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        list(root.iter(w("tc")))[4].append(etree.Element(w("p")))

    found = only(found_in(changed("agenda", change), tmp_path), "access-empty-paragraph")
    assert found.where == "table 1, row 2"


def test_an_empty_paragraph_that_word_needs_is_well(tmp_path: Path) -> None:
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol/>'
        "</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Head</w:t></w:r>"
        "</w:p></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    emptied = (
        '<w:sdt><w:sdtPr><w:alias w:val="Yours"/><w:tag w:val="yours"/></w:sdtPr>'
        "<w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    )
    blocks = (emptied, page, table, "<w:p/>", table)
    assert found_in(changed("report", added(*blocks)), tmp_path) == ()
    assert found_in(changed("report", lambda r: added(table, "<w:p/>", at=len(body(r)) - 1)(r)),
                    tmp_path) == ()  # fmt: skip


# -- colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("000000", "FFFFFF", 21),
        ("FFFFFF", "FFFFFF", 1),
        ("767676", "FFFFFF", 4.54),
        ("777777", "FFFFFF", 4.48),
        ("FF0000", "FFFFFF", 4.0),
        ("0000FF", "FFFFFF", 8.59),
        ("595959", "FFFFFF", 7.0),
        ("949494", "FFFFFF", 3.03),
    ],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(other, one) == colours.contrast(one, other)


def test_the_greys_on_either_side_of_enough() -> None:
    assert colours.stands_out("767676", "FFFFFF")
    assert not colours.stands_out("777777", "FFFFFF")


def test_a_shading_is_its_fill_or_the_mixture_of_its_pattern() -> None:
    assert colours.shaded("clear", "auto", "f1f6f6") == "F1F6F6"
    assert colours.shaded("clear", "auto", "auto") == ""
    assert colours.shaded("nil", None, None) == ""
    assert colours.shaded("solid", "FF0000", "FFFFFF") == "FF0000"
    assert colours.shaded("pct25", "auto", "auto") == "BFBFBF"
    assert colours.shaded("diagStripe", "000000", "FFFFFF") == "808080"


def _coloured(colour: str, **more: str) -> str:
    return paragraph("Pale words", f'<w:color w:val="{colour}"/>{more.get("run", "")}',
                     more.get("properties", ""))  # fmt: skip


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _in_cell(inner: str, cell: str = "", table: str = "") -> str:
    return (
        f'<w:tbl><w:tblPr>{table}<w:tblW w:w="0" w:type="auto"/>'
        '<w:tblLook w:val="0020"/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>'
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{inner}</w:tc></w:tr>"
        "</w:tbl>"
    )


@pytest.mark.parametrize(
    ("block", "pair"),
    [
        (_coloured("777777"), "#777777 on #FFFFFF has 4.47:1"),
        (_coloured("767676", run=_shade("F0F0F0")), "#767676 on #F0F0F0"),
        (_coloured("FFFFFF", run='<w:highlight w:val="yellow"/>'), "#FFFFFF on #FFFF00"),
        (_coloured("767676", properties=_shade("F0F0F0")), "#767676 on #F0F0F0"),
        (_coloured("767676", properties='<w:pStyle w:val="Callout"/>'), "#767676 on #F1F6F6"),
        (_in_cell(_coloured("767676"), _shade("F0F0F0")), "#767676 on #F0F0F0"),
        (_in_cell(_coloured("767676"), table='<w:tblStyle w:val="Plain"/>'), "#767676 on #F1F6F6"),
        (_in_cell(_coloured("767676"), table='<w:tblStyle w:val="Boxes"/>'), "#767676 on #F1F6F6"),
    ],
    ids=["page", "run", "highlight", "paragraph", "style", "cell", "table style", "another"],
)  # fmt: skip
def test_pale_text_is_found_on_whatever_is_behind_it(block: str, pair: str, tmp_path: Path) -> None:
    found = only(found_in(changed("report", added(block)), tmp_path), "access-contrast")
    assert found.text == "Pale words"
    assert found.severity == "suggest"
    assert pair in found.suggestion


@pytest.mark.parametrize(
    "block",
    [
        _coloured("767676"),
        _coloured("FFFFFF", run=_shade("0B4F5C")),
        _coloured("auto", run=_shade("000080")),
        _coloured("FFFFFF", properties=_shade("0B4F5C")),
        _in_cell(_coloured("FFFFFF"), _shade("0B4F5C")),
        _in_cell(_coloured("767676"), _shade("auto"), '<w:tblStyle w:val="Plain"/>'),
        paragraph("Hidden", '<w:vanish/><w:color w:val="FFFFFF"/>'),
    ],
)
def test_text_that_stands_out_is_well(block: str, tmp_path: Path) -> None:
    assert found_in(changed("report", added(block)), tmp_path) == ()


def test_the_same_pale_colour_is_one_finding_that_says_how_often(tmp_path: Path) -> None:
    blocks = (_coloured("999999"), _coloured("999999"), _coloured("999999"))
    found = only(found_in(changed("report", added(*blocks)), tmp_path), "access-contrast")
    assert (found.where, found.text) == ("paragraph 4", "Pale words (and in 2 more places)")


def test_a_pale_style_is_found_through_what_it_is_based_on(tmp_path: Path) -> None:
    def pale(root: etree._Element) -> None:
        for style in root.iter(w("style")):
            if style.get(w("styleId")) == "ListBullet":
                properties = etree.SubElement(style, w("rPr"))
                etree.SubElement(properties, w("color")).set(w("val"), "999999")

    found = found_in(changed("report", pale, "word/styles.xml"), tmp_path)
    assert {f.rule for f in found} == {"access-contrast"}
    assert {f.suggestion.split(" has")[0] for f in found} == {
        "#999999 on #FFFFFF",
        "#999999 on #F1F6F6",  # the shaded list is based on it
    }


def test_a_pale_bullet_is_found(tmp_path: Path) -> None:
    def pale(root: etree._Element) -> None:
        for colour in root.iter(w("color")):
            colour.set(w("val"), "C0C0C0")

    found = found_in(changed("report", pale, "word/numbering.xml"), tmp_path)
    assert {f.rule for f in found} == {"access-contrast"}
    assert all("bullet or number" in f.text for f in found)


def box(fill: str) -> str:
    return (
        '<w:p><w:r><w:t>A box</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="'
        'http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
        '<w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="901" name="Box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr>{fill}</wps:spPr><wps:txbx>'
        f"<w:txbxContent>{_coloured('FFFFFF')}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback/>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def test_the_ground_of_a_text_box_is_its_fill(tmp_path: Path) -> None:
    def in_box(fill: str) -> tuple[Finding, ...]:
        return found_in(changed("report", added(box(fill))), tmp_path)

    dark = '<a:solidFill><a:srgbClr val="0B4F5C"/></a:solidFill>'
    assert in_box(dark) == ()
    pale = only(in_box(dark.replace("0B4F5C", "F1F6F6")), "access-contrast")
    assert (pale.where, pale.severity) == ("text box 1", "suggest")
    assert only(in_box("<a:noFill/>"), "access-contrast").severity == "suggest"
    unclear = only(in_box("<a:gradFill><a:gsLst/></a:gradFill>"), "access-contrast")
    assert unclear.severity == "consider"
    assert "could not be worked out" in unclear.suggestion


def test_the_ground_of_an_old_text_box_is_its_fill(tmp_path: Path) -> None:
    def in_box(filled: str) -> tuple[Finding, ...]:
        inner = f"<v:textbox><w:txbxContent>{_coloured('FFFFFF')}</w:txbxContent></v:textbox>"
        block = watermark("shape", inner).replace("<v:shape ", f"<v:shape {filled} ")
        return found_in(changed("report", added(block)), tmp_path)

    assert in_box('fillcolor="#0B4F5C"') == ()
    assert only(in_box(""), "access-contrast").where == "text box 1"
    assert only(in_box('filled="f" fillcolor="#0B4F5C"'), "access-contrast").severity == "suggest"
    assert only(in_box('fillcolor="window"'), "access-contrast").severity == "consider"


def test_a_coloured_page_is_the_ground_only_where_word_shows_it(tmp_path: Path) -> None:
    def dark(root: etree._Element) -> None:
        root.insert(0, xml('<w:background w:color="0B4F5C"/>'))

    content = changed("report", dark)
    assert found_in(content, tmp_path) == ()
    parts = dict(open_package(content).parts)
    root = parse(parts["word/settings.xml"])
    root.insert(1, xml("<w:displayBackgroundShape/>"))
    found = found_in(write_package({**parts, "word/settings.xml": serialise(root)}), tmp_path)
    assert {f.rule for f in found} == {"access-contrast"}
    assert all("on #0B4F5C" in f.suggestion for f in found)


# -- size, font, alignment


def _sized(points: float) -> str:
    return paragraph("Small words", f'<w:sz w:val="{round(points * 2)}"/>')


@pytest.mark.parametrize(("block", "least"), [(_sized(10.5), "11"), (_in_cell(_sized(9.5)), "10")])
def test_small_text_is_found(block: str, least: str, tmp_path: Path) -> None:
    found = only(found_in(changed("report", added(block)), tmp_path), "access-size")
    assert found.suggestion.startswith("It is ")
    assert f"at least {least}." in found.suggestion


def test_the_smallest_sizes_are_well(tmp_path: Path) -> None:
    assert found_in(changed("report", added(_sized(11), _in_cell(_sized(10)))), tmp_path) == ()


@pytest.mark.parametrize("part", ["header1", "footer1"])
def test_small_text_in_a_header_or_footer_is_found(part: str, tmp_path: Path) -> None:
    def small(root: etree._Element) -> None:
        root[0].append(xml(_sized(8.5))[1])

    found = only(found_in(changed("report", small, f"word/{part}.xml"), tmp_path), "access-size")
    assert found.where == part[:-1]


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'


@pytest.mark.parametrize("font", ["Times New Roman", "Cambria", "Garamond", "Courier New"])
def test_a_font_with_serifs_is_found(font: str, tmp_path: Path) -> None:
    content = changed("report", added(paragraph("Curly words", _fonts(font))))
    found = only(found_in(content, tmp_path), "access-font")
    assert (found.where, found.severity) == ("paragraph 4", "suggest")
    assert font in found.suggestion


def test_a_font_that_nobody_knows_is_for_a_person_to_look_at(tmp_path: Path) -> None:
    content = changed("report", added(paragraph("Odd words", _fonts("Harbour Bold"))))
    assert only(found_in(content, tmp_path), "access-font").severity == "consider"


@pytest.mark.parametrize("font", ["Calibri", "Verdana", "Open Sans", "Microsoft Sans Serif"])
def test_a_plain_font_is_well(font: str, tmp_path: Path) -> None:
    content = changed("report", added(paragraph("Plain words", _fonts(font))))
    assert found_in(content, tmp_path) == ()


def test_fonts_of_a_theme_are_followed() -> None:
    document = docx.Document()
    document.core_properties.title = "A title"
    document.add_heading("A title", 1)  # in its theme's plain font
    document.add_paragraph("Words in the theme's font for text, which has serifs.")
    buffer = io.BytesIO()
    document.save(buffer)
    found = only(find_accessibility("made.docx", buffer.getvalue()), "access-font")
    assert "Cambria" in found.suggestion
    assert found.where == "paragraph 2"


def test_text_stretched_to_both_margins_is_found(tmp_path: Path) -> None:
    block = paragraph("Stretched words", properties='<w:jc w:val="both"/>')
    found = only(found_in(changed("report", added(block)), tmp_path), "access-alignment")
    assert "Ctrl+L" in found.suggestion


def test_a_centred_line_is_well_and_a_centred_paragraph_is_not(tmp_path: Path) -> None:
    centred = '<w:jc w:val="center"/>'
    short = paragraph("A line", properties=centred)
    assert found_in(changed("report", added(short)), tmp_path) == ()
    long = paragraph("Many words. " * 20, properties=centred)
    assert only(found_in(changed("report", added(long)), tmp_path), "access-alignment")


# -- controls and links


@pytest.mark.parametrize(
    ("what", "rule"), [("alias", "access-control-title"), ("tag", "access-control-tag")]
)
def test_a_control_that_does_not_say_what_it_is_is_found(
    what: str, rule: str, tmp_path: Path
) -> None:
    def change(root: etree._Element) -> None:
        properties = next(root.iter(w("sdtPr")))
        properties.remove(next(properties.iter(w(what))))

    found = only(found_in(changed("notes", change), tmp_path), rule)
    places = {p.where: p.text for p in passages("notes.docx", documents()["notes"])}
    assert places[found.where] == "For example: When help changes hands"
    assert "Developer > Properties" in found.suggestion


def test_a_control_in_a_row_is_found_in_its_row(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        controls = [e for e in root.iter(w("sdtPr")) if e.find(w("tag")) is not None]
        last = next(e for e in controls if "." in str(e.find(w("tag")).get(w("val"))))  # type: ignore[union-attr]
        last.remove(next(last.iter(w("alias"))))

    found = only(found_in(changed("notes", change), tmp_path), "access-control-title")
    assert found.where == "table 1, row 2"


def _link(words: str) -> str:
    return f'<w:p><w:hyperlink w:anchor="x"><w:r><w:t>{words}</w:t></w:r></w:hyperlink></w:p>'


def _field(words: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = (
        '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://a.example" </w:instrText></w:r>'
    )
    text = f"<w:r><w:t>{words}</w:t></w:r>"
    return f"<w:p>{mark('begin')}{code}{mark('separate')}{text}{mark('end')}</w:p>"


@pytest.mark.parametrize("block", [_link, _field])
@pytest.mark.parametrize(
    "words",
    ["Click here", "here.", "Read more", "this link", "https://a.example/one/two/three/four/five"],
)
def test_a_link_that_does_not_say_where_it_leads_is_found(
    block: Callable[[str], str], words: str, tmp_path: Path
) -> None:
    found = only(found_in(changed("report", added(block(words))), tmp_path), "access-link")
    assert (found.where, found.text) == ("paragraph 4", words)


@pytest.mark.parametrize("block", [_link, _field])
@pytest.mark.parametrize("words", ["our guide for families", "team@seaside.example", "Page 4"])
def test_a_link_that_says_where_it_leads_is_well(
    block: Callable[[str], str], words: str, tmp_path: Path
) -> None:
    assert found_in(changed("report", added(block(words))), tmp_path) == ()


# -- what findings are like


def test_places_are_called_as_the_other_checks_call_them(tmp_path: Path) -> None:
    blocks = (
        box("<a:noFill/>").replace("FFFFFF", "888888"),
        _in_cell(_coloured("878787")),
        _coloured("868686"),
    )
    parts = dict(open_package(changed("notes", added(*blocks))).parts)
    for name in ("word/header1.xml", "word/footer1.xml"):
        root = parse(parts[name])
        root[0].append(xml(_coloured("858585" if "header" in name else "848484"))[1])
        parts[name] = serialise(root)
    content = write_package(parts)
    places = [f.where for f in found_in(content, tmp_path)]
    assert places == ["text box 1", "table 1, row 1", "paragraph 5", "header", "footer"]
    said = {p.where: p.text for p in passages("made.docx", content)}
    assert all("Pale words" in said[place] for place in places)


def test_every_rule_says_what_to_do_and_who_asks_for_it() -> None:
    for name, rule in RULES.items():
        assert name.startswith("access-")
        assert rule.say.endswith(".")
        assert rule.source
    assert [n for n, r in RULES.items() if r.severity == "stop"] == [
        "access-nothing-to-read",
        "access-pdf-nothing-to-read",
    ]


def test_every_rule_for_word_has_a_test_that_breaks_it() -> None:
    own = Path(__file__).read_text("utf-8").split("def test_every_rule_says")[0]
    missing = [n for n in RULES if "-pdf-" not in n and f'"{n}"' not in own]
    assert missing == []
