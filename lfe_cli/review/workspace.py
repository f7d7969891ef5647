"""Finds the workspace and its reviews, and loads them whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from lfe_cli.errors import FileProblems, LfeError, unreadable
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.action_plan import Action
from lfe_cli.review.event import Event
from lfe_cli.review.folders import Astray, Folders, is_review, look
from lfe_cli.review.history.entries import Entry, History
from lfe_cli.review.history.lines import read_history
from lfe_cli.review.manifest import Manifest, agency_of, read_manifest
from lfe_cli.review.numbers import Numbers, kept_in
from lfe_cli.review.partnership import Agency, Partnership
from lfe_cli.review.recommendations import Recommendation, as_it_stands, recommendations_kept
from lfe_cli.review.schema import read_schema
from lfe_cli.review.staged import Stage, Waiting, staged, still_staged, waiting
from lfe_cli.review.state import State, fold
from lfe_cli.review.yamlfile import read_yaml
from lfe_cli.text import NotText, decoded

T = TypeVar("T")
FAMILY_PART = 30  # what a family's part adds to an event whose length the review does not give
FILE = files.SETTINGS


@dataclass(frozen=True)
class Workspace:
    """A partnership's folder. `in_git` looks up which numbers of reviews git knows."""

    folder: Path
    partnership: Partnership
    in_git: Callable[[], Numbers] = field(default=Numbers, compare=False)

    @cached_property
    def folders(self) -> Folders:
        """Where its reviews lie, and which of them are missing."""
        settings, known = self.partnership.settings, kept_in(self.folder)
        if not known.is_whole:
            known = known.and_also(self.in_git())
        return look(self.folder, settings.archive, known, settings.numbers_not_used)

    def references(self) -> tuple[str, ...]:
        """The references of all reviews that were begun here, those that are missing too."""
        return self.folders.references

    def is_review(self, name: str) -> bool:
        """Whether its folder of this name is a review."""
        return bool(files.REFERENCE.match(name)) and is_review(self.folder / name)

    def is_archived(self, reference: str) -> bool:
        """Whether a review lies in the archive."""
        return not is_review(self.folder / reference) and self.folders.is_archived(reference)

    def folder_of(self, reference: str) -> Path:
        """Where a review lies, or would lie: in the folder of its name, or in the archive."""
        own = self.folder / reference
        return own if is_review(own) else self.folders.there.get(reference, own)

    @cached_property
    def staged(self) -> tuple[Stage, ...]:
        """What commands have staged and not yet put in its place."""
        return staged(self.folder)


