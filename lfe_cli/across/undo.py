"""Takes back what one command did: all that it recorded, by new entries, and the files it made.

It is the last command, or one that is named, or nothing: what left the house, what was destroyed,
what a colleague recorded and what later commands build upon is refused, with what to do instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lfe_cli.across.undo_files import Back, WithHash, changes_of, files_back, places
from lfe_cli.across.undo_words import in_brief, in_short
from lfe_cli.errors import LfeError
from lfe_cli.review import events
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Event, agency_of
from lfe_cli.review.history.commands import Command
from lfe_cli.review.history.consistency import CAUSES
from lfe_cli.review.history.entries import Entry, undone
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.workspace import Review, Workspace, load_review

_SHOWN = 10
_WHICH = "The last ones: lfe undo --list"


@dataclass(frozen=True)
class Order:
    """What is to be taken back: the last command, that of an agency, or the one with this id.

    `by` is who takes it back, `with_hash` what git has.
    """

    by: str
    with_hash: WithHash
    agency: str | None = None
    command: str | None = None


@dataclass(frozen=True)
class Part:
    """What is taken back in one review."""

    reference: str
    taken: tuple[Entry, ...]
    files: tuple[Back, ...]


@dataclass(frozen=True)
class TakenBack:
    """A command, and all that is taken back of it; `is_last`: nothing was done after it."""

    by: str
    day: date
    is_last: bool
    parts: tuple[Part, ...]

    @property
    def taken(self) -> tuple[Entry, ...]:
        """The entries that are taken back, of every review."""
        return tuple(entry for part in self.parts for entry in part.taken)

    @property
    def files(self) -> tuple[Back, ...]:
        """The files that it changed, of every review."""
        return tuple(one for part in self.parts for one in part.files)


@dataclass(frozen=True)
class Listed:
    """A command as `lfe undo --list` shows it; `stays`: nobody takes it back."""

    id: str
    day: date
    by: str
    what: str
    stays: bool


def last_commands(review: Review) -> tuple[Listed, ...]:
    """The last commands of which something holds, the newest first."""
    newest = islice(review.state.commands(), _SHOWN)
    return tuple(
        Listed(one.id, one.day, one.by, in_short(one.standing), _stays(review, one))
        for one in newest
    )


def _stays(review: Review, command: Command) -> bool:
    closed = review.state.ending.closed
    is_over = closed is not None and not command.last.is_after(closed)
    return is_over or any(entry.event.stays() for entry in command.standing)


def undo(
    workspace: Workspace, review: Review, order: Order
) -> tuple[TakenBack, list[tuple[Review, Changes]]]:
    """What is taken back, and the changes that do it, in each review in which it was recorded.

    Raises LfeError where it cannot be taken back whole.
    """
    chosen = _choose(review, order)
    every = [(review, chosen), *_in_other_reviews(workspace, review, chosen, order)]
    for one, its in every:
        _refuse(one, its, order)
    parts = [
        Part(one.reference, its.taken, files_back(one, its.command, its.taken, order.with_hash))
        for one, its in every
    ]
    changes = [_changes(one, part) for (one, _), part in zip(every, parts, strict=True)]
    command = chosen.command
    taken = TakenBack(command.by, command.day, not chosen.later, tuple(parts))
    return taken, list(zip((one for one, _ in every), changes, strict=True))


def _changes(review: Review, part: Part) -> Changes:
    back = tuple(undone(entry, whole=True) for entry in part.taken)
    return Changes(review.reference, events=back).and_also(changes_of(review, part.files))


# ---------------------------------------------------------------- which command is meant


@dataclass(frozen=True)
class _Chosen:
    """The command that is meant, what of it is taken back, and the commands after it."""

    command: Command
    taken: tuple[Entry, ...]
    later: tuple[Command, ...]


def _choose(review: Review, order: Order) -> _Chosen:
    agency = agency_named(review, order.agency).id if order.agency else None
    found: list[_Chosen] = []
    later: list[Command] = []
    for command in review.state.commands():
        taken = _meant(command, agency, order.command)
        if taken:
            found.append(_Chosen(command, taken, tuple(later)))
            if order.command is None:
                break
        later.append(command)
    if len(found) != 1:
        raise _none_or_several(review, order, len(found))
    return found[0]


def _meant(command: Command, agency: str | None, named: str | None) -> tuple[Entry, ...]:
    """What of a command is meant: all of it, or of several agencies' that of one."""
    if named is not None and not command.name.startswith(named.strip().casefold()):
        return ()
    if agency is None:
        return command.standing
    its = tuple(entry for entry in command.standing if agency_of(entry.event) == agency)
    alone = {agency_of(entry.event) for entry in command.entries} <= {agency, None}
    return command.standing if its and alone else its


def _none_or_several(review: Review, order: Order, number: int) -> LfeError:
    if number:
        return LfeError(
            f"The ids of {number} commands begin with {order.command}.",
            next_step=f"Write more of it. {_WHICH}",
        )
    if order.command is not None:
        return LfeError(
            f"No command here has the id {order.command}, or it was taken back already.",
            next_step=_WHICH,
        )
    of_it = f" of {agency_named(review, order.agency).name}" if order.agency else ""
    return LfeError(f"There is nothing recorded here{of_it} that can be taken back.")


