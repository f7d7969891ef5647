"""Documents made from what a review is today, left alone where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lfe_cli.letters.context import common
from lfe_cli.regular_file import read_file
from lfe_cli.review.changes import Changes, EditedSince, made
from lfe_cli.review.event import Made
from lfe_cli.review.files import heading_of
from lfe_cli.review.templates import find
from lfe_cli.review.workspace import Review, read_text
from lfe_cli.word.render import Properties, Template, render

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_template(review: Review, name: str) -> Template:
    """The Word template called `name`: the partnership's own copy, else ours."""
    return Template(name, read_file(find(name, review.workspace.folder)))


def text_template(review: Review, name: str) -> str:
    """The text of a template that is YAML or a letter."""
    return read_text(find(name, review.workspace.folder))


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
            return present, made(review, file, present, event)
    content = build(moment)
    return content, made(review, file, content, event, replace_edited=replace_edited)


def make_or_keep(
    review: Review,
    file: str,
    event: Made,
    build: Callable[[datetime], bytes],
    moment: datetime,
) -> tuple[bytes, Changes]:
    """The same, but a document that a person edited is kept, and its own content given."""
    try:
        return make(review, file, event, build, moment)
    except EditedSince:
        return review.read(file) or b"", Changes(review.reference)


def make_paper(
    template: Template,
    review: Review,
    moment: datetime,
    context: Mapping[str, Any] | None = None,
    *,
    title: str = "",
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> bytes:
    """The paper that `template` makes of a review; `context` is what it needs beside that.

    `choices` gives lists to choose from their items, by tag, as (label, value).
    `moment` is written into the file's properties. Raises TemplateFault for a broken template.
    """
    partnership = review.partnership
    properties = Properties(
        title=title or heading_of(template.name),
        author=partnership.name,
        moment=moment,
        custom={"lfe.reference": review.reference} if template.name == "notes.docx" else {},
    )
    whole = {**common(review), "footer": review.reference, **(context or {})}
    return render(template, whole, properties, choices=choices)
