"""Options in a returned form that somebody marked on paper's terms: by a tick beside the printed
words, by striking out the others, or by a colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from lfe_cli.audits.returns.words import QUOTES, key
from lfe_cli.word.flow import BOX, CROSSED, MARKS, SET, Line, Piece

_YES = frozenset({"x", "xx", "y", "yes", "true", "ticked", "tick", "ok", "×"})
_POLITE = frozenset({"please", "thanks"})
_NO = frozenset({"n", "no", "not", "false", "n/a", "na", "none"})
_MOST = 1_000  # lines that are looked at
_TYPED = re.compile(r"[\[(][ \t]{0,3}([xXyY×\u2713\u2714\u221a]?)[ \t]{0,3}[\])]")
# An arrow, drawn or typed, points at what is meant.
_ARROW = re.compile(r"[←→⇐⇒⇦⇨➔➙➛➜➝➞➡➢➤►▶◄◀👉👈]|[-=]{1,5}>|<[-=]{1,5}")
_ASIDE = " \t.,;:!()[]{}/|-–—_*\"'"


def says_yes(text: str) -> bool:
    """A text in a tick's place stands for a tick ("x", "Yes")."""
    said = _bare(text).split()
    return bool(_YES.intersection(said)) and _YES.union(_POLITE).issuperset(said)


def mark_in(text: str) -> bool | None:
    """What a text beside an option says: it is marked, it is not, or nothing (None)."""
    boxed = _with_boxes(text)
    drawn = MARKS.findall(boxed)
    said = _bare(boxed)
    if any(mark in SET for mark in drawn) or says_yes(boxed):
        return True
    return False if drawn or said in _NO else None


def more_than_a_mark(text: str) -> bool:
    """A text in a tick's place says more than that it is ticked, or not."""
    boxed = _with_boxes(text)
    said = _bare(boxed)
    return bool(said) and said not in _NO and not says_yes(boxed)


def says_no(text: str) -> bool:
    """A text in a tick's place begins by saying no."""
    return (_bare(text).split() or [""])[0].strip(_ASIDE) in _NO


def _bare(text: str) -> str:
    return key(MARKS.sub(" ", text)).strip(_ASIDE)


def _with_boxes(text: str) -> str:
    """`text` with marks that were typed ("[x]", "->") as the characters they stand for."""
    boxed = _TYPED.sub(lambda match: CROSSED if match[1] else BOX, text)
    return _ARROW.sub(CROSSED, boxed)


@dataclass(frozen=True)
class Seen:
    """An option where it stands printed. `mark`: what stands beside it says that it is meant, or
    not; None where nothing does. `words`: more than that stands there. `struck`: it is struck
    through or hidden. `marks` is what makes it stand out."""

    mark: bool | None = None
    words: bool = False
    struck: bool = False
    marks: frozenset[str] = frozenset()


class Options:
    """The options of a question, by their ids and printed labels, ready to be looked for."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._ids = {key(label): name for name, label in labels.items() if key(label)}
        longest_first = sorted(self._ids, key=len, reverse=True)
        spelt = (r"\s+".join(map(re.escape, label.split())) for label in longest_first)
        self._labels = re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)") if self._ids else None

    def seen(self, lines: Iterable[Line], boxes: frozenset[int] = frozenset()) -> dict[str, Seen]:
        """Each option that stands in these lines, by its id. `boxes` are the controls that tell by
        themselves whether they are ticked."""
        found: dict[str, Seen] = {}
        for line in islice(lines, _MOST):
            for name, seen in self.in_line(line, boxes).items():
                found[name] = _together(found.get(name), seen)
        return found

    def in_line(self, line: Line, boxes: frozenset[int] = frozenset()) -> dict[str, Seen]:
        """The options that stand in one line."""
        pieces = [_lowered(piece) for piece in line.pieces if piece.control not in boxes]
        whole = "".join(piece.text for piece in pieces)
        spans = [] if self._labels is None else [m.span() for m in self._labels.finditer(whole)]
        beside = _beside(pieces, whole, spans)
        return {
            self._ids[key(whole[slice(*span)])]: _seen(_cut(pieces, *span), text)
            for span, text in zip(spans, beside, strict=True)
        }


def _lowered(piece: Piece) -> Piece:
    """The piece as texts are compared: character for character."""
    same = "".join(low if len(low := c.lower()) == 1 else c for c in piece.text)
    return piece._replace(text=same.translate(QUOTES))


def _cut(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """The pieces of a line from one place in it to another."""
    found, at = [], 0
    for piece in pieces:
        first, last = max(start - at, 0), max(end - at, 0)
        text = piece.text[first:last]
        at += len(piece.text)
        if text:
            found.append(piece._replace(text=text))
    return found


def _beside(pieces: list[Piece], whole: str, spans: list[tuple[int, int]]) -> list[str]:
    """What stands beside each option of a line, and is not struck through: before it, or behind it
    where that is how the line begins; the only one has both sides."""
    if not spans:
        return []
    edges = [0, *(edge for span in spans for edge in span), len(whole)]
    gaps = [
        "".join(piece.text for piece in _cut(pieces, *pair) if not piece.look.gone)
        for pair in zip(edges[::2], edges[1::2], strict=True)
    ]
    if len(spans) == 1:
        return [f"{gaps[0]} {gaps[1]}"]
    if mark_in(gaps[0]) is None and mark_in(gaps[-1]) is not None:
        return gaps[1:]
    return [*gaps[:-2], f"{gaps[-2]} {gaps[-1]}"]


def _seen(pieces: list[Piece], beside: str) -> Seen:
    spoken = [piece.look for piece in pieces if piece.text.strip()]
    shared = frozenset.intersection(*(look.marks for look in spoken))
    words = more_than_a_mark(beside)
    return Seen(mark_in(beside), words, all(look.gone for look in spoken), shared)


def _together(before: Seen | None, now: Seen) -> Seen:
    """An option that stands twice is marked where one of them is."""
    if before is None:
        return now
    mark = now.mark if before.mark is None else before.mark or bool(now.mark)
    words, struck = before.words and now.words, before.struck and now.struck
    return Seen(mark, words, struck, before.marks | now.marks)


def standing_out(seen: Mapping[str, Seen], printed: Mapping[str, Seen]) -> frozenset[str]:
    """The options that somebody made to stand out from the others. `printed` is how the blank has
    them."""
    nothing = Seen()
    added = {name: one.marks - printed.get(name, nothing).marks for name, one in seen.items()}
    shared = frozenset.intersection(*added.values()) if added else frozenset[str]()
    return frozenset(name for name, marks in added.items() if marks - shared)
