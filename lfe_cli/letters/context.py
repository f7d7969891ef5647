"""The things that a letter's or a paper's template can name, worked out of the review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lfe_cli.letters.kinds import LetterKind
from lfe_cli.review.days import add_working_days, clock, long_date, short_date
from lfe_cli.review.partnership import Agency, WorkingGroup, address_in, header_text
from lfe_cli.review.workspace import Review, event_minutes

_TO_BE_CONFIRMED = "to be confirmed"
_SOMEBODY = "your manager or safeguarding lead"  # where a partnership names nobody to turn to
Addressee = Agency | WorkingGroup
# A template may name these and a letter lack them: left out of the letter, and no mistake.
_MAY_LACK: Mapping[str, Any] = {
    "family": None,  # {start, end}: when the family joins the event
    "focus_was": None,  # {start, end}: the period that an earlier form asked about
    "good_practice": [],  # the strengths in learning.yaml
    "short_form": False,
    "as_text": None,  # {route, line, questions, end}: the questions as a text to reply to
    "replied": False,  # the agency has answered the request before
    "same_day": False,  # the event has only another place
    "questions": [],  # {number, prompt}: those that the letter is about
    "was": "",  # the date that an event had before it moved or was cancelled
}


def common(review: Review, unknown: str = _TO_BE_CONFIRMED) -> dict[str, Any]:
    """The part of a template's context that all documents share; every value is text, or none.

    `children` says how many children it is about; `the_child` calls them "the child" or "the
    children" in a sentence, and `child_letters` says how to write about each of several.
    `information_statement` is a list of paragraphs. `event` is none until it has a date.
    `unknown` stands for a day or a place that is not known yet. A document that carries no
    marking, or another footer, puts its own in place of these.
    """
    partnership = review.partnership
    focus, due = review.manifest.focus, review.manifest.audits.due
    return {
        "partnership": {
            "name": partnership.name,
            "short_name": partnership.short_name,
            "mailbox": partnership.mailbox,
            "telephone": partnership.telephone,
            "subgroup": partnership.subgroup,
            "review_name": partnership.review_name,
            "event_name": partnership.event_name,
        },
        "marking": partnership.marking,
        "support": partnership.support or _SOMEBODY,
        "information_statement": _paragraphs(partnership.information_statement),
        "review": {
            "reference": review.reference,
            "theme": review.manifest.theme,
            "focus_from": short_date(focus.start),
            "focus_to": short_date(focus.end),
            "due": long_date(due) if due else unknown,
        },
        "children": review.manifest.children,
        "the_child": "the child" if review.manifest.children == 1 else "the children",
        "child_letters": review.manifest.child_letters,
        "event": _event_in_words(review, unknown),
        "footer": review.reference,
    }


def _event_in_words(review: Review, unknown: str) -> dict[str, str | None] | None:
    event = review.manifest.event
    if event.at is None:
        return None
    return {
        "date": long_date(event.at.date()),
        "start": clock(event.at),
        "end": clock(event.at + timedelta(minutes=event_minutes(review))),
        "venue": event.venue or unknown,
        "facilitator": event.facilitator or unknown,
        "wellbeing": event.wellbeing,
        "access": event.access,
    }


def _paragraphs(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def letter_context(
    review: Review,
    to: Addressee | None,
    today: date,
    attached: Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """All that a letter's template can name, but no theme: a letter travels, and a theme tells.

    What is to be confirmed is empty in it: a letter goes without.
    """
    shared = common(review, unknown="")
    settings = review.partnership.settings
    reply_by = add_working_days(today, settings.reply_working_days)
    return {
        **shared,
        **_MAY_LACK,
        "review": _review(review, shared["review"], today),
        "event": _event(shared["event"]),
        **_named(to),
        **how_long(review, to),
        # each letter says itself who it is where the settings name nobody: it knows who reads it
        "support": review.partnership.support,
        "attached": list(attached),
        "reply_by": long_date(reply_by),
        **(extra or {}),
    }


def how_long(review: Review, to: Addressee | None) -> dict[str, str]:
    """How long an audit `takes` with the form that its reader has, and with the short one."""
    settings = review.partnership.settings
    is_short = isinstance(to, Agency) and review.manifest.is_short(to.id)
    takes = settings.short_audit_takes if is_short else settings.audit_takes
    return {"takes": takes, "takes_short": settings.short_audit_takes}


def _named(to: Addressee | None) -> dict[str, dict[str, str]]:
    """The reader: every template can name an agency, a group's letter the group too."""
    nobody = {"id": "", "name": ""}
    if to is None:
        return {"agency": nobody}
    named = {"id": to.id, "name": to.name}
    return {"agency": nobody, "group": named} if isinstance(to, WorkingGroup) else {"agency": named}


def _review(review: Review, shared: Mapping[str, str], today: date) -> dict[str, str]:
    """Without the theme, and without a local target that is behind us: nobody is reminded of it."""
    known = {key: text for key, text in shared.items() if key != "theme"}
    due = review.manifest.audits.due
    return {**known, "due": ""} if due and due < today else known


def _event(shared: Mapping[str, str | None] | None) -> dict[str, str] | None:
    """The event, of which a letter leaves empty what nobody has entered."""
    return None if shared is None else {key: text or "" for key, text in shared.items()}


def recipient(kind: LetterKind | None, to: Addressee) -> str | None:
    """The one address that a letter goes to, None while it is not known."""
    if isinstance(to, WorkingGroup):
        return address_in(to.contact)
    if kind is not None and kind.to == "lead":
        return address_in(to.escalation)
    return address_in(to.contact) or address_in(to.deputy)


def subject_of(review: Review) -> str:
    """The marking and the reference; a subject travels further than a letter."""
    return header_text(f"{review.partnership.marking}: {review.reference}")
