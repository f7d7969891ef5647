"""What git still has of a file, in whatever version: for what is gone, and for checking.

Where git is left out or does not answer, it simply has nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lfe_cli.disk.git import is_repository, opened
from lfe_cli.disk.git_troubles import NotRecorded
from lfe_cli.review.workspace import sha256

_MOST_VERSIONS = 50
_PLAINLY = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature", "--text")


def every_line(folder: Path, path: str) -> bytes:
    """Every line that any version of the history at `path` has had, the oldest first."""
    # a merge that dropped one side's lines is the very damage: that side is looked at as well
    words = ("log", "--full-history", "--reverse", "-p", "-U0", "--format=", *_PLAINLY)
    said = _asked(folder, *words, "--", path)
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
    if not is_repository(folder):
        return b""
    try:
        said = opened(folder).git.ask("--literal-pathspecs", *words)
    except NotRecorded:
        return b""
    return said.encode("utf-8", "surrogateescape")
