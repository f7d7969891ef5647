"""The subgroup's paper before it is made: what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lfe_cli.after.submission import Meeting, Row, take
from lfe_cli.errors import LfeError
from lfe_cli.letters.made_from import Outdated, Paper, outdated_paper
from lfe_cli.page.learning import Learning, learning_hash, read_learning
from lfe_cli.page.order import is_left_out
from lfe_cli.page.repeats import repeats
from lfe_cli.page.stages import Stage, stage_of
from lfe_cli.review import files
from lfe_cli.review.days import long_date, short_date
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review

NOT_AGREED: tuple[Stage, ...] = ("draft", "read")


def subgroup_paper(
    review: Review, learning: Learning, meeting: Meeting, rows: Sequence[Row], today: date
) -> Paper:
    """The paper for a meeting, as it would be made today, with these recommendations."""
    groups = {group.id: group.name for group in review.partnership.working_groups}
    title = learning.title or review.manifest.theme
    context = {
        "title": title,
        "meeting": long_date(meeting.day),
        "written": long_date(today),
        "page_is": _about_the_page(review),
        "why_we_looked": " ".join(learning.why_we_looked.split()),
        "recommendations": [
            {"id": row.id, "words": row.words, "group": groups[row.group]} for row in rows
        ],
        "repeats": _said_before(review, rows),
    }
    heading = f"Paper for the {review.partnership.subgroup}: {title}"
    return Paper.of(review, files.PAPER, "subgroup-paper.docx", context=context, title=heading)


def _said_before(review: Review, rows: Sequence[Row]) -> str:
    """Recommendations of earlier reviews in much the same words, and what became of each."""
    own = [Recommendation(row.id, row.words, row.group, row.words) for row in rows]
    return "; ".join(repeat.sentence for repeat in repeats(review, own))


def _about_the_page(review: Review) -> str:
    """The page's stage and its day: the words beside "attached"."""
    page = review.state.page
    assert page.last is not None
    if page.stage in NOT_AGREED and not is_left_out(review, "agreed"):
        return f"still a draft, of {short_date(page.last.day)}"
    drafted = max((e.at for e in page.versions if e.event.stage in NOT_AGREED), default=None)
    agreed = page.last_at("agreed")
    if agreed is not None and (drafted is None or drafted < agreed.at):
        return f"agreed by the facilitator on {short_date(agreed.day)}"
    return f"of {short_date(page.last.day)}"


def outdated_subgroup_paper(review: Review, meeting: Meeting, today: date) -> Outdated | None:
    """The paper that is to be sent for a meeting, where it is no longer as it would be made.

    None for one that a person edited, and where the page itself has to be seen to first.
    """
    page = review.state.page.last
    is_of_the_page = page is not None and page.event.learning == learning_hash(review)
    if stage_of(review) != "subgroup" or not is_of_the_page or review.is_edited(files.REPORT):
        return None
    try:
        learning = read_learning(review)
        asked = take(review, learning).asked
    except LfeError:  # what is wrong with them is said where they are put right
        return None
    found = outdated_paper(review, subgroup_paper(review, learning, meeting, asked, today))
    return None if found and found.edited else found
