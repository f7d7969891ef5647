"""The form that an agency gets, has, and was sent: its questions, its period, and its date."""

from __future__ import annotations

from msgspec import UNSET

from lfe_cli.audits.questions import AuditForm, read_questions
from lfe_cli.errors import LfeError
from lfe_cli.review import files, templates
from lfe_cli.review.agency_state import REQUEST
from lfe_cli.review.days import short_date
from lfe_cli.review.events import FormIssued
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, read_text
from lfe_cli.review.yamlfile import as_yaml

_FILE = "audit.yaml"


def form_in_use(review: Review, agency_id: str) -> AuditForm:
    """The questions that an agency is asked today: the full form or the short one."""
    form = read_questions(read_text(templates.find(_FILE, review.workspace.folder)), _FILE)
    return form.short() if is_short(review, agency_id) else form


def is_short(review: Review, agency_id: str) -> bool:
    """An agency gets the short form: as the review says for it, or for all."""
    return review.manifest.is_short(agency_id)


def as_kept(form: AuditForm) -> bytes:
    """The questions as a file to be kept with the review, from which they read back the same."""
    data = form.model_dump(mode="json", exclude_defaults=True)
    asked = f"# The questions of form {form.version()}, as they were issued."
    return as_yaml(data, f"{asked} Please leave as it is.\n")


def form_of_version(review: Review, version: str) -> AuditForm | None:
    """The questions of a version that was issued in this review, None where it was not."""
    name = files.questions_of(version)
    content = review.read(name) if version.isalnum() else None
    if content is None:
        return None
    try:
        return read_questions(content.decode("utf-8"), f"{review.reference}/{name}")
    except (LfeError, UnicodeDecodeError):
        return None


def has_another_period(review: Review, agency_id: str) -> bool:
    """An agency's form was made for another period than the review has now."""
    return _differs(review, review.state.agency(agency_id).form)


def period_sent_before(review: Review, agency_id: str) -> dict[str, str] | None:
    """The other period that an agency was last asked about, in words: {start, end}."""
    sent = review.state.agency(agency_id).last_sent(REQUEST)
    form = review.state.agency(agency_id).form_sent_with(sent) if sent else None
    if form is None or not _differs(review, form):
        return None
    start, end = form.event.focus_from, form.event.focus_to
    return {"start": short_date(start), "end": short_date(end)} if start and end else None


def sent_before_it_changed(review: Review) -> tuple[Agency, ...]:
    """The agencies that take part, have a new form, and were sent only the one before it."""
    return tuple(
        agency
        for agency in takes_part(review)
        if review.state.agency(agency.id).last_sent(REQUEST)
        and review.state.agency(agency.id).request_sent is None
    )


def names_another_date(review: Review, agency_id: str) -> bool:
    """An agency's form names another date by which audits are ready than the review has now."""
    form = review.state.agency(agency_id).form
    return form is not None and form.event.due not in (review.manifest.audits.due, UNSET)


def names_another_day(review: Review, agency_id: str) -> bool:
    """An agency's form names a day for the event on which it is not."""
    form = review.state.agency(agency_id).form
    named = form.event.day_at if form else None
    return named is not None and named != review.manifest.event.at


def _differs(review: Review, form: Recorded[FormIssued] | None) -> bool:
    """A form of an old history, which kept no period, is taken for one of this period."""
    if form is None or form.event.focus_from is None:
        return False
    focus = review.manifest.focus
    return (form.event.focus_from, form.event.focus_to) != (focus.start, focus.end)
