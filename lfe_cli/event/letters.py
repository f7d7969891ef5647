"""The letters that are made by their name alone; every other one comes with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lfe_cli.errors import LfeError
from lfe_cli.event.family_letter import family_letter
from lfe_cli.event.thank_you import thank_you
from lfe_cli.letters.draft import Drafted
from lfe_cli.letters.kinds import FAMILY, KINDS, THANK_YOU, LetterKind, kind_of
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

_TO_AGENCIES: Mapping[
    LetterKind, Callable[[Review, Sequence[str], datetime], tuple[Drafted, Changes]]
] = {THANK_YOU: thank_you}


def make_letter(
    review: Review, name: str, ids: Sequence[str], moment: datetime, *, person: str | None = None
) -> tuple[Drafted, Changes]:
    """The letter called `name`, to these agencies or to all that it is for.

    The family's letter is for one `person`, by relation, and goes to no agency. Raises LfeError
    for a name that is not known here, and says which command makes that letter.
    """
    kind = kind_of(name.strip().casefold())
    if kind is FAMILY and not ids:
        return family_letter(review, person, moment)
    if kind is FAMILY or person is not None:
        raise LfeError(
            "A letter to the family is for one person, and every other one is for agencies.",
            next_step="lfe letter family --person RELATION",
        )
    if kind is not None and kind in _TO_AGENCIES:
        return _TO_AGENCIES[kind](review, ids, moment)
    if kind is not None:
        raise LfeError(
            f"The letter {kind.id} is not made by its name.",
            next_step=f"What makes it: {kind.made_by}",
        )
    known = ", ".join(kind.id for kind in KINDS if kind.is_made_by_name)
    raise LfeError(f"There is no letter {name}.", next_step=f"Made by its name: {known}.")
