"""The workbook and the one-page summary of a year."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from lfe_cli.changes import Changes
from lfe_cli.documents.onepage import Measure
from lfe_cli.documents.word import Template
from lfe_cli.documents.year_book import Line, make_year_book
from lfe_cli.documents.year_paper import TEMPLATE, make_year_paper
from lfe_cli.review.days import short_date
from lfe_cli.review.templates import find
from lfe_cli.review.workspace import Workspace
from lfe_cli.steps.workspace_files import place
from lfe_cli.steps.year import Year
from lfe_cli.steps.year_tables import TOO_FEW, Table

# How the summary has each table: the name in the template, and the table's heading.
_AS_TABLES = {"reviews": "Reviews", "recommendations": "Recommendations"}
_IN_A_LINE = {
    "groups": "Recommendations by working group",
    "actions": "Actions",
    "impact": "Impact checks",
    "themes": "Themes",
}


def year_files(
    workspace: Workspace, year: Year, measure: Measure, *, replace_present: bool = False
) -> Changes:
    """The changes that put both into the partnership's folder. Same figures, same bytes."""
    partnership = workspace.partnership
    # the day of the newest entry and not of today: made again, it is the same file
    moment = datetime.combine(year.until, time(12), UTC)
    template = Template(TEMPLATE, find(TEMPLATE, workspace.folder).read_bytes())
    title = f"{partnership.review_name}s in {year.year}, up to {short_date(year.until)}"
    lines = [Line(t.heading, what, said) for t in year.tables for what, said in t.rows]
    notes = [*(n for n in (year.taking_part,) if n), *year.notes, *_notes_of(year)]
    files = {
        f"year-{year.year}.xlsx": make_year_book(title, lines, notes, partnership.name, moment),
        f"year-{year.year}.docx": make_year_paper(
            template, partnership, _context(year), moment, measure
        ),
    }
    return place(workspace, files, replace_present=replace_present)


def _notes_of(year: Year) -> list[str]:
    return [f"{table.heading}: {table.note}" for table in year.tables if table.note]


def _context(year: Year) -> dict[str, Any]:
    return {
        "year": str(year.year),
        "until": short_date(year.until),
        "taking_part": year.taking_part,
        "notes": list(year.notes),
        **{name: _rows(year.table(heading)) for name, heading in _AS_TABLES.items()},
        **{name: _in_a_line(year.table(heading)) for name, heading in _IN_A_LINE.items()},
    }


def _rows(table: Table | None) -> list[dict[str, str]]:
    return [{"what": what, "figure": str(said)} for what, said in table.rows] if table else []


def _in_a_line(table: Table | None) -> str:
    """The rows in a line, without what there is none of; or in words what figures would tell."""
    if table is None or not table.rows:
        return table.note if table and table.note != TOO_FEW else ""
    said = [f"{what} ({figure})" for what, figure in table.rows if figure != 0]
    return f"{', '.join(said)}." if said else ""
