"""The learning event gets another day, or is cancelled: the manifest, the papers, the letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import UNSET

from lfe_cli.audits.which_form import names_another_day
from lfe_cli.checks.kept import refuse_names
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.event.family import coming, family_holds, in_words, why_not_safe
from lfe_cli.event.papers import prepare_event
from lfe_cli.letters import calendar
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.fit import has_taken_place
from lfe_cli.letters.kinds import (
    CANCELLED,
    KINDS,
    MOVED,
    REQUEST,
    Enclosure,
    LetterKind,
)
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.outbox import (
    Unsent,
    has_it_in_the_calendar,
    not_to_be_sent,
    unsent_drafts,
    without_drafts,
)
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, EditedSince, changing_intent, together
from lfe_cli.review.days import asked_twice_about, clock, long_date, short_date
from lfe_cli.review.events import EventCancelled, EventMoved, ManifestEdited
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.splicing import clear_value, set_value
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

_REISSUE = "lfe issue-audits --reissue"


@dataclass(frozen=True)
class Moved:
    """The change of day: who is written to, what an officer has to know. `at` None: cancelled."""

    was: datetime | None
    at: datetime | None
    told: tuple[Agency, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class NewDay:
    """The new day, and what else changes about the event. None: as it was."""

    at: datetime
    venue: str | None = None
    due: date | None = None


def move_event(
    review: Review, to: NewDay, moment: datetime, *, replace_edited: bool, keep_edited: bool
) -> tuple[Moved, Changes]:
    """The event on another day or in another place; papers that were made, made anew.

    Whoever has heard of an earlier day gets a letter, as a draft, and drafts that still name one
    are taken out. Raises LfeError for an event that has taken place, and for a day that cannot be.
    """
    _refuse_what_has_been(review, uk_date(moment))
    _refuse_what_cannot_be(review, to, uk_date(moment))
    venue = refuse_names(review, to.venue, "--venue") if to.venue else None
    before = review.manifest.event
    elsewhere = venue not in (None, before.venue)
    is_apart = review.state.is_apart("day")  # who was written to may have heard of either day
    only_due = to.at == before.at and not elsewhere and not is_apart  # nothing to write about
    event = ManifestEdited() if only_due else EventMoved(was=_iso(before.at), now=_iso(to.at))
    fresh, intent = changing_intent(review, _writing(before.at, to, venue), event)
    if only_due:
        return Moved(before.at, to.at, (), ()), intent
    told = [
        heard for heard in _who_heard(review, fresh) if elsewhere or is_apart or heard.day != to.at
    ]
    papers, said = _papers(fresh, _agencies(told), moment, replace_edited, keep_edited)
    changes, outdated = _with_letters(review, fresh, MOVED, told, [intent, papers], moment)
    question = asked_twice_about(to.at.date(), uk_date(moment))
    remarks = [*said, *_about_the_family(fresh), *_about_who_withdrew(review)]
    remarks += [*_old_requests(outdated), *_old_forms(fresh)]
    remarks += [*not_to_be_sent(outdated), *([question] if question else [])]
    return Moved(before.at, to.at, _agencies(told), tuple(dict.fromkeys(remarks))), changes


def _writing(was: datetime | None, to: NewDay, venue: str | None) -> Callable[[str], str]:
    """Writes into the manifest what changes, and leaves every other byte."""

    def splice(text: str) -> str:
        if to.at != was:
            text = set_value(text, ("event", "at"), f"{to.at:%Y-%m-%d %H:%M}")
        text = set_value(text, ("event", "venue"), venue) if venue else text
        return set_value(text, ("audits", "due"), to.due.isoformat()) if to.due else text

    return splice


def cancel_event(review: Review, moment: datetime) -> tuple[Moved, Changes]:
    """The event will not take place; whoever has heard of its day gets a letter, as a draft."""
    was = review.manifest.event.at
    if was is None and not review.state.is_apart("day"):
        raise LfeError(
            "The learning event has no day, so there is nothing to cancel.",
            where=f"{review.reference}/{files.MANIFEST}, event.at",
        )
    _refuse_what_has_been(review, uk_date(moment))

    def splice(text: str) -> str:
        return clear_value(text, ("event", "at"), "such as 2027-02-10 09:30") if was else text

    fresh, intent = changing_intent(review, splice, EventCancelled(was=_iso(was)))
    told = _who_heard(review, fresh)
    parts = [intent, calendar.cancellation(review, moment)]
    changes, outdated = _with_letters(review, fresh, CANCELLED, told, parts, moment)
    remarks = [*_about_the_family(review), *_about_who_withdrew(review)]
    remarks += [*_old_requests(outdated), *_old_forms(fresh), *not_to_be_sent(outdated)]
    if review.state.event.agenda:
        remarks.append("The papers in event still name the day: take back what you gave out.")
    return Moved(was, None, _agencies(told), tuple(remarks)), changes


def _refuse_what_has_been(review: Review, today: date) -> None:
    if has_taken_place(review, today):
        raise LfeError(
            "The learning event has taken place, so it can be neither moved nor cancelled.",
            next_step="If its day is wrong in review.yaml, put it right there: lfe edit",
        )


def _refuse_what_cannot_be(review: Review, to: NewDay, today: date) -> None:
    event = review.manifest.event
    if to.at.date() < today:
        raise LfeError(
            f"{long_date(to.at.date())} has passed already.",
            next_step="Check the year.",
        )
    due = to.due or review.manifest.audits.due
    if due and to.at.date() < due:
        raise LfeError(
            f"The event would come before the date by which audits are ready ({short_date(due)}).",
            next_step="Give that a new date too, with --due.",
        )
    same = to.at == event.at and to.venue in (None, event.venue) and to.due is None
    if same and not review.state.is_apart("day"):
        raise LfeError(
            f"The learning event is on {_in_words(to.at)} already, so nothing was changed.",
            next_step="Give another day or time with --to, or another place with --venue.",
        )


def _papers(
    review: Review, told: Sequence[Agency], moment: datetime, replace_edited: bool, keep: bool
) -> tuple[Changes, tuple[str, ...]]:
    """The event's papers made anew. Who is written to needs no second invitation."""
    if not review.state.event.papers_are_out:
        return Changes(review.reference), ()
    try:
        prepared, changes = prepare_event(
            review,
            moment,
            replace_edited=replace_edited,
            keep_edited=keep,
            not_twice=told,
        )
    except EditedSince as error:
        raise LfeError(
            f"The event was not moved: {error.file} has been edited since it was made.",
            next_step="With --keep it stays as it is; with --replace it is made anew, and yours "
            "is kept beside it.",
        ) from None
    return changes, prepared.remarks


