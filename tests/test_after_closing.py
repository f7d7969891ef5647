"""What was carried over when a review was closed stays in view, in workbooks and in figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers.actions import BEFORE_THE_MEETING, DECIDED_ON, LATER, decide
from helpers.closing import CONFIRMED
from helpers.officer import REFERENCE, Officer, where
from helpers.pages import with_page
from helpers.states import review_after
from helpers.workbooks import STRONG, cells, changed, row_of
from lfe_cli.across.year_figures import count
from lfe_cli.review.workspace import load_review, load_workspace

CLOSED_ON, LONG_AFTER = "2027-04-01T10:00", "2027-11-01T10:00"


def closed(review: Officer) -> None:
    """Four recommendations are accepted, no action is written yet, and all is carried over."""
    decide(review)
    with where(LFE_NOW=CLOSED_ON):
        review.done("close", *CONFIRMED)


def half_decided(review: Officer) -> None:
    """R3 and R4 are held, and the review is closed over that."""
    with_page(review, "subgroup")
    with where(LFE_NOW=BEFORE_THE_MEETING, LFE_OFFICE="none"):
        review.done("submit", "--meeting", DECIDED_ON)
    with where(LFE_NOW=LATER):
        as_accepted = ("--as", "accepted", "--on", DECIDED_ON, "--no-input")
        review.done("decide", "R1", "R2", *as_accepted)
        review.done("decide", "R3", "R4", "--as", "held", "--reason", "More time is needed")
    with where(LFE_NOW=CLOSED_ON):
        review.done("close", *CONFIRMED)


@pytest.fixture
def carried(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    monkeypatch.setenv("LFE_NOW", LONG_AFTER)
    return review_after(closed, anywhere)


def ids_in(book: Path) -> list[str]:
    sheet = load_workbook(book).worksheets[0]
    return [str(row[1].value) for row in sheet.iter_rows(min_row=2) if row[1].value]


@pytest.mark.parametrize("scope", ["--all", "practice"])
def test_what_is_to_be_written_for_a_closed_review_stays_in_every_workbook(
    carried: Officer, scope: str
) -> None:
    top = Officer(carried.folder.parent)
    top.done("actions", *(("--all",) if scope == "--all" else ("--group", scope)))
    book = top.path("actions.xlsx" if scope == "--all" else f"actions-{scope}.xlsx")
    assert set(ids_in(book)) >= {"R1.1", "R3.1"}
    top.done("actions", changed(book, top.path("back.xlsx"), cells(row_of(book, "R1.1"), **STRONG)),
             "--yes")  # fmt: skip
    said = carried.done("status").all
    assert "carried over, R1.1" not in said or "R1.1: to be written" not in said
    assert "carried over, R3.1: to be written" in said


def test_a_closed_review_leaves_a_groups_workbook_once_nothing_of_it_is_open(
    carried: Officer,
) -> None:
    top = Officer(carried.folder.parent)
    top.done("actions", "--group", "quality")
    book = top.path("actions-quality.xlsx")
    done = {**STRONG, "progress": "completed", "evidence": "Ten families were asked in June"}
    changed(book, book, cells(row_of(book, "R2.1"), **done))
    top.done("actions", book, "--yes")
    said = top.lfe("actions", "--group", "quality")
    assert said.code == 2
    assert "No recommendation of a review that goes on is acted on by the Multi-Agency" in said.all
    top.done("actions", "--group", "practice")


def test_a_recommendation_without_an_action_is_counted_also_once_closed(carried: Officer) -> None:
    review = load_review(load_workspace(carried.folder), REFERENCE)
    assert count([review], date(2027, 11, 1)).unwritten == 4
    [on_board] = Officer(carried.folder.parent).done("board", "--json").json["reviews"]
    assert "the first action on R1, R2, R3, R4" in on_board["waiting"]
    assert (
        carried.done("status", "--json")
        .json["next"]
        .count("carried over, R4.1: to be written: lfe actions")
        == 1
    )


def test_the_letter_of_what_is_decided_after_closing_is_to_be_sent_and_not_removed(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = review_after(half_decided, anywhere)
    monkeypatch.setenv("LFE_NOW", "2027-05-01T10:00")
    review.done("decide", "R4", "--as", "accepted", "--no-input")
    said = review.done("status").all
    assert "then record it: lfe sent --letter recommendations" in said
    assert "should not stay" not in said
    assert review.lfe("close", *CONFIRMED).code == 2
    assert review.path("outbox/recommendations-learning.eml").exists()
    review.done("sent", "--letter", "recommendations")
    review.done("close", *CONFIRMED)
    assert not review.path("outbox/recommendations-learning.eml").exists()


def test_a_check_is_asked_for_with_its_command_from_its_day_on(
    carried: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-06-18T10:00")
    steps = carried.done("status", "--json").json["next"]
    r1 = [step for step in steps if "R1: what difference" in step]
    assert [step.endswith("lfe impact R1") for step in r1] == [True, False]


def test_what_is_said_of_all_that_is_carried_over_is_said_once(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = review_after(decide, anywhere)
    monkeypatch.setenv("LFE_NOW", CLOSED_ON)
    said = review.done("close", *CONFIRMED)
    open_ones = said.out.partition("Removed from this folder")[0]
    assert open_ones.count("\n  - ") > 15
    assert open_ones.count("lfe status") == 1
    assert "ends without an issued page" in said.all


# ---------------------------------------------------------------- intervals of impact checks


def with_intervals(review: Officer, months: str) -> None:
    path = review.folder.parent / "partnership.yaml"
    text = path.read_text()
    assert "follow_up_months: [3, 6] " in text
    path.write_text(text.replace("follow_up_months: [3, 6] ", f"follow_up_months: {months} "))


def test_one_month_is_said_as_one(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    review = review_after(decide, anywhere)
    with_intervals(review, "[1]")
    monkeypatch.setenv("LFE_NOW", LONG_AFTER)
    top = Officer(review.folder.parent)
    answers = ("--how-much", "Ten families", "--how-well", "Well", "--difference", "Some said so")
    review.done("impact", "R1", *answers)
    said = [
        review.done("status"),
        review.lfe("close", "--dry-run"),
        review.done("close", "--dry-run", "--carry-over"),
        review.done("impact"),
        top.done("board", "--json"),
        review.done("learning", "handover"),
    ]
    everything = " ".join(one.all for one in said) + top.path("board.html").read_text()
    assert "1 months" not in everything
    assert "1 month" in everything


def test_a_check_that_was_made_stays_when_it_is_asked_after_other_months(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = review_after(decide, anywhere)
    monkeypatch.setenv("LFE_NOW", LONG_AFTER)
    answers = ("--how-much", "Ten families", "--how-well", "Well", "--difference", "Some said so")
    review.done("impact", "R1", *answers, "--months", "3")
    with_intervals(review, "[12]")
    checks = review.done("impact", "--json").json["checks"]
    assert [one["months"] for one in checks if one["recorded"]] == [3]
    assert count([load_review(load_workspace(review.folder), REFERENCE)], date(2027, 11, 1)).checks
    with_no_more = review.folder.parent / "partnership.yaml"
    with_no_more.write_text(with_no_more.read_text().replace("months: [12] ", "months: [] "))
    assert "Some said so" in review.done("impact").all


def test_without_impact_checks_all_else_is_asked_for(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = review_after(decide, anywhere)
    monkeypatch.setenv("LFE_NOW", LATER)
    with_them = review.done("status", "--json").json["next"]
    with_intervals(review, "[]")
    assert review.done("status", "--json").json["next"] == with_them
    assert any("make the workbook of actions" in step for step in with_them)
    said = review.done("impact").all
    assert "makes no impact checks" in said
    assert "No working group acts" not in said
    said = review.lfe("impact", "R1")
    assert said.code == 2
    assert "makes no impact checks" in said.all
