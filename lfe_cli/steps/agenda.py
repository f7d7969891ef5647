"""Makes the learning event's papers: agenda, facilitator's paper, sign-in sheet, invitation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lfe_cli.changes import Changes, together
from lfe_cli.documents import calendar
from lfe_cli.documents.agenda import Agenda, agenda_of, broken_rules, event_minutes
from lfe_cli.documents.agenda_plan import FACILITATION, TEMPLATE, read_agenda, read_facilitation
from lfe_cli.documents.letters import LetterKind, draft_letter, template_of
from lfe_cli.documents.mail import Attachment
from lfe_cli.documents.papers import make_paper
from lfe_cli.errors import FileProblems
from lfe_cli.review import actions, places
from lfe_cli.review.history import Event
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps import points
from lfe_cli.steps.making import DOCX, make, make_or_keep, text_template, word_template
from lfe_cli.steps.states import takes_part

_LETTERS: tuple[LetterKind, ...] = ("invitation", "line-managers")


@dataclass(frozen=True)
class Prepared:
    """What was made for the event. `draft_because`: why the agenda says DRAFT, nothing if final."""

    agenda: Agenda
    draft_because: tuple[str, ...]
    files: tuple[str, ...]
    remarks: tuple[str, ...]


def prepare_event(
    review: Review, moment: datetime, *, replace_edited: bool, keep_edited: bool = False
) -> tuple[Prepared, Changes]:
    """The event's papers; with `keep_edited` those that a person edited stay and are sent along.

    Raises FileProblems for an agenda that breaks a rule or does not fit,
    EditedSince for a paper that a person edited unless one of the two says what to do with it.
    """
    agenda = agenda_of(read_agenda(text_template(review, TEMPLATE)), review)
    broken = broken_rules(agenda)
    if broken:
        raise FileProblems(broken)
    drafts = tuple(_draft_because(review))
    brought = points.brought_to_the_event(review)
    papers = _Papers(review, agenda, bool(drafts), moment, replace_edited, keep_edited)
    parts = [papers.word(places.AGENDA, actions.AGENDA_MADE), papers.facilitator(brought.points)]
    parts += [papers.word(places.SIGN_IN, sign_in=True), papers.notes()]
    held_back = tuple(_family_agenda_waits(review))
    if review.manifest.event.family_part and not held_back:
        parts.append(papers.family())
    if review.manifest.event.at is not None:
        parts.append(papers.invitation())
        parts += papers.letters(parts[-1], parts[0])
    changes = together(review.reference, [part.changes for part in parts])
    files = tuple(write.path for write in changes.writes)
    remarks = (
        *held_back,
        *_family_remarks(review),
        *_event_remarks(review),
        *brought.remarks,
        *(part.remark for part in parts if part.remark),
    )
    return Prepared(agenda, drafts, files, remarks), changes


def _draft_because(review: Review) -> Iterator[str]:
    """What still keeps the agenda from being final."""
    event, history = review.manifest.event, review.history
    if event.at is None:
        yield "the event has no date yet (event.at in review.yaml)"
    if event.family_part:
        if not _coming(review):
            yield "nobody of the family is entered who takes part at the event (family)"
        if not history.last(actions.TOLD, whom="professionals"):
            yield "the professionals are still to hear of the family's part: lfe told professionals"
        if not history.last(actions.TOLD, whom="family"):
            yield "the family is still to be told what to expect: lfe told family"
    for process in review.manifest.parallel:
        if process.hold == "event":
            yield f"a hold stands for the event ({process.kind}, in review.yaml)"


def _coming(review: Review) -> list[FamilyMember]:
    """Who of the family takes part at the event."""
    return [f for f in review.manifest.family if f.takes_part == "at the event"]


def _family_agenda_waits(review: Review) -> Iterator[str]:
    """Nothing is written to anybody of the family before it is known to be safe."""
    if not review.manifest.event.family_part:
        return
    waits = [*_family_holds(review), *_not_safe(review)]
    for reason in waits:
        yield f"The family's agenda was not made: {reason}."
    if waits and review.read(places.FAMILY_AGENDA) is not None:
        yield (
            f"Take back {places.FAMILY_AGENDA}: it was made before this was so. "
            "Do not hand it over."
        )


def _family_holds(review: Review) -> Iterator[str]:
    for process in review.manifest.parallel:
        if process.hold == "family":
            yield f"a hold stands for the family ({process.kind}, in review.yaml)"


def _not_safe(review: Review) -> Iterator[str]:
    if not _coming(review):
        yield "nobody in family takes part at the event (review.yaml)"
    for person in _coming(review):
        who = f"the {person.relation} (family in review.yaml)"
        if person.safe_to_contact == "no":
            yield f"it is not safe to contact {who}"
        elif person.safe_to_contact != "yes":
            yield f"it is not yet known to be safe to contact {who}"
        elif person.asked is None:
            yield f"who was asked whether it is safe to contact {who} is not written down (asked)"


def _family_remarks(review: Review) -> Iterator[str]:
    """People who must not meet never share a slot: only the officer can know."""
    coming = _coming(review)
    if review.manifest.event.family_part and len(coming) > 1:
        who = " and ".join(person.relation for person in coming)
        yield f"{who} would come to the same part. Make sure that they may meet."


def _event_remarks(review: Review) -> Iterator[str]:
    if not review.manifest.event.wellbeing:
        yield (
            "Who looks after people on the day is still to do (event.wellbeing): the papers "
            "promise somebody."
        )


@dataclass(frozen=True)
class _Made:
    """One paper: where it is, what it holds, and the changes that put it there."""

    file: str
    content: bytes
    changes: Changes
    remark: str = ""


@dataclass(frozen=True)
class _Papers:
    """Makes each paper of one event."""

    review: Review
    agenda: Agenda
    draft: bool
    moment: datetime
    replace_edited: bool
    keep_edited: bool

    def word(self, file: str, action: str = actions.PAPER_MADE, **extra: Any) -> _Made:
        """A Word paper from the template of the same name."""
        return self._paper(file, {**self._times(), **extra}, Event(action))

    def _times(self) -> dict[str, Any]:
        return {
            "items": self.agenda.items,
            "draft": self.draft,
            "family_part": self.review.manifest.event.family_part,
            "rows": [{"agency": agency.name} for agency in takes_part(self.review)],
        }

    def facilitator(self, brought: Sequence[Mapping[str, Any]]) -> _Made:
        """The facilitator's own paper: prompts, the blank list of factors, points to bring."""
        spoken = read_facilitation(text_template(self.review, FACILITATION))
        context = {
            **self._times(),
            "points": list(brought),
            "ground_rules": list(spoken.ground_rules),
            "how_to_ask": list(spoken.how_to_ask),
            "before_the_day": list(spoken.before_the_day),
            "factors": list(spoken.factors),
            "confidentiality": spoken.confidentiality,
        }
        return self._paper(places.FACILITATOR, context, Event(actions.PAPER_MADE))

    def family(self) -> _Made:
        """The family's part alone, without marking or reference."""
        context = {
            "items": self.agenda.family_items,
            "draft": self.draft,
            "marking": "",
            "footer": "",
        }
        return self._paper(places.FAMILY_AGENDA, context, Event(actions.PAPER_MADE))

    def notes(self) -> _Made:
        """The facilitator's sheet for the page, kept as it is once somebody wrote in it."""
        groups = [(group.name, group.id) for group in self.review.partnership.working_groups]
        choices = {"next_steps.working_group": groups}
        times = self._times()

        def build(moment: datetime) -> bytes:
            template = word_template(self.review, "notes.docx")
            return make_paper(template, self.review, moment, times, choices=choices)

        event = Event(actions.PAPER_MADE)
        return replace(self._made(places.NOTES, event, build, keep=True), remark="")

    def invitation(self) -> _Made:
        """The calendar file: its UID stays, its SEQUENCE rises when the event changes."""
        event = self.review.manifest.event
        length = event_minutes(self.review)
        facts = sha256(f"{event.at} {length} {event.venue}".encode())[:12]
        last = self.review.history.last(actions.INVITATION_MADE, file=places.INVITATION)
        sequence = int(last.get("sequence")) if last else 0
        if last is not None and last.get("event") != facts:
            sequence += 1
        uid = str(last.get("uid")) if last else calendar.uid_of(self.review)
        about = {"uid": uid, "sequence": sequence, "event": facts}

        def build(moment: datetime) -> bytes:
            return calendar.invitation(self.review, uid, sequence, moment)

        record = Event(actions.INVITATION_MADE, about)
        return self._made(places.INVITATION, record, build, keep=self.keep_edited)

    def letters(self, invitation: _Made, agenda: _Made) -> list[_Made]:
        """To each agency: the note to line managers, and the invitation with its two papers."""
        attachments = [
            Attachment("invitation.ics", invitation.content, calendar.MIME),
            Attachment("agenda.docx", agenda.content, DOCX),
        ]
        if self.draft:
            attachments = attachments[:1]
        return [
            self._letter(kind, agency, attachments if kind == "invitation" else [])
            for kind in _LETTERS
            for agency in takes_part(self.review)
        ]

    def _letter(self, kind: LetterKind, agency: Agency, attachments: Sequence[Attachment]) -> _Made:
        text = text_template(self.review, template_of(kind))
        extra = {"family": self.agenda.family_times}

        def build(moment: datetime) -> bytes:
            return draft_letter(
                kind,
                text,
                review=self.review,
                agency=agency,
                moment=moment,
                attachments=attachments,
                extra=extra,
            )

        file = places.letter(kind, agency.id)
        event = Event(actions.LETTER_DRAFTED, {"letter": kind, "agency": agency.id})
        return self._made(file, event, build, keep=not self.replace_edited)

    def _paper(self, file: str, context: Mapping[str, Any], event: Event) -> _Made:
        name = file.rsplit("/", 1)[-1]

        def build(moment: datetime) -> bytes:
            return make_paper(word_template(self.review, name), self.review, moment, context)

        return self._made(file, event, build, keep=self.keep_edited)

    def _made(
        self, file: str, event: Event, build: Callable[[datetime], bytes], *, keep: bool
    ) -> _Made:
        """The paper; with `keep` one that a person edited is left, and its own content used."""
        if keep:
            content, changes = make_or_keep(self.review, file, event, build, self.moment)
            kept = self.review.is_edited(file)
            remark = f"{file} was edited by you and is left: look whether it is still right."
            return _Made(file, content, changes, remark if kept else "")
        content, changes = make(
            self.review, file, event, build, self.moment, replace_edited=self.replace_edited
        )
        return _Made(file, content, changes)
