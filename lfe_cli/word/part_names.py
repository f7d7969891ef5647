"""The usual names of a package's parts, whatever they are called in the file.

Which part is the styles, a header, the comments is said by relationships and content types; a name
says nothing. Word in the browser writes `word/document2.xml`, other programs other letters' case,
backslashes, folders of their own. Here each part is found as Office finds it, once, and gets the
name that Word and Excel themselves give it, in the package's own lists too: everything that comes
after, libraries among it, knows parts by these names alone.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from lfe_cli.word.xml import XmlRefused, parse, serialise
from lfe_cli.word.zips import key_of

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

# What a part is, by the last word of a relationship's type (nearly always that of its content type
# too), and its name: in the folder of what it belongs to, "#" a number.
_OF_THE_FILE = {
    "core-properties": "docProps/core.xml",
    "extended-properties": "docProps/app.xml",
    "custom-properties": "docProps/custom.xml",
}
_OF_WORD = {
    **{one: f"{one}.xml" for one in ("styles", "stylesWithEffects", "numbering", "settings")},
    **{one: f"{one}.xml" for one in ("webSettings", "fontTable", "footnotes", "endnotes")},
    **{one: f"{one}.xml" for one in ("comments", "commentsExtended", "commentsIds", "people")},
    "commentsExtensible": "commentsExtensible.xml",
    "header": "header#.xml",
    "footer": "footer#.xml",
    "theme": "theme/theme#.xml",
    "glossaryDocument": "glossary/document.xml",
    "customXml": "/customXml/item#.xml",
    "vbaProject": "vbaProject.bin",
    "oleObject": "embeddings/oleObject#",
    "package": "embeddings/package#",
    "control": "activeX/activeX#.xml",
}
_OF_EXCEL = {
    **{one: f"{one}.xml" for one in ("styles", "sharedStrings", "calcChain")},
    "worksheet": "worksheets/sheet#.xml",
    "theme": "theme/theme#.xml",
    "comments": "comments#.xml",
    "threadedComment": "threadedComments/threadedComment#.xml",
    "person": "persons/person#.xml",
    "externalLink": "externalLinks/externalLink#.xml",
    "vbaProject": "vbaProject.bin",
    "customXml": "/customXml/item#.xml",
}
_MAINS = {"word": "word/document.xml", "xl": "xl/workbook.xml"}
_ROWS = {"word": _OF_WORD, "xl": _OF_EXCEL}
_ITS_PARTS_BESIDE = ("word/document.xml", "word/glossary/document.xml", "xl/workbook.xml")
_FAMILIES = (("word", ("wordprocessingml", "ms-word")), ("xl", ("spreadsheetml", "ms-excel")))


class _Link(NamedTuple):
    kind: str
    target: str  # the name, in the file, of the part that it leads to


def is_list(name: str) -> bool:
    """Whether a part is one of the package's own lists: of relationships, of content types."""
    key = key_of(name)
    return key == CONTENT_TYPES.lower() or key.endswith(".rels")


def usual_names(names: Sequence[str], lists: Mapping[str, bytes]) -> dict[str, str]:
    """The usual name of each part. `lists` are those that `is_list` is true of."""
    return _Names(names, lists).found()


def with_usual_names(lists: Mapping[str, bytes], called: Mapping[str, str]) -> dict[str, bytes]:
    """The package's lists by their usual names, saying what `called` says; unchanged where they
    say so already, or cannot be read."""
    looked = _Names(tuple(called), lists)
    changed: dict[str, bytes] = {}
    for name, content in lists.items():
        root = _parsed(content)
        again = (
            _types_renamed(root, looked, called)
            if called[name] == CONTENT_TYPES
            else _links_renamed(root, looked, name, called)
        )
        changed[called[name]] = serialise(root) if again and root is not None else content
    return changed


def type_of(parts: Mapping[str, bytes], name: str) -> str:
    """The content type of the part called `name`, "" where none is said. Raises XmlRefused."""
    root = parse(parts.get(CONTENT_TYPES, b""))
    said = {each.get("PartName"): each.get("ContentType") for each in root}
    by_ending = {(each.get("Extension") or "").lower(): each.get("ContentType") for each in root}
    return said.get(f"/{name}") or by_ending.get(_ending(name)) or ""


