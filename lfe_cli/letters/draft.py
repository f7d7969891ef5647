"""Letters as files: mail drafts in the outbox that the officer sends, Word files to hand over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lfe_cli.clock import uk_date
from lfe_cli.letters.context import Addressee
from lfe_cli.letters.documents import IfEdited, left_as_it_is, put, put_paper
from lfe_cli.letters.fit import refuse_if_it_does_not_fit
from lfe_cli.letters.kinds import Enclosure, LetterKind
from lfe_cli.letters.made_from import Paper, letter_made_from
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.outbox import is_taken_back, was_sent_since
from lfe_cli.letters.template import draft_letter
from lfe_cli.review.changes import Changes
from lfe_cli.review.ending import refuse_if_stepped_up
from lfe_cli.review.events import LetterDrafted
from lfe_cli.review.partnership import WorkingGroup
from lfe_cli.review.templates import text_template
from lfe_cli.review.workspace import Review, sha256


@dataclass(frozen=True)
class Drafted:
    """The letters of one command: sentences for the officer, and the letters' places."""

    lines: tuple[str, ...]
    files: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """The part of one letter that not every letter holds.

    `said` is what else its template names, `enclosed` the files that may go with it, and `recorded`
    what the history keeps of it.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    enclosed: Mapping[Enclosure, Attachment] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)


def draft(
    review: Review,
    kind: LetterKind,
    to: Addressee,
    moment: datetime,
    contents: Contents | None = None,
    *,
    keep_edited: bool = False,
) -> Changes:
    """A mail draft made anew; one that a person edited is kept beside it, or left (`keep_edited`).

    Of what is enclosed, only that goes with it which letters of its kind enclose. Raises SteppedUp
    where the review has stopped and letters of this kind ask for something, and LfeError for one
    that does not fit the day.
    """
    if kind.asks:
        refuse_if_stepped_up(review)
    refuse_if_it_does_not_fit(review, kind, uk_date(moment))
    text, holds = text_template(review, kind.template), contents or Contents()
    enclosed = {one: holds.enclosed[one] for one in kind.encloses if one in holds.enclosed}
    contents_of = {one: attachment.content for one, attachment in enclosed.items()}

    def build(at: datetime) -> bytes:
        return draft_letter(
            kind,
            text,
            review=review,
            to=to,
            moment=at,
            attachments=list(enclosed.values()),
            extra=holds.said,
        )

    whose = "group" if isinstance(to, WorkingGroup) else "agency"
    now = letter_made_from(review, kind, to, uk_date(moment), holds.said, contents_of)
    event = LetterDrafted(letter=kind.id, **{whose: to.id}, **holds.recorded, made_from=now)
    file = kind.file(to.id)
    if _is_out_as_it_would_be(review, file, build):
        return left_as_it_is(review, file, event)
    if_edited: IfEdited = "keep" if keep_edited else "replace"
    return put(review, file, event, build, moment, if_edited=if_edited).changes


def _is_out_as_it_would_be(review: Review, file: str, build: Callable[[datetime], bytes]) -> bool:
    """Whether the same letter was sent already, so that nobody gets it twice."""
    last = review.state.letters.newest_drafts.get(file)
    if last is None or not was_sent_since(review, last) or review.read(file) is not None:
        return False
    if is_taken_back(review, last):
        return False
    return sha256(build(last.at)) == last.event.sha256


def word_letter(
    review: Review, kind: LetterKind, whose: str, moment: datetime, context: Mapping[str, Any]
) -> Changes:
    """A letter as a Word file that somebody hands over; one that a person edited is left.

    Raises SteppedUp as `draft` does.
    """
    if kind.asks:
        refuse_if_stepped_up(review)
    paper = Paper.of(review, kind.file(whose), kind.template, context=context)
    return put_paper(review, paper, moment, if_edited="keep").changes
