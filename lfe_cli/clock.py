"""The time and the author of what is recorded; both can be pinned from outside.

`LFE_NOW` (an ISO date or time; UK time where it has no offset) pins the clock, `LFE_BY` the author.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lfe_cli.errors import LfeError

UK = ZoneInfo("Europe/London")
_LONGEST_AUTHOR = 200
YEARS = range(1970, 2200)  # in which something can have happened here, or be planned


def now() -> datetime:
    """The present moment in UTC. Raises LfeError for a clock that cannot be right."""
    pinned = os.environ.get("LFE_NOW")
    moment = _pinned(pinned) if pinned else datetime.now(UTC)
    if moment.year not in YEARS:
        raise LfeError(
            f"This computer's clock says that it is the year {moment.year}.",
            next_step="Put its date right, and run the command again.",
        )
    return (moment if moment.tzinfo else moment.replace(tzinfo=UK)).astimezone(UTC)


def _pinned(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise LfeError(f"LFE_NOW is not a date or a time: {text!r}.") from None


def uk_date(moment: datetime) -> date:
    """The calendar date in England at `moment`."""
    return moment.astimezone(UK).date()


def author(recorded_as: str) -> str:
    """Who is recorded: `LFE_BY`, or the role that the partnership's settings give."""
    said = "".join(c for c in os.environ.get("LFE_BY", "") if c.isprintable()).strip()
    return said[:_LONGEST_AUTHOR] or recorded_as
