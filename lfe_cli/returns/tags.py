"""Which question and which part of it a control's tag means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lfe_cli.ooxml.walk import Flow
from lfe_cli.review.questions import AuditForm, Question


@dataclass(frozen=True)
class Tag:
    """A question, and the option or the column of it (None: the question itself)."""

    question: Question
    part: str | None


def tags_of(form: AuditForm) -> Mapping[str, Tag]:
    """Every tag that a control of this form may have."""
    tags: dict[str, Tag] = {}
    for question in form.questions():
        tags[question.id] = Tag(question, None)
        for column in question.columns:
            tags[f"{question.id}.{column.id}"] = Tag(question, column.id)
        if question.kind == "tick":
            for option in question.options:
                tags[f"{question.id}.{option.id}"] = Tag(question, option.id)
    return tags


@dataclass(frozen=True)
class Owners:
    """For each control of a flow: the tag of this form that its text belongs to (None: of no
    question), and whether that text is only a prompt."""

    tags: tuple[str | None, ...]
    prompts: tuple[bool, ...]


def owners(flow: Flow, tags: Mapping[str, Tag]) -> Owners:
    """The owner of each control: itself, or the nearest around it that this form knows."""
    known: list[str | None] = []
    prompts: list[bool] = []
    for control in flow.controls:
        tag = control.tag.lower()
        around = control.parent
        if tag in tags:
            known.append(tag)
            prompts.append(control.empty)
        else:
            known.append(known[around] if around >= 0 else None)
            prompts.append(control.empty or (around >= 0 and prompts[around]))
    return Owners(tuple(known), tuple(prompts))
