"""Whether colleagues have somebody to turn to: asked before the event, agency by agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.review import actions
from lfe_cli.review.states import support_confirmed, takes_part
from lfe_cli.review.workspace import Review


def about_support(review: Review, today: date) -> Iterator[str]:
    """Before the event: who has not said yet that colleagues have somebody to turn to.

    An agency is asked once it has been heard, and everybody once the event is prepared.
    """
    event, history = review.manifest.event.at, review.history
    if event and event.date() < today:
        return
    prepared = history.last(actions.AGENDA_MADE) is not None
    asked = [
        agency
        for agency in takes_part(review)
        if support_confirmed(history, agency.id) is None
        and (prepared or history.last(actions.REPLY, agency=agency.id))
    ]
    if asked:
        names = ", ".join(agency.name for agency in asked)
        yield (
            f"ask how colleagues are looked after at {names}; once support is in place: "
            f"lfe reply {asked[0].id} --support yes"
        )
