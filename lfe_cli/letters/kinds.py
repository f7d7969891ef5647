"""The table of letters: one row for each kind, and everything that is decided by its kind.

A new letter is a row here and a text in templates/letters, beside the call that drafts it. The ids
stand in every history, so none of them ever changes. Where several kinds are listed to an officer,
they come in the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lfe_cli.review import files

# Whom it is written to. Line managers are reached through their agency's contact.
Reader = Literal["contact", "lead", "line managers", "group", "family"]
# How it leaves the office: an e-mail that the officer sends, a Word file that a worker hands over.
Medium = Literal["mail", "word"]
Enclosure = Literal["form", "guidance", "guide", "calendar", "agenda"]
# Who got a letter that announces the event's day, or takes it back, has heard of it; one that only
# mentions it is out of date as a draft when the event moves.
EventDay = Literal["", "announces", "mentions", "takes back"]
# On which days it makes sense, by the event's day.
Fits = Literal["always", "before the day", "until the day", "from the day"]
# The command that drafts it, as an officer types it.
Command = Literal[
    "lfe issue-audits",
    "lfe chase",
    "lfe ingest --ask",
    "lfe ingest",
    "lfe move",
    "lfe cancel",
    "lfe agenda",
    "lfe letter",
    "lfe decide",
]
BY_NAME: Command = "lfe letter"


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter. `title` is what several of them are called in a sentence.

    `encloses` is all that may go with it, in its order. `fits`: on which days it makes sense.
    `asks`: it asks for something, which a review that has stopped may not. `until_heard`: it serves
    only while its agency is not heard. `corrects_the_day`: whoever heard of another day gets it,
    also who takes no part any more.
    """

    id: str
    title: str
    to: Reader
    made_by: Command
    medium: Medium = "mail"
    encloses: tuple[Enclosure, ...] = ()
    event_day: EventDay = ""
    fits: Fits = "always"
    asks: bool = True
    until_heard: bool = False
    corrects_the_day: bool = False
    offers_short_form: bool = False

    @property
    def template(self) -> str:
        """The name of its template: `letters/invitation.txt`, `letter-family.docx`."""
        return f"letters/{self.id}.txt" if self.is_sent else f"letter-{self.id}.docx"

    @property
    def is_sent(self) -> bool:
        """An officer sends it, and so can record it with `lfe sent`."""
        return self.medium == "mail"

    @property
    def is_made_by_name(self) -> bool:
        """`lfe letter` makes it."""
        return self.made_by == BY_NAME

    @property
    def names_the_day(self) -> bool:
        """A draft of it is out of date once the event has another day."""
        return self.event_day != ""

    @property
    def tells_of_the_day(self) -> bool:
        """Whoever got it knows by it on which day the event is, or that it is not."""
        return self.event_day in ("announces", "takes back")

    @property
    def enters_the_calendar(self) -> bool:
        """Whoever got it may have the event in a calendar."""
        return "calendar" in self.encloses and self.event_day == "announces"

    def file(self, whose: str) -> str:
        """Its place in a review; `whose` is an agency's or a group's id, or a person's relation."""
        return files.letter(self.id, whose) if self.is_sent else files.family_letter(whose)


REQUEST = LetterKind(
    id="audit-request",
    title="the requests",
    to="contact",
    made_by="lfe issue-audits",
    encloses=("form", "guidance", "guide"),
    event_day="announces",
    fits="until the day",
)
REMINDERS = (
    LetterKind(
        id="chaser-1",
        title="the first reminders",
        to="contact",
        made_by="lfe chase",
        event_day="mentions",
        fits="before the day",
        until_heard=True,
    ),
    LetterKind(
        id="chaser-2",
        title="the second reminders",
        to="contact",
        made_by="lfe chase",
        event_day="mentions",
        fits="before the day",
        until_heard=True,
        offers_short_form=True,
    ),
    LetterKind(
        id="chaser-3",
        title="the third reminders",
        to="lead",  # never to the practitioner who is busy
        made_by="lfe chase",
        event_day="mentions",
        fits="before the day",
        until_heard=True,
    ),
)
STILL_OPEN = LetterKind(
    id="still-open",
    title="the letters about what an audit leaves open",
    to="contact",
    made_by="lfe ingest --ask",
    fits="before the day",
)
WITHOUT_NAMES = LetterKind(
    id="without-names",
    title="the letters that ask for points without names",
    to="contact",
    made_by="lfe ingest",
    fits="before the day",
)
MOVED = LetterKind(
    id="moved",
    title="the letters about the new day",
    to="contact",
    made_by="lfe move",
    encloses=("calendar",),
    event_day="announces",
    fits="until the day",
    corrects_the_day=True,
)
CANCELLED = LetterKind(
    id="cancelled",
    title="the letters about the cancelled event",
    to="contact",
    made_by="lfe cancel",
    encloses=("calendar",),
    event_day="takes back",
    fits="until the day",
    asks=False,
    corrects_the_day=True,
)
INVITATION = LetterKind(
    id="invitation",
    title="the invitations",
    to="contact",
    made_by="lfe agenda",
    encloses=("calendar", "agenda"),
    event_day="announces",
    fits="until the day",
)
LINE_MANAGERS = LetterKind(
    id="line-managers",
    title="the notes to line managers",
    to="line managers",
    made_by="lfe agenda",
    event_day="announces",
    fits="until the day",
)
THANK_YOU = LetterKind(
    id="thank-you",
    title="the letters of thanks",
    to="contact",
    made_by=BY_NAME,
    fits="from the day",
    asks=False,
)
FAMILY = LetterKind(
    id="family",
    title="the letters to the family",
    to="family",
    made_by=BY_NAME,
    medium="word",
)
RECOMMENDATIONS = LetterKind(
    id="recommendations",
    title="the letters to the groups",
    to="group",
    made_by="lfe decide",
)

KINDS = (
    REQUEST,
    *REMINDERS,
    STILL_OPEN,
    WITHOUT_NAMES,
    MOVED,
    CANCELLED,
    INVITATION,
    LINE_MANAGERS,
    THANK_YOU,
    FAMILY,
    RECOMMENDATIONS,
)
WITH_THE_PAPERS = tuple(kind for kind in KINDS if kind.made_by == INVITATION.made_by)
_BY_ID = {kind.id: kind for kind in KINDS}


def kind_of(letter: str) -> LetterKind | None:
    """The kind with this id; None for one that this table does not have."""
    return _BY_ID.get(letter)
