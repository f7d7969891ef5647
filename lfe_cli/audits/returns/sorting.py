"""The text of a returned form by the question whose answer it is; the rest belongs to none.

Ticks that have lost their controls are known by boxes and crosses beside an option's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, NamedTuple

from lfe_cli.audits.returns.blank import Blank, Match, labels_in, moved_controls, places_of
from lfe_cli.audits.returns.controls import Aside, Owners, Tag, owners, set_aside
from lfe_cli.audits.returns.recut import recut
from lfe_cli.audits.returns.ticks import more_than_a_mark
from lfe_cli.audits.returns.words import key, starts_with, without_first, without_last, words
from lfe_cli.word.flow import MARKS, SET, Flow, Line, Piece
from lfe_cli.word.paragraphs import NOWHERE

Gone = Literal["struck through", "hidden"]
_MORE_THAN_A_NOTE = 4  # words beside a label that are hardly the form's own ("please answer")


class Passage(NamedTuple):
    """Text of an answer. `tag` is its control's, None where it stands in none; `line` and `cell`
    are indexes in the flow, `mark` its bullet where the text begins a line."""

    line: int
    tag: str | None
    text: str
    cell: int
    mark: str


class Chunk(NamedTuple):
    """A run of pieces that stand in one control of the form (by its tag), or in none."""

    tag: str | None
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All that stands there."""
        return "".join(piece.text for piece in self.pieces)

    def said(self, start: int = 0) -> str:
        """What counts of it, from one place in its text on: neither struck through nor hidden."""
        text = ""
        for piece in self.pieces:
            rest, start = piece.text[start:], max(start - len(piece.text), 0)
            text += "" if piece.look.gone else rest
        return text


@dataclass
class Sorted:
    """`lines` holds, by question, all lines of its place. `strange` are the questions whose words
    bear the mark of a prompt, `moved` those in whose place controls of others stand, with these,
    and `found` those that the document still has. `live` are the controls by tag, `spoken` those
    that hold words. `gone` says of which questions something is struck through or hidden (None: of
    what belongs to none), `strays` in whose place words or a mark stand that answer nothing,
    `holds` what stands there beside text, `joined` the tables with words in cells that somebody
    joined."""

    flow: Flow
    held: Owners
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    found: set[str] = field(default_factory=set)
    live: dict[str, list[int]] = field(default_factory=dict)
    moved: dict[str, set[str]] = field(default_factory=dict)
    spoken: set[int] = field(default_factory=set)
    gone: dict[str | None, set[Gone]] = field(default_factory=dict)
    strays: dict[str, list[str]] = field(default_factory=dict)
    holds: dict[str, dict[str, None]] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)


