"""The page: `lfe report`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.done import Done, show_plan
from lfe_cli.cli.given_files import given_file
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.event import Event
from lfe_cli.review.events import ReportMade
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted

if TYPE_CHECKING:
    from lfe_cli.checks.kept import Acceptance
    from lfe_cli.page.notes import Filled
    from lfe_cli.page.report import Order, Reported


_Stage = Annotated[
    str, typer.Option(metavar="STAGE", help="draft, read, agreed, subgroup, issued or withdrawn.")
]
_Notes = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="Fill learning.yaml from the Word notes."),
]
_Accept = Annotated[
    str | None, typer.Option(metavar="RULE", help="Let one finding stand that stops the page.")
]
_At = Annotated[
    str, typer.Option(metavar="PLACE", help="With --accept: which, where there are two.")
]
_WhyItStands = Annotated[
    str, typer.Option(metavar="TEXT", help="Why it may stand, or why no name is listed.")
]
_SecondReader = Annotated[
    str,
    typer.Option(metavar="ROLE", help="Who else agrees: to a listed name, or before the family."),
]
_Anyway = Annotated[
    bool,
    typer.Option("--anyway", help="Too long, or badly worded: put a draft beside to work on."),
]
_DecidedWords = Annotated[
    bool,
    typer.Option("--use-decided-words", help="Put what the subgroup decided into learning.yaml."),
]
_Although = Annotated[
    str, typer.Option(metavar="TEXT", help="Go on although a step of the order is open, and why.")
]
_BeforeFamily = Annotated[
    str,
    typer.Option(
        metavar="REASON",
        help="Why it goes out before the family has heard: not-reached, another-process or "
        "urgent; with --second-reader.",
    ),
]


def report(
    stage: _Stage = "draft",
    notes: _Notes = None,
    accept: _Accept = None,
    at: _At = "",
    reason: _WhyItStands = "",
    second_reader: _SecondReader = "",
    anyway: _Anyway = False,
    use_decided_words: _DecidedWords = False,
    although: _Although = "",
    before_family: _BeforeFamily = "",
    on: options.On = None,
    replace: options.Replace = False,
    no_input: options.NoInput = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the one-page report.

    It is made from report/learning.yaml; the first call starts that file. A page that
    names somebody, blames somebody or is longer than one page is not made: it says what
    to change. From the draft on, the file is taken as it lies: what you changed in Word
    stays, and only the mark on its face goes. It goes from stage to stage in its order; what
    is still open before a stage is named.
    """
    from lfe_cli.page.order import GoingOn
    from lfe_cli.page.report import Reported

    refused = Reported().as_json()
    with shell.answering(as_json, dry_run, no_input=no_input, refused=refused) as call:
        if notes is not None:
            _from_notes(call, notes, review, replace)
            return
        acceptance = _acceptance(accept, at, reason, second_reader)
        texts = (although.strip(), before_family.strip(), second_reader.strip())
        order = dataclasses.replace(
            _order(stage, on, replace, acceptance, reason),
            anyway=anyway,
            going_on=GoingOn(*texts),
            decided_words=_as_decided(call, review, stage, wanted=use_decided_words),
        )
        done = _make(call, order, review)
        call.show(
            done,
            as_json=Reported.as_json,
            on_screen=lambda reported: _show_reported(reported, done),
            on_dry_run=_show_planned_report,
            needs_a_person=bool(done.result.draft),
        )


def _as_decided(call: shell.Call, named: str | None, stage: str, *, wanted: bool) -> bool:
    """Whether what the subgroup decided is put into learning.yaml first; at a terminal it asks."""
    if wanted and stage != "draft":
        raise LfeError(
            "--use-decided-words makes the page anew, so it is a draft first.",
            next_step="lfe report --use-decided-words",
        )
    if wanted or stage != "draft" or call.dry_run or not call.can_ask:
        return wanted
    return offer_decided_words(where.the_review(named))


def offer_decided_words(review: Review) -> bool:
    """Whether the officer wants them put in, where a command can do it; asked only then."""
    from lfe_cli.page.as_decided import what_would_change
    from lfe_cli.page.stages import stage_of

    found = what_would_change(review)
    if not found or stage_of(review) == "issued":
        return False
    shown = ("", f"{files.LEARNING} does not say what was decided:", *(f"  {one}" for one in found))
    question = "Put that there, and make the page of it?"
    return asking.converse(lambda: asking.agreed(shown, question))


