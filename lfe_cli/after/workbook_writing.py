"""`lfe actions`: writes the actions workbook of a review, of a working group, or of all reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from msgspec import structs

from lfe_cli.after.stronger import Weak, weak_points
from lfe_cli.after.workbook_columns import (
    ALL_REVIEWS,
    OF_GROUP,
    ONE_REVIEW,
    acted_on,
    choices_of,
    has_rows,
    lines_of,
)
from lfe_cli.after.workbook_file import ActionBook, action_book
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, KeepAside, Write, is_open_now
from lfe_cli.review.ending import is_stepped_up
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.open_files import is_open
from lfe_cli.review.partnership import WorkingGroup
from lfe_cli.review.workspace import Review, sha256

_ROWS_FOR_MORE = 6


@dataclass(frozen=True)
class Written:
    """A workbook as it is now: its place in the workspace, what it holds, what could be stronger.

    `entry` is what the history says of it.
    `changed` is False where it was there already, just as it is. `left_out` are reviews that have
    stopped, and so have no rows in it. `group`: whom it is for.
    """

    path: str
    entry: events.ActionsWritten
    references: tuple[str, ...]
    recommendations: int
    actions: int
    weak: tuple[tuple[str, Weak], ...]
    changed: bool = True
    left_out: tuple[str, ...] = ()
    group: str = ""


def write_for_review(
    review: Review, moment: datetime, *, replace_edited: bool = False
) -> tuple[Written, Changes]:
    """The review's own workbook. Raises LfeError where nothing is acted on yet."""
    if not acted_on(review):
        raise LfeError(
            f"No recommendation of {review.reference} is acted on yet, so there is no action.",
            next_step="Record first what the subgroup decided: lfe decide",
        )
    reference = review.reference
    wanted = _Wanted((review,), f"{reference}/{files.ACTIONS}", f"Actions, {reference}")
    return _write(wanted, moment, replace_edited)


def write_for_all(
    reviews: Sequence[Review], moment: datetime, *, replace_edited: bool = False
) -> tuple[Written, Changes]:
    """One workbook of every review, at the top of the partnership's folder."""
    return _across(reviews, files.ACTIONS, None, moment, replace_edited)


def write_for_group(
    reviews: Sequence[Review],
    group: WorkingGroup,
    moment: datetime,
    *,
    replace_edited: bool = False,
) -> tuple[Written, Changes]:
    """One workbook of all that a working group acts on."""
    return _across(reviews, _group_file(group.id), group, moment, replace_edited)


def in_every_review(
    reviews: Iterable[Review], written: Written, changes: Changes
) -> list[tuple[Review, Changes]]:
    """A workbook of several reviews is in the history of each: `changes` are the first one's."""
    its = {review.reference: review for review in reviews}
    first, *others = [its[reference] for reference in written.references]
    return [(first, changes), *((one, _noting(one, written)) for one in others)]


def _noting(review: Review, written: Written) -> Changes:
    """The entry of the workbook; nothing where the review has it, of a command before."""
    known = [entry.event for entry in review.state.workbooks.written]
    return Changes(review.reference, events=() if written.entry in known else (written.entry,))


def _group_file(group: str) -> str:
    """The name of a working group's workbook."""
    return f"actions-{group}.xlsx"


def _across(
    reviews: Sequence[Review],
    path: str,
    group: WorkingGroup | None,
    moment: datetime,
    replace_edited: bool,
) -> tuple[Written, Changes]:
    asked = group.id if group else None
    having = [review for review in reviews if acted_on(review, asked)]
    going_on = [one for one in having if not is_stepped_up(one) and has_rows(one, asked)]
    if not going_on:
        of_it = f" by the {group.name}" if group else ""
        raise LfeError(
            f"No recommendation of a review that goes on is acted on{of_it} yet, so there is no "
            "action.",
            next_step="Record first what the subgroup decided: lfe decide",
        )
    title = f"Actions, {group.name}" if group else "Actions of all reviews"
    written, changes = _write(_Wanted(going_on, path, title, group), moment, replace_edited)
    stopped = tuple(one.reference for one in having if is_stepped_up(one))
    return replace(written, left_out=stopped, group=group.name if group else ""), changes


