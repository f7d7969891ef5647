"""The time and the author of what is recorded; both can be pinned from outside.

`LFE_NOW` (an ISO date or time; UK time where it has no offset) pins the clock, `LFE_BY` the author.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lfe_cli.errors import LfeError

UK = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment in UTC."""
    pinned = os.environ.get("LFE_NOW")
    if not pinned:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(pinned)
    except ValueError:
        raise LfeError(f"LFE_NOW is not a date or a time: {pinned!r}.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UK)).astimezone(UTC)


def uk_date(moment: datetime) -> date:
    """The calendar date in England at `moment`."""
    return moment.astimezone(UK).date()


def author(recorded_as: str) -> str:
    """Who is recorded: `LFE_BY`, or the role that the partnership's settings give."""
    return os.environ.get("LFE_BY") or recorded_as
