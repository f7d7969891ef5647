"""Looks at the computer and the folder: what is there, and what somebody should know."""

from __future__ import annotations

import os
import platform
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lfe_cli import __version__
from lfe_cli.checks.identifiers import identifiers_path, load_identifiers
from lfe_cli.review import files
from lfe_cli.review.files import file_of
from lfe_cli.review.history.copies import Copy, copies_in, copies_in_workspace
from lfe_cli.review.staged import waiting
from lfe_cli.review.workspace import Workspace, not_read_of
from lfe_cli.sentences import counted, joined

_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "sharepoint", "icloud")


@dataclass(frozen=True)
class Looked:
    """One thing that was looked at; `attention` where somebody should read it."""

    what: str
    said: str
    attention: bool = False


@dataclass(frozen=True)
class AboutGit:
    """How the folder stands with git. `left_out` says why nothing is recorded; "" where it is.

    `unrecorded` counts the files of ours that differ from what git holds; `not_ignored` are files
    which git must never keep, and which its list .gitignore lets through.
    """

    installed: bool
    used: bool = False
    left_out: str = ""
    unrecorded: int = 0
    remotes: tuple[str, ...] = ()
    not_ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """What the caller found out about the computer: programs are not looked for here.

    `lock` is what is to be said of the lock that lies there, and whether somebody should look at
    it; `recorded_as` the role by which this login is recorded.
    """

    git: AboutGit
    office: str | None
    lock: tuple[str, bool] | None = None
    recorded_as: str = ""


def look(workspace: Workspace | None, around: Around) -> tuple[Looked, ...]:
    """Everything that was looked at, in the order in which it matters."""
    return (
        Looked("lfe", f"{__version__}, Python {platform.python_version()}"),
        _about_office(around),
        *(_about_folder(workspace, around) if workspace else _no_folder()),
    )


def _about_office(around: Around) -> Looked:
    if around.office:
        return Looked("LibreOffice", f"{around.office}: the page is measured, and a PDF is made")
    said = "not installed: the page is estimated from font metrics, and no PDF is made"
    return Looked("LibreOffice", said)


def _no_folder() -> Iterator[Looked]:
    yield Looked("Folder", "this is not inside a partnership's folder; to make one: lfe init")


def _about_folder(workspace: Workspace, around: Around) -> Iterator[Looked]:
    folder = workspace.folder
    yield Looked("Folder", str(folder))
    if not os.access(folder, os.W_OK):
        yield Looked("Permission", "nothing can be written here", attention=True)
    yield from _about_officer(workspace, around)
    if around.lock:
        said, attention = around.lock
        yield Looked("Lock", said, attention)
    yield from _about_git(folder, around)
    yield from _about_waiting(workspace)
    yield from _about_reviews(workspace)
    yield from _about_copies("", copies_in_workspace(folder))
    for reference in workspace.folders.there:
        yield from _about_copies(reference, copies_in(workspace.folder_of(reference)))
        yield _about_names(workspace, reference)
        yield from _about_papers(workspace.folder_of(reference), reference)


def _about_reviews(workspace: Workspace) -> Iterator[Looked]:
    """Reviews that cannot be read, that are not in their place, or that are put away."""
    for one in not_read_of(workspace, workspace.references()):
        said = f"cannot be read. {one.error.sentence} {one.next_step}"
        yield Looked(one.reference, said, attention=True)
    for name in workspace.folders.copies:
        said = "looks like a review and is none: it is not counted (more: lfe check)"
        yield Looked(name, said, attention=True)
    away = workspace.folders.archived
    if away:
        yield Looked("Archive", f"{joined(away)}: read and counted, and nothing is recorded there")


def _about_copies(reference: str, copies: Iterable[Copy]) -> Iterator[Looked]:
    """Copies beside files of ours; what they are called may be an officer's name."""
    for of in dict.fromkeys(copy.of for copy in copies):
        said = f"a second {of} lies beside it and is not read (more: lfe check)"
        yield Looked(f"Copy in {reference}" if reference else "Copy", said, attention=True)


