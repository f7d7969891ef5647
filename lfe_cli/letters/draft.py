"""Drafts one letter to one agency, as a file in the outbox that the officer opens and sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from lfe_cli.changes import Changes, Remove
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.papers import make, make_or_keep, text_template
from lfe_cli.letters.template import LetterKind, draft_letter, template_of
from lfe_cli.review import actions, files
from lfe_cli.review.history import Entry, Event
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, sha256


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
    file = files.letter(kind, agency.id)
    if keep_edited:
        return make_or_keep(review, file, event, build, moment)[1]
    return make(review, file, event, build, moment, replace_edited=True)[1]


def _letter(kind: LetterKind, text: str, moment: datetime, **given: Any) -> bytes:
    return draft_letter(kind, text, moment=moment, **given)


def was_sent(review: Review, agency: Agency, *kinds: str) -> bool:
    """Whether one of these letters was ever recorded as sent to the agency."""
    return any(
        review.history.last(actions.SENT, agency=agency.id, letter=kind) is not None
        for kind in kinds
    )


@dataclass(frozen=True)
class Unsent:
    """A draft that lies in the outbox, and whose newest version was not recorded as sent."""

    file: str
    letter: str
    agency: str
    drafted: Entry
    edited: bool


def unsent_drafts(review: Review, agency_id: str | None = None) -> tuple[Unsent, ...]:
    """Every draft to an agency that was not sent, or those of one agency, by file."""
    history = review.history
    newest = {
        str(entry.get("file")): entry
        for entry in history.of(actions.LETTER_DRAFTED)
        if entry.get("agency") and agency_id in (None, entry.get("agency"))
    }
    found = []
    for file, entry in sorted(newest.items()):
        about = {"letter": entry.get("letter"), "agency": entry.get("agency")}
        sent = history.last(actions.SENT, **about)
        if (sent is None or sent.at < entry.at) and review.read(file) is not None:
            letter, agency = str(about["letter"]), str(about["agency"])
            found.append(Unsent(file, letter, agency, entry, review.is_edited(file)))
    return tuple(found)


def without_drafts(review: Review, drafts: Sequence[Unsent]) -> Changes:
    """Takes drafts that were never sent out of the outbox; what a person edited stays theirs."""
    ours = [one for one in drafts if not one.edited]
    removals = tuple(
        Remove(f"{review.reference}/{one.file}", sha256(review.read(one.file) or b""))
        for one in ours
    )
    events = tuple(
        Event(
            actions.DRAFT_REMOVED,
            {"letter": one.letter, "agency": one.agency, "draft": one.file},
        )
        for one in ours
    )
    return Changes(review.reference, removals=removals, events=events)


def not_to_be_sent(drafts: Sequence[Unsent]) -> tuple[str, ...]:
    """A sentence about edited drafts that nothing removes, nothing where there are none."""
    files = [one.file for one in drafts if one.edited]
    if not files:
        return ()
    return (f"You edited {', '.join(files)}, so it is left: do not send it as it is.",)