class _Names:
    """What a package's lists say of its parts, and the names that follow from it."""

    def __init__(self, names: Sequence[str], lists: Mapping[str, bytes]) -> None:
        self.by_key = {key_of(name): name for name in names}
        self._lists = {key_of(name): content for name, content in lists.items()}
        self.types = self._types()
        self._found: dict[str, str] = {}
        self._taken: set[str] = set()
        self._next: Counter[str] = Counter()  # the number for one more of a row
        self._family = ""

    def found(self) -> dict[str, str]:
        """Each part's usual name; those that have none keep theirs, with simple slashes."""
        for link in self.links(""):
            if link.kind == "officeDocument" and not self._family:
                self._take_main(link.target)
            elif link.kind in _OF_THE_FILE:
                self._take(link.target, _OF_THE_FILE[link.kind])
        if not self._family:
            self._find_main()
        self._follow()
        for name in self.by_key.values():
            self._take_by_itself(name)
        return self._with_the_others()

    # ------------------------------------------------------------ the lists

    def _types(self) -> dict[str, str]:
        """Content types by the keys of parts."""
        root = _parsed(self._lists.get(CONTENT_TYPES.lower()))
        found = root.iter(f"{{{_TYPES}}}Override") if root is not None else ()
        return {
            key_of(each.get("PartName") or "").lstrip("/"): each.get("ContentType") or ""
            for each in found
        }

    def links(self, part: str) -> Iterator[_Link]:
        """What `part` leads to in the package; of the package itself for ""."""
        root = _parsed(self._lists.get(key_of(_list_of(part))))
        for each in _inside(root):
            target = self.target(part, each.get("Target") or "")
            if target is not None:
                yield _Link((each.get("Type") or "").rsplit("/", 1)[-1], target)

    def target(self, part: str, target: str) -> str | None:
        """The part that `part` means by `target`."""
        key, folder = key_of(target), posixpath.dirname(key_of(part))
        whole = key.lstrip("/") if key.startswith("/") else posixpath.join(folder, key)
        return self.by_key.get(posixpath.normpath(whole))

    # ------------------------------------------------------------ finding

    def _take_main(self, name: str) -> None:
        said = self.types.get(key_of(name), "")
        families = [family for family, words in _FAMILIES if any(word in said for word in words)]
        family = families[0] if families else key_of(name).split("/")[0]
        if family in _MAINS and not key_of(name).endswith(".bin"):
            self._family = family
            self._take(name, _MAINS[family])

    def _find_main(self) -> None:
        """The main part of a package that does not say which it is."""
        of_type = [key for key, kind in self.types.items() if kind.endswith("main+xml")]
        for key in (*of_type, *_MAINS.values()):
            if key in self.by_key and not self._family:
                self._take_main(self.by_key[key])

    def _follow(self) -> None:
        rows = _ROWS.get(self._family, {})
        waiting = list(self._found)
        seen = set(waiting)
        while waiting:
            part = waiting.pop(0)
            for kind, target in self.links(part):
                if kind in rows:
                    self._take(target, _beside(self._found.get(part, ""), self._family, rows[kind]))
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)

    def _take_by_itself(self, name: str) -> None:
        """A part that nothing leads to: by its content type, else by its name in other letters."""
        rows = {
            **{kind: _beside("", self._family, row) for kind, row in self._rows().items()},
            **_OF_THE_FILE,
        }
        said = re.search(r"([\w-]+)\+xml$", self.types.get(key_of(name), ""))
        if said and said[1] in rows:
            self._take(name, rows[said[1]])
        else:
            own = (row for row in rows.values() if row.lower() == key_of(name))
            self._take(name, next(own, ""))

    def _rows(self) -> Mapping[str, str]:
        return _ROWS.get(self._family, {})

    def _take(self, name: str, usual: str) -> None:
        """Call a part by `usual`, unless it has a name already or another part has this one."""
        if name in self._found or not usual:
            return
        free = self._numbered(name, usual) if "#" in usual else usual
        if free.lower() not in self._taken:
            self._found[name] = free
            self._taken.add(free.lower())

    def _numbered(self, name: str, usual: str) -> str:
        before, after = usual.split("#")
        after = after or posixpath.splitext(key_of(name))[1]
        own = re.fullmatch(rf"{re.escape(before)}(\d*){re.escape(after)}", key_of(name), re.I)
        if own:
            return f"{before}{own[1]}{after}"
        while True:
            self._next[usual] += 1
            free = f"{before}{self._next[usual]}{after}"
            if free.lower() not in self._taken and free.lower() not in self.by_key:
                return free

    # ------------------------------------------------------------ the others

    def _with_the_others(self) -> dict[str, str]:
        """All parts: each list goes with its part, and who holds another's name gives way."""
        called = dict(self._found)
        taken = set(self._taken)
        lists = [name for name in self.by_key.values() if is_list(name)]
        for name in (*(n for n in self.by_key.values() if n not in lists), *lists):
            if name not in called:
                called[name] = _free(self._own(name, called), taken)
                taken.add(called[name].lower())
        return called

    def _own(self, name: str, called: Mapping[str, str]) -> str:
        key = key_of(name)
        if key == CONTENT_TYPES.lower():
            return CONTENT_TYPES
        folder, file = posixpath.split(key)
        if key.endswith(".rels") and posixpath.basename(folder) == "_rels":
            of = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            if not file.removesuffix(".rels"):
                return _list_of("")
            if of in self.by_key:
                return _list_of(called[self.by_key[of]])
        return name.replace("\\", "/")


