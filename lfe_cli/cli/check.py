"""`lfe check`: everything that can be checked, in a review or in any file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import findings, flow, options, screen
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.workspace import Workspace, find_review, load_workspace

if TYPE_CHECKING:
    from lfe_cli.steps.check import Checked


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Files to check: Word, YAML, text or mail."),
    ] = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
) -> None:
    """Check for mistakes, for names and for blame.

    Without a file it checks the whole review. Files can be Word, YAML, text or mail.
    It says what was found, or "none found by these checks": no check can promise that a
    text is anonymous.
    """
    with flow.answering(as_json, {"findings": []}):
        checked = _check_files(files, review) if files else _check_folder(review)
    if as_json:
        screen.as_json({"findings": [finding.as_json() for finding in checked.findings]})
    else:
        _show(checked)
    if checked.needs_a_person:
        raise typer.Exit(1)


def _check_folder(named: str | None) -> Checked:
    from lfe_cli.steps import check as step

    try:
        workspace = load_workspace(flow.here())
    except FileProblems as found:
        return step.problems_as_findings(found.problems)
    if named is None and flow.here() == workspace.folder:
        return step.check_workspace(workspace)
    return step.check_review(workspace, find_review(workspace, named, flow.here()))


def _check_files(files: list[Path], named: str | None) -> Checked:
    from lfe_cli.steps import check as step

    missing = [path for path in files if not path.is_file()]
    if missing:
        raise LfeError(f"There is no file {missing[0].name}.", where=str(missing[0].parent))
    parts = []
    for path in files:
        workspace = _workspace_of(path.resolve().parent)
        reference = _review_of(workspace, named, path.resolve()) if workspace else None
        parts.append(step.check_file(path, path.name, workspace, reference))
    words = [part.words for part in parts if part.words is not None]
    found = tuple(finding for part in parts for finding in part.findings)
    return step.Checked(found, len(files), max(words) if words else None)


def _workspace_of(folder: Path) -> Workspace | None:
    for start in (folder, flow.here()):
        try:
            return load_workspace(start)
        except FileProblems:
            raise
        except LfeError:
            continue
    return None


def _review_of(workspace: Workspace, named: str | None, path: Path) -> str | None:
    for start in (path.parent, flow.here()):
        try:
            return find_review(workspace, named, start)
        except (LfeError, ValueError):
            if named:
                raise
    return None


def _show(checked: Checked) -> None:
    findings.show(checked.findings)
    files = "1 file" if checked.files == 1 else f"{checked.files} files"
    against = f", against {checked.words} listed words" if checked.words is not None else ""
    counted = findings.counted(checked.findings)
    if counted:
        screen.say(f"Found: {counted} ({files}{against}).")
    else:
        screen.say(f"None found by these checks ({files}{against}).")
