"""A package whose parts are called otherwise, as other programs call them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from urllib.parse import quote

from lxml import etree

Names = Callable[[str], str]
Targets = Callable[[str, str], str]  # of a part, by the part that leads to it
LISTS = "[Content_Types].xml"
_TEXTS = re.compile(r"(?:word|xl|docProps|customXml)/.*\.xml")


def parts_in(content: bytes) -> dict[str, bytes]:
    """The parts as they lie in the zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relative(part: str, of: str) -> str:
    return posixpath.relpath(part, posixpath.dirname(of) or ".")


def _absolute(part: str, of: str) -> str:
    return f"/{part}"


def renamed(
    content: bytes, names: Names, targets: Targets = _relative, in_zip: Names = str
) -> bytes:
    """`content` with each part called what `names` says, led to as `targets` says; `in_zip` says
    how the zip itself writes a name."""
    parts = parts_in(content)
    called = {name: names(name) if not _is_list(name) else name for name in parts}
    made: dict[str, bytes] = {}
    for name, part in parts.items():
        if name == LISTS:
            made[in_zip(name)] = _types(part, called)
        elif name.endswith(".rels"):
            of = name.replace("_rels/", "").removesuffix(".rels")
            folder, file = posixpath.split(called.get(of, of))
            new = posixpath.join(folder, "_rels", f"{file}.rels")
            made[in_zip(new)] = _links(part, of, called, targets)
        else:
            made[in_zip(called[name])] = part
    return zipped(made)


def _is_list(name: str) -> bool:
    return name == LISTS or name.endswith(".rels")


def _types(part: bytes, called: Mapping[str, str]) -> bytes:
    root = etree.fromstring(part)
    for each in root:
        name = (each.get("PartName") or "").lstrip("/")
        if name in called:
            each.set("PartName", f"/{called[name]}")
    return etree.tostring(root)


def _links(part: bytes, of: str, called: Mapping[str, str], targets: Targets) -> bytes:
    root = etree.fromstring(part)
    for each in root:
        if each.get("TargetMode") != "External":
            said = each.get("Target") or ""
            whole = said.lstrip("/") if said[0] == "/" else f"{posixpath.dirname(of)}/{said}"
            name = posixpath.normpath(whole.lstrip("/"))
            if name in called:
                each.set("Target", targets(called[name], called.get(of, of)))
    return etree.tostring(root)


def as_word_online(name: str) -> str:
    """Every part that says anything with one more digit."""
    return re.sub(r"\.xml$", "2.xml", name) if _TEXTS.fullmatch(name) else name


def _of_a_program(name: str) -> str:
    """A folder and names of its own, in no way those of Word."""
    folder, ending = ("content", ".xml") if _TEXTS.fullmatch(name) else ("media", "")
    return f"{folder}/part-{sum(map(ord, name))}{ending or posixpath.splitext(name)[1]}"


def _swapped(name: str) -> str:
    other = {"word/styles.xml": "word/settings.xml", "xl/styles.xml": "xl/sharedStrings.xml"}
    return {**other, **{new: old for old, new in other.items()}}.get(name, name)


def _backslashes(name: str) -> str:
    return name.replace("/", "\\")


def _with_a_space(name: str) -> str:
    return quote(name.replace("styles", "my styles")) if _TEXTS.fullmatch(name) else name


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "as Word in the browser": lambda c: renamed(c, as_word_online),
    "by whole paths": lambda c: renamed(c, as_word_online, _absolute),
    "in capitals": lambda c: renamed(c, str.upper),
    "in capitals in the zip alone": lambda c: renamed(c, str, in_zip=str.upper),
    "in small letters in the zip alone": lambda c: renamed(c, str, in_zip=str.lower),
    "with backslashes": lambda c: renamed(c, str, in_zip=_backslashes),
    "with backslashes in its lists too": lambda c: renamed(
        c, str, lambda part, of: _backslashes(_relative(part, of)), _backslashes
    ),
    "in a folder of its own": lambda c: renamed(c, _of_a_program),
    "with exchanged names": lambda c: renamed(c, _swapped),
    "with a space in a name": lambda c: renamed(c, _with_a_space),
    "with dots in the paths": lambda c: renamed(
        c, str, lambda part, of: f"./{_relative(part, of)}"
    ),
    "with folders as entries": lambda c: zipped(
        {"word/": b"", "_rels/": b"", "xl/worksheets/": b"", **parts_in(c)}
    ),
    "beside parts that nothing leads to": lambda c: zipped(
        {
            **parts_in(renamed(c, as_word_online)),
            "word/document.xml": b"<old/>",
            "word/styles.xml": b"<old/>",
            "xl/workbook.xml": b"<old/>",
        }
    ),
}
