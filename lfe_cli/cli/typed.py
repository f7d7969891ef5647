"""How a command that a sentence names is typed from where the officer stands.

A sentence about a review names commands as they are typed in its folder. Whatever shows it puts
`-r REFERENCE` behind the name of each where the officer stands elsewhere. JSON documents name
their review, and say commands as they are typed in its folder.
"""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lfe_cli.review.workspace import Workspace

_COMMAND = re.compile(
    r"(?<![\w-])lfe (?P<name>[a-z]+(?:-[a-z]+)*)(?P<more> (?:add|withdraw|contact)\b)?"
    r"(?! -r )(?P<argument> [^\s-])?"
)


@dataclass(frozen=True)
class _SpokenOf:
    """A review that sentences are about, or "" for all of a workspace, and where one stands."""

    workspace: Workspace
    reference: str
    here: Path

    def option(self, reference: str) -> str:
        """What a command needs to find this review from here: "-r LFE-2027-001", or nothing."""
        from lfe_cli.review.locating import is_found_from

        if not self.in_the_workspace:
            return f"-r {_quoted(_shortest(self.workspace.folder_of(reference), self.here))}"
        return "" if is_found_from(self.here, self.workspace, reference) else f"-r {reference}"

    @property
    def in_the_workspace(self) -> bool:
        """Whether the officer stands in it."""
        return self.here.is_relative_to(self.workspace.folder)


_SPOKEN_OF: ContextVar[_SpokenOf | None] = ContextVar("what sentences are about", default=None)


def begin() -> None:
    """A command begins: no review is spoken of yet."""
    _SPOKEN_OF.set(None)


def speak_of(workspace: Workspace, here: Path, reference: str = "") -> bool:
    """From here on sentences are about this review; whether they were not already."""
    now = _SpokenOf(workspace, reference, here)
    before = _SPOKEN_OF.get()
    _SPOKEN_OF.set(now)
    return before is None or before.reference != reference


def from_here(text: str, reference: str = "") -> str:
    """`text` with each command as it is typed from where the officer stands.

    It is about the review `reference`, or the one that is spoken of.
    """
    spoken = _SPOKEN_OF.get()
    if spoken is None or not _COMMAND.search(text):
        return text
    from lfe_cli.cli.command_list import OF_A_REVIEW

    of = reference if reference in spoken.workspace.references() else spoken.reference
    option = spoken.option(of) if of else ""

    def typed(match: re.Match[str]) -> str:
        name, argument = match["name"], match["argument"] or ""
        is_of_several = name == "actions" and argument and spoken.in_the_workspace
        if name not in OF_A_REVIEW or is_of_several:
            return match[0]
        return f"lfe {name}{match['more'] or ''} {option}{argument}"

    return _COMMAND.sub(typed, text) if option else text


def _shortest(folder: Path, here: Path) -> str:
    relative = os.path.relpath(folder, here) if folder.drive == here.drive else ".."
    return str(folder) if relative.startswith("..") else relative


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
