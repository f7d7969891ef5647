"""A made document says what was filled in and checked, in whatever program it is opened."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from lxml import etree
from pypdf import PdfReader

from helpers.libreoffice import needs_office
from helpers.officer import Officer
from helpers.pages import bring_page_to, write_learning
from helpers.word_files import edit, text_of
from helpers.word_xml import document, p, with_part
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.render import Properties, Template, TemplateFault, render
from lfe_cli.word.xml import W15, W, parse, w

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STORE = "{0A1B2C3D-0000-4000-8000-000000000001}"
OLD = "Minutes of the spring meeting"
WORDS = "Words of the template"


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def text(said: str) -> str:
    return run(f"<w:t>{said}</w:t>")


def bound(kind: str = "w", said: str = WORDS) -> str:
    return (
        f"<w:sdt><w:sdtPr><{kind}:dataBinding w:prefixMappings=\"xmlns:a='urn:example'\" "
        f'w:xpath="/a:letter[1]/a:title[1]" w:storeItemID="{STORE}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{text(said)}</w:sdtContent></w:sdt>"
    )


def mark(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def code(said: str) -> str:
    return run(f'<w:instrText xml:space="preserve">{said}</w:instrText>')


def field(said: str, result: str) -> str:
    return mark("begin") + code(said) + mark("separate") + result + mark("end")


INNER = mark("begin") + code(" PAGE ") + mark("separate") + text("1") + mark("end")
CONDITION = (
    f"{mark('begin')}{code(' IF ')}{INNER}{code(' = 1 ')}{mark('separate')}{text(WORDS)}"
    f"{mark('end')}"
)
WORKED_OUT = {
    "a control that is bound to data": bound(),
    "a control that is bound as newer Word binds": bound("w15"),
    "a simple field": f'<w:fldSimple w:instr=" TITLE ">{text(WORDS)}</w:fldSimple>',
    "a simple field in another": (
        f'<w:fldSimple w:instr=" QUOTE "><w:fldSimple w:instr=" SUBJECT ">{text(WORDS)}'
        "</w:fldSimple></w:fldSimple>"
    ),
    "a field in small letters": field(" docproperty Category ", text(WORDS)),
    "a code that Word has cut into runs": (
        mark("begin") + code(" STYLE") + code("REF Title ") + mark("separate") + text(WORDS)
        + mark("end")
    ),
    "a date": field(' DATE \\@ "d MMMM yyyy" ', text(WORDS)),
    "a file's name": field(" FILENAME ", text(WORDS)),
    "a reference": field(" REF mark ", text(WORDS)),
    "a condition with a field in it": CONDITION,
    "a field in the result of another": field(" TOC ", field(" REF a ", text(WORDS))),
    "mail merge": field(" MERGEFIELD Name ", text(WORDS)),
    "a text to fill in that is worked out": (
        run(
            '<w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:type w:val="currentDate"/>'
            "</w:textInput></w:ffData></w:fldChar>"
        )
        + code(" FORMTEXT ") + mark("separate") + text(WORDS) + mark("end")
    ),
    "a field that never ends": mark("begin") + code(" DATE ") + mark("separate") + text(WORDS),
    "two shapes that say two things": (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}" xmlns:wps="urn:wps"><mc:Choice Requires="wps">'
        f"<w:t>{WORDS}</w:t></mc:Choice><mc:Fallback><w:t>{OLD}</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ),
}  # fmt: skip
STAYS = {
    "the page's number": field(" PAGE ", text("1")),
    "the number of pages": f'<w:fldSimple w:instr="NUMPAGES \\* Arabic">{text("1")}</w:fldSimple>',
    "a link": field(' HYPERLINK "https://example.org" ', text(WORDS)),
    "a box to tick": mark("begin") + code(" FORMCHECKBOX ") + mark("end"),
    "a page's number in a field that goes": field(" TOC ", field(" PAGEREF a ", text("2"))),
}


def bare() -> bytes:
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return document(p(), **{"word/_rels/document.xml.rels": f"{links}</Relationships>".encode()})


def template(inside: str, part: str = "word/document.xml") -> bytes:
    """A template with one paragraph in its text or its footer."""
    paragraph = f'<w:p xmlns:w="{W}" xmlns:w15="{W15}">{inside}</w:p>'
    if part == "word/document.xml":
        return document(paragraph)
    return with_part(bare(), part, f'<w:ftr xmlns:w="{W}">{paragraph}</w:ftr>', "footer")


def filled(content: bytes) -> dict[str, bytes]:
    properties = Properties("A", "B", datetime(2027, 1, 4, tzinfo=UTC))
    return dict(open_package(render(Template("sign-in.docx", content), {}, properties)).parts)


def first_paragraph(made: bytes) -> etree._Element:
    return next(parse(made).iter(w("p")))


@pytest.mark.parametrize("kind", WORKED_OUT)
@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml"])
def test_what_is_worked_out_on_opening_becomes_the_text_that_it_shows(kind: str, part: str) -> None:
    paragraph = first_paragraph(filled(template(WORKED_OUT[kind], part))[part])

    assert "".join(t.text or "" for t in paragraph.iter(w("t"))) == WORDS
    names = {etree.QName(element).localname for element in paragraph.iter()}
    assert not names & {"dataBinding", "fldChar", "fldSimple", "instrText", "Fallback"}


@pytest.mark.parametrize("kind", STAYS)
def test_numbers_of_pages_and_what_a_person_fills_in_stay(kind: str) -> None:
    paragraph = first_paragraph(filled(template(STAYS[kind]))["word/document.xml"])

    codes = [e.text or "" for e in paragraph.iter(w("instrText"))]
    codes += [e.get(w("instr")) or "" for e in paragraph.iter(w("fldSimple"))]
    assert len(codes) == 1
    marks = [e.get(w("fldCharType")) for e in paragraph.iter(w("fldChar"))]
    assert marks.count("begin") == marks.count("end")


@pytest.mark.parametrize("setting", ['<w:updateFields w:val="true"/>', "<w:mailMerge/>"])
def test_word_is_not_told_to_work_anything_out(setting: str) -> None:
    settings = f'<w:settings xmlns:w="{W}">{setting}</w:settings>'
    made = filled(with_part(bare(), "word/settings.xml", settings, "settings"))

    assert not len(parse(made["word/settings.xml"]))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (f'<w:ins w:id="1" w:author="A">{text("New words")}</w:ins>', "tracked changes"),
        (
            '<w:del w:id="1" w:author="A"><w:r><w:delText>New words</w:delText></w:r></w:del>',
            "tracked changes",
        ),
        (f'<w:moveTo w:id="1" w:author="A">{text("New words")}</w:moveTo>', "tracked changes"),
    ],
)
def test_a_template_with_tracked_changes_is_refused_with_their_words(
    inside: str, said: str
) -> None:
    with pytest.raises(TemplateFault, match=said) as fault:
        filled(template(inside))

    assert fault.value.where == "sign-in.docx, text, New words"
    assert "Accept All Changes" in fault.value.next_step


def test_a_template_into_which_word_puts_another_document_is_refused() -> None:
    with pytest.raises(TemplateFault, match="another document in its text"):
        filled(document("<w:altChunk/>" + p()))


def bound_letterhead(review: Officer) -> None:
    """Our page with its title in a control that is bound to the letterhead's own data."""
    review.done("templates", "report.docx", at=review.folder.parent)
    own = review.folder.parent / "templates" / "report.docx"

    def bind(root: etree._Element) -> None:
        said = [p for p in root.iter(w("p")) if "".join(p.itertext()).strip() == "{{ title }}"]
        for child in [c for c in said[0] if c.tag != w("pPr")]:
            said[0].remove(child)
        said[0].append(etree.fromstring(f'<w:x xmlns:w="{W}">{bound(said="{{ title }}")}</w:x>')[0])

    content = edit(own.read_bytes(), bind)
    data = f'<letter xmlns="urn:example"><title>{OLD}</title></letter>'
    properties = (
        f'<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="{OFFICE}/customXml">'
        "<ds:schemaRefs/></ds:datastoreItem>"
    )
    parts = dict(open_package(content).parts)
    parts["customXml/item1.xml"] = data.encode()
    links, end = "word/_rels/document.xml.rels", b"</Relationships>"
    to_data = (
        f'<Relationship Id="rIdData" Type="{OFFICE}/relationships/customXml" '
        'Target="../customXml/item1.xml"/></Relationships>'
    )
    parts[links] = parts[links].replace(end, to_data.encode())
    types = (
        '<Override PartName="/customXml/item1.xml" ContentType="application/xml"/>'
        '<Override PartName="/customXml/itemProps1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.customXmlProperties+xml"/></Types>'
    )
    listed = "[Content_Types].xml"
    parts[listed] = parts[listed].replace(b"</Types>", types.encode())
    parts["customXml/itemProps1.xml"] = properties.encode()
    parts["customXml/_rels/item1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/relationships/customXmlProps" '
        'Target="itemProps1.xml"/></Relationships>'
    ).encode()
    own.write_bytes(write_package(parts))


