"""Ends a review: what is open is carried over by name, what must not stay is removed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from msgspec import structs

from lfe_cli.after.disposal import (
    NOT_REACHED,
    Disposed,
    Paper,
    disposal_record,
    lists_elsewhere,
    other_files,
    refuse_what_is_open,
)
from lfe_cli.after.ended import open_at_the_end, papers_that_go
from lfe_cli.after.keeping import first_look, looked_at_again
from lfe_cli.after.workbook_columns import acted_on
from lfe_cli.after.workbook_writing import write_for_review
from lfe_cli.checks.identifiers import identifiers_path
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, Remove, made
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import Closed, is_released, is_stepped_up, reasons_to_keep
from lfe_cli.review.todo import AtClosing
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted


@dataclass(frozen=True)
class Ending:
    """All that closing would do: shown before it is confirmed, and carried out as it was shown.

    `processes` are the other processes that are entered, with the day on which they were asked.
    """

    reference: str
    closed: date
    again: bool
    kept_until: date
    open: tuple[AtClosing, ...]
    papers: tuple[Paper, ...]
    by_hand: tuple[Path, ...]
    others: tuple[str, ...]
    processes: tuple[str, ...]

    @property
    def only_waits(self) -> bool:
        """Whether the review is closed, and what is still to go was confirmed then."""
        return self.again and not self.papers

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe close --json`."""
        return {
            "reference": self.reference,
            "closed": self.closed.isoformat(),
            "open": [point.as_json() for point in self.open],
            "removed": [paper.as_json() for paper in self.papers],
            "by_hand": [str(path) for path in self.by_hand],
            "other_files": list(self.others),
            "not_reached": list(NOT_REACHED),
        }


class StillOpen(LfeError):
    """A review is not closed while something is open that nobody carried over."""

    def __init__(self, ending: Ending) -> None:
        number = len(ending.open)
        things = f"{counted(number, 'thing')} {'is' if number == 1 else 'are'}"
        super().__init__(
            f"{ending.reference} is not closed: {things} still open, and nothing was changed.",
            next_step="Resolve them; or carry them over, which records each: "
            "lfe close --carry-over",
        )
        self.ending = ending
        self.document = ending.as_json() | {"removed": []}


def the_end_of(review: Review, on: date) -> Ending:
    """The end of the review on the day `on`, as closing it would bring it about.

    Raises LfeError where a hold prevents it, and for a closed review with nothing left to remove,
    now or as soon as its program lets go.
    """
    ending = review.state.ending
    since = ending.closed if ending.is_over else None
    papers = papers_that_go(review)
    if since is not None and not papers and not review.to_be_removed:
        raise Closed(review, since.day)
    kept_because = list(reasons_to_keep(review))
    if kept_because:
        raise LfeError(
            f"{review.reference} is not closed: {'; '.join(kept_because)}.",
            where=f"{review.reference}/{files.MANIFEST}",
            next_step="What is still to be recorded of that: lfe status"
            if is_stepped_up(review) and not is_released(review)
            else "Ask whether it still holds. When it does not, change it: lfe edit",
        )
    if ending.closed is None:
        _refuse_a_day_before_the_last(review, on)
        _last_look_for_names(review, {paper.path for paper in papers})
        # what somebody wrote into actions.xlsx is taken in first: told before anything is asked
        _last_workbook(review, datetime.combine(on, time(12), UTC))
    refuse_what_is_open(review, papers)
    return Ending(
        reference=review.reference,
        closed=since.day if since else on,
        again=since is not None,
        kept_until=looked_at_again(review) or first_look(review, on),
        open=() if since else open_at_the_end(review, on),
        papers=papers,
        by_hand=lists_elsewhere(review),
        others=other_files(review),
        processes=tuple(_processes(review)),
    )


def _refuse_a_day_before_the_last(review: Review, on: date) -> None:
    """A review does not end before it began: such a day is a slip."""
    started = review.state.started
    if started is not None and on < started.day:
        raise LfeError(
            f"--on is {short_date(on)}: {review.reference} was started after that.",
            next_step="Check the year.",
        )


