"""What `lfe undo` does with the files of what it takes back: as they were before, or aside.

What they were is what the writer kept (`disk.before`); where it has nothing, it follows from the
history, and the bytes come from a copy kept aside or from git. Where they cannot be had, undo is
refused before it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lfe_cli.disk import before
from lfe_cli.disk.before import Before, Was
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, KeepAside, Remove, Write, is_open_now
from lfe_cli.review.event import Event, file_of, hash_in
from lfe_cli.review.history.commands import Command
from lfe_cli.review.history.entries import Entry, History
from lfe_cli.review.history.named_files import files_named
from lfe_cli.review.open_files import is_open
from lfe_cli.review.staged import GOES_ON_BY_ITSELF
from lfe_cli.review.workspace import Review, sha256

WithHash = Callable[[str, str], bytes | None]  # git's version of a path with a hash
Becomes = Literal["as before", "aside", "removed", "moved back", "left"]
_INTENT = (files.MANIFEST, files.SETTINGS)  # what people write: nothing is put over their changes
_NUMBER = re.compile(r"\.\d+(?=(\.[^./]*)?$)")


@dataclass(frozen=True)
class Back:
    """What becomes of one file, by its path in the workspace.

    `now` is the hash of what lies there, None for nothing; `content` are the bytes that it gets;
    `aside` is where what lies there is kept.
    """

    path: str
    becomes: Becomes
    now: str | None = None
    content: bytes | None = field(default=None, repr=False)
    aside: str = ""


def places(event: Event) -> tuple[str, ...]:
    """The files that an event is about, as it names them: relative to the review, or its folder."""
    match event:
        case events.DraftRemoved(draft=draft):
            return (draft,)
        case events.PdfRemoved():
            return (files.REPORT_PDF,)
        case events.ActionsWritten(workbook=str(workbook)):
            return (f"../{workbook}",)
        case events.ContactChanged(everywhere=str()):
            return (f"../{files.SETTINGS}",)
        case _:
            return tuple(filter(None, (file_of(event),)))


def files_back(
    review: Review, command: Command, taken: Sequence[Entry], with_hash: WithHash
) -> tuple[Back, ...]:
    """What becomes of each file of `taken`, entries of `command`, once they are taken back.

    Raises LfeError where a file cannot be made again as it was, or may not be touched.
    """
    kept = before.of_command(
        review.workspace.folder, review.reference, {entry.id for entry in command.entries}
    )
    _refuse_what_waits(review, taken)
    of_history = _OfHistory(review, command, taken)
    found = _of_these(review, command, taken, kept) if kept else tuple(of_history.files())
    return tuple(_Backwards(review, found, kept, with_hash).each())


def _refuse_what_waits(review: Review, taken: Sequence[Entry]) -> None:
    meant = {path for entry in taken for path in _paths(review, entry.event)}
    waits = next((one for one in review.waiting if one.path in meant), None)
    if waits is not None:
        raise LfeError(f"{waits}", next_step=GOES_ON_BY_ITSELF)


def _of_these(
    review: Review, command: Command, taken: Sequence[Entry], kept: Before
) -> tuple[Was, ...]:
    """Those of a command's files that `taken` are about; what no entry names goes with a whole."""
    named = {path for entry in command.entries for path in _paths(review, entry.event)}
    meant = {path for entry in taken for path in _paths(review, entry.event)}
    hashes = {hash_in(entry.event) for entry in taken}
    whole = len(taken) == len(command.standing)
    return tuple(
        one
        for one in kept.files
        if one.path in meant or (one.path not in named and (whole or one.before in hashes))
    )


def _paths(review: Review, event: Event) -> tuple[str, ...]:
    """The same, relative to the workspace."""
    return tuple(f"{review.reference}/{one}".split("/../")[-1] for one in places(event))


@dataclass(frozen=True)
class _OfHistory:
    """The files of entries by what the history says, where the writer has kept nothing."""

    review: Review
    command: Command
    taken: Sequence[Entry]

    def files(self) -> Iterator[Was]:
        known = self.review.state.files.hashes
        own = f"{self.review.reference}/"
        edited = {_NUMBER.sub("", own + one.file): one.sha256 for one in self._kept_aside()}
        for place in dict.fromkeys(one for entry in self.taken for one in places(entry.event)):
            if place.startswith("../") and self._is_with_another(place):
                continue
            if place in _INTENT or place.startswith("../"):
                raise cannot_be_made_again(place.removeprefix("../"))
            was = edited.get(files.place_aside(own + place)) or self._without.get(place)
            after = None if place in self._removed else known.get(place)
            yield Was(f"{self.review.reference}/{place}", was, after)
        yield from self._drafts()

    def _drafts(self) -> Iterator[Was]:
        """The drafts that went from the outbox to those that were sent."""
        for entry in self.taken:
            if isinstance(sent := entry.event, events.Sent) and sent.file:
                place = files.letter(sent.letter, sent.agency or sent.group or "")
                yield Was(f"{self.review.reference}/{place}", sent.sha256, None)

    def _is_with_another(self, place: str) -> bool:
        """Whether it is with the files of another review that the command recorded in as well."""
        ids = {entry.id for entry in self.command.entries}
        path = place.removeprefix("../")
        return before.is_kept_elsewhere(self.review.workspace.folder, path, ids)

    def _kept_aside(self) -> Iterator[events.KeptAside]:
        """What the command kept aside: as somebody had it before."""
        every = (entry.event for entry in self.taken)
        return (event for event in every if isinstance(event, events.KeptAside))

    @cached_property
    def _without(self) -> Mapping[str, str]:
        """The hash of each file as it was without the command."""
        ids = {entry.id for entry in self.command.entries}
        own = self.review.state.own.entries
        left = tuple(entry for entry in own if entry.id not in ids)
        return files_named(left, History(left).lineage).hashes

    @cached_property
    def _removed(self) -> Collection[str]:
        kinds = (events.DraftRemoved, events.PdfRemoved)
        gone = (entry.event for entry in self.taken if isinstance(entry.event, kinds))
        return {place for event in gone for place in places(event)}


