"""What happened: `history.jsonl`, one JSON object a line, in the order of `at`, then `id`.

Only the tool adds to it. Two copies of a history merge line by line, so file order means nothing.
What stands there is never written anew: new lines are added to the bytes that there are.

A computer's clock can be wrong. What is recorded after an entry whose `at` is still to come has to
stand behind it all the same, for it was recorded in the knowledge of it: its `at` follows, and only
gives the order then. What the clock really said is kept beside it as `clock`, and that is its day.
So one wrong clock dates its own entries wrongly and no later ones, and both can be seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeGuard, TypeVar

from lfe_cli.clock import uk_date
from lfe_cli.review import events
from lfe_cli.review.event import Event, Unknown, agency_of
from lfe_cli.review.history.lineage import Lineage

# What tells the entries of one command from those of the next in a history that has no command ids.
_WITHIN_A_COMMAND = timedelta(microseconds=1)
_BETWEEN_COMMANDS = timedelta(milliseconds=1)
_SORTED = json.JSONEncoder(sort_keys=True)
CLOCKS_DIFFER = timedelta(hours=1)  # as clocks do, where nobody minds

E = TypeVar("E", bound=Event, covariant=True)


@dataclass(frozen=True)
class Recorded(Generic[E]):
    """One thing that happened: an event with when it was recorded (UTC) and by whom.

    The entries of one command, also in several reviews, have the same `command`. `after` are the
    ids of the entries that it follows: those that nothing followed yet when it was recorded. Both
    are None in an entry of an old history. `clock_said` is what the clock said where `at` is later,
    because an earlier entry is.
    """

    id: str
    at: datetime
    by: str
    event: E
    command: str | None = None
    after: tuple[str, ...] | None = field(default=None, compare=False)
    clock_said: datetime | None = None

    @property
    def action(self) -> str:
        """The history's word for what happened."""
        return self.event.action

    @property
    def day(self) -> date:
        """The day of it in England: the one that was given, else that on which it was recorded."""
        on = getattr(self.event, "on", None)
        return on if isinstance(on, date) else uk_date(self.clock)

    @property
    def clock(self) -> datetime:
        """What the clock said when it was recorded (UTC); `at` is its place in the order."""
        return self.clock_said or self.at

    @property
    def recorded_on(self) -> date:
        """The day in England on which it was recorded."""
        return uk_date(self.clock)

    def is_after(self, other: Recorded[Event]) -> bool:
        """Whether it was recorded after `other`."""
        return (self.at, self.id) > (other.at, other.id)

    def line(self) -> str:
        """The entry as one line of the file, without its line end."""
        record = {"id": self.id, "at": _stamp(self.at), "by": self.by, "action": self.action}
        if self.command:
            record["command"] = self.command
        if self.clock_said:
            record["clock"] = _stamp(self.clock_said)
        about: dict[str, Any] = {**record, **self.event.about()}
        if self.after is not None:
            about["after"] = self.after
        return json.dumps(about)  # ASCII: no separator of lines in it


Entry = Recorded[Event]


