"""The sheet of who comes and who came as it was ticked: nothing that is unsure is guessed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from lfe_cli.audits.replies import Replied, reply
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.event.attendance import attended
from lfe_cli.event.attendance_sheet import (
    AGENCY,
    AS_MADE,
    CAME,
    CAME_COLUMNS,
    CAME_SHEET,
    COMES_COLUMNS,
    COMES_SHEET,
    REFERENCE,
    Column,
    Value,
    recorded_attendance,
    recorded_reply,
)
from lfe_cli.review.agency_state import Answers
from lfe_cli.review.attending import ROLES
from lfe_cli.review.days import parse_date, short_date
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.word.workbook_opening import (
    ReadCell,
    Sheets,
    WorkbookRefused,
    open_workbook,
    text_of_cell,
)

T = TypeVar("T")
_MOST = 99


@dataclass(frozen=True)
class Came:
    """Who came from an agency, as it is to be recorded."""

    agency: Agency
    roles: tuple[str, ...]
    apologies: bool
    absent: bool
    brought: bool
    no_longer_brought: bool = False


@dataclass(frozen=True)
class Ticked(Generic[T]):
    """What a sheet says that is not recorded yet; `unsure` are sentences about what was left."""

    new: tuple[T, ...]
    unsure: tuple[str, ...]


@dataclass
class _Row:
    """One agency's row: its values by the columns' keys, and what was not understood of it.

    `made` are the values that stood there when the sheet was made: nobody ticked those.
    """

    place: str
    agency: Agency
    made: Mapping[str, Value]
    values: dict[str, Value] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)

    def beside(self, known: Mapping[str, Value]) -> dict[str, Value]:
        """What is said: what somebody wrote, and else what is recorded by now."""
        return {
            key: known.get(key) if value == self.made.get(key) else value
            for key, value in self.values.items()
        }


def ticked_replies(review: Review, content: bytes, on: date, today: date) -> Ticked[Replied]:
    """The replies in the sheet that are not recorded as they stand there; `on` where no day is."""

    def one_of(row: _Row) -> Replied | None:
        known = recorded_reply(review, row.agency)
        values = row.beside(known)
        given = {key: value for key, value in values.items() if value is not None}
        said = _answers(values, {key for key, value in given.items() if value != known.get(key)})
        day = row.values.get("on")
        one = Replied(row.agency, day if isinstance(day, date) else on, said)
        if said == Answers():
            return None
        reply(review, [one])  # raises what speaks against it
        return one

    return _ticked(review, content, (COMES_SHEET, COMES_COLUMNS), today, one_of)


def _answers(values: Mapping[str, Value], new: set[str]) -> Answers:
    """Only what is new; who comes is one answer, whichever number of it changed."""
    said = Answers(
        knows=_bool(values, "knows", new),
        bringing=_bool(values, "bringing", new),
        support=_bool(values, "support", new),
        access=_bool(values, "access", new),
        other=_bool(values, "elsewhere", new),
    )
    people = {role: n for role in ROLES if isinstance(n := values.get(role), int) and n}
    number = values.get("attending")
    if not new & {*ROLES, "attending"}:
        return said
    if people:
        given = number if isinstance(number, int) else None
        return replace(said, people=people, attending=given)
    none_comes = any(values.get(role) == 0 for role in ROLES)
    return replace(said, attending=number if isinstance(number, int) else 0 if none_comes else None)


def _bool(values: Mapping[str, Value], key: str, new: set[str]) -> bool | None:
    return values[key] == "yes" if key in new else None


def ticked_attendance(review: Review, content: bytes, on: date, today: date) -> Ticked[Came]:
    """Who came by the sheet, where it is not recorded so."""

    def one_of(row: _Row) -> Came | None:
        known = recorded_attendance(review, row.agency)
        values = row.beside(known)
        if all((value or 0) == (known.get(key) or 0) for key, value in values.items()):
            return None
        if row.unsure:  # what is recorded stands for all of it, so a part is never right
            raise LfeError("who came is recorded as a whole, and a part of it is not sure.")
        came, people = values.get("came"), [(r, values.get(r)) for r in ROLES]
        roles = tuple(r for r, n in people if isinstance(n, int) for _ in range(n))
        if came == "came" and not roles:
            raise LfeError("it says that somebody came, and not in which role.")
        one = Came(row.agency, roles, came == "apologies", came == "absent", False)
        return _with_its_audit(review, one, values.get("brought"), on)

    return _ticked(review, content, (CAME_SHEET, CAME_COLUMNS), today, one_of)


def _with_its_audit(review: Review, one: Came, brought: Value, on: date) -> Came:
    """The same with whether it brought its audit: an open cell says nothing of what is recorded."""

    def planned(brought: bool) -> bool:
        """Whether what is recorded of its audit goes. Raises what speaks against the row."""
        came, _ = attended(
            review,
            one.agency.id,
            on,
            roles=one.roles,
            apologies=one.apologies,
            absent=one.absent,
            brought=brought,
        )
        return came.no_longer_brought

    goes = planned(brought == "yes")
    if goes and brought is None and one.roles:
        return replace(one, brought=True)
    return replace(one, brought=brought == "yes", no_longer_brought=goes)


# ---------------------------------------------------------------- rows and cells


def _ticked(
    review: Review,
    content: bytes,
    wanted: tuple[str, Sequence[Column]],
    today: date,
    one_of: Callable[[_Row], T | None],
) -> Ticked[T]:
    unsure: list[str] = []
    new: list[T] = []
    sheets = _sheets(review, content, wanted[0])
    for row in _rows(review, sheets, wanted, today, unsure):
        unsure += row.unsure
        try:
            one = one_of(row)
        except LfeError as error:
            unsure.append(f"{row.place}: {error.sentence} Nothing of this row is taken.")
        else:
            new += [] if one is None else [one]
    return Ticked(tuple(new), tuple(unsure))


def _sheets(review: Review, content: bytes, title: str) -> Sheets:
    try:
        opened = open_workbook(content)
    except WorkbookRefused as refused:
        raise LfeError(f"The sheet was not read. {refused.sentence}") from None
    of = opened.properties.get(REFERENCE, review.reference)
    if of != review.reference:
        raise LfeError(
            f"This sheet is of {of}, and not of {review.reference}.",
            next_step="Nothing was recorded. Read it in for the review that it is of.",
        )
    if title not in opened.sheets:
        raise LfeError(
            f"There is no sheet “{title}” in it, so it is no sheet of ours.",
            next_step="Make one, and tick in that: lfe reply --sheet",
        )
    return opened.sheets


def _made(sheets: Sheets, title: str, columns: Sequence[Column]) -> dict[str, dict[str, Value]]:
    """What stood in each cell of a sheet when it was made, by agency and by the columns' keys."""
    by_key = {column.key: column for column in columns}
    found: dict[str, dict[str, Value]] = {}
    for of, agency, key, cell in (row[:4] for row in sheets.get(AS_MADE, ()) if len(row) >= 4):
        column = by_key.get(_text(key))
        with contextlib.suppress(WrongValue):  # then the cell counts as ticked
            if _text(of) == title and column:
                value = _value(column, cell, date.max)
                found.setdefault(_text(agency).casefold(), {})[column.key] = value
    return found


