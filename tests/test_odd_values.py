"""Odd values in the lines of a history: kept and told, counted for nothing, in nobody's way."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.officer import Officer
from helpers.reviews import a_review, decided
from lfe_cli.across.board import board_of
from lfe_cli.across.documents import documents_of
from lfe_cli.across.status import standing_of
from lfe_cli.across.undo import Order, last_commands, undo
from lfe_cli.across.year_figures import count
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.event import Unknown
from lfe_cli.review.history.lines import KINDS, lines_of, read_history
from lfe_cli.review.workspace import Review, load_review, load_workspace

EXAMPLES = Path(__file__).parent.parent / "examples"
MOMENT, TODAY = datetime(2026, 12, 1, 12, tzinfo=UTC), date(2026, 12, 1)
SEEN = (
    "../../partnership.yaml", "/etc/passwd", "C:\\x", "a\0b", "2027-02-30", "9999-12-31",
    "0001-01-01", "2027-02-10T09:30+02:00", "R" + "9" * 5000, "\u202e\x1b[31m", "\ud800", "closed",
)  # fmt: skip
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(SEEN),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@cache
def example(reference: str) -> tuple[Review, list[str]]:
    review = load_review(load_workspace(EXAMPLES), reference)
    return review, (review.folder / "history.jsonl").read_text().splitlines()


def fields(action: str) -> list[str]:
    own = KINDS[action].__struct_encode_fields__
    return [*own, "id", "at", "by", "action", "command", "after", "something new"]


@st.composite
def odd_lines(draw: st.DrawFn) -> tuple[str, int, str, Any]:
    reference = draw(st.sampled_from(["LFE-2025-001", "LFE-2026-001"]))
    number = draw(st.integers(0, len(example(reference)[1]) - 1))
    field = draw(st.sampled_from(fields(json.loads(example(reference)[1][number])["action"])))
    return reference, number, field, draw(values)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(odd_lines())
def test_whatever_a_line_says_everything_that_looks_at_the_review_goes_on(
    odd: tuple[str, int, str, Any],
) -> None:
    reference, number, field, value = odd
    review, lines = example(reference)
    changed = json.dumps({**json.loads(lines[number]), field: value})
    try:
        history = read_history("\n".join([*lines[:number], changed, *lines[number + 1 :]]))
    except FileProblems as found:
        assert [problem.line for problem in found.problems] == [number + 1]
        return
    odd_review = replace(review, history=history)
    json.dumps(standing_of(odd_review, TODAY).as_json(), ensure_ascii=False).encode()
    documents_of(odd_review, ())
    count([odd_review], TODAY)
    last_commands(odd_review)
    with contextlib.suppress(LfeError):
        undo(odd_review.workspace, odd_review, Order("Business Unit", lambda _: None))


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        "[" * 100_000,
        '{"id": "x"}',
        '{"id": 1, "at": "2026-09-08T09:05:00Z", "by": "B", "action": "sent"}',
        '{"id": "x", "at": "yesterday", "by": "B", "action": "sent"}',
        '{"id": "x", "at": "2026-09-08T09:05:00", "by": "B", "action": "sent"}',
        '{"id": "x", "at": "0001-01-01T00:00:00+14:00", "by": "B", "action": "sent"}',
        '{"id": "x", "at": "9999-12-31T23:59:59-14:00", "by": "B", "action": "sent"}',
        '{"id": "x", "id": "y", "at": "2026-09-08T09:05:00Z", "by": "B", "action": "sent"}',
        '{"id": "x", "at": "2026-09-08T09:05:00Z", "by": "\\ud800", "action": "sent"}',
        '{"id": "x", "at": "2026-09-08T09:05:00Z", "by": "B", "action": "sent", "n": 1e400}',
        f'{{"id": "x", "at": "2026-09-08T09:05:00Z", "by": "B", "action": "s", "n": {"9" * 5000}}}',
        f'{{"id": "x", "at": "2026-09-08T09:05:00Z", "by": "B", "n": {"[" * 99}{"]" * 99}}}',
    ],
)
def test_a_line_that_nobody_would_have_written_is_told_with_its_number(line: str) -> None:
    known = example("LFE-2026-001")[1][0]
    assert [found.entry is None for found in lines_of(f"{known}\n{line}\n{known}")] == [
        False, True, False,
    ]  # fmt: skip
    with pytest.raises(FileProblems) as found:
        read_history(f"{known}\n\n{line}")
    assert [problem.line for problem in found.value.problems] == [3]


def test_every_line_of_the_examples_fits_its_id_and_a_changed_one_does_not() -> None:
    for reference in ("LFE-2025-001", "LFE-2026-001"):
        lines = example(reference)[1]
        assert all(line.fits for line in lines_of("\n".join(lines)))
        changed = [line.replace("2025-", "2024-").replace("2026-", "2024-") for line in lines]
        assert not any(line.fits for line in lines_of("\n".join(changed)))


def test_a_place_that_cannot_be_is_never_looked_at(review: Officer) -> None:
    outside = review.folder.parent.parent / "outside.docx"
    outside.write_bytes(b"of somebody else")
    line = {"id": "x", "at": "2027-01-11T10:00:00Z", "by": "B", "action": "paper made"}
    path = review.path("history.jsonl")
    for file in (str(outside), "../../outside.docx", "event/../../../outside.docx", "x" * 5000):
        said = json.dumps({**line, "file": file, "sha256": "0" * 64})
        path.write_text(f"{path.read_text()}{said}\n")
        assert "outside" not in review.lfe("check").all
        assert "does not know" in review.done("status").all


def test_the_board_is_made_whatever_a_review_holds(review: Officer) -> None:
    path = review.path("history.jsonl")
    path.write_text(f"{path.read_text()}{'[' * 5000}\n")
    [one] = board_of(load_workspace(review.folder.parent), TODAY).reviews
    assert one.stage == "cannot be read"


@pytest.mark.parametrize("year", ["0001", "1969", "2200", "9999"])
def test_a_year_that_cannot_be_meant_is_asked_about(review: Officer, year: str) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("2027-02-10", f"{year}-02-10"))
    said = review.lfe("status")
    assert said.code == 2
    assert f"is in the year {int(year)}" in said.all


def test_a_clock_that_cannot_be_right_records_nothing(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = review.files()
    monkeypatch.setenv("LFE_NOW", "2250-01-01T10:00")
    said = review.lfe("reply", "police", "--knows", "yes")
    assert said.code == 2
    assert "clock says that it is the year 2250" in said.all
    assert review.files() == before


def test_a_spoilt_list_of_recommendations_leaves_the_workbook_of_all_reviews_to_the_others(
    officer: Officer,
) -> None:
    for number in (1, 2):
        a_review(officer, number, facts=[decided()])
    officer.path("LFE-2026-002", "subgroup/recommendations.yaml").write_text("recommendations: 3\n")
    said = officer.lfe("actions", "--all")
    assert said.code == 1
    assert "LFE-2026-002 is left out" in said.all
    assert officer.path("actions.xlsx").is_file()


def test_a_time_that_is_none_is_read_nowhere() -> None:
    timed = [
        (kind, name)
        for kind in KINDS
        for name in fields(kind)
        if name in ("day", "was", "now") and kind != "undone"
    ]
    assert len(timed) >= 5
    for kind, name in timed:
        needed = {"agency": "police", "uid": "u", "sequence": 1}
        about = {k: v for k, v in needed.items() if k in fields(kind)} | {name: "no such time"}
        line = {"id": "a1", "at": "2026-01-05T10:00:00.000000Z", "by": "B", "action": kind, **about}
        [entry] = read_history(json.dumps(line)).entries
        assert isinstance(entry.event, Unknown), line
