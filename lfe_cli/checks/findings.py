"""The findings of a check: one shape on the screen, in JSON and in the report's gate."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from lfe_cli.errors import Problem
from lfe_cli.text import printable

Severity = Literal["stop", "suggest", "consider"]
SEVERITIES: tuple[Severity, ...] = ("stop", "suggest", "consider")  # the gravest first
_AROUND = 30
_SIGN = re.compile(r"\S")


@dataclass(frozen=True)
class Finding:
    """One thing that was found in one place of a file.

    `rule` is its id, `severity` how it is meant: a *stop* keeps a report from being issued, the
    other two advise. `text` is the matched words with a little around them, safe to print.
    `suggestion` says what to write instead; `source` where the rule comes from.
    """

    rule: str
    severity: Severity
    file: str
    where: str
    text: str
    suggestion: str
    source: str
    matched: str = field(default="", repr=False)
    passage: str = field(default="", repr=False)

    @property
    def is_listed(self) -> bool:
        """Whether it is a word of the list of names."""
        return self.rule.startswith("listed-")

    def as_json(self) -> dict[str, str]:
        """The finding as it stands in `--json`, with exactly these keys."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "file": self.file,
            "where": self.where,
            "text": self.text,
            "suggestion": self.suggestion,
            "source": self.source,
        }

    @property
    def digest(self) -> str:
        """The hash by which its acceptance is kept: that lapses when the passage changes."""
        kept_by = "\0".join((self.rule, self.matched.casefold(), " ".join(self.passage.split())))
        return hashlib.sha256(kept_by.encode("utf-8", "replace")).hexdigest()


def stops(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that keep a report from being issued."""
    return tuple(finding for finding in findings if finding.severity == "stop")


def as_finding(problem: Problem) -> Finding:
    """A problem of a file that an officer writes for the tool, as a stop with its line."""
    line = f"line {problem.line}" if problem.line else ""
    where = ", ".join(part for part in (line, problem.name) if part)
    return Finding("file-problem", "stop", problem.file, where, problem.what, problem.instead, "")


def excerpt(text: str, start: int, end: int) -> str:
    """The words from `start` to `end` with a little around them, cut between words."""
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    before = "… " if _SIGN.search(text, 0, left) else ""
    after = " …" if _SIGN.search(text, right) else ""
    return before + printable(text[left:right]) + after


class Taken:
    """The places of a text that a finding has taken: of two that overlap, the first stands."""

    def __init__(self, text: str) -> None:
        self._marks = bytearray(len(text))

    def take(self, start: int, end: int) -> bool:
        """Take the place from `start` to `end`; False where some of it is taken."""
        if self._marks.find(1, start, end) >= 0:
            return False
        self._marks[start:end] = b"\1" * (end - start)
        return True
