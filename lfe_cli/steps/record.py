"""Records what happened outside the tool: letters sent, replies, audits brought, who was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lfe_cli.changes import Changes
from lfe_cli.errors import LfeError
from lfe_cli.review import actions
from lfe_cli.review.history import Entry, Event
from lfe_cli.review.workspace import Review
from lfe_cli.steps.asked import agencies_named, agency_named
from lfe_cli.steps.names import refuse_names

TOLD = ("identity", "professionals", "family", "line-managers")


def sent(
    review: Review, ids: Sequence[str], letter: str, on: date
) -> tuple[tuple[str, ...], Changes]:
    """The letter was sent to these agencies, or to all of them."""
    agencies = agencies_named(review, ids)
    without = [
        a.id for a in agencies if review.history.last(actions.FORM_ISSUED, agency=a.id) is None
    ]
    if letter == "audit-request" and without:
        raise LfeError(
            f"No form was made yet for {', '.join(without)}.",
            next_step=f"Make it first: lfe issue-audits -r {review.reference}",
        )
    events = [_fact(actions.SENT, on, agency=agency.id, letter=letter) for agency in agencies]
    return tuple(a.name for a in agencies), Changes(review.reference, events=tuple(events))


def reply(
    review: Review,
    agency_id: str,
    on: date,
    *,
    knows: bool | None,
    attending: int | None,
    bringing: bool | None,
) -> tuple[str, Changes]:
    """What an agency replied: whether it knew the child, how many come, whether it brings it."""
    agency = agency_named(review, agency_id)
    said = {"knows": knows, "attending": attending, "bringing": bringing}
    given: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if not given:
        raise LfeError(
            f"What did {agency.name} reply?",
            next_step="Add --knows yes or no, --attending NUMBER, --bringing yes or no.",
        )
    event = _fact(actions.REPLY, on, agency=agency.id, **given)
    return agency.name, Changes(review.reference, events=(event,))


def brought(review: Review, ids: Sequence[str], on: date) -> tuple[tuple[str, ...], Changes]:
    """These agencies brought their audits to the event; the audits went home with them."""
    agencies = [agency_named(review, i) for i in ids]
    events = [_fact(actions.BROUGHT, on, agency=agency.id) for agency in agencies]
    return tuple(a.name for a in agencies), Changes(review.reference, events=tuple(events))


def nil_return(review: Review, agency_id: str, reason: str, on: date) -> tuple[str, Changes]:
    """An agency has nothing to bring ("not known to us"): a return like any other."""
    agency = agency_named(review, agency_id)
    kept = refuse_names(review, reason, "--reason")
    event = _fact(actions.NIL_RETURN, on, agency=agency.id, reason=kept)
    return agency.name, Changes(review.reference, events=(event,))


def told(review: Review, whom: str, ids: Sequence[str], on: date) -> Changes:
    """Somebody was told what they have to know: date and route, never the content."""
    if whom not in TOLD:
        raise LfeError(f"{whom} is nobody who is told.", next_step=f"Known: {', '.join(TOLD)}.")
    if whom == "identity":
        agencies = agencies_named(review, ids)
        events = tuple(_fact(actions.TOLD, on, whom=whom, agency=agency.id) for agency in agencies)
    else:
        events = (_fact(actions.TOLD, on, whom=whom),)
    return Changes(review.reference, events=events)


def undo(review: Review) -> tuple[Entry, Changes]:
    """Takes back the last fact that was recorded, by a new entry."""
    facts = [entry for entry in review.history.standing() if entry.action in actions.FACTS]
    if not facts:
        raise LfeError("There is nothing recorded here that can be taken back.")
    last = facts[-1]
    event = Event(
        actions.UNDONE, {"undoes": last.id, "was": last.action, "agency": last.get("agency")}
    )
    return last, Changes(review.reference, events=(event,))


def _fact(action: str, on: date, **about: Any) -> Event:
    return Event(action, {"on": on.isoformat(), **about})
