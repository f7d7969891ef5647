"""`lfe actions FILE`: a working group's copy of the workbook, read, compared and taken in.

Every changed cell is shown with what stood there and what stands now. Nothing is merged by
guessing, and no row that is gone removes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from msgspec import structs

from lfe_cli.after.stronger import Weak, weak_points
from lfe_cli.after.workbook_cells import may_be_kept, shown
from lfe_cli.after.workbook_columns import HEADINGS, OF_GROUP
from lfe_cli.after.workbook_compare import Compared, Remark, compare, id_now, id_of
from lfe_cli.after.workbook_reading import ReturnedBook, read_action_book
from lfe_cli.audits.returns.opening import CannotRead
from lfe_cli.errors import LfeError
from lfe_cli.review import events, files
from lfe_cli.review.action_plan import Action
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.ending import goes_on
from lfe_cli.review.workspace import Review, Workspace, load_review, sha256


@dataclass(frozen=True)
class CellChange:
    """A cell that a group changed. `old` is what is recorded, `new` what the copy says.

    `note` says how it was read where it was not taken as it stands.
    """

    review: str
    item: str
    recommendation: str
    field: str
    old: str
    new: str
    note: str = ""

    def as_json(self) -> dict[str, str]:
        """The object in `lfe actions FILE --json`."""
        return {
            "review": self.review,
            "item": self.item,
            "recommendation": self.recommendation,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "note": self.note,
        }

    def lines(self) -> tuple[str, str, str]:
        """The cell, what is recorded and what the copy says, as a person reads it."""
        how = f" ({self.note})" if self.note else ""
        return (
            f"{self.item}, {HEADINGS[self.field]}{how}",
            shown(self.field, self.old),
            shown(self.field, self.new),
        )


@dataclass(frozen=True)
class Returned:
    """A workbook that came back, compared with what is recorded."""

    group: str
    content: bytes = field(repr=False)
    references: tuple[str, ...]
    changes: tuple[CellChange, ...]
    told: tuple[Remark, ...]
    weak: tuple[tuple[str, Weak], ...]

    @property
    def needs_a_person(self) -> bool:
        """True where somebody has to look at something that was reported."""
        return any(one.needs_a_person for one in self.told)


def look_at(
    workspace: Workspace,
    content: bytes,
    today: date,
    *,
    only: str | None = None,
    take_theirs: bool = False,
) -> Returned:
    """The changes that the workbook in `content` would make.

    Raises LfeError where it cannot be read. With `only`, a reference, the rows of that review
    alone. With `take_theirs` a cell that was changed on both sides gets what the copy says.
    """
    try:
        book = read_action_book(content)
    except CannotRead as error:
        raise LfeError(
            f"The workbook was not read. {error.sentence}",
            next_step="Nothing was changed, and the file stays where it is. A new copy to send: "
            "lfe actions",
        ) from None
    group = book.scope.removeprefix(OF_GROUP) if book.scope.startswith(OF_GROUP) else ""
    reviews = _reviews(workspace, book, only)
    references = tuple(review.reference for review in reviews)
    found, others = compare(reviews, book, group, set(book.bases) - set(references) if only else ())
    changes, more = _changes(reviews, found, take_theirs)
    seen = [Remark("", one.what, "look" if one.matters else "seen") for one in book.remarks]
    weak = [
        (review.reference, point)
        for review in reviews
        for point in weak_points(_as_they_would_be(review, book, changes), today)
    ]
    return Returned(group, content, references, changes, (*seen, *others, *more), tuple(weak))


def _reviews(workspace: Workspace, book: ReturnedBook, only: str | None) -> tuple[Review, ...]:
    """The reviews that the copy was made of; or, where its tags are gone, that its rows name."""
    named = list(book.bases) or list(
        dict.fromkeys(row["review"].text.strip().upper() for row in book.rows)
    )
    known = [one for one in workspace.references() if one in named]
    if only is not None:
        if only not in known:
            raise LfeError(
                f"The workbook is not about {only}.",
                next_step=f"It is about {', '.join(known)}." if known else _NOT_OURS,
            )
        known = [only]
    if not known:
        raise LfeError(
            "The workbook is about no review in this partnership's folder.", next_step=_NOT_OURS
        )
    return tuple(load_review(workspace, reference) for reference in known)


_NOT_OURS = "Ask whether it is meant for another partnership, or send a new copy: lfe actions"


def _changes(
    reviews: Iterable[Review], found: Mapping[str, Sequence[Compared]], take_theirs: bool
) -> tuple[tuple[CellChange, ...], list[Remark]]:
    changes: list[CellChange] = []
    remarks: list[Remark] = []
    for review in reviews:
        reference, wanted = review.reference, []
        for one in found.get(reference, ()):
            if not goes_on(review, one.recommendation, one.item):
                remarks.append(Remark(one.where, _ENDED, review=reference))
            elif one.conflict and not take_theirs:
                remarks.append(Remark(one.where, _conflict(one), "left", reference))
            else:
                wanted.append(_change(reference, one))
        looked = may_be_kept(review, [(c.field, c.new) for c in wanted])
        for change, seen in zip(wanted, looked, strict=True):
            where = f"{reference}, {change.lines()[0]}"
            if seen.refused:
                remarks.append(Remark(where, seen.refused, "left", reference))
            else:
                changes.append(change)
                remarks += [
                    Remark(where, f"look at it before your yes: {one}", "suspect", reference)
                    for one in seen.suspects
                ]
    return tuple(changes), remarks


_ENDED = "the review is closed and this action was not carried over, so it stays"


def _change(reference: str, one: Compared) -> CellChange:
    return CellChange(
        reference, one.item, one.recommendation, one.field, one.recorded, one.given, one.note
    )


def _conflict(one: Compared) -> str:
    recorded, given = shown(one.field, one.recorded), shown(one.field, one.given)
    since = "since this copy was made" if one.base_known else "already"
    return (
        f"was changed on both sides, so it is left as it is. Recorded {since}: {recorded}. "
        f"This copy says: {given}. Ask which holds; if this copy does, add --theirs"
    )


def _as_they_would_be(
    review: Review, book: ReturnedBook, changes: Iterable[CellChange]
) -> Iterator[Action]:
    """The actions that this copy is about, with what it changed."""
    mine = [
        row for row in book.rows if row["review"].text.strip().upper() in ("", review.reference)
    ]
    about = {id_now(review, book, id_of(row)) for row in mine}
    found = {action.id: action for action in review.state.workbooks.actions}
    for change in changes:
        if change.review == review.reference:
            before = found.get(change.item, Action(change.item, change.recommendation))
            fields = {**before.fields, change.field: change.new}
            found[change.item] = replace(before, fields=fields)
            about.add(change.item)
    yield from (action for action in found.values() if action.id in about)


def taking(review: Review, returned: Returned) -> tuple[str, Changes]:
    """Keeps the workbook as it came, and records each changed cell of this review.

    Returns where it is kept, "" where it holds nothing new of this review: another review's
    words have no place in its folder. A file that is kept already is not kept twice.
    """
    noted = tuple(
        events.ActionNoted(
            item=change.item,
            recommendation=change.recommendation,
            field=change.field,
            value=change.new,
        )
        for change in returned.changes
        if change.review == review.reference
    )
    digest, open_now = sha256(returned.content), _left(review, returned)
    also = tuple(one for one in returned.references if one != review.reference)
    came = events.ActionsReturned(
        group=returned.group or None, sha256=digest, not_taken=open_now, also=also
    )
    known = _known_return(review, digest)
    if known is not None and known.file and review.read(known.file) is not None:
        again = () if known.not_taken == open_now else (structs.replace(came, file=known.file),)
        return known.file, Changes(review.reference, events=(*again, *noted))
    if not noted and not open_now and len(returned.references) > 1:
        seen = events.ActionsReturned(group=came.group, digest=digest, also=also)
        return "", Changes(review.reference, events=() if known else (seen,))
    file = _free_place(review, returned)
    kept = structs.replace(came, file=file)
    write = Write(f"{review.reference}/{file}", returned.content)
    return file, Changes(review.reference, (write,), events=(kept, *noted))


def _known_return(review: Review, digest: str) -> events.ActionsReturned | None:
    """The last return of a workbook with these bytes; one that is kept comes before others."""
    every = [entry.event for entry in review.state.workbooks.returned]
    kept = [event for event in every if event.sha256 == digest]
    found = kept or [event for event in every if event.digest == digest]
    return found[-1] if found else None


def _left(review: Review, returned: Returned) -> int:
    """The number of cells and rows of this review that are still to be asked about."""
    return sum(one.code == "left" and one.review == review.reference for one in returned.told)


def _free_place(review: Review, returned: Returned) -> str:
    """`practice.xlsx`, then `practice.2.xlsx`: our own name, never the sender's."""
    stem, number = returned.group or "actions", 1
    ending = ".xlsm" if b"vbaProject.bin" in returned.content else ".xlsx"
    while True:
        file = files.returned_actions(stem, ending, number)
        if file not in review.state.files.hashes and not (review.folder / file).exists():
            return file
        number += 1
