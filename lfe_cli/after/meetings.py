"""When the subgroup meets, and by when its papers are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lfe_cli.review.days import add_working_days
from lfe_cli.review.partnership import Partnership


@dataclass(frozen=True)
class Meeting:
    """A meeting of the subgroup: its day, and the day by which its papers are due."""

    day: date
    papers_due: date


def meeting_on(partnership: Partnership, day: date) -> Meeting:
    """The meeting of this day; its papers are due as many working days before as is set."""
    return Meeting(day, add_working_days(day, -partnership.settings.paper_working_days))


def next_meeting(partnership: Partnership, today: date) -> Meeting | None:
    """The next meeting that papers can still reach in time; None where none is listed."""
    listed = (meeting_on(partnership, day) for day in sorted(partnership.subgroup_meetings))
    return next((one for one in listed if one.papers_due >= today), None)
