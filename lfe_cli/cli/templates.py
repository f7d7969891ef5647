"""`lfe templates`: what can be restyled and reworded, and a copy to do it in."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from lfe_cli.cli import flow, options, screen
from lfe_cli.errors import LfeError
from lfe_cli.review import templates as shelf
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.workspace import Workspace, load_workspace


def templates(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The template to copy into your templates folder."),
    ] = None,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
) -> None:
    """List templates, or copy one out to change it.

    Your copy, in the folder templates, is then used instead of ours. Change its look
    and its words in Word; change questions and the agenda in a text editor.
    """
    if name is None:
        _list(as_json)
        return

    def plan(workspace: Workspace) -> tuple[str, Changes]:
        own = f"{shelf.FOLDER}/{name}"
        if (workspace.folder / own).exists():
            raise LfeError(
                f"You have a copy of {name} already.",
                where=str(workspace.folder / own),
                next_step="Change that one; or rename it first to get a fresh copy.",
            )
        names = [known for known, _ in shelf.listed(None)]
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise LfeError(
                f"There is no template called {name}.",
                next_step=f"{hint}lfe templates lists the templates that there are.",
            )
        content = (shelf.shipped() / name).read_bytes()
        return own, Changes(writes=(Write(own, content),))

    with flow.answering(as_json, {"templates": []}):
        done = flow.change_workspace(dry_run, plan)
    if as_json:
        screen.as_json({"templates": [{"name": name, "own_copy": True}], "copy": done.result})
        flow.close(done)
        return
    if dry_run:
        flow.show_plan(done)
        return
    screen.say(f"Your copy is {done.result}. From now on it is used instead of ours.")
    flow.close(done)


def _list(as_json: bool) -> None:
    workspace = load_workspace(flow.here())
    found = shelf.listed(workspace.folder)
    if as_json:
        screen.as_json({"templates": [{"name": name, "own_copy": own} for name, own in found]})
        return
    screen.table(("Template", "In use"), [(n, "your copy" if own else "ours") for n, own in found])
    screen.say()
    screen.say("To change one, copy it out first: lfe templates NAME")
