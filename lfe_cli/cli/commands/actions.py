"""`lfe actions`: the workbook of what working groups do, out and back in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, shell, typed, where
from lfe_cli.cli.done import Done
from lfe_cli.cli.given_files import given_file
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review.changes import Changes
from lfe_cli.review.events import ActionsWritten
from lfe_cli.review.open_files import is_open
from lfe_cli.review.workspace import Review, Workspace, load_review, of_each
from lfe_cli.sentences import counted
from lfe_cli.word.zips import MAX_FILE

if TYPE_CHECKING:
    from lfe_cli.after.stronger import Weak
    from lfe_cli.after.workbook_return import Returned
    from lfe_cli.after.workbook_writing import Written


_File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A workbook that came back; without, one is written."),
]
_Every = Annotated[bool, typer.Option("--all", help="Write one workbook of all reviews.")]
_Group = Annotated[
    str | None, typer.Option(metavar="ID", help="Write one workbook for this working group.")
]
_Yes = Annotated[
    bool, typer.Option("--yes", help="With FILE: record what was changed without asking.")
]
_Theirs = Annotated[
    bool,
    typer.Option("--theirs", help="With FILE: where both sides changed a cell, take theirs."),
]


def actions(
    file: _File = None,
    every: _Every = False,
    group: _Group = None,
    yes: _Yes = False,
    theirs: _Theirs = False,
    replace: options.Replace = False,
    no_input: options.NoInput = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Write the workbook of actions, or read one that came back.

    Without a file: actions.xlsx in the review, with a row for each action of each
    recommendation that is acted on. Send it to the working groups.

    With a file: every changed cell is shown with what stood there, and recorded after
    your yes. The file is kept as it came. What is unclear is told, and not taken.
    """
    refused = _EMPTY_RETURN if file else {"file": None, "weak": []}
    with shell.answering(as_json, dry_run, no_input=no_input, refused=refused) as call:
        _refuse_what_does_not_go_together(file, every=every, group=group, yes=yes, theirs=theirs)
        if file:
            _read(call, file, review, theirs=theirs, yes=yes)
        else:
            _write(call, review, every, group, replace)


_EMPTY_RETURN: dict[str, Any] = {"changed": [], "told": [], "kept": []}


def _refuse_what_does_not_go_together(
    file: Path | None, *, every: bool, group: str | None, yes: bool, theirs: bool
) -> None:
    if file and (every or group):
        raise LfeError(
            "A workbook is either written or read.",
            next_step="To read one: lfe actions FILE. To write: lfe actions --all, or --group ID.",
        )
    if every and group:
        raise LfeError("--all and --group do not go together.", next_step="Run it twice.")
    if (yes or theirs) and not file:
        raise LfeError("--yes and --theirs go with a file.", next_step="lfe actions FILE --yes")


def _write(
    call: shell.Call, named: str | None, every: bool, group: str | None, replace: bool
) -> None:
    from lfe_cli.after import workbook_writing as step
    from lfe_cli.after.groups import listed_group

    faulty: list[str] = []

    def of_many(workspace: Workspace) -> tuple[Written, list[tuple[Review, Changes]]]:
        reviews, problems = _loaded(workspace)
        faulty[:] = problems
        try:
            made = of_the_group(reviews, workspace) if group else of_all(reviews)
        except LfeError:
            screen.lines(faulty, error=True)  # why there may be nothing to write
            raise
        return made[0], step.in_every_review(reviews, *made)

    def of_all(reviews: list[Review]) -> tuple[Written, Changes]:
        return step.write_for_all(reviews, where.now(), replace_edited=replace)

    def of_the_group(reviews: list[Review], workspace: Workspace) -> tuple[Written, Changes]:
        meant = listed_group(workspace.partnership, str(group))
        return step.write_for_group(reviews, meant, where.now(), replace_edited=replace)

    def of_one(review: Review) -> tuple[Written, Changes]:
        return step.write_for_review(review, where.now(), replace_edited=replace)

    if every or group:
        done = call.change_reviews(where.the_workspace(), of_many)
    else:
        done = call.change_review(named, of_one, records=ActionsWritten)
    call.show(
        dataclasses.replace(done, remarks=(*faulty, *done.remarks)),
        as_json=_written_as_json,
        on_screen=_show_written,
    )


