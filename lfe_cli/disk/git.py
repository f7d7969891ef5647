"""Records changes in git, where the workspace itself is a repository.

Nothing here can stop a command: the work is done already, and what git could not do is said. It
never asks, waits half a minute for an answer at most, adds no remote and pushes nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lfe_cli.disk.git_calls import Git, program
from lfe_cli.disk.git_troubles import has_a_filter, leads_elsewhere, not_finished
from lfe_cli.regular_file import followed

Difference = Literal["there", "gone"]
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
_CONFLICTS = {"DD", "AU", "UD", "UA", "DU", "AA", "UU"}
_LISTS = (".gitignore", ".gitattributes")
_LITERALLY = "--literal-pathspecs"
_AUTHOR = {"user.name": "lfe", "user.email": "lfe@localhost"}  # where the user's settings say none


def is_installed() -> bool:
    """Whether there is a git to call."""
    return program() is not None


def is_repository(folder: Path) -> bool:
    """Whether `folder` itself is the top of a repository (being inside one does not count)."""
    return os.path.lexists(folder / ".git") and is_installed()


def start(folder: Path) -> None:
    """Make `folder` a repository, without hooks or settings of a template."""
    words = ("-c", "init.defaultBranch=main", "init", "-q", "--template=")
    Git(folder, program() or "").ask(*words, in_it=False)


@dataclass(frozen=True)
class Repository:
    """The repository of a workspace. Whatever it is asked raises NotRecorded where git fails."""

    git: Git
    settings: Mapping[str, str]

    @property
    def remotes(self) -> tuple[str, ...]:
        """The names of its remotes: places to which it could be sent."""
        urls = [key for key in self.settings if key.startswith("remote.") and key.endswith(".url")]
        return tuple(key.removeprefix("remote.").removesuffix(".url") for key in urls)

    def differences(self, places: Collection[str]) -> dict[str, Difference]:
        """What differs below `places` from what git holds; nothing that git ignores."""
        self._refuse_what_is_unfinished()
        for path in (self.git.folder / place / name for place in places for name in _LISTS):
            if _leads_elsewhere(path):
                raise leads_elsewhere(path.relative_to(self.git.folder).as_posix())
        every = ("--porcelain", "-z", "--no-renames", "--untracked-files=all")
        said = self.git.ask(_LITERALLY, "status", *every, "--ignore-submodules=all", "--", *places)
        lines = [(line[:2], line[3:]) for line in said.split("\0") if line]
        if any(code in _CONFLICTS for code, _ in lines):
            raise not_finished()
        return {path: self._difference(path) for _, path in lines}

    def _difference(self, path: str) -> Difference:
        return "there" if os.path.lexists(self.git.folder / path) else "gone"

    def _refuse_what_is_unfinished(self) -> None:
        if any((self.git.folder / ".git" / name).exists() for name in _UNFINISHED):
            raise not_finished()

    def refuse_filters(self, paths: Iterable[str]) -> None:
        """Raises NotRecorded where a filter applies to one of `paths`."""
        asked = sorted(paths)
        if not asked:
            return
        said = self.git.ask("check-attr", "-z", "--stdin", "filter", given=asked).split("\0")
        found = [
            (path, name)
            for path, name in zip(said[::3], said[2::3], strict=False)
            if name not in ("unspecified", "unset", "")
        ]
        if found:
            raise has_a_filter(*found[0], others=len(found) - 1)

    def record(self, paths: Iterable[str], message: str) -> None:
        """Commit `paths` as they are now, and nothing else; what somebody staged stays staged."""
        wanted = sorted(paths)
        if not wanted:
            return
        given = ("--pathspec-from-file=-", "--pathspec-file-nul")
        self.git.ask(_LITERALLY, "add", *given, given=wanted)
        missing = (f"{key}={ours}" for key, ours in _AUTHOR.items() if not self.settings.get(key))
        identity = [word for setting in missing for word in ("-c", setting)]
        quietly = ("commit", "-q", "--only", "--no-verify", "--no-gpg-sign", "--cleanup=whitespace")
        words = (*identity, *quietly, "-m", message, *given)
        self.git.ask(_LITERALLY, *words, given=wanted, fine=[1])  # 1: it is as git has it

    def tracked(self) -> set[str]:
        """Every path that git holds now."""
        return {path for path in self.git.ask("ls-files", "-z").split("\0") if path}

    def ever_recorded(self, *places: str) -> set[str]:
        """Every path at `places` that any commit has ever held, in whatever version."""
        words = ("log", "--all", "--format=", "--name-only", "-z", "--no-renames", "--no-ext-diff")
        said = self.git.ask(*words, "--no-show-signature", "--", *places)
        return {path.strip("\n") for path in said.split("\0")} - {""}

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """Those of `paths` that git ignores."""
        words = ("check-ignore", "-z", "--stdin", "--no-index")
        said = self.git.ask(*words, given=paths, fine=[1])  # 1: none of them
        return {path for path in said.split("\0") if path}


def opened(folder: Path) -> Repository:
    """The repository whose top is `folder`. Raises NotRecorded where git is to be left out."""
    _refuse_what_leads_elsewhere(folder)
    git = Git(folder, program() or "")
    said = git.ask("config", "--list", "-z").split("\0")
    settings = {key: value for key, _, value in (entry.partition("\n") for entry in said if entry)}
    return Repository(git.without(settings), settings)


def _refuse_what_leads_elsewhere(folder: Path) -> None:
    """Git is used where all of it lies in the folder, and where what it reads are files.

    Else it would write in another place, or wait for ever for what no file gives.
    """
    own = folder / ".git"
    if not own.is_dir() or followed(own) != followed(folder) / own.name:
        raise leads_elsewhere(".git")
    for path in (*_inside(own), *_inside(own / "info"), *(folder / name for name in _LISTS)):
        if _leads_elsewhere(path) or path == own / "commondir":
            raise leads_elsewhere(path.relative_to(folder).as_posix())


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []  # git says itself what is the matter


def _leads_elsewhere(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return any(kind(mode) for kind in (stat.S_ISLNK, stat.S_ISFIFO, stat.S_ISCHR, stat.S_ISBLK))
