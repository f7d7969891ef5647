"""Opens a Word or Excel package after checking its zip, and writes one reproducibly.

The parts have their usual names, whatever they are called in the file (`part_names.py`), and say
what they say in UTF-8 and in the usual words of Open XML. What nobody asks for is not unpacked.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from lfe_cli.word.part_names import CONTENT_TYPES, is_list, key_of, usual_names, with_usual_names
from lfe_cli.word.xml import XmlRefused, parse, usual_xml, w

MAX_FILE = 60_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 25_000_000  # of the parts that are unpacked; a form has some 300,000
_MAX_LISTED = 50_000  # marks in the package's own lists; those of a form have some hundred
TEXTS = r"(?i:.*\.(?:xml|rels|vml))"  # what says anything: no picture, no font, no file inside
_READ = r"(?:word/(?:theme/)?|docProps/)[^/]*\.xml|\[Content_Types\]\.xml|(?:word/)?_rels/[^/]*"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"  # how each line of a zip's table of contents begins
_HEAD = struct.Struct("<4s22xHH")  # before each part: how long its name is, and what else is there
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
    """The parts of a package by their usual names, in their order in the zip. `names` are those of
    all its parts, also of those that were not unpacked; `packed` holds these as they lie there."""

    parts: Mapping[str, bytes]
    names: tuple[str, ...]
    packed: Mapping[str, Packed] = field(default_factory=dict, repr=False)

    def part(self, name: str) -> bytes | None:
        """One part, None where it is not there."""
        return self.parts.get(name)

    def matching(self, pattern: str) -> list[str]:
        """The names of the parts that match the regular expression `pattern` whole."""
        return [name for name in self.parts if re.fullmatch(pattern, name)]


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


def open_package(content: bytes, only: str = TEXTS) -> Package:
    """The parts of `content`. Raises PackageRefused before anything large is unpacked.

    Just the parts whose usual names match `only`, a regular expression, whole are unpacked: a
    photograph that is damaged, or large, is no matter.

    Kinds: `not-a-package` (a picture, a PDF, .doc, with a password),
    `broken`, `too-large`, `unsafe` (names that stand twice or lead outside, parts that overlap).
    """
    if not content.startswith(b"PK"):
        from lfe_cli.word.what_it_is import what_it_is  # its table is rarely needed

        raise PackageRefused("not-a-package", what_it_is(content).sentence)
    if len(content) > MAX_FILE:
        raise PackageRefused("too-large", "It is too large to be opened safely.")
    if content.count(_ENTRY) > MAX_ENTRIES:  # before zipfile makes an object of each
        raise PackageRefused("too-large", _CROWDED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _opened(content, archive, only)
    except PackageRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise PackageRefused("broken", "It is damaged and cannot be opened.") from None
    except (RuntimeError, UnicodeDecodeError, KeyError, IndexError):  # zipfile: a password, names
        raise PackageRefused("broken", "It is damaged or protected.") from None


def open_document(content: bytes) -> Package:
    """A Word document that has a text, and whose parts can all be read. Raises PackageRefused."""
    package = open_package(content)
    try:
        roots = {name: parse(package.parts[name]) for name in package.matching(_READ)}
    except XmlRefused:
        raise PackageRefused("broken", "A part of it is damaged.") from None
    text = roots.get("word/document.xml")
    lists = {CONTENT_TYPES, "_rels/.rels"}
    if text is None or text.find(w("body")) is None or not lists <= roots.keys():
        raise PackageRefused("not-a-package", "It is not a Word document.")
    return package


def _opened(content: bytes, archive: zipfile.ZipFile, only: str) -> Package:
    _check(archive.infolist())
    entries = {one.filename: one for one in archive.infolist() if not _is_folder(one)}
    lists = _unpacked(archive, filter(is_list, entries))
    if sum(one.count(b"<") for one in lists.values()) > _MAX_LISTED:
        raise PackageRefused("too-large", _CROWDED)
    called = usual_names(tuple(entries), lists)
    wanted = {name: usual for name, usual in called.items() if re.fullmatch(only, usual)}
    listed = with_usual_names(lists, called)
    read = _unpacked(archive, (name for name in wanted if name not in lists))
    parts = {
        usual: listed[usual] if name in lists else read[name] for name, usual in wanted.items()
    }
    packed = {
        called[name]: Packed(content, entry)
        for name, entry in entries.items()
        if name not in wanted
    }
    return Package(parts, tuple(called.values()), packed)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith(("/", "\\")) and not entry.file_size


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Raises PackageRefused for a zip that is not made as an Office program makes one."""
    if len(entries) > MAX_ENTRIES:
        raise PackageRefused("too-large", _CROWDED)
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


def _unpacked(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    entries = [archive.getinfo(name) for name in names]
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise PackageRefused("too-large", _INFLATED)
    return {entry.filename: usual_xml(_read(archive, entry)) for entry in entries}


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise PackageRefused("unsafe", "A part is larger than it says.")
    return content


def names_in_zip(content: bytes) -> list[str]:
    """The names of what is in any zip, nothing unpacked; none where they cannot be read."""
    if content.count(_ENTRY) > MAX_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError):
        return []


def write_package(parts: Mapping[str, bytes], package: Package | None = None) -> bytes:
    """`parts` as a zip with fixed times, [Content_Types].xml first: same parts, same bytes.

    What of `package` was not unpacked goes with them as it is packed there.
    """
    first = CONTENT_TYPES
    packed = package.packed if package is not None else {}
    names = [first, *sorted({*parts, *packed} - {first})]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            if name in parts:
                archive.writestr(entry, parts[name])
            else:
                _put_packed(archive, buffer, entry, packed[name])
    return buffer.getvalue()


def _put_packed(
    archive: zipfile.ZipFile, buffer: io.BytesIO, entry: zipfile.ZipInfo, packed: Packed
) -> None:
    """Put a part into the zip as it is packed in another: zipfile itself only packs anew."""
    entry.compress_type, entry.CRC = packed.entry.compress_type, packed.entry.CRC
    entry.compress_size, entry.file_size = packed.entry.compress_size, packed.entry.file_size
    entry.header_offset = archive.start_dir
    buffer.seek(archive.start_dir)
    buffer.write(entry.FileHeader() + packed.content())
    archive.start_dir = buffer.tell()
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
