"""Working days, with England's bank holidays, and dates as the documents write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path

from lfe_cli.clock import YEARS
from lfe_cli.errors import WrongValue

_LISTED = Path(__file__).with_name("bank_holidays.txt")  # made by tools/make_bank_holidays.py


@lru_cache
def _bank_holidays() -> frozenset[date]:
    return frozenset(map(date.fromisoformat, _LISTED.read_text("ascii").split()))


@cache
def _bank_holidays_beyond_the_list(year: int) -> frozenset[date]:
    import holidays  # takes longer than a whole `lfe status`

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _is_bank_holiday(day: date) -> bool:
    listed = _bank_holidays()
    if min(listed).year <= day.year <= max(listed).year:
        return day in listed
    return day in _bank_holidays_beyond_the_list(day.year)


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


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})([/.-])(?P<m>\d{1,2})\2(?P<y>\d{4})")
_SHORT_YEAR = re.compile(r"(?P<d>\d{1,2})([/.])(?P<m>\d{1,2})\2(?P<y>\d{2})")
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})([/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})")
_IN_WORDS = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ /-]?(?:of )?(?P<m>[a-z]{3,9})\.?[ /-]?(?P<y>\d{4}|\d{2})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<m>[a-z]{3,9})\.? (?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<y>\d{4})", re.IGNORECASE
)
_SHAPES = (_ISO, _DAY_FIRST, _SHORT_YEAR, _YEAR_FIRST, _IN_WORDS, _MONTH_FIRST)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WEEKDAY = re.compile(r"(?P<day>[a-z]{3,9})\.? +(?=\d)", re.IGNORECASE)
_TIME_FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p")
DATE_HINT = "Write a date such as 2027-02-10 or 10 February 2027."
TIME_HINT = "Write a date and a time such as 2027-02-10 09:30."


def parse_date(text: object) -> date:
    """A date written ISO or day-first, in figures or words, with its weekday or without.

    A year of two digits is one of this century. Raises WrongValue for what cannot be
    read, for a date that does not exist, and for a weekday that is not the date's.
    """
    if isinstance(text, date):
        day = text.date() if isinstance(text, datetime) else text
        _refuse_year(day.year, f"{day}")
        return day
    words = " ".join(_DASHES.sub("-", str(text)).replace(",", " ").split())
    weekday, rest = _weekday(words)
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(rest))), None)
    month = _month(found["m"]) if found else None
    if found is None or month is None:
        raise WrongValue(f"cannot be read as a date: {words!r}.", DATE_HINT)
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    try:
        day = date(year, month, int(found["d"]))
    except ValueError:
        raise WrongValue(f"is not a date that exists: {words!r}.", DATE_HINT) from None
    _refuse_year(year, words)
    if weekday is not None and day.weekday() != weekday:
        really, instead = _WEEKDAYS[day.weekday()], "Check which of the two is right."
        raise WrongValue(f"is a {really}, and {words!r} says another day.", instead)
    return day


def _refuse_year(year: int, words: str) -> None:
    if year not in YEARS:
        raise WrongValue(f"is in the year {year}: {words!r}.", "Check the year.")


def _weekday(words: str) -> tuple[int | None, str]:
    """The weekday that `words` begin with, and what comes after it."""
    begins = _WEEKDAY.match(words)
    if begins:
        said = begins["day"].lower()
        for number, name in enumerate(_WEEKDAYS):
            if name.lower().startswith(said):
                return number, words[begins.end() :]
    return None, words


def _month(said: str) -> int | None:
    """The number of a month: in figures, in full, or cut short (Sep, Sept)."""
    if said.isdigit():
        return int(said)
    short = said.lower()
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(short)), None)


def parse_time(text: object) -> time:
    """A time of day: 09:30, 9.30, 9:30am."""
    words = str(text).replace(" ", "").lower()
    for pattern in _TIME_FORMATS:
        try:
            return datetime.strptime(words, pattern).time()
        except ValueError:
            continue
    raise WrongValue(f"is not a time: {str(text)!r}.", "Write a time such as 09:30.")


def parse_moment(text: object) -> datetime:
    """A date with a time, as UK clock time without an offset."""
    if isinstance(text, datetime):
        return text
    written = re.sub(r"(?<=\d)T(?=\d)", " ", str(text)).replace(" at ", " ").replace(",", " ")
    words = written.split()
    if _is_date(" ".join(words)) or len(words) < 2:
        raise WrongValue(f"has no time of day: {str(text)!r}.", TIME_HINT)
    last = 2 if words[-1].lower() in {"am", "pm"} else 1
    day, clock = " ".join(words[:-last]), "".join(words[-last:])
    try:
        at = parse_time(clock)
    except WrongValue:
        raise WrongValue(f"is not a date and a time: {str(text)!r}.", TIME_HINT) from None
    try:
        return datetime.combine(parse_date(day), at)
    except WrongValue as wrong:
        raise WrongValue(wrong.what, TIME_HINT) from None


def _is_date(words: str) -> bool:
    try:
        parse_date(words)
    except WrongValue:
        return False
    return True
