"""The time and the author of what is recorded; both can be pinned from outside.

An author is a role and never a name. Where a partnership tells its officers apart, each login keeps
its own role, in the user's settings and nowhere in the workspace.

`LFE_NOW` (an ISO date or time; UK time where it has no offset) pins the clock, `LFE_BY` the author.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
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


def author(recorded_as: str, officers: Collection[str] = ()) -> str:
    """Who is recorded: `LFE_BY`, this login's role among `officers`, or what the settings give."""
    said = "".join(c for c in os.environ.get("LFE_BY", "") if c.isprintable()).strip()
    own = own_role() if officers and not said else ""
    return said[:_LONGEST_AUTHOR] or (own if own in officers else recorded_as)


def own_role() -> str:
    """The role that somebody set for their login; "" where none is set."""
    try:
        return _own_settings().read_text("utf-8").strip()[:_LONGEST_AUTHOR]
    except (OSError, ValueError):
        return ""


def set_own_role(role: str) -> None:
    """Keeps the role for this login, in the user's own settings folder; "" takes it back."""
    path = _own_settings()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{role}\n", "utf-8")


def _own_settings() -> Path:
    from platformdirs import user_config_path  # only where a partnership tells officers apart

    return user_config_path("lfe", appauthor=False, roaming=True) / "officer.txt"
