"""Ticks in a returned form: boxes, crosses and words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lfe_cli.audits.questions import Question
from lfe_cli.audits.words import key
from lfe_cli.word.flow import BOX, CROSSED, MARKS, SET, Line

_YES = frozenset({"x", "y", "yes", "true", "ticked"})
_NO = frozenset({"n", "no", "false", "-"})
_MOST = 1_000  # lines, and boxes in a line, that are looked at
_TYPED = re.compile(r"[\[(][ \t]{0,3}([xXyY\u2713\u2714]?)[ \t]{0,3}[\])]")
_TYPED_X = re.compile(r"^\s{0,9}[xX]\s")
Ticks = dict[str, bool]


def more_than_a_mark(text: str) -> bool:
    """A text in a tick's place says more than that it is ticked, or not."""
    bare = _bare(text)
    return bool(bare) and bare not in _YES | _NO


def says_yes(text: str) -> bool:
    """A text in a tick's place stands for a tick ("x", "Yes")."""
    return _bare(text) in _YES


def _bare(text: str) -> str:
    return key(MARKS.sub(" ", text)).rstrip(".!")


def ticks_shown(question: Question, lines: Iterable[Line]) -> Ticks:
    """The options by tag, each ticked or not; one that is not seen is left out."""
    texts = [_with_boxes(line.text) for line in islice(lines, _MOST)]
    if not question.options:
        marks = {mark for text in texts for mark in MARKS.findall(text)}
        return {question.id: any(mark in SET for mark in marks)} if marks else {}
    labels = {key(option.label): f"{question.id}.{option.id}" for option in question.options}
    longest = max(len(label) for label in labels)
    seen: Ticks = {}
    for text in texts:
        for mark, beside in islice(_boxes(text), _MOST):
            start = key(beside[: 4 * longest])
            begun = (labels[label] for label in labels if _begins(start, label))
            tag = next(begun, None) if start else None
            if tag is not None:
                seen[tag] = seen.get(tag, False) or mark in SET
    return seen


def _with_boxes(text: str) -> str:
    """`text` with boxes that were typed ("[x]", "x ") as the characters they stand for."""
    boxed = _TYPED.sub(lambda match: CROSSED if match[1] else BOX, text)
    return _TYPED_X.sub(f"{CROSSED} ", boxed)


def _boxes(text: str) -> Iterable[tuple[str, str]]:
    """Each box with the words after it; or, at the end of a line, the words before it."""
    found = list(MARKS.finditer(text))
    if len(found) == 1 and not text[found[0].end() :].strip():
        yield found[0][0], text[: found[0].start()]
        return
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        yield match[0], text[match.end() : end]


def _begins(text: str, label: str) -> bool:
    return text.startswith(label) and not text[len(label) : len(label) + 1].isalnum()
