"""The end of a review: `lfe close`, and `lfe step-up` for one that meets the criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.errors import WrongValue
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.ending import is_closed
from lfe_cli.review.events import Disposed, Outcome, SteppedUp, StepUpFollowed
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted, joined

if TYPE_CHECKING:
    from lfe_cli.after.close import Ending
    from lfe_cli.after.step_up import Since


NEEDED_BY_NOBODY = (
    "Is it certain that no inquest, police investigation, inquiry, complaint or access request "
    "needs these papers?"
)

_CarryOver = Annotated[
    bool, typer.Option("--carry-over", help="Record what is open as carried over, and close.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Remove what is listed without asking again.")]
NothingNeedsIt = Annotated[
    bool,
    typer.Option(
        "--nothing-needs-it",
        help="No inquest, police, inquiry, complaint or access request needs the papers.",
    ),
]


def close(
    carry_over: _CarryOver = False,
    yes: Yes = False,
    nothing_needs_it: NothingNeedsIt = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """End a review, and remove the papers that must not stay.

    First it lists what is open, to be resolved or carried over; then the papers that
    go: audits, inbox, names, drafts. Both are shown before anything is asked. A hold in
    review.yaml prevents it. What stays: the page, the forms as issued, the history, and
    disposal.txt, which records what was removed. With --dry-run: only the lists.

    A review that was begun by mistake, while nothing has gone out: lfe discard
    """
    from lfe_cli.after.close import close_review, still_there

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        day = the_day(on)
        shown = _shown(call, review, day, carry_over)
        if shown.only_waits:
            _show_gone(call, review, shown)
            return
        if not dry_run:
            _confirm(shown, yes, nothing_needs_it, call.can_ask)

        def plan(loaded: Review) -> tuple[Ending, Changes]:
            by, now = where.author(loaded.workspace), where.now()
            return close_review(loaded, day, by, now, carry_over=carry_over, as_shown=shown)

        done = call.change_review(review, plan, records=Disposed)
        left = still_there(done.result, done.still_there)
        call.show(
            done,
            as_json=lambda ending: {**ending.as_json(), "still_there": list(left)},
            on_screen=_show_closed,
            on_dry_run=lambda _: screen.say("Nothing was removed, and nothing was written."),
        )


def _shown(call: shell.Call, named: str | None, day: date, carry_over: bool) -> Ending:
    """What closing would do, shown; raises StillOpen where something is open after that."""
    from lfe_cli.after.close import StillOpen, the_end_of

    ending = the_end_of(where.the_review(named), day)
    waits = bool(ending.open) and not carry_over
    if not call.as_json:
        _show_open(ending, carry_over)
    if not call.as_json and not ending.only_waits and (call.dry_run or not waits):
        _show_papers(ending)
    if waits:
        raise StillOpen(ending)
    return ending


def _show_gone(call: shell.Call, named: str | None, ending: Ending) -> None:
    """Goes on with what a program held when the review was closed; end() says what still waits."""
    done = call.finish_what_was_begun()
    left = [one.path for one in where.the_review(named).waiting if one.is_to == "be removed"]
    document = {**ending.as_json(), "still_there": left}
    if not (left or call.as_json or call.dry_run):
        screen.say(f"{ending.reference} is closed, and what was still to be removed is gone.")
    call.show(done, as_json=lambda _: document, on_screen=lambda _: None)


def _confirm(ending: Ending, yes: bool, nothing_needs_it: bool, can_ask: bool) -> None:
    """Two questions, or their two options: the second is about other people's needs, not ours."""
    if not nothing_needs_it:
        if not can_ask:
            raise asking.missing("--nothing-needs-it", "Your word that nothing needs these papers")
        asking.confirm(NEEDED_BY_NOBODY)
    if not yes:
        if not can_ask:
            raise asking.missing("--yes", "Your word that the papers are removed")
        asking.confirm(f"Close {ending.reference} and remove {_papers(ending)} for good")


def _show_open(ending: Ending, carry_over: bool) -> None:
    """What is open, each with what to do; carried over, what is said of many is said once."""
    if not carry_over:
        _show_each("Still open:", [(one.what, f"To resolve it: {one.how}") for one in ending.open])
        return
    goes_on = [(one.what, "") for one in ending.open if one.goes_on]
    _show_each("Carried over, and kept in view (lfe status):", goes_on)
    stays_behind = [(one.what, one.if_carried) for one in ending.open if not one.goes_on]
    _show_each("Recorded as open, and not followed on:", stays_behind)


def _show_each(heading: str, those: Sequence[tuple[str, str]]) -> None:
    if those:
        screen.say(heading)
        for what, more in those:
            screen.say(f"{what}.", indent="  - ")
            if more:
                screen.say(more[0].upper() + more[1:], indent="    ")
        screen.say()


def _show_papers(ending: Ending) -> None:
    if ending.papers:
        screen.say(f"Removed from this folder, for good ({_papers(ending)}):")
        screen.table(("File", "What it is"), [(p.said, p.what) for p in ending.papers])
    else:
        screen.say("There is nothing to remove.")
    for path in ending.by_hand:
        screen.say("The list of names lies outside this folder. Remove it by hand:")
        screen.say(str(path), indent="  ")
    if ending.others:
        screen.say()
        screen.say("Also in the folder, and not made here; it stays. Does it belong here?")
        screen.lines(ending.others, indent="  - ")
    _show_limits(ending)


