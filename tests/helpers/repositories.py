"""A workspace's repository as a person with git sees it, and one that was prepared to do harm."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from helpers.officer import Officer

# Settings whose value git would start in some command.
PROGRAMS = (
    "alias.add", "alias.commit", "alias.status", "browser.x.cmd", "core.alternateRefsCommand",
    "core.askPass", "core.editor", "core.fsmonitor", "core.gitProxy", "core.pager",
    "core.sshCommand", "credential.helper", "diff.external", "diff.x.command", "diff.x.textconv",
    "difftool.x.cmd", "filter.x.clean", "filter.x.process", "filter.x.smudge", "gpg.program",
    "gpg.ssh.defaultKeyCommand", "gpg.ssh.program", "gpg.x509.program", "hook.a.command",
    "hook.b.command", "interactive.diffFilter", "merge.x.driver", "mergetool.x.cmd",
    "pager.config", "pager.log", "pager.status", "remote.o.receivepack", "remote.o.uploadpack",
    "sendemail.smtpServer", "sequence.editor", "submodule.x.update", "trailer.x.cmd",
    "trailer.x.command", "uploadpack.packObjectsHook", "web.browser",
)  # fmt: skip
SWITCHED_ON = {
    "commit.gpgSign": "true",
    "core.repositoryFormatVersion": "1",
    "extensions.partialClone": "o",
    "filter.x.required": "true",
    "gc.auto": "1",
    "hook.a.event": "pre-commit",
    "hook.b.event": "post-index-change",
    "log.showSignature": "true",
    "maintenance.auto": "true",
    "remote.o.promisor": "true",
    "rerere.enabled": "true",
    "submodule.recurse": "true",
}
HOOKS = (
    "commit-msg", "fsmonitor-watchman", "post-checkout", "post-commit", "post-index-change",
    "post-rewrite", "pre-auto-gc", "pre-commit", "pre-merge-commit", "prepare-commit-msg",
    "reference-transaction",
)  # fmt: skip


def in_git(folder: Path, *words: str, fine: bool = True) -> str:
    """What git says in `folder`."""
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=fine
    ).stdout


def last_message(officer: Officer) -> str:
    return in_git(officer.folder, "log", "-1", "--format=%s").strip()


def not_recorded(officer: Officer) -> list[str]:
    """What git does not hold as it is now, and does not ignore."""
    said = in_git(officer.folder, "status", "--porcelain", "-z", "--untracked-files=all", ".")
    return sorted(line[3:] for line in said.split("\0") if line)


def script(path: Path, does: str) -> Path:
    """A program for the shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def leaving_a_mark(path: Path, mark: Path) -> Path:
    """A program that leaves a mark, and passes on what it gets."""
    return script(path, f'echo "$0 $*" >> "{mark}"\ncat')


def prepare(folder: Path, program: Path) -> None:
    """Gives the repository in `folder` each setting by which git would start `program`."""
    config = folder / ".git" / "config"
    for key in PROGRAMS:
        in_git(folder, "config", "--file", str(config), key, str(program))
    settings = {**SWITCHED_ON, "remote.o.url": f"ext::{program}"}
    for key, value in settings.items():
        in_git(folder, "config", "--file", str(config), key, value)
    for name in HOOKS:
        hook = folder / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        shutil.copy(program, hook)
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("*.eml diff=x merge=x filter=x\n")


def disarm(folder: Path, config: bytes) -> None:
    """Takes that back, so that a test can ask git."""
    (folder / ".git" / "config").write_bytes(config)
    shutil.rmtree(folder / ".git" / "hooks", ignore_errors=True)
    (folder / ".git" / "info" / "attributes").unlink(missing_ok=True)


def standing_in(folder: Path, does: str) -> Path:
    """A git that first `does` something, in a folder for PATH; the real one is "$git"."""
    real = shutil.which("git")
    assert real is not None
    script(folder / "git", f'git={real}\n{does}\nexec "$git" "$@"')
    return folder


def path_with(folder: Path) -> str:
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
