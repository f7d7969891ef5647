"""Compound files: old Office files, protected ones, Outlook's mails. Streams with names in them.

Only what tells their kind is read: names, and the beginning of a stream. Whatever leads round in a
circle or outside ends there.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<30xHH14xI4xIIIII")  # sizes, the directory, small streams, further tables
_HEADER_SIZE, _TABLES_AT = 76, 109
# Name and its length, then the kind, what stands left and right of it, and in it; start and size.
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
_MOST_ENTRIES = 20_000
_IS_STREAM = 2


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    around: tuple[int, int]
    inside: int
    start: int
    size: int


class CompoundFile:
    """A compound file as far as it can be read; of a damaged one that may be nothing."""

    def __init__(self, content: bytes) -> None:
        self._content = content.ljust(512, b"\0")
        size, small, directory, self._least, first_small, _, further, count = _HEADER.unpack_from(
            self._content
        )
        self._size, self._small = 1 << min(size, 12), 1 << min(small, 12)
        self._table = self._allocation(further, count)
        self._entries = self._directory(directory)
        self._small_table = _numbers(self._read(first_small, len(content)))
        self._paths = dict(self._walk())

    def paths(self, known: Iterable[str] = ()) -> list[str]:
        """The names of all streams and folders, each with the folders that it lies in.

        Of a file whose directory is damaged those of `known` that stand somewhere in it.
        """
        return list(self._paths) or [
            name for name in known if name.encode("utf-16-le") in self._content
        ]

    def stream(self, path: str, most: int) -> bytes:
        """What a stream begins with; nothing where it is not there."""
        entry = self._paths.get(path)
        if entry is None or entry.kind != _IS_STREAM:
            return b""
        wanted = min(entry.size, most)
        if entry.size >= self._least:
            return self._read(entry.start, wanted)
        whole = self._read(self._entries[0].start, len(self._content))
        sectors = _chain(self._small_table, entry.start)
        return _joined(whole, sectors, self._small, 0, wanted)

    def _read(self, start: int, most: int) -> bytes:
        sectors = _chain(self._table, start)
        return _joined(self._content, sectors, self._size, self._size, most)

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _allocation(self, further: int, count: int) -> Sequence[int]:
        """Which sector follows which."""
        most = len(self._content) // self._size
        places = list(_numbers(self._content[_HEADER_SIZE : _HEADER_SIZE + 4 * _TABLES_AT]))
        for _ in range(min(count, most)):
            more = _numbers(self._sector(further))
            if not more:
                break
            places += more[:-1]
            further = more[-1]
        return _numbers(b"".join(self._sector(one) for one in places[: most + 1] if one < most))

    def _directory(self, start: int) -> list[_Entry]:
        content = self._read(start, _MOST_ENTRIES * _ENTRY.size)
        return [
            _Entry(_name(name, length), kind, (left, right), inside, at, size & 0xFFFFFFFF)
            for name, length, kind, left, right, inside, at, size in _ENTRY.iter_unpack(
                content[: len(content) // _ENTRY.size * _ENTRY.size]
            )
        ]

    def _walk(self) -> Iterator[tuple[str, _Entry]]:
        seen: set[int] = set()
        waiting = [("", self._entries[0].inside)] if self._entries else []
        while waiting:
            folder, number = waiting.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            path = f"{folder}{entry.name}"
            waiting += [(folder, one) for one in entry.around]
            if entry.kind != _IS_STREAM:
                waiting.append((f"{path[:1000]}/", entry.inside))
            yield path, entry


def _numbers(content: bytes) -> Sequence[int]:
    return array("I", content[: len(content) // 4 * 4])


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    for _ in range(len(table)):
        if start >= len(table):
            return
        yield start
        start = table[start]


def _joined(content: bytes, sectors: Iterator[int], size: int, head: int, most: int) -> bytes:
    """These sectors of `content`, one after the other, up to `most` bytes."""
    found, room = [], most
    for number in sectors:
        if room <= 0:
            break
        at = head + number * size
        found.append(content[at : at + size])
        room -= size
    return b"".join(found)[:most]


def _name(name: bytes, length: int) -> str:
    return name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
