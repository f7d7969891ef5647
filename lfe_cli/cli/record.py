"""`lfe sent`, `reply`, `told`, `heard`, `undo`: what happened outside the tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, TypeVar

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import RECOMMENDATIONS, REQUEST, kind_of
from lfe_cli.review import days, events
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event
from lfe_cli.review.workspace import Review

T = TypeVar("T")
Person = Annotated[
    str | None,
    typer.Option(
        metavar="RELATION", help="One person of the family: mother, or an id such as sibling-a."
    ),
]


_Agency = Annotated[
    list[str] | None, typer.Option(metavar="ID", help="Only to this agency; repeat for each.")
]
_Letter = Annotated[
    str, typer.Option(metavar="NAME", help="Which letter: audit-request, invitation, ...")
]
_Group = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Of recommendations: only to this group; repeat for each."),
]


def sent(
    agency: _Agency = None,
    letter: _Letter = REQUEST.id,
    group: _Group = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    dry_run: options.DryRun = False,
) -> None:
    """Record that you sent a letter.

    Dates count from the day on which you sent it, not from the draft.
    """
    from lfe_cli.after import groups
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
            return groups.sent_to_groups(loaded, group or (), the_day(on))
        return record.sent(loaded, agency or (), letter, the_day(on))

    def in_words(done: shell.Done[tuple[str, ...]]) -> Iterable[str]:
        day = days.short_date(the_day(on))
        return (f"{name}: {letter} sent {day}" for name in done.result)

    _record(events.Sent, review, plan, in_words, dry_run)


_Knows = Annotated[
    str | None, typer.Option(metavar="yes|no", help="Whether it knew the child or family.")
]
_Attending = Annotated[str | None, typer.Option(metavar="NUMBER", help="How many people come.")]
_Bringing = Annotated[
    str | None, typer.Option(metavar="yes|no", help="Whether it brings its audit.")
]
_Support = Annotated[
    str | None,
    typer.Option(metavar="yes|no", help="Whether support is in place for its colleagues."),
]


def reply(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="The agency's id.")],
    knows: _Knows = None,
    attending: _Attending = None,
    bringing: _Bringing = None,
    support: _Support = None,
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

    def in_words(done: shell.Done[str]) -> Iterable[str]:
        [event] = done.changes.events
        if isinstance(event, events.Reply):
            yield f"{done.result}: {_replied(event)} ({days.short_date(the_day(on))})"

    _record(events.Reply, review, plan, in_words, dry_run)


_KNOWS = {True: "knew the child or family", False: "did not know the child or family"}
_BRINGING = {True: "brings its audit", False: "does not bring its audit"}
_SUPPORT = {
    True: "support is in place for its colleagues",
    False: "support is not in place yet for its colleagues",
}


def _replied(reply: events.Reply) -> str:
    """A reply in words, so that a slip is seen at once."""
    number = reply.attending
    parts = (
        _KNOWS[reply.knows] if reply.knows is not None else "",
        "" if number is None else f"{number or 'nobody'} coming",
        _BRINGING[reply.bringing] if reply.bringing is not None else "",
        _SUPPORT[reply.support] if reply.support is not None else "",
    )
    return ", ".join(part for part in parts if part)


_Whom = Annotated[
    str,
    typer.Argument(
        metavar="WHOM",
        help="identity, professionals, family, line-managers or feedback.",
    ),
]
_AgencyTold = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="With identity: only this agency; repeat for each."),
]


def told(
    whom: _Whom,
    agency: _AgencyTold = None,
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

    def in_words(done: shell.Done[dict[str, str]]) -> Iterable[str]:
        every = [e for e in done.changes.events if isinstance(e, events.Told)]
        told = (e.person or done.result.get(e.agency or "") for e in every)
        people = ", ".join(one for one in told if one)
        whose = f" ({people})" if people else ""
        yield f"Recorded: told {whom}{whose}, {days.short_date(the_day(on))}."

    _record(events.Told, review, plan, in_words, dry_run)


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

    def in_words(done: shell.Done[str]) -> Iterable[str]:
        yield f"Recorded: heard {done.result}, {days.short_date(the_day(on))}."

    _record(
        events.Heard,
        review,
        lambda loaded: telling.heard(loaded, person, the_day(on)),
        in_words,
        dry_run,
    )


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
    from lfe_cli.across import undo as undoing

    _record(
        events.Undone,
        review,
        lambda loaded: undoing.undo(loaded, shell.now(), agency),
        lambda done: undoing.in_words(done.result),
        dry_run,
    )


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


def _record(
    kind: type[Event],
    named: str | None,
    plan: Callable[[Review], tuple[T, Changes]],
    in_words: Callable[[shell.Done[T]], Iterable[str]],
    dry_run: bool,
) -> None:
    """Record what happened, and say it back, so that a slip is seen at once."""
    with shell.answering(dry_run=dry_run) as call:
        done = call.change_review(named, plan, records=kind)
        call.show(done, on_screen=lambda _: screen.lines(in_words(done)))
