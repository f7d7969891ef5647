"""The beginning of a partnership's folder and of a review in it, and the files they begin with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lfe_cli.checks.findings import stops
from lfe_cli.checks.text_check import check_names_only
from lfe_cli.disk.git_rules import completed
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.regular_file import read_file
from lfe_cli.review import days, files, templates
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.events import ReviewStarted
from lfe_cli.review.lookup import asked_agency
from lfe_cli.review.manifest import Manifest, ReviewAgency, read_manifest
from lfe_cli.review.numbers import Numbers, named_in
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.schema import read_schema
from lfe_cli.review.workspace import FILE, Workspace, read_text
from lfe_cli.review.yamlfile import read_yaml
from lfe_cli.sandbox import IN_TEMPLATES, environment

# Every byte stays as it is. Two copies of a history merge line by line, and of a disposal record;
# of a calendar file one of the two lies here, whole, until it is made anew.
_GIT_ATTRIBUTES = b"* -text\n*.jsonl merge=union\n*.ics -merge\ndisposal.txt merge=union\n"


def start_workspace(folder: Path) -> Changes:
    """The first files of a new workspace in `folder`. Raises LfeError inside another one.

    partnership.yaml comes last: where it stands, the rest stands too.
    """
    _refuse_inside_another(folder)
    settings = fill_scaffold("partnership.yaml", None, {})
    partnership = read_schema(read_yaml(settings.decode(), FILE), Partnership)
    about = fill_scaffold(files.ABOUT, None, {"partnership": partnership})
    contents = {
        ".gitattributes": _GIT_ATTRIBUTES,
        ".gitignore": (completed("") or "").encode(),
        files.ABOUT: about,
        FILE: settings,
    }
    for name in contents:
        present = folder / name
        if present.exists() and read_file(present) != contents[name]:
            raise LfeError(
                f"There is a file called {name} in this folder already.",
                where=str(folder),
                next_step="Choose an empty folder: lfe init FOLDER",
            )
    return Changes(writes=tuple(Write(name, content) for name, content in contents.items()))


def _refuse_inside_another(folder: Path) -> None:
    for above in (folder, *folder.parents):
        if (above / FILE).is_file():
            here = "this folder" if above == folder else "a folder above"
            raise LfeError(
                f"There is a partnership's folder already: partnership.yaml is in {here}.",
                where=str(above),
                next_step="Use it (to start a review: lfe new), or choose another place.",
            )


@dataclass(frozen=True)
class Intent:
    """A review that begins, as an officer describes it. None: not known yet."""

    theme: str
    focus_from: date
    focus_to: date
    agencies: Sequence[str] = ()
    themes: Sequence[str] = ()
    event_at: datetime | None = None
    venue: str | None = None
    facilitator: str | None = None
    due: date | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    basis: str | None = None
    children: int = 1


def propose_due(partnership: Partnership, event_at: datetime | None, today: date) -> date:
    """The local target for the audits, in working days: before the event, else from today."""
    settings = partnership.settings
    from_today = days.add_working_days(today, settings.audit_working_days)
    if event_at is None:
        return from_today
    before = days.add_working_days(event_at.date(), -settings.audit_before_event_working_days)
    return max(before, min(days.add_working_days(today, 1), event_at.date()))


def _next_reference(workspace: Workspace, year: int) -> str:
    """The first number of `year` that was never given here, by all that is known of it."""
    folders = workspace.folders
    taken = Numbers(named_in(workspace.folder) | folders.not_used)
    every = folders.given.and_also(workspace.in_git(), taken)
    return every.next(workspace.partnership.review_prefix, year)


@dataclass(frozen=True)
class Started:
    """A review that begins: its reference, its folder, and what its manifest says."""

    reference: str
    folder: Path
    manifest: Manifest


def start_review(workspace: Workspace, intent: Intent, today: date) -> tuple[Started, Changes]:
    """The new review, and its folder's first files.

    Raises LfeError or FileProblems for agencies that are not known and dates that are out of order.
    """
    partnership = workspace.partnership
    agencies = [asked_agency(partnership, name) for name in intent.agencies]
    _refuse_numbers(intent)
    reference = _next_reference(workspace, today.year)
    manifest = _manifest(workspace, intent, agencies, reference, today)
    read = _as_read(manifest, workspace, reference)
    started = Started(reference, workspace.folder / reference, read)
    writes = [Write(f"{reference}/{files.INBOX_NOTE}", _inbox_note(partnership))]
    if not partnership.settings.identifiers_folder:
        writes.append(_identifiers(workspace, reference))
    writes.append(Write(f"{reference}/{files.MANIFEST}", manifest))
    return started, Changes(reference, tuple(writes), events=(ReviewStarted(),))


def _refuse_numbers(intent: Intent) -> None:
    """The manifest is kept for good: no text of it may hold a number that belongs to somebody."""
    texts = {
        "--theme": intent.theme,
        "--venue": intent.venue,
        "--facilitator": intent.facilitator,
        "--decided-by": intent.decided_by,
        "--basis": intent.basis,
    }
    for option, text in texts.items():
        found = stops(check_names_only("text.txt", text or "", None))
        if found:
            raise LfeError(
                f"{option} holds what may not be kept: {found[0].text}",
                next_step=found[0].suggestion,
            )


def _as_read(manifest: bytes, workspace: Workspace, reference: str) -> Manifest:
    """Nothing is written yet, so its problems are told without a file or a line to go to."""
    try:
        source = read_yaml(manifest.decode(), files.MANIFEST)
        return read_manifest(source, workspace.partnership, reference)
    except FileProblems as found:
        problems = " ".join(f"{p.name} {p.what}" for p in found.problems)
        raise LfeError(
            f"The review was not started: {problems}",
            next_step=" ".join(dict.fromkeys(p.instead for p in found.problems if p.instead)),
        ) from None


def _manifest(
    workspace: Workspace,
    intent: Intent,
    agencies: Sequence[ReviewAgency],
    reference: str,
    today: date,
) -> bytes:
    partnership = workspace.partnership
    due = intent.due or propose_due(partnership, intent.event_at, today)
    context = {
        "reference": reference,
        "review_name": partnership.review_name,
        "theme": intent.theme,
        "children": intent.children,
        "themes": list(intent.themes),
        "known_themes": ", ".join(partnership.themes) or "none yet",
        "focus_from": intent.focus_from.isoformat(),
        "focus_to": intent.focus_to.isoformat(),
        "agencies": [{"id": agency.id, "name": agency.name} for agency in agencies],
        "event_at": f"{intent.event_at:%Y-%m-%d %H:%M}" if intent.event_at else None,
        "venue": intent.venue,
        "facilitator": intent.facilitator,
        "due": due.isoformat(),
        "decided_by": intent.decided_by,
        "decided_on": intent.decided_on.isoformat() if intent.decided_on else None,
        "basis": intent.basis,
    }
    return fill_scaffold("review.yaml", workspace.folder, context)


def _identifiers(workspace: Workspace, reference: str) -> Write:
    content = read_file(templates.find("scaffold/identifiers.yaml", workspace.folder))
    return Write(f"{reference}/{files.IDENTIFIERS}", content)


def _inbox_note(partnership: Partnership) -> bytes:
    return (
        "Put audits that agencies sent ahead into this folder, as they came, and run:  lfe ingest\n"
        "An audit that is brought to the event needs no copy here:  lfe ingest --brought AGENCY\n"
        f"Questions: {partnership.mailbox}\n"
    ).encode()


def fill_scaffold(name: str, workspace: Path | None, context: Mapping[str, Any]) -> bytes:
    """The scaffold `name` (below templates/scaffold) with its gaps filled."""
    path = templates.find(f"scaffold/{name}", workspace)
    jinja = environment(escapes=False, keep_trailing_newline=True)
    jinja.filters["text"] = _text
    jinja.filters["text_or_todo"] = _text_or_todo
    jinja.filters["value_or_todo"] = _value_or_todo
    try:
        text = jinja.filled(jinja.from_string(read_text(path)), context)
    except IN_TEMPLATES as error:
        raise LfeError(
            f"The template scaffold/{name} cannot be filled: {str(error).rstrip('.')}.",
            where=str(path),
            next_step="Correct it, or take your copy out of the templates folder.",
        ) from None
    return text.encode()


def _text(value: object) -> str:
    """A text as YAML reads it back: JSON's quotes are YAML's."""
    return json.dumps(str(value), ensure_ascii=False)


def _text_or_todo(value: object, todo: str) -> str:
    return _text(value) if value else f"   # TO DO: {todo}"


def _value_or_todo(value: object, example: str) -> str:
    return str(value) if value else f"   # TO DO: such as {example}"
