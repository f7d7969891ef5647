"""What happened: `history.jsonl`, one JSON object a line, in the order of `at`, then `id`.

Only the tool adds to it. Two copies of a history merge line by line, so file order means nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lfe_cli.clock import uk_date
from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review import actions

FILE = "history.jsonl"
_FIXED = ("id", "at", "by", "action")
# What tells the entries of one command from those of the next, whatever the clock says.
_WITHIN_A_COMMAND = timedelta(microseconds=1)
_BETWEEN_COMMANDS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `at` is UTC; `about` is what it concerns (agency, file, ...)."""

    id: str
    at: datetime
    by: str
    action: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """What the entry says of `key`, or None."""
        return self.about.get(key)

    def line(self) -> str:
        """The entry as one line of the file, without its line end."""
        record = {"id": self.id, "at": _stamp(self.at), "by": self.by, "action": self.action}
        return json.dumps({**record, **self.about})  # ASCII: no separator of lines in it


@dataclass(frozen=True)
class Event:
    """Something to be recorded: an entry that has no time, author or id yet."""

    action: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """What it concerns under `key`, or None."""
        return self.about.get(key)


@dataclass(frozen=True)
class History:
    """A review's entries in order, oldest first."""

    entries: tuple[Entry, ...] = ()

    def standing(self) -> tuple[Entry, ...]:
        """The entries that were not undone since."""
        undone = {entry.get("undoes") for entry in self.entries if entry.action == actions.UNDONE}
        return tuple(e for e in self.entries if e.id not in undone and e.action != actions.UNDONE)

    def of(self, action: str, **about: object) -> tuple[Entry, ...]:
        """The standing entries of `action` that say all of `about`."""
        return tuple(
            entry
            for entry in self.standing()
            if entry.action == action and all(entry.get(k) == v for k, v in about.items())
        )

    def last(self, action: str, **about: object) -> Entry | None:
        """The newest standing entry of `action` that says all of `about`."""
        found = self.of(action, **about)
        return found[-1] if found else None

    def hash_of(self, file: str) -> str | None:
        """The SHA-256 under which `file` was last made or filed, if it ever was."""
        named = [e for e in self.entries if e.get("file") == file and e.get("sha256")]
        return str(named[-1].get("sha256")) if named else None

    def together_with(self, entry: Entry) -> tuple[Entry, ...]:
        """`entry` and all that the same command recorded, oldest first.

        They are by one author and follow each other by a microsecond. Where a merged history has
        two of one author at one moment, nobody can tell them apart, and the row ends there.
        """
        at: dict[datetime, list[Entry]] = {}
        for other in self.entries:
            if other.by == entry.by:
                at.setdefault(other.at, []).append(other)
        if len(at[entry.at]) > 1:
            return (entry,)
        before = _row(at, entry.at, -_WITHIN_A_COMMAND)
        after = _row(at, entry.at, _WITHIN_A_COMMAND)
        return (*reversed(before), entry, *after)

    def adding(self, events: Iterable[Event], at: datetime, by: str) -> tuple[Entry, ...]:
        """`events` as entries that come after all there are, a microsecond apart.

        From what another command recorded they keep a wider distance: see `together_with`.
        """
        if self.entries and at - self.entries[-1].at < _BETWEEN_COMMANDS:
            at = self.entries[-1].at + _BETWEEN_COMMANDS
        new: list[Entry] = []
        for number, event in enumerate(events):
            moment = at + number * _WITHIN_A_COMMAND
            new.append(Entry(_id(moment, by, event), moment, by, event.action, event.about))
        return tuple(new)


def read_history(text: str, file: str = FILE) -> History:
    """The history that `text` holds. Raises FileProblems for lines that are not entries."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = _entry(json.loads(line))
        except (ValueError, KeyError, TypeError):
            problems.append(
                Problem(
                    file,
                    number,
                    "",
                    "is not an entry of the history.",
                    "Bring the line back from an earlier version of the file.",
                )
            )
            continue
        entries[entry.id] = entry
    if problems:
        raise FileProblems(tuple(problems))
    return History(tuple(sorted(entries.values(), key=lambda e: (e.at, e.id))))


def _row(at: Mapping[datetime, list[Entry]], start: datetime, step: timedelta) -> list[Entry]:
    """The entries that follow `start` step by step, as far as each stands alone."""
    row: list[Entry] = []
    while len(here := at.get(start + step, ())) == 1:
        row += here
        start += step
    return row


def undone(entry: Entry) -> Event:
    """What is recorded where `entry` is taken back."""
    about = {"undoes": entry.id, "was": entry.action, "agency": entry.get("agency")}
    return Event(actions.UNDONE, about)


def day_of(entry: Entry) -> date:
    """The day of a fact in England: the one that was given, else that on which it was recorded."""
    given = entry.get("on")
    return date.fromisoformat(str(given)) if given else uk_date(entry.at)


def _entry(record: dict[str, Any]) -> Entry:
    at = datetime.fromisoformat(str(record["at"]))
    if at.tzinfo is None:
        raise ValueError("an entry's time has no offset")
    about = {key: value for key, value in record.items() if key not in _FIXED}
    return Entry(str(record["id"]), at, str(record["by"]), str(record["action"]), about)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _id(at: datetime, by: str, event: Event) -> str:
    seed = json.dumps([_stamp(at), by, event.action, dict(event.about)], sort_keys=True)
    return hashlib.sha256(seed.encode()).hexdigest()[:12]
