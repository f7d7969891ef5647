"""What each entry of a history follows: which entries were recorded with which in sight."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpers.history import history, line
from helpers.officer import Officer
from lfe_cli.review import events
from lfe_cli.review.history.entries import Entry, History
from lfe_cli.review.history.lines import read_history
from lfe_cli.review.state import fold

START = datetime(2027, 1, 11, 9, tzinfo=UTC)


def reply(agency: str) -> events.Reply:
    return events.Reply(agency=agency)


def later(known: History, agency: str, minutes: int) -> Entry:
    return known.adding([reply(agency)], START + timedelta(minutes=minutes), "x")[0]


def together(*copies: Sequence[Entry]) -> History:
    """What reading two histories makes that were put together line by line."""
    return read_history("\n".join(entry.line() for copy in copies for entry in copy))


def test_every_entry_names_the_one_that_it_follows(review: Officer) -> None:
    review.done("reply", "police", "--knows", "yes")
    review.done("issue-audits")
    entries = history(review)
    assert entries[0]["after"] == []
    assert [e["after"] for e in entries[1:]] == [[e["id"]] for e in entries[:-1]]


def test_an_old_history_is_one_line_and_the_next_entry_follows_its_last() -> None:
    lines = [
        {"id": name, "at": f"2027-01-11T09:0{n}:00Z", "by": "x", "action": "reply", "agency": "a"}
        for n, name in enumerate(("one", "two"))
    ]
    old = read_history("\n".join(map(json.dumps, lines)))
    assert old.lineage.heads == ("two",)
    fresh = later(old, "school", 30)
    assert fresh.after == ("two",)
    whole = together(old.entries, [fresh])
    assert whole.lineage.is_one_line
    assert all(whole.lineage.knew(fresh, entry) for entry in old.entries)


def test_what_two_copies_recorded_apart_is_known_until_an_entry_follows_both() -> None:
    base = together([later(History(), "police", 0)])
    here, there = later(base, "school", 10), later(base, "school", 5)
    merged = together([*base.entries, here], [*base.entries, there])
    assert merged.lineage.are_apart(here, there)
    assert set(merged.lineage.heads) == {here.id, there.id}
    after = later(merged, "school", 20)
    whole = together(merged.entries, [after])
    assert whole.lineage.heads == (after.id,)
    assert whole.lineage.knew(after, here)
    assert whole.lineage.knew(after, there)
    assert not whole.lineage.knew(after, after)
    assert whole.lineage.are_apart(there, here)


def test_many_lines_that_follow_the_same_one_take_no_longer_than_as_many_in_a_row() -> None:
    start = line("2027-01-11T09:30:00.000000Z", "review started")
    lines = [
        line(f"2027-01-12T09:30:00.{n:06}Z", "reply", agency="police", knows=bool(n % 2))
        for n in range(12_000)
    ]
    text = "".join(f"{json.dumps({**one, 'after': [start['id']]})}\n" for one in lines)
    before = time.process_time()
    state = fold(read_history(f"{json.dumps({**start, 'after': []})}\n{text}"))
    assert time.process_time() - before < 5
    assert state.is_apart("reply", "police")


def test_one_that_follows_a_line_that_is_gone_is_taken_to_know_what_came_before() -> None:
    first = later(History(), "police", 0)
    lost = later(together([first]), "school", 1)
    last = later(together([first, lost]), "police", 2)
    left = together([first, last])
    assert left.lineage.knew(last, first)
    assert left.lineage.heads == (last.id,)


@given(st.lists(st.tuples(st.sampled_from(["one", "other", "put together"]), st.integers(1, 9))))
def test_whatever_two_copies_do_each_entry_knows_exactly_what_its_copy_held(
    steps: list[tuple[str, int]],
) -> None:
    copies = {"one": History(), "other": History()}
    held: dict[str, set[str]] = {}
    for number, (where, minutes) in enumerate(steps):
        if where == "put together":
            whole = together(copies["one"].entries, copies["other"].entries)
            copies = {"one": whole, "other": whole}
            continue
        entry = later(copies[where], f"agency-{number}", minutes)
        held[entry.id] = {one.id for one in copies[where].entries}
        copies[where] = together(copies[where].entries, [entry])
    whole = together(copies["one"].entries, copies["other"].entries)
    known = {
        one.id: {other.id for other in whole.entries if whole.lineage.knew(one, other)}
        for one in whole.entries
    }
    assert known == held
