"""The text of a returned form by the question whose answer it is; the rest belongs to none.

Ticks that have lost their controls are known by boxes and crosses beside an option's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from lfe_cli.audits.blank import Blank, Match, labels_in, moved_controls, places_of
from lfe_cli.audits.controls import Aside, Owners, Tag, owners, set_aside
from lfe_cli.audits.ticks import more_than_a_mark
from lfe_cli.audits.words import key, starts_with, without_first, without_last, words
from lfe_cli.word.flow import MARKS, SET, Flow, Line

_MORE_THAN_A_NOTE = 4  # words beside a label that are hardly the form's own ("please answer")


class Passage(NamedTuple):
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
    still there. `strange` are the questions whose words bear the mark of a prompt, `moved` those
    in whose place controls of others stand, with these, and `found` those that the document still
    has. `live` are the controls by tag, `spoken` those that hold words."""

    flow: Flow
    held: Owners
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    kept: dict[str, Counter[str]] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    found: set[str] = field(default_factory=set)
    live: dict[str, list[int]] = field(default_factory=dict)
    moved: dict[str, set[str]] = field(default_factory=dict)
    spoken: set[int] = field(default_factory=set)


def sort_text(flow: Flow, blank: Blank, tags: Mapping[str, Tag]) -> Sorted:
    """The text of a returned form by question."""
    held = owners(flow, tags, blank.titles)
    chain = labels_in(flow, held, blank.labels)
    held = held.where_they_stand(moved_controls(flow, held, blank, chain))
    aside = set_aside(flow, held, blank.prompts, tags, all_known=blank.is_known)
    places = places_of(flow, aside.held, blank.labels, chain)
    result = Sorted(flow, aside.held, strange=aside.strange)
    for index, tag in enumerate(aside.held.tags):
        if tag is not None and flow.controls[index].tag.lower() == tag:
            result.live.setdefault(tag, []).append(index)
            result.found.add(tags[tag].question.id)
    sorter = _Sorter(result, blank, tags, aside)
    for number, line in enumerate(flow.lines):
        place = places[number]
        if place is not None:
            result.lines.setdefault(place, []).append(line)
            result.found.add(place)
        _note_controls(result, line, place)
        sorter.take(number, line, place, chain.get(number))
    if blank.is_known:
        result.unread += aside.texts
    return result


def _note_controls(result: Sorted, line: Line, place: str | None) -> None:
    """Notes which controls hold words, and which of these came from elsewhere."""
    held = result.held
    for piece in line.pieces:
        if piece.control < 0 or held.is_prompt(piece.control) or not words(piece.text):
            continue
        result.spoken.add(piece.control)
        came_from = held.moved[piece.control]
        if came_from is not None and place is not None:
            result.moved.setdefault(place, set()).add(came_from)


