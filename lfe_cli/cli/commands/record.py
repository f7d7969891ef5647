"""`lfe told`, `heard`: what happened outside the tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, TypeVar

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.done import Done
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


_Whom = Annotated[
    str,
    typer.Argument(
        metavar="WHOM",
        help="identity, professionals, family, line-managers or feedback.",
    ),
]
_AgencyTold = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID", help="Of identity and professionals: only this agency; repeat for each."
    ),
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
    part know which child it is about. professionals: those of each agency know of the
    family's part. family: who of the family takes part knows what to expect. feedback:
    somebody of the family has heard what we learned.
    """
    from lfe_cli.event import telling

    def plan(loaded: Review) -> tuple[dict[str, str], Changes]:
        changes = telling.told(loaded, whom, agency or (), the_day(on), person=person)
        return {a.id: a.name for a in loaded.agencies()}, changes

    def in_words(done: Done[dict[str, str]]) -> Iterable[str]:
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

    def in_words(done: Done[str]) -> Iterable[str]:
        yield f"Recorded: heard {done.result}, {days.short_date(the_day(on))}."

    _record(
        events.Heard,
        review,
        lambda loaded: telling.heard(loaded, person, the_day(on)),
        in_words,
        dry_run,
    )


def _record(
    kind: type[Event],
    named: str | None,
    plan: Callable[[Review], tuple[T, Changes]],
    in_words: Callable[[Done[T]], Iterable[str]],
    dry_run: bool,
) -> None:
    """Record what happened, and say it back, so that a slip is seen at once."""
    with shell.answering(dry_run=dry_run) as call:
        done = call.change_review(named, plan, records=kind)
        call.show(done, on_screen=lambda _: screen.lines(in_words(done)))
