"""Working days, with England's bank holidays, and dates as the documents write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache


@lru_cache
def _bank_holidays() -> object:
    import holidays  # 59 ms: only where working days are counted

    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday in England (the `holidays` package)."""
    return day.weekday() < 5 and day not in _bank_holidays()  # type: ignore[operator]


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
