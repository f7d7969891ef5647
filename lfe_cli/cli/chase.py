"""`lfe chase`: a reminder to agencies that have not been heard yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.letters.kinds import REMINDERS
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.audits.chase import Chased, Reminder


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
    from lfe_cli.audits.chase import chase as step

    def plan(loaded: Review) -> tuple[Chased, Changes]:
        return step(loaded, agency or (), shell.now())

    with shell.answering(as_json, dry_run, refused={"agencies": [], "files": []}) as call:
        done = call.change_review(review, plan)
        call.show(
            done,
            as_json=lambda chased: _chased_as_json(chased, done.files),
            on_screen=lambda chased: _show_chased(chased, done.reference),
        )


def _chased_as_json(chased: Chased, written: list[str]) -> dict[str, Any]:
    return {
        "agencies": [one.as_json() for one in chased.reminders],
        "closed": chased.closed or None,
        "remarks": list(chased.remarks),
        "files": written,
    }


_COUNTED = dict(zip(REMINDERS, ("first", "second", "third"), strict=True))


def _show_chased(chased: Chased, reference: str) -> None:
    if chased.closed:
        screen.say(f"No note is drafted: {chased.closed}.")
    elif chased.reminders:
        screen.table(
            ("Agency", "Request sent", "Notes sent", "Now"), [*map(_row, chased.reminders)]
        )
    elif not chased.remarks:
        screen.say("Everybody who was asked has been heard: no note is needed.")
    if chased.reminders and chased.remarks and not chased.closed:
        screen.say()
    for remark in chased.remarks:
        screen.say(remark)
    drafted = chased.drafted()
    for one in drafted:
        if one.unaddressed:
            whom = "e-mail address" if one.unaddressed == "contact" else "safeguarding lead"
            which = "--escalation ADDRESS" if one.unaddressed == "escalation" else "ADDRESS"
            screen.say(
                f"{one.agency.name} has no {whom} yet, so its note is not addressed. Enter it, "
                f"then run this again: lfe agency contact {one.agency.id} {which}"
            )
    screen.steps("Next:", [*_next(drafted, reference)])


def _row(one: Reminder) -> tuple[str, str, str, str]:
    sent = ", ".join(f"{_COUNTED[kind]} {on.day} {on:%b}" for kind, on in one.waiting.sent)
    asked = one.waiting.request_sent
    return one.agency.name, f"{asked.day} {asked:%b}", sent or "none yet", _now(one)


def _now(one: Reminder) -> str:
    if one.kind:
        which = f"{_COUNTED[one.kind]} note"
        return f"{which}: edited by you, left" if one.edited else f"{which} drafted"
    waiting = one.waiting
    if waiting.fits_from is None:
        return waiting.why_none
    which = _COUNTED[REMINDERS[waiting.number - 1]]
    day = waiting.fits_from
    return f"{which} note from {day:%a} {day.day} {day:%b}"


def _next(drafted: tuple[Reminder, ...], reference: str) -> Iterator[str]:
    if not drafted:
        return
    yield f"open each note in {reference}/{files.OUTBOX}, read it and send it yourself"
    for kind in dict.fromkeys(one.kind for one in drafted if one.kind):
        ids = " ".join(f"--agency {one.agency.id}" for one in drafted if one.kind is kind)
        yield f"then record it: lfe sent --letter {kind.id} {ids}"
    offered = [
        one for one in drafted if one.kind and one.kind.offers_short_form and not one.short_form
    ]
    if offered:
        names = " or ".join(one.agency.name for one in offered)
        yield (
            f"the note offers the short form. If {names} would like it: "
            "lfe issue-audits --short --agency ID"
        )
