"""The letters and digits of a text as one string, and where in its lines each of them stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lfe_cli.audits.returns.controls import Owners
from lfe_cli.audits.returns.words import squashed
from lfe_cli.word.flow import Line, Piece

_MOST = 50  # places in which the same words are looked at
_HELD = "\0"  # stands for what a control of the form holds

# A line's text, where each of its pieces begins in that, and in the letters of the line.
_Parts = tuple[str, list[int], list[int]]


class Letters:
    """`text` is all letters, one after the other, however they are spaced, parted or hyphenated;
    What a control of the form holds is not among them."""

    def __init__(self, lines: Sequence[Line], held: Owners) -> None:
        self.lines = lines
        self._held = held
        self._parts: dict[int, _Parts] = {}
        texts = ["".join(map(self._of, line.pieces)) for line in lines]
        self.text = "".join(texts)
        self._starts = list(accumulate(map(len, texts), initial=0))

    def found(self, wanted: str) -> Iterator[int]:
        """The places of some letters, where they are whole words."""
        at = self.text.find(wanted)
        for _ in range(_MOST):
            if at < 0:
                return
            if self._is_between_words(at) and self._is_between_words(at + len(wanted)):
                yield at
            at = self.text.find(wanted, at + 1)

    def line_at(self, letter: int) -> int:
        """The line in which a letter stands."""
        return bisect_right(self._starts, letter) - 1

    def begins(self, letter: int) -> bool:
        """Whether a line begins with a letter; the text ends like one before the next."""
        return self._starts[self.line_at(letter)] == letter

    def are_lines(self, start: int, end: int) -> bool:
        """Whether letters are one whole line, or several."""
        return self.begins(start) and self.begins(end)

    def are_runs(self, start: int, end: int) -> bool:
        """Whether letters are whole runs, set apart from what else stands in their line."""
        return self._is_between_runs(start) and self._is_between_runs(end)

    def place_of(self, letter: int) -> tuple[int, int]:
        """Where a letter stands: its line, and the character of that."""
        number = self.line_at(letter)
        _, characters, letters = self._parts_of(number)
        left = letter - self._starts[number]
        piece = bisect_right(letters, left) - 1
        text = self.lines[number].pieces[piece].text
        return number, characters[piece] + _index(text, left - letters[piece])

    def behind(self, end: int, printed: str) -> tuple[int, int]:
        """The place behind some letters, and behind the marks that go with them as printed."""
        number, at = self.place_of(end - 1)
        text = self.text_of(number)
        at += 1
        while (
            at < len(text) and text[at] in printed and not (text[at].isalnum() or text[at] == " ")
        ):
            at += 1
        return number, at

    def around(self, start: int, end: int) -> str:
        """The text in which some letters stand, with all that is between them and the next."""
        first = self.place_of(start - 1) if start else (0, -1)
        last = self.place_of(end) if end < len(self.text) else (len(self.lines), 0)
        texts = []
        for number in range(first[0], min(last[0] + 1, len(self.lines))):
            text = self.text_of(number)[: last[1] if number == last[0] else None]
            texts.append(text[first[1] + 1 :] if number == first[0] else text)
        return "\n".join(texts)

    def lines_with(self, start: int, end: int) -> str:
        """The whole lines in which some letters stand."""
        numbers = range(self.line_at(start), self.line_at(end - 1) + 1)
        return "\n".join(map(self.text_of, numbers))

    def look_alike(self, start: int, end: int) -> bool:
        """Whether nothing in the lines of some letters looks otherwise than the rest."""
        numbers = range(self.line_at(start), self.line_at(end - 1) + 1)
        pieces = (piece for number in numbers for piece in self.lines[number].pieces)
        return len({piece.look._replace(font="") for piece in pieces if piece.text.strip()}) < 2

    def text_of(self, number: int) -> str:
        """The text of a line."""
        return self._parts_of(number)[0]

    def pieces(self, number: int, first: int, last: int) -> Iterator[Piece]:
        """What a line holds from one of its characters to another."""
        _, characters, _ = self._parts_of(number)
        pieces = self.lines[number].pieces
        at = max(bisect_right(characters, first) - 1, 0)
        while at < len(pieces) and characters[at] < last:
            start = characters[at]
            text = pieces[at].text[max(first - start, 0) : last - start]
            if text:
                yield pieces[at]._replace(text=text)
            at += 1

    def _of(self, piece: Piece) -> str:
        is_own = piece.control >= 0 and self._held.tags[piece.control] is not None
        return _HELD if is_own else squashed(piece.text)

    def _parts_of(self, number: int) -> _Parts:
        if number not in self._parts:
            pieces = self.lines[number].pieces
            characters = list(accumulate((len(piece.text) for piece in pieces), initial=0))
            letters = list(accumulate((len(self._of(piece)) for piece in pieces), initial=0))
            self._parts[number] = self.lines[number].text, characters, letters
        return self._parts[number]

    def _is_between_words(self, letter: int) -> bool:
        if self._is_between_runs(letter):
            return True
        number, at = self.place_of(letter)
        text = self.text_of(number)
        if not text[at - 1].isalnum() or text[at].isdigit():
            return True
        return text[at - 1].islower() and text[at].isupper()  # two lines, put together

    def _is_between_runs(self, letter: int) -> bool:
        if self.begins(letter):
            return True
        number = self.line_at(letter)
        letters = self._parts_of(number)[2]
        left = letter - self._starts[number]
        return letters[bisect_right(letters, left) - 1] == left


def _index(text: str, letters: int) -> int:
    """The index of the character in a text before which so many letters stand."""
    for index, character in enumerate(text):
        size = len(squashed(character))
        if size and letters <= 0:
            return index
        letters -= size
    return len(text)
