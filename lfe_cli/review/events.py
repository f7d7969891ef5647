"""Every action that a review's history can record, each as a typed value.

A line of `history.jsonl` is an event with who recorded it and when (`history.entries`). To record
something new: a class here, and where it is asked about, a property of the state. Whether undo
takes it back is said by its base (`Fact` or not, see `event`) or by itself.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from lfe_cli.review.event import Allowed, Event, Fact, Made, Stays
from lfe_cli.review.values import Id, Number, Place, Word

Decision = Literal["accepted", "amended", "held", "declined"]
Outcome = Literal["rapid-review", "no-review", "goes-on"]


class ReviewStarted(Event, frozen=True, kw_only=True, tag="review started"):
    """The review's folder was made."""

    def stays(self) -> Stays:
        """Why `lfe undo` does not take it back."""
        return Stays(
            "Undo does not take back that a review was begun.",
            "If it was begun by mistake: lfe discard",
        )


class ManifestEdited(Made, frozen=True, kw_only=True, tag="manifest edited"):
    """review.yaml was changed: by an officer in an editor, or one value by a command."""

    allowed: ClassVar[Allowed] = "always"


class FormIssued(Made, frozen=True, kw_only=True, tag="form issued"):
    """An agency's audit form was made.

    `form` is the version of its questions. An old history has neither the period nor `due` nor the
    event's `day` (an ISO time, local); where it names none, that is None.
    """

    agency: Id
    form: str | None = None
    focus_from: date | None = None
    focus_to: date | None = None
    due: date | UnsetType | None = UNSET
    day: str | UnsetType | None = UNSET

    @property
    def day_at(self) -> datetime | None:
        """The event's day and time that it names, local time."""
        return datetime.fromisoformat(self.day) if self.day else None


class QuestionsKept(Made, frozen=True, kw_only=True, tag="questions kept"):
    """The questions of a form's version were kept as they were when it was issued."""

    form: Word = ""


class AuditFiled(Event, frozen=True, kw_only=True, tag="audit filed"):
    """An audit that came back was filed, byte for byte. `how` it was read: see `ingest`."""

    allowed: ClassVar[Allowed] = "until closed"

    agency: Id
    file: Place = ""
    sha256: Word = ""
    how: str | None = None
    answered: Number | None = None
    questions: Number | None = None

    @property
    def is_empty_form(self) -> bool:
        """Whether it could be read, and answers no question at all."""
        return self.answered == 0 and self.how != "not-read"

    @property
    def reached_others(self) -> bool:
        """An agency sent it."""
        return True


class ReadingNoted(Made, frozen=True, kw_only=True, tag="reading noted"):
    """What was read of an agency's newest audit was noted beside it."""

    allowed: ClassVar[Allowed] = "always"

    agency: Id = ""


class Sent(Fact, frozen=True, kw_only=True, tag="sent"):
    """A letter was sent by the officer, to an agency or to a working group.

    `file` is where its draft is kept since, as it was then, with its hash; "" where none lay in the
    outbox. `no_draft`: what it says went another way, such as by telephone, and none was ever made.
    """

    agency: Id | None = None
    letter: Word = ""
    group: Id | None = None
    file: Place = ""
    sha256: Word = ""
    no_draft: bool = False


class Told(Fact, frozen=True, kw_only=True, tag="told"):
    """Somebody was told what they have to know: date and route, never the content.

    `whom`: identity or professionals (with `agency`; an old history has told all professionals at
    once), line-managers, family or feedback (with `person`; an old history has told the whole
    family at once).
    """

    whom: Word = ""
    agency: Id | None = None
    person: str | None = None


class Heard(Fact, frozen=True, kw_only=True, tag="views heard"):
    """Somebody of the family told us their views."""

    person: Word = ""


class Reply(Fact, frozen=True, kw_only=True, tag="reply"):
    """What an agency replied; None where it did not say.

    `people`: how many come in each role. `access`: access needs were asked about, and are met
    (False: not met yet). `other`: it named another service or process. What these are is never
    kept here.
    """

    agency: Id
    knows: bool | None = None
    attending: Number | None = None
    bringing: bool | None = None
    support: bool | None = None
    people: dict[Word, Number] = msgspec.field(default_factory=dict)
    access: bool | None = None
    other: bool | None = None


class Brought(Fact, frozen=True, kw_only=True, tag="brought"):
    """An agency brought its audit to the event; it went home with it."""

    agency: Id


