"""Removes a review whole: one that was begun by mistake, or a closed one that is no longer kept.

A record of it stays in the folder, and nothing else. So its number is never given out again, its
absence is no loss, and who looks for the review finds what became of it. No history can record it,
for the history goes, too: the record holds once the writer's plan is whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from lfe_cli.after.disposal import (
    as_record,
    hash_for_removal,
    lists_elsewhere,
    not_reached,
    papers_to_remove,
    ticked,
    wrapped,
)
from lfe_cli.after.ended import open_at_the_end
from lfe_cli.after.keeping import looked_at_again
from lfe_cli.checks.kept import refuse_names
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Remove, Write, refuse_if_open
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.workspace import Review, in_the_inbox
from lfe_cli.sentences import counted

Why = Literal["begun by mistake", "no longer kept"]
_NOT_REACHED = not_reached("it holds earlier versions of every text that it kept")


@dataclass(frozen=True)
class Whole:
    """All that would go with a review: shown before it is confirmed, and removed as it was shown.

    `files` are those to remove; `kinds` how many there are of each; `own` are those that a person
    edited or put there. `open` is what ends with the review, `by_hand` what lies elsewhere.
    """

    reference: str
    why: Why
    files: tuple[Remove, ...]
    kinds: tuple[tuple[str, int], ...]
    own: tuple[str, ...]
    open: tuple[str, ...]
    by_hand: tuple[Path, ...]

    @property
    def number(self) -> str:
        """How many files go."""
        return counted(len(self.files), "file")

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe discard --json`."""
        return {
            "reference": self.reference,
            "why": self.why,
            "removed": dict(self.kinds),
            "open": list(self.open),
            "by_hand": [str(path) for path in self.by_hand],
            "not_reached": list(_NOT_REACHED),
        }


def whole_of(review: Review, today: date) -> Whole:
    """What discarding the review would remove.

    Raises LfeError where something went out or came in and the review is not closed, where a
    closed one is to be kept for now, and where a hold, another process or an open file prevents it.
    """
    why = _why(review, today)
    kept_because = list(reasons_to_keep(review))
    if kept_because:
        raise LfeError(
            f"{review.reference} is kept: {'; '.join(kept_because)}.",
            where=f"{review.reference}/{files.MANIFEST}",
            next_step="Ask whether it still holds. When it does not, change it: lfe edit",
        )
    own = review.reference
    if (review.folder / files.NO_LONGER_KEPT).exists():
        raise LfeError(
            f"The record of it could not be written: {own}/{files.NO_LONGER_KEPT} is a folder.",
            next_step="Rename that folder, then run this again. Nothing was removed.",
        )
    places = sorted(
        path.relative_to(review.folder).as_posix()
        for path in review.folder.rglob("*")
        if not path.is_dir() or path.is_symlink()
    )
    for place in places:
        refuse_if_open(review, place)
    # the list of names may lie in another folder of the workspace
    beside = [one for one in papers_to_remove(review) if not one.path.startswith(f"{own}/")]
    ours = review.state.files.mentioned
    return Whole(
        reference=review.reference,
        why=why,
        files=(
            *(_removal(review, place) for place in places),
            *(Remove(one.path, one.sha256) for one in beside),
        ),
        kinds=tuple(Counter([*map(_kind, places), *(one.what for one in beside)]).items()),
        own=tuple(place for place in places if place in ours and review.is_edited(place)),
        open=tuple(one.what for one in open_at_the_end(review, today) if why == "no longer kept"),
        by_hand=lists_elsewhere(review),
    )


def _why(review: Review, today: date) -> Why:
    again = looked_at_again(review)
    if again is None:
        _refuse_what_others_know(review)
        return "begun by mistake"
    if today < again:
        raise LfeError(
            f"{review.reference} is kept until {short_date(again)}.",
            next_step="If it is decided that it goes before that, record the decision: lfe keep "
            "--until and today's date. Then run this again.",
        )
    return "no longer kept"


