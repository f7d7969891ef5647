"""Where a review stands: worked out from what is intended and what happened, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.clock import uk_date
from lfe_cli.review import actions, days, places
from lfe_cli.review.history import Entry, History
from lfe_cli.review.inbox import in_the_inbox
from lfe_cli.review.learning import problems_of_learning
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.stages import is_frozen_and_changed


@dataclass(frozen=True)
class AgencyStanding:
    """Where one agency stands. `state` is a word of the field; dates are None until they are."""

    agency: Agency
    state: str
    issued: date | None
    sent: date | None
    identity_told: date | None
    replied: date | None
    attending: int | None
    returned: date | None
    answered: str
    audit: str

    def as_json(self, due: date | None) -> dict[str, Any]:
        """The agency's object in `lfe status --json`."""
        return {
            "id": self.agency.id,
            "name": self.agency.name,
            "state": self.state,
            "issued": _iso(self.issued),
            "sent": _iso(self.sent),
            "identity_told": _iso(self.identity_told),
            "due": _iso(due),
            "replied": _iso(self.replied),
            "attending": self.attending,
            "returned": _iso(self.returned),
            "answered": self.answered or None,
        }


@dataclass(frozen=True)
class Standing:
    """Where a review stands, and what is next."""

    review: Review
    stage: str
    agencies: tuple[AgencyStanding, ...]
    next: tuple[str, ...]
    edited: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe status --json`."""
        manifest = self.review.manifest
        return {
            "reference": self.review.reference,
            "theme": manifest.theme,
            "stage": self.stage,
            "due": _iso(manifest.audits.due),
            "event": manifest.event.at.isoformat(timespec="minutes") if manifest.event.at else None,
            "next": list(self.next),
            "agencies": [a.as_json(manifest.audits.due) for a in self.agencies],
            "edited": list(self.edited),
        }


def standing_of(review: Review, today: date) -> Standing:
    """Where `review` stands on `today`."""
    agencies = tuple(_agency(review.history, agency) for agency in review.agencies())
    return Standing(
        review=review,
        stage=_stage(review, today),
        agencies=agencies,
        next=tuple(_next(review, agencies, today)),
        edited=tuple(_edited(review)),
    )


def _agency(history: History, agency: Agency) -> AgencyStanding:
    def last(action: str, **about: object) -> Entry | None:
        return history.last(action, agency=agency.id, **about)

    issued = last(actions.FORM_ISSUED)
    sent = last(actions.SENT, letter="audit-request")
    told = last(actions.TOLD, whom="identity")
    replied, filed = reply_of(history, agency.id), last(actions.AUDIT_FILED)
    came = filed or last(actions.BROUGHT) or last(actions.NIL_RETURN)
    return AgencyStanding(
        agency=agency,
        state=state_of(history, agency.id),
        issued=_day(issued),
        sent=_day(sent),
        identity_told=_day(told),
        replied=_day(last(actions.REPLY)),
        attending=replied.get("attending"),
        returned=_day(came),
        answered=f"{filed.get('answered')} of {filed.get('questions')}" if filed else "",
        audit=_audit(filed),
    )


def _audit(filed: Entry | None) -> str:
    if filed is None:
        return ""
    return "kept, for a person to read" if filed.get("how") == "not-read" else "read"


def state_of(history: History, agency: str) -> str:
    """The furthest that an agency has come; nothing here blames anybody for not being further."""
    replied = reply_of(history, agency)
    known = (
        ("withdrawn", history.last(actions.WITHDRAWN, agency=agency)),
        ("brought", history.last(actions.BROUGHT, agency=agency)),
        ("sent ahead", history.last(actions.AUDIT_FILED, agency=agency)),
        ("nil", history.last(actions.NIL_RETURN, agency=agency) or replied.get("knows") is False),
        ("will bring", replied.get("bringing")),
        ("replied", replied),
        ("asked", _asked(history, agency)),
        ("request sent", history.last(actions.SENT, agency=agency, letter="audit-request")),
        ("form made", history.last(actions.FORM_ISSUED, agency=agency)),
    )
    return next((state for state, entry in known if entry), "not asked yet")


def reply_of(history: History, agency: str) -> dict[str, Any]:
    """All that an agency replied, the newest answer to each question."""
    said: dict[str, Any] = {}
    for entry in history.of(actions.REPLY, agency=agency):
        said |= entry.about
    return said


def _asked(history: History, agency: str) -> Entry | None:
    """Asked means both: the request was sent, and the agency knows which child it is about."""
    told = history.last(actions.TOLD, whom="identity", agency=agency)
    return history.last(actions.SENT, agency=agency, letter="audit-request") if told else None


def _stage(review: Review, today: date) -> str:
    history, event = review.history, review.manifest.event
    report = history.last(actions.REPORT_MADE)
    if report:
        return f"report: {report.get('stage') or 'draft'}"
    if event.at and event.at.date() < today:
        return "after the event"
    if history.last(actions.AGENDA_MADE):
        return "event prepared"
    if history.last(actions.SENT, letter="audit-request"):
        return "audits out"
    if history.last(actions.FORM_ISSUED):
        return "forms made"
    return "starting"


def _next(review: Review, agencies: tuple[AgencyStanding, ...], today: date) -> Iterator[str]:
    if is_frozen_and_changed(review):
        yield (
            "the page was changed since it was issued: bring the issued file back, or withdraw it "
            "(lfe report --stage withdrawn)"
        )
    yield from _still_to_do(review.manifest)
    waiting = in_the_inbox(review)
    if waiting:
        yield f"look at what is in the inbox ({_files(len(waiting))}): lfe ingest takes it in"
    if agencies and any(a.issued is None for a in agencies):
        yield "make the audit forms and letters: lfe issue-audits"
    yield from _about_requests(agencies, review.manifest.audits.due, today)
    yield from _about_the_event(review, today)
    yield from _about_the_report(review, today)


def _still_to_do(manifest: Manifest) -> Iterator[str]:
    """What the manifest leaves open, in the order in which it is needed, as one thing to do."""
    event, why = manifest.event, manifest.why_this_review
    open_points = (
        ("who is asked", not manifest.agencies),
        ("who decided on this kind of review", not why.decided_by),
        ("when that was decided", not why.decided_on),
        ("on what basis", not why.basis),
        ("by when audits are ready", not manifest.audits.due),
        ("when the event begins", not event.at),
        ("where it is", not event.venue),
        ("who facilitates it", not event.facilitator),
        ("that the facilitator had no part in the work", not event.facilitator_independent),
        ("who looks after people on the day", not event.wellbeing),
        ("who of the family is told", not manifest.family),
    )
    missing = [what for what, is_open in open_points if is_open]
    if missing:
        yield f"complete review.yaml (lfe edit): {', '.join(missing)}"


def _about_requests(
    agencies: tuple[AgencyStanding, ...], due: date | None, today: date
) -> Iterator[str]:
    unsent = [a.agency.name for a in agencies if a.state == "form made"]
    if unsent:
        yield f"send the letters in outbox, then record it: lfe sent ({', '.join(unsent)})"
    untold = [a.agency.name for a in agencies if a.state == "request sent"]
    if untold:
        yield (
            "let them know separately which child it is about, then record it: "
            f"lfe told identity ({', '.join(untold)})"
        )
    waiting = [a.agency.name for a in agencies if a.state == "asked"]
    if waiting and due:
        left = days.working_days_between(today, due)
        when = f"{left} working days until {days.short_date(due)}" if left > 0 else "not heard yet"
        yield f"waiting for a reply from {', '.join(waiting)} ({when})"


def _about_the_event(review: Review, today: date) -> Iterator[str]:
    event, history = review.manifest.event, review.history
    if event.at and not history.last(actions.AGENDA_MADE):
        yield "make the event's papers: lfe agenda"
    if _invitation_changed(history):
        yield "send the invitation again: the event has changed since you sent it"
    for process in review.manifest.parallel:
        if process.hold != "none":
            yield f"a hold stands ({process.kind}: {process.hold}): ask whether it still holds"
    told = {entry.get("whom") for entry in history.of(actions.TOLD)}
    if event.family_part and not {"professionals", "family"} <= told:
        yield "tell the professionals and the family about the family's part: lfe told"
    if event.at and event.at.date() < today:
        ahead = {"brought", "nil", "sent ahead", "withdrawn"}
        open_ones = [a.id for a in review.agencies() if state_of(history, a.id) not in ahead]
        if open_ones:
            yield f"record who brought an audit to the event: lfe ingest --brought {open_ones[0]}"


def _invitation_changed(history: History) -> bool:
    sent = history.last(actions.SENT, letter="invitation")
    made = history.last(actions.INVITATION_MADE)
    return sent is not None and made is not None and made.at > sent.at


def _about_the_report(review: Review, today: date) -> Iterator[str]:
    event, report = review.manifest.event, review.history.last(actions.REPORT_MADE)
    if report:
        yield from _about_stages(review, str(report.get("stage")))
        return
    if event.at and event.at.date() <= today:
        if problems_of_learning(review) or review.read(places.LEARNING) is None:
            yield "write what was learned into report/learning.yaml: lfe report starts it"
        else:
            yield "make the one-page report: lfe report"


def _about_stages(review: Review, stage: str) -> Iterator[str]:
    subgroup = review.partnership.subgroup
    following = {
        "draft": "read the page aloud with the facilitator, then: lfe report --stage agreed",
        "read": "agree the page with the facilitator, then: lfe report --stage agreed",
        "agreed": f"take the page to the {subgroup}, then: lfe report --stage subgroup",
        "subgroup": f"when the {subgroup} has decided who gets it: lfe report --stage issued",
    }
    if stage in following:
        yield following[stage]


def _edited(review: Review) -> Iterator[str]:
    """Documents that a person changed in Word since they were made: theirs from then on."""
    named = {str(e.get("file")) for e in review.history.entries if e.get("sha256")}
    yield from (file for file in sorted(named) if file.endswith(".docx") and review.is_edited(file))


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _day(entry: Entry | None) -> date | None:
    """The day of a fact: the one that was given, else the one on which it was recorded."""
    if entry is None:
        return None
    given = entry.get("on")
    return date.fromisoformat(str(given)) if given else uk_date(entry.at)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
