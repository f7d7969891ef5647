"""`lfe check` of a history that another program, a hand or a merge has been at."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helpers.history import line
from helpers.officer import Officer
from lfe_cli import clock
from lfe_cli.across.check_history import check_history
from lfe_cli.across.status import standing_of
from lfe_cli.errors import FileProblems
from lfe_cli.review.history.entries import id_of
from lfe_cli.review.workspace import load_review, load_workspace

EXAMPLES = Path(__file__).parent.parent / "examples"
REVIEW, CLOSED = "LFE-2026-001", "LFE-2025-001"
Lines = list[dict[str, Any]]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in a folder with a closed review and one that is with the working groups."""
    monkeypatch.setenv("LFE_NOW", "2026-12-02T12:00")
    shutil.copytree(EXAMPLES, tmp_path / "reviews")
    return Officer(tmp_path / "reviews")


def lines_of(example: Officer, reference: str = REVIEW) -> Lines:
    return [json.loads(line) for line in history(example, reference).read_text().splitlines()]


def history(example: Officer, reference: str = REVIEW) -> Path:
    return example.path(reference, "history.jsonl")


def write(example: Officer, lines: Lines, reference: str = REVIEW) -> None:
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    history(example, reference).write_text(text)


def found(example: Officer, reference: str = REVIEW) -> dict[str, str]:
    """What is found in the history, by its rule."""
    every = tuple(check_history(load_workspace(example.folder), reference, clock.now()))
    assert all(f.file == f"{reference}/history.jsonl" for f in every)
    assert all(f.text and f.suggestion for f in every)
    return {f.rule: f.severity for f in every}


def first(lines: Lines, action: str, **about: str) -> int:
    """The place of the first line of an action."""
    wanted = {"action": action, **about}
    return next(n for n, line in enumerate(lines) if wanted.items() <= line.items())


def anew(lines: Lines, place: int, **changed: Any) -> None:
    """Changes a line so that its id fits it again, as a wrong clock or another tool would."""
    fixed = ("id", "at", "by", "action", "command", "after", "clock")
    one = {**lines[place], **changed}
    about = {key: value for key, value in one.items() if key not in fixed}
    was, now = one["id"], id_of(one["at"], one["by"], one["action"], about)
    lines[place] = {**one, "id": now}
    for other in lines:
        other.update({k: now for k in ("command", "undoes") if other.get(k) == was})
        if "after" in other:
            other["after"] = [now if one == was else one for one in other["after"]]


def test_nothing_is_found_in_the_histories_of_the_examples(example: Officer) -> None:
    assert found(example) == found(example, CLOSED) == {}


def lose_in_the_middle(lines: Lines) -> None:
    del lines[first(lines, "audit filed")]


def lose_the_first(lines: Lines) -> None:
    del lines[0]


def change(lines: Lines) -> None:
    lines[first(lines, "sent")]["on"] = "2026-01-01"


def change_so_that_it_is_unknown(lines: Lines) -> None:
    lines[first(lines, "sent")]["on"] = "yesterday"


def change_the_time(lines: Lines) -> None:
    lines[first(lines, "sent")]["at"] = "2026-09-09T10:00:00.000001Z"


def give_one_id_to_two(lines: Lines) -> None:
    place = first(lines, "sent")
    lines.append({**lines[place], "letter": "chaser-1"})


def lose_what_began_a_command_in_an_old_history(lines: Lines) -> None:
    for one in lines:
        one.pop("after", None)
    place = next(
        n for n, one in enumerate(lines) if one["command"] == one["id"] == lines[n + 1]["command"]
    )
    del lines[place]


def take_back_what_is_not_there(lines: Lines) -> None:
    lines.append(line("2026-12-01T10:00:00.000000Z", "undone", undoes="nothing", was="sent"))


def file_an_audit_without_a_form(lines: Lines) -> None:
    about = {"agency": "police", "file": "", "sha256": ""}
    forms = [n for n, one in enumerate(lines) if one["action"] == "form issued"]
    for place in reversed(forms):
        if lines[place]["agency"] == "police":
            del lines[place]
    lines.append(line("2026-12-01T10:00:00.000000Z", "audit filed", **about))


def file_an_audit_before_its_form(lines: Lines) -> None:
    anew(lines, first(lines, "audit filed"), at="2026-09-08T09:30:00.000000Z")


def decide_before_it_is_submitted(lines: Lines) -> None:
    anew(lines, first(lines, "decided"), at="2026-09-08T09:30:00.000000Z")


def send_what_was_never_drafted(lines: Lines) -> None:
    about = {"agency": "police", "letter": "made-up"}
    lines.append(line("2026-12-01T10:00:00.000000Z", "sent", **about))


def ask_an_agency_that_nobody_knows(lines: Lines) -> None:
    lines.append(line("2026-12-01T10:00:00.000000Z", "told", agency="coastguard", whom="identity"))


def hand_over_to_a_group_that_nobody_knows(lines: Lines) -> None:
    lines.append(line("2026-12-01T10:00:00.000000Z", "received", group="lifeboat"))


def record_in_2036(lines: Lines) -> None:
    lines.append(line("2036-12-01T10:00:00.000000Z", "brought", agency="police"))


def record_a_day_that_was_still_to_come(lines: Lines) -> None:
    about = {"agency": "police", "on": "2027-12-01"}
    lines.append(line("2026-12-01T10:00:00.000000Z", "brought", **about))


def record_a_day_of_long_ago(lines: Lines) -> None:
    about = {"agency": "police", "on": "1996-12-01"}
    lines.append(line("2026-12-01T10:00:00.000000Z", "brought", **about))


def record_an_unknown_action(lines: Lines) -> None:
    lines.append(line("2026-12-01T10:00:00.000000Z", "praised"))


