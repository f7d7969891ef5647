"""Which entries of a history whoever recorded an entry could see.

Each entry names those that it was recorded after. Where two copies of a folder go on apart and are
put together again, the history forks and joins: two entries of which neither follows the other
were recorded apart, and whoever recorded the one did not know of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from lfe_cli.review.history.entries import Entry

E = TypeVar("E", bound="Entry")


@dataclass(frozen=True)
class Lineage:
    """How the entries of a history follow each other; `entries` are in order, oldest first.

    An entry of an old history does not say what it follows: it is taken to have been recorded
    with all before it in sight. So is one that follows an entry which is no longer there.
    """

    entries: Sequence[Entry]

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The ids of the entries that none follows: several where copies were put together."""
        followed = {place for before in self._before for place in before}
        return tuple(e.id for at, e in enumerate(self.entries) if at not in followed)

    @cached_property
    def is_one_line(self) -> bool:
        """Whether each entry follows the one before it: nothing was recorded apart."""
        return all(before == _all_before(at) for at, before in enumerate(self._before))

    def knew(self, later: Entry, earlier: Entry) -> bool:
        """Whether `later` was recorded by somebody who could see `earlier`."""
        one, other = self._places[later.id], self._places[earlier.id]
        if self.is_one_line:
            return other < one
        return bool(self._seen[one] >> other & 1)

    def seen_from(self, ids: Iterable[str]) -> tuple[Entry, ...]:
        """The entries with these ids and all that they follow."""
        seen = 0
        for one in ids:
            place = self._places[one]
            seen |= self._seen[place] | 1 << place
        return tuple(entry for at, entry in enumerate(self.entries) if seen >> at & 1)

    def latest(self, entries: Sequence[E]) -> tuple[E, ...]:
        """Those of `entries` that no other of them follows, oldest first; most often the last."""
        if self.is_one_line:
            return tuple(entries[-1:])
        found: list[E] = []
        seen = 0
        for entry in reversed(entries):
            place = self._places[entry.id]
            if not seen >> place & 1:
                found.append(entry)
                seen |= self._seen[place]
        return tuple(reversed(found))

    def are_apart(self, one: Entry, other: Entry) -> bool:
        """Whether neither was recorded with the other in sight."""
        return one.id != other.id and not self.knew(one, other) and not self.knew(other, one)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {entry.id: at for at, entry in enumerate(self.entries)}

    @cached_property
    def _before(self) -> tuple[tuple[int, ...], ...]:
        """By place, the places of the entries that it follows."""
        return tuple(self._followed(at, entry) for at, entry in enumerate(self.entries))

    def _followed(self, at: int, entry: Entry) -> tuple[int, ...]:
        if entry.after is None:
            return _all_before(at)
        if not entry.after:
            return ()
        known = sorted({self._places[one] for one in entry.after if one in self._places})
        return tuple(one for one in known if one < at) or _all_before(at)

    @cached_property
    def _seen(self) -> tuple[int, ...]:
        """By place, every place that could be seen from it, as the bits of a number."""
        seen: list[int] = []
        for before in self._before:
            found = 0
            for place in before:
                found |= seen[place] | 1 << place
            seen.append(found)
        return tuple(seen)


def _all_before(at: int) -> tuple[int, ...]:
    return (at - 1,) if at else ()
