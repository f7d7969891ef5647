"""What a review's history says of two copies of its folder that were put together."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from lfe_cli.checks.findings import Finding
from lfe_cli.errors import LfeError
from lfe_cli.review import events, files
from lfe_cli.review.days import short_date
from lfe_cli.review.history.entries import Entry
from lfe_cli.review.state import State
from lfe_cli.review.workspace import Workspace, load_state


def check_apart(workspace: Workspace, reference: str, state: State) -> Iterator[Finding]:
    """What was said apart, and what was recorded of a second review under this number."""
    if state.of_another:
        own = folder_of_the_other(workspace, reference, state.of_another)
        yield _about_the_number(reference, state.of_another, own)
    for one in state.apart:
        where = ", ".join(f"entry {entry.id}" for entry in one.entries)
        text = f"{one.what}."
        yield Finding(
            rule="two-copies",
            severity="stop" if one.asks else "consider",
            file=f"{reference}/{files.HISTORY}",
            where=where,
            text=text,
            suggestion=f"{one.instead}.",
            source="",
        )


def two_versions(reference: str, file: str) -> Finding:
    """A file that two copies of the folder made apart, and not alike."""
    return Finding(
        rule="two-copies",
        severity="consider",
        file=f"{reference}/{file}",
        where="",
        text="was made in two copies of this folder, and not alike: here lies one of the two.",
        suggestion="If it is still needed, make it anew by the command that made it, or bring the "
        "other one from the other copy.",
        source="",
    )


def folder_of_the_other(
    workspace: Workspace, reference: str, others: Iterable[Entry]
) -> str | None:
    """The folder in which the second review of one number lives by now; None while it has none."""
    started = _started(others).id
    for other in workspace.references():
        with contextlib.suppress(LfeError, OSError):
            if other != reference and started in load_state(workspace.folder_of(other)).by_id:
                return other
    return None


def _started(others: Iterable[Entry]) -> Entry:
    return next(e for e in others if isinstance(e.event, events.ReviewStarted))


def _about_the_number(reference: str, others: Iterable[Entry], own: str | None) -> Finding:
    started = _started(others)
    text = (
        f"two reviews were started with this number. The one that {started.by} started on "
        f"{short_date(started.day)} came later, and nothing is counted from it here."
    )
    instead = (
        f"Copy this folder as {started.by} had it before the copies were put together, under the "
        "next free number, and write that number into its review.yaml (reference). Make its forms "
        "and letters anew there. Then see that review.yaml and the papers here are the first's."
    )
    if own is not None:
        instead = f"It lives in {own} by now. If its papers are gone from here, nothing is left."
    return Finding(
        rule="two-copies",
        severity="consider" if own else "stop",
        file=f"{reference}/{files.HISTORY}",
        where=f"entry {started.id}",
        text=text,
        suggestion=instead,
        source="",
    )
