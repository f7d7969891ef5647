"""To begin: `lfe init`, `lfe new`, `lfe edit`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from lfe_cli.cli import asking, options, recording, screen, shell, typed, where
from lfe_cli.cli.done import Done, end, show_plan
from lfe_cli.cli.editor import open_editor
from lfe_cli.disk import git, writing
from lfe_cli.disk.placing import Placed
from lfe_cli.errors import FileProblems, LfeError, WrongValue
from lfe_cli.regular_file import followed, read_file
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.days import parse_date, parse_moment
from lfe_cli.review.events import ManifestEdited
from lfe_cli.review.manifest import MOST_CHILDREN
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
    sha256,
)

if TYPE_CHECKING:
    from lfe_cli.audits.begin import Intent, Started


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where; without it, the folder you are in.")
    ] = Path(),
    no_git: Annotated[
        bool, typer.Option("--no-git", help="Do without git, for example on a synced drive.")
    ] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make a folder for your partnership's reviews.

    It holds partnership.yaml with your settings (name, mailbox, agencies, working
    groups), a page for colleagues, and, where git is installed, keeps every earlier
    version of what is not confidential.
    """
    from lfe_cli.audits.begin import start_workspace

    with shell.answering(dry_run=dry_run) as call:
        target = followed(where.here() / folder)
        if target.is_file():
            raise LfeError(f"{target.name} is a file, not a folder.", where=str(target.parent))
        changes = start_workspace(target)
        about_git, placed = "", Placed()
        remarks: tuple[str, ...] = ()
        if not dry_run:
            placed = _write(target, changes)
            if not no_git:
                about_git, remarks = _start_git(target, changes)
        call.show(
            Done(target, changes, dry_run, remarks, placed),
            on_screen=lambda target: _show_started(target, about_git),
        )


def _write(target: Path, changes: Changes) -> Placed:
    moment = where.now()
    with shell.beginning(target, "Business Unit", moment) as lock:
        return writing.apply(lock, changes, moment, "Business Unit").placed


def _show_started(target: Path, about_git: str) -> None:
    screen.say(f"Your partnership's folder is ready: {target}")
    if about_git:
        screen.say(about_git)
    screen.steps(
        "Next:",
        [
            "open partnership.yaml and put in your partnership's name, mailbox and agencies",
            "read about-this-folder.txt, and show it to your colleagues",
            "in that folder, start a review: lfe new",
        ],
    )


def _start_git(target: Path, changes: Changes) -> tuple[str, tuple[str, ...]]:
    """Let git keep the folder: a sentence about it, or what could not be done."""
    if not git.is_installed():
        return "git is not installed, so earlier versions are not kept.", ()
    begun, remarks = git.is_repository(target), recording.begin(target, changes)
    if begun or remarks:
        return "", remarks
    return "git keeps its earlier versions; returned audits and names are left out.", ()


T = TypeVar("T")


_Theme = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What it is about; points to nobody.")
]
_From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Start of the focus period.")
]
_To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="End of the focus period.")]
_Agencies = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="An agency to ask; repeat for each. Ids: partnership.yaml."),
]
_Event = Annotated[
    str | None, typer.Option(metavar='"DATE TIME"', help="When the learning event begins.")
]
_Venue = Annotated[str | None, typer.Option(metavar="TEXT", help="Where the learning event is.")]
_Facilitator = Annotated[str | None, typer.Option(metavar="TEXT", help="The facilitator's role.")]
_Due = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Local target for the audits; proposed if left out."),
]
_DecidedBy = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Who decided that this is not a statutory review."),
]
_DecidedOn = Annotated[str | None, typer.Option(metavar="DATE", help="When that was decided.")]
_Basis = Annotated[str | None, typer.Option(metavar="TEXT", help="On what basis that was decided.")]
_Children = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="How many children it is about, if more than one."),
]
_Topics = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A theme from the partnership's list; repeat for each."),
]


