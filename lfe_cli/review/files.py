"""The table of files: what each file of a review is, where it lies, and what may be done with it.

A new kind of file is a row of TABLE. Whether git may keep it, who may read it, what `lfe check`
looks for in it, what closing does with it and what `lfe documents` calls it follow from the row.
"""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass, replace
from functools import lru_cache
from typing import Literal

MANIFEST = "review.yaml"
HISTORY = "history.jsonl"
IDENTIFIERS = "identifiers.yaml"
ISSUED = "audits/issued"
GUIDANCE = "audits/guidance.docx"
GUIDE = "audits/guide-for-staff.docx"
INBOX = "audits/inbox"
INBOX_NOTE = f"{INBOX}/put returned audits here.txt"
RETURNED = "audits/returned"
AGENDA = "event/agenda.docx"
FAMILY_AGENDA = "event/agenda-family.docx"
FACILITATOR = "event/facilitator.docx"
SIGN_IN = "event/sign-in.docx"
REPLY_DETAILS = "event/reply-details.txt"
ATTENDANCE_SHEET = "event/who-comes.xlsx"
INVITATION = "event/invitation.ics"
NOTES = "event/notes.docx"
FAMILY = "family"
LEARNING = "report/learning.yaml"
REPORT = "report/report.docx"
REPORT_PDF = "report/report.pdf"
REPORT_DRAFT = "report/draft.docx"
RECOMMENDATIONS = "subgroup/recommendations.yaml"
PAPER = "subgroup/paper.docx"
ACTIONS = "actions.xlsx"
ACTIONS_RETURNED = "subgroup/returned"  # workbooks as groups sent them back
DISPOSAL = "disposal.txt"
NO_LONGER_KEPT = "no-longer-kept.txt"  # all that is left of a review that was removed whole
OUTBOX = "outbox"
EARLIER = "outbox/earlier"  # drafts in whose place a newer one came
SENT = "outbox/sent"  # the drafts that were sent
SETTINGS = "partnership.yaml"  # this and what follows: in the workspace itself
TEMPLATES = "templates"  # the partnership's own copies
ABOUT = "about-this-folder.txt"
BOARD = "board.html"
REFERENCE = re.compile(r"^([A-Z][A-Z0-9]{0,9})-(\d{4})-(\d{3,})$")

Words = Literal[
    "ours",
    "the officer's",
    "an agency's",
    "the facilitator's",
    "a group's",
    "the family's",
    "nobody's",
    "anybody's",
]
Git = Literal["may keep", "never keeps"]
Check = Literal["nothing", "names", "stops", "stops and gaps", "everything"]
Closing = Literal["keep", "remove"]
Also = Literal["nothing", "what is named like it", "all in its folder"]
Within = Literal["review", "workspace", "anywhere"]
Recorded = Literal["by an entry", "by the start", "not"]
FileId = Literal[
    "lock-mark", "system-file", "open-mark", "manifest", "history", "questions", "issued-form",
    "guidance", "guide-for-staff", "inbox-note", "left-in-the-inbox", "what-was-read",
    "returned-audit", "agenda", "family-agenda", "facilitators-paper", "notes", "sign-in-sheet",
    "invitation", "reply-details", "attendance-sheet", "paper-of-the-day", "sent-letter",
    "earlier-letter", "letter", "learning", "report", "report-pdf", "draft", "recommendations",
    "subgroup-paper", "returned-actions", "actions", "all-actions", "group-actions",
    "family-letter", "identifiers", "disposal", "no-longer-kept", "board", "settings",
    "about", "template", "gitignore", "gitattributes", "year-workbook", "year-paper",
    "tool-folder", "other",
]  # fmt: skip


@dataclass(frozen=True)
class Aside:
    """What differs in a version that is kept aside ("name.1.docx"); None: as in the file itself.

    It is the officer's, to keep or to delete: git never has it, and of what is said of it by the
    check no more stands than that it may hold a name.
    """

    title: str | None = None
    check: Check | None = None
    closing: Closing | None = None
    git: Git = "never keeps"


