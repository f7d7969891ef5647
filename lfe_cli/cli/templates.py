"""`lfe templates`: what can be restyled and reworded, and a copy to do it in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.errors import LfeError
from lfe_cli.review import templates as shelf
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.files import TEMPLATES
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
    with shell.answering(as_json, dry_run, refused={"templates": []}) as call:
        if name is None:
            there = shelf.listed(load_workspace(shell.here()).folder)
            call.show(shell.Done(there), as_json=_templates_as_json, on_screen=_show_templates)
            return
        done = call.change_workspace(partial(_copy_out, name=name))
        call.show(
            done,
            as_json=lambda own: {**_templates_as_json([(name, True)]), "copy": own},
            on_screen=lambda own: screen.say(
                f"Your copy is {own}. From now on it is used instead of ours."
            ),
        )


def _copy_out(workspace: Workspace, name: str) -> tuple[str, Changes]:
    own = f"{TEMPLATES}/{name}"
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


def _templates_as_json(there: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    return {"templates": [{"name": name, "own_copy": own} for name, own in there]}


def _show_templates(there: Iterable[tuple[str, bool]]) -> None:
    screen.table(("Template", "In use"), [(n, "your copy" if own else "ours") for n, own in there])
    screen.say()
    screen.say("To change one, copy it out first: lfe templates NAME")
