"""Working days, with England's bank holidays, and dates as the documents write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

_LISTED = Path(__file__).with_name("bank_holidays.txt")  # made by tools/make_bank_holidays.py


@lru_cache
def _bank_holidays() -> frozenset[date]:
    return frozenset(map(date.fromisoformat, _LISTED.read_text("ascii").split()))


@lru_cache
def _is_bank_holiday_beyond_the_list(day: date) -> bool:
    import holidays  # takes longer than a whole `lfe status`

    return day in holidays.country_holidays("GB", subdiv="ENG", years=day.year)


def _is_bank_holiday(day: date) -> bool:
    listed = _bank_holidays()
    if min(listed).year <= day.year <= max(listed).year:
        return day in listed
    return _is_bank_holiday_beyond_the_list(day)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday in England (dates of the `holidays` package)."""
    return day.weekday() < 5 and not _is_bank_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """The date `count` working days after `day`; before it where `count` is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start` up to and including `end`; negative if before it."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def asked_twice_about(day: date, today: date) -> str:
    """A question about a day that is probably a slip of the pen; nothing for any other."""
    if day < today:
        return f"{long_date(day)} has passed already: is the year right?"
    if not is_working_day(day):
        return f"{long_date(day)} is a weekend or a bank holiday: is that meant?"
    return ""


def long_date(day: date) -> str:
    """Wednesday 10 February 2027."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """10 February 2027."""
    return f"{day.day} {day:%B %Y}"


def clock(moment: datetime) -> str:
    """09:30."""
    return f"{moment:%H:%M}"