def _in_other_reviews(
    workspace: Workspace, review: Review, chosen: _Chosen, order: Order
) -> Iterator[tuple[Review, _Chosen]]:
    """What the same command recorded in other reviews: all of it goes, or none."""
    if order.agency or not any(isinstance(e.event, _IN_SEVERAL) for e in chosen.command.entries):
        return
    for reference in workspace.references():
        if reference == review.reference:
            continue
        other, later = load_review(workspace, reference), list[Command]()
        for command in other.state.commands():
            if command.name == chosen.command.name:
                yield other, _Chosen(command, command.standing, tuple(later))
                break
            later.append(command)


_IN_SEVERAL = (events.ActionsWritten, events.ActionsReturned, events.ActionNoted)


# ---------------------------------------------------------------- what is refused


def _refuse(review: Review, chosen: _Chosen, order: Order) -> None:
    """Raises LfeError where what is meant is not taken back."""
    _refuse_to_pass_what_is_unknown(review, chosen)
    _refuse_what_was_before_closing(review, chosen)
    _refuse_what_stays(review, chosen)
    _refuse_what_a_colleague_recorded(chosen, order)
    _refuse_what_later_ones_build_upon(review, chosen)


def _refuse_to_pass_what_is_unknown(review: Review, chosen: _Chosen) -> None:
    """Raises LfeError where something that this version does not know is meant, or came after."""
    ids = {entry.id for entry in chosen.taken}
    last = chosen.taken[-1]
    since = [one for one in review.state.unknown if one.is_after(last) or one.id in ids]
    if since:
        raise LfeError(
            f"Something was recorded last that this version of lfe does not know "
            f"({since[-1].action}), so nothing before it is taken back.",
            next_step="Take it back with the version that recorded it. What it is: lfe check",
        )


def _refuse_what_was_before_closing(review: Review, chosen: _Chosen) -> None:
    closed = review.state.ending.closed
    if closed is not None and not chosen.taken[-1].is_after(closed):
        raise LfeError(
            f"{review.reference} is closed, and what was recorded before that stays.",
            next_step="Only what is recorded after closing is taken back. What was carried over "
            "goes on: lfe status",
        )


def _refuse_what_stays(review: Review, chosen: _Chosen) -> None:
    every = (entry.event.stays() for entry in reversed(chosen.taken))
    stays = next(filter(None, every), None)
    if stays is not None:
        is_oldest = len(chosen.later) + 1 == sum(1 for _ in review.state.commands())
        older = "" if chosen.later or is_oldest else "To name something older: lfe undo --list"
        raise LfeError(
            f"{_named(chosen)} {stays.why}",
            next_step=f"{stays.instead}{'. ' if stays.instead and older else ''}{older}",
        )


def _refuse_what_a_colleague_recorded(chosen: _Chosen, order: Order) -> None:
    command = chosen.command
    if command.by != order.by:
        raise LfeError(
            f"{_named(chosen)} {command.by} recorded it, and you work as {order.by}.",
            next_step=f"Ask {command.by} to take it back: lfe undo {command.id}",
        )


def _named(chosen: _Chosen) -> str:
    """The command that is meant, as a sentence."""
    which = "This is meant" if chosen.later else "This was the last thing"
    return f"{which}: {in_short(chosen.taken)} ({short_date(chosen.command.day)})."


def _refuse_what_later_ones_build_upon(review: Review, chosen: _Chosen) -> None:
    found = [(one, why) for one in chosen.later if (why := _builds_upon(one, chosen.taken, review))]
    if not found:
        return
    first = ", then ".join(f"lfe undo {one.id}" for one, _ in found)
    said = "; ".join(dict.fromkeys(f"{in_brief(one.standing)} {why}" for one, why in found))
    raise LfeError(
        f"{_named(chosen)} What was done later builds upon it: {said}.",
        next_step=f"If that was wrong as well, take it back first: {first}",
    )


def _builds_upon(later: Command, taken: Sequence[Entry], review: Review) -> str:
    """How a later command builds upon `taken`; "" where it does not."""
    sent = [entry for entry in later.standing if isinstance(entry.event, events.Sent)]
    if any(_follows(entry, taken, review) for entry in sent):
        return "has left the house"
    named = {place for entry in taken for place in places(entry.event)}
    if any(named & set(places(entry.event)) for entry in later.standing):
        return "changed the same file"
    follows = any(_follows(entry, taken, review) for entry in later.standing)
    return "follows from it" if follows else ""


def _follows(later: Entry, taken: Sequence[Entry], review: Review) -> bool:
    """Whether a later entry could not be there without one of `taken`."""
    ids = {entry.id for entry in taken}
    added = {e.event.agency for e in taken if isinstance(e.event, events.AgencyAdded)}
    if isinstance(later.event, events.Undone) and later.event.undoes in ids:
        return True
    return agency_of(later.event) in added or _came_of(later, ids, review)


def _came_of(entry: Entry, ids: set[str], review: Review) -> bool:
    """Whether the last thing before an entry that it cannot be without is among `ids`."""
    for kind, cause, same in (*CAUSES, *_ALSO):
        if not isinstance(entry.event, kind):
            continue
        before = [
            one.id
            for one in review.state.standing
            if isinstance(one.event, cause)
            and entry.is_after(one)
            and all(getattr(one.event, n, None) == getattr(entry.event, n, None) for n in same)
        ]
        if before and before[-1] in ids:
            return True
    return False


# What else is not there without something earlier: see CAUSES.
_ALSO: tuple[tuple[type[Event], type[Event], tuple[str, ...]], ...] = (
    (events.CirculationDecided, events.Submitted, ()),
    (events.ActionsWritten, events.Decided, ()),
    (events.ActionsReturned, events.ActionsWritten, ()),
    (events.ActionNoted, events.Decided, ("recommendation",)),
    (events.PapersCollected, events.AgendaMade, ()),
)
