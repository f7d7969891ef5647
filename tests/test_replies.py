"""`lfe reply` and `lfe attended` for all that are open: asked one by one, recorded as one."""

from __future__ import annotations

import subprocess

import pytest

from helpers.conversing import Conversing, in_turn
from helpers.history import history, next_steps
from helpers.officer import Officer
from helpers.states import review_after

DETAILS = "event/reply-details.txt"


@pytest.fixture
def asked(officer: Officer) -> Officer:
    """Three agencies were sent the request, and know which child it is about."""
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")


def at_a_terminal(review: Officer, *answers: str) -> Conversing:
    return Conversing(review.folder, in_turn(answers))


# ---------------------------------------------------------------- who comes


def test_all_that_have_not_replied_are_asked_about_and_recorded_as_one_command(
    asked: Officer,
) -> None:
    police = ("yes", "", "p 2m", "", "yes", "yes", "no")
    school = ("8 January 2027", "no")
    said = at_a_terminal(asked, *police, *school, "", "yes").done("reply")
    assert "Police: knew the child or family, 3 coming (practitioner 1, manager 2)" in said.out
    one, other = history(asked, "reply")
    assert other["command"] == one["id"]
    assert {key: one[key] for key in ("knows", "attending", "bringing", "support", "access")} == {
        "knows": True, "attending": 3, "bringing": True, "support": True, "access": True,
    }  # fmt: skip
    assert one["people"] == {"practitioner": 1, "manager": 2}
    assert (other["agency"], other["knows"], other["on"]) == ("school", False, "2027-01-08")
    asked.done("undo")
    assert "waiting for a reply from Police, School, Health Visiting" in next_steps(asked)


def test_enter_at_every_question_records_nothing(asked: Officer) -> None:
    before = asked.files()
    said = at_a_terminal(asked, "", "", "").done("reply")
    assert "Nothing was recorded." in said.out
    assert asked.files() == before


def test_enter_at_the_last_question_records_nothing_either(asked: Officer) -> None:
    before = asked.files()
    at_a_terminal(asked, "yes", "no", "", "", "").done("reply")
    assert asked.files() == before


def test_b_goes_back_and_the_later_answer_counts(asked: Officer) -> None:
    # yes, did not know it; back twice; later; and the school instead
    at_a_terminal(asked, "yes", "no", "b", "b", "", "yes", "no", "", "yes").done("reply")
    assert [entry["agency"] for entry in history(asked, "reply")] == ["school"]


def test_support_and_access_are_never_taken_for_granted(asked: Officer) -> None:
    at_a_terminal(asked, *[""] * 6, "yes").done("reply", "police")
    [entry] = history(asked, "reply")
    assert (entry["knows"], entry["bringing"]) == (True, True)
    assert {"support", "access", "other"} & entry.keys() == set()


def test_with_an_agency_only_what_is_missing_is_asked(asked: Officer) -> None:
    asked.done("reply", "police", "--knows", "yes", "--attending", "2", "--bringing", "yes")
    officer = at_a_terminal(asked, "yes", "yes", "no", "yes")
    officer.done("reply", "police")
    assert ["support" in s or "ccess" in s or "nother" in s for s in officer.shown[:3]] == [
        True
    ] * 3
    assert len(history(asked, "reply")) == 2


