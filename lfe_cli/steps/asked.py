"""Which agencies of a review are meant, and a sentence where one is not asked in it."""

from __future__ import annotations

from collections.abc import Sequence

from lfe_cli.errors import LfeError
from lfe_cli.review import places
from lfe_cli.review.manifest import unknown_agency
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review


def agencies_named(review: Review, ids: Sequence[str]) -> tuple[Agency, ...]:
    """The agencies with these ids, or all that are asked. Raises LfeError for one that is not."""
    asked = review.agencies()
    if not asked:
        raise LfeError(
            f"No agency is named in {review.reference}/{places.MANIFEST} yet.",
            next_step=f"Add the agencies under agencies: lfe edit -r {review.reference}",
        )
    return tuple(agency_named(review, i) for i in ids) if ids else asked


def agency_named(review: Review, agency_id: str) -> Agency:
    """The agency with this id, or name. Raises LfeError where it is not asked in this review."""
    meant = agency_id.strip().casefold()
    for agency in review.agencies():
        if meant in (agency.id, agency.name.casefold()):
            return agency
    if review.partnership.agency(agency_id) is None:
        raise LfeError(
            f"{agency_id} is not an agency of the partnership.",
            next_step=unknown_agency(agency_id, review.partnership),
        )
    raise LfeError(
        f"{agency_id} is not asked in {review.reference}.",
        next_step=f"Add it under agencies in the manifest: lfe edit -r {review.reference}",
    )
