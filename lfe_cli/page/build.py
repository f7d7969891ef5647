"""The page as a document: built from what the facilitator wrote."""

from __future__ import annotations

from datetime import datetime

from lfe_cli.letters.papers import make_paper, word_template
from lfe_cli.page.learning import Learning
from lfe_cli.page.stages import MARKS, Stage
from lfe_cli.review import files
from lfe_cli.review.workspace import Review, sha256

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def build_page(review: Review, learning: Learning, stage: Stage, moment: datetime) -> bytes:
    """The page at its largest size, with the mark of `stage` on its face."""
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
    return make_paper(word_template(review, "report.docx"), review, moment, context, title=title)


def learning_hash(review: Review) -> str:
    """The hash of learning.yaml as it is now."""
    return sha256(review.read(files.LEARNING) or b"")


def _months(count: int) -> str:
    """How long until the subgroup hears again, as a sentence has it: "six months"."""
    number = _NUMBERS[count - 1] if count <= len(_NUMBERS) else str(count)
    return "one month" if count == 1 else f"{number} months"
