"""The learning event gets another day, or is cancelled, and everybody who heard of it is told."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from helpers.conversing import Conversing, in_turn
from helpers.history import history
from helpers.letters import body_of, draft, sent
from helpers.officer import Officer, start_review
from helpers.states import review_after

NEW = ("move", "--to", "2027-02-17 13:00")


def text_of(review: Officer, name: str) -> str:
    return body_of(draft(review, name))


def calendar_in(message: EmailMessage) -> Any:
    return next(
        Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
        for part in message.iter_attachments()
        if part.get_content_type() == "text/calendar"
    )


def event_in(review: Officer) -> Any:
    calendar = Calendar.from_ical(review.path("event/invitation.ics").read_bytes())
    return calendar.walk("VEVENT")[0]


@pytest.fixture
def invited(officer: Officer) -> Officer:
    """Requests are out to all three agencies, the papers are made, and the police are invited."""
    return review_after(invite, officer)


def invite(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("agenda")
    review.done("sent", "--letter", "invitation", "--agency", "police")


def test_the_manifest_has_the_new_day_and_every_comment_of_the_officer(review: Officer) -> None:
    path = review.path("review.yaml")
    text = path.read_text().replace(
        "  at: 2027-02-10 09:30", "  at: 2027-02-10 09:30  # half term?"
    )
    path.write_text(text)
    review.done(*NEW, "--venue", "The Library")
    wanted = text.replace("2027-02-10 09:30", "2027-02-17 13:00").replace(
        '"The Guildhall"', "The Library"
    )
    assert path.read_text() == wanted
    assert history(review, "event moved")[0] | {"sha256": ""} == {
        **history(review, "event moved")[0],
        "was": "2027-02-10T09:30",
        "now": "2027-02-17T13:00",
        "sha256": "",
    }


def test_papers_that_were_made_are_made_anew(invited: Officer) -> None:
    before = event_in(invited)
    invited.done(*NEW)
    after = event_in(invited)
    assert after["dtstart"].dt.isoformat() == "2027-02-17T13:00:00+00:00"
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert "13:00" in invited.done("agenda", "--json").out


def test_whoever_heard_of_the_earlier_day_gets_a_letter(invited: Officer) -> None:
    invited.done(*NEW)
    for agency in ("police", "school", "health-visiting"):
        text = text_of(invited, f"moved-{agency}")
        assert "has moved from Wednesday 10 February 2027, 09:30" in text
        assert "Wednesday 17 February 2027, 13:00" in text


def test_only_who_has_the_calendar_entry_gets_the_one_that_changes_it(invited: Officer) -> None:
    invited.done(*NEW)
    assert calendar_in(draft(invited, "moved-police"))["sequence"] == 1
    assert not list(draft(invited, "moved-school").iter_attachments())
    assert "17 February" in text_of(invited, "invitation-school")
    assert "10 February" in text_of(invited, "invitation-police")  # as it was sent


def test_nobody_is_written_to_about_a_day_that_nobody_had_heard_of(review: Officer) -> None:
    said = review.done(*NEW)
    assert "Nobody was recorded as having heard" in said.all
    assert not review.path("outbox").exists()


def test_requests_that_were_not_sent_are_named(review: Officer) -> None:
    review.done("issue-audits", "--agency", "police")
    said = review.done(*NEW)
    assert "lfe issue-audits --reissue --agency police" in said.all


def test_status_asks_for_the_letters_until_they_were_sent(invited: Officer) -> None:
    invited.done(*NEW)
    assert "send the letters about the new day" in invited.done("status").all
    invited.done("sent", "--letter", "moved")
    said = invited.done("status").all
    assert "send the letters about the new day" not in said
    assert "send the invitation again" not in said


def test_a_day_before_the_audits_are_ready_is_refused_and_says_what_to_do(review: Officer) -> None:
    before = review.files()
    said = review.lfe("move", "--to", "2027-01-25 09:00")
    assert said.code == 2
    assert "--due" in said.all
    assert review.files() == before
    review.done("move", "--to", "2027-01-25 09:00", "--due", "22 January 2027")
    assert "due: 2027-01-22" in review.path("review.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("move",), "To which day"),
        (("move", "--to", "2027-02-10 09:30"), "already, so nothing was changed"),
        (("move", "--to", "2026-02-17 13:00"), "has passed already"),
        (("move", "--to", "sometime"), "--to"),
        ((*NEW, "--venue", "c/o NHS number 943 476 5919"), "--venue holds what may not be kept"),
    ],
)
def test_what_cannot_be_is_refused(review: Officer, words: tuple[str, ...], said: str) -> None:
    before = review.files()
    answer = review.lfe(*words)
    assert answer.code == 2
    assert said in answer.all
    assert review.files() == before


def test_a_paper_that_the_officer_reworded_is_not_replaced_unasked(invited: Officer) -> None:
    paper = invited.path("event/agenda.docx")
    paper.write_bytes(edited := reworded(paper.read_bytes()))
    refused = invited.lfe(*NEW)
    assert (refused.code, "agenda.docx has been edited" in refused.all) == (2, True)
    assert "at: 2027-02-10" in invited.path("review.yaml").read_text()
    kept = invited.done(*NEW, "--keep")
    assert "look whether it is still right" in kept.all
    assert paper.read_bytes() == edited
    invited.done("move", "--to", "2027-02-18 13:00", "--replace")
    assert invited.path("event/agenda.1.docx").read_bytes() == edited


def reworded(content: bytes) -> bytes:
    """The paper as Word might save it: the same text in another zip."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def test_a_dry_run_says_what_would_happen_and_does_nothing(invited: Officer) -> None:
    before = invited.files()
    said = invited.done(*NEW, "--dry-run")
    assert "would write LFE-2027-001/review.yaml" in said.out
    assert "would record: event moved 2027-02-10T09:30, 2027-02-17T13:00" in said.out
    assert invited.files() == before