def sort_text(flow: Flow, blank: Blank, tags: Mapping[str, Tag]) -> Sorted:
    """The text of a returned form by question."""
    held = owners(flow, tags, blank.titles)
    flow = recut(flow, held, blank)
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
        self.boxes = frozenset(
            index
            for tag, live in result.live.items()
            if tags[tag].question.kind == "tick"
            for index in live
        )
        self.the_forms = frozenset[str]().union(*blank.shown.values())

    def take(self, number: int, line: Line, place: str | None, label: Match | None) -> None:
        """Sorts one line. `label`: it is a question's label, or begins with it."""
        if not line.pieces:
            self._note_beside(line, place)
            if place is not None and self.kinds[place] == "text":  # between two paragraphs of it
                self._give(Passage(number, None, "", line.cell, line.mark), place)
            return
        self._note_gone(line, place)
        self._note_beside(line, place)
        chunks = list(self._chunks(line))
        outside = "".join(chunk.text for chunk in chunks if chunk.tag is None)
        as_issued = label is None and self._is_the_forms(place, outside)
        if label is not None and label.changed:
            self._leave("".join(chunk.said() for chunk in chunks if chunk.tag is None), place)
        mark = line.mark
        for chunk in chunks:
            tag = chunk.tag
            if tag is not None:
                text = self._in_control(chunk.said(), tag)
            else:
                text = "" if as_issued else self._written(chunk, label, place)
                label = None
            if self._is_worth(chunk, text) or self._is_gap(chunks, place):
                text = "" if tag is None and self._only_marks(line, place) else text
                self._give(Passage(number, tag, text, line.cell, mark), place)
                mark = ""

    def _is_worth(self, chunk: Chunk, text: str) -> bool:
        """It holds something, or stands in a control; one with nothing but what was struck through
        is no line of an answer."""
        return bool(text.strip()) or (chunk.tag is not None and not chunk.text.strip())

    def _note_beside(self, line: Line, place: str | None) -> None:
        """Notes what stands in a question's place beside text, and cells that were joined."""
        if place is None or not self.blank.is_known:
            return
        for what in line.holds:
            if what not in self.blank.holds.get(place, ()):
                self.result.holds.setdefault(place, {})[what] = None
        is_joined = line.cell != NOWHERE and self.result.flow.cells[line.cell].joined
        if is_joined and self.kinds[place] == "table" and words(line.said):
            self.result.joined.add(place)

    def _note_gone(self, line: Line, place: str | None) -> None:
        """Notes what somebody struck through or hid, which the form as issued did not."""
        for piece in line.pieces:
            if not piece.look.gone or not piece.text.strip():
                continue
            held = self.result.held
            tag = held.tags[piece.control] if piece.control >= 0 else None
            its = place if tag is None else self.tags[tag].question.id
            how: Gone = "struck through" if piece.look.struck else "hidden"
            if key(line.text) not in self.blank.gone and not self._is_its_prompt(piece, its):
                self.result.gone.setdefault(its, set()).add(how)

    def _is_its_prompt(self, piece: Piece, its: str | None) -> bool:
        held = self.result.held
        is_one = piece.control >= 0 and held.is_prompt(piece.control)
        return is_one and its is not None and piece.text in self.blank.prompts[its]

    def _only_marks(self, line: Line, place: str | None) -> bool:
        """The line is a printed option with nothing beside it but a mark, which is read there."""
        if place is None or self.kinds[place] != "tick":
            return False
        seen = self.blank.options[place].in_line(line, self.boxes).values()
        return bool(seen) and not any(one.words for one in seen)

    def _chunks(self, line: Line) -> Iterator[Chunk]:
        """Runs of text by their control's tag, without prompts."""
        held = self.result.held
        spoken: list[tuple[str | None, Piece]] = []
        for piece in line.pieces:
            if piece.control < 0:
                spoken.append((None, piece))
            elif not held.is_prompt(piece.control):
                spoken.append((held.tags[piece.control], piece))
        if not spoken:
            yield Chunk(None, ())
        for tag, run in groupby(spoken, key=lambda part: part[0]):
            yield Chunk(tag, tuple(piece for _, piece in run))

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

    def _written(self, chunk: Chunk, label: Match | None, place: str | None) -> str:
        """The text outside of controls that somebody wrote."""
        text = chunk.said()
        if label is not None:
            whole = chunk.text
            rest = without_first(whole, label.words)
            text = chunk.said(len(whole) - len(rest))
            if not self.blank.is_known and len(text.split()) < _MORE_THAN_A_NOTE:
                return ""
        elif self._is_the_forms(place, text):
            return ""
        return self._without_printed(text, place)

    def _is_gap(self, chunks: list[Chunk], place: str | None) -> bool:
        """An empty line between two paragraphs of a text."""
        alone = len(chunks) == 1 and not chunks[0].text.strip()
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
        if self.kinds[place] == "table" and self.blank.labels.name(wanted, place):
            return True  # some programs show a table's description above it
        left = self.left.get(place)
        if left is not None and left[wanted] > 0:
            left[wanted] -= 1
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
            self._leave(passage.text, place)
        elif self.kinds[place] == "tick":
            self._give_to_tick(passage, place)
        elif passage.tag is not None or self.blank.is_known or place not in self.in_controls:
            self.result.passages.setdefault(place, []).append(passage)
        # else it cannot be told from the form's own text, and the answer stands in its control

    def _give_to_tick(self, passage: Passage, place: str) -> None:
        """A tick is a mark: words beside it or in its place are no answer, and are shown."""
        if passage.tag is None:
            self._leave(passage.text, place)
            return
        self.result.passages.setdefault(place, []).append(passage)
        known = self.blank.shown.get(place, ())
        if more_than_a_mark(passage.text) and key(passage.text) not in known:
            self._leave(passage.text, place)

    def _leave(self, text: str, place: str | None) -> None:
        if not self.blank.is_known:
            return
        if place is not None and text.strip():
            self.result.strays.setdefault(place, []).append(text)
        if words(text):
            self.result.unread.append(text)