def _last_look_for_names(review: Review, removed: Collection[str]) -> None:
    """In what stays a name could be looked for no more once the list is gone.

    What git has not recorded because of a name would then be recorded, too.
    """
    where = identifiers_path(review.workspace, review.reference)
    check = TextCheck.of(review)
    if check.identifiers is None:
        raise LfeError(
            "The list of names is missing or cannot be read, so nobody's name can be looked for "
            "a last time, and nothing was changed.",
            where=str(where),
            next_step="Bring it back, or ask who may read it. What is wrong: lfe check",
        )
    for path in sorted(review.folder.rglob("*")):
        name = path.relative_to(review.workspace.folder).as_posix()
        if name in removed or path.suffix not in files.TEXTS or not path.is_file():
            continue
        if check.names(name, read_file(path)):
            raise LfeError(
                f"{name} holds a word from {where.name}, and it is kept when the list is gone. "
                "Nothing was changed.",
                next_step="Write a role instead. Where it stands: lfe check",
            )


def _processes(review: Review) -> Iterator[str]:
    for process in review.manifest.parallel:
        asked = f"asked on {short_date(process.checked_on)}" if process.checked_on else "not asked"
        yield f"{process.kind}: {asked}, no hold"


def close_review(
    review: Review,
    on: date,
    by: str,
    moment: datetime,
    *,
    carry_over: bool,
    as_shown: Ending | None = None,
) -> tuple[Ending, Changes]:
    """The changes that end the review. The caller has had the confirmation.

    `as_shown` is what the officer saw: whatever differs from it since stops the whole. Raises
    LfeError for that, for what is open (unless it is carried over), and where a hold stands.
    """
    ending = the_end_of(review, on)
    if as_shown is not None and (as_shown.papers, as_shown.open) != (ending.papers, ending.open):
        raise LfeError(
            f"Something in {review.reference} changed while you looked at the list"
            f"{_which(as_shown.papers, ending.papers)}. Nothing was removed.",
            next_step="Run the command again and look at the list anew.",
        )
    if ending.open and not carry_over:
        raise StillOpen(ending)
    carried = tuple(structs.replace(point.carried, on=on) for point in ending.open)
    gone = tuple(_disposed(paper, on) for paper in ending.papers)
    removals = tuple(Remove(paper.path, paper.sha256) for paper in ending.papers)
    record = _record(review, ending, [*_earlier(review), *(_as_value(e, on, by) for e in gone)])
    end = () if ending.again else (events.Closed(on=on),)
    changes = Changes(review.reference, removals=removals, events=(*carried, *gone))
    book = Changes(review.reference) if ending.again else _last_workbook(review, moment)
    return ending, changes.and_also(book, record, Changes(review.reference, events=end))


def _last_workbook(review: Review, moment: datetime) -> Changes:
    """The workbook of actions as they are now, where one was made: no older one stays behind."""
    if review.read(files.ACTIONS) is None or not acted_on(review):
        return Changes(review.reference)
    return write_for_review(review, moment)[1]


def _which(before: Sequence[Paper], now: Sequence[Paper]) -> str:
    differing = sorted({p.said for p in {*before} ^ {*now}})
    return f" ({', '.join(differing)})" if differing else ""


def _disposed(paper: Paper, on: date) -> events.Disposed:
    return events.Disposed(on=on, file=paper.said, what=paper.what, sha256=paper.recorded_hash)


def _record(review: Review, ending: Ending, disposed: Sequence[Disposed]) -> Changes:
    content = disposal_record(
        review,
        disposed,
        closed=ending.closed,
        not_reached=NOT_REACHED,
        lists_elsewhere=bool(ending.by_hand),
    )
    return made(review, files.DISPOSAL, content, events.PaperMade(), replace_edited=True)


def _earlier(review: Review) -> list[Disposed]:
    return [_as_value(entry.event, entry.day, entry.by) for entry in review.state.ending.disposed]


def _as_value(event: events.Disposed, on: date, by: str) -> Disposed:
    return Disposed(event.file, event.what, on, by, event.sha256)


def still_there(ending: Ending, paths: Collection[str]) -> tuple[str, ...]:
    """What the record calls the papers at these paths, relative to the workspace."""
    return tuple(paper.said for paper in ending.papers if paper.path in paths)
