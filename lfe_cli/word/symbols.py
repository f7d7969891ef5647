"""Ticks and boxes, however they are drawn: as characters, or in a symbol font."""

from __future__ import annotations

import re

BOX = "\u2610"
TICKED = "\u2611"
CROSSED = "\u2612"
_TICK, _CROSS = "\u2714", "\u2718"
SET = frozenset({TICKED, CROSSED, "\u2713", _TICK, "\u2717", _CROSS, "\u2327", "\u2705", "\u25a0"})
UNSET = frozenset({BOX, "\u25a1", "\u2751", "\u2752", "\u25fb", "\u25ab", "\u2b1c"})
MARKS = re.compile(f"[{''.join(sorted(SET | UNSET))}]")

UNKNOWN = "\ufffd"  # so that a reader sees that something stands there

# Word turns typed arrows and smileys into characters of this font.
_WINGDINGS = {
    0x4A: "\u263a",
    0x4B: "\U0001f610",
    0x4C: "\u2639",
    0xDF: "\u2190",
    0xE0: "\u2192",
    0xE7: "\u2190",
    0xE8: "\u2192",
    0xF0: "\u21e8",
    0xF3: "\u21d4",
    0x6F: BOX,
    0x71: BOX,
    0x72: BOX,
    0xA8: BOX,
    0x78: CROSSED,
    0xFB: _CROSS,
    0xFC: _TICK,
    0xFD: CROSSED,
    0xFE: TICKED,
    0xA7: "\u25aa",
    0xB7: "\u2022",
}
_WINGDINGS_2 = {
    0x4F: _CROSS,
    0x50: _TICK,
    0x51: CROSSED,
    0x52: TICKED,
    0x53: CROSSED,
    0x54: CROSSED,
    0xA3: BOX,
}
_SYMBOL = {code: chr(code) for code in (*range(0x20, 0x40), 0x5B, 0x5D, 0x7B, 0x7C, 0x7D)}
_SYMBOL |= {0xA3: "\u2264", 0xAB: "\u2194", 0xAC: "\u2190", 0xAE: "\u2192", 0xB0: "\u00b0"}
_SYMBOL |= {0xB1: "\u00b1", 0xB3: "\u2265", 0xB4: "\u00d7", 0xB7: "\u2022", 0xB9: "\u2260"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def symbol(font: str | None, code: str | None) -> str:
    """The character that a w:sym shows; UNKNOWN where it is not one that is known here."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    table = _FONTS.get((font or "").strip().lower())
    if table is not None or 0xF000 <= number <= 0xF0FF:
        return (table or _WINGDINGS).get(number & 0xFF, UNKNOWN)
    drawn = 0x20 <= number < 0xD800 or 0xF900 <= number <= 0x10FFFF
    return chr(number) if drawn else UNKNOWN


def from_symbol_font(text: str) -> str:
    """`text` with the private characters of a symbol font as what they show."""
    if not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda match: symbol("Wingdings", f"{ord(match[0]):x}"), text)
