"""The audit form's questions: those in use now, and those of each version that was issued."""

from __future__ import annotations

import yaml

from lfe_cli.audits.questions import AuditForm, read_questions
from lfe_cli.errors import LfeError
from lfe_cli.review import files, templates
from lfe_cli.review.workspace import Review, read_text

FILE = "audit.yaml"


def form_in_use(review: Review, agency_id: str) -> AuditForm:
    """The questions that an agency is asked today: the full form or the short one."""
    form = read_questions(read_text(templates.find(FILE, review.workspace.folder)), FILE)
    return form.short() if is_short(review, agency_id) else form


def is_short(review: Review, agency_id: str) -> bool:
    """Whether an agency gets the short form: as the review says for it, or for all."""
    own = [agency.form for agency in review.manifest.agencies if agency.id == agency_id]
    return ((own[0] if own else None) or review.manifest.audits.form) == "short"


def as_kept(form: AuditForm) -> bytes:
    """The questions as a file to be kept with the review, from which they read back the same."""
    data = form.model_dump(mode="json", exclude_defaults=True)
    head = (
        f"# The questions of form {form.version()}, as they were issued. Please leave as it is.\n"
    )
    return (head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)).encode()


def form_of_version(review: Review, version: str) -> AuditForm | None:
    """The questions of a version that was issued in this review, None where it was not."""
    name = files.questions_of(version)
    content = review.read(name) if version.isalnum() else None
    if content is None:
        return None
    try:
        return read_questions(content.decode("utf-8"), f"{review.reference}/{name}")
    except (LfeError, UnicodeDecodeError):
        return None
