"""How long a closed review is kept: `lfe keep`, and `lfe discard` for one that is removed whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli import clock
from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.commands.ending import NEEDED_BY_NOBODY, NothingNeedsIt, Yes
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.events import KeptOn
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.after.discard import Whole

_Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day on which it is looked at again.")
]
_Reason = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why it is still needed; nobody's name.")
]
_DecidedBy = Annotated[
    str | None, typer.Option(metavar="ROLE", help="Who decided it: a role, nobody's name.")
]
_NothingWentOut = Annotated[
    bool,
    typer.Option(
        "--nothing-went-out",
        help="Nothing of it was sent, told or returned, recorded here or not.",
    ),
]


@dataclass(frozen=True)
class _Kept:
    """What is said of the keeping of a review: until when, why, and who decided it."""

    until: date
    reason: str
    decided_by: str | None


def keep(
    until: _Until = None,
    reason: _Reason = None,
    decided_by: _DecidedBy = None,
    on: options.On = None,
    no_input: options.NoInput = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Keep a closed review until another day, with the reason.

    A closed review is looked at again some time after closing (keep_closed_months in
    partnership.yaml). Whoever still needs it says until when, and why; that is recorded.
    If nobody needs it any more: lfe discard
    """
    from lfe_cli.after.keeping import keep_on, refuse_unless_closed

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        day = the_day(on)
        refuse_unless_closed(where.the_review(review))
        said = _what_is_said(call, until, reason, decided_by)
        if said is None:
            screen.say("Nothing was recorded. Still to be said: until when it is kept, and why.")
            return

        def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
            return keep_on(loaded, said.until, said.reason, said.decided_by, day)

        done = call.change_review(review, plan, records=KeptOn)
        call.show(
            done,
            as_json=lambda remarks: {
                "reference": done.reference,
                "until": said.until.isoformat(),
                "remarks": list(remarks),
            },
            on_screen=lambda remarks: _show_kept(done.reference, said.until, remarks),
        )


def _what_is_said(
    call: shell.Call, until: str | None, reason: str | None, decided_by: str | None
) -> _Kept | None:
    """What the options say, or a person at the terminal; None where it is left for later."""
    day = asking.reading("--until", days.parse_date, until)
    if day and reason:
        return _Kept(day, reason, decided_by)
    if not call.can_ask:
        if call.dry_run and not call.as_json:
            return None
        raise asking.missing("--reason" if day else "--until", "Until when it is kept, and why,")

    def asked() -> asking.Dialogue[_Kept | None]:
        until = day or (yield from asking.asked("Until which day is it kept?", days.parse_date))
        if until is None:
            return None
        why = reason or (yield from asking.asked("Why is it still needed?", str))
        who = decided_by or (
            yield from asking.asked("Who decided it? (a role)", str, otherwise="not said")
        )
        return _Kept(until, why, who) if why else None

    return asking.converse(asked)


def _show_kept(reference: str, until: date, remarks: tuple[str, ...]) -> None:
    screen.say(
        f"{reference} is kept until {days.short_date(until)}. Then it is looked at again: "
        "lfe status says so"
    )
    screen.lines(remarks)
    screen.say("To take it back: lfe undo")


def discard(
    decided_by: _DecidedBy = None,
    yes: Yes = False,
    nothing_went_out: _NothingWentOut = False,
    nothing_needs_it: NothingNeedsIt = False,
    no_input: options.NoInput = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Remove a review whole, and leave a record of it.

    For a review that was begun by mistake, while nothing of it has gone out; and for a
    closed one that nobody needs any more, once its day has come (lfe keep). It shows
    first what goes. In its folder a file stays that says when it was removed and on
    whose decision; the number is not given out again. Nothing brings the rest back.
    """
    from lfe_cli.after.discard import discard as discarding
    from lfe_cli.after.discard import whole_of

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        today = where.today()
        shown = whole_of(where.the_review(review), today)
        if not as_json:
            _show_whole(shown)
        if dry_run:
            who = decided_by or "nobody yet"
        else:
            sure = nothing_went_out if shown.why == "begun by mistake" else nothing_needs_it
            who = _confirmed(shown, call.can_ask, decided_by, sure=sure, yes=yes)

        def plan(loaded: Review) -> tuple[Whole, Changes]:
            by = clock.author(loaded.partnership.settings.recorded_as)
            return discarding(loaded, today, by, who, as_shown=shown)

        call.show(
            call.change_review(review, plan, records=KeptOn),
            as_json=_as_json,
            on_screen=_show_discarded,
            on_dry_run=lambda _: screen.say("Nothing was removed, and nothing was written."),
        )


def _confirmed(
    whole: Whole, can_ask: bool, decided_by: str | None, *, sure: bool, yes: bool
) -> str:
    """Whose decision it is, once both questions are answered with yes."""
    by_mistake = whole.why == "begun by mistake"
    if not sure:
        if not can_ask:
            option = "--nothing-went-out" if by_mistake else "--nothing-needs-it"
            raise asking.missing(option, "Your word for it")
        asking.confirm(_NOTHING_WENT_OUT if by_mistake else NEEDED_BY_NOBODY)
    if not decided_by:
        if not can_ask:
            raise asking.missing("--decided-by", "Whose decision it is (a role)")
        decided_by = asking.ask_for("Who decided it? (a role)", str)
    if not yes:
        if not can_ask:
            raise asking.missing("--yes", "Your word that the review is removed")
        asking.confirm(f"Remove {whole.reference} for good ({whole.number})")
    return decided_by


_NOTHING_WENT_OUT = (
    "Is it certain that nothing of it has gone out: no letter, no telephone call, no details of a "
    "child, whether that is recorded here or not?"
)


def _show_whole(whole: Whole) -> None:
    screen.say(f"All of {whole.reference} would be removed from its folder, for good:")
    screen.table(("Files", "What they are"), [(str(number), kind) for kind, number in whole.kinds])
    screen.steps("Among them, changed in Word by one of you:", whole.own)
    screen.steps("Still open, and ends with it:", whole.open)
    for path in whole.by_hand:
        screen.say("The list of names lies outside this folder. Remove it by hand:")
        screen.say(str(path), indent="  ")
    screen.say()
    screen.say(
        f"What stays: {files.NO_LONGER_KEPT}, the record of it, in the folder {whole.reference}."
    )
    screen.say()


def _show_discarded(whole: Whole) -> None:
    screen.say(
        f"{whole.reference} is removed. The record of it, and what it does not reach: "
        f"{whole.reference}/{files.NO_LONGER_KEPT}"
    )


def _as_json(whole: Whole) -> dict[str, Any]:
    return whole.as_json()
