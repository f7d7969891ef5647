"""What stands after a # in a YAML file: a note to oneself goes wherever the file goes."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HASH = re.compile(r"(?:^|\s)(#)")


def comments_of(text: str) -> Iterator[tuple[int, str]]:
    """Each comment with its line, from 1. The file is one that can be read."""
    texts, at = _texts_that_may_hold_a_hash(text), 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        for match in _HASH.finditer(line):
            if not _is_in_one(texts, at + match.start(1)):
                note = line[match.end() :].strip()
                if note:
                    yield number, note
                break
        at += len(line)


def _texts_that_may_hold_a_hash(text: str) -> list[tuple[int, int]]:
    """The places of quoted and block texts: a # in one of them begins no comment."""
    found = []
    for event in yaml.parse(text, Loader=_Loader):
        if not (isinstance(event, yaml.ScalarEvent) and event.style):
            continue
        if event.start_mark and event.end_mark:
            start = event.start_mark.index
            if event.style in "|>":  # its first line may end with a comment
                end = text.find("\n", start)
                start = len(text) if end < 0 else end
            found.append((start, event.end_mark.index))
    return found


def _is_in_one(texts: list[tuple[int, int]], place: int) -> bool:
    at = bisect_right(texts, (place, sys.maxsize)) - 1
    return at >= 0 and place < texts[at][1]
