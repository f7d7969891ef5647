"""The sheet of who comes and who came: made to be ticked, and read back after a look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from lfe_cli.cli import asking, screen, shell, where
from lfe_cli.cli.given_files import given_file
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event
from lfe_cli.review.workspace import Review
from lfe_cli.word.zips import MAX_FILE

if TYPE_CHECKING:
    from lfe_cli.event.attendance_returned import Ticked

T = TypeVar("T")


@dataclass(frozen=True)
class Reading(Generic[T]):
    """How a command reads the sheet: what is ticked, what that changes, and it in words."""

    records: type[Event]
    read: Callable[[Review, bytes], Ticked[T]]
    plan: Callable[[Review, Sequence[T]], Changes]
    in_words: Callable[[T], Iterable[str]]


def make(call: shell.Call, named: str | None) -> None:
    """Make the sheet; one in which something is ticked that is not read in yet is left."""
    from lfe_cli.event.attendance_sheet_file import make_sheet

    done = call.change_review(named, lambda loaded: ((), make_sheet(loaded, where.now())))
    place = f"{done.reference}/{files.ATTENDANCE_SHEET}"
    said = (
        f"{place} {'is made' if done.files else 'is as it was'}: one row for each agency.",
        "Tick in Excel, save and close it. What was replied is read in with: "
        f"lfe reply --sheet {files.ATTENDANCE_SHEET}",
        f"And who came, after the event, with: lfe attended --sheet {files.ATTENDANCE_SHEET}",
    )
    call.show(done, on_screen=lambda _: screen.lines(said))


def read(
    call: shell.Call, named: str | None, given: str, reading: Reading[T], *, yes: bool
) -> None:
    """Show what the sheet says that is new, and record it after a yes."""
    path = given_file(Path(given), named, "Make the sheet first: lfe reply --sheet")
    content = read_file(path, MAX_FILE)
    ticked = reading.read(where.the_review(named), content)
    _show(ticked, reading)
    if ticked.new and not yes and not call.dry_run:
        if not call.can_ask:
            raise asking.missing("--yes", "Your word that this is to be recorded")
        asking.confirm("Record this?")

    def plan(fresh: Review) -> tuple[Sequence[T], Changes]:
        shell.refuse_if_changed(ticked, reading.read(fresh, content))
        return ticked.new, reading.plan(fresh, ticked.new)

    done = call.change_review(named, plan, records=reading.records)
    said = ["Recorded."] if ticked.new else []
    said += [f"Made: {path.removeprefix(f'{done.reference}/')}" for path in done.files]
    call.show(done, on_screen=lambda _: screen.lines(said), needs_a_person=bool(ticked.unsure))


def _show(ticked: Ticked[T], reading: Reading[T]) -> None:
    if ticked.unsure:
        screen.say("Not taken, because it is not sure what is meant:")
        screen.lines(ticked.unsure, indent="  - ")
    if not ticked.new:
        screen.say("Nothing in it is new.")
        return
    screen.say("This will be recorded:")
    screen.lines((line for one in ticked.new for line in reading.in_words(one)), indent="  - ")
