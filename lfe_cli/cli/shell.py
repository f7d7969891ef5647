"""What every command does: load, work out the changes, apply them in one place, show them.

A command names its options, its plan and its two ways of showing the result; all else is here:

    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        done = call.change_review(review, plan)
        call.show(done, as_json=_document, on_screen=_show)

Exit codes: 0; 1 where something needs a person; 2 for an LfeError (see `errors`); 3 for a fault
of the tool (`app`); 130 where somebody interrupts (`stopping`). A dry run takes no lock, finishes
nothing that was begun, and can end with 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import typer

from lfe_cli.cli import asking, recording, screen, where
from lfe_cli.cli.done import NEEDS_A_PERSON, Done, end, say_what_was_begun, show_plan
from lfe_cli.disk import locking, writing
from lfe_cli.disk.placing import Placed
from lfe_cli.errors import LfeError
from lfe_cli.review import numbers
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.ending import refuse_once_ended, refuse_what_was_not_carried_over
from lfe_cli.review.event import Event
from lfe_cli.review.history.entries import Entry
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
)

T = TypeVar("T")


@dataclass(frozen=True)
class _Part:
    """Changes that a command makes: in the review that it is about, or in the workspace.

    `read` is the hash of the history that they were worked out from, None where there is none.
    """

    changes: Changes
    reference: str | None = None
    read: str | None = None


def _part(review: Review, changes: Changes) -> _Part:
    refuse_what_was_not_carried_over(review, changes.events)
    # a review that is removed whole has no history in which that could be recorded
    return _Part(changes, review.reference, review.as_read if changes.reference else None)


def _as_one(parts: Sequence[_Part]) -> Changes:
    """All changes, as they are shown."""
    first, *others = [part.changes for part in parts]
    return first.and_also(*others)


@dataclass(frozen=True)
class Call:
    """One call of a command: how it is to answer, and whether anybody may be asked.

    Whatever it records, in however many reviews, is recorded as one command. `rest` says how the
    rest is done where one of several reviews could not be changed.
    """

    as_json: bool = False
    dry_run: bool = False
    no_input: bool = False
    rest: str = "Run the same command again for it."
    _recorded: list[Entry] = field(default_factory=list)
    _applied: list[Changes] = field(default_factory=list)

    @property
    def has_recorded(self) -> bool:
        """Whether anything was recorded or changed in this call."""
        return bool(self._applied)

    @property
    def can_ask(self) -> bool:
        """Whether there is a person to ask."""
        return asking.can_ask(self.no_input or self.as_json)

    def finish_what_was_begun(self) -> Done[None]:
        """Finish what an interrupted command had begun, and place what waited, and nothing else."""
        return self.change_workspace(lambda _: (None, Changes()))

    def change_workspace(self, plan: Callable[[Workspace], tuple[T, Changes]]) -> Done[T]:
        """Work out and carry out changes to the workspace that the officer stands in."""

        def of_workspace(fresh: Workspace) -> tuple[T, list[_Part]]:
            result, changes = plan(fresh)
            return result, [_Part(changes)]

        return self._carry_out(where.the_workspace(), of_workspace)

    def change_review(
        self,
        named: str | None,
        plan: Callable[[Review], tuple[T, Changes]],
        *,
        records: type[Event] = Event,
    ) -> Done[T]:
        """Work out and carry out changes to one review. It is loaded once the lock is held.

        A review that was stepped up or closed is refused, unless the kind of event that the
        command `records` is allowed in it.
        """
        found = where.located(named)

        def of_review(fresh: Workspace) -> tuple[T, list[_Part]]:
            review = load_review(fresh, found.reference)
            if fresh.is_archived(found.reference):
                raise fresh.folders.put_away(found.reference)
            _agreed.get()(review)
            refuse_once_ended(review, records.allowed)
            result, changes = plan(review)
            return result, [_part(review, changes)]

        return self._carry_out(found.workspace, of_review)

    def change_reviews(
        self,
        workspace: Workspace,
        plan: Callable[[Workspace], tuple[T, Sequence[tuple[Review, Changes]]]],
    ) -> Done[T]:
        """Work out the changes to several reviews, all before the first is changed.

        What is refused for one is refused for all. Where one cannot be changed although nothing
        spoke against it, the others are, and it is named: the same command again does the rest.
        """

        def of_reviews(fresh: Workspace) -> tuple[T, list[_Part]]:
            result, those = plan(fresh)
            for review, _ in those:
                _agreed.get()(review)
            return result, [_part(review, changes) for review, changes in those]

        return self._carry_out(workspace, of_reviews)

    def _carry_out(
        self, workspace: Workspace, plan: Callable[[Workspace], tuple[T, list[_Part]]]
    ) -> Done[T]:
        if self.dry_run:
            result, parts = plan(where.the_workspace(workspace.folder))
            _refuse_in_the_archive(workspace, parts)
            return Done(result, _as_one(parts), dry_run=True)
        folder, by = workspace.folder, where.author(workspace)
        with locking.locked(folder, by, where.now(), _say_that_it_waits) as lock:
            moment = where.now()  # it may have waited for others
            finished = writing.finish_what_was_begun(lock)
            try:
                result, parts = plan(where.the_workspace(folder))
                _refuse_in_the_archive(workspace, parts)
            except LfeError:
                say_what_was_begun(bool(finished.paths), finished)  # no command says it again
                raise
            done = Done(result, _as_one(parts), False, (), finished, bool(finished.paths))
            if ignoring := recording.ignoring(workspace):
                writing.apply(lock, ignoring, moment, by)
            done = self._apply_all(lock, workspace, parts, (moment, by), done)
            said = [
                recording.record(workspace, part.changes, finished.paths, part.reference)
                for part in parts
            ]
            _keep_the_numbers(lock, moment, by)
        recorded = dict.fromkeys(remark for each in said for remark in each)
        return replace(done, remarks=(*done.remarks, *recorded))

    def _apply_all(
        self,
        lock: locking.Lock,
        workspace: Workspace,
        parts: Sequence[_Part],
        when_and_who: tuple[datetime, str],
        done: Done[T],
    ) -> Done[T]:
        is_changed = False
        for part in parts:
            try:
                placed = self._apply(lock, workspace, part, *when_and_who)
            except LfeError as error:
                if not is_changed:
                    raise
                done = done.without(part.reference or "", error, self.rest)
            else:
                is_changed = is_changed or bool(part.changes)
                done = replace(done, placed=done.placed.and_also(placed))
        return done

    def _apply(
        self, lock: locking.Lock, workspace: Workspace, part: _Part, moment: datetime, by: str
    ) -> Placed:
        if not part.changes:
            return Placed()
        applied = writing.apply(
            lock,
            part.changes,
            moment,
            by,
            command=self._recorded[0].command if self._recorded else None,
            read=part.read,
            readers=workspace.partnership.settings.confidential_readable_by,
        )
        self._recorded.extend(applied.entries)
        self._applied.append(part.changes)
        return applied.placed

    def show(
        self,
        done: Done[T],
        *,
        on_screen: Callable[[T], None],
        as_json: Callable[[T], Mapping[str, Any]] | None = None,
        on_dry_run: Callable[[Done[T]], None] | None = None,
        needs_a_person: bool = False,
    ) -> None:
        """Show the result, say what needs a person, and end with the exit code that follows."""
        if self.as_json and as_json:
            screen.as_json(as_json(done.result))
        elif done.dry_run:
            (on_dry_run or show_plan)(done)
        else:
            on_screen(done.result)
        end(done, needs_a_person=needs_a_person)


def _refuse_in_the_archive(workspace: Workspace, parts: Sequence[_Part]) -> None:
    """Raises LfeError where a review would be changed that lies in the archive."""
    for reference in (part.changes.reference for part in parts if part.changes):
        if reference and workspace.is_archived(reference):
            raise workspace.folders.put_away(reference)


def _keep_the_numbers(lock: locking.Lock, moment: datetime, by: str) -> None:
    """The numbers that were given by now, in their mark: looked up where a folder is not in it."""
    with suppress(LfeError, OSError):  # the work is done; the next command keeps them
        known = numbers.kept_in(lock.folder)
        if known.is_whole and numbers.named_in(lock.folder) <= known.given:
            return
        content = where.the_workspace(lock.folder).folders.given.as_bytes()
        if content != known.as_bytes():
            writing.apply(lock, Changes(writes=(Write(numbers.FILE, content),)), moment, by)


@contextmanager
def answering(
    as_json: bool = False,
    dry_run: bool = False,
    *,
    no_input: bool = False,
    refused: Mapping[str, Any] | None = None,
) -> Iterator[Call]:
    """One call of a command. With --json, a refusal still prints its document.

    Standard output then holds nothing else; `refused` is what the document says of the result.
    """
    call = Call(as_json, dry_run, no_input)
    try:
        yield call
    except OSError:
        if not call.has_recorded:
            raise
        screen.say(
            "It is done and recorded, but what came of it cannot be shown: the drive is gone, or a "
            "file cannot be read any more. Where things stand: lfe status",
            error=True,
        )
        raise typer.Exit(NEEDS_A_PERSON) from None
    except LfeError as error:
        if not as_json:
            raise
        own: Mapping[str, Any] = getattr(error, "document", {})
        screen.as_json({**(refused or {}), **own, **screen.refusal_json(error)})
        screen.refusal(error)
        raise typer.Exit(error.exit_code) from None


def _nothing(review: Review) -> None:
    """Nothing was agreed beforehand."""


_agreed: ContextVar[Callable[[Review], None]] = ContextVar("_agreed", default=_nothing)


@contextmanager
def agreeing(compare: Callable[[Review], None]) -> Iterator[None]:
    """Commands that run in it change a review only while it is as somebody agreed to.

    `compare` gets the review as it is once the lock is held, and raises LfeError where it differs.
    """
    before = _agreed.set(compare)
    try:
        yield
    finally:
        _agreed.reset(before)


def refuse_if_changed(shown: object, now: object) -> None:
    """Raises LfeError where what the officer was shown, and answered to, is no longer so."""
    if shown != now:
        raise LfeError(
            "Something else was recorded meanwhile, so nothing was recorded now.",
            next_step="Run the command again: it shows how things stand.",
        )


@contextmanager
def beginning(folder: Path, by: str, moment: datetime) -> Iterator[locking.Lock]:
    """Holds the lock of a new workspace, in a folder that is made where it is not there yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise locking.cannot_write(folder.parent) from None
    with locking.locked(folder, by, moment) as lock:
        writing.finish_what_was_begun(lock)
        yield lock


def _say_that_it_waits(what: str) -> None:
    screen.say(what, error=True)
