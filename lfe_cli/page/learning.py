"""The learning that the facilitator writes after the event: `report/learning.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from lfe_cli.errors import FileProblems, LfeError, Problem, WrongValue
from lfe_cli.review import files
from lfe_cli.review.schema import Schema, Text, read_schema
from lfe_cli.review.workspace import Review, sha256, text_of
from lfe_cli.review.yamlfile import YamlText, read_yaml
from lfe_cli.sentences import joined

Points = Annotated[tuple[Text, ...], Field(min_length=1)]


class NextStep(Schema):
    """A recommendation, and the working group that it goes to."""

    recommendation: Text
    working_group: str

    @field_validator("working_group", mode="before")
    @classmethod
    def _is_a_group(cls, given: object, info: ValidationInfo) -> object:
        known: list[str] = (info.context or {}).get("groups", [])
        group = given.strip() if isinstance(given, str) else given
        if group in known or not isinstance(group, str | None):
            return group
        what = (
            f"is {group!r}, which is no working group of the partnership." if group else "is empty."
        )
        instead = (
            f"Choose {joined(known, 'or')}." if known else "Add the group to partnership.yaml."
        )
        raise WrongValue(what, instead)


class Learning(Schema):
    """The learning of one event, under the report's five headings."""

    NOTES_BESIDE = False  # half a sentence would stand on the page
    title: Text | None = None
    why_we_looked: Text
    worked_well: Points
    what_we_learned: Points
    questions_for_your_team: Points
    next_steps: Annotated[tuple[NextStep, ...], Field(min_length=1)]


def read_learning(review: Review) -> Learning:
    """The review's learning. Raises FileProblems with every problem, LfeError if it is missing."""
    content = review.read(files.LEARNING)
    name = f"{review.reference}/{files.LEARNING}"
    if content is None:
        raise LfeError(f"There is no {name} yet.", next_step="Start it with: lfe report")
    source = _without_empty_items(read_yaml(text_of(Path(name), content), name))
    groups = [group.id for group in review.partnership.working_groups]
    return read_schema(source, Learning, {"groups": groups})


def problems_of_learning(review: Review) -> tuple[Problem, ...]:
    """The problems of the review's learning.yaml, where there is one."""
    if review.read(files.LEARNING) is None:
        return ()
    try:
        read_learning(review)
    except FileProblems as found:
        return found.problems
    return ()


def _without_empty_items(source: YamlText) -> YamlText:
    """A list of nothing but an empty hyphen, as the scaffold has it, is an empty list."""
    if isinstance(source.data, dict):
        for key, value in source.data.items():
            if isinstance(value, list) and all(item in (None, "") for item in value):
                source.data[key] = []
    return source


def learning_hash(review: Review) -> str:
    """The hash of learning.yaml as it is now."""
    return sha256(review.read(files.LEARNING) or b"")
