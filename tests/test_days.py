"""Working days, counted with England's bank holidays."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest

from lfe_cli.review.days import add_working_days, is_working_day


@pytest.mark.parametrize("year", range(2018, 2048))
def test_every_day_is_as_the_holidays_package_has_it(year: int) -> None:
    known = holidays.country_holidays("GB", subdiv="ENG", years=year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    other = [d for d in days if is_working_day(d) != (d.weekday() < 5 and d not in known)]
    assert other == []


def test_a_substitute_day_is_no_working_day() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_counting_within_the_list_loads_no_package() -> None:
    code = (
        "import sys; from datetime import date; from lfe_cli.review.days import add_working_days\n"
        "add_working_days(date(2027, 3, 25), 10); sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
