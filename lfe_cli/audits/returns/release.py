"""Whether an agency lets the facilitator read ahead: only where its form says so unmistakably."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lfe_cli.audits.questions import AuditForm, Question
from lfe_cli.audits.returns.answers import Answers
from lfe_cli.audits.returns.sorting import Sorted
from lfe_cli.audits.returns.ticks import mark_in, says_no
from lfe_cli.audits.returns.words import key
from lfe_cli.word.flow import BOX, CROSSED, MARKS, SET, TICKED, Piece

Release = Literal["yes", "no", "unclear"]
_BOXES = frozenset({BOX, TICKED, CROSSED})


def release_of(form: AuditForm, found: Sorted, answers: Answers) -> Release:
    """What the form says. Where it is unclear the tick does not count, and somebody has to ask."""
    question = next((q for q in form.questions() if q.id == form.release), None)
    if question is None:
        return "yes"
    says = answers.answers.get(question.id) is True
    hints = says or _hints_at_yes(question, found)
    if not hints:
        return "no"
    if says and not any(_doubts(question, found, answers)):
        return "yes"
    answers.answers[question.id] = False
    answers.recovered = [name for name in answers.recovered if name != question.id]
    answers.doubts.pop(question.id, None)
    return "unclear"


def _pieces(question: Question, found: Sorted) -> list[Piece]:
    lines = found.lines.get(question.id, [])
    return [piece for line in lines for piece in line.pieces if piece.text.strip()]


def _marks(question: Question, found: Sorted) -> list[str]:
    return [mark for piece in _pieces(question, found) for mark in MARKS.findall(piece.text)]


def _hints_at_yes(question: Question, found: Sorted) -> bool:
    """Something there may mean yes: a box that is ticked or was, a mark, or words."""
    states = [found.flow.controls[i].ticked for i in found.live.get(question.id, ())]
    drawn = any(mark in SET for mark in _marks(question, found))
    words = any(not says_no(text) for text in found.strays.get(question.id, ()))
    live = found.live.get(question.id, ())
    typed = any(mark_in(one.text) for one in _pieces(question, found) if one.control in live)
    return any(states) or drawn or words or typed


def _says_what_it_asks(question: Question, found: Sorted, answers: Answers) -> bool:
    """Whether all that the blank says there still stands: who deleted it took the yes back."""
    if not answers.blank.is_known:
        return False
    shown = key(" ".join(line.said for line in found.lines.get(question.id, ())))
    return all(key(text) in shown for text in answers.blank.beside.get(question.id, ()))


def _doubts(question: Question, found: Sorted, answers: Answers) -> Iterator[bool]:
    """What makes a yes doubtful."""
    live = found.live.get(question.id, ())
    states = [found.flow.controls[index].ticked for index in live]
    marks, pieces = _marks(question, found), _pieces(question, found)
    yield question.id in found.gone
    yield not _says_what_it_asks(question, found, answers)
    yield any(piece.inserted for piece in pieces)
    yield bool(found.strays.get(question.id))
    yield question.id in found.holds  # a comment, a note, a shape beside the box
    yield question.id in found.moved or question.id in found.strange
    yield question.id in answers.doubts  # a mark or a word beside the box
    yield len(set(states)) > 1
    if any(states):
        yield any(mark not in SET for mark in marks) or len(marks) != len(live)
    else:
        yield len(marks) != 1 or marks[0] not in _BOXES
