"""Documents made from what a review is today, left alone where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from lfe_cli.letters.made_from import Paper
from lfe_cli.regular_file import read_file
from lfe_cli.review.changes import Changes, EditedSince, made
from lfe_cli.review.event import Made
from lfe_cli.review.events import LeftAsItIs
from lfe_cli.review.files import heading_of
from lfe_cli.review.templates import find
from lfe_cli.review.workspace import Review
from lfe_cli.word.render import Properties, Template, render

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What becomes of a document that a person edited: see `put`.
IfEdited = Literal["refuse", "keep", "replace"]


def word_template(review: Review, name: str) -> Template:
    """The Word template called `name`: the partnership's own copy, else ours."""
    return Template(name, read_file(find(name, review.workspace.folder)))


def make(
    review: Review,
    file: str,
    event: Made,
    build: Callable[[datetime], bytes],
    moment: datetime,
    *,
    replace_edited: bool = False,
) -> tuple[bytes, Changes]:
    """The content of `file` from now on, and the changes that put it there; none if it is the same.

    A document carries the moment at which it was made. It is first built with the moment of the
    one that is there: if that gives the same bytes, nothing is written. Raises EditedSince for a
    document that a person edited, unless `replace_edited`.
    """
    last, present = review.state.files.made.get((type(event), file)), review.read(file)
    if last is not None and present is not None:
        unchanged = build(last.at)
        if unchanged == present:
            # recorded all the same where two copies of the folder made it, and not alike
            recorded = made(review, file, present, event)
            return present, recorded or left_as_it_is(review, file, event, known=True)
    content = build(moment)
    return content, made(review, file, content, event, replace_edited=replace_edited)


def left_as_it_is(review: Review, file: str, event: Made, *, known: bool = False) -> Changes:
    """Records what a document is made from by now that stays; `known` alone where that is."""
    before, now = review.state.files.made_from.get(file), event.made_from
    if now is None or before == now or (known and before is None):
        return Changes(review.reference)
    return Changes(review.reference, events=(LeftAsItIs(document=file, made_from=now),))


@dataclass(frozen=True)
class Put:
    """A document's content from now on, and the changes that put it there.

    `left`: a person edited it and it stays. `outdated`: what it was made from has changed since.
    """

    file: str
    content: bytes
    changes: Changes
    left: bool = False
    outdated: bool = False


def put(
    review: Review,
    file: str,
    event: Made,
    build: Callable[[datetime], bytes],
    moment: datetime,
    *,
    if_edited: IfEdited,
) -> Put:
    """A document made anew where anything of what it is made from has changed; else as it is.

    One that a person edited stays while nothing has. Where something has, it is refused (raises
    EditedSince), or kept, of which is recorded that it is meant to stay, or replaced.
    """
    if if_edited != "replace" and review.is_edited(file):
        changed = event.made_from is None or review.state.files.made_from.get(file) != (
            event.made_from
        )
        if changed and if_edited == "refuse":
            raise EditedSince(file, "--replace")
        content = review.read(file) or b""
        return Put(file, content, left_as_it_is(review, file, event), True, changed)
    replacing = if_edited == "replace"
    content, changes = make(review, file, event, build, moment, replace_edited=replacing)
    return Put(file, content, changes)


def put_paper(review: Review, paper: Paper, moment: datetime, *, if_edited: IfEdited) -> Put:
    """A Word paper of ours; see `put`. Raises TemplateFault for a broken template."""
    if paper.kept_once_edited and review.is_edited(paper.file):
        return Put(paper.file, review.read(paper.file) or b"", Changes(review.reference))
    event = msgspec.structs.replace(paper.event, made_from=paper.made_from(review))

    def build(at: datetime) -> bytes:
        return render_paper(review, paper, at)

    return put(review, paper.file, event, build, moment, if_edited=if_edited)


def render_paper(review: Review, paper: Paper, moment: datetime) -> bytes:
    """The bytes of a paper; `moment` is written into its properties. Raises TemplateFault."""
    is_notes = paper.template == "notes.docx"
    properties = Properties(
        title=paper.title or heading_of(paper.template),
        author=review.partnership.name,
        moment=moment,
        custom={"lfe.reference": review.reference} if is_notes else {},
    )
    template = word_template(review, paper.template)
    return render(template, paper.context, properties, choices=paper.choices)
