"""The questions that a history answers, and what a person does where two copies answered apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from lfe_cli.review import events
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Event, agency_of
from lfe_cli.sentences import counted, joined

Code = Literal[
    "day", "invitation", "taking part", "something to bring", "reply", "attendance", "form",
    "audit", "page", "submission", "recommendations", "decision", "circulation", "action",
    "impact", "outcome", "keeping", "ended", "taken back", "acted on", "shared id",
]  # fmt: skip


class Answer(NamedTuple):
    """What an event says: of what, and in words. `exactly` tells apart what is said alike."""

    about: str
    says: str
    exactly: str = ""


@dataclass(frozen=True)
class Question:
    """A question, what answers it, and what a person does where two copies answered apart."""

    code: Code
    answer: Callable[[Event], Answer | None]
    says: str
    command: str
    instead: str = "Ask which holds, and record it again: {command}"
    asks: bool = True


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


def _acted_on(event: Event) -> Answer | None:
    match event:
        case events.Decided(recommendation=one, decision="held" | "declined"):
            return Answer(one, "it is not acted on")
        case events.Decided(recommendation=one) | events.ActionNoted(recommendation=one) if one:
            return Answer(one, "a group acts on it")
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
    return Answer(f"{event.recommendation} after {counted(event.months, 'month')}", said)


def _outcome(event: Event) -> Answer | None:
    if not isinstance(event, events.StepUpFollowed) or event.outcome is None:
        return None
    return Answer("", event.outcome)


def _keeping(event: Event) -> Answer | None:
    return Answer("", short_date(event.until)) if isinstance(event, events.KeptOn) else None


QUESTIONS: tuple[Question, ...] = (
    Question(
        "day",
        _day,
        "the learning event",
        "lfe move --to DATE",
        "Ask which day holds, and say so, also where review.yaml has it already: {command} "
        "(or lfe cancel)",
    ),
    Question(
        "invitation",
        _invitation,
        "what calendars were told",
        "lfe agenda",
        "They keep what they got first: {command} makes an invitation that all take. Send it again",
    ),
    Question(
        "taking part",
        _taking_part,
        "{about}",
        "lfe agency add {about}",
        "Ask it. If it takes part: {command}; if not: lfe agency withdraw {about}",
    ),
    Question("something to bring", _to_bring, "{about}", "lfe reply {about} --knows", asks=False),
    *(
        Question("reply", _replied(name), f"{{about}}, {name}", f"lfe reply {{about}} --{name}")
        for name in ("knows", "attending", "bringing", "support", "access", "other")
    ),
    Question("attendance", _attended, "who came from {about}", "lfe attended {about}"),
    Question(
        "form",
        _form,
        "the form of {about}",
        "lfe issue-audits --reissue --agency {about}",
        "Make it anew, and send it: {command}",
    ),
    Question(
        "audit",
        _audit,
        "the audit of {about}",
        "lfe ingest FILE",
        "Ask it which holds. That one is filed again: {command}. If it is the one that lies here: "
        "lfe undo --agency {about}",
    ),
    Question(
        "page",
        _page,
        "the page",
        "lfe report",
        "Look at report/learning.yaml, and make the page of it anew: {command}",
    ),
    Question(
        "recommendations",
        _kept,
        "the words of the recommendations",
        "lfe submit",
        "R1 may stand for two: look at subgroup/recommendations.yaml, then {command}",
    ),
    Question("submission", _submission, "the submission", "lfe submit --meeting"),
    Question("decision", _decision, "{about}", "lfe decide {about}"),
    Question(
        "acted on", _acted_on, "{about}", "lfe decide {about}", "Tell the group: {command}", False
    ),
    Question("circulation", _circulation, "who may read the page", "lfe decide --circulation WHO"),
    Question(
        "action",
        _action,
        "{about}",
        "lfe actions",
        "Ask the group which holds: a new workbook that comes back with it settles it ({command})",
        asks=False,
    ),
    Question("outcome", _outcome, "what came of the step-up", "lfe step-up --outcome WHAT"),
    Question(
        "keeping",
        _keeping,
        "until when it is kept",
        "lfe keep --until DATE --reason TEXT",
        asks=False,
    ),
    Question(
        "impact",
        _impact,
        "the difference of {about}",
        "lfe undo",
        "Both are kept. If the one that was recorded last is wrong: {command}",
        asks=False,
    ),
)