@dataclass(frozen=True)
class Review:
    """One review: what is intended, and what happened."""

    workspace: Workspace
    reference: str
    manifest: Manifest
    history: History
    _planned: Mapping[str, bytes] = field(default_factory=dict, compare=False)

    @cached_property
    def folder(self) -> Path:
        """Its folder on the disk."""
        return self.workspace.folder_of(self.reference)

    @property
    def partnership(self) -> Partnership:
        """The settings of its partnership."""
        return self.workspace.partnership

    def agencies(self) -> tuple[Agency, ...]:
        """The agencies asked, with the names and contacts that hold for this review."""
        return tuple(agency_of(agency, self.partnership) for agency in self.manifest.agencies)

    @cached_property
    def _stages(self) -> tuple[Stage, ...]:
        return _stages_of(self.workspace, self.reference, self.history)

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Its files that are not yet as the history says, because they could not be changed."""
        folder = self.workspace.folder
        return tuple(one for stage in self._stages for one in waiting(folder, stage))

    @property
    def to_be_removed(self) -> frozenset[str]:
        """Those of its files, by their place in it, that go as soon as their program lets go."""
        paths = (one.path for one in self.waiting if one.is_to == "be removed")
        return frozenset(path.removeprefix(f"{self.reference}/") for path in paths)

    def read(self, file: str) -> bytes | None:
        """The bytes of one of its files, None where it is not there or not for this user."""
        if file in self._planned:
            return self._planned[file]
        waits = still_staged(self._stages, f"{self.reference}/{file}")
        if waits is not None:
            return waits
        path = self.folder / file
        try:
            return read_file(path) if path.is_file() else None
        except OSError:  # a colleague's returned audits, for example
            return None

    @property
    def as_read(self) -> str:
        """The hash of the history that it was loaded with: whoever changes it checks it first."""
        return self.history.digest

    @cached_property
    def state(self) -> State:
        """Where the review stands: all that is recorded of it, worked out once."""
        return fold(self.history)

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Its recommendations in the report's order; none before the page was submitted.

        Raises FileProblems for a `subgroup/recommendations.yaml` that a person has spoilt.
        """
        content = self.read(files.RECOMMENDATIONS)
        if content is None:
            return ()
        kept = recommendations_kept(content, f"{self.reference}/{files.RECOMMENDATIONS}")
        return tuple(as_it_stands(one, self.state.subgroup.course) for one in kept)

    @property
    def actions_acted_on(self) -> tuple[Action, ...]:
        """The actions of recommendations that stand: of one that was declined nothing is asked."""
        stand = {one.id for one in self.recommendations if one.is_acted_on}
        return tuple(a for a in self.state.workbooks.actions if a.recommendation in stand)

    def with_entries(self, events: Iterable[Event], at: datetime) -> Review:
        """The review as it will be once `events` are recorded."""
        entries = (*self.history.entries, *self.history.adding(events, at, ""))
        return replace(self, history=History(entries))

    def with_file(self, file: str, content: bytes) -> Review:
        """The review as it will be once `file` holds `content`."""
        return replace(self, _planned={**self._planned, file: content})

    def as_of(self, *entry_ids: str) -> Review | None:
        """The review as it was for whoever had recorded these entries; None where one is missing.

        What was undone later still stood then.
        """
        last = {one for one in entry_ids if one in self.state.by_id}
        if not last or len(last) < len(set(entry_ids)):
            return None
        seen = self.history.lineage.seen_from(last)
        return replace(self, history=History(seen))

    def action_meant(self, item: str, *entry_ids: str) -> str:
        """The id that an action has now which was `item` once these entries were recorded."""
        by_id = self.state.by_id
        last = [by_id[one] for one in entry_ids if one in by_id]
        return self.state.workbooks.names.meant(item, *last) if last else item

    def recorded_with(self, entry: Entry) -> tuple[Entry, ...]:
        """`entry` and all that the same command recorded, oldest first."""
        return self.history.together_with(entry)

    def is_edited(self, file: str) -> bool:
        """Whether a document that the tool made was changed by a person since."""
        known, present = self.state.files, self.read(file)
        if file not in known.hashes or present is None:
            return False
        return not known.is_ours(file, sha256(present))


def sha256(content: bytes) -> str:
    """The hash that the history names files by."""
    return hashlib.sha256(content).hexdigest()


def find_workspace(start: Path) -> Path:
    """The workspace that `start` lies in."""
    for folder in (start, *start.parents):
        with contextlib.suppress(PermissionError):  # one that may not be entered, in another's
            if (folder / FILE).is_file():
                return folder
    raise LfeError(
        "This is not inside a partnership's folder: there is no partnership.yaml here or above.",
        where=str(start),
        next_step="Go to the folder first (cd), or make one here with: lfe init",
    )


def read_text(path: Path) -> str:
    """A text file that a person may have saved in any of the usual ways."""
    return text_of(path, read_file(path))


def text_of(path: Path, content: bytes) -> str:
    """The text that the bytes of a file are, saved in any of the usual ways."""
    try:
        return decoded(content)
    except NotText:
        sentence = f"{path.name} is not a text file."
        raise LfeError(sentence, next_step="Save it as UTF-8 text.") from None


def load_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in, with its settings read."""
    folder = find_workspace(start)
    source = read_yaml(read_text(folder / FILE), FILE)
    return Workspace(folder, read_schema(source, Partnership))


def load_review(workspace: Workspace, reference: str) -> Review:
    """The review with this reference.

    Raises FileProblems for a manifest that cannot be used, Astray where the review is not in its
    place or not whole.
    """
    folder = workspace.folder_of(reference)
    if not is_review(folder):
        raise workspace.folders.why_missing(reference)
    name = f"{reference}/{files.MANIFEST}"
    history = load_history(folder)
    stages = _stages_of(workspace, reference, history)
    path, waits = folder / files.MANIFEST, still_staged(stages, name)
    if waits is None and not path.is_file():
        raise Astray(f"{name} is gone.", next_step=_bring_manifest_back(folder))
    if not history.digest:
        raise Astray(
            f"{reference}/{files.HISTORY} is gone: nothing is known of what was sent, told or "
            "received.",
            next_step=_BRING_BACK,
        )
    text = read_text(path) if waits is None else text_of(path, waits)
    source = read_yaml(text, name, collect=True)
    manifest = read_manifest(source, workspace.partnership, reference)
    return Review(workspace, reference, manifest, history)


_BRING_BACK = (
    "It may lie beside it under a longer name. If not, bring it back from the recycle bin or a "
    "backup, or from git: lfe check --repair"
)


def _bring_manifest_back(folder: Path) -> str:
    """Where it may be. Other names than these may be an officer's, and are not said."""
    for name in (f"{files.MANIFEST}.txt", "review.yml", f"{files.MANIFEST}.yaml"):
        if (folder / name).is_file():
            return (
                f"{name} lies there, and is not read: name it {files.MANIFEST} (Explorer shows the "
                "whole name with View > File name extensions)."
            )
    return _BRING_BACK


