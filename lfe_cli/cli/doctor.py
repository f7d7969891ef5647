"""`lfe doctor`: whether this computer and this folder are in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from lfe_cli.cli import flow, options, screen
from lfe_cli.disk import git
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.workspace import load_workspace
from lfe_cli.word.office import find_office

if TYPE_CHECKING:
    from lfe_cli.review.workspace import Workspace


def doctor(as_json: options.AsJson = False) -> None:
    """Look whether computer and folder are in order.

    Which programs are there, who can read the lists of names, and what somebody should know
    about this folder. It changes nothing.
    """
    from lfe_cli.across.doctor import Around, look

    with flow.answering(as_json, {"looked_at": []}):
        workspace = _workspace()
    there = git.is_installed()
    kept = bool(workspace and git.is_repository(workspace.folder))
    office = find_office()
    around = Around(
        git=there,
        repository=kept,
        remotes=git.remotes(workspace.folder) if workspace and kept else (),
        office=office.program if office else None,
    )
    found = look(workspace, around)
    if as_json:
        items = [{"what": f.what, "said": f.said, "attention": f.attention} for f in found]
        screen.as_json({"looked_at": items})
    else:
        screen.facts([(f"{'! ' if f.attention else '  '}{f.what}", f.said) for f in found])
    if any(f.attention for f in found):
        raise typer.Exit(1)


def _workspace() -> Workspace | None:
    try:
        return load_workspace(flow.here())
    except FileProblems:
        raise
    except LfeError:
        return None
