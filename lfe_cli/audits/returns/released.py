"""What an agency says of its points when it is asked: the facilitator may read ahead, or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.returns.filing import Taken, noting
from lfe_cli.audits.returns.identify import as_word, form_of, identify, reading_of
from lfe_cli.audits.returns.mail_text import text_in
from lfe_cli.audits.returns.reading import Reading
from lfe_cli.audits.returns.text_reply import has_places, read_reply, whose_text
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes
from lfe_cli.review.events import AuditFiled, ReleaseAnswered
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.lookup import agency_named, refuse_if_withdrawn
from lfe_cli.review.workspace import Review
from lfe_cli.word.office import Office


def answer_release(
    review: Review, agency_id: str, may_read: bool, on: date, office: Office | None
) -> Changes:
    """Records what the agency said; the note of what was read then holds its points, or none.

    Raises LfeError where there is no audit of it, or none that can be read.
    """
    agency = agency_named(review, agency_id)
    refuse_if_withdrawn(review, (agency,))
    filed = next(reversed(review.state.agency(agency.id).filed), None)
    if filed is None:
        raise LfeError(
            f"No audit of {agency.name} is here, so nothing of it can be read ahead.",
            next_step="Take it in first: lfe ingest",
        )
    taken = _read_again(review, filed, office)
    if taken is None and may_read:
        raise LfeError(
            f"The audit of {agency.name} was not read, so it has no points to read ahead.",
            where=f"{review.reference}/{filed.event.file}",
            next_step="It can tell them on the day. Or ask for a Word file: lfe ingest",
        )
    event = ReleaseAnswered(on=on, agency=agency.id, may_read=may_read)
    if taken is None:  # whatever it says, nothing of it is read ahead
        taken = Taken(filed.event.file, "filed", agency.id, filed_as=filed.event.file)
    reading = replace(taken.reading or Reading("not-read"), release_unclear=False)
    reading = replace(reading, released=may_read)
    noted = noting(review, replace(taken, reading=reading), filed.at)
    return Changes(review.reference, events=(event,)).and_also(noted)


def _read_again(review: Review, filed: Recorded[AuditFiled], office: Office | None) -> Taken | None:
    """The audit as it was taken in; None where it is not there, or cannot be read."""
    agency, content = filed.event.agency, review.read(filed.event.file)
    found = None if content is None else _reading_of(review, agency, content, filed.at, office)
    if found is None or found[0].how == "not-read":
        return None
    reading, form = found
    check = TextCheck.of(review)
    named = [q for q, text in reading.for_event.items() if check.names("point.txt", text.encode())]
    return Taken(
        filed.event.file,
        "filed",
        agency,
        questions=len(form.questions()),
        reading=reading,
        filed_as=filed.event.file,
        form=form.version(),
        named=tuple(named),
        numbers=form.numbers(),
    )


def _reading_of(
    review: Review, agency: str, content: bytes, at: datetime, office: Office | None
) -> tuple[Reading, AuditForm] | None:
    """What a filed audit says, and the questions that it answers: a Word file, or a text."""
    text = text_in(content)
    if text is not None and has_places(text):
        form = form_of(review, agency, whose_text(review, text)[0])
        return None if form is None else (read_reply(text, form).reading, form)
    word = as_word(content, office).content
    form = None if word is None else form_of(review, agency, identify(word))
    if word is None or form is None:
        return None
    return reading_of(review, agency, form, word, at), form
