"""What the facilitator writes after the event: `report/learning.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lfe_cli.errors import FileProblems, LfeError, Problem
from lfe_cli.review import places
from lfe_cli.review.schema import Id, Schema, Text, read_schema
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamltext import YamlText, read_yaml

Points = Annotated[tuple[Text, ...], Field(min_length=1)]


class NextStep(Schema):
    """A recommendation, and the working group that it goes to."""

    recommendation: Text
    working_group: Id


class Learning(Schema):
    """The learning of one event, under the report's five headings."""

    title: Text | None = None
    why_we_looked: Text
    worked_well: Points
    what_we_learned: Points
    questions_for_your_team: Points
    next_steps: Annotated[tuple[NextStep, ...], Field(min_length=1)]


def read_learning(review: Review) -> Learning:
    """The review's learning. Raises FileProblems with every problem, LfeError if it is missing."""
    content = review.read(places.LEARNING)
    name = f"{review.reference}/{places.LEARNING}"
    if content is None:
        raise LfeError(f"There is no {name} yet.", next_step="Start it with: lfe report")
    source = _without_empty_items(read_yaml(_as_text(content, name), name))
    learning = read_schema(source, Learning)
    problems = tuple(_unknown_groups(learning, source, review))
    if problems:
        raise FileProblems(problems)
    return learning


def problems_of_learning(review: Review) -> tuple[Problem, ...]:
    """What is wrong in the review's learning.yaml, where there is one."""
    if review.read(places.LEARNING) is None:
        return ()
    try:
        read_learning(review)
    except FileProblems as found:
        return found.problems
    return ()


def _as_text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileProblems(
            (Problem(name, None, "", "is not saved as UTF-8.", "Save it again as UTF-8 text."),)
        ) from None


def _without_empty_items(source: YamlText) -> YamlText:
    """A list of nothing but an empty hyphen, as the scaffold has it, is an empty list."""
    if isinstance(source.data, dict):
        for key, value in source.data.items():
            if isinstance(value, list) and all(item in (None, "") for item in value):
                source.data[key] = []
    return source


def _unknown_groups(learning: Learning, source: YamlText, review: Review) -> list[Problem]:
    known = [group.id for group in review.partnership.working_groups]
    return [
        Problem(
            source.file,
            source.line(("next_steps", index, "working_group")),
            f"next_steps ({index + 1}).working_group",
            f"is {step.working_group}, which is no working group of the partnership.",
            f"Known: {', '.join(known)}." if known else "Add it to partnership.yaml.",
        )
        for index, step in enumerate(learning.next_steps)
        if step.working_group not in known
    ]
