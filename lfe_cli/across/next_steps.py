"""What `lfe next` goes through: a row for each kind of open thing, and the order of its steps.

A row says how a thing is done, never in which words a command is typed: that is the thing's own
`command`. Rows hold words and no callables.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from lfe_cli.across.todo import todos
from lfe_cli.review import files
from lfe_cli.review.todo import Code, Said, Todo, sentences
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Review

How = Literal["makes", "happened", "opens", "asks", "says"]
Urgency = Literal["record", "safety", "family", "us", "others"]
URGENCIES: tuple[Urgency, ...] = ("record", "safety", "family", "us", "others")


@dataclass(frozen=True)
class Row:
    """How a thing is done in `lfe next`, and why it matters.

    `makes` is our own work: the command runs after a yes. `happened` is a fact of the world: Enter
    means "not yet", and the command asks what it needs after a yes. `opens` opens `file` for the
    officer and records nothing. `asks` fills in review.yaml, a question for each gap. `says` only
    says it: what next never does by itself. Of `happened`, `file` is what can be opened first: a
    letter to read and send. Where `each` is set, things of that kind are never put together; with
    `in_turn` they are shown together, and this is asked about one after the other.
    `instead` is what next runs where the thing's own command would do more, or of another one.
    All that have one row with `together` are one step. `says` is the sentence where status says
    nothing of it, or not yet; then it comes once nothing of the kind `after` is open. Where `day`
    is set, the answer may be the day instead of a yes; other commands ask for it themselves.
    """

    how: How
    why: str
    urgency: Urgency = "us"
    file: str = ""
    each: bool = False
    question: str = ""
    in_turn: str = ""
    instead: str = ""
    together: bool = False
    day: bool = False
    says: str = ""
    after: Code | None = None


_OFTEN_KIND = "Nobody is hurried: a kind question is enough."

# Whatever lies unsent, in one step: the command shows every letter, and asks of each kind.
_LETTERS = Row(
    "happened", "Days are counted from when a letter was sent, never from its draft.",
    file=files.OUTBOX, question="Have you sent any of them?", instead="lfe sent", together=True,
)  # fmt: skip

ROWS: Mapping[Code, Row] = {
    # of every review
    "waiting file": Row("makes", "What the history says and what lies here differ.", "record"),
    "unknown history": Row("makes", "What is said below may not be all.", "record"),
    "damaged history": Row("makes", "What is said below may be wrong.", "record"),
    "copy beside": Row("makes", "Only one of the two is read.", "record"),
    "folder in the inbox": Row("makes", "An audit may lie in it.", "record"),
    "two copies": Row("says", "Two copies of this folder say different things.", "record"),
    "workbook elsewhere": Row("says", "One of the reviews does not know yet what came back."),
    "stepped up": Row("says", "The review has stopped: the statutory route goes on.", "safety"),
    "archived": Row("says", "Nothing is recorded in the archive.", "record"),
    "agreed again": Row(
        "happened", "They wrote for learning; another process asks afresh.", "others", each=True,
        day=True, question="Has this agency agreed?",
    ),
    "keeping": Row(
        "happened", "Nothing is kept longer than somebody needs it.",
        question="Is it decided that it is kept, and until when?",
    ),
    "paper left": Row("says", "These papers were to be gone when the review was closed."),
    "list elsewhere": Row("says", "It holds names, and lies where lfe does not reach."),
    # the audits
    "manifest": Row("asks", "Letters and papers are made from it. Enter leaves an answer open."),
    "day": Row("says", "There is no learning event without a day."),
    "names": Row("opens", "Every text is checked against that list.", file=files.IDENTIFIERS),
    "inbox": Row("makes", "Every file is kept as it came, and nobody's words are copied."),
    "release": Row(
        "happened", "Nothing of it is read ahead before the agency plainly says so.", "others",
        each=True, question="Does it say that the facilitator may?",
    ),
    "form": Row("makes", "Agencies begin with the form. Nothing is sent: you send the letters."),
    "outdated form": Row("makes", "Agencies would go by what no longer holds."),
    "new form": _LETTERS,
    "request": _LETTERS,
    "identity": Row(
        "happened",
        "Nobody can look for a child that they do not know of. Never by these letters.",
        day=True, question="Do they know?",
    ),
    "reply": Row("happened", _OFTEN_KIND, "others", question="Has anybody replied?"),
    "replies": Row("says", _OFTEN_KIND, "others"),
    "reminder": Row("makes", "A letter may not have arrived. You read it and send it."),
    "reminder letter": _LETTERS,
    # the event
    "event papers": Row("makes", "The day needs them. You look at them before they go out."),
    "event letter": _LETTERS,
    "reply to the new day": Row(
        "happened", "They said that they come on the earlier day.", "others",
        question="Has anybody replied?",
    ),
    "another day": Row(
        "happened", "The learning still waits to be heard.", question="Is there another day?"
    ),
    "event": Row("says", "It is the day that all of this is for."),
    "hold": Row(
        "opens", "While it stands, what it holds does not go on.", "safety", instead="lfe edit"
    ),
    "professionals": Row(
        "happened", "Nobody should meet the family unprepared.", "family",
        day=True, question="Do they all know?",
    ),
    "family decision": Row(
        "asks", "It is never left to chance who hears of it.", "family", each=True
    ),
    "family paper": Row("says", "It could bring somebody into danger.", "safety"),
    "family part": Row("says", "Their paper promises these things.", "family"),
    "family contact": Row(
        "asks", "A letter to the wrong home can get somebody hurt.", "safety", each=True
    ),
    "family letter": Row(
        "makes", "Somebody they know hands it over; nothing is sent.", "family", each=True
    ),
    "family briefing": Row(
        "happened", "They should know who is there, and that they may leave.", "family",
        each=True, day=True, question="Do they know what to expect?",
    ),
    "family views": Row(
        "happened", "What they want us to know belongs to the learning.", "family", each=True,
        day=True, question="Have they told us?",
    ),
    "feedback": Row(
        "happened", "It is about their lives: they hear it before others do.", "family",
        each=True, day=True, question="Have they heard it?",
    ),
    "support": Row(
        "happened", "The day can be hard for those who worked with the child.", "others",
        day=True, question="Has any of them said that support is in place?",
        in_turn="Has {about} said that support is in place?",
        instead="lfe reply {about} --support yes",
    ),
    "access": Row(
        "happened", "So that everybody can get in, hear, see and take part.", "others", day=True,
        question="Are they met, or are there none, at any of them?",
        in_turn="Are they met, or are there none, at {about}?",
        instead="lfe reply {about} --access yes",
    ),
    "attendance": Row(
        "happened", "By role alone: it is for the Business Unit.", question="Has it taken place?",
        instead="lfe attended",
    ),
    "collection": Row(
        "happened", "They speak of a child, and agencies were told that they come back.",
        day=True, question="Have you collected them?", instead="lfe collected",
    ),
    "facilitator's paper": Row("says", "Agencies were told that it is destroyed."),
    "thanks": Row("makes", "They gave their time and their honesty. You complete each by hand."),
    "thanks letter": _LETTERS,
    # the page
    "changed page": Row("says", "What people read is no longer what was issued.", "safety"),
    "repeat": Row("makes", "What was asked for before may need another way."),
    "notes": Row("makes", "The facilitator has written into the Word notes."),
    "learning": Row("opens", "The page is made from it.", file=files.LEARNING),
    "page": Row("makes", "It is checked for names, for blame, and for its length."),
    "reading": Row(
        "happened", "They were promised that they see it first.", file=files.REPORT,
        day=True, question="Have they read it, or are the days over?",
    ),
    "agreement": Row(
        "happened", "It is the facilitator's page.", file=files.REPORT,
        day=True, question="Has the facilitator agreed it?",
    ),
    "said otherwise": Row("makes", "A page goes out in the words that were decided."),
    # what follows it
    "meetings": Row("opens", "Papers are made for a meeting.", file=f"../{PARTNERSHIP}"),
    "submission": Row("makes", "The subgroup decides on the next steps of the page."),
    "papers to the subgroup": Row("opens", "They read it before they meet.", file="subgroup"),
    "withdrawn page": Row("says", "Groups may be working on steps that no longer stand."),
    "decision": Row("says", "Groups begin when it is decided."),
    "record of decisions": Row(
        "happened", "Groups get a letter with what is decided.", question="Has it decided?"
    ),
    "circulation": Row(
        "happened", "Until it is recorded, the page goes to nobody else.",
        question="Has it decided that?",
    ),
    "issue": Row("says", "It is out of our hands then, so it is typed by you."),
    "group letter": _LETTERS,
    "outdated letter": Row("makes", "A group is asked for what was decided, and for no more."),
    "receipt": Row(
        "happened", "A letter may not have arrived.", "others", each=True,
        day=True, question="Does the group have it?",
    ),
    "report back": Row("says", _OFTEN_KIND, "others"),
    "ask for a report back": Row(
        "happened", _OFTEN_KIND, "others", each=True, day=True,
        question="Has the group reported back?",
    ),
    "workbook": Row("makes", "Groups write into it what they do. You send it to them."),
    "workbook copy": Row("makes", "What stands in their copy alone would be lost.", each=True),
    "action": Row(
        "happened", "What groups write into it is recorded cell by cell, after your yes.", "others",
        question="Has a group's workbook come back?", instead="lfe actions FILE", together=True,
        says="read the workbook of actions when a group sends it back", after="workbook",
    ),
    "ask about an action": Row("says", _OFTEN_KIND, "others"),
    "outcome": Row("says", "Done is not yet a difference.", "others"),
    "weak action": Row("makes", "A clearer action is easier to do."),
    "impact": Row(
        "happened", "It is what all of this was for.", "others", each=True,
        question="Has the group told you?",
    ),
    "close": Row(
        "says", "Papers go for good then, so it is typed by you.", says="close the review"
    ),
}  # fmt: skip

# What an officer types, and `lfe next` never runs, whichever row would.
_NEVER_COMMANDS = frozenset(("close", "discard", "undo", "step-up", "cancel"))
_NEVER_WORDS = frozenset(
    ("--destroy", "--although", "--accept", "--anyway", "--yes", "--replace", "--theirs",
     "--nothing-needs-it", "issued", "withdrawn", "withdraw")
)  # fmt: skip


def is_never_run(command: str) -> bool:
    """Whether the command destroys, issues, closes, withdraws or overrides."""
    words = command.split()[1:]
    is_of_them = bool(words) and words[0] in _NEVER_COMMANDS and "--agreed" not in words
    return is_of_them or not _NEVER_WORDS.isdisjoint(words)


@dataclass(frozen=True)
class Step:
    """One thing that `lfe next` shows: of several agencies at once where one sentence names them.

    `theme` and `event` are what the officer sees or relies on beside it. Two steps that are equal
    ask for the same: what was agreed for the one holds for the other.
    """

    reference: str
    theme: str
    event: tuple[datetime | None, str | None]
    todos: tuple[Todo, ...]

    @property
    def row(self) -> Row:
        """Its row of the table."""
        return ROWS[self.todos[0].code]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to be done, without the command where it stands last."""
        commands = {one.command for one in self.todos}
        said = sentences(one.says for one in self.todos) or (self.row.says,)
        return tuple(_without_its_end(one, commands) for one in said)

    @property
    def command(self) -> str:
        """What an officer types for it; "" where there is nothing to type."""
        return self.todos[0].command

    @property
    def runs(self) -> str:
        """The command that `lfe next` runs after a yes; "" where it never runs one."""
        if self.row.how not in ("makes", "happened"):
            return self.row.instead
        instead, about = self.row.instead, self.todos[0].about
        command = instead.format(about=about[0] if about else "") or self.command
        return "" if is_never_run(command) else command

    @property
    def one_by_one(self) -> tuple[Step, ...]:
        """The same of each of several alone, where it is asked about one after the other."""
        if not self.row.in_turn or not self.runs:
            return ()
        return tuple(replace(self, todos=(one,)) for one in self.todos)

    def still_asks(self, review: Review, today: date) -> bool:
        """Whether what the officer agreed to is open as it was shown.

        Of one of several it counts that it is open: what was said of the others may be done.
        """
        if not self.row.in_turn:
            return self in steps(review, today)
        open_ones = {(one.code, one.about) for one in todos(review, today)}
        return all((one.code, one.about) in open_ones for one in self.todos)

    @property
    def how(self) -> How:
        """How it is done: what has nothing to type is said."""
        how = self.row.how
        to_type = self.command if how == "asks" else self.runs
        return how if how == "opens" or to_type else "says"

    @property
    def key(self) -> tuple[object, ...]:
        """What it has in common with itself once some of it is done."""
        first = self.todos[0]
        if self.row.together:
            return self.reference, self.row
        about = first.about if self.row.each else ()
        return self.reference, first.code, about, _same(first.says), first.command

    @property
    def due(self) -> date | None:
        """The first day by which something of it is due."""
        return min((one.due for one in self.todos if one.due), default=None)


