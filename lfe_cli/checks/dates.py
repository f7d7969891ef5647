"""Dates and ages, which tell who is meant even where nobody is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lfe_cli.checks.numbers import Hit
from lfe_cli.review.days import long_date, short_date

_LONG = "january|february|march|april|may|june|july|august|september|october|november|december"
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
# March and may are words as well, so that a month counts only with its capital letter.
_MONTH = rf"(?-i:(?=[A-Z]))(?:{_LONG}|(?:{_SHORT})\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_DATES = re.compile(
    rf"(?<![\w/.-])(?:(?:19|20)\d\d-(?:0[1-9]|1[0-2])-{_DAY}"
    rf"|{_DAY}/(?:0?[1-9]|1[0-2])/{_YEAR}"
    rf"|{_DAY}-(?:0?[1-9]|1[0-2])-{_YEAR}"
    rf"|(?:{_DAY}\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d|[0-3]\d\.[01]\d\.\d\d)"
    rf"|{_ORDINAL}[\s-]{{1,2}}(?:of )?(?:{_MONTH})(?:,?[\s-]{{1,2}}{_YEAR}(?!\d))?"
    rf"|(?:{_MONTH}) {{1,2}}{_ORDINAL}(?!\d)(?:,? {{1,2}}(?:19|20)\d\d)?)(?![\w/]|-\d)",
    re.IGNORECASE,
)
_MONTHS = re.compile(rf"(?<!\w)(?:{_MONTH}),? {{1,2}}(?:of )?(?:19|20)\d\d(?!\w)", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:born|d\.?\s?o\.?\s?b\b|date[ _-]of[ _-]birth|birth[ _-]?da(?:te|y)|birth)\b",
    re.IGNORECASE,
)
_BORN_IN = re.compile(r"\bborn (?:in|on|during|around)\b[^.\n\d]{0,20}((?:19|20)\d\d)\b", re.I)
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty"
)
_COUNT = rf"(?:\d{{1,2}}|{_SMALL})"
_OLD = re.compile(
    rf"(?<!\w){_COUNT}(?:\s?½)?[\s-]{{0,2}}(?:years?|yrs?|months?|weeks?|days?)[\s-]{{1,2}}old\b"
    rf"|(?<!\w)\d{{1,2}}\s?(?:yo|y/o)\b"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th) birthday\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"\b(?:age|aged|age of|ages of|turned|turning)\s(?:only |just |about |around )?{_COUNT}\b"
    r"(?!\s?(?:%|to\b|[-–]\s?\d|\+|or over|and over|and above|or under|and under|upwards))",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:under|over|below|above|until|up to|before|after|from|by|reach\w{0,3})\s(?:the )?$", re.I
)
_WAS = re.compile(
    rf"\b(?:he|she|they|who|child|boy|girl|baby|sibling|brother|sister|son|daughter)\s"
    rf"(?:was|is|were|are)\s(?:only |just |still |then |about )?{_COUNT}"
    r"(?=\s?(?:[.,;)]|when\b|at the time|$))",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"\b(?:Year|Yr) (?:1[0-3]|[1-9])\b(?! (?:of|plan|two|one))")
_ORDER = re.compile(
    r"\b(?:eldest|oldest|youngest|middle|first-?born|second|third|fourth|only)\s"
    r"(?:child|sibling|son|daughter|brother|sister|twin)\b"
    rf"|\b(?:eldest|oldest|youngest|one|two) of (?:\d|{_SMALL})(?: (?:siblings|children))?\b"
    r"|\b(?:twins?|triplets?)\b",
    re.IGNORECASE,
)
_NEAR_BEFORE, _NEAR_AFTER = 40, 25


def find_dates(text: str, before: str = "") -> Iterator[Hit]:
    """Dates and ages in `text`; `before` is what stands beside it (the cell to its left, its key).

    A date near a word of birth is a date of birth.
    """
    if any(c.isdecimal() for c in text):
        yield from _dates(text, before)
        for match in _SCHOOL_YEAR.finditer(text):
            yield Hit("age", "consider", *match.span())
    for pattern in (_OLD, _WAS):
        for match in pattern.finditer(text):
            yield Hit("age", "suggest", *match.span())
    for match in _AGED.finditer(text):
        if not _GROUP.search(text[: match.start()]):
            yield Hit("age", "suggest", *match.span())
    for match in _ORDER.finditer(text):
        yield Hit("sibling-order", "consider", *match.span())


def _dates(text: str, before: str) -> Iterator[Hit]:
    for match in _DATES.finditer(text):
        start, end = match.span()
        left = text[max(0, start - _NEAR_BEFORE) : start]
        if start < _NEAR_BEFORE:
            left = f"{before} {left}"
        if _BIRTH.search(left) or _BIRTH.search(text[end : end + _NEAR_AFTER]):
            yield Hit("date-of-birth", "stop", start, end)
        else:
            yield Hit("exact-date", "suggest", start, end)
    for match in _BORN_IN.finditer(text):
        yield Hit("age", "suggest", *match.span())
    for match in _MONTHS.finditer(text):
        yield Hit("month", "consider", *match.span())


def dates_as_written(*days: date) -> tuple[str, ...]:
    """The ways in which the tool and its settings write `days`, to be allowed in a check."""
    return tuple(form for day in days for form in _forms(day))


def _forms(day: date) -> tuple[str, ...]:
    without_year = f"{day.day} {day:%B}"
    return long_date(day), short_date(day), day.isoformat(), f"{day:%d/%m/%Y}", without_year
