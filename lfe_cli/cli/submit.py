"""`lfe submit`: the page goes to the subgroup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import asking, findings, options, screen, shell
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.dates import parse_date
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.after.submit import Order, Submitted


def submit(
    meeting: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Which meeting, if not the next one that is listed."),
    ] = None,
    replace: options.Replace = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the subgroup's paper and take the page there.

    One side that goes with the page: the decision sought, the page's own words on why
    you looked, and its recommendations, word for word. The page is agreed first; a
    draft is taken too, and the paper then says that it is one. Nothing is sent.
    """
    from lfe_cli.after.submit import Order, Submitted
    from lfe_cli.word.fit import measuring
    from lfe_cli.word.office import find_office

    with shell.answering(as_json, dry_run, refused=Submitted().as_json()) as call:
        order = Order(
            moment=shell.now(),
            measure=measuring(find_office()),
            meeting=asking.reading("--meeting", parse_date, meeting),
            replace_edited=replace,
        )
        done = _submit(call, review, order)
        call.show(
            done,
            as_json=Submitted.as_json,
            on_screen=lambda _: _show_submitted(done, shell.the_review(review)),
            on_dry_run=_show_planned_paper,
        )


def _submit(call: shell.Call, named: str | None, order: Order) -> shell.Done[Submitted]:
    """Carries it out. Where something stops the paper or the page, the findings are shown first."""
    from lfe_cli.after.submit import NotSubmitted
    from lfe_cli.after.submit import submit as submitting
    from lfe_cli.page.report import NotIssued

    def plan(loaded: Review) -> tuple[Submitted, Changes]:
        return submitting(loaded, order)

    try:
        return call.change_review(named, plan)
    except (NotIssued, NotSubmitted) as refused:
        found = refused.reported.findings if isinstance(refused, NotIssued) else refused.findings
        if not call.as_json:
            findings.show(found)
        raise


def _show_planned_paper(done: shell.Done[Submitted]) -> None:
    """The plan as every command shows it, and what would be said beside it."""
    if not done.changes:
        screen.say(f"{done.reference}/{files.PAPER} is as it was.")
    for warning in (*done.result.warnings, *done.result.first):
        screen.say(f"{warning[0].upper()}{warning[1:]}")
    shell.show_plan(done)


def _show_submitted(done: shell.Done[Submitted], review: Review) -> None:
    submitted, subgroup = done.result, review.partnership.subgroup
    meeting = submitted.meeting
    assert meeting is not None
    what = "is made" if done.changes else "is as it was"
    day = days.long_date(meeting.day)
    screen.say(f"{done.reference}/{files.PAPER} {what}, for the {subgroup} on {day}.")
    screen.say()
    rows = [(row.id, row.words, row.group) for row in submitted.rows]
    screen.table(("No.", "Recommendation", "Group"), rows)
    screen.say()
    if submitted.changed:
        screen.say(f"Not as they were submitted before: {', '.join(submitted.changed)}.")
    if submitted.stepped:
        screen.say("The page is recorded as taken to the subgroup.")
    for warning in submitted.warnings:
        screen.say(warning)
    screen.steps("Next:", list(_next_of_submitted(submitted, subgroup)))


def _next_of_submitted(submitted: Submitted, subgroup: str) -> Iterator[str]:
    meeting = submitted.meeting
    assert meeting is not None
    yield from submitted.first
    yield f"read {files.PAPER} through; Equality and Information governance are standing texts"
    due = days.long_date(meeting.papers_due)
    yield f"send it with {files.REPORT} to the {subgroup}; papers are due by {due}"
    if submitted.stage in {"draft", "read"}:
        yield "before that, agree the page with the facilitator: lfe report --stage agreed"
    yield f"after {days.short_date(meeting.day)}, record what was decided: lfe decide"
