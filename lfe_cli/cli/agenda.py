"""`lfe agenda`: the learning event's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lfe_cli.cli import options, screen, shell
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
        return prepare_event(loaded, shell.now(), replace_edited=replace, keep_edited=keep)

    with shell.answering(as_json, dry_run, refused={"items": [], "files": []}) as call:
        done = call.change_review(review, plan)
        call.show(done, as_json=_prepared_as_json, on_screen=_show_prepared)


def _prepared_as_json(prepared: Prepared) -> dict[str, Any]:
    return {
        "date": prepared.agenda.date,
        "items": prepared.agenda.items,
        "draft": bool(prepared.draft_because),
        "draft_because": list(prepared.draft_because),
        "files": list(prepared.files),
        "remarks": list(prepared.remarks),
    }


def _show_prepared(prepared: Prepared) -> None:
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
