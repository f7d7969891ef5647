"""The letter to one person of the family: a Word paper that somebody they know hands over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lfe_cli.errors import LfeError
from lfe_cli.event.family import family_holds, person_meant, why_not_safe
from lfe_cli.letters.draft import Drafted, word_letter
from lfe_cli.letters.kinds import FAMILY
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.workspace import Review

_READERS = {"child": "child", "young person": "child", "sibling": "sibling"}


def family_letter(review: Review, person: str | None, moment: datetime) -> tuple[Drafted, Changes]:
    """The letter to `person` (a relation or an id); without one, to the only one who is told.

    It has gaps that a worker fills by hand, and holds no name, no date and no reference. A letter
    that somebody edited is left. Raises LfeError, with every reason, where nothing may be written.
    """
    meant = person_meant(review, person, [f for f in review.manifest.family if f.told])
    reasons = list(_why_not(review, meant))
    if reasons:
        raise LfeError(
            f"No letter is made for {meant.said}: {'; '.join(reasons)}.",
            where=f"{review.reference}/{files.MANIFEST}, family ({meant.key})",
            next_step="Make it when that has changed and is written down: lfe edit",
        )
    file = FAMILY.file(meant.key)
    changes = word_letter(review, FAMILY, meant.key, moment, _context(review, meant))
    drafted = Drafted(
        lines=(_line(review, meant, file, changes),),
        files=(f"{review.reference}/{file}",),
        remarks=tuple(_remarks(meant)),
        next=tuple(_next(meant)),
    )
    return drafted, changes


def _why_not(review: Review, person: FamilyMember) -> Iterator[str]:
    if person.told is None:
        yield "whether they are told is not decided yet (told)"
    elif not person.told:
        why = person.why_not_told
        yield f"they are not told ({why})" if why else "they are not told"
    yield from family_holds(review)
    if reason := why_not_safe(person):
        yield reason


def _context(review: Review, person: FamilyMember) -> dict[str, Any]:
    """What the letter turns on; nothing of it is printed as it stands."""
    return {
        "reader": _READERS.get(person.relation, "adult"),
        "way": person.takes_part or "",
        "family_part": review.manifest.event.family_part,
        "supporter": bool(person.supporter),
        "interpreter": bool(person.interpreter),
        "marking": "",
        "footer": "",
    }


def _line(review: Review, person: FamilyMember, file: str, changes: Changes) -> str:
    if changes.writes:
        return f"The letter for {person.said}: {file}"
    if review.is_edited(file):
        return f"The letter for {person.said} was edited by you and is left as it is: {file}"
    return f"The letter for {person.said} is as it was: {file}"


def _remarks(person: FamilyMember) -> Iterator[str]:
    if person.takes_part is None:
        yield "How they take part is not written down, so the letter offers every way."
    if person.interpreter:
        yield "An interpreter is needed: have the letter put into their language too."
    if person.relation in _READERS:
        yield "Somebody they trust reads it with them. Ask first whether they may be written to."
    if person.contact_by is None:
        yield "Who is in touch with them is not written down (contact_by in review.yaml)."


def _next(person: FamilyMember) -> Iterator[str]:
    worker = person.contact_by or "a worker whom they know"
    yield "read the letter aloud, as if you were the one who gets it; reword it in Word"
    yield f"give it to whoever hands it over ({worker}), and to nobody by e-mail or post"
    yield "they fill the gaps in a copy of their own: no name is kept in this folder"
    if person.takes_part == "at the event":
        yield f"they get the page about their time with us as well: {files.FAMILY_AGENDA}"
    yield f"once they know what to expect, record it: lfe told family --person {person.key}"
