"""What is next in a review, in the order in which it is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.after.next_steps import about_actions, about_following, after_closing
from lfe_cli.after.step_up import after_stepping_up
from lfe_cli.audits import todo as audits
from lfe_cli.event import todo as event
from lfe_cli.page.learning import problems_of_learning
from lfe_cli.page.repeats import about_repeats
from lfe_cli.page.stages import is_frozen_and_changed
from lfe_cli.review import files
from lfe_cli.review.ending import is_closed, is_stepped_up
from lfe_cli.review.todo import sentences
from lfe_cli.review.workspace import Review


def next_steps(review: Review, today: date) -> Iterator[str]:
    """What an officer does next, each as a sentence with its command."""
    if is_stepped_up(review):
        yield from after_stepping_up(review, today)
        return
    if is_closed(review):
        yield from after_closing(review, today)
        return
    if is_frozen_and_changed(review):
        yield (
            "the page was changed since it was issued: bring the issued file back, or withdraw it "
            "(lfe report --stage withdrawn)"
        )
    found = (*audits.todos(review, today), *event.todos(review, today))
    yield from sentences(one.says for one in found)
    yield from about_repeats(review)
    yield from _about_the_report(review, today)
    yield from about_actions(review, today)


def _about_the_report(review: Review, today: date) -> Iterator[str]:
    at, report = review.manifest.event.at, review.state.page.last
    if report:
        yield from _about_stages(report.event.stage)
        yield from about_following(review, today)
        return
    if at and at.date() <= today:
        if problems_of_learning(review) or review.read(files.LEARNING) is None:
            yield "write what was learned into report/learning.yaml: lfe report starts it"
        else:
            yield "make the one-page report: lfe report"


def _about_stages(stage: str) -> Iterator[str]:
    following = {
        "draft": "read the page aloud with the facilitator, then: lfe report --stage agreed",
        "read": "agree the page with the facilitator, then: lfe report --stage agreed",
    }
    if stage in following:
        yield following[stage]