def steps(review: Review, today: date) -> tuple[Step, ...]:
    """What is open in a review, the most urgent first."""
    event = review.manifest.event
    found: dict[tuple[object, ...], Step] = {}
    every = todos(review, today)
    open_ones = {one.code for one in every}
    for one in every:
        if one.says is None and not _comes_up(one, open_ones):
            continue
        step = Step(review.reference, review.manifest.theme, (event.at, event.venue), (one,))
        known = found.get(step.key)
        found[step.key] = replace(known, todos=(*known.todos, one)) if known else step
    return tuple(sorted(found.values(), key=lambda step: _urgency(step, today)))


def _comes_up(one: Todo, open_ones: Container[Code]) -> bool:
    """Whether a thing of which status says nothing is a step all the same."""
    row = ROWS[one.code]
    return bool(row.says and (one.closing or one.next)) and row.after not in open_ones


def _urgency(step: Step, today: date) -> tuple[int, bool, date]:
    """Safety and the family first, then our own work by its day; nobody else is ranked.

    What is only said comes after what can be done.
    """
    urgency = step.row.urgency
    due = step.due if urgency == "us" else None
    return URGENCIES.index(urgency), step.how == "says", due or today


def _without_its_end(said: str, commands: Iterable[str]) -> str:
    for command in commands:
        said = said.removesuffix(f": {command}") if command else said
    return said


def _same(said: Said | None) -> Said | None:
    return replace(said, item="") if said and said.item else said


# What the day of a thing is for.
_DAYS: Mapping[Code, str] = {
    "reply": "replies are hoped for",
    "family briefing": "somebody of the family hears what to expect",
    "feedback": "somebody of the family hears the learning",
    "submission": "papers for the subgroup are due",
    "papers to the subgroup": "papers for the subgroup are due",
    "decision": "the subgroup meets",
    "report back": "a group's report is hoped for",
    "action": "an action is hoped for",
    "impact": "it is asked what difference a step made",
}


def next_day(review: Review, today: date) -> tuple[date, str] | None:
    """The first day that is still to come, and what it is for."""
    coming = [(one.due, _DAYS.get(one.code, "")) for one in todos(review, today) if one.due]
    event, due = review.manifest.event.at, review.manifest.audits.due
    if due:
        coming.append((due, "audits are ready, by a local target"))
    if event:
        coming.append((event.date(), "the learning event"))
    ahead = [(day, what) for day, what in coming if day > today and what]
    return min(ahead, default=None)
