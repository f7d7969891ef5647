"""Takes back what was recorded last: all that one command recorded, by new entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from lfe_cli.audits.ingest import noting_again
from lfe_cli.errors import LfeError
from lfe_cli.letters.outbox import putting_back
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Remove
from lfe_cli.review.event import Event, agency_of
from lfe_cli.review.events import AuditFiled, PapersCollected, Sent, SteppedUp, Undone, Withdrawn
from lfe_cli.review.history.entries import Entry, undone
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.workspace import Review, sha256


def undo(
    review: Review, moment: datetime, agency_id: str | None = None
) -> tuple[tuple[Entry, ...], Changes]:
    """Takes back what the last command recorded or filed, oldest first, by new entries.

    With `agency_id` only what was recorded last of that agency. A filed audit stays where it lies,
    and the version before it counts again. Raises LfeError where nothing can be taken back.
    """
    agency = agency_named(review, agency_id).id if agency_id else None
    if agency is None:
        _refuse_what_came_after(review)
    every = [e for e in review.state.undoable if agency in (None, agency_of(e.event))]
    before, facts = bool(every), review.state.ending.since_closing(every)
    if before and not facts:
        raise LfeError(
            f"{review.reference} is closed, and what was recorded before that stays.",
            next_step="Only what is recorded after closing is taken back. What was carried over "
            "goes on: lfe status",
        )
    if not facts:
        of_it = f" of {agency_named(review, agency_id).name}" if agency_id else ""
        raise LfeError(f"There is nothing recorded here{of_it} that can be taken back.")
    _refuse_to_pass_what_is_unknown(review, facts[-1])
    together = {entry.id for entry in review.recorded_with(facts[-1])}
    taken = tuple(entry for entry in facts if entry.id in together)
    events: tuple[Event, ...] = (*map(undone, taken), *_standing_again(review, facts[-1]))
    changes = Changes(review.reference, events=events)
    ids = {entry.id for entry in taken}
    filed = dict.fromkeys(e.event.agency for e in taken if isinstance(e.event, AuditFiled))
    notes = [_note_before(review, one, ids, moment) for one in filed]
    put_back = [putting_back(review, e.event) for e in taken if isinstance(e.event, Sent)]
    return taken, changes.and_also(*notes, *put_back)


def _refuse_to_pass_what_is_unknown(review: Review, meant: Entry) -> None:
    """Raises LfeError where something that this version does not know was recorded after it."""
    since = [entry for entry in review.state.unknown if entry.is_after(meant)]
    if since:
        raise LfeError(
            f"Something was recorded last that this version of lfe does not know "
            f"({since[-1].action}), so nothing before it is taken back.",
            next_step="Take it back with the version that recorded it. What it is: lfe check",
        )


def _standing_again(review: Review, meant: Entry) -> Iterator[Event]:
    """What the command had taken back with what it recorded: it holds again."""
    for entry in review.recorded_with(meant):
        if isinstance(entry.event, Undone):
            before = review.state.by_id.get(entry.event.undoes)
            if before is not None:
                yield before.event


def _refuse_what_came_after(review: Review) -> None:
    """Raises LfeError where the last command changed the manifest: what is meant is that one."""
    last = review.state.last_counted
    if last is None or last.event.can_be_undone:
        return
    raise LfeError(
        f"What was done last ({last.action}) is not taken back by undo.",
        next_step=f"{last.event.way_back()} What was recorded before it, of one agency: "
        "lfe undo --agency ID",
    )


def in_words(taken: Sequence[Entry]) -> tuple[str, ...]:
    """What was taken back, one line for each kind of thing."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for entry in taken:
        said = entry.event.about()
        about = next((str(said[key]) for key in ("letter", "whom") if said.get(key)), "")
        keys = ["agency", "person", "recommendation", "to"]
        keys += [] if isinstance(entry.event, Sent) else ["file"]  # its draft is no news
        of_whom = [said.get(key) for key in keys]
        of_whom += [] if any(of_whom) else [said.get("group")]
        kinds.setdefault((entry.action, about), []).extend(str(one) for one in of_whom if one)
    lines = [
        f"Taken back: {action}{_bracketed([about, *dict.fromkeys(whose)])}."
        for (action, about), whose in kinds.items()
    ]
    lines += dict.fromkeys(text for entry in taken if (text := _what_remains(entry.event)))
    return tuple(lines)


def _what_remains(event: Event) -> str:
    """What taking it back does not bring back."""
    match event:
        case PapersCollected(removed=removed) if removed:
            return "The paper that was removed does not come back."
        case Withdrawn():
            return "Papers that were made without it are made anew with: lfe agenda"
        case SteppedUp():
            return "If event/invitation.ics was made, it now cancels the event: lfe agenda"
        case AuditFiled():
            return "The file stays where it is. Take the right one in: lfe ingest FILE"
        case _:
            return ""


def _bracketed(texts: Sequence[str]) -> str:
    given = ", ".join(text for text in texts if text)
    return f" ({given})" if given else ""


def _note_before(review: Review, agency: str, taken: Collection[str], moment: datetime) -> Changes:
    """What was read of the newest version that is left; nothing where there is none."""
    filed = review.state.agency(agency).filed
    left = [entry.event.file for entry in filed if entry.id not in taken]
    if left:
        return noting_again(review, agency, left[-1], moment)
    note = files.what_was_read(agency)
    content = review.read(note)
    if content is None:
        return Changes(review.reference)
    removal = Remove(f"{review.reference}/{note}", sha256(content))
    return Changes(review.reference, removals=(removal,))
