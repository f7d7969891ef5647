"""A workbook of several reviews is taken into all of them, or status says where it is open."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from helpers.actions import LATER, acting_review, second_review
from helpers.faults import Fault, run
from helpers.history import history, next_steps
from helpers.officer import Officer
from helpers.workbooks import cells, changed, each, row_of

SECOND = "LFE-2027-002"
NOTED = {("R1.1", "action"): "Try it with three teams"}


@pytest.fixture
def several(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> tuple[Officer, Officer, Path]:
    """Two reviews, and a workbook of both in which each has one more action."""
    first = acting_review(anywhere, monkeypatch)
    second = second_review(first)
    top = Officer(first.folder.parent)
    top.done("actions", "--all")
    source = top.path("actions.xlsx")
    row = row_of(source, "R1.1")
    both = each(*(cells(n, action=NOTED["R1.1", "action"]) for n in (row, row + 4)))
    return first, second, changed(source, top.folder.parent / "back.xlsx", both)


def noted(review: Officer) -> Counter[tuple[str, str, str]]:
    every = history(review, "action noted")
    return Counter((entry["item"], entry["field"], entry["value"]) for entry in every)


ONCE = Counter({("R1.1", "action", NOTED["R1.1", "action"]): 1})


def commits(workspace: Path, *words: str | Path, now: str = LATER) -> list[int]:
    """The operations by which the history of a review is replaced, in an undisturbed run."""
    aside = shutil.copytree(workspace, workspace.parent / "undisturbed", symlinks=True)
    done = run(aside, *words, LFE_NOW=now)
    assert done.code in (0, 1), done.all
    shutil.rmtree(aside)
    return [
        number
        for number, one in enumerate(done.operations, start=1)
        if one.does == "rename" and one.to.endswith("history.jsonl")
    ]


@pytest.mark.parametrize("when", ["after the first", "before the second", "after the second"])
def test_cut_off_between_two_reviews_status_says_which_is_open_and_once_more_does_the_rest(
    several: tuple[Officer, Officer, Path], when: str
) -> None:
    first, second, back = several
    top = first.folder.parent
    one, other = commits(top, "actions", back, "--yes")
    at = {"after the first": one + 1, "before the second": other, "after the second": other + 1}
    ended = run(top, "actions", back, "--yes", fault=Fault("kill", at[when]), LFE_NOW=LATER)
    assert ended.code < 0
    assert noted(first) == ONCE
    is_open = f"is recorded here and not yet in {SECOND}" in next_steps(first)
    assert is_open == (noted(second) == Counter())
    assert is_open == (when != "after the second")
    assert Officer(top).lfe("actions", back, "--yes").code in (0, 1)
    assert noted(first) == noted(second) == ONCE
    assert "not yet in" not in next_steps(first) + next_steps(second)
    for review in (first, second):
        assert [path.name for path in review.path("subgroup/returned").iterdir()] == [
            "actions.xlsx"
        ]


def test_where_one_review_cannot_be_changed_the_others_are_and_it_is_named(
    several: tuple[Officer, Officer, Path],
) -> None:
    first, second, back = several
    top = first.folder.parent
    _, at = commits(top, "actions", back, "--yes")
    fault = Fault("fail", at, lasts="on this file")
    ended = run(top, "actions", back, "--yes", fault=fault, LFE_NOW=LATER)
    assert ended.code == 1, ended.all
    assert f"{SECOND} was not changed." in ended.all
    assert "Run the same command again for it" in ended.all
    assert (noted(first), noted(second)) == (ONCE, Counter())
    assert f"not yet in {SECOND}" in next_steps(first)
    Officer(top).done("actions", back, "--yes")
    assert noted(first) == noted(second) == ONCE


def test_where_one_cannot_be_taken_back_it_says_how_and_not_to_do_the_same_again(
    several: tuple[Officer, Officer, Path],
) -> None:
    first, second, back = several
    top = first.folder.parent
    Officer(top).done("actions", back, "--yes")
    undo = ("undo", "-r", first.folder.name)
    _, at = commits(top, *undo)
    ended = run(top, *undo, fault=Fault("fail", at, lasts="on this file"), LFE_NOW=LATER)
    assert ended.code == 1, ended.all
    assert f"{SECOND} was not changed." in ended.all
    assert f"lfe undo -r {SECOND} --list" in " ".join(ended.all.split())
    assert "same command again" not in ended.all
    second.done("undo")
    assert {"actions returned", "action noted"} <= {e["was"] for e in history(second, "undone")}


def test_a_workbook_of_all_that_was_cut_off_is_in_every_history_once_it_is_written_again(
    several: tuple[Officer, Officer, Path],
) -> None:
    first, second, _ = several
    top, tomorrow = first.folder.parent, "2027-03-20T10:00"
    (top / "actions.xlsx").unlink()
    one, _ = commits(top, "actions", "--all", now=tomorrow)
    ended = run(top, "actions", "--all", fault=Fault("kill", one + 1), LFE_NOW=tomorrow)
    assert ended.code < 0
    [at] = commits(top, "actions", "--all", now=tomorrow)
    before = [review.path("history.jsonl").read_bytes() for review in (first, second)]
    fault = Fault("fail", at, lasts="on this file")
    assert run(top, "actions", "--all", fault=fault, LFE_NOW=tomorrow).code == 2  # nothing is done
    assert before == [review.path("history.jsonl").read_bytes() for review in (first, second)]
    assert Officer(top).lfe("actions", "--all").code in (0, 1)
    written = [[e["digest"] for e in history(r, "actions written")][1:] for r in (first, second)]
    assert written[0] == written[1] and len(written[0]) == 1


def test_what_was_recorded_in_two_reviews_at_once_is_whole_in_each_by_itself(
    several: tuple[Officer, Officer, Path],
) -> None:
    first, second, back = several
    top = Officer(first.folder.parent)
    top.lfe("actions", back, "--yes")
    assert top.done("check", "--repair").out == "There is nothing to mend.\n"
    with second.path("history.jsonl").open("ab") as text:
        text.write(b"\0\0\0")
    top.done("check", "--repair", "--yes")
    with first.path("history.jsonl").open("ab") as text:
        text.write(b"{torn\n")
    second.done("check")
    shutil.move(first.folder, top.folder.parent / "archive")
    second.done("check")
