"""What git still has of a file, in whatever version: for what is gone, and for checking.

Git is only asked for what it holds: nothing is written, no program that a setting of the folder
names is run over it, and where it does not answer it simply has nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from lfe_cli import programs
from lfe_cli.review.workspace import sha256

_SECONDS = 30
_USUAL_PLACES = ("C:/Program Files/Git/cmd/git.exe",)
_MOST_VERSIONS = 50
_RUNS_NOTHING = ("-c", "core.fsmonitor=", "-c", "core.alternateRefsCommand=")
_PLAINLY = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature", "--text")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


def every_line(folder: Path, path: str) -> bytes:
    """Every line that any version of the history at `path` has had, the oldest first."""
    said = _asked(folder, "log", "--reverse", "-p", "-U0", "--format=", *_PLAINLY, "--", path)
    return b"\n".join(line[1:] for line in said.split(b"\n") if line.startswith(b"+{"))


def with_hash(folder: Path, path: str, digest: str) -> bytes | None:
    """The version of `path` whose bytes have this SHA-256; None where git has no such."""
    return next((one for one in _versions(folder, path) if sha256(one) == digest), None)


def _versions(folder: Path, path: str) -> Iterator[bytes]:
    """The newest versions of `path`, the newest first."""
    listed = _asked(folder, "log", f"-{_MOST_VERSIONS}", "--format=%H", *_PLAINLY, "--", path)
    for commit in listed.decode("ascii", "replace").split():
        yield _asked(folder, "cat-file", "blob", f"{commit}:{path}")


def _asked(folder: Path, *words: str) -> bytes:
    program = programs.find("git", usual=_USUAL_PLACES)
    if program is None or not (folder / ".git").is_dir():
        return b""
    given = programs.environment().items()
    kept = {k: v for k, v in given if not k.startswith("GIT_") or k.startswith("GIT_CONFIG_")}
    ceiling = {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    try:
        done = subprocess.run(  # noqa: S603  (the program found above, words of our own)
            [program, *_RUNS_NOTHING, "--no-pager", "--literal-pathspecs", *words],
            cwd=folder,
            env={**kept, **_ENVIRONMENT, **ceiling},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
