"""`lfe chase`: a kind note to agencies that have not been heard yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.changes import Changes
from lfe_cli.cli import flow, options, screen
from lfe_cli.review import files
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.steps.chase import Chased, Note


def chase(
    agency: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A note to this agency now, even if early; repeat."),
    ] = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Draft a kind note to agencies not heard yet.

    The first note fits three working days before the local target, the second two
    working days after it, the third in the last days before the event: that one goes
    to the agency's safeguarding lead. Each waits until some days have passed since you
    recorded that the one before it was sent (chase_working_days in partnership.yaml).
    Nobody who replied gets one, and nothing is sent: you read the draft and send it.
    """
    from lfe_cli.steps.chase import chase as step

    def plan(loaded: Review) -> tuple[tuple[Chased, str], Changes]:
        chased, changes = step(loaded, agency or (), flow.now())
        return (chased, loaded.reference), changes

    with flow.answering(as_json, {"agencies": [], "files": []}):
        done = flow.change_review(review, dry_run, plan)
    chased, reference = done.result
    if as_json:
        screen.as_json(
            {
                "agencies": [note.as_json() for note in chased.notes],
                "closed": chased.closed or None,
                "remarks": list(chased.remarks),
                "files": [write.path for write in done.changes.writes],
            }
        )
    elif dry_run:
        flow.show_plan(done)
    else:
        _show(chased, reference)
    flow.close(done)


_COUNTED = {"chaser-1": "first", "chaser-2": "second", "chaser-3": "third"}


def _show(chased: Chased, reference: str) -> None:
    if chased.closed:
        screen.say(f"No note is drafted: {chased.closed}.")
    elif chased.notes:
        screen.table(("Agency", "Request sent", "Notes sent", "Now"), [*map(_row, chased.notes)])
    elif not chased.remarks:
        screen.say("Everybody who was asked has been heard: no note is needed.")
    if chased.notes and chased.remarks and not chased.closed:
        screen.say()
    for remark in chased.remarks:
        screen.say(remark)
    drafted = chased.drafted()
    for note in drafted:
        if note.unaddressed:
            whom = "e-mail address" if note.unaddressed == "contact" else "safeguarding lead"
            which = "--escalation ADDRESS" if note.unaddressed == "escalation" else "ADDRESS"
            screen.say(
                f"{note.agency.name} has no {whom} yet, so its note is not addressed. Enter it, "
                f"then run this again: lfe agency contact {note.agency.id} {which}"
            )
    screen.steps("Next:", [*_next(drafted, reference)])


def _row(note: Note) -> tuple[str, str, str, str]:
    sent = ", ".join(f"{_COUNTED[name]} {on.day} {on:%b}" for name, on in note.waiting.sent)
    asked = note.waiting.request_sent
    return note.agency.name, f"{asked.day} {asked:%b}", sent or "none yet", _now(note)


def _now(note: Note) -> str:
    if note.letter:
        which = f"{_COUNTED[note.letter]} note"
        return f"{which}: edited by you, left" if note.edited else f"{which} drafted"
    waiting = note.waiting
    if waiting.fits_from is None:
        return waiting.why_none
    which = ("first", "second", "third")[waiting.number - 1]
    day = waiting.fits_from
    return f"{which} note from {day:%a} {day.day} {day:%b}"


def _next(drafted: tuple[Note, ...], reference: str) -> Iterator[str]:
    if not drafted:
        return
    yield f"open each note in {reference}/{files.OUTBOX}, read it and send it yourself"
    for letter in dict.fromkeys(note.letter for note in drafted):
        ids = " ".join(f"--agency {n.agency.id}" for n in drafted if n.letter == letter)
        yield f"then record it: lfe sent --letter {letter} {ids}"
    offered = [n for n in drafted if n.letter == "chaser-2" and not n.short_form]
    if offered:
        names = " or ".join(note.agency.name for note in offered)
        yield (
            f"the note offers the short form. If {names} would like it: "
            "lfe issue-audits --short --agency ID"
        )