def test_a_manifest_that_cannot_be_spliced_is_left_to_the_officer(review: Officer) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().split("event:\n")[0] + "event:\n")
    said = review.lfe(*NEW)
    assert said.code == 2
    assert "lfe edit" in said.all


def test_a_cancelled_event_leaves_the_manifest_and_the_calendars(invited: Officer) -> None:
    before = event_in(invited)
    said = invited.done("cancel")
    event = event_in(invited)
    assert (event["status"], event["sequence"]) == ("CANCELLED", before["sequence"] + 1)
    assert event["uid"] == before["uid"]
    assert event["dtstart"].dt == before["dtstart"].dt
    assert "at:    # TO DO" in invited.path("review.yaml").read_text()
    assert history(invited, "event cancelled")[0]["was"] == "2027-02-10T09:30"
    assert "lfe sent --letter cancelled" in said.all
    assert invited.done("status", "--json").json["stage"] == "event cancelled"


def test_a_cancelled_event_is_told_to_whoever_had_heard_of_it(invited: Officer) -> None:
    invited.done("cancel")
    assert "planned for Wednesday 10 February 2027, 09:30" in text_of(invited, "cancelled-school")
    assert calendar_in(draft(invited, "cancelled-police"))["status"] == "CANCELLED"
    assert not list(draft(invited, "cancelled-school").iter_attachments())
    assert "the cancelled event" in invited.done("status").all


def test_a_cancelled_event_can_get_another_day(invited: Officer) -> None:
    invited.done("cancel")
    invited.done("sent", "--letter", "cancelled")
    invited.done(*NEW)
    event = event_in(invited)
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)
    assert "17 February" in text_of(invited, "invitation-police")  # everybody is invited again
    assert not invited.path("outbox/moved-police.eml").exists()


def test_who_has_not_heard_that_it_was_cancelled_hears_only_that_it_moved(invited: Officer) -> None:
    invited.done("cancel")
    invited.done(*NEW)
    assert "has moved from Wednesday 10 February" in text_of(invited, "moved-police")
    assert not invited.path("outbox/cancelled-police.eml").exists()


def test_a_letter_names_the_day_that_its_agency_last_heard_of(invited: Officer) -> None:
    invited.done(*NEW)
    invited.done("move", "--to", "2027-02-24 09:30")
    assert "has moved from Wednesday 10 February 2027" in text_of(invited, "moved-school")
    invited.done("sent", "--letter", "moved", "--agency", "school")
    invited.done("move", "--to", "2027-03-03 09:30")
    assert "has moved from Wednesday 24 February 2027" in text_of(invited, "moved-school")
    assert "has moved from Wednesday 10 February 2027" in text_of(invited, "moved-police")


def test_back_on_its_old_day_nobody_is_written_to_who_knows_no_other(invited: Officer) -> None:
    invited.done(*NEW)
    invited.done("move", "--to", "2027-02-10 09:30")
    assert not list(invited.path("outbox").glob("moved-*"))


