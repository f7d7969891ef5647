"""The opening of what an agency sent, as data alone: no macro, no link, no document type.

What stands in a file beside its text is remarked on, and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from lfe_cli.sentences import counted
from lfe_cli.word.file_kinds import kind_of
from lfe_cli.word.flow import Flow, flow_of
from lfe_cli.word.marking import Marking
from lfe_cli.word.package import Package, open_package
from lfe_cli.word.styles import Lists, Numbering, Styles
from lfe_cli.word.walk import TooMuchText
from lfe_cli.word.what_it_is import what_it_is
from lfe_cli.word.xml import XmlRefused, parse, w
from lfe_cli.word.zips import PackageRefused

# A form of fifty pages has about 100,000 marks and 150,000 letters; a document beyond these bounds
# was not written by people, and would take longer than anybody waits.
MAX_MARKS = 250_000
MAX_TEXT = 1_000_000
_BESIDE = 3  # its styles and lists may be this many times smaller,
_AROUND = 10  # and what stands around the text this many
_ATTRIBUTES = 2  # for each mark
_PARTS = r".*\.(xml|rels)"
_NOTES = r"word/(footnotes|endnotes)\.xml"
_EDGES = r"word/(header|footer)\d*\.xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

_TOO_MUCH = "It holds far more than a form that people filled in."
_BY_A_PERSON = "It can be kept as it is; its answers have to be read by a person."


class CannotRead(Exception):
    """The file is not read; `sentence` says why, for the officer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Opened:
    """A Word document's text: its body, and what stands around it (heads, feet, notes).

    `left_out`: some of that could not be read; it is damaged, or too much.
    """

    package: Package
    body: Flow
    around: tuple[Flow, ...]
    notes: tuple[Flow, ...]
    left_out: bool


def why_not_read(content: bytes, name: str = "") -> str:
    """The sentence why a file of its kind is not read; empty for a Word document."""
    kind = kind_of(content, name)
    if kind.standing == "document":
        return ""
    to_be_kept = kind.standing != "beside" and not kind.do
    return f"{what_it_is(content, name).sentence} {_BY_A_PERSON if to_be_kept else ''}".rstrip()


def open_word(content: bytes) -> Opened:
    """The document in `content`. Raises CannotRead, and nothing else, where it is not read."""
    package = open_parts(content)
    text = package.part("word/document.xml")
    root = None if text is None else _parsed(text, MAX_MARKS)
    if root is None or root.find(w("body")) is None:
        raise CannotRead("It is damaged: there is no text in it.")
    most = MAX_MARKS // _BESIDE
    numbering, styles = (_part(package, f"word/{one}.xml", most) for one in ("numbering", "styles"))
    said = Styles(styles)
    marking = Marking(said)
    try:
        body = flow_of(root, Lists(Numbering(numbering), said), MAX_TEXT, marking)
    except TooMuchText:
        raise CannotRead(_TOO_MUCH) from None
    del root  # a large tree is not kept while the notes are read
    notes, edges = (_walked(package, where, marking) for where in (_NOTES, _EDGES))
    left_out = len(notes) + len(edges) < len(package.matching(f"{_NOTES}|{_EDGES}"))
    return Opened(package, body, edges, notes, left_out)


def open_parts(content: bytes) -> Package:
    """The parts of a Word document, none of them read. Raises CannotRead."""
    why = why_not_read(content)
    if why:
        raise CannotRead(why)
    try:
        return open_package(content, only=_PARTS)
    except PackageRefused as refused:
        raise CannotRead(refused.sentence) from None


def around(package: Package) -> tuple[Flow, ...]:
    """The heads and feet of the pages."""
    return _walked(package, _EDGES)


