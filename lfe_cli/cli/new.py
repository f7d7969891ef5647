"""`lfe new`: start a review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Annotated, TypeVar

import typer

from lfe_cli.audits.begin import Intent, asked_agency, propose_due, start_review
from lfe_cli.cli import asking, options, screen, shell
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.dates import parse_date, parse_moment
from lfe_cli.review.manifest import MOST_CHILDREN
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.workspace import Workspace, load_review, load_workspace

T = TypeVar("T")


_Theme = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What it is about; points to nobody.")
]
_From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Start of the focus period.")
]
_To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="End of the focus period.")]
_Agencies = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="An agency to ask; repeat for each. Ids: partnership.yaml."),
]
_Event = Annotated[
    str | None, typer.Option(metavar='"DATE TIME"', help="When the learning event begins.")
]
_Venue = Annotated[str | None, typer.Option(metavar="TEXT", help="Where the learning event is.")]
_Facilitator = Annotated[str | None, typer.Option(metavar="TEXT", help="The facilitator's role.")]
_Due = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Local target for the audits; proposed if left out."),
]
_DecidedBy = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Who decided that this is not a statutory review."),
]
_DecidedOn = Annotated[str | None, typer.Option(metavar="DATE", help="When that was decided.")]
_Basis = Annotated[str | None, typer.Option(metavar="TEXT", help="On what basis that was decided.")]
_Children = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="How many children it is about, if more than one."),
]
_Topics = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A theme from the partnership's list; repeat for each."),
]


def new(
    theme: _Theme = None,
    start: _From = None,
    end: _To = None,
    agency: _Agencies = None,
    event: _Event = None,
    venue: _Venue = None,
    facilitator: _Facilitator = None,
    due: _Due = None,
    decided_by: _DecidedBy = None,
    decided_on: _DecidedOn = None,
    basis: _Basis = None,
    children: _Children = None,
    topic: _Topics = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Start a review: a numbered folder with a manifest.

    At a terminal it asks what it needs; leave out what you do not know yet. The
    date for the audits is proposed in working days and is a local target.
    """
    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        _refuse_inside_a_review()
        about, begins, ends = _needed(call.can_ask, theme, start, end)
        intent = Intent(
            theme=about,
            focus_from=begins,
            focus_to=ends,
            agencies=tuple(agency or ()),
            themes=tuple(topic or ()),
            event_at=asking.reading("--event", parse_moment, event),
            venue=venue,
            facilitator=facilitator,
            due=asking.reading("--due", parse_date, due),
            decided_by=decided_by,
            decided_on=asking.reading("--decided-on", parse_date, decided_on),
            basis=basis,
            children=asking.reading("--children", _children, children) or 1,
        )
        if call.can_ask:
            intent = _ask_for_the_rest(intent)

        def plan(workspace: Workspace) -> tuple[str, Changes]:
            return start_review(workspace, intent, shell.today())

        call.show(call.change_workspace(plan), on_screen=_show_new, on_dry_run=_show_planned_new)


def _show_planned_new(done: shell.Done[str]) -> None:
    screen.say(done.result)
    shell.show_plan(done)


def _refuse_inside_a_review() -> None:
    workspace = load_workspace(shell.here())
    inside = shell.here().relative_to(workspace.folder).parts
    if inside and (workspace.folder / inside[0] / files.MANIFEST).is_file():
        raise LfeError(
            f"You are in the folder of {inside[0]}: there is one review to a folder.",
            where=str(shell.here()),
            next_step="Go up to the partnership's folder (cd ..) and start the review there.",
        )


def _needed(
    can_ask: bool, theme: str | None, start: str | None, end: str | None
) -> tuple[str, date, date]:
    """What no review begins without: what it is about, and the period that it looks at."""

    def needed(
        given: str | None, option: str, what: str, question: str, read: Callable[[str], T]
    ) -> T:
        value = asking.reading(option, read, (given or "").strip() or None)
        if value is not None:
            return value
        if not can_ask:
            raise asking.missing(option, what)
        return asking.ask_for(question, read)

    about = needed(theme, "--theme", "A theme", "What is the review about", str)
    period = "Focus period from (date)", "Focus period to (date)"
    first = needed(start, "--from", "The start of the focus period", period[0], parse_date)
    not_before = partial(_not_before, first)
    last = needed(end, "--to", "The end of the focus period", period[1], not_before)
    return about, first, last


def _ask_for_the_rest(intent: Intent) -> Intent:
    """What may stay open: an empty answer leaves it as a TO DO in the manifest."""
    partnership = load_workspace(shell.here()).partnership
    screen.say("Press Enter to leave an answer for later.")
    if not intent.agencies:
        screen.say(f"Agencies: {', '.join(agency.id for agency in partnership.agencies)}")
        known = partial(_agencies, partnership)
        answer = asking.ask("Which of them are asked (ids, with commas)", known)
        intent = replace(intent, agencies=answer or ())
    event_at = intent.event_at or asking.ask("The learning event begins (date time)", parse_moment)
    intent = replace(
        intent,
        event_at=event_at,
        venue=intent.venue or asking.ask("Venue", str),
        facilitator=intent.facilitator or asking.ask("Facilitator (a role)", str),
    )
    proposed = propose_due(partnership, event_at, shell.today()).isoformat()
    question = "Audits ready by (a local target)"
    due = intent.due or asking.ask(question, partial(_not_after, event_at), default=proposed)
    screen.say(f"Why is this a {partnership.review_name} and not a statutory review?")
    return replace(
        intent,
        due=due,
        decided_by=intent.decided_by or asking.ask("Decided by (a meeting or role)", str),
        decided_on=intent.decided_on or asking.ask("Decided on (date)", parse_date),
        basis=intent.basis or asking.ask("On what basis", str),
    )


def _children(answer: str) -> int:
    if answer.strip().isdecimal() and 1 <= int(answer) <= MOST_CHILDREN:
        return int(answer)
    raise WrongValue(f"cannot be {answer!r}.", f"Write a number from 1 to {MOST_CHILDREN}.")


def _not_before(first: date, answer: str) -> date:
    day = parse_date(answer)
    if day < first:
        raise WrongValue(
            f"comes before {days.short_date(first)}.", "Check which of the two is right."
        )
    return day


def _not_after(event_at: datetime | None, answer: str) -> date:
    day = parse_date(answer)
    if event_at and day > event_at.date():
        raise WrongValue("comes after the event.", "Audits are ready before it.")
    return day


def _agencies(partnership: Partnership, answer: str) -> tuple[str, ...]:
    ids = tuple(part.strip() for part in answer.split(",") if part.strip())
    ids = ids if len(ids) > 1 else tuple(answer.split())
    for agency in ids:
        try:
            asked_agency(partnership, agency)
        except LfeError as error:
            raise WrongValue(f"cannot be used: {error.sentence}", error.next_step) from None
    return ids


def _show_new(reference: str) -> None:
    screen.say(reference)
    review = load_review(load_workspace(shell.here()), reference)
    due = review.manifest.audits.due
    screen.say(f"The review's folder is ready: {review.folder}")
    if due is not None:
        screen.say(
            f"Audits ready by {days.long_date(due)}: a local target, counted in working days."
        )
    event = review.manifest.event.at
    if event and (question := days.asked_twice_about(event.date(), shell.today())):
        screen.say(f"The learning event: {question}")
    screen.steps(
        "Next:",
        [
            f"complete the manifest where it says TO DO: lfe edit -r {reference}",
            "write the names and places that may never appear into identifiers.yaml",
            f"make the audit forms and the letters: lfe issue-audits -r {reference}",
        ],
    )
