"""After the event: `lfe submit` and `lfe impact`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.done import Done, show_plan
from lfe_cli.review import days, files
from lfe_cli.review.days import parse_date
from lfe_cli.review.events import ImpactChecked
from lfe_cli.review.impact import ImpactCheck, impact_checks
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted

if TYPE_CHECKING:
    from lfe_cli.after import impact as impacts
    from lfe_cli.after.submit import Order, Submitted


_Meeting = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Which meeting, if not the next one that is listed."),
]


def submit(
    meeting: _Meeting = None,
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
            moment=where.now(),
            measure=measuring(find_office()),
            meeting=asking.reading("--meeting", parse_date, meeting),
            replace_edited=replace,
        )
        done = _submit(call, review, order)
        call.show(
            done,
            as_json=Submitted.as_json,
            on_screen=lambda _: _show_submitted(done, where.the_review(review)),
            on_dry_run=_show_planned_paper,
        )


def _submit(call: shell.Call, named: str | None, order: Order) -> Done[Submitted]:
    """Carries it out. Where something stops the paper or the page, the findings are shown first."""
    from lfe_cli.after.submit import NotSubmitted
    from lfe_cli.after.submit import submit as submitting
    from lfe_cli.page.report import NotIssued

    try:
        return call.change_review(named, lambda loaded: submitting(loaded, order))
    except (NotIssued, NotSubmitted) as refused:
        found = refused.reported.findings if isinstance(refused, NotIssued) else refused.findings
        if not call.as_json:
            screen.findings(found)
        raise


def _show_planned_paper(done: Done[Submitted]) -> None:
    """The plan as every command shows it, and what would be said beside it."""
    if not done.changes:
        screen.say(f"{done.reference}/{files.PAPER} is as it was.")
    for warning in (*done.result.warnings, *done.result.first):
        screen.say(f"{warning[0].upper()}{warning[1:]}")
    show_plan(done)


def _show_submitted(done: Done[Submitted], review: Review) -> None:
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
    screen.lines(submitted.warnings)
    screen.steps("Next:", list(_next_of_submitted(submitted, subgroup)))


def _next_of_submitted(submitted: Submitted, subgroup: str) -> Iterator[str]:
    meeting = submitted.meeting
    assert meeting is not None
    yield from submitted.first
    yield f"read {files.PAPER} through; Equality and Information governance are standing texts"
    due = days.long_date(meeting.papers_due)
    yield f"send it with {files.REPORT} to the {subgroup}; papers are due by {due}"
    yield f"after {days.short_date(meeting.day)}, record what was decided: lfe decide"


_Recommendation = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="The recommendation: R1. Without, the list."),
]
_HowMuch = Annotated[str, typer.Option(metavar="TEXT", help="How much was done, and for how many.")]
_HowWell = Annotated[str, typer.Option(metavar="TEXT", help="How well, and how people found it.")]
_Difference = Annotated[
    str, typer.Option(metavar="TEXT", help="What is different for children, and how we know.")
]
_Months = Annotated[
    int | None, typer.Option(metavar="NUMBER", help="Which check, if not the first open one.")
]


def impact(
    recommendation: _Recommendation = None,
    how_much: _HowMuch = "",
    how_well: _HowWell = "",
    difference: _Difference = "",
    months: _Months = None,
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

    def show(checks: Sequence[ImpactCheck]) -> None:
        intervals = where.the_review(review).partnership.settings.follow_up_months
        _show_impact_checks(checks, are_made=bool(intervals))

    with shell.answering(as_json, dry_run, refused={"checks": []}) as call:
        if recommendation is None:
            call.show(
                Done(impact_checks(where.the_review(review))),
                as_json=lambda checks: {"checks": [_check_as_json(check) for check in checks]},
                on_screen=show,
            )
            return
        answers = Answers(how_much.strip(), how_well.strip(), difference.strip())
        if not all(answers.by_option().values()) and not as_json and (dry_run or call.can_ask):
            # what is refused with any answer is refused before anybody is asked
            unsaid = Answers(*(answer or "?" for answer in answers.by_option().values()))
            check_impact(where.the_review(review), recommendation, unsaid, the_day(on), months)
            asked = _ask_what_is_missing(call, recommendation, answers)
            if asked is None:
                screen.say("Nothing was recorded.")
                return
            answers = asked
        done = call.change_review(
            review,
            lambda loaded: check_impact(loaded, recommendation, answers, the_day(on), months),
            records=ImpactChecked,
        )
        call.show(done, as_json=_impact_as_json, on_screen=_show_impact)


_QUESTIONS = (
    "How much was done?",
    "How well was it done?",
    "What difference did it make, and who says so?",
)


def _ask_what_is_missing(
    call: shell.Call, recommendation: str, given: impacts.Answers
) -> impacts.Answers | None:
    """The three answers; None where one is left for later, or a dry run only shows them."""
    from lfe_cli.after.impact import Answers

    asked = list(zip(given.by_option().values(), _QUESTIONS, strict=True))

    def dialogue() -> asking.Dialogue[Answers | None]:
        answers: list[str] = []
        for known, question in asked:
            answer = known or (yield from asking.asked(question, str))
            if not answer:
                return None
            answers.append(answer)
        return Answers(*answers)

    if not call.dry_run:
        return asking.converse(dialogue)
    for known, question in asked:
        if not known:
            screen.say(f"would ask about {recommendation}: {question}", indent="  ")
    return None


def _impact_as_json(asked: impacts.Asked) -> dict[str, Any]:
    return {
        "recommendation": asked.check.recommendation,
        "months": asked.check.months,
        "remarks": list(asked.remarks),
    }


def _show_impact(asked: impacts.Asked) -> None:
    from lfe_cli.review.impact import months_in_words

    check, after = asked.check, months_in_words(asked.check.months)
    screen.say(f"{check.recommendation}: what difference it made after {after} is recorded.")
    screen.lines(asked.remarks)
    screen.say("To take it back: lfe undo")


def _show_impact_checks(checks: Sequence[ImpactCheck], *, are_made: bool) -> None:
    from lfe_cli.after.impact import HOW_TO_HAVE_CHECKS, NO_CHECKS

    if not (are_made or checks):
        screen.lines((f"{NO_CHECKS}.", f"{HOW_TO_HAVE_CHECKS}."))
        return
    if not checks:
        screen.say("No working group acts on a recommendation yet, so there is nothing to ask.")
        return
    rows = [_row_of_check(check) for check in checks]
    screen.table(("Recommendation", "After", "Ask from", "Asked"), rows)
    for check in checks:
        if check.recorded is not None:
            screen.say()
            screen.say(f"{check.recommendation}, after {counted(check.months, 'month')}:")
            answers = _answers(check)
            screen.facts((name, answers[key] or "") for key, name in _ANSWERS)


_ANSWERS = (("how_much", "How much"), ("how_well", "How well"), ("difference", "Difference"))


def _answers(check: ImpactCheck) -> dict[str, str | None]:
    """What was answered, by the keys of _ANSWERS; None where nothing was recorded yet."""
    said = check.recorded.event.about() if check.recorded else {}
    return {key: said.get(key) for key, _ in _ANSWERS}


def _row_of_check(check: ImpactCheck) -> tuple[str, ...]:
    asked = days.short_date(check.recorded.day) if check.recorded else "not yet"
    months = counted(check.months, "month")
    return check.recommendation, months, days.short_date(check.due), asked


def _check_as_json(check: ImpactCheck) -> dict[str, Any]:
    recorded = check.recorded
    return {
        "recommendation": check.recommendation,
        "months": check.months,
        "due": check.due.isoformat(),
        "recorded": recorded.day.isoformat() if recorded else None,
        **_answers(check),
    }
