"""Text as words with their places: what the finders of names and of wording both read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

_APOSTROPHES = "'’‘ʼ`´＇"
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"  # marks, soft hyphens, zero width
_RUN = rf"[^\W_](?:[^\W_]|[{_INSIDE}])*"
_WORD = re.compile(rf"{_RUN}(?:[{_APOSTROPHES}]{_RUN})*")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"}
)
_BREAK = re.compile(r"[.!?…:;\n\r•|]|\s[–—-]\s")
_START = re.compile(r"[.!?…\n\r\t•|]|[\"“‘(\[]\Z")
_NO_END_AFTER = {"mr", "mrs", "ms", "dr", "prof", "st", "rev", "sgt", "eg", "ie", "vs", "no", "ref"}
_MASK = "\uffff"  # stands for text that is allowed; never part of a word


class Word(NamedTuple):
    """A word as it stands in a text: `folded` is without accents, case and apostrophes.

    `first` says that a capital letter is usual here (a sentence begins). `joined` says what stands
    before it: "" (nothing but a hyphen), " " (a space, a comma), "." (a sentence or clause ends).
    """

    text: str
    folded: str
    start: int
    end: int
    first: bool
    joined: str

    @property
    def capital(self) -> bool:
        """It begins with a capital letter."""
        return self.text[:1].isupper()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` in small letters, without accents, apostrophes and marks."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in bare if c.isalnum() or c == " ")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        if found and between.startswith(".") and _is_short(found[-1]):
            between = between[1:]
        first = not found or bool(_START.search(between))
        joined = _joined(between) if found else "."
        found.append(Word(match[0], fold(match[0]), match.start(), match.end(), first, joined))
        end = match.end()
    return tuple(found)


def _is_short(word: Word) -> bool:
    """An initial or an abbreviation, after which a full stop ends no sentence."""
    return len(word.text) == 1 or word.folded in _NO_END_AFTER


def _joined(between: str) -> str:
    if _MASK in between:
        return "."
    if between in {"", "-", "‐", "‑", "_"}:
        return ""
    return "." if _BREAK.search(between) else " "


def without_possessive(word: Word) -> str:
    """The folded word without 's: Anya's is anya, James' is james."""
    text = word.text
    if text[-1] in _APOSTROPHES:
        return fold(text[:-1])
    if text[-1] in "sS" and text[-2:-1] and text[-2] in _APOSTROPHES:
        return fold(text[:-2])
    return word.folded


@lru_cache
def _english() -> frozenset[str]:
    text = resources.files(__package__).joinpath("english.txt").read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("ier", ("y",)),
    ("iest", ("y",)),
    ("ily", ("y",)),
    ("iness", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ly", ("", "le")),
    ("er", ("", "e")),
    ("ers", ("", "e")),
    ("est", ("", "e")),
    ("ness", ("",)),
    ("ment", ("",)),
)


@lru_cache(maxsize=8192)
def is_english(folded: str) -> bool:
    """True for an ordinary English word, inflected or not, and so no misspelt name."""
    known = _english()
    if folded in known:
        return True
    return any(stem in known for stem in _stems(folded))


def _stems(word: str) -> list[str]:
    found: list[str] = []
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            found += [stem + other for other in others]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found


def letters_apart(one: str, other: str, limit: int) -> int:
    """Letters changed, added, left out or swapped, counted; more than `limit` is limit + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        rows.append(row)
    return rows[-1][-1]


# Names that are words with which a sentence may well begin. Inside a sentence a capital tells the
# name; at its start nothing does. (A name such as Jade is a word too, but begins no sentence.)
NAMES_THAT_ARE_WORDS = frozenset(
    """
    amber april august autumn bank banks best bill bishop black blue bond bright brown case cash
    chambers chance charity chase child childs christian church clear close court cross day days
    dear do drew early east english fair faith field fields fine forest frank free friend
    gardens gates gay gold golden good grace grant gray green grey guy hall hand hands happy
    hill home hope house hunt job joy judge june just justice key keys king large last law light
    little long lord love loving lucky major march mark marks may means mercy miles mills mine
    minor moon more mount my new no noble north page parish park patience peace penny pope post
    power precious price pride prince prior purple queen rain read reason rich ridge river
    rivers rob rock rose royal rush sage savage self service sharp short silver simple small
    smart so south speed spring star start steel stone storm strong sue summer sunny sweet swift
    true unity victory wall ward waters weeks welcome west white wild will winter wise wood
    woods worth young
    """.split()  # noqa: SIM905  (a list that people add to reads better as lines)
)


def without_allowed(text: str, allowed: Collection[str]) -> str:
    """`text` with every allowed text masked, at its old length so that places stay right."""
    pattern = _allowed_pattern(tuple(allowed))
    return pattern.sub(lambda m: _MASK * len(m[0]), text) if pattern else text


@lru_cache(maxsize=64)
def _allowed_pattern(allowed: tuple[str, ...]) -> re.Pattern[str] | None:
    known = {" ".join(text.split()) for text in allowed if len(text.strip()) > 2}
    texts = sorted(sorted(known), key=len)
    if not texts:
        return None
    each = (r"\s+".join(re.escape(word) for word in text.split()) for text in reversed(texts))
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
