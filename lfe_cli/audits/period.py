"""The focus period changes after the forms went out: who has which, and who is to be written to."""

from __future__ import annotations

from datetime import date

from msgspec import UNSET

from lfe_cli.review.days import short_date
from lfe_cli.review.events import FormIssued
from lfe_cli.review.history import Recorded
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review


def has_another_period(review: Review, agency_id: str) -> bool:
    """Whether an agency's form was made for another period than the review has now."""
    return _differs(review, review.state.agency(agency_id).form)


def period_sent_before(review: Review, agency_id: str) -> dict[str, str] | None:
    """The other period that an agency was last asked about, in words: {start, end}."""
    sent = review.state.agency(agency_id).last_sent("audit-request")
    form = review.state.agency(agency_id).form_sent_with(sent) if sent else None
    if form is None or not _differs(review, form):
        return None
    start, end = form.event.focus_from, form.event.focus_to
    return {"start": short_date(start), "end": short_date(end)} if start and end else None


def sent_before_it_changed(review: Review) -> tuple[Agency, ...]:
    """Who takes part, has a new form, and was sent only the one before it."""
    return tuple(
        agency
        for agency in takes_part(review)
        if review.state.agency(agency.id).last_sent("audit-request")
        and review.state.agency(agency.id).request_sent is None
    )


def names_another_date(review: Review, agency: Agency, due: date | None) -> bool:
    """Whether an agency's form names another date by which audits are ready than `due`."""
    form = review.state.agency(agency.id).form
    return form is not None and form.event.due not in (due, UNSET)


def _differs(review: Review, form: Recorded[FormIssued] | None) -> bool:
    """A form of an old history, which kept no period, is taken for one of this period."""
    if form is None or form.event.focus_from is None:
        return False
    focus = review.manifest.focus
    return (form.event.focus_from, form.event.focus_to) != (focus.start, focus.end)
