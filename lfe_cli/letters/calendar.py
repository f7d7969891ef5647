"""The event's calendar file, which any calendar program opens.

Its UID stays for good, its SEQUENCE rises with every change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lfe_cli.clock import UK
from lfe_cli.errors import LfeError
from lfe_cli.letters.made_from import hash_of
from lfe_cli.letters.mail import Attachment
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, made
from lfe_cli.review.events import InvitationMade
from lfe_cli.review.partnership import address_in, header_text
from lfe_cli.review.workspace import Review, event_minutes, sha256

if TYPE_CHECKING:  # slow to load, and `lfe status` only asks what the file is made from
    from icalendar import Event

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


def next_invitation(review: Review) -> tuple[InvitationMade, Callable[[datetime], bytes]]:
    """The entry that records the invitation, and what builds its file at a moment."""
    event, held = review.manifest.event, _is_held(review)
    at = event.at.isoformat(timespec="minutes") if event.at else None
    record = _record(review, _facts(review), at)
    uid, sequence = record.uid, record.sequence
    return record, lambda moment: invitation(review, uid, sequence, moment, held=held)


def cancellation(review: Review, moment: datetime) -> Changes:
    """The calendar file that takes the event out of calendars; nothing if none is in any.

    The event is the one that was last invited to, whatever the manifest says by now.
    """
    last = review.state.event.invitation
    is_apart = review.state.is_apart("invitation")
    if last is None or (review.state.event.invitation_cancels and not is_apart):
        return Changes(review.reference)
    at = review.manifest.event.at or last.event.at
    if at is None:
        return Changes(review.reference)
    record = _record(review, InvitationMade.CANCELLED, at.isoformat(timespec="minutes"))
    event = review.manifest.event.model_copy(update={"at": at})
    invited = replace(review, manifest=review.manifest.model_copy(update={"event": event}))
    uid, sequence = record.uid, record.sequence
    content = invitation(invited, uid, sequence, moment, cancelled=True)
    return made(review, files.INVITATION, content, record, replace_edited=True)


def made_from(review: Review) -> dict[str, str]:
    """All that the calendar file is made from by now, by part."""
    return _parts(review, _facts(review))


def _parts(review: Review, facts: str) -> dict[str, str]:
    organiser = [review.partnership.mailbox, review.partnership.short_name]
    return {"event": hash_of(facts), "settings": hash_of([_summary(review), organiser])}


def _facts(review: Review) -> str:
    """What the file says of the event, as a hash."""
    event, held = review.manifest.event, _is_held(review)
    facts = f"{event.at} {event_minutes(review)} {event.venue}{' held' if held else ''}"
    return sha256(facts.encode())[:12]


def attached(content: bytes) -> Attachment:
    """The calendar file as it goes with a letter."""
    return Attachment("invitation.ics", content, "text/calendar")


def uid_of(review: Review) -> str:
    """The name by which calendar programs know the event again, through every change."""
    mailbox = address_in(review.partnership.mailbox)
    domain = mailbox.partition("@")[2] if mailbox else "lfe.invalid"
    return f"{review.reference}@{domain}"


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
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", "-//Learning from Experience Review toolkit//lfe//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(Timezone.from_ical(_UK_CLOCK))
    status = "CANCELLED" if cancelled else "TENTATIVE" if held else "CONFIRMED"
    calendar.add_component(_event(review, uid, sequence, moment, status))
    return bytes(calendar.to_ical())


def _event(review: Review, uid: str, sequence: int, moment: datetime, status: str) -> Event:
    from icalendar import Event, vCalAddress, vText

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


def _is_held(review: Review) -> bool:
    """Another process holds the event back: it may then not be called confirmed."""
    return any(process.hold == "event" for process in review.manifest.parallel)


def _record(review: Review, facts: str, at: str | None) -> InvitationMade:
    """The entry for this invitation. Calendars take a change only if SEQUENCE rises.

    Two copies of the folder may have invited to different things: then it is above both. It is
    above those that were taken back, too.
    """
    last, sources = review.state.event.invitation, _parts(review, facts)
    next_one = 1 + max(review.state.event.sequences, default=-1)
    if last is None:
        uid = uid_of(review)
        return InvitationMade(uid=uid, sequence=next_one, event=facts, day=at, made_from=sources)
    uid, sequence = last.event.uid, last.event.sequence
    if last.event.event != facts or review.state.is_apart("invitation"):
        sequence = next_one
    return InvitationMade(uid=uid, sequence=sequence, event=facts, day=at, made_from=sources)
