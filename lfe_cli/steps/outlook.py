"""Where a review stands, what is next and what is waited for, in words that anybody may read.

`lfe status` says it to the officer, agency by agency; here nobody is named and nothing is told of
another process or of a family.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.review import actions
from lfe_cli.review.action_plan import actions_of
from lfe_cli.review.days import short_date
from lfe_cli.review.history import day_of
from lfe_cli.review.impact import impact_checks
from lfe_cli.review.recommendations import recommendations_of
from lfe_cli.review.workspace import Review
from lfe_cli.steps.closing import closed_on
from lfe_cli.steps.stages import in_words, stage_of
from lfe_cli.steps.states import agencies_at

Outlook = tuple[tuple[str, ...], tuple[str, ...]]


def stage_in_words(review: Review, today: date) -> str:
    """The stage with its day, as a person says it: "closed 3 March 2027", "page issued"."""
    stepped_up, closed = review.history.last(actions.STEPPED_UP), closed_on(review)
    if stepped_up:
        return f"stepped up {short_date(day_of(stepped_up))}"
    if closed:
        return f"closed {short_date(closed)}"
    stage, event = stage_of(review), review.manifest.event.at
    if stage:
        return f"page {in_words(stage)}"
    if event and event.date() < today:
        return "after the event"
    if event is None and review.history.last(actions.EVENT_CANCELLED):
        return "event cancelled"
    return _before_the_event(review)


def _before_the_event(review: Review) -> str:
    history = review.history
    if history.last(actions.AGENDA_MADE):
        return "event prepared"
    if history.last(actions.SENT, letter="audit-request"):
        return "audits out"
    return "forms made" if history.last(actions.FORM_ISSUED) else "starting"


def outlook(review: Review, today: date) -> Outlook:
    """What is next, and what is waited for."""
    if review.history.last(actions.STEPPED_UP):
        return ("nothing further is made here: the statutory route goes on",), ()
    waiting = tuple(_waiting(review, today))
    if closed_on(review):
        return (), waiting
    return tuple(_next(review, today)), waiting


def _next(review: Review, today: date) -> Iterator[str]:
    history, event, stage = review.history, review.manifest.event.at, stage_of(review)
    if stage is not None:
        yield from _after_the_page(review)
        return
    if event is None:
        again = history.last(actions.EVENT_CANCELLED)
        yield "find another day for the event" if again else "find a day for the event"
    if not history.last(actions.FORM_ISSUED):
        yield "make the audit forms"
    elif not history.last(actions.SENT, letter="audit-request"):
        yield "send the audit forms"
    elif event and event.date() < today:
        yield "write the page with the facilitator"
    elif event:
        yield f"the event, {short_date(event.date())}"


def _after_the_page(review: Review) -> Iterator[str]:
    stage = stage_of(review)
    subgroup = review.partnership.subgroup
    if stage in ("draft", "read"):
        yield "agree the page with the facilitator"
    elif not review.history.last(actions.SUBMITTED):
        if stage != "withdrawn":
            yield f"take the page to the {subgroup}"
    elif stage in ("agreed", "subgroup"):
        yield "issue the page once it is decided who gets it"
    elif stage == "issued" and not any(_waiting_for_steps(review)):
        yield "close the review"


def _waiting(review: Review, today: date) -> Iterator[str]:
    event = review.manifest.event.at
    ahead = event is None or event.date() >= today
    if stage_of(review) is None and ahead:
        asked = len(agencies_at(review, "asked", "request sent"))
        if asked:
            replies = "1 agency's reply" if asked == 1 else f"the replies of {asked} agencies"
            yield f"{replies}, not heard yet"
    yield from _waiting_for_steps(review)
    for check in impact_checks(review):
        if check.is_due(today):
            yield f"what difference {check.recommendation} made, after {check.months} months"


def _waiting_for_steps(review: Review) -> Iterator[str]:
    """The subgroup's decisions, report-backs and evidence."""
    found = recommendations_of(review)
    undecided = [one.id for one in found if one.decision is None]
    held = [one.id for one in found if one.decision == "held"]
    not_back = [one.id for one in found if one.is_acted_on and one.reported_on is None]
    to_do = [action.id for action in actions_of(review.history) if not action.is_closed]
    subgroup = review.partnership.subgroup
    if undecided:
        yield f"the {subgroup}'s decision on {', '.join(undecided)}"
    if held:
        yield f"the {subgroup}, which holds {', '.join(held)}"
    if not_back:
        yield f"the groups' report on {', '.join(not_back)}"
    if to_do:
        yield f"evidence that {', '.join(to_do)} {'is' if len(to_do) == 1 else 'are'} done"