def test_who_comes_is_asked_again_once_the_event_has_another_day(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("--knows", "yes", "--attending", "2", "--bringing", "yes", "--support", "yes")
    asked.done("reply", "police", *said, "--access", "yes", "--other", "no")
    asked.done("reply", "school", "--knows", "no")
    asked.done("reply", "health-visiting", "--knows", "no")
    said_nothing = at_a_terminal(asked).done("reply")
    assert "Nothing of this is open." in said_nothing.out
    monkeypatch.setenv("LFE_NOW", "2027-01-12T09:30")
    asked.done("move", "--to", "2027-02-17 13:00")
    officer = at_a_terminal(asked, "yes", "m", "yes")
    officer.done("reply")
    assert "Police: has it said more (who comes)?" in officer.shown[0]
    assert history(asked, "reply")[-1]["people"] == {"manager": 1}


def test_without_a_terminal_it_names_what_is_missing(asked: Officer) -> None:
    said = asked.lfe("reply")
    assert (said.code, "lfe reply AGENCY --knows yes" in said.all) == (2, True)
    said = asked.lfe("reply", "--knows", "yes")
    assert (said.code, "Which agency replied so?" in said.all) == (2, True)
    assert asked.lfe("reply", "police").code == 2


def test_a_dry_run_without_a_terminal_says_which_are_open(asked: Officer) -> None:
    asked.done("reply", "police", "--knows", "no")
    before = asked.files()
    said = asked.done("reply", "--dry-run")
    assert said.out == (
        "  - School\n  - Health Visiting\nThis is what it would ask about.\nNothing was written.\n"
    )
    assert asked.files() == before


def test_people_by_role_are_counted_and_do_not_contradict_the_number(asked: Officer) -> None:
    roles = ("--role", "practitioner", "--role", "Safeguarding lead")
    said = asked.done("reply", "police", *roles)
    assert "2 coming (practitioner 1, safeguarding lead 1)" in said.all
    said = asked.lfe("reply", "police", *roles, "--attending", "3")
    assert (said.code, "2 people come from Police by role" in said.all) == (2, True)
    said = asked.lfe("reply", "police", "--role", "Anna Smith")
    assert (said.code, "--role is none of the roles" in said.all) == (2, True)
    assert "Anna" not in asked.path("history.jsonl").read_text()


# ---------------------------------------------------------------- access needs, other services


def test_details_have_a_file_of_their_own_that_git_never_keeps(asked: Officer) -> None:
    asked.done("reply", "school", "--knows", "yes", "--access", "yes")
    assert not asked.path(DETAILS).exists()
    said = asked.done("reply", "police", "--access", "no", "--other", "yes")
    assert f"For the details, in roles and never a name: {DETAILS}" in said.all
    written = asked.path(DETAILS).read_text("utf-8-sig")
    assert written.index("Police") < written.index("School") < written.index("Health Visiting")
    command = ["git", "check-ignore", DETAILS, "event/Reply-details (1).txt"]
    done = subprocess.run(command, cwd=asked.folder, capture_output=True, text=True, check=False)
    assert len(done.stdout.splitlines()) == 2
    asked.path(DETAILS).write_text(f"{written}Police: a hearing loop")
    asked.done("reply", "health-visiting", "--access", "no")
    assert "a hearing loop" in asked.path(DETAILS).read_text()
    assert "hearing loop" not in asked.path("history.jsonl").read_text()


def test_details_go_with_the_papers_of_the_event(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.done("reply", "police", "--access", "no")
    asked.path(DETAILS).write_text("Police: a hearing loop")
    monkeypatch.setenv("LFE_NOW", "2027-02-11T09:30")
    asked.done("collected")
    assert "the details of replies are still in the folder: lfe collected --destroy" in (
        next_steps(asked)
    )
    said = asked.done("collected", "--destroy")
    assert f"Removed from this folder: {DETAILS}" in said.out
    assert not asked.path(DETAILS).exists()


def test_status_asks_about_access_needs_until_they_are_met(asked: Officer) -> None:
    assert "access needs" not in next_steps(asked)
    asked.done("reply", "police", "--knows", "yes", "--attending", "2")
    asked.done("reply", "school", "--knows", "yes", "--access", "no")
    asked.done("reply", "health-visiting", "--attending", "0", "--bringing", "no")
    assert "ask about access needs at Police, and record it once they are met" in next_steps(asked)
    assert "see to the access needs of School, and record it once they are met" in next_steps(asked)
    assert "needs at Police, Health" not in next_steps(asked)
    said = [one for one in asked.done("status", "--json").json["next"] if "access needs" in one]
    named = [("Police", "police"), ("School", "school")]
    for one, (name, agency) in zip(said, named, strict=True):
        assert name in one
        assert one.endswith(f"lfe reply {agency} --access yes")
    agencies = asked.done("status", "--json").json["agencies"]
    assert [one["access"] for one in agencies] == [None, False, None]
    asked.done("reply", "police", "--access", "yes")
    asked.done("reply", "school", "--access", "yes")
    assert "access needs" not in next_steps(asked)


# ---------------------------------------------------------------- who came


def test_who_came_is_asked_one_by_one_with_those_who_were_expected(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.done("reply", "police", "--role", "manager", "--role", "manager", "--bringing", "yes")
    monkeypatch.setenv("LFE_NOW", "2027-02-12T09:30")
    officer = at_a_terminal(asked, "yes", "", "apologies", "", "yes")
    officer.done("attended")
    assert "Police, expected: manager 2" in officer.shown[0]
    one, other = history(asked, "attended")
    assert (one["people"], one["on"]) == ({"manager": 2}, "2027-02-10")
    assert (other["agency"], other["apologies"]) == ("school", True)
    assert [entry["agency"] for entry in history(asked, "brought")] == ["police"]
    assert asked.done("attended", "--dry-run").out.startswith("  - Health Visiting\n")
    assert asked.lfe("attended").code == 2


def test_nobody_came_without_an_answer(asked: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-12T09:30")
    before = asked.files()
    at_a_terminal(asked, "", "", "").done("attended")
    assert asked.files() == before
