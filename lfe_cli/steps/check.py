"""Checks a review's folder, or any file: what is wrong, who is named, who is blamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lfe_cli.checks.findings import Finding, Severity
from lfe_cli.checks.identifiers import missing_identifiers
from lfe_cli.checks.run import check_text
from lfe_cli.checks.wording import Rules, read_rules
from lfe_cli.errors import FileProblems, LfeError, Problem
from lfe_cli.review import places, templates
from lfe_cli.review.learning import problems_of_learning
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
    read_text,
    sha256,
)
from lfe_cli.steps.names import allowed_texts, identifiers_path, load_identifiers

_HELD_ELSEWHERE = (
    f"{places.INBOX}/",
    f"{places.RETURNED}/",
    f"{places.OUTBOX}/",
    places.FACILITATOR,
    places.NOTES,
)


@dataclass(frozen=True)
class Checked:
    """What was found, in how many files, against how many words of the list of names."""

    findings: tuple[Finding, ...]
    files: int
    words: int | None

    @property
    def needs_a_person(self) -> bool:
        """Whether there is a stop."""
        return any(finding.severity == "stop" for finding in self.findings)


def rules_of(workspace: Workspace | None) -> Rules:
    """The shipped wording rules with the partnership's own switched on and off."""
    own = workspace.folder / templates.FOLDER / "wording.yaml" if workspace else None
    return read_rules(
        (templates.shipped() / "wording.yaml").read_text("utf-8"),
        read_text(own) if own and own.is_file() else None,
    )


def check_file(
    path: Path, name: str, workspace: Workspace | None, reference: str | None
) -> Checked:
    """Every finding in one file, with the list of names of the review that it belongs to."""
    content = path.read_bytes()
    identifiers = load_identifiers(workspace, reference) if workspace and reference else None
    allowed = allowed_texts(workspace, reference) if workspace and reference else ()
    agencies = [agency.name for agency in workspace.partnership.agencies] if workspace else []
    found = check_text(
        name, content, identifiers, rules_of(workspace), allowed=allowed, agencies=agencies
    )
    if reference is None:
        return Checked(found, 1, None)
    return Checked(found, 1, identifiers.count if identifiers else None)


def check_review(workspace: Workspace, reference: str) -> Checked:
    """Every finding in a review's folder: faults of the folder first, then its texts."""
    findings: list[Finding] = []
    folder = workspace.folder / reference
    try:
        review: Review | None = load_review(workspace, reference)
    except FileProblems as problems:
        review = None
        findings += [_as_finding(problem) for problem in problems.problems]
    words, about_list = about_the_list(workspace, reference)
    findings += about_list
    if review is not None:
        findings += _about_documents(review)
        findings += [_as_finding(p) for p in problems_of_learning(review)]
    texts = [name for name in _TEXTS if (folder / name).is_file()]
    for name in texts:
        checked = check_file(folder / name, f"{reference}/{name}", workspace, reference)
        findings += [f for f in checked.findings if name != places.MANIFEST or _names(f)]
    return Checked(_once(findings), len(texts) + 2, words)


_TEXTS = (
    places.MANIFEST,
    places.LEARNING,
    places.REPORT,
    places.AGENDA,
    places.FAMILY_AGENDA,
    places.INVITATION,
)


def check_workspace(workspace: Workspace) -> Checked:
    """Every finding in every review."""
    parts = [check_review(workspace, reference) for reference in workspace.references()]
    words = [part.words for part in parts if part.words is not None]
    found = tuple(finding for part in parts for finding in part.findings)
    return Checked(found, sum(part.files for part in parts) + 1, sum(words) if words else None)


def problems_as_findings(problems: Iterable[Problem]) -> Checked:
    """The problems of a file that stops everything else, as findings."""
    return Checked(tuple(_as_finding(problem) for problem in problems), 1, None)


def _names(finding: Finding) -> bool:
    """Of the manifest only names and numbers matter: it is no paper, and nobody reads its style."""
    return finding.severity == "stop"


def _as_finding(problem: Problem) -> Finding:
    line = f"line {problem.line}" if problem.line else ""
    where = ", ".join(part for part in (line, problem.name) if part)
    return Finding(
        rule="file-problem",
        severity="stop",
        file=problem.file,
        where=where,
        text=problem.what,
        suggestion=problem.instead,
        source="",
    )


def about_the_list(workspace: Workspace, reference: str) -> tuple[int | None, list[Finding]]:
    """How many words the list of names holds, None if it is missing, and what is wrong with it."""
    path = identifiers_path(workspace, reference)
    try:
        text = read_text(path)
    except (OSError, LfeError):
        text = None
    identifiers = load_identifiers(workspace, reference)
    found = list(missing_identifiers(text, f"{reference}/{path.name}"))
    return identifiers.count if identifiers else None, found


def _about_documents(review: Review) -> Iterator[Finding]:
    """Documents that the history names and that are gone, or were changed since."""
    named = {str(e.get("file")) for e in review.history.entries if e.get("sha256")}
    for file in sorted(named - {places.MANIFEST}):
        present = review.read(file)
        made = review.history.hash_of(file)
        if present is None and not file.startswith(_HELD_ELSEWHERE):
            yield _fault(
                review,
                file,
                "stop",
                "is in the history, and is not in the folder.",
                "Bring it back from an earlier version, or make it anew.",
            )
        elif present is not None and sha256(present) != made and file != places.LEARNING:
            yield _fault(
                review,
                file,
                "consider",
                "was changed since it was made.",
                "If that was you, nothing needs doing: it is kept as it is.",
            )


def _fault(review: Review, file: str, severity: Severity, what: str, instead: str) -> Finding:
    return Finding("document", severity, f"{review.reference}/{file}", "", what, instead, "")


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
