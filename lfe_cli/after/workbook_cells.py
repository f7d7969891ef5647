"""One cell of a returned workbook: read as what is recorded, and looked at before it is kept.

A date, a word of progress or a text; in a text nobody's name or number, and no blame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from lfe_cli.after.workbook_reading import Given
from lfe_cli.checks.kept import KeptTexts, refuse_names
from lfe_cli.checks.roles import reads_like
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review.action_plan import PROGRESS
from lfe_cli.review.days import parse_date, short_date
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import closest

_TEXTS = {"action", "owner", "measure", "change", "evidence"}
_INSTEAD = "Ask for the role; a team's or a service's name says so (Oak Team)"
_CLOSE = 0.75
_A_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_YEARS = range(2000, 2100)  # as for numbers that Excel shows as dates
# What people write for these words.
_MEANT = {
    "complete": "completed",
    "done": "completed",
    "finished": "completed",
    "closed": "completed",
    "in progress": "under way",
    "underway": "under way",
    "on going": "under way",
    "ongoing": "under way",
    "on track": "under way",
    "started": "under way",
    "open": "not started",
    "not begun": "not started",
    "to do": "not started",
    "not needed": "no longer needed",
    "not needed any more": "no longer needed",
    "no longer applies": "no longer needed",
    "no longer applicable": "no longer needed",
    "no longer relevant": "no longer needed",
    "superseded": "no longer needed",
    "dropped": "no longer needed",
    "cancelled": "no longer needed",
}


@dataclass(frozen=True)
class Read:
    """A cell as it is recorded: its value, how it was read if not as it stands, why it is not."""

    value: str = ""
    note: str = ""
    problem: str = ""


def read_cell(field: str, given: Given) -> Read:
    """The value that a cell holds for `field`; a date as ISO."""
    if given.problem:
        return Read(problem=given.problem)
    if field == "by":
        return _date(given)
    read = _progress(given.text) if field == "progress" else Read(given.text)
    return replace(read, note=_together(read.note, given.note))


def _together(*notes: str) -> str:
    return ", ".join(note for note in notes if note)


def _date(given: Given) -> Read:
    if given.day is None and not given.text:
        return Read()
    try:
        day = given.day or _day_in(given.text)
    except WrongValue as wrong:
        return Read(problem=f"it {wrong}")
    if day.year not in _YEARS:
        return Read(problem=f"{short_date(day)} is no date for an action")
    if given.day is None:
        note = f"the text {given.text!r} is read as {short_date(day)}"
        return Read(day.isoformat(), _together(note, given.note))
    return Read(day.isoformat(), f"read as {short_date(day)}: {given.note}" if given.note else "")


def _day_in(text: str) -> date:
    """The day in a text. Programs add a time to it, which says which day is meant in Britain."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        return uk_date(moment) if moment.tzinfo else moment.date()
    return parse_date(_A_TIME.sub("", text))


def _progress(text: str) -> Read:
    word = " ".join(text.casefold().replace("-", " ").split()).rstrip(".")
    if not word or word in PROGRESS:
        return Read(word)
    meant = _MEANT.get(word) or closest(word, PROGRESS, likeness=_CLOSE)
    if meant:
        return Read(meant, f"{text!r} is read as {meant}")
    return Read(problem=f"{text[:60]!r} is none of the words {', '.join(PROGRESS)}")


def same(field: str, one: str, other: str) -> bool:
    """True where two values say the same: spaces apart, and no progress is "not started"."""
    if field == "progress":
        return (one or PROGRESS[0]) == (other or PROGRESS[0])
    return one.split() == other.split()


def shown(field: str, value: str) -> str:
    """A value as a person reads it."""
    if not value:
        return PROGRESS[0] if field == "progress" else "(empty)"
    return short_date(date.fromisoformat(value)) if field == "by" else value


# ---------------------------------------------------------------- what may be kept


# Characters, of texts that differ: 300 actions with 800 characters each. They are looked at one by
# one, twice: before they are shown and before they are recorded.
_MOST_TEXT = 250_000


@dataclass(frozen=True)
class OfACell:
    """The report on one cell: why it is not taken ("" where it is), and what to look at first."""

    refused: str = ""
    suspects: tuple[str, ...] = ()


def may_be_kept(review: Review, wanted: Sequence[tuple[str, str]]) -> tuple[OfACell, ...]:
    """For each (field, value) whether it may be kept, and what a person looks at in it.

    Raises LfeError where the list of names is missing: then no text can be recorded at all.
    """
    if any(name in _TEXTS and value for name, value in wanted):
        refuse_names(review, "", "The workbook")  # only that there is a list
    if sum(map(len, {value for name, value in wanted if name in _TEXTS})) > _MOST_TEXT:
        raise LfeError(
            "The workbook holds far more text than can be checked here, so nothing was taken.",
            next_step="Ask the group for its own actions alone, in a few sentences each.",
        )
    texts = KeptTexts(review)
    return tuple(
        _look(texts, name, value) if name in _TEXTS and value else OfACell()
        for name, value in wanted
    )


def _look(texts: KeptTexts, name: str, value: str) -> OfACell:
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
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:38]} …"
