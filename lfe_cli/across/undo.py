"""Takes back what was recorded last: all that one command recorded, by new entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from lfe_cli.audits.ingest import noting_again
from lfe_cli.errors import LfeError
from lfe_cli.review import actions, files
from lfe_cli.review.changes import Changes, Remove
from lfe_cli.review.closing import since_closing
from lfe_cli.review.history import Entry, Event, undone
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.workspace import Review, sha256

_CAN_BE = (*actions.FACTS, actions.AUDIT_FILED, actions.ACTION_NOTED)


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
    facts = [
        entry
        for entry in review.history.standing()
        if entry.action in _CAN_BE and agency in (None, entry.get("agency"))
    ]
    before, facts = bool(facts), list(since_closing(review, facts))
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
    together = {entry.id for entry in review.history.together_with(facts[-1])}
    taken = tuple(entry for entry in facts if entry.id in together)
    events = (*(undone(entry) for entry in taken), *_standing_again(review, together))
    changes = Changes(review.reference, events=events)
    ids = {entry.id for entry in taken}
    filed = dict.fromkeys(str(e.get("agency")) for e in taken if e.action == actions.AUDIT_FILED)
    notes = [_note_before(review, one, ids, moment) for one in filed]
    return taken, changes.and_also(*notes)


def _refuse_to_pass_what_is_unknown(review: Review, meant: Entry) -> None:
    """Raises LfeError where something that this version does not know was recorded after it."""
    since = [entry for entry in review.history.unknown if entry.is_after(meant)]
    if since:
        raise LfeError(
            f"Something was recorded last that this version of lfe does not know "
            f"({since[-1].action}), so nothing before it is taken back.",
            next_step="Take it back with the version that recorded it. What it is: lfe check",
        )


def _standing_again(review: Review, together: Collection[str]) -> Iterator[Event]:
    """What a command had taken back with what it recorded: it holds again."""
    by_id = {entry.id: entry for entry in review.history.entries}
    for entry in by_id.values():
        if entry.id in together and entry.action == actions.UNDONE:
            before = by_id.get(str(entry.get("undoes")))
            if before is not None:
                yield Event(before.action, before.about)


def _refuse_what_came_after(review: Review) -> None:
    """Raises LfeError where the last command changed the manifest: what is meant is that one."""
    last = next((e for e in reversed(review.history.standing()) if e.action in _COUNTS), None)
    if last is None or last.action in _CAN_BE:
        return
    raise LfeError(
        f"What was done last ({last.action}) is not taken back by undo.",
        next_step=f"{_way_back(last)} What was recorded before it, of one agency: "
        "lfe undo --agency ID",
    )


def _way_back(entry: Entry) -> str:
    if entry.action in (actions.EVENT_MOVED, actions.EVENT_CANCELLED) and entry.get("was"):
        return f'The day before it: lfe move --to "{str(entry.get("was")).replace("T", " ")}".'
    if entry.action == actions.AGENCY_ADDED:
        return f"If it is not to take part: lfe agency withdraw {entry.get('agency')}."
    if entry.action == actions.CONTACT_CHANGED:
        return f"Give the earlier address again: lfe agency contact {entry.get('agency')} ADDRESS."
    return "Change review.yaml back: lfe edit."


_CHANGES_THE_INTENT = (
    actions.EVENT_MOVED,
    actions.EVENT_CANCELLED,
    actions.AGENCY_ADDED,
    actions.CONTACT_CHANGED,
)
_COUNTS = (*_CAN_BE, *_CHANGES_THE_INTENT)


def in_words(taken: Sequence[Entry]) -> tuple[str, ...]:
    """What was taken back, one line for each kind of thing."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for entry in taken:
        about = next((str(entry.get(k)) for k in ("letter", "whom") if entry.get(k)), "")
        of_whom = [entry.get(key) for key in ("agency", "person", "file", "recommendation", "to")]
        of_whom += [] if any(of_whom) else [entry.get("group")]
        kinds.setdefault((entry.action, about), []).extend(str(one) for one in of_whom if one)
    lines = [
        f"Taken back: {action}{_bracketed([about, *dict.fromkeys(whose)])}."
        for (action, about), whose in kinds.items()
    ]
    if any(entry.get("removed") for entry in taken):
        lines.append("The paper that was removed does not come back.")
    if any(entry.action == actions.WITHDRAWN for entry in taken):
        lines.append("Papers that were made without it are made anew with: lfe agenda")
    if any(entry.action == actions.STEPPED_UP for entry in taken):
        lines.append("If event/invitation.ics was made, it now cancels the event: lfe agenda")
    if any(entry.action == actions.AUDIT_FILED for entry in taken):
        lines.append("The file stays where it is. Take the right one in: lfe ingest FILE")
    return tuple(lines)


def _bracketed(texts: Sequence[str]) -> str:
    given = ", ".join(text for text in texts if text)
    return f" ({given})" if given else ""


def _note_before(review: Review, agency: str, taken: Collection[str], moment: datetime) -> Changes:
    """What was read of the newest version that is left; nothing where there is none."""
    filed = review.history.of(actions.AUDIT_FILED, agency=agency)
    left = [str(entry.get("file")) for entry in filed if entry.id not in taken]
    if left:
        return noting_again(review, agency, left[-1], moment)
    note = files.what_was_read(agency)
    content = review.read(note)
    if content is None:
        return Changes(review.reference)
    removal = Remove(f"{review.reference}/{note}", sha256(content))
    return Changes(review.reference, removals=(removal,))