def test_another_place_alone_is_said_as_that(invited: Officer) -> None:
    invited.done("move", "--to", "2027-02-10 09:30", "--venue", "The Library")
    text = text_of(invited, "moved-school")
    assert "is on the same day, in another place" in text
    assert "The Library" in text
    assert "has moved" not in text


def test_another_date_for_the_forms_alone_moves_nothing(invited: Officer) -> None:
    before = invited.files()
    invited.done("move", "--to", "2027-02-10 09:30", "--due", "2027-02-01")
    after = invited.files()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"review.yaml", "history.jsonl"}
    assert not history(invited, "event moved")


def test_drafts_that_name_an_earlier_day_do_not_stay_to_be_sent(invited: Officer) -> None:
    invited.done("cancel")
    left = {path.name for path in invited.path("outbox").iterdir()}
    assert "invitation-school.eml" not in left  # never sent
    assert sent(invited, "invitation-police").is_file()  # the officer's record of it
    assert {e["draft"] for e in history(invited, "draft removed")} >= {
        "outbox/invitation-school.eml",
        "outbox/line-managers-police.eml",
    }


def test_a_draft_that_the_officer_edited_is_left_and_named(invited: Officer) -> None:
    draft = invited.path("outbox/invitation-school.eml")
    draft.write_bytes(draft.read_bytes().replace(b"Dear colleague", b"Dear Sam"))
    said = invited.done("cancel")
    assert "You edited outbox/invitation-school.eml, so it is left: do not send it" in said.all
    assert draft.is_file()


