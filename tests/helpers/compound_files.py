"""Compound files (old Office files, protected ones, Outlook's mails), made of named streams."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST = 4096  # smaller streams would lie in a stream of their own


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file. `folder/name` puts a stream into a folder."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = _entries(streams, sectors, table)
    directory = _keep(
        b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"), sectors, table
    )
    blocks = -(-(len(table) + 2) // 128)
    while blocks * 128 < len(table) + blocks:
        blocks += 1
    first = len(sectors)
    table += [_TABLE] * blocks
    table += [_FREE] * (blocks * 128 - len(table))
    packed = struct.pack(f"<{len(table)}I", *table)
    sectors += [packed[n * _SECTOR : (n + 1) * _SECTOR] for n in range(blocks)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, blocks, directory, 0, _LEAST, _END, 0, _END, 0)
    places = [first + n for n in range(blocks)] + [_FREE] * (109 - blocks)
    return head + struct.pack("<109I", *places) + b"".join(sectors)


def _keep(data: bytes, sectors: list[bytes], table: list[int]) -> int:
    start, count = len(sectors), -(-len(data) // _SECTOR)
    for n in range(count):
        sectors.append(data[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
        table.append(start + n + 1 if n < count - 1 else _END)
    return start


def _entries(streams: Mapping[str, bytes], sectors: list[bytes], table: list[int]) -> list[bytes]:
    """The directory: every folder's things hang one from another, in the order that is asked."""
    tree: dict[str, dict[str, bytes]] = {"": {}}
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        tree.setdefault(folder, {})[name] = data
    folders = sorted(f for f in tree if f)
    names = [*sorted(tree[""]), *folders]
    flat = [("Root Entry", 5, _END, 0, _FREE, 1 if names else _FREE)]
    at = 1 + len(names)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else _FREE
        if name in folders:
            flat.append((name, 1, 0, 0, right, at))
            at += len(tree[name])
        else:
            data = tree[""][name].ljust(_LEAST, b"\0")
            flat.append((name, 2, _keep(data, sectors, table), len(data), right, _FREE))
    for folder in folders:
        inside = sorted(tree[folder])
        for number, name in enumerate(inside, start=1):
            data = tree[folder][name].ljust(_LEAST, b"\0")
            right = len(flat) + 1 if number < len(inside) else _FREE
            flat.append((name, 2, _keep(data, sectors, table), len(data), right, _FREE))
    return [_entry(*one) for one in flat]


def _entry(name: str, kind: int, start: int, length: int, right: int, child: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, child)
    return text.ljust(64, b"\0") + head + bytes(36) + struct.pack("<IQ", start, length)
