"""`lfe actions FILE`: what groups send back, as they send it: every case told, nothing lost."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.actions import LATER, decide, noted, second_review
from helpers.history import history
from helpers.libreoffice import needs_office, saved
from helpers.officer import REFERENCE, Officer, Said, where
from helpers.states import review_after
from helpers.workbooks import (
    COLUMNS,
    STRONG,
    a_book,
    cells,
    changed,
    content_of,
    each,
    row_of,
    workbook,
)
from lfe_cli.after.workbook_reading import read_action_book
from lfe_cli.audits.returns.opening import CannotRead
from lfe_cli.cli import asking
from lfe_cli.word.package import open_package, write_package

Change = Callable[[Worksheet], None]


@pytest.fixture
def acting(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    monkeypatch.setenv("LFE_NOW", LATER)
    return review_after(write_the_workbook, anywhere)


def write_the_workbook(review: Officer) -> None:
    decide(review)
    with where(LFE_NOW=LATER):
        review.done("actions")


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """Where a group's copy arrives, under the name that the group gave it."""
    folder = tmp_path / "from groups"
    folder.mkdir()
    return folder / "Testina's copy (final).xlsx"


def come_back(acting: Officer, back: Path, *changes: Change, more: tuple[str, ...] = ()) -> Said:
    """The workbook is changed by a group, sent back, and read with a yes."""
    changed(workbook(acting), back, each(*changes))
    return acting.lfe("actions", back, "--yes", *more)


def told(said: Said) -> str:
    return " ".join(one["where"] + ": " + one["what"] for one in said.json["told"])


def kept(acting: Officer) -> list[str]:
    folder = acting.path("subgroup", "returned")
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


# ------------------------------------------------------------------ what is taken


def test_each_changed_cell_is_shown_and_becomes_one_entry(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, **STRONG, by=datetime(2027, 6, 1)))
    assert said.code == 0
    assert "R1.1, Owner (role) was: (empty) now: Team Manager, Early Help" in said.all
    assert "R1.1, By when was: (empty) now: 1 June 2027" in said.all
    assert "Recorded: 5 changed cells." in said.all
    assert noted(acting) == {
        **{("R1.1", name): value for name, value in STRONG.items()},
        ("R1.1", "by"): "2027-06-01",
    }


def test_the_file_is_kept_as_it_came_under_a_name_of_ours(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    assert kept(acting) == ["actions.xlsx"]
    path = acting.path("subgroup", "returned", "actions.xlsx")
    assert path.read_bytes() == back.read_bytes()
    assert "Testina" not in acting.path("history.jsonl").read_text()
    come_back(acting, back, cells(2, **STRONG), cells(3, **STRONG))
    assert kept(acting) == ["actions.2.xlsx", "actions.xlsx"]
    assert "nothing new" in acting.done("actions", back, "--yes").all
    assert kept(acting) == ["actions.2.xlsx", "actions.xlsx"]


def test_it_goes_round_until_the_action_is_closed(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG, by=datetime(2027, 6, 1), progress="completed"))
    acting.done("actions")
    sheet = load_workbook(workbook(acting), data_only=True).worksheets[0]
    assert sheet["L2"].value == "completed, evidence to come"
    said = come_back(acting, back, cells(2, evidence="Ten families asked; nine knew somebody."))
    assert "1 changed cell" in said.all
    acting.done("actions")
    sheet = load_workbook(workbook(acting), data_only=True).worksheets[0]
    assert sheet["L2"].value == "closed"


def test_a_further_action_in_an_empty_row_gets_the_next_id(acting: Officer, back: Path) -> None:
    sheet = load_workbook(workbook(acting))
    chosen = sheet["Lists"]["C2"].value
    further = cells(7, recommendation=chosen, action="Ask two parents to help", owner="Head of Hub")
    said = come_back(acting, back, further)
    assert said.code == 0, said
    assert noted(acting) == {
        ("R1.2", "action"): "Ask two parents to help",
        ("R1.2", "owner"): "Head of Hub",
    }
    again = acting.done("actions", back, "--yes")
    assert "nothing new" in again.all
    assert len(noted(acting)) == 2


def test_a_first_action_may_be_written_below_where_its_row_was_deleted(
    acting: Officer, back: Path
) -> None:
    said = come_back(
        acting, back, lambda s: s.delete_rows(2), cells(7, recommendation="R1", action="Try it")
    )
    assert said.code == 0, said
    assert noted(acting) == {("R1.1", "action"): "Try it"}


def test_what_one_workbook_brought_is_taken_back_together(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    assert "Taken back: action noted (R1)." in acting.done("undo").all
    acting.done("actions")
    sheet = load_workbook(workbook(acting), data_only=True).worksheets[0]
    assert sheet["E2"].value is None
    assert "Recorded: 4 changed cells." in acting.done("actions", back, "--yes").all


def test_nothing_changed_is_said_and_records_only_that_it_came(acting: Officer, back: Path) -> None:
    said = come_back(acting, back)
    assert said.code == 0
    assert "There was nothing new to record." in said.all
    assert noted(acting) == {}


def test_sorted_filtered_moved_and_widened_is_all_the_same(acting: Officer, back: Path) -> None:
    def move(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        order = [11, 4, 1, 0, 9, 5, 6, 7, 8, 10, 2, 3]
        body = [rows[0], *reversed(rows[1:6])]
        for at, row in enumerate([[None] * 12, *body], start=1):
            for column, source in enumerate(order, start=1):
                sheet.cell(at, column).value = None if source == 11 and at > 2 else row[source]
        sheet.row_dimensions[4].hidden = True

    said = come_back(acting, back, cells(2, **STRONG), move)
    assert said.code == 0, said
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]
    assert len(noted(acting)) == 4


# ------------------------------------------------------------------ asking


def test_without_a_terminal_nothing_is_recorded_without_yes(acting: Officer, back: Path) -> None:
    changed(workbook(acting), back, cells(2, **STRONG))
    before = acting.files()
    said = acting.lfe("actions", back)
    assert said.code == 2
    assert "--yes" in said.err
    assert "Team Manager" in said.out
    assert acting.files() == before


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 2), ("", 2)])
def test_at_a_terminal_it_asks_before_it_records(
    acting: Officer, back: Path, answer: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(workbook(acting), back, cells(2, **STRONG))
    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    before = acting.files()
    assert acting.lfe("actions", back).code == code
    assert (acting.files() == before) is (code == 2)


def test_a_dry_run_shows_it_and_writes_nothing(acting: Officer, back: Path) -> None:
    changed(workbook(acting), back, cells(2, **STRONG))
    before = acting.files()
    said = acting.done("actions", back, "--dry-run")
    assert "now: Team Manager" in said.all
    assert "Nothing was written." in said.all
    assert acting.files() == before


def test_it_answers_with_one_document(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, action="Remind all staff"), more=("--json",))
    document = said.json
    [change] = document["changed"]
    assert (change["item"], change["field"], change["old"]) == ("R1.1", "action", "")
    assert document["kept"] == [f"{REFERENCE}/subgroup/returned/actions.xlsx"]
    assert {point["rule"] for point in document["weak"]} >= {"reminder", "no-owner", "no-measure"}


