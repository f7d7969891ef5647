"""What waits in a review's inbox."""

from __future__ import annotations

from pathlib import Path

from lfe_cli.review import files
from lfe_cli.review.workspace import Review


def in_the_inbox(review: Review) -> tuple[Path, ...]:
    """The files that wait in the inbox, without those that are never audits."""
    inbox = review.folder / files.INBOX
    if not inbox.is_dir():
        return ()
    return tuple(
        path
        for path in sorted(inbox.iterdir())
        if path.is_file() and files.is_paper(f"{files.INBOX}/{path.name}")
    )
