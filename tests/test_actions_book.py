"""`lfe actions`: a workbook that working groups like to use, and that stays what it is."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from helpers.actions import acting_review, second_review
from helpers.officer import REFERENCE, Officer
from helpers.workbooks import COLUMNS, STRONG, a_book, a_line, cells, changed, row_of, workbook
from lfe_cli.after.workbook_file import action_book
from lfe_cli.word.package import open_package


@pytest.fixture
def acting(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return acting_review(anywhere, monkeypatch)


def opened(path: Path, *, values: bool = False) -> Workbook:
    return load_workbook(path, data_only=values)


def rows(path: Path) -> list[list[object]]:
    sheet = opened(path, values=True).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_each_recommendation_that_is_acted_on_has_a_row_and_there_is_room_for_more(
    acting: Officer,
) -> None:
    said = acting.done("actions")
    assert "4 recommendations, no actions written so far" in said.all
    found = rows(workbook(acting))
    assert [row[:2] for row in found[:4]] == [[REFERENCE, f"R{n}.1"] for n in (1, 2, 3, 4)]
    assert str(found[0][2]).startswith("R1: Agree a short handover conversation")
    assert found[1][3] == "Multi-Agency Performance and Quality Assurance"
    assert {row[11] for row in found[:4]} == {"to be written"}
    assert len(found) == 10
    assert all(not any(row) for row in found[4:])


def test_what_the_subgroup_did_not_take_up_is_not_in_it(
    acting: Officer,
) -> None:
    review = acting
    review.done("decide", "R2", "--as", "held", "--reason", "more is to be heard first")
    words = "Change the referral form so that it asks about every adult."
    review.done("decide", "R3", "--as", "amended", "--words", words)
    review.done("actions")
    found = [row[:3] for row in rows(workbook(review)) if row[1]]
    assert [row[1] for row in found] == ["R1.1", "R3.1", "R4.1"]
    assert found[1][2] == f"R3: {words}"


def test_before_anything_is_acted_on_it_says_what_comes_first(review: Officer) -> None:
    before = review.files()
    said = review.lfe("actions")
    assert said.code == 2
    assert "lfe decide" in said.err
    assert review.files() == before


def test_the_sheet_is_easy_to_work_in_and_to_print(acting: Officer) -> None:
    acting.done("actions")
    book = opened(workbook(acting))
    sheet = book["Actions"]
    assert book.active is sheet
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:L11"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    for edge in (sheet.oddHeader, sheet.oddFooter):
        assert edge.center.text == "OFFICIAL-SENSITIVE"
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert not sheet.protection.sheet
    for column in range(1, 13):
        letter = sheet.cell(1, column).column_letter
        assert sheet.column_dimensions[letter].width > 5
        assert sheet.cell(2, column).alignment.wrap_text
    assert sheet["A2"].fill.fgColor.rgb != sheet["E2"].fill.fgColor.rgb
    assert [one.title for one in book.worksheets if one.sheet_state == "visible"] == [
        "Actions", "Summary", "How to use this",
    ]  # fmt: skip


def test_the_lists_to_choose_from_are_on_a_sheet_of_their_own(acting: Officer) -> None:
    acting.done("actions")
    book = opened(workbook(acting))
    among = {str(v.sqref): v for v in book["Actions"].data_validations.dataValidation}
    progress, further, groups, day = (among[k] for k in ("J2:J11", "C6:C11", "D6:D11", "H2:H11"))
    for one, expected in (
        (progress, ["not started", "under way", "completed", "no longer needed"]),
        (groups, ["Practice Development Group", "Multi-Agency Performance and Quality Assurance",
                  "Learning and Development Group"]),
    ):  # fmt: skip
        sheet, _, area = str(one.formula1).partition("!")
        assert sheet == "Lists"
        assert [row[0].value for row in book["Lists"][area.replace("$", "")]] == expected
    _, _, area = str(further.formula1).partition("!")
    offered = [str(row[0].value) for row in book["Lists"][area.replace("$", "")]]
    assert [text[:15] for text in offered] == [f"{REFERENCE} R{n}" for n in (1, 2, 3, 4)]
    assert all(len(text) <= 120 for text in offered)
    assert day.type == "date"


def test_colours_are_tied_to_the_word_that_says_the_same(acting: Officer) -> None:
    acting.done("actions")
    sheet = opened(workbook(acting))["Actions"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    said = {rule.formula[0].partition("=")[2].strip('"') for rule in rules}
    assert said == {"to be written", "not started", "under way", "completed, evidence to come",
                    "closed", "no longer needed, reason to come", "no longer needed"}  # fmt: skip
    assert str(sheet["L2"].value).startswith("=IF(")
    assert all(f'"{word}"' in str(sheet["L2"].value) for word in said - {"under way"})


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(\"http://x.example\")", "+1", "-2", "@SUM(A1)", "#N/A", "_x0041_", "'quoted'",
     "=1+1"],
)  # fmt: skip
def test_a_text_never_becomes_a_formula_or_anything_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(action_book(a_book(a_line(action=text, owner=text, evidence=text))))
    from lfe_cli.after.workbook_reading import read_action_book
    from ooxml.validate import problems

    assert problems(path) == []
    sheet = opened(path).worksheets[0]
    for name in ("action", "owner", "evidence"):
        assert sheet.cell(2, COLUMNS[name]).data_type == "s"
    [row] = read_action_book(path.read_bytes()).rows
    assert row["action"].text == text


def test_control_characters_and_marks_of_headers_break_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(action_book(a_book(a_line(action="a\x00b\x0bc\x1bd\ufffee"))))
    from ooxml.validate import problems

    assert problems(path) == []
    sheet = opened(path).worksheets[0]
    assert sheet["E2"].value == "ab\ncde"
    raw = open_package(path.read_bytes()).parts["xl/worksheets/sheet1.xml"].decode()
    assert "OFFICIAL &amp;&amp; SENSITIVE" in raw
    assert "Made-up &amp;&amp; Sons" in raw


def test_dates_are_dates_that_read_the_same_in_every_country(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(action_book(a_book(a_line(by="2027-04-03"))))
    cell = opened(path).worksheets[0]["H2"]
    assert cell.is_date
    assert cell.value == datetime.fromisoformat("2027-04-03")
    assert cell.number_format == "d mmm yyyy"


def test_the_same_book_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    first = action_book(a_book())
    assert first == action_book(a_book())
    assert first != action_book(a_book(a_line(action="Another")))


def test_the_summary_counts_by_group_and_state_and_follows_the_rows(tmp_path: Path) -> None:
    lines = [
        a_line("R1.1", "closed", action="a", progress="completed", evidence="Ten asked"),
        a_line("R1.2", "under way", action="b", progress="under way"),
        a_line("R1.3", "to be written"),
    ]
    path = tmp_path / "a.xlsx"
    path.write_bytes(action_book(a_book(*lines)))
    values = opened(path, values=True)["Summary"]
    assert [cell.value for cell in values[4]] == ["Practice & Development", 1, 0, 1, 0, 1, 0, 0, 3]
    assert [cell.value for cell in values[5]] == ["All groups", 1, 0, 1, 0, 1, 0, 0, 3]
    assert str(opened(path)["Summary"]["B4"].value).startswith("=COUNTIFS(Actions!")


def test_every_visible_sheet_says_in_plain_words_what_it_is_for(acting: Officer) -> None:
    acting.done("actions")
    sheet = opened(workbook(acting))["How to use this"]
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for words in ("Grey cells are ours", "nobody's name", "closed when there is evidence",
                  "leave the Id empty", "delete no row"):  # fmt: skip
        assert words in text
    whole = " ".join(
        str(cell.value)
        for one in opened(workbook(acting))
        for row in one.iter_rows()
        for cell in row
        if cell.value
    ).lower()
    for word in ("overdue", "late ", "failed", "rejected", "non-compliant"):
        assert word not in whole


def test_it_says_in_two_places_which_entry_of_the_history_it_was_made_from(
    acting: Officer,
) -> None:
    acting.done("actions")
    history = [json.loads(li) for li in acting.path("history.jsonl").read_text().splitlines()]
    decided = [entry["id"] for entry in history if entry["action"] == "decided"]
    book = opened(workbook(acting))
    marks = {row[0].value: row[1].value for row in book["lfe"].iter_rows(min_row=2)}
    assert marks[f"lfe.base.{REFERENCE}"] == decided[-1]
    assert book["lfe"].sheet_state == "hidden"
    custom = {p.name: p.value for p in book.custom_doc_props.props}
    assert custom == marks


def test_making_it_again_changes_nothing_until_something_is_recorded(
    acting: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting.done("actions")
    before = acting.files()
    monkeypatch.setenv("LFE_NOW", "2027-04-01T10:00")
    assert "just as it is" in acting.done("actions").all
    assert acting.files() == before


def test_a_workbook_that_somebody_changed_is_read_before_it_is_made_anew(
    acting: Officer, tmp_path: Path
) -> None:
    acting.done("actions")
    path = workbook(acting)
    changed(path, path, cells(2, **STRONG))
    edited = path.read_bytes()
    said = acting.lfe("actions")
    assert said.code == 2
    assert "lfe actions actions.xlsx" in said.all
    assert path.read_bytes() == edited
    acting.done("actions", "actions.xlsx", "--yes")
    acting.done("actions")
    assert path.read_bytes() != edited
    assert rows(path)[0][4] == STRONG["action"]
    assert acting.path("subgroup", "returned", "actions.xlsx").read_bytes() == edited


def test_with_replace_the_changed_one_is_kept_beside(acting: Officer) -> None:
    acting.done("actions")
    path = workbook(acting)
    changed(path, path, cells(2, **STRONG))
    edited = path.read_bytes()
    acting.done("actions", "--replace")
    assert acting.path("actions.1.xlsx").read_bytes() == edited
    assert "actions.1.xlsx" not in in_git(acting, "ls-files")
    assert "actions.1.xlsx" not in in_git(acting, "status", "--short")
    acting.path("actions.1.xlsx").unlink()
    assert "actions.1.xlsx" not in acting.lfe("check").all


def test_one_that_is_open_in_excel_is_left_alone(acting: Officer) -> None:
    acting.done("actions")
    acting.done("decide", "R1", "--as", "declined", "--reason", "it is in place already")
    acting.path("~$actions.xlsx").write_bytes(b"")
    said = acting.lfe("actions")
    assert said.code == 2
    assert "it is open in Word or Excel. Nothing was changed." in said.all


def test_one_group_gets_its_own_of_every_review(acting: Officer) -> None:
    second_review(acting)
    top = Officer(acting.folder.parent)
    said = top.done("actions", "--group", "practice")
    assert "actions-practice.xlsx: 4 recommendations" in said.all
    found = [(row[0], row[1], row[3]) for row in rows(top.path("actions-practice.xlsx")) if row[1]]
    group = "Practice Development Group"
    assert found == [
        (reference, item, group)
        for reference in ("LFE-2027-001", "LFE-2027-002")
        for item in ("R1.1", "R3.1")
    ]
    for reference in ("LFE-2027-001", "LFE-2027-002"):
        last = json.loads(top.path(reference, "history.jsonl").read_text().splitlines()[-1])
        assert (last["action"], last["workbook"]) == ("actions written", "actions-practice.xlsx")
    before = top.files()
    top.done("actions", "--group", "practice")
    assert top.files() == before
    assert "is not in the folder" not in acting.lfe("check").all
    acting.done("decide", "R3", "--as", "held", "--reason", "more is to be heard first")
    top.done("actions", "--group", "practice")
    assert len([row for row in rows(top.path("actions-practice.xlsx")) if row[1]]) == 3
    edited = changed(top.path("actions-practice.xlsx"), top.path("actions-practice.xlsx"))
    acting.done("decide", "R3", "--as", "accepted")
    assert "lfe actions actions-practice.xlsx" in top.lfe("actions", "--group", "practice").all
    kept = edited.read_bytes()
    top.done("actions", "--group", "practice", "--replace")
    assert top.path("actions-practice.1.xlsx").read_bytes() == kept


def test_all_reviews_are_in_one_and_one_that_stopped_is_left_out(acting: Officer) -> None:
    other = second_review(acting)
    top = Officer(acting.folder.parent)
    assert top.done("actions", "--all", "--json").json["recommendations"] == 8
    other.done("step-up")
    said = top.done("actions", "--all")
    assert "LFE-2027-002 has stopped" in said.all
    assert {row[0] for row in rows(top.path("actions.xlsx")) if row[0]} == {"LFE-2027-001"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--group", "nobody"), "no working group"),
        (("--all", "--group", "practice"), "do not go together"),
        (("--yes",), "go with a file"),
        (("actions.xlsx", "--all"), "either written or read"),
    ],
)
def test_what_does_not_go_together_is_said(
    acting: Officer, words: tuple[str, ...], sentence: str
) -> None:
    before = acting.files()
    said = acting.lfe("actions", *words)
    assert said.code == 2
    assert sentence in said.all
    assert acting.files() == before


def test_a_dry_run_writes_nothing(acting: Officer) -> None:
    before = acting.files()
    assert "would write LFE-2027-001/actions.xlsx" in acting.done("actions", "--dry-run").all
    assert acting.files() == before


def test_the_workbook_is_recorded_in_git_and_what_came_back_is_not(
    acting: Officer, tmp_path: Path
) -> None:
    acting.done("actions")
    sent = tmp_path / "back.xlsx"
    changed(workbook(acting), sent, cells(row_of(workbook(acting), "R1.1"), **STRONG))
    acting.done("actions", sent, "--yes")
    shutil.copyfile(sent, acting.path("subgroup", "returned", "by-hand.xlsx"))
    kept = in_git(acting, "ls-files")
    assert "LFE-2027-001/actions.xlsx" in kept
    assert "returned" not in kept
    assert "returned" not in in_git(acting, "status", "--short")


def in_git(acting: Officer, *words: str) -> str:
    """What git says in the partnership's folder."""
    done = subprocess.run(
        ["git", *words], cwd=acting.folder.parent, capture_output=True, text=True, check=True
    )
    return done.stdout
