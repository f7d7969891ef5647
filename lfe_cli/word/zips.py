"""The zip of an Office file, within bounds: what is in it, and a part as it is or as it is packed.

Nothing here reads XML: whoever only asks what a template names loads no more than this.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

MAX_FILE = 60_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 25_000_000  # of the parts that are unpacked; a form has some 300,000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"  # how each line of a zip's table of contents begins
_HEAD = struct.Struct("<4s22xHH")  # before each part: how long its name is, and what else is there
CROWDED = "It holds far more parts than a Word document does."
_INFLATED = "It unpacks to far more than a Word document does."


class PackageRefused(Exception):
    """The file is not a package that is opened here; `kind` says which case it is."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


@dataclass(frozen=True)
class Packed:
    """A part that was not unpacked: where it lies in which file."""

    file: bytes
    entry: zipfile.ZipInfo

    def content(self) -> bytes:
        """It as it is packed. Raises PackageRefused where it does not lie where it should."""
        start, size = self.entry.header_offset, self.entry.compress_size
        head = self.file[start : start + _HEAD.size]
        if len(head) == _HEAD.size and head.startswith(b"PK\3\4"):
            _, name, more = _HEAD.unpack(head)
            begins = start + _HEAD.size + name + more
            content = self.file[begins : begins + size]
            if len(content) == size:
                return content
        raise PackageRefused("broken", "It is damaged and cannot be opened.")


@contextmanager
def opened_zip(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The zip in `content`, once it was looked at. Raises PackageRefused, also for what its use
    inside raises.

    Kinds: `broken`, `too-large`, `unsafe` (names that stand twice or lead outside, parts that
    overlap).
    """
    if len(content) > MAX_FILE:
        raise PackageRefused("too-large", "It is too large to be opened safely.")
    if content.count(_ENTRY) > MAX_ENTRIES:  # before zipfile makes an object of each
        raise PackageRefused("too-large", CROWDED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist())
            yield archive
    except PackageRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise PackageRefused("broken", "It is damaged and cannot be opened.") from None
    except (RuntimeError, UnicodeDecodeError, KeyError, IndexError):  # zipfile: a password, names
        raise PackageRefused("broken", "It is damaged or protected.") from None


def entries_of(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """What is in a zip, without its folders."""
    return {one.filename: one for one in archive.infolist() if not _is_folder(one)}


def unpacked(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    """These parts. Raises PackageRefused where they come to more than is unpacked."""
    entries = [archive.getinfo(name) for name in names]
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise PackageRefused("too-large", _INFLATED)
    return {entry.filename: _read(archive, entry) for entry in entries}


def texts_in_zip(content: bytes) -> list[bytes]:
    """All parts of an Office file that are XML, as they stand there. Raises PackageRefused."""
    with opened_zip(content) as archive:
        names = [name for name in entries_of(archive) if name.lower().endswith(".xml")]
        return list(unpacked(archive, names).values())


def key_of(name: str) -> str:
    """What is the same for two names of one part."""
    return unquote(name).replace("\\", "/").lower()


def names_in_zip(content: bytes) -> list[str]:
    """The names of what is in any zip, nothing unpacked; none where they cannot be read."""
    if content.count(_ENTRY) > MAX_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError):
        return []


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith(("/", "\\")) and not entry.file_size


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Raises PackageRefused for a zip that is not made as an Office program makes one."""
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused("too-large", CROWDED)
    names = [key_of(entry.filename) for entry in entries]
    if len(set(names)) < len(names):
        raise PackageRefused("unsafe", "It holds two parts of one name.")
    for name in names:
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise PackageRefused("unsafe", "It holds a part whose name leads outside it.")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise PackageRefused("unsafe", "It is packed in a way that Word does not use.")
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if any(
        one.header_offset + one.compress_size > two.header_offset for one, two in pairwise(ordered)
    ):
        raise PackageRefused("unsafe", "It holds parts that overlap.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise PackageRefused("unsafe", "A part is larger than it says.")
    return content
