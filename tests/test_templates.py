"""The shipped templates: each makes a document that everybody can read, and that Word opens."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from helpers.documents import KINDS, LEARNING, MOMENT, documents, make, review_of_three, template_of
from helpers.libreoffice import needs_office, saved
from lfe_cli.letters.context import common
from lfe_cli.review.templates import shipped
from lfe_cli.word.package import open_package
from lfe_cli.word.render import Properties, TemplateFault, render
from lfe_cli.word.xml import W15, parse, val, w
from ooxml.validate import problems
from tools.make_templates import look
from tools.make_templates.__main__ import NAMES, build

PAGES = {
    "audit": 7,
    "audit, short": 2,
    "guidance": 2,
    "guide-for-staff": 2,
    "agenda": 1,
    "agenda, with family, draft": 1,
    "agenda-family": 1,
    "letter-family": 2,
    "letter-family, to a child": 2,
    "sign-in": 1,
    "subgroup-paper": 1,
    "report, draft": 1,
    "report": 1,
    "year": 1,
    "year, without figures": 1,
}


def part(kind: str, name: str = "document") -> etree._Element:
    return parse(open_package(documents()[kind]).parts[f"word/{name}.xml"])


def text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(w("t")))


def style_of(paragraph: etree._Element) -> str:
    return val(paragraph.find(f"{w('pPr')}/{w('pStyle')}")) or "Normal"


def all_words(kind: str) -> str:
    return " ".join(text(part(kind, name)) for name in ("document", "header1", "footer1"))


def test_every_kind_of_document_is_looked_at_here() -> None:
    assert set(documents()) == set(KINDS)
    assert {kind.split(",")[0] for kind in KINDS} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_template_is_what_its_script_makes_and_word_opens_it(name: str) -> None:
    path = shipped() / f"{name}.docx"
    assert path.read_bytes() == build(name), "run: python -m tools.make_templates"
    assert problems(path) == []
    assert path.stat().st_size < 20_000


@pytest.mark.parametrize("kind", KINDS)
def test_word_opens_the_document(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    path.write_bytes(documents()[kind])
    assert problems(path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_one_title_and_skips_no_level_of_heading(kind: str) -> None:
    levels = [int(s[-1]) for s in map(style_of, part(kind).iter(w("p"))) if s.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_spaced_with_empty_paragraphs(kind: str) -> None:
    for name in ("document", "header1", "footer1"):
        for paragraph in part(kind, name).iter(w("p")):
            cell = next(paragraph.iterancestors(w("tc")), None)
            assert text(paragraph).strip() or cell is not None, etree.tostring(paragraph)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_its_language_and_its_title(kind: str) -> None:
    styles = part(kind, "styles")
    language = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
    assert val(language) == "en-GB"
    core = open_package(documents()[kind]).parts["docProps/core.xml"].decode()
    assert "<dc:language>en-GB</dc:language>" in core
    assert re.search("<dc:title>.+</dc:title>", core)


@pytest.mark.parametrize("kind", KINDS)
def test_its_tables_have_a_marked_header_row_and_no_merged_cells(kind: str) -> None:
    for table in part(kind).iter(w("tbl")):
        rows = list(table.iter(w("tr")))
        marked = [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows]
        assert marked[0]
        assert not any(marked[1:])
        assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in rows)
        assert table.find(f".//{w('gridSpan')}") is None
        assert table.find(f".//{w('vMerge')}") is None
        assert table.find(f"{w('tblPr')}/{w('tblCaption')}") is not None
        assert len({len(row.findall(w("tc"))) for row in rows}) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_its_lists_are_real_lists(kind: str) -> None:
    for paragraph in part(kind).iter(w("p")):
        assert not text(paragraph).lstrip().startswith(("\u2022", "- ", "* ", "\u2013 "))


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colours_of_text() -> Iterator[str]:
    for name in NAMES:
        for xml in open_package(build(name)).parts.values():
            yield from re.findall(r'<w:color w:val="([0-9A-F]{6})"', xml.decode())


def test_every_text_stands_out_from_its_ground() -> None:
    colours = set(_colours_of_text())
    assert len(colours) > 3
    for colour, ground in itertools.product(colours, ("FFFFFF", look.TINT)):
        assert _contrast(colour, ground) >= 4.5, (colour, ground)
    assert _contrast(look.LINE, "FFFFFF") >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_no_wording_promises_or_threatens_what_is_not_so(kind: str) -> None:
    words = all_words(kind).lower()
    for never in ("statutory deadline", "overdue", "failed", "pscp form", "chapter 4", "lac "):
        assert never not in words


def test_the_familys_paper_says_nothing_of_the_trade() -> None:
    words = all_words("agenda-family").lower()
    for never in ("audit", "lfe-", "official", "subgroup", "cscr", "review", "safeguarding lead"):
        assert never not in words
    assert "your choice" in words


def test_only_the_familys_part_stands_in_the_familys_paper() -> None:
    words = all_words("agenda-family")
    assert "10:15 to 10:20" in words
    assert "What got in the way" not in words


def test_a_draft_says_so_on_its_face_and_a_final_paper_does_not() -> None:
    assert "DRAFT." in all_words("agenda, with family, draft")
    assert "draft" not in all_words("agenda").lower()
    assert "DRAFT" in text(
        parse(
            open_package(make("agenda-family", {"items": [], "draft": True, "marking": ""})).parts[
                "word/document.xml"
            ]
        )
    )


def test_the_facilitators_paper_keeps_each_agencys_points_under_its_name() -> None:
    root = part("facilitator")
    styles = [(style_of(p), text(p)) for p in root.iter(w("p"))]
    at = styles.index(("Heading3", "Police"))
    assert styles[at + 1 : at + 3] == [
        ("CellNote", "What others could learn from"),
        ("Quoted", "First lineSecond line"),
    ]
    assert "Destroy this paper after the event" in text(root)
    assert "Nothing was sent ahead" in text(part("facilitator, nothing sent ahead"))


def test_the_sign_in_sheet_has_a_row_for_each_agency_and_asks_for_no_name() -> None:
    rows = [[text(c) for c in row.findall(w("tc"))] for row in part("sign-in").iter(w("tr"))]
    assert [row[0] for row in rows][1:4] == [agency.name for agency in review_of_three().agencies()]
    assert "name" not in " ".join(rows[0]).lower()


def test_the_facilitators_notes_have_a_control_for_each_heading_of_the_page() -> None:
    root = part("notes")
    tags = [val(tag) for tag in root.iter(w("tag"))]
    assert tags[:6] == [
        "title",
        "why_we_looked",
        "worked_well",
        "what_we_learned",
        "questions_for_your_team",
        "next_steps",
    ]
    assert tags[6:8] == ["next_steps.recommendation", "next_steps.working_group"]
    assert len(list(root.iter(f"{{{W15}}}repeatingSectionItem"))) == 4


def test_the_draft_mark_of_the_report_can_be_taken_away_alone() -> None:
    root = part("report, draft")
    (control,) = [
        s for s in root.iter(w("sdt")) if val(s.find(f"{w('sdtPr')}/{w('tag')}")) == "lfe.draft"
    ]
    assert text(control) == "Draft, not for circulation"
    parent = control.getparent()
    assert parent is not None
    parent.remove(control)
    assert text(root) == text(part("report"))
    assert part("report").find(f".//{w('sdt')}") is None


def test_only_the_body_style_of_the_report_gives_the_size_of_its_body() -> None:
    styles = {s.get(w("styleId")): s for s in part("report", "styles").iter(w("style"))}
    used = {style_of(p) for p in part("report").iter(w("p"))} - {"Kicker", "Heading1", "Heading2"}
    assert used == {"Normal", "ListBullet", "ListShaded", "ListNumber", "Closing"}
    assert val(styles["Normal"].find(f"{w('rPr')}/{w('sz')}")) == "24"
    for name in used - {"Normal"}:
        assert styles[name].find(f"{w('rPr')}/{w('sz')}") is None
    assert part("report").find(f".//{w('sz')}") is None
    assert part("report").find(f".//{w('tbl')}") is None


def test_the_report_has_two_centimetre_margins_on_a4() -> None:
    section = part("report").find(f".//{w('sectPr')}")
    assert section is not None
    page, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    assert page is not None
    assert margins is not None
    assert (page.get(w("w")), page.get(w("h"))) == ("11906", "16838")
    assert {margins.get(w(side)) for side in ("top", "right", "bottom", "left")} == {"1134"}


def test_the_reports_closing_line_is_the_templates_and_can_be_another() -> None:
    assert "talk to your manager or write to us" in all_words("report")
    other = make("report", LEARNING | {"stage_mark": "", "closing": "Thank you for reading."})
    words = text(parse(open_package(other).parts["word/document.xml"]))
    assert words.endswith("Thank you for reading.")


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("guidance", "guide-for-staff")])
def test_a_template_without_its_data_says_what_it_lacks(name: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        render(template_of(name), common(review_of_three()), Properties("", "Seaside", MOMENT))
    assert fault.value.where.startswith(f"{name}.docx, text, {{")


@cache
def printed() -> dict[str, bytes]:
    return saved({kind: documents()[kind] for kind in PAGES}, "pdf")


@needs_office
@pytest.mark.xdist_group("printed templates")
@pytest.mark.parametrize(("kind", "most"), PAGES.items())
def test_on_paper_it_is_no_longer_than_people_read(kind: str, most: int) -> None:
    assert len(PdfReader(io.BytesIO(printed()[kind])).pages) <= most
