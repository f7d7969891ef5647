"""Records what happened outside the tool: letters sent, replies, audits brought, who was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from lfe_cli.changes import Changes, Remove
from lfe_cli.errors import LfeError
from lfe_cli.review import actions, places
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Entry, Event
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.asked import agencies_named, agency_named
from lfe_cli.steps.ingest import noting_again
from lfe_cli.steps.names import refuse_names

TOLD = ("identity", "professionals", "family", "line-managers")


def sent(
    review: Review, ids: Sequence[str], letter: str, on: date
) -> tuple[tuple[str, ...], Changes]:
    """The letter was sent to these agencies; without any named, to all that it is drafted for."""
    drafted = {e.get("agency") for e in review.history.of(actions.LETTER_DRAFTED, letter=letter)}
    if not drafted:
        known = {str(e.get("letter")) for e in review.history.of(actions.LETTER_DRAFTED)}
        there_are = f"Drafted so far: {', '.join(sorted(known))}." if known else _MAKE_FIRST
        raise LfeError(f"No letter {letter} has been drafted.", next_step=there_are)
    asked = agencies_named(review, ids)
    agencies = [agency for agency in asked if agency.id in drafted]
    without = [agency.name for agency in asked if agency.id not in drafted]
    if ids and without:
        raise LfeError(f"No letter {letter} has been drafted for {', '.join(without)}.")
    events = [_fact(actions.SENT, on, agency=agency.id, letter=letter) for agency in agencies]
    return tuple(a.name for a in agencies), Changes(review.reference, events=tuple(events))


_MAKE_FIRST = "Make the letters first: lfe issue-audits, lfe agenda."


def reply(
    review: Review,
    agency_id: str,
    on: date,
    *,
    knows: bool | None,
    attending: int | None,
    bringing: bool | None,
    support: bool | None = None,
) -> tuple[str, Changes]:
    """What an agency replied: whether it knew the child, how many come, whether it brings it."""
    agency = agency_named(review, agency_id)
    said = {"knows": knows, "attending": attending, "bringing": bringing, "support": support}
    if knows is False and (attending or bringing):
        raise LfeError(
            f"{agency.name} cannot both not have known the child and come with an audit.",
            next_step="Record what it replied: --knows no alone, or --knows yes with the rest.",
        )
    given: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if not given:
        raise LfeError(
            f"What did {agency.name} reply?",
            next_step="Add --knows yes or no, --attending NUMBER, --bringing yes or no, "
            "--support yes or no.",
        )
    event = _fact(actions.REPLY, on, agency=agency.id, **given)
    return agency.name, Changes(review.reference, events=(event,))


def brought(review: Review, ids: Sequence[str], on: date) -> tuple[tuple[str, ...], Changes]:
    """These agencies brought their audits to the event; the audits went home with them."""
    agencies = [agency_named(review, i) for i in ids]
    event = review.manifest.event.at
    if event is not None and on < event.date():
        raise LfeError(
            f"The event is on {short_date(event.date())}: nothing has been brought to it yet.",
            next_step="Record it on the day. What agencies intend: lfe reply AGENCY --bringing yes",
        )
    events = [_fact(actions.BROUGHT, on, agency=agency.id) for agency in agencies]
    return tuple(a.name for a in agencies), Changes(review.reference, events=tuple(events))


def nil_return(review: Review, agency_id: str, reason: str, on: date) -> tuple[str, Changes]:
    """An agency has nothing to bring ("not known to us"): a return like any other."""
    agency = agency_named(review, agency_id)
    if review.history.last(actions.AUDIT_FILED, agency=agency.id) is not None:
        raise LfeError(
            f"The audit of {agency.name} is here already, so there is something to bring.",
            next_step="If it was filed by mistake, take that back first: lfe undo",
        )
    kept = refuse_names(review, reason, "--reason")
    event = _fact(actions.NIL_RETURN, on, agency=agency.id, reason=kept)
    return agency.name, Changes(review.reference, events=(event,))


def told(review: Review, whom: str, ids: Sequence[str], on: date) -> Changes:
    """Somebody was told what they have to know: date and route, never the content."""
    if whom not in TOLD:
        raise LfeError(f"lfe told does not know {whom}.", next_step=f"Known: {', '.join(TOLD)}.")
    if ids and whom != "identity":
        raise LfeError("--agency goes with identity alone.", next_step=f"lfe told {whom}")
    coming = [f for f in review.manifest.family if f.takes_part == "at the event"]
    if whom == "family" and not coming:
        raise LfeError(
            "Nobody of the family is entered who takes part at the event.",
            where=f"{review.reference}/{places.MANIFEST}, family",
            next_step="Enter them first, by relation: lfe edit",
        )
    if whom == "identity":
        agencies = agencies_named(review, ids)
        events = tuple(_fact(actions.TOLD, on, whom=whom, agency=agency.id) for agency in agencies)
    else:
        events = (_fact(actions.TOLD, on, whom=whom),)
    return Changes(review.reference, events=events)


def undo(review: Review, moment: datetime) -> tuple[Entry, Changes]:
    """Takes back the last thing that an officer recorded or filed, by a new entry.

    A filed audit stays where it lies, and the version before it counts again.
    """
    can_be = (*actions.FACTS, actions.AUDIT_FILED)
    facts = [entry for entry in review.history.standing() if entry.action in can_be]
    if not facts:
        raise LfeError("There is nothing recorded here that can be taken back.")
    last = facts[-1]
    about = {"undoes": last.id, "was": last.action, "agency": last.get("agency")}
    changes = Changes(review.reference, events=(Event(actions.UNDONE, about),))
    if last.action == actions.AUDIT_FILED:
        return last, changes.and_also(_note_before(review, str(last.get("agency")), moment))
    return last, changes


def _note_before(review: Review, agency: str, moment: datetime) -> Changes:
    """What was read of the version before the last; nothing where there is none."""
    files = [str(e.get("file")) for e in review.history.of(actions.AUDIT_FILED, agency=agency)]
    if len(files) > 1:
        return noting_again(review, agency, files[-2], moment)
    note = places.what_was_read(agency)
    content = review.read(note)
    if content is None:
        return Changes(review.reference)
    removal = Remove(f"{review.reference}/{note}", sha256(content))
    return Changes(review.reference, removals=(removal,))


def _fact(action: str, on: date, **about: Any) -> Event:
    return Event(action, {"on": on.isoformat(), **about})