@dataclass(frozen=True)
class History:
    """A review's entries in order, oldest first.

    `doubled` are ids under which the file has two lines that say different things: of these the
    one that fits its id counts, else the later one, and both stay. `changed` are the ids that their
    line no longer fits: it was changed. `digest` is the hash of the file, "" for none.
    """

    entries: tuple[Entry, ...] = ()
    doubled: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)
    changed: tuple[str, ...] = ()

    @cached_property
    def lineage(self) -> Lineage:
        """Which entries follow which."""
        return Lineage(self.entries)

    @cached_property
    def gone(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of entries that are followed and not there any more, with those that follow."""
        there = {entry.id for entry in self.entries}
        found: dict[str, list[str]] = {}
        for entry in self.entries:
            for one in set(entry.after or ()) - there:
                found.setdefault(one, []).append(entry.id)
        return {one: tuple(left) for one, left in found.items()}

    @property
    def is_whole(self) -> bool:
        """Whether no line shows that it was changed, or that another one is gone."""
        return bool(self.entries) and not self.changed and not self.doubled and not self.gone

    def together_with(self, entry: Entry) -> tuple[Entry, ...]:
        """`entry` and all that the same command recorded, oldest first.

        An old history has no command ids: there they are by one author and follow each other by a
        microsecond. Where a merged history has two of one author at one moment, nobody can tell
        them apart, and the row ends there.
        """
        if entry.command:
            return tuple(other for other in self.entries if other.command == entry.command)
        at: dict[datetime, list[Entry]] = {}
        for other in self.entries:
            if other.by == entry.by and other.command is None:
                at.setdefault(other.at, []).append(other)
        if len(at[entry.at]) > 1:
            return (entry,)
        before = _row(at, entry.at, -_WITHIN_A_COMMAND)
        after = _row(at, entry.at, _WITHIN_A_COMMAND)
        return (*reversed(before), entry, *after)

    def adding(
        self, new: Iterable[Event], at: datetime, by: str, command: str | None = None
    ) -> tuple[Entry, ...]:
        """The entries of `new`, which come after all there are, a microsecond apart.

        `command` is the id of the command that they belong to, where it has recorded something in
        another review; without it they get the id of the first of them.
        """
        clock_said = None
        if self.entries and at - self.entries[-1].at < _BETWEEN_COMMANDS:
            clock_said = at if self.entries[-1].at - at > CLOCKS_DIFFER else None
            at = self.entries[-1].at + _BETWEEN_COMMANDS
        found: list[Entry] = []
        after = self.lineage.heads
        for number, event in enumerate(new):
            moment = at + number * _WITHIN_A_COMMAND
            given = id_of(_stamp(moment), by, event.action, event.about())
            command = command or given
            found.append(Recorded(given, moment, by, event, command, after, clock_said))
            after = (given,)
        return tuple(found)


def is_unknown(entry: Entry) -> TypeGuard[Recorded[Unknown]]:
    """Whether this version does not know what the entry says."""
    return isinstance(entry.event, Unknown)


def appended(present: bytes, entries: Iterable[Entry]) -> bytes:
    """The bytes of a history with `entries` added; what stands there stays, byte for byte."""
    gap = b"" if not present or present.endswith(b"\n") else b"\n"
    return present + gap + "".join(f"{entry.line()}\n" for entry in entries).encode()


def _row(at: Mapping[datetime, list[Entry]], start: datetime, step: timedelta) -> list[Entry]:
    """The entries that follow `start` step by step, as far as each stands alone."""
    row: list[Entry] = []
    while len(here := at.get(start + step, ())) == 1:
        row += here
        start += step
    return row


def undone(entry: Entry, *, whole: bool = False) -> events.Undone:
    """What is recorded where `entry` is taken back; `whole`: with the file that it had made."""
    agency = agency_of(entry.event)
    return events.Undone(undoes=entry.id, was=entry.action, agency=agency, whole=whole)


def taken_back(entries: Sequence[Entry], *, whole: bool = False) -> frozenset[str]:
    """The ids of those of `entries`, oldest first, that were taken back and do not hold again.

    With `whole` only those whose file went with them.
    """
    gone: set[str] = set()
    found: set[str] = set()
    for entry in reversed(entries):
        if isinstance(entry.event, events.Undone) and entry.id not in gone:
            gone.add(entry.event.undoes)
            if entry.event.whole or not whole:
                found.add(entry.event.undoes)
    return frozenset(found)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def id_of(at: str, by: str, action: str, about: Mapping[str, Any]) -> str:
    """The id of an entry: made of what it says, so that a line that was changed no longer fits."""
    seed = _SORTED.encode([at, by, action, about])
    return hashlib.sha256(seed.encode()).hexdigest()[:12]
