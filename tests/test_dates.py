"""Dates and times as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from lfe_cli.errors import WrongValue
from lfe_cli.review.days import DATE_HINT, parse_date, parse_moment


@pytest.mark.parametrize(
    "written",
    [
        "2025-09-01",
        "1/9/2025",
        "01.09.2025",
        "1/9/25",
        "1 September 2025",
        "1 Sep 2025",
        "1 Sept 2025",
        "1 Sept. 2025",
        "1st September 2025",
        "1st of September, 2025",
        "Monday 1 September 2025",
        "Mon, 1 SEPT 25",
    ],
)
def test_a_date_can_be_written_as_people_write_it(written: str) -> None:
    assert parse_date(written) == date(2025, 9, 1)


@pytest.mark.parametrize("written", ["2026-02-30", "30 February 2026", "31/6/2026", "2026-13-40"])
def test_a_date_that_does_not_exist_is_told_as_that(written: str) -> None:
    with pytest.raises(WrongValue, match=r"^is not a date that exists: "):
        parse_date(written)


@pytest.mark.parametrize("written", ["soon", "1 Ma", "September 2025", "25-09-01", "1 Tober 2025"])
def test_what_is_no_date_is_told_as_unreadable(written: str) -> None:
    with pytest.raises(WrongValue, match=r"^cannot be read as a date: "):
        parse_date(written)


def test_a_weekday_that_is_not_the_dates_is_told() -> None:
    with pytest.raises(WrongValue, match=r"^is a Monday, and 'Tuesday 1 September 2025'"):
        parse_date("Tuesday 1 September 2025")


@pytest.mark.parametrize(
    "written",
    [
        "2025-09-02 09:30",
        "2025-09-02T09:30",
        "Tuesday 2 September 2025 at 9.30 am",
        "2nd Sept 2025, 9:30am",
    ],
)
def test_a_moment_can_be_written_as_people_write_it(written: str) -> None:
    assert parse_moment(written) == datetime(2025, 9, 2, 9, 30)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2026-02-30 09:30", "is not a date that exists: '2026-02-30'."),
        ("soon 09:30", "cannot be read as a date: 'soon'."),
        ("1 September 2025", "has no time of day"),
        ("2025-09-02 25:30", "is not a date and a time"),
    ],
)
def test_what_is_wrong_with_a_moment_is_told_apart(written: str, sentence: str) -> None:
    with pytest.raises(WrongValue, match=re.escape(sentence)):
        parse_moment(written)


def test_a_stroke_in_what_was_written_is_told_with_it() -> None:
    with pytest.raises(WrongValue) as told:
        parse_date("1|2|2027")
    assert told.value.what == "cannot be read as a date: '1|2|2027'."
    assert told.value.instead == DATE_HINT


@pytest.mark.parametrize("day", [date(9999, 12, 31), datetime(1, 1, 1), "31/12/9999", "1 Jan 1969"])
def test_a_year_that_cannot_be_meant_is_asked_about(day: object) -> None:
    with pytest.raises(WrongValue, match=r"^is in the year "):
        parse_date(day)
