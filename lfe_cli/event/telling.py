"""Records who was told what they have to know, and who of the family was heard; no content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.event.family import (
    coming,
    not_told_the_learning,
    person_meant,
    professionals_to_tell,
    refuse_if_not_told,
)
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.events import Heard, Told
from lfe_cli.review.lookup import agencies_named, refuse_once_withdrawn, takes_part
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

TOLD = ("identity", "professionals", "family", "line-managers", "feedback")
_AGENCY_BY_AGENCY = ("identity", "professionals")
_PERSON_BY_PERSON = ("family", "feedback")


def told(
    review: Review, whom: str, ids: Sequence[str], on: date, *, person: str | None = None
) -> Changes:
    """Somebody was told what they have to know: date and route, never the content.

    Of the family one `person`, or with `family` everybody who takes part at the event.
    """
    if whom not in TOLD:
        raise LfeError(
            f"{whom} is nobody that can be recorded as told.",
            next_step=f"Known: {', '.join(TOLD)}.",
        )
    if ids and whom not in _AGENCY_BY_AGENCY:
        raise LfeError(
            "--agency goes with identity and with professionals.", next_step=f"lfe told {whom}"
        )
    if person is not None and whom not in _PERSON_BY_PERSON:
        raise LfeError("--person goes with family and with feedback.", next_step=f"lfe told {whom}")
    if whom in _AGENCY_BY_AGENCY:
        agencies = _agencies(review, whom, ids)
        events = [Told(on=on, whom=whom, agency=agency.id) for agency in agencies]
    elif whom in _PERSON_BY_PERSON:
        people = _people(review, whom, person)
        events = [Told(on=on, whom=whom, person=key) for key in people]
    else:
        events = [Told(on=on, whom=whom)]
    return Changes(review.reference, events=tuple(events))


def _agencies(review: Review, whom: str, ids: Sequence[str]) -> tuple[Agency, ...]:
    """Those named; else who takes part and is not recorded to know yet, or all of them again."""
    if whom == "professionals" and not review.manifest.event.family_part:
        raise LfeError(
            "No family part is planned, so there is nothing to tell the professionals of it.",
            where=f"{review.reference}/{files.MANIFEST}, event.family_part",
            next_step="If the family takes part, write family_part: yes first: lfe edit",
        )
    agencies = agencies_named(review, ids)
    if ids:
        for agency in agencies:
            refuse_once_withdrawn(agency, review, "it is told no more")
        return agencies
    part = takes_part(review)
    if not part:
        raise LfeError("No agency takes part, so there is nobody to tell.")
    if whom == "professionals":
        return professionals_to_tell(review) or part
    return tuple(a for a in part if not review.state.agency(a.id).told_identity) or part


def _people(review: Review, whom: str, person: str | None) -> list[str]:
    """The keys of those who were told; who hears the learning is recorded one by one."""
    if person is not None or whom == "feedback":
        meant = person_meant(review, person, not_told_the_learning(review))
        refuse_if_not_told(review, meant)
        if whom == "family":
            _refuse_if_not_safe(review, meant)
        elif review.state.page.last is None:
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
    event = Heard(on=on, person=meant.key)
    return meant.said, Changes(review.reference, events=(event,))