@dataclass(frozen=True)
class _Heard:
    """An agency, and the day of the event that it last heard of."""

    agency: Agency
    day: datetime


def _who_heard(review: Review, fresh: Review) -> list[_Heard]:
    """Everybody who has heard of a day that stands as far as they know.

    Of those who take no part any more only who was invited: the day stands in their calendar. Who
    has withdrawn gets no letter; see `_about_who_withdrew`.
    """
    part = takes_part(fresh)
    those = [
        agency for agency in fresh.agencies() if agency in part or _is_still_invited(review, agency)
    ]
    days = [(agency, _day_heard(review, agency)) for agency in those]
    return [_Heard(agency, day) for agency, day in days if day]


def _is_still_invited(review: Review, agency: Agency) -> bool:
    """It has the event in its calendar although it takes no part, as it has nothing to bring."""
    is_out = review.state.agency(agency.id).withdrawn is not None
    return not is_out and has_it_in_the_calendar(review, agency)


def _about_who_withdrew(review: Review) -> list[str]:
    names = [
        agency.name
        for agency in review.agencies()
        if review.state.agency(agency.id).withdrawn is not None
        and has_it_in_the_calendar(review, agency)
        and _day_heard(review, agency)
    ]
    if not names:
        return []
    return [
        f"{joined(names)} withdrew after the invitation, so no letter is made: let them know, with "
        "your thanks, if the day still stands in a calendar there."
    ]


def _agencies(told: Sequence[_Heard]) -> tuple[Agency, ...]:
    return tuple(one.agency for one in told)


def _with_letters(
    review: Review,
    fresh: Review,
    kind: LetterKind,
    told: Sequence[_Heard],
    parts: Sequence[Changes],
    moment: datetime,
) -> tuple[Changes, tuple[Unsent, ...]]:
    """The changes with a letter to each who is told, and without the drafts that it outdates."""
    calendar_file = _calendar_file(fresh, together(fresh.reference, parts))
    letters = [_letter(fresh, kind, one, moment, calendar_file) for one in told]
    made = together(fresh.reference, [*parts, *letters])
    outdated = _outdated(review, made)
    return made.and_also(without_drafts(review, outdated)), outdated


