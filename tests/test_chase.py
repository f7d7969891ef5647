"""`lfe chase`: a reminder to agencies that have not been heard yet, its tone rising over three."""

from __future__ import annotations

import json

import pytest

from helpers.history import history
from helpers.letters import body_of, draft, sent
from helpers.officer import Officer
from helpers.states import review_after
from helpers.yaml_files import replace_in, with_contacts

# The local target of the review in these tests, and around it: three working days before it, and
# two after it. Good Friday 2027 is 26 March, Easter Monday the 29th.
DUE, FIRST, SECOND = "2027-03-25", "2027-03-22", "2027-03-31"
EVENT, THIRD = "2027-04-15 09:30", "2027-04-08"


class Clock:
    """The officer's calendar."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._set = monkeypatch.setenv

    def on(self, day: str) -> None:
        self._set("LFE_NOW", f"{day}T10:00")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def asked(officer: Officer) -> Officer:
    """Three agencies that were asked on 11 January and know which child it is about."""
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    replace_in(review, "review.yaml", "at: 2027-02-10 09:30", f"at: {EVENT}")
    replace_in(review, "review.yaml", "due: 2027-01-27", f"due: {DUE}")
    with_contacts(review)
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")


def drafted(review: Officer, *words: str) -> dict[str, str | None]:
    said = review.done("chase", "--json", *words)
    return {agency["id"]: agency["letter"] for agency in said.json["agencies"]}


def text(review: Officer, name: str) -> str:
    return body_of(draft(review, name))


def letters_drafted(review: Officer) -> list[tuple[str, str]]:
    entries = [e for e in history(review) if e["action"] == "letter drafted"]
    return [(e["letter"], e["agency"]) for e in entries if e["letter"].startswith("chaser")]


def outbox(review: Officer) -> set[str]:
    return {path.name for path in review.path("outbox").glob("chaser-*")}


def test_before_its_day_no_note_is_drafted_and_the_day_is_said(
    asked: Officer, clock: Clock
) -> None:
    clock.on("2027-03-19")
    before = asked.files()
    said = asked.done("chase")
    assert said.all.count("first reminder from Mon 22 Mar") == 3
    assert "Next:" not in said.out
    assert asked.files() == before
    [police, *_] = asked.done("chase", "--json").json["agencies"]
    assert (police["letter"], police["fits_from"]) == (None, FIRST)


def test_from_three_working_days_before_the_target_the_first_note_is_drafted(
    asked: Officer, clock: Clock
) -> None:
    clock.on(FIRST)
    said = asked.done("chase")
    assert outbox(asked) == {
        f"chaser-1-{agency}.eml" for agency in ("police", "school", "health-visiting")
    }
    assert letters_drafted(asked) == [
        ("chaser-1", "police"),
        ("chaser-1", "school"),
        ("chaser-1", "health-visiting"),
    ]
    assert draft(asked, "chaser-1-police")["To"] == "unit@police.example"
    assert draft(asked, "chaser-1-police")["X-Unsent"] == "1"
    assert "reached you (Police). Shall I explain it by phone?" in text(asked, "chaser-1-police")
    assert (
        "lfe sent --letter chaser-1 --agency police --agency school --agency health-visiting"
        in said.all
    )
    assert "School has no e-mail address yet, so its reminder is not addressed" in said.all


def test_the_tone_rises_over_three_in_working_days_around_easter(
    asked: Officer, clock: Clock
) -> None:
    clock.on(FIRST)
    assert drafted(asked)["police"] == "chaser-1"
    asked.done("sent", "--letter", "chaser-1", "--agency", "police")
    assert drafted(asked)["police"] is None
    for day in ("2027-03-29", "2027-03-30"):  # it would be the 29th without the two holidays
        clock.on(day)
        assert drafted(asked)["police"] is None
    clock.on(SECOND)
    assert drafted(asked) == {
        "police": "chaser-2",
        "school": "chaser-1",
        "health-visiting": "chaser-1",
    }
    asked.done("sent", "--letter", "chaser-2", "--agency", "police")
    clock.on("2027-04-07")
    assert drafted(asked)["police"] is None
    clock.on(THIRD)
    assert drafted(asked)["police"] == "chaser-3"
    asked.done("sent", "--letter", "chaser-3", "--agency", "police")
    clock.on("2027-04-14")
    assert drafted(asked)["police"] is None
    [police, *_] = asked.done("chase", "--json").json["agencies"]
    assert police["why_none"] == "all three reminders sent: a call may help more"
    assert [letter for letter, agency in letters_drafted(asked) if agency == "police"] == [
        "chaser-1",
        "chaser-2",
        "chaser-3",
    ]


def test_after_a_note_was_sent_the_day_of_the_next_is_said(asked: Officer, clock: Clock) -> None:
    clock.on(FIRST)
    asked.done("chase")
    asked.done("sent", "--letter", "chaser-1")
    said = asked.done("chase")
    assert "first 22 Mar" in said.out
    assert "second reminder from Wed 31 Mar" in said.out


def test_a_note_that_was_not_recorded_as_sent_is_made_again_and_not_a_firmer_one(
    asked: Officer, clock: Clock
) -> None:
    clock.on(FIRST)
    asked.done("chase")
    before = asked.files()
    clock.on("2027-04-12")
    assert set(drafted(asked).values()) == {"chaser-1"}
    assert outbox(asked) == {
        f"chaser-1-{agency}.eml" for agency in ("police", "school", "health-visiting")
    }
    clock.on(FIRST)
    asked.done("chase")
    assert asked.files().keys() == before.keys()


def test_the_same_day_the_same_draft_is_the_same_file(asked: Officer, clock: Clock) -> None:
    clock.on(FIRST)
    asked.done("chase")
    before = asked.files()
    clock.on("2027-03-23")
    asked.done("chase")
    assert asked.files() == before


def test_a_chase_interval_is_counted_from_the_day_of_sending(asked: Officer, clock: Clock) -> None:
    clock.on(FIRST)
    asked.done("chase")
    clock.on("2027-04-01")
    asked.done("sent", "--letter", "chaser-1", "--on", "2027-03-30")
    [police, *_] = asked.done("chase", "--json").json["agencies"]
    assert police["notes_sent"] == [{"letter": "chaser-1", "on": "2027-03-30"}]
    assert police["fits_from"] == "2027-04-06"


def test_the_interval_is_a_setting(asked: Officer, clock: Clock) -> None:
    replace_in(
        Officer(asked.folder.parent),
        "partnership.yaml",
        "chase_working_days: 5",
        "chase_working_days: 8",
    )
    clock.on(FIRST)
    asked.done("chase")
    asked.done("sent", "--letter", "chaser-1")
    [police, *_] = asked.done("chase", "--json").json["agencies"]
    assert police["fits_from"] == "2027-04-05"


def test_without_a_target_it_is_counted_from_the_day_of_the_request(
    asked: Officer, clock: Clock
) -> None:
    replace_in(asked, "review.yaml", f"due: {DUE}", "due:")
    [police, *_] = asked.done("chase", "--json").json["agencies"]
    assert police["fits_from"] == "2027-01-27"  # 15 working days after 11 January, less three


def test_without_an_event_the_third_note_comes_an_interval_after_the_second(
    asked: Officer, clock: Clock
) -> None:
    replace_in(asked, "review.yaml", f"at: {EVENT}", "at:")
    for day, letter in ((FIRST, "chaser-1"), (SECOND, "chaser-2")):
        clock.on(day)
        assert drafted(asked)["police"] == letter
        asked.done("sent", "--letter", letter, "--agency", "police")
    [police, *_] = asked.done("chase", "--json").json["agencies"]
    assert police["fits_from"] == "2027-04-07"
    clock.on("2027-04-07")
    assert drafted(asked)["police"] == "chaser-3"
    assert "We will write" not in text(asked, "chaser-3-police")


def test_the_third_note_goes_to_the_safeguarding_lead_and_to_nobody_else(
    asked: Officer, clock: Clock
) -> None:
    for day, letter in ((FIRST, "chaser-1"), (SECOND, "chaser-2")):
        clock.on(day)
        asked.done("chase")
        asked.done("sent", "--letter", letter)
    clock.on(THIRD)
    said = asked.done("chase")
    assert draft(asked, "chaser-3-police")["To"] == "lead@police.example"
    assert "unit@police.example" not in str(draft(asked, "chaser-3-police"))
    assert draft(asked, "chaser-3-school")["To"] is None
    assert "School has no safeguarding lead yet, so its reminder is not addressed" in said.all
    assert "lfe agency contact school --escalation ADDRESS" in said.all


def test_whoever_has_been_heard_is_never_written_to(asked: Officer, clock: Clock) -> None:
    asked.done("reply", "police", "--knows", "yes")
    asked.done("reply", "school", "--knows", "no")
    asked.done("reply", "health-visiting", "--bringing", "yes")
    clock.on("2027-04-12")
    said = asked.done("chase")
    assert "Everybody who was asked has been heard: no reminder is needed." in said.all
    said = asked.done("chase", "--agency", "police", "--agency", "school")
    assert "Police needs no reminder (it has replied)." in said.all
    assert "School needs no reminder (nothing to bring)." in said.all
    assert outbox(asked) == set()


def test_a_note_that_was_drafted_is_not_needed_once_the_agency_was_heard(
    asked: Officer, clock: Clock
) -> None:
    clock.on(FIRST)
    asked.done("chase")
    asked.done("reply", "police", "--knows", "yes", "--attending", "2")
    said = asked.done("chase")
    assert "outbox/chaser-1-police.eml is not needed any more" in said.all
    assert "chaser-1-school.eml is not needed" not in said.all


def test_an_agency_that_cannot_begin_gets_no_note_but_the_officer_a_hint(
    review: Officer, clock: Clock
) -> None:
    review.done("issue-audits")
    review.done("sent", "--agency", "police")
    clock.on("2027-02-08")
    for words in ((), ("--agency", "police")):
        said = review.done("chase", *words)
        assert "Police cannot begin" in said.all
        assert "lfe told identity --agency police" in said.all
    assert (
        "School: record the day of its request: lfe sent --agency school"
        in review.done("chase").all
    )
    assert outbox(review) == set()


def test_an_agency_asked_at_short_notice_has_its_days_to_reply_first(
    review: Officer, clock: Clock
) -> None:
    review.done("issue-audits")
    clock.on("2027-02-01")  # the target was 27 January
    review.done("sent")
    review.done("told", "identity")
    [police, *_] = review.done("chase", "--json").json["agencies"]
    assert (police["letter"], police["fits_from"]) == (None, "2027-02-08")


def test_one_agency_can_be_asked_for_early_and_gets_the_first_note(
    asked: Officer, clock: Clock
) -> None:
    clock.on("2027-01-20")
    assert drafted(asked, "--agency", "school") == {"school": "chaser-1"}
    assert outbox(asked) == {"chaser-1-school.eml"}
    asked.done("sent", "--letter", "chaser-1", "--agency", "school")
    clock.on("2027-01-22")
    assert drafted(asked, "--agency", "School") == {"school": "chaser-1"}


def test_an_edited_note_is_left_as_it_is(asked: Officer, clock: Clock) -> None:
    clock.on(FIRST)
    asked.done("chase")
    path = asked.path("outbox", "chaser-1-police.eml")
    path.write_bytes(path.read_bytes().replace(b"Dear colleague", b"Good morning"))
    before = asked.files()
    clock.on("2027-03-24")
    said = asked.done("chase")
    assert "first reminder: edited by you, left" in said.out
    assert asked.files() == before


def test_from_the_events_day_on_nobody_is_written_to(asked: Officer, clock: Clock) -> None:
    clock.on("2027-04-14")
    asked.done("chase")
    for day in ("2027-04-15", "2027-04-20"):
        clock.on(day)
        before = asked.files()
        said = asked.done("chase", "--agency", "police")
        assert "No reminder is drafted: the event's day has come (15 April 2027)." in said.all
        assert "outbox/chaser-1-police.eml is not needed any more" in said.all
        assert asked.files() == before


def test_a_cancelled_event_stops_the_notes(asked: Officer, clock: Clock) -> None:
    asked.done("cancel")
    clock.on(FIRST)
    said = asked.done("chase")
    assert "No reminder is drafted: the event was cancelled" in said.all
    assert outbox(asked) == set()


def test_a_hold_for_the_event_is_said_before_a_note_goes_out(asked: Officer, clock: Clock) -> None:
    replace_in(
        asked,
        "review.yaml",
        "parallel: []",
        "parallel:\n  - kind: police investigation\n    hold: event",
    )
    clock.on(FIRST)
    assert "A hold stands for the event (police investigation)" in asked.done("chase").all


def test_where_no_time_is_left_a_call_is_suggested(asked: Officer, clock: Clock) -> None:
    clock.on("2027-04-09")
    asked.done("chase")
    asked.done("sent", "--letter", "chaser-1")
    said = asked.done("chase", "--json")
    assert {a["why_none"] for a in said.json["agencies"]} == {
        "no reminder fits before the event: a call may help more"
    }


def test_the_short_form_is_offered_and_the_officer_told_how_to_make_it(
    asked: Officer, clock: Clock
) -> None:
    replace_in(asked, "review.yaml", "  - school\n", "  - id: school\n    form: short\n")
    clock.on(FIRST)
    asked.done("chase")
    asked.done("sent", "--letter", "chaser-1")
    clock.on(SECOND)
    said = asked.done("chase")
    assert "If Police or Health Visiting would like it: lfe issue-audits --short" in said.all
    assert "I can send it today" in text(asked, "chaser-2-police")
    assert "I can send it today" not in text(asked, "chaser-2-school")
    replace_in(asked, "review.yaml", "  - police\n", "  - id: police\n    form: short\n")
    asked.done("issue-audits", "--agency", "police", "--reissue")
    assert "about half an hour" in text(asked, "audit-request-police")


def test_a_dry_run_writes_nothing(asked: Officer, clock: Clock) -> None:
    clock.on(FIRST)
    before = asked.files()
    said = asked.done("chase", "--dry-run")
    assert "would write LFE-2027-001/outbox/chaser-1-police.eml" in said.all
    assert asked.files() == before


def test_recording_a_note_as_sent_leaves_the_day_of_those_recorded_before(
    asked: Officer, clock: Clock
) -> None:
    clock.on("2027-03-01")
    asked.done("chase", "--agency", "police")
    asked.done("sent", "--letter", "chaser-1")
    clock.on(FIRST)
    asked.done("chase")
    asked.done("sent", "--letter", "chaser-1")
    days = {
        a["id"]: [n["on"] for n in a["notes_sent"]]
        for a in asked.done("chase", "--json").json["agencies"]
    }
    assert days["police"] == ["2027-03-01"]
    assert days["school"] == [FIRST]


def test_status_says_when_a_note_would_fit_and_then_to_send_it(
    asked: Officer, clock: Clock
) -> None:
    def steps() -> list[str]:
        return [s for s in asked.done("status", "--json").json["next"] if "reminder" in s]

    assert steps() == []
    clock.on(FIRST)
    assert steps() == ["a reminder would fit now: lfe chase (Police, School, Health Visiting)"]
    asked.done("chase", "--agency", "police")
    assert steps() == [
        "a reminder would fit now: lfe chase (School, Health Visiting)",
        "read and send the reminder in outbox, then: lfe sent --letter chaser-1 --agency police",
    ]
    asked.done("sent", "--letter", "chaser-1", "--agency", "police")
    assert steps() == ["a reminder would fit now: lfe chase (School, Health Visiting)"]


def test_a_review_that_was_stepped_up_gets_no_note(asked: Officer, clock: Clock) -> None:
    asked.done("step-up")
    clock.on(FIRST)
    before = asked.files()
    said = asked.lfe("chase")
    assert said.code == 2
    assert "was stepped up" in said.all
    assert asked.files() == before


def test_an_agency_that_is_not_asked_is_a_sentence(asked: Officer) -> None:
    said = asked.lfe("chase", "--agency", "camhs", "--json")
    assert said.code == 2
    assert "camhs is not asked in LFE-2027-001." in said.json["error"]


def test_the_screen_blames_nobody_and_fits_the_terminal(asked: Officer, clock: Clock) -> None:
    for day in ("2027-01-12", FIRST, SECOND, "2027-04-14", "2027-04-16"):
        clock.on(day)
        said = asked.done("chase")
        assert all(len(line.rstrip()) <= 80 for line in said.out.splitlines())
        words = set(said.out.lower().replace(",", " ").split())
        assert not words & {"late", "overdue", "failed", "silent", "rejected", "deadline", "gone"}


def test_nothing_personal_is_in_the_history_of_a_note(asked: Officer, clock: Clock) -> None:
    clock.on(FIRST)
    asked.done("chase")
    [entry, *_] = [e for e in history(asked) if e.get("letter") == "chaser-1"]
    assert set(entry) == {
        "id",
        "at",
        "by",
        "action",
        "command",
        "after",
        "letter",
        "agency",
        "file",
        "sha256",
        "made_from",
    }
    assert "@" not in json.dumps(history(asked))


NOTES = ("chaser-1", "chaser-2", "chaser-3")


@pytest.mark.parametrize("event", [f"at: {EVENT}", "at:"], ids=["event", "no event"])
@pytest.mark.parametrize("form", ["full", "short"])
def test_the_rules_on_wording_and_names_find_nothing_in_a_note(
    asked: Officer, clock: Clock, event: str, form: str
) -> None:
    replace_in(asked, "review.yaml", f"at: {EVENT}", event)
    replace_in(asked, "review.yaml", "form: full", f"form: {form}")
    for day, letter in ((FIRST, "chaser-1"), (SECOND, "chaser-2"), (THIRD, "chaser-3")):
        clock.on(day)
        asked.done("chase")
        asked.done("sent", "--letter", letter)
        said = asked.done("check", sent(asked, f"{letter}-police"), "--json")
        assert said.json["findings"] == []


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_asks_what_would_help_and_mentions_neither_theme_nor_shortcoming(
    asked: Officer, clock: Clock, kind: str
) -> None:
    for day, letter in ((FIRST, "chaser-1"), (SECOND, "chaser-2"), (THIRD, "chaser-3")):
        clock.on(day)
        asked.done("chase")
        asked.done("sent", "--letter", letter)
    found = draft(asked, f"{kind}-police")
    assert found["Subject"] == "OFFICIAL-SENSITIVE: LFE-2027-001"
    said = text(asked, f"{kind}-police").lower()
    assert "neglect" not in said
    assert any(ask in said for ask in ("what would help", "suits you", "stands in the way"))
    assert "did not know the child" in said


def test_a_new_request_is_followed_up_as_gently_as_the_first(asked: Officer, clock: Clock) -> None:
    clock.on("2027-03-01")
    asked.done("chase", "--agency", "school")
    asked.done("sent", "--letter", "chaser-1", "--agency", "school")
    replace_in(asked, "review.yaml", "from: 2026-01-01", "from: 2025-09-01")
    asked.done("issue-audits", "--reissue")
    clock.on("2027-03-02")
    asked.done("sent")
    assert drafted(asked, "--agency", "school") == {"school": "chaser-1"}
