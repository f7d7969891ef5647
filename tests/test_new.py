"""`lfe new`: a review begins."""

from __future__ import annotations

import json
from datetime import date

import pytest

from helpers.officer import Officer, start_review
from lfe_cli.review import days
from lfe_cli.review.workspace import load_review, load_workspace

ONLY = ("--theme", "Handovers", "--from", "2026-01-01", "--to", "2026-06-30")


def test_the_reference_is_printed_and_numbers_itself(officer: Officer) -> None:
    assert officer.done("new", *ONLY).out.splitlines()[0] == "LFE-2027-001"
    assert officer.done("new", *ONLY).out.splitlines()[0] == "LFE-2027-002"


def test_a_folder_whose_manifest_is_gone_keeps_its_number(officer: Officer) -> None:
    officer.path("LFE-2027-004").mkdir()
    assert officer.done("new", *ONLY).out.startswith("LFE-2027-005\n")


def test_the_manifest_says_what_was_given(officer: Officer) -> None:
    start_review(officer)
    manifest = load_review(load_workspace(officer.folder), "LFE-2027-001").manifest
    assert manifest.theme == "Neglect and a move between areas"
    assert (manifest.focus.start, manifest.focus.end) == (date(2026, 1, 1), date(2026, 6, 30))
    assert [agency.id for agency in manifest.agencies] == ["police", "school", "health-visiting"]
    assert manifest.event.at is not None and manifest.event.at.hour == 9
    assert manifest.why_this_review.decided_by == "Statutory partners' meeting"


def test_the_target_lies_working_days_before_the_event(officer: Officer) -> None:
    start_review(officer)
    manifest = load_review(load_workspace(officer.folder), "LFE-2027-001").manifest
    assert manifest.audits.due == date(2027, 1, 27)


def test_bank_holidays_are_no_working_days() -> None:
    thursday_before_easter = date(2027, 3, 25)
    assert days.add_working_days(thursday_before_easter, 1) == date(2027, 3, 30)
    assert days.working_days_between(date(2027, 12, 24), date(2027, 12, 29)) == 1


def test_dates_are_called_local_targets_and_never_statutory(officer: Officer) -> None:
    start_review(officer)
    said = officer.done("new", *ONLY)
    text = officer.path("LFE-2027-001", "review.yaml").read_text()
    assert "local target" in said.out
    assert "local target" in text
    assert "statutory deadline" not in text.lower()


def test_what_is_not_known_yet_is_scaffolded_as_to_do(officer: Officer) -> None:
    officer.done("new", *ONLY)
    text = officer.path("LFE-2027-001", "review.yaml").read_text()
    assert text.count("TO DO") >= 6
    load_review(load_workspace(officer.folder), "LFE-2027-001")


def test_text_that_yaml_would_misread_stays_as_it_was(officer: Officer) -> None:
    theme = 'Handover: who tells "school" #1 & others'
    officer.done("new", *ONLY[2:], "--theme", theme)
    assert load_review(load_workspace(officer.folder), "LFE-2027-001").manifest.theme == theme


def test_the_history_begins_with_who_and_when(officer: Officer) -> None:
    officer.done("new", *ONLY)
    entry = json.loads(officer.path("LFE-2027-001", "history.jsonl").read_text())
    assert entry["action"] == "review started"
    assert entry["by"] == "Review officer"
    assert entry["at"] == "2027-01-11T09:30:00.000000Z"


def test_identifiers_are_for_their_owner_only(officer: Officer) -> None:
    officer.done("new", *ONLY)
    mode = officer.path("LFE-2027-001", "identifiers.yaml").stat().st_mode
    assert mode & 0o077 == 0


def test_a_dry_run_writes_nothing_and_takes_no_lock(officer: Officer) -> None:
    before = officer.files()
    said = officer.done("new", *ONLY, "--dry-run")
    assert "would write LFE-2027-001/review.yaml" in said.out
    assert officer.files() == before
    assert not officer.path(".lfe", "lock").exists()


@pytest.mark.parametrize("option", ["--theme", "--from", "--to"])
def test_without_a_terminal_a_missing_answer_names_its_option(
    officer: Officer, option: str
) -> None:
    words = list(ONLY)
    at = words.index(option)
    del words[at : at + 2]
    said = officer.lfe("new", *words)
    assert said.code == 2
    assert option in said.all


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--agency", "polise"), "Did you mean police?"),
        (("--due", "31/02/2027"), "--due is not a date that exists"),
        (("--event", "2027-02-10"), "has no time of day"),
        (("--event", "2027-02-10 09:30", "--due", "2027-02-11"), "comes before the date"),
        (("--topic", "weather"), "is not in the partnership's list of themes"),
    ],
)
def test_bad_answers_are_refused_with_a_sentence(
    officer: Officer, words: tuple[str, ...], sentence: str
) -> None:
    before = officer.files()
    said = officer.lfe("new", *ONLY, *words)
    assert said.code == 2
    assert sentence in said.all
    assert officer.files() == before


def test_the_end_of_the_period_comes_after_its_start(officer: Officer) -> None:
    said = officer.lfe("new", "--theme", "X", "--from", "2026-06-30", "--to", "2026-01-01")
    assert said.code == 2
    assert "--to comes before 30 June 2026." in said.all


def test_a_second_review_in_the_same_folder_is_refused(review: Officer) -> None:
    said = review.lfe("new", *ONLY)
    assert said.code == 2
    assert "one review to a folder" in said.all


def test_without_a_workspace_above_the_officer_is_told_what_to_do(anywhere: Officer) -> None:
    said = anywhere.lfe("new", *ONLY)
    assert said.code == 2
    assert "lfe init" in said.all
    assert list(anywhere.folder.iterdir()) == []


def test_two_of_a_kind_are_started_by_their_ids(officer: Officer) -> None:
    officer.done("new", *ONLY, "--agency", "school-a", "--agency", "school-b", "--agency", "Police")
    manifest = load_review(load_workspace(officer.folder), "LFE-2027-001").manifest
    assert [(a.id, a.name) for a in manifest.agencies] == [
        ("school-a", "School A"),
        ("school-b", "School B"),
        ("police", None),
    ]


@pytest.mark.parametrize(
    "theme", ["Help for 943 476 5919", "Moved from PL1 2AB", "Born 3/4/2015 and moved"]
)
def test_a_number_that_belongs_to_somebody_starts_no_review(officer: Officer, theme: str) -> None:
    before = officer.files()
    said = officer.lfe("new", "--theme", theme, *ONLY[2:])
    assert said.code == 2
    assert "--theme holds what may not be kept" in said.all
    assert officer.files() == before


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-02-10 09:30", "is the year right?"), ("2027-02-13 09:30", "is that meant?")],
)
def test_an_event_on_an_unlikely_day_is_asked_about(officer: Officer, day: str, said: str) -> None:
    words = ("new", "--theme", "T", "--from", "2025-01-01", "--to", "2025-06-30", "--event", day)
    assert said in officer.done(*words).all
