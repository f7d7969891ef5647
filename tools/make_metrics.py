"""Writes lfe_cli/documents/arial.json: how wide Arial's characters are, in 1/2048 of the size.

Liberation Sans has Arial's advance widths by design; they are read from its font files.
Needs fonttools and the Liberation fonts:  python -m tools.make_metrics FOLDER-OF-THE-FONTS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

RANGES = ((0x20, 0x250), (0x2010, 0x2060), (0x20A0, 0x20C0), (0x2100, 0x2200), (0x25A0, 0x2670))


def main(folder: Path) -> None:
    metrics = {}
    for weight in ("Regular", "Bold"):
        font = TTFont(folder / f"LiberationSans-{weight}.ttf")
        names, widths = font.getBestCmap(), font["hmtx"]
        codes = [code for first, last in RANGES for code in range(first, last) if code in names]
        metrics[weight.lower()] = {chr(code): widths[names[code]][0] for code in codes}
    target = Path(__file__).parent.parent / "lfe_cli" / "documents" / "arial.json"
    target.write_text(json.dumps(metrics, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
