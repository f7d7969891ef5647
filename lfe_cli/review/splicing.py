"""One value of a person's YAML is changed, and every other character stays.

Loading and dumping such a file would lose its comments, so the new value is put where the old one
stood. Afterwards the file is read again: it has to say what it said, with that one change.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from lfe_cli.errors import LfeError
from lfe_cli.review.yamlfile import Loader, read_yaml

Path = tuple[str | int, ...]
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@/'-]*(?::\d\d)?")
_NULL = re.compile(r"null|~", re.IGNORECASE)
_TO_DO = re.compile(r"[ \t]*# TO DO(?:(?![ \t]+#)[^\n])*")  # up to a person's own comment
_COMMENT = re.compile(r"[ \t]+#[^\n]*")
_BELOW = re.compile(r"\n(?:[ \t]*\n)*( +)#[^\n]*")


class CannotSplice(LfeError):
    """The file is not written so that this value can be changed in it by a command."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} could not be changed in the file as it is written.",
            next_step="Change it by hand and save it.",
        )


def set_value(text: str, path: Path, value: str) -> str:
    """`text` with `value` at `path`. The mapping or the item that holds it must be there.

    An item of a list that is only an id (`- police`) becomes `- id: police` with the value below.
    """

    def change(data: Any) -> None:
        parent = _reach(data, path[:-1])
        if isinstance(parent, str):
            holder = _reach(data, path[:-2])
            holder[path[-2]] = parent = {"id": parent}
        parent[path[-1]] = value

    return _spliced(text, path, change, lambda now: _with_value(now, path, _scalar(value)))


def clear_value(text: str, path: Path, to_do: str) -> str:
    """`text` with nothing at `path` but the note that it is to do.

    What a person noted beside the value stands on a line of its own above.
    """

    def change(data: Any) -> None:
        _reach(data, path[:-1])[path[-1]] = None

    note = f"   # TO DO: {to_do}"
    return _spliced(text, path, change, lambda now: _with_value(now, path, note, is_note=True))


def add_item(text: str, key: str, item: Mapping[str, str]) -> str:
    """`text` with `item` at the end of the list at `key`; one that is only an id stands bare."""
    bare = set(item) == {"id"}

    def change(data: Any) -> None:
        data[key] = [*(data[key] or []), item["id"] if bare else dict(item)]

    return _spliced(text, (key,), change, lambda now: _with_item(now, key, item))


def remove_item(text: str, path: Path) -> str:
    """`text` without the item of a list at `path`: its lines, and comments that are about it."""

    def change(data: Any) -> None:
        del _reach(data, path[:-1])[path[-1]]

    return _spliced(text, path, change, lambda now: _without_item(now, path))


def _spliced(
    text: str, path: Path, change: Callable[[Any], None], splice: Callable[[str], str]
) -> str:
    """The result of `splice`, if it says what `change` makes of the data."""
    name = ".".join(str(part) for part in path)
    line_end = "\r\n" if "\r\n" in text else "\n"
    before = text.replace("\r\n", "\n")
    wanted = copy.deepcopy(read_yaml(before, name).data)
    try:
        change(wanted)
        after = splice(before)
        is_right = read_yaml(after, name).data == wanted
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, LfeError):
        raise CannotSplice(name) from None
    if not is_right:
        raise CannotSplice(name)
    return after.replace("\n", line_end)


