"""Open points when a review is to be closed: resolved first, or carried over by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lfe_cli.after.groups import group_name, groups_asked
from lfe_cli.after.workbook_rows import (
    acted_on,
    copies_to_ask_about,
    what_was_left,
    with_first_actions,
)
from lfe_cli.event.family import not_told_the_learning
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.stages import in_words, stage_of
from lfe_cli.review import files
from lfe_cli.review.days import short_date
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.impact import impact_checks
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review, in_the_inbox


@dataclass(frozen=True)
class OpenPoint:
    """One thing that is open: what is recorded of it, what it is, and what would resolve it.

    `if_carried`: what becomes of it where the officer closes the review all the same.
    """

    carried: CarriedOver
    what: str
    how: str
    if_carried: str

    def as_json(self) -> dict[str, Any]:
        """The point in `lfe close --json`."""
        return {
            **self.carried.about(),
            "what": self.what,
            "next": self.how,
            "if_carried": self.if_carried,
        }


_FOLLOWED = "it is followed on: lfe status keeps it in view"


def open_points(review: Review) -> tuple[OpenPoint, ...]:
    """Everything that is open, in the order of a review's life."""
    return (
        *_inbox(review),
        *_page(review),
        *_family(review),
        *_recommendations(review),
        *_letters(review),
        *_copies(review),
        *_actions(review),
        *_impact(review),
    )


def _inbox(review: Review) -> Iterator[OpenPoint]:
    waiting = len(in_the_inbox(review))
    if waiting:
        these = "1 file lies" if waiting == 1 else f"{waiting} files lie"
        yield OpenPoint(
            CarriedOver(item=files.INBOX),
            f"{these} in {files.INBOX} and nobody has taken them in",
            "lfe ingest",
            "they are removed with the other papers, not taken in",
        )


def _page(review: Review) -> Iterator[OpenPoint]:
    stage = stage_of(review)
    if stage not in {"issued", "withdrawn"}:
        what = f"the page is {in_words(stage)}, and not issued" if stage else "there is no page"
        yield OpenPoint(
            CarriedOver(item="page"),
            what,
            "lfe report --stage issued" if stage else "lfe report",
            "the review ends without an issued page",
        )
    if stage not in {None, "withdrawn"} and not review.state.subgroup.submitted:
        yield OpenPoint(
            CarriedOver(item="submission"),
            f"the page was not submitted to the {review.partnership.subgroup}",
            "lfe submit",
            "its next steps reach no working group",
        )


def _family(review: Review) -> Iterator[OpenPoint]:
    """Who has not heard what we learned; nobody is written to whom it is not safe to contact."""
    for person in not_told_the_learning(review):
        if person.safe_to_contact != "no":
            yield OpenPoint(
                CarriedOver(person=person.key),
                f"{person.said} has not heard yet what we learned",
                f"lfe told feedback --person {person.key}",
                _FOLLOWED,
            )


def _recommendations(review: Review) -> Iterator[OpenPoint]:
    for one in review.recommendations:
        if one.decision in {None, "held"}:
            held = "is held by" if one.decision else "waits for a decision of"
            what = f"{one.id} {held} the {review.partnership.subgroup}"
            yield _point(one, "decision", what, "lfe decide")
        elif one.is_acted_on and one.reported_on is None:
            what = f"{one.id}: not heard back yet from {group_name(review, one.group)}"
            yield _point(one, "report back", what, f"lfe reported-back {one.group}")


def _letters(review: Review) -> Iterator[OpenPoint]:
    """A group that was never written to would not know what it is asked to do."""
    for asked in groups_asked(review):
        if not asked.sent and any(one.reported_on is None for one in asked.recommendations):
            yield OpenPoint(
                CarriedOver(item="letter", group=asked.group.id),
                f"it is not recorded that the letter to {asked.group.name} was sent",
                f"lfe sent --letter {RECOMMENDATIONS.id}",
                "its draft is removed with the other papers",
            )


def _copies(review: Review) -> Iterator[OpenPoint]:
    """Cells that nobody took: they stand in the group's copy alone, and the copy goes."""
    for copy in copies_to_ask_about(review):
        yield OpenPoint(
            CarriedOver(item="workbook", group=copy.group),
            f"nobody has put right {what_was_left(review, copy)}",
            f"lfe actions {review.reference}/{copy.file}",
            "the copy is removed with the other papers, and what it says with it",
        )


def _point(one: Recommendation, what_of_it: str, what: str, how: str) -> OpenPoint:
    return OpenPoint(CarriedOver(recommendation=one.id, what=what_of_it), what, how, _FOLLOWED)


def _actions(review: Review) -> Iterator[OpenPoint]:
    for _, action in with_first_actions(acted_on(review), review.state.workbooks.actions):
        if not action.is_closed:
            by = f", by {short_date(action.by)}" if action.by else ""
            carried = CarriedOver(recommendation=action.recommendation, item=action.id)
            yield OpenPoint(carried, f"{action.id}: {action.state}{by}", "lfe actions", _FOLLOWED)


def _impact(review: Review) -> Iterator[OpenPoint]:
    for check in impact_checks(review):
        if check.recorded is None:
            carried = CarriedOver(
                recommendation=check.recommendation, what="impact", months=check.months
            )
            what = (
                f"{check.recommendation}: what difference it made, asked after {check.months} "
                f"months ({short_date(check.due)})"
            )
            yield OpenPoint(carried, what, f"lfe impact {check.recommendation}", _FOLLOWED)
