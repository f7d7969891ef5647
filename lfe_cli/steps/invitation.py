"""The event's calendar file: its UID stays for good, its SEQUENCE rises with every change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lfe_cli.changes import Changes, KeepAside, Write, free_name_beside
from lfe_cli.documents import calendar
from lfe_cli.documents.agenda import event_minutes
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.workspace import Review, sha256

Build = Callable[[datetime], bytes]
_CANCELLED = "cancelled"


def is_held(review: Review) -> bool:
    """Whether another process holds the event back: it may then not be called confirmed."""
    return any(process.hold == "event" for process in review.manifest.parallel)


def invitation(review: Review) -> tuple[Event, Build]:
    """The entry that records the invitation, and what builds its file at a moment."""
    event, held = review.manifest.event, is_held(review)
    facts = f"{event.at} {event_minutes(review)} {event.venue}{' held' if held else ''}"
    record = _record(review, sha256(facts.encode())[:12])
    uid, sequence = record.about["uid"], record.about["sequence"]
    return record, lambda moment: calendar.invitation(review, uid, sequence, moment, held=held)


def cancellation(review: Review, moment: datetime) -> Changes:
    """The calendar file that takes the event out of calendars; nothing if none was made.

    `review` is the review as it was, with its event's date.
    """
    last = review.history.last(actions.INVITATION_MADE)
    if last is None or last.get("event") == _CANCELLED or review.manifest.event.at is None:
        return Changes(review.reference)
    record = _record(review, _CANCELLED)
    uid, sequence = record.about["uid"], record.about["sequence"]
    content = calendar.invitation(review, uid, sequence, moment, cancelled=True)
    about = {**record.about, "file": places.INVITATION, "sha256": sha256(content)}
    path = f"{review.reference}/{places.INVITATION}"
    return Changes(
        review.reference,
        (Write(path, content),),
        asides=_kept_if_edited(review, path),
        events=(Event(actions.INVITATION_MADE, about),),
    )


def _kept_if_edited(review: Review, path: str) -> tuple[KeepAside, ...]:
    if not review.is_edited(places.INVITATION):
        return ()
    return (KeepAside(path, free_name_beside(review, places.INVITATION)),)


def _record(review: Review, facts: str) -> Event:
    """What the history says of this invitation. Calendars take a change only if SEQUENCE rises."""
    last = review.history.last(actions.INVITATION_MADE)
    if last is None:
        about = {"uid": calendar.uid_of(review), "sequence": 0, "event": facts}
    else:
        changed = last.get("event") != facts
        sequence = int(last.get("sequence")) + changed
        about = {"uid": str(last.get("uid")), "sequence": sequence, "event": facts}
    return Event(actions.INVITATION_MADE, about)
