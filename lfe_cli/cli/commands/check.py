"""What is looked for in any text, and in a review's folder: `lfe check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell, typed, where
from lfe_cli.cli.done import Done
from lfe_cli.cli.given_files import given_path, not_there
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.regular_file import followed
from lfe_cli.review.locating import locate, stood_in
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Workspace
from lfe_cli.sentences import counted

if TYPE_CHECKING:
    from lfe_cli.across.check import Checked

_Repair = Annotated[
    bool, typer.Option("--repair", help="Mend what can be mended without guessing.")
]
_Yes = Annotated[bool, typer.Option("--yes", help="With --repair: mend without asking again.")]


_SetAside = Annotated[
    bool,
    typer.Option(
        "--set-aside", help="With --repair: take out lines that nobody can read; they are kept."
    ),
]


def _mend(
    call: shell.Call,
    given: list[Path] | None,
    named: str | None,
    *,
    yes: bool,
    set_aside: bool,
) -> None:
    from lfe_cli.cli.repairing import repair_reviews

    if given:
        raise LfeError(
            "--repair mends a review's folder, and no single file.",
            next_step="Leave the file out: lfe check --repair",
        )
    repair_reviews(call, named, yes=yes, set_aside=set_aside)


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Files, or folders of files, to check."),
    ] = None,
    review: options.ReviewOption = None,
    repair: _Repair = False,
    set_aside: _SetAside = False,
    yes: _Yes = False,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
) -> None:
    """Check for mistakes, for names and for blame.

    Without a file it checks the whole review, with its history. Files can be Word, YAML,
    text or mail. It says what was found, or "none found by these checks": no check can
    promise that a text is anonymous. With --repair it mends what another program did to a
    review's folder, as far as that can be done without guessing.
    """
    with shell.answering(as_json, dry_run, refused={"findings": []}) as call:
        if repair:
            _mend(call, files, review, yes=yes, set_aside=set_aside)
            return
        checked = _check_files(files, review) if files else _check_folder(review)
        call.show(
            Done(checked),
            as_json=_checked_as_json,
            on_screen=_show_checked,
            needs_a_person=checked.needs_a_person,
        )


def _checked_as_json(checked: Checked) -> dict[str, Any]:
    return {"findings": [finding.as_json() for finding in checked.findings]}


def _check_folder(named: str | None) -> Checked:
    from lfe_cli.across import check as step
    from lfe_cli.cli.repairing import earlier_in

    try:
        if named is None and (where.here() / PARTNERSHIP).is_file():
            workspace = where.the_workspace()
            typed.speak_of(workspace, where.here())
            return step.check_workspace(workspace, earlier_in(workspace))
        found = where.located(named)
        return step.check_review(found.workspace, found.reference, earlier_in(found.workspace))
    except FileProblems as error:
        return step.problems_as_findings(error.problems)


def _check_files(files: list[Path], named: str | None) -> Checked:
    from lfe_cli.across import check as step

    files = [given_path(path, named) for path in files]
    for path in files:
        if not path.exists():
            raise not_there(path, "Check its name. Nothing was checked.")
    parts = []
    for path in files:
        try:
            parts.append(_check_path(path, named))
        except FileProblems as found:
            parts.append(step.problems_as_findings(found.problems))
    return step.together(parts)


def _check_path(path: Path, named: str | None) -> Checked:
    """One file, or the files of one folder; a review's own folder is checked as a whole."""
    from lfe_cli.across import check as step
    from lfe_cli.cli.repairing import earlier_in

    whole = followed(path)
    workspace = _workspace_of(whole if whole.is_dir() else whole.parent)
    reference = _review_of(workspace, named, whole) if workspace else None
    if whole.is_file():
        return step.check_file(path, path.name, workspace, reference)
    if workspace and whole == workspace.folder:
        return step.check_workspace(workspace, earlier_in(workspace))
    if workspace and reference and whole == workspace.folder_of(reference):
        return step.check_review(workspace, reference, earlier_in(workspace))
    return step.check_folder(whole, path.as_posix(), workspace, reference)


def _workspace_of(folder: Path) -> Workspace | None:
    for start in (folder, where.here()):
        try:
            return where.the_workspace(start)
        except FileProblems:
            raise
        except LfeError:
            continue
    return None


def _review_of(workspace: Workspace, named: str | None, path: Path) -> str | None:
    """The review whose names it is checked against: named, or what it or the officer stands in."""
    here = where.here()
    if named:
        within = here.is_relative_to(workspace.folder)
        return locate(named, here if within else workspace.folder).reference
    for start in (path if path.is_dir() else path.parent, here):
        try:
            inside = stood_in(workspace, start)
        except LfeError:  # a copy of a review
            continue
        if inside:
            return inside
    return None


def _show_checked(checked: Checked) -> None:
    screen.findings(checked.findings)
    files = counted(checked.files, "file")
    found = screen.counted_findings(checked.findings)
    if found:
        screen.say(f"Found: {found} ({files}{_against(checked.words)}).")
    else:
        what = "Mistakes, names and blame: none found by these checks"
        screen.say(f"{what} ({files}{_against(checked.words)}).")


def _against(words: int | None) -> str:
    if words is None:
        return ""
    return f", against {counted(words, 'listed word')}"
