"""The texts that may be kept for good, and the findings that an officer accepts.

What the history keeps is read on the board and in letters. So the page's own checks look at a text
that people typed: a listed name, a number of a person and plain blame are refused; what may be a
name, a place, an age, a service beside a shortcoming or a small number is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lfe_cli.checks.english import without_allowed
from lfe_cli.checks.findings import Finding, stops
from lfe_cli.checks.identifiers import identifiers_path
from lfe_cli.checks.roles import names_in_prose
from lfe_cli.checks.room import Room
from lfe_cli.checks.text_check import TextCheck
from lfe_cli.errors import LfeError
from lfe_cli.review.events import FindingAccepted
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import NUMBERS

# ---------------------------------------------------------------- texts

# Of what only advises, what could hurt somebody; a date or a long sentence does not.
_SUSPECT = {
    "name-or-word", "misspelt-name", "initials", "nhs-number-shaped", "upn-shaped", "telephone",
    "case-number", "age", "sibling-order", "street-name", "place-name", "titled-name",
    "possible-name", "agency-shortcoming",
}  # fmt: skip
_GUESSED = {"titled-name", "possible-name"}
_NUMBERS = NUMBERS[:10]
_FEW = re.compile(
    rf"(?<!in )(?<!of )(?<!year )(?<!stage )(?<!tier )(?<!level )(?<![\w.,/-])"
    rf"(\d{{1,2}}|{'|'.join(_NUMBERS[1:])}) (?:[a-z-]+ )?(?:child|children|bab(?:y|ies)|infants?"
    r"|famil(?:y|ies)|siblings?|boys?|girls?|pupils?|teenagers?|young (?:person|people))\b"
    r"(?!['’-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TextAnswer:
    """The answer to one text: why it may not be kept ("" where it may), and what instead.

    `suspects` are what a person looks at.
    """

    refused: str
    instead: str
    suspects: tuple[str, ...]


@dataclass
class KeptTexts:
    """The checks of texts that people typed into one review."""

    review: Review
    _room: Room = field(default_factory=Room)
    _looked: dict[tuple[str, bool, bool], TextAnswer] = field(default_factory=dict)

    def look(self, text: str, *, counts: bool = True, people: bool = True) -> TextAnswer:
        """The findings in `text`; with `counts` small numbers of children and families as well.

        Without `people` no name is guessed at: where a role stands, `roles` knows better. A text
        that comes again is looked at once; raises TooMuch where all of them together are more
        than is looked at.
        """
        key = (text, counts, people)
        if key not in self._looked:
            self._room.take(text)
            self._looked[key] = self._answer(text, counts, people)
        return self._looked[key]

    def _answer(self, text: str, counts: bool, people: bool) -> TextAnswer:
        found = self._check.everything("words.txt", text.encode("utf-8", "replace"))
        refused = stops(found)
        if refused:
            first = refused[0]
            return TextAnswer(first.text, first.suggestion or "Write a role instead.", ())
        wanted = [f for f in found if self._is_suspect(f) and (people or f.rule not in _GUESSED)]
        suspects = [f'"{finding.text}": {finding.suggestion}' for finding in wanted]
        suspects += self._names(text, found) if people else ()
        suspects += self._few(text) if counts else ()
        return TextAnswer("", "", tuple(dict.fromkeys(suspects)))

    @cached_property
    def _check(self) -> TextCheck:
        return TextCheck.of(self.review)

    @cached_property
    def _blame(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self._check.rules.rules if rule.severity == "suggest")

    @cached_property
    def _known(self) -> tuple[str, ...]:
        """Names that are nobody's: what is allowed, and the agencies' and groups' own."""
        settings = self.review.partnership
        own = [one.name for one in settings.agencies] + [g.name for g in settings.working_groups]
        return (*self._check.allowed, *own)

    def _is_suspect(self, finding: Finding) -> bool:
        return finding.rule in _SUSPECT | self._blame

    def _names(self, text: str, found: tuple[Finding, ...]) -> Iterator[str]:
        suspected = " ".join(f.matched for f in found if self._is_suspect(f))
        for name in names_in_prose(without_allowed(text, self._known)):
            if name not in suspected:
                yield f'"{name}": This may be a person\'s name. If so, write the role.'

    def _few(self, text: str) -> Iterator[str]:
        small = self.review.partnership.settings.small_number
        for match in _FEW.finditer(text):
            written = match[1].casefold()
            number = int(written) if written.isdecimal() else _NUMBERS.index(written)
            if 0 < number < small:
                yield f'"{match[0]}": So small a number can tell who is meant. Say "some", or none.'


