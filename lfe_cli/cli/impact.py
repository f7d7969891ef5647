"""`lfe impact`: what difference a recommendation made, some months later."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lfe_cli.cli import flow, options, screen
from lfe_cli.cli.record import the_day
from lfe_cli.review import days
from lfe_cli.review.changes import Changes
from lfe_cli.review.history import day_of
from lfe_cli.review.impact import ImpactCheck, impact_checks
from lfe_cli.review.workspace import Review


def impact(
    recommendation: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="The recommendation: R1. Without, the list."),
    ] = None,
    how_much: Annotated[
        str, typer.Option(metavar="TEXT", help="How much was done, and for how many.")
    ] = "",
    how_well: Annotated[
        str, typer.Option(metavar="TEXT", help="How well, and how people found it.")
    ] = "",
    difference: Annotated[
        str, typer.Option(metavar="TEXT", help="What is different for children, and how we know.")
    ] = "",
    months: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Which check, if not the first open one.")
    ] = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record what difference a recommendation made.

    Some months after the decision (follow_up_months in partnership.yaml) ask how much
    was done, how well, and what difference it made. Without a recommendation: what was
    recorded, and what is still to be asked. Write roles, nobody's name.
    """
    with flow.answering(as_json, {"checks": []}):
        if recommendation is None:
            _list(flow.the_review(review), as_json)
            return
        _record(
            recommendation, (how_much, how_well, difference), months, on, review, as_json, dry_run
        )


def _record(
    recommendation: str,
    answers: tuple[str, str, str],
    months: int | None,
    on: str | None,
    named: str | None,
    as_json: bool,
    dry_run: bool,
) -> None:
    from lfe_cli.after.impact import Answers, Asked, check_impact, months_in_words

    def plan(loaded: Review) -> tuple[Asked, Changes]:
        return check_impact(loaded, recommendation, Answers(*answers), the_day(on), months)

    done = flow.change_review(named, dry_run, plan, although_closed=True)
    check, remarks = done.result.check, done.result.remarks
    if as_json:
        about = {"recommendation": check.recommendation, "months": check.months}
        screen.as_json({**about, "remarks": list(remarks)})
    elif dry_run:
        flow.show_plan(done)
    else:
        after = months_in_words(check.months)
        screen.say(f"{check.recommendation}: what difference it made after {after} is recorded.")
        for remark in remarks:
            screen.say(remark)
        screen.say("To take it back: lfe undo")
    flow.close(done)


def _list(review: Review, as_json: bool) -> None:
    checks = impact_checks(review)
    if as_json:
        screen.as_json({"checks": [_as_json(check) for check in checks]})
        return
    if not checks:
        screen.say("No working group acts on a recommendation yet, so there is nothing to ask.")
        return
    rows = [_row(check) for check in checks]
    screen.table(("Recommendation", "After", "Ask from", "Asked"), rows)
    for check in checks:
        if check.recorded is not None:
            screen.say()
            screen.say(f"{check.recommendation}, after {check.months} months:")
            screen.facts((name, str(check.recorded.get(key) or "")) for key, name in _ANSWERS)


_ANSWERS = (("how_much", "How much"), ("how_well", "How well"), ("difference", "Difference"))


def _row(check: ImpactCheck) -> tuple[str, ...]:
    asked = days.short_date(day_of(check.recorded)) if check.recorded else "not yet"
    months = "1 month" if check.months == 1 else f"{check.months} months"
    return check.recommendation, months, days.short_date(check.due), asked


def _as_json(check: ImpactCheck) -> dict[str, Any]:
    recorded = check.recorded
    return {
        "recommendation": check.recommendation,
        "months": check.months,
        "due": check.due.isoformat(),
        "recorded": day_of(recorded).isoformat() if recorded else None,
        **{key: recorded.get(key) if recorded else None for key, _ in _ANSWERS},
    }
