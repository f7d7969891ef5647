"""The learning event: `lfe agenda`, `letter`, `move`, `cancel`, `collected`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.done import Done
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import CANCELLED, MOVED
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import parse_date, parse_moment
from lfe_cli.review.events import PapersCollected
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.event.collection import Collected
    from lfe_cli.event.moving import Moved
    from lfe_cli.event.papers import Prepared
    from lfe_cli.letters.draft import Drafted


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

    with shell.answering(as_json, dry_run, refused={"items": [], "files": []}) as call:
        done = call.change_review(
            review,
            lambda loaded: prepare_event(
                loaded, where.now(), replace_edited=replace, keep_edited=keep
            ),
        )
        call.show(
            done,
            as_json=lambda prepared: _prepared_as_json(prepared, done.files),
            on_screen=lambda prepared: _show_prepared(prepared, done.files),
        )


def _prepared_as_json(prepared: Prepared, made: list[str]) -> dict[str, Any]:
    return {
        "date": prepared.agenda.date,
        "items": prepared.agenda.items,
        "draft": bool(prepared.draft_because),
        "draft_because": list(prepared.draft_because),
        "files": made,
        "remarks": list(prepared.remarks),
    }


def _show_prepared(prepared: Prepared, made: list[str]) -> None:
    agenda = prepared.agenda
    screen.say(f"{agenda.date}, {agenda.starts} to {agenda.ends}")
    screen.say()
    screen.table(
        ("From", "To", "What", "Who leads"),
        [(i["start"], i["end"], i["title"], i["lead"]) for i in agenda.items],
    )
    screen.say()
    if not made:
        screen.say("The papers are as they were: nothing has changed.")
    _show_files(made)
    screen.lines(prepared.remarks)
    if prepared.draft_because:
        screen.steps("The agenda says DRAFT, because:", prepared.draft_because)
    elif made:
        screen.steps(
            "Next:",
            [
                "look at the papers, and reword them in Word where you like",
                "give facilitator.docx to the facilitator alone; it is destroyed after the event",
                f"send the letters in {files.OUTBOX} yourself",
            ],
        )


def _show_files(made: Sequence[str]) -> None:
    """The papers by name, the letters by their number."""
    screen.lines(
        (file for file in made if not file.endswith((".eml", files.MANIFEST))), indent="  "
    )
    letters = sum(file.endswith(".eml") for file in made)
    if letters:
        drafts = "1 letter as a draft" if letters == 1 else f"{letters} letters as drafts"
        screen.say(f"{drafts}, in {files.OUTBOX}", indent="  ")


_Agency = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Only to this agency; repeat for each. Without it, all."),
]
_Person = Annotated[
    str | None,
    typer.Option(metavar="RELATION", help="With family: to whom, such as mother or sibling-a."),
]


def letter(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which: thank-you or family.")],
    agency: _Agency = None,
    person: _Person = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Draft a letter around the event: thank-you or family.

    thank-you: to everybody who came, with what worked well where report/learning.yaml
    says it, and a gap that you fill by hand. Nothing is sent: you read each letter,
    complete it and send it.

    family: to one person of the family, as a Word paper that somebody they know hands
    over, and fills in by hand. Only once it is known to be safe to contact them.
    """
    from lfe_cli.event.letters import make_letter

    with shell.answering(as_json, dry_run, refused={"letter": name, "files": []}) as call:
        done = call.change_review(
            review,
            lambda loaded: make_letter(loaded, name, agency or (), where.now(), person=person),
        )
        call.show(
            done,
            as_json=lambda drafted: _drafted_as_json(name, drafted),
            on_screen=_show_drafted,
        )


def _drafted_as_json(name: str, drafted: Drafted) -> dict[str, Any]:
    return {
        "letter": name,
        "files": list(drafted.files),
        "remarks": list(drafted.remarks),
        "next": list(drafted.next),
    }


def _show_drafted(drafted: Drafted) -> None:
    screen.lines((*drafted.lines, *drafted.remarks))
    screen.steps("Next:", drafted.next)


_To = Annotated[
    str | None, typer.Option("--to", metavar="'DATE TIME'", help="The new day and time.")
]
_Due = Annotated[
    str | None, typer.Option(metavar="DATE", help="The new date by which audits are ready.")
]