@dataclass(frozen=True)
class File:
    """What a file is and may do.

    `place` is relative to the review, or to the workspace where `within` says so, and may have
    {parts}; `also` says what else counts as this file. `title` is what a person reads of it, ""
    for what is no document. `words` says whose words it holds. `check` is what `lfe check` tells
    of it; `names`: whether listed names are looked for before git keeps it. `made_from` are the
    files that it is made from, `template` its template (of a letter's {kind}), `heading` the title
    that it carries. `recorded`: what in the history tells of it. `aside` is None for what is never
    kept aside, `kept_aside` says of a row that its files are just that.
    """

    id: FileId
    place: str
    title: str
    words: Words = "ours"
    _: KW_ONLY
    git: Git = "may keep"
    check: Check = "nothing"
    closing: Closing = "keep"
    names: bool = True
    also: Also = "nothing"
    within: Within = "review"
    recorded: Recorded = "by an entry"
    made_from: tuple[FileId, ...] = ()
    template: str = ""
    heading: str = ""
    aside: Aside | None = Aside()
    kept_aside: bool = False

    @property
    def folder(self) -> str:
        """The folder that it lies in; "" for the review's or the workspace's own."""
        return self.place.rpartition("/")[0]

    @property
    def name(self) -> str:
        """Its name, with its parts."""
        return self.place.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """Its place without the ending."""
        return self.place.rpartition(".")[0]

    @property
    def came(self) -> bool:
        """Whether it came from an agency or a working group, and was not made for it."""
        return self.words in ("an agency's", "a group's")

    @property
    def confidential(self) -> bool:
        """Whether it holds what somebody said in confidence: not everybody may read it."""
        return self.git == "never keeps" and self.words not in ("ours", "nobody's")

    def is_read_in(self, path: str) -> bool:
        """Whether `path` lies where such a file does, in its format: no scan and no subfolder."""
        folder, _, name = path.rpartition("/")
        ending = self.name.rpartition(".")[2]
        return folder == self.folder and name.rpartition(".")[2].casefold() == ending

    def as_kept_aside(self) -> File:
        """What a version of it that is kept aside is, and may do. One that came is none of ours."""
        differs = {k: v for k, v in vars(self.aside or Aside()).items() if v is not None}
        if self.check != "nothing":
            differs = {"check": "names", **differs}
        return replace(self, **differs, aside=None, kept_aside=not self.came)