def refuse_names(review: Review, text: str, option: str) -> str:
    """`text` as it was given, if it may go into the history. Raises LfeError for a stop in it."""
    check = TextCheck.of(review)
    if check.identifiers is None:
        raise LfeError(
            "The list of names is missing or cannot be read, so no text can be recorded.",
            where=str(identifiers_path(review.workspace, review.reference)),
            next_step="Put it right first. What is wrong with it: lfe check",
        )
    found = check.names("text.txt", text.encode())
    if found:
        raise LfeError(
            f"{option} holds what may not be kept: {found[0].text}",
            next_step=found[0].suggestion or "Write a role or a relation instead of a name.",
        )
    return text


def keep_text(
    review: Review, text: str, option: str, may_not: str = "be kept"
) -> tuple[str, tuple[str, ...]]:
    """`text` as it was given, and what to look at in it.

    Raises LfeError for a name, a number of a person, or blame: what `may_not` be done with it.
    """
    refuse_names(review, text, option)
    looked = KeptTexts(review).look(text)
    if looked.refused:
        raise LfeError(
            f"{option} holds what may not {may_not}: {looked.refused}", next_step=looked.instead
        )
    return text, tuple(f"Look at {option} once more: {told}" for told in looked.suspects)


# ---------------------------------------------------------------- accepted findings

_NEVER = {"identifiers-missing", "identifiers-unreadable"}


@dataclass(frozen=True)
class Acceptance:
    """The word of an officer: this rule's finding (at this place, if there are two) may stand."""

    rule: str
    reason: str
    at: str = ""
    second_reader: str = ""


def accepted(review: Review, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The stops among `findings` that were accepted before and have not changed since."""
    known = {entry.event.digest for entry in review.state.page.accepted}
    return tuple(finding for finding in stops(findings) if finding.digest in known)


def accept(
    review: Review, findings: Sequence[Finding], acceptance: Acceptance
) -> tuple[Finding, FindingAccepted]:
    """The finding that is accepted, and the entry that keeps it: rule, place and hash, no text.

    Raises LfeError where there is none, where there is more than one, and for a listed name
    without a second reader's role.
    """
    found = [f for f in stops(findings) if f.rule == acceptance.rule and acceptance.at in f.where]
    if not found:
        raise LfeError(
            f"Nothing is stopped by the rule {acceptance.rule}.",
            next_step="Run the command without --accept: it says which rules stop the page.",
        )
    if len({finding.digest for finding in found}) > 1:
        places = ", ".join(f"“{finding.where}”" for finding in found)
        raise LfeError(
            f"The rule {acceptance.rule} stops the page in {len(found)} places, and one finding is "
            "accepted at a time.",
            where=places,
            next_step='Add --at and the place, for example --at "line 12".',
        )
    finding = found[0]
    if finding.rule in _NEVER:
        raise LfeError("A missing list of names cannot be accepted.", next_step=finding.suggestion)
    if finding.is_listed and not acceptance.second_reader:
        raise LfeError(
            "A word from identifiers.yaml is accepted only when a second person has read it.",
            next_step='Add --second-reader and their role: --second-reader "Safeguarding lead"',
        )
    return finding, _accepting(review, finding, acceptance)


def _accepting(review: Review, finding: Finding, acceptance: Acceptance) -> FindingAccepted:
    reader = acceptance.second_reader
    return FindingAccepted(
        rule=finding.rule,
        where=finding.where,
        digest=finding.digest,
        reason=refuse_names(review, acceptance.reason, "--reason"),
        second_reader=refuse_names(review, reader, "--second-reader") if reader else None,
    )
