"""The calendar file, read back by the library and, apart from it, line by line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from helpers.review_in_memory import MOMENT, THEME, a_review
from lfe_cli.errors import LfeError
from lfe_cli.letters.calendar import invitation, uid_of
from lfe_cli.review.workspace import Review

LONDON = ZoneInfo("Europe/London")


def _made(review: Review | None = None, sequence: int = 0, cancelled: bool = False) -> bytes:
    review = review or a_review()
    return invitation(review, uid_of(review), sequence, MOMENT, cancelled=cancelled)


def _lines(content: bytes) -> dict[str, str]:
    """The event's properties by a reader of our own: unfold, split, unescape (RFC 5545, 3.1)."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    lines = re.sub(r"\r\n[ \t]", "", content.decode("utf-8")).split("\r\n")
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    found: dict[str, str] = {}
    for line in (*lines[1 : lines.index("BEGIN:VTIMEZONE")], *inside):
        name, _, value = line.partition(":")
        assert name not in found
        found[name] = re.sub(r"\\([,;\\])", r"\1", value)
    return found


def _offset_told(content: bytes, at: datetime) -> timedelta:
    """The offset at a clock time by the file's own rules, worked out here by hand."""
    text = content.decode()
    offsets: dict[str, str] = {}
    changes: dict[str, datetime] = {}
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT).*?END:(?:STANDARD|DAYLIGHT)", text, re.S):
        name = part.split("\r\n")[0].removeprefix("BEGIN:")
        month = int(re.search(r"BYMONTH=(\d+)", part).group(1))  # type: ignore[union-attr]
        assert "BYDAY=-1SU" in part
        hour = int(re.search(r"DTSTART:\d{8}T(\d\d)", part).group(1))  # type: ignore[union-attr]
        day = datetime(at.year, month, 31 if month in (3, 10) else 30, hour)
        while day.weekday() != 6:
            day -= timedelta(days=1)
        changes[name] = day
        offsets[name] = re.search(r"TZOFFSETTO:\+(\d\d)00", part).group(1)  # type: ignore[union-attr]
    summer = changes["DAYLIGHT"] <= at < changes["STANDARD"]
    return timedelta(hours=int(offsets["DAYLIGHT" if summer else "STANDARD"]))


def test_the_library_reads_the_event_as_it_was_meant() -> None:
    calendar = Calendar.from_ical(_made())
    assert not calendar.errors
    (event,) = calendar.walk("VEVENT")
    assert event.start == datetime(2027, 2, 10, 9, 30, tzinfo=LONDON)
    assert event.end == datetime(2027, 2, 10, 12, 45, tzinfo=LONDON)
    assert event["UID"] == "LFE-2026-001@partnership.example"
    assert event["LOCATION"] == "Room 2, The Guildhall"
    assert not calendar.get_missing_tzids()


def test_a_reader_of_our_own_finds_the_same() -> None:
    told = _lines(_made(sequence=3))
    assert told["METHOD"] == "PUBLISH"
    assert told["VERSION"] == "2.0"
    assert told["UID"] == "LFE-2026-001@partnership.example"
    assert told["SEQUENCE"] == "3"
    assert told["DTSTAMP"] == "20270118T090000Z"
    assert told["DTSTART;TZID=Europe/London"] == "20270210T093000"
    assert told["DTEND;TZID=Europe/London"] == "20270210T124500"
    assert told["SUMMARY"] == "OFFICIAL-SENSITIVE: LFE-2026-001 learning event"
    assert told["LOCATION"] == "Room 2, The Guildhall"
    assert told["CLASS"] == "PRIVATE"
    assert told["STATUS"] == "CONFIRMED"
    assert told["ORGANIZER;CN=MSCP"] == "mailto:unit@partnership.example"


def test_nobody_is_listed_and_nothing_tells_what_the_review_is_about() -> None:
    content = _made()
    for word in ("ATTENDEE", "DESCRIPTION", "police", "school", *THEME.split()[:1]):
        assert word.lower() not in content.decode().lower()


def test_a_cancellation_keeps_the_uid_and_takes_the_event_out() -> None:
    told = _lines(_made(sequence=4, cancelled=True))
    assert (told["METHOD"], told["STATUS"], told["SEQUENCE"]) == ("CANCEL", "CANCELLED", "4")
    assert told["UID"] == _lines(_made())["UID"]


def test_an_event_that_is_held_is_pencilled_in_and_keeps_the_time_free() -> None:
    review = a_review()
    told = _lines(invitation(review, uid_of(review), 1, MOMENT, held=True))
    assert (told["METHOD"], told["STATUS"], told["TRANSP"]) == ("PUBLISH", "TENTATIVE", "OPAQUE")


@pytest.mark.parametrize(
    "at",
    [
        datetime(2027, 3, 26, 9, 30),
        datetime(2027, 3, 28, 9, 30),  # the day the clocks go forward
        datetime(2027, 3, 29, 9, 30),
        datetime(2027, 7, 1, 9, 30),
        datetime(2027, 10, 29, 9, 30),
        datetime(2027, 10, 31, 9, 30),  # the day they go back
        datetime(2027, 11, 1, 9, 30),
        datetime(2041, 10, 28, 9, 30),
    ],
)
def test_the_clock_time_holds_on_both_sides_of_a_clock_change(at: datetime) -> None:
    content = _made(a_review({"at": at}, audits={"due": None}))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.start.astimezone(UTC) == at.replace(tzinfo=LONDON).astimezone(UTC)
    assert event.end - event.start == timedelta(minutes=195)
    assert _lines(content)["DTSTART;TZID=Europe/London"] == at.strftime("%Y%m%dT%H%M%S")
    assert _offset_told(content, at) == at.replace(tzinfo=LONDON).utcoffset()


def test_the_rules_for_the_uk_clock_agree_with_the_time_zone_for_years_to_come() -> None:
    (zone,) = Calendar.from_ical(_made()).timezones
    told = zone.to_tz()
    day = datetime(2026, 1, 1, 12)
    while day.year < 2037:
        assert day.replace(tzinfo=told).utcoffset() == day.replace(tzinfo=LONDON).utcoffset(), day
        day += timedelta(days=1)


def test_the_length_of_the_event_counts_the_familys_part() -> None:
    (event,) = Calendar.from_ical(_made(a_review({"family_part": True}))).walk("VEVENT")
    assert event.end - event.start == timedelta(minutes=225)


def test_a_venue_that_is_odd_or_missing_breaks_nothing() -> None:
    odd = "Room 1; \\\\back, stairs\r\nATTENDEE:mailto:x@y.example \u0175" * 4
    content = _made(a_review({"venue": odd}))
    assert not re.search(rb"^ATTENDEE", content, re.MULTILINE)
    assert "stairs ATTENDEE:mailto" in _lines(content)["LOCATION"]
    assert _lines(_made(a_review({"venue": None})))["LOCATION"] == "Venue to be confirmed"


def test_the_same_invitation_is_the_same_file() -> None:
    assert _made() == _made()


def test_an_event_without_a_date_has_no_invitation_and_says_what_to_do() -> None:
    with pytest.raises(LfeError, match="no date yet") as refused:
        _made(a_review({"at": None}))
    assert "review.yaml" in refused.value.where
