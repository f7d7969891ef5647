"""The open things that follow the page: the subgroup, the groups, their actions, their impact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from lfe_cli.after.groups import Asked, groups_asked, groups_written_to
from lfe_cli.after.stronger import weak_points
from lfe_cli.after.submission import Meeting, meeting_on, next_meeting, still_open
from lfe_cli.after.workbook_columns import (
    acted_on,
    copies_to_ask_about,
    what_was_left,
    with_first_actions,
)
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.stages import stage_of
from lfe_cli.page.todo import said_otherwise
from lfe_cli.review import files
from lfe_cli.review.action_plan import NO_LONGER_NEEDED
from lfe_cli.review.days import short_date
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.impact import ImpactCheck, impact_checks, months_in_words
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.todo import AtClosing, Said, Todo
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted

_AGREED_OR_AFTER = ("agreed", "subgroup", "issued")
_LETTER_SENT = f"lfe sent --letter {RECOMMENDATIONS.id}"
_WORKBOOK = "lfe actions"


def todos(review: Review, today: date) -> Iterator[Todo]:
    """Everything that is open, in the order in which it is needed."""
    yield from submission(review, today)
    if review.state.page.last:
        yield from _page_goes_on(review)
        yield from _records(review, today)
        yield from _who_may_read(review)
    yield from _issue(review)
    following = (
        *decisions(review),
        *letters(review),
        *report_backs(review),
        *_from_the_groups(review, today),
        *_workbook(review),
        *copies(review),
        *actions(review),
        *_passed(review, today),
        *_outcomes(review),
        *_weak(review, today),
        *impact(review, today),
    )
    yield from following
    if stage_of(review) == "issued" and not any(one.next or one.waiting for one in following):
        yield _close(following)


def _close(following: Iterable[Todo]) -> Todo:
    """Nothing is open today; what comes later (what difference it made) is carried over."""
    comes_later = any(one.closing for one in following)
    command = "lfe close --carry-over" if comes_later else "lfe close"
    also = " (what comes later is followed on)" if comes_later else ""
    says = Said(f"close the review{also}: {command}")
    return Todo("close", says=says, command=command, next=Said("close the review"))


def _is_with_others(review: Review) -> bool:
    """Whether the page has been agreed, so that the board may speak of what follows it."""
    return stage_of(review) in _AGREED_OR_AFTER


# ---------------------------------------------------------------- the subgroup


def submission(review: Review, today: date) -> Iterator[Todo]:
    """The page's way to the subgroup, for the next meeting that papers can still reach."""
    stage, subgroup = stage_of(review), review.partnership.subgroup
    if stage in (None, "withdrawn"):
        return
    meeting = next_meeting(review.partnership, today)
    missing = not review.state.subgroup.submitted
    to_submit = _is_with_others(review) and not review.recommendations
    following = Said(f"take the page to the {subgroup}")
    closing = AtClosing(
        CarriedOver(item="submission"),
        f"the page was not submitted to the {subgroup}",
        "lfe submit",
        "its next steps reach no working group",
    )
    if to_submit and meeting is None:
        says = f"write down when the {subgroup} meets (subgroup_meetings in {PARTNERSHIP})"
        yield Todo("meetings", says=Said(says))
    yield Todo(
        "submission",
        due=meeting.papers_due if meeting else None,
        says=_to_submit(review, meeting) if to_submit and meeting else None,
        command="lfe submit",
        next=following if _is_with_others(review) and missing else None,
        closing=closing if missing else None,
    )


def _to_submit(review: Review, meeting: Meeting) -> Said:
    subgroup = review.partnership.subgroup
    return Said(
        f"make the {subgroup}'s paper: lfe submit (it meets on {short_date(meeting.day)}, "
        f"papers are due by {short_date(meeting.papers_due)})"
    )


def _page_goes_on(review: Review) -> Iterator[Todo]:
    """The page that was agreed anew, withdrawn, or says what was decided otherwise."""
    stage, known = stage_of(review), review.recommendations
    if stage == "agreed" and still_open(known):
        says = f"the page is agreed anew: lfe submit takes it to the {review.partnership.subgroup}"
        yield Todo("submission", says=Said(says), command="lfe submit")
    if stage == "withdrawn" and any(one.is_acted_on for one in known):
        says = "the page is withdrawn: ask the subgroup whether its steps still stand"
        yield Todo("withdrawn page", says=Said(says))
    if stage != "withdrawn":
        yield from said_otherwise(review)


