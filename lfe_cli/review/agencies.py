"""The agencies of a review: who takes part, who has come how far, and who is asked no more."""

from __future__ import annotations

from collections.abc import Iterable

from lfe_cli.errors import LfeError
from lfe_cli.review.agency_state import Progress
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


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
