"""Papers that need nothing but the review: the guidance, the guide for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lfe_cli.documents.context import common
from lfe_cli.review.workspace import Review
from lfe_cli.word.render import Properties, Template, render

_TITLES = {
    "guidance.docx": "Guidance on completing the audit form",
    "guide-for-staff.docx": "A guide for staff in partner agencies",
    "agenda.docx": "Agenda of the learning event",
    "agenda-family.docx": "Your part of the day",
    "letter-family.docx": "A letter for you",
    "facilitator.docx": "The facilitator's paper",
    "sign-in.docx": "Sign-in sheet",
    "notes.docx": "Notes for the one-page report",
    "report.docx": "What we learned",
}


def make_paper(
    template: Template,
    review: Review,
    moment: datetime,
    context: Mapping[str, Any] | None = None,
    *,
    title: str = "",
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> bytes:
    """The paper that `template` makes of a review; `context` is what it needs beside that.

    `choices` gives lists to choose from their items, by tag, as (label, value).
    `moment` is written into the file's properties. Raises TemplateFault for a broken template.
    """
    partnership = review.partnership
    properties = Properties(
        title=title or _TITLES.get(template.name, template.name),
        author=partnership.name,
        moment=moment,
        custom={"lfe.reference": review.reference} if template.name == "notes.docx" else {},
    )
    whole = {**common(review), "footer": review.reference, **(context or {})}
    return render(template, whole, properties, choices=choices)
