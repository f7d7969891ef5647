"""Makes the learning event's papers: agenda, facilitator's paper, sign-in sheet, invitation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.event import released_points
from lfe_cli.event.agenda import Agenda, agenda_of, broken_rules
from lfe_cli.event.agenda_plan import FACILITATION, TEMPLATE, read_agenda, read_facilitation
from lfe_cli.event.attendance import roles_in_words
from lfe_cli.event.family import about_the_family_part, family_agenda_waits, family_draft_because
from lfe_cli.letters import calendar
from lfe_cli.letters.documents import (
    DOCX,
    make,
    make_or_keep,
    make_paper,
    text_template,
    word_template,
)
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.kinds import WITH_THE_PAPERS, Enclosure, LetterKind
from lfe_cli.letters.mail import Attachment
from lfe_cli.letters.outbox import letters_sent
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Made
from lfe_cli.review.events import AgendaMade, PaperMade
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, event_facts

_MOST_ROWS = 12  # of one agency: a slip of the pen makes no sheet of fifty pages


@dataclass(frozen=True)
class Prepared:
    """The event's papers. `draft_because`: why the agenda says DRAFT, nothing if final.

    `left` are papers that a person edited, and that so stay as they are.
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
    """The event's papers; with `keep_edited` those that a person edited stay and are sent along.

    The agencies `not_twice` get no letter again that was sent to them with earlier papers. Raises
    FileProblems for an agenda that breaks a rule or does not fit, and EditedSince for a paper that
    a person edited unless one of the two says what to do with it.
    """
    _refuse_if_collected(review)
    agenda, drafts = _agenda(review), tuple(_draft_because(review))
    brought = released_points.brought_to_the_event(review)
    papers = _Papers(review, agenda, bool(drafts), moment, replace_edited, keep_edited)
    parts = [papers.agenda_itself(), papers.facilitator(brought.points)]
    parts += [papers.word(files.SIGN_IN, sign_in=True, roles=roles_in_words()), papers.notes()]
    held_back = tuple(family_agenda_waits(review))
    if review.manifest.event.family_part and not held_back:
        parts.append(papers.family())
    if review.manifest.event.at is not None:
        parts.append(papers.invitation())
        sent_before = letters_sent(review, not_twice, WITH_THE_PAPERS)
        parts += papers.letters(parts[-1], parts[0], sent_before)
    changes = together(review.reference, [part.changes for part in parts])
    left = tuple(part.file for part in parts if part.left)
    remarks = (
        *held_back,
        *_event_remarks(review),
        *brought.remarks,
        *map(left_as_it_is, left),
    )
    return Prepared(agenda, drafts, remarks, left), changes


def _agenda(review: Review) -> Agenda:
    agenda = agenda_of(read_agenda(text_template(review, TEMPLATE)), review)
    broken = broken_rules(agenda)
    if broken:
        raise FileProblems(broken)
    return agenda


def _refuse_if_collected(review: Review) -> None:
    """The facilitator's paper was promised to be destroyed: it does not come back."""
    collected = review.state.event.papers_collected
    if collected is not None:
        raise LfeError(
            f"The event's papers were collected on {short_date(collected.day)}, so they are "
            "not made again.",
            next_step="If that was recorded by mistake, take it back: lfe undo",
        )


def _draft_because(review: Review) -> Iterator[str]:
    """All that still keeps the agenda from being final."""
    if review.manifest.event.at is None:
        yield "the event has no date yet (event.at in review.yaml)"
    yield from family_draft_because(review)
    for process in review.manifest.parallel:
        if process.hold == "event":
            yield f"a hold stands for the event ({process.kind}, in review.yaml)"


def _event_remarks(review: Review) -> Iterator[str]:
    if not review.manifest.event.wellbeing:
        yield (
            "Who looks after people on the day is still to do (event.wellbeing): the papers "
            "promise somebody."
        )


@dataclass(frozen=True)
class _Made:
    """One paper: where it is, what it holds, and the changes that put it there.

    `left`: a person edited it, so it stays as it is, and the officer is told.
    """

    file: str
    content: bytes
    changes: Changes
    left: bool = False


