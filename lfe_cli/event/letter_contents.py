"""What the letters of thanks, and to the family, are made of beside that which all letters name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.checks.identifiers import whole_list
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.errors import FileProblems
from lfe_cli.letters.kinds import FAMILY, THANK_YOU
from lfe_cli.letters.made_from import Outdated, Paper, letter_made_from, outdated, outdated_paper
from lfe_cli.letters.outbox import unsent_drafts
from lfe_cli.review import files
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import read_yaml
from lfe_cli.sentences import counted
from lfe_cli.text import NotText, decoded

READERS = {"child": "child", "young person": "child", "sibling": "sibling"}


@dataclass(frozen=True)
class Strengths:
    """The good practice that a letter may name; none leaves the gap, and `remarks` say why."""

    texts: tuple[str, ...]
    remarks: tuple[str, ...]


def strengths_to_name(review: Review) -> Strengths:
    """The good practice in learning.yaml, unless it could name somebody."""
    texts = _worked_well(review)
    if texts is None:
        why = f"What worked well ({files.LEARNING}) cannot all be read as it is typed"
        return Strengths((), (f"{why}, so each letter has a gap instead (where: lfe check).",))
    if not texts:
        why = f"{files.LEARNING} says nothing yet of what worked well"
        return Strengths((), (f"{why}, so each letter has a gap for it.",))
    identifiers = whole_list(review.workspace, review.reference)
    if identifiers is None:
        why = "The list of names is missing or cannot be read, so nothing was taken from"
        return Strengths((), (f"{why} {files.LEARNING}: each letter has a gap instead.",))
    content = "\n".join(texts).encode()
    if TextCheck.of(review).names("text.txt", content):
        why = f"What worked well ({files.LEARNING}) holds what may name somebody"
        say = "so each letter has a gap instead. Put a role there (where: lfe check)."
        return Strengths((), (f"{why}, {say}",))
    words = counted(identifiers.count, "listed word")
    return Strengths(
        texts,
        (f"What worked well is from {files.LEARNING}, checked against {words}: read it again.",),
    )


def _worked_well(review: Review) -> tuple[str, ...] | None:
    """The strengths, even while other parts of the file are still to be written.

    None where words of the file would be lost.
    """
    content = review.read(files.LEARNING)
    if content is None:
        return ()
    try:
        source = read_yaml(decoded(content), files.LEARNING, collect=True)
    except (FileProblems, NotText):
        return ()
    if source.problems or any(one.is_beside for one in source.comments):
        return None
    told = source.data.get("worked_well") if isinstance(source.data, dict) else None
    texts = told if isinstance(told, list) else []
    return tuple(" ".join(t.split()) for t in texts if isinstance(t, str) and t.strip())


def said_in_thanks(strengths: Strengths) -> dict[str, Any]:
    """What the letter of thanks names, beside that which all letters name."""
    return {"good_practice": list(strengths.texts)}


def outdated_thanks(review: Review, today: date) -> Iterator[Outdated]:
    """The letters of thanks that nobody sent or completed, and that would be others now."""
    drafts = [one for one in unsent_drafts(review) if one.kind is THANK_YOU and not one.edited]
    if not drafts:
        return
    said = said_in_thanks(strengths_to_name(review))
    for one in drafts:
        agency = agency_named(review, one.agency)
        now = letter_made_from(review, THANK_YOU, agency, today, said, {})
        found = outdated(review, one.file, now)
        if found:
            yield found


def in_the_family_letter(review: Review, person: FamilyMember) -> dict[str, Any]:
    """All that the letter turns on; nothing of it is printed as it stands."""
    return {
        "reader": READERS.get(person.relation, "adult"),
        "way": person.takes_part or "",
        "family_part": review.manifest.event.family_part,
        "supporter": bool(person.supporter),
        "interpreter": bool(person.interpreter),
        "marking": "",
        "footer": "",
    }


def family_letter_paper(review: Review, person: FamilyMember) -> Paper:
    """The letter to one person of the family, before it is made."""
    context = in_the_family_letter(review, person)
    return Paper.of(review, FAMILY.file(person.key), FAMILY.template, context=context)


def outdated_family_letter(review: Review, person: FamilyMember) -> Outdated | None:
    """The letter to this person, where it would be another now."""
    return outdated_paper(review, family_letter_paper(review, person))