# ------------------------------------------------------------------ dates and words


@pytest.mark.parametrize(
    ("given", "iso", "said_so"),
    [
        (datetime(2027, 4, 3), "2027-04-03", ""),
        (date(2027, 4, 3), "2027-04-03", ""),
        ("03/04/2027", "2027-04-03", "read as 3 April 2027"),
        ("3rd April 2027", "2027-04-03", "read as 3 April 2027"),
    ],
)
def test_a_date_is_read_as_people_here_write_it(
    acting: Officer, back: Path, given: object, iso: str, said_so: str
) -> None:
    said = come_back(acting, back, cells(2, by=given))
    assert said.code == 0
    assert said_so in said.all
    assert noted(acting) == {("R1.1", "by"): iso}


def test_a_date_that_lost_its_format_is_read_and_told(acting: Officer, back: Path) -> None:
    def as_number(sheet: Worksheet) -> None:
        sheet["H2"].value = 46480
        sheet["H2"].number_format = "General"

    said = come_back(acting, back, as_number)
    assert "read as 3 April 2027: it was a number" in said.all
    assert noted(acting) == {("R1.1", "by"): "2027-04-03"}


@pytest.mark.parametrize("given", [datetime(9999, 12, 31), datetime(1901, 1, 1), "31/12/9999"])
def test_a_day_that_cannot_be_meant_is_told_and_not_taken(
    acting: Officer, back: Path, given: object
) -> None:
    said = come_back(acting, back, cells(2, **STRONG, by=given), more=("--json",))
    assert said.code == 1
    assert f"{REFERENCE}, row 2, R1.1, By when: " in told(said)
    assert set(noted(acting)) == {("R1.1", name) for name in STRONG}


@pytest.mark.parametrize("given", ["end of term", "31/02/2027", "asap", 12])
def test_a_text_where_a_date_belongs_is_told_and_the_rest_is_taken(
    acting: Officer, back: Path, given: object
) -> None:
    def enter(sheet: Worksheet) -> None:
        sheet["H2"].value = given
        sheet["H2"].number_format = "General"

    said = come_back(acting, back, cells(2, **STRONG), enter, more=("--json",))
    assert said.code == 1
    assert f"{REFERENCE}, row 2, R1.1, By when: " in told(said)
    assert ".." not in told(said)
    assert set(noted(acting)) == {("R1.1", name) for name in STRONG}


@pytest.mark.parametrize(
    ("given", "meant"),
    [("Completed", "completed"), ("in progress", "under way"), ("underway", "under way"),
     ("Done", "completed"), ("compleeted", "completed")],
)  # fmt: skip
def test_progress_in_other_words_is_understood_and_told(
    acting: Officer, back: Path, given: str, meant: str
) -> None:
    said = come_back(acting, back, cells(2, progress=given))
    assert noted(acting) == {("R1.1", "progress"): meant}
    assert given == "Completed" or f"read as {meant}" in said.all


def test_progress_that_says_nothing_known_is_told(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, progress="purple"), more=("--json",))
    assert said.code == 1
    assert "none of the words not started, under way, completed, no longer needed" in told(said)
    assert noted(acting) == {}


# ------------------------------------------------------------------ rows and ids


def test_an_edited_id_is_told_with_the_row_that_it_may_be(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, **STRONG, id="R9.9"), more=("--json",))
    assert said.code == 1
    assert "there is no action R9.9: the row is not taken. Is it R1.1" in told(said)
    assert f"{REFERENCE}, R1.1: has no row in this copy. Nothing is removed" in told(said)
    assert noted(acting) == {}


