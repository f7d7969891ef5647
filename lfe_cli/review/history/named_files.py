"""A review's files as its history names them.

What `lfe undo` took back, it took back with its file. What was put right by another command, or
undone in an old history, lies there all the same. Where two copies of the folder were put together,
both may have made a file anew, apart: then either version may lie here, and both are ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lfe_cli.review import events
from lfe_cli.review.event import Event, Made, file_of, hash_in
from lfe_cli.review.history.entries import Entry, taken_back
from lfe_cli.review.history.lineage import Lineage


@dataclass(frozen=True)
class Files:
    """What the history says of each file of the review.

    `hashes` has the SHA-256 under which each was last made or filed; `mentioned` are all that any
    entry names. `placed` has the newest entry that put a file where it is; `made` the same by kind
    of event. `kept_aside` has by SHA-256 where earlier versions are kept. `of_copies` has every
    hash of a file that two copies of the folder made apart, and nobody made anew since.
    `made_from` has what each was made from, where that is known.
    """

    hashes: Mapping[str, str] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()
    placed: Mapping[str, Entry] = field(default_factory=dict)
    made: Mapping[tuple[type[Event], str], Entry] = field(default_factory=dict)
    kept_aside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_copies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    made_from: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def is_ours(self, file: str, digest: str) -> bool:
        """Whether a file with this hash is as the tool last made it there, in one of the copies."""
        return digest == self.hashes.get(file) or digest in self.of_copies.get(file, ())


def files_named(entries: Sequence[Entry], lineage: Lineage) -> Files:
    """All that `entries`, oldest first, say of files."""
    gone = taken_back(entries, whole=True)
    there = [entry for entry in entries if entry.id not in gone]
    mentioned = frozenset(file for entry in entries if (file := file_of(entry.event)))
    hashes: dict[str, str] = {}
    placed: dict[str, Entry] = {}
    made: dict[tuple[type[Event], str], Entry] = {}
    kept: dict[str, list[str]] = defaultdict(list)
    for entry in there:
        file, digest = file_of(entry.event), hash_in(entry.event)
        if not file:
            continue
        if digest:
            hashes[file] = digest
        if not isinstance(entry.event, events.Disposed):
            placed[file] = entry
        made[type(entry.event), file] = entry
        if isinstance(entry.event, events.KeptAside):
            kept[digest].append(file)
    aside = {digest: tuple(files) for digest, files in kept.items()}
    copies = _of_copies(there, lineage)
    sources = _made_from(there)
    return Files(hashes, mentioned, placed, made, aside, copies, sources)


def _made_from(entries: Sequence[Entry]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for entry in entries:
        event = entry.event
        if isinstance(event, events.LeftAsItIs):
            found[event.document] = event.made_from
        elif isinstance(event, Made):
            found.pop(event.file, None)
            if event.made_from is not None:
                found[event.file] = event.made_from
    return found


def _of_copies(entries: Sequence[Entry], lineage: Lineage) -> dict[str, frozenset[str]]:
    if lineage.is_one_line:
        return {}
    named: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if hash_in(entry.event):
            named[file_of(entry.event)].append(entry)
    last = {file: lineage.latest(those) for file, those in named.items()}
    several = {file: {hash_in(e.event) for e in those} for file, those in last.items()}
    return {file: frozenset(those) for file, those in several.items() if len(those) > 1}
