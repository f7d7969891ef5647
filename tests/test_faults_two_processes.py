"""Several officers at once, and one who is stopped in the middle: no entry of anybody is lost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from helpers.aftermath import assert_told_plainly, tree, undisturbed
from helpers.faults import Ended, Fault, Operation, Running, run, start
from helpers.officer import REFERENCE, Officer
from helpers.situations import NEW, OTHER, Situation, asked, each
from helpers.states import lay
from helpers.trials import Record, sampled, trials

LOCK = ".lfe/lock"
AGENCIES = ("police", "school", "health-visiting")
_KEPT = ("before", "numbers")  # for undo, and so that no number is given twice
BUSY = ("has been changing something here since", "Another command is just beginning here")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two reviews whose audits were asked for."""
    folder = tmp_path / "S drive" / "Reviews of ours"
    folder.mkdir(parents=True)
    lay(asked, Officer(folder))
    return folder


def recorded(workspace: Path, reference: str = REFERENCE) -> list[dict[str, object]]:
    lines = (workspace / reference / "history.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("rounds", "references"),
    [
        (1, (REFERENCE,)),
        (1, (REFERENCE, OTHER)),
        pytest.param(4, (REFERENCE,), marks=pytest.mark.long),
        pytest.param(4, (REFERENCE, OTHER), marks=pytest.mark.long),
    ],
)
def test_many_who_record_at_once_lose_nothing(
    workspace: Path, rounds: int, references: tuple[str, ...], record_property: Record
) -> None:
    """Eight processes at a time, each again and again until it is let in."""
    done: Counter[tuple[str, str, int]] = Counter()
    with trials("commands of eight officers at once", record_property) as made:
        for number in range(1, rounds + 1):
            waiting = [
                (references[n % len(references)], AGENCIES[n % 3], 10 * number + n)
                for n in range(8)
            ]
            while waiting:
                ended = [(one, _reply(workspace, *one)) for one in waiting]
                turned_away = []
                for one, running in ended:
                    with made.one(f"reply of {one} among eight"):
                        said = running.ended()
                        _assert_let_in_or_told(said)
                        done[one] += said.code != 2
                        turned_away += [one] if said.code == 2 else []
                waiting = turned_away
        with made.one("all that was said to be recorded is recorded once"):
            found = Counter(
                (reference, str(entry["agency"]), int(str(entry["attending"])))
                for reference in references
                for entry in recorded(workspace, reference)
                if entry["action"] == "reply"
            )
            assert found == done, f"{found - done} too much, {done - found} lost"
    assert not (workspace / LOCK).exists()


def _reply(workspace: Path, reference: str, agency: str, attending: int) -> Running:
    return start(workspace, "reply", agency, "--attending", str(attending), "-r", reference)


def _assert_let_in_or_told(said: Ended) -> None:
    assert_told_plainly(said)
    assert said.code != 2 or any(one in said.all for one in BUSY), said.all


@pytest.mark.parametrize("many", [4, pytest.param(12, marks=pytest.mark.long)])
def test_reviews_that_begin_at_once_have_numbers_of_their_own(
    workspace: Path, many: int, record_property: Record
) -> None:
    with trials("reviews begun at once", record_property) as made:
        begun = [start(workspace, *NEW) for _ in range(many)]
        numbers = []
        for one in begun:
            with made.one("a review begun among others"):
                said = one.ended()
                _assert_let_in_or_told(said)
                numbers += [said.out.split()[0]] if said.code != 2 else []
        with made.one("each has its number and its folder"):
            assert len(set(numbers)) == len(numbers)
            there = {path.parent.name for path in workspace.glob("LFE-*/review.yaml")}
            assert there == {REFERENCE, OTHER, *numbers}


# Nobody can record anything in a folder that is only made, or in a review that ends; what is undone
# depends on what was recorded meanwhile.
_OTHERS = ("init", "step-up", "close", "discard", "undo")


