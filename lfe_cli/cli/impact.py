"""`lfe impact`: what difference a recommendation made, some months later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.review import days
from lfe_cli.review.changes import Changes
from lfe_cli.review.history import day_of
from lfe_cli.review.impact import ImpactCheck, impact_checks
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.after.impact import Asked


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
    from lfe_cli.after.impact import Answers, check_impact

    with shell.answering(as_json, dry_run, refused={"checks": []}) as call:
        if recommendation is None:
            call.show(
                shell.Done(impact_checks(shell.the_review(review))),
                as_json=lambda checks: {"checks": [_check_as_json(check) for check in checks]},
                on_screen=_show_impact_checks,
            )
            return
        answers = Answers(how_much, how_well, difference)

        def plan(loaded: Review) -> tuple[Asked, Changes]:
            return check_impact(loaded, recommendation, answers, the_day(on), months)

        done = call.change_review(review, plan, although_closed=True)
        call.show(done, as_json=_impact_as_json, on_screen=_show_impact)


def _impact_as_json(asked: Asked) -> dict[str, Any]:
    return {
        "recommendation": asked.check.recommendation,
        "months": asked.check.months,
        "remarks": list(asked.remarks),
    }


def _show_impact(asked: Asked) -> None:
    from lfe_cli.after.impact import months_in_words

    check, after = asked.check, months_in_words(asked.check.months)
    screen.say(f"{check.recommendation}: what difference it made after {after} is recorded.")
    for remark in asked.remarks:
        screen.say(remark)
    screen.say("To take it back: lfe undo")


def _show_impact_checks(checks: Sequence[ImpactCheck]) -> None:
    if not checks:
        screen.say("No working group acts on a recommendation yet, so there is nothing to ask.")
        return
    rows = [_row_of_check(check) for check in checks]
    screen.table(("Recommendation", "After", "Ask from", "Asked"), rows)
    for check in checks:
        if check.recorded is not None:
            screen.say()
            screen.say(f"{check.recommendation}, after {check.months} months:")
            screen.facts((name, str(check.recorded.get(key) or "")) for key, name in _ANSWERS)


_ANSWERS = (("how_much", "How much"), ("how_well", "How well"), ("difference", "Difference"))


def _row_of_check(check: ImpactCheck) -> tuple[str, ...]:
    asked = days.short_date(day_of(check.recorded)) if check.recorded else "not yet"
    months = "1 month" if check.months == 1 else f"{check.months} months"
    return check.recommendation, months, days.short_date(check.due), asked


def _check_as_json(check: ImpactCheck) -> dict[str, Any]:
    recorded = check.recorded
    return {
        "recommendation": check.recommendation,
        "months": check.months,
        "due": check.due.isoformat(),
        "recorded": day_of(recorded).isoformat() if recorded else None,
        **{key: recorded.get(key) if recorded else None for key, _ in _ANSWERS},
    }
