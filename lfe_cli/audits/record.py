"""The record of what happened outside the tool: letters sent, replies, audits brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lfe_cli.checks.kept import refuse_names
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import KINDS, REQUEST, kind_of
from lfe_cli.letters.outbox import (
    not_needed_any_more,
    recorded_as_sent,
    unsent_drafts,
    was_sent_since,
)
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.days import short_date
from lfe_cli.review.events import Brought, NilReturn, Sent
from lfe_cli.review.lookup import (
    agencies_named,
    agency_named,
)
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import did_you_mean


def sent(
    review: Review, ids: Sequence[str], letter: str, on: date
) -> tuple[tuple[str, ...], Changes]:
    """The letter was sent to these agencies, or what it says reached them another way.

    Without any named: to all that take part and whose draft was not recorded yet; what was keeps
    its day. Raises LfeError where nobody's is waiting. Who is named is recorded again, also where
    no draft was made. A draft that lay in the outbox is kept among the letters that were sent.
    """
    _refuse_what_no_agency_gets(letter)
    agencies = agencies_named(review, ids) if ids else _whose_is_waiting(review, letter, on)
    parts = []
    for agency in agencies:
        drafted = review.state.agency(agency.id).last_drafted(letter)
        event = Sent(on=on, agency=agency.id, letter=letter, no_draft=drafted is None)
        is_waiting = drafted is not None and not was_sent_since(review, drafted)
        draft = drafted.event.file if drafted and is_waiting else None
        parts.append(recorded_as_sent(review, event, draft))
    return tuple(a.name for a in agencies), together(review.reference, parts)


def _refuse_what_no_agency_gets(letter: str) -> None:
    known = [kind.id for kind in KINDS if kind.is_sent and kind.to != "group"]
    if letter not in known:
        raise LfeError(
            f"{letter} is no letter that goes to agencies.",
            next_step=f"{did_you_mean(letter, known)} Letters to agencies: {', '.join(known)}.",
        )


def _whose_is_waiting(review: Review, letter: str, on: date) -> tuple[Agency, ...]:
    agencies = [a for a in review.agencies() if review.state.agency(a.id).last_drafted(letter)]
    if not agencies:
        known = {entry.event.letter for entry in review.state.letters.drafted}
        make = "Make the letters first: lfe issue-audits, lfe agenda."
        there_are = f"Drafted so far: {', '.join(sorted(known))}." if known else make
        raise LfeError(
            f"No letter {letter} has been drafted.",
            next_step=f"{there_are} What went another way: lfe sent --letter {letter} --agency ID",
        )
    # whoever has withdrawn still has a draft lying about, which nobody sent
    agencies = [a for a in agencies if _is_for(review, a, letter)] or agencies
    waiting = tuple(a for a in agencies if not _is_recorded(review, a.id, letter))
    if not waiting:
        raise _all_recorded(review, letter, on)
    return waiting


def _is_for(review: Review, agency: Agency, letter: str) -> bool:
    """It takes part, or took part and hears of the day all the same."""
    its, kind = review.state.agency(agency.id), kind_of(letter)
    return its.takes_part or bool(kind and kind.corrects_the_day and its.withdrawn is None)


def _is_recorded(review: Review, agency_id: str, letter: str) -> bool:
    """The newest draft of a letter was recorded as sent."""
    drafted = review.state.agency(agency_id).last_drafted(letter)
    return drafted is not None and was_sent_since(review, drafted)


def _all_recorded(review: Review, letter: str, on: date) -> LfeError:
    """Nothing is recorded twice by mistake: the days that follow count from the first."""
    what = "request" if letter == REQUEST.id else f"letter {letter}"
    waiting: dict[str, list[str]] = {}
    names = {agency.id: agency.name for agency in review.agencies()}
    for draft in unsent_drafts(review):
        if draft.agency in names and not not_needed_any_more(review, draft, on):
            waiting.setdefault(draft.letter, []).append(names[draft.agency])
    drafts = "; ".join(
        f"{name} ({', '.join(those)}): lfe sent --letter {name}"
        for name, those in sorted(waiting.items())
    )
    option = "" if letter == REQUEST.id else f" --letter {letter}"
    correct = f"To correct a day: lfe sent{option} --agency ID --on DATE"
    return LfeError(
        f"Every {what} is recorded as sent.",
        next_step=f"Waiting to be recorded: {drafts}" if drafts else correct,
    )


def brought(review: Review, ids: Sequence[str], on: date) -> Changes:
    """These agencies brought their audits to the event; the audits went home with them."""
    agencies = [agency_named(review, i) for i in ids]
    event = review.manifest.event.at
    if event is not None and on < event.date():
        raise LfeError(
            f"The event is on {short_date(event.date())}: nothing has been brought to it yet.",
            next_step="Record it on the day. What agencies intend: lfe reply AGENCY --bringing yes",
        )
    events = tuple(Brought(on=on, agency=agency.id) for agency in agencies)
    return Changes(review.reference, events=events)


def nil_return(review: Review, agency_id: str, reason: str, on: date) -> Changes:
    """An agency has nothing to bring ("not known to us"): a return like any other."""
    agency = agency_named(review, agency_id)
    here = review.state.agency(agency.id).sent_ahead
    if here is not None:
        raise LfeError(
            f"The audit of {agency.name} is here already, so there is something to bring.",
            next_step="If it was filed by mistake, take that back first: "
            f"{review.state.way_back(here)}",
        )
    kept = refuse_names(review, reason, "--reason")
    event = NilReturn(on=on, agency=agency.id, reason=kept)
    return Changes(review.reference, events=(event,))
