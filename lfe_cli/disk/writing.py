"""The only writer: changes are staged whole, committed by the history, then placed.

A crash before the commit leaves rubbish that the next command clears; a crash after it is finished
by the next command, and so is what another program held at that moment (see `placing`). Whoever
writes holds the workspace's lock (see `locking`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from lfe_cli.disk import before
from lfe_cli.disk.locking import Lock, cannot_write, changed_meanwhile
from lfe_cli.disk.placing import (
    PATIENCE,
    Placed,
    hash_of,
    make_folder,
    place,
    sync_folder,
    write_plan,
    write_synced,
)
from lfe_cli.errors import LfeError, unreadable
from lfe_cli.review import files, staged
from lfe_cli.review.changes import Changes
from lfe_cli.review.files import file_in_workspace
from lfe_cli.review.history.entries import Entry, History, appended
from lfe_cli.review.history.lines import lines_of, read_history
from lfe_cli.review.partnership import Readers
from lfe_cli.review.workspace import load_history, read_text, sha256, text_of

_FOR_EVERYBODY = 0o666  # less what the umask takes
_CONFIDENTIAL: dict[Readers, int] = {"group": 0o660, "owner": 0o600}
_STAGES = count()  # of this process, so that no two have one name
_HISTORY = "history"  # the name of a review's new history while it is staged


@dataclass(frozen=True)
class Applied:
    """What was carried out: the entries as they were recorded, and what became of the files."""

    entries: tuple[Entry, ...] = ()
    placed: Placed = field(default_factory=Placed)


def apply(
    lock: Lock,
    changes: Changes,
    moment: datetime,
    by: str,
    *,
    command: str | None = None,
    read: str | None = None,
    readers: Readers = "owner",
) -> Applied:
    """Carry `changes` out in the workspace that is locked.

    `command` is the id of the command, where it has recorded something in another review before.
    `read` is the hash of the history that the changes were worked out from; `readers` are those who
    may read what the table of files calls confidential. Raises LfeError, with nothing changed,
    where that history or the lock is another one now.
    """
    folder = lock.folder
    for path in _paths(changes):
        _refuse_outside(folder, path)
    refuse_what_waits(folder, set(_paths(changes)))
    history = _history(folder, changes)
    if read is not None and history.digest != read:
        raise changed_meanwhile(folder)
    entries = history.adding(changes.events, moment, by, command)
    stage = _new_stage(lock, moment)
    try:
        plan = _stage(lock, stage, changes, entries, _CONFIDENTIAL[readers])
        if changes.reference and entries:
            _commit(lock, stage, changes, history.digest, entries)
    except (OSError, LfeError) as error:
        _clear(folder, stage, changes.reference)
        if isinstance(error, LfeError):
            raise
        lock.refuse_if_lost()
        raise (unreadable(error) if _is_not_for_us(error) else cannot_write(folder)) from None
    return Applied(entries, _placed(folder, staged.Stage(stage, plan), PATIENCE))


def _new_stage(lock: Lock, moment: datetime) -> Path:
    """A folder of its own: what was staged before, under the same lock, may still wait in its."""
    return lock.folder / staged.FOLDER / f"{moment:%Y%m%d%H%M%S%f}-{lock.token}-{next(_STAGES):04}"


def _placed(folder: Path, stage: staged.Stage, patience: Iterable[float] = ()) -> Placed:
    """Puts a committed stage in its place; what its files were before is kept for undo."""
    placed = place(folder, stage, patience)
    if not placed.waiting:
        before.keep(folder, stage.folder, stage.plan.reference)
        shutil.rmtree(stage.folder, ignore_errors=True)
    return placed


def _is_not_for_us(error: OSError) -> bool:
    """Whether a file that would be replaced or kept aside is another officer's own."""
    path = error.filename
    return isinstance(path, str) and os.path.lexists(path) and not os.access(path, os.R_OK)


def _history(folder: Path, changes: Changes) -> History:
    """The history that the events are added to, with the hash of the one that is there."""
    if changes.reference is None:
        return History()
    if changes.history is None:
        return load_history(folder / changes.reference)
    mended = read_history(changes.history.decode())
    return replace(mended, digest=hash_of(folder / changes.reference / files.HISTORY) or "")


def finish_what_was_begun(lock: Lock) -> Placed:
    """Place what earlier commands had committed, clear what they had not."""
    staging = lock.folder / staged.FOLDER
    found: list[Placed] = []
    for path in sorted(staging.iterdir()) if staging.is_dir() else ():
        try:
            plan = staged.read_plan(path)
        except OSError:  # it may be committed, and the only place where its files are
            found.append(Placed(waiting=(_cannot_be_read(path),)))
            continue
        if plan is None:
            shutil.rmtree(path, ignore_errors=True)
        elif (committed := _is_committed(lock.folder, plan)) is None:
            continue
        elif committed:
            found.append(_placed(lock.folder, staged.Stage(path, plan)))
        else:
            _clear(lock.folder, path, plan.reference)
    return Placed().and_also(*found)


