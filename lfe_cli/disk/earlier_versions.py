"""What git still has of a file, in whatever version: for what is gone, and for checking.

Where git is left out or does not answer, it simply has nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lfe_cli.disk.git import is_repository, opened
from lfe_cli.disk.git_troubles import NotRecorded
from lfe_cli.review import files
from lfe_cli.review.numbers import Numbers
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


def newest(folder: Path, path: str) -> bytes | None:
    """The newest version of `path` that git has; None where it has none."""
    return next(filter(None, _versions(folder, path)), None)


def numbers(folder: Path) -> Numbers:
    """The numbers of the reviews that git has ever held.

    Of one that is not in git any more the tool took the files away: it was discarded.
    """
    if not is_repository(folder):
        return Numbers()
    try:
        repository = opened(folder)
        ever = _reviews_of(repository.ever_recorded(f"*/{files.HISTORY}"))
        return Numbers(ever, ever - _reviews_of(repository.tracked()))
    except NotRecorded:
        return Numbers()


def _reviews_of(paths: Iterable[str]) -> frozenset[str]:
    folders = (PurePosixPath(path).parent.name for path in paths if path.endswith(files.HISTORY))
    return frozenset(name for name in folders if files.REFERENCE.match(name))


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
