"""The audit form of one agency: the review's questions in the partnership's template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lfe_cli.audits.questions import AuditForm, Kind, Question
from lfe_cli.letters.context import common
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.word.render import Properties, Table, Template, render

_SHORT = 15  # up to so many questions the template sets the form closer, to keep it to two pages
_ALIAS = 64  # Word takes no longer title of a control
_HINTS: Mapping[Kind, str] = {
    "text": "Click here and write",
    "choice": "Choose one",
    "date": "Choose or type the date",
    "tick": "Yes",
    "table": "",
}


def make_form(
    template: Template, form: AuditForm, review: Review, agency: Agency, moment: datetime
) -> bytes:
    """The form for `agency` as a Word document. `form` is the full or the short one.

    Each answer is a content control whose tag is the question's id (`id.option` for one of several
    ticks, `id.column` for a cell of a table). Raises TemplateFault.
    """
    version = form.version()
    properties = Properties(
        title=f"{form.title} ({review.reference}, {agency.name})",
        author=review.partnership.name,
        moment=moment,
        subject=review.partnership.review_name,
        custom={"lfe.reference": review.reference, "lfe.agency": agency.id, "lfe.form": version},
    )
    choices = {
        q.id: [(option.label, option.id) for option in q.options]
        for q in form.questions()
        if q.kind == "choice"
    }
    tables = {
        q.id: Table(tuple(column.width for column in q.columns), q.rows)
        for q in form.questions()
        if q.kind == "table"
    }
    context = _context(form, version, review, agency)
    return render(template, context, properties, choices=choices, tables=tables)


def _context(form: AuditForm, version: str, review: Review, agency: Agency) -> dict[str, Any]:
    return {
        **common(review),
        "agency": {"id": agency.id, "name": agency.name},
        "form": {
            "title": form.title,
            "preamble": list(form.preamble),
            "version": version,
            "short": len(form.questions()) <= _SHORT,
        },
        "sections": _sections(form),
        "footer": f"{review.reference} · {agency.id} · form {version}",
    }


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
