"""Gives every piece of text in a returned form to the question whose answer it is, or to none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from lfe_cli.ooxml.symbols import MARKS, SET
from lfe_cli.ooxml.walk import Flow, Line
from lfe_cli.returns.blank import Blank, places_of
from lfe_cli.returns.labels import Match
from lfe_cli.returns.tags import Owners, Tag, owners
from lfe_cli.returns.words import key, starts_with, without_first, without_last, words

_MORE_THAN_A_NOTE = 4  # words beside a label that are hardly the form's own ("please answer")


class Said(NamedTuple):
    """Text of an answer. `tag` is its control's, None where it stands in none; `line` and `cell`
    are indexes in the flow, `mark` its bullet where the text begins a line."""

    line: int
    tag: str | None
    text: str
    cell: int
    mark: str


@dataclass
class Sorted:
    """`lines` and `kept` hold, by question, all lines of its place and which of the blank's are
    still there. `found` are the questions that the document still has."""

    flow: Flow
    held: Owners
    said: dict[str, list[Said]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    kept: dict[str, Counter[str]] = field(default_factory=dict)
    prompts: dict[str, set[str]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    live: dict[str, list[int]] = field(default_factory=dict)


def sort_text(flow: Flow, blank: Blank, tags: Mapping[str, Tag]) -> Sorted:
    """The text of a returned form by question."""
    held = owners(flow, tags)
    places, chain = places_of(flow, held, blank.labels, tags)
    result = Sorted(flow, held)
    for index, tag in enumerate(held.tags):
        if tag is not None and flow.controls[index].tag.lower() == tag:
            result.live.setdefault(tag, []).append(index)
            result.found.add(tags[tag].question.id)
    sorter = _Sorter(result, blank, tags)
    for number, line in enumerate(flow.lines):
        place = places[number]
        if place is not None:
            result.lines.setdefault(place, []).append(line)
            result.found.add(place)
        sorter.take(number, line, place, chain.get(number))
    return result


class _Sorter:
    """Uses up the blank's own lines, place by place; what is left over is somebody's words."""

    def __init__(self, result: Sorted, blank: Blank, tags: Mapping[str, Tag]) -> None:
        self.result = result
        self.blank = blank
        self.tags = tags
        self.left = {place: Counter(lines) for place, lines in blank.shown.items()}
        questions = {tag.question.id: tag.question for tag in tags.values()}
        self.kinds = {name: question.kind for name, question in questions.items()}
        self.in_controls = {tags[tag].question.id for tag in result.live}
        self.prompts = {name: blank.prompts_of(q) for name, q in questions.items()}
        self.printed = {
            name: sorted(
                (text.split() for text in {p for p in prompts if " " in p} | self._beside(name)),
                key=len,
                reverse=True,
            )
            for name, prompts in self.prompts.items()
        }

    def _beside(self, name: str) -> frozenset[str]:
        return self.blank.beside.get(name, frozenset())

    def take(self, number: int, line: Line, place: str | None, label: Match | None) -> None:
        """Sorts one line. `label`: it is a question's label, or begins with it."""
        chunks = list(self._chunks(line))
        outside = "".join(text for tag, text in chunks if tag is None)
        as_issued = label is None and self._is_the_forms(place, outside)
        mark = line.mark
        for tag, chunk in chunks:
            text = chunk
            if tag is None:
                text = "" if as_issued else self._written(chunk, label, place)
                label = None
            if tag is not None or text.strip() or self._is_gap(chunks, place):
                self._give(Said(number, tag, text, line.cell, mark), place)
                mark = ""

    def _written(self, text: str, label: Match | None, place: str | None) -> str:
        """What somebody wrote of a text that stands in no control."""
        if label is not None:
            text = without_first(text, label.words)
            if not self.blank.is_known and len(text.split()) < _MORE_THAN_A_NOTE:
                return ""
        elif self._is_the_forms(place, text):
            return ""
        return self._without_printed(text, place)

    def _chunks(self, line: Line) -> Iterator[tuple[str | None, str]]:
        """Runs of text by their control's tag, without prompts."""
        held = self.result.held
        spoken, prompts = [], dict[str, str]()
        for piece in line.pieces:
            tag = held.tags[piece.control] if piece.control >= 0 else None
            if piece.control < 0 or not held.prompts[piece.control]:
                spoken.append((tag, piece.text))
            elif tag is not None:
                prompts[tag] = prompts.get(tag, "") + piece.text
        for tag, text in prompts.items():
            self.result.prompts.setdefault(tag, set()).add(key(text))
        if not spoken:
            yield (None, "")
        for tag, run in groupby(spoken, key=lambda part: part[0]):
            yield tag, "".join(text for _, text in run)

    def _is_gap(self, chunks: list[tuple[str | None, str]], place: str | None) -> bool:
        """An empty line between two paragraphs of a text."""
        alone = len(chunks) == 1 and not chunks[0][1].strip()
        return alone and place is not None and self.kinds[place] == "text"

    def _is_the_forms(self, place: str | None, text: str) -> bool:
        wanted = key(text)
        if not wanted:
            return False
        kind = self.kinds.get(place or "")
        if kind == "choice" and any(mark in SET for mark in MARKS.findall(text)):
            return False  # somebody marked this option in the list of options
        if place is not None and wanted in self.prompts[place]:
            return True
        left = self.left.get(place)
        if left is not None and left[wanted] > 0:
            left[wanted] -= 1
            if place is not None:
                self.result.kept.setdefault(place, Counter())[wanted] += 1
            return True
        if place is None:
            return any(wanted in lines for lines in self.blank.shown.values())
        return wanted in self.blank.anywhere and wanted not in self.blank.shown.get(place, ())

    def _without_printed(self, text: str, place: str | None) -> str:
        """A text that somebody wrote beside a prompt or in a printed line, without what was there
        before."""
        if place is None or self.kinds[place] == "tick":
            return text
        compared = words(text)
        for printed in self.printed[place]:
            if starts_with(compared, printed):
                text = without_first(text, len(printed))
            elif len(compared) > len(printed) and compared[-len(printed) :] == printed:
                text = without_last(text, len(printed))
            else:
                continue
            compared = words(text)
        return text

    def _give(self, said: Said, place: str | None) -> None:
        if said.tag is not None:
            place = self.tags[said.tag].question.id
        if place is None or (self.kinds[place] == "tick" and said.tag is None):
            if words(said.text) and self.blank.is_known:
                self.result.unread.append(said.text)
        elif said.tag is not None or self.blank.is_known or place not in self.in_controls:
            self.result.said.setdefault(place, []).append(said)
        # else it cannot be told from the form's own text, and the answer stands in its control
