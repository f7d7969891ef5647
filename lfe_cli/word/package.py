"""Opens a Word or Excel package after checking its zip, and writes one reproducibly."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

MAX_FILE = 60_000_000
MAX_ENTRIES = 2_000
MAX_PART = 40_000_000
MAX_TOTAL = 120_000_000
MAX_CHOSEN = 25_000_000  # of the parts that are asked for, where only some are
MAX_RATIO = 200  # Word's own XML compresses to about 1:20; below 1 MB the ratio does not matter
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"  # how each line of a zip's table of contents begins
_CROWDED = "It holds far more parts than a Word document does."
_INFLATED = "It unpacks to far more than a Word document does."
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class PackageRefused(Exception):
    """The file is not a package that is opened here; `kind` says which case it is."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


@dataclass(frozen=True)
class Package:
    """The parts of a package by name, in their order in the zip. `names` are those of all its
    parts, also of those that were not unpacked."""

    parts: Mapping[str, bytes]
    names: tuple[str, ...]

    def part(self, name: str) -> bytes | None:
        """One part, None where it is not there."""
        return self.parts.get(name)

    def matching(self, pattern: str) -> list[str]:
        """The names of the parts that match the regular expression `pattern` whole."""
        return [name for name in self.parts if re.fullmatch(pattern, name)]


def open_package(content: bytes, only: str = "") -> Package:
    """The parts of `content`. Raises PackageRefused before anything large is unpacked.

    With `only`, a regular expression, just the parts whose names match it whole are unpacked: a
    photograph that is damaged, or large, is then no matter.

    Kinds: `not-a-package` (a picture, a PDF, text), `old-or-encrypted` (.doc, or with a password),
    `broken`, `too-large`, `unsafe` (names that stand twice or lead outside).
    """
    if content.startswith(_ENCRYPTED):
        raise PackageRefused("old-or-encrypted", "It is a .doc file, or it has a password.")
    if not content.startswith(b"PK"):
        raise PackageRefused("not-a-package", "It is not a Word document.")
    if len(content) > MAX_FILE:
        raise PackageRefused("too-large", "It is too large to be opened safely.")
    if content.count(_ENTRY) > MAX_ENTRIES:  # before zipfile makes an object of each
        raise PackageRefused("too-large", _CROWDED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {_name(entry): entry for entry in archive.infolist()}
            _check(archive.infolist())
            wanted = [name for name in entries if not only or re.fullmatch(only, name)]
            if only and sum(entries[name].file_size for name in wanted) > MAX_CHOSEN:
                raise PackageRefused("too-large", _INFLATED)
            parts = {name: _read(archive, entries[name]) for name in wanted}
            return Package(parts, tuple(entries))
    except PackageRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise PackageRefused("broken", "It is damaged and cannot be opened.") from None
    except (RuntimeError, UnicodeDecodeError, KeyError, IndexError):  # zipfile: a password, names
        raise PackageRefused("broken", "It is damaged or protected.") from None


def _name(entry: zipfile.ZipInfo) -> str:
    """A part's name. Some programs write it as Windows writes paths."""
    return entry.filename.replace("\\", "/")


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused("too-large", _CROWDED)
    names = [_name(entry) for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise PackageRefused("unsafe", "It holds two parts of one name.")
    for name in names:
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise PackageRefused("unsafe", "It holds a part whose name leads outside it.")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise PackageRefused("unsafe", "It is packed in a way that Word does not use.")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise PackageRefused("too-large", _INFLATED)
    for entry in entries:
        inflated = entry.file_size > 1_000_000
        if entry.file_size > MAX_PART or (
            inflated and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        ):
            raise PackageRefused("too-large", _INFLATED)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise PackageRefused("unsafe", "A part is larger than it says.")
    return content


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """`parts` as a zip with fixed times, [Content_Types].xml first: same parts, same bytes."""
    first = "[Content_Types].xml"
    names = [first, *sorted(name for name in parts if name != first)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
