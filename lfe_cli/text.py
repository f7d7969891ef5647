"""Texts as people save and paste them: decoded, and without characters that do harm."""

from __future__ import annotations

import codecs
import re
import unicodedata

# All that XML 1.0 forbids, and the noncharacters: two of them stand in for braces while a template
# is filled.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\u2028|\u2029|\x85")

# Marks that turn the direction of a text: in a table they would mix up what stands beside them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
# Controls (escape sequences start with one), marks that turn the direction of a line, invisible
# ones that split a word, and noncharacters. The two joiners stay: words of some languages need
# them, and so do some pictures.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]+"
)


class NotText(ValueError):
    """The bytes are no text in any of the usual encodings."""


def decoded(content: bytes) -> str:
    """`content` as text, however a person may have saved it: UTF-8, what Windows calls Unicode, or
    its older encoding. Raises NotText."""
    has_mark = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText


def clean_text(text: str) -> str:
    """`text` without what XML forbids, and with simple line ends."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def without_turning(text: str) -> str:
    """`text` without marks that turn its direction."""
    return _TURNING.sub("", text)


def printable(text: str) -> str:
    """`text` on one line, without what could steer a terminal or turn the reading direction."""
    kept = (
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in text
        if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


def plain(text: str) -> str:
    """`text` without control, escape and bidi-override characters; line ends are "\\n"."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text.replace("\f", "\n")))


def tidy(text: str) -> str:
    """Plain text of an answer: no spaces around it or at line ends, one empty line at a time."""
    lines = [line.rstrip() for line in plain(text).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
