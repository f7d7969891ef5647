"""`lfe agency`: one is added late, withdraws, or is reached by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import flow, options, screen
from lfe_cli.cli.commands import HELP, SETTINGS
from lfe_cli.cli.record import the_day
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

    reach = _reach(contact, deputy, escalation)

    def plan(loaded: Review) -> tuple[Outcome, Changes]:
        return add_agency(loaded, id, flow.now(), name=name, reach=reach)

    with flow.answering(as_json, {"files": []}):
        done = flow.change_review(review, dry_run, plan)
    _show(done, as_json, f"{done.result.agency.name} is asked to take part.")


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
        return withdraw_agency(loaded, id, the_day(on), flow.now())

    with flow.answering(as_json, {"files": []}):
        done = flow.change_review(review, dry_run, plan)
    _show(done, as_json, f"{done.result.agency.name} takes no further part.")


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

    with flow.answering(as_json, {"files": []}):
        done = flow.change_review(review, dry_run, plan)
    _show(done, as_json, _reached(done.result.agency.name, reach))


def _reach(contact: str | None, deputy: str | None, escalation: str | None) -> dict[str, str]:
    given = {"contact": contact, "deputy": deputy, "escalation": escalation}
    return {who: address for who, address in given.items() if address}


def _reached(name: str, reach: Mapping[str, str]) -> str:
    said = {
        "contact": f"Letters to {name} go to another address from now on.",
        "deputy": f"The deputy of {name} has another address from now on.",
        "escalation": f"The safeguarding lead of {name} has another address from now on.",
    }
    return " ".join(said[who] for who in reach)


def _show(done: flow.Done[Outcome], as_json: bool, sentence: str) -> None:
    outcome = done.result
    if as_json:
        screen.as_json(
            {
                "agency": outcome.agency.id,
                "files": list(outcome.files),
                "remarks": list(outcome.remarks),
            }
        )
    elif done.dry_run:
        flow.show_plan(done)
    else:
        screen.say(sentence)
        for file in outcome.files:
            if not file.endswith((files.MANIFEST, ".eml")):
                screen.say(file, indent="  ")
        for file in outcome.files:
            if file.endswith(".eml"):
                screen.say(f"{file} (a draft: read it, and send it yourself)", indent="  ")
        for remark in outcome.remarks:
            screen.say(remark)
    flow.close(done)
