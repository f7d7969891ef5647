"""The audit's questions as a text to reply to, for an agency for which a Word form is hard to use.

The lines that begin with "Question 4." and "Answer 4:" are how a reply is read (`text_reply`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lfe_cli.audits.form_contents import form_line
from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.which_form import form_in_use
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.letters.names_in_template import names_in
from lfe_cli.review.partnership import Agency
from lfe_cli.review.templates import text_template
from lfe_cli.review.workspace import Review

NAME = "as_text"  # as the request's template calls it
END = "End of the questions. What stands below this line is not read."
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def question_line(form: AuditForm, question: Question) -> str:
    """The first line of a question."""
    asked = " (please answer)" if question.required else ""
    return f"Question {form.numbers()[question.id]}. {question.prompt}{asked}"


def answer_line(form: AuditForm, question: Question) -> str:
    """The line below which its answer is written."""
    return f"Answer {form.numbers()[question.id]}:"


def lettered(question: Question) -> dict[str, str]:
    """What can be chosen or ticked, by the letter that stands for it in a text."""
    return dict(zip(_LETTERS, (option.label for option in question.options), strict=False))


def lines_below(form: AuditForm, question: Question) -> tuple[str, ...]:
    """What is printed between a question and the place for its answer."""
    return tuple(_lines_below(form, question))


def _lines_below(form: AuditForm, question: Question) -> Iterator[str]:
    section = next(one for one in form.sections if question in one.questions)
    if section.questions[0] is question:
        yield f"Part: {section.title}. {section.intro or ''}".strip()
    if question.guidance and question.kind != "table":  # that tells how to add rows in Word
        yield question.guidance
    yield from (f"{letter}) {label}" for letter, label in lettered(question).items())
    if question.kind == "choice":
        yield "Write one letter."
    elif question.kind == "tick" and question.options:
        yield "Write the letters of all that fit."
    elif question.kind == "tick":
        yield "Write the word yes and nothing else; or leave it empty."
    elif question.kind == "table":
        columns = " | ".join(column.label for column in question.columns)
        yield f"One line for each, with an upright stroke between its parts: {columns}"


def is_as_text(review: Review, agency_id: str) -> bool:
    """Whether an agency's request carries the questions as a text: by review.yaml or settings."""
    settings = review.partnership.settings
    if not settings.secure_route:
        return False
    own = [one.as_text for one in review.manifest.agencies if one.id == agency_id]
    chosen = own[0] if own else None
    return settings.audits_as_text if chosen is None else chosen


def as_text(review: Review, agency: Agency) -> dict[str, Any] | None:
    """What the request's template names of the questions as a text; None without them.

    `route` is the secure way back, `line` the form line, `end` the last line; each of `questions`
    has its first `line`, what it `says` below and the line of its `answer`.
    """
    if not is_as_text(review, agency.id):
        return None
    form = form_in_use(review, agency.id)
    return {
        "route": review.partnership.settings.secure_route,
        "line": form_line(review.reference, agency.id, form),
        "questions": [
            {
                "line": question_line(form, question),
                "says": list(lines_below(form, question)),
                "answer": answer_line(form, question),
            }
            for question in form.questions()
        ],
        "end": END,
    }


def refuse_without_a_route(review: Review) -> None:
    """Raises LfeError where no secure route is named, or the letter's template leaves it out."""
    if not review.partnership.settings.secure_route:
        raise LfeError(
            "Questions as a text are answered by e-mail, and no secure route is named for that.",
            where="partnership.yaml",
            next_step="Write secure_route under settings, such as: your organisation's secure mail",
        )
    names = names_in(text_template(review, REQUEST.template).encode())
    if NAME not in names.whole and NAME not in names.parts:
        raise LfeError(
            f"Your copy of {REQUEST.template} has no place for the questions as a text.",
            where=f"templates/{REQUEST.template}",
            next_step=f"Take over the part on {NAME} from the shipped one (lfe templates).",
        )
