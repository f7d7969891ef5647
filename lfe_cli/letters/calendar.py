"""The invitation as a calendar file that any calendar program opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from lfe_cli.clock import UK
from lfe_cli.errors import LfeError
from lfe_cli.review.partnership import address_in, header_text
from lfe_cli.review.workspace import Review, event_minutes

MIME = "text/calendar"
# Rules, not the list of past dates that the icalendar package would write: Outlook overlooks such
# a list and moves the event by an hour. They have held since 1996.
_UK_CLOCK = b"""BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
"""


def uid_of(review: Review) -> str:
    """The name by which calendar programs know the event again, through every change."""
    mailbox = address_in(review.partnership.mailbox)
    domain = mailbox.partition("@")[2] if mailbox else "lfe.invalid"
    return f"{review.reference}@{domain}"


def method_of(cancelled: bool) -> str:
    """What the calendar file asks for: to enter the event, or to take it out."""
    return "CANCEL" if cancelled else "PUBLISH"


def invitation(
    review: Review,
    uid: str,
    sequence: int,
    moment: datetime,
    *,
    cancelled: bool = False,
    held: bool = False,
) -> bytes:
    """The event as an iCalendar file (RFC 5545), the same bytes for the same arguments.

    It says when and where, and nothing of what the review is about or who comes: calendars are
    shared. `sequence` rises with each change. `held`: something may still stop the event, so it
    is pencilled in and not called confirmed. Raises LfeError while the event has no date.
    """
    if review.manifest.event.at is None:
        raise LfeError(
            "The learning event has no date yet, so there is no invitation to make.",
            where=f"{review.reference}/review.yaml, event.at",
            next_step="Write its date and time there, for example 2027-02-10 09:30.",
        )
    calendar = Calendar()
    calendar.add("prodid", "-//Learning from Experience Review toolkit//lfe//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method_of(cancelled))
    calendar.add_component(Timezone.from_ical(_UK_CLOCK))
    status = "CANCELLED" if cancelled else "TENTATIVE" if held else "CONFIRMED"
    calendar.add_component(_event(review, uid, sequence, moment, status))
    return bytes(calendar.to_ical())


def _event(review: Review, uid: str, sequence: int, moment: datetime, status: str) -> Event:
    begins, ends = _times(review)
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", moment.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", _summary(review))
    event.add("location", header_text(review.manifest.event.venue or "Venue to be confirmed"))
    event.add("class", "PRIVATE")
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    mailbox = address_in(review.partnership.mailbox)
    if mailbox:  # RFC 5546 asks for an organiser in what is published or cancelled
        organiser = vCalAddress(f"mailto:{mailbox}")
        organiser.params["CN"] = vText(header_text(review.partnership.short_name))
        event.add("organizer", organiser)
    return event


def _summary(review: Review) -> str:
    partnership = review.partnership
    name = f"{partnership.marking}: {review.reference} {partnership.event_name}"
    return header_text(name)


def _times(review: Review) -> tuple[datetime, datetime]:
    """Its first and last moment. Elapsed time, so that a night's clock change adds no hour."""
    at = review.manifest.event.at
    assert at is not None  # invitation() has refused that
    begins = at.replace(tzinfo=UK)
    ends = begins.astimezone(UTC) + timedelta(minutes=event_minutes(review))
    return begins, ends.astimezone(UK)
