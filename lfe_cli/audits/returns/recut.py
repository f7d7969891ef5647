"""The lines of a returned form cut anew, where a program ran the form's printed words into others.

A PDF that was turned into Word holds a label in two lines, or behind the answer before it, and each
page's foot in the midst of the text. LibreOffice joins an answer to the next question where the end
of a paragraph was deleted. What is printed on the form is found again by its letters alone, and put
into lines of its own; what people wrote stays what it was, in the order in which it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from lfe_cli.audits.returns.blank import Blank, Label, Match, Printed, in_order
from lfe_cli.audits.returns.controls import Owners
from lfe_cli.audits.returns.letters_of import Letters
from lfe_cli.audits.returns.words import key, squashed, starts_with, words
from lfe_cli.word.flow import MARKS, Flow, Line, Piece
from lfe_cli.word.paragraphs import NOWHERE

_TELLING = 4  # words that are the form's own wherever they stand
_PAGES = 200  # heads and feet of pages that are looked at
_FORM_LINE = re.compile(r"\d{3,9}[a-z0-9_]{1,60}form[0-9a-f]{12}")
_GAPS = re.compile(r"[\s\u00ad-]+")
_NUMBER = r"\d{0,4}"
# What is left of a printed line beside the words by which it was found: its bullet, its number.
_BULLETS = re.compile(r"\s*([•·▪◦‣]\s*)+")
_LEFT_OVER = re.compile(r"[\s•·▪◦‣]*(\d{1,2}\.)?\s*")


class _Cut(NamedTuple):
    """Printed words from `start` to `end` of the letters; `text` is what they are, line by line
    ("" for a foot)."""

    start: int
    end: int
    text: str


def recut(flow: Flow, held: Owners, blank: Blank) -> Flow:
    """The flow with each printed label in a line of its own; and, where all controls are gone, with
    all else that is printed, and without the heads and feet of pages."""
    is_flat = blank.is_known and not any(held.tags)
    lines: Sequence[Line] = flow.lines
    if is_flat:  # first: a page may end in the midst of a label
        letters = Letters(lines, held)
        lines = _with_boxes(_cut(letters, islice(_feet(letters, blank.edges), _PAGES)), blank)
    letters = Letters(lines, held)
    cuts = [*_labels(letters, blank), *(_printed(letters, blank.lines) if is_flat else ())]
    return replace(flow, lines=tuple(_cut(letters, cuts)))


def _cut(letters: Letters, cuts: Iterable[_Cut]) -> Sequence[Line]:
    apart = _apart(cuts)
    return list(_lines(letters, apart)) if apart else letters.lines


def _with_boxes(lines: Iterable[Line], blank: Blank) -> Sequence[Line]:
    """The lines, those with an option together with the box that stands alone in the one before."""

    def is_option(line: Line) -> bool:
        return any(options.in_line(line) for options in blank.options.values())

    found: list[Line] = []
    for line in lines:
        if found and MARKS.fullmatch(found[-1].text.strip()) and is_option(line):
            bare = len(found) > 1 and not MARKS.search(found[-2].text) and is_option(found[-2])
            if not bare:  # else boxes stand behind their options
                box = found.pop().pieces
                line = line._replace(pieces=(*box, Piece(" ", NOWHERE), *line.pieces))
        found.append(line)
    return found


def _labels(letters: Letters, blank: Blank) -> Iterator[_Cut]:
    """The labels that stand in the form's order, and of which none is known as it stands."""
    found: dict[int, tuple[Match, _Cut, bool]] = {}
    for index, label in enumerate(blank.labels.labels):
        there, way = _where(letters, label)
        in_a_line = [cut for cut in there if _is_in_a_line(letters, cut, way)]
        for cut in in_a_line or there:
            found.setdefault(cut.start, (Match(index, 0), cut, bool(in_a_line)))
    places = sorted(found)
    for at in in_order((at, found[at][0]) for at in places):
        _, cut, stands = found[at]
        if not stands:
            yield cut


