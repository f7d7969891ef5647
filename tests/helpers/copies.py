"""Two copies of a partnership's folder, in which two officers work apart, put together again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from helpers.officer import Officer, where

FIRST, SECOND, AFTERWARDS = "First officer", "Second officer", "Third officer"
_GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@partnership.example")
Act = Callable[[Officer], object]


def apart(review: Officer, one: Act, other: Act, at: str) -> tuple[Officer, Officer]:
    """Two copies of a review's whole folder, after the first officer's act and the second's.

    The second acts five minutes later, and knows nothing of the first.
    """
    top = review.folder.parent
    copies = [Officer(_copied(top, f"{name} copy") / review.folder.name) for name in ("1st", "2nd")]
    for copy, act, by, minutes in zip(copies, (one, other), (FIRST, SECOND), (0, 5), strict=True):
        with where(LFE_NOW=_later(at, minutes), LFE_BY=by):
            act(copy)
    return copies[0], copies[1]


def put_together(into: Officer, other: Officer) -> tuple[str, ...]:
    """Merges the second copy into the first with git; the files that git asks about."""
    for copy in (into, other):
        keep_in_git(copy.folder.parent)
    _git(into.folder.parent, "fetch", "-q", str(other.folder.parent), "HEAD")
    _git(into.folder.parent, "merge", "-qm", "put together", "FETCH_HEAD", fails=True)
    return asked_about(into)


def keep_in_git(top: Path) -> None:
    """Whatever lies in the folder and git may keep is committed."""
    _git(top, "add", "-A")
    _git(top, "commit", "-qm", "as it is", "--allow-empty")


def asked_about(copy: Officer) -> tuple[str, ...]:
    """The files of which git has two versions; of other reviews with the review's name before."""
    listed = _git(copy.folder.parent, "diff", "--name-only", "--diff-filter=U", "-z").split("\0")
    return tuple(path.removeprefix(f"{copy.folder.name}/") for path in listed if path)


def choose_ours(copy: Officer, *files: str) -> None:
    """Somebody takes this copy's version of the files that git asks about."""
    for file in files:
        top = copy.folder.parent
        place = file if (top / file).exists() else f"{copy.folder.name}/{file}"
        _git(top, "checkout", "--ours", "--", place)


def merged(
    review: Officer, one: Act, other: Act, at: str, *, other_way: bool = False
) -> tuple[Officer, tuple[str, ...]]:
    """A copy in which both acted apart, and the files that git asked about."""
    first, second = apart(review, one, other, at)
    into, from_ = (second, first) if other_way else (first, second)
    return into, put_together(into, from_)


def histories_together(one: Officer, other: Officer) -> None:
    """Both histories get all lines of both, line by line, as a person or a program might do it."""
    ours, theirs = (copy.path("history.jsonl") for copy in (one, other))
    lines = dict.fromkeys([*ours.read_text().splitlines(), *theirs.read_text().splitlines()])
    for path in (ours, theirs):
        path.write_text("".join(f"{line}\n" for line in lines))


def _copied(top: Path, name: str) -> Path:
    target = top.parent / name / "Reviews of ours"
    shutil.copytree(top, target, symlinks=True)
    return target


def _git(folder: Path, *words: str, fails: bool = False) -> str:
    done = subprocess.run([*_GIT, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert fails or done.returncode == 0, done.stderr
    return done.stdout


def _later(at: str, minutes: int) -> str:
    hours, given = at.rsplit(":", 1)
    return f"{hours}:{int(given) + minutes:02d}"
