"""Where a review stands: worked out from what is intended and what happened, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lfe_cli.across.todo import todos
from lfe_cli.after.groups import recommendation_as_json
from lfe_cli.after.groups import stage_in_words as with_whom
from lfe_cli.after.keeping import looked_at_again
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.page.stages import in_words, stage_of
from lfe_cli.review.agency_state import TAKES_NO_PART
from lfe_cli.review.ending import is_closed
from lfe_cli.review.events import AuditFiled
from lfe_cli.review.history.entries import Entry, Recorded
from lfe_cli.review.partnership import Agency
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.todo import sentences
from lfe_cli.review.workspace import Review


@dataclass(frozen=True)
class AgencyStanding:
    """Where one agency stands. `state` is a word of the field; dates are None until they are.

    `sent` is the request with the form that stands now. `attending` is how many it said would
    come; `people` who did, by role, None until it is recorded. `support` is the day on which it
    confirmed that colleagues have somebody to turn to. `access`: access needs are met, or not yet,
    or None while nobody has said so.
    """

    agency: Agency
    state: str
    issued: date | None
    sent: date | None
    identity_told: date | None
    replied: date | None
    attending: int | None
    people: Mapping[str, int] | None
    apologies: bool
    support: date | None
    access: bool | None
    returned: date | None
    answered: str
    audit: str

    @property
    def came(self) -> int | None:
        """How many came, None until it is recorded."""
        return sum(self.people.values()) if self.people is not None else None

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
            "came": self.came,
            "people": dict(self.people) if self.people else None,
            "apologies": self.apologies,
            "support": _iso(self.support),
            "access": self.access,
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
    event_has_come: bool = False
    recommendations: tuple[Recommendation, ...] = ()
    kept_until: date | None = None

    @property
    def is_archived(self) -> bool:
        """Whether the review lies in the archive."""
        return self.review.workspace.is_archived(self.review.reference)

    @property
    def support_confirmed(self) -> tuple[str, ...]:
        """The agencies that take part and have confirmed that their colleagues have support."""
        part = [a for a in self.agencies if a.state not in TAKES_NO_PART]
        return tuple(a.agency.name for a in part if a.support)

    def as_json(self) -> dict[str, Any]:
        """The document of `lfe status --json`."""
        manifest = self.review.manifest
        return {
            "reference": self.review.reference,
            "theme": manifest.theme,
            "stage": self.stage,
            "archived": self.is_archived,
            "due": _iso(manifest.audits.due),
            "event": manifest.event.at.isoformat(timespec="minutes") if manifest.event.at else None,
            "next": list(self.next),
            "agencies": [a.as_json(manifest.audits.due) for a in self.agencies],
            "kept_until": _iso(self.kept_until),
            "edited": list(self.edited),
            "waiting": [one.path for one in self.review.waiting],
            "recommendations": [
                recommendation_as_json(self.review, one) for one in self.recommendations
            ],
        }


def standing_of(review: Review, today: date) -> Standing:
    """Where `review` stands on `today`."""
    agencies = tuple(_agency(review, agency) for agency in review.agencies())
    return Standing(
        review=review,
        stage=stage_in_words(review, today),
        agencies=agencies,
        next=sentences(one.says for one in todos(review, today)),
        edited=tuple(_edited(review)),
        event_has_come=_has_come(review, agencies, today),
        recommendations=review.recommendations,
        kept_until=looked_at_again(review),
    )


def stage_in_words(review: Review, today: date) -> str:
    """Where the review stands, in the same words for `lfe status` and the board."""
    if review.state.ending.stepped_up and not review.state.ending.is_over:
        return "stepped up"
    if is_closed(review):
        return "closed"
    stage, event = stage_of(review), review.manifest.event.at
    if stage:
        return with_whom(review) or f"page {in_words(stage)}"
    if event and event.date() < today:
        return "after the event"
    if event is None and review.state.event.cancelled:
        return "event cancelled"
    return _before_the_event(review)


def _before_the_event(review: Review) -> str:
    if review.state.event.agenda:
        return "event prepared"
    if review.state.letters.sent_of(REQUEST.id):
        return "audits out"
    return "forms made" if review.state.forms else "starting"


def _has_come(review: Review, agencies: Iterable[AgencyStanding], today: date) -> bool:
    """Whether it is now about who came, and no longer about who is going to."""
    event = review.manifest.event.at
    known = any(a.people is not None for a in agencies)
    return known or (event is not None and event.date() < today)


def _agency(review: Review, agency: Agency) -> AgencyStanding:
    its = review.state.agency(agency.id)
    came = its.attendance.event if its.attendance else None
    filed = its.filed[-1] if its.filed else None
    return AgencyStanding(
        agency=agency,
        state=its.progress,
        issued=_day(its.form),
        sent=_day(its.request_sent),
        identity_told=_day(its.told_identity),
        replied=_day(_last(its.replies)),
        attending=its.answers.attending,
        people=came.people if came else None,
        apologies=bool(came and came.apologies),
        support=_day(its.support_confirmed),
        access=its.answers.access,
        returned=_day(its.returned),
        answered=f"{filed.event.answered} of {filed.event.questions}" if filed else "",
        audit=_audit(filed),
    )


def _last(entries: Sequence[Entry]) -> Entry | None:
    return entries[-1] if entries else None


def _audit(filed: Recorded[AuditFiled] | None) -> str:
    if filed is None:
        return ""
    return "kept, for a person to read" if filed.event.how == "not-read" else "read"


def _edited(review: Review) -> Iterator[str]:
    """Documents that a person changed in Word since they were made: theirs from then on."""
    named = sorted(review.state.files.hashes)
    yield from (file for file in named if file.endswith(".docx") and review.is_edited(file))


def _day(entry: Entry | None) -> date | None:
    return entry.day if entry else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
