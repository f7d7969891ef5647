"""The focus period changes after the forms went out: who has which, and who is to be written to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.review import actions
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Entry
from lfe_cli.review.partnership import Agency
from lfe_cli.review.states import agencies_at, form_sent_with, request_sent, takes_part
from lfe_cli.review.workspace import Review


def period_of(review: Review) -> dict[str, str]:
    """The period as a form's entry in the history holds it."""
    focus = review.manifest.focus
    return {"focus_from": focus.start.isoformat(), "focus_to": focus.end.isoformat()}


def has_another_period(review: Review, agency_id: str) -> bool:
    """Whether an agency's form was made for another period than the review has now."""
    return _differs(review, review.history.last(actions.FORM_ISSUED, agency=agency_id))


def period_sent_before(review: Review, agency_id: str) -> dict[str, str] | None:
    """The other period that an agency was last asked about, in words: {start, end}."""
    sent = review.history.last(actions.SENT, agency=agency_id, letter="audit-request")
    form = form_sent_with(review.history, agency_id, sent) if sent else None
    if form is None or not _differs(review, form):
        return None
    days = (date.fromisoformat(str(form.get(key))) for key in ("focus_from", "focus_to"))
    return dict(zip(("start", "end"), map(short_date, days), strict=True))


def sent_before_it_changed(review: Review) -> tuple[Agency, ...]:
    """Who takes part, has a new form, and was sent only the one before it."""
    history = review.history
    return tuple(
        agency
        for agency in takes_part(review)
        if history.last(actions.SENT, agency=agency.id, letter="audit-request")
        and request_sent(history, agency.id) is None
    )


def about_the_period(review: Review, today: date) -> Iterator[str]:
    """What is to do about forms that ask about another period, until the event has been."""
    event = review.manifest.event.at
    if event and event.date() < today:
        return
    outdated = [a for a in takes_part(review) if has_another_period(review, a.id)]
    if outdated:
        yield (
            "the focus period has changed since the forms were made: lfe issue-audits --reissue "
            f"makes them anew, with letters that say so ({_names(outdated)})"
        )
    due = review.manifest.audits.due
    drafted = [a for a in agencies_at(review, "form made") if _names_another_date(review, a, due)]
    if drafted:
        yield (
            "the letters and forms that are still to be sent name another date by which audits are "
            f"ready: lfe issue-audits --reissue makes them anew ({_names(drafted)})"
        )
    again = [a for a in sent_before_it_changed(review) if a not in outdated]
    if again:
        yield (
            "send the new form and letter in outbox, what was sent before asked for something "
            f"else; then record it: lfe sent ({_names(again)})"
        )


def _names_another_date(review: Review, agency: Agency, due: date | None) -> bool:
    form = review.history.last(actions.FORM_ISSUED, agency=agency.id)
    if form is None or "due" not in form.about:
        return False
    return bool(form.get("due") != (due.isoformat() if due else None))


def _differs(review: Review, form: Entry | None) -> bool:
    """A form of an old history, which kept no period, is taken for one of this period."""
    if form is None or form.get("focus_from") is None:
        return False
    return any(form.get(key) != value for key, value in period_of(review).items())


def _names(agencies: list[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)