def _stages_of(workspace: Workspace, reference: str, history: History) -> tuple[Stage, ...]:
    """What is staged for a review and recorded in its history, the oldest first."""
    mine = [one for one in workspace.staged if one.plan.reference == reference]
    ids = {entry.id for entry in history.entries} if mine else set()
    return tuple(one for one in mine if one.plan.is_committed(ids))


@dataclass(frozen=True)
class NotRead:
    """A review that cannot be read, and why: all else goes on without it."""

    reference: str
    error: LfeError

    @property
    def files(self) -> tuple[str, ...]:
        """The files in it that have to be put right, as far as they are known."""
        problems = self.error.problems if isinstance(self.error, FileProblems) else ()
        return tuple(sorted({problem.file.rpartition("/")[2] for problem in problems}))

    @property
    def next_step(self) -> str:
        """What to do about it."""
        own = self.error.next_step if isinstance(self.error, Astray) else ""
        return own or "lfe check"


def of_each(
    workspace: Workspace, references: Iterable[str], work: Callable[[Review], T]
) -> tuple[list[T], list[NotRead]]:
    """What `work` finds in each review, and the reviews that cannot be read: none stops another."""
    found: list[T] = []
    not_read: list[NotRead] = []
    for reference in references:
        try:
            found.append(work(load_review(workspace, reference)))
        except LfeError as error:
            not_read.append(NotRead(reference, error))
        except OSError as error:
            not_read.append(NotRead(reference, unreadable(error)))
    return found, not_read


def not_read_of(workspace: Workspace, references: Iterable[str]) -> list[NotRead]:
    """Those of the reviews that cannot be read, each with the reason."""
    return of_each(workspace, references, lambda review: review.recommendations)[1]


def load_history(folder: Path) -> History:
    """The history of the review in `folder`; empty where there is none yet."""
    path = folder / files.HISTORY
    if not path.is_file():
        return History()
    content = read_file(path)
    history = read_history(text_of(path, content), f"{folder.name}/{files.HISTORY}")
    return replace(history, digest=sha256(content))


def load_state(folder: Path) -> State:
    """What is recorded in the folder of a review, also where its manifest cannot be used."""
    return fold(load_history(folder))


def event_minutes(review: Review) -> int:
    """How long the event is: as the review says, else the usual length and a family part."""
    event, usual = review.manifest.event, review.partnership.settings.event_minutes
    return event.minutes or usual + (FAMILY_PART if event.family_part else 0)


def event_facts(review: Review) -> str:
    """What papers say of the event, as a hash: its day, length and place, and a family part."""
    event = review.manifest.event
    facts = f"{event.at} {event_minutes(review)} {event.venue} {event.family_part}"
    return sha256(facts.encode())[:12]


def in_the_inbox(review: Review) -> tuple[Path, ...]:
    """The files in the inbox that are still to be taken in, without those that are never audits."""
    inbox = review.folder / files.INBOX
    if not inbox.is_dir():
        return ()
    return tuple(
        path
        for path in sorted(inbox.iterdir())
        if not path.is_dir()  # what is no file, or a link, is not read, and somebody is told
        and files.is_paper(place := f"{files.INBOX}/{path.name}")
        and place not in review.to_be_removed
    )


def folders_in_the_inbox(folder: Path) -> tuple[str, ...]:
    """The names of folders in the inbox of the review in `folder`: nothing is taken in from one."""
    try:
        with os.scandir(folder / files.INBOX) as entries:
            there = [one.name for one in entries if one.is_dir() and not one.name.startswith(".")]
    except OSError:
        return ()
    return tuple(sorted(there))
