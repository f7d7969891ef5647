"""`lfe undo`: what one command recorded is taken back together, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from helpers.audits import fill
from helpers.history import history, states
from helpers.officer import Officer
from helpers.states import review_after
from lfe_cli.review.event import Unknown
from lfe_cli.review.history.entries import Entry, History
from lfe_cli.review.history.lines import read_history

NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")


def test_a_letter_sent_to_all_is_taken_back_with_one_command(asked: Officer) -> None:
    said = asked.done("undo")
    assert "Taken back: sent (audit-request, police, school, health-visiting)." in said.all
    assert states(asked) == ["form made"] * 3
    assert len(history(asked, "sent")) == len(history(asked, "undone")) == 3
    assert {e["was"] for e in history(asked, "undone")} == {"sent"}


def test_commands_of_one_moment_are_taken_back_one_by_one(asked: Officer) -> None:
    asked.done("sent", "--letter", "audit-request", "--agency", "police")
    asked.done("told", "identity", "--agency", "school")
    assert "Taken back: told (identity, school)." in asked.done("undo").all
    assert "Taken back: sent (audit-request, police)." in asked.done("undo").all
    assert "(audit-request, police, school, health-visiting)" in asked.done("undo").all
    assert "form issued (police, school, health-visiting)" in asked.done("undo").all
    said = asked.lfe("undo")
    assert said.code == 2
    assert "Undo does not take back that a review was begun" in said.all


def test_the_last_fact_of_one_agency_can_be_taken_back_alone(asked: Officer) -> None:
    asked.done("reply", "police", "--knows", "yes")
    said = asked.done("undo", "--agency", "school")
    assert "Taken back: sent (audit-request, school)." in said.all
    assert states(asked) == ["replied", "form made", "request sent"]
    said = asked.done("undo", "--agency", "school")
    assert "Taken back: form issued (school)." in said.all
    assert states(asked) == ["replied", "not asked yet", "request sent"]
    assert not asked.path("outbox", "audit-request-school.eml").exists()
    assert asked.path("outbox", "sent", "audit-request-police.eml").exists()
    said = asked.lfe("undo", "--agency", "school")
    assert said.code == 2
    assert "nothing recorded here of School" in said.all
    assert asked.lfe("undo", "--agency", "polise").code == 2


def test_what_was_taken_back_before_is_not_taken_back_again(asked: Officer) -> None:
    asked.done("undo", "--agency", "school")
    said = asked.done("undo")
    assert "Taken back: sent (audit-request, police, health-visiting)." in said.all


def test_different_facts_of_one_command_are_each_said(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-10T15:00")
    asked.done("attended", "police", "--role", "manager", "--brought")
    said = asked.done("undo").out.splitlines()
    assert said == ["Taken back: attended (police).", "Taken back: brought (police)."]
    asked.done("collected")
    assert asked.done("undo").out == "Taken back: papers collected.\n"
    asked.done("step-up")
    assert "Taken back: stepped up." in asked.done("undo").out


def test_audits_that_were_filed_together_are_taken_back_together(asked: Officer) -> None:
    for agency in ("police", "school"):
        blank = asked.path("audits", "issued", f"{agency}.docx").read_bytes()
        for number in (1, 2):
            filled = fill(blank, {"child_day": f"Version {number} of {agency}"})
            asked.path("audits", "inbox", f"{agency}{number}.docx").write_bytes(filled)
    first = fill(asked.path("audits", "issued", "police.docx").read_bytes(), {"child_day": "0"})
    asked.path("before.docx").write_bytes(first)
    asked.done("ingest", asked.path("before.docx"))
    asked.done("ingest")
    said = asked.done("undo")
    assert said.out.count("audit filed") == 1
    came = [f"audits/inbox/{n}.docx" for n in ("police1", "police2", "school1", "school2")]
    assert all(file in said.all and asked.path(file).is_file() for file in came)
    assert states(asked)[:2] == ["sent ahead", "request sent"]
    note = asked.path("audits", "returned", "police.yaml").read_text()
    assert "file: audits/returned/police.docx\n" in note
    assert not asked.path("audits", "returned", "school.yaml").exists()
    assert not asked.path("audits", "returned", "school.2.docx").exists()
    assert states(asked)[:2] == ["sent ahead", "request sent"]
    asked.done("ingest")
    assert states(asked)[:2] == ["sent ahead", "sent ahead"]


def test_a_dry_run_says_what_would_be_taken_back(asked: Officer) -> None:
    before = asked.files()
    said = asked.done("undo", "--dry-run")
    assert "The last command (11 January 2027, Review officer):" in said.out
    assert "sent (audit-request, police, school, health-visiting)" in said.all
    assert said.out.endswith("Nothing was written.\n")
    assert asked.files() == before


def a_history(*commands: tuple[str, str, datetime]) -> History:
    """Commands as (facts, author, moment); each letter is a fact."""
    history = History()
    for facts, by, at in commands:
        events = [Unknown(named=fact) for fact in facts]
        history = History((*history.entries, *history.adding(events, at, by)))
    return history


def with_action(history: History, action: str) -> Entry:
    return next(entry for entry in history.entries if entry.action == action)


def together(history: History, action: str) -> str:
    return "".join(e.action for e in history.together_with(with_action(history, action)))


@pytest.mark.parametrize("later", [-3_600_000_000, -1, 0, 1, 2, 500, 1_000_000])
def test_what_belongs_to_one_command_is_known_whatever_the_clock_says(later: int) -> None:
    history = a_history(
        ("abc", "Officer", NOON), ("de", "Officer", NOON + timedelta(microseconds=later))
    )
    assert [together(history, action) for action in "abcde"] == ["abc"] * 3 + ["de"] * 2


def test_two_copies_of_a_history_that_were_merged_keep_their_commands_apart() -> None:
    mine = a_history(("abc", "Officer", NOON), ("de", "Officer", NOON + timedelta(hours=1)))
    theirs = a_history(("abc", "Officer", NOON), ("xyz", "Deputy", NOON + timedelta(hours=1)))
    text = "\n".join(entry.line() for history in (theirs, mine) for entry in history.entries)
    merged = read_history(text)
    assert len(merged.entries) == 8
    assert together(merged, "e") == "de"
    assert together(merged, "y") == "xyz"


def test_two_commands_of_one_author_at_one_moment_are_known_apart() -> None:
    mine = a_history(("de", "Officer", NOON))
    theirs = a_history(("xyz", "Officer", NOON))
    text = "\n".join(entry.line() for history in (theirs, mine) for entry in history.entries)
    merged = read_history(text)
    assert together(merged, "e") == "de"
    assert together(merged, "z") == "xyz"


def as_an_old_version_wrote_it(history: History) -> str:
    lines = [json.loads(entry.line()) for entry in history.entries]
    return "\n".join(json.dumps({k: v for k, v in li.items() if k != "command"}) for li in lines)


def test_in_an_old_history_a_command_is_known_by_its_author_and_moment() -> None:
    old = read_history(
        as_an_old_version_wrote_it(
            a_history(("abc", "Officer", NOON), ("de", "Officer", NOON + timedelta(seconds=1)))
        )
    )
    assert [together(old, action) for action in "abcde"] == ["abc"] * 3 + ["de"] * 2


def test_where_an_old_history_has_two_of_one_author_at_one_moment_only_one_is_taken_back() -> None:
    mine, theirs = a_history(("de", "Officer", NOON)), a_history(("xyz", "Officer", NOON))
    text = "\n".join(as_an_old_version_wrote_it(history) for history in (theirs, mine))
    merged = read_history(text)
    assert together(merged, "e") == "e"
    assert together(merged, "z") == "z"


def test_what_this_version_does_not_know_is_not_passed(asked: Officer) -> None:
    path = asked.path("history.jsonl")
    newer = '{"id": "n1", "at": "2030-01-01T00:00:00Z", "by": "A colleague", "action": "praised"}'
    path.write_text(f"{path.read_text()}{newer}\n")
    before = path.read_bytes()
    said = asked.lfe("undo")
    assert said.code == 2
    assert "does not know (praised), so nothing before it is taken back" in said.all
    assert path.read_bytes() == before
    asked.done("reply", "police", "--knows", "yes")
    assert path.read_bytes().startswith(before)


def test_what_the_newer_version_took_back_itself_is_in_nobodys_way(asked: Officer) -> None:
    path = asked.path("history.jsonl")
    newer = (
        '{"id": "n1", "at": "2030-01-01T00:00:00Z", "by": "B", "action": "praised"}\n'
        '{"id": "n2", "at": "2030-01-01T00:00:01Z", "by": "B", "action": "undone",'
        ' "undoes": "n1"}\n'
    )
    path.write_text(path.read_text() + newer)
    assert "does not know" not in asked.done("status").all
    assert "Taken back: sent" in asked.done("undo").all


def test_what_a_history_says_otherwise_is_told_without_its_words(asked: Officer) -> None:
    path = asked.path("history.jsonl")
    odd = (
        '{"id": "n1", "at": "2027-01-11T10:00:00Z", "by": "B", "action": "decided",'
        ' "decision": "Bob Madeup"}\n'
        '{"id": "n2", "at": "2027-01-11T10:00:01Z", "by": "B", "action": "sent", "\\ud800": "x"}\n'
    )
    path.write_text(path.read_text() + odd)
    said = asked.lfe("check", "--json")
    assert "Madeup" not in said.all
    found = [f["where"] for f in said.json["findings"] if f["rule"] == "history"]
    assert found == ["entry n1", "entry n2"]


def test_what_a_command_had_taken_back_holds_again_when_it_is_undone(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-10T15:00")
    review.done("attended", "police", "--role", "manager", "--brought")
    review.done("attended", "police", "--apologies")
    review.done("undo")
    [police, *_] = review.done("status", "--json").json["agencies"]
    assert (police["state"], police["people"]) == ("brought", {"manager": 1})