def _records(review: Review, today: date) -> Iterator[Todo]:
    """The record of what the subgroup decides, and its papers until it meets."""
    if stage_of(review) == "withdrawn":
        return
    subgroup, known = review.partnership.subgroup, review.recommendations
    undecided = tuple(one.id for one in known if one.decision is None)
    submitted = review.state.subgroup.last_submitted
    if undecided and submitted and submitted.event.meeting:
        yield from _at_the_meeting(review, undecided, submitted.event.meeting, today)
    for one in known:
        if one.decision == "held":
            says = Said(
                f"the {subgroup} holds ",
                one.id,
                ": find out what it needs, and record what it decides then: lfe decide",
            )
            yield Todo("record of decisions", (one.id,), says=says, command="lfe decide")


def _at_the_meeting(
    review: Review, undecided: Sequence[str], day: date, today: date
) -> Iterator[Todo]:
    subgroup, about = review.partnership.subgroup, tuple(undecided)
    papers_due = meeting_on(review.partnership, day).papers_due
    if today <= papers_due and stage_of(review) in ("subgroup", "issued"):
        says = (
            f"send {files.PAPER} and {files.REPORT} to the {subgroup}: papers for "
            f"{short_date(day)} are due by {short_date(papers_due)}"
        )
        yield Todo("papers to the subgroup", about, due=papers_due, says=Said(says))
    elif today < day:
        says = f"the {subgroup} meets on {short_date(day)}; then record what it decided"
        yield Todo("record of decisions", about, since=day, says=Said(says))
    else:
        says = f"record what the {subgroup} decided on {', '.join(about)}: lfe decide"
        command = "lfe decide"
        yield Todo("record of decisions", about, since=day, says=Said(says), command=command)


def decisions(review: Review) -> Iterator[Todo]:
    """What the subgroup has not decided yet, then what it holds."""
    subgroup, submitted = review.partnership.subgroup, review.state.subgroup.last_submitted
    meeting = submitted.event.meeting if submitted else None
    undecided = Said(f"the {subgroup}'s decision on ")
    held = Said(f"the {subgroup}, which holds ")
    open_ones = still_open(review.recommendations)
    for one in sorted(open_ones, key=lambda one: one.decision == "held"):
        is_held = one.decision == "held"
        how = "is held by" if is_held else "waits for a decision of"
        yield Todo(
            "decision",
            (one.id,),
            "the subgroup",
            since=one.decided_on,
            due=None if is_held else meeting,
            command="lfe decide",
            waiting=replace(held if is_held else undecided, item=one.id),
            closing=AtClosing(
                CarriedOver(recommendation=one.id, what="decision"),
                f"{one.id} {how} the {subgroup}",
                "lfe decide",
            ),
        )


def _who_may_read(review: Review) -> Iterator[Todo]:
    """Who may read the page is the subgroup's decision; until it is recorded, nobody else does."""
    known, stage = review.recommendations, stage_of(review)
    circulation, subgroup = review.state.subgroup.circulation, review.partnership.subgroup
    issue = "lfe report --stage issued"
    if circulation is None and any(one.decision for one in known) and stage != "withdrawn":
        says = (
            f"record who else may read the page (the {subgroup} alone, partners or the "
            "public): lfe decide --circulation subgroup, partners or public"
        )
        yield Todo("circulation", says=Said(says), command="lfe decide --circulation")
    elif circulation is None and stage == "subgroup" and not known:
        says = f"when the {subgroup} has decided who gets it: {issue}"
        yield Todo("issue", says=Said(says), command=issue)
    elif circulation and (stage == "subgroup" or (stage == "agreed" and not still_open(known))):
        readers = {"subgroup": f"the {subgroup} alone", "public": "the public"}
        to = readers.get(circulation.event.to, "partner agencies")
        says = f"issue the page, which may go to {to}: {issue}"
        yield Todo("issue", since=circulation.day, says=Said(says), command=issue)


def _issue(review: Review) -> Iterator[Todo]:
    if stage_of(review) in ("agreed", "subgroup") and review.state.subgroup.submitted:
        says = Said("issue the page once it is decided who gets it")
        yield Todo("issue", command="lfe report --stage issued", next=says)


# ---------------------------------------------------------------- the working groups