def _rows(
    review: Review,
    sheets: Sheets,
    wanted: tuple[str, Sequence[Column]],
    today: date,
    unsure: list[str],
) -> Iterator[_Row]:
    title, columns = wanted
    cells, made = sheets[title], _made(sheets, title, columns)
    headings = [_text(cell) for cell in cells[0]] if cells else []
    at = {column.heading: headings.index(column.heading) for column in columns
          if column.heading in headings}  # fmt: skip
    for column in columns:
        if column.heading not in at:
            unsure.append(f"{title}: the column “{column.heading}” is gone, so it is not read.")
    agencies = {agency.name.casefold(): agency for agency in review.agencies()}
    name_at = headings.index(AGENCY) if AGENCY in headings else 0
    for number, row in enumerate(cells[1:], start=2):
        name = _text(row[name_at]) if name_at < len(row) else ""
        agency = agencies.get(name.casefold())
        place = f"{title}, row {number}"
        if agency is None:
            if any(_text(cell) for cell in row):
                unsure.append(f"{place}: its agency is not asked in this review, so it is left.")
            continue
        read = _Row(f"{place} ({agency.name})", agency, made.get(name.casefold(), {}))
        for column in columns:
            place_of = at.get(column.heading)
            if place_of is not None and place_of < len(row):
                _take(read, column, row[place_of], today)
        yield read


def _take(row: _Row, column: Column, cell: ReadCell, today: date) -> None:
    try:
        row.values[column.key] = _value(column, cell, today)
    except WrongValue as wrong:
        row.unsure.append(f"{row.place}, {column.heading}: it {wrong.what} It is left open.")


def _value(column: Column, cell: ReadCell, today: date) -> Value:
    text = _text(cell)
    if cell.kind in ("f", "e"):
        raise WrongValue("holds a formula or an error.")
    if not text:
        return None
    if column.kind == "day":
        return _day(cell, text, today)
    if column.kind == "number":
        if not text.isdecimal() or len(text) > len(str(_MOST)):
            raise WrongValue("is no number of people.")
        return int(text)
    words = CAME if column.kind == "came" else ("yes", "no")
    if text.casefold() not in words:
        raise WrongValue(f"is not {' or '.join(words)}.")
    return text.casefold()


def _day(cell: ReadCell, text: str, today: date) -> date:
    day = cell.value.date() if isinstance(cell.value, datetime) else parse_date(text)
    if day > today:
        raise WrongValue(f"is still to come ({short_date(day)}).")
    return day


def _text(cell: ReadCell) -> str:
    return " ".join(text_of_cell(cell.value, cell.format).split())
