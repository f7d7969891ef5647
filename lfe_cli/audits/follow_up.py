"""Letters about a returned audit: for names in it by itself, about gaps only when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lfe_cli.audits.form_questions import form_of_version
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.letters.draft import Contents, draft
from lfe_cli.letters.kinds import STILL_OPEN, WITHOUT_NAMES, LetterKind
from lfe_cli.letters.outbox import may_be_drafted
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.lookup import agency_named, refuse_if_withdrawn
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import read_yaml


@dataclass(frozen=True)
class Letter:
    """A draft: its place, and the changes that make it."""

    file: str
    changes: Changes


def ask_without_names(
    review: Review,
    agency_id: str | None,
    named: Sequence[str],
    numbers: Mapping[str, int],
    moment: datetime,
) -> Letter | None:
    """The letter that asks for points without names; None where no point names anybody.

    It gives the questions' numbers, and quotes nothing.
    """
    if agency_id is None or not named or not may_be_drafted(review, WITHOUT_NAMES):
        return None
    if review.state.agency(agency_id).withdrawn is not None:
        return None
    questions = [{"number": numbers.get(q, 0), "prompt": ""} for q in named]
    return _letter(review, WITHOUT_NAMES, agency_id, questions, moment)


def ask_about_gaps(review: Review, agency_id: str, moment: datetime) -> Letter:
    """The letter about what an agency's newest audit leaves open. Raises LfeError if nothing is."""
    agency = agency_named(review, agency_id)
    refuse_if_withdrawn(review, (agency,))
    missing, version = _open_questions(review, agency_id)
    form = form_of_version(review, version)
    if not missing or form is None:
        raise LfeError(
            f"Nothing is known to be open in the audit of {agency.name}.",
            next_step="An audit with gaps is still a good audit. Take it in first: lfe ingest",
        )
    questions = [
        {"number": number, "prompt": question.prompt}
        for number, question in enumerate(form.questions(), start=1)
        if question.id in missing
    ]
    return _letter(review, STILL_OPEN, agency_id, questions, moment)


def _open_questions(review: Review, agency_id: str) -> tuple[set[str], str]:
    content = review.read(files.what_was_read(agency_id))
    if content is None:
        return set(), ""
    try:
        read = read_yaml(content.decode("utf-8", "replace"), files.what_was_read(agency_id)).data
    except FileProblems:
        return set(), ""
    missing = read.get("missing") if isinstance(read, dict) else None
    version = str(read.get("form")) if isinstance(read, dict) else ""
    return {str(q) for q in missing} if isinstance(missing, list) else set(), version


def _letter(
    review: Review,
    kind: LetterKind,
    agency_id: str,
    questions: Sequence[Mapping[str, object]],
    moment: datetime,
) -> Letter:
    agency = agency_named(review, agency_id)
    contents = Contents({"questions": list(questions)})
    return Letter(kind.file(agency_id), draft(review, kind, agency, moment, contents))
