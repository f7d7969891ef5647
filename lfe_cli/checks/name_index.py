"""The words of a list of names, indexed: a text is looked up in it word by word.

However long the list is, a word of a text costs about the same: nothing goes through the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lfe_cli.checks.english import Word, is_english, letters_apart, without_possessive, words
from lfe_cli.checks.identifiers import Entries, ListName

# Words of an entry that identify nobody by themselves.
PLAIN_IN_NAMES = frozenset(
    """abu aka al and ap as aunt auntie baby bin bint boy brother carer child cousin da dad
    daughter de del della den der di dr du el family father formerly foster friend girl gran
    grandad grandfather grandma grandmother grandpa granny her his ibn jr junior known la lady
    le mac mam mc miss mother mr mrs ms mum mx nan nana nanny nee née of our partner prof senior
    sir sister son sr st step the their uncle van von""".split()  # noqa: SIM905
)
PLAIN_IN_PLACES = frozenset(
    """the and of at in on st saint school schools primary secondary infant infants junior high
    grammar academy college university nursery preschool pre playgroup centre center club church
    mosque temple chapel hospital surgery practice clinic medical health community family hub
    children childrens child home house hostel refuge flat flats apartment estate street road
    avenue close drive lane way court place terrace gardens garden crescent grove hill park square
    walk row mews green rise view parade villas cottages cottage north south east west upper lower
    great little old new city town village county council district parish trust foundation nhs
    catholic ce cofe rc england upon under near unit ward team hall library shop pub inn hotel
    station bridge river""".split()  # noqa: SIM905
)
_SHORTEST_INSIDE = 4  # letters of a name that is looked for inside of another word
_SHORTEST_MISSPELT, _LONG = 5, 8
_LONGEST_MISSPELT = 30  # letters; a longer word of the list is found only as it is written
_RUN = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s().\-/]{0,3}")  # what people put between the groups of a number


@dataclass(frozen=True)
class Single:
    """One word that may not appear, and of which list."""

    folded: str
    source: ListName
    alone: bool  # it is the whole entry


@dataclass
class NameIndex:
    """A list of names as a text is searched for it."""

    singles: dict[str, Single] = field(default_factory=dict)
    glued: dict[str, ListName] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    _phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], ListName]]] = field(
        default_factory=dict
    )
    _numbers: dict[str, ListName] = field(default_factory=dict)
    _nearly: dict[str, list[str]] = field(default_factory=dict)
    _lengths: tuple[int, ...] = ()
    longest_initials: int = 0
    _longest_number: int = 0

    def phrases_at(self, word: Word, after: Word) -> Iterator[tuple[tuple[str, ...], ListName]]:
        """The phrases that begin with these two words."""
        for second in dict.fromkeys((after.folded, without_possessive(after))):
            yield from self._phrases.get((word.folded, second), ())

    def inside(self, folded: str) -> Single | None:
        """A word of the list that stands inside of another word, and is no English word."""
        for length in self._lengths:
            for at in range(len(folded) - length + 1):
                single = self.singles.get(folded[at : at + length])
                if single is not None and not is_english(single.folded):
                    return single
        return None

    def is_nearly_listed(self, folded: str) -> bool:
        """Whether a word of the list differs by a slip of the pen: one letter, in longer ones two.

        Two words that are so near become one by leaving out as many letters of either.
        """
        if len(folded) > _LONGEST_MISSPELT + 2:
            return False
        near = {name for left in _shortened(folded, 2) for name in self._nearly.get(left, ())}
        return any(letters_apart(folded, name, _slips(name)) <= _slips(name) for name in near)

    def numbers_in(self, text: str) -> Iterator[tuple[ListName, int, int]]:
        """The places of listed numbers, however they are grouped: whole runs of signs alone."""
        runs = list(_RUN.finditer(text)) if self._numbers else []
        for number, first in enumerate(runs):
            said, last = "", first
            for run in runs[number:]:
                if run is not first and not _BETWEEN.fullmatch(text, last.end(), run.start()):
                    break
                said, last = said + run[0].casefold(), run
                if len(said) > self._longest_number:
                    break
                source = self._numbers.get(said)
                if source is not None:
                    yield source, first.start(), run.end()

    # -- how it is made

    def add(self, source: ListName, text: str) -> None:
        """Puts one entry of the list in."""
        said = words(text)
        parts = tuple(word.folded for word in said)
        if sum(c.isdecimal() for c in text) >= 4:
            self._numbers["".join(parts)] = source
        if len(parts) > 1:
            for phrase in {parts, tuple(without_possessive(word) for word in said)}:
                self._phrases.setdefault((phrase[0], phrase[1]), []).append((phrase, source))
            self.glued["".join(parts)] = source
        for word in said:
            self._add_word(source, word, alone=len(parts) == 1)
        letters = [w.text[0].upper() for w in said if w.capital and w.folded not in PLAIN_IN_NAMES]
        if source == "names" and len(letters) > 1:
            self.initials |= {"".join(letters), letters[0] + letters[-1]}

    def _add_word(self, source: ListName, word: Word, *, alone: bool) -> None:
        plain = PLAIN_IN_PLACES if source == "places" else PLAIN_IN_NAMES
        for form in {word.folded, without_possessive(word)}:
            if (alone or form not in plain) and len(form) > 1 and not form.isdecimal():
                single = Single(form, source, alone)
                if form not in self.singles or single.alone or source == "names":
                    self.singles[form] = single

    def complete(self) -> None:
        """Works out what is looked up, once every entry is in."""
        for name in self.singles:
            if name.isalpha() and _SHORTEST_MISSPELT <= len(name) <= _LONGEST_MISSPELT:
                for left in _shortened(name, _slips(name)):
                    self._nearly.setdefault(left, []).append(name)
        lengths = {len(name) for name in self.singles}
        self._lengths = tuple(sorted(n for n in lengths if n >= _SHORTEST_INSIDE))
        self.longest_initials = max(map(len, self.initials), default=0)
        self._longest_number = max(map(len, self._numbers), default=0)


@lru_cache(maxsize=16)
def index_of(entries: Entries) -> NameIndex:
    """The index of a review's list."""
    index = NameIndex()
    for source, texts in entries:
        for text in texts:
            index.add(source, text)
    index.complete()
    return index


def _slips(name: str) -> int:
    """How many letters may differ."""
    return 2 if len(name) >= _LONG else 1


def _shortened(word: str, most: int) -> set[str]:
    """`word`, and what is left of it where up to `most` letters are left out."""
    found, last = {word}, {word}
    for _ in range(most):
        last = {one[:at] + one[at + 1 :] for one in last for at in range(len(one))}
        found |= last
    return found