def test_a_deleted_row_is_told_and_removes_nothing(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    acting.done("actions")
    before = noted(acting)
    said = come_back(acting, back, lambda sheet: sheet.delete_rows(2))
    assert said.code == 1
    assert "R1.1: has no row in this copy. Nothing is removed" in said.all
    assert noted(acting) == before


OTHER_OWNER = {**STRONG, "owner": "Head of Hub"}


@pytest.mark.parametrize(
    ("second", "third"),
    [
        (STRONG, None),
        (STRONG, STRONG),
        ({**STRONG, "action": f"  {STRONG['action']} "}, None),
    ],
    ids=["twice", "three times", "with other spaces"],
)
def test_a_row_that_stands_twice_in_the_same_words_does_no_harm(
    acting: Officer, back: Path, second: dict[str, str], third: dict[str, str] | None
) -> None:
    rows = [cells(7, **second, review=f" {REFERENCE.lower()}", id="r1 .1")]
    rows += [cells(8, **third, review=REFERENCE, id="R1.1\u00a0")] if third else []
    said = come_back(acting, back, cells(2, **STRONG), *rows, more=("--json",))
    assert said.code == 0
    assert f"R1.1 stands in {len(rows) + 1} rows that say the same" in told(said)
    assert noted(acting) == {("R1.1", name): value for name, value in STRONG.items()}
    assert "not taken" not in steps_of(acting)


@pytest.mark.parametrize(
    "second",
    [
        OTHER_OWNER,
        {**STRONG, "owner": STRONG["owner"].upper()},
        {**STRONG, "owner": None},
        {**STRONG, "owner": "=A1"},
        {**STRONG, "by": "end of term"},
        dict.fromkeys(STRONG),
    ],
    ids=["one cell", "its case", "left blank", "a formula", "no date", "as it was sent"],
)
def test_of_rows_that_stand_twice_and_differ_every_word_is_kept_and_asked_about(
    acting: Officer, back: Path, second: dict[str, Any]
) -> None:
    shutil.copyfile(workbook(acting), source := back.with_name("sent.xlsx"))
    twice = cells(7, **second, review=REFERENCE, id="R1.1")
    said = come_back(acting, back, cells(2, **STRONG), twice, more=("--json",))
    assert said.code == 1
    for row in (2, 7):
        where = f"{REFERENCE}, row {row}, R1.1: R1.1 stands in 2 rows that differ"
        assert f"{where}, so none of them is taken. Ask which holds" in told(said)
    assert noted(acting) == {}
    assert said.json["kept"] == [f"{REFERENCE}/subgroup/returned/actions.xlsx"]
    there = acting.path("subgroup", "returned", "actions.xlsx")
    assert there.read_bytes() == back.read_bytes()
    asked = "ask about 2 cells of the copy that were not taken; to see them: lfe actions"
    assert f"{asked} {REFERENCE}/subgroup/returned/actions.xlsx" in steps_of(acting)
    changed(source, back, cells(2, **OTHER_OWNER))
    acting.done("actions", back, "--yes")
    assert noted(acting)[("R1.1", "owner")] == "Head of Hub"
    assert "not taken" not in steps_of(acting)


def test_three_rows_of_one_id_are_each_asked_about_while_the_rest_is_taken(
    acting: Officer, back: Path
) -> None:
    said = come_back(
        acting, back,
        cells(2, **STRONG), cells(3, action="Ask two services"),
        cells(7, **OTHER_OWNER, review=REFERENCE, id="R1.1"),
        cells(8, **STRONG, review=REFERENCE, id="r1.1"), more=("--json",),
    )  # fmt: skip
    assert told(said).count("R1.1 stands in 3 rows that differ") == 3
    assert noted(acting) == {("R2.1", "action"): "Ask two services"}
    assert "ask about 3 cells of the copy that were not taken" in steps_of(acting)


def test_a_copy_of_differing_rows_is_asked_about_also_where_it_was_read_before(
    acting: Officer, back: Path
) -> None:
    twice = cells(7, **OTHER_OWNER, review=REFERENCE, id="R1.1")
    come_back(acting, back, cells(2, **STRONG), twice)
    history = acting.path("history.jsonl")
    history.write_text(history.read_text().replace(', "not_taken": 2', ""))
    assert "not taken" not in steps_of(acting)
    assert acting.lfe("actions", back, "--yes").code == 1
    assert "ask about 2 cells of the copy that were not taken" in steps_of(acting)
    assert kept(acting) == ["actions.xlsx"]


def test_each_row_of_an_id_that_there_is_not_is_told(acting: Officer, back: Path) -> None:
    twice = cells(7, **OTHER_OWNER, review=REFERENCE, id="R9.9")
    said = come_back(acting, back, cells(2, **STRONG, id="R9.9"), twice, more=("--json",))
    for row in (2, 7):
        assert f"row {row}, R9.9: there is no action R9.9: the row is not taken" in told(said)
    assert noted(acting) == {}
    assert "ask about 2 cells of the copy that were not taken" in steps_of(acting)


def test_rows_of_another_review_are_told_and_not_taken(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, review="LFE-2027-009", **STRONG), more=("--json",))
    assert said.code == 1
    assert "row 2: is about LFE-2027-009, and not about LFE-2027-001" in told(said)
    assert noted(acting) == {}


def test_a_row_of_another_group_is_not_taken_from_this_ones_copy(
    acting: Officer, back: Path
) -> None:
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    pasted = cells(5, review=REFERENCE, id="R2.1", recommendation="R2", action="Another's")
    changed(top.path("actions-practice.xlsx"), back, each(cells(2, **STRONG), pasted))
    said = top.lfe("actions", back, "--yes", "--json")
    assert said.code == 1
    assert "R2 is with the Multi-Agency Performance" in told(said)
    assert {item for item, _ in noted(acting)} == {"R1.1"}
    assert kept(acting) == ["practice.xlsx"]


def test_what_is_ours_stays_although_somebody_changed_it(acting: Officer, back: Path) -> None:
    said = come_back(
        acting, back, cells(2, recommendation="R1: Something easier", group="Learning"),
        more=("--json",),
    )  # fmt: skip
    assert said.code == 1
    assert "Recommendation is ours, and stays as it is recorded" in told(said)
    assert "Working group is ours" in told(said)
    assert said.json["changed"] == []


def test_after_another_decision_an_older_copy_is_not_said_to_be_changed(
    acting: Officer, back: Path
) -> None:
    changed(workbook(acting), back, cells(3, action="Ask two services"))
    acting.done("decide", "R1", "--as", "amended", "--words", "Agree it, and try it with a team.")
    said = acting.done("actions", back, "--yes")
    assert "is ours" not in said.all
    assert noted(acting) == {("R2.1", "action"): "Ask two services"}


def test_a_further_row_under_the_first_words_of_an_amended_recommendation_is_taken(
    acting: Officer, back: Path
) -> None:
    first = acting.done("status", "--json").json["recommendations"][0]["original"]
    further = cells(7, review=REFERENCE, recommendation=first, action="Ask two services")
    changed(workbook(acting), back, further)
    acting.done("decide", "R1", "--as", "amended", "--words", "Agree it, and try it with a team.")
    acting.done("actions", back, "--yes")
    assert noted(acting) == {("R1.2", "action"): "Ask two services"}