def _loaded(workspace: Workspace) -> tuple[list[Review], list[str]]:
    """Every review that can be read, and a sentence for each that is left out and has rows."""
    from lfe_cli.after.workbook_columns import has_rows

    reviews, not_read = of_each(workspace, workspace.references(), _with_what_is_shown)
    typed.speak_of(workspace, where.here())
    faulty = [
        typed.from_here(
            f"{one.reference} is left out. {one.error.sentence} {one.next_step}", one.reference
        )
        for one in not_read
    ]
    for one in reviews:
        if workspace.is_archived(one.reference) and has_rows(one):
            why = workspace.folders.put_away(one.reference)
            faulty.append(f"{why.sentence} It is left out. {why.next_step}")
    return [one for one in reviews if not workspace.is_archived(one.reference)], faulty


def _with_what_is_shown(review: Review) -> Review:
    """The review, once what the workbook shows of it could be read."""
    _ = review.recommendations
    return review


def _written_as_json(written: Written) -> dict[str, Any]:
    return {
        "file": written.path,
        "changed": written.changed,
        "reviews": list(written.references),
        "left_out": list(written.left_out),
        "recommendations": written.recommendations,
        "actions": written.actions,
        "weak": _weak_as_json(written.weak),
    }


def _show_written(written: Written) -> None:
    count = f"{_count(written.recommendations, 'recommendation')}, "
    count += f"{_count(written.actions, 'action')} written so far"
    there = "" if written.changed else " It was there already, just as it is."
    of_many = "/" not in written.path  # it lies in the partnership's folder, wherever one stands
    path = where.the_workspace().folder / written.path if of_many else written.path
    screen.say(f"{path}: {count}.{there}")
    for reference in written.left_out:
        screen.say(f"{reference} has stopped (it was stepped up), and has no rows in it.")
    _show_weak(written.weak, written.references)
    to = f"the {written.group}" if written.group else "the working groups"
    screen.steps(
        "Next:",
        [
            f"send it to {to} yourself",
            "when it comes back, see what was changed and record it: lfe actions FILE",
        ],
    )


def _count(number: int, what: str) -> str:
    return counted(number, what) if number else f"no {what}s"


def _show_weak(weak: tuple[tuple[str, Weak], ...], references: tuple[str, ...]) -> None:
    if not weak:
        return
    screen.say()
    screen.say("Could be stronger (a thought for the group, nothing more):")
    for reference, point in weak:
        item = f"{reference} {point.item}" if len(references) > 1 else point.item
        screen.say(f"{item}: {point.what}. Try: {point.attempt}", indent="  - ")


def _weak_as_json(weak: tuple[tuple[str, Weak], ...]) -> list[dict[str, str]]:
    return [{"review": reference, **point.as_json()} for reference, point in weak]


def _read(call: shell.Call, file: Path, named: str | None, *, theirs: bool, yes: bool) -> None:
    from lfe_cli.after.workbook_return import look_at

    found = where.located(named) if named else None
    workspace = found.workspace if found else where.the_workspace()
    only = found.reference if found else None
    path = given_file(file, named, "Check its name. Nothing was read.")
    content = _content(path)

    def look(fresh: Workspace) -> Returned:
        return look_at(fresh, content, where.today(), only=only, take_theirs=theirs)

    returned = look(workspace)
    if not call.as_json:
        _show_returned(returned, open_now=is_open(path))
    if returned.changes and not call.dry_run and not yes:
        if not call.can_ask:
            raise LfeError(
                "Nothing was recorded: it needs your yes.",
                next_step="Look at what was changed (--dry-run), then add --yes.",
            )
        asking.confirm("Record this?")
    nothing = Done[list[str]]([], dry_run=True)
    done = nothing if call.dry_run else _take(call, workspace, returned, look)
    kept = done.result
    call.show(
        Done(returned, done.changes, done.dry_run, done.remarks, done.placed, left=done.left),
        as_json=lambda returned: _returned_as_json(returned, path.name, kept),
        on_screen=lambda returned: _show_taken(returned, kept),
        on_dry_run=lambda _: screen.lines(("", "Nothing was written.")),
        needs_a_person=returned.needs_a_person,
    )


