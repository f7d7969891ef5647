"""Nobody blamed: rules about wording, as data, and where a text meets them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from lfe_cli.checks.english import without_allowed
from lfe_cli.checks.findings import SEVERITIES, Finding, Severity, Taken, excerpt
from lfe_cli.checks.passages import PROSE, Passage
from lfe_cli.checks.phrases import Phrase, PhraseBook, PhraseError, Token, read_phrase, tokens
from lfe_cli.errors import FileProblems, Problem
from lfe_cli.review import templates
from lfe_cli.review.files import TEMPLATES
from lfe_cli.review.schema import Id, Schema, Text, read_schema
from lfe_cli.review.workspace import (
    Workspace,
    read_text,
)
from lfe_cli.review.yamlfile import YamlText, read_yaml
from lfe_cli.sentences import did_you_mean
from lfe_cli.text import printable

FILE = "wording.yaml"
_OWN = f"templates/{FILE}"
_QUOTED = re.compile(
    r"“([^“”]{1,600})”"
    r'|"([^"\n]{1,600})"'
    r"|(?<!\w)‘((?:[^‘’\n]|(?<=\w)’(?=\w)){1,600})’(?!\w)"
    r"|(?<!\w)'(?=\S)((?:[^'\n]|(?<=\w)'(?=\w)){1,600})'(?!\w)"
)


class Rule(Schema):
    """One rule. `finds` and `passes` are example sentences that say what it is about."""

    model_config = ConfigDict(populate_by_name=True)
    id: Id
    severity: Literal["stop", "suggest", "consider"]
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)]
    exceptions: Annotated[tuple[Text, ...], Field(alias="except")] = ()
    suggestion: Text
    why: Text = "The partnership prefers other words."
    source: Text = "the partnership's own rule"
    finds: tuple[Text, ...] = ()
    passes: tuple[Text, ...] = ()


class _RulesFile(Schema):
    words: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    off: tuple[Id, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The rules that hold for a partnership, and their lists of words."""

    rules: tuple[Rule, ...]
    words: dict[str, tuple[str, ...]]
    book: PhraseBook = field(repr=False, compare=False)
    exceptions: tuple[tuple[Phrase, ...], ...] = field(repr=False, compare=False)

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with this id, if it holds."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@lru_cache(maxsize=4)  # the same few hundred phrases for every file that is checked
def read_rules(shipped: str, own: str | None) -> Rules:
    """The shipped rules, without those that the partnership turns off, and with its own.

    `shipped` and `own` are the texts of the two files. A rule of the partnership's with an id of
    ours stands in its place. Raises FileProblems with every problem of either file.
    """
    ours, our_source = _read(shipped, FILE)
    if own is None or not own.strip():
        return _compile(ours.rules, ours.words, [(our_source, ours.rules)])
    theirs, their_source = _read(own, _OWN)
    known = [rule.id for rule in (*ours.rules, *theirs.rules)]
    problems = tuple(_unknown(theirs, their_source, known))
    if problems:
        raise FileProblems(problems)
    replaced = {rule.id: rule for rule in theirs.rules}
    kept = [replaced.pop(rule.id, rule) for rule in ours.rules]
    rules = tuple(r for r in (*kept, *replaced.values()) if r.id not in theirs.off)
    files = [(our_source, ours.rules), (their_source, theirs.rules)]
    return _compile(rules, {**ours.words, **theirs.words}, files)


def _read(text: str, file: str) -> tuple[_RulesFile, YamlText]:
    source = read_yaml(text, file)
    if source.data is None:
        source.lines.setdefault((), 1)
        return _RulesFile(), source
    if isinstance(source.data, dict):
        for key in ("off", "rules"):
            if source.data.get(key, "absent") is None:
                source.data[key] = []
    return read_schema(source, _RulesFile), source


def _unknown(theirs: _RulesFile, source: YamlText, known: list[str]) -> Iterator[Problem]:
    for i, rule_id in enumerate(theirs.off):
        if rule_id not in known:
            instead = did_you_mean(rule_id, known, "The rules' names: lfe check")
            yield Problem(source.file, source.line(("off", i)), f"off ({rule_id})",
                          "is no rule that is known here.", instead)  # fmt: skip


