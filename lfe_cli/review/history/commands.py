"""The commands that recorded a history, as `lfe undo` takes them back: whole, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lfe_cli.review import events
from lfe_cli.review.history.entries import Entry, History, taken_back

_SHORTEST = 4  # letters of an id that an officer types


@dataclass(frozen=True)
class Command:
    """What one command recorded in a review, oldest first; `standing` is what still holds of it.

    `name` is its whole id, the same in every review; `id` as much of it as an officer types.
    """

    name: str
    id: str
    entries: tuple[Entry, ...]
    standing: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """Its newest entry that holds."""
        return self.standing[-1]

    @property
    def by(self) -> str:
        """Who recorded it."""
        return self.last.by

    @property
    def day(self) -> date:
        """The day on which it was recorded."""
        return self.last.recorded_on


def commands(history: History) -> Iterator[Command]:
    """Every command of which something holds, the newest first; none that itself took one back."""
    gone, length = taken_back(history.entries), _length(history)
    seen: set[str] = set()
    for entry in reversed(history.entries):
        if entry.id in seen or entry.id in gone:
            continue
        its = history.together_with(entry)
        seen |= {one.id for one in its}
        if not _took_back(its):
            standing = tuple(one for one in its if one.id not in gone)
            name = entry.command or its[0].id
            yield Command(name, name[:length], its, standing)


def _length(history: History) -> int:
    """How many letters tell the ids of all commands apart."""
    names = {entry.command or entry.id for entry in history.entries}
    longest = max(map(len, names), default=_SHORTEST)
    lengths = range(_SHORTEST, longest)
    return next((n for n in lengths if len({one[:n] for one in names}) == len(names)), longest)


def _took_back(its: tuple[Entry, ...]) -> bool:
    """Whether this was `lfe undo`. Other commands take back what they put right: see `Undone`."""
    found = [one.event for one in its if isinstance(one.event, events.Undone)]
    if any(one.whole for one in found):
        return True
    corrects = any(isinstance(one.event, events.Attended) for one in its)
    return not corrects and any(one.was != _WITHDRAWN for one in found)


_WITHDRAWN = str(events.Withdrawn.__struct_config__.tag)
