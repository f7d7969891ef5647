"""What another program left behind is told, and is no fault of the tool: cut, empty, odd files."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter

from helpers.officer import Officer
from helpers.pages import with_page
from helpers.renamed_parts import parts_in, zipped
from helpers.states import review_after
from lfe_cli.review.templates import shipped

needs_posix = pytest.mark.skipif(os.name == "nt", reason="The stand-ins are shell scripts")


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")


# ---------------------------------------------------------------- PDFs


def a_pdf(pages: int = 1) -> bytes:
    writer, buffer = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(buffer)
    return buffer.getvalue()


def without(word: bytes, instead: bytes = b"") -> bytes:
    return a_pdf().replace(word, instead)


PDFS = {
    "empty": b"",
    "begun": a_pdf()[:9],
    "cut in the middle": a_pdf()[: len(a_pdf()) // 2],
    "cut at the end": a_pdf()[:-7],
    "no PDF": b"\0" * 1_000,
    "without its root": without(b"/Root"),
    "without its pages": without(b"/Kids", b"/Rids"),
    "with a page that is none": without(b"/MediaBox", b"/Foo"),
    "with a name for a number": without(b"595", b"/Foo"),
    "with a reference that leads nowhere": without(b"/Pages 1", b"/Pages 99"),
}
every_pdf = pytest.mark.parametrize("pdf", PDFS.values(), ids=PDFS.keys())
WRITER = """#!/bin/sh
for document; do
  case "$document" in *.docx)
    folder="$(dirname "$document")/made"
    mkdir -p "$folder"
    cp "{pdf}" "$folder/$(basename "$document" .docx).pdf";;
  esac
done
"""


@needs_posix
@every_pdf
def test_a_page_is_estimated_where_libreoffice_leaves_a_pdf_that_is_none(
    officer: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pdf: bytes
) -> None:
    review = review_after(with_a_draft, officer)
    (tmp_path / "left.pdf").write_bytes(pdf)
    program = tmp_path / "programs" / "soffice"
    program.parent.mkdir()
    program.write_text(WRITER.format(pdf=tmp_path / "left.pdf"))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.delenv("LFE_OFFICE", raising=False)
    review.path("report/report.docx").unlink()
    review.done("report")
    assert review.path("report/report.docx").is_file()
    assert not review.path("report/report.pdf").exists()


def with_a_draft(review: Officer) -> None:
    with_page(review, "draft")


@every_pdf
def test_a_pdf_that_cannot_be_read_is_told_by_the_check(officer: Officer, pdf: bytes) -> None:
    review = review_after(with_a_draft, officer)
    review.path("report/report.pdf").write_bytes(pdf)
    for words in (("check", "report/report.pdf"), ("report", "--stage", "agreed")):
        assert review.lfe(*words).code in {0, 1, 2}, words


HOSTILE: dict[str, Callable[[], bytes]] = {
    "many trailers": lambda: b"%PDF-1.4\n" + b"trailer<</Root 1 0 R>>\n" * 500_000 + b"%%EOF",
    "many objects": lambda: b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 500_000 + b"%%EOF",
    "blanks": lambda: b"%PDF-1.4\n" + b" " * 20_000_000,
}


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_pdf_that_would_take_long_is_not_taken_apart(
    officer: Officer, build: Callable[[], bytes]
) -> None:
    officer.path("page.pdf").write_bytes(build())
    before = time.process_time()
    assert officer.lfe("check", "page.pdf").code in {0, 1, 2}
    assert time.process_time() - before < 5


# ---------------------------------------------------------------- parts of Word files

_DECLARED = re.compile(rb"^<\?xml[^>]*\?>")
_NUMBER = re.compile(rb'(w:\w+=")-?\d+(?=")')
Alter = Callable[[bytes], bytes | None]
ALTERED: dict[str, Alter] = {
    "taken out": lambda xml: None,
    "empty": lambda xml: b"",
    "cut off": lambda xml: xml[: len(xml) // 2],
    "with a document type": lambda xml: b"<!DOCTYPE a>" + _DECLARED.sub(b"", xml),
    "in an odd encoding": lambda xml: (
        b'<?xml version="1.0" encoding="cp037"?>' + _DECLARED.sub(b"", xml)
    ),
    "with another root": lambda xml: b"<a/>",
    "with words for numbers": lambda xml: _NUMBER.sub(rb"\1auto", xml),
    "with huge numbers": lambda xml: _NUMBER.sub(rb"\g<1>99999999999999999999", xml),
    "with no numbers": lambda xml: _NUMBER.sub(rb"\1", xml),
    "with noughts": lambda xml: _NUMBER.sub(rb"\g<1>0", xml),
    "with lengths as in LibreOffice": lambda xml: _NUMBER.sub(rb"\g<1>2.5cm", xml),
}
PARTS = ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml")
OTHERS = ("word/styles.xml", "word/numbering.xml", "word/settings.xml", "docProps/core.xml")
every_alteration = pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED.keys())


def altered(content: bytes, alter: Alter) -> Iterator[bytes]:
    """The file again and again, each time with another part that is altered."""
    parts = parts_in(content)
    for name in (*PARTS, *OTHERS):
        if name in parts:
            new = alter(parts[name])
            others = {one: xml for one, xml in parts.items() if one != name}
            yield zipped(others if new is None else {**others, name: new})


@every_alteration
def test_a_page_with_a_part_that_is_odd_is_told_or_goes_on(officer: Officer, alter: Alter) -> None:
    review = review_after(with_a_draft, officer)
    page = review.path("report/report.docx")
    for content in altered(page.read_bytes(), alter):
        for words in (("check", "report/report.docx"), ("report", "--stage", "agreed")):
            page.write_bytes(content)
            said = review.lfe(*words, *(("--dry-run",) if "report" in words else ()))
            assert said.code in {0, 1, 2}, said
    page.unlink()


@every_alteration
def test_a_template_with_a_part_that_is_odd_is_told_or_used(officer: Officer, alter: Alter) -> None:
    review = review_after(with_a_draft, officer)
    own = review.folder.parent / "templates" / "report.docx"
    own.parent.mkdir(exist_ok=True)
    for content in altered((shipped() / "report.docx").read_bytes(), alter):
        own.write_bytes(content)
        said = review.lfe("report", "--replace", "--dry-run")
        assert said.code in {0, 1, 2}, said
    own.unlink()
