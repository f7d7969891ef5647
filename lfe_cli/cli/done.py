"""What a command found or did, or would do, and how it ends: what is said last, the exit code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import typer

from lfe_cli.cli import recording, screen
from lfe_cli.cli.where import the_workspace
from lfe_cli.disk.placing import Placed
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes
from lfe_cli.review.staged import GOES_ON_BY_ITSELF

T = TypeVar("T")
_NONE = Changes()
NEEDS_A_PERSON = 1  # the exit code of a command that did its work, and leaves something to look at


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a command found or did, or with --dry-run would do. `remarks` need a person.

    `left` are the reviews, of several, that could not be changed.
    """

    result: T
    changes: Changes = _NONE
    dry_run: bool = False
    remarks: tuple[str, ...] = ()
    placed: Placed = field(default_factory=Placed)
    finished: bool = False
    left: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The reference of the review that was changed."""
        return self.changes.reference or ""

    @property
    def files(self) -> list[str]:
        """The files that are written, relative to the workspace."""
        return [write.path for write in self.changes.writes]

    def without(self, reference: str, error: LfeError, rest: str) -> Done[T]:
        """The same, where this review could not be changed after others were."""
        said = f"{reference} was not changed. {error.sentence} {rest.format(reference=reference)}"
        return replace(self, remarks=(*self.remarks, said), left=(*self.left, reference))

    def after(self, earlier: Done[Any]) -> Done[T]:
        """The same, with what an earlier part of the command left to be said."""
        placed = earlier.placed.and_also(self.placed)
        return replace(
            self,
            remarks=(*earlier.remarks, *self.remarks),
            placed=replace(placed, waiting=self.placed.waiting),  # it may be in its place by now
            finished=earlier.finished or self.finished,
        )

    @property
    def still_there(self) -> tuple[str, ...]:
        """The files that were to be removed and could not be, relative to the workspace."""
        waiting = [one.path for one in self.placed.waiting if one.is_to == "be removed"]
        return (*self.placed.kept, *waiting)


def show_plan(done: Done[Any]) -> None:
    """With --dry-run: what would be written, and that nothing was."""
    for aside in done.changes.asides:
        screen.say(f"would keep {aside.path} as {aside.to}", indent="  ")
    for write in done.changes.writes:
        screen.say(f"would write {write.path}", indent="  ")
    for removal in done.changes.removals:
        screen.say(f"would remove {removal.path}", indent="  ")
    for event in done.changes.events:
        said = event.about()
        about = ", ".join(_shown(v) for k, v in said.items() if k not in {"sha256", "made_from"})
        screen.say(f"would record: {event.action} {about}".rstrip(), indent="  ")
    screen.say("Nothing was written.")


def _shown(value: Any) -> str:
    """What an entry says, as a person reads it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def end(done: Done[Any], *, needs_a_person: bool = False) -> None:
    """Say what needs a person, and end with the exit code that follows."""
    for aside in () if done.dry_run else done.changes.asides:
        screen.say(f"What was there before is kept: {aside.to}", error=True)
    if done.changes.asides and not done.dry_run and recording.is_used(the_workspace()):
        screen.say("Git does not keep what is kept aside: it lies here alone.", error=True)
    say_what_was_begun(done.finished, done.placed)
    screen.lines(done.remarks, error=True)
    placed = done.placed
    if done.remarks or placed.waiting or placed.kept or placed.beside or needs_a_person:
        raise typer.Exit(NEEDS_A_PERSON)


def say_what_was_begun(finished: bool, placed: Placed) -> None:
    """What came of earlier commands' files and these, which still wait, and what to do about it."""
    if finished:
        screen.say("What an interrupted command had begun was finished first.", error=True)
    for path in placed.kept:
        screen.say(f"{path} was changed meanwhile, so it was not removed.", error=True)
    for path in placed.beside:
        screen.say(
            f"What somebody wrote while a newer version waited is kept as {path}. It does not "
            "count: what is still wanted of it has to be put into the file itself.",
            error=True,
        )
    if placed.waiting:
        screen.lines(map(str, placed.waiting), error=True)
        screen.say(GOES_ON_BY_ITSELF, indent="  Next:  ", error=True)