def make_as_decided(call: shell.Call, named: str | None) -> None:
    """Puts what was decided into learning.yaml, and makes the page of it."""
    order = dataclasses.replace(_order("draft", None, False, None, ""), decided_words=True)
    done = _make(call, order, named)
    call.show(done, on_screen=lambda reported: _show_reported(reported, done))


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
        moment=where.now(),
        on=the_day(on),
        measure=measuring(find_office()),
        replace_edited=replace,
        acceptance=acceptance,
        reason="" if acceptance else reason.strip(),
    )


def _acceptance(rule: str | None, at: str, reason: str, reader: str) -> Acceptance | None:
    from lfe_cli.checks.kept import Acceptance

    if rule is None:
        return None
    if not reason.strip():
        raise LfeError(
            f"Why may the finding of {rule} stand?", next_step="Add --reason and say why."
        )
    return Acceptance(rule, reason.strip(), at.strip(), reader.strip())


def _make(call: shell.Call, order: Order, named: str | None) -> Done[Reported]:
    from lfe_cli.page.report import NotIssued, make_report

    try:
        withdrawn = order.stage == "withdrawn"  # a page can be taken back at any time
        return call.change_review(
            named,
            lambda loaded: make_report(loaded, order),
            records=ReportMade if withdrawn else Event,
        )
    except NotIssued as refused:
        if not call.as_json:
            screen.findings(refused.reported.findings)
        raise


def _from_notes(call: shell.Call, notes: Path, named: str | None, replace: bool) -> None:
    from lfe_cli.page.notes import learning_from_notes

    content = read_file(given_file(notes, named))

    call.show(
        call.change_review(
            named, lambda loaded: learning_from_notes(loaded, content, replace_edited=replace)
        ),
        as_json=lambda filled: {
            "report": None,
            "learning": files.LEARNING,
            "empty": list(filled.empty),
            "unread": list(filled.unread),
            "remarks": list(filled.remarks),
        },
        on_screen=_show_filled,
    )


def _show_filled(filled: Filled) -> None:
    screen.say(f"{files.LEARNING} is filled from the notes.")
    for heading in filled.empty:
        screen.say(f"{heading} is still empty.", indent="  ")
    for text in filled.unread:
        screen.say(f"Found under no heading, so not taken: {text}", indent="  ")
    for remark in filled.remarks:
        screen.say(remark, indent="  ")
    screen.steps("Next:", ["read it through", "make the page: lfe report"])


def _show_planned_report(done: Done[Reported]) -> None:
    if not done.result.started:
        screen.findings(done.result.findings)
    show_plan(done)


def _show_reported(reported: Reported, done: Done[Reported]) -> None:
    if reported.started:
        screen.say(
            f"{done.reference}/{files.LEARNING} was started, with guidance under each heading."
        )
        screen.steps(
            "Next:",
            [
                "let the facilitator write it after the event, or write into event/notes.docx",
                f"make the page: lfe report; from the notes: lfe report --from {files.NOTES}",
            ],
        )
        return
    screen.findings(reported.findings)
    if reported.draft:
        screen.say(
            f"The report was not made. A draft to work on: {done.reference}/{reported.draft}"
        )
        return
    if reported.put_right:
        screen.say(f"Put into {files.LEARNING}, as was decided:")
        screen.lines(reported.put_right, indent="  - ")
    _show_page(reported, f"{done.reference}/{reported.file}", changed=bool(done.changes))


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
    screen.lines(reported.warnings)
    if reported.stage == "draft":
        screen.steps("Next:", [_next_of_a_draft(reported)])


def _next_of_a_draft(reported: Reported) -> str:
    if reported.read_first:
        return "let those who took part read it, as they were promised: lfe report --stage read"
    return "read it aloud with the facilitator: lfe report --stage agreed"


def _about_names(reported: Reported) -> str:
    words = reported.words or 0
    against = counted(words, "listed word")
    others = len(reported.findings) - len(reported.accepted)
    if others:
        things = "one thing is" if others == 1 else f"{others} things are"
        return f"Before you go on, {things} left to look at, above (checked against {against})."
    if reported.accepted:
        return f"Only what was accepted stands, of what these checks found (against {against})."
    return f"Names and blame: none found by these checks, against {against}."
