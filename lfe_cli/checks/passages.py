"""Every text that a file holds, each with its place: what is shown, and what is not."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePath
from typing import Any

from lfe_cli.checks import mail, wordfile, workbook
from lfe_cli.checks.passage import Passage, cannot_open
from lfe_cli.errors import FileProblems
from lfe_cli.review.yamlfile import YamlText, read_yaml
from lfe_cli.text import NotText, decoded

_DEEPEST = 2


def passages(name: str, content: bytes, depth: int = 0) -> tuple[Passage, ...]:
    """Everything in the file called `name`, its name included.

    Raises LfeError where the file cannot be opened.
    """
    if depth > _DEEPEST:
        raise cannot_open(name, "It is inside too many other files.")
    inside = partial(passages, depth=depth + 1)
    ending = PurePath(name).suffix.lower()
    if ending in {".docx", ".docm", ".dotx", ".dotm"}:
        found = wordfile.word_passages(name, content, inside)
    elif ending in {".xlsx", ".xlsm"}:
        found = workbook.workbook_passages(name, content, inside)
    elif ending == ".eml":
        found = mail.mail_passages(content, inside)
    elif ending == ".ics":
        found = mail.calendar_passages(text_of(name, content))
    elif ending in {".yaml", ".yml"}:
        found = _yaml(name, text_of(name, content))
    elif ending in {".doc", ".pdf", ".odt", ".rtf", ".xls", ".pptx", ".ppt"}:
        raise cannot_open(name, f"Files that end in {ending} cannot be read here.")
    else:
        found = _lines(text_of(name, content))
    return (*found, Passage("file name", PurePath(name).name, "name"))


def text_of(name: str, content: bytes) -> str:
    """`content` as text, in any of the usual encodings. Raises LfeError for what is no text."""
    try:
        text = decoded(content)
    except NotText:
        text = "\0"
    if "\0" in text:
        raise cannot_open(name, "It is not a text file.")
    return text


def _lines(text: str) -> list[Passage]:
    found: list[Passage] = []
    for number, line in enumerate(text.splitlines(), start=1):
        kind = "heading" if re.match(r"#{1,6}\s", line) else "body"
        if line.strip():
            found.append(Passage(f"line {number}", line, kind))
    return found


def _yaml(name: str, text: str) -> list[Passage]:
    try:
        source = read_yaml(text, PurePath(name).name)
    except FileProblems:
        return _lines(text)  # broken YAML can hold a name as well: its lines are read as they are
    found = _values(source, source.data, ())
    every = found + _comments(text, [passage for _, passage in found])
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
    said = ", ".join(f"item {part + 1}" if isinstance(part, int) else part for part in path)
    return f"line {line}" + (f" ({said})" if said else "")


def _comments(text: str, values: list[Passage]) -> list[_Placed]:
    """What stands after a # : a note to oneself goes wherever the file goes."""
    said = " ".join(" ".join(p.text.split()) for p in values)
    found: list[_Placed] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = re.search(r"(?:^|\s)#\s*(.*\S)", line)
        if match and " ".join(match[1].split()).rstrip("'\"") not in said:
            found.append((number, Passage(f"line {number} (a comment)", match[1], "comment")))
    return found
