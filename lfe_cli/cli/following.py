"""`lfe received`, `reported-back`: what the groups say; and each recommendation on the screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.review import days
from lfe_cli.review.changes import Changes
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.review.groups import Asked

Group = Annotated[str, typer.Argument(metavar="GROUP", help="The working group's id.")]
_WORDS = 26  # with the other columns it stands on one line of 80


def received(
    group: Group,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that a group has its recommendations.

    For example: lfe received quality
    """
    from lfe_cli.after import following

    with shell.answering(as_json, dry_run) as call:
        day = the_day(on)
        plan = partial(following.received, group=group, on=day)
        done = call.change_review(review, plan, although_stopped=True)
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
    for remark in _not_recorded_as_sent(asked):
        screen.say(remark)


def _not_recorded_as_sent(asked: Asked) -> Iterator[str]:
    if not asked.sent:
        yield (
            "It is not recorded that its letter was sent: "
            f"lfe sent --letter recommendations --group {asked.group.id}"
        )


def reported_back(
    group: Group,
    recommendation: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only on this one; repeat for each."),
    ] = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that a group has reported back.

    For example: lfe reported-back quality --recommendation R2

    Only that, and when. What it does is in its actions.
    """
    from lfe_cli.after import following

    with shell.answering(as_json, dry_run) as call:
        day = the_day(on)

        def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
            return following.reported_back(loaded, group, recommendation or (), day)

        done = call.change_review(review, plan, although_stopped=True)
        call.show(
            done,
            as_json=lambda ids: {
                "group": group,
                "recommendations": list(ids),
                "on": day.isoformat(),
            },
            on_screen=lambda ids: screen.say(
                f"Recorded: heard back on {', '.join(ids)}, {days.short_date(day)}."
            ),
        )


def show_recommendations(review: Review, known: tuple[Recommendation, ...]) -> None:
    """A table of the recommendations: what was decided, who acts, where each stands."""
    from lfe_cli.after.following import where_it_stands

    screen.table(
        ("", "Recommendation", "Decision", "Group", "Report back", "Where it stands"),
        [
            (
                one.id,
                textwrap.shorten(one.words, _WORDS, placeholder=" ..."),
                one.decision or "",
                one.group,
                _short(one),
                where_it_stands(review, one),
            )
            for one in known
        ],
    )


def _short(one: Recommendation) -> str:
    day = one.report_back if one.is_acted_on else None
    return f"{day.day} {day:%b %Y}" if day else ""
