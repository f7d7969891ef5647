"""Records what happened outside the tool: letters sent, replies, audits brought, who was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lfe_cli.changes import Changes
from lfe_cli.errors import LfeError
from lfe_cli.letters.draft import unsent_drafts
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.review import actions, files
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Event
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.asked import agencies_named, agency_named
from lfe_cli.steps.family import (
    coming,
    not_told_the_learning,
    person_meant,
    refuse_if_not_told,
)
from lfe_cli.steps.names import refuse_names
from lfe_cli.steps.states import agencies_at, audit_sent_ahead, takes_part

TOLD = ("identity", "professionals", "family", "line-managers", "feedback")
_PERSON_BY_PERSON = ("family", "feedback")


def sent(
    review: Review, ids: Sequence[str], letter: str, on: date
) -> tuple[tuple[str, ...], Changes]:
    """The letter was sent to these agencies.

    Without any named: to all that take part and whose draft was not recorded yet; what was keeps
    its day. Raises LfeError where nobody's is waiting. Who is named is recorded again.
    """
    drafted = {e.get("agency") for e in review.history.of(actions.LETTER_DRAFTED, letter=letter)}
    if not drafted:
        known = {str(e.get("letter")) for e in review.history.of(actions.LETTER_DRAFTED)}
        there_are = f"Drafted so far: {', '.join(sorted(known))}." if known else _MAKE_FIRST
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
    events = [_fact(actions.SENT, on, agency=agency.id, letter=letter) for agency in agencies]
    return tuple(a.name for a in agencies), Changes(review.reference, events=tuple(events))


def _is_recorded(review: Review, agency_id: str, letter: str) -> bool:
    """Whether the newest draft of a letter was recorded as sent."""
    sent = review.history.last(actions.SENT, agency=agency_id, letter=letter)
    drafted = review.history.last(actions.LETTER_DRAFTED, agency=agency_id, letter=letter)
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
    _refuse_if_withdrawn(agency, review, "no reply is expected from it")
    said = {"knows": knows, "attending": attending, "bringing": bringing, "support": support}
    _refuse_contradictions(agency, knows=knows, attending=attending, bringing=bringing)
    given: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if not given:
        raise LfeError(
            f"What did {agency.name} reply?",
            next_step="Add --knows yes or no, --attending NUMBER, --bringing yes or no, "
            "--support yes or no.",
        )
    event = _fact(actions.REPLY, on, agency=agency.id, **given)
    return agency.name, Changes(review.reference, events=(event,))


def _refuse_contradictions(
    agency: Agency, *, knows: bool | None, attending: int | None, bringing: bool | None
) -> None:
    does = [what for what, said in (("come", attending), ("bring its audit", bringing)) if said]
    if knows is False and does:
        raise LfeError(
            f"{agency.name} cannot both not have known the child and {' and '.join(does)}.",
            next_step="Record what it replied: --knows no alone, or --knows yes with the rest.",
        )
    if attending == 0 and bringing:
        raise LfeError(
            f"Nobody comes from {agency.name}, so nobody would bring its audit.",
            next_step="Record how many come, or --bringing no. If it sends its audit ahead: "
            "lfe ingest",
        )


def _refuse_if_withdrawn(agency: Agency, review: Review, so: str) -> None:
    if review.history.last(actions.WITHDRAWN, agency=agency.id) is not None:
        raise LfeError(
            f"{agency.name} has withdrawn, so {so}.",
            next_step=f"If it takes part again: lfe agency add {agency.id}",
        )


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
    if audit_sent_ahead(review.history, agency.id) is not None:
        raise LfeError(
            f"The audit of {agency.name} is here already, so there is something to bring.",
            next_step="If it was filed by mistake, take that back first: lfe undo",
        )
    kept = refuse_names(review, reason, "--reason")
    event = _fact(actions.NIL_RETURN, on, agency=agency.id, reason=kept)
    return agency.name, Changes(review.reference, events=(event,))


def told(
    review: Review, whom: str, ids: Sequence[str], on: date, *, person: str | None = None
) -> Changes:
    """Somebody was told what they have to know: date and route, never the content.

    Of the family one `person`, or with `family` everybody who takes part at the event.
    """
    if whom not in TOLD:
        raise LfeError(f"lfe told does not know {whom}.", next_step=f"Known: {', '.join(TOLD)}.")
    if ids and whom != "identity":
        raise LfeError("--agency goes with identity alone.", next_step=f"lfe told {whom}")
    if person is not None and whom not in _PERSON_BY_PERSON:
        raise LfeError("--person goes with family and with feedback.", next_step=f"lfe told {whom}")
    if whom == "identity":
        agencies = _who_hears_which_child(review, ids)
        events = tuple(_fact(actions.TOLD, on, whom=whom, agency=agency.id) for agency in agencies)
    elif whom in _PERSON_BY_PERSON:
        people = _people(review, whom, person)
        events = tuple(_fact(actions.TOLD, on, whom=whom, person=key) for key in people)
    else:
        if whom == "professionals" and not review.manifest.event.family_part:
            raise LfeError(
                "No family part is planned, so there is nothing to tell the professionals of it.",
                where=f"{review.reference}/{files.MANIFEST}, event.family_part",
                next_step="If the family takes part, write family_part: yes first: lfe edit",
            )
        events = (_fact(actions.TOLD, on, whom=whom),)
    return Changes(review.reference, events=events)


def _who_hears_which_child(review: Review, ids: Sequence[str]) -> tuple[Agency, ...]:
    """Those named; else who takes part and is not recorded to know yet, or all of them again."""
    agencies = agencies_named(review, ids)
    if ids:
        for agency in agencies:
            _refuse_if_withdrawn(agency, review, "it is told no more")
        return agencies
    part = takes_part(review)
    if not part:
        raise LfeError("No agency takes part, so there is nobody to tell which child it is about.")
    told = {e.get("agency") for e in review.history.of(actions.TOLD, whom="identity")}
    return tuple(a for a in part if a.id not in told) or part


def _people(review: Review, whom: str, person: str | None) -> list[str]:
    """The keys of those who were told; who hears the learning is recorded one by one."""
    if person is not None or whom == "feedback":
        meant = person_meant(review, person, not_told_the_learning(review))
        refuse_if_not_told(review, meant)
        if whom == "family":
            _refuse_if_not_safe(review, meant)
        elif review.history.last(actions.REPORT_MADE) is None:
            raise LfeError(
                "There is no page yet that they could hear of.", next_step="Make it: lfe report"
            )
        return [meant.key]
    if not coming(review):
        raise LfeError(
            "Nobody of the family is entered who takes part at the event.",
            where=f"{review.reference}/{files.MANIFEST}, family",
            next_step="Enter them first, by relation: lfe edit",
        )
    for one in coming(review):
        _refuse_if_not_safe(review, one)
    return [f.key for f in coming(review)]


def _refuse_if_not_safe(review: Review, person: FamilyMember) -> None:
    """Whoever was in touch although nobody said that it is safe may have put somebody at risk."""
    if person.safe_to_contact != "yes":
        raise LfeError(
            f"It is not known to be safe to contact {person.said}. If somebody did, speak to the "
            "social worker today.",
            where=f"{review.reference}/{files.MANIFEST}, family ({person.key})",
            next_step="Put safe_to_contact and asked right in review.yaml first: lfe edit",
        )


def heard(review: Review, person: str | None, on: date) -> tuple[str, Changes]:
    """Somebody of the family told us their views: that, and when; never what they said."""
    known = [f for f in review.manifest.family if f.told]
    meant = person_meant(review, person, known)
    refuse_if_not_told(review, meant)
    _refuse_if_not_safe(review, meant)
    event = _fact(actions.HEARD, on, person=meant.key)
    return meant.said, Changes(review.reference, events=(event,))


def _fact(action: str, on: date, **about: Any) -> Event:
    return Event(action, {"on": on.isoformat(), **about})
