"""`lfe agenda`: the learning event's papers."""

from __future__ import annotations

import itertools
import re
import subprocess

import icalendar
import pytest

from helpers.letters import draft
from helpers.officer import Officer
from helpers.word_files import text_of

PAPERS = ("agenda", "facilitator", "sign-in", "notes")


def calendar_of(review: Officer) -> icalendar.Component:
    content = review.path("event", "invitation.ics").read_bytes()
    return icalendar.Calendar.from_ical(content).walk("VEVENT")[0]


def change(review: Officer, old: str, new: str) -> None:
    path = review.path("review.yaml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_papers_and_the_invitations_are_made(review: Officer) -> None:
    review.done("agenda")
    for paper in PAPERS:
        assert review.path("event", f"{paper}.docx").is_file()
    assert not review.path("event", "agenda-family.docx").exists()
    names = [p.get_filename() for p in draft(review, "invitation-police.eml").iter_attachments()]
    assert names == ["invitation.ics", "agenda.docx"]


def test_the_default_half_day_adds_up(review: Officer) -> None:
    said = review.done("agenda", "--json").json
    items = said["items"]
    assert (items[0]["start"], items[-1]["end"]) == ("09:30", "12:45")
    assert all(a["end"] == b["start"] for a, b in itertools.pairwise(items))
    assert said["draft"] is False


def test_made_again_from_the_same_nothing_changes(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.done("agenda")
    before = review.files()
    monkeypatch.setenv("LFE_NOW", "2027-01-20")
    said = review.done("agenda")
    assert "nothing has changed" in said.all
    assert review.files() == before


def test_when_the_event_moves_the_invitation_keeps_its_uid_and_raises_its_sequence(
    review: Officer,
) -> None:
    review.done("agenda")
    first = calendar_of(review)
    change(review, "2027-02-10 09:30", "2027-02-17 13:00")
    review.done("agenda", "--replace")
    second = calendar_of(review)
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert "17 February 2027" in text_of(review.path("event", "agenda.docx").read_bytes())


def test_an_agenda_that_was_edited_is_left_and_with_replace_kept_beside(review: Officer) -> None:
    review.done("agenda")
    path = review.path("event", "agenda.docx")
    edited = path.read_bytes() + b"edited"
    path.write_bytes(edited)
    change(review, "2027-02-10 09:30", "2027-02-17 09:30")
    before = review.files()
    said = review.lfe("agenda")
    assert said.code == 2
    assert "event/agenda.docx has been edited since it was made" in said.all
    assert review.files() == before
    review.done("agenda", "--replace")
    assert review.path("event", "agenda.1.docx").read_bytes() == edited
    review.path("event", "agenda.1.docx").unlink()


def test_without_a_date_the_agenda_is_a_draft_without_an_invitation(officer: Officer) -> None:
    officer.done(
        "new", "--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30", "--agency", "gp"
    )
    said = officer.done("agenda", "-r", "LFE-2027-001")
    assert "The agenda says DRAFT" in said.all
    folder = officer.path("LFE-2027-001", "event")
    assert "DRAFT" in text_of((folder / "agenda.docx").read_bytes())
    assert not (folder / "invitation.ics").exists()


def test_with_a_family_part_it_is_a_draft_until_both_were_told(review: Officer) -> None:
    change(review, "family_part: no", "family_part: yes")
    change(
        review,
        "family: []",
        "family:\n  - relation: mother\n    told: yes\n    takes_part: at the event\n"
        "    safe_to_contact: yes\n    asked: social worker",
    )
    said = review.done("agenda")
    assert "lfe told professionals" in said.all
    assert "lfe told family" in said.all
    assert "DRAFT" in text_of(review.path("event", "agenda.docx").read_bytes())
    review.done("told", "professionals")
    review.done("told", "family")
    review.done("agenda")
    assert "DRAFT" not in text_of(review.path("event", "agenda.docx").read_bytes())
    theirs = text_of(review.path("event", "agenda-family.docx").read_bytes())
    for word in ("OFFICIAL", "LFE-2027-001", "audit", "subgroup", "DRAFT"):
        assert word.lower() not in theirs.lower()


@pytest.mark.parametrize("answer", ["no", "not yet asked"])
def test_nothing_is_written_for_a_family_member_before_it_is_safe(
    review: Officer, answer: str
) -> None:
    change(review, "family_part: no", "family_part: yes")
    change(
        review,
        "family: []",
        "family:\n  - relation: mother\n    told: yes\n    takes_part: at the event\n"
        f"    safe_to_contact: {answer}",
    )
    said = review.done("agenda")
    assert "The family's agenda was not made" in said.all
    assert not review.path("event", "agenda-family.docx").exists()


def test_a_hold_for_the_event_keeps_the_agenda_a_draft(review: Officer) -> None:
    change(review, "parallel: []", "parallel:\n  - kind: police investigation\n    hold: event")
    assert "a hold stands for the event (police investigation" in review.done("agenda").all


def test_the_factors_are_a_blank_list_and_no_count(review: Officer) -> None:
    review.done("agenda")
    text = text_of(review.path("event", "facilitator.docx").read_bytes())
    factors = text.split("What may have been going on around the work")[1].split("What each")[0]
    assert not re.search(r"\d", factors)


def test_a_changed_agenda_that_breaks_a_rule_is_told_which(review: Officer) -> None:
    root = Officer(review.folder.parent)
    root.done("templates", "agenda.yaml")
    path = root.path("templates", "agenda.yaml")
    text = path.read_text()
    path.write_text(
        text.replace("kind: worked_well", "kind: X")
        .replace("kind: got_in_the_way", "kind: worked_well")
        .replace("kind: X", "kind: got_in_the_way")
    )
    before = review.files()
    said = review.lfe("agenda")
    assert said.code == 2
    assert "agenda.yaml, line" in said.all
    assert "good practice" in said.all.lower() or "worked well" in said.all.lower()
    assert review.files() == before


@pytest.mark.parametrize(
    ("minutes", "last"), [(120, "11:30"), (195, "12:45"), (240, "13:30"), (360, "15:30")]
)
def test_the_agenda_fits_the_events_length(review: Officer, minutes: int, last: str) -> None:
    change(review, "  venue:", f"  minutes: {minutes}\n  venue:")
    assert review.done("agenda", "--json").json["items"][-1]["end"] == last


def test_an_agency_with_nothing_to_bring_is_not_invited(review: Officer) -> None:
    review.done("issue-audits")
    review.done("ingest", "--nil", "school", "--reason", "no involvement in the period")
    review.done("agenda")
    drafts = {path.name for path in review.path("outbox").glob("invitation-*.eml")}
    assert drafts == {"invitation-police.eml", "invitation-health-visiting.eml"}


FAMILY = (
    "family:\n  - relation: mother\n    told: yes\n    takes_part: at the event\n"
    "    safe_to_contact: yes\n    asked: social worker"
)


def with_family(review: Officer) -> None:
    change(review, "family_part: no", "family_part: yes")
    change(review, "family: []", FAMILY)


def test_a_hold_for_the_family_stops_their_paper(review: Officer) -> None:
    with_family(review)
    change(review, "parallel: []", "parallel:\n  - kind: inquest\n    hold: family")
    said = review.done("agenda")
    assert "a hold stands for the family (inquest" in said.all
    assert not review.path("event", "agenda-family.docx").exists()


def test_a_paper_made_while_contact_was_safe_is_to_be_taken_back(review: Officer) -> None:
    with_family(review)
    review.done("agenda")
    change(review, "safe_to_contact: yes", "safe_to_contact: no")
    said = review.done("agenda")
    assert "it is not safe to contact the mother" in said.all
    assert "Take back event/agenda-family.docx" in said.all


def test_nobody_of_the_family_is_told_before_somebody_is_entered(review: Officer) -> None:
    change(review, "family_part: no", "family_part: yes")
    said = review.lfe("told", "family")
    assert said.code == 2
    assert "Enter them first, by relation" in said.all


def test_two_of_the_family_in_one_part_are_pointed_out(review: Officer) -> None:
    with_family(review)
    change(
        review,
        FAMILY,
        f"{FAMILY}\n{FAMILY.removeprefix('family:').replace('mother', 'father').lstrip(chr(10))}",
    )
    said = review.done("agenda")
    assert "whether the mother and the father may meet is not written down" in said.all
    change(review, "  family_part: yes", "  family_part: yes\n  family_may_meet: no")
    said = review.done("agenda")
    assert "may not meet, and would come to the same part" in said.all
    assert "Take back event/agenda-family.docx" in said.all
    change(review, "  family_may_meet: no", "  family_may_meet: yes")
    assert "may meet" not in review.done("agenda").all


def test_a_letter_that_was_edited_is_named_when_the_event_moves(review: Officer) -> None:
    review.done("agenda")
    path = review.path("outbox", "invitation-police.eml")
    path.write_bytes(path.read_bytes().replace(b"Dear colleague", b"Dear Sam"))
    change(review, "2027-02-10 09:30", "2027-02-17 09:30")
    said = review.done("agenda")
    assert "invitation-police.eml was edited by you and is left" in said.all
    said = review.done("agenda", "--replace")
    assert "invitation-police.1.eml" in said.all


def test_an_agenda_reworded_in_word_can_be_kept_and_is_sent_along(review: Officer) -> None:
    review.done("agenda")
    path = review.path("event", "agenda.docx")
    reworded = path.read_bytes().replace(b"zzz", b"zzz") + b"\n"
    path.write_bytes(reworded)
    review.done("agenda")
    assert path.read_bytes() == reworded
    attached = list(draft(review, "invitation-police.eml").iter_attachments())
    assert attached[1].get_content() == reworded


def test_a_name_in_a_word_document_is_not_kept_by_git(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: []\nplaces: [The Guildhall]\nother: []\n")
    said = review.lfe("agenda")
    assert said.code == 1
    assert "event/agenda.docx" in said.all
    assert "a word from identifiers.yaml" in said.all
    kept = subprocess.run(
        ["git", "ls-files", "event"], cwd=review.folder, capture_output=True, text=True, check=True
    ).stdout
    assert "agenda.docx" not in kept


def test_the_invitation_keeps_its_uid_when_the_mailbox_changes(review: Officer) -> None:
    review.done("agenda")
    first = calendar_of(review)
    settings = review.path("..", "partnership.yaml")
    settings.write_text(settings.read_text().replace("pscp@plymouth.gov.uk", "unit@pscp.example"))
    change(review, "2027-02-10 09:30", "2027-02-17 09:30")
    review.done("agenda", "--replace")
    assert calendar_of(review)["UID"] == first["UID"]


def test_another_length_in_the_settings_raises_the_sequence(review: Officer) -> None:
    review.done("agenda")
    settings = review.path("..", "partnership.yaml")
    settings.write_text(settings.read_text().replace("event_minutes: 195", "event_minutes: 240"))
    review.done("agenda", "--replace")
    assert calendar_of(review)["SEQUENCE"] == 1
