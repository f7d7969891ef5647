"""What a command would change, as a value. Working it out writes nothing; `writing` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review import files
from lfe_cli.review.event import Event, Made
from lfe_cli.review.events import KeptAside
from lfe_cli.review.files import numbered, place_aside
from lfe_cli.review.manifest import read_manifest
from lfe_cli.review.open_files import is_open, who_has_it_open
from lfe_cli.review.splicing import CannotSplice
from lfe_cli.review.workspace import Review, Workspace, read_text, sha256
from lfe_cli.review.yamlfile import read_yaml


@dataclass(frozen=True)
class Write:
    """A file to be written whole. `path` is relative to the workspace, with slashes."""

    path: str
    content: bytes


@dataclass(frozen=True)
class KeepAside:
    """A file to be renamed beside itself before another takes its place."""

    path: str
    to: str

    @classmethod
    def in_folder(cls, folder: Path, path: str) -> KeepAside:
        """What lies at `path`, relative to the workspace's `folder`, under the next free name."""
        return cls(path, free_name(folder, place_aside(path)))


@dataclass(frozen=True)
class Remove:
    """A file to be removed, if it still has this hash."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Changes:
    """Files and history entries that belong together: all of them happen, or none.

    `reference` names the review whose history the events go to; None for the workspace itself.
    Files are placed in the order in which they stand. `standing` are documents of the workspace
    itself that are there already, byte for byte: no history says that they are ours.
    `history` are the bytes to which the events are added, in place of those that are there: only
    the repair of a history gives them. `written_over` is what was in files that the officer has
    just changed in an editor that a command opened.
    """

    reference: str | None = None
    writes: tuple[Write, ...] = ()
    asides: tuple[KeepAside, ...] = ()
    removals: tuple[Remove, ...] = ()
    events: tuple[Event, ...] = ()
    standing: tuple[str, ...] = ()
    history: bytes | None = None
    written_over: tuple[Write, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.writes or self.asides or self.removals or self.events)

    def and_also(self, *others: Changes) -> Changes:
        """These changes and others of the same review, as one."""
        every = (self, *others)
        return replace(
            self,
            writes=tuple(w for c in every for w in c.writes),
            asides=tuple(a for c in every for a in c.asides),
            removals=tuple(r for c in every for r in c.removals),
            events=tuple(e for c in every for e in c.events),
            standing=tuple(s for c in every for s in c.standing),
            written_over=tuple(w for c in every for w in c.written_over),
        )


def made(
    review: Review,
    file: str,
    content: bytes,
    event: Made,
    *,
    replace_edited: bool = False,
    option: str = "--replace",
) -> Changes:
    """The changes that put a document of ours at `file` (relative to the review).

    `event` is what is recorded of it; its file and hash are filled in here. Nothing where the
    document is there already, byte for byte, and known. One that nobody edited is made anew; one
    that a person edited is refused, or with `replace_edited` kept aside.
    """
    present, digest = review.read(file), sha256(content)
    record = msgspec.structs.replace(event, file=file, sha256=digest)
    path, known = f"{review.reference}/{file}", review.state.files
    if present == content:
        is_recorded = known.hashes.get(file) == digest and file not in known.of_copies
        return Changes(review.reference, events=() if is_recorded else (record,))
    refuse_if_open(review, file)
    changes = Changes(review.reference, (Write(path, content),), events=(record,))
    if present is None or known.is_ours(file, sha256(present)):
        return changes
    if not replace_edited:
        raise EditedSince(file, option)
    return keeping_aside(review, file, present).and_also(changes)


def keeping_aside(review: Review, file: str, present: bytes) -> Changes:
    """The changes that keep what lies at `file`, with the bytes `present`, beside it."""
    aside = KeepAside.in_folder(review.workspace.folder, f"{review.reference}/{file}")
    kept = KeptAside(file=aside.to.removeprefix(f"{review.reference}/"), sha256=sha256(present))
    return Changes(review.reference, asides=(aside,), events=(kept,))


def changing_intent(
    review: Review, splice: Callable[[str], str], event: Made
) -> tuple[Review, Changes]:
    """The review as it is once `splice` has changed its manifest, and the changes that do it.

    The officer's own text and comments stay. `event` is what is recorded of it; its file and hash
    are filled in here. Raises LfeError where the manifest would not hold together afterwards, or
    is not written so that the value can be changed in it.
    """
    refuse_if_open(review, files.MANIFEST)
    name = f"{review.reference}/{files.MANIFEST}"
    try:
        text = splice(read_text(review.folder / files.MANIFEST))
    except CannotSplice as error:
        raise LfeError(
            error.sentence,
            where=name,
            next_step="Change it by hand: lfe edit",
        ) from None
    content = text.encode()
    try:
        manifest = read_manifest(read_yaml(text, name), review.partnership, review.reference)
    except FileProblems as found:
        raise _would_not_hold(found) from None
    record = msgspec.structs.replace(event, file=files.MANIFEST, sha256=sha256(content))
    changes = Changes(review.reference, (Write(name, content),), events=(record,))
    return replace(review, manifest=manifest), changes


def _would_not_hold(found: FileProblems) -> LfeError:
    """Nothing is written yet, so its problems are reported without a line to go to."""
    text = " ".join(f"{problem.name} {problem.what}" for problem in found.problems)
    instead = " ".join(dict.fromkeys(p.instead for p in found.problems if p.instead))
    return LfeError(f"Nothing was changed: {text}", next_step=instead)


class EditedSince(LfeError):
    """A document that a person edited since it was made; `file` is its place in the review."""

    def __init__(self, file: str, option: str) -> None:
        super().__init__(
            f"{file} has been edited since it was made, so it is left as it is.",
            next_step=f"Make it anew with {option}: your version is then kept beside it.",
        )
        self.file = file


def placing(
    workspace: Workspace, contents: Mapping[str, bytes], *, replace_present: bool = False
) -> Changes:
    """The changes that put documents of ours into the partnership's folder itself.

    `contents` has their bytes by name. None for one that is there byte for byte. No history tells
    their hashes: nobody can tell whether one that differs was edited, or is merely older. So it is
    refused, or with `replace_present` kept aside.
    """
    changes = Changes()
    for name, content in contents.items():
        path = workspace.folder / name
        present = path.read_bytes() if path.is_file() else None
        if present == content:
            changes = changes.and_also(Changes(standing=(name,)))
            continue
        if is_open(path):
            raise is_open_now(workspace.folder, name)
        if present is not None and not replace_present:
            raise IsThere(name)
        changes = changes.and_also(Changes(writes=(Write(name, content),)))
        if present is not None:
            aside = KeepAside.in_folder(workspace.folder, name)
            changes = changes.and_also(Changes(asides=(aside,)))
    return changes


class IsThere(LfeError):
    """A file that is there already and is not what would be made now."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is there already and differs: it was edited, or things have moved on since.",
            next_step="Make it anew with --replace: the one that is there is kept beside it.",
        )


def refuse_if_open(review: Review, file: str) -> None:
    """Raises LfeError where somebody has the file open."""
    path = review.folder / file
    if is_open(path):
        raise is_open_now(review.workspace.folder, f"{review.reference}/{file}")


def is_open_now(workspace: Path, name: str) -> LfeError:
    """The sentence for a file that somebody has open, so that nothing is done."""
    return LfeError(
        f"{name} cannot be changed: {who_has_it_open(workspace / name)}. Nothing was changed.",
        where=str((workspace / name).parent),
        next_step="Have it closed there, then run the command again.",
    )


def free_name(folder: Path, path: str) -> str:
    """`name.1.docx` for `name.docx`, or the next number that is free; relative to `folder`."""
    number = 1
    while (folder / numbered(path, number)).exists():
        number += 1
    return numbered(path, number)


def together(reference: str, parts: Iterable[Changes]) -> Changes:
    """The changes of several files of one review, as one."""
    return Changes(reference).and_also(*parts)
