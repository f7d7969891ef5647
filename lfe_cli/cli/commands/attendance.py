"""`lfe attended`: who came to the learning event, of one agency or of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, sheets, shell, walks, where
from lfe_cli.cli.asking import Dialogue, the_day
from lfe_cli.errors import LfeError
from lfe_cli.review import attending
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.events import Attended
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.event.attendance import Came
    from lfe_cli.event.attendance_returned import Ticked

_Roles = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROLE",
        help="One for each person: practitioner, manager, safeguarding-lead, deputy, other.",
    ),
]
_Apologies = Annotated[bool, typer.Option("--apologies", help="Nobody could come, and it said so.")]
_Absent = Annotated[bool, typer.Option("--absent", help="Nobody was there, and no word came.")]
_Brought = Annotated[
    bool, typer.Option("--brought", help="It brought its audit, which went home with it.")
]
_Whose = Annotated[
    str | None, typer.Argument(metavar="AGENCY", help="The agency's id. Without, all are asked.")
]


def attended(
    agency: _Whose = None,
    role: _Roles = None,
    apologies: _Apologies = False,
    absent: _Absent = False,
    brought: _Brought = False,
    sheet: options.Sheet = False,
    yes: options.Yes = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record who came to the event, by role.

    Without an agency it goes through all of which nothing is recorded yet, one by one.

    For example: lfe attended police --role practitioner --role manager --brought

    One sheet for all, to tick in Excel: lfe attended --sheet. Read it back with
    lfe attended --sheet event/who-comes.xlsx

    Roles only, as on the sign-in sheet; a deputy is whoever stands in for somebody. It
    is for the Business Unit alone and goes into no other document. What is recorded last
    of an agency counts.
    """
    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        said = _Said(tuple(role or ()), apologies, absent, brought)
        if sheet:
            _on_a_sheet(call, review, agency, on, yes=yes)
        elif said == _Said() and (agency is None or call.can_ask or dry_run):
            walks.go(call, review, _walk(agency, on))
        elif agency is None:
            raise LfeError("Of which agency is that?", next_step="Name it: lfe attended AGENCY")
        else:
            _record(call, review, agency, the_day(on), said)


@dataclass(frozen=True)
class _Said:
    """What is said of an agency: a role for each person, or that nobody came.

    `no_longer_brought`: it is recorded that it brought its audit, and that goes.
    """

    roles: tuple[str, ...] = ()
    apologies: bool = False
    absent: bool = False
    brought: bool = False
    no_longer_brought: bool = False


def _plan(review: Review, agency: str, on: date, said: _Said) -> tuple[Came, Changes]:
    from lfe_cli.event import attendance

    return attendance.attended(
        review,
        agency,
        on,
        roles=said.roles,
        apologies=said.apologies,
        absent=said.absent,
        brought=said.brought,
    )


def _record(call: shell.Call, named: str | None, agency: str, on: date, said: _Said) -> None:
    plan = partial(_plan, agency=agency, on=on, said=said)
    done = call.change_review(named, plan, records=Attended)
    call.show(done, as_json=_came_as_json, on_screen=_show_who_came)


def _came_as_json(came: Came) -> dict[str, Any]:
    return {
        "agency": came.agency.id,
        "people": dict(came.people),
        "apologies": came.apologies,
        "brought": came.brought,
    }


def _show_who_came(came: Came) -> None:
    without = "apologies" if came.apologies else "was not there; ask how they are"
    screen.say(f"{came.agency.name}: {attending.in_words(came.people) or without}")
    if came.brought:
        screen.say("It brought its audit. It went home with it.", indent="  ")
    if came.instead:
        also = ", nor that it brought its audit" if came.no_longer_brought else ""
        screen.say(f"What was recorded of it before no longer counts{also}.", indent="  ")


def _on_a_sheet(
    call: shell.Call, named: str | None, file: str | None, on: str | None, *, yes: bool
) -> None:
    from lfe_cli.event.attendance_returned import Ticked, ticked_attendance

    if file is None:
        sheets.make(call, named)
        return

    def read(review: Review, content: bytes) -> Ticked[_Answer]:
        day = _day_of(review, on)
        ticked = ticked_attendance(review, content, day, where.today())
        return Ticked(
            tuple(
                (
                    one.agency,
                    day,
                    _Said(one.roles, one.apologies, one.absent, one.brought, one.no_longer_brought),
                )
                for one in ticked.new
            ),
            ticked.unsure,
        )

    reading = sheets.Reading(Attended, read, _plan_all, _in_words)
    sheets.read(call, named, file, reading, yes=yes)


# ---------------------------------------------------------------- asked one by one

_EXAMPLE = "lfe attended AGENCY --role practitioner"
_Answer = tuple[Agency, date, _Said]


def _walk(agency: str | None, on: str | None) -> walks.Walk[Agency, _Answer]:
    from lfe_cli.event.attendance import not_recorded_yet

    def find(review: Review) -> Sequence[Agency]:
        if agency is not None:
            return (agency_named(review, agency),)
        return not_recorded_yet(review, where.today())

    return walks.Walk(
        records=Attended,
        find=find,
        name=lambda one: one.name,
        ask=partial(_ask, on),
        plan=_plan_all,
        in_words=_in_words,
        nobody=LfeError("Who came, and from which agency?", next_step=f"Such as: {_EXAMPLE}"),
        explained=f"{attending.SHORT}: such as p 2m; or apologies, or absent.",
    )


def _plan_all(review: Review, answers: Sequence[_Answer]) -> Changes:
    parts = [_plan(review, agency.id, on, said)[1] for agency, on, said in answers]
    return together(review.reference, parts)


def _ask(on: str | None, review: Review, agency: Agency) -> Dialogue[_Answer | None]:
    from lfe_cli.event.attendance import audit_is_known

    said = review.state.agency(agency.id).answers
    expected = attending.in_words(said.people or {})
    shown = ["", f"{agency.name}, expected: {expected}"] if expected else [""]
    text = f"{agency.name}: who came?{' (yes: as expected)' if expected else ''}"
    came = yield from asking.asked(text, partial(_came, dict(said.people or {})), shown=shown)
    if came is None:
        return None
    if came.roles and not audit_is_known(review, agency):
        default = "yes" if said.bringing else None
        brought = yield from asking.yes_or_no("  Did it bring its audit?", default=default)
        came = _Said(came.roles, brought=bool(brought))
    return agency, _day_of(review, on), came


def _day_of(review: Review, on: str | None) -> date:
    """The day that --on gives, else the event's own."""
    event = review.manifest.event.at
    return the_day(on) if on or event is None else event.date()


def _came(expected: dict[str, int], answer: str) -> _Said:
    given = answer.strip().casefold()
    if given in {"apologies", "a"}:
        return _Said(apologies=True)
    if given in {"absent", "nobody"}:
        return _Said(absent=True)
    people = expected if given in {"yes", "y"} and expected else attending.people_in(given)
    return _Said(tuple(role for role, number in people.items() for _ in range(number)))


def _in_words(answer: _Answer) -> Iterable[str]:
    agency, _, said = answer
    people = attending.in_words(attending.counted_roles(said.roles))
    who = people or ("apologies" if said.apologies else "was not there")
    audit = ", and it brought its audit" if said.brought else ""
    audit = ", and no longer that it brought its audit" if said.no_longer_brought else audit
    yield f"{agency.name}: {who}{audit}"