def move(
    to: _To = None,
    venue: Annotated[str | None, typer.Option(metavar="TEXT", help="The new place.")] = None,
    due: _Due = None,
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
    from lfe_cli.event.moving import NewDay, move_event

    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        at = asking.reading("--to", parse_moment, to) or _ask_for_the_day(call)
        by = asking.reading("--due", parse_date, due)
        if at is None:
            screen.say("Nothing was changed.")
            return

        def plan(loaded: Review) -> tuple[Moved, Changes]:
            day = NewDay(at, venue, by)
            return move_event(loaded, day, where.now(), replace_edited=replace, keep_edited=keep)

        _answer_moved(call, call.change_review(review, plan))


_TO_WHICH_DAY = "To which day does the event move?"


def _ask_for_the_day(call: shell.Call) -> datetime | None:
    """The day, of who can be asked; None where it is left for later, or only would be asked."""
    if call.can_ask and not call.dry_run:
        question = partial(asking.asked, f"{_TO_WHICH_DAY} (date time)", parse_moment)
        return asking.converse(question)
    if call.as_json or not call.dry_run:
        raise LfeError(_TO_WHICH_DAY, next_step='Add --to, for example --to "2027-02-17 13:00"')
    screen.say(f"would ask: {_TO_WHICH_DAY}", indent="  ")
    return None


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

    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        _answer_moved(
            call, call.change_review(review, lambda loaded: cancel_event(loaded, where.now()))
        )


def _answer_moved(call: shell.Call, done: Done[Moved]) -> None:
    call.show(
        done,
        as_json=lambda moved: _moved_as_json(moved, done.files),
        on_screen=lambda moved: _show_moved(moved, done.files),
    )


def _moved_as_json(moved: Moved, made: list[str]) -> dict[str, Any]:
    return {
        "was": moved.was.isoformat(timespec="minutes") if moved.was else None,
        "at": moved.at.isoformat(timespec="minutes") if moved.at else None,
        "letters": [agency.id for agency in moved.told],
        "files": made,
        "remarks": list(moved.remarks),
    }


def _show_moved(moved: Moved, made: list[str]) -> None:
    if moved.at:
        screen.say(
            f"The learning event is now on {days.long_date(moved.at)}, {days.clock(moved.at)}."
        )
    else:
        screen.say("The learning event is cancelled.")
    _show_files(made)
    screen.lines(moved.remarks)
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


def collected(
    destroy: Annotated[
        bool,
        typer.Option("--destroy", help="Also remove the facilitator's paper."),
    ] = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that the event's papers are collected.

    Only the Business Unit's: sign-in sheet, agendas, facilitator's paper. Audits go home
    with their agencies. Agencies were told that the facilitator's paper is destroyed:
    --destroy removes it from this folder, unless another process may need it; and what
    agencies said beside their replies (event/reply-details.txt).
    """
    from lfe_cli.event import collection

    with shell.answering(as_json, dry_run) as call:
        done = call.change_review(
            review,
            lambda loaded: collection.collected(loaded, the_day(on), destroy=destroy),
            records=PapersCollected,
        )
        held = [path.removeprefix(f"{done.reference}/") for path in done.still_there]
        gone = tuple(file for file in done.result.removed if file not in held)
        call.show(
            dataclasses.replace(done, result=dataclasses.replace(done.result, removed=gone)),
            as_json=lambda papers: _collected_as_json(papers, held),
            on_screen=_show_collected,
        )


def _collected_as_json(papers: Collected, held: Sequence[str]) -> dict[str, Any]:
    return {"removed": list(papers.removed), "left": [*papers.left, *held]}


def _show_collected(papers: Collected) -> None:
    screen.say("Recorded: the Business Unit's papers are collected.")
    for file in papers.removed:
        screen.say(f"Removed from this folder: {file}")
    if papers.removed:
        screen.say(
            "It is not removed from e-mail, backups, versions on SharePoint or recycle bins. "
            "Look there too, and ask the facilitator."
        )
    ours = [file for file in papers.left if file not in papers.copies]
    if ours:
        screen.say(
            f"Still in this folder: {', '.join(ours)}. To remove it: lfe collected --destroy"
        )
    if papers.copies:
        screen.say(
            "Look whether these are copies of it, and remove them by hand if they are: "
            f"{', '.join(papers.copies)}"
        )
