"""`lfe letter`: a letter that is made by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import flow, options, screen
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.letters.draft import Drafted


def letter(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which: thank-you or family.")],
    agency: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only to this agency; repeat for each. Without it, all."),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(metavar="RELATION", help="With family: to whom, such as mother or sibling-a."),
    ] = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Draft a letter around the event: thank-you or family.

    thank-you: to everybody who came, with what worked well where report/learning.yaml
    says it, and a gap that you fill by hand. Nothing is sent: you read each letter,
    complete it and send it.

    family: to one person of the family, as a Word paper that somebody they know hands
    over, and fills in by hand. Only once it is known to be safe to contact them.
    """
    from lfe_cli.event.letters import make_letter

    def plan(loaded: Review) -> tuple[Drafted, Changes]:
        return make_letter(loaded, name, agency or (), flow.now(), person=person)

    with flow.answering(as_json, {"letter": name, "files": []}):
        done = flow.change_review(review, dry_run, plan)
    if as_json:
        screen.as_json(_as_data(name, done.result))
    elif dry_run:
        flow.show_plan(done)
    else:
        _show(done.result)
    flow.close(done)


def _as_data(name: str, drafted: Drafted) -> dict[str, object]:
    return {
        "letter": name,
        "files": list(drafted.files),
        "remarks": list(drafted.remarks),
        "next": list(drafted.next),
    }


def _show(drafted: Drafted) -> None:
    for line in (*drafted.lines, *drafted.remarks):
        screen.say(line)
    screen.steps("Next:", drafted.next)
