"""The sheet of who comes and who came as it was ticked: nothing that is unsure is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Generic, TypeVar

from lfe_cli.audits.replies import Replied, reply
from lfe_cli.errors import LfeError
from lfe_cli.event.attendance import attended
from lfe_cli.event.attendance_rows import PEOPLE, Row, alike, rows, sheets_of
from lfe_cli.event.attendance_sheet import (
    CAME_COLUMNS,
    CAME_SHEET,
    COMES_COLUMNS,
    COMES_SHEET,
    Column,
    Value,
    recorded_attendance,
    recorded_reply,
)
from lfe_cli.review.agency_state import Answers
from lfe_cli.review.attending import ROLES
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

T = TypeVar("T")
_A_PART = "who came is recorded as a whole, and a part of it is not sure."


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


def ticked_replies(review: Review, content: bytes, on: date, today: date) -> Ticked[Replied]:
    """The replies in the sheet that are not recorded as they stand there; `on` where no day is."""

    def one_of(row: Row) -> Replied | None:
        known = recorded_reply(review, row.agency)
        values = row.beside(known, f"lfe reply {row.agency.id}")
        said = _answers(values, _new(row, values, known))
        day = row.values.get("on")
        one = Replied(row.agency, day if isinstance(day, date) else on, said)
        if said == Answers():
            return None
        reply(review, [one])  # raises what speaks against it
        return one

    return _ticked(review, content, (COMES_SHEET, COMES_COLUMNS), today, one_of)


def _new(row: Row, values: Mapping[str, Value], known: Mapping[str, Value]) -> set[str]:
    """What is said that is not recorded; of the people nothing, where a part is not sure."""
    new = {key for key, value in values.items() if value not in (None, known.get(key))}
    if not new & PEOPLE:
        return new
    if _coming(values) == _coming(known):
        return new - PEOPLE
    if not {*ROLES, "attending"} <= row.values.keys():
        row.unsure.append(
            f"{row.place}: who comes is one answer, and a part of it is not sure, so no number "
            "of it is taken."
        )
        return new - PEOPLE
    return new


def _answers(values: Mapping[str, Value], new: set[str]) -> Answers:
    """Only what is new; who comes is one answer, whichever number of it changed."""
    said = Answers(
        knows=_bool(values, "knows", new),
        bringing=_bool(values, "bringing", new),
        support=_bool(values, "support", new),
        access=_bool(values, "access", new),
        other=_bool(values, "elsewhere", new),
    )
    if not new & PEOPLE:
        return said
    people, number = _coming(values)
    return replace(said, people=people or None, attending=number)


def _coming(values: Mapping[str, Value]) -> tuple[dict[str, int], int | None]:
    """Who comes by role, and a number where it says more than the roles do."""
    people = {role: n for role in ROLES if isinstance(n := values.get(role), int) and n}
    number = values.get("attending")
    if isinstance(number, int) and not (people and number == sum(people.values())):
        return people, number
    none_comes = not people and any(values.get(role) == 0 for role in ROLES)
    return people, 0 if none_comes else None


def _bool(values: Mapping[str, Value], key: str, new: set[str]) -> bool | None:
    return values[key] == "yes" if key in new else None


def ticked_attendance(review: Review, content: bytes, on: date, today: date) -> Ticked[Came]:
    """Who came by the sheet, where it is not recorded so."""

    def one_of(row: Row) -> Came | None:
        if row.unsure:  # what is recorded stands for all of it, so a part is never right
            raise LfeError(_A_PART)
        known = recorded_attendance(review, row.agency)
        values = row.beside(known, f"lfe attended {row.agency.id}")
        if all(alike(key, value, known.get(key)) for key, value in values.items()):
            return None
        if len(row.values) < len(CAME_COLUMNS):
            raise LfeError(_A_PART)
        came, people = values.get("came"), [(r, values.get(r)) for r in ROLES]
        roles = tuple(r for r, n in people if isinstance(n, int) for _ in range(n))
        if came == "came" and not roles:
            raise LfeError("it says that somebody came, and not in which role.")
        one = Came(row.agency, roles, came == "apologies", came == "absent", False)
        return _with_its_audit(review, one, values.get("brought"), on)

    return _ticked(review, content, (CAME_SHEET, CAME_COLUMNS), today, one_of)


def _with_its_audit(review: Review, one: Came, brought: Value, on: date) -> Came:
    """The same with whether it brought its audit, and what that takes back.

    Raises LfeError for what speaks against the row.
    """
    plan = partial(
        attended,
        review,
        one.agency.id,
        on,
        roles=one.roles,
        apologies=one.apologies,
        absent=one.absent,
    )
    goes = plan(brought=False)[0].no_longer_brought
    by_itself = () if goes else review.state.agency(one.agency.id).brought
    if brought == "yes" and not by_itself:
        plan(brought=True)
        return replace(one, brought=True)
    if brought == "no" and by_itself:
        raise LfeError(
            "that it brought its audit is recorded by itself. If it did not, take that back: "
            f"{review.state.way_back(by_itself[-1])}."
        )
    return replace(one, no_longer_brought=goes)


def _ticked(
    review: Review,
    content: bytes,
    wanted: tuple[str, Sequence[Column]],
    today: date,
    one_of: Callable[[Row], T | None],
) -> Ticked[T]:
    unsure: list[str] = []
    new: list[T] = []
    sheets = sheets_of(review, content, wanted[0])
    for row in rows(review, sheets, wanted, today, unsure):
        try:
            one = one_of(row)
        except LfeError as error:
            sentence = error.sentence.rstrip(".")
            row.unsure.append(f"{row.place}: {sentence}. Nothing of this row is taken.")
        else:
            new += [] if one is None else [one]
        unsure += row.unsure
    return Ticked(tuple(new), tuple(unsure))
