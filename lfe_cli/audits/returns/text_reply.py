"""An audit answered in plain text: the answers that stand under their own numbers, nothing else.

It is read by the lines that `text_form` printed. Headers, greetings, signatures and what is quoted
are neither read nor kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lfe_cli.audits.form_contents import form_line
from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.returns.answers import Answer
from lfe_cli.audits.returns.identify import Identity, identities_in
from lfe_cli.audits.returns.mail_text import MailText
from lfe_cli.audits.returns.reading import Reading, reading_from
from lfe_cli.audits.returns.several import ADVICE, several_agencies
from lfe_cli.audits.returns.words import key, words
from lfe_cli.audits.text_form import (
    END,
    answer_line,
    lettered,
    lines_below,
    question_line,
)
from lfe_cli.review.workspace import Review
from lfe_cli.text import tidy

_MARKS = re.compile(r"\s*((?:>\s?)*)")
_ANSWER = re.compile(r"answer\s{0,3}(\d{1,3})\s{0,3}:(.*)", re.IGNORECASE | re.DOTALL)
_QUESTION = re.compile(r"question\s{0,3}(\d{1,3})\.(.*)", re.IGNORECASE | re.DOTALL)
_TELLING = 3  # first words of a question that make its line known
_EARLIER = re.compile(  # an earlier mail begins
    r"-{3,}.{0,40}\b(?:original|forwarded)\b.{0,40}-{3,}|on .{6,120} wrote:", re.IGNORECASE
)
_RULE = re.compile(r"_{10,}|--")  # a signature, or an earlier mail
_FROM = re.compile(r"\*?from:\*?\s", re.IGNORECASE)
_SENT = re.compile(r"\*?(?:sent|date|to|subject):\*?\s", re.IGNORECASE)
_HEADERS = 4  # lines after "From:" in which another header of an earlier mail stands
_CHOICE = re.compile(r"\(?([a-z])(?:[).:]|(?=\s|$))\s*(.*)", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"[\s,;&+/.)]+(?:and\s+)?")

_NOTHING_ELSE = (
    "Only what stands below the lines for answers was read, and is kept. Look whether the e-mail "
    "says more."
)
_NO_FORM_LINE = (
    "It has places for answers, and no line that says whose they are (reference, agency, form). "
    "Ask the agency to reply with that line left in."
)
_FORM_ATTACHED = "A form is attached to this e-mail: save it from there, and put it here instead."
_STRUCK = (
    "Some of its words are struck through or hidden, so it is not sure what is meant. Read it, and "
    "ask the agency for a text without them."
)
_NO_ROUTE = (
    "Audits are read from e-mails only where partnership.yaml names a secure route "
    "(settings, secure_route). Without one, ask the agency to bring its audit."
)
_TWO_AUDITS = (
    "It holds answers more than once, and not alike: two agencies' audits may stand in it."
)
_ENDS = "its answer seems to end at a line like the head of an e-mail; what follows was not read."
_TWICE = "it is answered twice, and not alike. Neither was taken."
_IN_THE_QUOTED = "its answer stands in the quoted part."
_ABOVE = "something stands above the line for its answer, and was not read."
_NO_DIVISION = "its lines are not divided into their parts."
_QUOTED_TOO = "some of what stands there is quoted, and was not read."
_SIGNED = "what looks like the end of a letter was left out of it."
_MAY_BE_SIGNED = "its last lines may be the end of a letter."
_CLOSING = re.compile(
    r"(?:(?:with |my )?(?:very )?(?:kind(?:est)?|best|warm(?:est)?|many)?\s?"
    r"(?:regards|wishes|thanks)|thank you|thanks|yours|cheers|sent from|get outlook)\b.{0,60}",
    re.IGNORECASE,
)


def has_places(text: MailText) -> bool:
    """Whether a line in it is the place for an answer."""
    return any(_ANSWER.match(_Line.of(line).text) for line in text.lines)


def whose_text(review: Review, text: MailText) -> tuple[Identity, str]:
    """Whose audit a text is by its form line; or why it is left to a person, in a sentence."""
    whole = " ".join(_Line.of(line).text for line in text.lines)  # a form line can be wrapped
    said = list(dict.fromkeys([*identities_in(text.lines), *identities_in([whole])]))
    if len(said) > 1:
        return Identity(), several_agencies(review, said)
    if not said:
        return Identity(), _NO_FORM_LINE
    if text.has_form:
        return Identity(), _FORM_ATTACHED
    if text.unsure:
        return Identity(), _STRUCK
    if not review.partnership.settings.secure_route:
        return Identity(), _NO_ROUTE
    return said[0], ""


@dataclass(frozen=True)
class TextAudit:
    """A reply that was read. `written` is what stood in each place, by question, as it came.

    `refusal` is why it is left to a person although it can be read; empty where it is not.
    """

    reading: Reading
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    refusal: str = ""


def read_reply(text: MailText, form: AuditForm) -> TextAudit:
    """The answers that stand under their numbers; those to be compared are `recovered`.

    The facilitator may read ahead only where the place for that says yes and nothing else, and
    nothing is to be said of it.
    """
    found = _sorted(text.lines, form)
    answers: dict[str, Answer] = {}
    notes: dict[str, list[str]] = {}
    written: dict[str, tuple[str, ...]] = {}
    for question in form.questions():
        written[question.id], said = _written(found.places.get(question.id, []))
        alone = written[question.id][0] if len(written[question.id]) == 1 else ""
        read, unsure = _answer(question, alone)
        answers |= read
        above = found.above.get(question.id, [])
        notes[question.id] = [*said, *unsure] + [_ABOVE] * _says_more(above, form, question)
    remarks = [f"Question {n}: {note}" for q, n in form.numbers().items() for note in notes[q]]
    remarks += [_NOTHING_ELSE] * bool(found.elsewhere)
    remarks += ["What is attached to the e-mail was not read."] * bool(text.files)
    compare = [question for question, said in notes.items() if said]
    reading = reading_from(form, answers, "recovered", recovered=compare, remarks=remarks)
    if form.release in compare:
        reading = replace(reading, released=False, release_unclear=True)
    return TextAudit(reading, written, _two_audits(found, written))


def _two_audits(found: _Found, written: Mapping[str, tuple[str, ...]]) -> str:
    """Why a text may be two audits: its answers differ, or stand in two mails."""
    differing = sum(len(texts) > 1 for texts in written.values())
    mails = {place.mail for those in found.places.values() for place in those if place.says}
    return f"{_TWO_AUDITS} {ADVICE}" if differing > 1 or len(mails) > 1 else ""


def as_kept(audit: TextAudit, reference: str, agency: str, form: AuditForm) -> bytes:
    """What stood in the places, as the text that is filed: `read_reply` reads the same from it."""
    lines = [form_line(reference, agency, form), "What stood under its numbers, as it came.", ""]
    for question in form.questions():
        lines += [question_line(form, question), *lines_below(form, question)]
        for text in audit.written.get(question.id) or ("",):
            lines += [answer_line(form, question), text, ""]
    return "\n".join([*lines, END, ""]).encode()


# ---------------------------------------------------------------- whose words are these


@dataclass(frozen=True)
class _Line:
    """A line of a mail, and how deep it is quoted."""

    quoted: int
    text: str

    @classmethod
    def of(cls, line: str) -> _Line:
        marks = _MARKS.match(line)
        assert marks is not None
        return cls(len(marks[1].replace(" ", "")), line[marks.end() :].strip())


@dataclass
class _Place:
    """The place for an answer, as often as its line stands in the text. It may be quoted."""

    quoted: int
    lines: list[str] = field(default_factory=list)
    is_gone_on_with: bool = False  # the answer begins on the quoted line itself
    has_quoted: bool = False
    is_last: bool = False  # nothing of ours stands below it, so that a signature may
    is_cut: bool = False  # more stands below the line that ended it, before the next question
    mail: int = 0  # in which of several mails, one below another, it stands

    @property
    def says(self) -> bool:
        """Whether somebody wrote in it."""
        return any(line.strip() for line in self.lines)


@dataclass
class _Found:
    """Places by question, what stands above each, and how many lines stand under no number."""

    places: dict[str, list[_Place]] = field(default_factory=dict)
    above: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: int = 0


class _Sorter:
    """Goes through the lines: each belongs to the place or the question that was named last."""

    def __init__(self, form: AuditForm) -> None:
        self.found = _Found()
        self.questions = {str(n): q for n, q in enumerate(form.questions(), start=1)}
        self.place: _Place | None = None
        self.above: list[str] | None = None
        self.number = ""
        self.cut: tuple[str, _Place] | None = None
        self.mail = 0

    def take(self, line: _Line) -> None:
        if (answer := _ANSWER.match(line.text)) and answer[1].lstrip("0") in self.questions:
            self._begin(self.questions[answer[1].lstrip("0")], line.quoted, answer[2].strip())
        elif asked := self._asked(line.text):
            self._goes_on_with(asked)
            self.place, self.above = None, self.found.above.setdefault(asked.id, [])
        elif self.place is not None:
            if line.quoted == 0:
                self.place.lines.append(line.text)
            elif line.text:
                self.place.has_quoted = True
        elif self.above is not None:
            self.above.append(line.text)
        elif line.text and not line.quoted:
            self.found.elsewhere += 1

    def end(self, *, with_our_line: bool = False, earlier_mail: bool = False) -> None:
        """What follows belongs to no question, until one is named again."""
        if self.place is not None:
            self.place.is_last = not with_our_line
            self.cut = (self.number, self.place)
        self.place = self.above = None
        self.mail += earlier_mail

    def _goes_on_with(self, question: Question) -> None:
        """The text names the next question: if what is before it was cut, it is not at its end."""
        numbers = {one.id: number for number, one in self.questions.items()}
        if self.cut is not None and int(numbers[question.id]) == int(self.cut[0]) + 1:
            self.cut[1].is_cut = True
        self.cut = None

    def _begin(self, question: Question, quoted: int, text: str) -> None:
        self._goes_on_with(question)
        self.number = next(n for n, one in self.questions.items() if one is question)
        self.place = _Place(quoted, [text] if text else [], bool(text and quoted), mail=self.mail)
        self.above = None
        self.found.places.setdefault(question.id, []).append(self.place)

    def _asked(self, text: str) -> Question | None:
        match = _QUESTION.match(text)
        question = self.questions.get(match[1].lstrip("0")) if match else None
        if match is None or question is None:
            return None
        start = words(question.prompt)[:_TELLING]
        return question if words(match[2])[: len(start)] == start else None


def _sorted(lines: Sequence[str], form: AuditForm) -> _Found:
    sorter, read = _Sorter(form), [_Line.of(line) for line in lines]
    for number, line in enumerate(read):
        if key(line.text) == key(END):
            sorter.end(with_our_line=True)
        elif _begins_an_earlier_mail(read, number):
            sorter.end(earlier_mail=True)
        elif _RULE.fullmatch(line.text):
            sorter.end()
        else:
            sorter.take(line)
    sorter.end()
    return sorter.found


def _begins_an_earlier_mail(lines: Sequence[_Line], number: int) -> bool:
    text = lines[number].text
    if _EARLIER.fullmatch(text):
        return True
    after = lines[number + 1 : number + 1 + _HEADERS]
    return bool(_FROM.match(text)) and any(_SENT.match(line.text) for line in after)


def _written(places: list[_Place]) -> tuple[tuple[str, ...], list[str]]:
    """What somebody wrote in the places for one answer, and what is to be said of it."""
    notes = [_QUOTED_TOO] if any(place.has_quoted for place in places) else []
    filled: dict[str, str] = {}
    for place in places:
        text, end = _without_end(place)
        if text:
            filled.setdefault(key(text), text)
            notes += [end] if end else []
            notes += [_IN_THE_QUOTED] if place.is_gone_on_with else []
        notes += [_ENDS] if place.is_cut else []
    return tuple(filled.values()), [*notes, *([_TWICE] if len(filled) > 1 else [])]


def _without_end(place: _Place) -> tuple[str, str]:
    """What was written without the end of a letter below it, and what is to be said of that."""
    text = tidy("\n".join(place.lines))
    if not place.is_last:
        return text, ""
    lines = text.split("\n")
    closing = next((n for n, line in enumerate(lines) if _CLOSING.fullmatch(line.strip())), None)
    if closing is not None:
        return tidy("\n".join(lines[:closing])), _SIGNED
    return text, _MAY_BE_SIGNED if "" in lines else ""


def _says_more(above: list[str], form: AuditForm, question: Question) -> bool:
    """Whether more stands between a question and its place than was printed there."""
    printed = words(" ".join((question_line(form, question), *lines_below(form, question))))
    left = list(printed)
    for word in words(" ".join(above)):
        if word in left:
            left.remove(word)
        else:
            return True
    return False


# ---------------------------------------------------------------- what they answer


def _answer(question: Question, text: str) -> tuple[dict[str, Answer], list[str]]:
    """The answer by tag, and what is to be said of it."""
    if question.kind == "tick":
        return _ticks(question, text) if question.options else _yes(question, text)
    if question.kind == "table":
        rows, are_divided = _rows(text, len(question.columns))
        return {question.id: rows}, [] if are_divided else [_NO_DIVISION]
    if question.kind == "choice" and text:
        label = _chosen(question, text)
        said = [] if label else ["no letter of its choices stands there alone."]
        return {question.id: label or text}, said
    return {question.id: text}, []


def _yes(question: Question, text: str) -> tuple[dict[str, Answer], list[str]]:
    says = key(text).rstrip(".!")
    unsure = ["it says neither yes nor no, so it counts as no."]
    return {question.id: says == "yes"}, [] if says in ("", "yes", "no") else unsure


def _ticks(question: Question, text: str) -> tuple[dict[str, Answer], list[str]]:
    options, chosen, unsure = lettered(question), set[str](), False
    for line in filter(None, map(str.strip, text.split("\n"))):
        label = _chosen(question, line)
        parts = [part.casefold() for part in _BETWEEN.split(line) if part]
        letters = {options[part] for part in parts if part in options}
        if label:
            chosen.add(label)
        elif parts and len(letters) == len(set(parts)):
            chosen |= letters
        else:
            unsure = True
    ticks: dict[str, Answer] = {
        f"{question.id}.{o.id}": o.label in chosen for o in question.options
    }
    return ticks, ["some of it is no letter of its list, and was not read."] if unsure else []


def _chosen(question: Question, text: str) -> str | None:
    """The option that a text names, by its letter, its words or both."""
    match = _CHOICE.fullmatch(text)
    beside = key(match[2]).rstrip(".") if match else ""
    for letter, label in lettered(question).items():
        named = key(label).rstrip(".")
        if key(text).rstrip(".") == named:
            return label
        if match and match[1].casefold() == letter and beside in ("", named):
            return label
    return None


def _rows(text: str, width: int) -> tuple[list[list[str]], bool]:
    """A row for each line, and whether each line is divided into its parts."""
    rows, are_divided = list[list[str]](), True
    for line in filter(None, map(str.strip, text.split("\n"))):
        cells = [cell.strip() for cell in re.split(r"[|\t]", line)]
        are_divided &= len(cells) == width
        cells += [""] * (width - len(cells))
        rows.append([*cells[: width - 1], " | ".join(filter(None, cells[width - 1 :]))])
    return rows, are_divided
