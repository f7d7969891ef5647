"""Which action each entry is about, also where two copies of a folder gave one id to two.

An id such as R1.2 is the next that was free where it was given. Once copies that went on apart are
put together it can stand for two actions: the one that was begun first keeps it, the others are
R1.2b, R1.2c. That follows from the history alone, so that it is the same on every computer; and
what an entry or a workbook calls R1.2 is what whoever made it could see under that id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from lfe_cli.review.events import ActionNoted, CarriedOver, Undone
from lfe_cli.review.history.entries import Entry, History
from lfe_cli.review.history.lineage import Lineage

_LETTERED = re.compile(r"(.*\d)([b-z][a-z]*)")
_FIRST_LETTER, _LETTERS = ord("a"), 26


@dataclass
class Begun:
    """An action that was begun under an id, by one entry or in the same words in several copies."""

    text: str
    by: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class ActionNames:
    """The entries of a history, each with the id that its action has now.

    `begun` has by id, as it was given, what was begun under it; in a history that never forked
    there is nothing to tell apart, and it is empty.
    """

    entries: tuple[Entry, ...]
    lineage: Lineage
    begun: Mapping[str, Sequence[Begun]] = field(default_factory=dict)

    def meant(self, item: str, *by: Entry) -> str:
        """The id that an action has now which was `item` once `by` were recorded."""
        found = self.called(item, *by)
        if found is None:
            return item
        given, action = found
        return name_of(given, self.begun[given].index(action))

    def called(self, item: str, *by: Entry) -> tuple[str, Begun] | None:
        """What could be seen under an id once `by` were recorded, and as what that was given."""
        given, place = _parts(item)
        seen = self._seen(given, by)
        if place < len(seen):
            return given, seen[place]
        itself = self._seen(item, by) if place else []  # a letter that nothing here explains
        return (item, itself[0]) if itself else None

    def _seen(self, given: str, by: Sequence[Entry]) -> list[Begun]:
        found = []
        for action in self.begun.get(given, ()):
            first = next((e for e in action.by if self._is_seen(e, by)), None)
            if first is not None:
                found.append(((first.at, first.id), action))
        return [action for _, action in sorted(found, key=lambda one: one[0])]

    def _is_seen(self, entry: Entry, by: Iterable[Entry]) -> bool:
        return any(one.id == entry.id or self.lineage.knew(one, entry) for one in by)


def name_actions(history: History) -> ActionNames:
    """The entries of a history with the ids that their actions have now."""
    if history.lineage.is_one_line:
        return ActionNames(history.entries, history.lineage)
    begun: dict[str, list[Begun]] = defaultdict(list)
    names = ActionNames(history.entries, history.lineage, begun)
    texts = _texts(history.entries)
    for entry in history.entries:
        event = entry.event
        if isinstance(event, ActionNoted) and names.called(event.item, entry) is None:
            _begin(begun, entry, event.item, texts.get((entry.command, event.item), ""))
    return replace(names, entries=tuple(_renamed(names, one) for one in history.entries))


def actions_known_to(names: ActionNames, entries: Iterable[Entry]) -> frozenset[str]:
    """The actions that stood when `entries` were recorded, whatever was taken back since."""
    return frozenset(item for entry in entries for item in _standing_at(names, entry))


def name_of(given: str, place: int) -> str:
    """The id of what was begun as `given` at this place, from 0: R1.2, R1.2b, R1.2c."""
    letters = ""
    while place:
        place, letter = divmod(place, _LETTERS)
        letters = chr(_FIRST_LETTER + letter) + letters
    return given + letters


def order_of(item: str) -> tuple[tuple[int, str], ...]:
    """What actions are sorted by: R1.2, R1.2b, R1.10."""
    parts = re.findall(r"(\d+)([a-z]*)", item)
    return tuple((int(number), letters) for number, letters in parts)


def _parts(item: str) -> tuple[str, int]:
    """The id as it was given, and the place among those that were begun under it."""
    found = _LETTERED.fullmatch(item)
    if found is None:
        return item, 0
    place = 0
    for letter in found[2]:
        place = place * _LETTERS + ord(letter) - _FIRST_LETTER
    return found[1], place


def _texts(entries: Iterable[Entry]) -> dict[tuple[str | None, str], str]:
    """What each command said that an action is."""
    noted = ((e.command, e.event) for e in entries if isinstance(e.event, ActionNoted))
    return {(command, one.item): one.value for command, one in noted if one.field == "action"}


def _begin(begun: dict[str, list[Begun]], entry: Entry, item: str, text: str) -> None:
    """What `entry` begins; one in the same words, or that has none yet, is the same."""
    given, place = _parts(item)
    those = begun[item if place else given]
    words = text.casefold().split()
    alike = (one for one in those if not words or one.text.casefold().split() in ([], words))
    found = next(alike, None)
    if found is None:
        found = Begun(text)
        those.append(found)
    found.text = found.text or text
    found.by.append(entry)


def _renamed(names: ActionNames, entry: Entry) -> Entry:
    event = entry.event
    if not isinstance(event, ActionNoted | CarriedOver) or not event.item:
        return entry
    now = names.meant(event.item, entry)
    return entry if now == event.item else replace(entry, event=structs.replace(event, item=now))


def _standing_at(names: ActionNames, last: Entry) -> Iterable[str]:
    noted: dict[str, str] = {}
    for entry in names.entries:
        if not names.lineage.knew(last, entry):
            continue
        if isinstance(entry.event, ActionNoted):
            noted[entry.id] = entry.event.item
        elif isinstance(entry.event, Undone):
            noted.pop(entry.event.undoes, None)
    return noted.values()