class NilReturn(Fact, frozen=True, kw_only=True, tag="nil return"):
    """An agency has nothing to bring."""

    agency: Id
    reason: str


class ReleaseAnswered(Fact, frozen=True, kw_only=True, tag="release answered"):
    """An agency whose form did not say it clearly was asked whether the facilitator may read what
    it brings to the event."""

    allowed: ClassVar[Allowed] = "while open"

    agency: Id
    may_read: bool


class Withdrawn(Fact, frozen=True, kw_only=True, tag="withdrawn"):
    """An agency takes no further part."""

    agency: Id


class AgencyAdded(Made, frozen=True, kw_only=True, tag="agency added"):
    """One more agency was entered in review.yaml."""

    agency: Id


class ContactChanged(Made, frozen=True, kw_only=True, tag="contact changed"):
    """An agency is reached elsewhere; never the address itself."""

    agency: Id
    which: str | tuple[str, ...] = ""
    everywhere: str | None = msgspec.field(default=None, name="for")


class PaperMade(Made, frozen=True, kw_only=True, tag="paper made"):
    """A document was made that nothing else is recorded of."""

    allowed: ClassVar[Allowed] = "when closed"


class KeptAside(Made, frozen=True, kw_only=True, tag="kept aside"):
    """A file that was in the place of another is kept beside it."""

    allowed: ClassVar[Allowed] = "always"


class LeftAsItIs(Event, frozen=True, kw_only=True, tag="left as it is"):
    """A document stays although what it was made from changed: it is made of `made_from` now.

    A person edited it and keeps it, or made anew it would be the same. `document` is its place.
    """

    allowed: ClassVar[Allowed] = "when closed"

    document: Place = ""
    made_from: dict[Word, Word] = msgspec.field(default_factory=dict)


class LetterDrafted(Made, frozen=True, kw_only=True, tag="letter drafted"):
    """A letter lies in the outbox as a draft.

    Of one to a working group, `says` is what it was made of, as a hash, and `page` who may read
    the page by what was decided then.
    """

    allowed: ClassVar[Allowed] = "when closed"

    letter: Word = ""
    agency: Id | None = None
    group: Id | None = None
    says: str | None = None
    page: str | None = None


class DraftRemoved(Event, frozen=True, kw_only=True, tag="draft removed"):
    """A draft that was never sent left the outbox; `draft` is its place."""

    allowed: ClassVar[Allowed] = "when closed"

    letter: Word = ""
    agency: Id | None = None
    group: Id | None = None
    draft: Place = ""


class AgendaMade(Made, frozen=True, kw_only=True, tag="agenda made"):
    """The agenda was made; `event` is what it says of the event, as a hash."""

    event: str | None = None


class InvitationMade(Made, frozen=True, kw_only=True, tag="invitation made"):
    """The calendar file was made; `event` is as in the agenda, or "cancelled"."""

    CANCELLED: ClassVar[str] = "cancelled"
    allowed: ClassVar[Allowed] = "always"

    uid: str
    sequence: Number
    event: str | None = None
    day: str | UnsetType | None = UNSET

    @property
    def at(self) -> datetime | None:
        """The event's day and time as invited to, local time."""
        return datetime.fromisoformat(self.day) if self.day else None


class _DayChanged(Made, frozen=True, kw_only=True):
    """The event's day changed in review.yaml; `was` is the one before, an ISO time, local."""

    was: str | UnsetType | None = UNSET

    @property
    def was_at(self) -> datetime | None:
        """The day and time before it, local time."""
        return datetime.fromisoformat(self.was) if self.was else None


class EventMoved(_DayChanged, frozen=True, kw_only=True, tag="event moved"):
    """The event is on another day; `now` is an ISO time, local."""

    now: str | UnsetType | None = UNSET


class EventCancelled(_DayChanged, frozen=True, kw_only=True, tag="event cancelled"):
    """The event does not take place."""


class Attended(Fact, frozen=True, kw_only=True, tag="attended"):
    """Who came from an agency: how many in each role; or nobody, with apologies or without."""

    agency: Id
    people: dict[Word, Number] = msgspec.field(default_factory=dict)
    apologies: bool = False
    absent: bool = False


