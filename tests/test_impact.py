"""`lfe impact`: months later, what difference it made."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from helpers.actions import acting_review
from helpers.conversing import Conversing, in_turn
from helpers.officer import Officer
from helpers.workbooks import cells, changed, workbook
from lfe_cli.review.impact import months_in_words

ANSWERS = (
    *("--how-much", "Three teams, twenty families"),
    *("--how-well", "Practitioners say that it takes ten minutes"),
    *("--difference", "Children knew somebody at the new place"),
)
THREE_MONTHS, SIX_MONTHS = "2027-06-18T10:00", "2027-09-18T10:00"


@pytest.fixture
def acting(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return acting_review(anywhere, monkeypatch)


def steps(review: Officer) -> str:
    return " ".join(json.loads(review.done("status", "--json").out)["next"])


def recorded(review: Officer) -> list[dict[str, object]]:
    lines = map(json.loads, review.path("history.jsonl").read_text().splitlines())
    return [entry for entry in lines if entry["action"] == "impact checked"]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, acting: Officer) -> Officer:
    """Six months after the decision."""
    monkeypatch.setenv("LFE_NOW", SIX_MONTHS)
    return acting


def test_what_may_point_to_somebody_is_said_and_recorded(later: Officer) -> None:
    said = later.done("impact", "R1", *ANSWERS[:5], "2 children in Elm Street; CAMHS failed again")
    for words in ('"2 children": So small a number', "Elm Street", 'CAMHS failed again": '):
        assert words in said.all, words
    assert len(recorded(later)) == 1
    plain = later.done("impact", "R2", *ANSWERS, "--json").json
    assert plain["remarks"] == []


def test_the_three_answers_are_recorded_with_their_day(later: Officer) -> None:
    said = later.done("impact", "R1", *ANSWERS, "--on", "2027-06-18")
    assert "R1: what difference it made after three months is recorded." in said.all
    [entry] = recorded(later)
    assert {k: entry[k] for k in ("recommendation", "months", "on", "how_much", "difference")} == {
        "recommendation": "R1",
        "months": 3,
        "on": "2027-06-18",
        "how_much": "Three teams, twenty families",
        "difference": "Children knew somebody at the new place",
    }


def test_months_are_said_in_words_up_to_ten_or_so_and_then_in_figures() -> None:
    assert [months_in_words(n) for n in (1, 3, 18)] == ["one month", "three months", "18 months"]


def test_status_asks_when_it_is_time_and_for_the_next_one_after_it(
    acting: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-06-17T10:00")
    assert "what difference" not in steps(acting)
    monkeypatch.setenv("LFE_NOW", THREE_MONTHS)
    assert "ask what difference R1 made (three months): lfe impact R1" in steps(acting)
    acting.done("impact", "r1", *ANSWERS)
    assert "difference R1" not in steps(acting)
    assert "difference R2" in steps(acting)
    monkeypatch.setenv("LFE_NOW", "2027-09-18T10:00")
    assert "ask what difference R1 made (six months): lfe impact R1" in steps(acting)
    assert "R2 made (three months)" in steps(acting)
    acting.done("impact", "R1", *ANSWERS)
    assert [entry["months"] for entry in recorded(acting)] == [3, 6]


def test_which_check_is_meant_can_be_said(later: Officer) -> None:
    later.done("impact", "R2", *ANSWERS, "--months", "6")
    assert [entry["months"] for entry in recorded(later)] == [6]
    said = later.lfe("impact", "R2", *ANSWERS, "--months", "4")
    assert said.code == 2
    assert "There is no check after four months." in said.all
    assert "3, 6" in said.all


def test_one_that_was_recorded_is_taken_back_first(later: Officer) -> None:
    later.done("impact", "R1", *ANSWERS, "--months", "3")
    said = later.lfe("impact", "R1", *ANSWERS, "--months", "3")
    assert said.code == 2
    assert "recorded already on 18 September 2027" in said.all
    later.done("undo")
    later.done("impact", "R1", *ANSWERS, "--months", "3")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("R9", *ANSWERS), "There are R1, R2, R3, R4."),
        (("R1", *ANSWERS[:4]), "Add --difference TEXT"),
        (("R1", *ANSWERS, "--on", "2027-03-17"), "was decided on 18 March 2027"),
        (("R1", *ANSWERS, "--on", "2027-09-19"), "still to come"),
        (("R1", *ANSWERS, "--on", "2027-06-17"), "asked after three months, from 18 June 2027 on"),
        (("R1", *ANSWERS, "--months", "6", "--on", "2027-09-17"), "from 18 September 2027 on"),
        (("R1", *ANSWERS[:5], "Anya Example told us"), "--difference holds what may not be kept"),
        (("R1", *ANSWERS[:5], "CAMHS failed to attend"), "--difference holds what may not be kept"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_what_to_do(
    later: Officer, words: tuple[str, ...], sentence: str
) -> None:
    before = later.files()
    said = later.lfe("impact", *words)
    assert said.code == 2
    assert sentence in said.all
    assert later.files() == before
    assert "error" in later.lfe("impact", *words, "--json").json


def test_of_what_nobody_acts_on_nothing_is_asked(
    acting: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting.done("decide", "R1", "--as", "held", "--reason", "more is to be heard first")
    said = acting.lfe("impact", "R1", *ANSWERS)
    assert said.code == 2
    assert "No working group acts on R1" in said.all
    monkeypatch.setenv("LFE_NOW", THREE_MONTHS)
    assert "difference R1" not in steps(acting)


def test_without_a_recommendation_it_lists_what_is_to_be_asked(later: Officer) -> None:
    later.done("impact", "R1", *ANSWERS)
    out = later.done("impact").out
    assert "18 June 2027" in out
    assert "Children knew somebody at the new place" in out
    checks = later.done("impact", "--json").json["checks"]
    assert len(checks) == 8
    assert checks[0] == {
        "recommendation": "R1",
        "months": 3,
        "due": "2027-06-18",
        "recorded": "2027-09-18",
        "how_much": "Three teams, twenty families",
        "how_well": "Practitioners say that it takes ten minutes",
        "difference": "Children knew somebody at the new place",
    }


def test_before_anything_is_decided_there_is_nothing_to_ask(review: Officer) -> None:
    assert "nothing to ask" in review.done("impact").all
    assert review.done("impact", "--json").json == {"checks": []}
    assert "lfe submit" in review.lfe("impact", "R1", *ANSWERS).all


def test_a_dry_run_writes_nothing(later: Officer) -> None:
    before = later.files()
    assert "would record: impact checked" in later.done("impact", "R1", *ANSWERS, "--dry-run").all
    assert later.files() == before


def test_status_asks_for_the_workbook_until_it_is_made(acting: Officer) -> None:
    assert "make the workbook of actions for the working groups: lfe actions" in steps(acting)
    Officer(acting.folder.parent).done("actions", "--group", "quality")
    assert "make the workbook" not in steps(acting)


def test_the_intervals_are_the_partnerships(later: Officer) -> None:
    settings = Path(later.folder.parent / "partnership.yaml")
    text = settings.read_text()
    assert text.count("follow_up_months: [3, 6]") == 1
    settings.write_text(text.replace("follow_up_months: [3, 6]", "follow_up_months: [1, 12]"))
    said = later.done("impact", "R1", *ANSWERS)
    assert "after one month is recorded" in said.all


def test_answers_about_other_words_do_not_count_for_a_new_decision(later: Officer) -> None:
    later.done("impact", "R1", *ANSWERS, "--on", "2027-06-18")
    words = "Agree one conversation at each handover, and try it with three teams."
    later.done("decide", "R1", "--as", "amended", "--words", words)
    said = later.lfe("impact", "R1", *ANSWERS, "--on", "2027-09-18")
    assert (said.code, "from 18 December 2027 on" in said.all) == (2, True)


def test_of_an_action_whose_step_was_declined_nothing_more_is_asked(
    acting: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = {"action": "Try it", "owner": "Team manager", "by": date(2027, 3, 22)}
    acting.done("actions")
    back = changed(workbook(acting), tmp_path / "back.xlsx", cells(2, **passed))
    acting.done("actions", back, "--yes")
    monkeypatch.setenv("LFE_NOW", "2027-04-01T10:00")
    assert "R1.1" in steps(acting)
    acting.done("decide", "R1", "--as", "declined", "--reason", "Another board does this already")
    assert "R1.1" not in steps(acting)


def test_without_the_answers_a_dry_run_says_what_would_be_asked(later: Officer) -> None:
    before = later.files()
    said = later.done("impact", "R1", "--how-much", "Three teams", "--dry-run")
    assert said.out.count("would ask about R1:") == 2
    assert later.files() == before
    assert later.lfe("impact", "R9", "--dry-run").code == 2
    assert later.lfe("impact", "R1").code == 2


def test_at_a_terminal_it_asks_and_an_answer_left_for_later_records_nothing(
    later: Officer,
) -> None:
    words = ("impact", "R1")
    left = Conversing(later.folder, in_turn(("Three teams", ""))).lfe(*words)
    assert (left.code, recorded(later)) == (0, [])
    answers = in_turn(("Three teams", "b", "Four teams", "Well", "Calls are made"))
    said = Conversing(later.folder, answers).lfe(*words)
    assert said.code == 0, said
    [entry] = recorded(later)
    assert (entry["how_much"], entry["difference"]) == ("Four teams", "Calls are made")


def test_what_is_asked_too_early_is_refused_before_it_is_asked(acting: Officer) -> None:
    said = Conversing(acting.folder, in_turn(("Three teams",))).lfe("impact", "R1")
    assert said.code == 2
    assert "How much was done?" not in said.out
