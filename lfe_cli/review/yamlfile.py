"""YAML that people write, read so that nothing is guessed and every value knows its line.

Scalars stay text (YAML's own guesses turn `10:30` into 630 and `NO` into False); the schema that
reads the result decides what they mean. Keys that stand twice are problems, not silently the last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review.yaml_comments import Comment, Path, Scalar, comments_in
from lfe_cli.review.yaml_faults import (
    NOT_SEEN,
    ODD_SPACES,
    UNSEEN,
    lines_of,
    refuse_odd_characters,
    refuse_two_versions,
    syntax_problem,
)
from lfe_cli.review.yaml_misread import misread

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_MAX_DEPTH = 30
# Characters, and values with the lists and mappings around them. The longest file that officers
# write, a partnership's own rules of wording, has some 60,000 and 3,000.
_MAX_TEXT = 1_000_000
_MAX_EVENTS = 50_000
_UNSEEN = re.compile(f"[{UNSEEN}{ODD_SPACES}]")


def as_yaml(data: Mapping[str, Any], head: str) -> bytes:
    """A YAML file that the tool writes: `head` above, and the keys in the order that they have."""
    return (head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)).encode()


@dataclass(frozen=True)
class YamlText:
    """`data` holds dicts, lists, text and None; `lines` says where each path stands, from 1.

    `comments` are no part of the data: the schema says which of them could be.
    """

    file: str
    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()

    def line(self, path: Path) -> int | None:
        """The line of `path`, or of the nearest thing around it that has one."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get(())


def read_yaml(text: str, file: str, *, collect: bool = False) -> YamlText:
    """Read `text`; `file` is the name that problems are told with.

    Raises FileProblems where it is not YAML. Keys that stand twice and aliases are problems as
    well: raised, or with `collect` given along, so that they can be told with what else is wrong.
    """
    refuse_two_versions(text, file)
    refuse_odd_characters(text, file)
    try:
        _refuse_what_is_too_much(text, file)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise FileProblems((syntax_problem(error, text, file),)) from None
    except (yaml.YAMLError, RecursionError):
        raise FileProblems(
            (Problem(file, None, "", "The file holds characters that cannot be read here."),)
        ) from None
    reader = _Reader(file, text)
    data = reader.value(node, ()) if node is not None else None
    if reader.problems and not collect:
        raise FileProblems(tuple(reader.problems))
    comments = tuple(comments_in(text, reader.scalars)) if "#" in text else ()
    return YamlText(file, data, reader.lines, tuple(reader.problems), comments)


def _refuse_what_is_too_much(text: str, file: str) -> None:
    """Raises FileProblems for more than people write, and for nesting that would exhaust the
    parser, which recurses in C."""
    if len(text) > _MAX_TEXT:
        raise FileProblems((_too_long(file),))
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=Loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            mark = event.start_mark
            line = mark.line + 1 if mark else None
            raise FileProblems((Problem(file, line, "", "The file is nested too deeply."),))
        if number > _MAX_EVENTS:
            raise FileProblems((_too_long(file),))


def _too_long(file: str) -> Problem:
    what = "The file is far longer than what people write, so it was not read."
    return Problem(file, None, "", what, "Look whether something was put in by mistake.")


class _Reader:
    """Turns nodes into values, and collects lines, problems and the places of texts on the way."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.by_line = lines_of(text)
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.scalars: list[Scalar] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path, column: int = -1) -> Any:
        """The value of `node`; `column` is that of its key or its hyphen."""
        line = self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > _MAX_DEPTH:
            self._problem(line, path, "is nested too deeply.")
            return None
        if id(node) in self._seen:  # an alias: a few of them can unfold into gigabytes
            self._problem(line, path, "points to another place with *.", "Write the value out.")
            return None
        self._seen.add(id(node))
        is_entry = bool(path) and isinstance(path[-1], int)
        for one in misread(node, self.text, self.by_line, column, is_entry=is_entry):
            self._problem(one.line + 1, path, one.what, one.instead)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            own = node.start_mark.column
            return [self.value(item, (*path, i), own) for i, item in enumerate(node.value)]
        return self._scalar(node, path, column)

    def _scalar(self, node: yaml.Node, path: Path, column: int) -> str | None:
        self._place(node, path, column)
        text, style = str(node.value), getattr(node, "style", None)
        return None if not style and text in _NULLS else text

    def _place(self, node: yaml.Node, path: Path | None, column: int) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        self.scalars.append(Scalar(path, start, end, getattr(node, "style", None) or "", column))

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = self._key(key_node, path), key_node.start_mark.line + 1
            if key in found:
                first = self.lines[(*path, key)]
                what = f"stands twice (first in line {first})."
                self._problem(line, (*path, key), what, "Keep one of the two.")
                continue
            self.lines[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key), key_node.start_mark.column)
        return found

    def _key(self, node: yaml.Node, path: Path) -> str:
        if not isinstance(node, yaml.ScalarNode):
            return "?"
        self._place(node, None, node.start_mark.column)
        key = _UNSEEN.sub("", str(node.value))
        if key != node.value:
            self._problem(node.start_mark.line + 1, (*path, key), *NOT_SEEN)
        return key

    def _problem(self, line: int, path: Path, what: str, instead: str = "") -> None:
        self.problems.append(Problem(self.file, line, _name(path), what, instead))


def _name(path: Path) -> str:
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
