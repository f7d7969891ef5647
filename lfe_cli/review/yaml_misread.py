"""Texts of a YAML file that the parser takes otherwise than the officer meant them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from lfe_cli.review.yaml_comments import quoted
from lfe_cli.review.yaml_faults import (
    BEGINS_LIKE_AN_ENTRY,
    BEGINS_WITH_A_BULLET,
    MADE_OF_A_HYPHEN,
    NO_SPACE,
    NOT_SEEN,
    ODD_SPACE,
    ODD_SPACES,
    UNSEEN,
)

_NOT_A_HYPHEN = re.compile(rf"[ \t]*-[{ODD_SPACES}]")
_UNSEEN_FIRST = re.compile(rf"[ ]*[{UNSEEN}]+-")
_BEGINS_AN_ENTRY = re.compile(r"[ ]*(?:- |[\w-]+:(?:\s|$))")
_PLACE_ON_A_DISK = re.compile(
    r"\"(?:[A-Za-z]:|\\\\\w[^\"\\]*)\\\w"
)  # in such quotes \n and \t are no letters


@dataclass(frozen=True)
class Misread:
    """What is wrong in a line (from 0), and what to write instead."""

    line: int
    what: str
    instead: str


def misread(
    node: yaml.Node, text: str, lines: list[str], column: int, *, is_entry: bool
) -> Iterator[Misread]:
    """How `node` was meant otherwise; `column` is that of its key or its hyphen.

    `is_entry`: it is one of a list.
    """
    start, end = node.start_mark, node.end_mark
    typed = text[start.index : end.index]
    if typed[:1] in {"!", "&", "?"} and not (typed[0] == "?" and isinstance(node, yaml.ScalarNode)):
        whole = quoted(lines[start.line][start.column :])
        what = f"begins with {typed[0]}, so that what follows it would not be read as a text."
        yield Misread(start.line, what, f"Put quotes around the whole: {whole}")
    elif isinstance(node, yaml.ScalarNode):
        if not node.style and is_entry and typed.casefold() in {"null", "~"}:
            what = "is read as nothing at all."
            yield Misread(start.line, what, f"Put quotes around it: {quoted(typed)}")
        elif not node.style:
            yield from _plain(node, lines)
        elif node.style in {'"', "'"}:
            yield from _in_quotes(node, typed, lines, column)


def _plain(node: yaml.Node, lines: list[str]) -> Iterator[Misread]:
    first, last = node.start_mark, node.end_mark
    on_its_own = not lines[first.line][: first.column].strip() if first.line < len(lines) else False
    begins = first.line if on_its_own else first.line + 1
    for number in range(begins, min(last.line + 1, len(lines))):
        if number == last.line and last.column == 0:
            return
        line = lines[number]
        if NO_SPACE.match(line):
            what = "is read as one text with a hyphen in it."
            if _NOT_A_HYPHEN.match(line):
                yield Misread(number, what, " ".join(ODD_SPACE))
            else:
                yield Misread(number, what, "Put a space after the hyphen.")
            return
        if number == first.line and _UNSEEN_FIRST.match(line):
            yield Misread(number, "is read as one text.", " ".join(NOT_SEEN))
            return
        like_an_entry = BEGINS_LIKE_AN_ENTRY if number == first.line else BEGINS_WITH_A_BULLET
        if like_an_entry.match(line):
            yield Misread(number, "is read as one text.", " ".join(MADE_OF_A_HYPHEN))
            return


def _in_quotes(node: yaml.Node, typed: str, lines: list[str], column: int) -> Iterator[Misread]:
    first, last = node.start_mark.line, node.end_mark.line
    for number in range(first + 1, last + 1):
        line = lines[number]
        if _BEGINS_AN_ENTRY.match(line) and len(line) - len(line.lstrip(" ")) <= column:
            what = f"begins with a quote that ends in line {last + 1} only."
            instead = "Close it at the end of the text, with the same sign."
            yield Misread(first, what, instead)
            return
    if _PLACE_ON_A_DISK.match(typed):
        what = "holds \\ in double quotes, where it changes the letter behind it."
        yield Misread(first, what, "Write / in its place, or use single quotes: '...'.")