class PapersCollected(Fact, frozen=True, kw_only=True, tag="papers collected"):
    """The Business Unit's papers are collected; `removed` are those that left the folder."""

    removed: tuple[Place, ...] = ()

    def stays(self) -> Stays | None:
        """Why `lfe undo` does not take it back, where a paper left the folder with it."""
        if not self.removed:
            return None
        return Stays("The facilitator's paper was removed for good, so this stays.", "")


class LearningStarted(Made, frozen=True, kw_only=True, tag="learning started"):
    """report/learning.yaml was laid out to be written in."""


class LearningFilled(Made, frozen=True, kw_only=True, tag="learning filled from notes"):
    """report/learning.yaml was filled from the facilitator's notes."""


class DecidedWordsUsed(Event, frozen=True, kw_only=True, tag="decided words used"):
    """What the subgroup decided on these was put into report/learning.yaml."""

    recommendations: tuple[Word, ...] = ()


class ReportMade(Made, frozen=True, kw_only=True, tag="report made"):
    """The page came to a stage. `learning` is the hash of what it was made of.

    `edited`: it holds what a person wrote in Word since. `passed_over` are the required steps that
    were still open, `although` says why; `before_family` why it went out before they had heard.
    """

    allowed: ClassVar[Allowed] = "when closed"  # a closed review's page may be withdrawn

    stage: Word = ""
    on: date | None = None
    points: float | None = None
    measured_by: str | None = None
    learning: str | None = None
    agreed_by: str | None = None
    reason: str | None = None
    edited: bool = False
    passed_over: tuple[Word, ...] = ()
    although: str | None = None
    before_family: Word | None = None
    second_reader: str | None = None

    @property
    def reached_others(self) -> bool:
        """Whether somebody else has seen the page."""
        return self.stage not in ("", "draft")

    def stays(self) -> Stays | None:
        """Why `lfe undo` does not take it back, once the page is out."""
        if self.stage != "issued":
            return None
        return Stays(
            "A page that is issued has left the house.",
            "Withdraw it: lfe report --stage withdrawn",
        )


class FindingAccepted(Event, frozen=True, kw_only=True, tag="finding accepted"):
    """A finding that would stop the page may stand: rule, place and hash, never its text."""

    rule: str
    where: str
    digest: str
    reason: str
    second_reader: str | None = None


class PdfMade(Made, frozen=True, kw_only=True, tag="pdf made"):
    """The page was also written as a PDF."""


class PdfRemoved(Event, frozen=True, kw_only=True, tag="pdf removed"):
    """A PDF that is no longer what the page says was removed."""

    allowed: ClassVar[Allowed] = "when closed"


class Submitted(Made, frozen=True, kw_only=True, tag="submitted"):
    """The page went to the subgroup, for this meeting."""

    meeting: date | None = None

    @property
    def reached_others(self) -> bool:
        """The subgroup has it."""
        return True


class RecommendationsKept(Made, frozen=True, kw_only=True, tag="recommendations kept"):
    """The recommendations were kept word for word as they were submitted."""


class Decided(Fact, frozen=True, kw_only=True, tag="decided"):
    """What the subgroup decided on a recommendation; `words` only where it amended them."""

    allowed: ClassVar[Allowed] = "when closed"

    recommendation: Word = ""
    decision: Decision | None = None
    words: str | None = None
    reason: str | None = None
    group: Id | None = None
    report_back: date | None = None


class CirculationDecided(Fact, frozen=True, kw_only=True, tag="circulation decided"):
    """Who may read the page: subgroup, partners or public."""

    allowed: ClassVar[Allowed] = "when closed"

    to: Word = ""


class Received(Fact, frozen=True, kw_only=True, tag="received"):
    """A working group has what it is asked to do."""

    group: Id = ""


class ReportedBack(Fact, frozen=True, kw_only=True, tag="reported back"):
    """A working group reported back on these recommendations."""

    group: Id = ""
    recommendations: tuple[str, ...] = ()


class ActionsWritten(Event, frozen=True, kw_only=True, tag="actions written"):
    """The workbook of actions was made.

    The review's own is a `file` with a `sha256`; one of several reviews lies outside the review,
    as a `workbook` with a `digest`.
    """

    allowed: ClassVar[Allowed] = "when closed"

    group: Id | None = None
    file: Place = ""
    workbook: Place | None = None
    sha256: Word = ""
    digest: str | None = None