def _list_of(part: str) -> str:
    """The name of the list of what `part` leads to."""
    folder, file = posixpath.split(part.replace("\\", "/"))
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _beside(part: str, family: str, row: str) -> str:
    """The name that a row means for what belongs to the part called `part`."""
    if row.startswith("/"):
        return row.lstrip("/")
    folder = posixpath.dirname(part) if part in _ITS_PARTS_BESIDE else family
    return posixpath.join(folder, row)


def _free(name: str, taken: set[str]) -> str:
    """`name`, or where another part has it, one like it."""
    folder, file = posixpath.split(name)
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = posixpath.join(folder, f"other{number}-{file}")
    return free


def _parsed(content: bytes | None) -> etree._Element | None:
    """A list's XML; None where it is missing or cannot be read."""
    try:
        return parse(content) if content is not None else None
    except XmlRefused:
        return None


def _inside(root: etree._Element | None) -> Iterable[etree._Element]:
    """The relationships that do not lead out of the package."""
    found = root.iter(f"{{{_RELATIONSHIPS}}}Relationship") if root is not None else ()
    return (each for each in found if (each.get("TargetMode") or "").lower() != "external")


def _links_renamed(
    root: etree._Element | None, looked: _Names, name: str, called: Mapping[str, str]
) -> bool:
    """Let relationships lead to the names in `called`; whether any was changed."""
    key = key_of(name)
    of = posixpath.join(posixpath.dirname(posixpath.dirname(key)), posixpath.basename(key)[:-5])
    part = looked.by_key.get(of, "")
    if not part and of:
        return False  # of a part that is not there
    changed = False
    for each in _inside(root):
        said = each.get("Target") or ""
        target = looked.target(part, said)
        folder = posixpath.dirname(called.get(part, ""))
        whole = said.lstrip("/") if said.startswith("/") else posixpath.join(folder, said)
        if target is not None and posixpath.normpath(whole) != called[target]:
            each.set("Target", f"/{called[target]}")
            changed = True
    return changed


def _types_renamed(root: etree._Element | None, looked: _Names, called: Mapping[str, str]) -> bool:
    """Let content types name parts as `called` does; whether any was changed."""
    if root is None:
        return False
    changed = False
    for each in root.iter(f"{{{_TYPES}}}Override"):
        said = each.get("PartName") or ""
        part = looked.by_key.get(key_of(said).lstrip("/"))
        if part is not None and said != f"/{called[part]}":
            each.set("PartName", f"/{called[part]}")
            changed = True
    by_ending = {
        (each.get("Extension") or "").lower(): each.get("ContentType") or ""
        for each in root.iter(f"{{{_TYPES}}}Default")
    }
    for part, usual in called.items():
        old, new = (by_ending.get(_ending(each)) for each in (part, usual))
        if old and old != new and key_of(part) not in looked.types:
            etree.SubElement(
                root, f"{{{_TYPES}}}Override", {"PartName": f"/{usual}", "ContentType": old}
            )
            changed = True
    return changed


def _ending(name: str) -> str:
    return posixpath.splitext(name)[1].lstrip(".").lower()