# In the order of a review's life, and of the lines of .gitignore. The first row that a path
# matches says what the file is.
# fmt: off
TABLE: tuple[File, ...] = (
    # what programs, and the tool itself, keep for a moment
    File("lock-mark", ".~lock.{name}", "", "nobody's", within="anywhere", aside=None),
    File("system-file", "thumbs.db", "", "nobody's", within="anywhere", aside=None),
    File("system-file", "desktop.ini", "", "nobody's", within="anywhere", aside=None),
    File("system-file", ".ds_store", "", "nobody's", within="anywhere", aside=None),

    File("manifest", MANIFEST, "what is intended", "the officer's", check="names",
         recorded="by the start", aside=None),
    File("history", HISTORY, "what happened", recorded="by the start", aside=None),

    File("guidance", GUIDANCE, "guidance for audits", template="guidance.docx",
         heading="Guidance on completing the audit form"),
    File("guide-for-staff", GUIDE, "guide for staff", template="guide-for-staff.docx",
         heading="A guide for staff in partner agencies"),
    # the questions are the partnership's own: nobody is in them
    File("questions", f"{ISSUED}/questions-{{form}}.yaml", "questions of a form", names=False),
    File("issued-form", f"{ISSUED}/{{agency}}.docx", "audit form, empty", check="stops and gaps",
         also="all in its folder", made_from=("questions",), template="audit.docx"),
    File("inbox-note", INBOX_NOTE, "", aside=None),
    File("left-in-the-inbox", f"{INBOX}/{{name}}", "left in the inbox", "an agency's",
         git="never keeps", closing="remove", also="all in its folder", aside=None),
    File("what-was-read", f"{RETURNED}/{{agency}}.yaml", "what was read of an audit",
         "an agency's", git="never keeps", closing="remove", made_from=("returned-audit",)),
    File("returned-audit", f"{RETURNED}/{{agency}}.{{ending}}", "returned audit", "an agency's",
         git="never keeps", closing="remove", also="all in its folder"),

    File("agenda", AGENDA, "agenda", check="everything", made_from=("manifest",),
         template="agenda.docx", heading="Agenda of the learning event",
         aside=Aside("earlier version of the agenda")),
    File("family-agenda", FAMILY_AGENDA, "agenda for the family", check="everything",
         made_from=("manifest",), template="agenda-family.docx", heading="Your part of the day",
         aside=Aside("earlier version of the agenda for the family")),
    File("facilitators-paper", FACILITATOR, "facilitator's paper", "an agency's",
         git="never keeps", check="stops and gaps", closing="remove",
         also="what is named like it", made_from=("what-was-read",),
         template="facilitator.docx", heading="The facilitator's paper"),
    File("notes", NOTES, "facilitator's notes", "the facilitator's",
         git="never keeps", check="stops and gaps", closing="remove",
         also="what is named like it", template="notes.docx",
         heading="Notes for the one-page report"),
    File("sign-in-sheet", SIGN_IN, "sign-in sheet", check="stops and gaps", closing="remove",
         also="what is named like it", made_from=("manifest",),
         template="sign-in.docx", heading="Sign-in sheet"),
    File("invitation", INVITATION, "invitation", check="everything", made_from=("manifest",),
         aside=Aside("earlier version of the invitation", check="nothing")),
    # access needs, and other services and processes: what was said goes into no other file
    File("reply-details", REPLY_DETAILS, "details of replies", "the officer's",
         git="never keeps", check="stops", closing="remove", also="what is named like it"),
    # it is for numbers and choices, but a person can type anything into it
    File("attendance-sheet", ATTENDANCE_SHEET, "sheet of who comes and who came",
         "the officer's", git="never keeps", check="stops", closing="remove",
         also="what is named like it"),
    # a paper for the day that a person put beside ours
    File("paper-of-the-day", "event/{name}.docx", "other", "anybody's", check="stops and gaps"),

    # nobody can change any more what it says
    File("sent-letter", f"{SENT}/{{letter}}.eml", "letter that was sent", git="never keeps",
         closing="remove", also="all in its folder", made_from=("letter",),
         template="letters/{kind}.txt", aside=None),
    # not beside the others, where somebody would send it by mistake
    File("earlier-letter", f"{EARLIER}/{{letter}}.eml", "earlier draft of a letter",
         git="never keeps", closing="remove", also="all in its folder", made_from=("letter",),
         template="letters/{kind}.txt", aside=None, kept_aside=True),
    File("letter", f"{OUTBOX}/{{letter}}.eml", "draft of a letter", git="never keeps",
         check="stops and gaps", closing="remove", also="all in its folder",
         template="letters/{kind}.txt"),

    File("learning", LEARNING, "what was learned", "the officer's", check="everything",
         recorded="not", made_from=("notes",),
         aside=Aside("earlier version of the learning", closing="remove", check="nothing")),
    File("report", REPORT, "the page", check="everything", made_from=("learning",),
         template="report.docx", heading="What we learned",
         aside=Aside("earlier version of the page", closing="remove", check="nothing")),
    File("report-pdf", REPORT_PDF, "the page", made_from=("report",),
         aside=Aside("earlier version of the page", closing="remove")),
    File("draft", REPORT_DRAFT, "draft of the page", closing="remove", made_from=("learning",),
         template="report.docx"),

    File("recommendations", RECOMMENDATIONS, "recommendations as submitted",
         made_from=("learning",)),
    File("subgroup-paper", PAPER, "paper for the subgroup", check="everything",
         made_from=("recommendations",), template="subgroup-paper.docx",
         aside=Aside("earlier version of the subgroup's paper", closing="remove",
                     check="nothing")),
    File("returned-actions", f"{ACTIONS_RETURNED}/{{group}}.{{ending}}",
         "returned actions workbook", "a group's", git="never keeps", closing="remove",
         also="all in its folder"),
    File("actions", ACTIONS, "workbook of actions", made_from=("history",),
         aside=Aside("earlier version of the actions workbook", closing="remove")),
    File("all-actions", ACTIONS, "workbook of actions, of several reviews", within="workspace",
         made_from=("history",)),
    File("group-actions", "actions-{group}.xlsx", "workbook of actions, of several reviews",
         within="workspace", made_from=("history",)),

    # nothing in it is asked for: the gaps of these letters are filled on paper
    File("family-letter", f"{FAMILY}/letter-{{person}}.docx", "letter to the family",
         "the family's", git="never keeps", check="stops", closing="remove",
         also="all in its folder",
         template="letter-family.docx", heading="A letter for you"),
    File("identifiers", IDENTIFIERS, "list of names", "the officer's", git="never keeps",
         closing="remove", names=False, recorded="not"),
    File("disposal", DISPOSAL, "record of what was removed", made_from=("history",)),
    # the list of names is gone with the rest: what stands in it is looked at before
    File("no-longer-kept", NO_LONGER_KEPT, "record of a review that is no longer kept",
         names=False, aside=None),

    File("board", BOARD, "board", git="never keeps", within="workspace",
         made_from=("history",), aside=None),
    # it holds addresses of services, and nobody of a family
    File("settings", SETTINGS, "settings", "the officer's", within="workspace", names=False,
         recorded="not", aside=None),
    File("about", ABOUT, "about this folder", within="workspace", aside=None),
    File("gitignore", ".gitignore", "", within="workspace", aside=None),
    File("gitattributes", ".gitattributes", "", within="workspace", aside=None),
    File("template", f"{TEMPLATES}/{{name}}", "template", "the officer's", within="workspace",
         also="all in its folder", recorded="not", aside=None),
    File("year-workbook", "year-{year}.xlsx", "workbook of a year", within="workspace",
         made_from=("history",)),
    File("year-paper", "year-{year}.docx", "summary of a year", within="workspace",
         made_from=("history",), template="year.docx"),
    File("tool-folder", ".lfe/{name}", "", "nobody's", git="never keeps", within="workspace",
         also="all in its folder", aside=None),
    File("open-mark", "~${name}", "other", "nobody's", git="never keeps", within="anywhere",
         aside=None),
)
# fmt: on
OTHER = File("other", "{name}", "other", "anybody's", aside=None)
TEXTS = (".yaml", ".jsonl", ".docx", ".xlsx", ".ics", ".txt")  # where a name can be looked for


