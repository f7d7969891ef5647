"""The record of what happened outside the tool: letters sent, replies, audits brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lfe_cli.checks.kept import refuse_names
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.letters.outbox import unsent_drafts
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.events import Brought, NilReturn, Reply, Sent
from lfe_cli.review.lookup import (
    agencies_at,
    agencies_named,
    agency_named,
    refuse_once_withdrawn,
    takes_part,
)
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


def sent(
    review: Review, ids: Sequence[str], letter: str, on: date
) -> tuple[tuple[str, ...], Changes]:
    """The letter was sent to these agencies.

    Without any named: to all that take part and whose draft was not recorded yet; what was keeps
    its day. Raises LfeError where nobody's is waiting. Who is named is recorded again.
    """
    drafted = {entry.event.agency for entry in review.state.letters.drafted_of(letter)}
    if not drafted:
        known = {entry.event.letter for entry in review.state.letters.drafted}
        make = "Make the letters first: lfe issue-audits, lfe agenda."
        there_are = f"Drafted so far: {', '.join(sorted(known))}." if known else make
        raise LfeError(f"No letter {letter} has been drafted.", next_step=there_are)
    asked = agencies_named(review, ids)
    agencies = [agency for agency in asked if agency.id in drafted]
    if not ids:  # whoever has withdrawn still has a draft lying about, which nobody sent
        agencies = [a for a in agencies if a in takes_part(review)] or agencies
        agencies = [a for a in agencies if not _is_recorded(review, a.id, letter)]
        if not agencies:
            raise _all_recorded(review, letter)
    without = [agency.name for agency in asked if agency.id not in drafted]
    if ids and without:
        raise LfeError(f"No letter {letter} has been drafted for {', '.join(without)}.")
    events = [Sent(on=on, agency=agency.id, letter=letter) for agency in agencies]
    return tuple(a.name for a in agencies), Changes(review.reference, events=tuple(events))


def _is_recorded(review: Review, agency_id: str, letter: str) -> bool:
    """The newest draft of a letter was recorded as sent."""
    sent = review.state.agency(agency_id).last_sent(letter)
    drafted = review.state.agency(agency_id).last_drafted(letter)
    return sent is not None and drafted is not None and drafted.at < sent.at


def _all_recorded(review: Review, letter: str) -> LfeError:
    """Nothing is recorded twice by mistake: the days that follow count from the first."""
    what = "request" if letter == REQUEST.id else f"letter {letter}"
    waiting: dict[str, list[str]] = {}
    still_asked = agencies_at(review, "asked")
    for agency in takes_part(review):
        for draft in unsent_drafts(review, agency.id):
            until_heard = draft.kind is not None and draft.kind.until_heard
            if agency in still_asked or not until_heard:
                waiting.setdefault(draft.letter, []).append(agency.name)
    drafts = "; ".join(
        f"{name} ({', '.join(names)}): lfe sent --letter {name}"
        for name, names in sorted(waiting.items())
    )
    option = "" if letter == REQUEST.id else f" --letter {letter}"
    correct = f"To correct a day: lfe sent{option} --agency ID --on DATE"
    return LfeError(
        f"Every {what} is recorded as sent.",
        next_step=f"Waiting to be recorded: {drafts}" if drafts else correct,
    )


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
    """The reply of an agency: it knew the child, so many come, it brings its audit, or not."""
    agency = agency_named(review, agency_id)
    refuse_once_withdrawn(agency, review, "no reply is expected from it")
    _refuse_contradictions(agency, knows=knows, attending=attending, bringing=bringing)
    if all(answer is None for answer in (knows, attending, bringing, support)):
        raise LfeError(
            f"What did {agency.name} reply?",
            next_step="Add --knows yes or no, --attending NUMBER, --bringing yes or no, "
            "--support yes or no.",
        )
    event = Reply(
        on=on,
        agency=agency.id,
        knows=knows,
        attending=attending,
        bringing=bringing,
        support=support,
    )
    return agency.name, Changes(review.reference, events=(event,))


def _refuse_contradictions(
    agency: Agency, *, knows: bool | None, attending: int | None, bringing: bool | None
) -> None:
    does = [what for what, said in (("come", attending), ("bring its audit", bringing)) if said]
    if knows is False and does:
        raise LfeError(
            f"{agency.name} cannot both not have known the child and {joined(does)}.",
            next_step="Record what it replied: --knows no alone, or --knows yes with the rest.",
        )
    if attending == 0 and bringing:
        raise LfeError(
            f"Nobody comes from {agency.name}, so nobody would bring its audit.",
            next_step="Record how many come, or --bringing no. If it sends its audit ahead: "
            "lfe ingest",
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
    if review.state.agency(agency.id).sent_ahead is not None:
        raise LfeError(
            f"The audit of {agency.name} is here already, so there is something to bring.",
            next_step="If it was filed by mistake, take that back first: lfe undo",
        )
    kept = refuse_names(review, reason, "--reason")
    event = NilReturn(on=on, agency=agency.id, reason=kept)
    return Changes(review.reference, events=(event,))
