"""`lfe issue-audits`: the forms, the guidance and the letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.audits.issue import Issued


def issue_audits(
    agency: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this agency; repeat for each. Without it, all."),
    ] = None,
    reissue: Annotated[
        bool, typer.Option("--reissue", help="Make forms anew that were made before.")
    ] = False,
    short: Annotated[
        bool, typer.Option("--short", help="The short form instead, for the agencies named.")
    ] = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the audit forms, guidance and letters.

    Each agency gets a Word form, the guidance, the guide for staff, and a letter as
    a draft with all three attached. Nothing is sent: you open the letters, read them
    and send them. Forms that were made before are left as they are.
    """
    from lfe_cli.audits import issue as step

    def plan(loaded: Review) -> tuple[tuple[Issued, Review], Changes]:
        if short:
            issued, changes = step.issue_short_forms(loaded, agency or (), shell.now())
        else:
            issued, changes = step.issue_audits(loaded, agency or (), shell.now(), reissue=reissue)
        return (issued, loaded), changes

    with shell.answering(as_json, dry_run, refused={"made": [], "already": []}) as call:
        done = call.change_review(review, plan)
        call.show(
            done,
            as_json=lambda result: _issued_as_json(result[0], done.files),
            on_screen=lambda result: _show_issued(*result),
        )


def _issued_as_json(issued: Issued, written: list[str]) -> dict[str, Any]:
    return {
        "made": [a.id for a in issued.made],
        "already": [a.id for a in issued.already],
        "without_contact": [a.id for a in issued.without_contact],
        "questions_changed": [a.id for a in issued.questions_changed],
        "period_changed": [a.id for a in issued.period_changed],
        "left_out": [a.id for a in issued.left_out],
        "files": written,
    }


def _show_issued(issued: Issued, review: Review) -> None:
    for agency in issued.made:
        screen.say(f"{agency.name}: form and letter made")
    for agency in issued.already:
        screen.say(f"{agency.name}: has its form already, left as it is")
    for agency in issued.questions_changed:
        screen.say(f"{agency.name}: the questions have changed since. A new form: --reissue")
    for agency in issued.left_out:
        screen.say(f"{agency.name}: takes no part, so nothing was made for it")
    _show_the_period(issued, review)
    if not issued.made:
        screen.say("Nothing to make. To make a form anew: --reissue")
        return
    for agency in issued.without_contact:
        screen.say(
            f"{agency.name} has no e-mail address yet (contact): its letter is not addressed."
        )
    due = review.manifest.audits.due
    by = f" by {days.long_date(due)} (a local target)" if due else ""
    screen.steps(
        "Next:",
        [
            f"look at a form: {review.reference}/{files.ISSUED}",
            f"open each letter in {review.reference}/{files.OUTBOX}, read it and send it",
            "let each agency know separately which child it is about, by your secure route",
            f"record both: lfe sent, lfe told identity. Agencies are ready{by}",
        ],
    )


def _show_the_period(issued: Issued, review: Review) -> None:
    focus = review.manifest.focus
    period = f"{days.short_date(focus.start)} to {days.short_date(focus.end)}"
    if issued.period_changed:
        screen.say(
            f"The focus period is now {period}, and the form asks about another "
            f"({_names(issued.period_changed)}). New forms, with letters that say so: --reissue"
        )
    if issued.period_told:
        screen.say(
            f"The letter says that the period has changed ({_names(issued.period_told)}), and that "
            "what was written stays valid. Until it is sent, nobody is counted as asked about it."
        )
    if issued.period_untold:
        agency = issued.period_untold[0].id
        screen.say(
            f"No earlier request is recorded as sent ({_names(issued.period_untold)}), so the "
            "letter reads as the first. If one was sent: record it with its day "
            f"(lfe sent --agency {agency} --on DATE), then --reissue --agency {agency}"
        )


def _names(agencies: Sequence[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)
