"""What the audit form of one agency is made of: the review's questions, as it is named in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lfe_cli.audits.questions import TAKES, AuditForm, Kind, Question
from lfe_cli.letters.context import common, how_long
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review

_SHORT = 15  # up to so many questions the template sets the form closer, to keep it to two pages
_ALIAS = 64  # Word takes no longer title of a control
_HINTS: Mapping[Kind, str] = {
    "text": "Click here and write",
    "choice": "Choose one",
    "date": "Choose or type the date",
    "tick": "Yes",
    "table": "",
}


def form_contents(form: AuditForm, review: Review, agency: Agency) -> dict[str, Any]:
    """All that the form's template can name. `form` is the full or the short one."""
    version, takes = form.version(), how_long(review, agency)["takes"]
    return {
        **common(review),
        "agency": {"id": agency.id, "name": agency.name},
        "form": {
            "title": form.title,
            "preamble": [line.replace(TAKES, takes) for line in form.preamble],
            "version": version,
            "short": len(form.questions()) <= _SHORT,
        },
        "sections": _sections(form),
        "footer": form_line(review.reference, agency.id, form),
    }


def form_line(reference: str, agency: str, form: AuditForm) -> str:
    """The line that says whose form it is, of which review and with which questions."""
    return f"{reference} · {agency} · form {form.version()}"


def _sections(form: AuditForm) -> list[dict[str, Any]]:
    numbers = form.numbers()
    return [
        {
            "title": section.title,
            "intro": section.intro,
            "optional": section.optional,
            "for_event": any(question.for_event for question in section.questions),
            "questions": [_question(q, numbers[q.id]) for q in section.questions],
        }
        for section in form.sections
    ]


def _question(question: Question, number: int) -> dict[str, Any]:
    hint = question.placeholder or _HINTS[question.kind]
    return {
        "number": number,
        "id": question.id,
        "kind": question.kind,
        "prompt": question.prompt,
        "guidance": question.guidance,
        "placeholder": hint,
        "required": question.required,
        "for_event": question.for_event,
        "alias": _alias(f"{number}. {question.prompt}"),
        "options": _options(question, number, hint),
        "columns": [
            {
                "id": column.id,
                "label": column.label,
                "hint": column.hint or _HINTS["text"],
                "tag": f"{question.id}.{column.id}",
                "alias": _alias(f"{number}. {column.label}"),
            }
            for column in question.columns
        ],
    }


def _options(question: Question, number: int, hint: str) -> list[dict[str, str]]:
    """The things to choose or to tick; a single tick is its own option."""
    if question.kind == "tick" and not question.options:
        return [{"label": hint, "tag": question.id, "alias": _alias(f"{number}. {hint}")}]
    return [
        {
            "label": option.label,
            "tag": f"{question.id}.{option.id}",
            "alias": _alias(f"{number}. {option.label}"),
        }
        for option in question.options
    ]


def _alias(text: str) -> str:
    """A control's title, cut at a word where it is too long."""
    if len(text) <= _ALIAS:
        return text
    cut = text[: _ALIAS - 3].rsplit(" ", 1)[0].rstrip(" ,;:(")
    return f"{cut} ..."
