"""Every text that a file holds, each with its place: what is shown, and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Literal

from lfe_cli.checks.room import Room, TooMuch
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.yamlfile import YamlText, read_yaml
from lfe_cli.text import NotText, decoded

# What people read as sentences; wording is looked at only there. The other kinds (property, link,
# author, key, name, field, picture, unread, ...) are searched for identifiers alone.
PROSE = frozenset(
    {"body", "heading", "item", "header", "footer", "note", "comment", "deleted", "hidden", "alt"}
)


# What is left in a document of how it was made, where the text alone does not say so.
Leftover = Literal["tracked-change", "comment-left", "author"]


@dataclass(frozen=True)
class Passage:
    """One text in a file. `where` is its place as a person would say it.

    `path` leads to it in a file of keys and values (indices count from 0).
    """

    where: str
    text: str
    kind: str = "body"
    path: tuple[str | int, ...] = ()
    leftover: Leftover | None = None


@dataclass(frozen=True)
class Inside:
    """The reading of files that are inside another one, in what room that one leaves."""

    room: Room
    depth: int = 0

    def read(self, name: str, content: bytes) -> tuple[Passage, ...]:
        """The passages of one. Raises LfeError where it cannot be opened."""
        if self.depth >= _DEEPEST:
            raise cannot_open(name, "It is inside too many other files.")
        return _read(name, content, Inside(self.room, self.depth + 1))


def cannot_open(name: str, sentence: str, do: str = "") -> LfeError:
    """The refusal of a file that these checks cannot read, and so did not check."""
    return LfeError(
        f"{PurePath(name).name} was not checked. {sentence}",
        where=name,
        next_step=do or "Save it as a Word document (.docx) or as text, and check that.",
    )


def file_inside(name: str, content: bytes, inside: Inside, called: str) -> list[Passage]:
    """The passages of a file that is inside another one."""
    here = f"{called} {name}"
    before = inside.room.text
    try:
        inner = inside.read(name, content)
        inside.room.text = before  # they are counted with the file that they are in
    except TooMuch:
        raise
    except LfeError:
        return [Passage(here, name, "name"), Passage(here, name, "unread")]
    return [replace(passage, where=f"{here}, {passage.where}") for passage in inner]


_DEEPEST = 2


def passages(name: str, content: bytes) -> tuple[Passage, ...]:
    """Everything in the file called `name`, its name included.

    Raises LfeError where the file cannot be opened, and TooMuch where it holds more than is
    looked at.
    """
    return _read(name, content, Inside(Room()))


def _read(name: str, content: bytes, inside: Inside) -> tuple[Passage, ...]:
    found = []
    for passage in _found(name, content, inside):
        inside.room.take(passage.text)
        found.append(passage)
    return (*found, Passage("file name", PurePath(name).name, "name"))


def _found(name: str, content: bytes, inside: Inside) -> Iterable[Passage]:
    ending = PurePath(name).suffix.lower()
    if ending in {".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm"}:
        _refuse_what_is_none(name, content)
        from lfe_cli.checks.office_texts import office_passages  # a line of text needs none of it

        return office_passages(name, content, inside)
    if ending == ".eml":
        from lfe_cli.checks.mail_texts import mail_passages

        return mail_passages(name, content, inside)
    if ending in {".doc", ".pdf", ".odt", ".rtf", ".xls", ".pptx", ".ppt", ".msg", ".zip"}:
        raise _other(name, content)
    inside.room.refuse(content)
    text = _text_of(name, content)
    if ending == ".ics":
        return _calendar_passages(text)
    return _yaml(name, text) if ending in {".yaml", ".yml"} else _lines(text)


def _text_of(name: str, content: bytes) -> str:
    """`content` as text, in any of the usual encodings. Raises LfeError for what is no text."""
    try:
        text = decoded(content)
    except NotText:
        text = "\0"
    if "\0" in text:
        raise _other(name, content)
    return text


def _refuse_what_is_none(name: str, content: bytes) -> None:
    """Raises LfeError for what is called a Word or Excel file, and is something else."""
    from lfe_cli.word.file_kinds import kind_of  # its table is rarely needed

    if kind_of(content).standing not in {"document", "workbook"}:
        raise _other(name, content)


def _other(name: str, content: bytes) -> LfeError:
    from lfe_cli.word.what_it_is import what_it_is

    told = what_it_is(content, PurePath(name).name)
    return cannot_open(name, told.what, told.do)


def _lines(text: str) -> Iterator[Passage]:
    for number, line in enumerate(text.splitlines(), start=1):
        kind = "heading" if re.match(r"#{1,6}\s", line) else "body"
        if line.strip():
            yield Passage(f"line {number}", line, kind)


def _yaml(name: str, text: str) -> Iterable[Passage]:
    try:
        source = read_yaml(text, PurePath(name).name)
    except FileProblems:
        return _lines(text)  # broken YAML can hold a name as well: its lines are read as they are
    found = _values(source, source.data, ())
    every = found + _comments(source)
    return [passage for _, passage in sorted(every, key=lambda placed: placed[0])]


_Placed = tuple[int, Passage]  # the line in which it stands


def _values(source: YamlText, value: Any, path: tuple[str | int, ...]) -> list[_Placed]:
    line = source.line(path)
    if isinstance(value, dict):
        below = [p for key in value for p in _values(source, value[key], (*path, key))]
        keys = [(source.line((*path, key)), key) for key in value]
        return [(at or 0, Passage(_place(at, path), key, "key")) for at, key in keys] + below
    if isinstance(value, list):
        return [p for i, item in enumerate(value) for p in _values(source, item, (*path, i))]
    if value is None:
        return []
    kind = "item" if path and isinstance(path[-1], int) else "body"
    return [(line or 0, Passage(_place(line, path), str(value), kind, path))]


def _place(line: int | None, path: tuple[str | int, ...]) -> str:
    steps = ", ".join(f"item {part + 1}" if isinstance(part, int) else part for part in path)
    return f"line {line}" + (f" ({steps})" if steps else "")


def _comments(source: YamlText) -> list[_Placed]:
    return [
        (one.line, Passage(f"line {one.line} (a comment)", one.text, "comment"))
        for one in source.comments
        if one.text
    ]


# ---------------------------------------------------------------- calendar

_CLOCK = re.compile(r"(?:DT|TZ|RRULE|RDATE|EXDATE|UID|SEQUENCE|CREATED|LAST-MODIFIED|PRODID)")


def _calendar_passages(text: str) -> Iterator[Passage]:
    """The lines of a calendar file, unfolded; those that only tell the clock are left out."""
    lines: list[tuple[int, list[str]]] = []
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        if line[:1] in {" ", "\t"} and lines:
            lines[-1][1].append(line[1:])
        else:
            lines.append((number, [line]))
    for number, pieces in lines:
        name, _, value = "".join(pieces).partition(":")
        if value and not _CLOCK.match(name):
            shown = re.sub(r"\\([nN,;\\])", lambda m: "\n" if m[1] in "nN" else m[1], value)
            label = name.partition(";")[0]
            kind = "address" if label in {"ORGANIZER", "ATTENDEE"} else "body"
            yield Passage(f"line {number} ({label})", shown, kind)
            if ";" in name:
                yield Passage(f"line {number} ({label})", name.partition(";")[2], "key")
