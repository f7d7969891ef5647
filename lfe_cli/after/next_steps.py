"""Next steps after the page: with the subgroup, with working groups, and once it is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lfe_cli.after.disposal import lists_elsewhere, papers_to_remove
from lfe_cli.after.groups import groups_asked, groups_written_to
from lfe_cli.after.impact import months_in_words
from lfe_cli.after.open_points import OpenPoint, open_points
from lfe_cli.after.stronger import weak_points
from lfe_cli.after.submission import meeting_on, next_meeting, still_open
from lfe_cli.after.workbook_rows import copies_to_ask_about, what_was_left
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.stages import said_otherwise, stage_of
from lfe_cli.review import files
from lfe_cli.review.action_plan import NO_LONGER_NEEDED
from lfe_cli.review.days import short_date
from lfe_cli.review.impact import ImpactCheck, impact_checks
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review

# ---------------------------------------------------------------- subgroup and groups


def about_following(review: Review, today: date) -> Iterator[str]:
    """Next steps once the page is agreed: the subgroup, its decisions, the groups."""
    known, stage = review.recommendations, stage_of(review)
    if stage in ("agreed", "subgroup", "issued") and not known:
        yield from _to_submit(review, today)
    if stage == "agreed" and still_open(known):
        yield f"the page is agreed anew: lfe submit takes it to the {review.partnership.subgroup}"
    if stage == "withdrawn" and any(one.is_acted_on for one in known):
        yield "the page is withdrawn: ask the subgroup whether its steps still stand"
    if stage != "withdrawn":
        yield from said_otherwise(review)
        yield from _to_decide(review, known, today)
    yield from _to_issue(review, known)
    yield from _to_the_groups(review)
    yield from _from_the_groups(review, today)


def _to_submit(review: Review, today: date) -> Iterator[str]:
    subgroup = review.partnership.subgroup
    meeting = next_meeting(review.partnership, today)
    if meeting is None:
        yield (
            f"write down when the {subgroup} meets (subgroup_meetings in partnership.yaml), then "
            "make its paper: lfe submit"
        )
    else:
        yield (
            f"make the {subgroup}'s paper: lfe submit (it meets on {short_date(meeting.day)}, "
            f"papers are due by {short_date(meeting.papers_due)})"
        )


def _to_decide(review: Review, known: Iterable[Recommendation], today: date) -> Iterator[str]:
    subgroup = review.partnership.subgroup
    waiting = [one.id for one in known if one.decision is None]
    held = [one.id for one in known if one.decision == "held"]
    submitted = review.state.subgroup.last_submitted
    day = submitted.event.meeting if submitted else None
    if waiting and day:
        meeting = meeting_on(review.partnership, day)
        if today <= meeting.papers_due and stage_of(review) in ("subgroup", "issued"):
            yield (
                f"send {files.PAPER} and {files.REPORT} to the {subgroup}: papers for "
                f"{short_date(day)} are due by {short_date(meeting.papers_due)}"
            )
        elif today < day:
            yield f"the {subgroup} meets on {short_date(day)}; then record what it decided"
        else:
            yield f"record what the {subgroup} decided on {', '.join(waiting)}: lfe decide"
    if held:
        yield (
            f"the {subgroup} holds {', '.join(held)}: find out what it needs, and record what it "
            "decides then: lfe decide"
        )


def _to_issue(review: Review, known: Sequence[Recommendation]) -> Iterator[str]:
    """Who may read the page is the subgroup's decision; until it is recorded, nobody else does."""
    stage, circulation = stage_of(review), review.state.subgroup.circulation
    subgroup = review.partnership.subgroup
    if circulation is None:
        if any(one.decision for one in known) and stage != "withdrawn":
            yield (
                f"record who else may read the page (the {subgroup} alone, partners or the "
                "public): lfe decide --circulation subgroup, partners or public"
            )
        elif stage == "subgroup" and not known:
            yield f"when the {subgroup} has decided who gets it: lfe report --stage issued"
    elif stage == "subgroup" or (stage == "agreed" and not still_open(known)):
        readers = {"subgroup": f"the {subgroup} alone", "public": "the public"}
        to = readers.get(circulation.event.to, "partner agencies")
        yield f"issue the page, which may go to {to}: lfe report --stage issued"


