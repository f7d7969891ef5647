"""The event's calendar file: its UID stays for good, its SEQUENCE rises with every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from lfe_cli.letters import calendar
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, made
from lfe_cli.review.events import InvitationMade
from lfe_cli.review.workspace import Review, event_minutes, sha256

Build = Callable[[datetime], bytes]


def is_held(review: Review) -> bool:
    """Whether another process holds the event back: it may then not be called confirmed."""
    return any(process.hold == "event" for process in review.manifest.parallel)


def invitation(review: Review) -> tuple[InvitationMade, Build]:
    """The entry that records the invitation, and what builds its file at a moment."""
    event, held = review.manifest.event, is_held(review)
    at = event.at.isoformat(timespec="minutes") if event.at else None
    facts = f"{event.at} {event_minutes(review)} {event.venue}{' held' if held else ''}"
    record = _record(review, sha256(facts.encode())[:12], at)
    uid, sequence = record.uid, record.sequence
    return record, lambda moment: calendar.invitation(review, uid, sequence, moment, held=held)


def cancellation(review: Review, moment: datetime) -> Changes:
    """The calendar file that takes the event out of calendars; nothing if none is in any.

    The event is the one that was last invited to, whatever the manifest says by now.
    """
    last = review.state.event.invitation
    if last is None or review.state.event.invitation_cancels:
        return Changes(review.reference)
    at = review.manifest.event.at or last.event.at
    if at is None:
        return Changes(review.reference)
    record = _record(review, InvitationMade.CANCELLED, at.isoformat(timespec="minutes"))
    event = review.manifest.event.model_copy(update={"at": at})
    invited = replace(review, manifest=review.manifest.model_copy(update={"event": event}))
    uid, sequence = record.uid, record.sequence
    content = calendar.invitation(invited, uid, sequence, moment, cancelled=True)
    return made(review, files.INVITATION, content, record, replace_edited=True)


def _record(review: Review, facts: str, at: str | None) -> InvitationMade:
    """What the history says of this invitation. Calendars take a change only if SEQUENCE rises."""
    last = review.state.event.invitation
    uid = last.event.uid if last else calendar.uid_of(review)
    sequence = last.event.sequence + (last.event.event != facts) if last else 0
    return InvitationMade(uid=uid, sequence=sequence, event=facts, day=at)