def _where(letters: Letters, label: Label) -> tuple[list[_Cut], str]:
    """Where a label stands, in the fullest of its ways that does; a heading only as a whole run."""
    for text in label.texts:
        wanted = squashed(text)
        is_telling = len(words(text)) >= _TELLING
        if wanted and (is_telling or label.question is None):
            runs = not is_telling
            there = [
                _Cut(at, at + len(wanted), label.texts[0])
                for at in letters.found(wanted)
                if not runs or letters.are_runs(at, at + len(wanted))
            ]
            if there:
                return there, text
    return [], ""


def _is_in_a_line(letters: Letters, cut: _Cut, way: str) -> bool:
    """Whether a line begins with a label, word for word."""
    number = letters.line_at(cut.start)
    return letters.begins(cut.start) and starts_with(words(letters.text_of(number)), words(way))


def _printed(letters: Letters, lines: Sequence[Printed]) -> Iterator[_Cut]:
    """The form's other lines, where they do not stand in one of their own."""
    keys = [squashed(line.text) for line in lines]
    whole = {key(line.text) for line in letters.lines}
    for line, text, behind in zip(lines, keys, [*keys[1:], ""], strict=True):
        if text and not whole.issuperset(map(key, line.text.split("\n"))):
            for at in letters.found(text):
                if _is_the_forms(letters, line, (at, at + len(text)), behind):
                    yield _Cut(at, at + len(text), line.text)


def _is_the_forms(letters: Letters, line: Printed, place: tuple[int, int], behind: str) -> bool:
    """Whether these words are printed and nobody's. An answer may begin with a prompt, and somebody
    may have marked an option; a few words are printed where the next printed line follows."""
    if line.is_prompt:
        return letters.are_lines(*place) and _tight(letters.lines_with(*place)) == _tight(line.text)
    if "\n" in line.text:
        return not MARKS.search(letters.around(*place)) and letters.look_alike(*place)
    if len(words(line.text)) >= _TELLING or letters.are_lines(*place):
        return True
    return bool(behind) and letters.text.startswith(behind, place[1])


def _tight(text: str) -> str:
    return _GAPS.sub("", text.casefold())


def _feet(letters: Letters, edges: Iterable[str]) -> Iterator[_Cut]:
    """The heads and feet of pages, with the numbers that stood there: those with the form's own
    line wherever they are, others where they are whole lines."""
    parts = {part for edge in edges for part in edge.split("\t") if squashed(part)}
    if not parts:
        return
    spelt = (map(squashed, re.split(r"\s{2,}|\s\Z", part)) for part in parts)
    pattern = "|".join(sorted((_NUMBER.join(texts) for texts in spelt), key=len, reverse=True))
    for found in re.finditer(f"(?:{pattern})+", letters.text):
        start, end = found.span()
        if _FORM_LINE.search(found[0]) or letters.are_lines(start, end):
            yield _Cut(start, end, "")


def _apart(cuts: Iterable[_Cut]) -> list[_Cut]:
    """The cuts in their order; of two that share letters the one that was found first counts."""
    kept: list[_Cut] = []
    for cut in cuts:
        at = bisect_left(kept, cut)
        before, behind = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if all(one.end <= cut.start for one in before) and all(
            cut.end <= one.start for one in behind
        ):
            kept.insert(at, cut)
    return kept


def _lines(letters: Letters, cuts: Sequence[_Cut]) -> Iterator[Line]:
    begin = (0, 0)
    for cut in cuts:
        yield from _between(letters, begin, letters.place_of(cut.start))
        for text in filter(None, cut.text.split("\n")):
            yield Line((Piece(text, NOWHERE),), NOWHERE, "", "")
        begin = letters.behind(cut.end, cut.text)
    yield from _between(letters, begin, (len(letters.lines), 0))


def _between(letters: Letters, begin: tuple[int, int], end: tuple[int, int]) -> Iterator[Line]:
    """The text between two places; of a line that was cut only what is more than left over."""
    for number in range(begin[0], min(end[0] + 1, len(letters.lines))):
        line, text = letters.lines[number], letters.text_of(number)
        first = begin[1] if number == begin[0] else 0
        last = end[1] if number == end[0] else len(text)
        if first == 0 and last == len(text) and not _BULLETS.fullmatch(text):
            yield line
        elif not _LEFT_OVER.fullmatch(text[first:last]):
            yield line._replace(pieces=tuple(letters.pieces(number, first, last)), mark="")
