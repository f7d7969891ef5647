"""What git keeps of a command: what changed, without any text that names somebody.

What an earlier command could not record (git was busy, a name stood in it, the computer went off)
is worked out from what git and the history say, and recorded with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from lfe_cli.disk import git
from lfe_cli.disk.git import Difference
from lfe_cli.disk.git_rules import (
    completed,
    goes_with_its_text,
    is_looked_into,
    is_never_kept,
    kept_without_an_entry,
    sample_paths,
)
from lfe_cli.disk.git_troubles import NotRecorded
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.events import Disposed
from lfe_cli.review.files import OTHER, file_in_workspace
from lfe_cli.review.history.named_files import Files
from lfe_cli.review.workspace import Workspace, load_state, load_workspace, sha256
from lfe_cli.sentences import counted, joined

if TYPE_CHECKING:
    from lfe_cli.across.doctor import AboutGit
    from lfe_cli.checks.text_check import TextCheck

_MOST_NAMED = 4  # files in one sentence
_ITS_OWN = {files.SETTINGS, ".gitignore", ".gitattributes"}  # the workspace's: always looked at


def record(
    workspace: Workspace,
    changes: Changes,
    finished: Collection[str] = (),
    reference: str | None = None,
    message: str = "",
) -> tuple[str, ...]:
    """Commit what changed and what the officer wrote; texts with a listed name are held back.

    `finished` are the files that an interrupted command had begun; `reference` is the review that
    the command was about, where it changed nothing; the `message` is ours. Returns a sentence for
    each thing that was not recorded; nothing here can stop a command.
    """
    if not is_used(workspace):
        return ()
    reference = changes.reference or reference
    touched = _touched(changes, reference) | set(finished)
    removed = {one.path for one in changes.removals} | {a.path for a in changes.asides}
    removed |= set(finished)
    try:
        repository = git.opened(workspace.folder)
        found = repository.differences(_places(touched, reference))
        ours = _ours(workspace, found, touched, removed)
        held_back = _held_back(workspace, (path for path in ours if found[path] == "there"))
        if held_back:
            ours = {path for path in ours if not goes_with_its_text(path)}
        ours -= held_back.keys()
        repository.refuse_filters(path for path in ours if found[path] == "there")
        repository.record(ours, message or _message(changes, reference))
    except NotRecorded as why:
        return (why.remark,)
    return tuple(_said_of({p: why for p, why in held_back.items() if p in touched}))


def begin(folder: Path, changes: Changes) -> tuple[str, ...]:
    """Let git keep a new workspace, and record its first files; returns what was not recorded."""
    try:
        if not git.is_repository(folder):
            git.start(folder)
    except NotRecorded as why:
        return (why.remark,)
    return record(load_workspace(folder), changes, message="Partnership: folder started")


def ignoring(workspace: Workspace) -> Changes:
    """The changes that put into an older .gitignore what git must never keep."""
    path = workspace.folder / ".gitignore"
    if not is_used(workspace):
        return Changes()
    try:
        present = read_file(path).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        present = ""
    except OSError:  # no file, or not for this user: `lfe doctor` tells what it lets through
        return Changes()
    fresh = completed(present)
    if fresh is None:
        return Changes()
    return Changes(writes=(Write(".gitignore", fresh.encode("utf-8", "surrogateescape")),))


def is_used(workspace: Workspace) -> bool:
    """Whether git keeps earlier versions of this folder, as far as its settings say."""
    return workspace.partnership.settings.commit and git.is_repository(workspace.folder)


def look_at_git(workspace: Workspace | None) -> AboutGit:
    """How the folder stands with git, for `lfe doctor`: nothing is written."""
    from lfe_cli.across.doctor import AboutGit

    if workspace is None or not is_used(workspace):
        return AboutGit(git.is_installed())
    texts = {f"{r}/{place}" for r in workspace.references() for place in kept_without_an_entry()}
    told = AboutGit(installed=True, used=True)
    try:
        repository = git.opened(workspace.folder)
        told = replace(told, remotes=repository.remotes)
        found = repository.differences([".", *workspace.references()])
        ours = _ours(workspace, found, texts | _ITS_OWN, set())
        never = {path for path in sample_paths(workspace.references()) if is_never_kept(path)}
        let_through = sorted(never - repository.ignored(never))
        told = replace(told, unrecorded=len(ours), not_ignored=tuple(let_through))
        tracked = {path for path in repository.tracked() if file_in_workspace(path) is not OTHER}
        repository.refuse_filters(ours | tracked)
    except NotRecorded as why:
        return replace(told, left_out=f"{why.sentence} {why.next_step}")
    return told


def _touched(changes: Changes, reference: str | None) -> set[str]:
    """What the command wrote, and the texts that the officer writes by hand."""
    paths = {write.path for write in changes.writes} | {one.path for one in changes.removals}
    # what a person edited in the partnership's own folder stays out: no list of names is its own
    if changes.reference:
        paths |= {path for aside in changes.asides for path in (aside.path, aside.to)}
    if reference:
        paths |= {f"{reference}/{place}" for place in kept_without_an_entry()}
    return paths | _ITS_OWN | set(changes.standing)


def _places(touched: Iterable[str], reference: str | None) -> set[str]:
    """Where git looks: the whole review, as earlier commands may have left something there."""
    if reference is None:
        return set(touched)
    return {reference} | {path for path in touched if not path.startswith(f"{reference}/")}


def _ours(
    workspace: Workspace,
    found: Mapping[str, Difference],
    touched: Collection[str],
    removed: Collection[str],
) -> set[str]:
    """Those of the paths `found` that git may keep and that are ours to record.

    A file that this command did not touch is, while it is as the history says.
    """
    may_be_kept = {path for path in found if not is_never_kept(path)}
    now = {path for path in may_be_kept & set(touched) if found[path] == "there" or path in removed}
    now |= set(_as_the_history_says(workspace, may_be_kept - now, found))
    folder = workspace.folder
    links = {path for path in now if (folder / path).is_symlink()}
    return {path for path in now - links if found[path] == "gone" or (folder / path).is_file()}


def _as_the_history_says(
    workspace: Workspace, paths: Iterable[str], found: Mapping[str, Difference]
) -> Iterator[str]:
    by_review: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if reference := _review_of(path):
            by_review[reference].append(path)
    for reference, its_own in by_review.items():
        known = _known_files(workspace, reference)
        for path in its_own:
            file = path.removeprefix(f"{reference}/")
            if found[path] == "gone":
                if _was_removed(known, file):
                    yield path
            elif known.hashes.get(file, "none") == _hash_of(workspace, path):
                yield path


def _review_of(path: str) -> str:
    """The reference of the review in which a file lies; "" for one of the workspace itself."""
    first, slash, _ = path.partition("/")
    return first if slash and files.REFERENCE.match(first) else ""


def _known_files(workspace: Workspace, reference: str) -> Files:
    try:
        return load_state(workspace.folder_of(reference)).files
    except LfeError:
        return Files()


def _was_removed(known: Files, file: str) -> bool:
    """Whether the history says last that the tool removed the file."""
    removed, placed = known.made.get((Disposed, file)), known.placed.get(file)
    return removed is not None and (placed is None or removed.is_after(placed))


def _hash_of(workspace: Workspace, path: str) -> str:
    try:
        return sha256(read_file(workspace.folder / path))
    except OSError:
        return ""


def _message(changes: Changes, reference: str | None) -> str:
    """A commit's message: the reference and our own words for what happened, nothing else."""
    actions = list(dict.fromkeys(event.action for event in changes.events))
    if any(one.path == f"{reference}/{files.NO_LONGER_KEPT}" for one in changes.writes):
        return f"{reference}: no longer kept"
    if reference:
        return f"{reference}: {', '.join(actions) or 'texts'}"
    return "Partnership: settings and templates"


