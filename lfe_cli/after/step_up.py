"""A review that turns out to meet the criteria is stepped up: it stops, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from lfe_cli.clock import uk_date
from lfe_cli.review import events
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import add_working_days, short_date
from lfe_cli.review.todo import Said, Todo, sentences
from lfe_cli.review.workspace import Review

_DUTY_WORKING_DAYS = 5  # gov.uk, report a serious child safeguarding incident


def step_up(review: Review, on: date, moment: datetime) -> tuple[tuple[str, ...], Changes]:
    """Stops the review, and says what is to do from here. Nothing is removed.

    Where an event is still to come, its calendar file takes it out of calendars.
    """
    from lfe_cli.letters.calendar import cancellation  # heavy, and needed here alone

    changes = Changes(review.reference, events=(events.SteppedUp(on=on),))
    event = review.manifest.event.at
    if event is None or event.date() >= uk_date(moment):
        changes = changes.and_also(cancellation(review, moment))
    after = review.with_entries(changes.events, moment)
    return sentences(one.says for one in once_stepped_up(after, uk_date(moment))), changes


def once_stepped_up(review: Review, today: date) -> Iterator[Todo]:
    """What is to do once a review was stepped up, in the order in which it is due."""
    entry = review.state.ending.stepped_up
    if entry is None:
        return
    by = add_working_days(entry.day, _DUTY_WORKING_DAYS)
    duty = (
        "the duty to notify is the local authority's, within five working days of becoming aware "
        f"(counted from what you recorded: {short_date(by)}). Tell its lead and the statutory "
        "partners today"
    )
    stopped = Said("nothing further is made here: the statutory route goes on")
    yield Todo(
        "stepped up", (), "the local authority", entry.day, by, says=Said(duty), next=stopped
    )
    for says in _after_stepping_up(review, today):
        yield Todo("stepped up", says=Said(says))


def _after_stepping_up(review: Review, today: date) -> Iterator[str]:
    invited, event = review.state.event.invitation, review.manifest.event.at
    if invited and (event is None or event.date() >= today):
        yield (
            "tell everybody who was invited, by telephone; event/invitation.ics takes the event "
            "out of a calendar"
        )
    yield "send no draft that lies in outbox, and hand nothing over that lies in family"
    if review.manifest.family:
        yield "ask who tells the family, with the social worker; what they were told has changed"
    yield (
        "pass no audit on: agencies wrote them for learning, and a Rapid Review asks afresh. "
        "Keep this folder as it is: nothing in it is removed"
    )
    yield "ask how colleagues and the family are supported from here, and by whom"