@pytest.mark.parametrize("words", [NEW, ("cancel",)])
def test_what_has_taken_place_is_neither_moved_nor_cancelled(
    invited: Officer, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LFE_NOW", "2027-02-11T09:30")
    before = invited.files()
    said = invited.lfe(*words)
    assert (said.code, "has taken place" in said.all) == (2, True)
    assert invited.files() == before


def test_a_day_off_is_asked_about(review: Officer) -> None:
    said = review.done("move", "--to", "2027-02-20 09:30")
    assert "Saturday 20 February 2027 is a weekend or a bank holiday: is that meant?" in said.all


def test_undo_puts_the_day_the_papers_and_the_drafts_back_as_they_were(invited: Officer) -> None:
    before = invited.files()
    invited.done(*NEW)
    assert invited.path("outbox/moved-police.eml").is_file()
    invited.done("undo")
    now = invited.files()
    assert {**now, "history.jsonl": b""} == {**before, "history.jsonl": b""}


def test_who_had_replied_is_asked_whether_the_new_day_works(invited: Officer) -> None:
    invited.done("reply", "police", "--knows", "yes", "--attending", "2")
    invited.done(*NEW)
    assert (
        "hear whether the new day works for Police, then record it: lfe reply"
        in invited.done("status").all
    )


def test_an_invitation_that_somebody_edited_never_contradicts_the_letter(invited: Officer) -> None:
    path = invited.path("event/invitation.ics")
    path.write_bytes(edited := path.read_bytes().replace(b"The Guildhall", b"Room 2"))
    invited.done(*NEW, "--keep")
    assert calendar_in(draft(invited, "moved-police"))["dtstart"].dt.day == 17
    assert invited.path("event/invitation.1.ics").read_bytes() == edited


def test_the_day_changed_by_hand_is_noticed(invited: Officer) -> None:
    path = invited.path("review.yaml")
    path.write_text(path.read_text().replace("at: 2027-02-10 09:30", "at: 2027-02-12 09:30"))
    said = invited.done("status").all
    assert "out of date: event/agenda.docx" in said
    assert "the invitations to Police" in said
    assert "Make it anew: lfe agenda" in said


def test_an_event_without_a_day_cannot_be_cancelled(officer: Officer) -> None:
    start_review(officer)
    review = Officer(officer.path("LFE-2027-001"))
    review.done("cancel")
    said = review.lfe("cancel")
    assert (said.code, "there is nothing to cancel" in said.all) == (2, True)


def test_nobody_who_withdrew_is_written_to(invited: Officer) -> None:
    invited.done("agency", "withdraw", "school")
    invited.done(*NEW)
    assert invited.path("outbox/moved-police.eml").is_file()
    assert not invited.path("outbox/moved-school.eml").exists()


def test_with_json_one_document_says_it_all(invited: Officer) -> None:
    said = invited.done(*NEW, "--json").json
    assert (said["was"], said["at"]) == ("2027-02-10T09:30", "2027-02-17T13:00")
    assert said["letters"] == ["police", "school", "health-visiting"]
    assert "LFE-2027-001/event/agenda.docx" in said["files"]


def test_what_was_told_of_an_earlier_day_does_not_make_the_agenda_final(review: Officer) -> None:
    path = review.path("review.yaml")
    entry = "family:\n  - relation: mother\n    told: yes\n    takes_part: at the event\n"
    text = path.read_text().replace("family_part: no", "family_part: yes")
    safe = "    safe_to_contact: yes\n    asked: social worker"
    path.write_text(text.replace("family: []", entry + safe))
    review.done("told", "professionals")
    review.done("told", "family")
    assert "DRAFT" not in review.done("agenda").all
    said = review.done(*NEW)
    assert "Let the mother know, through whoever is in touch" in said.all
    assert "DRAFT" in review.done("agenda").all
    assert "lfe told family --person mother" in review.done("status").all
    review.done("told", "professionals")
    review.done("told", "family")
    assert "DRAFT" not in review.done("agenda").all


# ---------------------------------------------------------------- who hears, in whatever order


def next_steps(review: Officer) -> str:
    return "\n".join(review.done("status", "--json").json["next"])


NOTHING_TO_BRING = (
    ("ingest", "--nil", "police", "--reason", "not known to us"),
    ("reply", "police", "--knows", "no"),
    ("reply", "police", "--knows", "yes", "--attending", "0"),
)


@pytest.mark.parametrize("answer", NOTHING_TO_BRING, ids=lambda words: " ".join(words[:4]))
@pytest.mark.parametrize(("words", "letter"), [(NEW, "moved"), (("cancel",), "cancelled")])
def test_whoever_was_invited_hears_whatever_it_answered_since(
    invited: Officer, answer: tuple[str, ...], words: tuple[str, ...], letter: str
) -> None:
    invited.done(*answer)
    invited.done(*words)
    assert calendar_in(draft(invited, f"{letter}-police"))["sequence"] == 1
    assert f"lfe sent --letter {letter} (Health Visiting, Police, School)" in next_steps(invited)
    invited.done("sent", "--letter", letter)
    assert f"--letter {letter}" not in next_steps(invited)
    assert len(history(invited, "sent")) == 4 + 3


def test_who_withdrew_after_the_invitation_is_named_and_gets_no_letter(invited: Officer) -> None:
    invited.done("agency", "withdraw", "police")
    said = invited.done("cancel").all
    assert "Police withdrew after the invitation, so no letter is made: let them know" in said
    assert not invited.path("outbox/cancelled-police.eml").exists()


def test_an_agency_that_was_added_later_hears_once_it_was_written_to(invited: Officer) -> None:
    invited.done("agency", "add", "gp")
    invited.done(*NEW)
    assert not invited.path("outbox/moved-gp.eml").exists()
    assert "17 February" in text_of(invited, "invitation-gp")
    invited.done("sent", "--letter", "invitation", "--agency", "gp")
    invited.done("cancel")
    assert "planned for Wednesday 17 February" in text_of(invited, "cancelled-gp")


def test_a_letter_names_the_day_of_the_invitation_where_the_manifest_was_changed_by_hand(
    invited: Officer,
) -> None:
    path = invited.path("review.yaml")
    path.write_text(path.read_text().replace("at: 2027-02-10 09:30", "at: 2027-02-12 09:30"))
    invited.done(*NEW)
    assert "has moved from Wednesday 10 February 2027" in text_of(invited, "moved-police")


REISSUED = ("issue-audits", "--reissue", "--agency", "school")
ORDERS = {
    "cancel": [("cancel",)],
    "move": [NEW],
    "cancel, move": [("cancel",), NEW],
    "move twice": [NEW, ("move", "--to", "2027-02-24 09:30")],
    "reissue, move": [REISSUED, NEW],
    "move, sent to some, move": [
        NEW,
        ("sent", "--letter", "moved", "--agency", "police"),
        ("move", "--to", "2027-02-24 09:30"),
    ],
    "agency added, cancel": [("agency", "add", "gp"), ("cancel",)],
    "changed by hand, move": [("by hand",), NEW],
    "changed by hand, papers, cancel": [("by hand",), ("agenda",), ("cancel",)],
}


@pytest.mark.parametrize("steps", ORDERS.values(), ids=ORDERS.keys())
def test_no_draft_that_names_an_earlier_day_is_left_to_be_sent(
    invited: Officer, steps: list[tuple[str, ...]]
) -> None:
    days = ["10 February", "12 February"]
    for words in steps:
        if words == ("by hand",):
            path = invited.path("review.yaml")
            path.write_text(path.read_text().replace("2027-02-10 09:30", "2027-02-12 09:30"))
        else:
            invited.done(*words)
    if steps[-1][-1] == "2027-02-24 09:30":
        days.append("17 February")
    for path in invited.path("outbox").glob("*.eml"):
        tells_of_both = path.name.startswith(("moved-", "cancelled-"))
        assert tells_of_both or not any(day in text_of(invited, path.stem) for day in days)
    said = next_steps(invited)
    for letter in ("audit-request", "invitation", "line-managers"):
        waits = list(invited.path("outbox").glob(f"{letter}-*.eml"))
        assert waits or f"lfe sent --letter {letter}" not in said


def test_status_asks_to_send_no_request_that_move_took_out(review: Officer) -> None:
    review.done("issue-audits")
    assert "then record it: lfe sent (Police, School, Health Visiting)" in next_steps(review)
    review.done(*NEW)
    assert not list(review.path("outbox").glob("*.eml"))
    assert "lfe sent" not in next_steps(review)
    assert "No letter audit-request has been drafted" in review.lfe("sent", "--yes").all
    step = "out of date (the event): the forms and letters of Police, School and Health Visiting; "
    assert f"{step}make them anew: lfe issue-audits --reissue" in next_steps(review)
    review.done("issue-audits", "--reissue")
    assert "17 February" in text_of(review, "audit-request-police")
    assert "out of date" not in next_steps(review)
    assert "then record it: lfe sent (Police, School, Health Visiting)" in next_steps(review)


@pytest.mark.parametrize("words", [NEW, ("cancel",)])
def test_forms_that_name_the_earlier_day_are_named_with_the_command(
    invited: Officer, words: tuple[str, ...]
) -> None:
    said = invited.done(*words).all
    assert "Forms that name the earlier day (audits/issued/police.docx, " in said
    assert "To make them anew: lfe issue-audits --reissue" in said
    assert "out of date (the event): the forms and letters of Police" in next_steps(invited)
    invited.done("issue-audits", "--reissue")
    assert "out of date (the event)" not in next_steps(invited)


def test_moved_and_back_the_forms_name_the_right_day_again(invited: Officer) -> None:
    invited.done(*NEW)
    invited.done("move", "--to", "2027-02-10 09:30")
    assert "out of date (the event)" not in next_steps(invited)


def test_after_a_move_nobody_is_invited_again_who_hears_of_it_by_letter(invited: Officer) -> None:
    invited.done("sent", "--letter", "invitation")
    invited.done("sent", "--letter", "line-managers")
    invited.done(*NEW)
    assert "invitation" not in next_steps(invited)
    invited.done("sent", "--letter", "moved")
    before = invited.files()
    assert "lfe agenda" not in next_steps(invited)
    invited.done("agenda")
    assert invited.files() == before


def test_back_on_the_same_day_after_it_was_cancelled_everybody_is_invited_again(
    invited: Officer,
) -> None:
    invited.done("cancel")
    invited.done("sent", "--letter", "cancelled")
    invited.done("move", "--to", "2027-02-10 09:30")
    assert "10 February" in text_of(invited, "invitation-police")


def test_without_a_day_it_is_asked_for_and_left_for_later_nothing_changes(review: Officer) -> None:
    before = review.files()
    assert "would ask: To which day" in review.done("move", "--dry-run").out
    assert "Nothing was changed" in Conversing(review.folder, in_turn(("",))).lfe("move").out
    assert review.files() == before
    assert Conversing(review.folder, in_turn(("2027-02-17 13:00",))).lfe("move").code == 0
    assert "2027-02-17" in review.path("review.yaml").read_text()


def test_after_cancelling_the_move_that_status_names_leaves_an_edited_paper(
    review: Officer,
) -> None:
    review.done("issue-audits")
    review.done("agenda")
    with zipfile.ZipFile(review.path("event/agenda.docx"), "a") as archive:
        archive.comment = b"edited"
    assert review.lfe("cancel").code in (0, 1)
    assert any("lfe move --keep" in one for one in review.done("status", "--json").json["next"])
    assert review.lfe("move", "--keep", "--to", "2027-02-17 13:00").code in (0, 1)
