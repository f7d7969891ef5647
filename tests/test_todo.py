"""The list of what is open: one value for each thing, which status, the board and closing read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.history import line
from helpers.officer import Officer
from lfe_cli.across.todo import todos
from lfe_cli.review.todo import Said, Todo, sentences
from lfe_cli.review.workspace import load_review, load_workspace

EXAMPLES = Path(__file__).parents[1] / "examples"
REFERENCES = sorted(path.parent.name for path in EXAMPLES.glob("*/review.yaml"))
HEAVY = {"docx", "docxtpl", "holidays", "icalendar", "jinja2", "lxml", "openpyxl", "pypdf"}
# What reads, makes or checks Office files.
OFFICE = ("lfe_cli.word.", "lfe_cli.checks.access", "lfe_cli.checks.office", "lfe_cli.checks.pdf")


def loaded_by_status(folder: Path) -> set[str]:
    code = (
        "import json, sys; sys.argv = ['lfe', 'status']\n"
        "from lfe_cli.cli.app import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print('\\n@' + json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.rsplit("@", 1)[1]))


def faults(loaded: set[str]) -> list[str]:
    heavy = {name for name in loaded if name in HEAVY or name.startswith(OFFICE)}
    return sorted(heavy - {"lfe_cli.word.zips"})  # a template is a zip: which names it has


@pytest.mark.parametrize("reference", REFERENCES)
def test_status_of_an_example_loads_nothing_that_makes_or_reads_documents(reference: str) -> None:
    assert faults(loaded_by_status(EXAMPLES / reference)) == []


def test_status_of_a_fresh_review_loads_nothing_that_makes_or_reads_documents(
    review: Officer,
) -> None:
    assert faults(loaded_by_status(review.folder)) == []


def open_in_the_examples() -> Iterator[Todo]:
    """Everything that is open after each entry of an example's history."""
    workspace = load_workspace(EXAMPLES)
    for reference in REFERENCES:
        review = load_review(workspace, reference)
        for entry in review.history.entries:
            then = review.as_of(entry.id)
            assert then is not None
            yield from todos(then, entry.day)


def test_a_command_stands_in_the_sentence_that_asks_for_it() -> None:
    for one in open_in_the_examples():
        said = [*sentences([one.says]), *([one.closing.how] if one.closing else [])]
        assert all(one.command in sentence for sentence in said), one


def test_the_same_said_of_several_is_one_sentence() -> None:
    police, school = (Said("hear ", name, " again", " again, both") for name in "PS")
    assert sentences([police, None, Said("one thing"), school]) == (
        "hear P, S again, both",
        "one thing",
    )
    assert sentences([police]) == ("hear P again",)


def test_a_sentence_without_an_item_is_said_as_often_as_it_is_meant() -> None:
    hold = Said("a hold stands")
    assert sentences([hold, hold]) == ("a hold stands", "a hold stands")


@pytest.mark.parametrize(
    "ended", [(), ("step-up",), ("close", "--yes", "--nothing-needs-it", "--carry-over")]
)
def test_status_tells_of_lines_of_a_later_version_before_everything_else(
    review: Officer, ended: tuple[str, ...]
) -> None:
    if ended:
        review.done(*ended)
    before = review.done("status", "--json").json["next"]
    for number, what in ((1, "1 line"), (2, "2 lines")):
        with review.path("history.jsonl").open("a") as history:
            later = line("2027-01-11T09:30:00.000000Z", "of a later version", number=number)
            history.write(f"{json.dumps(later)}\n")
        first, *others = review.done("status", "--json").json["next"]
        assert first.startswith(f"this version of lfe does not know {what} of the history")
        assert first.endswith(": lfe check")
        assert others == before
