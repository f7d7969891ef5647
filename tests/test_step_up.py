"""A review that may meet the criteria for a statutory one stops, and nothing in it is lost."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar

from helpers.audits import fill
from helpers.closing import CONFIRMED
from helpers.officer import Officer, where
from helpers.states import review_after
from lfe_cli.cli import asking

MAKING = [
    ("issue-audits",),
    ("agenda",),
    ("report",),
    ("move", "--to", "2027-02-17 13:00"),
    ("cancel",),
    ("agency", "add", "gp"),
    ("agency", "contact", "police", "a@police.example"),
    ("ingest", "--ask", "police"),
    ("chase",),
    ("letter", "thank-you"),
    ("letter", "family", "--person", "mother"),
    ("issue-audits", "--short", "--agency", "police"),
    ("agency", "withdraw", "police"),
    ("step-up",),
]


def test_the_officer_is_pointed_to_the_local_authoritys_duty(review: Officer) -> None:
    said = review.done("step-up", "--on", "2027-01-08")
    assert "the local authority notifies the national Panel within five working days" in said.all
    assert "statutory deadline" not in said.all
    assert review.done("status", "--json").json["stage"] == "stepped up"
    assert "a Rapid Review asks afresh" in review.done("status").all


@pytest.mark.parametrize("words", MAKING, ids=" ".join)
def test_nothing_further_is_made_or_asked(review: Officer, words: tuple[str, ...]) -> None:
    review.done("issue-audits")
    review.done("step-up")
    before = review.files()
    said = review.lfe(*words)
    assert said.code == 2
    assert "was stepped up on 11 January 2027, so it has stopped" in said.all
    assert review.files() == before


def test_nothing_is_lost_and_nothing_is_passed_on(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    before = review.files()
    review.done("step-up")
    after = review.files()
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed == {"history.jsonl", "event/invitation.ics"}
    event = Calendar.from_ical(after["event/invitation.ics"]).walk("VEVENT")[0]
    assert event["status"] == "CANCELLED"


def test_what_still_arrives_is_kept_and_nobody_is_written_to(review: Officer) -> None:
    review.done("issue-audits")
    form = review.path("audits/issued/police.docx").read_bytes()
    review.done("step-up")
    named = fill(form, {"bring_learning": "NHS number 943 476 5919", "share_before": True})
    review.path("audits/inbox/police.docx").write_bytes(named)
    review.lfe("ingest")
    assert review.path("audits/returned/police.docx").read_bytes() == named
    assert not review.path("outbox/without-names-police.eml").exists()


def test_what_happened_can_still_be_recorded(review: Officer) -> None:
    review.done("issue-audits")
    review.done("step-up")
    review.done("sent", "--on", "2027-01-08")
    review.done("reply", "police", "--knows", "yes", "--on", "2027-01-08")


def test_a_wrong_click_is_taken_back_and_the_review_goes_on(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    review.done("step-up")
    review.done("undo")
    review.done("move", "--to", "2027-02-17 09:30")
    event = Calendar.from_ical(review.path("event/invitation.ics").read_bytes()).walk("VEVENT")[0]
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)


def test_a_dry_run_stops_nothing(review: Officer) -> None:
    assert "would record: stepped up 2027-01-11" in review.done("step-up", "--dry-run").out
    review.done("issue-audits")


def test_without_an_invitation_nothing_is_said_of_one(review: Officer) -> None:
    said = review.done("step-up").all
    assert "invitation.ics" not in said
    assert "send no draft that lies in outbox" in said


def test_an_event_that_was_taken_out_by_hand_is_still_cancelled(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("at: 2027-02-10 09:30", "at:"))
    review.done("step-up")
    event = Calendar.from_ical(review.path("event/invitation.ics").read_bytes()).walk("VEVENT")[0]
    assert (event["status"], event["dtstart"].dt.day) == ("CANCELLED", 10)


def test_taken_back_the_calendar_file_no_longer_cancels_the_event(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    before = review.path("event/invitation.ics").read_bytes()
    review.done("step-up")
    assert "Put back as before: event/invitation.ics" in review.done("undo").all
    assert review.path("event/invitation.ics").read_bytes() == before
    assert "out of date: event/invitation.ics" not in review.done("status").all


def test_with_json_a_dry_run_says_what_would_be_next(review: Officer) -> None:
    said = review.done("step-up", "--dry-run", "--json").json
    assert "the local authority notifies the national Panel" in said["next"][0]


# ---------------------------------------------------------------- what came of it


def asked_and_stopped(review: Officer) -> None:
    """Three agencies were asked, the papers of the event were made, and the review was stopped."""
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")
    review.done("agenda")
    review.done("step-up")


@pytest.fixture
def stopped(anywhere: Officer) -> Officer:
    return review_after(asked_and_stopped, anywhere)


def following(review: Officer) -> list[str]:
    steps: list[str] = review.done("status", "--json").json["next"]
    return steps


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A person at the terminal who gives these answers; what they were asked."""
    asked, left = [], list(answers)

    def line(prompt: str) -> str:
        asked.append(prompt)
        return left.pop(0)

    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)
    monkeypatch.setattr(asking, "_line", line)
    return asked