def _refuse_what_others_know(review: Review) -> None:
    """A review that somebody heard of, or sent something for, is ended and not discarded."""
    known = review.state.reached_others
    if known:
        actions = ", ".join(dict.fromkeys(entry.action for entry in known))
        raise LfeError(
            f"{review.reference} has gone out: {actions}. So it is not taken as if it had never "
            "been.",
            next_step="To end it, with a record of what goes: lfe close",
        )
    if in_the_inbox(review):
        raise LfeError(
            f"Something lies in {review.reference}/{files.INBOX}, so somebody knows of the review.",
            next_step="Look at it. To end the review, with a record of what goes: lfe close",
        )


def _kind(place: str) -> str:
    if place == files.HISTORY:
        return "history of the review"
    return files.file_of(place).title or "note of ours, or of a program"


def _removal(review: Review, place: str) -> Remove:
    path = f"{review.reference}/{place}"
    return Remove(path, hash_for_removal(review.workspace.folder / path, _kind(place)))


def discard(
    review: Review, on: date, by: str, decided_by: str, as_shown: Whole | None = None
) -> tuple[Whole, Changes]:
    """The changes that remove a review and leave the record. The caller has had the confirmation.

    `as_shown` is what the officer saw: whatever differs from it since stops the whole.
    """
    whole = whole_of(review, on)
    if as_shown is not None and as_shown != whole:
        raise LfeError(
            f"Something in {review.reference} changed while you looked. Nothing was removed.",
            next_step="Run the command again and look at the list anew.",
        )
    who = refuse_names(review, decided_by.strip(), "--decided-by")
    record = as_record(_record(review, whole, on, f"{by}, as decided by: {who}"))
    path = f"{review.reference}/{files.NO_LONGER_KEPT}"
    return whole, Changes(writes=(Write(path, record),), removals=whole.files)


# ---------------------------------------------------------------- the record of it


def _record(review: Review, whole: Whole, on: date, by: str) -> Iterator[str]:
    """What was removed, when, by which role and on whose decision; nobody's name, no content."""
    yield "RECORD OF A REVIEW THAT IS NO LONGER KEPT"
    yield f"{review.partnership.review_name} {review.reference}"
    yield from (review.partnership.name, "")
    yield from wrapped(f"Removed on {short_date(on)} by {by}.")
    yield from ("", *wrapped(_history_of(review, whole)), "")
    yield from wrapped(
        "Removed from this folder; not from e-mail, backups, SharePoint versions or recycle bins."
    )
    yield from ("", *_counted(whole.kinds), "")
    disposed = Counter(entry.event.what for entry in review.state.ending.disposed)
    if disposed:
        yield from ("Removed earlier, when it was closed:", "", *_counted(disposed.items()), "")
    yield "STILL TO BE LOOKED AT BY HAND"
    if whole.by_hand:
        yield from ticked("the list of names: it lies in the restricted folder of the settings")
    for one in _NOT_REACHED:
        yield from ticked(one)
    yield ""
    yield from wrapped(
        "This file stays, so that the number is not given out again and nobody looks for the "
        "review in vain."
    )


def _history_of(review: Review, whole: Whole) -> str:
    started, ending = review.state.started, review.state.ending
    began = f"It was started on {short_date(started.day)}" if started else "It was started here"
    if whole.why == "begun by mistake" or ending.closed is None:
        return (
            f"{began}, by mistake. It was confirmed that nothing of it had gone out: nothing was "
            "sent, told or returned."
        )
    why = ""
    if ending.kept_on:
        until, reason = ending.kept_on.event.until, ending.kept_on.event.reason.rstrip(".")
        why = f" It was kept until {short_date(until)}, for this reason: {reason}."
    return (
        f"{began} and closed on {short_date(ending.closed.day)}.{why} It was confirmed that no "
        "inquest, police investigation, inquiry, complaint or access request needs it, and that "
        "no hold stood."
    )


def _counted(kinds: Iterable[tuple[str, int]]) -> Iterator[str]:
    return (f"{number:>4}  {kind}" for kind, number in kinds)
