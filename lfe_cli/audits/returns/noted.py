"""The note of what was read of an agency's newest audit, as it is read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lfe_cli.audits.questions import AuditForm
from lfe_cli.audits.which_form import form_of_version
from lfe_cli.errors import FileProblems
from lfe_cli.review import files
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import read_yaml


@dataclass(frozen=True)
class Noted:
    """The note of what was read, as it is now: a person may have changed it.

    `form` are the questions (None: not known), `missing` the ids of those that are open, and
    `released` the points for the event by question, where the agency released them; where
    `release_unclear` it has to be asked.
    """

    form: AuditForm | None = None
    missing: frozenset[str] = frozenset()
    released: Mapping[str, str] = field(default_factory=dict, repr=False)
    release_unclear: bool = False


def left_open(note: Noted) -> list[dict[str, object]]:
    """The questions that an audit leaves open, by number, as the letter about them names them."""
    questions = note.form.questions() if note.form else ()
    return [
        {"number": number, "prompt": question.prompt}
        for number, question in enumerate(questions, start=1)
        if question.id in note.missing
    ]


def noted(review: Review, agency_id: str) -> Noted:
    """The note of an agency's newest audit; one that is not there or cannot be read is empty."""
    file = files.what_was_read(agency_id)
    try:
        read = read_yaml((review.read(file) or b"").decode("utf-8", "replace"), file).data
    except FileProblems:
        return Noted()
    if not isinstance(read, dict):
        return Noted()
    missing, chosen = read.get("missing"), read.get("for_event")
    is_released, is_unclear = (
        str(read.get(name)).lower() in {"true", "yes"} for name in ("released", "release_unclear")
    )
    points = chosen if is_released and isinstance(chosen, dict) else {}
    return Noted(
        form_of_version(review, str(read.get("form") or "")),
        frozenset(map(str, missing if isinstance(missing, list) else ())),
        {str(question): str(text) for question, text in points.items() if text},
        is_unclear and not is_released,
    )
