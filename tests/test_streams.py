"""Standard input and output that are closed, full, or read by nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.officer import REFERENCE, Officer, Said

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
UNSEEN = "The answer could not be shown"


def by_the_shell(officer: Officer, line: str, *words: str) -> Said:
    """The command `words`, run where `line` says "$@"; its exit code is that of the line."""
    done = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", "lfe_cli", *words],
        cwd=officer.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("where", ['"$@" >&-', '"$@" >/dev/full'], ids=["closed", "full"])
def test_what_was_done_is_done_and_needs_a_person_where_its_answer_cannot_be_shown(
    where: str, review: Officer
) -> None:
    said = by_the_shell(review, where, "reply", "police", "--knows", "yes")
    assert said.code == 1
    assert UNSEEN in said.err
    assert "What the command had to do is done." in " ".join(said.err.split())
    assert '"action": "reply"' in review.path("history.jsonl").read_text().splitlines()[-1]


@pytest.mark.parametrize("words", [("status", "--json"), ("--help",), ("--version",)])
def test_what_is_only_shown_is_not_called_shown(words: tuple[str, ...], review: Officer) -> None:
    said = by_the_shell(review, '"$@" >/dev/full', *words)
    assert said.code == 1
    assert UNSEEN in said.err


def test_a_refusal_stays_one(review: Officer) -> None:
    said = by_the_shell(review, '"$@" >/dev/full', "reply", "police", "--json")
    assert said.code == 2
    assert UNSEEN not in said.err


@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_whoever_closes_a_pipe_has_seen_enough(reader: str, review: Officer) -> None:
    line = f'{{ "$@"; echo $? >&2; }} | {reader}'
    said = by_the_shell(review, line, "status")
    assert said.err == "0\n"


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_refusal_that_nobody_hears_is_still_a_refusal(where: str, review: Officer) -> None:
    said = by_the_shell(review, f'"$@" {where}', "reply", "nobody", "--knows", "yes")
    assert said.code == 2


@pytest.mark.parametrize("where", [">&-", "<&- >&- 2>&-"])
def test_no_file_takes_in_what_was_meant_for_a_closed_stream(where: str, review: Officer) -> None:
    by_the_shell(review, f'"$@" {where}', "agenda")
    assert review.lfe("check", "-r", REFERENCE).code == 0
    words = ["git", "fsck", "--strict"]
    subprocess.run(words, cwd=review.folder.parent, check=True, capture_output=True)


def test_without_standard_input_nobody_is_asked(review: Officer) -> None:
    said = by_the_shell(review, '"$@" <&-', "report", "--accept", "names")
    assert said.code == 2
    assert "Traceback" not in said.err
