"""Takes back what was recorded last: all that one command recorded, by new entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from lfe_cli.changes import Changes, Remove
from lfe_cli.errors import LfeError
from lfe_cli.review import actions, places
from lfe_cli.review.history import Entry, Event
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.asked import agency_named
from lfe_cli.steps.ingest import noting_again

_CAN_BE = (*actions.FACTS, actions.AUDIT_FILED)


def undo(
    review: Review, moment: datetime, agency_id: str | None = None
) -> tuple[tuple[Entry, ...], Changes]:
    """Takes back what the last command recorded or filed, oldest first, by new entries.

    With `agency_id` only what was recorded last of that agency. A filed audit stays where it lies,
    and the version before it counts again. Raises LfeError where nothing can be taken back.
    """
    agency = agency_named(review, agency_id).id if agency_id else None
    facts = [
        entry
        for entry in review.history.standing()
        if entry.action in _CAN_BE and agency in (None, entry.get("agency"))
    ]
    if not facts:
        of_it = f" of {agency_named(review, agency_id).name}" if agency_id else ""
        raise LfeError(f"There is nothing recorded here{of_it} that can be taken back.")
    together = {entry.id for entry in review.history.together_with(facts[-1])}
    taken = tuple(entry for entry in facts if entry.id in together)
    events = tuple(_undone(entry) for entry in taken)
    changes = Changes(review.reference, events=events)
    ids = {entry.id for entry in taken}
    filed = dict.fromkeys(str(e.get("agency")) for e in taken if e.action == actions.AUDIT_FILED)
    notes = [_note_before(review, one, ids, moment) for one in filed]
    return taken, changes.and_also(*notes)


def in_words(taken: Sequence[Entry]) -> tuple[str, ...]:
    """What was taken back, one line for each kind of thing."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for entry in taken:
        about = next((str(entry.get(k)) for k in ("letter", "whom") if entry.get(k)), "")
        of_whom = (entry.get(key) for key in ("agency", "person", "file"))
        kinds.setdefault((entry.action, about), []).extend(str(one) for one in of_whom if one)
    lines = [
        f"Taken back: {action}{_bracketed([about, *whose])}."
        for (action, about), whose in kinds.items()
    ]
    if any(entry.get("removed") for entry in taken):
        lines.append("The paper that was removed does not come back: lfe agenda makes it anew.")
    if any(entry.action == actions.AUDIT_FILED for entry in taken):
        lines.append("The file stays where it is. Take the right one in: lfe ingest FILE")
    return tuple(lines)


def _bracketed(texts: Sequence[str]) -> str:
    given = ", ".join(text for text in texts if text)
    return f" ({given})" if given else ""


def _undone(entry: Entry) -> Event:
    about = {"undoes": entry.id, "was": entry.action, "agency": entry.get("agency")}
    return Event(actions.UNDONE, about)


def _note_before(review: Review, agency: str, taken: Collection[str], moment: datetime) -> Changes:
    """What was read of the newest version that is left; nothing where there is none."""
    filed = review.history.of(actions.AUDIT_FILED, agency=agency)
    left = [str(entry.get("file")) for entry in filed if entry.id not in taken]
    if left:
        return noting_again(review, agency, left[-1], moment)
    note = places.what_was_read(agency)
    content = review.read(note)
    if content is None:
        return Changes(review.reference)
    removal = Remove(f"{review.reference}/{note}", sha256(content))
    return Changes(review.reference, removals=(removal,))
