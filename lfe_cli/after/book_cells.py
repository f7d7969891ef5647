"""Reads one cell of a returned workbook as what is recorded: a date, a word of progress, text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lfe_cli.after.book_in import Given
from lfe_cli.after.columns import HEADINGS
from lfe_cli.errors import WrongValue
from lfe_cli.review.action_plan import PROGRESS
from lfe_cli.review.dates import parse_date
from lfe_cli.review.days import short_date
from lfe_cli.sentences import closest

_CLOSE = 0.75
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
    if field == "progress":
        return _progress(given.text)
    return Read(given.text)


_YEARS = range(2000, 2100)  # as for numbers that Excel shows as dates


def _date(given: Given) -> Read:
    if given.day is not None:
        note = f"read as {short_date(given.day)}: {given.note}" if given.note else ""
        return Read(given.day.isoformat(), note)
    if not given.text:
        return Read()
    try:
        day = parse_date(given.text)
    except WrongValue as wrong:
        return Read(problem=f"it {wrong}")
    if day.year not in _YEARS:
        return Read(problem=f"{short_date(day)} is no date for an action")
    return Read(day.isoformat(), f"the text {given.text!r} is read as {short_date(day)}")


def _progress(text: str) -> Read:
    said = " ".join(text.casefold().replace("-", " ").split()).rstrip(".")
    if not said or said in PROGRESS:
        return Read(said)
    meant = _MEANT.get(said) or closest(said, PROGRESS, likeness=_CLOSE)
    if meant:
        return Read(meant, f"{text!r} is read as {meant}")
    return Read(problem=f"{text[:60]!r} is none of the words {', '.join(PROGRESS)}")


def same(field: str, one: str, other: str) -> bool:
    """Whether two values say the same: spaces apart, and no progress is "not started"."""
    if field == "progress":
        return (one or PROGRESS[0]) == (other or PROGRESS[0])
    return one.split() == other.split()


def shown(field: str, value: str) -> str:
    """A value as a person reads it."""
    if not value:
        return PROGRESS[0] if field == "progress" else "(empty)"
    return short_date(date.fromisoformat(value)) if field == "by" else value


def heading(field: str) -> str:
    """What the column is called."""
    return HEADINGS[field]