def file_of(path: str) -> File:
    """What the file at `path`, relative to its review's folder, is; OTHER for a person's own.

    A version that is kept aside has the row of its file, with what differs in it.
    """
    return _found(path, "review").file


def file_in_workspace(path: str) -> File:
    """The same for a `path` that is relative to the workspace, in a review or not."""
    first, slash, rest = path.partition("/")
    if slash and REFERENCE.match(first):
        return file_of(rest)
    return _found(path, "workspace").file


def parts_of(path: str) -> dict[str, str]:
    """The {parts} of a file's place, such as its agency; none where its name says no such thing."""
    return _found(path, "review").parts


def is_named_by_us(path: str) -> bool:
    """Whether the tool gave the file its name, so that no sender's word is in it.

    False for a place with {parts}: the history knows whether such a file was made here.
    """
    place = _found(path, "review").file.place  # in the case that we write: others are a person's
    if "{" in place or not place:
        return False
    before, _, after = numbered(place, "\0").partition("\0")
    between = path[len(before) : len(path) - len(after)]
    is_numbered = path == f"{before}{between}{after}" and between.isdecimal()
    return path == place or is_numbered


def path_of(file: FileId, **parts: str) -> str:
    """Where a file lies: its place, with its parts put in."""
    return next(row for row in TABLE if row.id == file).place.format(**parts)


def place_aside(path: str) -> str:
    """Where versions of the file at `path`, relative to the workspace, are kept aside, numbered."""
    folder, _, name = path.rpartition("/")
    if file_in_workspace(path).id != "letter" or not folder.endswith(f"/{OUTBOX}"):
        return path
    return f"{folder.removesuffix(OUTBOX)}{EARLIER}/{name}"


