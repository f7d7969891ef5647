"""The questions of the audit form: `audit.yaml`, and the versions kept with each review."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from pydantic import Field, model_validator

from lfe_cli.errors import WrongValue
from lfe_cli.review.schema import Schema, Text, YesNo, read_schema
from lfe_cli.review.yamlfile import read_yaml

QuestionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
OptionId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
OptionName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z0-9][a-z0-9_]*$", max_length=81)]

# In the preamble: how long it takes with the form that the agency has, as the settings say.
TAKES = "{takes}"

Kind = Literal["text", "choice", "date", "tick", "table"]


class Option(Schema):
    """One thing to choose or to tick."""

    id: OptionId
    label: Text


class Column(Schema):
    """A column of a table question."""

    id: QuestionId
    label: Text
    hint: Text | None = None
    width: Annotated[int, Field(ge=1, le=12)] = 1


class Question(Schema):
    """One question. `for_event`: its answer is what the agency brings to the learning event."""

    id: QuestionId
    kind: Kind
    prompt: Text
    guidance: Text | None = None
    placeholder: Text | None = None
    required: YesNo = False
    for_event: YesNo = False
    short: YesNo = False
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: Annotated[int, Field(ge=1, le=20)] = 3

    @model_validator(mode="after")
    def _kind_has_its_parts(self) -> Question:
        if self.kind == "choice" and len(self.options) < 2:
            raise WrongValue(
                "is a choice and has fewer than two options.", "List them under options."
            )
        if self.kind == "table" and not self.columns:
            raise WrongValue("is a table and has no columns.", "List them under columns.")
        return self

    def tags(self) -> tuple[str, ...]:
        """The tags of the controls that hold its answer."""
        if self.kind == "tick" and self.options:
            return tuple(f"{self.id}.{option.id}" for option in self.options)
        return (self.id,)


class Section(Schema):
    """A part of the form with its own heading."""

    title: Text
    intro: Text | None = None
    optional: YesNo = False
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class AuditForm(Schema):
    """All questions, in order. `release` names the tick that lets the facilitator read ahead.

    `complete_with` names choices (`involvement.no_record`): an audit that makes one of them is
    whole with the required questions up to there.
    """

    title: Text
    preamble: tuple[Text, ...] = ()
    release: QuestionId | None = None
    complete_with: tuple[OptionName, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_stand_once(self) -> AuditForm:
        ids = [question.id for question in self.questions()]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise WrongValue(f"has two questions with the id {', '.join(twice)}.", "Rename one.")
        return self

    @model_validator(mode="after")
    def _is_complete_with_a_choice(self) -> AuditForm:
        choices = {
            f"{question.id}.{option.id}"
            for question in self.questions()
            if question.kind == "choice"
            for option in question.options
        }
        unknown = sorted(set(self.complete_with) - choices)
        if unknown:
            raise WrongValue(
                f"is complete with {', '.join(unknown)}, which no choice offers.",
                "Write the question's id, a full stop and the option's id.",
            )
        return self

    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the form; its number is its place, from 1."""
        return tuple(q for section in self.sections for q in section.questions)

    def numbers(self) -> dict[str, int]:
        """The number of each question, by its id."""
        return {question.id: n for n, question in enumerate(self.questions(), start=1)}

    def short(self) -> AuditForm:
        """The short form: only the questions marked for it."""
        kept = [
            section.model_copy(update={"questions": tuple(q for q in section.questions if q.short)})
            for section in self.sections
        ]
        return self.model_copy(update={"sections": tuple(s for s in kept if s.questions)})

    def version(self) -> str:
        """A hash of the questions: two forms that ask the same have the same version."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        text = text.replace(TAKES, "an hour")  # as ours said before the settings did: the same form
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_questions(text: str, file: str) -> AuditForm:
    """The form that `text` (YAML) describes. Raises FileProblems with every problem."""
    return read_schema(read_yaml(text, file), AuditForm)
