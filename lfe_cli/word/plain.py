"""Data for a template: plain values, of which no character can break a document or be a tag."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# All that XML 1.0 forbids, and the noncharacters, of which two are used below.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\u2028|\u2029|\x85")
# Braces travel through the rendering as characters that no text holds: whatever still looks like a
# tag afterwards stood in the template, and a text that merely holds braces comes out as it went in.
_HIDDEN = {"{": "\U0001fffe", "}": "\U0001ffff"}
_HIDE = str.maketrans(_HIDDEN)


def plain(value: Any) -> Any:
    """`value` with its texts made safe. Raises TypeError for anything that is not plain data."""
    if isinstance(value, str):
        return plain_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"a template takes plain data, not {type(value).__name__}")


def plain_text(text: str) -> str:
    """`text` without what XML forbids, with simple line ends and hidden braces."""
    return clean_text(text).translate(_HIDE)


def clean_text(text: str) -> str:
    """`text` without what XML forbids, and with simple line ends."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def with_braces(xml: bytes) -> bytes:
    """A rendered part with the hidden braces shown again."""
    for brace, hidden in _HIDDEN.items():
        xml = xml.replace(hidden.encode(), brace.encode())
    return xml
