"""What git keeps of a command: what changed, without any text that names somebody."""

from __future__ import annotations

from collections.abc import Collection

from lfe_cli.disk import git
from lfe_cli.disk.git_rules import (
    goes_with_its_text,
    is_looked_into,
    is_never_kept,
    kept_without_an_entry,
)
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Workspace


def record(
    workspace: Workspace, changes: Changes, finished: Collection[str] = ()
) -> tuple[str, ...]:
    """Commit what changed and what the officer wrote; texts with a listed name are held back.

    `finished` are the files that an interrupted command had begun. Returns a sentence for each
    thing that was not recorded; nothing here can stop a command.
    """
    if not workspace.partnership.settings.commit or not git.is_repository(workspace.folder):
        return ()
    asked = _touched(workspace, changes, finished)
    kept = {path for path in git.kept(workspace.folder, asked) if not is_never_kept(path)}
    held_back = _texts_with_names(workspace, changes.reference, kept)
    if held_back:
        kept = {path for path in kept if not goes_with_its_text(path)}
    said = git.record(workspace.folder, kept - set(held_back), _message(changes))
    return (*dict.fromkeys(held_back.values()), *([said] if said else []))


def _touched(workspace: Workspace, changes: Changes, finished: Collection[str]) -> set[str]:
    """What the command wrote or removed, and the texts that the officer writes by hand."""
    paths = {write.path for write in changes.writes} | {PARTNERSHIP}
    # what a person edited in the partnership's own folder stays out: no list of names is its own
    paths |= {aside.to for aside in changes.asides if changes.reference}
    if changes.reference:
        paths |= {f"{changes.reference}/{place}" for place in kept_without_an_entry()}
    there = {path for path in paths if (workspace.folder / path).is_file()}
    return there | {removal.path for removal in changes.removals} | set(finished)


def _message(changes: Changes) -> str:
    """A commit's message: the reference and our own words for what happened, nothing else."""
    actions = list(dict.fromkeys(event.action for event in changes.events))
    if changes.reference:
        return f"{changes.reference}: {', '.join(actions) or 'texts'}"
    return "Partnership: settings and templates"


def _texts_with_names(
    workspace: Workspace, reference: str | None, paths: set[str]
) -> dict[str, str]:
    """The texts in which a word of identifiers.yaml stands: git would keep it for good."""
    if reference is None:
        return {}
    from lfe_cli.checks.identifiers import identifiers_path, load_identifiers
    from lfe_cli.checks.text_check import listed_names_in

    there = (path for path in sorted(paths) if (workspace.folder / path).is_file())
    looked_at = [path for path in there if is_looked_into(path)]
    if load_identifiers(workspace, reference) is None:
        said = (
            f"{identifiers_path(workspace, reference).name} is missing or cannot be read, so no "
            "text was recorded in git: nobody's name could be looked for."
        )
        return {path: said for path in looked_at if not path.endswith(files.HISTORY)}
    found = {path: listed_names_in(workspace, reference, path) for path in looked_at}
    return {path: _held(path, where) for path, where in found.items() if where}


def _held(path: str, where: str) -> str:
    return (
        f"{path} holds a word from identifiers.yaml ({where}), so it was not recorded in git this "
        "time. Write a role instead. If git holds an earlier version with that word, ask for help "
        "to remove it."
    )
