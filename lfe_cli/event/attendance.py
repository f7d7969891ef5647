"""The people who came to the learning event, counted by agency and role.

Roles are fixed choices and nobody is named. What is recorded here goes into no other document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.event.day import refuse_to_record_yet
from lfe_cli.review.attending import ROLES, counted_roles
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event
from lfe_cli.review.events import Attended, Brought
from lfe_cli.review.history.entries import Recorded, undone
from lfe_cli.review.lookup import agency_named, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review


@dataclass(frozen=True)
class Came:
    """An agency at the event: how many came in each role, or nobody, with `apologies` or without.

    `instead`: something else had been recorded of it before. `no_longer_brought`: that had said
    that it brought its audit, and this does not.
    """

    agency: Agency
    people: Mapping[str, int]
    apologies: bool
    brought: bool
    instead: bool
    no_longer_brought: bool


def attended(
    review: Review,
    agency_id: str,
    on: date,
    *,
    roles: Sequence[str] = (),
    apologies: bool = False,
    absent: bool = False,
    brought: bool = False,
) -> tuple[Came, Changes]:
    """Records who came from an agency, one role a person, and whether it brought its audit.

    What was recorded of it before no longer counts. Raises LfeError for a role that is none of
    ROLES, before the event, and for an agency that has nothing to bring or has withdrawn.
    """
    agency = agency_named(review, agency_id)
    refuse_to_record_yet(review, on)
    _refuse_where_it_takes_no_part(review, agency)
    people = _people(roles)
    if [bool(people), apologies, absent].count(True) != 1:
        raise _who_came(agency, several=bool(people) or apologies or absent)
    if brought and not people:
        raise _nobody_brought_it(agency)
    earlier = review.state.agency(agency.id).attended
    taken_back = [one for entry in earlier for one in _brought_with(review, entry)]
    events: list[Event] = [undone(entry) for entry in taken_back]
    events.append(
        Attended(on=on, agency=agency.id, people=people, apologies=apologies, absent=absent)
    )
    if brought:
        events.append(Brought(on=on, agency=agency.id))
    came = Came(agency, people, apologies, brought, bool(earlier), bool(taken_back) and not brought)
    return came, Changes(review.reference, events=tuple(events))


def _brought_with(review: Review, attended: Recorded[Attended]) -> tuple[Recorded[Brought], ...]:
    """The audit that the command recorded which recorded who came; one brought alone stands."""
    together = {entry.id for entry in review.recorded_with(attended)}
    brought = review.state.agency(attended.event.agency).brought
    return tuple(entry for entry in brought if entry.id in together)


def not_recorded_yet(review: Review, today: date) -> tuple[Agency, ...]:
    """From the event's day on: the agencies of which it is not recorded who came."""
    event = review.manifest.event.at
    if event is None or today < event.date():
        return ()
    return tuple(a for a in takes_part(review) if review.state.agency(a.id).attendance is None)


def audit_is_known(review: Review, agency: Agency) -> bool:
    """It is recorded that this agency brought its audit, or sent it ahead."""
    return review.state.agency(agency.id).progress in ("brought", "sent ahead")


def _people(roles: Sequence[str]) -> dict[str, int]:
    try:
        return counted_roles(roles)
    except WrongValue as wrong:
        raise LfeError(f"--role {wrong.what}", next_step=wrong.instead) from None


def _who_came(agency: Agency, *, several: bool) -> LfeError:
    if several:
        return LfeError(
            f"{agency.name} either came, sent apologies or was not there.",
            next_step="If only some could come, record those who did, with --role alone.",
        )
    return LfeError(
        f"Who came from {agency.name}?",
        next_step="Add --role once for each person "
        f"({', '.join(ROLES)}), or --apologies where nobody could come and it said so, "
        "or --absent.",
    )


def _nobody_brought_it(agency: Agency) -> LfeError:
    return LfeError(
        f"Nobody of {agency.name} was there who could have brought its audit.",
        next_step="If somebody else brought it, record that by itself: "
        f"lfe ingest --brought {agency.id}",
    )


def _refuse_where_it_takes_no_part(review: Review, agency: Agency) -> None:
    """Whoever did not know the child was not in the room: one of two records is a mistake."""
    state = review.state.agency(agency.id).progress
    if state == "withdrawn":
        raise LfeError(
            f"{agency.name} has withdrawn, so nobody is expected from it.",
            next_step=f"If it took part after all: lfe agency add {agency.id}",
        )
    if state != "nil":
        return
    instead = f"lfe reply {agency.id} --knows yes"
    nil = review.state.agency(agency.id).nil_returns
    if nil:
        instead = review.state.way_back(nil[-1])
    raise LfeError(
        f"It is recorded that {agency.name} has nothing to bring.",
        next_step=f"If it did know the child and came, put that right first: {instead}",
    )


def _names(agencies: Sequence[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)
