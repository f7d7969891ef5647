"""Changes one value in a YAML file that a person wrote, and leaves every other character alone.

Loading and dumping such a file would lose its comments. Here the new text is spliced in where the
old one stood.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from lfe_cli.errors import LfeError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@/-]*(?::\d\d)?")
_TO_DO = re.compile(r"[ \t]*# TO DO[^\n]*")


class CannotSplice(LfeError):
    """The file is not written so that the value can be changed in it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} could not be changed in the file as it is written.",
            next_step="Change it by hand: lfe edit",
        )


def set_value(text: str, path: tuple[str, ...], value: str) -> str:
    """`text` with `value` at `path` (keys from the top). The key before the last must be there."""
    parent = _mapping_at(text, path[:-1])
    for key, node in parent.value:
        if key.value == path[-1]:
            return _replaced(text, node, f" {_scalar(value)}")
    return _with_key(text, parent, path, value)


def add_item(text: str, key: str, item: str) -> str:
    """`text` with `item` at the end of the list under the top-level `key`.

    `item` may have several lines; those after the first are indented below the hyphen.
    """
    node = _value_at(text, key)
    lines = item.split("\n")
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        indent = " " * (node.start_mark.column)
        at = _end_of_line(text, _end(text, last))
        return text[:at] + _item(lines, indent) + text[at:]
    if isinstance(node, yaml.SequenceNode) and node.value:
        raise CannotSplice(key)
    start, end = node.start_mark.index, node.end_mark.index
    rest = text[end:]
    comment = _TO_DO.match(rest)
    if comment:
        rest = rest[comment.end() :]
    before = text[:start].rstrip(" ")
    return before + _item(lines, "  ") + rest


def remove_item(text: str, key: str, index: int) -> str:
    """`text` without the item at `index` of the list under the top-level `key`."""
    node = _value_at(text, key)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise CannotSplice(key)
    item = node.value[index]
    start = text.rindex("\n", 0, item.start_mark.index) + 1
    if len(node.value) == 1:
        colon = text.rindex(":", 0, node.start_mark.index)
        return text[: colon + 1] + " []" + text[_end_of_line(text, _end(text, item)) :]
    return text[:start] + text[_end_of_line(text, _end(text, item)) + 1 :]


def _item(lines: list[str], indent: str) -> str:
    first, *others = lines
    return "".join([f"\n{indent}- {first}", *(f"\n{indent}  {line}" for line in others)])


def _mapping_at(text: str, path: tuple[str, ...]) -> yaml.MappingNode:
    node = yaml.compose(text, Loader=_Loader)
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == name), None)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise CannotSplice(".".join(path))
    return node


def _value_at(text: str, key: str) -> yaml.Node:
    for name, value in _mapping_at(text, ()).value:
        if name.value == key:
            found: yaml.Node = value
            return found
    raise CannotSplice(key)


def _replaced(text: str, node: yaml.Node, value: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise CannotSplice(str(node.tag))
    start, end = node.start_mark.index, node.end_mark.index
    if text[start:end] in {"|", ">"} or node.style in {"|", ">"}:
        raise CannotSplice("a text of several lines")
    rest = text[end:]
    if start == end:  # nothing stood there but perhaps a note of what is TO DO
        comment = _TO_DO.match(rest)
        rest = rest[comment.end() :] if comment else rest
    return text[:start].rstrip(" ") + value + rest


def _with_key(text: str, parent: yaml.MappingNode, path: tuple[str, ...], value: str) -> str:
    if not parent.value:
        raise CannotSplice(".".join(path))
    last_key, last = parent.value[-1]
    indent = " " * last_key.start_mark.column
    at = _end_of_line(text, _end(text, last))
    return text[:at] + f"\n{indent}{path[-1]}: {_scalar(value)}" + text[at:]


def _end(text: str, node: yaml.Node) -> int:
    """Where the node's own text ends: a block's end mark lies behind the comments after it."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _end(text, node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _end(text, node.value[-1])
    end: int = node.end_mark.index
    while end > node.start_mark.index and text[end - 1] in " \n\r":
        end -= 1
    return end


def _end_of_line(text: str, index: int) -> int:
    at = text.find("\n", index)
    return len(text) if at < 0 else at


def _scalar(value: str) -> str:
    """As it stands where YAML and our reader take it as a text, else in quotes."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
