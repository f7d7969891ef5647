"""`lfe step-up`: the review turns out to meet the criteria, and stops."""

from __future__ import annotations

from lfe_cli.cli import flow, options, screen
from lfe_cli.cli.record import the_day
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
    from lfe_cli.after import step_up

    def plan(loaded: Review) -> tuple[tuple[str, tuple[str, ...]], Changes]:
        following, changes = step_up.step_up(loaded, the_day(on), flow.now())
        return (loaded.reference, following), changes

    with flow.answering(as_json):
        done = flow.change_review(review, dry_run, plan, although_closed=True)
    reference, following = done.result
    if as_json:
        screen.as_json({"reference": reference, "next": list(following)})
    elif dry_run:
        flow.show_plan(done)
    else:
        screen.say(f"{reference} is stepped up. It stops here, and nothing in it is lost.")
        screen.steps("Next:", following)
        screen.say("If this was a wrong click: lfe undo")
    flow.close(done)
