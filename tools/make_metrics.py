"""Writes lfe_cli/word/arial.json: how wide Arial's characters are, in 1/2048 of the size.

Liberation Sans has Arial's advance widths by design; they are read from its font files, with the
pairs of letters that are drawn together where a document asks for kerning, and the line's height.
Needs fonttools and the Liberation fonts:  python -m tools.make_metrics FOLDER-OF-THE-FONTS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

RANGES = ((0x20, 0x250), (0x2010, 0x2060), (0x20A0, 0x20C0), (0x2100, 0x2200), (0x25A0, 0x2670))


def main(folder: Path) -> None:
    metrics: dict[str, Any] = {}
    for weight in ("Regular", "Bold"):
        font = TTFont(folder / f"LiberationSans-{weight}.ttf")
        metrics[weight.lower()] = _widths(font)
        metrics[f"pairs of {weight.lower()}"] = _pairs(font)
        metrics["line"] = [font["hhea"].ascent, -font["hhea"].descent, font["hhea"].lineGap]
    target = Path(__file__).parent.parent / "lfe_cli" / "word" / "arial.json"
    target.write_text(json.dumps(metrics, ensure_ascii=True, separators=(",", ":")) + "\n")


def _codes(font: Any) -> dict[int, str]:
    names = font.getBestCmap()
    return {
        code: names[code] for first, last in RANGES for code in range(first, last) if code in names
    }


def _widths(font: Any) -> dict[str, int]:
    return {chr(code): font["hmtx"][name][0] for code, name in _codes(font).items()}


def _pairs(font: Any) -> dict[str, int]:
    characters: dict[str, list[str]] = {}
    for code, name in _codes(font).items():
        characters.setdefault(name, []).append(chr(code))
    return {
        left + right: closer
        for (one, other), closer in sorted(font["kern"].kernTables[0].kernTable.items())
        for left in characters.get(one, [])
        for right in characters.get(other, [])
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
