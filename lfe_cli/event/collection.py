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
    """The papers are back in. `removed` and `left`: those in the folder that go after the event.

    `copies`, the last of `left`, are named like one and not made by the tool: a person removes
    them.
    """

    removed: tuple[str, ...]
    left: tuple[str, ...]
    copies: tuple[str, ...]


def collected(review: Review, on: date, *, destroy: bool) -> tuple[Collected, Changes]:
    """The Business Unit's papers are collected; with `destroy` those leave the folder that must.

    These are the facilitator's paper, and what agencies said beside their replies. Audits go home
    with their agencies and are no part of it. Raises LfeError before the event, and with `destroy`
    while another process may need the paper.
    """
    refuse_to_record_yet(review, on)
    there, copies = papers_to_destroy(review), _copies_of_them(review)
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
        return f"Still in this folder: {', '.join(there)}. To remove it: lfe collected --destroy"
    if copies:
        return f"Look whether these are copies of what was removed: {', '.join(copies)}."
    return "There is nothing more to do about them."


_TO_GO = frozenset(map(files.file_of, (files.FACILITATOR, files.REPLY_DETAILS)))


def papers_to_destroy(review: Review) -> tuple[str, ...]:
    """What goes after the event: those papers, and earlier versions that are kept beside them."""
    return tuple(place for place in _named_like_it(review) if files.is_named_by_us(place))


def _copies_of_them(review: Review) -> tuple[str, ...]:
    """Copies that a person may have made: "facilitator (1).docx", "Facilitator - Copy.docx"."""
    return tuple(place for place in _named_like_it(review) if not files.is_named_by_us(place))


def _named_like_it(review: Review) -> tuple[str, ...]:
    ids, going = {paper.id for paper in _TO_GO}, review.to_be_removed
    found = []
    for name in sorted({paper.folder for paper in _TO_GO}):
        folder = review.folder / name
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        found += [f"{name}/{path.name}" for path in paths if path.is_file()]
    return tuple(p for p in found if files.file_of(p).id in ids and p not in going)


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
