"""The rows of a sheet that was ticked: what each cell says, and whether somebody wrote it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.event.attendance_sheet import (
    AGENCY,
    AS_MADE,
    CAME,
    REFERENCE,
    Column,
    Value,
)
from lfe_cli.review.attending import ROLES
from lfe_cli.review.days import parse_date, short_date
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.word.cell_styles import shows_otherwise
from lfe_cli.word.workbook_opening import WorkbookRefused, open_workbook
from lfe_cli.word.worksheets import ReadCell, Sheet, Sheets, place_of

PEOPLE = frozenset((*ROLES, "attending", "came"))  # one answer, whichever cell of it changed
_MOST = 99
_LONGEST = 500  # characters; nothing of ours is longer
_OPEN = ReadCell(None)


@dataclass
class Row:
    """One agency's row: its values by the columns' keys, and what was not understood of it.

    `made` are the values that stood there when the sheet was made: nobody ticked those. A cell
    that was not understood has no value.
    """

    place: str
    agency: Agency
    made: Mapping[str, Value]
    values: dict[str, Value] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)

    def beside(self, known: Mapping[str, Value], by_command: str) -> dict[str, Value]:
        """What is said: what somebody wrote, and else what is recorded by now.

        Raises LfeError where what is recorded changed since, and somebody wrote something else;
        it can be recorded with `by_command` all the same.
        """
        wrote = {key: value for key, value in self.values.items() if self._is_written(key, value)}
        said = _with_the_sum(known)
        for one in (PEOPLE, *({key} for key in wrote.keys() - PEOPLE)):
            others = any(not alike(key, wrote[key], said.get(key)) for key in one & wrote.keys())
            if others and self._changed_since(one, known):
                raise LfeError(
                    "what is recorded changed since this sheet was made, and the row says "
                    f"something else. If the row is right, record it with: {by_command}."
                )
        return {**known, **wrote}

    def _is_written(self, key: str, value: Value) -> bool:
        """An open cell says nothing, but for the people: they are one answer."""
        return value != self.made.get(key) and (value is not None or key in PEOPLE)

    def _changed_since(self, keys: Collection[str], known: Mapping[str, Value]) -> bool:
        return any(not alike(key, self.made.get(key), known.get(key)) for key in keys)


def _with_the_sum(known: Mapping[str, Value]) -> Mapping[str, Value]:
    """The same with how many come in all, which may stand beside the roles."""
    people = [n for role in ROLES if isinstance(n := known.get(role), int)]
    return {**known, "attending": sum(people)} if people else known


def alike(key: str, one: Value, other: Value) -> bool:
    """Whether two values say the same: an open cell is nobody in a role, and no audit brought."""
    if key in ROLES:
        return (one or 0) == (other or 0)
    return (one == "yes") == (other == "yes") if key == "brought" else one == other


def sheets_of(review: Review, content: bytes, title: str) -> Sheets:
    """The workbook's sheets. Raises LfeError where it is none of ours, or of another review."""
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
    for of, agency, key, cell in (row[:4] for row in _rows_as_made(sheets)):
        column = by_key.get(_text(key))
        with contextlib.suppress(WrongValue):  # then the cell counts as ticked
            if _text(of) == title and column:
                value = _value(column, cell, date.max)
                found.setdefault(_text(agency).casefold(), {})[column.key] = value
    return found


def _rows_as_made(sheets: Sheets) -> Iterator[Sequence[ReadCell]]:
    found = sheets[AS_MADE].rows if AS_MADE in sheets else ()
    return (row for row in found if len(row) >= 4)


def rows(
    review: Review,
    sheets: Sheets,
    wanted: tuple[str, Sequence[Column]],
    today: date,
    unsure: list[str],
) -> Iterator[Row]:
    """Each agency's row of a sheet; what belongs to no agency or column goes to `unsure`."""
    title, columns = wanted
    cells, made = sheets[title].rows, _made(sheets, title, columns)
    headings = [_text(cell) for cell in cells[0]] if cells else []
    ours = {AGENCY, *(column.heading for column in columns)}
    unsure += _beside(title, sheets[title], [at for at, h in enumerate(headings) if h in ours])
    gone = (column.heading for column in columns if column.heading not in headings)
    unsure += [f"{title}: the column “{heading}” is gone, so it is not read." for heading in gone]
    agencies = {agency.name.casefold(): agency for agency in review.agencies()}
    name_at = headings.index(AGENCY) if AGENCY in headings else 0
    for number, row in enumerate(cells[1:], start=2):
        named = row[name_at] if name_at < len(row) else _OPEN
        name, wrong = _text(named), _unsure(named)
        agency = agencies.get(name.casefold())
        place = f"{title}, row {number}"
        if agency is None or wrong:
            if any(_text(cell) or cell.struck for cell in row):
                why = f"the name of its agency {wrong or 'is of none that is asked here.'}"
                unsure.append(f"{place}: {why} The row is left.")
            continue
        read = Row(f"{place} ({agency.name})", agency, made.get(name.casefold(), {}))
        for column in columns:
            if column.heading in headings:
                at = headings.index(column.heading)
                _take(read, column, row[at] if at < len(row) else _OPEN, today)
        yield read


def _take(row: Row, column: Column, cell: ReadCell, today: date) -> None:
    try:
        row.values[column.key] = _value(column, cell, today)
    except WrongValue as wrong:
        row.unsure.append(f"{row.place}, {column.heading}: it {wrong.what} It is left open.")


def _value(column: Column, cell: ReadCell, today: date) -> Value:
    text, wrong = _text(cell), _unsure(cell)
    if wrong:
        raise WrongValue(wrong)
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


def _unsure(cell: ReadCell) -> str:
    """Why it is not sure what a cell says; "" where it is."""
    if cell.kind in ("f", "e"):
        return "holds a formula or an error."
    if cell.struck:
        return "is struck out, or a part of it is."
    if cell.joined:
        return f"is joined with other cells ({cell.joined})."
    return "shows something else than it holds." if shows_otherwise(cell.value, cell.format) else ""


def _beside(title: str, sheet: Sheet, ours: Collection[int]) -> Iterator[str]:
    """What of a sheet stands in none of our columns, or beside the values of its cells."""
    for mark in sheet.marks:
        place = f"{title}, {mark.at}" if mark.at else title
        yield f"{place}: a {mark.kind} is not read here."
    for number, row in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(row):
            if at not in ours and _text(cell) and not cell.covered:
                place = f"{title}, {place_of(number, at + 1)}"
                yield f"{place}: it stands under no heading of ours, so it is not read."


def _day(cell: ReadCell, text: str, today: date) -> date:
    day = cell.value.date() if isinstance(cell.value, datetime) else parse_date(text)
    if day > today:
        raise WrongValue(f"is still to come ({short_date(day)}).")
    return day


def _text(cell: ReadCell) -> str:
    return " ".join(cell.words[:_LONGEST].split())