def test_a_row_of_a_recommendation_that_is_no_longer_acted_on_is_told(
    acting: Officer, back: Path
) -> None:
    changed(workbook(acting), back, cells(2, **STRONG))
    acting.done("decide", "R1", "--as", "declined", "--reason", "it is in place already")
    said = acting.lfe("actions", back, "--yes")
    assert said.code == 1
    assert "R1 is not acted on now" in said.all or "there is no action R1.1" in said.all
    assert noted(acting) == {}


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"action": "Try it"}, "does not say which recommendation"),
        ({"recommendation": "R1", "owner": "Head of Hub"}, "says no action for R1"),
        ({"recommendation": "R8", "action": "Try it"}, "does not say which recommendation"),
    ],
)
def test_a_further_row_that_is_incomplete_is_told(
    acting: Officer, back: Path, values: dict[str, str], what: str
) -> None:
    said = come_back(acting, back, cells(7, **values))
    assert said.code == 1
    assert what in said.all
    assert noted(acting) == {}


def test_a_row_that_lost_its_id_is_not_written_twice(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    acting.done("actions")
    said = come_back(acting, back, cells(2, id=None, evidence="It is used."), more=("--json",))
    assert said.code == 1
    assert "looks like R1.1 without its id" in told(said)
    assert len(noted(acting)) == 4


# ------------------------------------------------------------------ columns


def test_a_renamed_column_is_read_and_told(acting: Officer, back: Path) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet["F1"].value, sheet["K1"].value = "Owner", "Evidense"
        sheet["M1"].value, sheet["M2"].value = "Our notes", "not for you"

    said = come_back(acting, back, cells(2, **STRONG, evidence="Seen"), rename, more=("--json",))
    assert said.code == 0
    assert '"Owner" is read as Owner (role)' in told(said)
    assert '"Evidense" is read as Evidence' in told(said)
    assert 'not one of ours, so not read: "Our notes"' in told(said)
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]


def test_a_column_that_is_gone_changes_nothing_and_is_told(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    acting.done("actions")
    said = come_back(acting, back, lambda sheet: sheet.delete_cols(COLUMNS["owner"]))
    assert said.code == 1
    assert "there is no column Owner (role)" in said.all
    assert "nothing new to record" in said.all


def test_a_column_renamed_past_knowing_is_told_with_the_one_that_it_may_be(
    acting: Officer, back: Path
) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet["F1"].value = "Lead"

    said = come_back(acting, back, cells(2, **STRONG), rename)
    assert said.code == 1
    assert (
        'there is no column Owner (role), so nothing is read of it. Is it "Lead"? Then rename it '
        "back and read the workbook again" in said.all
    )
    assert "not one of ours" not in said.all


def test_a_sheet_by_another_name_and_in_another_place_is_found(acting: Officer, back: Path) -> None:
    book = load_workbook(workbook(acting))
    sheet = book["Actions"]
    sheet.title = "Our group"
    sheet.insert_rows(1, 3)
    sheet["A1"].value = "Please look at row 6"
    sheet["E5"].value = STRONG["action"]
    book.move_sheet(sheet, 2)
    book.save(back)
    acting.done("actions", back, "--yes")
    assert noted(acting) == {("R1.1", "action"): STRONG["action"]}


# ------------------------------------------------------------------ two copies


def test_two_groups_copies_that_conflict_are_told_with_both_values(
    acting: Officer, back: Path
) -> None:
    other = back.with_name("other.xlsx")
    changed(workbook(acting), other, cells(2, **{**STRONG, "owner": "Head of Hub"}))
    come_back(acting, back, cells(2, **STRONG))
    said = acting.lfe("actions", other, "--yes")
    assert said.code == 1
    assert "changed on both sides" in said.all
    assert "Team Manager, Early Help" in said.all
    assert "This copy says: Head of Hub" in said.all
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]
    assert kept(acting) == ["actions.2.xlsx", "actions.xlsx"]
    acting.done("actions", other, "--yes", "--theirs")
    assert noted(acting)[("R1.1", "owner")] == "Head of Hub"


def test_an_older_copy_takes_nothing_back(acting: Officer, back: Path) -> None:
    older = back.with_name("older.xlsx")
    shutil.copyfile(workbook(acting), older)
    come_back(acting, back, cells(2, **STRONG))
    changed(older, older, cells(3, action="Ask two services"))
    said = acting.done("actions", older, "--yes")
    assert "this is an older copy: 4 cells were recorded since it was made" in said.all
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]
    assert noted(acting)[("R2.1", "action")] == "Ask two services"


def test_a_copy_whose_marks_are_gone_gives_only_what_is_new(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    pasted = Workbook()
    for row in load_workbook(workbook(acting), data_only=True).worksheets[0].iter_rows():
        pasted.worksheets[0].append([cell.value for cell in row])
    cells(2, owner="Head of Hub", measure="Families say")(pasted.worksheets[0])
    cells(3, action="Ask two services")(pasted.worksheets[0])
    back.write_bytes(content_of(pasted))
    said = acting.lfe("actions", back, "--yes")
    assert said.code == 1
    assert "it cannot be told what this copy was made from" in said.all
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]
    assert noted(acting)[("R2.1", "action")] == "Ask two services"


# ------------------------------------------------------------------ names, and what is hostile


def test_a_cell_that_names_somebody_is_not_taken_and_the_rest_is(
    acting: Officer, back: Path
) -> None:
    said = come_back(acting, back, cells(2, **STRONG, evidence="Anya Example told us"))
    assert said.code == 1
    assert "R1.1, Evidence: holds what may not be kept" in said.all
    assert set(noted(acting)) == {("R1.1", name) for name in STRONG}
    assert "Anya" not in acting.path("history.jsonl").read_text()


@pytest.mark.parametrize(
    "owner", ["Testina Madeup", "Dr Madeup", "testina@agency.example", "Mrs Testina Madeup"]
)
def test_a_person_in_the_place_of_a_role_is_not_recorded(
    acting: Officer, back: Path, owner: str
) -> None:
    said = come_back(acting, back, cells(2, **{**STRONG, "owner": owner}))
    assert said.code == 1
    assert "R1.1, Owner (role): " in said.all
    assert ("R1.1", "owner") not in noted(acting)
    assert "Madeup" not in acting.path("history.jsonl").read_text()


