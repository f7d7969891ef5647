"""The facilitator's notes become `learning.yaml`: facilitators write in Word, not in YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lfe_cli.audits.questions import AuditForm, Column, Question, Section
from lfe_cli.audits.returns.controls import tags_of
from lfe_cli.audits.returns.identify import identify
from lfe_cli.audits.returns.opening import open_word
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.audits.returns.words import starts_with, words
from lfe_cli.errors import LfeError
from lfe_cli.event.planned_papers import notes_paper
from lfe_cli.letters.documents import render_paper
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, made
from lfe_cli.review.events import LearningFilled
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import as_yaml

# What each is headed by in the notes; the first is "A title" there, and often retyped without "A".
_HEADINGS = {
    "title": "Title",
    "why_we_looked": "Why we looked at this",
    "worked_well": "What worked well",
    "what_we_learned": "What we learned",
    "questions_for_your_team": "Questions for your team",
}
_ENOUGH = 3  # of the notes' controls, or of their headings in order: one word stands in any paper
_LONGEST_HEADING = 200
_SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)
_LISTS = ("worked_well", "what_we_learned", "questions_for_your_team")
_STEPS = "next_steps"
# What people type before a point: "•", "-", "1.", "2)", "(3)", "a)". A number needs its dot or
# bracket, and no figure after it, so that "2.5 days" and "12 families" stay what they are.
_BULLET = re.compile(
    r"^(?:[•·◦▪‣●○■*–—-]+(?=\s|\w)|\(?(?:\d{1,2}[.)](?=\s|[A-Za-z])|[a-z][.)](?=\s)))\s*"
)


@dataclass(frozen=True)
class Filled:
    """What came of the notes: the headings that are still empty, and the text that has no place."""

    empty: tuple[str, ...]
    unread: tuple[str, ...] = field(default=(), repr=False)
    remarks: tuple[str, ...] = ()


def _sheet() -> AuditForm:
    """What the notes' template asks, in the words of the returned form's reader."""
    steps = Question(
        id=_STEPS,
        kind="table",
        prompt="Next steps",
        columns=(
            Column(id="recommendation", label="Recommendation"),
            Column(id="working_group", label="Working group"),
        ),
    )
    texts = tuple(
        Question(id=name, kind="text", prompt=prompt) for name, prompt in _HEADINGS.items()
    )
    return AuditForm(title="Notes", sections=(Section(title="Notes", questions=(*texts, steps)),))


def learning_from_notes(
    review: Review, content: bytes, *, replace_edited: bool
) -> tuple[Filled, Changes]:
    """The changes that fill learning.yaml from the notes, and what is empty or found no place.

    Raises LfeError for a file that is not the notes, EditedSince for a learning.yaml that somebody
    wrote in, unless `replace_edited` (then what they wrote is kept beside it). Notes that say that
    they are another review's are refused.
    """
    _refuse_those_of_another_review(review, content)
    sheet = _sheet()
    reading = read_audit(content, sheet, _as_made(review))
    if reading.how == "not-read" or not reading.answered or not _are_the_notes(content, sheet):
        why = reading.reason or "It does not hold the notes' headings, so it is not the notes."
        raise LfeError(
            "Nothing could be read from this file. " + why,
            next_step=f"Write into {files.NOTES}, save it as .docx, and give that file.",
        )
    learning = _learning(review, reading)
    empty = tuple(name for name, value in learning.items() if not value)
    head = f"# The learning of {review.reference}, from the facilitator's notes.\n"
    filled = as_yaml(learning, head)
    event = LearningFilled()
    changes = made(review, files.LEARNING, filled, event, replace_edited=replace_edited)
    return Filled(empty, reading.unread, reading.remarks), changes


def _are_the_notes(content: bytes, sheet: AuditForm) -> bool:
    """Whether a Word file is the notes, by its controls or by most of its headings in order."""
    flow = open_word(content).body
    tags = {control.tag.lower() for control in flow.controls} & tags_of(sheet).keys()
    wanted = [words(prompt) for prompt in _HEADINGS.values()]
    found = 0
    for line in flow.lines:
        said = _words_of_a_heading(line.text)
        at = next((n for n, prompt in enumerate(wanted) if starts_with(said, prompt)), None)
        if at is not None:
            found, wanted = found + 1, wanted[at + 1 :]
    return len(tags) >= _ENOUGH or found >= _ENOUGH


def _words_of_a_heading(text: str) -> list[str]:
    """The words of a line without its number, nor the "A" of "A title"."""
    said = words(_BULLET.sub("", text[:_LONGEST_HEADING].strip(), count=1))
    return said[1:] if said[:1] == ["a"] else said


def _as_made(review: Review) -> bytes | None:
    """The notes as they lay there before anybody wrote in them; None where they cannot be made."""
    shared = {"items": [], "draft": True, "family_part": None, "rows": []}
    try:
        return render_paper(review, notes_paper(review, shared), _SOME_DAY)
    except LfeError:
        return None


def _refuse_those_of_another_review(review: Review, content: bytes) -> None:
    theirs = identify(content).reference
    if theirs is not None and theirs != review.reference:
        raise LfeError(
            f"These notes are of another review: they say {theirs}, and this is "
            f"{review.reference}.",
            next_step=f"Give the notes of {review.reference}, or go to {theirs} first.",
        )


def _learning(review: Review, reading: Reading) -> dict[str, Any]:
    learning: dict[str, Any] = {}
    for name in _HEADINGS:
        text = str(reading.answers.get(name) or "").strip()
        learning[name] = _points(text) if name in _LISTS else " ".join(text.split())
    rows = reading.answers.get(_STEPS)
    learning[_STEPS] = [_step(review, row) for row in rows] if isinstance(rows, list) else []
    return learning


def _points(text: str) -> list[str]:
    """A point a line, without the bullets and numbers that people type."""
    lines = (_BULLET.sub("", line.strip(), count=1).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _step(review: Review, row: Sequence[str]) -> Mapping[str, str]:
    groups = {group.name.casefold(): group.id for group in review.partnership.working_groups}
    recommendation, group = (*row, "", "")[:2]
    return {
        "recommendation": " ".join(" ".join(_points(recommendation)).split()),
        "working_group": groups.get(group.strip().casefold(), group.strip()),
    }
