"""What a partnership's own templates say by themselves: its address, its telephone, its web site.

It stands on every document that is made, so it is no finding on each of them. A word of the list of
names is one wherever it stands, and is told where it can be taken out: in the template.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lfe_cli.checks.findings import Finding
from lfe_cli.checks.passages import Passage, passages
from lfe_cli.checks.reading import LEFT_IN_A_FILE
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import files, templates
from lfe_cli.text import printable

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MADE_FROM = {".docx": ".docx", ".eml": ".txt"}  # a made file's ending, and its template's
_AROUND_THE_TEXT = frozenset({"header", "footer", "note"})
_SHORTEST = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class Stands:
    """A passage of a template: the texts between its tags, and where it stands."""

    pieces: tuple[str, ...]
    kind: str
    file: str
    where: str

    def spans(self, text: str, kind: str) -> list[Span]:
        """Where in a made passage this one stands.

        In a heading or a footing it may have words of a person beside it, in the text not: what
        somebody writes there about a family is never taken for the template's.
        """
        if len(self.pieces) > 1:
            return _in_order(self.pieces, text)
        at = text.find(self.pieces[0]) if kind == self.kind and kind in _AROUND_THE_TEXT else -1
        return [(at, at + len(self.pieces[0]))] if at >= 0 else []


@dataclass(frozen=True)
class Standing:
    """What stands in the templates that a file can be made from."""

    said: Sequence[Stands] = ()
    whole: dict[str, Stands] = field(default_factory=dict)

    def without(
        self, findings: Iterable[Finding], found_in: Iterable[Passage]
    ) -> Iterator[Finding]:
        """The findings but for those on standing text; words of the list are told in its place."""
        kinds = {passage.text: passage.kind for passage in found_in} if self.said else {}
        known: dict[str, list[tuple[Span, Stands]]] = {}
        for finding in findings:
            text = finding.passage
            if not (self.said and finding.matched) or finding.rule in LEFT_IN_A_FILE:
                yield finding
                continue
            if text not in known:
                known[text] = list(self._spans(text, kinds.get(text, "body")))
            stands = _covering(finding, known[text])
            if stands is None:
                yield finding
            elif finding.source == files.IDENTIFIERS:
                yield replace(finding, file=stands.file, where=printable(stands.where))

    def _spans(self, text: str, kind: str) -> Iterator[tuple[Span, Stands]]:
        whole = self.whole.get(" ".join(text.split()))
        if whole is not None:
            yield (0, len(text)), whole
            return
        for stands in self.said:
            for span in stands.spans(text, kind):
                yield span, stands


NOTHING_STANDS = Standing()


def standing_in(workspace: Path, ending: str) -> Standing:
    """What stands in the own templates from which files with this ending are made."""
    wanted = _MADE_FROM.get(ending)
    said: list[Stands] = []
    for template, own in templates.listed(workspace):
        if own and template.endswith(wanted or "\0"):
            with contextlib.suppress(LfeError, OSError):  # told where the template is used
                content = read_file(templates.find(template, workspace))
                place = f"{files.TEMPLATES}/{template}"
                said += (_stands(one, place) for one in passages(template, content)[:-1])
    fixed = {" ".join(one.pieces[0].split()): one for one in said if len(one.pieces) == 1}
    return Standing([one for one in said if max(map(len, one.pieces)) >= _SHORTEST], fixed)


def _stands(passage: Passage, file: str) -> Stands:
    return Stands(tuple(_TAG.split(passage.text)), passage.kind, file, passage.where)


def _in_order(pieces: Sequence[str], text: str) -> list[Span]:
    """The pieces one after the other, the first at the beginning and the last at the end."""
    spans, at = [], 0
    if not text.startswith(pieces[0]):
        return []
    for piece in pieces[:-1]:
        at = text.find(piece, at)
        if at < 0:
            return []
        spans.append((at, at + len(piece)))
        at += len(piece)
    last = len(text) - len(pieces[-1])
    if last < at or not text.endswith(pieces[-1]):
        return []
    return [*spans, (last, len(text))]


def _covering(finding: Finding, spans: Sequence[tuple[Span, Stands]]) -> Stands | None:
    """What a finding's words stand in, where they stand nowhere else in the passage."""
    found: Stands | None = None
    start = finding.passage.find(finding.matched)
    while start >= 0:
        end = start + len(finding.matched)
        found = next((one for (left, right), one in spans if left <= start and end <= right), None)
        if found is None:
            return None
        start = finding.passage.find(finding.matched, end)
    return found
