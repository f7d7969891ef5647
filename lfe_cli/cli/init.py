"""`lfe init`: a folder for a partnership's reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfe_cli import clock
from lfe_cli.cli import flow, options, screen
from lfe_cli.disk import git, locking, writing
from lfe_cli.errors import LfeError


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
    from lfe_cli.audits.init import start_workspace

    target = (flow.here() / folder).resolve()
    if target.is_file():
        raise LfeError(f"{target.name} is a file, not a folder.", where=str(target.parent))
    changes = start_workspace(target)
    if dry_run:
        flow.show_plan(flow.Done(None, changes, dry_run=True))
        return
    moment = clock.now()
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise locking.cannot_write(target.parent) from None
    with locking.locked(target, "Business Unit", moment):
        writing.finish_what_was_begun(target)
        writing.apply(target, changes, moment, "Business Unit")
    screen.say(f"Your partnership's folder is ready: {target}")
    said = _start_git(target, [write.path for write in changes.writes]) if not no_git else ""
    screen.steps(
        "Next:",
        [
            "open partnership.yaml and put in your partnership's name, mailbox and agencies",
            "read about-this-folder.txt, and show it to your colleagues",
            "in that folder, start a review: lfe new",
        ],
    )
    if said:
        screen.say(said, error=True)
        raise typer.Exit(1)


def _start_git(target: Path, paths: list[str]) -> str:
    if not git.is_installed():
        screen.say("git is not installed, so earlier versions are not kept.")
        return ""
    if git.is_repository(target):
        return git.record(target, paths, "Partnership: folder started")
    said = git.start(target) or git.record(target, paths, "Partnership: folder started")
    if not said:
        screen.say("git keeps its earlier versions; returned audits and names are left out.")
    return said