class ActionsReturned(Event, frozen=True, kw_only=True, tag="actions returned"):
    """A workbook came back and was read. `not_taken`: how much of it is still to be asked about.

    One that held nothing new of this review is not kept in its folder, and has a `digest` alone.
    `also` are the other reviews that it is about, each of which records it too.
    """

    allowed: ClassVar[Allowed] = "always"

    group: Id | None = None
    file: Place = ""
    sha256: Word = ""
    digest: str | None = None
    not_taken: Number = 0
    also: tuple[Word, ...] = ()

    @property
    def reached_others(self) -> bool:
        """A group sent it."""
        return True


class ActionNoted(Event, frozen=True, kw_only=True, tag="action noted"):
    """One field of an action changed."""

    allowed: ClassVar[Allowed] = "always"

    item: Word
    recommendation: Word = ""
    field: Word
    value: str  # empty where the cell was emptied


class ImpactChecked(Fact, frozen=True, kw_only=True, tag="impact checked"):
    """Whether practice has changed, asked some months after the decision."""

    allowed: ClassVar[Allowed] = "when closed"

    recommendation: Word = ""
    months: Number = 0
    how_much: str = ""
    how_well: str = ""
    difference: str = ""


class SteppedUp(Fact, frozen=True, kw_only=True, tag="stepped up"):
    """The review turned out to meet the criteria, and stopped."""

    allowed: ClassVar[Allowed] = "when closed"


class StepUpFollowed(Fact, frozen=True, kw_only=True, tag="step-up followed"):
    """What came after the review was stepped up; each is None where this does not say it.

    `aware` and `notified` are days: the local authority became aware, and notified. `outcome`:
    rapid-review, no-review, or goes-on: this review goes on. `nothing_needs_it`: it was
    confirmed that no process needs the papers any more.
    """

    aware: date | None = None
    notified: date | None = None
    outcome: Outcome | None = None
    nothing_needs_it: bool | None = None


class AgreedAgain(Fact, frozen=True, kw_only=True, tag="agreed again"):
    """An agency agreed to go on with a review that was stepped up and came back."""

    agency: Id


class CarriedOver(Fact, frozen=True, kw_only=True, tag="carried over"):
    """Something that was open when the review was closed, and goes on."""

    recommendation: Word | None = None
    item: Word | None = None
    group: Id | None = None
    person: str | None = None
    what: str | None = None
    months: Number | None = None
    to: str | None = None


class Disposed(Event, frozen=True, kw_only=True, tag="disposed"):
    """A file was removed when the review was closed."""

    allowed: ClassVar[Allowed] = "always"

    on: date | None = None
    file: Place = ""
    what: str = ""
    sha256: str | None = None

    def stays(self) -> Stays:
        """Why `lfe undo` does not take it back."""
        return Stays(
            "A file that was removed for good does not come back, so this stays.",
            "What was carried over goes on: lfe status",
        )


class Closed(Event, frozen=True, kw_only=True, tag="closed"):
    """The review was closed."""

    on: date | None = None

    def stays(self) -> Stays:
        """Why `lfe undo` does not take it back."""
        return Stays(
            "What closing removed does not come back, so a closed review stays closed.",
            "What was carried over goes on: lfe status",
        )


class KeptOn(Fact, frozen=True, kw_only=True, tag="kept on"):
    """It was looked at again whether a closed review is kept: it is, until another day."""

    until: date
    reason: str
    decided_by: str | None = None


class Undone(Event, frozen=True, kw_only=True, tag="undone"):
    """An earlier entry was taken back: `undoes` is its id, `was` its action.

    `whole`: `lfe undo` took it back, with the file that it had made. Without it, another command
    put something right (an old history has none): the file lies where it did.
    """

    allowed: ClassVar[Allowed] = "always"

    undoes: Word = ""
    was: Word = ""
    agency: Id | UnsetType | None = UNSET
    whole: bool = False


class HistoryMended(Event, frozen=True, kw_only=True, tag="history mended"):
    """The history was put right, or files that were gone were brought back: see `lfe check`.

    `lines` came back, `changed` lines were put right, `set_aside` lines that nobody could read were
    taken out; what was there before is kept as `before`.
    """

    allowed: ClassVar[Allowed] = "always"

    lines: Number = 0
    changed: Number = 0
    set_aside: Number = 0
    files: tuple[Place, ...] = ()
    before: Place = ""

    def stays(self) -> Stays:
        """Why `lfe undo` does not take it back."""
        return Stays("The history was put right, and that stays.", "How it is now: lfe check")
