"""Questions whose place is still in a returned form and holds nothing any more, its prompt neither.

Some programs drop what they do not know, a table or a field with all that was written in it, and
leave the question. Somebody who answered it would be taken for one who did not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.returns.answers import Answers
from lfe_cli.audits.returns.blank import Blank
from lfe_cli.audits.returns.sorting import Sorted
from lfe_cli.audits.returns.words import key


def emptied(form: AuditForm, found: Sorted, blank: Blank, answers: Answers) -> Iterator[str]:
    """The questions whose place was emptied, in the form's order."""
    read = {tag for tag, answer in answers.answers.items() if answer or answer is False}
    for question in form.questions():
        is_there = question.id in found.found and question.id not in found.gone
        has_control = any(tag.partition(".")[0] == question.id for tag in found.live)
        if is_there and not has_control and not _seen(question, found, blank, read):
            yield question.id


def _seen(question: Question, found: Sorted, blank: Blank, read: Collection[str]) -> bool:
    """Whether its boxes, an answer, or the prompt of an empty place can be seen."""
    if any(tag in read for tag in question.tags()):
        return True
    prompts = blank.prompts[question.id].known
    shown = (key(line.text) for line in found.lines.get(question.id, ()))
    return question.kind != "tick" and any(
        line.endswith(prompt) for line in shown for prompt in prompts if prompt
    )
