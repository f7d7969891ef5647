"""The letter to a working group: its own recommendations, and when we hope to hear from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lfe_cli.documents.letters import letter_context, subject_of, write_letter
from lfe_cli.documents.mail import mail_draft
from lfe_cli.review.days import long_date
from lfe_cli.review.partnership import WorkingGroup
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review

TEMPLATE = "letters/recommendations.txt"


@dataclass(frozen=True)
class Replaced:
    """The day of the letter that this one replaces, and which of its recommendations changed.

    `dropped` are the ids that are with the group no more, `amended` those that have other words.
    """

    sent_on: date
    dropped: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()


def draft_group_letter(
    template_text: str,
    *,
    review: Review,
    group: WorkingGroup,
    recommendations: Sequence[Recommendation],
    moment: datetime,
    readers: str = "",
    replaces: Replaced | None = None,
) -> bytes:
    """The letter to `group` as a mail draft, addressed where its contact is known.

    The template can name what all letters can, `group`, `recommendations` (id, words, report_back,
    amended) and `report_back`: the one day where it is the same for all, else empty. `readers` says
    who may read the page (subgroup, partners, public, or "" while that is not decided), `replaces`
    is the day of an earlier letter, else empty, and `dropped` what that asked and this does not.
    """
    days = {one.report_back for one in recommendations}
    same = days.pop() if len(days) == 1 else None
    extra = {
        "group": {"id": group.id, "name": group.name},
        "recommendations": [
            {
                "id": one.id,
                "words": one.words,
                "report_back": long_date(one.report_back) if one.report_back else "",
                "amended": replaces is not None and one.id in replaces.amended,
            }
            for one in recommendations
        ],
        "report_back": long_date(same) if same else "",
        "readers": readers,
        "replaces": long_date(replaces.sent_on) if replaces else "",
        "dropped": list(replaces.dropped) if replaces else [],
    }
    return mail_draft(
        sender=review.partnership.mailbox,
        to=group.contact,
        subject=subject_of(review),
        body=write_letter(template_text, TEMPLATE, letter_context(review, None, moment, (), extra)),
        attachments=(),
        moment=moment,
        seed=f"recommendations {review.reference} {group.id}",
    )
