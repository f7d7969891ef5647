"""What the event was when its papers and its invitation were made."""

from __future__ import annotations

from lfe_cli.review import actions
from lfe_cli.review.workspace import Review, event_minutes, sha256

CANCELLED = "cancelled"  # what an invitation's entry says of an event that does not take place


def event_facts(review: Review) -> str:
    """What papers say of the event, as a hash: its day, length and place, and a family part."""
    event = review.manifest.event
    facts = f"{event.at} {event_minutes(review)} {event.venue} {event.family_part}"
    return sha256(facts.encode())[:12]


def is_cancelled(review: Review) -> bool:
    """Whether the calendar file that lies in the folder takes the event out of calendars."""
    last = review.history.last(actions.INVITATION_MADE)
    return last is not None and last.get("event") == CANCELLED
