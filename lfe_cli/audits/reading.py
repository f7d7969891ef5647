"""The reading of a returned audit: by its controls, or else by what the blank form shows.

Ticks without a control are read in `ticks`; which text belongs to which question, in `sorting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from lfe_cli.audits.blank import Blank, blank_of
from lfe_cli.audits.controls import tags_of
from lfe_cli.audits.opening import CannotRead, Opened, open_word, remarks, why_not_read
from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.rows import in_lines, rows_of
from lfe_cli.audits.sorting import Passage, Sorted, sort_text
from lfe_cli.audits.ticks import Ticks, says_yes, ticks_shown
from lfe_cli.audits.words import key, words
from lfe_cli.sentences import joined
from lfe_cli.text import plain, tidy
from lfe_cli.word.flow import MARKS, SET

Answer = str | bool | list[list[str]]


@dataclass(frozen=True)
class Reading:
    """Answers are by tag: text, what a choice or a date shows, True or False for a tick, rows of
    cells for a table. A question that the document no longer holds has no entry.

    `how` is `controls` where every answer stood in its control, `recovered` where one did not,
    `not-read` with its `reason`. `unread` is text that belongs to no answer and was not in the
    blank. `released`: the facilitator may read ahead. Every text is safe to show on a terminal.
    None of it is to be stored.
    """

    how: Literal["controls", "recovered", "not-read"]
    reason: str = ""
    questions: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    answered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    recovered: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=(), repr=False)
    for_event: Mapping[str, str] = field(default_factory=dict, repr=False)
    released: bool = False
    remarks: tuple[str, ...] = ()


def read_audit(content: bytes | Opened, form: AuditForm, issued: bytes | None = None) -> Reading:
    """The answers of `content` to `form`. `issued` is the blank as this agency got it.

    Never raises for what the file holds: one that cannot be read is a Reading with its reason.
    """
    try:
        opened = content if isinstance(content, Opened) else open_word(content)
    except CannotRead as refused:
        return _not_read(form, refused.sentence)
    blank_file = _opened(issued)
    tags = tags_of(form)
    blank = blank_of(form, tags, blank_file)
    found = sort_text(opened.body, blank, tags)
    texts = [*found.unread, *_around(opened, blank, blank_file)]
    unread = tuple(filter(None, (plain(text).strip() for text in texts)))
    notes = remarks(opened, blank_file)
    if not found.found:
        sentence = "It is a Word document, but none of the form's questions is in it."
        return _not_read(form, sentence, unread, notes)
    answers = _Answers(found, blank, form.release)
    for question in form.questions():
        answers.read(question)
    notes += _about_questions(form, found, blank)
    return _reading(form, answers, found, unread, notes)


def not_read(content: bytes) -> Reading:
    """The Reading of a file that is kept without being read (a PDF, a picture, an old document)."""
    return Reading("not-read", why_not_read(content))


def differences(older: Reading, newer: Reading) -> tuple[str, ...]:
    """The questions whose answers differ between two versions of one agency's audit.

    An answer that is empty in one and not there in the other is the same.
    """
    tags = dict.fromkeys([*newer.answers, *older.answers])
    changed = [
        tag.partition(".")[0]
        for tag in tags
        if (older.answers.get(tag) or None) != (newer.answers.get(tag) or None)
    ]
    asked = {name: place for place, name in enumerate((*newer.questions, *older.questions)[::-1])}
    return tuple(sorted(dict.fromkeys(changed), key=lambda name: -asked.get(name, 0)))


def _not_read(
    form: AuditForm, reason: str, unread: tuple[str, ...] = (), notes: list[str] | None = None
) -> Reading:
    return Reading(
        "not-read",
        reason,
        tuple(question.id for question in form.questions()),
        unread=unread,
        remarks=tuple(notes or ()),
    )


def _opened(issued: bytes | None) -> Opened | None:
    """The blank; one that is damaged is the same as none."""
    try:
        return None if issued is None else open_word(issued)
    except CannotRead:
        return None


def _reading(
    form: AuditForm, found: _Answers, text: Sorted, unread: tuple[str, ...], notes: list[str]
) -> Reading:
    given = found.answers
    questions = form.questions()
    answered = tuple(q.id for q in questions if _is_answered(q, given))
    ending = _ending(form, given)
    asked = questions if ending is None else questions[: ending + 1]
    release = form.release if any(q.id == form.release for q in questions) else None
    return Reading(
        how="recovered" if found.recovered or not text.live else "controls",
        questions=tuple(q.id for q in questions),
        answers=MappingProxyType(given),
        answered=answered,
        missing=tuple(q.id for q in asked if q.required and q.id not in answered),
        recovered=tuple(found.recovered),
        unread=unread,
        for_event=MappingProxyType(
            {q.id: _as_text(q, given) for q in questions if q.for_event and q.id in answered}
        ),
        released=release is None or given.get(release) is True,
        remarks=tuple(notes),
    )


def _is_answered(question: Question, answers: Mapping[str, Answer]) -> bool:
    return any(answers.get(tag) for tag in question.tags())


def _ending(form: AuditForm, answers: Mapping[str, Answer]) -> int | None:
    """The place of the choice after which nothing more is asked, where it was made."""
    for place, question in enumerate(form.questions()):
        for option in question.options:
            if f"{question.id}.{option.id}" in form.complete_with:
                answer = answers.get(question.id)
                if isinstance(answer, str) and key(option.label) in map(key, answer.split("\n")):
                    return place
    return None


def _as_text(question: Question, answers: Mapping[str, Answer]) -> str:
    answer = answers.get(question.id)
    if isinstance(answer, str):
        return answer
    if isinstance(answer, list):
        return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) for row in answer)
    ticked = [o.label for o in question.options if answers.get(f"{question.id}.{o.id}")]
    return "\n".join(ticked)


def _around(opened: Opened, blank: Blank, issued: Opened | None) -> list[str]:
    """The texts that somebody wrote into the notes, the head or the foot of the pages."""
    shown = {line for lines in blank.shown.values() for line in lines}
    flows = [*opened.notes, *(opened.around if issued is not None else ())]
    texts = [line.text for flow in flows for line in flow.lines]
    return [text for text in texts if key(text) and key(text) not in shown]


def _about_questions(form: AuditForm, found: Sorted, blank: Blank) -> list[str]:
    notes = []
    numbers = form.numbers()
    gone = [str(n) for name, n in numbers.items() if name not in found.found]
    if gone:
        what = f"Question {gone[0]} is" if len(gone) == 1 else f"Questions {', '.join(gone)} are"
        notes.append(f"{what} no longer in the document.")
    if not blank.is_known:
        notes.append(
            "The form as it was issued was not at hand, so nothing was looked for outside the "
            "places for answers."
        )
        return notes
    strange = sorted(numbers[name] for name in found.strange)
    notes += [
        f"The words in question {n} bear the mark of a prompt, and are not the form's: please "
        "compare."
        for n in strange
    ]
    return [*notes, *_about_controls(form, found)]


def _about_controls(form: AuditForm, found: Sorted) -> Iterator[str]:
    """What is to be compared because a field stands where it did not, or twice."""
    numbers = form.numbers()
    for name, others in sorted(found.moved.items(), key=lambda pair: numbers[pair[0]]):
        came_from = joined(str(n) for n in sorted(numbers[other] for other in others))
        yield (
            f"In question {numbers[name]} stands a field of question {came_from}: "
            "its words were read where they stand, please compare."
        )
    for question in form.questions():
        live = found.live.get(question.id, ())
        if question.kind in ("text", "choice", "date") and len(found.spoken & set(live)) > 1:
            yield f"Question {numbers[question.id]} has two fields with words: please compare."


class _Answers:
    """The answers by tag, and those of them that did not stand in their controls."""

    def __init__(self, sorted_text: Sorted, blank: Blank, release: str | None) -> None:
        self.found = sorted_text
        self.blank = blank
        self.release = release
        self.answers: dict[str, Answer] = {}
        self.recovered: list[str] = []

    def read(self, question: Question) -> None:
        """Reads one question, where the document still has it."""
        if question.id not in self.found.found:
            return
        passages = self.found.passages.get(question.id, [])
        if question.kind == "tick":
            self._ticks(question)
        elif question.kind == "table":
            prompts = self.blank.prompts[question.id]
            rows, recovered = rows_of(question, passages, self.found, prompts)
            self._keep(question, rows, recovered)
        elif question.kind == "choice":
            self._keep(question, *self._choice(question, passages))
        else:
            self._keep(question, *self._text(question, passages))

    def _keep(self, question: Question, answer: Answer, recovered: bool) -> None:
        self.answers[question.id] = answer
        if recovered:
            self.recovered.append(question.id)

    def _text(self, question: Question, passages: list[Passage]) -> tuple[str, bool]:
        inside = tidy(in_lines(s for s in passages if s.tag is not None))
        free = any(s.tag is None and s.text.strip() for s in passages)
        if inside in self.blank.prompts[question.id]:
            passages = [s for s in passages if s.tag is None]
            inside = ""
        if not inside and not free:
            return self._stored(question), False
        return tidy(in_lines(passages)), free

    def _stored(self, question: Question) -> str:
        """The value that a date or a choice holds and does not show."""
        controls = (self.found.flow.controls[i] for i in self.found.live.get(question.id, ()))
        return next((tidy(c.stored) for c in controls if c.stored and not c.empty), "")

    def _choice(self, question: Question, passages: list[Passage]) -> tuple[str, bool]:
        # The printed options are a list; its bullets are no part of a choice.
        text, free = self._text(question, [part._replace(mark="") for part in passages])
        if not text:
            return self._left_standing(question)
        if not free:
            return self._as_shown(question, text), False
        return _named_option(question, text) or text, True

    def _as_shown(self, question: Question, text: str) -> str:
        for index in self.found.live.get(question.id, ()):
            for value, shown in self.found.flow.controls[index].shows:
                if text == value and shown != value:
                    return tidy(shown) if value else ""
                if text == shown and not value:  # the list's own "Choose an item."
                    return ""
        return text

    def _left_standing(self, question: Question) -> tuple[str, bool]:
        """The only option that somebody left in the printed list, where the others were deleted."""
        kept = self.found.kept.get(question.id, Counter[str]())
        printed = [o for o in question.options if key(o.label) in self.blank.shown[question.id]]
        left = [option for option in printed if kept.get(key(option.label))]
        if len(left) == 1 and len(printed) > 1:
            return left[0].label, True
        return "", False

    def _ticks(self, question: Question) -> None:
        seen: Ticks | None = None
        for tag in question.tags():
            live = self.found.live.get(tag)
            if live:
                self.answers[tag] = self._is_ticked(live, tag)
                continue
            if seen is None:
                seen = ticks_shown(question, self.found.lines.get(question.id, []))
            if tag in seen:
                self.answers[tag] = seen[tag]
                if seen[tag] and question.id not in self.recovered:
                    self.recovered.append(question.id)

    def _is_ticked(self, live: list[int], tag: str) -> bool:
        states = [self.found.flow.controls[index].ticked for index in live]
        if any(states):
            return all(states) or tag != self.release  # a copy of it may still say no
        if None not in states:
            return False
        question, _, _ = tag.partition(".")
        text = "".join(s.text for s in self.found.passages.get(question, ()) if s.tag == tag)
        return any(mark in SET for mark in MARKS.findall(text)) or says_yes(text)


def _named_option(question: Question, text: str) -> str | None:
    """The option's label, where a text is nothing but that, marked or not."""
    bare = words(text)
    while len(bare) > 1 and bare[0] == "x":
        del bare[0]
    while len(bare) > 1 and bare[-1] == "x":
        del bare[-1]
    return next((option.label for option in question.options if words(option.label) == bare), None)