def _show_limits(ending: Ending) -> None:
    from lfe_cli.after.disposal import NOT_REACHED

    screen.steps("This does not reach, so please look there yourself:", NOT_REACHED)
    if ending.processes:
        screen.steps("Other processes that are entered in review.yaml:", ending.processes)
    screen.say()


def _show_closed(ending: Ending) -> None:
    on = days.short_date(ending.closed)
    screen.say(f"{ending.reference} is closed, {on}. The record of it: {files.DISPOSAL}")
    screen.say(
        f"What is left is kept until {days.short_date(ending.kept_until)}; whether it is still "
        "needed is asked then: lfe status"
    )
    if ending.open:
        screen.say(
            "What was carried over stays in view: lfe status. The list of names is gone, so from "
            "now on only numbers are looked for in what you record: name nobody."
        )


def _papers(ending: Ending) -> str:
    return counted(len(ending.papers), "file")


_Aware = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day on which the local authority became aware."),
]
_Notified = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day on which the local authority notified.")
]
_Outcome = Annotated[
    str | None,
    typer.Option(
        metavar="WHAT", help="What came of it: rapid-review, no-review, or goes-on (this review)."
    ),
]
_Agreed = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Once it came back: an agency that agrees to go on."),
]


def step_up(
    aware: _Aware = None,
    notified: _Notified = None,
    outcome: _Outcome = None,
    agreed: _Agreed = None,
    nothing_needs_it: NothingNeedsIt = False,
    on: options.On = None,
    no_input: options.NoInput = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Stop the review: it may meet the criteria for a statutory one.

    No further form, letter, paper or page is made. Nothing is removed, and no audit is
    passed on. Afterwards lfe status says what is due, and to whom.

    Run it again when you hear more: it asks when the local authority became aware and
    notified, and what came of it. Where this review goes on, each agency is
    asked whether it agrees. Otherwise lfe close ends it, once nothing needs its papers.
    """
    from lfe_cli.after import step_up as stepping_up

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        day = the_day(on)
        since = stepping_up.Since(
            aware=asking.past_day("--aware", aware),
            notified=asking.past_day("--notified", notified),
            outcome=asking.reading("--outcome", _outcome, outcome),
            nothing_needs_it=nothing_needs_it,
            agreed=tuple(agreed or ()),
        )
        waits = "" if since else stepping_up.questions_open(where.the_review(review))
        if waits and call.can_ask:
            since = _what_is_known(where.the_review(review), day)
        if waits and not since and (call.can_ask or (dry_run and not as_json)):
            screen.say(f"Nothing was recorded. Still to be recorded: {waits}.")
            return
        done = call.change_review(
            review,
            lambda loaded: stepping_up.step_up(loaded, day, where.now(), since),
            records=StepUpFollowed,
        )
        stops = any(isinstance(event, SteppedUp) for event in done.changes.events)
        call.show(
            done,
            as_json=lambda following: {"reference": done.reference, "next": list(following)},
            on_screen=lambda following: _show_stepped_up(
                where.the_review(review), since, stops, following
            ),
        )


def _outcome(text: str) -> Outcome:
    known: tuple[Outcome, ...] = get_args(Outcome)
    given = "-".join(text.casefold().split())
    found = next((one for one in known if given == one), None)
    if found is None:
        raise WrongValue(f"is none of the outcomes: {text!r}.", f"Write {joined(known, 'or')}.")
    return found


def _what_is_known(review: Review, today: date) -> Since:
    """What the officer knows by now of a review that was stepped up; Enter means later."""
    from lfe_cli.after.step_up import Since, is_undecided

    step_up = review.state.ending.step_up
    setting = review.partnership.step_up

    def asked() -> asking.Dialogue[Since]:
        since = Since()
        if step_up is None:
            return since
        waits = step_up.outcome is None
        if waits and step_up.aware is None and setting.working_days:
            text = "The local authority became aware on (the day)"
            since = replace(since, aware=(yield from asking.asked(text, asking.a_past_day)))
        if waits and step_up.notified is None:
            text = "Has the local authority notified?"
            since = replace(since, notified=(yield from asking.happened(text, today)))
        if waits or is_undecided(step_up):
            text = "What came of it? (rapid-review, no-review, or goes-on: this review)"
            since = replace(since, outcome=(yield from asking.asked(text, _outcome)))
        if not waits and step_up.released is None and since.outcome != "goes-on":
            needless = yield from asking.yes_or_no(NEEDED_BY_NOBODY, otherwise="later")
            since = replace(since, nothing_needs_it=bool(needless))
        return since

    return asking.converse(asked)


def _show_stepped_up(review: Review, since: Since, stops: bool, following: Sequence[str]) -> None:
    reference = review.reference
    if stops:
        screen.say(f"{reference} is stepped up. It stops here, and nothing in it is lost.")
    elif since.outcome == "goes-on" and is_closed(review):
        screen.say(f"{reference} came back, and is closed as it was before: lfe status")
    elif since.outcome == "goes-on":
        screen.say(
            f"{reference} came back, and goes on: forms, letters and papers can be made again. "
            "Agencies gave what they gave before it stopped, so each is asked afresh. All that is "
            "next: lfe status"
        )
    else:
        screen.say(f"{reference}: recorded.")
    screen.steps("Next:", following)
    screen.say("If this was a wrong click: lfe undo")
