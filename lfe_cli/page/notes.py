"""The facilitator's notes become `learning.yaml`: facilitators write in Word, not in YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lfe_cli.audits.identify import identify
from lfe_cli.audits.questions import AuditForm, Column, Question, Section
from lfe_cli.audits.reading import Reading, read_audit
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, made
from lfe_cli.review.events import LearningFilled
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import as_yaml

_HEADINGS = ("title", "why_we_looked", "worked_well", "what_we_learned", "questions_for_your_team")
_LISTS = ("worked_well", "what_we_learned", "questions_for_your_team")
_STEPS = "next_steps"
# What people type before a point: "•", "-", "1.", "2)", "(3)", "a)". A number needs its dot or
# bracket, and no figure after it, so that "2.5 days" and "12 families" stay what they are.
_BULLET = re.compile(
    r"^(?:[•·◦▪‣●○■*–—-]+(?=\s|\w)|\(?(?:\d{1,2}[.)](?=\s|[A-Za-z])|[a-z][.)](?=\s)))\s*"
)


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
    texts = tuple(Question(id=name, kind="text", prompt=name) for name in _HEADINGS)
    return AuditForm(title="Notes", sections=(Section(title="Notes", questions=(*texts, steps)),))


def learning_from_notes(
    review: Review, content: bytes, *, replace_edited: bool
) -> tuple[tuple[str, ...], Changes]:
    """The changes that fill learning.yaml from the notes, and the headings that are still empty.

    Raises LfeError for a file that is not the notes, EditedSince for a learning.yaml that somebody
    wrote in, unless `replace_edited` (then what they wrote is kept beside it). Notes that say that
    they are another review's are refused.
    """
    _refuse_those_of_another_review(review, content)
    reading = read_audit(content, _sheet(), None)
    if reading.how == "not-read" or not reading.answered:
        raise LfeError(
            "Nothing could be read from this file. " + reading.reason,
            next_step=f"Write into {files.NOTES}, save it as .docx, and give that file.",
        )
    learning = _learning(review, reading)
    empty = tuple(name for name, value in learning.items() if not value)
    head = f"# The learning of {review.reference}, from the facilitator's notes.\n"
    filled = as_yaml(learning, head)
    event = LearningFilled()
    return empty, made(review, files.LEARNING, filled, event, replace_edited=replace_edited)


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
