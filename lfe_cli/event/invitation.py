"""The event's calendar file: its UID stays for good, its SEQUENCE rises with every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from lfe_cli.letters import calendar
from lfe_cli.review import actions, files
from lfe_cli.review.changes import Changes, made
from lfe_cli.review.event_facts import CANCELLED, is_cancelled
from lfe_cli.review.history import Event
from lfe_cli.review.workspace import Review, event_minutes, sha256

Build = Callable[[datetime], bytes]


def is_held(review: Review) -> bool:
    """Whether another process holds the event back: it may then not be called confirmed."""
    return any(process.hold == "event" for process in review.manifest.parallel)


def invitation(review: Review) -> tuple[Event, Build]:
    """The entry that records the invitation, and what builds its file at a moment."""
    event, held = review.manifest.event, is_held(review)
    at = event.at.isoformat(timespec="minutes") if event.at else None
    facts = f"{event.at} {event_minutes(review)} {event.venue}{' held' if held else ''}"
    record = _record(review, sha256(facts.encode())[:12], at)
    uid, sequence = record.about["uid"], record.about["sequence"]
    return record, lambda moment: calendar.invitation(review, uid, sequence, moment, held=held)


def cancellation(review: Review, moment: datetime) -> Changes:
    """The calendar file that takes the event out of calendars; nothing if none is in any.

    The event is the one that was last invited to, whatever the manifest says by now.
    """
    last = review.history.last(actions.INVITATION_MADE)
    if last is None or is_cancelled(review):
        return Changes(review.reference)
    at = review.manifest.event.at or _moment(last.get("day"))
    if at is None:
        return Changes(review.reference)
    record = _record(review, CANCELLED, at.isoformat(timespec="minutes"))
    event = review.manifest.event.model_copy(update={"at": at})
    invited = replace(review, manifest=review.manifest.model_copy(update={"event": event}))
    uid, sequence = record.about["uid"], record.about["sequence"]
    content = calendar.invitation(invited, uid, sequence, moment, cancelled=True)
    return made(review, files.INVITATION, content, record, replace_edited=True)


def _moment(said: object) -> datetime | None:
    return datetime.fromisoformat(str(said)) if said else None


def _record(review: Review, facts: str, at: str | None) -> Event:
    """What the history says of this invitation. Calendars take a change only if SEQUENCE rises."""
    last = review.history.last(actions.INVITATION_MADE)
    uid = str(last.get("uid")) if last else calendar.uid_of(review)
    sequence = int(last.get("sequence")) + (last.get("event") != facts) if last else 0
    about = {"uid": uid, "sequence": sequence, "event": facts, "day": at}
    return Event(actions.INVITATION_MADE, about)