def days_in(text: str) -> set[str]:
    return set(re.findall(r"\d{1,2} [A-Z][a-z]+ \d{4}", text))


def test_no_day_is_worked_out_before_it_is_known_when_the_local_authority_knew(
    stopped: Officer,
) -> None:
    assert days_in(" ".join(following(stopped))) == set()
    assert any("ask on which day it became aware" in step for step in following(stopped))
    said = stopped.done("step-up", "--aware", "2027-01-08").all
    assert "It became aware on 8 January 2027, so that is by 15 January 2027" in said
    assert not any("on which day it became aware" in step for step in following(stopped))


def test_the_day_can_be_given_when_it_is_stepped_up(review: Officer) -> None:
    said = review.done("step-up", "--aware", "2027-01-08", "--notified", "2027-01-11").all
    assert "is stepped up" in said
    assert "the local authority notified on 11 January 2027" in said


def test_the_duty_is_as_the_settings_have_it(stopped: Officer) -> None:
    settings = stopped.folder.parent / "partnership.yaml"
    text = settings.read_text()
    start, end = text.index("step_up:"), text.index("# How this partnership works")
    own = "step_up:\n  duty: the board decides\n  working_days:\n  review: Practice Review\n\n"
    settings.write_text(text[:start] + own + text[end:])
    stopped.done("step-up", "--aware", "2027-01-08")
    said = stopped.done("status").all
    assert "the board decides" in said
    assert "became aware" not in said
    assert "there is a Practice Review, or none" in said
    assert days_in(" ".join(following(stopped))) == set()


def test_a_folder_from_before_the_setting_has_englands(stopped: Officer) -> None:
    settings = stopped.folder.parent / "partnership.yaml"
    text = settings.read_text()
    start, end = text.index("step_up:"), text.index("# How this partnership works")
    settings.write_text(text[:start] + text[end:])
    assert "within five working days of becoming aware" in stopped.done("status").all