def _content(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE:
        raise LfeError(
            f"{path.name} is far larger than an actions workbook, so it was not opened.",
            next_step="Ask the group for the workbook alone.",
        )
    return read_file(path)


def _take(
    call: shell.Call,
    workspace: Workspace,
    returned: Returned,
    look: Callable[[Workspace], Returned],
) -> Done[list[str]]:
    """Record what was shown in every review, and give where the workbook is kept."""
    from lfe_cli.after.workbook_return import taking

    def plan(there: Workspace) -> tuple[list[str], list[tuple[Review, Changes]]]:
        fresh = look(there)
        kept: list[str] = []
        those: list[tuple[Review, Changes]] = []
        for reference in returned.references:
            if _of(fresh, reference) != _of(returned, reference):
                raise LfeError(
                    f"{reference} was changed while you looked.",
                    next_step="Read the workbook again, to see what holds now.",
                )
            review = load_review(there, reference)
            file, changes = taking(review, fresh)
            kept += [f"{reference}/{file}"] if file else []
            those.append((review, changes))
        return kept, those

    done = call.change_reviews(workspace, plan)
    there = [place for place in done.result if place.partition("/")[0] not in done.left]
    return dataclasses.replace(done, result=there)


def _of(returned: Returned, reference: str) -> list[Any]:
    return [change for change in returned.changes if change.review == reference]


_HOW_TO_KEEP_OUT = (
    "what is recorded is kept for good. Where a cell does point to somebody, answer no, put the "
    "cell right in the file, and read it again"
)


def _show_returned(returned: Returned, *, open_now: bool) -> None:
    if open_now:
        screen.say("It is open in Excel: what was not saved there is not read.", error=True)
    for reference in returned.references:
        mine = _of(returned, reference)
        screen.say(f"{reference}: {_count(len(mine), 'changed cell')}")
        for change in mine:
            what, old, new = change.lines()
            screen.say(what, indent="  ")
            screen.say(old, indent="    was: ")
            screen.say(new, indent="    now: ")
    asked = [str(one) for one in returned.told if one.needs_a_person]
    if any(one.code == "suspect" for one in returned.told):
        asked.append(_HOW_TO_KEEP_OUT)
    seen = [one for one in returned.told if not one.needs_a_person]
    screen.steps("For you to look at:", asked)
    screen.steps("Seen as well:", [str(one) for one in seen])
    _show_weak(returned.weak, returned.references)


def _show_taken(returned: Returned, kept: list[str]) -> None:
    screen.say()
    if returned.changes:
        screen.say(f"Recorded: {_count(len(returned.changes), 'changed cell')}.")
    else:
        screen.say("There was nothing new to record.")
    screen.say(f"The workbook is kept as it came: {', '.join(kept)}")
    if returned.changes:
        screen.steps("Next:", ["make the workbook anew before you send it again: lfe actions"])


def _returned_as_json(returned: Returned, name: str, kept: list[str]) -> dict[str, Any]:
    return {
        "file": name,
        "group": returned.group or None,
        "reviews": list(returned.references),
        "changed": [change.as_json() for change in returned.changes],
        "told": [one.as_json() for one in returned.told],
        "weak": _weak_as_json(returned.weak),
        "kept": kept,
    }
