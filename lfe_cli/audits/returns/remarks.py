"""What an officer should know of a returned form: what to compare, and what did not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.returns.answers import Answers, Doubt
from lfe_cli.audits.returns.blank import Blank
from lfe_cli.audits.returns.emptied import emptied
from lfe_cli.audits.returns.release import Release
from lfe_cli.audits.returns.sorting import Sorted
from lfe_cli.sentences import joined

_DOUBTS: Mapping[Doubt, str] = {
    "left": "In question {n} options are struck through: what is left was read, please compare.",
    "look": (
        "In question {n} an option is marked by a colour or its look: it was read as the answer, "
        "please compare."
    ),
    "marks": "In question {n} marks stand beside the boxes: they were read, please compare.",
    "joined": (
        "In question {n} cells of the table are joined: what stands in them was read where they "
        "begin, please compare."
    ),
    "several": (
        "In question {n} more than one option is left or marked, so none was read: please look."
    ),
    "differs": ("In question {n} the answer and what stands beside it differ: please compare."),
}


def about_questions(
    form: AuditForm, found: Sorted, blank: Blank, answers: Answers, release: Release
) -> Iterator[str]:
    """One sentence for each thing about a question that is to be known."""
    numbers = form.numbers()
    yield from _no_longer_there(numbers, found)
    if not blank.is_known:
        yield (
            "The form as it was issued was not at hand, so nothing was looked for outside the "
            "places for answers."
        )
    else:
        for n in sorted(numbers[name] for name in found.strange):
            yield (
                f"The words in question {n} bear the mark of a prompt, and are not the form's: "
                "please compare."
            )
        yield from _about_controls(form, found)
        yield from _emptied(numbers, emptied(form, found, blank, answers))
    yield from _struck(numbers, found, answers)
    for name, doubt in answers.doubts.items():
        yield _DOUBTS[doubt].format(n=numbers[name])
    for name, n in numbers.items():
        if name in found.holds:
            yield f"In question {n} stands {joined(found.holds[name])}: please look there."
    if release == "unclear" and form.release:
        yield (
            f"Question {numbers[form.release]} does not say clearly that the facilitator may read "
            "ahead, so nothing was released: please ask them."
        )


def _no_longer_there(numbers: Mapping[str, int], found: Sorted) -> Iterator[str]:
    gone = [str(n) for name, n in numbers.items() if name not in found.found]
    if gone:
        what = f"Question {gone[0]} is" if len(gone) == 1 else f"Questions {', '.join(gone)} are"
        yield f"{what} no longer in the document."


def _struck(numbers: Mapping[str, int], found: Sorted, answers: Answers) -> Iterator[str]:
    """Where something is struck through or hidden, and how much of the answer."""
    for name, n in numbers.items():
        hows = found.gone.get(name)
        if hows and answers.doubts.get(name) != "left":
            tags = [tag for tag in answers.answers if tag.partition(".")[0] == name]
            rest = any(answers.answers[tag] for tag in tags)
            what = "some words are" if rest else "what was written is"
            read = "they were not read" if rest else "it is no answer"
            yield f"In question {n} {what} {joined(sorted(hows), 'or')}: {read}."
    if None in found.gone:
        hows = found.gone[None]
        yield f"Outside the questions some words are {joined(sorted(hows), 'or')}, and not read."


def _emptied(numbers: Mapping[str, int], gone: Iterable[str]) -> Iterator[str]:
    if those := [str(numbers[name]) for name in gone]:
        what = "question" if len(those) == 1 else "questions"
        yield (
            f"In the place of {what} {joined(those)} nothing stands any more, no prompt either. A "
            "program may have dropped an answer: ask what stood there."
        )


def _about_controls(form: AuditForm, found: Sorted) -> Iterator[str]:
    """What is to be compared because a field stands where it did not, or twice."""
    numbers = form.numbers()
    for name, others in sorted(found.moved.items(), key=lambda pair: numbers[pair[0]]):
        came_from = joined(str(n) for n in sorted(numbers[other] for other in others))
        yield (
            f"In question {numbers[name]} stands a field of question {came_from}: "
            "its words were read where they stand, please compare."
        )
    for question in form.questions():
        live = found.live.get(question.id, ())
        if question.kind in ("text", "choice", "date") and len(found.spoken & set(live)) > 1:
            yield f"Question {numbers[question.id]} has two fields with words: please compare."
