"""`lfe reply`: what agencies answered, of one or of all that have not been heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import asking, options, screen, sheets, shell, walks, where
from lfe_cli.cli.asking import Dialogue, the_day
from lfe_cli.cli.done import Done
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review import attending, days, events, files
from lfe_cli.review.agency_state import Answers
from lfe_cli.review.changes import Changes
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

if TYPE_CHECKING:
    from lfe_cli.audits.replies import Question, Replied
    from lfe_cli.event.attendance_returned import Ticked

_DIGITS = 3  # nobody sends a thousand people

_Knows = Annotated[
    str | None, typer.Option(metavar="yes|no", help="Whether it knew the child or family.")
]
_Attending = Annotated[str | None, typer.Option(metavar="NUMBER", help="How many people come.")]
_Roles = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROLE",
        help="One for each who comes: practitioner, manager, safeguarding-lead, deputy, other.",
    ),
]
_Bringing = Annotated[
    str | None, typer.Option(metavar="yes|no", help="Whether it brings its audit.")
]
_Support = Annotated[
    str | None,
    typer.Option(metavar="yes|no", help="Whether support is in place for its colleagues."),
]
_Access = Annotated[
    str | None,
    typer.Option(metavar="yes|no", help="Whether access needs were asked about, and are met."),
]
_Other = Annotated[
    str | None,
    typer.Option(metavar="yes|no", help="Whether it named another service, or another process."),
]
_Whose = Annotated[
    str | None, typer.Argument(metavar="AGENCY", help="The agency's id. Without, all are asked.")
]


def reply(
    agency: _Whose = None,
    knows: _Knows = None,
    role: _Roles = None,
    attending: _Attending = None,
    bringing: _Bringing = None,
    support: _Support = None,
    access: _Access = None,
    other: _Other = None,
    sheet: options.Sheet = False,
    yes: options.Yes = False,
    on: options.On = None,
    review: options.ReviewOption = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record what an agency replied.

    Without an agency it goes through all that are still to be heard, one by one; with an
    agency alone it asks what is still open.

    For example: lfe reply police --knows yes --role practitioner --bringing yes

    One sheet for all, to tick in Excel: lfe reply --sheet. Read it back with
    lfe reply --sheet event/who-comes.xlsx

    Only yes or no is recorded of access needs, and of other services and processes. For
    the details there is event/reply-details.txt, which goes after the event.
    """
    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        said = Answers(
            knows=_yes_or_no("--knows", knows),
            attending=_number("--attending", attending),
            people=_people(role),
            bringing=_yes_or_no("--bringing", bringing),
            support=_yes_or_no("--support", support),
            access=_yes_or_no("--access", access),
            other=_yes_or_no("--other", other),
        )
        if sheet:
            _on_a_sheet(call, review, agency, the_day(on), yes=yes)
        elif said == Answers() and (agency is None or call.can_ask or dry_run):
            walks.go(call, review, _walk(agency, the_day(on)))
        elif agency is None:
            raise LfeError("Which agency replied so?", next_step="Name it: lfe reply AGENCY")
        else:
            _record(call, review, agency, the_day(on), said)


def _record(call: shell.Call, named: str | None, agency: str, on: date, said: Answers) -> None:
    from lfe_cli.audits import replies

    def plan(loaded: Review) -> tuple[Replied, Changes]:
        one = replies.replied(loaded, agency, on, said)
        return one, replies.reply(loaded, [one])

    done = call.change_review(named, plan, records=events.Reply)
    call.show(done, on_screen=lambda one: screen.lines((*_in_words(one), *_about(done))))


def _about(done: Done[Replied]) -> Iterable[str]:
    if any(path.endswith(files.REPLY_DETAILS) for path in done.files):
        yield f"For the details, in roles and never a name: {files.REPLY_DETAILS}"


def _on_a_sheet(
    call: shell.Call, named: str | None, file: str | None, day: date, *, yes: bool
) -> None:
    from lfe_cli.audits.replies import reply
    from lfe_cli.event.attendance_returned import ticked_replies

    if file is None:
        sheets.make(call, named)
        return

    def read(review: Review, content: bytes) -> Ticked[Replied]:
        return ticked_replies(review, content, day, where.today())

    reading = sheets.Reading(events.Reply, read, reply, _in_words)
    sheets.read(call, named, file, reading, yes=yes)


# ---------------------------------------------------------------- asked one by one


_EXAMPLE = "lfe reply AGENCY --knows yes --attending 2"


def _walk(agency: str | None, day: date) -> walks.Walk[Agency, Replied]:
    from lfe_cli.audits.replies import open_replies, reply

    def find(review: Review) -> Sequence[Agency]:
        if agency is not None:
            return (agency_named(review, agency),)
        return open_replies(review, where.today())

    return walks.Walk(
        records=events.Reply,
        find=find,
        name=lambda one: one.name,
        ask=partial(_ask, day, is_named=agency is not None),
        plan=reply,
        in_words=_in_words,
        nobody=LfeError("What did it reply, and which agency?", next_step=f"Such as: {_EXAMPLE}"),
    )


