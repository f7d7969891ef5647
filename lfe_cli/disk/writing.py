"""The only writer: changes are staged whole, committed by the history, then placed.

A crash before the commit leaves rubbish that the next command clears; a crash after it is finished
by the next command. The caller holds the workspace's lock.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from lfe_cli.disk.locking import cannot_write
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, free_name
from lfe_cli.review.files import file_in_workspace
from lfe_cli.review.history import Entry, History, appended
from lfe_cli.review.partnership import Readers
from lfe_cli.review.workspace import load_history, read_text, sha256

STAGING = ".lfe/staging"
_PLAN = "plan.json"
_FOR_EVERYBODY = 0o666  # less what the umask takes
_CONFIDENTIAL: dict[Readers, int] = {"group": 0o660, "owner": 0o600}


def apply(
    folder: Path,
    changes: Changes,
    moment: datetime,
    by: str,
    command: str | None = None,
    *,
    readers: Readers = "owner",
) -> tuple[Entry, ...]:
    """Carry `changes` out in the workspace `folder`; returns the entries as they were recorded.

    `command` is the id of the command, where it has recorded something in another review before;
    `readers` are those who may read what the table of files calls confidential.
    """
    for path in _paths(changes):
        _refuse_outside(folder, path)
    history = load_history(folder / changes.reference) if changes.reference else History()
    entries = history.adding(changes.events, moment, by, command)
    stage = folder / STAGING / f"{moment:%Y%m%d%H%M%S%f}-{os.getpid()}"
    try:
        _stage(folder, stage, changes, entries, _CONFIDENTIAL[readers])
        if changes.reference and entries:
            _commit(folder / changes.reference / files.HISTORY, entries)
    except OSError:
        shutil.rmtree(stage, ignore_errors=True)
        raise cannot_write(folder) from None
    _place(folder, stage)
    return entries


def finish_what_was_begun(folder: Path) -> tuple[str, ...]:
    """Place what an interrupted command had committed, clear what it had not.

    Returns the paths of what was placed or removed.
    """
    staging = folder / STAGING
    finished: list[str] = []
    for stage in sorted(staging.iterdir()) if staging.is_dir() else ():
        if _is_committed(folder, stage):
            finished += _place(folder, stage)
        else:
            shutil.rmtree(stage, ignore_errors=True)
    return tuple(finished)


def _paths(changes: Changes) -> Iterable[str]:
    yield from (write.path for write in changes.writes)
    yield from (removal.path for removal in changes.removals)
    for aside in changes.asides:
        yield from (aside.path, aside.to)


def _refuse_outside(folder: Path, path: str) -> None:
    pure = PurePosixPath(path)
    inside = (folder / pure.parent).resolve().is_relative_to(folder.resolve())
    if pure.is_absolute() or ".." in pure.parts or not inside:
        raise LfeError(f"{path} would lie outside the partnership's folder.")


def _stage(
    folder: Path, stage: Path, changes: Changes, entries: Iterable[Entry], confidential: int
) -> None:
    stage.mkdir(parents=True, mode=0o700)
    for number, write in enumerate(changes.writes):
        mode = confidential if file_in_workspace(write.path).confidential else _FOR_EVERYBODY
        _write_synced(stage / str(number), write.content, mode)
    plan = {
        "reference": changes.reference,
        "entries": [entry.id for entry in entries],
        "writes": [
            {"path": w.path, "sha256": sha256(w.content), "before": _hash_of(folder / w.path)}
            for w in changes.writes
        ],
        "asides": [asdict(aside) for aside in changes.asides],
        "removals": [asdict(removal) for removal in changes.removals],
    }
    _write_synced(stage / _PLAN, json.dumps(plan).encode(), _FOR_EVERYBODY)


def _write_synced(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(
        path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode
    )
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _commit(path: Path, entries: Iterable[Entry]) -> None:
    """The moment from which the changes hold: the history is replaced, old lines as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        _write_synced(fresh, appended(_as_it_is(path), entries), _FOR_EVERYBODY)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _as_it_is(path: Path) -> bytes:
    """The bytes of a history; of one that somebody saved in another encoding, its text as UTF-8."""
    present = path.read_bytes() if path.is_file() else b""
    try:
        present.decode("utf-8")
    except UnicodeDecodeError:
        return read_text(path).encode()
    return present


def _is_committed(folder: Path, stage: Path) -> bool:
    plan = _plan(stage)
    if plan is None or not plan["entries"]:
        return False
    known = {entry.id for entry in load_history(folder / plan["reference"]).entries}
    return set(plan["entries"]) <= known


def _plan(stage: Path) -> dict[str, Any] | None:
    try:
        plan = json.loads((stage / _PLAN).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    keys = {"reference", "entries", "writes", "asides", "removals"}
    return plan if isinstance(plan, dict) and keys <= set(plan) else None


def _place(folder: Path, stage: Path) -> list[str]:
    """Every step looks first whether it is done, so that it can be gone through again."""
    plan = _plan(stage)
    if plan is None:
        return []
    for aside in plan["asides"]:
        _refuse_outside(folder, aside["path"])
        _refuse_outside(folder, aside["to"])
        if (folder / aside["path"]).exists() and not (folder / aside["to"]).exists():
            _replace(folder / aside["path"], folder / aside["to"])
    for number, write in enumerate(plan["writes"]):
        _refuse_outside(folder, write["path"])
        if (stage / str(number)).exists():
            _keep_what_somebody_wrote(folder / write["path"], write)
            _replace(stage / str(number), folder / write["path"])
    for removal in plan["removals"]:
        path = folder / removal["path"]
        _refuse_outside(folder, removal["path"])
        if _hash_of(path) == removal["sha256"]:
            with contextlib.suppress(PermissionError):  # open elsewhere: it stays
                path.unlink()
    shutil.rmtree(stage, ignore_errors=True)
    return [change["path"] for kind in ("writes", "removals") for change in plan[kind]]


def _hash_of(path: Path) -> str | None:
    return sha256(path.read_bytes()) if path.is_file() else None


def _keep_what_somebody_wrote(path: Path, write: dict[str, Any]) -> None:
    """A file that is neither as it was nor as it will be was changed meanwhile: it is kept."""
    now = _hash_of(path)
    if now in (None, write["before"], write["sha256"]):
        return
    _replace(path, path.parent / free_name(path.parent, path.name))


def _replace(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
    except OSError:
        raise LfeError(
            f"{target.name} could not be put in its place: another program has it open, "
            "or the folder cannot be written to.",
            where=str(target.parent),
            next_step="Close it and run any lfe command: it finishes what was begun.",
        ) from None
