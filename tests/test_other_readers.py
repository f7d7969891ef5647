"""Calendar files and letters in programs and libraries that did not write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from fast_mail_parser import parse_email

from helpers.letters import sent
from helpers.officer import Officer, start_review
from helpers.readers import (
    header_by_mblaze,
    in_calcurse,
    in_libical,
    needs,
    needs_libical,
    sent_by_mutt,
    shown_by_mblaze,
    taken_out_by_mblaze,
)
from helpers.review_in_memory import MOMENT, a_review
from lfe_cli.letters.calendar import invitation, uid_of
from lfe_cli.letters.mail import Attachment, mail_draft

LONDON = ZoneInfo("Europe/London")
DAYS = [
    datetime(2027, 3, 26, 9, 30),
    datetime(2027, 3, 28, 9, 30),  # the clocks went forward in the night
    datetime(2027, 3, 29, 9, 30),
    datetime(2027, 7, 1, 9, 30),
    datetime(2027, 10, 31, 9, 30),  # and back
    datetime(2027, 11, 1, 9, 30),
]
PROSE = (
    "Annwyl gydweithiwr,\n\n"
    "Diolch i'r tŷ a'r Ŵyl: a café, “what helps” – and how…\n\n"
    f"{'A long paragraph stays whole, as it was written, ŵ and é and all. ' * 30}\n\n"
    "From the first word on, and\n.\n-- \nPSCP\n"
)
FILES = (
    Attachment("invitation.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"),
    Attachment("agenda.docx", bytes(range(256)) * 40 + b"\r\n.\r\nFrom \n", "application/x-any"),
    Attachment("guidance.docx", b"\n\r\n\r\r" * 300, "application/x-any"),
)


# ---------------------------------------------------------------- the calendar file


def _made(at: datetime = DAYS[0], sequence: int = 0, **how: Any) -> bytes:
    review = a_review({"at": at}, audits={"due": None})
    return invitation(review, uid_of(review), sequence, MOMENT, **how)


def _event(content: bytes) -> Any:
    return vobject.readOne(content.decode("utf-8"), validate=True).vevent


@pytest.mark.parametrize("at", DAYS)
def test_vobject_reads_the_uk_time_and_the_length(at: datetime) -> None:
    event = _event(_made(at))
    assert event.dtstart.value.astimezone(UTC) == at.replace(tzinfo=LONDON).astimezone(UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=195)


def test_vobject_reads_where_and_what_and_that_it_is_private() -> None:
    event = _event(_made(sequence=2))
    assert event.location.value == "Room 2, The Guildhall"
    assert event.summary.value == "OFFICIAL-SENSITIVE: LFE-2026-001 learning event"
    assert getattr(event, "class").value == "PRIVATE"
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "2")
    assert event.organizer.value == "mailto:unit@partnership.example"
    assert {"attendee", "description", "attach", "comment", "categories"}.isdisjoint(event.contents)


@needs_libical
@pytest.mark.parametrize("at", DAYS)
def test_libical_finds_the_moment_by_the_time_zone_in_the_file(at: datetime) -> None:
    told = in_libical(_made(at))
    assert told.begins == at.replace(tzinfo=LONDON).astimezone(UTC)
    assert told.ends - told.begins == timedelta(minutes=195)


@needs_libical
@pytest.mark.parametrize("how", [{}, {"held": True}, {"cancelled": True, "sequence": 3}])
def test_libical_finds_no_error_and_nothing_that_its_method_does_not_allow(
    how: dict[str, Any],
) -> None:
    content = _made(**how)
    told = in_libical(content)
    assert (told.errors, told.allowed) == (0, True)
    for spoilt in (re.sub(rb"ORGANIZER.*\r\n", b"", content), content.replace(b"UID:", b"X-UID:")):
        assert not in_libical(spoilt).allowed


@needs("calcurse")
@pytest.mark.parametrize("at", DAYS)
def test_calcurse_shows_it_at_the_readers_own_time(at: datetime, tmp_path: Path) -> None:
    file = tmp_path / "invitation.ics"
    file.write_bytes(_made(at))
    moment = at.replace(tzinfo=LONDON)
    for zone in ("Europe/London", "UTC", "America/New_York"):
        (shown,) = in_calcurse(file, zone, tmp_path / zone.replace("/", "-"))
        here = moment.astimezone(ZoneInfo(zone))
        assert shown.begins == f"{here:%Y-%m-%d %H:%M}"
        assert shown.ends == f"{here + timedelta(minutes=195):%Y-%m-%d %H:%M}"
        assert shown.lasts == timedelta(minutes=195)
        assert shown.title == "OFFICIAL-SENSITIVE: LFE-2026-001 learning event"
        assert "Location: Room 2, The Guildhall" in shown.note


# ---------------------------------------------------------------- the letter


def _letter(folder: Path, **changed: Any) -> Path:
    letter: dict[str, Any] = {
        "sender": "unit@partnership.example",
        "to": "reviews@police.example",
        "subject": "OFFICIAL-SENSITIVE: LFE-2026-001",
        "body": PROSE,
        "attachments": FILES,
        "moment": MOMENT,
        "seed": "invitation police",
    }
    file = folder / "letter.eml"
    file.write_bytes(mail_draft(**{**letter, **changed}))
    return file


def _lines(text: str) -> list[str]:
    """The lines of a text as an e-mail keeps them; "-- " ends with a blank that is not seen."""
    return [line.rstrip() for line in text.replace("\r\n", "\n").strip("\n").split("\n")]


def _headers(mail: Any) -> dict[str, list[str]]:
    return {name.lower(): texts for name, texts in mail.headers.items()}


def test_a_parser_in_another_language_reads_the_letter_and_every_byte_attached(
    tmp_path: Path,
) -> None:
    mail = parse_email(_letter(tmp_path).read_bytes())
    assert mail.subject == "OFFICIAL-SENSITIVE: LFE-2026-001"
    headers = _headers(mail)
    assert headers["from"] == ["unit@partnership.example"]
    assert headers["to"] == ["reviews@police.example"]
    assert headers["x-unsent"] == ["1"]
    assert {"message-id", "cc", "bcc", "sender", "reply-to"}.isdisjoint(headers)
    assert [_lines(text) for text in mail.text_plain] == [_lines(PROSE)]
    assert not mail.text_html
    found = [(a.filename, a.mimetype, bytes(a.content)) for a in mail.attachments]
    assert found == [(a.name, a.mime, a.content) for a in FILES]


@needs("mshow")
def test_mblaze_shows_the_whole_text_and_saves_every_byte_attached(tmp_path: Path) -> None:
    letter = _letter(tmp_path)
    assert header_by_mblaze(letter, "to") == ["reviews@police.example"]
    assert header_by_mblaze(letter, "from") == ["unit@partnership.example"]
    assert header_by_mblaze(letter, "subject") == ["OFFICIAL-SENSITIVE: LFE-2026-001"]
    for missing in ("message-id", "cc", "bcc"):
        assert header_by_mblaze(letter, missing) == []
    assert _lines(shown_by_mblaze(letter)) == _lines(PROSE)
    assert taken_out_by_mblaze(letter, tmp_path / "saved") == {a.name: a.content for a in FILES}


@needs("mshow")
def test_mblaze_reads_a_subject_that_is_not_plain_ascii(tmp_path: Path) -> None:
    letter = _letter(
        tmp_path, subject="SWYDDOGOL-SENSITIF: LFE-2026-001 Ŵyn a'r tŷ", attachments=()
    )
    assert header_by_mblaze(letter, "subject") == ["SWYDDOGOL-SENSITIF: LFE-2026-001 Ŵyn a'r tŷ"]
    assert _lines(shown_by_mblaze(letter, part=1)) == _lines(PROSE)


@needs("mutt")
@needs("mshow")
def test_mutt_takes_it_for_a_draft_and_sends_it_whole_to_the_one_address(tmp_path: Path) -> None:
    to, sent = sent_by_mutt(_letter(tmp_path), tmp_path / "mutt")
    assert to == ["reviews@police.example"]
    assert "unit@partnership.example" in header_by_mblaze(sent, "from")[0]
    assert header_by_mblaze(sent, "to") == ["reviews@police.example"]
    assert header_by_mblaze(sent, "subject") == ["OFFICIAL-SENSITIVE: LFE-2026-001"]
    assert len(header_by_mblaze(sent, "message-id")) == 1  # given on sending, so never twice
    assert _lines(shown_by_mblaze(sent)) == _lines(PROSE)
    assert taken_out_by_mblaze(sent, tmp_path / "saved") == {a.name: a.content for a in FILES}


# ---------------------------------------------------------------- as a review makes them


@pytest.fixture
def invited(officer: Officer) -> Officer:
    """An event in March, before the clocks change; the police are invited."""
    settings = officer.path("partnership.yaml")
    listed = "  - id: police\n    name: Police\n    contact:"
    text = settings.read_text("utf-8")
    assert listed in text
    settings.write_text(text.replace(listed, f"{listed} reviews@police.example"), "utf-8")
    start_review(officer)
    review = Officer(officer.path("LFE-2027-001"))
    review.done("move", "--to", "2027-03-26 09:30")
    review.done("agenda")
    review.done("sent", "--letter", "invitation")
    return review


def _in_letter(letter: Path) -> Any:
    """The event in the calendar file that goes with a letter, as vobject reads it."""
    mail = parse_email(letter.read_bytes())
    (content,) = (bytes(a.content) for a in mail.attachments if a.mimetype == "text/calendar")
    return vobject.readOne(content.decode("utf-8"), validate=True)


def test_moved_and_cancelled_it_is_the_same_event_each_time_newer(invited: Officer) -> None:
    outbox = invited.path("outbox")
    first = _in_letter(sent(invited, "invitation-police"))
    invited.done("move", "--to", "2027-07-01 13:00")
    moved = _in_letter(outbox / "moved-police.eml")
    invited.done("sent", "--letter", "moved")
    invited.done("cancel")
    cancelled = _in_letter(outbox / "cancelled-police.eml")
    told = [
        (c.method.value, c.vevent.status.value, c.vevent.sequence.value, c.vevent.uid.value)
        for c in (first, moved, cancelled)
    ]
    uid = first.vevent.uid.value
    assert told == [
        ("PUBLISH", "CONFIRMED", "0", uid),
        ("PUBLISH", "CONFIRMED", "1", uid),
        ("CANCEL", "CANCELLED", "2", uid),
    ]
    july = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)  # 13:00 British Summer Time
    assert moved.vevent.dtstart.value == cancelled.vevent.dtstart.value == july
    assert first.vevent.dtstart.value == datetime(2027, 3, 26, 9, 30, tzinfo=UTC)


def test_an_event_that_is_held_is_tentative_until_the_hold_goes(invited: Officer) -> None:
    manifest = invited.path("review.yaml")
    free = manifest.read_text("utf-8")
    hold = "parallel:\n  - kind: police investigation\n    hold: event"
    manifest.write_text(free.replace("parallel: []", hold), "utf-8")
    invited.done("agenda")
    held = _event(invited.path("event", "invitation.ics").read_bytes())
    manifest.write_text(free, "utf-8")
    invited.done("agenda")
    again = _event(invited.path("event", "invitation.ics").read_bytes())
    assert (held.status.value, held.sequence.value) == ("TENTATIVE", "1")
    assert (again.status.value, again.sequence.value) == ("CONFIRMED", "2")


def test_no_letter_of_the_event_tells_what_it_is_about_or_who_else_was_asked(
    invited: Officer,
) -> None:
    letters = sorted(invited.path("outbox").rglob("*.eml"))
    assert len(letters) == 6
    for letter in letters:
        mail = parse_email(letter.read_bytes())
        headers = _headers(mail)
        assert headers.get("to") == (
            ["reviews@police.example"] if "police" in letter.name else None
        )
        told = " ".join([*headers, *(t for texts in headers.values() for t in texts)]).lower()
        told += " ".join(mail.text_plain).lower()
        told += " ".join(
            bytes(a.content).decode("utf-8").lower()
            for a in mail.attachments
            if a.mimetype == "text/calendar"
        )
        services = {"police", "school", "health visiting"}
        others = {s for s in services if not letter.stem.endswith(s.replace(" ", "-"))}
        assert len(others) == 2
        for word in ("neglect", "attendee", "message-id", *others):
            assert word not in told.replace("reviews@police.example", ""), (letter.name, word)


@needs("mshow")
def test_the_papers_in_the_event_folder_are_those_in_the_letter(
    invited: Officer, tmp_path: Path
) -> None:
    letter = sent(invited, "invitation-police")
    saved = taken_out_by_mblaze(letter, tmp_path / "saved")
    assert sorted(saved) == ["agenda.docx", "invitation.ics"]
    for name, content in saved.items():
        assert content == invited.path("event", name).read_bytes()
