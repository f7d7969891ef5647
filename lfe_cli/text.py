"""Texts as people save and paste them: decoded, and without characters that do harm."""

from __future__ import annotations

import re

# All that XML 1.0 forbids, and the noncharacters: two of them stand in for braces while a template
# is filled.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\u2028|\u2029|\x85")


def clean_text(text: str) -> str:
    """`text` without what XML forbids, and with simple line ends."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
