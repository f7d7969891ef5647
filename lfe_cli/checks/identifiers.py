"""The review's own list of names: where it is, what it holds, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from lfe_cli.checks.findings import Finding, Severity, as_finding
from lfe_cli.errors import FileProblems, LfeError, Problem
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.history.copies import Copy, copies_of
from lfe_cli.review.schema import Schema, Text, read_schema
from lfe_cli.review.workspace import Workspace, load_state, read_text
from lfe_cli.review.yamlfile import YamlText, read_yaml

_SOURCE = "the list of identifiers"
UNREADABLE = "identifiers-unreadable"  # a rule: while it holds, no text is checked for names
_ASK = (
    "Ask whoever made it for permission to read it, or close it where it is open. Until it can be "
    "read, nothing is checked against it."
)
# Entries. Ten large families with their schools and streets have some 300; with more than this,
# every second word of a page would be found.
MOST_WORDS = 5_000
_LISTS = ("names", "places", "other")
ListName = Literal["names", "places", "other"]
Entries = tuple[tuple[ListName, tuple[str, ...]], ...]


class Identifiers(Schema):
    """The words that may never appear: `identifiers.yaml`."""

    NOTES_BESIDE = False  # a word behind a # would not be looked for
    names: tuple[Text, ...] = ()
    places: tuple[Text, ...] = ()
    other: tuple[Text, ...] = ()

    @property
    def count(self) -> int:
        """The number of entries a text is checked against; a result says it."""
        return len(self.names) + len(self.places) + len(self.other)

    def entries(self) -> Entries:
        """The three lists with their names."""
        return (("names", self.names), ("places", self.places), ("other", self.other))


def read_identifiers(text: str, file: str = files.IDENTIFIERS) -> Identifiers:
    """`identifiers.yaml` as values. Raises FileProblems that hold every problem at once."""
    source = read_yaml(text, file)
    if source.data is None:
        return Identifiers()
    if isinstance(source.data, dict):
        for key in _LISTS:
            if source.data.get(key, "absent") is None:
                source.data[key] = []
    identifiers = read_schema(source, Identifiers)
    problems = (*_too_many(identifiers, source), *_too_short(identifiers, source))
    if problems:
        raise FileProblems(problems)
    return identifiers


def _too_many(identifiers: Identifiers, source: YamlText) -> Iterator[Problem]:
    if identifiers.count > MOST_WORDS:
        yield Problem(
            source.file,
            None,
            "",
            f"holds {identifiers.count:,} entries, and a review's list has some dozens.",
            "Was a whole register put in? Write the names and places of this review alone.",
        )


def _too_short(identifiers: Identifiers, source: YamlText) -> Iterator[Problem]:
    for key, entries in identifiers.entries():
        for i, entry in enumerate(entries):
            if sum(c.isalnum() for c in entry) < 2:
                yield Problem(
                    source.file,
                    source.line((key, i)),
                    f"{key} ({i + 1})",
                    f"is too short to be looked for: {entry!r}.",
                    "Write the whole name or word.",
                )


def identifiers_path(workspace: Workspace, reference: str) -> Path:
    """The place of a review's list: in its folder, or in the restricted folder of the settings."""
    folder = workspace.partnership.settings.identifiers_folder
    if folder:
        home = os.path.expanduser(folder)  # noqa: PTH111  (Path's own fails without a home)
        return workspace.folder / home / f"{reference}.yaml"
    return workspace.folder_of(reference) / files.IDENTIFIERS


def load_identifiers(workspace: Workspace, reference: str) -> Identifiers | None:
    """The review's list; None where it is missing or cannot be read.

    Empty once the review is closed: the list went with the other papers.
    """
    path = identifiers_path(workspace, reference)
    try:
        return read_identifiers(read_text(path), path.name)
    except (OSError, LfeError):
        return Identifiers() if _went_when_closed(workspace, reference, path) else None


def _went_when_closed(workspace: Workspace, reference: str, path: Path) -> bool:
    """Whether the review is closed: its list went with the other papers."""
    if os.path.lexists(path):  # in a folder that may not be entered, it is not there for us
        return False
    try:
        return load_state(workspace.folder_of(reference)).ending.closed is not None
    except (LfeError, OSError):
        return False


def about_the_list(workspace: Workspace, reference: str) -> tuple[int | None, list[Finding]]:
    """The count of words in the list of names, None without one, and what is wrong with it."""
    path = identifiers_path(workspace, reference)
    file = f"{reference}/{path.name}"
    beside = [_about_copy(copy, path, reference) for copy in copies_of(path.parent, path.name)]
    try:
        text = read_text(path)
    except (FileNotFoundError, NotADirectoryError):
        text = None
    except (OSError, LfeError):  # another officer's own, open elsewhere, or no text at all
        found = [_finding("unreadable", "stop", file, "the list cannot be read", _ASK)]
        return None, [*found, *beside]
    if text is None and _went_when_closed(workspace, reference, path):
        return None, beside
    identifiers, found = check_list(text, file)
    return identifiers.count if identifiers else None, [*found, *beside]


def _about_copy(copy: Copy, path: Path, reference: str) -> Finding:
    """A list beside the list: a page may be made against half of the names."""
    file = f"{reference}/{copy.place}"
    if _bytes(path.parent / copy.place) == _bytes(path):
        what = f"is a second {path.name}, the same, and is not read."
        return Finding("copy", "consider", file, "", what, "Take it away.", "")
    what = f"looks like a second {path.name}, says something else, and is not read."
    instead = (
        f"Words that only it holds are not looked for. Put them into {path.name}, and take the "
        "copy away."
    )
    return Finding("copy", "stop", file, "", what, instead, "")


def _bytes(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except OSError:
        return None


def whole_list(workspace: Workspace, reference: str) -> Identifiers | None:
    """The list that a letter is checked against: None also while another lies beside it."""
    if any(one.severity == "stop" for one in about_the_list(workspace, reference)[1]):
        return None
    return load_identifiers(workspace, reference)


def check_list(
    text: str | None, file: str = files.IDENTIFIERS
) -> tuple[Identifiers | None, list[Finding]]:
    """The list that `text` holds, None where it cannot be read, and what is wrong with it.

    A list that is missing (`text` is None) or cannot be read is a stop: nothing would be checked.
    An empty one is to be considered. A list with words in it is no finding.
    """
    if text is None:
        say = (
            "Write the review's names and places into it: names:, places:, other: and a list each."
        )
        return None, [_finding("missing", "stop", file, "there is no list to check against", say)]
    try:
        identifiers = read_identifiers(text, file)
    except FileProblems as problems:
        return None, [_unreadable(problem) for problem in problems.problems]
    if identifiers.count:
        return identifiers, []
    say = "Add the names, schools and streets that must not appear, so that they can be found."
    return identifiers, [_finding("empty", "consider", file, "the list has no words in it", say)]


def _finding(what: str, severity: Severity, file: str, text: str, say: str) -> Finding:
    return Finding(f"identifiers-{what}", severity, file, "", text, say, _SOURCE)


def _unreadable(problem: Problem) -> Finding:
    """That the list cannot be read, with one reason for it and its line."""
    reported = as_finding(problem)
    say = f"{reported.suggestion} Until the list can be read, nothing is checked against it."
    return replace(reported, rule=UNREADABLE, suggestion=say.strip(), source=_SOURCE)
