"""What an officer sees of a restyled template that cannot be measured."""

from __future__ import annotations

import pytest

from helpers import restyled_templates
from helpers.officer import Officer
from helpers.pages import write_learning


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
    write_learning(review)
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
    for columns in section.findall(restyled_templates._w("cols")):
        section.remove(columns)
    margin = section.find(restyled_templates._w("pgMar"))
    margin.addnext(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="400"/>'))
    document.save(str(path))
    write_learning(review)
    said = review.lfe("report")
    assert said.code == 2
    assert "columns" in said.all
