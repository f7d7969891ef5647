"""What may be shown of a year for the yearly report, with its notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lfe_cli.across.small_numbers import Shown
from lfe_cli.across.year_figures import count, year_of
from lfe_cli.across.year_tables import Table, TableId, figures_shown, tables_of
from lfe_cli.errors import LfeError
from lfe_cli.review.workspace import Review, Workspace, of_each

_WAYS = {
    "brought": "brought their audit to the event",
    "sent ahead": "sent it ahead",
    "came": "came and told it in the room",
    "nil": "told us that they had no record of the family",
}


@dataclass(frozen=True)
class Year:
    """A year as it may be shown. `until` is the day of which it speaks.

    Without `tables` there are so few reviews that figures would point to children.
    """

    year: int
    until: date
    few: str
    started: Shown | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    taking_part: str = ""
    left_out: tuple[str, ...] = ()

    def table(self, wanted: TableId) -> Table | None:
        """One of the tables, where there are any."""
        return next((table for table in self.tables if table.id == wanted), None)

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe year --json`; what is kept back on the screen is kept back here."""
        return {
            "year": self.year,
            "until": self.until.isoformat(),
            "reviews": self.started if self.tables else self.few,
            "tables": [
                {"heading": t.heading, "rows": [list(row) for row in t.rows], "note": t.note}
                for t in self.tables
            ],
            "taking_part": self.taking_part,
            "notes": list(self.notes),
            "left_out": list(self.left_out),
        }


def figures_of(workspace: Workspace, year: int, today: date) -> Year:
    """What may be shown of the reviews whose reference is of `year`, as they stand on `today`.

    Raises LfeError where there is no such review.
    """
    reviews, left_out = _reviews(workspace, year, today)
    gone = any(year_of(reference) == year for reference in workspace.folders.gone)
    if gone and not reviews and not left_out:
        raise LfeError(
            f"The reviews of {year} are no longer kept, so there are no figures of them.",
            next_step=_years(workspace),
        )
    if not reviews and not left_out:
        raise LfeError(f"There is no review of {year} here.", next_step=_years(workspace))
    counted, partnership = count(reviews, today), workspace.partnership
    small = partnership.settings.small_number
    few = f"fewer than {small}"
    whole = Year(year, today, few, left_out=left_out)
    notes = (_NOT_KEPT,) if gone else ()
    if counted.started < small:
        return replace(whole, notes=(*_words_are_better(year, few), *notes))
    return replace(
        whole,
        started=figures_shown(counted, partnership).get("started"),
        tables=tables_of(counted, partnership),
        notes=(*_notes(small), *notes),
        taking_part=_taking_part(counted.ways),
    )


_NOT_KEPT = "Reviews of this year that are no longer kept are not counted in any figure."


def _reviews(
    workspace: Workspace, year: int, today: date
) -> tuple[tuple[Review, ...], tuple[str, ...]]:
    of_year = [one for one in workspace.references() if year_of(one) == year]

    def whole(review: Review) -> Review:
        count([review], today)  # of which nothing is told: what it is counted from can be read
        return review

    found, left_out = of_each(workspace, of_year, whole)
    return tuple(found), tuple(one.reference for one in left_out)


def _years(workspace: Workspace) -> str:
    years = sorted({year_of(reference) for reference in workspace.references()})
    if not years:
        return "There is no review yet: start one with lfe new"
    return f"There are reviews of {', '.join(map(str, years))}."


def _words_are_better(year: int, few: str) -> tuple[str, ...]:
    return (
        f"{few.capitalize()} reviews have a reference of {year}. With so few, figures would point "
        "to children and families, so none are given.",
    )


def _notes(small: int) -> tuple[str, ...]:
    return (
        f"A figure from 1 to {small - 1} is shown as “fewer than {small}”: one so small can point "
        "to a child. Whatever would give it away, as a total or as what is left of one, is not "
        f"given. Of reviews stepped up, “fewer than {small}” may be none.",
        "A review counts in the year of its reference, in which it was started. One that was "
        "stepped up counts as started, as stepped up and under its themes, and nowhere else.",
        "What agencies returned and when is not given. An audit is theirs to bring, nobody owes "
        "one, and figures about it would turn help into a league.",
    )


def _taking_part(ways: frozenset[str]) -> str:
    said = [words for state, words in _WAYS.items() if state in ways]
    if not said:
        return ""
    *others, last = said
    return f"Agencies {', '.join(others)}{' or ' if others else ''}{last}."