class _Sorter:
    """Uses up the blank's own lines, place by place; what is left over is somebody's words."""

    def __init__(self, result: Sorted, blank: Blank, tags: Mapping[str, Tag], aside: Aside) -> None:
        self.result = result
        self.blank = blank
        self.tags = tags
        self.aside = aside
        self.left = {place: Counter(lines) for place, lines in blank.shown.items()}
        questions = {tag.question.id: tag.question for tag in tags.values()}
        self.kinds = {name: question.kind for name, question in questions.items()}
        self.in_controls = {tags[tag].question.id for tag in result.live}
        self.beside = {
            name: sorted((text.split() for text in texts), key=len, reverse=True)
            for name, texts in blank.beside.items()
        }
        self.the_forms = frozenset[str]().union(*blank.shown.values())

    def take(self, number: int, line: Line, place: str | None, label: Match | None) -> None:
        """Sorts one line. `label`: it is a question's label, or begins with it."""
        if not line.pieces:
            if place is not None and self.kinds[place] == "text":  # between two paragraphs of it
                self._give(Passage(number, None, "", line.cell, line.mark), place)
            return
        chunks = list(self._chunks(line))
        outside = "".join(text for tag, text in chunks if tag is None)
        as_issued = label is None and self._is_the_forms(place, outside)
        if label is not None and label.changed:
            self._leave(outside)
        mark = line.mark
        for tag, chunk in chunks:
            if tag is not None:
                text = self._in_control(chunk, tag)
            else:
                text = "" if as_issued else self._written(chunk, label, place)
                label = None
            if tag is not None or text.strip() or self._is_gap(chunks, place):
                self._give(Passage(number, tag, text, line.cell, mark), place)
                mark = ""

    def _chunks(self, line: Line) -> Iterator[tuple[str | None, str]]:
        """Runs of text by their control's tag, without prompts."""
        held = self.result.held
        spoken: list[tuple[str | None, str]] = []
        for piece in line.pieces:
            if piece.control < 0:
                spoken.append((None, piece.text))
            elif not held.is_prompt(piece.control):
                spoken.append((held.tags[piece.control], piece.text))
        if not spoken:
            yield (None, "")
        for tag, run in groupby(spoken, key=lambda part: part[0]):
            yield tag, "".join(text for _, text in run)

    def _in_control(self, text: str, tag: str) -> str:
        """The text in a control that somebody wrote. Its prompt may still stand there: in a
        paragraph of its own, or beside the text where a program does not take it away."""
        question = self.tags[tag].question
        if question.kind == "tick":
            return text
        prompts = self.blank.prompts[question.id]
        if text in prompts:
            return ""
        return prompts.off(text) if tag in self.aside.beside else text

    def _written(self, text: str, label: Match | None, place: str | None) -> str:
        """The text outside of controls that somebody wrote."""
        if label is not None:
            text = without_first(text, label.words)
            if not self.blank.is_known and len(text.split()) < _MORE_THAN_A_NOTE:
                return ""
        elif self._is_the_forms(place, text):
            return ""
        return self._without_printed(text, place)

    def _is_gap(self, chunks: list[tuple[str | None, str]], place: str | None) -> bool:
        """An empty line between two paragraphs of a text."""
        alone = len(chunks) == 1 and not chunks[0][1].strip()
        return alone and place is not None and self.kinds[place] == "text"

    def _is_the_forms(self, place: str | None, text: str) -> bool:
        wanted = key(text)
        if not wanted:
            return False
        if place is None:
            return wanted in self.the_forms
        if self.kinds[place] == "choice" and any(mark in SET for mark in MARKS.findall(text)):
            return False  # somebody marked this option in the list of options
        if wanted in self.blank.prompts[place].known:
            return True
        left = self.left.get(place)
        if left is not None and left[wanted] > 0:
            left[wanted] -= 1
            self.result.kept.setdefault(place, Counter())[wanted] += 1
            return True
        return wanted in self.blank.anywhere and wanted not in self.blank.shown.get(place, ())

    def _without_printed(self, text: str, place: str | None) -> str:
        """A text that somebody wrote beside a prompt or in a printed line, without what was there
        before."""
        if place is None or self.kinds[place] == "tick":
            return text
        text = self.blank.prompts[place].off(text)
        compared = words(text)
        for printed in self.beside.get(place, ()):
            if starts_with(compared, printed):
                text = without_first(text, len(printed))
            elif len(compared) > len(printed) and compared[-len(printed) :] == printed:
                text = without_last(text, len(printed))
            else:
                continue
            compared = words(text)
        return text

    def _give(self, passage: Passage, place: str | None) -> None:
        if passage.tag is not None:
            place = self.tags[passage.tag].question.id
        if place is None:
            self._leave(passage.text)
        elif self.kinds[place] == "tick":
            self._give_to_tick(passage, place)
        elif passage.tag is not None or self.blank.is_known or place not in self.in_controls:
            self.result.passages.setdefault(place, []).append(passage)
        # else it cannot be told from the form's own text, and the answer stands in its control

    def _give_to_tick(self, passage: Passage, place: str) -> None:
        """A tick is a mark: words beside it or in its place are no answer, and are shown."""
        if passage.tag is None:
            self._leave(passage.text)
            return
        self.result.passages.setdefault(place, []).append(passage)
        if more_than_a_mark(passage.text) and key(passage.text) not in self.blank.shown.get(
            place, ()
        ):
            self._leave(passage.text)

    def _leave(self, text: str) -> None:
        if words(text) and self.blank.is_known:
            self.result.unread.append(text)