def _to_the_groups(review: Review) -> Iterator[str]:
    asked = groups_asked(review)
    to_send = [one.group.name for one in asked if one.fresh and not one.sent]
    if to_send:
        yield (
            f"send the letters to the groups in {files.OUTBOX}, then record it: "
            f"lfe sent --letter {RECOMMENDATIONS.id} ({', '.join(to_send)})"
        )
    fresh = {one.group.id for one in asked if one.fresh}
    for group in groups_written_to(review):
        if group not in fresh and review.read(RECOMMENDATIONS.file(group)) is not None:
            yield (
                f"do not send {RECOMMENDATIONS.file(group)}: it no longer says what is decided "
                "(the next lfe decide puts that right)"
            )


def _from_the_groups(review: Review, today: date) -> Iterator[str]:
    for one in groups_asked(review):
        group = one.group
        if one.waiting_for_receipt:
            yield f"waiting to hear that the letter reached {group.name}: lfe received {group.id}"
        hoped = one.hoped_for_before(today)
        if hoped:
            which = ", ".join(r.id for r in hoped)
            day = min(r.report_back for r in hoped if r.report_back)
            yield (
                f"a report back from {group.name} on {which} was hoped for by {short_date(day)}: "
                f"ask how it goes, then record it: lfe reported-back {group.id}"
            )


# ---------------------------------------------------------------- actions and impact


def about_actions(review: Review, today: date) -> Iterator[str]:
    """The workbook, actions whose day has come or that could be stronger, and impact checks."""
    checks = impact_checks(review)
    if not checks:  # nothing is acted on
        return
    if not review.state.workbooks.written:
        yield "make the workbook of actions for the working groups: lfe actions"
    yield from _to_ask_about(review)
    found = [action for action in review.actions_acted_on if action["action"]]
    for action in found:
        if action.by and action.by < today and not action.is_over:
            yield f"ask kindly how {action.id} is going (hoped for by {short_date(action.by)})"
    to_show = [a.id for a in found if a.progress == "completed" and not a.is_closed]
    if to_show:
        yield f"ask what shows that it was done, and what became of it: {', '.join(to_show)}"
    not_said = [a.id for a in found if a.progress == NO_LONGER_NEEDED and not a.is_closed]
    if not_said:
        yield f"ask why it is no longer needed: {', '.join(not_said)}"
    told_above = {"date-in-the-past", "no-evidence", "evidence-says-nothing", "no-reason"}
    weak = {w.item for w in weak_points(found, today) if w.rule not in told_above}
    if weak:
        items = "an action" if len(weak) == 1 else "some actions"
        yield f"{items} could be stronger: lfe actions says how"
    yield from _about_impact(checks, today)


def _to_ask_about(review: Review) -> Iterator[str]:
    for copy in copies_to_ask_about(review):
        shows = f"lfe actions {review.reference}/{copy.file} shows them"
        yield f"ask about {what_was_left(review, copy)}: {shows}"


def _about_impact(checks: Iterable[ImpactCheck], today: date) -> Iterator[str]:
    """The checks whose time has come: of each recommendation the first."""
    asked: set[str] = set()
    for check in checks:
        if check.is_due(today) and check.recommendation not in asked:
            asked.add(check.recommendation)
            yield (
                f"ask what difference {check.recommendation} made "
                f"({months_in_words(check.months)}): lfe impact {check.recommendation}"
            )


# ---------------------------------------------------------------- a review that is closed


def carried_over(review: Review) -> tuple[OpenPoint, ...]:
    """The open points that are followed on after closing."""
    every = open_points(review)
    return tuple(one for one in every if one.carried.recommendation or one.carried.person)


def after_closing(review: Review, today: date) -> Iterator[str]:  # noqa: ARG001  (as its siblings)
    """Next steps in a closed review."""
    left = len(papers_to_remove(review))
    if left:
        there = "1 paper is" if left == 1 else f"{left} papers are"
        yield (
            f"{there} still in the folder that should be gone: a program held it when the review "
            "was closed, or it came later. To remove what should be gone: lfe close"
        )
    for path in lists_elsewhere(review):
        yield f"remove the list of names by hand, it lies outside this folder: {path}"
    for point in carried_over(review):
        yield f"carried over, {point.what}: {point.how}"