@dataclass(frozen=True)
class _Wanted:
    """A workbook to be written: of which reviews, at which place of the workspace, for whom."""

    reviews: Sequence[Review]
    path: str
    title: str
    group: WorkingGroup | None = None

    @property
    def first(self) -> Review:
        """The review whose history gets the entry."""
        return self.reviews[0]

    @property
    def asked(self) -> str | None:
        """The id of the group whose rows alone are in it."""
        return self.group.id if self.group else None

    @property
    def is_of_one(self) -> bool:
        """True for a review's own, which lies in its folder."""
        return self.path.startswith(f"{self.first.reference}/")

    @property
    def scope(self) -> str:
        """The tag that says to the reader of a copy what it is about."""
        if self.is_of_one:
            return ONE_REVIEW
        return f"{OF_GROUP}{self.asked}" if self.asked else ALL_REVIEWS

    @property
    def entry(self) -> events.ActionsWritten:
        """The entry of it, while it has no hash yet."""
        place = {"file": files.ACTIONS} if self.is_of_one else {"workbook": self.path}
        return events.ActionsWritten(group=self.asked, **place)

    def entry_of(self, content: bytes) -> events.ActionsWritten:
        """The entry with the hash of what was written."""
        name = "sha256" if self.is_of_one else "digest"
        return structs.replace(self.entry, **{name: sha256(content)})

    def content(self, moment: datetime) -> bytes:
        """The workbook as a file, as it is made at `moment`."""
        settings, group = self.first.partnership, self.asked
        made_from = {r.reference: r.state.workbooks.made_from for r in self.reviews}
        book = ActionBook(
            title=self.title,
            scope=self.scope,
            lines=tuple(line for review in self.reviews for line in lines_of(review, group)),
            choices=tuple(text for review in self.reviews for text in choices_of(review, group)),
            groups=tuple(one.name for one in settings.working_groups),
            bases={one: " ".join(e.id for e in those) for one, those in made_from.items() if those},
            partnership=settings.name,
            mailbox=settings.mailbox,
            marking=settings.marking,
            moment=moment,
            made_on=uk_date(moment),
            empty_rows=_ROWS_FOR_MORE,
        )
        return action_book(book)


def _write(wanted: _Wanted, moment: datetime, replace_edited: bool) -> tuple[Written, Changes]:
    """The workbook as it is wanted; nothing where it is there already, just as it is."""
    written, path, first = _written(wanted, uk_date(moment)), wanted.path, wanted.first
    present = _present(first, path)
    last = _last_written(wanted)
    if present is not None and last and present == wanted.content(last.at):
        return replace(written, entry=last.event, changed=False), Changes(first.reference)
    content = wanted.content(moment)
    _refuse_if_open(first, path)
    written = replace(written, entry=wanted.entry_of(content))
    changes = Changes(first.reference, (Write(path, content),), events=(written.entry,))
    if present is None or _is_known(wanted.reviews, present):
        return written, changes
    if not replace_edited:
        raise _not_read_yet(path)
    aside = KeepAside.in_folder(first.workspace.folder, path)
    return written, replace(changes, asides=(aside,))


def _written(wanted: _Wanted, today: date) -> Written:
    reviews = wanted.reviews
    mine = [{one.id for one in acted_on(review, wanted.asked)} for review in reviews]
    found = [
        [a for a in review.state.workbooks.actions if a.recommendation in ids and a["action"]]
        for review, ids in zip(reviews, mine, strict=True)
    ]
    weak = [
        (review.reference, point)
        for review, those in zip(reviews, found, strict=True)
        for point in weak_points(those, today)
    ]
    return Written(
        path=wanted.path,
        entry=wanted.entry,
        references=tuple(review.reference for review in reviews),
        recommendations=sum(map(len, mine)),
        actions=sum(map(len, found)),
        weak=tuple(weak),
    )


def _present(review: Review, path: str) -> bytes | None:
    where = review.workspace.folder / path
    return read_file(where) if where.is_file() else None


def _last_written(wanted: _Wanted) -> Recorded[events.ActionsWritten] | None:
    """The newest entry of a workbook in the same place."""
    every = (entry for review in wanted.reviews for entry in review.state.workbooks.written)
    place = (wanted.entry.file, wanted.entry.workbook)
    here = (entry for entry in every if (entry.event.file, entry.event.workbook) == place)
    return max(here, key=lambda entry: entry.at, default=None)


def _is_known(reviews: Iterable[Review], content: bytes) -> bool:
    """True where these bytes were made by the tool, or read back for every review in them.

    A copy that was read for one review alone still holds what was written about the others.
    """
    digest = sha256(content)
    books = [review.state.workbooks for review in reviews]
    made = any(_is_among(digest, (entry.event for entry in one.written)) for one in books)
    return made or all(_is_among(digest, (e.event for e in one.returned)) for one in books)


def _is_among(
    digest: str, recorded: Iterable[events.ActionsWritten | events.ActionsReturned]
) -> bool:
    return any(digest in (event.sha256, event.digest) for event in recorded)


def _refuse_if_open(review: Review, path: str) -> None:
    if is_open(review.workspace.folder / path):
        raise is_open_now(review.workspace.folder, path)


def _not_read_yet(path: str) -> LfeError:
    return LfeError(
        f"{path} was changed since it was made, so it is left as it is.",
        next_step=f"Take in what was changed first: lfe actions {path.rpartition('/')[2]}. Or make "
        "it anew with --replace: yours is then kept beside it.",
    )
