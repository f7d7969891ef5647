"""How git is called, so that no setting of the folder starts a program, and nothing is fetched.

A folder can be shared or copied with its `.git`, and git takes from there what it runs: monitors,
hooks, filters, signing. The user's own settings hold as far as they start nothing.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lfe_cli import programs
from lfe_cli.disk.git_troubles import NotRecorded, no_answer, trouble

_SECONDS = 30
_SECONDS_TO_END = 5
_WAITS = (0.1, 0.2, 0.4, 0.8)  # where another git is at work: seconds until it is tried again
_LEFT_BEHIND_AFTER = 300  # so old, a lock is not waited for
_LOCK = re.compile(r"'([^'\n]+\.lock)': File exists")
_USUAL_PLACES = ("C:/Program Files/Git/cmd/git.exe",)
# Settings that start programs in the commands that are called here, or change what these do. An
# empty monitor is none in every version; of "false" older ones start a program of that name.
# Hooks are looked for in a file, where none can be.
_OFF = {
    "core.fsmonitor": "",
    "core.useBuiltinFSMonitor": "false",
    "core.hooksPath": __file__,
    "core.editor": ":",
    "core.pager": "cat",
    "core.askPass": "",
    "core.alternateRefsCommand": "",
    "core.ignoreStat": "false",
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    "core.sparseCheckout": "false",
    "credential.helper": "",
    "commit.gpgsign": "false",
    "commit.template": "",
    "diff.ignoreSubmodules": "all",
    "gc.auto": "0",
    "i18n.commitEncoding": "utf-8",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "rerere.enabled": "false",
    "submodule.recurse": "false",
}
# Settings that a folder gives names of its own to; of each the name, and what switches it off.
_NAMED = re.compile(r"(filter|hook)\.(.+)\.[^.]+", re.DOTALL)
_NAMED_OFF = {
    "filter": {"clean": "", "smudge": "", "process": "", "required": "false"},
    "hook": {"enabled": "false"},
}
# Of git's own variables only these are passed on: whose settings hold, and who is the author.
_KEPT = re.compile(r"GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)|(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE))")
_AS_IT_IS = ("utf-8", "surrogateescape")  # whatever the bytes are, they come back from it
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_EDITOR": ":",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


def program() -> str | None:
    """The whole path of git; None where it is not installed."""
    return programs.find("git", usual=_USUAL_PLACES)


@dataclass(frozen=True)
class Git:
    """Calls git in `folder`. `named_off` switches off what the folder's settings name."""

    folder: Path
    program: str
    named_off: tuple[str, ...] = ()

    def without(self, settings: Iterable[str]) -> Git:
        """The same, with the programs switched off that these keys of `git config` would start."""
        named = sorted({(m[1], m[2]) for key in settings if (m := _NAMED.fullmatch(key))})
        if any("=" in name for _, name in named):  # a word of git's command line could not say it
            raise NotRecorded(
                "git's settings for this folder (.git/config) name a program in an odd way.",
                "Ask whoever looks after your computers to look at that file.",
            )
        off = (
            f"{kind}.{name}.{key}={value}"
            for kind, name in named
            for key, value in _NAMED_OFF[kind].items()
        )
        return Git(self.folder, self.program, tuple(off))

    def ask(
        self,
        *words: str,
        given: Iterable[str] = (),
        fine: Collection[int] = (),
        in_it: bool = True,
    ) -> str:
        """What git answers: its bytes as UTF-8, what is none of it as Python escapes it.

        Raises NotRecorded where it fails.

        A code that is `fine` is no failure where git has nothing to say of it. `given` are the
        paths that it reads. Without `in_it` the folder is no repository yet. Where another git is
        at work in the folder it is tried again for a moment.
        """
        every = [self.program, "--no-pager", *self._off(), *words]
        for wait in (*_WAITS, 0):
            done = self._done(every, "\0".join(given), in_it)
            if done.returncode == 0 or (done.returncode in fine and not done.stderr):
                return done.stdout
            lock = _LOCK.search(done.stderr)
            if not lock or not wait or _age(lock[1]) > _LEFT_BEHIND_AFTER:
                break
            time.sleep(wait)
        raise trouble(self.folder, done.stderr, lock[1] if lock else "")

    def _off(self) -> Iterator[str]:
        for setting in (*(f"{key}={value}" for key, value in _OFF.items()), *self.named_off):
            yield from ("-c", setting)

    def _environment(self, in_it: bool) -> dict[str, str]:
        """What git finds around it: no variable leads it to another repository or program."""
        given = programs.environment().items()
        kept = {k: v for k, v in given if not k.startswith("GIT_") or _KEPT.fullmatch(k)}
        # a repository above is none of ours, and core.worktree leads nowhere
        ours = {"GIT_CEILING_DIRECTORIES": str(self.folder.parent)}
        if in_it:
            ours["GIT_WORK_TREE"] = str(self.folder)
        return {**kept, **_ENVIRONMENT, **ours}

    def _done(
        self, words: Sequence[str], given: str, in_it: bool
    ) -> subprocess.CompletedProcess[str]:
        try:
            with (
                subprocess.Popen(  # noqa: S603  (the program found above, words of our own)
                    words,
                    cwd=self.folder,
                    env=self._environment(in_it),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                ) as process,
                _ended(process),
            ):
                # as bytes: read as text, a line end within a document would become another
                said = process.communicate(given.encode(*_AS_IT_IS), timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise no_answer(f"git did not answer within {_SECONDS} seconds.") from None
        except OSError:
            raise no_answer("git could not be started.") from None
        out, err = (one.decode(*_AS_IT_IS) for one in said)
        return subprocess.CompletedProcess(words, process.returncode, out, err)


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Sees to it that git ends. It is asked first: ended by force, it leaves its lock behind."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _age(path: str) -> float:
    """For how many seconds a file has been there; 0 where it is gone meanwhile."""
    try:
        return time.time() - Path(path).stat().st_mtime
    except OSError:
        return 0
