"""The record of a disposal: what was removed, when, by which role, and what that leaves."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.review.days import short_date
from lfe_cli.review.workspace import Review

_WIDTH = 78


@dataclass(frozen=True)
class Disposed:
    """A paper that was removed. `sha256` is None where no hash is kept of it."""

    file: str
    what: str
    on: date
    by: str
    sha256: str | None


def disposal_record(
    review: Review,
    disposed: Sequence[Disposed],
    *,
    closed: date,
    not_reached: Iterable[str],
    lists_elsewhere: bool,
) -> bytes:
    """`disposal.txt`: it names places and hashes, and holds no content and nobody's name."""
    lines = [
        "DISPOSAL RECORD",
        f"{review.partnership.review_name} {review.reference}",
        review.partnership.name,
        "",
        *_wrapped(
            f"Closed on {short_date(closed)}. It was confirmed before that no inquest, police "
            "investigation, inquiry, complaint or access request needs these papers, and that no "
            "hold stood."
        ),
        "",
        *_wrapped(
            "Removed from this folder; not from e-mail, backups, SharePoint versions or recycle "
            "bins."
        ),
        "",
        *_papers(disposed),
        *_remaining(not_reached, lists_elsewhere),
        *_wrapped(
            "A hash (SHA-256) tells whether a copy that turns up later is the same file. Of a "
            "list of names none is kept: it could confirm a guess at a name. A file whose own "
            "name might have held a person's is only counted here. The history of this review "
            "(history.jsonl) holds the same."
        ),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")  # Notepad of every age shows its lines


def _papers(disposed: Sequence[Disposed]) -> Iterator[str]:
    if not disposed:
        yield from ("There was nothing to remove.", "")
    for number, one in enumerate(disposed, start=1):
        yield f"{number:>3}. {one.file}"
        yield f"     {one.what}, removed on {short_date(one.on)} by {one.by}"
        if one.sha256:
            yield f"     {one.sha256}"
    if disposed:
        yield ""


def _remaining(not_reached: Iterable[str], lists_elsewhere: bool) -> Iterator[str]:
    yield "STILL TO BE LOOKED AT BY HAND"
    if lists_elsewhere:
        yield from _ticked("the list of names: it lies in the restricted folder of the settings")
    for one in not_reached:
        yield from _ticked(one)
    yield ""


def _ticked(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="[ ]  ", subsequent_indent="     ")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH)
