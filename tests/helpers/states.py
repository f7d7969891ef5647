"""Workspaces that many tests start from: each is made once, then copied for every test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from helpers.officer import NOW, REFERENCE, Officer, start_review, where

Make = Callable[[Officer], object]


def new_workspace(officer: Officer) -> None:
    officer.done("init", ".")


def with_a_review(officer: Officer) -> None:
    """A review of three agencies, with an event."""
    lay(new_workspace, officer)
    start_review(officer)


def lay(make: Make, officer: Officer) -> None:
    """Puts the workspace that `make` makes in a new folder into the folder of `officer`.

    Whatever `make` needs of its surroundings it says itself: any test may be the first to ask.
    Nothing may lie there but a new workspace.
    """
    for path in officer.folder.glob("*.yaml"):
        new = _workspace(new_workspace) / path.name
        assert path.read_bytes() == new.read_bytes(), f"{path.name} was changed before"
    shutil.copytree(
        _workspace(make), officer.folder, dirs_exist_ok=True, copy_function=_copy_in_place
    )


def review_after(make: Make, officer: Officer) -> Officer:
    """An officer in a review, in a new workspace, to which `make` was done."""
    lay(_workspace_after(make), officer)
    return Officer(officer.path(REFERENCE))


@cache
def _workspace(make: Make) -> Path:
    officer = Officer(Path(tempfile.mkdtemp(prefix="state-")))
    with where(LFE_NOW=NOW, LFE_OFFICE="none"):
        make(officer)
    return officer.folder


@cache
def _workspace_after(make: Make) -> Make:
    def workspace(officer: Officer) -> None:
        lay(with_a_review, officer)
        make(Officer(officer.path(REFERENCE)))

    return workspace


def _copy_in_place(source: str, target: str) -> None:
    Path(target).unlink(missing_ok=True)  # git's objects cannot be written over by who owns them
    shutil.copy2(source, target)
