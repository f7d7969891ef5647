"""`lfe report`: the one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.changes import Changes
from lfe_cli.cli import findings, flow, options, screen
from lfe_cli.errors import LfeError
from lfe_cli.review import places
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.steps.report import Reported


def report(
    stage: Annotated[
        str,
        typer.Option(metavar="STAGE", help="draft, read, agreed, subgroup, issued or withdrawn."),
    ] = "draft",
    notes: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Fill learning.yaml from the Word notes."),
    ] = None,
    replace: options.Replace = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the one-page report.

    It is made from report/learning.yaml; the first call starts that file. A page that
    names somebody, blames somebody or is longer than one page is not made: it says what
    to change.
    """
    from lfe_cli.documents.onepage import measuring
    from lfe_cli.office import find_office
    from lfe_cli.steps import report as step

    empty = step.Reported().as_json()
    with flow.answering(as_json, empty):
        chosen = next((known for known in step.STAGES if known == stage), None)
        if chosen is None:
            raise LfeError(f"{stage} is no stage.", next_step=f"Known: {', '.join(step.STAGES)}.")
        if notes is not None:
            _from_notes(notes, review, replace, as_json, dry_run)
            return
        measure = measuring(find_office())

        def plan(loaded: Review) -> tuple[Reported, Changes]:
            return step.make_report(loaded, chosen, flow.now(), measure, replace_edited=replace)

        try:
            done = flow.change_review(review, dry_run, plan)
        except step.NotIssued as refused:
            if not as_json:
                findings.show(refused.reported.findings)
            raise
    if as_json:
        screen.as_json(done.result.as_json())
    else:
        _show(done.result, done)
    flow.close(done)


def _from_notes(
    notes: Path, named: str | None, replace: bool, as_json: bool, dry_run: bool
) -> None:
    from lfe_cli.steps.notes import learning_from_notes

    if not notes.is_file():
        raise LfeError(f"There is no file {notes.name}.", where=str(notes.parent))
    content = notes.read_bytes()

    def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
        return learning_from_notes(loaded, content, replace_edited=replace)

    done = flow.change_review(named, dry_run, plan)
    if as_json:
        screen.as_json({"report": None, "learning": places.LEARNING, "empty": list(done.result)})
    elif dry_run:
        flow.show_plan(done)
    else:
        screen.say(f"{places.LEARNING} is filled from the notes.")
        for heading in done.result:
            screen.say(f"{heading} is still empty.", indent="  ")
        screen.steps("Next:", ["read it through", "make the page: lfe report"])
    flow.close(done)


def _show(reported: Reported, done: flow.Done[Reported]) -> None:
    reference = done.changes.reference
    if reported.started:
        screen.say(f"{reference}/{places.LEARNING} was started, with guidance under each heading.")
        screen.steps(
            "Next:", ["let the facilitator write it after the event", "run lfe report again"]
        )
        return
    fitted = reported.fitted
    assert fitted is not None
    findings.show(reported.findings)
    if done.dry_run:
        flow.show_plan(done)
        return
    how = {
        "libreoffice": "measured on LibreOffice's rendering",
        "estimate": "by an estimate from font metrics; look at it in Word",
    }[fitted.measured.by]
    made = "is made" if done.changes else "is as it was"
    screen.say(f"{reference}/{reported.file} {made}: one page at {fitted.points:g} points, {how}.")
    words = reported.words or 0
    count = "1 listed word" if words == 1 else f"{words} listed words"
    screen.say(f"Names: none found by these checks, against {count}.")
    if reported.stage == "draft":
        screen.steps("Next:", ["read it aloud with the facilitator", "lfe report --stage agreed"])
