"""What is next in a review, in the order in which it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lfe_cli.after.next_steps import about_actions, about_following, after_closing
from lfe_cli.after.step_up import after_stepping_up
from lfe_cli.audits.chase_plan import about_reminders
from lfe_cli.audits.period import about_the_period, sent_before_it_changed
from lfe_cli.event.next_steps import about_the_event
from lfe_cli.page.learning import problems_of_learning
from lfe_cli.page.repeats import about_repeats
from lfe_cli.page.stages import is_frozen_and_changed
from lfe_cli.review import days, files
from lfe_cli.review.ending import is_closed, is_stepped_up
from lfe_cli.review.lookup import agencies_at, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, in_the_inbox
from lfe_cli.sentences import counted


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
    yield from _still_to_do(review)
    waiting = in_the_inbox(review)
    if waiting:
        there = counted(len(waiting), "file")
        yield f"look at the inbox ({there}): lfe ingest takes it in, or says where it belongs"
    if any(not review.state.agency(a.id).form for a in takes_part(review)):
        yield "make the audit forms and letters: lfe issue-audits"
    yield from _about_requests(review, today)
    yield from about_reminders(review, today)
    yield from about_the_event(review, today)
    yield from about_repeats(review)
    yield from _about_the_report(review, today)
    yield from about_actions(review, today)


def _still_to_do(review: Review) -> Iterator[str]:
    """What the manifest leaves open, in the order in which it is needed, as one thing to do."""
    manifest = review.manifest
    event, why = manifest.event, manifest.why_this_review
    cancelled = review.state.event.cancelled  # then another sentence asks for it
    open_points = (
        ("who is asked", not manifest.agencies),
        ("who decided on this kind of review", not why.decided_by),
        ("when that was decided", not why.decided_on),
        ("on what basis", not why.basis),
        ("by when audits are ready", not manifest.audits.due),
        ("when the event begins", not event.at and not cancelled),
        ("where it is", not event.venue),
        ("who facilitates it", not event.facilitator),
        ("that the facilitator had no part in the work", not event.facilitator_independent),
        ("who looks after people on the day", not event.wellbeing),
        ("who of the family is told", not manifest.family),
    )
    missing = [what for what, is_open in open_points if is_open]
    if missing:
        yield f"complete review.yaml (lfe edit): {', '.join(missing)}"


def _about_requests(review: Review, today: date) -> Iterator[str]:
    yield from about_the_period(review, today)
    sent_before = sent_before_it_changed(review)
    unsent = [a for a in agencies_at(review, "form made") if a not in sent_before]
    if unsent:
        yield f"send the letters in outbox, then record it: lfe sent ({_names(unsent)})"
    untold = agencies_at(review, "request sent")
    if untold:
        yield (
            f"let them know separately {_which_child(review)}, then record it: "
            f"lfe told identity ({_names(untold)})"
        )
    waiting: dict[str, list[Agency]] = {}
    for agency in agencies_at(review, "asked"):
        waiting.setdefault(_replies_in(review, agency, today), []).append(agency)
    for when, agencies in waiting.items():
        yield f"waiting for a reply from {_names(agencies)} ({when})"


def _replies_in(review: Review, agency: Agency, today: date) -> str:
    """How long an agency has until the day by which its request asked for a reply."""
    request = review.state.agency(agency.id).request_sent
    assert request is not None  # nobody is counted as asked before it
    by = days.add_working_days(request.day, review.partnership.settings.reply_working_days)
    left = days.working_days_between(today, by)
    if left <= 0:
        return "not heard yet"
    return f"{left} working day{'' if left == 1 else 's'} until {days.short_date(by)}"


def _which_child(review: Review) -> str:
    if review.manifest.children == 1:
        return "which child it is about"
    return f"which children it is about, with their letters ({review.manifest.child_letters})"


def _names(agencies: Iterable[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)


def _about_the_report(review: Review, today: date) -> Iterator[str]:
    event, report = review.manifest.event, review.state.page.last
    if report:
        yield from _about_stages(report.event.stage)
        yield from about_following(review, today)
        return
    if event.at and event.at.date() <= today:
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