@dataclass(frozen=True)
class _Backwards:
    """Works out what becomes of files that were changed."""

    review: Review
    files: Sequence[Was]
    kept: Before | None
    with_hash: WithHash

    def each(self) -> Iterator[Back]:
        backs = [self._back(one) for one in self.files]
        moved = {sha256(one.content) for one in backs if one and one.content is not None}
        for one in backs:
            if one is None:
                continue
            if one.becomes != "left" and one.now is not None:
                self._refuse_if_open(one.path)
            if one.becomes == "aside" and one.now in moved:
                yield Back(one.path, "moved back", one.now)
            elif one.becomes == "aside":
                yield self._aside(one)
            else:
                yield one

    def _back(self, was: Was) -> Back | None:
        present = self._read(was.path)
        now = None if present is None else sha256(present)
        if now == was.before or (now is None and was.before is None):
            return None
        if now == was.after or now is None:
            if was.before is not None and self._is_lost(was):
                return None
            if was.before is not None:
                return Back(was.path, "as before", now, self._bytes(was.path, was.before))
            return Back(was.path, _goes(was.path), now)
        return self._edited(was, now)

    def _is_lost(self, was: Was) -> bool:
        """Whether what lay in the inbox is there no more: that it came can be taken back yet."""
        if files.file_in_workspace(was.path).id != "left-in-the-inbox":
            return False
        return all(one is None for one in self._candidates(was.path, was.before or ""))

    def _edited(self, was: Was, now: str) -> Back:
        """A file that somebody changed since: it is theirs."""
        row = files.file_in_workspace(was.path)
        if row.id in ("manifest", "settings"):
            name = was.path.rpartition("/")[2]
            raise LfeError(
                f"{name} was changed since, so nothing is taken back.",
                where=was.path,
                next_step="Change it back by hand: lfe edit"
                if row.id == "manifest"
                else "Change it back by hand, and save it.",
            )
        if row.id == "letter" or was.after is None:
            return Back(was.path, "left", now)
        if was.before is None:
            return Back(was.path, "aside", now)
        return self._aside(Back(was.path, "as before", now, self._bytes(was.path, was.before)))

    def _aside(self, back: Back) -> Back:
        to = KeepAside.in_folder(self.review.workspace.folder, back.path).to
        return Back(back.path, back.becomes, back.now, back.content, to)

    def _bytes(self, path: str, digest: str) -> bytes:
        """The bytes of a file as it was. Raises LfeError where they lie nowhere any more."""
        for content in self._candidates(path, digest):
            if content is not None and sha256(content) == digest:
                return content
        raise cannot_be_made_again(path)

    def _candidates(self, path: str, digest: str) -> Iterator[bytes | None]:
        if self.kept:
            yield self.kept.bytes_with(digest)
        yield from (self._read(one.path) for one in self.files if one.after == digest)
        for file in self.review.state.files.kept_aside.get(digest, ()):
            yield self.review.read(file)
        yield self.with_hash(path, digest)

    def _read(self, path: str) -> bytes | None:
        own = f"{self.review.reference}/"
        if path.startswith(own):
            return self.review.read(path.removeprefix(own))
        try:
            return read_file(self.review.workspace.folder / path)
        except OSError:
            return None

    def _refuse_if_open(self, path: str) -> None:
        if is_open(self.review.workspace.folder / path):
            raise is_open_now(self.review.workspace.folder, path)


def _goes(path: str) -> Becomes:
    """What becomes of a file that the command made, and nobody changed."""
    return "removed" if files.file_in_workspace(path).id in _MADE_AGAIN else "aside"


# What the same command makes again from what is there, and nobody keeps: drafts leave the outbox.
_MADE_AGAIN: tuple[files.FileId, ...] = ("letter", "what-was-read")


def cannot_be_made_again(path: str) -> LfeError:
    """The refusal where a file's earlier version is kept nowhere."""
    return LfeError(
        f"{path} cannot be made again as it was before, so nothing is taken back: its earlier "
        "version is not kept any more.",
        next_step="Put right by hand what is wrong in it.",
    )


def changes_of(review: Review, backs: Iterable[Back]) -> Changes:
    """The changes that do it; what is kept aside in a review is recorded."""
    changes = Changes(review.reference)
    for one in backs:
        changes = changes.and_also(_change(review, one))
    return changes


def _change(review: Review, back: Back) -> Changes:
    changes, own = Changes(review.reference), f"{review.reference}/"
    if back.aside:
        kept = KeepAside(back.path, back.aside)
        said = events.KeptAside(file=back.aside.removeprefix(own), sha256=back.now or "")
        record = (said,) if back.path.startswith(own) else ()
        changes = Changes(review.reference, asides=(kept,), events=record)
    if back.content is not None:
        write = Write(back.path, back.content)
        return changes.and_also(Changes(review.reference, writes=(write,)))
    if back.becomes in ("removed", "moved back") and back.now:
        removal = Remove(back.path, back.now)
        return changes.and_also(Changes(review.reference, removals=(removal,)))
    return changes