def letters(review: Review) -> Iterator[Todo]:
    """The letters to the groups: one that was never written to does not know what it is asked."""
    asked = groups_asked(review)
    for one in asked:
        if not one.sent:
            yield _letter(review, one)
    fresh = {one.group.id for one in asked if one.fresh}
    for group in groups_written_to(review) if review.state.page.last else ():
        file = RECOMMENDATIONS.file(group)
        if group not in fresh and review.read(file) is not None:
            says = (
                f"do not send {file}: it no longer says what is decided (the next lfe decide puts "
                "that right)"
            )
            yield Todo("outdated letter", (group,), says=Said(says), command="lfe decide")


def _letter(review: Review, asked: Asked) -> Todo:
    group = asked.group
    before = f"send the letters to the groups in {files.OUTBOX}, then record it: {_LETTER_SENT} ("
    ids = ", ".join(one.id for one in asked.recommendations)
    closing = AtClosing(
        CarriedOver(item="letter", group=group.id),
        f"it is not recorded that the letter to {group.name} was sent",
        _LETTER_SENT,
        "its draft is removed with the other papers",
    )
    not_heard = any(one.reported_on is None for one in asked.recommendations)
    lies_there = asked.fresh and review.state.page.last
    return Todo(
        "group letter",
        (group.id,),
        says=Said(before, group.name, ")") if lies_there else None,
        command=_LETTER_SENT,
        next=Said("send the groups' letters (", ids, ")") if _is_with_others(review) else None,
        closing=closing if not_heard else None,
    )


def report_backs(review: Review) -> Iterator[Todo]:
    """Every recommendation of which the group has not said yet how it goes."""
    for one in review.recommendations:
        if one.is_acted_on and one.reported_on is None:
            command = f"lfe reported-back {one.group}"
            group = review.partnership.group_name(one.group)
            yield Todo(
                "report back",
                (one.id,),
                "a group",
                since=one.decided_on,
                due=one.report_back,
                command=command,
                waiting=Said("the groups' report on ", one.id),
                closing=AtClosing(
                    CarriedOver(recommendation=one.id, what="report back"),
                    f"{one.id}: not heard back yet from {group}",
                    command,
                ),
            )


def _from_the_groups(review: Review, today: date) -> Iterator[Todo]:
    for one in groups_asked(review):
        group = one.group
        if one.waiting_for_receipt and review.state.page.last:
            command = f"lfe received {group.id}"
            says = f"waiting to hear that the letter reached {group.name}: {command}"
            yield Todo("receipt", (group.id,), "a group", says=Said(says), command=command)
        hoped = one.hoped_for_before(today)
        if hoped:
            yield _to_ask(review, one, hoped)


def _to_ask(review: Review, asked: Asked, hoped: Sequence[Recommendation]) -> Todo:
    group, ids = asked.group, ", ".join(one.id for one in hoped)
    day = min(one.report_back for one in hoped if one.report_back)
    command = f"lfe reported-back {group.id}"
    says = (
        f"a report back from {group.name} on {ids} was hoped for by {short_date(day)}: "
        f"ask how it goes, then record it: {command}"
    )
    return Todo(
        "ask for a report back",
        (group.id,),
        since=day,
        says=Said(says) if review.state.page.last else None,
        command=command,
        next=Said("ask the groups how it goes with ", ids) if _is_with_others(review) else None,
    )


# ---------------------------------------------------------------- actions and impact


def _workbook(review: Review) -> Iterator[Todo]:
    if acted_on(review) and not review.state.workbooks.written:
        says = "make the workbook of actions for the working groups: lfe actions"
        yield Todo("workbook", says=Said(says), command=_WORKBOOK)


def copies(review: Review) -> Iterator[Todo]:
    """Cells that nobody took: they stand in the group's copy alone, and closing removes it."""
    for copy in copies_to_ask_about(review):
        left, command = what_was_left(review, copy), f"lfe actions {review.reference}/{copy.file}"
        yield Todo(
            "workbook copy",
            (copy.file,),
            says=Said(f"ask about {left}; to see them: {command}") if acted_on(review) else None,
            command=command,
            closing=AtClosing(
                CarriedOver(item="workbook", group=copy.group),
                f"nobody has put right {left}",
                command,
                "the copy is removed with the other papers, and what it says with it",
            ),
        )


