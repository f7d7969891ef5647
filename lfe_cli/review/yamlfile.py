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

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_MAX_DEPTH = 30
_MARK = "<" * 7
# Characters, and values with the lists and mappings around them. The longest file that officers
# write, a partnership's own rules of wording, has some 60,000 and 3,000.
_MAX_TEXT = 1_000_000
_MAX_EVENTS = 50_000
_NOT_READABLE = "This line is not written so that it can be read here."
_EMPTY_LIST = re.compile(r"\s*[\w-]+:\s*\[\s*\]\s*(?:#.*)?")
_NO_SPACE = re.compile(r"\s*-[^\s-]")  # "-police", where "- police" is meant


def as_yaml(data: Mapping[str, Any], head: str) -> bytes:
    """A YAML file that the tool writes: `head` above, and the keys in the order that they have."""
    return (head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)).encode()


@dataclass(frozen=True)
class YamlText:
    """`data` holds dicts, lists, text and None; `lines` says where each path stands, from 1."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, path: tuple[str | int, ...]) -> int | None:
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
    _refuse_two_versions(text, file)
    try:
        _refuse_what_is_too_much(text, file)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise FileProblems((_syntax_problem(error, text, file),)) from None
    except (yaml.YAMLError, RecursionError):
        raise FileProblems(
            (Problem(file, None, "", "The file holds characters that cannot be read here."),)
        ) from None
    reader = _Reader(file, text.splitlines())
    data = reader.value(node, ()) if node is not None else None
    if reader.problems and not collect:
        raise FileProblems(tuple(reader.problems))
    return YamlText(file, data, reader.lines, tuple(reader.problems))


def _refuse_two_versions(text: str, file: str) -> None:
    """Raises FileProblems where git put two versions together and left to a person which holds."""
    begins = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith(_MARK)]
    if not begins:
        return
    what = "Two versions of this file were put together here: choose one."
    instead = (
        f"One stands below {_MARK}, the other between ======= and >>>>>>>. Keep what "
        "holds, and take the lines with these signs away."
    )
    raise FileProblems(tuple(Problem(file, line, "", what, instead) for line in begins))


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


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    if mark is None:
        return Problem(file, None, "", _NOT_READABLE, _look_for())
    at = mark.line
    before = range(min(at, len(lines)) - 1, -1, -1)
    above = next((n for n in before if _says_something(lines[n])), None)
    if above is not None and _NO_SPACE.match(lines[above]):
        return Problem(file, above + 1, "", _NOT_READABLE, "Put a space after the hyphen.")
    if at >= len(lines):
        return Problem(file, at + 1, "", _NOT_READABLE, _look_for())
    entry = lines[at].lstrip().startswith("- ")
    if entry and above is not None and _EMPTY_LIST.fullmatch(lines[above]):
        what = "This line says that the list is empty, and entries stand below it."
        instead = "Take the [] away: the entries below take its place."
        return Problem(file, above + 1, "", what, instead)
    return Problem(file, at + 1, "", _NOT_READABLE, _hint(error, lines, at, above))


def _look_for() -> str:
    return "Look for a missing colon, a quote that is not closed, or a different indent."


def _hint(error: yaml.MarkedYAMLError, lines: list[str], at: int, above: int | None) -> str:
    """What to write instead in the line `at`; `above` is the line before it that says something."""
    line = lines[at]
    if "\t" in line:
        return "There is a tab in this line: use spaces."
    if _NO_SPACE.match(line):
        return "Put a space after the hyphen."
    indent = _indent(line)
    if above is not None and not lines[above].rstrip().endswith(":"):
        column = _column(lines[above])
        if indent > column:
            spaces = "1 space" if indent == 1 else f"{indent} spaces"
            return f"It is indented by {spaces}, and line {above + 1} above it by {column}."
    if "mapping values" in (error.problem or ""):
        return "A text with a colon in it needs quotes around it."
    return _look_for()


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _column(line: str) -> int:
    """Where the text of `line` begins, after the hyphen of an entry."""
    entry = re.match(r"\s*(?:- +)*", line)
    return entry.end() if entry else 0


class _Reader:
    """Turns nodes into values, and collects lines and problems on the way."""

    def __init__(self, file: str, text: list[str]) -> None:
        self.file = file
        self.text = text
        self.indents = [len(line) - len(line.lstrip()) for line in text]
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
        return self._scalar(node, path)

    def _scalar(self, node: yaml.Node, path: tuple[str | int, ...]) -> str | None:
        text = str(node.value)
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        if plain and (line := self._hyphen_without_space(node)) is not None:
            what, instead = (
                "is read as one text with a hyphen in it.",
                "Put a space after the hyphen.",
            )
            self.problems.append(Problem(self.file, line + 1, _name(path), what, instead))
        return None if plain and text in _NULLS else text

    def _hyphen_without_space(self, node: yaml.Node) -> int | None:
        """The line of a plain text that begins with a hyphen and no space: it is no entry then."""
        first = node.start_mark
        begins = first.line + (first.column > self.indents[first.line])
        lines = range(begins, min(node.end_mark.line + 1, len(self.text)))
        inside = [n for n in lines if n < node.end_mark.line or node.end_mark.column > 0]
        return next((n for n in inside if _NO_SPACE.match(self.text[n])), None)

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
        line = node.start_mark.line + 1
        self.problems.append(Problem(self.file, line, _name(path), what, instead))


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
