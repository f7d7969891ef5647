"""Which names a template uses, seen without filling it: a document is made from those alone.

It is asked about every document at each `lfe status`, so nothing is loaded that fills templates.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lfe_cli.word.zips import PackageRefused, texts_in_zip

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MARK = re.compile(r"<[^<>]*>")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
# A name, what stands before it where that only asks whether there is any, and what follows a dot.
_NAME = re.compile(
    r"(?P<asked>(?:\b(?:if|elif|and|or|not)\s+)+)?(?<![\w.])"
    r"(?!(?:if|elif|and|or|not|in|is|else)\b)(?P<name>[A-Za-z_]\w*)"
    r"(?:\s*\.\s*(?P<part>\w+)|(?P<more>\s*[\[|(]))?"
)


@dataclass(frozen=True)
class Names:
    """The names in a template's tags.

    `parts` has those of which only parts are named (`event.date`), or which are only asked about
    (`{% if event %}`); `whole` the others.
    """

    whole: frozenset[str]
    parts: Mapping[str, frozenset[str]]

    def of(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """What the template takes of `context`."""
        found: dict[str, Any] = {}
        for name, value in context.items():
            if name in self.whole or (name in self.parts and not isinstance(value, Mapping)):
                found[name] = value
            elif name in self.parts:
                found[name] = {part: value.get(part) for part in sorted(self.parts[name])}
        return found


@lru_cache(maxsize=64)
def names_in(template: bytes) -> Names:
    """The names that a template uses, be it a Word file or a text."""
    whole: set[str] = set()
    parts: dict[str, set[str]] = {}
    for tag in _TAG.findall(_text_of(template)):
        for found in _NAME.finditer(_QUOTED.sub('""', tag)):
            name, part = found["name"], found["part"]
            if part or (found["asked"] and not found["more"]):
                parts.setdefault(name, set()).update([part] if part else ())
            else:
                whole.add(name)
    return Names(frozenset(whole), {name: frozenset(those) for name, those in parts.items()})


def _text_of(template: bytes) -> str:
    """Its text; of a Word file the text of all its parts, as Word may cut a tag into pieces."""
    if not template.startswith(b"PK"):
        return template.decode("utf-8", "replace")
    try:
        parts = texts_in_zip(template)
    except PackageRefused:
        return template.decode("utf-8", "replace")
    return "\n".join(
        html.unescape(_MARK.sub("", part.decode("utf-8", "replace"))) for part in parts
    )