@dataclass(frozen=True)
class _Papers:
    """Makes each paper of one event."""

    review: Review
    agenda: Agenda
    draft: bool
    moment: datetime
    replace_edited: bool
    keep_edited: bool

    def word(self, file: str, **extra: Any) -> _Made:
        """A Word paper from the template of the same name."""
        return self._paper(file, {**self._times(), **extra}, PaperMade())

    def agenda_itself(self) -> _Made:
        """The agenda, with what the event was when it was made."""
        event = AgendaMade(event=event_facts(self.review))
        return self._paper(files.AGENDA, self._times(), event)

    def _times(self) -> dict[str, Any]:
        return {
            "items": self.agenda.items,
            "draft": self.draft,
            "family_part": self.review.manifest.event.family_part,
            "rows": list(self._rows()),
        }

    def _rows(self) -> Iterator[dict[str, str]]:
        """A row of the sign-in sheet for everybody who is said to come."""
        for agency in takes_part(self.review):
            coming = self.review.state.agency(agency.id).answers.attending or 1
            yield from [{"agency": agency.name}] * min(int(coming), _MOST_ROWS)
        for role in ("Facilitator", "Looking after people", "Business Unit"):
            yield {"agency": role}

    def facilitator(self, brought: Sequence[Mapping[str, Any]]) -> _Made:
        """The facilitator's own paper: prompts, the blank list of factors, points to bring."""
        spoken = read_facilitation(text_template(self.review, FACILITATION))
        context = {
            **self._times(),
            "points": list(brought),
            "ground_rules": list(spoken.ground_rules),
            "how_to_ask": list(spoken.how_to_ask),
            "before_the_day": [*spoken.before_the_day, *about_the_family_part(self.review)],
            "factors": list(spoken.factors),
            "confidentiality": spoken.confidentiality,
        }
        return self._paper(files.FACILITATOR, context, PaperMade())

    def family(self) -> _Made:
        """The family's part alone, without marking or reference."""
        context = {
            "items": self.agenda.family_items,
            "draft": self.draft,
            "marking": "",
            "footer": "",
        }
        return self._paper(files.FAMILY_AGENDA, context, PaperMade())

    def notes(self) -> _Made:
        """The facilitator's sheet for the page, kept as it is once somebody wrote in it."""
        groups = [(group.name, group.id) for group in self.review.partnership.working_groups]
        choices = {"next_steps.working_group": groups}
        times = self._times()

        def build(moment: datetime) -> bytes:
            template = word_template(self.review, "notes.docx")
            return make_paper(template, self.review, moment, times, choices=choices)

        event = PaperMade()
        return replace(self._made(files.NOTES, event, build, keep=True), left=False)

    def invitation(self) -> _Made:
        """The calendar file."""
        record, build = calendar.next_invitation(self.review)
        content, changes = make(
            self.review,
            files.INVITATION,
            record,
            build,
            self.moment,
            replace_edited=True,  # one that is kept would contradict the letters
        )
        return _Made(files.INVITATION, content, changes)

    def letters(
        self, calendar_file: _Made, agenda: _Made, sent_before: Collection[tuple[str, str]]
    ) -> list[_Made]:
        """To each agency: the note to line managers, and the invitation with its two papers."""
        ics = calendar.attached(calendar_file.content)
        enclosed: dict[Enclosure, Attachment] = {"calendar": ics}
        if not self.draft:
            enclosed["agenda"] = Attachment("agenda.docx", agenda.content, DOCX)
        contents = Contents({"family": self.agenda.family_times}, enclosed)
        return [
            self._letter(kind, agency, contents)
            for kind in WITH_THE_PAPERS
            for agency in takes_part(self.review)
            if (kind.id, agency.id) not in sent_before
        ]

    def _letter(self, kind: LetterKind, agency: Agency, contents: Contents) -> _Made:
        file, keep = kind.file(agency.id), not self.replace_edited
        changes = draft(self.review, kind, agency, self.moment, contents, keep_edited=keep)
        kept = keep and self.review.is_edited(file)
        return _Made(file, b"", changes, kept)

    def _paper(self, file: str, context: Mapping[str, Any], event: Made) -> _Made:
        name = file.rsplit("/", 1)[-1]

        def build(moment: datetime) -> bytes:
            return make_paper(word_template(self.review, name), self.review, moment, context)

        return self._made(file, event, build, keep=self.keep_edited)

    def _made(
        self, file: str, event: Made, build: Callable[[datetime], bytes], *, keep: bool
    ) -> _Made:
        """The paper; with `keep` one that a person edited is left, and its own content used."""
        if keep:
            content, changes = make_or_keep(self.review, file, event, build, self.moment)
            return _Made(file, content, changes, self.review.is_edited(file))
        content, changes = make(
            self.review, file, event, build, self.moment, replace_edited=self.replace_edited
        )
        return _Made(file, content, changes)


def left_as_it_is(file: str) -> str:
    """The sentence about a paper that was edited and left."""
    return f"{file} was edited by you and is left: look whether it is still right."
