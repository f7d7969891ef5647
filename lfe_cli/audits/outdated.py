"""Which forms and requests are no longer as they would be made now, and what makes them anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.audits.form_contents import form_contents
from lfe_cli.audits.reminder_days import Waiting
from lfe_cli.audits.returns.noted import left_open, noted
from lfe_cli.audits.text_form import as_text
from lfe_cli.audits.which_form import (
    form_in_use,
    has_another_period,
    is_short,
    names_another_date,
    names_another_day,
    period_sent_before,
)
from lfe_cli.letters.fit import has_taken_place
from lfe_cli.letters.kinds import REMINDERS, REQUEST, STILL_OPEN, Enclosure
from lfe_cli.letters.made_from import Outdated, Paper, in_words, letter_made_from, outdated
from lfe_cli.letters.outbox import Unsent, not_needed_any_more, unsent_drafts
from lfe_cli.review import files
from lfe_cli.review.agency_state import Progress
from lfe_cli.review.lookup import agency_named, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

_ENCLOSED: tuple[tuple[Enclosure, str], ...] = (
    ("guidance", files.GUIDANCE),
    ("guide", files.GUIDE),
)
_AUDIT_TO_COME: tuple[Progress, ...] = (
    "form made", "request sent", "asked", "replied", "will bring",
)  # fmt: skip


def papers_of_the_forms(review: Review) -> tuple[Paper, ...]:
    """The papers that go with every form."""
    return tuple(
        Paper.of(review, file, file.rpartition("/")[2]) for file in (files.GUIDANCE, files.GUIDE)
    )


def form_made_from(review: Review, agency: Agency) -> dict[str, str]:
    """All that an agency's form is made from now, by part."""
    contents = form_contents(form_in_use(review, agency.id), review, agency)
    paper = Paper(files.issued_form(agency.id), "audit.docx", contents)
    return paper.made_from(review)


def said_in_request(review: Review, agency: Agency) -> dict[str, Any]:
    """What the request's template names, beside that which all letters name."""
    return {
        "short_form": is_short(review, agency.id),
        "as_text": as_text(review, agency),
        "focus_was": period_sent_before(review, agency.id),
        "replied": bool(review.state.agency(agency.id).replies),
    }


@dataclass(frozen=True)
class OutdatedForm:
    """An agency whose form or unsent request is out of date, and `why`, in a few words."""

    agency: Agency
    why: str


def outdated_forms(review: Review, today: date) -> tuple[OutdatedForm, ...]:
    """Every form, and request that is still to be sent, that is to be made anew; in their order.

    A form that was sent counts where it asks about another period, or names another day. Nothing
    once the event has been.
    """
    if has_taken_place(review, today):
        return ()
    drafts = {one.agency: one for one in unsent_drafts(review) if one.kind is REQUEST}
    found = []
    for agency in takes_part(review):
        its = review.state.agency(agency.id)
        if its.form is None:
            continue
        whys = list(_whys(review, agency, drafts.get(agency.id), today))
        if whys:
            found.append(OutdatedForm(agency, ", ".join(dict.fromkeys(whys))))
    return tuple(found)


def _whys(review: Review, agency: Agency, draft: Unsent | None, today: date) -> Iterator[str]:
    progress = review.state.agency(agency.id).progress
    of_the_review = has_another_period(review, agency.id)
    if of_the_review:
        yield "the focus period"
    if progress in _AUDIT_TO_COME and names_another_day(review, agency.id):
        yield "the event"
    if progress != "form made":
        return
    if names_another_date(review, agency.id):
        of_the_review = True
        yield "the date by which audits are ready"
    form = outdated(review, files.issued_form(agency.id), form_made_from(review, agency))
    letter = draft and outdated(review, draft.file, _request_made_from(review, agency, today))
    said = ("form", "review") if of_the_review else ("form",)  # the first of its own, above
    for one in [found for found in (form, letter) if found]:
        yield from (in_words((part,)) for part in one.parts if part not in said)
    if draft is None and _was_taken_out(review, agency):
        yield "the event"


def _was_taken_out(review: Review, agency: Agency) -> bool:
    """Whether its request was drafted, and taken out of the outbox when the event moved."""
    its = review.state.agency(agency.id)
    was_drafted = any(one.event.letter == REQUEST.id for one in its.drafted)
    return was_drafted and its.last_drafted(REQUEST.id) is None


def _request_made_from(review: Review, agency: Agency, today: date) -> Mapping[str, str]:
    form: tuple[Enclosure, str] = ("form", files.issued_form(agency.id))
    enclosed = {what: review.read(file) for what, file in (*_ENCLOSED, form)}
    there = {what: content for what, content in enclosed.items() if content is not None}
    return letter_made_from(review, REQUEST, agency, today, said_in_request(review, agency), there)


def outdated_reminder(review: Review, waiting: Waiting, today: date) -> Outdated | None:
    """The reminder that lies in the outbox for this agency, where it would be another now."""
    kind, agency = REMINDERS[waiting.number - 1], waiting.agency
    said = {"short_form": is_short(review, agency.id)}
    now = letter_made_from(review, kind, agency, today, said, {})
    return outdated(review, kind.file(agency.id), now)


def outdated_letters_about_gaps(review: Review, today: date) -> Iterator[OutdatedForm]:
    """The agencies whose letter about what their audit leaves open would be another now."""
    for one in unsent_drafts(review):
        if one.kind is not STILL_OPEN or not_needed_any_more(review, one, today):
            continue
        agency = agency_named(review, one.agency)
        said = {"questions": left_open(noted(review, agency.id))}
        now = letter_made_from(review, STILL_OPEN, agency, today, said, {})
        found = outdated(review, one.file, now) if said["questions"] else None
        if found:
            yield OutdatedForm(agency, in_words(found.parts))


def reissue(review: Review, outdated_ones: Sequence[OutdatedForm]) -> str:
    """The command that makes these forms and requests anew."""
    ids = [one.agency.id for one in outdated_ones]
    everybody = [agency.id for agency in takes_part(review)]
    which = "" if ids == everybody else "".join(f" --agency {i}" for i in ids)
    return f"lfe issue-audits --reissue{which}"
