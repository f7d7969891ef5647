"""What two copies of a folder said of one thing, apart: the copies were put together since.

A question such as "what was decided on R1?" has its last answer in a history. Where two answers
were recorded apart, neither corrects the other: the later counts, as everywhere, and a person has
to say which holds. The next answer is given with both in sight, and settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from lfe_cli.review import events
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Allowed, Event, agency_of, group_of
from lfe_cli.review.history import Entry
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
    `command` settles it. `asks`: whether the work cannot go on well before it is settled.
    """

    code: Code
    about: str
    entries: tuple[Entry, ...]
    what: str
    command: str
    asks: bool


@dataclass(frozen=True)
class _Question:
    """A question, what answers it, and what a person does where two copies answered apart.

    `settles` are kinds of events that go on from an answer: recorded with all answers in sight,
    they settle it.
    """

    code: Code
    answer: Callable[[Event], Answer | None]
    says: str
    command: str
    asks: bool = True
    settles: tuple[type[Event], ...] = ()


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
    settling = [entry for entry in standing if isinstance(entry.event, question.settles)]
    for what, those in about.items():
        last = lineage.latest(those)
        if len({given[entry.id] for entry in last}) > 1 and not any(
            all(lineage.knew(one, entry) for entry in last) for one in settling
        ):
            said = joined([f"{_shortened(given[e.id])} ({_who(e)})" for e in last])
            sentence = f"{question.says.format(about=what)}: {said}"
            command = question.command.format(about=what)
            yield Apart(question.code, what, last, sentence, command, question.asks)


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
                "recorded apart"
            )
            yield Apart("ended", whose or "", (entry, end), said, _AFTER[type(end.event)], False)


_ENDS: Mapping[type[Event], tuple[Allowed, ...]] = {
    events.Closed: ("while open", "until closed"),
    events.SteppedUp: ("while open", "when closed"),
}
_AFTER: Mapping[type[Event], str] = {
    events.Closed: "lfe close, which removes what should be gone",
    events.SteppedUp: "lfe status",
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
        return Answer(agency_of(event) or "", _YES_NO.get(said, str(said)))

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
    return Answer(event.agency, "one form", asks)


def _audit(event: Event) -> Answer | None:
    if not isinstance(event, events.AuditFiled):
        return None
    return Answer(event.agency, f"one audit, filed as {event.file}", event.sha256)


def _page(event: Event) -> Answer | None:
    return Answer("", event.stage, event.sha256) if isinstance(event, events.ReportMade) else None


def _submission(event: Event) -> Answer | None:
    if not isinstance(event, events.Submitted):
        return None
    return Answer("", f"for {short_date(event.meeting)}" if event.meeting else "for no day yet")


def _kept(event: Event) -> Answer | None:
    if not isinstance(event, events.RecommendationsKept):
        return None
    return Answer("", "one wording", event.sha256)


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
    _Question("day", _day, "the learning event", "lfe move --to DATE"),
    _Question("invitation", _invitation, "two invitations with one number", "lfe agenda"),
    _Question(
        "taking part",
        _taking_part,
        "{about}",
        "lfe agency add {about}, or lfe agency withdraw {about}",
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
        "the form of {about} was made twice, and not alike",
        "lfe issue-audits --reissue --agency {about}",
        settles=(events.Sent,),
    ),
    _Question(
        "audit",
        _audit,
        "{about} sent two audits",
        "lfe ingest FILE, or lfe undo --agency {about}",
    ),
    _Question("page", _page, "the page was made twice, and not alike", "lfe report"),
    _Question("submission", _submission, "the page was submitted twice", "lfe submit"),
    _Question(
        "recommendations", _kept, "the recommendations were kept twice, and not alike", "lfe submit"
    ),
    _Question("decision", _decision, "{about}", "lfe decide {about}"),
    _Question("circulation", _circulation, "who may read the page", "lfe decide --circulation WHO"),
    _Question("action", _action, "{about}", "lfe actions", asks=False),
    _Question("impact", _impact, "the difference of {about}", "lfe undo", asks=False),
)
