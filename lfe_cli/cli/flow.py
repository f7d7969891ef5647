"""What every command does: load, work out the changes, apply them in one place, show them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import typer

from lfe_cli import clock
from lfe_cli.cli import screen
from lfe_cli.disk import git, locking, writing
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.closing import refuse_if_closed, refuse_what_was_not_carried_over
from lfe_cli.review.git_rules import goes_with_its_text, is_looked_into, is_never_kept
from lfe_cli.review.stepped_up import refuse_if_stepped_up
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
    load_workspace,
    locate,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a command did, or with --dry-run would do. `remarks` need a person: exit code 1."""

    result: T
    changes: Changes
    dry_run: bool
    remarks: tuple[str, ...] = ()
    finished: int = 0


def here() -> Path:
    """The folder that the officer stands in."""
    return Path.cwd()


def today() -> date:
    """Today in England."""
    return clock.uk_date(clock.now())


def the_review(named: str | None) -> Review:
    """The review that is meant, loaded for reading."""
    return load_review(*locate(named, here()))


def change_workspace(dry_run: bool, plan: Callable[[Workspace], tuple[T, Changes]]) -> Done[T]:
    """Work out and carry out changes to the workspace that the officer stands in."""
    return _carry_out(load_workspace(here()), dry_run, plan)


def change_review(
    named: str | None,
    dry_run: bool,
    plan: Callable[[Review], tuple[T, Changes]],
    *,
    although_stopped: bool = False,
    although_closed: bool = False,
) -> Done[T]:
    """Work out and carry out changes to one review. It is loaded once the lock is held.

    A review that was stepped up is refused, but for what is recorded `although_stopped`; one that
    is closed too, but for that and for what goes on `although_closed`: what was carried over.
    """
    workspace, reference = locate(named, here())

    def of_review(fresh: Workspace) -> tuple[T, Changes]:
        review = load_review(fresh, reference)
        if not although_stopped:
            refuse_if_stepped_up(review)
        if not (although_stopped or although_closed):
            refuse_if_closed(review)
        result, changes = plan(review)
        refuse_what_was_not_carried_over(review, changes.events)
        return result, changes

    return _carry_out(workspace, dry_run, of_review)


def _carry_out(
    workspace: Workspace, dry_run: bool, plan: Callable[[Workspace], tuple[T, Changes]]
) -> Done[T]:
    moment, by = clock.now(), clock.author(workspace.partnership.settings.recorded_as)
    lock = nullcontext() if dry_run else locking.locked(workspace.folder, by, moment)
    with lock:
        finished = () if dry_run else writing.finish_what_was_begun(workspace.folder)
        result, changes = plan(load_workspace(workspace.folder))
        if dry_run:
            return Done(result, changes, dry_run=True)
        remarks: tuple[str, ...] = ()
        if changes or finished:
            writing.apply(workspace.folder, changes, moment, by)
            remarks = record_in_git(workspace, changes, finished)
    return Done(result, changes, False, remarks, len(finished))


def record_in_git(
    workspace: Workspace, changes: Changes, finished: Collection[str] = ()
) -> tuple[str, ...]:
    """Commit what changed and what the officer wrote; texts with a listed name are held back."""
    if not workspace.partnership.settings.commit or not git.is_repository(workspace.folder):
        return ()
    paths = {write.path for write in changes.writes} | {r.path for r in changes.removals}
    # what a person edited in the partnership's own folder stays out: no list of names is its own
    paths |= {aside.to for aside in changes.asides if changes.reference}
    paths |= {PARTNERSHIP} | set(finished)
    if changes.reference:
        own = (files.HISTORY, files.MANIFEST, files.LEARNING)
        paths |= {f"{changes.reference}/{name}" for name in own}
    there = {p for p in paths if (workspace.folder / p).is_file()} | set(finished)
    there |= {r.path for r in changes.removals}
    kept = {path for path in git.kept(workspace.folder, there) if not is_never_kept(path)}
    held_back = _texts_with_names(workspace, changes.reference, kept)
    if held_back:
        kept = {path for path in kept if not goes_with_its_text(path)}
    said = git.record(workspace.folder, kept - set(held_back), _message(changes))
    return (*dict.fromkeys(held_back.values()), *([said] if said else []))


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
    from lfe_cli.checks.kept import identifiers_path, listed_names_in, load_identifiers

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


@contextmanager
def answering(as_json: bool, empty: dict[str, Any] | None = None) -> Iterator[None]:
    """With --json, a refusal still prints its document, and standard output holds nothing else."""
    try:
        yield
    except LfeError as error:
        if not as_json:
            raise
        screen.as_json(
            {**(empty or {}), **getattr(error, "document", {}), **screen.refusal_json(error)}
        )
        screen.refusal(error)
        raise typer.Exit(error.exit_code) from None


def show_plan(done: Done[Any]) -> None:
    """With --dry-run: what would be written, and that nothing was."""
    for aside in done.changes.asides:
        screen.say(f"would keep {aside.path} as {aside.to}", indent="  ")
    for write in done.changes.writes:
        screen.say(f"would write {write.path}", indent="  ")
    for removal in done.changes.removals:
        screen.say(f"would remove {removal.path}", indent="  ")
    for event in done.changes.events:
        about = ", ".join(_shown(v) for k, v in event.about.items() if k not in {"sha256"})
        screen.say(f"would record: {event.action} {about}".rstrip(), indent="  ")
    screen.say("Nothing was written.")


def _shown(value: Any) -> str:
    """What an entry says, as a person reads it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def close(done: Done[Any]) -> None:
    """Say what needs a person, and end with the exit code that follows."""
    for aside in () if done.dry_run else done.changes.asides:
        screen.say(f"What was there before is kept: {aside.to}", error=True)
    if done.finished:
        screen.say("What an interrupted command had begun was finished first.", error=True)
    for remark in done.remarks:
        screen.say(remark, error=True)
    if done.remarks:
        raise typer.Exit(1)


def now() -> datetime:
    """The present moment, UTC."""
    return clock.now()
