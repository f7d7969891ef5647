"""`lfe received` and `reported-back`: what working groups said, of one or of all that are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, shell, walks
from lfe_cli.cli.asking import Dialogue, the_day
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review import days
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.events import Received, ReportedBack
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.after.groups import Asked

_Group = Annotated[
    str | None,
    typer.Argument(metavar="GROUP", help="The working group's id. Without, all are asked about."),
]


def received(
    group: _Group = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that a group has its recommendations.

    For example: lfe received quality. Without a group it goes through all that were
    written to and have not said so yet.
    """
    from lfe_cli.after import groups

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        day = the_day(on)
        if group is None:
            walks.go(call, review, _who_has_them(day))
            return
        plan = partial(groups.received, group=group, on=day)
        done = call.change_review(review, plan, records=Received)
        call.show(
            done,
            as_json=lambda asked: _received_as_json(asked, day),
            on_screen=lambda asked: _show_received(asked, day),
        )


def _received_as_json(asked: Asked, day: date) -> dict[str, Any]:
    return {
        "group": asked.group.id,
        "recommendations": [one.id for one in asked.recommendations],
        "on": day.isoformat(),
        "remarks": [*_not_recorded_as_sent(asked)],
    }


def _show_received(asked: Asked, day: date) -> None:
    ids = ", ".join(one.id for one in asked.recommendations)
    screen.say(f"{asked.group.name} has {ids}, {days.short_date(day)}.")
    screen.lines(_not_recorded_as_sent(asked))


def _not_recorded_as_sent(asked: Asked) -> Iterator[str]:
    if not asked.sent:
        yield (
            "It is not recorded that its letter was sent: "
            f"lfe sent --letter recommendations --group {asked.group.id}"
        )


_Recommendation = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Only on this one; repeat for each."),
]


def reported_back(
    group: _Group = None,
    recommendation: _Recommendation = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that a group has reported back.

    For example: lfe reported-back quality --recommendation R2. Without a group it goes
    through all that are still to be heard.

    Only that, and when. What it does is in its actions.
    """
    from lfe_cli.after import groups

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        day = the_day(on)
        if group is None and recommendation:
            raise LfeError("Which group reported back?", next_step="lfe reported-back GROUP")
        if group is None:
            walks.go(call, review, _who_reported_back(day))
            return
        done = call.change_review(
            review,
            lambda loaded: groups.reported_back(loaded, group, recommendation or (), day),
            records=ReportedBack,
        )
        said = f"Recorded: heard back on {', '.join(done.result)}, {days.short_date(day)}."
        about = {"group": group, "recommendations": list(done.result), "on": day.isoformat()}
        call.show(done, as_json=lambda _: about, on_screen=lambda _: screen.say(said))


# ---------------------------------------------------------------- asked one by one


@dataclass(frozen=True)
class _Heard:
    """What a group said, on a day, about these recommendations."""

    group: str
    name: str
    on: date
    ids: tuple[str, ...]


def _who_has_them(day: date) -> walks.Walk[Asked, _Heard]:
    from lfe_cli.after import groups

    def plan(review: Review, heard: Sequence[_Heard]) -> Changes:
        parts = [groups.received(review, one.group, one.on)[1] for one in heard]
        return together(review.reference, parts)

    def ask(review: Review, asked: Asked) -> Dialogue[_Heard | None]:  # noqa: ARG001
        ids = tuple(one.id for one in asked.recommendations)
        text = f"{asked.group.name}: does it have {', '.join(ids)}?"
        when = yield from asking.happened(text, day, shown=("",))
        return _Heard(asked.group.id, asked.group.name, when, ids) if when else None

    return walks.Walk(
        records=Received,
        find=groups.waiting_for_receipt,
        name=lambda asked: asked.group.name,
        ask=ask,
        plan=plan,
        in_words=lambda one: (f"{one.name} has {', '.join(one.ids)}, {days.short_date(one.on)}",),
        nobody=LfeError("Which group has them?", next_step="Name it: lfe received GROUP"),
    )


def _who_reported_back(day: date) -> walks.Walk[Asked, _Heard]:
    from lfe_cli.after import groups

    def plan(review: Review, heard: Sequence[_Heard]) -> Changes:
        parts = [groups.reported_back(review, one.group, one.ids, one.on)[1] for one in heard]
        return together(review.reference, parts)

    def ask(review: Review, asked: Asked) -> Dialogue[_Heard | None]:  # noqa: ARG001
        known = tuple(one.id for one in asked.recommendations if one.reported_on is None)
        text = f"{asked.group.name}: has it reported back on {' or '.join(known)}?"
        when = yield from asking.happened(text, day, shown=("",))
        ids: tuple[str, ...] | None = known
        if when and len(known) > 1:
            read = partial(_which, known)
            ids = yield from asking.asked("  On which?", read, default=", ".join(known))
        return _Heard(asked.group.id, asked.group.name, when, ids) if when and ids else None

    return walks.Walk(
        records=ReportedBack,
        find=groups.still_to_report_back,
        name=lambda asked: asked.group.name,
        ask=ask,
        plan=plan,
        in_words=lambda one: (f"{one.name}, on {', '.join(one.ids)}, {days.short_date(one.on)}",),
        nobody=LfeError("Which group reported back?", next_step="lfe reported-back GROUP"),
    )


def _which(known: Sequence[str], answer: str) -> tuple[str, ...]:
    ids = tuple(answer.replace(",", " ").upper().split())
    other = [one for one in ids if one not in known]
    if other:
        raise WrongValue(f"is not with it: {other[0]}.", f"It has {', '.join(known)}.")
    return ids
