"""`lfe agency`: one is added late, withdraws, or is reached by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.commands import HELP, SETTINGS
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.event.agencies import Outcome

agency = typer.Typer(
    name="agency",
    help="Add an agency, record that one withdraws, or change a contact.",
    no_args_is_help=True,
    context_settings=HELP,
    **SETTINGS,
)
_Id = Annotated[str, typer.Argument(metavar="ID", help="The agency's id, such as police.")]
_Deputy = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Who is reached if the contact is away.")
]
_Escalation = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The agency's safeguarding lead.")
]


@agency.command("add", context_settings=HELP)
def add(
    id: _Id,  # noqa: A002  (what officers read is ID)
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Its name here, by role: School B.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The e-mail address letters go to.")
    ] = None,
    deputy: _Deputy = None,
    escalation: _Escalation = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Ask one more agency, or one again that had withdrawn.

    It is written into review.yaml. If the others have their forms, or the event's papers
    are made, it gets its own at once, with the letters as drafts.
    """
    from lfe_cli.event.agencies import add_agency

    def plan(loaded: Review) -> tuple[Outcome, Changes]:
        reach = _reach(contact, deputy, escalation)
        return add_agency(loaded, id, shell.now(), name=name, reach=reach)

    _change(plan, "{} is asked to take part.", review, as_json, dry_run)


@agency.command("withdraw", context_settings=HELP)
def withdraw(
    id: _Id,  # noqa: A002
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that an agency takes no further part.

    What it sent stays as it is. Papers that were made are made again without it, and no
    further letter is drafted for it. If it takes part again: lfe agency add ID
    """
    from lfe_cli.event.agencies import withdraw_agency

    def plan(loaded: Review) -> tuple[Outcome, Changes]:
        return withdraw_agency(loaded, id, the_day(on), shell.now())

    _change(plan, "{} takes no further part.", review, as_json, dry_run)


@agency.command("contact", context_settings=HELP)
def contact(
    id: _Id,  # noqa: A002
    address: Annotated[
        str | None, typer.Argument(metavar="[ADDRESS]", help="Where letters go from now on.")
    ] = None,
    deputy: _Deputy = None,
    escalation: _Escalation = None,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="For every review, in partnership.yaml.")
    ] = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Change whom an agency is reached by.

    Letters that lie drafted and were not sent are addressed anew.
    """
    from lfe_cli.event.agencies import reach_agency

    reach = _reach(address, deputy, escalation)

    def plan(loaded: Review) -> tuple[Outcome, Changes]:
        return reach_agency(loaded, id, reach, everywhere=everywhere)

    _change(plan, " ".join(_REACHED[who] for who in reach), review, as_json, dry_run)


def _reach(contact: str | None, deputy: str | None, escalation: str | None) -> dict[str, str]:
    given = {"contact": contact, "deputy": deputy, "escalation": escalation}
    return {who: address for who, address in given.items() if address}


_REACHED = {
    "contact": "Letters to {0} go to another address from now on.",
    "deputy": "The deputy of {0} has another address from now on.",
    "escalation": "The safeguarding lead of {0} has another address from now on.",
}


def _change(
    plan: Callable[[Review], tuple[Outcome, Changes]],
    sentence: str,
    named: str | None,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Carry it out and say so, with `sentence` about the agency."""
    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        done = call.change_review(named, plan)
        call.show(
            done,
            as_json=_agency_as_json,
            on_screen=lambda outcome: _show_agency(outcome, sentence.format(outcome.agency.name)),
        )


def _agency_as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "agency": outcome.agency.id,
        "files": list(outcome.files),
        "remarks": list(outcome.remarks),
    }


def _show_agency(outcome: Outcome, sentence: str) -> None:
    screen.say(sentence)
    for file in outcome.files:
        if not file.endswith((files.MANIFEST, ".eml")):
            screen.say(file, indent="  ")
    for file in outcome.files:
        if file.endswith(".eml"):
            screen.say(f"{file} (a draft: read it, and send it yourself)", indent="  ")
    for remark in outcome.remarks:
        screen.say(remark)
