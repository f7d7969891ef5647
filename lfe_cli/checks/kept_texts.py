"""Whether a text that people typed may go into the history, and what to look at in it first.

What is kept there is kept for good, and is read on the board and in letters. So the page's own
checks look at it: a listed name, a number of a person and plain blame are refused; what may be a
name, a place, an age, a service beside a shortcoming or a small number is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lfe_cli.checks.findings import Finding, stops
from lfe_cli.checks.kept import allowed_texts, load_identifiers, refuse_names
from lfe_cli.checks.names import Identifiers, without_allowed
from lfe_cli.checks.roles import names_in_prose
from lfe_cli.checks.run import check_text
from lfe_cli.checks.wording import Rules, rules_of
from lfe_cli.errors import LfeError
from lfe_cli.review.workspace import Review

# Of what only advises, what could hurt somebody; a date or a long sentence does not.
_SUSPECT = {
    "name-or-word", "misspelt-name", "initials", "nhs-number-shaped", "upn-shaped", "telephone",
    "case-number", "age", "sibling-order", "street-name", "place-name", "titled-name",
    "possible-name", "agency-shortcoming",
}  # fmt: skip
_GUESSED = {"titled-name", "possible-name"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FEW = re.compile(
    rf"(?<!in )(?<!of )(?<!year )(?<!stage )(?<!tier )(?<!level )(?<![\w.,/-])"
    rf"(\d{{1,2}}|{'|'.join(_NUMBERS[1:])}) (?:[a-z-]+ )?(?:child|children|bab(?:y|ies)|infants?"
    r"|famil(?:y|ies)|siblings?|boys?|girls?|pupils?|teenagers?|young (?:person|people))\b"
    r"(?!['’-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Looked:
    """What the checks say of a text: why it may not be kept ("" where it may), and what instead.

    `suspects` are what a person looks at.
    """

    refused: str
    instead: str
    suspects: tuple[str, ...]


@dataclass
class TextsOf:
    """The checks of one review: its list of names, and the partnership's rules of wording."""

    review: Review

    def look(self, text: str, *, counts: bool = True, people: bool = True) -> Looked:
        """What is found in `text`; with `counts` small numbers of children and families as well.

        Without `people` no name is guessed at: where a role stands, owners.py knows better.
        """
        found = check_text(
            "words.txt",
            text.encode("utf-8", "replace"),
            self._identifiers,
            self._rules,
            allowed=self._allowed,
            agencies=[agency.name for agency in self.review.partnership.agencies],
        )
        refused = stops(found)
        if refused:
            first = refused[0]
            return Looked(first.text, first.suggestion or "Write a role instead.", ())
        wanted = [f for f in found if self._is_suspect(f) and (people or f.rule not in _GUESSED)]
        told = [f'"{finding.text}": {finding.suggestion}' for finding in wanted]
        told += self._names(text, found) if people else ()
        told += self._few(text) if counts else ()
        return Looked("", "", tuple(dict.fromkeys(told)))

    @cached_property
    def _identifiers(self) -> Identifiers | None:
        return load_identifiers(self.review.workspace, self.review.reference)

    @cached_property
    def _rules(self) -> Rules:
        return rules_of(self.review.workspace)

    @cached_property
    def _blame(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self._rules.rules if rule.severity == "suggest")

    @cached_property
    def _allowed(self) -> tuple[str, ...]:
        return allowed_texts(self.review.workspace, self.review.reference)

    @cached_property
    def _known(self) -> tuple[str, ...]:
        """Names that are nobody's: what is allowed, and the agencies' and groups' own."""
        settings = self.review.partnership
        own = [one.name for one in settings.agencies] + [g.name for g in settings.working_groups]
        return (*self._allowed, *own)

    def _is_suspect(self, finding: Finding) -> bool:
        return finding.rule in _SUSPECT | self._blame

    def _names(self, text: str, found: tuple[Finding, ...]) -> Iterator[str]:
        said = " ".join(f.matched for f in found if self._is_suspect(f))
        for name in names_in_prose(without_allowed(text, self._known)):
            if name not in said:
                yield f'"{name}": This may be a person\'s name. If so, write the role.'

    def _few(self, text: str) -> Iterator[str]:
        small = self.review.partnership.settings.small_number
        for match in _FEW.finditer(text):
            said = match[1].casefold()
            number = int(said) if said.isdecimal() else _NUMBERS.index(said)
            if 0 < number < small:
                yield f'"{match[0]}": So small a number can tell who is meant. Say "some", or none.'


def keep_text(
    review: Review, text: str, option: str, may_not: str = "be kept"
) -> tuple[str, tuple[str, ...]]:
    """`text` as it was given, and what to look at in it.

    Raises LfeError for a name, a number of a person, or blame: what `may_not` be done with it.
    """
    refuse_names(review, text, option)
    looked = TextsOf(review).look(text)
    if looked.refused:
        raise LfeError(
            f"{option} holds what may not {may_not}: {looked.refused}", next_step=looked.instead
        )
    return text, tuple(f"Look at {option} once more: {told}" for told in looked.suspects)
