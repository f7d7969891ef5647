"""Makes the learning event's papers: agenda, facilitator's paper, sign-in sheet, invitation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.event.agenda import Agenda
from lfe_cli.event.invitations import Invitation, invitations, newer_enclosures, said_in_letters
from lfe_cli.event.planned_papers import Planned, planned_papers
from lfe_cli.letters import calendar
from lfe_cli.letters.documents import DOCX, IfEdited, Put, put, put_paper
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.fit import why_not_on
from lfe_cli.letters.kinds import INVITATION, Enclosure
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.outbox import letters_sent
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.days import short_date
from lfe_cli.review.events import LeftAsItIs
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


@dataclass(frozen=True)
class Prepared:
    """The event's papers. `draft_because`: why the agenda says DRAFT, nothing if final.

    `left` has a sentence about each paper that a person edited, and that so stays as it is.
    """

    agenda: Agenda
    draft_because: tuple[str, ...]
    remarks: tuple[str, ...]
    left: tuple[str, ...]


def prepare_event(
    review: Review,
    moment: datetime,
    *,
    replace_edited: bool,
    keep_edited: bool = False,
    not_twice: Sequence[Agency] = (),
) -> tuple[Prepared, Changes]:
    """The event's papers, those that are not as they would be made now.

    A paper that a person edited stays while nothing of what it was made from has changed; then
    with `keep_edited` it stays and is sent along. The agencies `not_twice` get no letter again that
    was sent to them with earlier papers. Raises FileProblems for an agenda that breaks a rule or
    does not fit, and EditedSince for a paper that a person edited and that is out of date, unless
    one of the two says what to do with it.
    """
    _refuse_if_collected(review)
    plan = planned_papers(review)
    if_edited: IfEdited = "replace" if replace_edited else "keep" if keep_edited else "refuse"
    made = [put_paper(review, paper, moment, if_edited=if_edited) for paper in plan.papers]
    said: list[str] = []
    if review.manifest.event.at is not None:
        made.append(_invitation(review, moment))
        why_none = why_not_on(review, INVITATION, uk_date(moment))
        if why_none:
            said = [f"No invitation is made: {why_none}."]
        else:
            letters, said = _letters(review, plan, made, moment, not_twice, replace_edited)
            made += letters
    changes = together(review.reference, [one.changes for one in made])
    left = tuple(_left_as_it_is(one) for one in made if one.left)
    remarks = (
        *plan.held_back,
        *_event_remarks(review),
        *plan.brought.remarks,
        *left,
        *said,
    )
    return Prepared(plan.agenda, plan.draft_because, remarks, left), changes


def _refuse_if_collected(review: Review) -> None:
    """The facilitator's paper was promised to be destroyed: it does not come back."""
    collected = review.state.event.papers_collected
    if collected is not None:
        by_mistake = "If that was recorded by mistake, take it back: "
        raise LfeError(
            f"The event's papers were collected on {short_date(collected.day)}, so they are "
            "not made again.",
            next_step=""
            if collected.event.stays()
            else f"{by_mistake}{review.state.way_back(collected)}",
        )


def _event_remarks(review: Review) -> Iterator[str]:
    if not review.manifest.event.wellbeing:
        yield (
            "Who looks after people on the day is still to do (event.wellbeing): the papers "
            "promise somebody."
        )


def _invitation(review: Review, moment: datetime) -> Put:
    """The calendar file: one that is kept although it is out of date contradicts the letters."""
    record, build = calendar.next_invitation(review)
    holds = review.state.files.made_from.get(files.INVITATION) == record.made_from
    if_edited: IfEdited = "keep" if holds else "replace"
    made = put(review, files.INVITATION, record, build, moment, if_edited=if_edited)
    return replace(made, left=False)


def _letters(
    review: Review,
    plan: Planned,
    made: Sequence[Put],
    moment: datetime,
    not_twice: Sequence[Agency],
    replace_edited: bool,
) -> tuple[list[Put], list[str]]:
    """To each agency that has none that holds: the note to line managers, and the invitation."""
    enclosed = _enclosed(made, with_agenda=not plan.draft_because)
    contents = Contents(said_in_letters(plan.agenda), enclosed)
    content_of = {what: attachment.content for what, attachment in enclosed.items()}
    every = invitations(review, plan.agenda, content_of, uk_date(moment))
    told = letters_sent(review, not_twice, tuple({one.kind for one in every}))
    known = [o for o in every if o.is_sent or (o.kind.id, o.agency.id) in told]
    wanted = [one for one in every if one not in known]
    found = [_letter(review, one, contents, moment, replace_edited) for one in wanted]
    found += [_with_newer(review, one) for one in known if one.newer]
    return found, [*_about_newer([one for one in every if one.is_sent]), *_about_told(known)]


def _enclosed(made: Sequence[Put], *, with_agenda: bool) -> dict[Enclosure, Attachment]:
    """The calendar file and, once it is final, the agenda."""
    by_file = {one.file: one.content for one in made}
    enclosed: dict[Enclosure, Attachment] = {
        "calendar": calendar.attached(by_file[files.INVITATION])
    }
    if with_agenda:
        enclosed["agenda"] = Attachment("agenda.docx", by_file[files.AGENDA], DOCX)
    return enclosed


def _letter(
    review: Review, one: Invitation, contents: Contents, moment: datetime, replace_edited: bool
) -> Put:
    keep = not replace_edited
    changes = draft(review, one.kind, one.agency, moment, contents, keep_edited=keep)
    left = keep and review.is_edited(one.file)
    outdated = left and review.state.files.made_from.get(one.file) != one.made_from
    return Put(one.file, b"", changes, left, outdated)


def _with_newer(review: Review, one: Invitation) -> Put:
    """A letter that was sent, and holds: that it went with an earlier agenda is known from now."""
    newer = {what: one.made_from[what] for what in one.newer}
    left = LeftAsItIs(document=one.file, made_from={**one.sent_with, **newer})
    return Put(one.file, b"", Changes(review.reference, events=(left,)))


_PLACES: Mapping[str, tuple[str, str]] = {
    "agenda": ("agenda", files.AGENDA),
    "calendar": ("calendar file", files.INVITATION),
}


def _about_newer(known: Sequence[Invitation]) -> Iterator[str]:
    for what, agencies in newer_enclosures(known).items():
        name, file = _PLACES[what]
        who = joined(agency.name for agency in agencies)
        yield (
            f"A newer {name}: {file}. What was sent to {who} still holds, so no new letter is "
            "made: send it along, or have it there on the day."
        )


def _about_told(known: Sequence[Invitation]) -> Iterator[str]:
    """Who hears of the new day by a letter of its own gets the new calendar file with that."""
    if any(not one.is_sent and "agenda" in one.newer for one in known):
        yield (
            f"A newer agenda: {files.AGENDA}. The letters about the new day go without it: put it "
            "with them, or have it there on the day."
        )


def _left_as_it_is(one: Put) -> str:
    """The sentence about a paper that was edited and left."""
    look = ": look whether it is still right" if one.outdated else ", as nothing has changed"
    return f"{one.file} was edited by you and is left{look}."
