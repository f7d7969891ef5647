"""Text from outside made safe for a terminal: nothing in it moves a cursor or turns a line."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls (escape sequences start with one), marks that turn the direction of a line, invisible
# ones that split a word, and noncharacters. The two joiners stay: words of some languages need
# them, and so do some pictures.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]+"
)


def plain(text: str) -> str:
    """`text` without control, escape and bidi-override characters; line ends are "\\n"."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def tidy(text: str) -> str:
    """Plain text of an answer: no spaces around it or at line ends, one empty line at a time."""
    lines = [line.rstrip() for line in plain(text).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
