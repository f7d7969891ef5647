"""Goes through the rows of a returned workbook: which action is each, and what does it change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from lfe_cli.after.workbook_cells import read_cell, same
from lfe_cli.after.workbook_columns import (
    HEADINGS,
    first_action,
    label,
    meant_by,
    with_first_actions,
)
from lfe_cli.after.workbook_reading import ReturnedBook, ReturnedRow
from lfe_cli.review.action_plan import FIELDS, Action
from lfe_cli.review.recommendations import Recommendation, as_compared
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted

_ID = re.compile(r"(R\d{1,3}\.\d{1,4})([A-Z]?)")
# What a remark asks of whoever reads it. `seen`: nothing. `look`: that somebody looks at it.
# `suspect`: that they look before they say yes. `left`: that they ask the group about words that
# were not taken, and so stand in its copy alone.
Code = Literal["seen", "look", "suspect", "left"]


@dataclass(frozen=True)
class Remark:
    """Something about the copy. `review` is the one whose words it is about, "" where none's."""

    where: str
    what: str
    code: Code = "look"
    review: str = ""

    @property
    def needs_a_person(self) -> bool:
        """True where somebody decides, asks, or puts it right."""
        return self.code != "seen"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what

    def as_json(self) -> dict[str, Any]:
        """The object in `lfe actions FILE --json`."""
        return {"where": self.where, "what": self.what, "needs_a_person": self.needs_a_person}


@dataclass(frozen=True)
class Compared:
    """A cell that the copy changed. `conflict`: what is recorded was changed since, too."""

    where: str
    item: str
    recommendation: str
    field: str
    recorded: str
    given: str
    note: str
    conflict: bool
    base_known: bool


def compare(
    reviews: Sequence[Review], book: ReturnedBook, group: str, passed_over: Collection[str]
) -> tuple[dict[str, list[Compared]], list[Remark]]:
    """The changed cells by review, and everything else that is to be reported, in the rows' order.

    Rows of the reviews `passed_over` are no matter now. What is of no review is left to the first.
    """
    copies = {review.reference: _Copy(review, book, group) for review in reviews}
    remarks: list[Remark] = [remark for copy in copies.values() for remark in copy.of_its_age()]
    rows: dict[str, list[ReturnedRow]] = {reference: [] for reference in copies}
    for row in book.rows:
        reference = _whose(row, [*copies, *passed_over])
        if reference in copies:
            rows[reference].append(row)
        elif reference not in passed_over and _says_something(row):
            what = _not_of_these(reference, copies)
            remarks.append(Remark(f"row {row.number}", what, "left", next(iter(copies))))
    found: dict[str, list[Compared]] = {}
    for reference, copy in copies.items():
        found[reference] = list(copy.changes(rows[reference]))
        remarks += copy.remarks
    return found, remarks


def _whose(row: ReturnedRow, copies: Sequence[str]) -> str:
    """The review that a row is about: as it says, else as its choice says, else the only one."""
    named = row["review"].text.strip().upper() or meant_by(row["recommendation"].text)[0]
    return named or (copies[0] if len(copies) == 1 else "")


def _not_of_these(reference: str, copies: Iterable[str]) -> str:
    about = ", ".join(copies)
    if not reference:
        return "does not say which review it is about, so it is not taken"
    return f"is about {reference[:40]}, and not about {about}; it is not taken"


def _says_something(row: ReturnedRow) -> bool:
    return any(not row[name].is_empty for name in ("id", "recommendation", *FIELDS))


def id_of(row: ReturnedRow) -> str:
    """The id that a row gives itself, however it was typed; "" where it gives none."""
    typed = "".join(row["id"].text.upper().split())
    found = _ID.fullmatch(typed)
    return found[1] + found[2].lower() if found else typed


def id_now(review: Review, book: ReturnedBook, item: str) -> str:
    """The id that an action has by now which the copy calls `item`."""
    return review.action_meant(item, *book.bases.get(review.reference, "").split())


def _all_alike(rows: Sequence[ReturnedRow]) -> bool:
    """True where rows say the same; a cell that cannot be read is never as a blank one."""
    first = rows[0]
    return all(_says_the_same(name, first, row) for row in rows[1:] for name in FIELDS)


def _says_the_same(name: str, one: ReturnedRow, other: ReturnedRow) -> bool:
    read, also = read_cell(name, one[name]), read_cell(name, other[name])
    return read.problem == also.problem and same(name, read.value, also.value)


