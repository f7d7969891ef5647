"""What waits in a review's inbox."""

from __future__ import annotations

from pathlib import Path

from lfe_cli.review import files
from lfe_cli.review.workspace import Review

NOTE = "put returned audits here.txt"
_NEVER_AUDITS = {"thumbs.db", "desktop.ini", NOTE}
_NEVER_BEGIN = ("~$", ".")  # Word's marks for what is open, and what systems hide


def in_the_inbox(review: Review) -> tuple[Path, ...]:
    """The files that wait in the inbox, without those that are never audits."""
    inbox = review.folder / files.INBOX
    if not inbox.is_dir():
        return ()
    return tuple(
        path
        for path in sorted(inbox.iterdir())
        if path.is_file()
        and path.name.lower() not in _NEVER_AUDITS
        and not path.name.startswith(_NEVER_BEGIN)
    )
