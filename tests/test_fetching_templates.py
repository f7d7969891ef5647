"""A Word template that would fetch something as soon as a document made from it is opened."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.linking_files import docx
from helpers.officer import Officer
from helpers.word_xml import document, p
from lfe_cli.review.templates import shipped
from lfe_cli.word.package import open_package, write_package
from lfe_cli.word.render import Properties, Template, TemplateFault, render

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ELSEWHERE = "http://templates.example"


def related(parts: dict[str, bytes], part: str, kind: str) -> None:
    """Link `part` to a thing of this kind that lies elsewhere."""
    folder, name = part.rsplit("/", 1)
    place = f"{folder}/_rels/{name}.rels"
    empty = f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode()
    link = (
        f'<Relationship Id="rIdElsewhere" Type="{OFFICE}/{kind}" Target="{ELSEWHERE}/a" '
        'TargetMode="External"/></Relationships>'
    )
    parts[place] = parts.get(place, empty).replace(b"</Relationships>", link.encode())


def sign_in(kind: str = "", part: str = "word/document.xml", field: str = "") -> bytes:
    parts = dict(open_package((shipped() / "sign-in.docx").read_bytes()).parts)
    if kind:
        related(parts, part, kind)
    if field:
        name = "word/document.xml"
        parts[name] = parts[name].replace(b"<w:sectPr", field.encode() + b"<w:sectPr", 1)
    return write_package(parts)


def filled(content: bytes) -> bytes:
    properties = Properties("A", "B", datetime(2027, 1, 4, tzinfo=UTC))
    return render(Template("sign-in.docx", content), {}, properties)


def run(*inside: str) -> str:
    return "".join(f"<w:r>{one}</w:r>" for one in inside)


CUT_IN_RUNS = "<w:p>" + run(
    '<w:fldChar w:fldCharType="begin"/>',
    "<w:instrText> INCLUDE</w:instrText>",
    f'<w:instrText>PICTURE "{ELSEWHERE}/a.png" </w:instrText>',
    '<w:fldChar w:fldCharType="end"/>',
) + "</w:p>"  # fmt: skip
FETCHING = {
    "a linked picture": sign_in("image"),
    "a linked object": sign_in("oleObject"),
    "a linked document": sign_in("subDocument"),
    "a linked frame": sign_in("frame", "word/webSettings.xml"),
    "a source for mail merge": sign_in("mailMergeSource", "word/settings.xml"),
    "a link that is followed on opening": sign_in("somethingNew"),
    "a field that fetches a picture": sign_in(field=CUT_IN_RUNS),
    "a field that fetches a text": sign_in(
        field='<w:p><w:fldSimple w:instr="includetext &quot;a&quot;"><w:r/></w:fldSimple></w:p>'
    ),
    "a field that asks another program": sign_in(
        field='<w:p><w:fldSimple w:instr=" DDEAUTO a b "><w:r/></w:fldSimple></w:p>'
    ),
}


@pytest.mark.parametrize("called", FETCHING)
def test_a_template_that_fetches_something_is_refused(called: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        filled(FETCHING[called])

    assert called in fault.value.sentence
    assert "Break Link" in fault.value.next_step


def test_every_kind_of_link_in_one_file_is_refused() -> None:
    with pytest.raises(TemplateFault, match="a linked picture"):
        filled(docx(ELSEWHERE))


def test_a_link_that_is_clicked_on_is_none_of_it() -> None:
    field = '<w:fldSimple w:instr="HYPERLINK &quot;LINK&quot;"><w:r/></w:fldSimple>'
    clicked = p("Sound") + f"<w:p>{field}</w:p>"
    parts = dict(open_package(document(clicked)).parts)
    related(parts, "word/document.xml", "hyperlink")

    filled(write_package(parts))


def test_no_document_keeps_a_template_that_is_attached_from_elsewhere() -> None:
    given = document(p("Sound"), **{"word/settings.xml": b"<w:settings xmlns:w='a'/>"})
    parts = dict(open_package(given).parts)
    related(parts, "word/settings.xml", "attachedTemplate")

    made = open_package(filled(write_package(parts)))

    assert ELSEWHERE.encode() not in b"".join(made.parts.values())


def test_check_and_templates_tell_of_both(review: Officer) -> None:
    top = review.folder.parent
    folder = top / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "sign-in.docx").write_bytes(sign_in("attachedTemplate", "word/settings.xml"))
    (folder / "guidance.docx").write_bytes(FETCHING["a linked picture"])

    said = review.lfe("check", "--json", at=top)

    assert said.code == 1
    found = {f["file"]: f for f in said.json["findings"] if f["file"].startswith("templates/")}
    assert found["templates/guidance.docx"]["severity"] == "stop"
    assert found["templates/sign-in.docx"]["severity"] == "suggest"
    assert "template" in found["templates/sign-in.docx"]["text"]
    told = review.lfe("issue-audits")
    assert told.code == 2
    assert "a linked picture" in told.all
    assert not Path(review.folder, "audits", "guidance.docx").exists()
