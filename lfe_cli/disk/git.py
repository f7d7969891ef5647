"""Records changes in git, where the workspace itself is a repository.

Nothing here can stop a command: the work is done already, and what git says becomes a sentence.
It never asks, waits at most half a minute for an answer, adds no remote and pushes nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from lfe_cli import programs

_SECONDS = 30
_USUAL_PLACES = ("C:/Program Files/Git/cmd/git.exe",)
_QUIET = (
    "-c",
    "commit.gpgsign=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.autocrlf=false",
)
# Variables that would make git work on another repository than the workspace's own.
_LEADS_ELSEWHERE = {
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES",
}  # fmt: skip
_SENTENCES = {
    "dubious ownership": "git does not trust this folder, because another account owns it.",
    "index.lock": "another program is using git in this folder.",
}


def is_installed() -> bool:
    """Whether there is a git to call."""
    return _program() is not None


def is_repository(folder: Path) -> bool:
    """Whether `folder` itself is the top of a repository (being inside one does not count)."""
    return (folder / ".git").exists() and is_installed()


def _program() -> str | None:
    return programs.find("git", usual=_USUAL_PLACES)


def start(folder: Path) -> str:
    """Make `folder` a repository; returns a sentence where that could not be done."""
    done = _run(folder, "init", "-q", "-b", "main")
    return "" if done.returncode == 0 else _sentence(done)


def record(folder: Path, paths: Iterable[str], message: str) -> str:
    """Commit `paths` (relative to `folder`, none that git ignores: see `kept`), and nothing else.

    Returns a sentence for the officer where it could not be recorded, else nothing.
    """
    wanted = _known(folder, sorted(paths))
    if not wanted:
        return ""
    added = _run(folder, "add", "--", *wanted)
    if added.returncode != 0:
        return _sentence(added)
    if _run(folder, "diff", "--cached", "--quiet", "--", *wanted).returncode == 0:
        return ""
    done = _run(folder, *_identity(folder), "commit", "-q", "-m", message, "--", *wanted)
    return "" if done.returncode == 0 else _sentence(done)


def ever_recorded(folder: Path, below: str) -> set[str]:
    """Every path below `below` that any commit has ever held, in whatever version."""
    said = _run(folder, "log", "--all", "--format=", "--name-only", "-z", "--", below).stdout
    return {path.strip("\n") for path in said.split("\0")} - {""}


def _known(folder: Path, paths: list[str]) -> list[str]:
    """`paths` without those that are gone and that git never had: it would refuse them all."""
    gone = [path for path in paths if not (folder / path).exists()]
    if not gone:
        return paths
    tracked = set(_run(folder, "ls-files", "-z", "--", *gone).stdout.split("\0"))
    return [path for path in paths if path not in gone or path in tracked]


def kept(folder: Path, paths: Iterable[str]) -> set[str]:
    """Those of `paths` that git does not ignore."""
    asked = set(paths)
    return asked - _ignored(folder, asked)


def remotes(folder: Path) -> tuple[str, ...]:
    """The names of the repository's remotes: places to which it could be sent."""
    return tuple(_run(folder, "remote").stdout.split())


def _ignored(folder: Path, paths: Iterable[str]) -> set[str]:
    done = _run(folder, "check-ignore", "-z", "--stdin", given="\0".join(paths))
    return {path for path in done.stdout.split("\0") if path}


def _identity(folder: Path) -> tuple[str, ...]:
    """An author of our own where none is set: git would refuse to commit without one."""
    if _run(folder, "config", "user.email").stdout.strip():
        return ()
    return ("-c", "user.name=lfe", "-c", "user.email=lfe@localhost")


def _run(folder: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    ours = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_EDITOR": "true"}
    inherited = {k: v for k, v in programs.environment().items() if k not in _LEADS_ELSEWHERE}
    try:
        return subprocess.run(  # noqa: S603  (the program found above, and words of our own)
            [_program() or "", *_QUIET, *words],
            cwd=folder,
            input=given,
            env={**inherited, **ours},
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return subprocess.CompletedProcess(words, 1, "", "git did not answer")


def _sentence(done: subprocess.CompletedProcess[str]) -> str:
    known = [sentence for mark, sentence in _SENTENCES.items() if mark in done.stderr]
    why = known[0] if known else "git could not record it."
    return f"The work is done, but not recorded in git: {why}"
