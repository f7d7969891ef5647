"""What a command would change, as a value. Working it out writes nothing; `writing` does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from msgspec import structs

from lfe_cli.errors import LfeError
from lfe_cli.review import events
from lfe_cli.review.files import numbered
from lfe_cli.review.history import Event, typed
from lfe_cli.review.workspace import Review, sha256


@dataclass(frozen=True)
class Write:
    """A file to be written whole. `path` is relative to the workspace, with slashes."""

    path: str
    content: bytes
    readable_by: Literal["everyone", "group", "owner"] = "everyone"


@dataclass(frozen=True)
class KeepAside:
    """A file to be renamed beside itself before another takes its place."""

    path: str
    to: str


@dataclass(frozen=True)
class Remove:
    """A file to be removed, if it still has this hash."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Changes:
    """Files and history entries that belong together: all of them happen, or none.

    `reference` names the review whose history the events go to; None for the workspace itself.
    Files are placed in the order in which they stand.
    """

    reference: str | None = None
    writes: tuple[Write, ...] = ()
    asides: tuple[KeepAside, ...] = ()
    removals: tuple[Remove, ...] = ()
    events: tuple[Event | events.Event, ...] = ()

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
        )


def made(
    review: Review,
    file: str,
    content: bytes,
    event: Event | events.Event,
    *,
    replace_edited: bool = False,
    option: str = "--replace",
) -> Changes:
    """The changes that put a document of ours at `file` (relative to the review).

    Nothing where it is there already, byte for byte, and known. A document that nobody edited is
    made anew; one that a person edited is refused, or with `replace_edited` kept aside.
    """
    present, digest = review.read(file), sha256(content)
    record = structs.replace(typed(event), file=file, sha256=digest)
    path = f"{review.reference}/{file}"
    if present == content:
        known = review.history.hash_of(file) == digest
        return Changes(review.reference, events=() if known else (record,))
    refuse_if_open(review, file)
    changes = Changes(review.reference, (Write(path, content),), events=(record,))
    if present is None or sha256(present) == review.history.hash_of(file):
        return changes
    if not replace_edited:
        raise EditedSince(file, option)
    aside = KeepAside(path, free_name_beside(review, file))
    kept = events.KeptAside(
        file=aside.to.removeprefix(f"{review.reference}/"), sha256=sha256(present)
    )
    return replace(changes, asides=(aside,), events=(kept, record))


class EditedSince(LfeError):
    """A document that a person edited since it was made; `file` is its place in the review."""

    def __init__(self, file: str, option: str) -> None:
        super().__init__(
            f"{file} has been edited since it was made, so it is left as it is.",
            next_step=f"Make it anew with {option}: your version is then kept beside it.",
        )
        self.file = file


def is_open(path: Path) -> bool:
    """Whether Word or LibreOffice has the file open: a file with a mark lies beside it."""
    # Word shortens long names: ~$ takes the place of the first two letters, or stands before them
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any((path.parent / mark).exists() for mark in marks)


def refuse_if_open(review: Review, file: str) -> None:
    """Raises LfeError where somebody has the file open."""
    path = review.folder / file
    if is_open(path):
        raise LfeError(
            f"{file} is open in Word.",
            where=str(path.parent),
            next_step="Close it there, then run the command again.",
        )


def free_name_beside(review: Review, file: str) -> str:
    """`name.1.docx`, or the next number that is free, relative to the workspace."""
    return free_name(review.workspace.folder, f"{review.reference}/{file}")


def free_name(folder: Path, path: str) -> str:
    """The same for a `path` that is relative to the workspace's `folder` already."""
    number = 1
    while (folder / numbered(path, number)).exists():
        number += 1
    return numbered(path, number)


def together(reference: str, parts: Iterable[Changes]) -> Changes:
    """The changes of several files of one review, as one."""
    return Changes(reference).and_also(*parts)
