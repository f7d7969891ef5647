"""`lfe agenda`: the learning event's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfe_cli.cli import flow, options, screen
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.event.papers import Prepared


def agenda(
    replace: options.Replace = False,
    keep: options.Keep = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the learning event's papers and letters.

    The agenda, the facilitator's paper, the sign-in sheet, a sheet for the notes, the
    calendar invitation, and letters as drafts. Run it again when the event has moved:
    the invitation then updates the one in people's calendars.
    """
    from lfe_cli.event.papers import prepare_event

    def plan(loaded: Review) -> tuple[Prepared, Changes]:
        return prepare_event(loaded, flow.now(), replace_edited=replace, keep_edited=keep)

    with flow.answering(as_json, {"items": [], "files": []}):
        done = flow.change_review(review, dry_run, plan)
    prepared = done.result
    if as_json:
        screen.as_json(
            {
                "date": prepared.agenda.date,
                "items": prepared.agenda.items,
                "draft": bool(prepared.draft_because),
                "draft_because": list(prepared.draft_because),
                "files": list(prepared.files),
                "remarks": list(prepared.remarks),
            }
        )
    elif dry_run:
        flow.show_plan(done)
    else:
        _show(prepared)
    flow.close(done)


def _show(prepared: Prepared) -> None:
    agenda = prepared.agenda
    screen.say(f"{agenda.date}, {agenda.starts} to {agenda.ends}")
    screen.say()
    screen.table(
        ("From", "To", "What", "Who leads"),
        [(i["start"], i["end"], i["title"], i["lead"]) for i in agenda.items],
    )
    screen.say()
    if not prepared.files:
        screen.say("The papers are as they were: nothing has changed.")
    for file in prepared.files:
        if not file.endswith(".eml"):
            screen.say(file, indent="  ")
    letters = sum(file.endswith(".eml") for file in prepared.files)
    if letters:
        screen.say(f"{letters} letters as drafts, in {files.OUTBOX}", indent="  ")
    for remark in prepared.remarks:
        screen.say(remark)
    if prepared.draft_because:
        screen.steps("The agenda says DRAFT, because:", prepared.draft_because)
    elif prepared.files:
        screen.steps(
            "Next:",
            [
                "look at the papers, and reword them in Word where you like",
                "give facilitator.docx to the facilitator alone; it is destroyed after the event",
                f"send the letters in {files.OUTBOX} yourself",
            ],
        )
