"""YAML that people write, read so that nothing is guessed and every value knows its line.

Scalars stay text (YAML's own guesses turn `10:30` into 630 and `NO` into False); the schema that
reads the result decides what they mean. Keys that stand twice are problems, not silently the last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from lfe_cli.errors import FileProblems, Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_MAX_DEPTH = 30


@dataclass(frozen=True)
class YamlText:
    """`data` holds dicts, lists, text and None; `lines` says where each path stands, from 1."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, path: tuple[str | int, ...]) -> int | None:
        """The line of `path`, or of the nearest thing around it that has one."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get(())


def read_yaml(text: str, file: str) -> YamlText:
    """Read `text`; `file` is the name that problems are told with.

    Raises FileProblems where it is not YAML, a key stands twice, or it uses aliases.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise FileProblems((_syntax_problem(error, text, file),)) from None
    except (yaml.YAMLError, RecursionError):
        raise FileProblems(
            (Problem(file, None, "", "holds characters that cannot be read here."),)
        ) from None
    reader = _Reader(file)
    data = reader.value(node, ()) if node is not None else None
    if reader.problems:
        raise FileProblems(tuple(reader.problems))
    return YamlText(file, data, reader.lines)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    what = "is not written so that it can be read here."
    instead = "Look for a missing colon, a quote that is not closed, or a different indent."
    lines = text.splitlines()
    if line and line <= len(lines):
        if "\t" in lines[line - 1]:
            instead = "There is a tab in this line: use spaces."
        elif "mapping values" in (error.problem or ""):
            instead = "A text with a colon in it needs quotes around it."
    return Problem(file, line, "", what, instead)


class _Reader:
    """Turns nodes into values, and collects lines and problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > _MAX_DEPTH:
            self._problem(node, path, "is nested too deeply.")
            return None
        if id(node) in self._seen:  # an alias: a few of them can unfold into gigabytes
            self._problem(node, path, "points to another place with *.", "Write the value out.")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    @staticmethod
    def _scalar(node: yaml.Node) -> str | None:
        text = str(node.value)
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and text in _NULLS else text

    def _mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in found:
                first = self.lines[(*path, key)]
                self._problem(
                    key_node,
                    (*path, key),
                    f"stands twice (first in line {first}).",
                    "Keep one of the two.",
                )
                continue
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, (*path, key))
        return found

    def _problem(
        self, node: yaml.Node, path: tuple[str | int, ...], what: str, instead: str = ""
    ) -> None:
        name = ".".join(str(part) for part in path)
        self.problems.append(Problem(self.file, node.start_mark.line + 1, name, what, instead))
