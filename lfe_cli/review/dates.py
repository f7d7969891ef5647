"""Dates and times as people write them, and as values. What cannot be read is a ValueError.

The error's text is "what is wrong|what to write instead", for whoever tells it.
"""

from __future__ import annotations

from datetime import date, datetime, time

_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_TIME_FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p")
DATE_HINT = "Write a date such as 2027-02-10 or 10 February 2027."
TIME_HINT = "Write a date and a time such as 2027-02-10 09:30."


def parse_date(text: object) -> date:
    """A date written ISO or day-first. Raises ValueError with a sentence for anything else."""
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    words = " ".join(str(text).replace(",", " ").split())
    for pattern in _DATE_FORMATS:
        try:
            return datetime.strptime(words, pattern).date()
        except ValueError:
            continue
    raise ValueError(f"is not a date that exists: {words!r}.|{DATE_HINT}")


def parse_time(text: object) -> time:
    """A time of day: 09:30, 9.30, 9:30am."""
    words = str(text).replace(" ", "").lower()
    for pattern in _TIME_FORMATS:
        try:
            return datetime.strptime(words, pattern).time()
        except ValueError:
            continue
    raise ValueError(f"is not a time: {str(text)!r}.|Write a time such as 09:30.")


def parse_moment(text: object) -> datetime:
    """A date with a time, as UK clock time without an offset."""
    if isinstance(text, datetime):
        return text
    words = str(text).replace("T", " ").replace(" at ", " ").replace(",", " ").split()
    if len(words) < 2:
        raise ValueError(f"has no time of day: {str(text)!r}.|{TIME_HINT}")
    last = 2 if words[-1].lower() in {"am", "pm"} else 1
    day, clock = " ".join(words[:-last]), "".join(words[-last:])
    try:
        return datetime.combine(parse_date(day), parse_time(clock))
    except ValueError:
        raise ValueError(f"is not a date and a time: {str(text)!r}.|{TIME_HINT}") from None