def empty(lines: Lines) -> None:
    lines.clear()


@pytest.mark.parametrize(
    ("damage", "rule", "severity"),
    [
        (lose_in_the_middle, "history-line-gone", "stop"),
        (lose_the_first, "history-start-gone", "stop"),
        (change, "history-line-changed", "stop"),
        (change_so_that_it_is_unknown, "history-line-changed", "stop"),
        (change_the_time, "history-line-changed", "stop"),
        (give_one_id_to_two, "history-line-doubled", "stop"),
        (lose_what_began_a_command_in_an_old_history, "history-command-cut", "stop"),
        (take_back_what_is_not_there, "history-undo-of-nothing", "stop"),
        (file_an_audit_without_a_form, "history-cause-gone", "stop"),
        (file_an_audit_before_its_form, "history-before-its-cause", "consider"),
        (decide_before_it_is_submitted, "history-before-its-cause", "consider"),
        (send_what_was_never_drafted, "history-cause-gone", "stop"),
        (ask_an_agency_that_nobody_knows, "history-agency-not-known", "consider"),
        (hand_over_to_a_group_that_nobody_knows, "history-group-not-known", "consider"),
        (record_in_2036, "history-day-to-come", "consider"),
        (record_a_day_that_was_still_to_come, "history-day-before-recording", "consider"),
        (record_a_day_of_long_ago, "history-long-before", "consider"),
        (record_an_unknown_action, "history", "consider"),
        (empty, "history-empty", "stop"),
    ],
)
def test_what_does_not_fit_is_found_and_named(
    example: Officer, damage: Callable[[Lines], None], rule: str, severity: str
) -> None:
    lines = lines_of(example)
    damage(lines)
    write(example, lines)
    assert found(example)[rule] == severity
    review = load_review(load_workspace(example.folder), REVIEW)
    standing_of(review, date(2026, 12, 2))


def test_what_comes_after_the_end_is_found(example: Officer) -> None:
    lines = lines_of(example, CLOSED)
    about = {"file": "event/agenda.docx", "sha256": "0"}
    lines.append(line("2026-12-01T10:00:00.000000Z", "agenda made", **about))
    lines.append(line("2026-12-01T11:00:00.000000Z", "closed", on="2026-12-01"))
    write(example, lines, CLOSED)
    assert {"history-after-the-end", "history-closed-twice"} <= found(example, CLOSED).keys()


def test_every_line_that_is_lost_is_missed_but_the_last(example: Officer) -> None:
    whole = lines_of(example)
    for place in range(0, len(whole) - 1, 7):
        write(example, [*whole[:place], *whole[place + 1 :]])
        assert "stop" in found(example).values(), whole[place]
    assert "lines of the history are gone or were changed" in example.done("status").all
    said = example.lfe("check", "-r", REVIEW)
    assert said.code == 1
    assert f"lfe check -r {REVIEW} --repair" in said.all


def test_no_line_that_is_changed_goes_unnoticed(example: Officer) -> None:
    whole = history(example).read_text()
    for place in range(300, len(whole) - 1, len(whole) // 60):
        changed = "x" if whole[place] != "x" else "y"
        history(example).write_text(whole[:place] + changed + whole[place + 1 :])
        is_told = "stop" in found(example).values()
        assert is_told or cannot_be_read(example), whole[place - 20 : place + 20]


def cannot_be_read(example: Officer) -> bool:
    try:
        load_review(load_workspace(example.folder), REVIEW)
    except FileProblems:
        return True
    return False


def test_of_two_lines_with_one_id_the_one_that_was_not_changed_counts(example: Officer) -> None:
    lines = lines_of(example)
    place = first(lines, "sent")
    changed = {**lines[place], "on": "2026-01-01"}
    write(example, [*lines, changed])
    after = example.done("status", "-r", REVIEW, "--json").json["agencies"]
    write(example, [*lines[:place], changed, *lines[place + 1 :], lines[place]])
    assert example.done("status", "-r", REVIEW, "--json").json["agencies"] == after
    assert "2026-01-01" not in json.dumps(after)


def test_a_clock_that_was_ahead_dates_no_later_entry(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2028-03-01T10:00")
    review.done("told", "identity", "--agency", "police")
    monkeypatch.setenv("LFE_NOW", "2027-01-12T10:00")
    review.done("issue-audits")
    form = [
        json.loads(line)
        for line in review.path("history.jsonl").read_text().splitlines()
        if "form issued" in line
    ]
    assert {one["clock"][:10] for one in form} == {"2027-01-12"}
    agencies = review.done("status", "--json").json["agencies"]
    assert {agency["issued"] for agency in agencies} == {"2027-01-12"}
    assert check_finds_a_day_to_come(review) == ["1 line of a day to come: 1 March 2028."]
    monkeypatch.setenv("LFE_NOW", "2028-03-02T10:00")
    review.done("reply", "police", "--knows", "yes")
    [reply] = [
        json.loads(line)
        for line in review.path("history.jsonl").read_text().splitlines()
        if '"reply"' in line
    ]
    assert "clock" not in reply
    assert not check_finds_a_day_to_come(review)


def check_finds_a_day_to_come(review: Officer) -> list[str]:
    every = check_history(load_workspace(review.folder), "LFE-2027-001", clock.now())
    return [one.text for one in every if one.rule == "history-day-to-come"]


def test_an_audit_that_could_not_be_read_may_be_on_a_form_that_nobody_issued_here(
    review: Officer,
) -> None:
    scan = review.path("audits/inbox/scan.pdf")
    scan.write_bytes(b"%PDF-1.4 a form that was printed, filled in by hand and scanned")
    review.done("ingest", scan, "--agency", "police")
    assert not list(check_history(load_workspace(review.folder), "LFE-2027-001", clock.now()))
