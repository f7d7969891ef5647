"""A template that a partnership restyled in Word is measured as it is, or said not to be."""

from __future__ import annotations

import pytest
import restyled
from conftest import Officer
from reports import reports
from test_report import learn

from lfe_cli.documents.estimate import room_taken
from lfe_cli.documents.rendered import Rendered
from lfe_cli.office import find_office
from lfe_cli.review.templates import shipped

MEASURED = [
    restyled.wide_margins,
    restyled.airy,
    restyled.exact_and_justified,
    restyled.letter_paper,
    restyled.letterhead,
    restyled.logo_in_the_text,
    restyled.long_foot,
    restyled.steps_in_a_table,
    restyled.boxed_questions,
]
COUNT = 8


@pytest.mark.parametrize("change", MEASURED, ids=lambda change: change.__name__)
def test_a_restyled_template_is_measured_as_libreoffice_lays_it_out(
    change: restyled.Restyle,
) -> None:
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    template = restyled.restyled((shipped() / "report.docx").read_bytes(), change)
    documents = [report.content for report in reports(31, COUNT, template)]
    agreed = 0
    for document, pdf in zip(documents, office.pdfs_of(documents), strict=True):
        assert pdf is not None
        agreed += (Rendered(pdf).pages == 1) == (room_taken(document).pages == 1)
    assert agreed >= COUNT - 1


def test_a_template_in_another_font_is_said_not_to_be_measured(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docx import Document

    monkeypatch.setenv("LFE_OFFICE", "none")
    root = Officer(review.folder.parent)
    root.done("templates", "report.docx")
    path = root.path("templates", "report.docx")
    document = Document(str(path))
    document.styles["Normal"].font.name = "Georgia"
    document.save(str(path))
    learn(review)
    said = review.lfe("report")
    assert said.code == 2
    assert "Georgia" in said.all
    assert not review.path("report", "report.docx").exists()


def test_columns_are_said_not_to_be_measured(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    monkeypatch.setenv("LFE_OFFICE", "none")
    root = Officer(review.folder.parent)
    root.done("templates", "report.docx")
    path = root.path("templates", "report.docx")
    document = Document(str(path))
    section = document.sections[0]._sectPr
    for columns in section.findall(restyled._w("cols")):
        section.remove(columns)
    margin = section.find(restyled._w("pgMar"))
    margin.addnext(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="400"/>'))
    document.save(str(path))
    learn(review)
    said = review.lfe("report")
    assert said.code == 2
    assert "columns" in said.all
