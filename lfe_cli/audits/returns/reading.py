"""The reading of a returned audit: by its controls, or else by what the blank form shows.

Which text belongs to which question is found in `sorting`, what it says in `answers`, marks beside
printed options in `ticks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.returns.answers import Answer, Answers
from lfe_cli.audits.returns.blank import Blank, blank_of
from lfe_cli.audits.returns.controls import tags_of
from lfe_cli.audits.returns.opening import CannotRead, Opened, open_word, remarks
from lfe_cli.audits.returns.release import Release, release_of
from lfe_cli.audits.returns.remarks import about_questions
from lfe_cli.audits.returns.sorting import sort_text
from lfe_cli.audits.returns.words import key
from lfe_cli.text import plain

How = Literal["controls", "recovered", "not-read"]


@dataclass(frozen=True)
class Reading:
    """Answers are by tag: text, what a choice or a date shows, True or False for a tick, rows of
    cells for a table. A question that the document no longer holds has no entry.

    `how` is `controls` where every answer stood in its control, `recovered` where one did not,
    `not-read` with its `reason`. `unread` is text that belongs to no answer and was not in the
    blank. `released`: the facilitator may read ahead; `release_unclear`: the form may say so, and
    somebody has to ask. Every text is safe to show on a terminal.
    None of it is to be stored.
    """

    how: How
    reason: str = ""
    questions: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    answered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    recovered: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=(), repr=False)
    for_event: Mapping[str, str] = field(default_factory=dict, repr=False)
    released: bool = False
    release_unclear: bool = False
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
    around = _around(opened, blank, blank_file)
    texts = [*found.unread, *around]
    unread = tuple(filter(None, (plain(text).strip() for text in texts)))
    notes = remarks(opened, blank_file)
    if around:
        notes.append("Words stand in its notes, its header or its footer, and were not read.")
    if not found.found:
        sentence = "It is a Word document, but none of the form's questions is in it."
        return _not_read(form, sentence, unread, notes)
    answers = Answers(found, blank)
    for question in form.questions():
        answers.read(question)
    release = release_of(form, found, answers)
    notes += about_questions(form, found, blank, answers, release)
    return _reading(form, answers, unread, notes, release)


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
    form: AuditForm,
    found: Answers,
    unread: tuple[str, ...],
    notes: list[str],
    release: Release,
) -> Reading:
    how: How = "recovered" if found.recovered or not found.found.live else "controls"
    reading = reading_from(form, found.answers, how, recovered=found.recovered, remarks=notes)
    released, unclear = release == "yes", release == "unclear"
    return replace(reading, unread=unread, released=released, release_unclear=unclear)


def reading_from(
    form: AuditForm,
    given: dict[str, Answer],
    how: How,
    *,
    recovered: Iterable[str],
    remarks: Iterable[str],
) -> Reading:
    """What the answers that were found come to: what is missing, what is for the event."""
    questions = form.questions()
    answered = tuple(q.id for q in questions if _is_answered(q, given))
    ending = _ending(form, given)
    asked = questions if ending is None else questions[: ending + 1]
    release = form.release if any(q.id == form.release for q in questions) else None
    return Reading(
        how=how,
        questions=tuple(q.id for q in questions),
        answers=MappingProxyType(given),
        answered=answered,
        missing=tuple(q.id for q in asked if q.required and q.id not in answered),
        recovered=tuple(recovered),
        for_event=MappingProxyType(
            {q.id: _as_text(q, given) for q in questions if q.for_event and q.id in answered}
        ),
        released=release is None or given.get(release) is True,
        remarks=tuple(remarks),
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
    lines = [line for flow in flows for line in flow.lines if key(line.text) not in shown]
    return [line.said for line in lines if key(line.said) and key(line.said) not in shown]