@needs_office
def test_the_page_of_a_bound_letterhead_says_its_own_title_in_the_pdf(review: Officer) -> None:
    bound_letterhead(review)
    write_learning(review)

    review.done("report")

    pdf = PdfReader(io.BytesIO(review.path("report", "report.pdf").read_bytes()))
    said = pdf.pages[0].extract_text()
    assert "When help changes hands" in said
    assert OLD not in said


def test_what_a_person_put_into_the_page_shows_its_own_words_from_the_next_stage_on(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")
    write_learning(review)
    bring_page_to(review, "draft")
    page = review.path("report", "report.docx")
    inside = f'<w:p xmlns:w="{W}">{field(" TITLE ", text(WORDS))}</w:p>'
    put = etree.fromstring(inside)
    page.write_bytes(edit(page.read_bytes(), lambda root: root.find(w("body")).insert(1, put)))  # type: ignore[union-attr]

    review.done("report", "--stage", "agreed")

    made = page.read_bytes()
    assert WORDS in text_of(made)
    assert b"TITLE" not in open_package(made).parts["word/document.xml"]


def test_the_check_tells_what_of_an_own_template_becomes_plain_text(review: Officer) -> None:
    bound_letterhead(review)
    workspace = review.folder.parent
    own = workspace / "templates" / "report.docx"
    put = etree.fromstring(f'<w:p xmlns:w="{W}">{field(" DATE ", text(WORDS))}</w:p>')
    own.write_bytes(edit(own.read_bytes(), lambda root: root.insert(0, put), "word/header1.xml"))

    found = review.lfe("check", "--json", at=workspace).json["findings"]

    told = [f for f in found if f["rule"] == "template-worked-out"]
    assert [(f["file"], f["where"], f["severity"]) for f in told] == [
        ("templates/report.docx", "text", "consider"),
        ("templates/report.docx", "header", "consider"),
    ]
    assert "a control that is bound to data" in told[0]["text"]
    assert "a field (DATE)" in told[1]["text"]
