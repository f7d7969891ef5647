"""Commands that a screen names can be typed from where the officer stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.officer import NOW, Officer, start_review, where
from helpers.states import lay, new_workspace
from lfe_cli.cli.command_list import COMMANDS

FIRST, SECOND = "LFE-2027-001", "LFE-2027-002"


def two_reviews(officer: Officer) -> None:
    lay(new_workspace, officer)
    start_review(officer)
    start_review(officer)


@pytest.fixture
def two(officer: Officer) -> Officer:
    lay(two_reviews, officer)
    return officer


def one_is_closed(officer: Officer) -> None:
    with where(LFE_NOW=NOW):
        officer.lfe(
            *("close", "--carry-over", "--yes", "--nothing-needs-it", "--no-input"),
            at=officer.path(FIRST),
        )


def test_the_screen_puts_the_review_behind_a_commands_name(two: Officer) -> None:
    for at in (two.folder, two.path(FIRST)):
        assert f"lfe issue-audits -r {SECOND}" in two.done("status", "-r", SECOND, at=at).all
    for one in (FIRST, SECOND):
        assert f"{one}: complete review.yaml (lfe edit -r {one})" in two.done("status").all


def test_in_the_reviews_folder_and_for_the_only_open_one_it_does_not(two: Officer) -> None:
    assert " -r " not in two.done("status", at=two.path(SECOND, "audits")).all
    one_is_closed(two)
    for words in ("status",), ("status", "-r", "002"):
        said = two.done(*words).all
        assert "(lfe edit)" in said
        assert f"-r {SECOND}" not in said


def test_a_refusal_and_what_a_command_says_next_do_so_too(two: Officer) -> None:
    refused = two.lfe("reply", "gp", "--knows", "yes", "-r", "002")
    assert f"lfe agency add -r {SECOND} gp" in refused.all
    assert (
        f"lfe sent -r {SECOND}, lfe told -r {SECOND} identity"
        in two.lfe("issue-audits", "-r", "002").all
    )


def test_a_new_review_beside_another_is_named_and_the_first_is_not(officer: Officer) -> None:
    new = ("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30")
    assert "lfe edit" in officer.done(*new).all
    assert "lfe edit -r LFE-2027-002" in officer.done(*new).all


def test_a_document_in_json_says_commands_as_in_the_reviews_folder(two: Officer) -> None:
    said = two.done("status", "-r", SECOND, "--json").json["next"]
    assert said == two.done("status", "--json", at=two.path(SECOND)).json["next"]


def test_from_outside_the_workspace_a_command_names_the_reviews_folder(two: Officer) -> None:
    outside = two.folder.parent
    said = two.done("status", "-r", two.path(SECOND), at=outside).all
    named = f'lfe issue-audits -r "{two.folder.name}/{SECOND}"'
    assert named in said
    assert two.lfe("issue-audits", "-r", f"{two.folder.name}/{SECOND}", at=outside).code == 0
    elsewhere = two.done("status", "-r", two.path(SECOND), at=Path("/")).all
    assert str(two.path(SECOND)).lstrip("/") in elsewhere


def test_a_finding_in_a_check_of_everything_names_its_review(two: Officer) -> None:
    history = two.path(SECOND, "history.jsonl")
    history.write_text(history.read_text() * 2)
    said = two.lfe("check").all
    assert f"lfe check -r {SECOND} --repair" in said
    assert f"lfe check -r {FIRST}" not in said


def test_the_table_of_commands_says_which_take_a_review(officer: Officer) -> None:
    for command in COMMANDS:
        words = ("agency", "add") if command.name == "agency" else (command.name,)
        helps = officer.done(*words, "--help").out
        assert ("--review" in helps) == command.of_a_review, command.name


# ---------------------------------------------------------------- files that a command is given


def test_a_file_is_found_from_the_folder_from_the_top_and_from_its_review(two: Officer) -> None:
    note = two.path(SECOND, "event", "words.txt")
    note.parent.mkdir(exist_ok=True)
    note.write_text("What was said.")
    for at in (two.folder, two.path(SECOND), two.path(FIRST), two.path(SECOND, "event")):
        for given in (f"{SECOND}/event/words.txt", "event/words.txt"):
            assert two.done("check", given, "-r", SECOND, at=at).code == 0, (at, given)
    assert two.lfe("check", "event/words.txt", at=two.path(FIRST)).code == 2


def test_a_file_in_the_folder_where_one_stands_goes_first(two: Officer) -> None:
    for folder in (two.folder, two.path(FIRST)):
        (folder / "words.txt").write_text("Kim Example" if folder == two.folder else "Nobody")
    two.path(FIRST, "identifiers.yaml").write_text("names: [Kim Example]\nplaces: []\nother: []\n")
    assert two.done("check", "words.txt", at=two.path(FIRST)).code == 0


@pytest.mark.parametrize("words", [("ingest",), ("actions",), ("report", "--from")])
def test_every_command_that_takes_a_file_finds_it_so(two: Officer, words: tuple[str, ...]) -> None:
    file = two.path(SECOND, "event", "given.pdf")
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"no file of ours")
    there = two.lfe(*words, f"{SECOND}/event/given.pdf", at=two.path(SECOND))
    nowhere = two.lfe(*words, f"{SECOND}/event/other.pdf", at=two.path(SECOND))
    assert re.search("There is no (file|workbook) other.pdf", nowhere.all)
    assert "There is no" not in there.all