@pytest.mark.parametrize(
    "owner",
    [
        "Sue", "J. Smith, team manager", "Smith (Team Manager)", "Team manager (Dave)",
        "S Whitfield", "Whitfield S", "Karen", "karen jones", "Priya Shah, CAMHS",
        "Designated Nurse (Anne Ward)", "Team Manager / Karen", "Whitfield, S.",
    ],
)  # fmt: skip
def test_initials_a_given_name_and_a_name_beside_a_role_are_not_taken(
    acting: Officer, back: Path, owner: str
) -> None:
    said = come_back(acting, back, cells(2, **{**STRONG, "owner": owner}))
    assert said.code == 1
    assert "looks like a person's name, so it is not taken" in said.all
    assert ("R1.1", "owner") not in noted(acting)


@pytest.mark.parametrize(
    "owner",
    [
        "Designated Nurse", "Head of Service, Early Help", "Service Manager (Transitions)",
        "Head of Service, Domestic Abuse", "Named GP", "CAMHS", "Team A Manager", "Everybody",
        "Head of Safeguarding & QA", "Grace Centre Manager", "Will be confirmed", "A Team Manager",
        "Director of Children's Services", "Health Visitor Lead and School Nurse Lead",
    ],
)  # fmt: skip
def test_a_role_is_taken_without_a_word(acting: Officer, back: Path, owner: str) -> None:
    said = come_back(acting, back, cells(2, **{**STRONG, "owner": owner}))
    assert said.code == 0, said
    assert "For you to look at" not in said.all
    assert noted(acting)[("R1.1", "owner")] == owner


def test_an_owner_that_may_be_a_place_or_a_person_is_told_before_the_yes(
    acting: Officer, back: Path
) -> None:
    said = come_back(acting, back, cells(2, **{**STRONG, "owner": "Team Manager, Oakfield"}))
    assert said.code == 1
    assert "look at it before your yes" in said.all
    assert said.all.index("may be a person's name") < said.all.index("Recorded:")
    assert noted(acting)[("R1.1", "owner")] == "Team Manager, Oakfield"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("action", "Email all staff the form with Priya from Oakfield School",
         ('"Priya"', "a place's name")),
        ("action", "Try it in three teams, led by Karen Jones", ('"Karen"',)),
        ("evidence", "Mum of the 4 year old from Elm Street said it was better",
         ("4 year old", "Elm Street")),
        ("evidence", "Two children were seen sooner", ("So small a number",)),
        ("evidence", "CAMHS did not attend", ("CAMHS did not",)),
        ("measure", "The school should have shared the plan", ("should have",)),
    ],
)  # fmt: skip
def test_what_may_point_to_somebody_is_shown_before_the_yes(
    acting: Officer, back: Path, field: str, text: str, words: tuple[str, ...]
) -> None:
    said = come_back(acting, back, cells(2, **{**STRONG, field: text}))
    assert said.code == 1
    for word in words:
        assert word in said.all.partition("Recorded:")[0]
    assert "answer no, put the cell right in the file" in said.all
    assert noted(acting)[("R1.1", field)] == text


def test_blame_is_not_taken(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, **STRONG, evidence="Better; CAMHS failed to attend"))
    assert said.code == 1
    assert "R1.1, Evidence: holds what may not be kept" in said.all
    assert ("R1.1", "evidence") not in noted(acting)


def test_plain_work_is_taken_without_a_word(acting: Officer, back: Path) -> None:
    plain = cells(
        2,
        action="Try it with two families and one team by Easter, with Ofsted's form",
        owner="Head of Hub",
        measure="Eight of ten parents know whom to ring",
        progress="completed",
        evidence="Survey of 3 May 2027: 4 of 20 families had waited; the GP practices liked it",
    )
    said = come_back(acting, back, plain)
    assert said.code == 0, said
    assert "For you to look at" not in said.all


def steps_of(acting: Officer) -> str:
    return " ".join(json.loads(acting.done("status", "--json").out)["next"])


def test_status_asks_about_cells_that_were_not_taken_until_a_copy_is_clear(
    acting: Officer, back: Path
) -> None:
    source = back.with_name("sent.xlsx")
    shutil.copyfile(workbook(acting), source)
    come_back(acting, back, cells(2, **{**STRONG, "owner": "Karen"}, by="end of term"))
    acting.done("actions")
    told_next = "ask about 2 cells of the copy that were not taken; to see them: lfe actions"
    assert f"{told_next} {REFERENCE}/subgroup/returned/actions.xlsx" in steps_of(acting)
    come_back(acting, back, cells(2, owner="Head of Hub"))
    assert "not taken" not in steps_of(acting)


def test_after_theirs_nothing_is_left_to_ask_about(acting: Officer, back: Path) -> None:
    other = back.with_name("other.xlsx")
    changed(workbook(acting), other, cells(2, **{**STRONG, "owner": "Head of Hub"}))
    come_back(acting, back, cells(2, **STRONG))
    acting.lfe("actions", other, "--yes")
    assert "ask about 1 cell of the copy that was not taken" in steps_of(acting)
    acting.done("actions", other, "--yes", "--theirs")
    assert "not taken" not in steps_of(acting)


@pytest.mark.parametrize("evidence", [".", "done", "n/a", "Completed.", "to follow"])
def test_evidence_that_says_nothing_closes_nothing(
    acting: Officer, back: Path, evidence: str
) -> None:
    said = come_back(acting, back, cells(2, **STRONG, progress="completed", evidence=evidence))
    assert "R1.1: the evidence says nothing yet" in said.all
    acting.done("actions")
    sheet = load_workbook(workbook(acting), data_only=True).worksheets[0]
    assert sheet["L2"].value == "completed, evidence to come"
    assert "what became of it: R1.1" in steps_of(acting)


def test_an_action_that_no_longer_fits_ends_with_a_reason(acting: Officer, back: Path) -> None:
    said = come_back(
        acting, back, cells(2, **STRONG, by=datetime(2027, 3, 1), progress="no longer applies")
    )
    assert "R1.1: it is no longer needed, and nothing says why" in said.all
    assert "ask why it is no longer needed: R1.1" in steps_of(acting)
    assert "ask kindly how R1.1" not in steps_of(acting)
    come_back(acting, back, cells(2, evidence="The form went with the new system"))
    assert "no longer needed" not in steps_of(acting)
    acting.done("actions")
    sheet = load_workbook(workbook(acting), data_only=True).worksheets[0]
    assert sheet["L2"].value == "no longer needed"
    assert "Could be stronger" not in acting.done("actions").all