def _reach(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _node_at(text: str, path: Path) -> yaml.Node:
    node: Any = yaml.compose(text, Loader=Loader)
    for part in path:
        node = node.value[part] if isinstance(part, int) else _child(node, part)
    found: yaml.Node = node
    return found


def _child(node: yaml.Node, key: str) -> Any:
    """The value of `key` in a mapping, None where it has no such key."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _with_value(text: str, path: Path, value: str, *, is_note: bool = False) -> str:
    parent = _node_at(text, path[:-1])
    if isinstance(parent, yaml.ScalarNode):
        return _below_an_id(text, parent, path, value)
    present = _child(parent, str(path[-1]))
    if present is not None:
        return _in_place_of(text, present, value, is_note=is_note)
    last_key, last = parent.value[-1]
    indent = " " * last_key.start_mark.column
    at = _end_of_line(text, _end(text, last))
    return f"{text[:at]}\n{indent}{path[-1]}: {value}{text[at:]}"


def _below_an_id(text: str, item: yaml.ScalarNode, path: Path, value: str) -> str:
    start, end = item.start_mark.index, _end_of_line(text, item.end_mark.index)
    indent = " " * item.start_mark.column
    return f"{text[:start]}id: {text[start:end]}\n{indent}{path[-1]}: {value}{text[end:]}"


def _in_place_of(text: str, node: yaml.Node, value: str, *, is_note: bool) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ValueError(node.tag)
    start, end = node.start_mark.index, _end(text, node)
    before, rest = text[:start].rstrip(" "), text[end:]
    note = _TO_DO.match(rest)
    if note and (start == end or is_note):
        rest = rest[note.end() :]  # filled in, it is no longer to do; or it gets a new note
    comment = _COMMENT.match(rest)
    if comment and is_note:
        before, rest = _with_line_above(before, comment.group().strip()), rest[comment.end() :]
    return f"{before} {value}{rest}"


def _with_line_above(text: str, line: str) -> str:
    """`text` with `line` above its last line, and as far in."""
    at = text.rfind("\n") + 1
    indent = text[at : len(text) - len(text[at:].lstrip(" "))]
    return f"{text[:at]}{indent}{line}\n{text[at:]}"


def _with_item(text: str, key: str, item: Mapping[str, str]) -> str:
    node = _node_at(text, (key,))
    written = [f"{name}: {_scalar(value)}" for name, value in item.items()]
    if set(item) == {"id"}:
        written = [_scalar(item["id"])]
    if isinstance(node, yaml.SequenceNode) and node.value:
        last = node.value[-1]
        if node.flow_style:
            inside = ", ".join(written)
            put = f", {inside}" if len(written) == 1 else f", {{{inside}}}"
            return text[: _end(text, last)] + put + text[_end(text, last) :]
        column = node.start_mark.column
        at = _after_its_comments(text, _end_of_line(text, _end(text, last)), column)
        return text[:at] + _as_item(written, column) + text[at:]
    start, rest = node.start_mark.index, text[node.end_mark.index :]
    comment = _TO_DO.match(rest)
    rest = rest[comment.end() :] if comment else rest
    return text[:start].rstrip(" ") + _as_item(written, 2) + rest


def _without_item(text: str, path: Path) -> str:
    items, place = _node_at(text, path[:-1]), int(path[-1])
    if not isinstance(items, yaml.SequenceNode) or items.flow_style or len(items.value) == 1:
        raise ValueError(items.tag)  # no list, in brackets, or one that would be left with nothing
    column = items.start_mark.column
    start = text.rindex("\n", 0, items.value[place].start_mark.index)
    at = _end_of_line(text, _end(text, items.value[place]))
    return text[:start] + text[_after_its_comments(text, at, column) :]


def _after_its_comments(text: str, at: int, column: int) -> int:
    """Where an item ends with its comments: those below that stand further in than its hyphen."""
    while (comment := _BELOW.match(text, at)) and len(comment.group(1)) > column:
        at = comment.end()
    return at


def _as_item(lines: list[str], column: int) -> str:
    indent = " " * column
    first, *others = lines
    return "".join([f"\n{indent}- {first}", *(f"\n{indent}  {line}" for line in others)])


def _end(text: str, node: yaml.Node) -> int:
    """Where the node's own text ends: a block's end mark lies behind the comments after it."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _end(text, node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _end(text, node.value[-1])
    end: int = node.end_mark.index
    while end > node.start_mark.index and text[end - 1] in " \n":
        end -= 1
    return end


def _end_of_line(text: str, index: int) -> int:
    at = text.find("\n", index)
    return len(text) if at < 0 else at


def _scalar(value: str) -> str:
    """As it stands where YAML takes it as a text, else in quotes (JSON's are YAML's)."""
    is_plain = _PLAIN.fullmatch(value) and not _NULL.fullmatch(value) and value == value.strip()
    return value if is_plain else json.dumps(value, ensure_ascii=False)
