"""What every document may say of the partnership and the review, as texts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lfe_cli.documents.agenda import event_minutes
from lfe_cli.review.days import clock, long_date, short_date
from lfe_cli.review.workspace import Review

TO_BE_CONFIRMED = "to be confirmed"
SOMEBODY = "your manager or safeguarding lead"  # where a partnership names nobody to turn to


def common(review: Review) -> dict[str, Any]:
    """The part of a template's context that all documents share; every value is text, or none.

    `children` says how many children it is about; `the_child` calls them "the child" or "the
    children" in a sentence, and `child_letters` says how to write about each of several.
    `information_statement` is a list of paragraphs. `event` is none until it has a date.
    A document that carries no marking, or another footer, puts its own in place of these.
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
        "support": partnership.support or SOMEBODY,
        "information_statement": _paragraphs(partnership.information_statement),
        "review": {
            "reference": review.reference,
            "theme": review.manifest.theme,
            "focus_from": short_date(focus.start),
            "focus_to": short_date(focus.end),
            "due": long_date(due) if due else TO_BE_CONFIRMED,
        },
        "children": review.manifest.children,
        "the_child": "the child" if review.manifest.children == 1 else "the children",
        "child_letters": review.manifest.child_letters,
        "event": _event(review),
        "footer": review.reference,
    }


def _event(review: Review) -> dict[str, str | None] | None:
    event = review.manifest.event
    if event.at is None:
        return None
    return {
        "date": long_date(event.at.date()),
        "start": clock(event.at),
        "end": clock(event.at + timedelta(minutes=event_minutes(review))),
        "venue": event.venue or TO_BE_CONFIRMED,
        "facilitator": event.facilitator or TO_BE_CONFIRMED,
        "wellbeing": event.wellbeing,
        "access": event.access,
    }


def _paragraphs(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