def _compile(
    rules: tuple[Rule, ...],
    lists: dict[str, tuple[str, ...]],
    files: list[tuple[YamlText, tuple[Rule, ...]]],
) -> Rules:
    problems: list[Problem] = []

    def phrases(rule: Rule, key: str, texts: tuple[str, ...]) -> tuple[Phrase, ...]:
        found: list[Phrase] = []
        for text in texts:
            try:
                found.append(read_phrase(text, lists))
            except PhraseError as error:
                problems.append(_phrase_problem(rule, key, text, str(error), files))
        return tuple(found)

    book = PhraseBook()
    exceptions: list[tuple[Phrase, ...]] = []
    for owner, rule in enumerate(rules):
        for phrase in phrases(rule, "phrases", rule.phrases):
            book.add(phrase, owner)
        exceptions.append(phrases(rule, "except", rule.exceptions))
    if problems:
        raise FileProblems(tuple(problems))
    return Rules(rules, lists, book, tuple(exceptions))


def _phrase_problem(
    rule: Rule, key: str, text: str, what: str, files: list[tuple[YamlText, tuple[Rule, ...]]]
) -> Problem:
    for source, rules in reversed(files):
        if rule in rules:
            path = ("rules", rules.index(rule), key)
            name = f"rules ({rule.id}).{key}"
            return Problem(source.file, source.line(path), name, f"{text!r} {what}")
    return Problem(FILE, None, rule.id, f"{text!r} {what}")


@dataclass(frozen=True)
class _Match:
    owner: int
    severity: Severity
    start: int
    end: int


def find_wording(
    found_in: Iterable[Passage], rules: Rules, file: str, allowed: Collection[str] = ()
) -> list[Finding]:
    """The places where the passages of `file` meet the rules. Quoted words are left alone."""
    findings: list[Finding] = []
    for passage in found_in:
        if passage.kind not in PROSE:
            continue
        for match in _matches(without_allowed(passage.text, allowed), rules):
            rule = rules.rules[match.owner]
            findings.append(
                Finding(
                    rule=rule.id,
                    severity=match.severity,
                    file=file,
                    where=printable(passage.where),
                    text=excerpt(passage.text, match.start, match.end),
                    suggestion=rule.suggestion,
                    source=rule.source,
                    matched=passage.text[match.start : match.end],
                    passage=passage.text,
                )
            )
    return findings


def _matches(text: str, rules: Rules) -> list[_Match]:
    said = tokens(text)
    found = [hit for hit in rules.book.find(said) if not _is_friend(said, hit, rules)]
    quoted = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)] if found else []
    matches: list[_Match] = []
    for owner, first, after in found:
        start, end = said[first].start, said[after - 1].end
        severity = _in_quotes(text, start, end, quoted, rules.rules[owner].severity)
        if severity is not None:
            matches.append(_Match(owner, severity, start, end))
    return _without_overlap(matches, text)


def _is_friend(said: tuple[Token, ...], hit: tuple[int, int, int], rules: Rules) -> bool:
    """Whether the hit is part of something that looks alike and is meant otherwise."""
    owner, first, after = hit
    for phrase in rules.exceptions[owner]:
        for at in range(max(0, first - 6), after):
            end = phrase.ends(said, at)
            if end is not None and at < after and first < end:
                return True
    return False


def _in_quotes(
    text: str, start: int, end: int, quoted: list[tuple[int, int]], severity: Severity
) -> Severity | None:
    """None inside a quotation. A phrase that is the whole quotation is a writer's, and advised."""
    at = bisect_right(quoted, start, key=lambda span: span[0]) - 1
    if at < 0 or end > quoted[at][1]:
        return severity
    left, right = quoted[at]
    rest = text[left:start] + text[end:right]
    return None if any(c.isalnum() for c in rest) else "consider"


def _without_overlap(matches: list[_Match], text: str) -> list[_Match]:
    """Of matches that overlap, the graver stands, then the longer, then the earlier rule's."""
    order = sorted(
        matches, key=lambda m: (SEVERITIES.index(m.severity), m.start - m.end, m.owner, m.start)
    )
    taken = Taken(text if order else "")
    return sorted((m for m in order if taken.take(m.start, m.end)), key=lambda m: m.start)


def rules_of(workspace: Workspace | None) -> Rules:
    """The shipped wording rules with the partnership's own switched on and off."""
    own = workspace.folder / TEMPLATES / "wording.yaml" if workspace else None
    return read_rules(
        (templates.shipped() / "wording.yaml").read_text("utf-8"),
        read_text(own) if own and own.is_file() else None,
    )
