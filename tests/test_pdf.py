"""The PDF of a report: tagged, with a title and a language, and found out where it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject

from lfe_cli.checks.access_rules import RULES
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.pdf_access import find_pdf_accessibility
from lfe_cli.errors import LfeError
from lfe_cli.word.office import find_office

REPORT = Path(__file__).parents[1] / "examples" / "LFE-2026-001" / "report" / "report.docx"
PDF_RULES = {name for name in RULES if name.startswith("access-pdf-")}

Change = Callable[[DictionaryObject], None]


@cache
def _printed() -> bytes | None:
    office = find_office()
    return office.pdf_of(REPORT.read_bytes()) if office else None


@pytest.fixture
def printed() -> bytes:
    """The report of the example as LibreOffice prints it for the tool."""
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    made = _printed()
    assert made is not None
    return made


def made_of(
    pages: bytes | None, change: Change = lambda root: None, title: str = "A title"
) -> bytes:
    """A PDF with the pages of another one (or one without text) that is well, then changed."""
    writer = PdfWriter(clone_from=io.BytesIO(pages)) if pages else PdfWriter()
    if not pages:
        writer.add_blank_page(595, 842)
    writer.metadata = {"/Title": title}
    change(writer.root_object)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in found]


def test_the_pdf_of_the_report_has_no_finding(printed: bytes) -> None:
    assert find_pdf_accessibility(printed, "page.pdf") == ()


def test_a_copy_of_it_has_none_so_that_what_is_changed_below_is_what_is_found(
    printed: bytes,
) -> None:
    assert find_pdf_accessibility(made_of(printed), "page.pdf") == ()


def _unmarked(root: DictionaryObject) -> None:
    mark = root["/MarkInfo"]
    assert isinstance(mark, DictionaryObject)
    mark[NameObject("/Marked")] = BooleanObject(False)


def _title_hidden(root: DictionaryObject) -> None:
    preferences = root["/ViewerPreferences"]
    assert isinstance(preferences, DictionaryObject)
    preferences[NameObject("/DisplayDocTitle")] = BooleanObject(False)


def _without(key: str) -> Change:
    def change(root: DictionaryObject) -> None:
        del root[key]

    return change


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_unmarked, "access-pdf-tags"),
        (_without("/MarkInfo"), "access-pdf-tags"),
        (_without("/StructTreeRoot"), "access-pdf-tags"),
        (_title_hidden, "access-pdf-title-shown"),
        (_without("/ViewerPreferences"), "access-pdf-title-shown"),
        (_without("/Lang"), "access-pdf-language"),
    ],
)
def test_what_a_pdf_lacks_is_found_and_nothing_else(
    printed: bytes, change: Change, rule: str
) -> None:
    [found] = find_pdf_accessibility(made_of(printed, change), "page.pdf")
    assert (found.rule, found.file, found.severity) == (rule, "page.pdf", "suggest")


def test_a_pdf_without_a_title_is_found(printed: bytes) -> None:
    assert rules(find_pdf_accessibility(made_of(printed, title=" "), "page.pdf")) == [
        "access-pdf-title"
    ]


def test_a_page_without_text_tags_or_language_has_every_finding_and_is_a_stop() -> None:
    found = find_pdf_accessibility(made_of(None, title=""), "page.pdf")
    assert set(rules(found)) == PDF_RULES
    assert [f.rule for f in found if f.severity == "stop"] == ["access-pdf-nothing-to-read"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and no more", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused_without_a_word_on_the_screen(
    content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LfeError) as refused:
        find_pdf_accessibility(content, "page.pdf")
    assert "page.pdf was not checked" in refused.value.sentence
    assert capfd.readouterr() == ("", "")


def test_a_pdf_with_a_password_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(LfeError) as refused:
        find_pdf_accessibility(buffer.getvalue(), "page.pdf")
    assert "password" in refused.value.sentence
