"""Writes lfe_cli/review/bank_holidays.txt: England's bank holidays, from the `holidays` package.

Importing that package takes longer than a whole `lfe status`, and its dates change once in years.
After an upgrade of it:  python -m tools.make_bank_holidays
"""

from __future__ import annotations

from pathlib import Path

import holidays

YEARS = range(2020, 2046)
TARGET = Path(__file__).parent.parent / "lfe_cli" / "review" / "bank_holidays.txt"


def dates() -> list[str]:
    known = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    return [day.isoformat() for day in sorted(known)]


if __name__ == "__main__":
    TARGET.write_text("".join(f"{day}\n" for day in dates()))