def test_progress_stays_although_the_action_was_empty(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, progress="completed", evidence="Ten families were asked"))
    acting.done("actions")
    said = come_back(acting, back, cells(2, action="Ask ten families"))
    assert "Recorded: 1 changed cell." in said.all
    assert noted(acting)[("R1.1", "progress")] == "completed"


def test_only_the_actions_of_this_copy_could_be_stronger(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(3, action="Remind all staff"))
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    changed(top.path("actions-practice.xlsx"), back, cells(2, action="Remind all staff"))
    said = top.lfe("actions", back, "--yes")
    assert "R1.1: a reminder fades" in said.all
    assert "R2.1" not in said.all


def test_status_says_whose_copy_it_is_that_has_cells_to_ask_about(
    acting: Officer, back: Path
) -> None:
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    changed(top.path("actions-practice.xlsx"), back, cells(2, owner="Karen"))
    top.lfe("actions", back, "--yes")
    whose = "ask about 1 cell of the copy of the Practice Development Group that was not taken"
    assert whose in steps_of(acting)


def test_a_missing_list_of_names_stops_it(acting: Officer, back: Path) -> None:
    acting.path("identifiers.yaml").unlink()
    before = acting.files()
    said = come_back(acting, back, cells(2, **STRONG))
    assert said.code == 2
    assert "list of names" in said.all
    assert acting.files() == before


def test_a_formula_is_told_and_not_worked_out(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, action="=1+1", owner='=WEBSERVICE("http://x.example")'))
    assert said.code == 1
    assert said.all.count("it holds a formula") == 2
    assert noted(acting) == {}


def test_escape_sequences_reach_neither_terminal_nor_history(acting: Officer, back: Path) -> None:
    text = "Try it_x001B_[31m now\u202eereh"
    said = come_back(acting, back, cells(2, action=text))
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    assert noted(acting) == {("R1.1", "action"): "Try it[31m nowereh"}


def test_a_text_of_many_pages_is_told(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, evidence="word " * 2_000))
    assert said.code == 1
    assert "longer than 3000 characters" in said.all


def with_parts(content: bytes, **parts: bytes) -> bytes:
    return write_package({**open_package(content).parts, **parts})


def a_bomb(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in open_package(content).parts.items():
            archive.writestr(name, part)
        archive.writestr("xl/worksheets/sheet9.xml", b"<row/>" * 10_000_000)
    return buffer.getvalue()


def with_doctype(content: bytes) -> bytes:
    name = "xl/worksheets/sheet1.xml"
    entity = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'
    part = open_package(content).parts[name].replace(b"<worksheet", entity, 1)
    return with_parts(content, **{name: part})


def without_a_string(content: bytes) -> bytes:
    name = "xl/worksheets/sheet1.xml"
    first = rb'<c r="A1"[^>]*>.*?</c>'
    part, count = re.subn(first, b'<c r="A1" t="s"><v>7</v></c>', open_package(content).parts[name])
    assert count == 1
    return with_parts(content, **{name: part})


NOT_READ: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a password": (lambda c: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
                   + "EncryptedPackage".encode("utf-16-le"), "It has a password"),
    "an old .xls": (lambda c: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
                    + "Workbook".encode("utf-16-le"), "old format (.xls)"),
    "a .csv": (lambda c: b"Review,Id,Action\nLFE-2027-001,R1.1,Try\n", "no Excel workbook"),
    "an .ods": (lambda c: b"PK\x03\x04" + b"\0" * 26
                + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "(.ods)"),
    "a Word document": (lambda c: write_package({"[Content_Types].xml": b"<Types/>",
                        "word/document.xml": b"<d/>"}), "not an Excel workbook"),
    "an .xlsb": (lambda c: write_package({"[Content_Types].xml": b"<Types/>",
                 "xl/workbook.bin": b"x"}), "(.xlsb)"),
    "half a file": (lambda c: c[: len(c) // 2], "damaged"),
    "nothing": (lambda c: b"", "empty (0 bytes)"),
    "a bomb": (a_bomb, "far larger"),
    "a document type": (with_doctype, "no workbook holds"),
    "another workbook": (lambda c: content_of(Workbook()), "not an actions workbook"),
    "a broken workbook": (lambda c: with_parts(c, **{"xl/workbook.xml": b"<workbook/>"}),
                          "not an actions workbook"),
    "a string that is not there": (without_a_string, "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_READ)
def test_what_cannot_be_read_is_said_in_a_sentence_and_stays_where_it_is(
    acting: Officer, back: Path, kind: str
) -> None:
    make, sentence = NOT_READ[kind]
    back.write_bytes(make(workbook(acting).read_bytes()))
    before, content = acting.files(), back.read_bytes()
    said = acting.lfe("actions", back, "--yes")
    assert said.code == 2, said
    assert "The workbook was not read." in said.all
    assert sentence in said.all
    assert "Traceback" not in said.all
    assert acting.files() == before
    assert back.read_bytes() == content
    refused = acting.lfe("actions", back, "--yes", "--json")
    assert refused.json["changed"] == []
    assert "error" in refused.json


@pytest.mark.parametrize("at", range(0, 200, 7))
def test_no_damage_is_more_than_a_sentence(at: int, tmp_path: Path) -> None:
    """Bytes of every part are spoilt in turn: it is read, or refused with a sentence."""
    from lfe_cli.after.workbook_file import action_book

    parts = dict(open_package(action_book(a_book())).parts)
    names = sorted(n for n in parts if n.startswith(("xl/", "docProps/")) and n.endswith(".xml"))
    name = names[at % len(names)]
    spoilt = bytearray(parts[name])
    place = (at * 131) % len(spoilt)
    spoilt[place : place + 9] = b"9999999-1"
    try:
        read_action_book(write_package({**parts, name: bytes(spoilt)}))
    except CannotRead as refused:
        assert refused.sentence.endswith(".")


def test_a_sheet_that_says_it_is_huge_is_read_as_it_is(acting: Officer, back: Path) -> None:
    content = changed(workbook(acting), back, cells(2, **STRONG)).read_bytes()
    name = "xl/worksheets/sheet1.xml"
    part = open_package(content).parts[name]
    assert part.count(b'<dimension ref="A1:L11"') == 1
    part = part.replace(b'ref="A1:L11"', b'ref="A1:XFD1048576"', 1)
    part = part.replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    )
    back.write_bytes(with_parts(content, **{name: part}))
    said = acting.lfe("actions", back, "--yes")
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]
    assert "only the first 3000 rows were read" in said.all


def test_macros_links_and_comments_are_told_and_left(acting: Officer, back: Path) -> None:
    content = changed(workbook(acting), back, cells(2, **STRONG)).read_bytes()
    back.write_bytes(
        with_parts(
            content,
            **{"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>",
               "xl/comments/comment1.xml": b"<x/>"},
        )
    )  # fmt: skip
    said = acting.lfe("actions", back, "--yes")
    assert said.code == 1
    for words in ("macros, which were not run", "were not followed", "comments beside cells"):
        assert words in said.all
    assert kept(acting) == ["actions.xlsm"]
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]


