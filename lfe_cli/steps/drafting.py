"""Drafts one letter to one agency, as a file in the outbox that the officer opens and sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from lfe_cli.changes import Changes
from lfe_cli.documents.letters import LetterKind, draft_letter, template_of
from lfe_cli.documents.mail import Attachment
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.making import make, make_or_keep, text_template


@dataclass(frozen=True)
class Drafted:
    """What came of one `lfe letter`: sentences for the officer, and the letters' places."""

    lines: tuple[str, ...]
    files: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


def draft(
    review: Review,
    kind: LetterKind,
    agency: Agency,
    moment: datetime,
    attachments: Sequence[Attachment] = (),
    extra: Mapping[str, Any] | None = None,
    *,
    keep_edited: bool = False,
) -> Changes:
    """The draft made anew; one that a person edited is kept beside it, or left (`keep_edited`)."""
    text = text_template(review, template_of(kind))
    build = partial(
        _letter, kind, text, review=review, agency=agency, attachments=attachments, extra=extra
    )
    event = Event(actions.LETTER_DRAFTED, {"letter": kind, "agency": agency.id})
    file = places.letter(kind, agency.id)
    if keep_edited:
        return make_or_keep(review, file, event, build, moment)[1]
    return make(review, file, event, build, moment, replace_edited=True)[1]


def _letter(kind: LetterKind, text: str, moment: datetime, **given: Any) -> bytes:
    return draft_letter(kind, text, moment=moment, **given)
