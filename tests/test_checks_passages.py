"""Everything that a file holds is read, with a place that a person can go to."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from helpers import word_xml
from helpers.marked_word_file import word_file
from lfe_cli.checks.passages import Passage, passages
from lfe_cli.errors import LfeError
from lfe_cli.word.package import open_package, write_package
from ooxml.validate import problems


@pytest.fixture(scope="module")
def found() -> tuple[Passage, ...]:
    return passages("LFE-2026-001/report/marked-name.docx", word_file())


def test_the_word_file_of_these_tests_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file())
    assert problems(path) == []


@pytest.mark.parametrize(
    ("text", "where", "kind"),
    [
        ("What we learned", "paragraph 1", "heading"),
        ("marked-control", "paragraph 2", "body"),
        ("marked-split", "paragraph 3", "body"),
        ("marked-inserted", "paragraph 4", "body"),
        ("marked-deleted", "paragraph 4, deleted text", "deleted"),
        ("marked-hidden", "paragraph 5, hidden text", "hidden"),
        ("marked-item", "paragraph 6", "item"),
        ("marked-cell", "table 1, row 2", "body"),
        ("marked-nested", "table 1, row 2", "body"),
        ("marked-field", "paragraph 7, a field", "field"),
        ("marked-box", "text box 1", "body"),
        ("marked-alt", "alternative text", "alt"),
        ("marked-title", "title of a content control", "name"),
        ("marked_tag", "tag of a content control", "name"),
        ("marked-author", "author of a tracked change", "author"),
        ("marked-header", "header", "header"),
        ("marked-footer", "footer", "footer"),
        ("marked-comment", "comment 1", "comment"),
        ("marked-reader", "author of comment 1", "author"),
        ("marked-creator", "document property author", "property"),
        ("marked-doctitle", "document property title", "property"),
        ("marked-description", "document property comments", "property"),
        ("marked-custom", "custom XML", "property"),
        ("marked-attribute", "custom XML", "property"),
        ("marked-link", "link", "link"),
        ("marked-name", "file name", "name"),
    ],
)
def test_every_place_of_a_word_file_is_read(
    found: tuple[Passage, ...], text: str, where: str, kind: str
) -> None:
    hits = [p for p in found if text in p.text]
    assert [(p.where, p.kind) for p in hits] == [(where, kind)]


def test_deleted_and_hidden_text_is_not_part_of_what_shows(found: tuple[Passage, ...]) -> None:
    shown = {p.where: p.text for p in found}
    assert shown["paragraph 4"] == "It is marked-inserted marked-ded now"
    assert shown["paragraph 5"] == "Shown  end"


def test_nothing_that_word_itself_writes_is_taken_for_text() -> None:
    buffer = io.BytesIO()
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = ""
    document.save(buffer)
    texts = [p for p in passages("a.docx", buffer.getvalue()) if p.kind != "picture"]
    assert {p.where for p in texts} <= {"file name"}, texts


def test_files_inside_a_word_file_are_read_too() -> None:
    parts = dict(open_package(word_file()).parts)
    parts["word/embeddings/inner.docx"] = word_file()
    parts["word/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0"
    found = passages("a.docx", write_package(parts))
    assert "embedded file inner.docx, paragraph 3" in {p.where for p in found}
    assert [p.text for p in found if p.kind == "unread"] == ["oleObject1.bin"]


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:pPr><w:r><w:t>marked</w:t></w:r></w:pPr></w:p>",
        "<w:sdt><w:sdtPr><w:p><w:r><w:t>marked</w:t></w:r></w:p></w:sdtPr></w:sdt>",
        "<w:tbl><w:tr><w:tc><w:sdt><w:sdtPr><w:p><w:r><w:t>marked</w:t></w:r></w:p></w:sdtPr></w:sdt>"
        "</w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tblPr><w:p><w:r><w:t>marked</w:t></w:r></w:p></w:tblPr></w:tbl>",
        "<w:p><w:r><w:rPr><w:t>marked</w:t></w:rPr></w:r></w:p>",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:t>marked</w:t></w:fldChar></w:r></w:p>",
    ],
)
def test_text_that_stands_where_only_properties_do_is_found_too(body: str) -> None:
    assert any("marked" in passage.text for passage in passages("a.docx", word_xml.document(body)))


@pytest.mark.parametrize("value", ["", " w:val='1'", " w:val=''", " w:val='odd'"])
def test_hidden_text_is_told_as_hidden_however_that_is_written(value: str) -> None:
    body = f"<w:p><w:r><w:rPr><w:vanish{value}/></w:rPr><w:t>marked</w:t></w:r></w:p>"
    found = passages("a.docx", word_xml.document(body))
    assert [p.kind for p in found if "marked" in p.text] == ["hidden"]


@pytest.mark.parametrize("name", ["Author", "Report author", "Last modified by"])
def test_a_property_that_says_who_wrote_it_is_known_by_its_name(name: str) -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    parts = dict(open_package(buffer.getvalue()).parts)
    parts["docProps/custom.xml"] = (
        "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/custom-properties'"
        f"><property name='{name}'><x>Bob Madeup</x></property></Properties>"
    ).encode()
    found = passages("a.docx", write_package(parts))
    assert [p.leftover for p in found if "Madeup" in p.text] == ["author"]


def test_a_workbook_is_read_cell_by_cell() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Actions"
    sheet["B4"] = "marked-cell"
    sheet["C5"] = "=CONCAT(B4)"
    sheet["D6"] = 4711
    sheet.oddFooter.center.text = "marked-footer"
    book.create_sheet("marked-sheet")
    book.properties.creator = "marked-creator"
    buffer = io.BytesIO()
    book.save(buffer)
    found = {p.where: p.text for p in passages("a.xlsx", buffer.getvalue())}
    assert found["Actions!B4"] == "marked-cell"
    assert "CONCAT(B4)" in found["Actions!C5"]
    assert found["Actions!D6"] == "4711"
    assert "marked-footer" in found["Actions, header or footer"]
    assert found["document property author"] == "marked-creator"
    assert "marked-sheet" in found.values()


def test_a_mail_is_read_with_its_headers_decoded_and_its_attachments_opened() -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"] = "märked subject"
    mail["To"] = "Someone <someone@example.org>"
    mail.set_content("Dear colleague,\n\nmärked body\n")
    mail.add_alternative("<p>Dear</p><p>marked &amp; html</p>", subtype="html")
    mail.add_attachment(
        word_file(), maintype="application", subtype="octet-stream", filename="märked.docx"
    )
    found = passages("draft.eml", mail.as_bytes())
    said = {p.where: p.text for p in found}
    assert said["mail header Subject"] == "märked subject"
    assert ("address", "Someone <someone@example.org>") in {(p.kind, p.text) for p in found}
    assert said["body, line 3"] == "märked body"
    assert "marked & html" in {p.text for p in found}
    assert said["attachment märked.docx, paragraph 3"] == "marked-split"
    assert said["attachment märked.docx, file name"] == "märked.docx"


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"no header at all",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; "
        b"charset=none-such\n\n\xff\xfe marked\n--x--",
        b"Subject: =?none-such?B?////?=\nContent-Transfer-Encoding: base64\n\n!!!!",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(mail: bytes) -> None:
    assert passages("a.eml", mail)[-1] == Passage("file name", "a.eml", "name")


def test_a_calendar_file_is_read_unfolded() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/London:20270210T093000\r\n"
        "SUMMARY:Learning\\, mar\r\n ked\r\nATTENDEE;CN=marked-cn:mailto:a@example.org\r\n"
        "END:VEVENT"
    )
    found = {(p.where, p.text, p.kind) for p in passages("a.ics", text.encode())}
    assert ("line 4 (SUMMARY)", "Learning, marked", "body") in found
    assert ("line 6 (ATTENDEE)", "CN=marked-cn", "key") in found
    assert not [f for f in found if "20270210" in f[1]]


def test_yaml_tells_the_line_and_the_path_of_every_value_and_reads_comments() -> None:
    text = (
        "title: A # marked-note\n"
        "what_we_learned:\n"
        "  - one\n"
        "  # marked-comment\n"
        "  - 'two # not a comment'\n"
        "next_steps:\n"
        "  - recommendation: three\n"
    )
    found = {p.where: p.text for p in passages("learning.yaml", text.encode())}
    assert found["line 5 (what_we_learned, item 2)"] == "two # not a comment"
    assert found["line 7 (next_steps, item 1, recommendation)"] == "three"
    assert found["line 1 (a comment)"] == "marked-note"
    assert found["line 4 (a comment)"] == "marked-comment"
    assert "line 5 (a comment)" not in found


def test_yaml_that_is_broken_is_still_read_line_by_line() -> None:
    found = {p.where: p.text for p in passages("learning.yaml", b"a: b: c\nmarked\n")}
    assert found["line 2"] == "marked"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    found = passages("a.txt", "first\n\nmärked".encode(encoding))
    assert found[:2] == (Passage("line 1", "first"), Passage("line 3", "märked"))


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.docx", b"not a package"),
        ("a.docx", b"PK\x03\x04 damaged"),
        ("a.docx", _zip(nothing=b"")),
        ("a.docx", _zip(**{"word__document.xml": b"<not closed"})),
        ("a.docx", _zip(**{"word__document.xml": b"<!DOCTYPE a><a/>"})),
        ("a.xlsx", _zip(nothing=b"")),
        ("a.xlsx", _zip(**{"xl__workbook.xml": b"<not closed"})),
        ("a.pdf", b"%PDF-1.7"),
        ("a.png", b"\x89PNG\0\0"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(LfeError) as caught:
        passages(name, content)
    assert caught.value.sentence.startswith(f"{name} was not checked. ")
    assert caught.value.next_step
