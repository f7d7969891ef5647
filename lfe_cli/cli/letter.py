"""`lfe letter`: a letter that is made by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
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
        return make_letter(loaded, name, agency or (), shell.now(), person=person)

    with shell.answering(as_json, dry_run, refused={"letter": name, "files": []}) as call:
        done = call.change_review(review, plan)
        call.show(
            done,
            as_json=lambda drafted: _drafted_as_json(name, drafted),
            on_screen=_show_drafted,
        )


def _drafted_as_json(name: str, drafted: Drafted) -> dict[str, Any]:
    return {
        "letter": name,
        "files": list(drafted.files),
        "remarks": list(drafted.remarks),
        "next": list(drafted.next),
    }


def _show_drafted(drafted: Drafted) -> None:
    for line in (*drafted.lines, *drafted.remarks):
        screen.say(line)
    screen.steps("Next:", drafted.next)
