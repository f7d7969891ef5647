"""The check of a review's history: whether it is there, whole, and fits together."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime

from lfe_cli.across.check_apart import check_apart
from lfe_cli.across.repair import NOTHING_EARLIER, Earlier, history_as_mended
from lfe_cli.checks.findings import Finding, Severity
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.history.consistency import Misfit, misfits_in
from lfe_cli.review.state import State
from lfe_cli.review.workspace import Workspace, load_state
from lfe_cli.sentences import counted

_MOST_NAMED = 3  # entries in one finding: all of them are in the file
_NEWER = (
    "The line stays as it is and nothing is counted from it. If somebody here has a newer version "
    "of lfe, use that one."
)
_UNTIDY = (
    "another program put something between its lines (marks of a merge, a line twice, zeros), or "
    "saved it in another way. It is read all the same."
)
_TIDY = "It is taken out, and the history kept as it was, by: lfe check --repair"
_STRANGE = "git knows no line of it, and another history: that of another review may lie here."
_OWN_BACK = "Bring back the review's own history.jsonl from an earlier version or another copy."
_STARTED_ANEW = (
    "If this one was started anew under its number, or a copy of another's history was put here, "
    "nothing is missing. If not, somebody's review is gone: ask who started it."
)
BRING_BACK = "Bring it back. What can be mended without guessing: lfe check --repair"


def check_history(
    workspace: Workspace, reference: str, moment: datetime, earlier: Earlier = NOTHING_EARLIER
) -> Iterator[Finding]:
    """Every finding in a review's history; lines that are no entries are told by reading it."""
    path = workspace.folder_of(reference) / files.HISTORY
    if not path.is_file():  # whoever loads the review says so
        return
    mended = history_as_mended(workspace, reference, earlier)
    lost = len(mended.brought_back) + len(mended.put_right)
    if lost:
        lines = counted(lost, "line")
        what = f"git, or a copy beside it, has {lines} that the history has not, or not so."
        yield _finding(reference, "history-lines-elsewhere", "stop", "", what, BRING_BACK)
    elif mended.tidied:
        yield _finding(reference, "history-untidy", "consider", "", _UNTIDY, _TIDY)
    if mended.is_strange:
        yield _finding(reference, "history-of-another", "stop", "", _STRANGE, _OWN_BACK)
    elif mended.of_another:
        lines = counted(len(mended.of_another), "line")
        what = f"git, or a copy beside it, has {lines} of another review, which stay out of it."
        yield _finding(reference, "history-of-another", "consider", "", what, _STARTED_ANEW)
    with contextlib.suppress(LfeError, OSError):  # what cannot be read is told by whoever loads it
        state = load_state(workspace.folder_of(reference))
        yield from _unknown(reference, state)
        yield from check_apart(workspace, reference, state)
        for one in misfits_in(workspace, reference, moment):
            yield _misfit(reference, one)


def _unknown(reference: str, state: State) -> Iterator[Finding]:
    for entry in state.unknown:
        said = f"{entry.action}: {entry.event.why}"
        yield _finding(reference, "history", "consider", f"entry {entry.id}", said, _NEWER)


def _misfit(reference: str, one: Misfit) -> Finding:
    rule = f"history-{one.code.replace(' ', '-')}"
    return _finding(reference, rule, one.weight, _where(one), one.what, one.instead)


def _where(one: Misfit) -> str:
    if not one.entries:
        return ""
    named = ", ".join(one.entries[:_MOST_NAMED])
    more = " and more" if len(one.entries) > _MOST_NAMED else ""
    return f"{'entry' if len(one.entries) == 1 else 'entries'} {named}{more}"


def _finding(
    reference: str, rule: str, severity: Severity, where: str, text: str, suggestion: str
) -> Finding:
    return Finding(rule, severity, f"{reference}/{files.HISTORY}", where, text, suggestion, "")
