"""The learning event gets another day, or is cancelled: the manifest, the papers, the letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lfe_cli.changes import Changes, together
from lfe_cli.clock import uk_date
from lfe_cli.documents import calendar
from lfe_cli.documents.letters import LetterKind
from lfe_cli.documents.mail import Attachment
from lfe_cli.errors import LfeError
from lfe_cli.review import actions, places
from lfe_cli.review.days import clock, long_date, short_date
from lfe_cli.review.partnership import Agency
from lfe_cli.review.splice import clear_value, set_value
from lfe_cli.review.workspace import Review
from lfe_cli.steps.agenda import prepare_event
from lfe_cli.steps.drafting import draft, was_sent
from lfe_cli.steps.family import coming, family_holds, in_words, why_not_safe
from lfe_cli.steps.intent import intending
from lfe_cli.steps.invitation import cancellation
from lfe_cli.steps.names import refuse_names
from lfe_cli.steps.states import takes_part

_SPOKE_OF_THE_DAY = ("audit-request", "invitation", "line-managers", "moved")
_CARRIED_THE_DAY = ("invitation", "moved")


@dataclass(frozen=True)
class Moved:
    """What came of it: who is written to, and what an officer has to know. `at` None: cancelled."""

    was: datetime | None
    at: datetime | None
    told: tuple[Agency, ...]
    files: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class NewDay:
    """What changes about the event. None: as it was."""

    at: datetime
    venue: str | None = None
    due: date | None = None


def move_event(
    review: Review, to: NewDay, moment: datetime, *, replace_edited: bool, keep_edited: bool
) -> tuple[Moved, Changes]:
    """The event on another day, or for the first time on one; papers that were made, made anew.

    Whoever has been sent the earlier day gets a letter that says so, as a draft.
    """
    _refuse_what_cannot_be(review, to, uk_date(moment))
    venue = refuse_names(review, to.venue, "--venue") if to.venue else None

    def splice(text: str) -> str:
        text = set_value(text, ("event", "at"), f"{to.at:%Y-%m-%d %H:%M}")
        text = set_value(text, ("event", "venue"), venue) if venue else text
        return set_value(text, ("audits", "due"), to.due.isoformat()) if to.due else text

    was = review.manifest.event.at
    about = {"was": _iso(was), "now": _iso(to.at)}
    fresh, intent = intending(review, splice, actions.EVENT_MOVED, **about)
    told = tuple(a for a in takes_part(fresh) if was and was_sent(fresh, a, *_SPOKE_OF_THE_DAY))
    papers, remarks = Changes(fresh.reference), list(_family_remarks(fresh))
    if review.history.last(actions.AGENDA_MADE):
        sent_before = {(k, a.id) for a in told for k in _SPOKE_OF_THE_DAY if was_sent(fresh, a, k)}
        prepared, papers = prepare_event(
            fresh,
            moment,
            replace_edited=replace_edited,
            keep_edited=keep_edited,
            sent_before=sent_before,
        )
        remarks += prepared.remarks
    letters = _letters(fresh, "moved", told, papers, was, moment)
    changes = together(fresh.reference, [intent, papers, *letters])
    remarks += _old_requests(fresh)
    return Moved(was, to.at, told, _files(changes), tuple(dict.fromkeys(remarks))), changes


def cancel_event(review: Review, moment: datetime) -> tuple[Moved, Changes]:
    """The event will not take place; whoever has been sent its day gets a letter, as a draft."""
    was = review.manifest.event.at
    if was is None:
        raise LfeError(
            "The learning event has no day, so there is nothing to cancel.",
            where=f"{review.reference}/{places.MANIFEST}, event.at",
        )

    def splice(text: str) -> str:
        return clear_value(text, ("event", "at"), "such as 2027-02-10 09:30")

    about = {"was": _iso(was)}
    fresh, intent = intending(review, splice, actions.EVENT_CANCELLED, **about)
    told = tuple(a for a in takes_part(fresh) if was_sent(fresh, a, *_SPOKE_OF_THE_DAY))
    calendar_file = cancellation(review, moment)
    letters = _letters(fresh, "cancelled", told, calendar_file, was, moment)
    changes = together(fresh.reference, [intent, calendar_file, *letters])
    return Moved(was, None, told, _files(changes), tuple(_family_remarks(fresh))), changes


def _refuse_what_cannot_be(review: Review, to: NewDay, today: date) -> None:
    event = review.manifest.event
    if to.at.date() < today:
        raise LfeError(
            f"{long_date(to.at.date())} has passed already.",
            next_step="Check the year. What took place is recorded with lfe attended.",
        )
    due = to.due or review.manifest.audits.due
    if due and to.at.date() < due:
        raise LfeError(
            f"The event would come before the date by which audits are ready ({short_date(due)}).",
            next_step="Give that a new date too, with --due.",
        )
    if to.at == event.at and to.venue in (None, event.venue) and to.due is None:
        raise LfeError(
            f"The learning event is on {_in_words(to.at)} already, so nothing was changed.",
            next_step="Give another day or time with --to, or another place with --venue.",
        )


def _letters(
    review: Review,
    kind: LetterKind,
    agencies: Sequence[Agency],
    made: Changes,
    was: datetime | None,
    moment: datetime,
) -> list[Changes]:
    """A letter to each agency; with the calendar file where it has the earlier one."""
    file = f"{review.reference}/{places.INVITATION}"
    new = next((write.content for write in made.writes if write.path == file), None)
    content = new or review.read(places.INVITATION)
    attached = [Attachment("invitation.ics", content, calendar.MIME)] if content else []
    return [
        draft(
            review,
            kind,
            agency,
            moment,
            attached if was_sent(review, agency, *_CARRIED_THE_DAY) else [],
            {"was": _in_words(was) if was else ""},
        )
        for agency in agencies
    ]


def _family_remarks(review: Review) -> list[str]:
    """The family is not written to by mail: whoever they know tells them."""
    people = [person for person in coming(review) if not why_not_safe(person)]
    if not (review.manifest.event.family_part and people) or any(family_holds(review)):
        return []
    return [f"Let {in_words(people)} know, through whoever is in touch with them."]


def _old_requests(review: Review) -> list[str]:
    """Requests that were drafted with the earlier day and not sent."""
    unsent = [
        a.id
        for a in takes_part(review)
        if review.history.last(actions.FORM_ISSUED, agency=a.id)
        and not was_sent(review, a, "audit-request")
    ]
    if not unsent:
        return []
    which = " ".join(f"--agency {agency}" for agency in unsent)
    return [
        "Requests that you have not sent yet name the earlier day. Make them anew: "
        f"lfe issue-audits --reissue {which}"
    ]


def _files(changes: Changes) -> tuple[str, ...]:
    return tuple(write.path for write in changes.writes)


def _in_words(at: datetime) -> str:
    return f"{long_date(at.date())}, {clock(at)}"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
