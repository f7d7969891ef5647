"""`lfe check`: everything that can be checked, in a review or in any file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import findings, options, screen, shell
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Workspace, find_review, load_workspace, locate

if TYPE_CHECKING:
    from lfe_cli.page.check import Checked


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Files, or folders of files, to check."),
    ] = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
) -> None:
    """Check for mistakes, for names and for blame.

    Without a file it checks the whole review. Files can be Word, YAML, text or mail.
    It says what was found, or "none found by these checks": no check can promise that a
    text is anonymous.
    """
    with shell.answering(as_json, refused={"findings": []}) as call:
        checked = _check_files(files, review) if files else _check_folder(review)
        call.show(
            shell.Done(checked),
            as_json=_checked_as_json,
            on_screen=_show_checked,
            needs_a_person=checked.needs_a_person,
        )


def _checked_as_json(checked: Checked) -> dict[str, Any]:
    return {"findings": [finding.as_json() for finding in checked.findings]}


def _check_folder(named: str | None) -> Checked:
    from lfe_cli.page import check as step

    try:
        if named is None and (shell.here() / PARTNERSHIP).is_file():
            return step.check_workspace(load_workspace(shell.here()))
        return step.check_review(*locate(named, shell.here()))
    except FileProblems as found:
        return step.problems_as_findings(found.problems)


def _check_files(files: list[Path], named: str | None) -> Checked:
    from lfe_cli.page import check as step

    missing = [path for path in files if not path.exists()]
    if missing:
        raise LfeError(f"There is no file {missing[0].name}.", where=str(missing[0].parent))
    parts = []
    for path in files:
        try:
            parts.append(_check_path(path, named))
        except FileProblems as found:
            parts.append(step.problems_as_findings(found.problems))
    return step.together(parts)


def _check_path(path: Path, named: str | None) -> Checked:
    """One file, or the files of one folder; a review's own folder is checked as a whole."""
    from lfe_cli.page import check as step

    whole = path.resolve()
    workspace = _workspace_of(whole if whole.is_dir() else whole.parent)
    reference = _review_of(workspace, named, whole) if workspace else None
    if whole.is_file():
        return step.check_file(path, path.name, workspace, reference)
    if workspace and whole == workspace.folder:
        return step.check_workspace(workspace)
    if workspace and reference and whole == workspace.folder / reference:
        return step.check_review(workspace, reference)
    return step.check_folder(whole, path.as_posix(), workspace, reference)


def _workspace_of(folder: Path) -> Workspace | None:
    for start in (folder, shell.here()):
        try:
            return load_workspace(start)
        except FileProblems:
            raise
        except LfeError:
            continue
    return None


def _review_of(workspace: Workspace, named: str | None, path: Path) -> str | None:
    for start in (path if path.is_dir() else path.parent, shell.here()):
        try:
            return find_review(workspace, named, start)
        except (LfeError, ValueError):
            if named:
                raise
    return None


def _show_checked(checked: Checked) -> None:
    findings.show(checked.findings)
    files = "1 file" if checked.files == 1 else f"{checked.files} files"
    counted = findings.counted(checked.findings)
    if counted:
        screen.say(f"Found: {counted} ({files}{_against(checked.words)}).")
    else:
        what = "Mistakes, names and blame: none found by these checks"
        screen.say(f"{what} ({files}{_against(checked.words)}).")


def _against(words: int | None) -> str:
    if words is None:
        return ""
    return f", against {words} listed {'word' if words == 1 else 'words'}"
