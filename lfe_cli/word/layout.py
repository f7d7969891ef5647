"""Sets runs of text into lines, as LibreOffice does. Lengths are twips but where one says not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lfe_cli.word.breaking import SPACES, may_end
from lfe_cli.word.widths import FINE, advance, closer, is_of_bullets, line_of, width_of_bullet

PICTURE = "\ufffc"
_RAISED = 0.58  # the size of raised and lowered text, of the size around it
_SMALL_CAPITALS = 0.8


@dataclass(frozen=True)
class Face:
    """How a run's characters look. `size` is in half points, `tracking` in twips a character.

    `beyond` is the font of letters that ASCII lacks; Word's files name it apart.
    """

    family: str = ""
    beyond: str = ""
    size: int = 20
    bold: bool = False
    capitals: bool = False
    small_capitals: bool = False
    raised: bool = False
    hidden: bool = False
    tracking: int = 0
    stretch: int = 100
    kerned_from: int = 0

    @property
    def is_kerned(self) -> bool:
        """Whether pairs of letters are drawn together."""
        return 0 < self.kerned_from <= self.size

    def fine_width(self, character: str) -> int:
        """The room of one character, in sixths of a twip. Raises UnknownCharacter."""
        if is_of_bullets(self.family) and not character.isspace():
            return width_of_bullet(self.size)
        size: float = self.size * (_RAISED if self.raised else 1)
        if (self.capitals or self.small_capitals) and character.islower():
            size *= _SMALL_CAPITALS if self.small_capitals else 1
            character = character.upper()
        width = sum(advance(one, round(size), self.bold) for one in character)
        return width * self.stretch // 100 + self.tracking * FINE


@dataclass(frozen=True)
class Run:
    """A piece of text with one face, or a picture that stands in the text like a letter."""

    text: str
    face: Face
    picture: tuple[int, int] | None = None  # width and height


@dataclass(frozen=True)
class Stop:
    """A tab stop, measured from the margin."""

    at: int
    kind: str = "left"


@dataclass(frozen=True)
class Measure:
    """How wide the lines of a paragraph are, and where its tabs stop."""

    width: int
    left: int = 0
    right: int = 0
    first: int = 0
    stops: Sequence[Stop] = ()
    every: int = 720

    def starts(self, is_first: bool) -> int:
        """Where a line begins, from the margin."""
        return self.left + (self.first if is_first else 0)


@dataclass(frozen=True)
class Line:
    """A line as it came out: how far it reaches above and below its base.

    `letters` is the height of its largest letters, whatever picture stands among them.
    """

    text: str
    above: int
    below: int
    letters: int

    @property
    def height(self) -> int:
        """The line's natural height."""
        return self.above + self.below


@dataclass
class _Text:
    """The whole paragraph, character by character, with widths in sixths of a twip."""

    characters: str = ""
    widths: list[int] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def lines_of(runs: Sequence[Run], measure: Measure) -> list[Line]:
    """The lines that `runs` fill; none where there is no text. Raises UnknownCharacter."""
    text = _spread(_joined(runs))
    lines: list[Line] = []
    start = 0
    while start < len(text.characters):
        end = _end_of_line(text, start, measure, is_first=not lines)
        lines.append(_line(text, start, end))
        start = end
    if text.characters.endswith("\n"):
        lines.append(_line(text, len(text.characters) - 1, len(text.characters)))
    return lines


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one face as one run: Word cuts runs wherever somebody has typed."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.face == run.face and not last.picture and not run.picture:
            joined[-1] = Run(last.text + run.text, run.face)
        elif run.text:
            joined.append(run)
    return joined


def _spread(runs: Sequence[Run]) -> _Text:
    text = _Text()
    for run in runs:
        text.characters += run.text
        for at, character in enumerate(run.text):
            text.runs.append(run)
            text.widths.append(_width(run, character, run.text[at + 1 : at + 2]))
    return text


def _width(run: Run, character: str, following: str) -> int:
    if run.picture is not None:
        return run.picture[0] * FINE
    if character in "\n\t":
        return 0
    width = run.face.fine_width(character)
    if following and run.face.is_kerned:
        width += closer(character, following, run.face.size, run.face.bold)
    return width


def _line(text: _Text, start: int, end: int) -> Line:
    """Its height is that of what is highest on it, spaces at its end included."""
    above = below = letters = 0
    for run in {id(run): run for run in text.runs[start:end]}.values():
        over, under = line_of(run.face.size, run.face.family)
        above = max(above, run.picture[1] if run.picture else over)
        below = max(below, 0 if run.picture else under)
        letters = max(letters, over + under)
    return Line(text.characters[start:end], above, below, letters)


def empty_line(size: int) -> Line:
    """The line of a paragraph without text, whose mark has `size` half points."""
    above, below = line_of(size)
    return Line("", above, below, above + below)


def _end_of_line(text: _Text, start: int, measure: Measure, is_first: bool) -> int:
    """Where the line that begins at `start` ends: after the last piece that has room on it."""
    begins = measure.starts(is_first)
    room = (measure.width - measure.right - begins) * FINE
    used, could_end = 0, 0
    for at in range(start, len(text.characters)):
        character = text.characters[at]
        if character == "\n":
            return at + 1
        if at > start and may_end(text.characters, at):
            could_end = at
        if at > start and text.runs[at] is not text.runs[at - 1]:
            used = -(-used // FINE) * FINE  # a run begins at a whole twip
        wide = text.widths[at]
        if character == "\t":
            stop = _next_stop(measure, begins + used // FINE)
            room = max(room, (stop.at - begins) * FINE)  # a stop may stand beyond the edge
            wide = _tab(text, at, used, (stop.at - begins) * FINE, stop.kind)
        overflows = at > start and used + wide > room
        if overflows and character not in SPACES:
            return could_end or at  # a word longer than the line is cut
        if overflows:  # a space that finds no room hangs over the edge
            could_end = _after_spaces(text.characters, at)
        used += wide
    return len(text.characters)


def _after_spaces(characters: str, at: int) -> int:
    while at < len(characters) and characters[at] in SPACES:
        at += 1
    return at


def _tab(text: _Text, at: int, used: int, stop: int, kind: str) -> int:
    """How far a tab reaches, in sixths of a twip."""
    following = 0
    if kind in {"right", "center"}:
        following = _width_to_next_tab(text, at + 1)
        following = following if kind == "right" else following // 2
    return max(0, stop - used - following)


def _next_stop(measure: Measure, here: int) -> Stop:
    own = list(measure.stops)
    if measure.first < 0:
        own.append(Stop(measure.left))
    ahead = [stop for stop in own if stop.at > here]
    if ahead:
        return min(ahead, key=lambda stop: stop.at)
    return Stop((here // measure.every + 1) * measure.every)


def _width_to_next_tab(text: _Text, at: int) -> int:
    total = 0
    while at < len(text.characters) and text.characters[at] not in "\t\n":
        total += text.widths[at]
        at += 1
    return total
