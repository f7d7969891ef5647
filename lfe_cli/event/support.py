"""Whether colleagues have somebody to turn to: asked before the event, agency by agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.review.lookup import takes_part
from lfe_cli.review.workspace import Review


def about_support(review: Review, today: date) -> Iterator[str]:
    """Before the event: who has not said yet that colleagues have somebody to turn to.

    An agency is asked once it has been heard, and everybody once the event is prepared.
    """
    event = review.manifest.event.at
    if event and event.date() < today:
        return
    prepared = review.state.event.agenda is not None
    asked = [
        agency
        for agency in takes_part(review)
        if review.state.agency(agency.id).support_confirmed is None
        and (prepared or review.state.agency(agency.id).replies)
    ]
    if asked:
        names = ", ".join(agency.name for agency in asked)
        yield (
            f"ask how colleagues are looked after at {names}; once support is in place: "
            f"lfe reply {asked[0].id} --support yes"
        )
