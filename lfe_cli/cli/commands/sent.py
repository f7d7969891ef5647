"""`lfe sent`: the letters that went out, those named or all that lie unsent in the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import Dialogue, the_day
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import RECOMMENDATIONS, REQUEST, kind_of
from lfe_cli.review import days, events, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

if TYPE_CHECKING:
    from lfe_cli.after.sending import Lying, WhyNot

_Agency = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Only to this agency, by whichever route; repeat for each."),
]
_Letter = Annotated[
    str | None, typer.Option(metavar="NAME", help="Which letter: audit-request, invitation, ...")
]
_Group = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Of recommendations: only to this group; repeat for each."),
]
_Yes = Annotated[
    bool, typer.Option("--yes", help="Without a terminal: all that lie unsent were sent.")
]
_Sent = Sequence[tuple["Lying", date]]


def sent(
    agency: _Agency = None,
    letter: _Letter = None,
    group: _Group = None,
    yes: _Yes = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that you sent a letter.

    Dates count from the day on which you sent it, not from the draft. Without a name it
    goes through all that lie unsent in the outbox, and asks. Where nobody can be asked:
    the requests alone, or with --yes all but those with a gap left or without an address.

    What an agency heard by telephone or on paper is sent too: --agency ID.
    """
    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        named = letter is not None or bool(agency) or bool(group)
        if not named and dry_run and not yes and not call.can_ask:
            _show_what_lies_unsent(where.the_review(review))
        elif not named and (yes or call.can_ask):
            _all_that_lie_unsent(call, review, the_day(on), yes=yes)
        else:
            _those_named(call, review, agency or (), letter or REQUEST.id, group or (), the_day(on))
            if not named and not dry_run:
                screen.lines(_left_in_the_outbox(where.the_review(review)))


def _those_named(
    call: shell.Call,
    review: str | None,
    agencies: Sequence[str],
    letter: str,
    groups: Sequence[str],
    day: date,
) -> None:
    from lfe_cli.after.groups import sent_to_groups
    from lfe_cli.audits import record

    kind = kind_of(letter)
    to_groups = kind is not None and kind.to == "group"
    if (groups and not to_groups) or (agencies and to_groups):
        raise LfeError(
            "The letters about recommendations go to groups, all others to agencies.",
            next_step=f"Write --letter {RECOMMENDATIONS.id} --group ID; else --agency ID.",
        )

    def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
        if to_groups:
            return sent_to_groups(loaded, groups, day)
        return record.sent(loaded, agencies, letter, day)

    done = call.change_review(review, plan, records=events.Sent)
    said = (f"{name}: {letter} sent {days.short_date(day)}" for name in done.result)
    call.show(done, on_screen=lambda _: screen.lines(said))


def _left_in_the_outbox(review: Review) -> Iterator[str]:
    from lfe_cli.after.sending import lying_unsent

    letters = list(dict.fromkeys(one.letter for one in lying_unsent(review, where.today())))
    if letters:
        yield f"Not recorded, and still in {files.OUTBOX}: {joined(letters)}. All: lfe sent --yes"


# ---------------------------------------------------------------- all that lie unsent


def _all_that_lie_unsent(call: shell.Call, named: str | None, day: date, *, yes: bool) -> None:
    from lfe_cli.after.sending import lying_unsent, record_sent
    from lfe_cli.audits import record

    review = where.the_review(named)
    lying = lying_unsent(review, where.today())
    if not lying:
        record.sent(review, (), REQUEST.id, day)  # which says what there is, or is not
    if yes:
        chosen: _Sent = [(one, day) for one in lying if not one.why_not]
        screen.lines(_passed_over(lying))
        if not chosen:
            raise LfeError("Nothing was recorded: none of the letters is as it would be sent.")
    else:
        screen.lines(_passed_over(one for one in lying if one.why_not == "outdated"))
        current = [one for one in lying if one.why_not != "outdated"]
        chosen = asking.converse(partial(_which_were_sent, current, day))
    if not chosen:
        screen.say("Nothing was recorded.")
        return

    def plan(fresh: Review) -> tuple[_Sent, Changes]:
        shell.refuse_if_changed(lying, lying_unsent(fresh, where.today()))
        return chosen, record_sent(fresh, chosen)

    done = call.change_review(named, plan, records=events.Sent)
    left_over = yes and len(chosen) < len(lying)
    call.show(
        done,
        on_screen=lambda those: screen.lines(map(_in_words, those)),
        needs_a_person=left_over,
    )


def _show_what_lies_unsent(review: Review) -> None:
    from lfe_cli.after.sending import lying_unsent

    lying = lying_unsent(review, where.today())
    screen.lines((f"{one.name}: {one.letter}" for one in lying), indent="  - ")
    screen.say("This is what it would ask about." if lying else "No letter lies unsent.")
    screen.say("Nothing was written.")


def _in_words(sent: tuple[Lying, date]) -> str:
    one, day = sent
    return f"{one.name}: {one.letter} sent {days.short_date(day)}"


def _which_were_sent(lying: Iterable[Lying], day: date) -> Dialogue[_Sent]:
    """Letter by letter: those that are ready, then those that are not as they should be."""
    found: list[tuple[Lying, date]] = []
    for letter, of_it in groupby(lying, key=lambda one: one.letter):
        every = sorted(of_it, key=lambda one: one.why_not)
        for why_not, those in groupby(every, key=lambda one: one.why_not):
            found += yield from _which_of(letter, list(those), why_not, day)
    return found


def _which_of(
    letter: str, those: Sequence[Lying], why_not: WhyNot, day: date
) -> Dialogue[Sequence[tuple[Lying, date]]]:
    but = f"; {_WHY_NOT[why_not]}" if why_not else ""
    shown = ["", f"{letter}, in {files.OUTBOX}{but}:"]
    shown += [f"  {one.name}{f', to {one.address}' if one.address else ''}" for one in those]
    sent = "sent" if not why_not else "sent or given"
    if len(those) == 1:
        when = yield from asking.happened(f"Have you {sent} it?", day, shown=shown)
        return [(those[0], when)] if when else []
    answer = yield from asking.asked(
        f"Have you {sent} them? (yes, the day, or some)", partial(_day_or_some, day), shown=shown
    )
    if answer != _SOME:
        return [(one, answer) for one in those] if isinstance(answer, date) else []
    found = []
    for one in those:
        each = yield from asking.happened(f"  To {one.name}?", day)
        found += [(one, each)] if each else []
    return found


_SOME = "some"


def _day_or_some(day: date, answer: str) -> date | str | None:
    return _SOME if answer.strip().casefold() == _SOME else asking.day_in(day, answer)


_WHY_NOT: dict[WhyNot, str] = {
    "gap": "a gap is left that is filled by hand",
    "address": "without an address",
    "outdated": "it is out of date (how to make it anew: lfe status)",
}


def _passed_over(lying: Iterable[Lying]) -> Iterator[str]:
    """A sentence for what is not taken for sent, with what records it."""
    odd = [one for one in lying if one.why_not]
    for (letter, why_not), those in groupby(odd, key=lambda one: (one.letter, one.why_not)):
        every = list(those)
        names = joined(one.name for one in every)
        options = " ".join(one.option for one in every)
        yield (
            f"Not recorded: {letter} to {names}; {_WHY_NOT[why_not]}. If it was sent all the "
            f"same: lfe sent --letter {letter} {options}"
        )
