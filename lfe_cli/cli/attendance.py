"""`lfe attended`, `collected`: who came to the event, and the papers of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.event.attendance import Came, Collected

_Roles = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROLE",
        help="One for each person: practitioner, manager, safeguarding-lead, deputy, other.",
    ),
]
_Apologies = Annotated[bool, typer.Option("--apologies", help="Nobody could come, and it said so.")]
_Absent = Annotated[bool, typer.Option("--absent", help="Nobody was there, and no word came.")]
_Brought = Annotated[
    bool, typer.Option("--brought", help="It brought its audit, which went home with it.")
]


def attended(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="The agency's id.")],
    role: _Roles = None,
    apologies: _Apologies = False,
    absent: _Absent = False,
    brought: _Brought = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record who came to the event, by role.

    For example: lfe attended police --role practitioner --role manager --brought

    Roles only, as on the sign-in sheet; a deputy is whoever stands in for somebody. It
    is for the Business Unit alone and goes into no other document. What is recorded last
    of an agency counts.
    """
    from lfe_cli.event import attendance

    def plan(loaded: Review) -> tuple[Came, Changes]:
        return attendance.attended(
            loaded,
            agency,
            the_day(on),
            roles=role or (),
            apologies=apologies,
            absent=absent,
            brought=brought,
        )

    with shell.answering(as_json, dry_run) as call:
        done = call.change_review(review, plan, although_stopped=True)
        call.show(done, as_json=_came_as_json, on_screen=_show_who_came)


def _came_as_json(came: Came) -> dict[str, Any]:
    return {
        "agency": came.agency.id,
        "people": dict(came.people),
        "apologies": came.apologies,
        "brought": came.brought,
    }


def _show_who_came(came: Came) -> None:
    who = ", ".join(f"{role.replace('-', ' ')} {n}" for role, n in came.people.items())
    without = "apologies" if came.apologies else "was not there; ask how they are"
    screen.say(f"{came.agency.name}: {who or without}")
    if came.brought:
        screen.say("It brought its audit. It went home with it.", indent="  ")
    if came.instead:
        also = ", nor that it brought its audit" if came.no_longer_brought else ""
        screen.say(f"What was recorded of it before no longer counts{also}.", indent="  ")


def collected(
    destroy: Annotated[
        bool,
        typer.Option("--destroy", help="Also remove the facilitator's paper from this folder."),
    ] = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that the event's papers are collected.

    Only the Business Unit's: sign-in sheet, agendas, facilitator's paper. Audits go home
    with their agencies. Agencies were told that the facilitator's paper is destroyed:
    --destroy removes it from this folder, unless another process may need it.
    """
    from lfe_cli.event import attendance

    def plan(loaded: Review) -> tuple[Collected, Changes]:
        return attendance.collected(loaded, the_day(on), destroy=destroy)

    with shell.answering(as_json, dry_run) as call:
        done = call.change_review(review, plan, although_stopped=True)
        call.show(done, as_json=_collected_as_json, on_screen=_show_collected)


def _collected_as_json(papers: Collected) -> dict[str, Any]:
    return {"removed": list(papers.removed), "left": list(papers.left)}


def _show_collected(papers: Collected) -> None:
    screen.say("Recorded: the Business Unit's papers are collected.")
    for file in papers.removed:
        screen.say(f"Removed from this folder: {file}")
    if papers.removed:
        screen.say(
            "It is not removed from e-mail, backups, versions on SharePoint or recycle bins. "
            "Look there too, and ask the facilitator."
        )
    ours = [file for file in papers.left if file not in papers.copies]
    if ours:
        screen.say(
            f"Still in this folder: {', '.join(ours)}. To remove it: lfe collected --destroy"
        )
    if papers.copies:
        screen.say(
            "Look whether these are copies of it, and remove them by hand if they are: "
            f"{', '.join(papers.copies)}"
        )