def new(
    theme: _Theme = None,
    start: _From = None,
    end: _To = None,
    agency: _Agencies = None,
    event: _Event = None,
    venue: _Venue = None,
    facilitator: _Facilitator = None,
    due: _Due = None,
    decided_by: _DecidedBy = None,
    decided_on: _DecidedOn = None,
    basis: _Basis = None,
    children: _Children = None,
    topic: _Topics = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Start a review: a numbered folder with a manifest.

    At a terminal it asks what it needs; leave out what you do not know yet. The
    date for the audits is proposed in working days and is a local target.
    """
    from lfe_cli.audits.begin import Intent, start_review

    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        _refuse_inside_a_review()
        about, begins, ends = _needed(call.can_ask, theme, start, end)
        intent = Intent(
            theme=about,
            focus_from=begins,
            focus_to=ends,
            agencies=tuple(agency or ()),
            themes=tuple(topic or ()),
            event_at=asking.reading("--event", parse_moment, event),
            venue=venue,
            facilitator=facilitator,
            due=asking.reading("--due", parse_date, due),
            decided_by=decided_by,
            decided_on=asking.reading("--decided-on", parse_date, decided_on),
            basis=basis,
            children=asking.reading("--children", _children, children) or 1,
        )
        if call.can_ask:
            intent = _ask_for_the_rest(intent)

        done = call.change_workspace(lambda there: start_review(there, intent, where.today()))
        call.show(done, on_screen=_show_new, on_dry_run=_show_planned_new)


def _show_planned_new(done: Done[Started]) -> None:
    screen.say(done.result.reference)
    show_plan(done)


def _refuse_inside_a_review() -> None:
    workspace = where.the_workspace()
    inside = where.here().relative_to(workspace.folder).parts
    if inside and (workspace.folder / inside[0] / files.MANIFEST).is_file():
        raise LfeError(
            f"You are in the folder of {inside[0]}: there is one review to a folder.",
            where=str(where.here()),
            next_step="Go up to the partnership's folder (cd ..) and start the review there.",
        )


def _needed(
    can_ask: bool, theme: str | None, start: str | None, end: str | None
) -> tuple[str, date, date]:
    """What no review begins without: what it is about, and the period that it looks at."""

    def needed(
        given: str | None, option: str, what: str, question: str, read: Callable[[str], T]
    ) -> T:
        value = asking.reading(option, read, (given or "").strip() or None)
        if value is not None:
            return value
        if not can_ask:
            raise asking.missing(option, what)
        return asking.ask_for(question, read)

    about = needed(theme, "--theme", "A theme", "What is the review about", str)
    period = "Focus period from (date)", "Focus period to (date)"
    first = needed(start, "--from", "The start of the focus period", period[0], parse_date)
    not_before = partial(_not_before, first)
    last = needed(end, "--to", "The end of the focus period", period[1], not_before)
    return about, first, last


def _ask_for_the_rest(intent: Intent) -> Intent:
    """What may stay open: an empty answer leaves it as a TO DO in the manifest."""
    from lfe_cli.audits.begin import propose_due

    partnership = where.the_workspace().partnership
    screen.say("Press Enter to leave an answer for later.")
    if not intent.agencies:
        screen.say(f"Agencies: {', '.join(agency.id for agency in partnership.agencies)}")
        known = partial(_agencies, partnership)
        answer = asking.ask("Which of them are asked (ids, with commas)", known)
        intent = replace(intent, agencies=answer or ())
    event_at = intent.event_at or asking.ask("The learning event begins (date time)", parse_moment)
    intent = replace(
        intent,
        event_at=event_at,
        venue=intent.venue or asking.ask("Venue", str),
        facilitator=intent.facilitator or asking.ask("Facilitator (a role)", str),
    )
    proposed = propose_due(partnership, event_at, where.today()).isoformat()
    question = "Audits ready by (a local target)"
    due = intent.due or asking.ask(question, partial(_not_after, event_at), default=proposed)
    screen.say(f"Why is this a {partnership.review_name} and not a statutory review?")
    return replace(
        intent,
        due=due,
        decided_by=intent.decided_by or asking.ask("Decided by (a meeting or role)", str),
        decided_on=intent.decided_on or asking.ask("Decided on (date)", parse_date),
        basis=intent.basis or asking.ask("On what basis", str),
    )


def _children(answer: str) -> int:
    is_short = answer.strip().isdecimal() and len(answer.strip()) <= len(str(MOST_CHILDREN))
    if is_short and 1 <= int(answer) <= MOST_CHILDREN:
        return int(answer)
    raise WrongValue(f"cannot be {answer!r}.", f"Write a number from 1 to {MOST_CHILDREN}.")


def _not_before(first: date, answer: str) -> date:
    day = parse_date(answer)
    if day < first:
        raise WrongValue(
            f"comes before {days.short_date(first)}.", "Check which of the two is right."
        )
    return day


def _not_after(event_at: datetime | None, answer: str) -> date:
    day = parse_date(answer)
    if event_at and day > event_at.date():
        raise WrongValue("comes after the event.", "Audits are ready before it.")
    return day


def _agencies(partnership: Partnership, answer: str) -> tuple[str, ...]:
    from lfe_cli.review.lookup import asked_agency

    ids = tuple(part.strip() for part in answer.split(",") if part.strip())
    ids = ids if len(ids) > 1 else tuple(answer.split())
    for agency in ids:
        try:
            asked_agency(partnership, agency)
        except LfeError as error:
            raise WrongValue(f"cannot be used: {error.sentence}", error.next_step) from None
    return ids


def _show_new(started: Started) -> None:
    reference, due = started.reference, started.manifest.audits.due
    typed.speak_of(where.the_workspace(), where.here(), reference)
    screen.say(reference)
    screen.say(f"The review's folder is ready: {started.folder}")
    if due is not None:
        screen.say(
            f"Audits ready by {days.long_date(due)}: a local target, counted in working days."
        )
    event = started.manifest.event.at
    if event and (question := days.asked_twice_about(event.date(), where.today())):
        screen.say(f"The learning event: {question}")
    screen.steps(
        "Next:",
        [
            "complete the manifest where it says TO DO: lfe edit",
            "write the names and places that may never appear into identifiers.yaml",
            "make the audit forms and the letters: lfe issue-audits",
        ],
    )


def edit(
    review: options.ReviewOption = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Open the manifest in your editor; check it on save.

    The manifest (review.yaml) says what is intended: who is asked, the dates, the
    event. Every mistake is shown at once, with its line.
    """
    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        found = where.located(review)
        workspace, reference = found.workspace, found.reference
        if workspace.is_archived(reference):
            raise workspace.folders.put_away(reference)
        path = workspace.folder_of(reference) / files.MANIFEST
        if dry_run:
            load_review(workspace, reference)
            screen.say(f"Would open {path}. Nothing in it is wrong, and nothing was written.")
            return
        begun = _finish_first(call, workspace, f"{reference}/{files.MANIFEST}")
        before = read_file(path)
        _edit_until_right(call, workspace, reference, path)
        if read_file(path) == before:
            screen.say(f"{reference}/{files.MANIFEST} is as it was, and nothing in it is wrong.")
            end(begun)
            return
        edited = partial(_manifest_edited, before=before)
        done = call.change_review(review, edited, records=ManifestEdited).after(begun)
        screen.say(f"Saved. Nothing in {reference}/{files.MANIFEST} is wrong.")
        named = _say_names(workspace, reference)
        end(done, needs_a_person=named)


def _finish_first(call: shell.Call, workspace: Workspace, manifest: str) -> Done[None]:
    """Sees to it that no newer manifest waits: it would take the place of what is now written."""
    if not workspace.staged:
        return Done(None)
    done = call.finish_what_was_begun()
    writing.refuse_what_waits(workspace.folder, {manifest})
    return done


def _manifest_edited(review: Review, before: bytes) -> tuple[None, Changes]:
    digest = sha256(review.read(files.MANIFEST) or b"")
    event = ManifestEdited(file=files.MANIFEST, sha256=digest)
    written_over = Write(f"{review.reference}/{files.MANIFEST}", before)
    return None, Changes(review.reference, events=(event,), written_over=(written_over,))


def _edit_until_right(call: shell.Call, workspace: Workspace, reference: str, path: Path) -> None:
    """Open the editor until the manifest can be used, or the officer leaves it as it is."""
    while True:
        open_editor(path)
        try:
            load_review(workspace, reference)
            return
        except FileProblems as found:
            screen.refusal(found)
            if not call.can_ask:
                raise typer.Exit(found.exit_code) from None
        try:
            asking.confirm("Open it again")
        except LfeError:
            raise LfeError(
                f"{reference}/{files.MANIFEST} is saved as it is. Commands in this review will "
                "stop until it is put right.",
                next_step="lfe edit",
            ) from None


def _say_names(workspace: Workspace, reference: str) -> bool:
    """Say where a listed word, or a number that belongs to a person, stands in the manifest."""
    from lfe_cli.checks.identifiers import load_identifiers
    from lfe_cli.checks.text_check import names_in

    is_checked = load_identifiers(workspace, reference) is not None
    if not is_checked:
        what = f"{files.IDENTIFIERS} is missing or cannot be read, so no name was looked for in it."
        screen.say(what, error=True)
    content = read_file(workspace.folder_of(reference) / files.MANIFEST)
    found = names_in(workspace, reference, f"{reference}/{files.MANIFEST}", content)
    for finding in found:
        if finding.is_listed:
            what = f"It holds a word from {files.IDENTIFIERS} ({finding.where}): "
            screen.say(f"{what}write a role instead.", error=True)
        else:
            what = f"It holds what may point to a person ({finding.where}): {finding.text}. "
            screen.say(f"{what}{finding.suggestion}", error=True)
    return bool(found) or not is_checked
