"""Drafts one letter to one agency, as a file in the outbox that the officer opens and sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from lfe_cli.steps.making import make, text_template


def draft(
    review: Review,
    kind: LetterKind,
    agency: Agency,
    moment: datetime,
    attachments: Sequence[Attachment] = (),
    extra: Mapping[str, Any] | None = None,
) -> Changes:
    """The draft, made anew; one that a person edited is kept beside it."""
    text = text_template(review, template_of(kind))
    build = partial(
        _letter, kind, text, review=review, agency=agency, attachments=attachments, extra=extra
    )
    event = Event(actions.LETTER_DRAFTED, {"letter": kind, "agency": agency.id})
    file = places.letter(kind, agency.id)
    return make(review, file, event, build, moment, replace_edited=True)[1]


def _letter(kind: LetterKind, text: str, moment: datetime, **given: Any) -> bytes:
    return draft_letter(kind, text, moment=moment, **given)


def was_sent(review: Review, agency: Agency, *kinds: str) -> bool:
    """Whether one of these letters was recorded as sent to the agency."""
    return any(
        review.history.last(actions.SENT, agency=agency.id, letter=kind) is not None
        for kind in kinds
    )
