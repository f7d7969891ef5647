"""Whether what a group wrote may go into the history: nobody's name or number, and no blame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lfe_cli.checks.kept import refuse_names
from lfe_cli.checks.kept_texts import TextsOf
from lfe_cli.checks.roles import reads_like
from lfe_cli.review.workspace import Review

_TEXTS = {"action", "owner", "measure", "change", "evidence"}
_INSTEAD = "Ask for the role; a team's or a service's name says so (Oak Team)"


@dataclass(frozen=True)
class OfACell:
    """What is told of one cell: why it is not taken ("" where it is), and what to look at first."""

    refused: str = ""
    suspects: tuple[str, ...] = ()


def may_be_kept(review: Review, wanted: Sequence[tuple[str, str]]) -> tuple[OfACell, ...]:
    """For each (field, value) whether it may be kept, and what a person looks at in it.

    Raises LfeError where the list of names is missing: then no text can be recorded at all.
    """
    if any(name in _TEXTS and value for name, value in wanted):
        refuse_names(review, "", "The workbook")  # only that there is a list
    texts = TextsOf(review)
    return tuple(
        _look(texts, name, value) if name in _TEXTS and value else OfACell()
        for name, value in wanted
    )


def _look(texts: TextsOf, name: str, value: str) -> OfACell:
    # What is planned has small numbers by its nature ("try it with two families").
    looked = texts.look(value, counts=name == "evidence", people=name != "owner")
    if looked.refused:
        why = f"holds what may not be kept ({looked.refused}), so it is not taken. {looked.instead}"
        return OfACell(why)
    if name != "owner":
        return OfACell("", looked.suspects)
    reads = reads_like(value)
    if reads == "person":
        return OfACell(
            f"{_short(value)} looks like a person's name, so it is not taken. {_INSTEAD}"
        )
    if reads == "unsure" and not looked.suspects:
        return OfACell("", (f'"{_short(value)}": This may be a person\'s name. {_INSTEAD}.',))
    return OfACell("", looked.suspects)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= 40 else f"{said[:38]} …"
