"""Files of another officer that this one may not read: said, and never a fault of the tool."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers.officer import REFERENCE, Officer, Said
from helpers.pages import with_page

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The share decides there who may read")

# To root no file is closed, unless it goes without its power to pass over permissions.
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
LIKE_ANYBODY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if AS_ROOT else ()
LIST = "identifiers.yaml"


@contextmanager
def not_for_us(*paths: Path) -> Iterator[None]:
    for path in paths:
        path.chmod(0)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o700)


def as_anybody(officer: Officer, *words: str, **settings: str) -> Said:
    done = subprocess.run(
        [*LIKE_ANYBODY, sys.executable, "-m", "lfe_cli", *words],
        cwd=officer.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("check", 1, "the list cannot be read Ask whoever made it for permission to read it"),
        ("status", 0, ""),
        ("board", 0, ""),
        ("doctor", 1, "you cannot read identifiers.yaml: nothing is checked against it"),
        ("reply police --knows yes", 0, ""),
        ("ingest --nil police --reason none", 2, "The list of names is missing or cannot be read"),
        ("agenda", 1, "nothing that agencies sent ahead went into the facilitator's paper"),
        ("edit", 1, "is missing or cannot be read, so no name was looked for in it"),
        (
            "close --yes --carry-over --nothing-needs-it",
            2,
            "cannot be read, so nothing was removed",
        ),
    ],
)
def test_a_list_of_names_that_one_may_not_read_is_told_and_nothing_passes_as_checked(
    words: str, code: int, said: str, review: Officer, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "# a note" >> "$1"\n')
    editor.chmod(0o755)
    with not_for_us(review.path(LIST)):
        answer = as_anybody(review, *words.split(), EDITOR=str(editor), VISUAL="")
    assert answer.code == code, answer
    assert said in answer.all
    assert "none found" not in answer.all
    assert "Traceback" not in answer.err


def test_an_issued_page_is_not_made_against_a_list_that_cannot_be_read(review: Officer) -> None:
    with_page(review, "draft")
    with not_for_us(review.path(LIST)):
        answer = as_anybody(review, "report", "--replace", "--json")
    assert answer.code == 2
    assert [f["rule"] for f in answer.json["findings"]][:1] == ["identifiers-unreadable"]


def test_a_folder_of_lists_that_one_may_not_enter_is_told(review: Officer, tmp_path: Path) -> None:
    lists = tmp_path / "restricted"
    lists.mkdir()
    settings = review.folder.parent / "partnership.yaml"
    with settings.open("a") as file:
        file.write(f"  identifiers_folder: {lists}\n")
    review.path(LIST).rename(lists / f"{REFERENCE}.yaml")
    with not_for_us(lists):
        answers = [as_anybody(review, words) for words in ("status", "check", "doctor")]
    assert [answer.code for answer in answers] == [0, 1, 1]
    assert "the list cannot be read" in answers[1].all


def test_a_paper_of_another_officer_is_named_and_not_replaced(review: Officer) -> None:
    review.done("agenda")
    before = review.files()
    with not_for_us(review.path("event", "facilitator.docx")):
        moved = as_anybody(review, "move", "--to", "2027-02-17 09:30", "--replace")
        others = [as_anybody(review, words) for words in ("status", "check", "documents")]
    assert moved.code == 2
    assert "facilitator.docx could not be read or written." in moved.all
    assert [answer.code for answer in others] == [0, 1, 0]
    assert "facilitator.docx (not-checked)" in others[1].all
    assert review.files() == before


def test_a_review_that_one_may_not_enter_is_named_and_stops_no_other(review: Officer) -> None:
    top = Officer(review.folder.parent)
    top.done("new", "--theme", "Another", "--from", "2026-01-01", "--to", "2026-06-30")
    with not_for_us(review.folder):
        answers = {
            words: as_anybody(top, *words.split())
            for words in (
                "status",
                "board",
                "check",
                "doctor",
                "learning handover",
            )
        }
    for words, answer in answers.items():
        assert answer.code in (0, 1), (words, answer)
        if words in ("status", "check", "board"):
            assert answer.code == 1
            assert REFERENCE in answer.all
    assert "LFE-2027-002" in answers["status"].out


def test_a_home_that_does_not_exist_in_the_settings_is_a_missing_list(review: Officer) -> None:
    settings = review.folder.parent / "partnership.yaml"
    with settings.open("a") as file:
        file.write("  identifiers_folder: ~nobody-of-that-name/lists\n")
    said = review.lfe("check")
    assert said.code == 1
    assert "there is no list to check against" in said.all
