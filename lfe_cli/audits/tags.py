"""Which question and which part of it a control's tag means."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.word.flow import Flow
from lfe_cli.word.paragraphs import NOWHERE


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
    question), and the control whose prompt that text is (NOWHERE: it is no prompt)."""

    tags: tuple[str | None, ...]
    prompts: tuple[int, ...]

    def is_prompt(self, control: int) -> bool:
        """Whether the text of a control (by its index) is only a prompt."""
        return self.prompts[control] != NOWHERE

    def without_prompts(self, written: Container[int]) -> Owners:
        """The same, where these controls (by their indexes) show no prompt but a text."""
        prompts = (NOWHERE if prompt in written else prompt for prompt in self.prompts)
        return Owners(self.tags, tuple(prompts))


def owners(flow: Flow, tags: Mapping[str, Tag]) -> Owners:
    """The owner of each control: itself, or the nearest around it that this form knows."""
    known: list[str | None] = []
    prompts: list[int] = []
    for index, control in enumerate(flow.controls):
        tag = control.tag.lower()
        around = control.parent
        prompts.append(index if control.empty else NOWHERE)
        if tag in tags:
            known.append(tag)
        else:
            known.append(known[around] if around >= 0 else None)
            if around >= 0 and not control.empty:
                prompts[index] = prompts[around]
    return Owners(tuple(known), tuple(prompts))
