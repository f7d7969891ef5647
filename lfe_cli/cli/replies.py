"""`lfe reply`: what agencies answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.errors import LfeError
from lfe_cli.review import days, events
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

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

    with shell.answering(dry_run=dry_run) as call:
        done = call.change_review(review, plan, records=events.Reply)
        call.show(done, on_screen=lambda _: screen.lines(in_words(done)))


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
