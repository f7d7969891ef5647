"""The command line itself: help, exit codes, errors, and how little it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.officer import Officer
from lfe_cli.cli.command_list import COMMANDS as REGISTERED
from lfe_cli.cli.command_list import Command

COMMANDS = [command.name for command in REGISTERED]
HEAVY = {"docx", "docxtpl", "openpyxl", "pydantic", "rich", "jinja2", "icalendar", "pypdf",
         "holidays", "lxml"}  # fmt: skip


def in_a_process(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lfe_cli", *words],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command_in_the_order_of_a_reviews_life(anywhere: Officer) -> None:
    said = anywhere.done("--help").out
    positions = [said.index(f"\n  {name} ") for name in COMMANDS]
    assert positions == sorted(positions)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_commands_help_is_plain_text_within_the_terminal(
    anywhere: Officer, command: str
) -> None:
    said = anywhere.done(command, "--help").out
    assert said.isascii()
    assert all(len(line) <= 80 for line in said.splitlines())
    assert "Options:" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_speaks_of_a_statutory_deadline(anywhere: Officer, command: str) -> None:
    assert "deadline" not in anywhere.done(command, "--help").out.lower()


def test_help_loads_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv=['lfe','--help']\n"
        "from lfe_cli.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "import json; print('\\n@'+json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.rsplit("@", 1)[1]))
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("command", REGISTERED, ids=COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says(
    anywhere: Officer, command: Command
) -> None:
    assert command.summary in anywhere.done(command.name, "--help").out


def test_wrong_usage_is_exit_code_two(officer: Officer) -> None:
    assert officer.lfe("status", "--no-such-option").code == 2
    assert officer.lfe("no-such-command").code == 2


def test_without_a_terminal_no_answer_is_a_refusal_and_no_traceback(officer: Officer) -> None:
    done = in_a_process("new", cwd=officer.folder)
    assert done.returncode == 2
    assert "--theme" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_of_the_tool_itself_shows_and_logs_no_data(
    review: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        name = "Testina Example 943 476 5919"
        raise RuntimeError(name)

    monkeypatch.setattr("lfe_cli.across.status.standing_of", broken)
    said = review.lfe("status")
    assert said.code == 3
    assert "Traceback" not in said.err
    [log] = (tmp_path / "home").rglob("errors.log")
    assert str(log) in said.err.replace("\n", " ").replace("         ", "")
    text = log.read_text()
    assert "RuntimeError" in text and "broken" in text
    assert "Testina" not in text + said.err and "943" not in text + said.err


ABOUT_A_REVIEW = (
    "status", "check", "report", "issue-audits", "chase", "ingest", "agenda", "cancel", "collected",
    "submit", "actions", "impact", "close", "learning", "documents", "step-up", "undo",
    "keep", "discard",
    "agency add gp", "agency withdraw gp", "agency contact gp gp@surgery.example",
    "letter thank-you", "move --to 2027-02-17T13:00", "attended police --absent",
    "decide R1 --as accepted", "received quality", "reported-back quality",
)  # fmt: skip


def test_with_json_a_refusal_of_every_command_still_prints_one_document(officer: Officer) -> None:
    for words in ABOUT_A_REVIEW:
        said = officer.lfe(*words.split(), "--review", "X", "--json")
        assert said.code == 2, words
        assert "There is no review X" in said.json["error"], words
        assert "There is no review X" in said.err, words


def test_no_command_about_a_review_is_left_out_of_that(officer: Officer) -> None:
    helps = {name: officer.done(name, "--help").out for name in COMMANDS}
    answering = {name for name, said in helps.items() if "--json" in said and "--review" in said}
    assert answering | {"agency"} == {words.split()[0] for words in ABOUT_A_REVIEW}


def test_with_json_a_day_that_is_still_to_come_is_refused_in_the_document_too(
    review: Officer,
) -> None:
    for words in (("received", "quality"), ("reported-back", "quality"), ("close",)):
        said = review.lfe(*words, "--on", "2029-01-01", "--json")
        assert said.code == 2
        assert said.json["error"] == "--on is 1 January 2029, and that is still to come."


def test_a_console_that_cannot_show_a_character_is_no_crash(review: Officer) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("The Guildhall", "Tŷ Hafan ☒"))
    done = in_a_process("status", cwd=review.folder, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr


def test_a_file_name_with_control_characters_moves_no_cursor(review: Officer) -> None:
    name = "audit\x1b[2J\x07.docx"
    review.path("audits", "inbox", name).write_bytes(b"not Word")
    said = review.lfe("ingest")
    assert "\x1b" not in said.out + said.err
    assert "\x07" not in said.out + said.err


def test_version_is_said(anywhere: Officer) -> None:
    assert anywhere.done("--version").out.startswith("lfe 0.")
