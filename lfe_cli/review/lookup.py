"""Agencies as people name them: those of a review, and a sentence where one is not asked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import get_args

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.agency_state import Progress
from lfe_cli.review.manifest import Relation, ReviewAgency, unknown_agency
from lfe_cli.review.partnership import Agency, Partnership
from lfe_cli.review.schema import LONGEST_ID
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import closest, joined


def agencies_named(review: Review, ids: Sequence[str]) -> tuple[Agency, ...]:
    """The agencies with these ids, or all that are asked. Raises LfeError for one that is not."""
    asked = review.agencies()
    if not asked:
        raise LfeError(
            f"No agency is named in {review.reference}/{files.MANIFEST} yet.",
            next_step="Add the agencies under agencies: lfe edit",
        )
    return tuple(agency_named(review, i) for i in ids) if ids else asked


def agency_named(review: Review, agency_id: str) -> Agency:
    """The agency with this id, or name. Raises LfeError where it is not asked in this review."""
    found = _called(review.agencies(), agency_id)
    if found is None:
        raise _not_asked(review, agency_id)
    return found


def _called(agencies: Iterable[Agency], given: str) -> Agency | None:
    meant = given.strip().casefold()
    return next((a for a in agencies if meant in (a.id, a.name.casefold())), None)


def _not_asked(review: Review, given: str) -> LfeError:
    """Who may be meant: of the family, of this review, of the partnership; else who is asked."""
    person = _of_the_family(review, given)
    if person:
        return LfeError(
            f"{given} is of the family, not an agency.",
            next_step=f"lfe heard --person {person}, lfe told family",
        )
    listed = _listed(review.partnership, given)
    new = listed.id if listed else ""
    close = _closest(review.agencies(), given)
    add = f"To add it: lfe agency add {new}" if new else ""
    mean = f"Did you mean {close}?" if close else ""
    if not new and not close:
        other = _closest(review.partnership.agencies, given)
        mean = f"Did you mean {other}? To add it: lfe agency add {other}" if other else ""
    asked = ", ".join(agency.id for agency in review.agencies())
    return LfeError(
        f"{given} is not asked in {review.reference}.",
        next_step=" ".join(filter(None, (mean, add))) or f"Asked are: {asked or 'none yet'}.",
    )


def asked_agency(partnership: Partnership, given: str) -> ReviewAgency:
    """The agency that is meant by an id or a name; `school-a` is one of the kind `school`.

    Raises LfeError for one that the partnership does not list.
    """
    found = _listed(partnership, given)
    if found is None:
        raise LfeError(
            f"{given} is not an agency of the partnership.",
            next_step=unknown_agency(given, partnership),
        )
    return found


def _listed(partnership: Partnership, given: str) -> ReviewAgency | None:
    """The agency that the partnership lists, or one more of a listed kind: `police-b`."""
    meant = given.strip().casefold()
    for agency in partnership.agencies:
        if meant in (agency.id, agency.name.casefold()):
            return ReviewAgency(id=agency.id)
        one_more = re.fullmatch(rf"{re.escape(agency.id)}-(?:[a-z]|[0-9]{{1,2}})", meant)
        if one_more and len(meant) <= LONGEST_ID:
            name = f"{agency.name} {meant.removeprefix(agency.id + '-').upper()}"
            return ReviewAgency(id=meant, name=name)
    return None


def _of_the_family(review: Review, given: str) -> str:
    """The key of the person whose relation is given, entered or not; "" for no relation."""
    key = "-".join(given.casefold().split())
    relations = {"-".join(one.split()) for one in get_args(Relation) if one != "other"}
    return key if key in relations | {person.key for person in review.manifest.family} else ""


def _closest(agencies: Iterable[Agency], given: str) -> str:
    """The id of the one that is written most like it, "" where none is."""
    ids = {name: a.id for a in agencies for name in (a.name.casefold(), a.id)}
    return ids.get(closest(given.strip().casefold(), ids, likeness=0.6), "")


def agencies_at(review: Review, *progress: Progress) -> tuple[Agency, ...]:
    """The agencies that have come just so far, in the manifest's order."""
    return tuple(a for a in review.agencies() if review.state.agency(a.id).progress in progress)


def takes_part(review: Review) -> tuple[Agency, ...]:
    """Everybody who is asked, but those that have nothing to bring or have withdrawn."""
    return tuple(a for a in review.agencies() if review.state.agency(a.id).takes_part)


def refuse_if_withdrawn(review: Review, agencies: Iterable[Agency]) -> None:
    """Raises LfeError where one of these agencies takes no further part: it gets no letter."""
    names = [a.name for a in agencies if review.state.agency(a.id).withdrawn]
    if names:
        raise LfeError(
            f"{joined(names)} takes no further part, so nothing is made for it.",
            next_step="If it takes part again: lfe agency add ID",
        )


def refuse_once_withdrawn(agency: Agency, review: Review, so: str) -> None:
    """Raises LfeError for an agency that has withdrawn; `so` says what that means for it."""
    if review.state.agency(agency.id).withdrawn is not None:
        raise LfeError(
            f"{agency.name} has withdrawn, so {so}.",
            next_step=f"If it takes part again: lfe agency add {agency.id}",
        )