@dataclass
class _Copy:
    """A review's rows in one copy, and the remarks on them."""

    review: Review
    book: ReturnedBook
    group: str
    remarks: list[Remark] = field(default_factory=list)

    @cached_property
    def recommendations(self) -> dict[str, Recommendation]:
        return {one.id: one for one in self.review.recommendations}

    @cached_property
    def now(self) -> dict[str, Action]:
        """The actions as recorded now, with the empty first one of each recommendation."""
        found = {action.id: action for action in self.review.state.workbooks.actions}
        for one in self.recommendations.values():
            first = first_action(one.id)
            if one.is_acted_on and first not in found:
                found[first] = Action(first, one.id)
        return found

    @cached_property
    def then(self) -> Review | None:
        """The review as it was when the copy was made; None where nobody can tell."""
        return self.review.as_of(*self.book.bases.get(self.review.reference, "").split())

    @cached_property
    def base(self) -> dict[str, Action] | None:
        """The actions as recorded then, by the ids that they have now."""
        if self.then is None:
            return None
        actions = self.then.state.workbooks.actions
        found = [replace(one, id=id_now(self.review, self.book, one.id)) for one in actions]
        return {action.id: action for action in found}

    @cached_property
    def was_decided_since(self) -> bool:
        """True where the subgroup decided something since: then our own columns differ by that."""
        then, decided = self.then, self.review.state.subgroup.decided
        return then is None or any(entry.id not in then.state.by_id for entry in decided)

    def of_its_age(self) -> Iterator[Remark]:
        """A remark where the copy is older than what is recorded."""
        reference = self.review.reference
        if self.base is None:
            yield Remark(
                reference,
                "it cannot be told what this copy was made from, so only what is new in it is "
                "taken, and nothing that is recorded is changed",
                review=reference,
            )
            return
        changed = {
            (action.id, name)
            for action in self.now.values()
            for name in FIELDS
            if not same(name, action[name], self._value(self.base, action.id, name))
        }
        if changed:
            cells = f"{counted(len(changed), 'cell')} {'was' if len(changed) == 1 else 'were'}"
            what = f"this is an older copy: {cells} recorded since it was made"
            yield Remark(reference, what, "seen", reference)

    def changes(self, rows: Sequence[ReturnedRow]) -> Iterator[Compared]:
        """The changed cells of these rows; what else is to be reported goes to `remarks`."""
        by_id: dict[str, list[ReturnedRow]] = {}
        struck = {self._leave_struck(row) for row in rows if row.is_struck}
        for row in rows:
            if not row.is_struck:
                item = id_now(self.review, self.book, id_of(row))
                by_id.setdefault(item, []).append(row)
        new = by_id.pop("", [])
        for item, its_rows in by_id.items():
            if self._is_taken(item, its_rows, by_id):
                yield from self._cells(its_rows[0], self.now[item])
        seen = {*by_id, *struck}
        for row in new:
            yield from self._of_a_new_row(row, seen)
        self._remark_on_missing(seen)

    def _is_taken(self, item: str, rows: Sequence[ReturnedRow], there: Collection[str]) -> bool:
        action, times = self.now.get(item), len(rows)
        if action is None:
            return self._leave(item, rows, self._unknown(item, there))
        if not _all_alike(rows):
            return self._leave(
                item,
                rows,
                f"{item} stands in {times} rows that differ, so none of them is taken. Ask which "
                "holds, and read a copy in which that one stands alone",
            )
        where = self._where(rows[0], item)
        if times > 1:
            self._remark(where, f"{item} stands in {times} rows that say the same", "seen")
        if not self._belongs_here(where, action):
            return False
        self._remark_on_ours(rows[0], where, action, "recommendation", "group")
        return True

    def _leave_struck(self, row: ReturnedRow) -> str:
        """Report a row that is struck out, whichever action it is about."""
        item = id_now(self.review, self.book, id_of(row))
        what = "is struck out, so nothing of it is taken. Ask whether it is no longer needed"
        self._remark(self._where(row, item) if item else f"row {row.number}", what, "left")
        return item

    def _leave(self, item: str, rows: Iterable[ReturnedRow], what: str) -> Literal[False]:
        """None of the rows is taken, and each is reported: what it says stands in no other."""
        for row in rows:
            self._remark(self._where(row, item), what, "left")
        return False

    def _unknown(self, item: str, there: Collection[str]) -> str:
        if not _ID.fullmatch(item.upper()):
            return f"{item[:40]!r} is not an id of an action: the row is not taken"
        gone = [i for i in self._expected() if i not in there]
        meant = f" Is it {gone[0]}, whose row is not there?" if len(gone) == 1 else ""
        return f"there is no action {item}: the row is not taken.{meant}"

    def _belongs_here(self, where: str, action: Action) -> bool:
        """True where it is acted on, by the group of the copy where that is one group's."""
        one = self.recommendations.get(action.recommendation)
        if one is None or not one.is_acted_on:
            what = f"{action.recommendation} is not acted on now: the row is not taken"
            self._remark(where, what, "left")
            return False
        if self.group and one.group != self.group:
            now = self.review.partnership.group_name(one.group)
            self._remark(where, f"{one.id} is with the {now}: the row is not taken", "left")
            return False
        return True

    def _remark_on_ours(self, row: ReturnedRow, where: str, action: Action, *keys: str) -> None:
        """Report where one of our own cells was changed; what the subgroup decided since is not."""
        one = self.recommendations[action.recommendation]
        ours = {
            "recommendation": label(one.id, one.words),
            "group": self.review.partnership.group_name(one.group),
        }
        for key in () if self.was_decided_since else keys:
            if key not in self.book.missing and row[key].text.split() != ours[key].split():
                self._remark(where, f"{HEADINGS[key]} is ours, and stays as it is recorded")

    def _cells(
        self, row: ReturnedRow, action: Action, base: dict[str, Action] | None = None
    ) -> Iterator[Compared]:
        base = self.base if base is None else base
        for name in FIELDS:
            if name in self.book.missing:
                continue
            where = f"{self._where(row, action.id)}, {HEADINGS[name]}"
            read = read_cell(name, row[name])
            if read.problem:
                self._remark(where, f"{read.problem.rstrip('.')}. The cell is not taken", "left")
                continue
            was = self._value(base, action.id, name) if base is not None else None
            recorded, note = action[name], read.note
            if self._settles(action.id, name) and same(name, read.value, recorded):
                note = "two copies of this folder differed here: it settles which holds"
            elif same(name, read.value, recorded) or (
                same(name, read.value, was) if was is not None else not read.value
            ):
                continue
            changed_since = not same(name, recorded, was or "")
            yield Compared(
                where, action.id, action.recommendation, name, recorded, read.value, note,
                changed_since, base is not None,
            )  # fmt: skip

    def _settles(self, item: str, name: str) -> bool:
        """Whether two copies of the folder differ in a cell, and this workbook was made since."""
        states = (self.review.state, self.then.state) if self.then else ()
        return bool(states) and all(one.is_apart("action", f"{item}, {name}") for one in states)

    @staticmethod
    def _value(found: Mapping[str, Action], item: str, name: str) -> str:
        action = found.get(item)
        return action[name] if action else ""

    def _of_a_new_row(self, row: ReturnedRow, seen: set[str]) -> Iterator[Compared]:
        """A further action, written in an empty row."""
        where = f"row {row.number}"
        if row["id"].problem:
            self._remark(where, f"has an id of which {row['id'].problem}: it is not taken", "left")
            return
        one = self._recommendation_of(row)
        if not any(not row[name].is_empty for name in FIELDS):
            if row["recommendation"].text and one is None:
                what = "holds words under Recommendation alone, where only a choice belongs"
                self._remark(where, f"{what}. The row is not taken", "left")
            return
        if one is None:
            what = "does not say which recommendation it is about: choose one from the list"
            self._remark(where, f"{what}. The row is not taken", "left")
            return
        action = read_cell("action", row["action"])
        if not action.value:
            self._remark(where, f"says no action for {one.id}: the row is not taken", "left")
            return
        known = self._recorded_already(one.id, action.value, seen)
        if known is None:
            item = self._next_id(one.id, seen)
            seen.add(item)
            fresh = Action(item, one.id)
            if self._belongs_here(where, fresh):
                if row["group"].text:
                    self._remark_on_ours(row, where, fresh, "group")
                yield from self._cells(row, fresh, {})
            return
        seen.add(known.id)
        if self._lost_its_id(known):
            what = f"looks like {known.id} without its id: the row is not taken"
            self._remark(where, what, "left")
            return
        yield from self._cells(row, known)

    def _recommendation_of(self, row: ReturnedRow) -> Recommendation | None:
        text = row["recommendation"].text
        _, named = meant_by(text)
        if named in self.recommendations:
            return self.recommendations[named]
        words = as_compared(text).casefold()
        same_words = (
            one
            for one in self.recommendations.values()
            if words in map(str.casefold, one.every_wording)
        )
        return next(same_words, None) if words else None

    def _recorded_already(self, recommendation: str, text: str, seen: set[str]) -> Action | None:
        """The action that a row without an id wrote when this copy was read before."""
        return next(
            (
                action
                for action in self.now.values()
                if action.recommendation == recommendation
                and action.id not in seen
                and same("action", action["action"], text)
            ),
            None,
        )

    def _lost_its_id(self, action: Action) -> bool:
        return self.base is not None and action.id in self.base

    def _next_id(self, recommendation: str, seen: set[str]) -> str:
        used = {a.id for a in self.now.values() if a.fields} | seen
        return next(i for n in range(1, 10_000) if (i := f"{recommendation}.{n}") not in used)

    def _expected(self) -> list[str]:
        """The actions whose rows this copy had when it was made."""
        known = self.base if self.base is not None else self.now
        mine = [r for r in self.recommendations.values() if r.is_acted_on]
        asked = [r for r in mine if self.group in ("", r.group)]
        return [action.id for _, action in with_first_actions(asked, known.values())]

    def _remark_on_missing(self, seen: set[str]) -> None:
        gone = [i for i in self._expected() if i not in seen] if not self.was_decided_since else []
        for item in gone:
            self._remark(
                f"{self.review.reference}, {item}",
                "has no row in this copy. Nothing is removed: what is recorded of it stays",
            )

    def _where(self, row: ReturnedRow, item: str) -> str:
        return f"{self.review.reference}, row {row.number}, {item[:40]}"

    def _remark(self, where: str, what: str, code: Code = "look") -> None:
        self.remarks.append(Remark(where, what, code, self.review.reference))
