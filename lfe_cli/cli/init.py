"""`lfe init`: a folder for a partnership's reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfe_cli.cli import options, screen, shell
from lfe_cli.disk import git, writing
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes


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

    with shell.answering(dry_run=dry_run) as call:
        target = (shell.here() / folder).resolve()
        if target.is_file():
            raise LfeError(f"{target.name} is a file, not a folder.", where=str(target.parent))
        changes = start_workspace(target)
        about_git, failed = "", ""
        if not dry_run:
            _write(target, changes)
            if not no_git:
                about_git, failed = _start_git(target, [one.path for one in changes.writes])
        call.show(
            shell.Done(target, changes, dry_run, remarks=(failed,) if failed else ()),
            on_screen=lambda target: _show_started(target, about_git),
        )


def _write(target: Path, changes: Changes) -> None:
    moment = shell.now()
    with shell.beginning(target, "Business Unit", moment):
        writing.apply(target, changes, moment, "Business Unit")


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


def _start_git(target: Path, paths: list[str]) -> tuple[str, str]:
    """Let git keep the folder; a sentence about it, or one about what could not be done."""
    if not git.is_installed():
        return "git is not installed, so earlier versions are not kept.", ""
    begun = git.is_repository(target)
    failed = ("" if begun else git.start(target)) or git.record(
        target, paths, "Partnership: folder started"
    )
    if begun or failed:
        return "", failed
    return "git keeps its earlier versions; returned audits and names are left out.", ""
