"""`lfe doctor`: whether this computer and this folder are in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lfe_cli.cli import options, screen, shell
from lfe_cli.disk import git
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.workspace import load_workspace
from lfe_cli.word.office import find_office

if TYPE_CHECKING:
    from lfe_cli.across.doctor import Looked
    from lfe_cli.review.workspace import Workspace


def doctor(as_json: options.AsJson = False) -> None:
    """Look whether computer and folder are in order.

    Which programs are there, who can read the lists of names, and what somebody should know
    about this folder. It changes nothing.
    """
    from lfe_cli.across.doctor import Around, look

    with shell.answering(as_json, refused={"looked_at": []}) as call:
        workspace = _workspace()
        kept = bool(workspace and git.is_repository(workspace.folder))
        office = find_office()
        around = Around(
            git=git.is_installed(),
            repository=kept,
            remotes=git.remotes(workspace.folder) if workspace and kept else (),
            office=office.program if office else None,
        )
        found = look(workspace, around)
        call.show(
            shell.Done(found),
            as_json=_looked_at_as_json,
            on_screen=_show_looked_at,
            needs_a_person=any(one.attention for one in found),
        )


def _looked_at_as_json(found: Iterable[Looked]) -> dict[str, Any]:
    return {
        "looked_at": [{"what": f.what, "said": f.said, "attention": f.attention} for f in found]
    }


def _show_looked_at(found: Iterable[Looked]) -> None:
    screen.facts([(f"{'! ' if f.attention else '  '}{f.what}", f.said) for f in found])


def _workspace() -> Workspace | None:
    try:
        return load_workspace(shell.here())
    except FileProblems:
        raise
    except LfeError:
        return None
