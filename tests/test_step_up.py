"""A review that may meet the criteria for a statutory one stops, and nothing in it is lost."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from helpers.audits import fill
from helpers.officer import Officer

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
    assert "the duty to notify is the local authority's" in said.all
    assert "within five working days" in said.all
    assert "15 January 2027" in said.all
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
    review.done("agenda")
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


def test_taken_back_it_says_that_the_calendar_file_is_to_be_made_anew(review: Officer) -> None:
    review.done("issue-audits")
    review.done("agenda")
    review.done("step-up")
    assert "it now cancels the event: lfe agenda" in review.done("undo").all
    assert "the calendar file there cancels the event" in review.done("status").all


def test_with_json_a_dry_run_says_what_would_be_next(review: Officer) -> None:
    said = review.done("step-up", "--dry-run", "--json").json
    assert "the duty to notify" in said["next"][0]