def test_next_leads_from_the_telephone_to_the_end(
    stopped: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = following(stopped)
    assert first[0].startswith("tell the statutory partners and the local authority's lead today")
    assert not any("lfe close" in step for step in first)
    stopped.done("step-up", "--aware", "2027-01-08", "--notified", "2027-01-11")
    assert following(stopped)[0].startswith("the local authority notified on 11 January 2027")
    monkeypatch.setenv("LFE_NOW", "2027-02-01T10:00")
    stopped.done("step-up", "--outcome", "Rapid Review")
    [only] = following(stopped)
    assert "Keep this folder as it is until nothing needs its papers" in only
    assert "lfe close" not in only
    assert "what came of it" in stopped.lfe("close", *CONFIRMED).all
    stopped.done("step-up", "--nothing-needs-it")
    [only] = following(stopped)
    assert only.endswith("End the review, which shows first what would go: lfe close")
    stopped.done("close", "--yes", "--nothing-needs-it")
    assert stopped.done("status", "--json").json["stage"] == "closed"
    assert not stopped.path("identifiers.yaml").exists()
    assert stopped.done("check").code == 0
    [on_board] = Officer(stopped.folder.parent).done("board", "--json").json["reviews"]
    assert (on_board["stage"], on_board["ended"]) == ("closed 1 February 2027", True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--nothing-needs-it",), "once it is known what came of it"),
        (("--outcome", "goes-on", "--nothing-needs-it"), "once it is known what came of it"),
        (("--outcome", "perhaps"), "is none of the outcomes"),
        (("--aware", "2027-01-08", "--notified", "2027-01-07"), "before it became aware"),
        (("--notified", "2027-01-12"), "still to come"),
        (("--agreed", "police"), "did not come back"),
        (("--agreed", "police", "--outcome", "goes-on"), "goes by itself"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_what_does_not_fit_is_refused_with_what_to_do(
    stopped: Officer, words: tuple[str, ...], why: str
) -> None:
    before = stopped.files()
    said = stopped.lfe("step-up", *words)
    assert said.code == 2
    assert why in said.all
    assert "Next:" in said.all
    assert stopped.files() == before


def test_an_outcome_stops_no_review_that_goes_on(review: Officer) -> None:
    before = review.files()
    said = review.lfe("step-up", "--outcome", "no-review")
    assert (said.code, "is not stepped up" in said.all) == (2, True)
    assert review.files() == before


def test_papers_that_a_hold_keeps_are_released_by_nobody(stopped: Officer) -> None:
    stopped.done("step-up", "--outcome", "rapid-review")
    path = stopped.path("review.yaml")
    inquest = "parallel:\n  - kind: inquest\n    checked_on: 2027-01-08\n    hold: event\n"
    path.write_text(path.read_text().replace("parallel: []", inquest))
    said = stopped.lfe("step-up", "--nothing-needs-it")
    assert (said.code, "a hold stands (inquest" in said.all) == (2, True)


# ---------------------------------------------------------------- back to this review


def test_when_it_comes_back_everything_goes_on_and_each_agency_is_asked_afresh(
    stopped: Officer,
) -> None:
    stopped.done("step-up", "--outcome", "goes-on")
    ids = ("police", "school", "health-visiting")
    for agency in ids:
        [step] = [s for s in following(stopped) if f"lfe step-up --agreed {agency};" in s]
        assert step.endswith(f"if not: lfe agency withdraw {agency}")
    stopped.done("step-up", "--agreed", "police")
    stopped.done("agency", "withdraw", "school")
    open_ones = [step for step in following(stopped) if "agrees to go on" in step]
    assert [one.split()[1] for one in open_ones] == ["Health"]
    stopped.done("step-up", "--agreed", "health-visiting", "--on", "2027-01-11")
    assert not any("agrees to go on" in step for step in following(stopped))
    stopped.done("agenda")
    stopped.done("reply", "police", "--knows", "yes")
    assert stopped.done("check").code == 0


def test_an_agency_that_comes_later_is_not_asked_afresh(stopped: Officer) -> None:
    stopped.done("step-up", "--outcome", "goes-on")
    stopped.done("agency", "add", "gp")
    stopped.done("sent", "--agency", "gp", "--letter", "audit-request")
    assert not any("lfe step-up --agreed gp" in step for step in following(stopped))


def test_a_day_that_passed_meanwhile_is_not_taken_for_an_event_that_was(
    stopped: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-03-01T10:00")
    stopped.done("step-up", "--outcome", "goes-on")
    assert stopped.done("status", "--json").json["stage"] == "event cancelled"
    said = stopped.done("status").all
    assert "who came" not in said
    assert "send the invitations" not in said
    assert not stopped.path("outbox/invitation-police.eml").exists()
    stopped.done("move", "--to", "2027-04-14 09:30")


def test_it_can_be_stepped_up_again_and_starts_anew(stopped: Officer) -> None:
    stopped.done("step-up", "--aware", "2027-01-08", "--notified", "2027-01-08")
    stopped.done("step-up", "--outcome", "goes-on")
    assert "is stepped up. It stops here" in stopped.done("step-up").all
    assert "ask on which day it became aware" in stopped.done("status").all
    assert stopped.lfe("agenda").code == 2


def test_what_was_recorded_of_it_is_taken_back_one_by_one(stopped: Officer) -> None:
    stopped.done("step-up", "--aware", "2027-01-08")
    stopped.done("step-up", "--outcome", "goes-on")
    stopped.done("undo")
    assert stopped.lfe("agenda").code == 2
    assert "by 15 January 2027" in stopped.done("status").all


def test_a_closed_review_that_is_stepped_up_ends_anew(review: Officer) -> None:
    review.done("close", *CONFIRMED)
    review.done("step-up", "--aware", "2027-01-08")
    assert review.done("status", "--json").json["stage"] == "stepped up"
    assert review.lfe("close", *CONFIRMED).code == 2
    review.done("step-up", "--outcome", "rapid-review", "--nothing-needs-it")
    review.done("close", *CONFIRMED)
    assert review.done("status", "--json").json["stage"] == "closed"
    assert review.done("check").code == 0


# ---------------------------------------------------------------- at a terminal


def test_a_closed_review_that_comes_back_is_closed_and_asks_nobody_to_agree(
    review: Officer,
) -> None:
    review.done("close", "--carry-over", "--yes", "--nothing-needs-it", "--no-input")
    review.done("step-up", "--no-input")
    said = review.done("step-up", "--outcome", "goes-on", "--no-input")
    assert "came back, and is closed as it was before" in said.all
    assert "--agreed" not in said.all + review.lfe("status").all


def test_at_a_terminal_it_asks_for_what_is_not_known_and_enter_means_later(
    stopped: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stopped.files()
    asked = answering(monkeypatch, "", "", "")
    said = stopped.done("step-up").all
    assert len(asked) == 3
    assert "Nothing was recorded. Still to be recorded: when the local authority became" in said
    assert stopped.files() == before
    asked = answering(monkeypatch, "8 January 2027", "yes", "goes-on")
    stopped.done("step-up")
    assert len(asked) == 3
    assert any("lfe step-up --agreed police" in step for step in following(stopped))


def test_at_a_terminal_papers_are_released_by_a_yes_alone(
    stopped: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped.done("step-up", "--outcome", "rapid-review")
    for answer in ("", "no"):
        answering(monkeypatch, answer)
        stopped.done("step-up")
        assert not any("lfe close" in step for step in following(stopped))
    answering(monkeypatch, "yes")
    stopped.done("step-up")
    assert any("lfe close" in step for step in following(stopped))


def test_without_a_terminal_a_dry_run_says_what_it_would_ask(stopped: Officer) -> None:
    before = stopped.files()
    said = stopped.done("step-up", "--dry-run").all
    assert "when the local authority became aware, when it notified and what came of it" in said
    assert stopped.lfe("step-up").code == 2
    assert stopped.files() == before


def test_its_screens_fit_a_terminal(stopped: Officer) -> None:
    with where(COLUMNS="80"):
        said = [stopped.done("status"), stopped.done("step-up", "--outcome", "goes-on")]
    assert max(len(line) for one in said for line in one.out.splitlines()) <= 80
