"""The Business Unit's papers, which are taken back in after the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.event.day import refuse_to_record_yet
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Remove, refuse_if_open
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.events import PapersCollected
from lfe_cli.review.workspace import Review, sha256


@dataclass(frozen=True)
class Collected:
    """The papers are back in. `removed` and `left`: the facilitator's paper in the folder.

    `copies`, the last of `left`, are named like it and not made by the tool: a person removes them.
    """

    removed: tuple[str, ...]
    left: tuple[str, ...]
    copies: tuple[str, ...]


def collected(review: Review, on: date, *, destroy: bool) -> tuple[Collected, Changes]:
    """The Business Unit's papers are collected; with `destroy` the facilitator's leaves the folder.

    Audits go home with their agencies and are no part of it. Raises LfeError before the event, and
    with `destroy` while another process may need the paper.
    """
    refuse_to_record_yet(review, on)
    there, copies = facilitators_papers(review), _copies_of_them(review)
    recorded = review.state.event.papers_collected
    if recorded is not None and not (destroy and there):
        raise LfeError(
            "That the papers are collected is recorded already.",
            next_step=_what_is_left(there, copies),
        )
    removals = tuple(_removing(review, there)) if destroy else ()
    collected = PapersCollected(on=on, removed=tuple(there) if removals else ())
    changes = Changes(review.reference, removals=removals, events=(collected,))
    removed, left = (there, copies) if removals else ((), (*there, *copies))
    return Collected(removed, left, copies), changes


def _what_is_left(there: Sequence[str], copies: Sequence[str]) -> str:
    if there:
        return "Remove the facilitator's paper too: lfe collected --destroy"
    if copies:
        return f"Look whether these are copies of the facilitator's paper: {', '.join(copies)}."
    return "There is nothing more to do about them."


def facilitators_papers(review: Review) -> tuple[str, ...]:
    """The facilitator's paper, and its earlier versions that are kept beside it."""
    return tuple(place for place in _named_like_it(review) if files.is_named_by_us(place))


def _copies_of_them(review: Review) -> tuple[str, ...]:
    """Copies that a person may have made: "facilitator (1).docx", "Facilitator - Copy.docx"."""
    return tuple(place for place in _named_like_it(review) if not files.is_named_by_us(place))


def _named_like_it(review: Review) -> tuple[str, ...]:
    paper = files.file_of(files.FACILITATOR)
    folder = review.folder / paper.folder
    names = [path.name for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    there = [f"{paper.folder}/{name}" for name in sorted(names)]
    going = review.to_be_removed
    return tuple(p for p in there if files.file_of(p).id == paper.id and p not in going)


def _removing(review: Review, there: Sequence[str]) -> Iterator[Remove]:
    needed = list(reasons_to_keep(review))
    if needed:
        raise LfeError(
            f"The facilitator's paper is not removed: {'; '.join(needed)}.",
            next_step="Ask first whether it may be. That the papers are collected: lfe collected",
        )
    for file in there:
        refuse_if_open(review, file)
        content = review.read(file)
        if content is not None:
            yield Remove(f"{review.reference}/{file}", sha256(content))
