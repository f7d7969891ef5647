"""The agencies that have not been heard yet, and the days from which a reminder fits each.

There are three reminders. The next one rises by a tone, and only once the one before it was
recorded as sent and a chase interval has passed. All days are working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from lfe_cli.letters.fit import why_not_on
from lfe_cli.letters.kinds import REMINDERS, LetterKind
from lfe_cli.review.days import add_working_days
from lfe_cli.review.events import Sent
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.lookup import agencies_at
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

_BEFORE_TARGET = 3
_AFTER_TARGET = 2


@dataclass(frozen=True)
class Waiting:
    """An agency that was asked and has not been heard yet.

    `sent` are the reminders that were sent to it, each with its day. `number` is the next one (1 to
    3) and `fits_from` its first day; where none fits any more, `why_none` says why instead. With
    `closed` none is drafted even if an officer asks for it.
    """

    agency: Agency
    request_sent: date
    sent: tuple[tuple[LetterKind, date], ...]
    number: int = 0
    fits_from: date | None = None
    why_none: str = ""
    closed: bool = False

    def fits(self, today: date) -> bool:
        """The next reminder fits today."""
        return self.fits_from is not None and self.fits_from <= today

    @property
    def last_number(self) -> int:
        """The reminder that was sent last, 0 where none was."""
        return REMINDERS.index(self.sent[-1][0]) + 1 if self.sent else 0


def waiting_for(review: Review, today: date) -> tuple[Waiting, ...]:
    """Every agency that was asked and has not been heard yet, in the manifest's order."""
    return tuple(_waiting(review, agency, today) for agency in agencies_at(review, "asked"))


def closed_because(review: Review, today: date) -> str:
    """The reason why nobody is written to any more, "" while a reminder may still fit."""
    why = why_not_on(review, REMINDERS[0], today)
    if why:
        return why
    if review.manifest.event.at is None and review.state.event.is_cancelled:
        return "the event was cancelled, and has no new day yet"
    return ""


def _waiting(review: Review, agency: Agency, today: date) -> Waiting:
    request = review.state.agency(agency.id).request_sent
    assert request is not None  # nobody is counted as asked before it
    here = Waiting(agency, request.day, tuple(_reminders_sent(review, agency, request)))
    closed = closed_because(review, today)
    if closed:
        return replace(here, why_none=closed, closed=True)
    number = here.last_number + 1
    if number > len(REMINDERS):
        return replace(here, why_none="all three reminders sent: a call may help more")
    day, event = _fits_from(review, here, number), review.manifest.event.at
    if event is not None and day >= event.date():
        return replace(here, why_none="no reminder fits before the event: a call may help more")
    return replace(here, number=number, fits_from=day)


def _reminders_sent(
    review: Review, agency: Agency, request: Recorded[Sent]
) -> Iterator[tuple[LetterKind, date]]:
    """The reminders of the request that stands: a new one is asked for as kindly as the first."""
    for kind in REMINDERS:
        entry = review.state.agency(agency.id).last_sent(kind.id)
        if entry is not None and entry.at > request.at:
            yield kind, entry.day


def _fits_from(review: Review, waiting: Waiting, number: int) -> date:
    """The first day on which a reminder fits.

    The agency has had the days to reply in that its request gave it, counted from when it could
    begin; and a chase interval has passed since the last reminder.
    """
    settings = review.partnership.settings
    told = review.state.agency(waiting.agency.id).told_identity
    began = max(waiting.request_sent, told.day if told else waiting.request_sent)
    earliest = [add_working_days(began, settings.reply_working_days)]
    if waiting.sent:
        last = max(day for _, day in waiting.sent)
        earliest.append(add_working_days(last, settings.chase_working_days))
    return max([*earliest, *_by_the_calendar(review, waiting.request_sent, number)])


def _by_the_calendar(review: Review, request_sent: date, number: int) -> Iterator[date]:
    """The day that the local target, or the event, gives to each of the three reminders."""
    settings, event = review.partnership.settings, review.manifest.event.at
    target = review.manifest.audits.due or add_working_days(
        request_sent, settings.audit_working_days
    )
    if number == 1:
        yield add_working_days(target, -_BEFORE_TARGET)
    elif number == 2:
        yield add_working_days(target, _AFTER_TARGET)
    elif event is not None:
        yield add_working_days(event.date(), -settings.chase_working_days)
