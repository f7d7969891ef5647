"""One sheet for who comes and who came: ticked in Excel, read back, and nothing in it guessed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from helpers.conversing import Conversing, in_turn
from helpers.history import history
from helpers.officer import Officer, assert_office_files_are_valid, start_review
from helpers.states import review_after
from lfe_cli.cli.commands.begin import _children
from lfe_cli.cli.commands.replies import _coming
from lfe_cli.errors import WrongValue

SHEET = "event/who-comes.xlsx"
READ = ("reply", "--sheet", SHEET)
CAME = ("attended", "--sheet", SHEET)


@pytest.fixture
def with_sheet(officer: Officer) -> Officer:
    """Three agencies are asked, and there is a sheet to tick."""
    return review_after(make, officer)


def make(review: Officer) -> None:
    review.done("reply", "--sheet")


def tick(review: Officer, title: str, agency: str, **cells: object) -> None:
    """Writes into the row of an agency, by the beginning of each heading."""
    path = review.path(SHEET)
    book = load_workbook(path)
    sheet = book[title]
    assert isinstance(sheet, Worksheet)
    headings = [str(cell.value) for cell in sheet[1]]
    [row] = [n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == agency]
    for key, value in cells.items():
        words = key.replace("_", " ")
        [at] = [n for n, heading in enumerate(headings, 1) if heading.startswith(words)]
        sheet.cell(row, at).value = value  # type: ignore[assignment]
    book.save(path)


def replied(review: Officer) -> dict[str, dict[str, object]]:
    about = ("knows", "attending", "people", "bringing", "support", "access", "other", "on")
    return {
        e["agency"]: {key: e[key] for key in about if key in e} for e in history(review, "reply")
    }


# ---------------------------------------------------------------- the sheet itself


def test_excel_opens_it_and_only_what_is_asked_can_be_changed(with_sheet: Officer) -> None:
    assert_office_files_are_valid(with_sheet.folder)
    book = load_workbook(with_sheet.path(SHEET))
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert shown == ["Who comes", "Who came", "How to use this"]
    yes_or_no, came = '"yes,no"', '"came,apologies,absent"'
    for title, lists in (("Who comes", {yes_or_no}), ("Who came", {yes_or_no, came})):
        sheet = book[title]
        assert sheet.protection.sheet
        names = [sheet.cell(n, 1).value for n in (2, 3, 4)]
        assert names == ["Police", "School", "Health Visiting"]
        assert sheet.cell(1, 2).protection.locked
        assert sheet.cell(2, 1).protection.locked
        assert not sheet.cell(2, 2).protection.locked
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
        rules = sheet.data_validations.dataValidation
        assert {rule.formula1 for rule in rules if rule.type == "list"} == lists


def test_git_never_keeps_it(with_sheet: Officer) -> None:
    paths = [SHEET, "event/who-comes.1.xlsx", "event/Who-comes (1).xlsx"]
    command = ["git", "check-ignore", *paths]
    done = subprocess.run(
        command, cwd=with_sheet.folder, capture_output=True, text=True, check=False
    )
    assert len(done.stdout.splitlines()) == 3


def test_whoever_is_in_another_role_is_not_another_service(with_sheet: Officer) -> None:
    tick(with_sheet, "Who comes", "Police", Other=2)
    tick(with_sheet, "Who comes", "School", Another="yes")
    with_sheet.done(*READ, "--yes")
    about = replied(with_sheet)
    assert (about["police"]["people"], "other" in about["police"]) == ({"other": 2}, False)
    assert (about["school"]["other"], "attending" in about["school"]) == (True, False)
    with_sheet.done("reply", "--sheet")
    assert "Nothing in it is new." in with_sheet.done(*READ).out


def test_what_is_recorded_stands_in_it(review: Officer) -> None:
    review.done("reply", "police", "--knows", "yes", "--role", "manager", "--support", "no")
    review.done("reply", "--sheet")
    sheet = load_workbook(review.path(SHEET))["Who comes"]
    assert [cell.value for cell in sheet[2]] == [
        "Police", None, "yes", None, 1, None, None, None, None, None, "no", None, None,
    ]  # fmt: skip
    assert "Nothing in it is new." in review.done(*READ).out


def test_made_again_it_loses_nothing_that_is_ticked(with_sheet: Officer) -> None:
    tick(with_sheet, "Who comes", "Police", Knew="yes")
    before = with_sheet.path(SHEET).read_bytes()
    said = with_sheet.lfe("reply", "--sheet")
    assert said.code == 2
    assert f"Read it in first: lfe reply --sheet {SHEET}" in said.all
    assert with_sheet.path(SHEET).read_bytes() == before
    with_sheet.done(*READ, "--yes")
    with_sheet.done("reply", "--sheet")
    assert with_sheet.path("event/who-comes.1.xlsx").read_bytes() == before


# ---------------------------------------------------------------- read back


def test_what_is_ticked_is_shown_and_recorded_as_one_command(with_sheet: Officer) -> None:
    day = date(2027, 1, 8)
    tick(with_sheet, "Who comes", "Police", Day=day, Knew="yes", Practitioner=1, Manager=2,
         Brings="yes", Support="yes", Access="no", Another="no")  # fmt: skip
    tick(with_sheet, "Who comes", "School", Knew="no")
    before = with_sheet.files()
    said = with_sheet.lfe(*READ)
    assert (said.code, "Add --yes to the command." in said.all) == (2, True)
    assert "Police: knew the child or family, 3 coming (practitioner 1, manager 2)" in said.all
    assert with_sheet.files() == before
    said = with_sheet.done(*READ, "--yes")
    assert "Made: event/reply-details.txt" in said.out
    assert replied(with_sheet) == {
        "police": {"knows": True, "attending": 3, "people": {"practitioner": 1, "manager": 2},
                   "bringing": True, "support": True, "access": False, "other": False,
                   "on": "2027-01-08"},
        "school": {"knows": False, "on": "2027-01-11"},
    }  # fmt: skip
    assert "Nothing in it is new." in with_sheet.done(*READ).out
    with_sheet.done("undo")
    assert with_sheet.done("status", "--json").json["agencies"][0]["replied"] in (None, False)


def test_at_a_terminal_it_asks_and_a_no_records_nothing(with_sheet: Officer) -> None:
    tick(with_sheet, "Who comes", "School", Knew="no")
    said = Conversing(with_sheet.folder, in_turn(["no"])).lfe(*READ)
    assert said.code == 2
    assert history(with_sheet, "reply") == []


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Knew", "maybe"),
        ("Support", "=1=1"),
        ("Practitioner", 1.5),
        ("Practitioner", "two"),
        ("Manager", 150),
        ("Day", date(2027, 3, 1)),
        ("Day", "Tuesday"),
    ],
)
def test_what_is_not_sure_is_told_and_the_rest_is_recorded(
    with_sheet: Officer, heading: str, value: object
) -> None:
    tick(with_sheet, "Who comes", "Police", **{heading: value, "Brings": "yes"})
    said = with_sheet.lfe(*READ, "--yes")
    assert said.code == 1
    assert f"Who comes, row 2 (Police), {heading}" in said.all
    [entry] = history(with_sheet, "reply")
    assert entry["bringing"] is True
    assert {"knows", "support", "people", "attending"} & entry.keys() == set()


def strike(sheet: Worksheet) -> None:
    sheet["C2"].value = "no"
    sheet["C2"].font = Font(strike=True)


def join(sheet: Worksheet) -> None:
    sheet["C2"].value = "no"
    sheet.merge_cells("C2:C3")


def join_agencies(sheet: Worksheet) -> None:
    sheet["C3"].value = "no"
    sheet.merge_cells("A2:A3")


def write_beside(sheet: Worksheet) -> None:
    sheet["P2"].value = "They will ring back"


def comment(sheet: Worksheet) -> None:
    sheet["C2"].comment = Comment("They will ring back", "A colleague")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (strike, "row 2 (Police), Knew the child or the family: it is struck out"),
        (join, "row 2 (Police), Knew the child or the family: it is joined with other cells"),
        (join_agencies, "row 3: the name of its agency is joined with other cells (A2:A3)"),
        (write_beside, "Who comes, P2: it stands under no heading of ours"),
        (comment, "Who comes, C2: a note is not read here"),
    ],
)
def test_what_a_sheet_shows_beside_its_values_is_told_and_nothing_of_it_is_recorded(
    with_sheet: Officer, change: Callable[[Worksheet], None], told: str
) -> None:
    path = with_sheet.path(SHEET)
    book = load_workbook(path)
    sheet = book["Who comes"]
    assert isinstance(sheet, Worksheet)
    change(sheet)
    book.save(path)
    said = with_sheet.lfe(*READ, "--yes")
    assert (said.code, told in said.all) == (1, True), said
    assert "ring back" not in said.all
    assert replied(with_sheet) == {}


def test_a_row_that_contradicts_itself_is_told_and_left(with_sheet: Officer) -> None:
    tick(with_sheet, "Who comes", "Police", Knew="no", Brings="yes")
    tick(with_sheet, "Who comes", "School", Knew="no")
    said = with_sheet.lfe(*READ, "--yes")
    assert said.code == 1
    assert "Who comes, row 2 (Police): Police cannot both not have known the child" in said.all
    assert list(replied(with_sheet)) == ["school"]


def test_a_sheet_of_another_review_or_no_sheet_is_refused(officer: Officer) -> None:
    review = review_after(make, officer)
    start_review(officer)
    second = Officer(officer.path("LFE-2027-002"))
    second.done("reply", "--sheet")
    for file, why in (
        ("../LFE-2027-002/event/who-comes.xlsx", "This sheet is of LFE-2027-002"),
        ("review.yaml", "no Excel workbook"),
        ("event/nothing.xlsx", "There is no file nothing.xlsx."),
    ):
        said = review.lfe("reply", "--sheet", file, "--yes")
        assert (said.code, why in said.all) == (2, True), said


# ---------------------------------------------------------------- who came


def test_who_came_is_read_from_its_own_sheet(
    with_sheet: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(with_sheet, "Who came", "Police", Came="came", Manager=2, Brought="yes")
    tick(with_sheet, "Who came", "School", Came="apologies")
    tick(with_sheet, "Who came", "Health Visiting", Came="came")
    monkeypatch.setenv("LFE_NOW", "2027-02-12T09:30")
    said = with_sheet.lfe("attended", "--sheet", SHEET, "--yes")
    assert said.code == 1
    assert "Who came, row 4 (Health Visiting): it says that somebody came" in said.all
    one, other = history(with_sheet, "attended")
    assert (one["people"], one["on"], other["apologies"]) == ({"manager": 2}, "2027-02-10", True)
    assert [entry["agency"] for entry in history(with_sheet, "brought")] == ["police"]
    tick(with_sheet, "Who came", "Health Visiting", Came="absent")
    with_sheet.done("attended", "--sheet", SHEET, "--yes")
    assert len(history(with_sheet, "attended")) == 3
    assert "Nothing in it is new." in with_sheet.done("attended", "--sheet", SHEET).out


def recorded_since(review: Officer, monkeypatch: pytest.MonkeyPatch, *first: str) -> None:
    """It is the day after the event, and the sheet is made once this is recorded."""
    monkeypatch.setenv("LFE_NOW", "2027-02-11T09:30")
    review.done(*first)
    review.done("reply", "--sheet")


def people_of(review: Officer) -> object:
    return history(review, "attended")[-1]["people"]


def test_an_open_cell_leaves_it_that_an_audit_was_brought_and_only_a_no_takes_it_back(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ("attended", "police", "--role", "practitioner", "--brought")
    recorded_since(review, monkeypatch, *first)
    tick(review, "Who came", "Police", Manager=1, Brought=None)
    review.done("attended", "--sheet", SHEET, "--yes")
    assert agency_state(review) == "brought"
    tick(review, "Who came", "Police", Brought="no")
    said = review.done("attended", "--sheet", SHEET, "--yes")
    assert "and no longer that it brought its audit" in said.out
    assert agency_state(review) == "came"


def test_an_open_or_unclear_cell_alone_changes_nothing_about_an_audit(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ("attended", "police", "--role", "practitioner", "--brought")
    recorded_since(review, monkeypatch, *first)
    tick(review, "Who came", "Police", Brought=None)
    assert "Nothing in it is new." in review.done(*CAME, "--yes").out
    tick(review, "Who came", "Police", Brought="perhaps")
    said = review.lfe(*CAME, "--yes")
    assert (said.code, "Nothing of this row is taken" in said.all) == (1, True)
    tick(review, "Who came", "Police", Came="apologies", Practitioner=None, Brought=None)
    assert "who could have brought its audit" in review.lfe(*CAME, "--yes").all
    assert (len(history(review, "attended")), agency_state(review)) == (1, "brought")


def test_a_no_about_an_audit_is_new_once_and_told_where_it_is_recorded_by_itself(
    with_sheet: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-12T09:30")
    tick(with_sheet, "Who came", "Police", Came="came", Manager=1, Brought="no")
    with_sheet.done(*CAME, "--yes")
    assert "Nothing in it is new." in with_sheet.done(*CAME).out
    with_sheet.done("reply", "--sheet")
    with_sheet.done("ingest", "--brought", "police")
    with_sheet.done("reply", "--sheet")
    tick(with_sheet, "Who came", "Police", Brought="no")
    said = with_sheet.lfe(*CAME, "--yes")
    assert (said.code, "take that back: lfe undo" in said.all) == (1, True)
    assert agency_state(with_sheet) == "brought"


def agency_state(review: Officer) -> object:
    return review.done("status", "--json").json["agencies"][0]["state"]


def test_of_a_row_in_which_a_part_is_not_sure_nothing_is_taken(
    with_sheet: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-12T09:30")
    for odd in ({"Manager": "2 or 3"}, {"Manager": "9" * 5000}, {"Brought": "perhaps"}):
        tick(with_sheet, "Who came", "School", Came="came", Practitioner=1, **odd)
        said = with_sheet.lfe("attended", "--sheet", SHEET, "--yes")
        assert said.code == 1
        assert "Nothing of this row is taken" in said.all
        tick(with_sheet, "Who came", "School", Manager=None, Brought=None)
    assert history(with_sheet, "attended") == []


def test_what_nobody_ticked_is_not_recorded_over_what_is_newer(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ("--knows", "yes", "--attending", "2", "--support", "no", "--access", "no")
    recorded_since(review, monkeypatch, "reply", "police", *before)
    since = ("--support", "yes", "--access", "yes", "--attending", "3")
    review.done("reply", "police", *since)
    tick(review, "Who comes", "School", Knew="yes")
    review.done(*READ, "--yes")
    assert [entry["agency"] for entry in history(review, "reply")] == ["police", "police", "school"]
    tick(review, "Who comes", "Police", Brings="yes")
    review.done(*READ, "--yes")
    assert history(review, "reply")[-1].keys() & {"attending", "support", "access"} == set()


def test_what_changed_in_both_places_is_told_and_not_taken(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = ("attended", "police", "--role", "practitioner")
    recorded_since(review, monkeypatch, *came)
    review.done(*came, "--role", "practitioner")
    review.done("reply", "police", "--knows", "yes", "--support", "yes")
    tick(review, "Who came", "Police", Practitioner=4)
    tick(review, "Who comes", "Police", Support="no", Access="no")
    for words, by_command in ((CAME, "lfe attended police"), (READ, "lfe reply police")):
        said = review.lfe(*words, "--yes")
        assert (said.code, by_command in said.all) == (1, True)
        assert "what is recorded changed since this sheet was made" in said.all
    assert (people_of(review), len(history(review, "reply"))) == ({"practitioner": 2}, 1)
    tick(review, "Who came", "Police", Practitioner=2)
    assert "Nothing in it is new." in review.done(*CAME).out


def test_two_records_of_who_came_are_never_put_together(
    with_sheet: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-12T09:30")
    with_sheet.done("attended", "police", "--role", "manager")
    tick(with_sheet, "Who came", "Police", Came="came", Practitioner=2)
    assert with_sheet.lfe(*CAME, "--yes").code == 1
    assert people_of(with_sheet) == {"manager": 1}


def test_a_column_that_is_gone_takes_nobody_away(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = ("--role", "practitioner", "--role", "manager")
    recorded_since(review, monkeypatch, "attended", "police", *roles)
    book = load_workbook(review.path(SHEET))
    [heading] = [c for c in book["Who came"][1] if str(c.value).startswith("Manager")]
    heading.value = "Bosses"
    book.save(review.path(SHEET))
    tick(review, "Who came", "Police", Practitioner=2)
    said = review.lfe(*CAME, "--yes")
    assert (said.code, "Nothing of this row is taken" in said.all) == (1, True)
    assert people_of(review) == {"practitioner": 1, "manager": 1}


def test_who_comes_is_one_answer_of_which_a_part_is_never_taken(review: Officer) -> None:
    review.done("reply", "police", "--role", "practitioner", "--role", "manager")
    review.done("reply", "--sheet")
    odd = {"Practitioner": 2, "Manager": "2 or 3", "Brings": "yes"}
    tick(review, "Who comes", "Police", **odd)
    said = review.lfe(*READ, "--yes")
    assert (said.code, "no number of it is taken" in said.all) == (1, True)
    last = history(review, "reply")[-1]
    assert (last["bringing"], {"people", "attending"} & last.keys()) == (True, set())


def test_nobody_or_a_sum_beside_the_roles_is_new_once(with_sheet: Officer) -> None:
    tick(with_sheet, "Who comes", "Police", Manager=0)
    tick(with_sheet, "Who comes", "School", Manager=2, **{"How": 2})
    with_sheet.done(*READ, "--yes")
    about = replied(with_sheet)
    assert (about["police"]["attending"], about["school"]["people"]) == (0, {"manager": 2})
    assert "Nothing in it is new." in with_sheet.done(*READ).out


def test_who_came_is_corrected_in_the_sheet_also_to_nobody_in_a_role(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = ("--role", "practitioner", "--role", "practitioner", "--role", "manager")
    recorded_since(review, monkeypatch, "attended", "police", *roles)
    tick(review, "Who came", "Police", Manager=0)
    review.done("attended", "--sheet", SHEET, "--yes")
    assert people_of(review) == {"practitioner": 2}
    review.done("reply", "--sheet")
    tick(review, "Who came", "Police", Manager=3)
    review.done("attended", "--sheet", SHEET, "--yes")
    assert people_of(review) == {"practitioner": 2, "manager": 3}


def test_a_number_that_has_no_end_is_no_number(review: Officer) -> None:
    assert review.lfe("reply", "police", "--attending", "9" * 5000).code == 2
    with pytest.raises(WrongValue):
        _coming("9" * 5000)
    with pytest.raises(WrongValue):
        _children("9" * 5000)
