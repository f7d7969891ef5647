"""`lfe year`: the figures for the yearly report, with small numbers kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.review import days
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Workspace

if TYPE_CHECKING:
    from lfe_cli.across.year import Year


def year(
    year: Annotated[int, typer.Argument(metavar="YEAR", min=1990, max=2200, help="Such as 2026.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Make the files anew; those that are there are kept."),
    ] = False,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the figures for the yearly report.

    A table here, a workbook and a one-page summary in the partnership's folder. A
    review counts in the year of its reference. Small figures are kept back, and what
    would give them away. Of agencies' returns no figure is given.
    """
    from lfe_cli.across.year import figures_of
    from lfe_cli.across.year_files import year_files
    from lfe_cli.word.fit import measuring
    from lfe_cli.word.office import find_office

    def plan(workspace: Workspace) -> tuple[Year, Changes]:
        found = figures_of(workspace, year, shell.today())
        measure = measuring(find_office())
        return found, year_files(workspace, found, measure, replace_present=replace)

    with shell.answering(as_json, dry_run, refused={"year": year, "tables": []}) as call:
        done = call.change_workspace(plan)
        call.show(
            done,
            as_json=lambda found: {**found.as_json(), "files": done.files},
            on_screen=lambda found: _show_year(found, done.files),
            on_dry_run=_show_planned_year,
        )


def _show_planned_year(done: shell.Done[Year]) -> None:
    _show_figures(done.result)
    shell.show_plan(done)


def _show_year(year: Year, files: list[str]) -> None:
    _show_figures(year)
    if not files:
        screen.say("The files are there already, and nothing in them has changed.")
        return
    screen.steps(
        "Next:",
        [
            f"look at {' and '.join(files)}",
            "write into the summary, by hand, what was learned: words say more than figures",
            "give out one edition only: two, laid side by side, can show what one keeps back",
        ],
    )


def _show_figures(year: Year) -> None:
    screen.say(f"The reviews of {year.year}, up to {days.short_date(year.until)}")
    for table in year.tables:
        screen.say()
        if table.rows:
            rows = [(what, str(said)) for what, said in table.rows]
            screen.table((table.heading, ""), rows)
        else:
            screen.say(table.heading)
        if table.note:
            screen.say(table.note)
    screen.say()
    for text in (year.taking_part, *year.notes):
        if text:
            screen.say(text)
    for reference in year.left_out:
        screen.say(f"{reference} is not counted: see lfe check -r {reference}", error=True)
