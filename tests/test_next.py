"""`lfe next`: what is open, the most urgent first, one by one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from helpers.conversing import Answers, Conversing, in_turn
from helpers.officer import REFERENCE, Officer, Said, where
from lfe_cli.across.next_steps import ROWS, is_never_run, steps
from lfe_cli.review.todo import Code
from lfe_cli.review.workspace import load_review, load_workspace

EXAMPLES = Path(__file__).parents[1] / "examples"
REFERENCES = sorted(path.parent.name for path in EXAMPLES.glob("*/review.yaml"))


def played(officer: Officer, *answers: str, words: tuple[str, ...] = ("next",)) -> Said:
    return Conversing(officer.folder, in_turn(answers)).lfe(*words)


def in_another_process(folder: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "lfe_cli", *words], cwd=folder, check=True, capture_output=True
    )


def asked_about(shown: str, what: str) -> bool:
    return what in " ".join(shown.split())


def yes_to(what: str) -> Answers:
    """Yes to the question about this, Enter to every other."""
    return lambda shown: "y" if asked_about(shown, what) else ""


# ---------------------------------------------------------------- the table


def test_every_kind_of_open_thing_has_a_row() -> None:
    assert set(ROWS) == set(get_args(Code))


def test_no_step_of_a_whole_life_destroys_issues_closes_or_overrides() -> None:
    ran = set()
    for reference in REFERENCES:
        review = load_review(load_workspace(EXAMPLES), reference)
        for entry in review.history.entries[::3]:
            then = review.as_of(entry.id)
            assert then is not None
            ran |= {step.runs for step in steps(then, entry.day)}
    assert not {command for command in ran if is_never_run(command)}
    assert "lfe issue-audits" in ran


@pytest.mark.parametrize(
    "command",
    [
        "lfe close",
        "lfe undo",
        "lfe step-up",
        "lfe cancel",
        "lfe collected --destroy",
        "lfe report --stage issued",
        "lfe report --stage withdrawn",
        "lfe report --stage issued --although TEXT",
        "lfe report --accept blame --reason TEXT",
        "lfe agency withdraw gp",
        "lfe check --repair --yes",
    ],
)
def test_a_command_that_cannot_be_taken_back_is_never_run(command: str) -> None:
    assert is_never_run(command)


# ---------------------------------------------------------------- at a terminal


def test_enter_all_the_way_through_records_nothing(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    before = review.files()
    said = played(review, *[""] * 40)
    assert said.code == 0
    assert said.out.count("Enter: not yet") > 1
    assert review.files() == before


def test_a_yes_shows_the_command_and_runs_it(review: Officer) -> None:
    person = Conversing(review.folder, yes_to("Make the audit forms"))
    said = person.lfe("next")
    [shown] = [one for one in person.shown if "Make the audit forms" in one]
    assert "This is: lfe issue-audits" in shown
    assert f"{REFERENCE}  Neglect and a move between areas" in shown
    assert review.path("audits/issued/police.docx").is_file()
    assert said.code == 0


def test_each_screen_says_how_far_one_is(review: Officer) -> None:
    person = Conversing(review.folder, in_turn(["", "q"]))
    person.lfe("next")
    assert re.search(r"1 of \d", person.shown[0])
    assert re.search(r"2 of \d", person.shown[1])


def test_b_goes_back_to_the_one_before(review: Officer) -> None:
    person = Conversing(review.folder, in_turn(["", "b", "q"]))
    person.lfe("next")
    first, second, again, _ = person.shown
    assert "1 of" in first
    assert "2 of" in second
    assert first.strip() == again.removeprefix("b").strip()


def test_q_says_what_is_left_and_which_day_comes_next(review: Officer) -> None:
    said = played(review, "q")
    assert f"{REFERENCE}: 4 things left for later." in said.out
    assert "The next day: " in said.out


def test_the_end_of_input_stops_it_and_nothing_is_recorded(review: Officer) -> None:
    before = review.files()
    said = played(review)
    assert said.code == 0
    assert review.files() == before


def test_what_somebody_changed_meanwhile_is_shown_again(review: Officer) -> None:
    seen = []

    def answers(shown: str) -> str:
        if "Make the audit forms" not in shown:
            return ""
        seen.append(shown)
        if len(seen) == 1:
            in_another_process(review.folder, "move", "--to", "2027-02-17 13:00")
            return "y"
        return ""

    said = Conversing(review.folder, answers).lfe("next")
    assert len(seen) == 2
    assert "Somebody changed the review meanwhile, so nothing was done." in said.out
    assert not review.path("audits/issued").exists()


def test_without_a_terminal_it_asks_nothing_and_names_status(review: Officer) -> None:
    said = review.lfe("next")
    assert said.code == 2
    assert "lfe status" in said.err


def test_a_dry_run_lists_what_it_would_ask_about(review: Officer) -> None:
    before = review.files()
    said = review.done("next", "--dry-run")
    assert "Make the audit forms" in said.out or "make the audit forms" in said.out
    assert review.files() == before


def test_at_the_top_it_goes_through_every_review(review: Officer) -> None:
    top = Officer(review.folder.parent)
    words = ("--theme", "Another theme", "--from", "2026-01-01", "--to", "2026-06-30")
    top.done("new", *words, "--agency", "gp", "--no-input")
    said = played(top, *[""] * 20)
    assert said.out.index(REFERENCE) < said.out.index("LFE-2027-002  Another theme")
    said = played(top, *[""] * 20, words=("next", "-r", "002"))
    assert REFERENCE not in said.out


def test_support_is_asked_about_of_each_agency_and_never_of_all_at_once(review: Officer) -> None:
    review.done("agenda")

    def answers(shown: str) -> str:
        if asked_about(shown, "Has any of them said that support is in place?"):
            return "y"
        if asked_about(shown, "Has School said that support is in place? (yes, or the day)"):
            return "y"
        return ""

    Conversing(review.folder, answers).lfe("next")
    confirmed = {
        agency["id"]: agency["support"]
        for agency in review.done("status", "--json").json["agencies"]
    }
    assert confirmed == {"police": None, "school": "2027-01-11", "health-visiting": None}


def test_the_day_of_what_happened_can_be_said_in_place_of_yes(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent", "--on", "2027-01-08", "--agency", "police")

    def answers(shown: str) -> str:
        if asked_about(shown, "Do they know?"):
            return "2027-01-09"
        return ""

    Conversing(review.folder, answers).lfe("next")
    [police, *_] = review.done("status", "--json").json["agencies"]
    assert police["identity_told"] == "2027-01-09"


def test_letters_that_lie_unsent_are_one_thing_and_can_be_opened_first(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opener, opened = tmp_path / "xdg-open", tmp_path / "opened"
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    review.done("issue-audits")
    review.done("agenda")
    before = review.path("history.jsonl").read_bytes()
    person = Conversing(
        review.folder, lambda shown: "o" if asked_about(shown, "Have you sent any of them?") else ""
    )
    said = person.lfe("next")
    assert said.out.count("Have you sent any of them?") == 1
    assert opened.read_text().strip() == str(review.path("outbox"))
    assert review.path("history.jsonl").read_bytes() == before


def an_editor(tmp_path: Path, find: str, put: str) -> str:
    """An editor that puts one passage in place of another."""
    editor = tmp_path / "editor"
    editor.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n"
        f"file.write_text(file.read_text().replace({find!r}, {put!r}))\n"
    )
    editor.chmod(0o755)
    return str(editor)


def test_the_list_of_names_is_opened_and_nothing_is_asked_about_it(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, "names: []", "names: [Anya Example]"))
    before = review.path("history.jsonl").read_bytes()
    person = Conversing(review.folder, yes_to("Write the names and places"))
    said = person.lfe("next")
    assert "Anya Example" in review.path("identifiers.yaml").read_text()
    assert said.out.count("identifiers.yaml") == 2
    assert review.path("history.jsonl").read_bytes() == before


def test_a_hold_opens_the_manifest_and_has_no_answer_of_its_own(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    manifest = review.path("review.yaml")
    hold = "parallel:\n  - kind: inquest\n    hold: circulation\n"
    manifest.write_text(manifest.read_text().replace("parallel: []", hold))
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, "hold: circulation", "hold: none"))
    person = Conversing(review.folder, yes_to("A hold stands"))
    said = person.lfe("next")
    assert "This is: lfe edit" in person.shown[0]
    assert "hold: none" in manifest.read_text()
    assert "Saved. Nothing in" in said.out


def test_what_next_never_runs_is_only_said(review: Officer) -> None:
    review.done("agenda")
    with where(LFE_NOW="2027-02-11T10:00"):
        review.done("collected")
        person = Conversing(review.folder, yes_to("facilitator's paper is still in the folder"))
        person.lfe("next")
    shown = next(one for one in person.shown if "still in the folder" in one)
    assert "You type it yourself: lfe collected --destroy" in shown
    assert "y: yes" not in shown
    assert review.path("event/facilitator.docx").is_file()


def test_after_a_cancelled_event_another_day_is_asked_for(review: Officer) -> None:
    review.done("cancel")

    def answers(shown: str) -> str:
        if asked_about(shown, "Is there another day?"):
            return "y"
        return "2027-02-24 13:00" if asked_about(shown, "To which day does the event move?") else ""

    Conversing(review.folder, answers).lfe("next")
    manifest = load_review(load_workspace(review.folder), REFERENCE).manifest
    assert f"{manifest.event.at:%Y-%m-%d %H:%M}" == "2027-02-24 13:00"


def test_a_refused_command_is_said_and_the_next_thing_comes(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.path("identifiers.yaml").unlink()
    person = Conversing(review.folder, yes_to("Write the names and places"))
    said = person.lfe("next")
    assert said.code == 0
    assert "identifiers.yaml" in said.out
    assert "left for later" in said.out


# ---------------------------------------------------------------- what review.yaml leaves open


def test_what_review_yaml_leaves_open_is_asked_for_and_written_there(review: Officer) -> None:
    said = played(
        review,
        *("y", "yes", "A colleague of another unit"),
        *("mother", "yes", "Partners' meeting", "yes", "social worker", "Family worker"),
        *("before the event", ""),
        "q",
    )
    assert "Written into review.yaml:" in said.out
    assert "wellbeing: A colleague of another unit" in said.out
    manifest = load_review(load_workspace(review.folder), REFERENCE).manifest
    assert manifest.event.facilitator_independent
    assert manifest.event.wellbeing == "A colleague of another unit"
    [mother] = manifest.family
    assert (mother.relation, mother.told, mother.safe_to_contact) == ("mother", True, "yes")
    assert "# TO DO: yes, when the facilitator" not in review.path("review.yaml").read_text()


def test_a_letter_that_is_meant_for_another_question_is_no_answer(review: Officer) -> None:
    before = review.path("review.yaml").read_bytes()
    said = played(review, "y", "", "n", "", "", "q")
    assert "That is too short for an answer." in said.out
    assert review.path("review.yaml").read_bytes() == before


def test_q_in_the_middle_of_the_questions_writes_nothing_and_the_next_thing_comes(
    review: Officer,
) -> None:
    before = review.path("review.yaml").read_bytes()
    said = played(review, "y", "yes", "q", "q")
    assert "Stopped here: nothing of this was recorded." in said.out
    assert "2 of" in said.out
    assert review.path("review.yaml").read_bytes() == before


def test_enter_leaves_every_gap_of_review_yaml_as_it_is(review: Officer) -> None:
    before = review.files()
    said = played(review, "y", *[""] * 3, "q")
    assert "Nothing was written." in said.out
    assert review.files() == before


def test_urgent_first_and_nobody_else_is_ranked(review: Officer) -> None:
    manifest = review.path("review.yaml")
    text = manifest.read_text()
    person = "family:\n  - relation: mother\n    told: yes\n    decided_by: Partners\n"
    manifest.write_text(text.replace("family: []", person))
    loaded = load_review(load_workspace(review.folder), REFERENCE)
    codes = [step.todos[0].code for step in steps(loaded, date(2027, 1, 11))]
    assert codes[:3] == ["family contact", "manifest", "names"]