def _day_heard(review: Review, agency: Agency) -> datetime | None:
    """The day that an agency last heard of: the one that stood when its last letter was drafted."""
    its = review.state.agency(agency.id)
    telling = {kind.id: kind for kind in KINDS if kind.tells_of_the_day}
    sent = [
        (entry, telling[e.letter]) for entry in its.sent if (e := entry.event).letter in telling
    ]
    if not sent:
        return None
    last, kind = max(sent, key=lambda one: one[0].at)
    if kind.event_day == "takes back":
        return None
    drafted = [e for e in its.drafted if e.event.letter == kind.id and e.at < last.at]
    return _day_named(review, kind, agency, drafted[-1].at if drafted else last.at)


def _day_named(
    review: Review, kind: LetterKind, agency: Agency, moment: datetime
) -> datetime | None:
    """The day that a letter named which was drafted at a moment, as what went with it says.

    So it is the day of that letter also where the manifest was changed by hand.
    """
    if "calendar" in kind.encloses:
        files_then = [one.event for one in review.state.event.invitations if one.at <= moment]
        if files_then and files_then[-1].at:
            return files_then[-1].at
    if kind is REQUEST:
        forms = [f.event for f in review.state.agency(agency.id).forms if f.at <= moment]
        if forms and forms[-1].day is not UNSET:
            return forms[-1].day_at
    return _day_at(review, moment)


def _day_at(review: Review, moment: datetime) -> datetime | None:
    """The event's day as it stood at a moment: what the first change after it says that it was."""
    later = [entry for entry in review.state.event.changes_of_day if entry.at > moment]
    return later[0].event.was_at if later else review.manifest.event.at


def _letter(
    review: Review,
    kind: LetterKind,
    heard: _Heard,
    moment: datetime,
    calendar_file: Attachment | None,
) -> Changes:
    """A letter about the day; the calendar file changes an entry only where there is one."""
    said = {"was": _in_words(heard.day), "same_day": heard.day == review.manifest.event.at}
    enclosed: dict[Enclosure, Attachment] = {}
    if calendar_file and has_it_in_the_calendar(review, heard.agency):
        enclosed["calendar"] = calendar_file
    return draft(review, kind, heard.agency, moment, Contents(said, enclosed))


def _calendar_file(review: Review, made: Changes) -> Attachment | None:
    file = f"{review.reference}/{files.INVITATION}"
    new = next((write.content for write in made.writes if write.path == file), None)
    content = new or review.read(files.INVITATION)
    return calendar.attached(content) if content else None


def _outdated(review: Review, made: Changes) -> tuple[Unsent, ...]:
    """Drafts that were never sent, name an earlier day, and are not made anew just now."""
    anew = {write.path for write in made.writes}
    return tuple(
        one
        for one in unsent_drafts(review)
        if one.kind is not None
        and one.kind.names_the_day
        and f"{review.reference}/{one.file}" not in anew
    )


def _about_the_family(review: Review) -> list[str]:
    """The family is not written to by mail: whoever they know tells them."""
    people = [person for person in coming(review) if not why_not_safe(person)]
    if not (review.manifest.event.family_part and people) or any(family_holds(review)):
        return []
    return [f"Let {in_words(people)} know, through whoever is in touch with them."]


def _old_requests(outdated: Sequence[Unsent]) -> list[str]:
    ids = sorted({one.agency for one in outdated if one.kind is REQUEST})
    if not ids:
        return []
    which = " ".join(f"--agency {agency}" for agency in ids)
    return [
        f"Requests that you had not sent yet named the earlier day. Make them anew: {_REISSUE} "
        f"{which}"
    ]


def _old_forms(fresh: Review) -> list[str]:
    """Forms that name the earlier day. Whoever has one hears of the new day by its letter."""
    found = [a for a in takes_part(fresh) if names_another_day(fresh, a.id)]
    if not found:
        return []
    which = "".join(f" --agency {agency.id}" for agency in found)
    which = "" if found == list(takes_part(fresh)) else which
    names = ", ".join(files.issued_form(agency.id) for agency in found)
    return [f"Forms that name the earlier day ({names}). To make them anew: {_REISSUE}{which}"]


def _in_words(at: datetime) -> str:
    return f"{long_date(at.date())}, {clock(at)}"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
