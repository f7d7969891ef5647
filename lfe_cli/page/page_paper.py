"""The page before it is made: what it is made of, from what the facilitator wrote."""

from __future__ import annotations

from lfe_cli.letters.made_from import Paper
from lfe_cli.page.learning import Learning
from lfe_cli.page.stages import MARKS, Stage
from lfe_cli.review import files
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import NUMBERS

_SPELT_OUT = 10  # from there on a page has figures


def page_paper(review: Review, learning: Learning, stage: Stage) -> Paper:
    """The page before it is made: what it is made of."""
    partnership = review.partnership
    groups = {group.id: group.name for group in partnership.working_groups}
    title = learning.title or review.manifest.theme
    context = {
        "title": title,
        "why_we_looked": " ".join(learning.why_we_looked.split()),
        "worked_well": list(learning.worked_well),
        "what_we_learned": list(learning.what_we_learned),
        "questions": list(learning.questions_for_your_team),
        "next_steps": [
            {"recommendation": step.recommendation, "group": groups[step.working_group]}
            for step in learning.next_steps
        ],
        "closing": "",
        "follow_up": _months(max(partnership.settings.follow_up_months, default=6)),
        "stage_mark": MARKS[stage],
    }
    return Paper.of(review, files.REPORT, "report.docx", context=context, title=title)


def _months(count: int) -> str:
    """How long until the subgroup hears again, as a sentence has it: "six months"."""
    number = NUMBERS[count] if count <= _SPELT_OUT else str(count)
    return "one month" if count == 1 else f"{number} months"
