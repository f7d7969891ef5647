"""`lfe step-up`: the review turns out to meet the criteria, and stops."""

from __future__ import annotations

from collections.abc import Sequence

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review


def step_up(
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Stop the review: it may meet the criteria for a statutory one.

    No further form, letter, paper or page is made. Nothing is removed, and no audit is
    passed on. Afterwards lfe status says what is due, and to whom.
    """
    from lfe_cli.after import step_up as stepping_up

    def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
        return stepping_up.step_up(loaded, the_day(on), shell.now())

    with shell.answering(as_json, dry_run) as call:
        done = call.change_review(review, plan, although_closed=True)
        call.show(
            done,
            as_json=lambda following: {"reference": done.reference, "next": list(following)},
            on_screen=lambda following: _show_stepped_up(done.reference, following),
        )


def _show_stepped_up(reference: str, following: Sequence[str]) -> None:
    screen.say(f"{reference} is stepped up. It stops here, and nothing in it is lost.")
    screen.steps("Next:", following)
    screen.say("If this was a wrong click: lfe undo")
