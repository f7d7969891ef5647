"""`lfe edit`: the manifest in the officer's editor, checked on save."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from lfe_cli.changes import Changes
from lfe_cli.cli import asking, flow, options, screen
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.workspace import Review, find_review, load_review, load_workspace, sha256


def edit(review: options.ReviewOption = None, no_input: options.NoInput = False) -> None:
    """Open the manifest in your editor; check it on save.

    The manifest (review.yaml) says what is intended: who is asked, the dates, the
    event. Every mistake is shown at once, with its line.
    """
    workspace = load_workspace(flow.here())
    reference = find_review(workspace, review, flow.here())
    path = workspace.folder / reference / places.MANIFEST
    before = path.read_bytes()
    while True:
        _open_editor(path)
        try:
            load_review(workspace, reference)
            break
        except FileProblems as found:
            screen.refusal(found)
            if not asking.can_ask(no_input):
                raise typer.Exit(found.exit_code) from None
            asking.confirm("Open it again")
    if path.read_bytes() == before:
        screen.say(f"{reference}/{places.MANIFEST} is as it was, and nothing in it is wrong.")
        return

    def plan(fresh: Review) -> tuple[None, Changes]:
        digest = sha256(fresh.read(places.MANIFEST) or b"")
        about = {"file": places.MANIFEST, "sha256": digest}
        return None, Changes(fresh.reference, events=(Event(actions.MANIFEST_EDITED, about),))

    done = flow.change_review(review, False, plan)
    screen.say(f"Saved. Nothing in {reference}/{places.MANIFEST} is wrong.")
    flow.close(done)


def _open_editor(path: Path) -> None:
    words = _editor()
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


def _editor() -> list[str]:
    """`VISUAL` or `EDITOR`, else what the system has for plain text."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return [chosen] if Path(chosen).is_file() else shlex.split(chosen, posix=os.name != "nt")
    if os.name == "nt":
        return ["notepad"]
    if sys.platform == "darwin":
        return ["open", "-W", "-t"]
    for name in ("nano", "vi"):
        if shutil.which(name):
            return [name]
    raise LfeError("No editor was found.", next_step="Set EDITOR to the editor you use.")
