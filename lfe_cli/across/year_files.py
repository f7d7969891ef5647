"""The workbook and the one-page summary of a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from lfe_cli.across.year import Year
from lfe_cli.across.year_paper import TEMPLATE, make_year_paper
from lfe_cli.across.year_tables import Table, TableId
from lfe_cli.across.year_workbook import Line, make_year_book
from lfe_cli.regular_file import read_file
from lfe_cli.review.changes import Changes, placing
from lfe_cli.review.days import short_date
from lfe_cli.review.templates import find
from lfe_cli.review.workspace import Workspace
from lfe_cli.word.fit import Measure
from lfe_cli.word.properties import made_at
from lfe_cli.word.render import Template

# How the summary has each table, under whose id its template has it.
_AS_TABLES: tuple[TableId, ...] = ("reviews", "recommendations")
_IN_A_LINE: tuple[TableId, ...] = ("groups", "actions", "impact", "themes")


def year_files(
    workspace: Workspace, year: Year, measure: Measure, *, replace_present: bool = False
) -> Changes:
    """The changes that put both into the partnership's folder. Same figures, same bytes."""
    made = _made_on(workspace, year)
    if made and not replace_present:
        earlier = _files(workspace, replace(year, until=made), measure)
        if _read(workspace, _book(year)) == earlier[_book(year)]:  # no figure has changed since
            return placing(workspace, earlier)
    files = _files(workspace, year, measure)
    return placing(workspace, files, replace_present=replace_present)


def _files(workspace: Workspace, year: Year, measure: Measure) -> dict[str, bytes]:
    partnership = workspace.partnership
    moment = datetime.combine(year.until, time(12), UTC)
    template = Template(TEMPLATE, read_file(find(TEMPLATE, workspace.folder)))
    title = f"{partnership.review_name}s in {year.year}, up to {short_date(year.until)}"
    lines = [Line(t.heading, what, said) for t in year.tables for what, said in t.rows]
    notes = [*(n for n in (year.taking_part,) if n), *year.notes, *_notes_of(year)]
    return {
        _book(year): make_year_book(title, lines, notes, partnership, moment),
        f"year-{year.year}.docx": make_year_paper(
            template, partnership, _context(year), moment, measure
        ),
    }


def _book(year: Year) -> str:
    return f"year-{year.year}.xlsx"


def _read(workspace: Workspace, file: str) -> bytes | None:
    path = workspace.folder / file
    return read_file(path) if path.is_file() else None


def _made_on(workspace: Workspace, year: Year) -> date | None:
    """The day on which the workbook that lies there was made, by what it says of itself."""
    content = _read(workspace, _book(year))
    made = made_at(content) if content else None
    return made.date() if made else None  # else it is not ours: it is left alone, and told


def _notes_of(year: Year) -> list[str]:
    return [f"{table.heading}: {table.note}" for table in year.tables if table.note]


def _context(year: Year) -> dict[str, Any]:
    return {
        "year": str(year.year),
        "until": short_date(year.until),
        "taking_part": year.taking_part,
        "notes": list(year.notes),
        **{name: _rows(year.table(name)) for name in _AS_TABLES},
        **{name: _in_a_line(year.table(name)) for name in _IN_A_LINE},
    }


def _rows(table: Table | None) -> list[dict[str, str]]:
    return [{"what": what, "figure": str(said)} for what, said in table.rows] if table else []


def _in_a_line(table: Table | None) -> str:
    """The rows in a line, without what there is none of; or in words what figures would tell."""
    if table is None or not table.rows:
        return "" if table is None or table.kept_back else table.note
    said = [f"{what} ({figure})" for what, figure in table.rows if figure != 0]
    return f"{', '.join(said)}." if said else ""
