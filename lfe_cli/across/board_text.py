"""Where a review stands, what is next and what is waited for, in words that anybody may read.

`lfe status` says it to the officer, agency by agency; here nobody is named and nothing is told of
another process or of a family.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.after.groups import groups_asked
from lfe_cli.after.groups import stage_in_words as with_whom
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.page.stages import in_words, stage_of
from lfe_cli.review.action_plan import Action
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import is_closed
from lfe_cli.review.impact import impact_checks
from lfe_cli.review.lookup import agencies_at
from lfe_cli.review.workspace import Review

Outlook = tuple[tuple[str, ...], tuple[str, ...]]


def stage_in_words(review: Review, today: date) -> str:
    """Where the review stands, in the same words for `lfe status` and the board."""
    if review.state.ending.stepped_up:
        return "stepped up"
    if is_closed(review):
        return "closed"
    stage, event = stage_of(review), review.manifest.event.at
    if stage:
        return with_whom(review) or f"page {in_words(stage)}"
    if event and event.date() < today:
        return "after the event"
    if event is None and review.state.event.cancelled:
        return "event cancelled"
    return _before_the_event(review)


def stage_with_its_day(review: Review, today: date) -> str:
    """The same, and of a review that ended also when: "closed 3 March 2027"."""
    ended = review.state.ending.stepped_up or review.state.ending.closed
    said = stage_in_words(review, today)
    return f"{said} {short_date(ended.day)}" if ended else said


def _before_the_event(review: Review) -> str:
    if review.state.event.agenda:
        return "event prepared"
    if review.state.letters.sent_of(REQUEST.id):
        return "audits out"
    return "forms made" if review.state.forms else "starting"


def outlook(review: Review, today: date) -> Outlook:
    """What is next, and what is waited for."""
    if review.state.ending.stepped_up:
        return ("nothing further is made here: the statutory route goes on",), ()
    waiting = tuple(_waiting(review, today))
    if is_closed(review):
        return (), waiting
    return tuple(_next(review, today)), waiting


def _next(review: Review, today: date) -> Iterator[str]:
    event, stage = review.manifest.event.at, stage_of(review)
    if stage is not None:
        yield from _after_the_page(review, today)
        return
    if event is None:
        again = review.state.event.cancelled
        yield "find another day for the event" if again else "find a day for the event"
    if not review.state.forms:
        yield "make the audit forms"
    elif not review.state.letters.sent_of(REQUEST.id):
        yield "send the audit forms"
    elif event and event.date() < today:
        yield "write the page with the facilitator"
    elif event:
        yield f"the event, {short_date(event.date())}"


def _after_the_page(review: Review, today: date) -> Iterator[str]:
    stage = stage_of(review)
    subgroup = review.partnership.subgroup
    if stage in ("draft", "read"):
        yield "agree the page with the facilitator"
    elif not review.state.subgroup.last_submitted:
        if stage != "withdrawn":
            yield f"take the page to the {subgroup}"
    elif stage in ("agreed", "subgroup"):
        yield "issue the page once it is decided who gets it"
    if stage in ("draft", "read", "withdrawn"):
        return
    following = tuple(_with_the_groups(review, today))
    yield from following
    if stage == "issued" and not following and not any(_waiting_for_steps(review)):
        yield "close the review"


def _with_the_groups(review: Review, today: date) -> Iterator[str]:
    """What the unit does next about the recommendations; who hears it, `lfe status` says."""
    asked = groups_asked(review)
    to_send = [one.id for a in asked if not a.sent for one in a.recommendations]
    hoped_for = [one.id for a in asked for one in a.hoped_for_before(today)]
    if to_send:
        yield f"send the groups' letters ({', '.join(to_send)})"
    if hoped_for:
        yield f"ask the groups how it goes with {', '.join(hoped_for)}"
    actions_now = review.actions_acted_on
    to_show = [a.id for a in actions_now if a.is_to_be_shown]
    passed = [a.id for a in actions_now if has_passed(a, today)]
    if passed:
        yield f"ask kindly how {', '.join(passed)} {'is' if len(passed) == 1 else 'are'} going"
    if to_show:
        yield f"ask what became of {', '.join(to_show)}"
    due = dict.fromkeys(c.recommendation for c in impact_checks(review) if c.is_due(today))
    if due:
        yield f"ask what difference {', '.join(due)} made"


def has_passed(action: Action, today: date) -> bool:
    """Whether the day by which the group hoped to have done it is over, and it goes on."""
    return action.by is not None and action.by < today and not action.is_over


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
    found = review.recommendations
    undecided = [one.id for one in found if one.decision is None]
    held = [one.id for one in found if one.decision == "held"]
    not_back = [one.id for one in found if one.is_acted_on and one.reported_on is None]
    to_do = [action.id for action in review.actions_acted_on if not action.is_closed]
    subgroup = review.partnership.subgroup
    if undecided:
        yield f"the {subgroup}'s decision on {', '.join(undecided)}"
    if held:
        yield f"the {subgroup}, which holds {', '.join(held)}"
    if not_back:
        yield f"the groups' report on {', '.join(not_back)}"
    if to_do:
        yield f"evidence that {', '.join(to_do)} {'is' if len(to_do) == 1 else 'are'} done"
