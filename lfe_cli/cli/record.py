"""`lfe sent`, `reply`, `told`, `undo`: what happened outside the tool."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from lfe_cli.cli import asking, flow, options, screen
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import RECOMMENDATIONS, REQUEST, kind_of
from lfe_cli.review import days
from lfe_cli.review.changes import Changes
from lfe_cli.review.dates import parse_date
from lfe_cli.review.history import Event
from lfe_cli.review.workspace import Review

Person = Annotated[
    str | None,
    typer.Option(
        metavar="RELATION", help="One person of the family: mother, or an id such as sibling-a."
    ),
]


def the_day(on: str | None) -> date:
    """The day that --on gives, else today. Raises LfeError for a day that is still to come."""
    day = asking.reading("--on", parse_date, on) or flow.today()
    if day > flow.today():
        raise LfeError(
            f"--on is {days.short_date(day)}, and that is still to come.",
            next_step="Record it when it has happened.",
        )
    return day


def sent(
    agency: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only to this agency; repeat for each.")
    ] = None,
    letter: Annotated[
        str, typer.Option(metavar="NAME", help="Which letter: audit-request, invitation, ...")
    ] = REQUEST.id,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Of recommendations: only to this group; repeat for each."),
    ] = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    dry_run: options.DryRun = False,
) -> None:
    """Record that you sent a letter.

    Dates count from the day on which you sent it, not from the draft.
    """
    from lfe_cli.after import following
    from lfe_cli.audits import record

    kind = kind_of(letter)
    to_groups = kind is not None and kind.to == "group"
    if (group and not to_groups) or (agency and to_groups):
        raise LfeError(
            "The letters about recommendations go to groups, all others to agencies.",
            next_step=f"Write --letter {RECOMMENDATIONS.id} --group ID; else --agency ID.",
        )

    def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
        if to_groups:
            return following.sent_to_groups(loaded, group or (), the_day(on))
        return record.sent(loaded, agency or (), letter, the_day(on))

    done = flow.change_review(review, dry_run, plan, although_stopped=True)
    _show(done, [f"{name}: {letter} sent {days.short_date(the_day(on))}" for name in done.result])


def reply(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="The agency's id.")],
    knows: Annotated[
        str | None, typer.Option(metavar="yes|no", help="Whether it knew the child or family.")
    ] = None,
    attending: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="How many people come.")
    ] = None,
    bringing: Annotated[
        str | None, typer.Option(metavar="yes|no", help="Whether it brings its audit.")
    ] = None,
    support: Annotated[
        str | None,
        typer.Option(metavar="yes|no", help="Whether support is in place for its colleagues."),
    ] = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    dry_run: options.DryRun = False,
) -> None:
    """Record what an agency replied.

    For example: lfe reply police --knows yes --attending 2 --bringing yes
    """
    from lfe_cli.audits import record

    def plan(loaded: Review) -> tuple[str, Changes]:
        return record.reply(
            loaded,
            agency,
            the_day(on),
            knows=_yes_or_no("--knows", knows),
            attending=_number("--attending", attending),
            bringing=_yes_or_no("--bringing", bringing),
            support=_yes_or_no("--support", support),
        )

    done = flow.change_review(review, dry_run, plan, although_stopped=True)
    [event] = done.changes.events
    _show(done, [f"{done.result}: {_replied(event)} ({days.short_date(the_day(on))})"])


_SAID = {
    "knows": {True: "knew the child or family", False: "did not know the child or family"},
    "bringing": {True: "brings its audit", False: "does not bring its audit"},
    "support": {
        True: "support is in place for its colleagues",
        False: "support is not in place yet for its colleagues",
    },
}


def _replied(event: Event) -> str:
    """A reply in words, so that a slip is seen at once."""
    said = {key: words.get(event.get(key)) for key, words in _SAID.items()}
    number = event.get("attending")
    coming = None if number is None else f"{number or 'nobody'} coming"
    parts = (said["knows"], coming, said["bringing"], said["support"])
    return ", ".join(part for part in parts if part)


def told(
    whom: Annotated[
        str,
        typer.Argument(
            metavar="WHOM",
            help="identity, professionals, family, line-managers or feedback.",
        ),
    ],
    agency: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="With identity: only this agency; repeat for each."),
    ] = None,
    person: Person = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    dry_run: options.DryRun = False,
) -> None:
    """Record that somebody was told.

    Only that they were told, and when; never what. identity: the agencies that take
    part know which child it is about. professionals: they know of the family's part. family: who of
    the family takes part knows what to expect. feedback: somebody of the family has
    heard what we learned, or does not wish to.
    """
    from lfe_cli.event import telling

    def plan(loaded: Review) -> tuple[dict[str, str], Changes]:
        changes = telling.told(loaded, whom, agency or (), the_day(on), person=person)
        return {a.id: a.name for a in loaded.agencies()}, changes

    done = flow.change_review(review, dry_run, plan, although_stopped=True)
    told = (e.get("person") or done.result.get(e.get("agency")) for e in done.changes.events)
    people = ", ".join(one for one in told if one)
    whose = f" ({people})" if people else ""
    _show(done, [f"Recorded: told {whom}{whose}, {days.short_date(the_day(on))}."])


def heard(
    person: Person = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    dry_run: options.DryRun = False,
) -> None:
    """Record that somebody of the family told us their views.

    Only that, and when; never what they said. What they want us to know goes to the
    event by the way that they chose, and into no file here.
    """
    from lfe_cli.event import telling

    def plan(loaded: Review) -> tuple[str, Changes]:
        return telling.heard(loaded, person, the_day(on))

    done = flow.change_review(review, dry_run, plan, although_stopped=True)
    _show(done, [f"Recorded: heard {done.result}, {days.short_date(the_day(on))}."])


def undo(
    agency: Annotated[
        str | None, typer.Option(metavar="ID", help="The last that was recorded of this agency.")
    ] = None,
    review: options.ReviewOption = None,
    dry_run: options.DryRun = False,
) -> None:
    """Take back the last thing that was recorded.

    For letters sent, replies, audits filed or brought, who was told, who came. What one
    command recorded of several agencies is taken back together. The history keeps both
    entries. Documents are not touched.
    """
    from lfe_cli.across import undo
    from lfe_cli.review.history import Entry

    def plan(loaded: Review) -> tuple[tuple[Entry, ...], Changes]:
        return undo.undo(loaded, flow.now(), agency)

    done = flow.change_review(review, dry_run, plan, although_stopped=True)
    _show(done, list(undo.in_words(done.result)))


def _number(option: str, answer: str | None) -> int | None:
    if answer is None:
        return None
    if answer.strip().isdecimal() and int(answer) < 1000:
        return int(answer)
    raise LfeError(f"{option} is not a number: {answer}.", next_step=f"Write {option} 2.")


def _yes_or_no(option: str, answer: str | None) -> bool | None:
    if answer is None:
        return None
    if answer.strip().lower() in {"yes", "y"}:
        return True
    if answer.strip().lower() in {"no", "n"}:
        return False
    raise LfeError(f"{option} is neither yes nor no.", next_step=f"Write {option} yes, or no.")


def _show(done: flow.Done[Any], lines: list[str]) -> None:
    if done.dry_run:
        flow.show_plan(done)
    else:
        for line in lines:
            screen.say(line)
    flow.close(done)
