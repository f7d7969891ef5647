"""Phrases as `wording.yaml` writes them, and how they are found in a text.

A phrase is matched word by word and not by a regular expression: it reads as plain English, and no
phrase that somebody adds can make the check slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from lfe_cli.checks.english import fold, words

_GAP = 4  # how many other words "..." may stand for
_PARTS = re.compile(r"\([^()]*\)|\S+")
_NEGATED = "did does do was were is are has have had could would should must need might"
_NOT = frozenset(f"{verb}nt" for verb in _NEGATED.split())
_SHORT = {"cant": ("can", "not"), "cannot": ("can", "not"), "wont": ("will", "not")}


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


class Token(NamedTuple):
    """A word for matching: didn't is two of them, did and not, in one place."""

    text: str
    folded: str
    start: int
    end: int
    ends_before: bool  # a sentence or clause ends before it


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text`, short forms written out."""
    found: list[Token] = []
    for word in words(text):
        ends = word.joined == "."
        for i, part in enumerate(_written_out(word.folded)):
            said = word.text if part == word.folded else part
            found.append(Token(said, part, word.start, word.end, ends and i == 0))
    return tuple(found)


def _written_out(folded: str) -> tuple[str, ...]:
    if folded in _SHORT:
        return _SHORT[folded]
    if folded in _NOT:
        return (folded[:-2], "not")
    if folded in {"shouldve", "couldve", "wouldve", "mightve", "mustve"}:
        return (folded[:-2], "have")
    return (folded,)


@dataclass(frozen=True)
class _Atom:
    """One word of a phrase: `fail*`, `*ed`, `DNA`, `child`."""

    text: str
    opens: bool = False  # any ending may follow
    closes: bool = False  # anything may stand before
    capitals: bool = False

    def fits(self, token: Token) -> bool:
        said = token.text if self.capitals else token.folded
        if self.opens:
            return said.startswith(self.text)
        if self.closes:
            return said.endswith(self.text) and len(said) > len(self.text) + 1
        return said == self.text


_Words = tuple[_Atom, ...]


@dataclass(frozen=True)
class _Step:
    """One place in a phrase: one of several words or runs of words, perhaps left out, or a gap."""

    choices: tuple[_Words, ...] = ()
    optional: bool = False
    gap: bool = False

    @cached_property
    def _by_first_word(self) -> tuple[dict[str, list[_Words]], list[_Words]]:
        whole: dict[str, list[_Words]] = {}
        others = [c for c in self.choices if c[0].opens or c[0].closes or c[0].capitals]
        for choice in self.choices:
            if choice not in others:
                whole.setdefault(choice[0].text, []).append(choice)
        return whole, others

    def choices_at(self, token: Token) -> Iterator[_Words]:
        """The choices whose first word may be this one."""
        whole, others = self._by_first_word
        yield from whole.get(token.folded, ())
        yield from others


@dataclass(frozen=True)
class Phrase:
    """A phrase that can be looked for."""

    text: str
    steps: tuple[_Step, ...]

    def ends(self, said: Sequence[Token], start: int) -> int | None:
        """The place where the phrase ends if it begins at word `start`, None if it does not.

        Every step turns the places where it may begin into those where it may end, so that no
        phrase takes longer than its length times a few words.
        """
        places = {start}
        for number, step in enumerate(self.steps):
            places = {end for at in places for end in _after(step, said, at, first=number == 0)}
        return max(places, default=None)


def _after(step: _Step, said: Sequence[Token], at: int, *, first: bool) -> Iterator[int]:
    """Where `step` may end if it begins at word `at`."""
    if step.gap:
        yield from (at + n for n in range(_GAP + 1) if _inside(said, at, n, first=first))
        return
    if step.optional:
        yield at
    for choice in step.choices_at(said[at]) if at < len(said) else ():
        end = at + len(choice)
        if _inside(said, at, len(choice), first=first) and all(
            atom.fits(token) for atom, token in zip(choice, said[at:end], strict=True)
        ):
            yield end


def _inside(said: Sequence[Token], at: int, count: int, *, first: bool) -> bool:
    """Whether `count` words from `at` on are there and within the sentence."""
    if at + count > len(said):
        return False
    return not any(token.ends_before for token in said[at + first : at + count])


def read_phrase(text: str, lists: Mapping[str, Sequence[str]]) -> Phrase:
    """`text` as a phrase. Raises PhraseError with a sentence."""
    steps: list[_Step] = []
    for part in _PARTS.findall(text):
        if part == "...":
            steps.append(_Step(gap=True))
        elif part.startswith("("):
            if not part.endswith(")"):
                raise PhraseError("has a bracket that is not closed.")
            steps.append(_Step(_choices(part[1:-1], lists), optional=True))
        else:
            steps.append(_Step(_choices(part, lists)))
    if not steps or steps[0].gap or steps[0].optional or steps[-1].gap:
        raise PhraseError("has to begin and to end with a word.")
    if any(choice[0].closes for choice in steps[0].choices):
        raise PhraseError("cannot begin with a word that begins with *.")
    return Phrase(text, tuple(steps))


def _choices(part: str, lists: Mapping[str, Sequence[str]]) -> tuple[_Words, ...]:
    found: list[_Words] = []
    for choice in part.split("|"):
        if choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in lists:
                raise PhraseError(f"names a list that is not there: {choice}.")
            found += [_words_of(entry) for entry in lists[choice[1:-1]]]
        else:
            found.append(_words_of(choice))
    return tuple(found)


def _words_of(text: str) -> _Words:
    found = [atom for part in re.split(r"[\s-]+", text.strip()) for atom in _atoms(part)]
    if not found:
        raise PhraseError("has an empty word in it.")
    return tuple(found)


def _atoms(part: str) -> list[_Atom]:
    bare = part.strip("*")
    if not fold(bare) or "*" in bare:
        raise PhraseError("has a * without a word: write fail* for any ending.")
    capitals = len(bare) > 1 and bare.isupper()
    opens, closes = part.endswith("*"), part.startswith("*")
    if opens or closes or capitals:
        return [_Atom(bare if capitals else fold(bare), opens, closes, capitals)]
    return [_Atom(written) for written in _written_out(fold(bare))]


@dataclass
class PhraseBook:
    """Many phrases, found together: each word of a text is looked up, not each phrase searched."""

    exact: dict[str, list[tuple[Phrase, int]]] = field(default_factory=dict)
    opening: dict[str, list[tuple[Phrase, int]]] = field(default_factory=dict)
    longest_opening: int = 0

    def add(self, phrase: Phrase, owner: int) -> None:
        """Put `phrase` in; `owner` comes back with what it finds."""
        for first in {(choice[0].text, choice[0].opens) for choice in phrase.steps[0].choices}:
            text, opens = first
            where = self.opening if opens else self.exact
            where.setdefault(fold(text), []).append((phrase, owner))
            if opens:
                self.longest_opening = max(self.longest_opening, len(fold(text)))

    def find(self, said: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
        """The matches in `said`: the owner, the first word, the word after the last."""
        for at, token in enumerate(said):
            candidates = list(self.exact.get(token.folded, ()))
            for length in range(1, min(len(token.folded), self.longest_opening) + 1):
                candidates += self.opening.get(token.folded[:length], ())
            for phrase, owner in candidates:
                end = phrase.ends(said, at)
                if end is not None:
                    yield owner, at, end