def _about_officer(workspace: Workspace, around: Around) -> Iterator[Looked]:
    """By which role this login is recorded, where the partnership tells officers apart."""
    roles = workspace.partnership.settings.officers
    if roles:
        own = around.recorded_as in roles
        said = around.recorded_as if own else f"{around.recorded_as}: to set your role, lfe officer"
        yield Looked("Recorded as", said)


def _about_waiting(workspace: Workspace) -> Iterator[Looked]:
    """Files that commands could not put in their place, because another program held them."""
    found = [str(one) for stage in workspace.staged for one in waiting(workspace.folder, stage)]
    for said in found:
        yield Looked("Waiting", said, attention=True)


def _about_git(folder: Path, around: Around) -> Iterator[Looked]:
    git = around.git
    if not git.installed:
        yield Looked("git", "not installed: earlier versions are not kept")
        return
    if not git.used:
        yield Looked("git", "does not keep this folder's earlier versions")
        return
    if git.left_out:
        yield Looked("git", f"is left out: {git.left_out}", attention=True)
    else:
        yield Looked("git", "keeps earlier versions of what is not confidential")
    if git.unrecorded:
        those = "it" if git.unrecorded == 1 else "them"
        said = (
            f"{counted(git.unrecorded, 'file')} of ours, not as git has {those}: the next command "
            "in that review records what holds no listed name"
        )
        yield Looked("Not recorded", said)
    if git.not_ignored:
        said = (
            f".gitignore does not name all that git must never keep, such as {git.not_ignored[0]}: "
            "the next command that writes something completes it"
        )
        yield Looked("git", said, attention=True)
    if git.remotes:
        said = f"it could be sent to {joined(git.remotes)}: lfe never sends, and git could"
        yield Looked("git remote", said, attention=True)
    if any(name in str(folder).lower() for name in _SYNCED):
        said = "this folder is synchronised, which can damage git's own files: do without git here"
        yield Looked("Synchronised", said, attention=True)


def _about_papers(review: Path, reference: str) -> Iterator[Looked]:
    """Papers that hold what was said in confidence and that everybody may read.

    The list of names is told apart; what is in the inbox the officer put there.
    """
    if os.name == "nt" or not os.access(review, os.R_OK | os.X_OK):
        return
    open_to_all = [
        place
        for path in sorted(review.rglob("*"))
        if file_of(place := path.relative_to(review).as_posix()).confidential
        and not place.startswith((files.INBOX, files.IDENTIFIERS))
        and path.is_file()
        and path.stat().st_mode & stat.S_IROTH
    ]
    if open_to_all:
        said = f"everybody on this computer can read {joined(open_to_all)}"
        yield Looked(f"Papers of {reference}", said, attention=True)


def _about_names(workspace: Workspace, reference: str) -> Looked:
    """Who can read the list of names. On Windows the share decides, and that is not seen here."""
    path = identifiers_path(workspace, reference)
    what = f"Names of {reference}"
    if not os.access(path, os.R_OK):
        is_there = os.path.lexists(path)
        if not is_there and load_identifiers(workspace, reference) is not None:
            return Looked(what, "the list went when the review was closed")
        said = f"you cannot read {path.name}" if is_there else f"there is no {path.name}"
        return Looked(what, f"{said}: nothing is checked against it", True)
    if load_identifiers(workspace, reference) is None:
        said = f"{path.name} cannot be read, so nothing is checked against it (why: lfe check)"
        return Looked(what, said, True)
    if os.name == "nt":
        return Looked(what, "whoever can open this folder can read the list of names")
    mode = path.stat().st_mode
    if mode & stat.S_IROTH:
        return Looked(what, "everybody on this computer can read the list of names", True)
    if mode & stat.S_IRGRP:
        return Looked(what, "its owner and their group can read the list of names")
    return Looked(what, "only its owner can read the list of names")
