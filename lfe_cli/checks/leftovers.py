"""What is left in a file that is about to be passed on, and what these checks could not read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from lfe_cli.checks.findings import Finding, Severity
from lfe_cli.checks.names import without_allowed
from lfe_cli.checks.passage import Passage
from lfe_cli.text import printable

GAP = "gap-open"
_MARK_OF_A_GAP = "[ WRITE HERE, BY HAND"  # as the letters' templates write it
_OF_A_LETTER = "the letter's template"
_SOURCE = "domain: nothing in comments, tracked changes or properties"
_SAY: dict[str, tuple[Severity, str]] = {
    "tracked-change": ("suggest", "In Word: Review, Accept (or Reject) All Changes."),
    "comment-left": ("suggest", "In Word: Review, Delete, Delete All Comments."),
    "hidden-text": ("suggest", "Show hidden text in Word (Ctrl+Shift+8) and take it out."),
    "author": ("consider", "In Word: File, Info, Inspect Document takes names out of properties."),
    GAP: ("suggest", "Write here by hand before you send it, or take the line out."),
    "not-read": ("suggest", "Open it and look for yourself: it was not checked."),
    "picture": ("consider", "Look at each picture for names and faces: it was not checked."),
}


def find_leftovers(
    found_in: Iterable[Passage], file: str, allowed: Collection[str] = ()
) -> list[Finding]:
    """One finding for each kind of thing that is left, at its first place; unread files each."""
    findings: dict[tuple[str, str], Finding] = {}
    for passage in found_in:
        for rule in _rules(passage, allowed):
            severity, say = _SAY[rule]
            text = printable(passage.text)[:60] or "unread"
            key = (rule, text if rule == "not-read" else "")
            where = printable(passage.where)
            source = _OF_A_LETTER if rule == GAP else _SOURCE
            findings.setdefault(key, Finding(rule, severity, file, where, text, say, source))
    return list(findings.values())


def _rules(passage: Passage, allowed: Collection[str]) -> Iterator[str]:
    kind, leftover = passage.kind, passage.leftover
    if kind == "deleted":
        yield "tracked-change"
    elif leftover == "author":
        if any(c.isalnum() for c in without_allowed(passage.text, allowed)):
            yield leftover
    elif leftover is not None:
        yield leftover
    elif kind == "hidden":
        yield "hidden-text"
    elif kind == "unread":
        yield "not-read"
    elif kind == "picture":
        yield "picture"
    elif _MARK_OF_A_GAP in passage.text:
        yield GAP
