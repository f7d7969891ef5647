"""What two copies of a folder said of one thing, apart: the copies were put together since.

A question such as "what was decided on R1?" has its last answer in a history. Where two answers
were recorded apart, neither corrects the other: the later counts, as everywhere, and a person has
to say which holds. The next answer is given with both in sight, and settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from lfe_cli.review import events
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Allowed, Event, agency_of, group_of
from lfe_cli.review.history import Entry, History
from lfe_cli.review.lineage import Lineage
from lfe_cli.sentences import joined

Code = Literal[
    "day", "invitation", "taking part", "something to bring", "reply", "attendance", "form",
    "audit", "page", "submission", "recommendations", "decision", "circulation", "action",
    "impact", "ended",
]  # fmt: skip
_LONGEST = 60


class Answer(NamedTuple):
    """What an event says: of what, and in words. `exactly` tells apart what is said alike."""

    about: str
    says: str
    exactly: str = ""


@dataclass(frozen=True)
class Apart:
    """One thing of which two copies said different things; `entries` said so, the last counts.

    `about` is the agency, the recommendation or the action; "" where there is one for the review.
    `what` says so without a full stop, `instead` what a person does, `command` what settles it.
    `asks`: whether it has to be clear before the work goes on.
    """

    code: Code
    about: str
    entries: tuple[Entry, ...]
    what: str
    instead: str
    command: str
    asks: bool


@dataclass(frozen=True)
class _Question:
    """A question, what answers it, and what a person does where two copies answered apart."""

    code: Code
    answer: Callable[[Event], Answer | None]
    says: str
    command: str
    instead: str = "Ask which holds, and record it again: {command}"
    asks: bool = True


def of_one_review(history: History) -> tuple[History, tuple[Entry, ...]]:
    """The history of the review that was started first, and the entries of others.

    Two copies of a folder can both give a number to a new review. What the later one recorded by
    itself is about other children, and nothing is counted from it here.
    """
    lineage = history.lineage
    if lineage.is_one_line:
        return history, ()
    first = next((e for e in history.entries if isinstance(e.event, events.ReviewStarted)), None)
    if first is None:
        return history, ()
    own = tuple(e for e in history.entries if not lineage.are_apart(e, first))
    others = tuple(e for e in history.entries if lineage.are_apart(e, first))
    if not any(isinstance(entry.event, events.ReviewStarted) for entry in others):
        return history, ()
    return replace(history, entries=own), others


def found_apart(standing: Sequence[Entry], lineage: Lineage) -> tuple[Apart, ...]:
    """All that two copies said of one thing and nobody settled, in the order of the questions."""
    if lineage.is_one_line:
        return ()
    found = [one for question in _QUESTIONS for one in _asked(question, standing, lineage)]
    return (*found, *_after_the_end(standing, lineage))


def _asked(question: _Question, standing: Sequence[Entry], lineage: Lineage) -> Iterator[Apart]:
    given = {entry.id: question.answer(entry.event) for entry in standing}
    about: dict[str, list[Entry]] = defaultdict(list)
    for entry in standing:
        answer = given[entry.id]
        if answer is not None:
            about[answer.about].append(entry)
    for what, those in about.items():
        last = lineage.latest(those)
        if len({given[entry.id] for entry in last}) > 1:
            said = joined([f"{_shortened(given[e.id])} ({_who(e)})" for e in last])
            sentence = (
                f"two copies of this folder differ about {question.says.format(about=what)}: {said}"
            )
            command = question.command.format(about=what)
            instead = question.instead.format(about=what, command=command)
            yield Apart(question.code, what, last, sentence, instead, command, question.asks)


def _after_the_end(standing: Sequence[Entry], lineage: Lineage) -> Iterator[Apart]:
    """What was recorded in one copy while the review had ended in the other."""
    for end in standing:
        forbidden = _ENDS.get(type(end.event), ())
        late = [e for e in standing if e.event.allowed in forbidden and lineage.are_apart(e, end)]
        for entry in late if forbidden else ():
            whose = agency_of(entry.event) or group_of(entry.event)
            of_it = f" of {whose}" if whose else ""
            said = (
                f"“{entry.action}”{of_it} ({_who(entry)}) and “{end.action}” ({_who(end)}) were "
                "recorded in two copies of this folder"
            )
            instead, command = _AFTER[type(end.event)]
            yield Apart("ended", whose or "", (entry, end), said, instead, command, asks=False)


_ENDS: Mapping[type[Event], tuple[Allowed, ...]] = {
    events.Closed: ("while open", "until closed"),
    events.SteppedUp: ("while open", "when closed"),
}
_AFTER: Mapping[type[Event], tuple[str, str]] = {
    events.Closed: ("What came with it and should be gone: lfe close", "lfe close"),
    events.SteppedUp: ("Tell whoever recorded it that the review has stopped", "lfe status"),
}


def _who(entry: Entry) -> str:
    return f"{entry.by}, {short_date(entry.day)}"


def _shortened(answer: Answer | None) -> str:
    one_line = " ".join(answer.says.split()) if answer else ""
    one_line = one_line or "nothing"
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 2].rstrip()} …"


# ---------------------------------------------------------------- the questions


def _day(event: Event) -> Answer | None:
    match event:
        case events.EventMoved(now=str(now)) if now:
            return Answer("", f"moved to {_moment(datetime.fromisoformat(now))}")
        case events.EventCancelled():
            return Answer("", "cancelled")
        case _:
            return None


def _moment(at: datetime) -> str:
    return f"{short_date(at.date())}, {at:%H:%M}"


def _invitation(event: Event) -> Answer | None:
    if not isinstance(event, events.InvitationMade):
        return None
    if event.event == event.CANCELLED:
        return Answer("", "it is cancelled")
    return Answer("", f"it is on {_moment(event.at)}" if event.at else "a day", event.event or "")


def _taking_part(event: Event) -> Answer | None:
    match event:
        case events.Withdrawn(agency=agency):
            return Answer(agency, "takes no further part")
        case events.AuditFiled() | events.Brought() | events.Reply() | events.Attended():
            return Answer(event.agency, "takes part")
        case _:
            return None


def _to_bring(event: Event) -> Answer | None:
    match event:
        case events.NilReturn(agency=agency):
            return Answer(agency, "has nothing to bring")
        case events.AuditFiled(agency=agency) if not event.is_empty_form:
            return Answer(agency, "has something to bring")
        case events.Brought(agency=agency):
            return Answer(agency, "has something to bring")
        case events.Reply(agency=agency, knows=bool(knows)):
            return Answer(agency, _SOMETHING[knows])
        case _:
            return None


_SOMETHING = {True: "has something to bring", False: "has nothing to bring"}


def _replied(name: str) -> Callable[[Event], Answer | None]:
    def answer(event: Event) -> Answer | None:
        said = getattr(event, name) if isinstance(event, events.Reply) else None
        if said is None:
            return None
        shown = _YES_NO[said] if isinstance(said, bool) else str(said)
        return Answer(agency_of(event) or "", shown)

    return answer


_YES_NO = {True: "yes", False: "no"}


def _attended(event: Event) -> Answer | None:
    if not isinstance(event, events.Attended):
        return None
    people = joined([f"{number} {role}" for role, number in sorted(event.people.items())])
    return Answer(event.agency, people or ("apologies" if event.apologies else "nobody"))


def _form(event: Event) -> Answer | None:
    if not isinstance(event, events.FormIssued):
        return None
    asks = f"{event.form} {event.focus_from} {event.focus_to} {event.due}"
    return Answer(event.agency, f"with the questions {event.form}", asks)


def _audit(event: Event) -> Answer | None:
    if not isinstance(event, events.AuditFiled):
        return None
    return Answer(event.agency, f"one filed as {event.file}", event.sha256)


def _page(event: Event) -> Answer | None:
    return Answer("", event.stage, event.sha256) if isinstance(event, events.ReportMade) else None


def _submission(event: Event) -> Answer | None:
    if not isinstance(event, events.Submitted):
        return None
    return Answer("", f"for {short_date(event.meeting)}" if event.meeting else "for no day yet")


def _kept(event: Event) -> Answer | None:
    if not isinstance(event, events.RecommendationsKept):
        return None
    return Answer("", "kept", event.sha256)


def _decision(event: Event) -> Answer | None:
    if not isinstance(event, events.Decided):
        return None
    said = (event.decision, event.words, event.reason, event.group and f"with {event.group}")
    return Answer(event.recommendation, ", ".join(one for one in said if one))


def _circulation(event: Event) -> Answer | None:
    return Answer("", event.to) if isinstance(event, events.CirculationDecided) else None


def _action(event: Event) -> Answer | None:
    if not isinstance(event, events.ActionNoted):
        return None
    return Answer(f"{event.item}, {event.field}", event.value)


def _impact(event: Event) -> Answer | None:
    if not isinstance(event, events.ImpactChecked):
        return None
    said = " / ".join((event.how_much, event.how_well, event.difference))
    return Answer(f"{event.recommendation} after {event.months} months", said)


_QUESTIONS: tuple[_Question, ...] = (
    _Question(
        "day",
        _day,
        "the learning event",
        "lfe move --to DATE",
        "Ask which day holds, and say so, also where review.yaml has it already: {command} "
        "(or lfe cancel)",
    ),
    _Question(
        "invitation",
        _invitation,
        "what calendars were told",
        "lfe agenda",
        "They keep what they got first: {command} makes an invitation that all take. Send it again",
    ),
    _Question(
        "taking part",
        _taking_part,
        "{about}",
        "lfe agency add {about}",
        "Ask it. If it takes part: {command}; if not: lfe agency withdraw {about}",
    ),
    _Question("something to bring", _to_bring, "{about}", "lfe reply {about} --knows", asks=False),
    *(
        _Question("reply", _replied(name), f"{{about}}, {name}", f"lfe reply {{about}} --{name}")
        for name in ("knows", "attending", "bringing", "support")
    ),
    _Question("attendance", _attended, "who came from {about}", "lfe attended {about}"),
    _Question(
        "form",
        _form,
        "the form of {about}",
        "lfe issue-audits --reissue --agency {about}",
        "Make it anew, and send it: {command}",
    ),
    _Question(
        "audit",
        _audit,
        "the audit of {about}",
        "lfe ingest FILE",
        "Ask it which holds. That one is filed again: {command}. If it is the one that lies here: "
        "lfe undo --agency {about}",
    ),
    _Question(
        "page",
        _page,
        "the page",
        "lfe report",
        "Look at report/learning.yaml, and make the page of it anew: {command}",
    ),
    _Question(
        "recommendations",
        _kept,
        "the words of the recommendations",
        "lfe submit",
        "R1 may stand for two: look at subgroup/recommendations.yaml, then {command}",
    ),
    _Question("submission", _submission, "the submission", "lfe submit --meeting"),
    _Question("decision", _decision, "{about}", "lfe decide {about}"),
    _Question("circulation", _circulation, "who may read the page", "lfe decide --circulation WHO"),
    _Question(
        "action",
        _action,
        "{about}",
        "lfe actions",
        "Ask the group which holds, and read a copy of a new workbook that says so: {command}",
        asks=False,
    ),
    _Question(
        "impact",
        _impact,
        "the difference of {about}",
        "lfe undo",
        "Both are kept. If the one that was recorded last is wrong: {command}",
        asks=False,
    ),
)