def test_a_workbook_of_another_partnership_is_refused(acting: Officer, back: Path) -> None:
    book = load_workbook(workbook(acting))
    for row in book["lfe"].iter_rows():
        if row[0].value == f"lfe.base.{REFERENCE}":
            row[0].value = "lfe.base.ABC-2027-001"
    book.custom_doc_props.props.clear()
    book.save(back)
    said = acting.lfe("actions", back, "--yes")
    assert said.code == 2
    assert "about no review in this partnership's folder" in said.all


def test_a_file_that_is_not_there_is_said(acting: Officer) -> None:
    assert "There is no file nothing.xlsx" in acting.lfe("actions", "nothing.xlsx").all


# ------------------------------------------------------------------ several reviews, stops


def test_a_groups_copy_of_two_reviews_goes_to_both(acting: Officer, back: Path) -> None:
    other = second_review(acting)
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    source = top.path("actions-practice.xlsx")
    sheet = load_workbook(source).worksheets[0]
    assert [sheet.cell(n, 1).value for n in (2, 4)] == [REFERENCE, "LFE-2027-002"]
    chosen = "LFE-2027-002 R3: Change shared forms"
    further = cells(8, recommendation=chosen, action="Ask parents")
    changed(source, back, each(cells(2, **STRONG), cells(4, action="Try it"), further))
    said = top.done("actions", back, "--yes", "--json")
    assert len(said.json["kept"]) == 2
    assert {item for item, _ in noted(acting)} == {"R1.1"}
    assert noted(other) == {("R1.1", "action"): "Try it", ("R3.2", "action"): "Ask parents"}
    assert kept(other) == ["practice.xlsx"]
    assert top.done("actions", back, "--yes", "-r", REFERENCE, "--json").json["changed"] == []


def commands(review: Officer, since: int) -> set[str]:
    """The ids of the commands that recorded something after the first `since` entries."""
    return {entry["command"] for entry in history(review)[since:]}


def test_one_workbook_of_many_reviews_is_one_command_in_the_history_of_each(
    acting: Officer, back: Path
) -> None:
    other = second_review(acting)
    for group in ("practice", "quality"):  # so that their newest entries are not of one moment
        other.done("received", group)
    top = Officer(acting.folder.parent)
    before = len(history(acting)), len(history(other))
    top.done("actions", "--all")
    written = commands(acting, before[0])
    assert len(written) == 1
    assert commands(other, before[1]) == written

    before = len(history(acting)), len(history(other))
    row = cells(row_of(top.path("actions.xlsx"), "R1.1"), **STRONG)
    theirs = cells(6, action="Try it")  # below the four rows of the first review
    changed(top.path("actions.xlsx"), back, each(row, theirs))
    top.done("actions", back, "--yes")
    taken = commands(acting, before[0])
    assert len(taken) == 1 and taken != written
    assert commands(other, before[1]) == taken


def test_what_one_command_recorded_in_two_reviews_is_taken_back_in_both(
    acting: Officer, back: Path
) -> None:
    other = second_review(acting)
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    changed(top.path("actions-practice.xlsx"), back, each(cells(2, **STRONG), cells(4, action="T")))
    top.done("actions", back, "--yes")
    other.done("undo")
    assert {e["was"] for e in history(other, "undone")} == {"actions returned", "action noted"}
    assert {e["was"] for e in history(acting, "undone")} == {"actions returned", "action noted"}


def test_a_copy_that_was_read_for_one_review_is_not_written_over(acting: Officer) -> None:
    second_review(acting)
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    path = top.path("actions-practice.xlsx")
    changed(path, path, each(cells(2, **STRONG), cells(4, action="Try it")))
    top.done("actions", path, "--yes", "-r", REFERENCE)
    said = top.lfe("actions", "--group", "practice")
    assert (said.code, "was changed since it was made" in said.all) == (2, True)
    assert load_workbook(path).worksheets[0].cell(4, 5).value == "Try it"
    top.done("actions", path, "--yes")
    top.done("actions", "--group", "practice")


def test_what_was_written_about_one_review_is_kept_with_no_other(
    acting: Officer, back: Path
) -> None:
    other = second_review(acting)
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    changed(top.path("actions-practice.xlsx"), back, cells(4, action="Try it"))
    top.done("actions", back, "--yes")
    assert (kept(acting), kept(other)) == ([], ["practice.xlsx"])


