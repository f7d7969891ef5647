"""`lfe check --repair`: shows what can be mended without guessing, asks, and mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from lfe_cli.across.repair import Earlier, Repair, repair
from lfe_cli.cli import asking, screen, shell, typed, where
from lfe_cli.cli.done import Done
from lfe_cli.disk import earlier_versions
from lfe_cli.review.changes import Changes
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Workspace


@dataclass(frozen=True)
class _Repaired:
    """What was mended, or would be, in each review."""

    repairs: tuple[Repair, ...]


def earlier_in(workspace: Workspace) -> Earlier:
    """What git still has of the files of a workspace."""
    return Earlier(
        partial(earlier_versions.every_line, workspace.folder),
        partial(earlier_versions.with_hash, workspace.folder),
        partial(earlier_versions.newest, workspace.folder),
    )


def repair_reviews(call: shell.Call, named: str | None, *, yes: bool, set_aside: bool) -> None:
    """Mends the review that is meant, or all of them from the top folder."""
    workspace, references = _meant(named)
    planned = [_plan(workspace, reference, set_aside) for reference in references]
    to_do = [(one, changes) for one, changes in planned if changes]
    if to_do and not call.dry_run:
        _confirm([one for one, _ in to_do], yes=yes, call=call)
    # with nothing to mend, what an interrupted command had begun is finished all the same
    done: Done[Any] = call.finish_what_was_begun()
    for one, _ in to_do:
        last = call.change_workspace(partial(_again, reference=one.reference, aside=set_aside))
        done = last.after(done)
    result = _Repaired(tuple(one for one, _ in planned))
    call.show(
        replace(done, result=result),
        as_json=_as_json,
        on_screen=_show,
        on_dry_run=_show_planned,
        needs_a_person=any(one.left for one in result.repairs),
    )


def _meant(named: str | None) -> tuple[Workspace, tuple[str, ...]]:
    if named is None and (where.here() / PARTNERSHIP).is_file():
        workspace = where.the_workspace()
        typed.speak_of(workspace, where.here())
        return workspace, workspace.references()
    found = where.located(named)
    return found.workspace, (found.reference,)


def _plan(workspace: Workspace, reference: str, aside: bool) -> tuple[Repair, Changes]:
    return repair(workspace, reference, earlier_in(workspace), where.now(), set_aside=aside)


def _again(workspace: Workspace, reference: str, aside: bool) -> tuple[Repair, Changes]:
    """Worked out once more now that the lock is held: somebody may have mended it meanwhile."""
    return _plan(workspace, reference, aside)


def _confirm(repairs: Iterable[Repair], *, yes: bool, call: shell.Call) -> None:
    if yes:
        return
    if not call.can_ask:
        raise asking.missing("--yes", "Your word that it may be mended")
    for one in repairs:
        _show_one(one, "would be mended")
    asking.confirm("Mend it")


def _as_json(repaired: _Repaired) -> dict[str, Any]:
    return {"repairs": [one.as_json() for one in repaired.repairs]}


def _show(repaired: _Repaired) -> None:
    _show_all(repaired, "is mended")


def _show_planned(done: Done[_Repaired]) -> None:
    _show_all(done.result, "would be mended")
    screen.say("Nothing was written.")


def _show_all(repaired: _Repaired, what: str) -> None:
    told = [one for one in repaired.repairs if one.mended or one.left]
    for one in told:
        _show_one(one, what)
    if not told:
        screen.say("There is nothing to mend.")


def _show_one(one: Repair, what: str) -> None:
    if one.mended:
        screen.say(f"{one.reference} {what}:")
        screen.lines(one.mended, indent="  - ")
    if one.left:
        screen.say(f"{one.reference}, left for you:")
        screen.lines(one.left, indent="  - ")
