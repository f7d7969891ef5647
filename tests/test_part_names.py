"""Parts are found by relationships and content types, whatever their names are in the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import lfe_cli
from helpers.actions import LATER, decide
from helpers.audits import an_audit, fill
from helpers.officer import Officer, where
from helpers.pages import with_page
from helpers.renamed_parts import LISTS, WAYS, parts_in, zipped
from helpers.states import review_after
from helpers.word_files import edit_in_word, text_of
from helpers.word_xml import with_part
from helpers.workbooks import cells, changed, workbook
from lfe_cli.review.templates import shipped
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import W, parse, w
from ooxml.validate import problems

Way = Callable[[bytes], bytes]
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
SAID_IN_A_NOTE = "From June the grandparent was ill, and days were unsettled."


@pytest.fixture(autouse=True)
def _by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")
    monkeypatch.setenv("LFE_NOW", "2027-01-11T09:30")


def told(content: bytes) -> dict[str, list[bytes]]:
    """What the parts say, by their names without numbers, less the package's own lists."""
    found: dict[str, list[bytes]] = {}
    for name, part in sorted(open_package(content).parts.items()):
        if name != LISTS and not name.endswith(".rels") and part != b"<old/>":
            found.setdefault(re.sub(r"\d", "", name), []).append(part)
    return {name: sorted(parts) for name, parts in found.items() if "itemProps" not in name}


# ---------------------------------------------------------------- what is read


@every_way
@pytest.mark.parametrize("name", ["report.docx", "audit.docx", "agenda.docx"])
def test_a_document_has_the_same_parts_whatever_they_are_called(name: str, way: Way) -> None:
    content = (shipped() / name).read_bytes()
    assert told(way(content)) == told(content)


@every_way
def test_notes_and_comments_are_told_whatever_their_parts_are_called(
    audits: Officer, way: Way
) -> None:
    form = fill(audits.path("audits/issued/police.docx").read_bytes(), an_audit())
    office = f'xmlns:w="{W}"'
    note = (
        f'<w:{{0}}s {office}><w:{{0}} w:id="2"><w:p><w:r><w:t>{{1}}</w:t></w:r></w:p>'
        "</w:{0}></w:{0}s>"
    )
    for kind, words in (("footnote", SAID_IN_A_NOTE), ("comment", "Shall we say more here?")):
        form = with_part(form, f"word/{kind}s.xml", note.format(kind, words), f"{kind}s")
    audits.path("audits/inbox/police.docx").write_bytes(way(form))
    [read] = audits.done("ingest", "--dry-run", "--json").json["files"]
    assert read["agency"] == "police" and read["outcome"] == "filed"
    assert read["unread"] == [SAID_IN_A_NOTE]
    assert "It holds one comment. Comments are not answers." in read["remarks"]
    assert not read["missing"]


@pytest.fixture
def audits(officer: Officer) -> Officer:
    return review_after(issue_audits, officer)


def issue_audits(review: Officer) -> None:
    review.done("issue-audits")


# ---------------------------------------------------------------- templates, and what is made


@every_way
def test_a_template_makes_the_same_page_whatever_its_parts_are_called(
    officer: Officer, way: Way
) -> None:
    review = review_after(with_a_draft, officer)
    usual = review.path("report/report.docx").read_bytes()
    templates = review.folder.parent / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "report.docx").write_bytes(way((shipped() / "report.docx").read_bytes()))
    review.done("report")
    (templates / "report.docx").unlink()  # what is left is what was made
    made = review.path("report/report.docx")
    assert text_of(made.read_bytes()) == text_of(usual)
    assert not problems(made)


def with_a_draft(review: Officer) -> None:
    with_page(review, "draft")


@every_way
def test_a_page_that_was_reworded_goes_on_whatever_its_parts_are_called(
    officer: Officer, way: Way
) -> None:
    review = review_after(with_a_draft, officer)
    page = review.path("report/report.docx")
    edit_in_word(page, "Learning from", "Our learning from")
    findings = review.lfe("check", "report/report.docx", "--json")
    page.write_bytes(way(page.read_bytes()))
    assert review.lfe("check", "report/report.docx", "--json").json == findings.json
    said = review.done("report", "--stage", "agreed")
    assert "Our learning from" in text_of(page.read_bytes()), said.all


# ---------------------------------------------------------------- workbooks


@every_way
def test_a_workbook_is_read_whatever_its_parts_are_called(
    officer: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    monkeypatch.setenv("LFE_NOW", LATER)
    review = review_after(with_actions, officer)
    back = tmp_path / "back.xlsx"
    changed(workbook(review), back, cells(2, owner="Team Manager, Early Help"))
    back.write_bytes(way(back.read_bytes()))
    said = review.done("actions", back, "--yes", "--dry-run")
    assert "R1.1, Owner (role) was: (empty) now: Team Manager, Early Help" in said.all


def with_actions(review: Officer) -> None:
    decide(review)
    with where(LFE_NOW=LATER):
        review.done("actions")


# ---------------------------------------------------------------- other words for the same


def strict(content: bytes) -> bytes:
    """As Word saves a Strict Open XML Document."""

    def name(found: re.Match[bytes]) -> bytes:
        return b'"http://purl.oclc.org/ooxml/' + found[1] + b"/" + found[2] + b'"'

    usual = rb'"http://schemas\.openxmlformats\.org/(\w+)/2006/([^"]*)"'
    return zipped(
        {
            part: xml if part == LISTS else re.sub(usual, name, xml)
            for part, xml in parts_in(content).items()
        }
    )


def in_utf_16(content: bytes) -> bytes:
    def again(xml: bytes) -> bytes:
        return b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16") + re.sub(
            r"^<\?xml[^>]*\?>", "", xml.decode()
        ).encode("utf-16-le")

    return zipped({name: again(xml) for name, xml in parts_in(content).items()})


@pytest.mark.parametrize("other", [strict, in_utf_16])
def test_parts_that_are_written_in_other_words_are_read_as_the_usual_ones(other: Way) -> None:
    content = (shipped() / "report.docx").read_bytes()
    assert text_of(other(content)) == text_of(content)
    styles = [parse(open_package(c).parts["word/styles.xml"]) for c in (content, other(content))]
    assert len({len(list(root.iter(w("style")))) for root in styles}) == 1


# ---------------------------------------------------------------- nobody goes another way

ITS_MODULE = "word/zips.py"
OPENS_FILES = {  # what opens a package by itself, and by its parts' names
    "zipfile": {ITS_MODULE, "word/package.py"},
    "openpyxl.load_workbook": {"demo/acts.py"},
    "docx": set[str](),
}


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return names


def test_every_package_is_opened_in_one_place() -> None:
    home = Path(lfe_cli.__file__).parent
    found: dict[str, set[str]] = {name: set() for name in OPENS_FILES}
    for path in home.rglob("*.py"):
        for name in imported(ast.parse(path.read_text("utf-8"))) & OPENS_FILES.keys():
            found[name].add(path.relative_to(home).as_posix())
    assert found == OPENS_FILES