def actions(review: Review) -> Iterator[Todo]:
    """Every action that is not closed, and the place for a recommendation's first one."""
    for one, action in with_first_actions(acted_on(review), review.state.workbooks.actions):
        if action.is_closed:
            continue
        by = f", by {short_date(action.by)}" if action.by else ""
        shown = Said("evidence that ", action.id, " is done", " are done")
        first = Said("the first action on ", one.id)
        yield Todo(
            "action",
            (action.id,),
            "a group",
            since=one.decided_on,
            due=action.by,
            command=_WORKBOOK,
            waiting=shown if action["action"] else first,
            closing=AtClosing(
                CarriedOver(recommendation=one.id, item=action.id),
                f"{action.id}: {action.state}{by}",
                _WORKBOOK,
            ),
        )


def _passed(review: Review, today: date) -> Iterator[Todo]:
    """Actions that go on, and whose day is over: it is asked kindly how they are going."""
    on_board = _is_with_others(review)
    for action in review.actions_acted_on:
        if action.by and action.has_passed(today):
            hoped = f"(hoped for by {short_date(action.by)})"
            says = Said(f"ask kindly how {action.id} is going {hoped}")
            following = Said("ask kindly how ", action.id, " is going", " are going")
            yield Todo(
                "ask about an action",
                (action.id,),
                since=action.by,
                says=says if action["action"] else None,
                next=following if on_board else None,
            )


def _outcomes(review: Review) -> Iterator[Todo]:
    """Actions that a group is done with, and of which nobody knows yet what came of them.

    The board has them in one sentence, status apart: those that are done, and those that are not
    needed any longer.
    """
    to_show = [action for action in review.actions_acted_on if action.is_to_be_shown]
    for action in to_show if _is_with_others(review) else ():
        yield Todo("outcome", (action.id,), next=Said("ask what became of ", action.id))
    shows = "ask what shows that it was done, and what became of it: "
    for before, not_needed in ((shows, False), ("ask why it is no longer needed: ", True)):
        for action in to_show:
            if (action.progress == NO_LONGER_NEEDED) is not_needed:
                yield Todo("outcome", (action.id,), says=Said(before, action.id))


def _weak(review: Review, today: date) -> Iterator[Todo]:
    """Actions that could be stronger, for other reasons than those for which it is asked anyway."""
    found = [action for action in review.actions_acted_on if action["action"]]
    told_above = {"date-in-the-past", "no-evidence", "evidence-says-nothing", "no-reason"}
    weak = {w.item for w in weak_points(found, today) if w.rule not in told_above}
    if weak:
        items = "an action" if len(weak) == 1 else "some actions"
        says = Said(f"{items} could be stronger (how: lfe actions)")
        yield Todo("weak action", tuple(sorted(weak)), says=says, command=_WORKBOOK)


def impact(review: Review, today: date) -> Iterator[Todo]:
    """Every check that is not recorded; of a recommendation's that are due, the first speaks."""
    spoken: set[str] = set()
    for check in impact_checks(review):
        if check.recorded:
            continue
        open_check = _impact(check)
        if not check.is_due(today):
            yield replace(_not_yet(open_check), command="", says=None, next=None, waiting=None)
        elif check.recommendation in spoken:
            yield replace(open_check, says=None, next=None)
        else:
            spoken.add(check.recommendation)
            yield open_check if _is_with_others(review) else replace(open_check, next=None)


def _not_yet(one: Todo) -> Todo:
    """As closing shows it: there is a day from which it can be recorded."""
    assert one.closing is not None
    assert one.due is not None
    how = f"from {short_date(one.due)} on: {one.command}"
    return replace(one, closing=replace(one.closing, how=how))


def _impact(check: ImpactCheck) -> Todo:
    """A check with all that can be said of it."""
    one, months, command = check.recommendation, check.months, f"lfe impact {check.recommendation}"
    return Todo(
        "impact",
        (one,),
        "a group",
        due=check.due,
        says=Said(f"ask what difference {one} made ({months_in_words(months)}): {command}"),
        command=command,
        next=Said("ask what difference ", one, " made"),
        waiting=Said(f"what difference {one} made, after {counted(months, 'month')}"),
        closing=AtClosing(
            CarriedOver(recommendation=one, what="impact", months=months),
            f"{one}: what difference it made, asked after {counted(months, 'month')} "
            f"({short_date(check.due)})",
            command,
        ),
    )
