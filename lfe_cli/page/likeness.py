"""The likeness of two sentences: the words that they share, each weighed by its rarity.

Endings are taken off by a few rules of English, without a dictionary. That is enough to find an
earlier recommendation and to search one-page reports; it understands nothing, and a person judges.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

# On pairs that it was not tuned on, this finds nearly all that say the same in much the same words,
# and takes few of the others for it. What says the same in quite other words is not found.
MUCH_THE_SAME = 0.55
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = (
    "a about after all also an and any are as ask at be been before being but by can do each every "
    "for from get give had has have how if in into is it its made make more must need new no not "
    "of on one or other our own say set shall should so some such than that the their them then "
    "there these they this those through to two up us was we were what when where which while who "
    "will with within would you your"
)
_SMALL_WORDS = frozenset(_SMALL.split())
# So common in recommendations that to share them says little; they are steps, people and services.
_COMMON = (
    "add agency agree area arrange child day develop ensure family find group help hold include "
    "keep meet month name offer parent people plan practice practitioner process recommendation "
    "record review run service share staff start step support team test time train try use way "
    "week work write year"
)
_COMMON_WEIGHS = 0.45
_SHORTEST = 3  # of what is left of a word once an ending is taken off
_IRREGULAR = {
    "brought": "bring", "children": "child", "families": "family", "held": "hold", "kept": "keep",
    "knew": "know", "known": "know", "met": "meet", "men": "man", "people": "person", "said": "say",
    "saw": "see", "seen": "see", "taught": "teach", "told": "tell", "went": "go", "women": "woman",
    "written": "write", "wrote": "write",
}  # fmt: skip


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The stem that a word shares with its other forms: "meetings" and "meet" are the same."""
    word = _IRREGULAR.get(word, word)
    if word.isdigit():
        return word
    for ending, instead in _ENDINGS:
        left = word.removesuffix(ending)
        if left != word and len(left) >= _SHORTEST and not (ending == "s" and left[-1] in "su"):
            return left + instead if instead else _plain(left)
    return _plain(word)


_ENDINGS = (
    ("ements", ""), ("ement", ""), ("ations", "at"), ("ation", "at"), ("ies", "y"), ("ied", "y"),
    ("ings", ""), ("ing", ""), ("ers", ""), ("er", ""), ("ed", ""), ("ly", ""), ("es", ""),
    ("s", ""),
)  # fmt: skip


def _plain(left: str) -> str:
    """Planned and plan are the same word, and so are agreed and agree, moving and move."""
    if len(left) > _SHORTEST and left[-1] == left[-2] and left[-1] not in "elsz":
        left = left[:-1]
    return left.rstrip("e") if len(left) > _SHORTEST else left


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("\u2019", "'")
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return _WORD.findall(re.sub(r"'s?\b", "", plain))


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(stem(word) for word in words_of(text) if word not in _SMALL_WORDS)


_COMMON_STEMS = frozenset(stem(word) for word in _COMMON.split())


@dataclass(frozen=True)
class Rarity:
    """The weight of each word among `texts`: a rare one says more than one that all share."""

    texts: tuple[str, ...] = ()

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(one for text in self.texts for one in stems_of(text))

    def of(self, one: str) -> float:
        """The weight of a stem."""
        often = math.log(1 + len(self.texts)) - math.log(1 + self._counts[one])
        rare = 1 + often / (1 + math.log(1 + len(self.texts)))
        return rare * (_COMMON_WEIGHS if one in _COMMON_STEMS else 1)

    def weight(self, stems: Iterable[str]) -> float:
        """The weight of several stems together."""
        return sum(self.of(one) for one in sorted(stems))


def likeness(one: str, other: str, rarity: Rarity) -> float:
    """From 0 (no word in common) to 1 (the same words)."""
    a, b = stems_of(one), stems_of(other)
    whole = rarity.weight(a) + rarity.weight(b)
    return 2 * rarity.weight(a & b) / whole if whole else 0.0
