"""year-2026.docx: the yearly summary on one page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lfe_cli.errors import LfeError
from lfe_cli.review.partnership import Partnership
from lfe_cli.word.fit import Fitted, Measure, fit_on_one_page
from lfe_cli.word.render import Properties, Template, render

TEMPLATE = "year.docx"


def make_year_paper(
    template: Template,
    partnership: Partnership,
    context: Mapping[str, Any],
    moment: datetime,
    measure: Measure,
) -> bytes:
    """The summary that `template` makes, at the largest size that fits on one page.

    It carries no marking: nothing in it is about one review. Raises LfeError where it does not fit.
    """
    title = f"{partnership.review_name}s in {context['year']}"
    common = {
        "partnership": {
            "name": partnership.name,
            "short_name": partnership.short_name,
            "mailbox": partnership.mailbox,
            "subgroup": partnership.subgroup,
            "review_name": partnership.review_name,
        },
        "marking": "",
        "footer": title,
    }
    properties = Properties(title=title, author=partnership.name, moment=moment)
    content = render(template, {**common, **context}, properties)
    fitted = fit_on_one_page(content, partnership.settings.report_smallest_points, measure)
    if not fitted.fits:
        raise _too_long(fitted)
    return fitted.content


def _too_long(fitted: Fitted) -> LfeError:
    over = max(1, fitted.measured.over_by_lines)
    lines = "one line" if over == 1 else f"{over} lines"
    return LfeError(
        f"The summary was not made: at {fitted.points:g} points it is {lines} over one page.",
        next_step="Take a copy of its template and shorten that: lfe templates year.docx",
    )