@pytest.mark.parametrize(
    ("rows", "row_numbers", "whose"),
    [
        ({2: STRONG, 8: {**OTHER_OWNER, "review": REFERENCE, "id": "R1.1"}}, (2, 8), 0),
        ({4: STRONG, 8: {**OTHER_OWNER, "review": "LFE-2027-002", "id": "R1.1"}}, (4, 8), 1),
        ({2: {**STRONG, "review": "LFE-2027-002"}, 4: OTHER_OWNER}, (2, 4), 1),
    ],
    ids=["of the first review", "of the second", "one in the block of the other"],
)
def test_differing_rows_of_a_groups_copy_are_kept_with_the_review_that_they_are_about(
    acting: Officer,
    back: Path,
    rows: dict[int, dict[str, Any]],
    row_numbers: tuple[int, ...],
    whose: int,
) -> None:
    reviews = (acting, second_review(acting))
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    both = each(*(cells(row, **values) for row, values in rows.items()))
    changed(top.path("actions-practice.xlsx"), back, both)
    said = top.lfe("actions", back, "--yes", "--json")
    assert said.code == 1
    for row in row_numbers:
        assert f"row {row}, R1.1: R1.1 stands in 2 rows that differ" in told(said)
    asked = "ask about 2 cells of the copy of the Practice Development Group that were not taken"
    for number, review in enumerate(reviews):
        assert noted(review) == {}
        assert kept(review) == (["practice.xlsx"] if number == whose else [])
        assert (asked in steps_of(review)) is (number == whose)


def test_what_is_left_of_a_groups_copy_is_asked_about_in_the_review_that_it_is_about(
    acting: Officer, back: Path
) -> None:
    other = second_review(acting)
    top = Officer(acting.folder.parent)
    top.done("actions", "--group", "practice")
    incomplete = cells(8, review="LFE-2027-002", recommendation="R3", owner="Head of Hub")
    changed(top.path("actions-practice.xlsx"), back, incomplete)
    assert "row 8: says no action for R3" in told(top.lfe("actions", back, "--yes", "--json"))
    assert (kept(acting), kept(other)) == ([], ["practice.xlsx"])
    assert "not taken" not in steps_of(acting)
    assert "ask about 1 cell of the copy" in steps_of(other)


def test_what_was_undone_does_not_come_back_as_something_new(acting: Officer, back: Path) -> None:
    come_back(acting, back, cells(2, **STRONG))
    acting.done("actions")
    acting.done("undo")
    changed(workbook(acting), back)
    assert acting.lfe("actions", back, "--yes", "--json").json["changed"] == []


def test_what_came_back_is_recorded_although_the_review_was_stepped_up(
    acting: Officer, back: Path
) -> None:
    changed(workbook(acting), back, cells(2, **STRONG))
    acting.done("step-up")
    acting.done("actions", back, "--yes")
    assert noted(acting)[("R1.1", "owner")] == STRONG["owner"]


# ------------------------------------------------------------------ LibreOffice


def opened_and_saved(source: Path, target: Path) -> Path:
    """The workbook opened in LibreOffice Calc and saved there."""
    target.write_bytes(saved({"book": source.read_bytes()}, "xlsx", "xlsx")["book"])
    return target


@needs_office
def test_a_workbook_saved_in_libreoffice_is_read_back_cell_by_cell(
    acting: Officer, back: Path, tmp_path: Path
) -> None:
    further = cells(7, recommendation="R2", action="Ask two services\nand a parent")
    texts = {**STRONG, "action": "=not a formula: Smith & Sons <team>"}
    untouched = opened_and_saved(workbook(acting), tmp_path / "untouched.xlsx")
    assert "nothing new" in acting.done("actions", untouched, "--yes").all

    def enter(sheet: Worksheet) -> None:
        cells(2, **texts, by=datetime(2027, 6, 1), progress="completed")(sheet)
        sheet["E2"].data_type = "s"

    changed(workbook(acting), back, each(enter, further))
    returned = opened_and_saved(back, tmp_path / "saved.xlsx")
    said = acting.done("actions", returned, "--yes")
    assert "was changed" not in said.all
    assert noted(acting) == {
        **{("R1.1", name): value for name, value in texts.items()},
        ("R1.1", "by"): "2027-06-01",
        ("R1.1", "progress"): "completed",
        ("R2.2", "action"): "Ask two services\nand a parent",
    }
    values = load_workbook(returned, data_only=True)
    assert values["Actions"]["L2"].value == "completed, evidence to come"
    counted = [cell.value for cell in values["Summary"][4]]
    assert counted == ["Practice Development Group", 1, 0, 0, 1, 0, 0, 0, 2]


# ------------------------------------------------------------------ what could be stronger


def test_weak_actions_are_pointed_out_kindly_with_what_to_try(acting: Officer, back: Path) -> None:
    weak = each(
        cells(2, action="Remind staff of the policy", owner="Head of Hub", by=datetime(2027, 1, 4)),
        cells(3, action="Re-issue the procedure", owner="Head of Hub", progress="completed"),
        cells(4, action="Email the page to all teams", owner="Head of Hub"),
        cells(5, action="Write the half day with two parents", owner="Head of Hub"),
    )
    said = come_back(acting, back, weak)
    assert said.code == 0
    assert "Could be stronger (a thought for the group, nothing more):" in said.all
    for words in (
        "R1.1: a reminder fades", "R1.1: its date has passed", "R2.1: a policy that is issued once",
        "R2.1: it is completed, and nothing shows", "R3.1: what is sent round", "Try: ",
        "R1.1, R2.1, R3.1, R4.1: one role leads every action",
    ):  # fmt: skip
        assert words in said.all, words
    for word in ("overdue", "late", "failed", "weak", "poor"):
        assert word not in said.all.lower().split()
    assert "Could be stronger" in acting.done("actions").all
    steps = " ".join(json.loads(acting.done("status", "--json").out)["next"])
    assert "some actions could be stronger (how: lfe actions)" in steps
    assert "ask kindly how R1.1 is going (hoped for by 4 January 2027)" in steps
    assert "what became of it: R2.1" in steps


def test_a_strong_action_is_left_alone(acting: Officer, back: Path) -> None:
    said = come_back(acting, back, cells(2, **STRONG, by=datetime(2027, 6, 1)))
    assert "Could be stronger" not in said.all


def test_the_board_does_not_promise_that_the_groups_words_name_nobody(
    acting: Officer, back: Path
) -> None:
    come_back(acting, back, cells(2, **{**STRONG, "action": "Email the form with Priya"}))
    top = Officer(acting.folder.parent)
    top.done("board")
    page = top.path("board.html").read_text()
    assert "Email the form with Priya" in page
    assert "nobody of a family is named" not in page
    assert "checks looked there for names, and cannot know every name" in page
