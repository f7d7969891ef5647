"""Whether a text stands out from its background: the contrast of two colours as WCAG reckons it.

A colour is six hexadecimal digits ("0B4F5C"), as Word writes it.
"""

from __future__ import annotations

import re

WHITE = "FFFFFF"
BLACK = "000000"
ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text of any size: large text is allowed 3, and not let off here
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHTS = {
    "black": BLACK,
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "00008B",
    "darkCyan": "008B8B",
    "darkGray": "A9A9A9",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8B0000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "D3D3D3",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": WHITE,
    "yellow": "FFFF00",
}


def contrast(one: str, other: str) -> float:
    """From 1 (the same colour) to 21 (black on white); which is the background does not matter."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def stands_out(text: str, background: str) -> bool:
    """Whether the contrast is enough for text of any size."""
    return contrast(text, background) >= ENOUGH


def legible_on(background: str) -> str:
    """Black or white: what an automatic colour becomes on `background`."""
    return max((BLACK, WHITE), key=lambda ink: contrast(ink, background))


def hex_colour(said: str | None) -> str:
    """The colour that Word says, "" for automatic or for what is no colour."""
    return said.upper() if said and _HEX.fullmatch(said) else ""


def highlighted(name: str | None) -> str:
    """The colour of a highlighter, "" for none."""
    return _HIGHLIGHTS.get(name or "", "")


def shaded(pattern: str | None, colour: str | None, fill: str | None) -> str:
    """What a shading (w:shd) looks like, "" where it lets the background through.

    A pattern is taken as the mixture that the eye makes of it.
    """
    below = hex_colour(fill)
    if pattern in {None, "nil", "clear"}:
        return below
    share = _share(pattern)
    return _mixed(hex_colour(colour) or BLACK, below or WHITE, share)


def _share(pattern: str | None) -> float:
    if pattern == "solid":
        return 1.0
    percent = re.fullmatch(r"pct(\d{1,3})", pattern or "")
    return int(percent[1]) / 100 if percent else 0.5  # stripes and checks: about half of each


def _mixed(colour: str, background: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(background), strict=True)
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
