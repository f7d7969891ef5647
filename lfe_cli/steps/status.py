"""Where a review stands: worked out from what is intended and what happened, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.review import actions
from lfe_cli.review.history import Entry, History, day_of
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.next_steps import next_steps
from lfe_cli.steps.states import reply_of, state_of


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
        next=tuple(next_steps(review, today)),
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


def _stage(review: Review, today: date) -> str:
    history, event = review.history, review.manifest.event
    if history.last(actions.STEPPED_UP):
        return "stepped up"
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


def _edited(review: Review) -> Iterator[str]:
    """Documents that a person changed in Word since they were made: theirs from then on."""
    named = {str(e.get("file")) for e in review.history.entries if e.get("sha256")}
    yield from (file for file in sorted(named) if file.endswith(".docx") and review.is_edited(file))


def _day(entry: Entry | None) -> date | None:
    return day_of(entry) if entry else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
