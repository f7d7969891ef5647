"""`lfe undo`: takes back all that one command did, after it was shown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

import typer

from lfe_cli.across.undo import Listed, Order, TakenBack, last_commands
from lfe_cli.across.undo import undo as taking_back
from lfe_cli.across.undo_words import about_files, in_words
from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.done import Done
from lfe_cli.disk import earlier_versions
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.workspace import Review, Workspace, load_review, load_workspace

_Command = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="An older command, by its id: see --list."),
]
_Agency = Annotated[
    str | None,
    typer.Option(metavar="ID", help="The last that was done about this agency, and no other."),
]
_List = Annotated[bool, typer.Option("--list", help="Show the last commands and their ids.")]


def undo(
    command: _Command = None,
    agency: _Agency = None,
    listed: _List = False,
    review: options.ReviewOption = None,
    no_input: options.NoInput = False,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Take back all that the last command did.

    All that it recorded, and the files that it made: they are as they were before, or
    kept aside. It is shown first. What has left the house, what was removed for good
    and what a colleague recorded stays, and so does what later commands build upon.
    The history keeps both.
    """
    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        found = where.located(review)
        workspace, reference = found.workspace, found.reference
        if listed:
            _show_list(call, load_review(workspace, reference))
            return
        begun = call.finish_what_was_begun() if workspace.staged and not dry_run else Done(None)
        plan = partial(_plan, reference=reference, agency=agency, command=command)
        shown, _ = plan(load_workspace(workspace.folder))
        if call.can_ask or (dry_run and not as_json):
            _show_before(shown, reference)
        if call.can_ask and not dry_run:
            asking.confirm("Take this back")
        again = partial(_as_shown, plan=plan, shown=shown)
        call = replace(call, rest=_REST)
        done = call.change_reviews(workspace, again).after(begun)
        call.show(
            replace(done, changes=replace(done.changes, asides=())),
            as_json=_as_json,
            on_dry_run=lambda _: screen.say("Nothing was written."),
            on_screen=partial(_show_done, reference=reference, is_known=call.can_ask),
        )


# The same command again would take back what was done before it where this one was taken back.
_REST = "To take it back there, too, find its id: lfe undo -r {reference} --list"

_Planned = tuple[TakenBack, list[tuple[Review, Changes]]]


def _plan(
    workspace: Workspace, *, reference: str, agency: str | None, command: str | None
) -> _Planned:
    in_git = partial(earlier_versions.with_hash, workspace.folder)
    order = Order(where.author(workspace), in_git, agency, command)
    return taking_back(workspace, load_review(workspace, reference), order)


def _as_shown(workspace: Workspace, *, plan: Any, shown: TakenBack) -> _Planned:
    """The same once more, now that nobody else writes: it has to be what was shown."""
    planned: _Planned = plan(workspace)
    if planned[0] != shown:
        raise LfeError(
            "Something was done here while you looked, so nothing was taken back.",
            next_step="Look once more: lfe undo",
        )
    return planned


def _show_before(shown: TakenBack, reference: str) -> None:
    which = "The last command" if shown.is_last else "An older command"
    screen.say(f"{which} ({short_date(shown.day)}, {shown.by}):")
    screen.lines(in_words(shown.taken), indent="  - ")
    about = about_files(shown.files, reference)
    if about:
        screen.say("Its files:")
        screen.lines(about, indent="  - ")


def _show_done(taken: TakenBack, reference: str, *, is_known: bool) -> None:
    """What is known already, as a person has just agreed to it, is not said again."""
    if is_known:
        screen.say("Taken back.")
        return
    screen.lines(f"Taken back: {what}." for what in in_words(taken.taken))
    screen.lines(f"{about}." for about in about_files(taken.files, reference))


def _as_json(taken: TakenBack) -> dict[str, Any]:
    return {
        "day": taken.day.isoformat(),
        "by": taken.by,
        "reviews": [part.reference for part in taken.parts],
        "taken_back": list(in_words(taken.taken)),
        "files": [
            {"file": one.path, "becomes": one.becomes, "kept_as": one.aside or None}
            for one in taken.files
        ],
    }


def _show_list(call: shell.Call, review: Review) -> None:
    found = last_commands(review)
    if call.as_json:
        screen.as_json({"commands": [_listed_as_json(one) for one in found]})
        return
    rows = [(one.id, short_date(one.day), one.by, _what(one)) for one in found]
    screen.table(("Id", "Day", "By", "What it did"), rows)
    first = next((one.id for one in found if not one.stays), "")
    if first:
        screen.say()
        screen.say(f"To take one back, for example: lfe undo {first}")


def _what(one: Listed) -> str:
    return f"{one.what} (this stays)" if one.stays else one.what


def _listed_as_json(one: Listed) -> dict[str, Any]:
    day = one.day.isoformat()
    return {"id": one.id, "day": day, "by": one.by, "what": one.what, "stays": one.stays}
