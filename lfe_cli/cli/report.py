"""`lfe report`: the one page, and its stages."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import findings, flow, options, screen
from lfe_cli.cli.record import the_day
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.checks.accepted import Acceptance
    from lfe_cli.page.report import Order, Reported


def report(
    stage: Annotated[
        str,
        typer.Option(metavar="STAGE", help="draft, read, agreed, subgroup, issued or withdrawn."),
    ] = "draft",
    notes: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Fill learning.yaml from the Word notes."),
    ] = None,
    accept: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="Let one finding stand that stops the page."),
    ] = None,
    at: Annotated[
        str, typer.Option(metavar="PLACE", help="With --accept: which, where there are two.")
    ] = "",
    reason: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why it may stand, or why no name is listed."),
    ] = "",
    second_reader: Annotated[
        str, typer.Option(metavar="ROLE", help="Who else has read it, for a listed name.")
    ] = "",
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Too long, or badly worded: put a draft beside to work on."),
    ] = False,
    on: options.On = None,
    replace: options.Replace = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the one-page report.

    It is made from report/learning.yaml; the first call starts that file. A page that
    names somebody, blames somebody or is longer than one page is not made: it says what
    to change. From the draft on, the file is taken as it lies: what you changed in Word
    stays, and only the mark on its face goes.
    """
    from lfe_cli.page.report import Reported

    with flow.answering(as_json, Reported().as_json()):
        if notes is not None:
            _from_notes(notes, review, replace, as_json, dry_run)
            return
        acceptance = _acceptance(accept, at, reason, second_reader)
        order = dataclasses.replace(_order(stage, on, replace, acceptance, reason), anyway=anyway)
        done = _make(order, review, as_json, dry_run)
    if as_json:
        screen.as_json(done.result.as_json())
    else:
        _show(done.result, done)
    flow.close(done)
    if done.result.draft:
        raise typer.Exit(1)


def _order(
    stage: str, on: str | None, replace: bool, acceptance: Acceptance | None, reason: str
) -> Order:
    from lfe_cli.page.report import Order
    from lfe_cli.page.stages import STAGES
    from lfe_cli.word.fit import measuring
    from lfe_cli.word.office import find_office

    chosen = next((known for known in STAGES if known == stage), None)
    if chosen is None:
        raise LfeError(f"{stage} is no stage.", next_step=f"Known: {', '.join(STAGES)}.")
    return Order(
        stage=chosen,
        moment=flow.now(),
        on=the_day(on),
        measure=measuring(find_office()),
        replace_edited=replace,
        acceptance=acceptance,
        reason="" if acceptance else reason.strip(),
    )


def _acceptance(rule: str | None, at: str, reason: str, reader: str) -> Acceptance | None:
    from lfe_cli.checks.accepted import Acceptance

    if rule is None:
        return None
    if not reason.strip():
        raise LfeError(
            f"Why may the finding of {rule} stand?", next_step="Add --reason and say why."
        )
    return Acceptance(rule, reason.strip(), at.strip(), reader.strip())


def _make(order: Order, named: str | None, as_json: bool, dry_run: bool) -> flow.Done[Reported]:
    from lfe_cli.page.report import NotIssued, make_report

    def plan(loaded: Review) -> tuple[Reported, Changes]:
        return make_report(loaded, order)

    try:
        withdrawn = order.stage == "withdrawn"  # a page can be taken back at any time
        return flow.change_review(named, dry_run, plan, although_closed=withdrawn)
    except NotIssued as refused:
        if not as_json:
            findings.show(refused.reported.findings)
        raise


def _from_notes(
    notes: Path, named: str | None, replace: bool, as_json: bool, dry_run: bool
) -> None:
    from lfe_cli.page.notes import learning_from_notes

    if not notes.is_file():
        raise LfeError(f"There is no file {notes.name}.", where=str(notes.parent))
    content = notes.read_bytes()

    def plan(loaded: Review) -> tuple[tuple[str, ...], Changes]:
        return learning_from_notes(loaded, content, replace_edited=replace)

    done = flow.change_review(named, dry_run, plan)
    if as_json:
        screen.as_json({"report": None, "learning": files.LEARNING, "empty": list(done.result)})
    elif dry_run:
        flow.show_plan(done)
    else:
        screen.say(f"{files.LEARNING} is filled from the notes.")
        for heading in done.result:
            screen.say(f"{heading} is still empty.", indent="  ")
        screen.steps("Next:", ["read it through", "make the page: lfe report"])
    flow.close(done)


def _show(reported: Reported, done: flow.Done[Reported]) -> None:
    reference = done.changes.reference
    if reported.started:
        if done.dry_run:
            flow.show_plan(done)
            return
        screen.say(f"{reference}/{files.LEARNING} was started, with guidance under each heading.")
        screen.steps(
            "Next:",
            [
                "let the facilitator write it after the event, or write into event/notes.docx",
                f"run lfe report again; from the notes: lfe report --from {files.NOTES}",
            ],
        )
        return
    findings.show(reported.findings)
    if done.dry_run:
        flow.show_plan(done)
        return
    if reported.draft:
        screen.say(f"The report was not made. A draft to work on: {reference}/{reported.draft}")
        return
    _show_page(reported, f"{reference}/{reported.file}", changed=bool(done.changes))


def _show_page(reported: Reported, file: str, *, changed: bool) -> None:
    from lfe_cli.page.stages import in_words

    fitted = reported.fitted
    assert fitted is not None
    how = {
        "libreoffice": "measured on LibreOffice's rendering",
        "estimate": "by an estimate from font metrics; look at it in Word",
    }[fitted.measured.by]
    what = f"is {in_words(reported.stage)}" if changed else "is as it was"
    screen.say(f"{file} {what}: one page at {fitted.points:g} points, {how}.")
    screen.say(_about_names(reported))
    for warning in reported.warnings:
        screen.say(warning)
    if reported.stage == "draft":
        screen.steps("Next:", ["read it aloud with the facilitator", "lfe report --stage agreed"])


def _about_names(reported: Reported) -> str:
    words = reported.words or 0
    against = "1 listed word" if words == 1 else f"{words} listed words"
    others = len(reported.findings) - len(reported.accepted)
    if others:
        things = "one thing is" if others == 1 else f"{others} things are"
        return f"Before you go on, {things} left to look at, above (checked against {against})."
    if reported.accepted:
        return f"Only what was accepted stands, of what these checks found (against {against})."
    return f"Names and blame: none found by these checks, against {against}."
