"""The letters that are made by their name alone; every other one comes with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lfe_cli.changes import Changes
from lfe_cli.errors import LfeError
from lfe_cli.letters.draft import Drafted
from lfe_cli.review.workspace import Review
from lfe_cli.steps.family_letter import family_letter
from lfe_cli.steps.thank_you import thank_you

LETTERS: Mapping[str, Callable[[Review, Sequence[str], datetime], tuple[Drafted, Changes]]] = {
    "thank-you": thank_you,
}
FAMILY = "family"
# What makes the other letters.
_MADE_BY: Mapping[str, str] = {
    "audit-request": "lfe issue-audits",
    "chaser-1": "lfe chase",
    "chaser-2": "lfe chase",
    "chaser-3": "lfe chase",
    "invitation": "lfe agenda",
    "line-managers": "lfe agenda",
    "moved": "lfe move",
    "cancelled": "lfe cancel",
    "still-open": "lfe ingest --ask",
    "without-names": "lfe ingest",
}


def make_letter(
    review: Review, name: str, ids: Sequence[str], moment: datetime, *, person: str | None = None
) -> tuple[Drafted, Changes]:
    """The letter called `name`, to these agencies or to all that it is for.

    The family's letter is for one `person`, by relation, and goes to no agency. Raises LfeError
    for a name that is not known here, and says which command makes that letter.
    """
    meant = name.strip().casefold()
    if meant == FAMILY and not ids:
        return family_letter(review, person, moment)
    if meant == FAMILY or person is not None:
        raise LfeError(
            "A letter to the family is for one person, and every other one is for agencies.",
            next_step="lfe letter family --person RELATION",
        )
    if meant in LETTERS:
        return LETTERS[meant](review, ids, moment)
    if meant in _MADE_BY:
        raise LfeError(
            f"The letter {meant} is not made by its name.",
            next_step=f"What makes it: {_MADE_BY[meant]}",
        )
    known = ", ".join((*LETTERS, FAMILY))
    raise LfeError(f"There is no letter {name}.", next_step=f"Made by its name: {known}.")
