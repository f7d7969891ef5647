"""Puts documents of ours into the partnership's folder itself: no history tells their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes, KeepAside, Write, free_name, is_open
from lfe_cli.review.workspace import Workspace


def place(
    workspace: Workspace, files: Mapping[str, bytes], *, replace_present: bool = False
) -> Changes:
    """The changes that put `files` there; none for one that is there byte for byte.

    Nobody can tell whether one that is there and differs was edited, or is merely older. So it is
    refused, or with `replace_present` kept aside.
    """
    changes = Changes()
    for name, content in files.items():
        path = workspace.folder / name
        present = path.read_bytes() if path.is_file() else None
        if present == content:
            continue
        if is_open(path):
            raise LfeError(
                f"{name} is open in Word or Excel.",
                where=str(workspace.folder),
                next_step="Close it there, then run the command again.",
            )
        if present is not None and not replace_present:
            raise IsThere(name)
        changes = changes.and_also(Changes(writes=(Write(name, content),)))
        if present is not None:
            aside = KeepAside(name, free_name(workspace.folder, name))
            changes = replace(changes, asides=(*changes.asides, aside))
    return changes


class IsThere(LfeError):
    """A file that is there already and is not what would be made now."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is there already and differs: it was edited, or things have moved on since.",
            next_step="Make it anew with --replace: the one that is there is kept beside it.",
        )