def numbered(path: str, number: int | str) -> str:
    """`name.2.docx` for `name.docx`: a version that is kept aside, or one more of its kind."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not stem:  # ".gitignore", or a name without an ending
        return f"{path}.{number}"
    return f"{folder}{slash}{stem}.{number}{dot}{ending}"


def heading_of(template: str) -> str:
    """The title of a paper that is made from `template`; that name where it has none."""
    rows = (row.heading for row in TABLE if row.template == template and row.heading)
    return next(rows, template)


_OF_WINDOWS = {"thumbs.db", "desktop.ini"}


def is_paper(path: str) -> bool:
    """Whether somebody may have written the file, and no program or system for itself."""
    name = path.rpartition("/")[2].lower()
    hidden = name.startswith(("~$", ".")) or name in _OF_WINDOWS  # Word's marks for what is open
    return not hidden and bool(file_of(path).title)


def issued_form(agency: str) -> str:
    """The form that was made for an agency."""
    return path_of("issued-form", agency=agency)


def questions_of(form: str) -> str:
    """The questions of a form's version, kept as they were when it was issued."""
    return path_of("questions", form=form)


def returned(agency: str, ending: str, number: int) -> str:
    """A returned audit: `police.docx`, then `police.2.docx`, never renamed."""
    first = path_of("returned-audit", agency=agency, ending=ending.removeprefix("."))
    return first if number == 1 else numbered(first, number)


def returned_actions(group: str, ending: str, number: int) -> str:
    """A workbook of actions as a group sent it back: `practice.xlsx`, then `practice.2.xlsx`."""
    first = path_of("returned-actions", group=group, ending=ending.removeprefix("."))
    return first if number == 1 else numbered(first, number)


def what_was_read(agency: str) -> str:
    """What was read of an agency's newest return; holds no narrative."""
    return path_of("what-was-read", agency=agency)


def family_letter(person: str) -> str:
    """The letter to one person of the family; `person` is a relation, never a name."""
    return path_of("family-letter", person=person)


def letter(kind: str, agency: str = "") -> str:
    """A mail draft in the outbox: `audit-request-police.eml`."""
    return path_of("letter", letter=f"{kind}-{agency}" if agency else kind)


def sent_letter(draft: str, number: int) -> str:
    """Where a draft of the outbox is kept once it was sent, and another of its name later."""
    first = f"{SENT}/{draft.rpartition('/')[2]}"
    return first if number == 1 else numbered(first, number)


@dataclass(frozen=True)
class _Found:
    """The row of a path, and the {parts} of its place."""

    file: File
    parts: dict[str, str]


def _found(path: str, within: Within) -> _Found:
    for row, its_own, counts_too in _patterns(TABLE):
        if row.within not in (within, "anywhere"):
            continue
        if match := its_own.fullmatch(path):
            return _Found(row, match.groupdict())
        if counts_too and counts_too.fullmatch(path):
            return _Found(row, {})
    return _Found(OTHER, {})


@lru_cache(maxsize=2)
def _patterns(
    table: tuple[File, ...],
) -> tuple[tuple[File, re.Pattern[str], re.Pattern[str] | None], ...]:
    """The rows, each after its versions kept aside: its own place, and what counts as it too."""
    rows: list[tuple[File, re.Pattern[str], re.Pattern[str] | None]] = []
    for row in table:
        if row.aside is not None:
            rows.append((row.as_kept_aside(), _pattern(row, numbered(row.place, "{number}")), None))
        rows.append((row, _pattern(row, row.place), _counting_too(row)))
    return tuple(rows)


def _pattern(row: File, place: str) -> re.Pattern[str]:
    """In any case of letters: a drive may keep none, and people rename."""
    pieces = re.split(r"\{(\w+)\}", place)
    parts = [rf"(?P<{name}>{_PARTS.get(name, '[^/]+?')})" for name in pieces[1::2]]
    parts.append("")
    said = "".join(re.escape(text) + part for text, part in zip(pieces[::2], parts, strict=True))
    above = "(?:.*/)?" if row.within == "anywhere" else ""
    return re.compile(above + said, re.IGNORECASE)


_PARTS = {"number": r"\d+", "year": r"\d{4}"}


def _counting_too(row: File) -> re.Pattern[str] | None:
    if row.also == "all in its folder":
        return re.compile(rf"{re.escape(row.folder)}/.*", re.IGNORECASE)
    if row.also == "what is named like it":
        return re.compile(rf"{re.escape(row.stem)}[^/]*", re.IGNORECASE)
    return None
