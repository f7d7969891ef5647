"""Drafts a letter and leaves one that a person edited; what a letter command has to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from lfe_cli.changes import Changes
from lfe_cli.documents.letters import LetterKind, draft_letter, template_of
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.making import make_or_keep, text_template


@dataclass(frozen=True)
class Drafted:
    """What came of one `lfe letter`: sentences for the officer, and the letters' places."""

    lines: tuple[str, ...]
    files: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


def draft_or_keep(
    review: Review,
    kind: LetterKind,
    agency: Agency,
    moment: datetime,
    extra: Mapping[str, Any] | None = None,
) -> Changes:
    """The letter as a draft in the outbox; one that the officer changed there is theirs."""
    text = text_template(review, template_of(kind))
    build = partial(_letter, kind, text, review=review, agency=agency, extra=extra)
    event = Event(actions.LETTER_DRAFTED, {"letter": kind, "agency": agency.id})
    return make_or_keep(review, places.letter(kind, agency.id), event, build, moment)[1]


def _letter(kind: LetterKind, text: str, moment: datetime, **given: Any) -> bytes:
    return draft_letter(kind, text, moment=moment, **given)
