"""The audit form of one agency: the review's questions in the partnership's template."""

from __future__ import annotations

from datetime import datetime

from lfe_cli.audits.form_contents import form_contents
from lfe_cli.audits.questions import AuditForm
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.word.render import Properties, Table, Template, render


def make_form(
    template: Template, form: AuditForm, review: Review, agency: Agency, moment: datetime
) -> bytes:
    """The form for `agency` as a Word document. `form` is the full or the short one.

    Each answer is a content control whose tag is the question's id (`id.option` for one of several
    ticks, `id.column` for a cell of a table). Raises TemplateFault.
    """
    version = form.version()
    properties = Properties(
        title=f"{form.title} ({review.reference}, {agency.name})",
        author=review.partnership.name,
        moment=moment,
        subject=review.partnership.review_name,
        custom={"lfe.reference": review.reference, "lfe.agency": agency.id, "lfe.form": version},
    )
    choices = {
        q.id: [(option.label, option.id) for option in q.options]
        for q in form.questions()
        if q.kind == "choice"
    }
    tables = {
        q.id: Table(tuple(column.width for column in q.columns), q.rows)
        for q in form.questions()
        if q.kind == "table"
    }
    context = form_contents(form, review, agency)
    return render(template, context, properties, choices=choices, tables=tables)