def _ask(day: date, review: Review, agency: Agency, *, is_named: bool) -> Dialogue[Replied | None]:
    """Whether it has been heard, and then only what it has not said yet."""
    from lfe_cli.audits.replies import Replied, still_to_say

    questions = still_to_say(review, agency)
    when: date | None = day
    if not is_named:
        text = f"{agency.name}: has it replied?"
        if review.state.agency(agency.id).replies:
            what = ", ".join(_SHORT[question] for question in questions)
            text = f"{agency.name}: has it said more ({what})?"
        when = yield from asking.happened(text, day, shown=("",))
    if when is None:
        return None
    said = yield from _what_it_said(questions, ("", f"{agency.name}:") if is_named else ())
    return Replied(agency, when, said) if said != Answers() else None


_SHORT: dict[Question, str] = {
    "knows": "whether it knew the child",
    "people": "who comes",
    "bringing": "its audit",
    "support": "support",
    "access": "access needs",
    "other": "other services",
}


def _what_it_said(questions: Collection[Question], heading: tuple[str, ...]) -> Dialogue[Answers]:
    said = Answers()
    if "knows" in questions:
        text = "  Did it know the child or the family?"
        knows = yield from asking.yes_or_no(text, default="yes", shown=heading)
        said, heading = replace(said, knows=knows), ()
    if said.knows is False:
        return said
    if "people" in questions:
        shown = (*heading, f"  {attending.SHORT}: such as p 2m; or a number, or nobody")
        coming = yield from asking.asked("  Who comes?", _coming, otherwise="not said", shown=shown)
        if coming is not None:
            said = replace(said, attending=coming.attending, people=coming.people)
        heading = ()
    comes = said.attending != 0  # of who did not say, it is asked all the same
    if "bringing" in questions and comes:
        text = "  Does it bring its audit?"
        said = replace(said, bringing=(yield from asking.yes_or_no(text, default="yes")))
    return (yield from _what_needs_care(questions, said, heading, comes=comes))


def _what_needs_care(
    questions: Collection[Question], said: Answers, heading: tuple[str, ...], *, comes: bool
) -> Dialogue[Answers]:
    """What has no likely answer: nobody takes it for granted."""
    if "support" in questions:
        text = "  Is support in place for colleagues?"
        said = replace(said, support=(yield from asking.yes_or_no(text, shown=heading)))
        heading = ()
    if "access" in questions and comes:
        text = "  Are access needs asked about and met?"
        said = replace(said, access=(yield from asking.yes_or_no(text, shown=heading)))
        heading = ()
    if "other" in questions:
        text = "  Another service or process named?"
        said = replace(said, other=(yield from asking.yes_or_no(text, shown=heading)))
    return said


def _coming(answer: str) -> Answers:
    """A number, nobody, or people by role."""
    given = answer.strip().casefold()
    if given in {"nobody", "none", "no", "0"}:
        return Answers(attending=0)
    if given.isdecimal():
        if len(given) > len(str(_MOST)):
            raise WrongValue("is very many.", "Write how many people come.")
        return Answers(attending=int(given))
    return Answers(people=attending.people_in(given))


_MOST = 99


# ---------------------------------------------------------------- in words

_KNOWS = {True: "knew the child or family", False: "did not know the child or family"}
_BRINGING = {True: "brings its audit", False: "does not bring its audit"}
_SUPPORT = {
    True: "support is in place for its colleagues",
    False: "support is not in place yet for its colleagues",
}
_ACCESS = {True: "access needs are met", False: "access needs are still to be met"}
_OTHER = {
    True: "it named another service or process",
    False: "it named no other service or process",
}


def _in_words(one: Replied) -> Iterable[str]:
    """A reply in words, so that a slip is seen at once."""
    said = one.said
    who = attending.in_words(said.people or {})
    number = sum(said.people.values()) if said.people else said.attending
    coming = "" if number is None else f"{number or 'nobody'} coming"
    parts = (
        _KNOWS[said.knows] if said.knows is not None else "",
        f"{coming} ({who})" if who else coming,
        _BRINGING[said.bringing] if said.bringing is not None else "",
        _SUPPORT[said.support] if said.support is not None else "",
        _ACCESS[said.access] if said.access is not None else "",
        _OTHER[said.other] if said.other is not None else "",
    )
    yield f"{one.agency.name}: {', '.join(filter(None, parts))} ({days.short_date(one.on)})"


def _people(roles: Sequence[str] | None) -> dict[str, int] | None:
    try:
        return attending.counted_roles(roles) if roles else None
    except WrongValue as wrong:
        raise LfeError(f"--role {wrong.what}", next_step=wrong.instead) from None


def _number(option: str, answer: str | None) -> int | None:
    if answer is None:
        return None
    if answer.strip().isdecimal() and len(answer.strip()) <= _DIGITS:
        return int(answer)
    raise LfeError(f"{option} is not a number: {answer}.", next_step=f"Write {option} 2.")


def _yes_or_no(option: str, answer: str | None) -> bool | None:
    if answer is None:
        return None
    if answer.strip().lower() in {"yes", "y"}:
        return True
    if answer.strip().lower() in {"no", "n"}:
        return False
    raise LfeError(f"{option} is neither yes nor no.", next_step=f"Write {option} yes, or no.")
