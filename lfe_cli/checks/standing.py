"""What a partnership's own template says by itself: its address, its telephone, its web site.

It stands on every document that is made from it, so where the partnership is and how it is reached
is no finding on each of them. Whatever else is found there is one wherever it stands, and is told
where it can be taken out: in the template. A template itself has no standing text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from lfe_cli.checks.findings import Finding
from lfe_cli.checks.passages import Passage, passages
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import files, templates
from lfe_cli.text import printable

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# The rules of what a letterhead says: where a partnership is, and how it is reached.
_OF_A_LETTERHEAD = frozenset(
    {"address", "postcode", "telephone", "email", "street-name", "place-name"}
)
_IN_THE_TEXT = frozenset({"body", "heading", "item"})
_AROUND_THE_TEXT = frozenset({"header", "footer", "note"})
_SHORTEST = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class Stands:
    """A passage of a template: the texts between its tags, and where it stands."""

    pieces: tuple[str, ...]
    part: str
    file: str
    where: str

    def spans(self, text: str, part: str) -> list[Span]:
        """Where in a made passage this one stands.

        In a heading or a footing it may have words of a person beside it, in the text not: what
        somebody writes there about a family is never taken for the template's.
        """
        if part != self.part:
            return []
        if len(self.pieces) > 1:
            return _in_order(self.pieces, text)
        at = text.find(self.pieces[0]) if part in _AROUND_THE_TEXT else -1
        return [(at, at + len(self.pieces[0]))] if at >= 0 else []


@dataclass(frozen=True)
class Standing:
    """What stands in the template that a file is made from; `whole` by its part and words."""

    said: Sequence[Stands] = ()
    whole: dict[tuple[str, str], Stands] = field(default_factory=dict)

    def without(
        self, findings: Iterable[Finding], found_in: Iterable[Passage]
    ) -> Iterator[Finding]:
        """The findings but for those of a letterhead; others on standing text, in its place."""
        if not self.said:
            yield from findings
            return
        parts = {(printable(one.where), one.text): _part(one.kind) for one in found_in}
        known: dict[tuple[str, str], list[tuple[Span, Stands]]] = {}
        for finding in findings:
            text, part = finding.passage, parts.get((finding.where, finding.passage), "")
            if (part, text) not in known:
                known[part, text] = list(self._spans(text, part))
            stands = _covering(finding, known[part, text]) if finding.matched else None
            if stands is None:
                yield finding
            elif finding.rule not in _OF_A_LETTERHEAD:
                yield replace(finding, file=stands.file, where=printable(stands.where))

    def _spans(self, text: str, part: str) -> Iterator[tuple[Span, Stands]]:
        whole = self.whole.get((part, " ".join(text.split())))
        if whole is not None:
            yield (0, len(text)), whole
            return
        for stands in self.said:
            for span in stands.spans(text, part):
                yield span, stands


NOTHING_STANDS = Standing()


def made_from(file: files.File, name: str, workspace: Path) -> str:
    """The partnership's own template from which a file called `name` is made, "" for none.

    The names of letters begin with those of their templates: of several that fit, the longest.
    """
    if not file.template:
        return ""
    own = dict(templates.listed(workspace))
    pattern, called = file.template.replace("{kind}", "*"), name.casefold()
    fitting = [one for one in own if PurePosixPath(one).match(pattern)]
    if pattern != file.template:
        fitting = [one for one in fitting if re.match(rf"{PurePosixPath(one).stem}[-.]", called)]
    template = max(fitting, key=len, default="")
    return template if own.get(template) else ""


def standing_in(template: str, workspace: Path) -> Standing:
    """What stands in the partnership's own `template`."""
    said: list[Stands] = []
    with contextlib.suppress(LfeError, OSError):  # told where the template is used
        content = read_file(templates.find(template, workspace))
        place = f"{files.TEMPLATES}/{template}"
        said += (_stands(one, place) for one in passages(template, content)[:-1])
    whole = {
        (one.part, " ".join(one.pieces[0].split())): one for one in said if len(one.pieces) == 1
    }
    return Standing([one for one in said if max(map(len, one.pieces)) >= _SHORTEST], whole)


def _stands(passage: Passage, file: str) -> Stands:
    return Stands(tuple(_TAG.split(passage.text)), _part(passage.kind), file, passage.where)


def _part(kind: str) -> str:
    """In which part of a document a passage of this kind is: its text, its header, a comment."""
    return "text" if kind in _IN_THE_TEXT else kind


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
