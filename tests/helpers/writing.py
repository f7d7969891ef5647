"""Changes carried out as a command does: the lock is held meanwhile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lfe_cli.disk import locking, writing
from lfe_cli.disk.placing import Placed
from lfe_cli.review.changes import Changes


def carry_out(
    folder: Path, changes: Changes, moment: datetime, by: str = "Officer"
) -> writing.Applied:
    with locking.locked(folder, by, moment) as lock:
        return writing.apply(lock, changes, moment, by)


def finish(folder: Path, moment: datetime) -> Placed:
    with locking.locked(folder, "Officer", moment) as lock:
        return writing.finish_what_was_begun(lock)
