"""The lines of a history as they lie in the file: what each says, as far as that can be known.

Another program, a hand or a merge may have been at them. A line that does not say what happened,
when and who recorded it is a problem of the file, told with its number. One that says so, and then
something that cannot be, is kept and told, and nothing is counted from it (`Unknown`): whatever
asks the state afterwards finds values that it can work with.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from lfe_cli.clock import YEARS
from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review import events, files
from lfe_cli.review.event import Event, Unknown
from lfe_cli.review.history.entries import Entry, History, Recorded, id_of
from lfe_cli.review.values import refuse_day, refuse_moment

_SAID = ("id", "at", "by", "action")  # what every line says, as texts
_FIXED = (*_SAID, "command", "clock", "after")
_MARK = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |\r?\Z)")
_MENDED = "What can be mended without guessing is mended by: lfe check --repair"
_SHOWN = "What would be mended: lfe check --repair --dry-run"
_MOST_NESTED = 8
_LONGEST_NUMBER = 18  # digits; a longer one is none of ours, and takes long to read


def _kinds(base: type[Event]) -> Iterator[tuple[str, type[Event]]]:
    """Every kind of event below `base` by its action; a shared base has no action of its own."""
    for kind in base.__subclasses__():
        action = str(kind.__struct_config__.tag)
        if action != kind.__name__ and kind is not Unknown:
            yield action, kind
        yield from _kinds(kind)


KINDS: Mapping[str, type[Event]] = dict(_kinds(Event))


@dataclass(frozen=True)
class Line:
    """One line that says something: its number from 1, its text, and the entry that it is.

    `entry` is None for what is no entry at all; `made` is the id that is made of what it says.
    """

    number: int
    text: str
    entry: Entry | None = None
    made: str = ""

    @property
    def fits(self) -> bool:
        """Whether its id is the one that is made of what it says: a changed line does not fit."""
        return self.entry is not None and self.entry.id == self.made


def lines_of(text: str) -> Iterator[Line]:
    """Every line of `text` that says something.

    Marks that git left between the lines of two copies do not: the lines of both are what counts.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or _MARK.match(line):
            continue
        try:
            record = _loaded(line)
            entry = _entry(record)
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
            yield Line(number, line)
        else:
            yield Line(number, line, entry, id_of(*_parts(record)))


def read_history(text: str, file: str = files.HISTORY) -> History:
    """The history that `text` holds. Raises FileProblems for lines that are not entries."""
    fit: dict[str, bool] = {}
    entries: dict[str, Entry] = {}
    doubled: dict[str, None] = {}
    problems: list[Problem] = []
    for line in lines_of(text):
        entry = line.entry
        if entry is None:
            problems.append(_no_entry(file, line.number))
            continue
        if entries.setdefault(entry.id, entry) != entry:
            doubled[entry.id] = None
        if line.fits or not fit.get(entry.id, False):
            entries[entry.id], fit[entry.id] = entry, line.fits
    if problems:
        raise FileProblems(tuple(problems), _SHOWN)
    return History(
        entries=tuple(sorted(entries.values(), key=lambda e: (e.at, e.id))),
        doubled=tuple(doubled),
        changed=tuple(one for one, fits in fit.items() if not fits),
    )


def event_from(action: str, about: Mapping[str, Any]) -> Event:
    """The event that a line of the history says; Unknown where this version does not know it."""
    kind = KINDS.get(action)
    if kind is None:
        return Unknown(named=action, record=dict(about), why="this version does not know it")
    try:
        _refuse_half_characters(about)
        event = msgspec.convert({**about, "action": action}, kind)
        _refuse_odd_days(event)
    except (msgspec.ValidationError, ValueError):  # of which half a character is one
        # what is not understood is not repeated: it may be somebody's words
        why = "this version does not understand what it says"
        return Unknown(named=action, record=dict(about), why=why)
    return event


# Texts of an event that are local times; the day by which an action is to be done is a date.
_TIMES: Mapping[type[Event], tuple[str, ...]] = {
    events.FormIssued: ("day",),
    events.InvitationMade: ("day",),
    events.EventMoved: ("was", "now"),
    events.EventCancelled: ("was",),
}


def _refuse_odd_days(event: Event) -> None:
    """Raises ValueError for a day or a time that is none, or cannot be meant."""
    days = [getattr(event, name) for name in event.__struct_fields__]
    if any(day.year not in YEARS for day in days if isinstance(day, date)):
        raise ValueError("far away")
    for name in _TIMES.get(type(event), ()):
        refuse_moment(getattr(event, name))
    if isinstance(event, events.ActionNoted) and event.field == "by":
        refuse_day(event.value)


def _refuse_half_characters(said: object) -> None:
    """Raises UnicodeEncodeError for what JSON can write and no other file can hold."""
    msgspec.json.encode(said)


def _no_entry(file: str, line: int) -> Problem:
    what = "is not an entry of the history."
    return Problem(file, line, "", what, _MENDED)


def _loaded(line: str) -> dict[str, Any]:
    """The object that `line` is. Raises ValueError for what the tool would not have written."""
    record = _DECODER.decode(line)
    opened = line.count("{") + line.count("[")  # a line that opens few is not worth a walk
    if not isinstance(record, dict) or (opened >= _MOST_NESTED and _is_deep(record)):
        raise ValueError("no object, or too deep")
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _whole_number(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError("a number that is too long")
    return int(digits)


def _number(digits: str) -> float:
    found = float(digits)
    if not math.isfinite(found):
        raise ValueError("no number")
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_int=_whole_number,
    parse_float=_number,
    parse_constant=_number,
)


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(_MOST_NESTED):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _parts(record: Mapping[str, Any]) -> tuple[str, str, str, dict[str, Any]]:
    about = {key: value for key, value in record.items() if key not in _FIXED}
    return record["at"], record["by"], record["action"], about


def _entry(record: Mapping[str, Any]) -> Entry:
    if not all(isinstance(record[key], str) and record[key] for key in _SAID):
        raise TypeError("a text is missing")
    written, by, action, about = _parts(record)
    _refuse_half_characters([record.get(key) for key in _FIXED])
    at, clock = _moment(written), record.get("clock")
    command = record.get("command")
    given = command if isinstance(command, str) and command else None
    after = _ids(record.get("after"))
    said = None if clock is None else _moment(clock)
    return Recorded(record["id"], at, by, event_from(action, about), given, after, said)


def _moment(written: str) -> datetime:
    """A moment in UTC. Raises ValueError or TypeError for what is none, or cannot be meant."""
    at = datetime.fromisoformat(written)
    if at.tzinfo is None:
        raise ValueError("an entry's time has no offset")
    at = at.astimezone(UTC)
    if at.year not in YEARS:
        raise ValueError("a time that cannot be")
    return at


def _ids(given: object) -> tuple[str, ...] | None:
    """What an entry says that it follows; None where it does not say so in our way."""
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return None
    return tuple(given)
