"""The words of identifiers.yaml: where the list is, and whether a text holds one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lfe_cli.checks.dates import dates_as_written
from lfe_cli.checks.findings import Finding
from lfe_cli.checks.names import Identifiers, read_identifiers
from lfe_cli.checks.run import check_names_only
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.manifest import Manifest, ReviewAgency
from lfe_cli.review.partnership import Agency, Partnership, address_in
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
    load_state,
    read_text,
)


def identifiers_path(workspace: Workspace, reference: str) -> Path:
    """Where a review's list is: in its folder, or in the restricted folder of the settings."""
    folder = workspace.partnership.settings.identifiers_folder
    if folder:
        return workspace.folder / Path(folder).expanduser() / f"{reference}.yaml"
    return workspace.folder / reference / files.IDENTIFIERS


def load_identifiers(workspace: Workspace, reference: str) -> Identifiers | None:
    """The review's list; None where it is missing or cannot be read.

    Empty once the review is closed: the list went with the other papers.
    """
    path = identifiers_path(workspace, reference)
    try:
        return read_identifiers(read_text(path), path.name)
    except (OSError, LfeError):
        went = not path.exists() and _is_closed(workspace, reference)
        return Identifiers() if went else None


def _is_closed(workspace: Workspace, reference: str) -> bool:
    try:
        return load_state(workspace.folder / reference).ending.closed is not None
    except LfeError:
        return False


def allowed_texts(workspace: Workspace, reference: str) -> tuple[str, ...]:
    """What the settings and the tool put into a text, and is therefore no finding."""
    partnership: Partnership = workspace.partnership
    agencies = partnership.agencies
    texts = (
        partnership.name,
        partnership.short_name,
        partnership.mailbox,
        partnership.telephone,
        partnership.support,
        partnership.information_statement,
        partnership.subgroup,
        partnership.marking,
        reference,
        *(address_in(group.contact) for group in partnership.working_groups),
        *(address_in(contact) for agency in agencies for contact in _contacts(agency)),
    )
    manifest = _manifest(workspace, reference)
    if manifest:
        own = (address_in(c) for agency in manifest.agencies for c in _contacts(agency))
        texts = (*texts, *own)
    of_the_page = _dates_of_the_page(workspace, reference)
    dates = (*partnership.subgroup_meetings, *_dates_of(manifest), *of_the_page)
    return (*(text for text in texts if text), *dates_as_written(*dates))


def _contacts(agency: Agency | ReviewAgency) -> tuple[str | None, ...]:
    """Of a contact only the address is allowed: a name in it is a name like any other."""
    return agency.contact, agency.deputy, agency.escalation


def _manifest(workspace: Workspace, reference: str) -> Manifest | None:
    try:
        return load_review(workspace, reference).manifest
    except LfeError:
        return None


def _dates_of(manifest: Manifest | None) -> tuple[date, ...]:
    """The review's own dates: its event's, its local target's and its focus period's."""
    if manifest is None:
        return ()
    event, due = manifest.event.at, manifest.audits.due
    known = (event.date() if event else None, due, manifest.focus.start, manifest.focus.end)
    return tuple(day for day in known if day)


def _dates_of_the_page(workspace: Workspace, reference: str) -> tuple[date, ...]:
    """When the page came to its stages, and the meeting it was taken to: the paper says so."""
    try:
        state = load_state(workspace.folder / reference)
    except LfeError:
        return ()
    meetings = (entry.event.meeting for entry in state.subgroup.submitted)
    stages = (entry.day for entry in state.page.versions)
    return (*stages, *(meeting for meeting in meetings if meeting))


def listed_names_in(workspace: Workspace, reference: str, path: str) -> str:
    """The first place in the text file `path` (of the workspace) where a listed word stands."""
    content = (workspace.folder / path).read_bytes()
    found = names_in(workspace, reference, path, content)
    return found[0].where if found else ""


def names_in(
    workspace: Workspace, reference: str, name: str, content: bytes
) -> tuple[Finding, ...]:
    """The stops that the list of names and the numbers give in a text bound for git."""
    identifiers = load_identifiers(workspace, reference)
    found = check_names_only(
        name, content, identifiers, allowed=allowed_texts(workspace, reference)
    )
    return tuple(finding for finding in found if finding.severity == "stop")


def refuse_names(review: Review, text: str, option: str) -> str:
    """`text` as it was given, if it may go into the history. Raises LfeError for a stop in it."""
    if load_identifiers(review.workspace, review.reference) is None:
        raise LfeError(
            "The list of names is missing or cannot be read, so no text can be recorded.",
            where=str(identifiers_path(review.workspace, review.reference)),
            next_step="Put it right first: lfe check says what is wrong with it.",
        )
    found = names_in(review.workspace, review.reference, "text.txt", text.encode())
    if found:
        raise LfeError(
            f"{option} holds what may not be kept: {found[0].text}",
            next_step=found[0].suggestion or "Write a role or a relation instead of a name.",
        )
    return text
