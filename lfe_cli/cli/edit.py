"""`lfe edit`: the manifest in the officer's editor, checked on save."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from lfe_cli.cli import asking, options, screen, shell
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review import actions, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.history import Event
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
    locate,
    sha256,
)


def edit(
    review: options.ReviewOption = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Open the manifest in your editor; check it on save.

    The manifest (review.yaml) says what is intended: who is asked, the dates, the
    event. Every mistake is shown at once, with its line.
    """
    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        workspace, reference = locate(review, shell.here())
        path = workspace.folder / reference / files.MANIFEST
        if dry_run:
            load_review(workspace, reference)
            screen.say(f"Would open {path}. Nothing in it is wrong, and nothing was written.")
            return
        before = path.read_bytes()
        _edit_until_right(call, workspace, reference, path)
        if path.read_bytes() == before:
            screen.say(f"{reference}/{files.MANIFEST} is as it was, and nothing in it is wrong.")
            return
        done = call.change_review(review, _manifest_edited, although_stopped=True)
        screen.say(f"Saved. Nothing in {reference}/{files.MANIFEST} is wrong.")
        named = _say_names(workspace, reference)
        shell.end(done, needs_a_person=named)


def _manifest_edited(review: Review) -> tuple[None, Changes]:
    about = {"file": files.MANIFEST, "sha256": sha256(review.read(files.MANIFEST) or b"")}
    return None, Changes(review.reference, events=(Event(actions.MANIFEST_EDITED, about),))


def _edit_until_right(call: shell.Call, workspace: Workspace, reference: str, path: Path) -> None:
    """Open the editor until the manifest can be used, or the officer leaves it as it is."""
    while True:
        _open_editor(path)
        try:
            load_review(workspace, reference)
            return
        except FileProblems as found:
            screen.refusal(found)
            if not call.can_ask:
                raise typer.Exit(found.exit_code) from None
        try:
            asking.confirm("Open it again")
        except LfeError:
            raise LfeError(
                f"{reference}/{files.MANIFEST} is saved as it is. Commands in this review will "
                "stop until it is put right.",
                next_step=f"lfe edit -r {reference}",
            ) from None


def _say_names(workspace: Workspace, reference: str) -> bool:
    """Say where a listed word, or a number that belongs to a person, stands in the manifest."""
    from lfe_cli.checks.kept import names_in

    content = (workspace.folder / reference / files.MANIFEST).read_bytes()
    found = names_in(workspace, reference, f"{reference}/{files.MANIFEST}", content)
    for finding in found:
        if finding.rule.startswith("listed-"):
            what = f"It holds a word from {files.IDENTIFIERS} ({finding.where}): "
            screen.say(f"{what}write a role instead.", error=True)
        else:
            what = f"It holds what may point to a person ({finding.where}): {finding.text}. "
            screen.say(f"{what}{finding.suggestion}", error=True)
    return bool(found)


def _open_editor(path: Path) -> None:
    words = _editor(path)
    try:
        done = subprocess.run([*words, str(path)], check=False)  # noqa: S603  (the officer's own)
    except OSError:
        done = None
    if done is None or done.returncode != 0:
        raise LfeError(
            f"The editor ({words[0]}) could not be used.",
            where=str(path),
            next_step="Open the file by hand, save it, and run: lfe check",
        )


def _editor(path: Path) -> list[str]:
    """`VISUAL` or `EDITOR`, else what the system has for plain text."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return [chosen] if Path(chosen).is_file() else shlex.split(chosen, posix=os.name != "nt")
    if os.name == "nt":
        return ["notepad"]
    if sys.platform == "darwin":
        return ["open", "-W", "-t"]
    if shutil.which("nano"):
        return ["nano"]
    # Not vi: who does not know it cannot get out of it.
    raise LfeError(
        "No editor was found.",
        where=str(path),
        next_step="Set EDITOR to the editor you use; or open the file by hand, save it, and run: "
        "lfe check",
    )
