"""`lfe move` and `lfe cancel`: the event gets another day, or does not take place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, shell
from lfe_cli.letters.kinds import CANCELLED, MOVED
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.dates import parse_date, parse_moment
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.event.moving import Moved


def move(
    to: Annotated[
        str | None, typer.Option("--to", metavar="'DATE TIME'", help="The new day and time.")
    ] = None,
    venue: Annotated[str | None, typer.Option(metavar="TEXT", help="The new place.")] = None,
    due: Annotated[
        str | None, typer.Option(metavar="DATE", help="The new date by which audits are ready.")
    ] = None,
    replace: options.Replace = False,
    keep: options.Keep = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Move the learning event to another day.

    For example: lfe move --to "2027-02-17 13:00". Writes the day into review.yaml, makes
    the event's papers anew, and drafts a letter to everybody who has heard of the
    earlier day. The calendar file changes the entry that people have.
    """
    from lfe_cli.errors import LfeError
    from lfe_cli.event.moving import NewDay, move_event

    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        at = asking.reading("--to", parse_moment, to)
        by = asking.reading("--due", parse_date, due)
        if at is None:
            raise LfeError(
                "To which day does the event move?",
                next_step='Add --to, for example --to "2027-02-17 13:00"',
            )

        def plan(loaded: Review) -> tuple[Moved, Changes]:
            day = NewDay(at, venue, by)
            return move_event(loaded, day, shell.now(), replace_edited=replace, keep_edited=keep)

        done = call.change_review(review, plan)
        call.show(done, as_json=_moved_as_json, on_screen=_show_moved)


def cancel(
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Cancel the learning event.

    Takes the day out of review.yaml, and drafts a letter to everybody who has heard of
    it. The calendar file takes the entry out of calendars. If the event takes place
    later, use lfe move.
    """
    from lfe_cli.event.moving import cancel_event

    def plan(loaded: Review) -> tuple[Moved, Changes]:
        return cancel_event(loaded, shell.now())

    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        done = call.change_review(review, plan)
        call.show(done, as_json=_moved_as_json, on_screen=_show_moved)


def _moved_as_json(moved: Moved) -> dict[str, Any]:
    return {
        "was": moved.was.isoformat(timespec="minutes") if moved.was else None,
        "at": moved.at.isoformat(timespec="minutes") if moved.at else None,
        "letters": [agency.id for agency in moved.told],
        "files": list(moved.files),
        "remarks": list(moved.remarks),
    }


def _show_moved(moved: Moved) -> None:
    if moved.at:
        screen.say(f"The learning event is now on {days.long_date(moved.at)}, {_clock(moved)}.")
    else:
        screen.say("The learning event is cancelled.")
    for file in moved.files:
        if not file.endswith((".eml", files.MANIFEST)):
            screen.say(file, indent="  ")
    letters = sum(file.endswith(".eml") for file in moved.files)
    if letters:
        counted = "1 letter as a draft" if letters == 1 else f"{letters} letters as drafts"
        screen.say(f"{counted}, in {files.OUTBOX}", indent="  ")
    for remark in moved.remarks:
        screen.say(remark)
    letter = (MOVED if moved.at else CANCELLED).id
    if moved.told:
        names = ", ".join(agency.name for agency in moved.told)
        screen.steps(
            "Next:",
            [
                f"read the letters {letter}-..., and send them yourself: {names}",
                f"record it: lfe sent --letter {letter}",
            ],
        )
    elif moved.was:
        screen.say("Nobody was recorded as having heard of the earlier day, so no letter says so.")


def _clock(moved: Moved) -> str:
    assert moved.at is not None
    return days.clock(moved.at)
