"""Why git did not record something, as a sentence for an officer, and what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

from lfe_cli.errors import LfeError

_LATER = "The next command here records what is missing."
_ASK = "Ask whoever looks after your computers"
_WITHOUT = 'To do without git: write "commit: no" under settings in partnership.yaml.'
_DISTRUST = re.compile("dubious ownership")
_TRUST = re.compile(r"^\s*(git config --global --add safe\.directory .+)$", re.MULTILINE)
_PLACE = re.compile(r"bad config line (\d+) in file (.+)$", re.MULTILINE)
# What git says (in English: LC_ALL), why it is, and what to do. The first that is found is meant.
_TABLE = tuple(
    (re.compile(said, re.IGNORECASE), why, advice)
    for said, why, advice in (
        (
            r"bad (config|numeric|boolean|zlib)|order file|fatal: .*config",
            "git cannot read its settings for this folder (.git/config).",
            f"{_ASK} to put them right.",
        ),
        (
            "no space left|quota|not enough space",
            "the drive is full.",
            f"Make room on it. {_LATER}",
        ),
        (
            "permission denied|insufficient permission|read-only file system|access is denied",
            "git may not write in its folder .git, or may not read one of the files.",
            f"Ask for permission to change files there. {_LATER}",
        ),
        (
            r"beyond a symbolic link",
            "a folder of the review is a link to another place.",
            "Put the folder itself in the place of the link.",
        ),
        (
            "name too long",
            "a path here is too long for git.",
            "Move the partnership's folder nearer to the top of the drive.",
        ),
        (
            "unknown repository|expected git repo version|ref storage|unknown option",
            "this folder needs a newer git than this computer has.",
            f"{_ASK} for a newer git.",
        ),
        (
            "not a git repository|corrupt|bad object|bad signature|bad index|index file|"
            r"unable to read|loose object|packfile|invalid object|missing (blob|tree|commit)|"
            "inflate|could not parse|cannot lock ref|reference broken|bad tree|bad ref|broken",
            "git's own files in the folder .git are damaged or incomplete. Yours are as they were.",
            f"{_ASK} to look at it (git fsck). {_WITHOUT}",
        ),
    )
)


class NotRecorded(LfeError):
    """Something that git did not do: `sentence` says why, `next_step` what to do about it.

    No command is stopped by it. The work is done already.
    """

    def __init__(self, why: str, next_step: str) -> None:
        super().__init__(why, next_step=next_step)

    @property
    def remark(self) -> str:
        """What is said at the end of a command."""
        return f"The work is done, but not recorded in git: {self.sentence} {self.next_step}"


def trouble(folder: Path, said: str, lock: str) -> NotRecorded:
    """Why git failed in `folder`, from what it `said`; `lock` is the file that was in its way."""
    if lock:
        return NotRecorded(
            "another program is using git here, or was stopped while it did.",
            f"{_LATER} If this is said again, and no program that uses git is running on any "
            f"computer, delete this file: {lock}",
        )
    if _DISTRUST.search(said):
        command = _TRUST.search(said)
        trusts = command[1] if command else f'git config --global --add safe.directory "{folder}"'
        return NotRecorded(
            "git does not trust this folder, because another account owns it.",
            f"If it is your partnership's own folder, run once on this computer: {trusts}",
        )
    for pattern, why, advice in _TABLE:
        if pattern.search(said):
            place = _PLACE.search(said)
            where = f"Line {place[1]} is wrong. " if place else ""
            return NotRecorded(why, where + advice)
    return NotRecorded(
        "git gave a reason that lfe does not know.",
        f"{_ASK} to look with: git status. {_LATER}",
    )


def no_answer(why: str) -> NotRecorded:
    """Git did not answer at all."""
    return NotRecorded(why, f"{_LATER} If this is said again: {_ASK[0].lower()}{_ASK[1:]}.")


def leads_elsewhere(path: str) -> NotRecorded:
    """What belongs to git is no file or folder, or lies in another place than it should."""
    return NotRecorded(
        f"{path} is a link, or no plain file, so git would work in another place.",
        f"git is left out so long. {_ASK} to look at it. {_WITHOUT}",
    )


def not_finished() -> NotRecorded:
    """Somebody merges, or moves what was recorded: a commit of ours would spoil it."""
    return NotRecorded(
        "somebody has begun to merge in git here, and has not finished.",
        f"Whoever began it finishes it, or gives it up (git merge --abort). {_LATER}",
    )


def has_a_filter(path: str, name: str, others: int) -> NotRecorded:
    """A filter of git applies to `path` and `others` more, such as one that encrypts."""
    more = f" and {others} more" if others else ""
    return NotRecorded(
        f"a filter ({name}) is set in git for {path}{more}. It is a program, which lfe does not "
        "start, and without it git would keep the file in another form than you want.",
        f"Record it with git itself (git add, git commit), or take the filter out of "
        f".gitattributes. {_WITHOUT}",
    )