@dataclass(frozen=True)
class _Why:
    """Why git does not get a file now: the same for several is said once.

    `holds` is what stands in the file, and `where`; `else_` another reason, as a whole sentence.
    """

    holds: str = ""
    where: str = ""
    else_: str = ""


def _said_of(held_back: Mapping[str, _Why]) -> Iterator[str]:
    """A sentence for each reason, with the files that it is about."""
    by_reason: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, why in held_back.items():
        by_reason[why.holds, why.else_].append(path)
    for (holds, else_), paths in by_reason.items():
        if else_:
            yield else_
            continue
        first, others, where = paths[0], len(paths) - 1, held_back[paths[0]].where
        those = f"{first} holds {holds} ({where})"
        if others:
            named = paths[:_MOST_NAMED]
            left = len(paths) - len(named)
            every = joined([*named, *([counted(left, "other")] if left else [])])
            those = f"{every} hold {holds} (in the first: {where})"
        yield (
            f"{those}, so git did not record {'them' if others else 'it'} this time. Write a role "
            "instead, or take it out. If git holds an earlier version with it, ask for help to "
            "remove it. To see every place: lfe check"
        )


def _held_back(workspace: Workspace, paths: Iterable[str]) -> dict[str, _Why]:
    """The files that git does not get now, each with the reason."""
    from lfe_cli.checks.text_check import TextCheck

    check_of = cache(partial(TextCheck, workspace))  # each list is read once
    found = {path: _why_held_back(workspace, path, check_of) for path in sorted(paths)}
    return {path: why for path, why in found.items() if why}


def _why_held_back(
    workspace: Workspace, path: str, check_of: Callable[[str], TextCheck]
) -> _Why | None:
    """Why git does not get the file: what names somebody stands in it, or nobody can look."""
    from lfe_cli.checks.identifiers import identifiers_path

    reference = _review_of(path)
    try:
        content = read_file(
            workspace.folder / path
        )  # whatever cannot be read would stop git for all
        if not reference or not is_looked_into(path):
            return None
        if check_of(reference).identifiers is None:
            if path.endswith(files.HISTORY):
                return None
            listed = identifiers_path(workspace, reference).name
            return _Why(
                else_=f"{listed} is missing or cannot be read, so no text was recorded in git: "
                "nobody's name could be looked for."
            )
        found = check_of(reference).names(path, content)
    except LfeError as error:
        said = f"{path} was not recorded in git. {error.sentence} {error.next_step}"
        return _Why(else_=said)
    except OSError:
        return _Why(
            else_=f"{path} cannot be read now, so it was not recorded in git this time. Another "
            "program may have it open, or it is not for you to read. The next command that can "
            "records it."
        )
    if not found:
        return None
    first = found[0]
    points = f"what can point to a person ({first.rule.replace('-', ' ')})"
    holds = "a word from identifiers.yaml" if first.is_listed else points
    return _Why(holds, first.where)
