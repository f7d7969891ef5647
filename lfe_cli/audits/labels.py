"""Finds where each question's place begins: by the label that the blank form has there."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lfe_cli.audits.words import starts_with, words

_LONG = 4  # words that are enough to know a label by, where its number is gone
_ALIKE = 0.6  # of a label's words, where somebody changed it and its number stayed


@dataclass(frozen=True)
class Label:
    """A line of the blank form that begins a place. `question` is None where one only ends.

    `texts` are the ways in which it may stand there; the first is the blank's own.
    """

    question: str | None
    texts: tuple[str, ...]
    in_table: bool | None = None


class Match(NamedTuple):
    """A line that is a label: which (its index), and how many of its words are the label.
    `changed`: some of these are not the label's."""

    label: int
    words: int
    changed: bool = False


class Labels:
    """The labels of a form in their order, ready to be looked for."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = tuple(labels)
        self._whole: dict[tuple[str, ...], int] = {}
        self._starts: dict[tuple[str, ...], list[tuple[list[str], int]]] = {}
        self._numbers: dict[str, tuple[list[str], int]] = {}
        for index, label in enumerate(self.labels):
            for text in label.texts:
                self._learn(words(text), index)

    def _learn(self, text: list[str], index: int) -> None:
        if not text:
            return
        self._whole.setdefault(tuple(text), index)
        if self.labels[index].question is None:
            return
        numbered = text[0].rstrip(".)").isdigit()
        if len(text) >= _LONG or (numbered and len(text) > 1):
            self._starts.setdefault(tuple(text[:2]), []).append((text, index))
        if numbered and len(text) >= _LONG:
            self._numbers.setdefault(text[0], (text, index))

    def match(self, text: str, in_table: bool) -> Match | None:
        """The label that a line is, or begins with."""
        line = words(text[:4000])
        if not line:
            return None
        whole = self._whole.get(tuple(line))
        if whole is not None and self.labels[whole].in_table in (None, in_table):
            return Match(whole, len(line))
        longest = max(
            (
                (len(start), index)
                for start, index in self._starts.get(tuple(line[:2]), ())
                if starts_with(line, start)
            ),
            default=None,
        )
        if longest is not None:
            return Match(longest[1], longest[0])
        return self._by_number(line)

    def _by_number(self, line: list[str]) -> Match | None:
        label = self._numbers.get(line[0])
        if label is None:
            return None
        text, index = label
        there = set(line[: 2 * len(text)])
        if sum(word in there for word in text) < _ALIKE * len(text):
            return None
        # A line much longer than its label holds an answer too: then none of it is left out.
        if len(line) > len(text) + 2:
            return Match(index, 0)
        return Match(index, len(line), changed=bool(Counter(line) - Counter(text)))


def in_order(found: Iterable[tuple[int, Match]]) -> dict[int, Match]:
    """The most labels that stand in the form's order, by line: a label that is quoted in an answer
    stands out of order, or stands again."""
    tops: list[int] = []  # of the best chain of each length: the last label, and where it is
    ends: list[int] = []
    chain: list[tuple[int, Match, int]] = []
    for line, match in found:
        length = bisect_left(tops, match.label)
        if length < len(tops) and tops[length] == match.label:
            continue
        before = ends[length - 1] if length else -1
        if length == len(tops):
            tops.append(match.label)
            ends.append(len(chain))
        else:
            tops[length], ends[length] = match.label, len(chain)
        chain.append((line, match, before))
    kept: dict[int, Match] = {}
    at = ends[-1] if ends else -1
    while at >= 0:
        line, match, at = chain[at]
        kept[line] = match
    return kept