@each(4, without=_OTHERS)
def test_a_stopped_process_whose_lock_was_deleted_loses_nobodys_entry(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    """It is stopped; the officer deletes the lock as the message advises; another command runs to
    its end; it goes on."""
    kind = "stopped with the lock, which is deleted, while another works"
    with trials(kind, record_property) as made:
        for number, operation in _moments(situation, few):
            with made.one(f"lfe {situation.name}: stopped at {number}, {operation}"):
                workspace = situation.lay(tmp_path / f"stopped {number}")
                before = _entries(workspace)
                first = _started(workspace, situation, Fault("stop", number))
                assert first.is_stopped()
                (workspace / LOCK).unlink(missing_ok=True)
                second = _second(workspace, situation)
                assert second.code in (0, 1), f"the second ended {second.code}: {second.all}"
                between = _entries(workspace)
                assert between - before, "the second recorded nothing"
                present = tree(workspace)
                first.go_on()
                _assert_kept(workspace, first.ended(), between, present, situation)


@each(1, without=_OTHERS)
def test_a_stopped_process_that_holds_the_lock_keeps_others_out(
    situation: Situation, few: int, tmp_path: Path, record_property: Record
) -> None:
    with trials("stopped with the lock, while another tries", record_property) as made:
        for number, operation in _moments(situation, few):
            with made.one(f"lfe {situation.name}: stopped at {number}, {operation}"):
                workspace = situation.lay(tmp_path / f"held {number}")
                before = _entries(workspace)
                first = _started(workspace, situation, Fault("stop", number))
                assert first.is_stopped()
                held = (workspace / LOCK).exists()
                second = _second(workspace, situation)
                assert_told_plainly(second)
                assert not held or second.code == 2, f"it was let in: {second.all}"
                first.go_on()
                ended = first.ended()
                assert ended.code == 0 or (not held and ended.code == 2), ended.all
                between = before if second.code == 2 else before | _entries(workspace)
                _assert_kept(workspace, ended, between, {}, situation)


def _moments(situation: Situation, few: int) -> list[tuple[int, Operation]]:
    """When it may be stopped. Left out: between the last look at the lock and the replacing of the
    history that follows at once. No program can close that gap with files alone."""
    moments = [
        (number, one)
        for number, one in undisturbed(situation).operations()
        if not (one.does == "rename" and one.to.endswith("history.jsonl"))
    ]
    return sampled(moments, few, situation.name)


def _started(workspace: Path, situation: Situation, fault: Fault | None) -> Running:
    words, at = situation.words, situation.at
    return start(workspace, *words, at=at, fault=fault, LFE_NOW=situation.now)


def _second(workspace: Path, situation: Situation) -> Ended:
    """Another officer, in the same review."""
    words = ("reply", "health-visiting", "--attending", "7", "-r", REFERENCE)
    return run(workspace, *words, LFE_BY="Another officer", LFE_NOW=situation.now)


def _entries(workspace: Path) -> set[tuple[str, str]]:
    return {
        (path.parent.name, line)
        for path in workspace.glob("LFE-*/history.jsonl")
        for line in path.read_text().splitlines()
    }


def _by_the_first(entries: set[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """What the first officer recorded: in which review, and what of it."""
    read = [(reference, json.loads(line)) for reference, line in entries]
    return Counter((r, str(e["action"])) for r, e in read if e["by"] == "Review officer")


def _recorded_by_it(situation: Situation) -> Counter[tuple[str, str]]:
    """All that the first officer has recorded once the command is done, with what was before."""
    whole = undisturbed(situation).after
    histories = [(path, text) for path, text in whole.items() if path.endswith("history.jsonl")]
    return _by_the_first(
        {
            (path.split("/")[0], line)
            for path, text in histories
            for line in text.decode().split("\n")
        }
        - {(path.split("/")[0], "") for path, _ in histories}
    )


def _assert_kept(
    workspace: Path,
    ended: Ended,
    between: set[tuple[str, str]],
    present: object,
    situation: Situation,
) -> None:
    """What was recorded stays; 2 means that nothing came to it; then work goes on."""
    assert_told_plainly(ended, "the first, when it went on,")
    now = _entries(workspace)
    lost = between - now
    assert not lost, f"lost: {lost}"
    if ended.code == 2 and present:
        added = now - between
        assert not added, f"it ended 2, and recorded {added}"
    if ended.code != 2 and not situation.several:  # of several reviews, it says which are open
        wanted, found = _recorded_by_it(situation), _by_the_first(now)
        assert found >= wanted, f"it ended {ended.code}, and {wanted - found} are not recorded"
    after = run(workspace, "reply", "police", "--attending", "3", "-r", REFERENCE)
    assert after.code in (0, 1), f"the next command ended {after.code}: {after.all}"
    assert between <= _entries(workspace)
    told = run(workspace, "check", "--json", "-r", REFERENCE)
    assert_told_plainly(told, "check")
    left = {p.name for p in (workspace / ".lfe").iterdir()} - {"staging", *_KEPT}
    left |= {p.name for p in (workspace / ".lfe/staging").glob("*")}
    assert not left, f"left in .lfe: {left}"
