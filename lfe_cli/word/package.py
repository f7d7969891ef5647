"""Opens a Word or Excel package after checking its zip, and writes one reproducibly.

The parts have their usual names, whatever they are called in the file (`part_names.py`), and say
what they say in UTF-8 and in the usual words of Open XML. What nobody asks for is not unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lfe_cli.word.part_names import CONTENT_TYPES, is_list, usual_names, with_usual_names
from lfe_cli.word.xml import XmlRefused, parse, usual_xml, w
from lfe_cli.word.zips import CROWDED, PackageRefused, Packed, entries_of, opened_zip, unpacked

_MAX_LISTED = 50_000  # marks in the package's own lists; those of a form have some hundred
TEXTS = r"(?i:.*\.(?:xml|rels|vml))"  # what says anything: no picture, no font, no file inside
_READ = r"(?:word/(?:theme/)?|docProps/)[^/]*\.xml|\[Content_Types\]\.xml|(?:word/)?_rels/[^/]*"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


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
    with opened_zip(content) as archive:
        return _opened(content, archive, only)


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
    entries = entries_of(archive)
    lists = _usual(archive, filter(is_list, entries))
    if sum(one.count(b"<") for one in lists.values()) > _MAX_LISTED:
        raise PackageRefused("too-large", CROWDED)
    called = usual_names(tuple(entries), lists)
    wanted = {name: usual for name, usual in called.items() if re.fullmatch(only, usual)}
    listed = with_usual_names(lists, called)
    read = _usual(archive, (name for name in wanted if name not in lists))
    parts = {
        usual: listed[usual] if name in lists else read[name] for name, usual in wanted.items()
    }
    packed = {
        called[name]: Packed(content, entry)
        for name, entry in entries.items()
        if name not in wanted
    }
    return Package(parts, tuple(called.values()), packed)


def _usual(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    return {name: usual_xml(part) for name, part in unpacked(archive, names).items()}


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