def _walked(package: Package, pattern: str, marking: Marking | None = None) -> tuple[Flow, ...]:
    flows = []
    for root in parts_of(package, package.matching(pattern)):
        try:
            flows.append(flow_of(root, most=MAX_TEXT // _AROUND, marking=marking))
        except TooMuchText:
            continue
    return tuple(flows)


def parts_of(package: Package, names: Iterable[str]) -> Iterator[etree._Element]:
    """Parts that can be done without: those that are broken are left out, and those that
    together are more than anybody reads."""
    room = MAX_MARKS // _AROUND
    for name in sorted(names):
        weight = _weight(package.parts[name])
        if weight <= room:
            room -= weight
            root = _part(package, name, room + weight)
            if root is not None:
                yield root


@dataclass(frozen=True)
class Relation:
    """Something that a part points to. `kind` is the last word of its type (`hyperlink`)."""

    kind: str
    target: str
    external: bool


def relations(package: Package, pattern: str) -> list[Relation]:
    """The relations in the parts whose names match; none where they are missing or broken."""
    return [
        Relation(
            element.get("Type", "").rsplit("/", 1)[-1],
            unquote(element.get("Target", "")),
            element.get("TargetMode") == "External",
        )
        for root in parts_of(package, package.matching(pattern))
        for element in root.findall(f"{{{_RELATIONSHIPS}}}Relationship")
    ]


def _part(package: Package, name: str, most: int) -> etree._Element | None:
    """A part that can be done without: None where it is missing, too large or broken."""
    content = package.parts.get(name)
    try:
        return None if content is None else _parsed(content, most)
    except CannotRead:
        return None


def _weight(content: bytes) -> int:
    """The number of marks in a part; many attributes weigh as much as marks do."""
    return max(content.count(b"<"), content.count(b"=") // _ATTRIBUTES)


def _parsed(content: bytes, most: int) -> etree._Element:
    if _weight(content) > most:
        raise CannotRead(_TOO_MUCH)
    try:
        return parse(content)
    except XmlRefused as refused:
        if refused.kind == "document-type":
            raise CannotRead(
                "It holds what no Word document holds, so it was not opened."
            ) from None
        raise CannotRead("It is damaged and cannot be read.") from None


def remarks(opened: Opened, blank: Opened | None) -> list[str]:
    """One sentence for each thing that was there and is no answer."""
    return [*_of_the_text(opened, blank), *_of_the_file(opened, blank)]


def _of_the_text(opened: Opened, blank: Opened | None) -> list[str]:
    seen = opened.body.seen
    found = []
    if seen["inserted"] or seen["deleted"]:
        found.append(
            "It holds tracked changes: what was put in was read, what was taken out was not."
        )
    comments = _comments(opened)
    if comments:
        found.append(f"It holds {_count(comments, 'comment')}. Comments are not answers.")
    pictures = seen["pictures"] - (blank.body.seen["pictures"] if blank else 0)
    if pictures > 0:
        found.append(
            f"It holds {_count(pictures, 'picture')}. Look at the file for what they show."
        )
    if seen["imported"]:
        found.append("It brings in another document, which was not read.")
    if opened.left_out:
        found.append("Its notes, its header or its footer are damaged, and were not read.")
    return found


def _of_the_file(opened: Opened, blank: Opened | None) -> list[str]:
    found = []
    names = [name.lower() for name in opened.package.names]
    if any(name.endswith("vbaproject.bin") for name in names):
        found.append("It holds macros. They were not run.")
    embedded = sum("/embeddings/" in name or "/activex/" in name for name in names)
    if embedded:
        found.append(f"It holds {_count(embedded, 'embedded file')}, not opened.")
    links = _outside(opened) - (_outside(blank) if blank else set())
    if any(link.kind == "attachedTemplate" for link in links):
        found.append("It asks for a template from elsewhere, which was not fetched.")
    others = [link for link in links if link.kind not in {"attachedTemplate", "hyperlink"}]
    if others:
        found.append(f"It points to {_count(len(others), 'file')} elsewhere, not fetched.")
    addresses = [link for link in links if link.kind == "hyperlink"]
    if addresses:
        found.append(f"It holds {_count(len(addresses), 'link')}, not followed.")
    return found


def _outside(opened: Opened) -> set[Relation]:
    return {link for link in relations(opened.package, r"(.*/)?_rels/.*\.rels") if link.external}


def _comments(opened: Opened) -> int:
    names = opened.package.matching(r"word/comments\.xml")
    return sum(len(root.findall(w("comment"))) for root in parts_of(opened.package, names))


def _count(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else counted(number, thing)
