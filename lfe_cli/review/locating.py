"""Which review is meant: by its reference or the end of it, by a folder, or by where one stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lfe_cli.errors import LfeError
from lfe_cli.regular_file import followed
from lfe_cli.review.history.copies import manifests_called_otherwise
from lfe_cli.review.workspace import Workspace, load_state, load_workspace
from lfe_cli.sentences import joined


@dataclass(frozen=True)
class Located:
    """The review that is meant. `because` says how it was found where an officer may wonder."""

    workspace: Workspace
    reference: str
    because: str = ""

    @property
    def folder(self) -> Path:
        """Its folder on the disk."""
        return self.workspace.folder_of(self.reference)


def locate(named: str | None, start: Path) -> Located:
    """The review that is meant: named, or stood in, or the only one that is open."""
    folder = followed(start / named) if named else start
    if named and folder.is_dir():
        workspace = load_workspace(folder)
        inside = stood_in(workspace, folder)
        if inside:
            return Located(workspace, inside)
    workspace = load_workspace(start)
    if named:
        reference = review_named(workspace, named)
        is_whole = named.strip().upper() == reference
        return Located(workspace, reference, "" if is_whole else f"For {reference}.")
    reference = stood_in(workspace, start) or ""
    if reference:
        return Located(workspace, reference)
    reference = _the_only_open(workspace)
    return Located(workspace, reference, f"For {reference}, the one open review here.")


def review_named(workspace: Workspace, named: str) -> str:
    """The reference that `named` is, or is the end of. Raises LfeError where it is no single one.

    Whole parts go before mere letters: 001 is LFE-2027-001, also where there is LFE-2027-1001.
    """
    references = workspace.references()
    meant = named.strip().rstrip("/\\").lstrip("-").upper()
    found = _ending_in(meant, references)
    if len(found) == 1:
        return found[0]
    if found:
        raise LfeError(
            f"{named} can be {joined(found, 'or')}.", next_step="Write more of the reference."
        )
    for gone in _ending_in(meant, sorted(workspace.folders.gone)):
        _refuse_if_no_longer_kept(workspace, gone)
    raise LfeError(
        f"There is no review {named} in this partnership's folder.",
        where=str(workspace.folder),
        next_step=_there_are("Reviews here", references),
    )


def _ending_in(meant: str, references: Iterable[str]) -> list[str]:
    """Those that `meant` is the last part of, else those that end in it."""
    every = [one for one in references if meant and one.endswith(meant)]
    return [one for one in every if f"-{one}".endswith(f"-{meant}")] or every


def stood_in(workspace: Workspace, start: Path) -> str | None:
    """The reference of the review whose folder `start` lies in, if any.

    Raises LfeError in a folder that holds what a review holds and is none: a renamed one, a copy.
    """
    within = start.is_relative_to(workspace.folder)
    inside = start.relative_to(workspace.folder).parts[:1] if within else ()
    if not inside or workspace.is_review(inside[0]):
        return inside[0] if inside else None
    folders = workspace.folders
    for part in start.relative_to(workspace.folder).parts:
        _refuse_if_no_longer_kept(workspace, part.upper())
    for reference, folder in folders.there.items():
        if start.is_relative_to(folder):
            return reference
    for one in folders.alike:
        if start.is_relative_to(workspace.folder / one.place):
            if one.of in folders.missing:
                raise folders.why_missing(one.of)
            raise LfeError(
                f"The folder {one.place} is no review: it is not called by a reference alone. It "
                "looks like a copy.",
                where=str(workspace.folder),
                next_step="Work in the review itself, and take the copy away. "
                + _there_are("Reviews here", workspace.references()),
            )
    return None


def _refuse_if_no_longer_kept(workspace: Workspace, reference: str) -> None:
    record = workspace.folders.gone.get(reference)
    if record:
        raise LfeError(
            f"{reference} is no longer kept.",
            where=record,
            next_step="That file says when it was removed, and on whose decision.",
        )


def open_reviews(workspace: Workspace) -> tuple[str, ...]:
    """The references of those that are not closed; one that cannot be read may be open."""
    return tuple(one for one in workspace.references() if not _is_closed(workspace.folder_of(one)))


def is_found_from(here: Path, workspace: Workspace, reference: str) -> bool:
    """Whether a command that is typed here, somewhere in the workspace, is about this review."""
    try:
        inside = stood_in(workspace, here)
    except LfeError:  # in a copy of a review
        return False
    if inside or _is_closed(workspace.folder_of(reference)):
        return inside == reference
    others = (one for one in reversed(workspace.references()) if one != reference)
    return all(_is_closed(workspace.folder_of(one)) for one in others)  # the newest first


def _is_closed(folder: Path) -> bool:
    try:
        return load_state(folder).ending.closed is not None
    except (LfeError, OSError):
        return False


def _the_only_open(workspace: Workspace) -> str:
    candidates = open_reviews(workspace)
    if len(candidates) == 1:
        return candidates[0]
    for one in () if workspace.references() else manifests_called_otherwise(workspace.folder):
        raise LfeError(str(one), where=str(workspace.folder / one.reference))
    name_it = "Add -r and its reference, or the end of it. " if workspace.references() else ""
    there_are = _there_are("Open here", candidates)
    if name_it and not candidates:
        there_are = _there_are("None here is open. Closed", workspace.references())
    raise LfeError(
        "Which review? This folder is not inside one.", next_step=f"{name_it}{there_are}"
    )


def _there_are(what: str, references: Iterable[str]) -> str:
    listed = ", ".join(references)
    return f"{what}: {listed}." if listed else "There is no review yet: start one with lfe new"