def _cannot_be_read(stage: Path) -> staged.Waiting:
    name = f"{staged.FOLDER}/{stage.name}"
    return staged.Waiting(name, "be put in its place", "its plan cannot be read now.")


def _clear(folder: Path, stage: Path, reference: str | None) -> None:
    """Removes what was not committed, with the empty folder of a review that was to begin."""
    shutil.rmtree(stage, ignore_errors=True)
    if reference and files.REFERENCE.match(reference):
        with contextlib.suppress(OSError):  # it is not empty
            (folder / reference).rmdir()


def _is_committed(folder: Path, plan: staged.Plan) -> bool | None:
    """None where nobody can tell: the history of a review that had begun is gone, or is no text.

    So it is where a whole review was taken away for a moment: what it waits for lies here alone.
    """
    if plan.reference is None:
        return True
    review = folder / plan.reference
    try:
        text = read_text(review / files.HISTORY)
    except FileNotFoundError:
        text = ""
    except (LfeError, OSError):
        return None
    recorded = {line.entry.id for line in lines_of(text) if line.entry}
    if not recorded and ((review / files.MANIFEST).exists() or not plan.begins_a_review()):
        return None
    return plan.is_committed(recorded)


def _paths(changes: Changes) -> Iterator[str]:
    yield from (write.path for write in changes.writes)
    yield from (removal.path for removal in changes.removals)
    for aside in changes.asides:
        yield from (aside.path, aside.to)


def _refuse_outside(folder: Path, path: str) -> None:
    if not staged.is_inside(folder, path):
        raise LfeError(f"{path} would lie outside the partnership's folder.")


def refuse_what_waits(folder: Path, paths: Collection[str]) -> None:
    """A file that is not yet as the history says cannot be changed again before it is."""
    for stage in staged.staged(folder):
        for one in staged.waiting(folder, stage):
            if one.path in paths:
                raise LfeError(
                    f"{one}",
                    where=str((folder / one.path).parent),
                    next_step="Close it there, then run the command again. Nothing was changed.",
                )


def _stage(
    lock: Lock, stage: Path, changes: Changes, entries: Sequence[Entry], confidential: int
) -> staged.Plan:
    """Everything written aside. What has no entry of a history holds once the plan is whole."""
    folder = lock.folder
    writes = tuple({write.path: write for write in changes.writes}.values())  # the last of each
    make_folder(folder, stage.parent)
    stage.mkdir(mode=0o700)

    def mode(path: str) -> int:
        return confidential if file_in_workspace(path).confidential else _FOR_EVERYBODY

    for number, write in enumerate(writes):
        write_synced(stage / str(number), write.content, mode(write.path))
    plan = staged.Plan(
        reference=changes.reference,
        entries=tuple(entry.id for entry in entries),
        writes=tuple(
            staged.Write(w.path, sha256(w.content), hash_of(folder / w.path)) for w in writes
        ),
        asides=tuple(staged.KeepAside(**asdict(aside)) for aside in changes.asides),
        removals=(*_removals(changes), *_forgotten(folder, changes)),
    )
    if not plan.entries:
        lock.refuse_if_lost()
    before.lay(staged.Stage(stage, plan), folder, changes, entries, mode)
    write_plan(stage, plan)
    return plan


def _removals(changes: Changes) -> Iterator[staged.Remove]:
    return (staged.Remove(**asdict(removal)) for removal in changes.removals)


def _forgotten(folder: Path, changes: Changes) -> Iterator[staged.Remove]:
    """What was kept for undo, where papers are removed that must not stay."""
    for reference in before.forgotten_with(changes):
        yield from before.all_of(folder, reference)


def _commit(
    lock: Lock, stage: Path, changes: Changes, digest: str, entries: Iterable[Entry]
) -> None:
    """The moment from which the changes hold: the history is replaced, old lines as they are.

    Raises LfeError where the history is no longer the one with this hash.
    """
    path = lock.folder / str(changes.reference) / files.HISTORY
    present = path.read_bytes() if path.is_file() else b""
    if sha256(present) != (digest or sha256(b"")):
        raise changed_meanwhile(lock.folder)
    before = _as_text(path, present) if changes.history is None else changes.history
    write_synced(stage / _HISTORY, appended(before, entries))
    make_folder(lock.folder, path.parent)
    for pause in (*PATIENCE, None):
        lock.refuse_if_lost()
        if (hash_of(path) or "") != digest:
            raise changed_meanwhile(lock.folder)
        try:
            (stage / _HISTORY).replace(path)
            break
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
    sync_folder(path.parent)


def _as_text(path: Path, present: bytes) -> bytes:
    """The bytes of a history; of one that somebody saved in another encoding, its text as UTF-8."""
    try:
        present.decode("utf-8")
    except UnicodeDecodeError:
        return text_of(path, present).encode()
    return present
