"""The open things that follow the page: the subgroup's, the groups', their actions and impact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from lfe_cli.after import subgroup_todo
from lfe_cli.after.groups import Asked, groups_asked, groups_written_to
from lfe_cli.after.stronger import weak_points
from lfe_cli.after.subgroup_todo import is_with_others
from lfe_cli.after.workbook_columns import (
    acted_on,
    copies_to_ask_about,
    what_was_left,
    with_first_actions,
)
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.stages import stage_of
from lfe_cli.review import files
from lfe_cli.review.action_plan import NO_LONGER_NEEDED
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.impact import ImpactCheck, impact_checks, months_in_words
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.todo import AtClosing, Said, Todo
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted, joined

_LETTER_SENT = f"lfe sent --letter {RECOMMENDATIONS.id}"
_ANEW = "lfe decide --letters"
_WORKBOOK = "lfe actions"


def todos(review: Review, today: date) -> Iterator[Todo]:
    """Everything that is open, in the order in which it is needed."""
    yield from subgroup_todo.todos(review, today)
    following = (
        *subgroup_todo.decisions(review),
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
        yield _close(review, following)


def _close(review: Review, following: Iterable[Todo]) -> Todo:
    """Nothing is open today; what comes later (what difference it made) is carried over.

    What keeps the papers is asked about first.
    """
    closes = Said("close the review")
    if needed := list(reasons_to_keep(review)):
        first = (
            f"before the review is closed, ask whether its papers are needed ({'; '.join(needed)})"
            ", and write down what you heard: lfe edit"
        )
        return Todo("close", says=Said(first), command="lfe edit", next=closes)
    comes_later = any(one.closing for one in following)
    command = "lfe close --carry-over" if comes_later else "lfe close"
    also = " (what comes later is followed on)" if comes_later else ""
    says = Said(f"close the review{also}: {command}")
    return Todo("close", says=says, command=command, next=closes)


# ---------------------------------------------------------------- the working groups


def letters(review: Review) -> Iterator[Todo]:
    """The letters to the groups: one that was never written to does not know what it is asked.

    One that has them, or says already how it goes, is not written to any more.
    """
    asked = groups_asked(review)
    for one in asked:
        if not one.sent and one.has_not_said_anything:
            yield _letter(review, one)
            yield from _lost(review, one)
    fresh = {one.group.id for one in asked if one.fresh}
    is_to_be_said = review.state.page.last is not None and stage_of(review) != "withdrawn"
    for group in groups_written_to(review) if is_to_be_said else ():
        file = RECOMMENDATIONS.file(group)
        if group not in fresh and review.read(file) is not None:
            says = f"do not send {file}: it is out of date. Make it anew: "
            yield Todo("outdated letter", (group,), says=Said(says + _ANEW), command=_ANEW)


def _letter(review: Review, asked: Asked) -> Todo:
    group = asked.group
    ids = ", ".join(one.id for one in asked.recommendations)
    closing = AtClosing(
        CarriedOver(item="letter", group=group.id),
        f"it is not recorded that the letter to {group.name} was sent",
        _LETTER_SENT,
        "its draft is removed with the other papers",
    )
    return Todo(
        "group letter",
        (group.id,),
        says=_to_send(review, asked),
        command=_LETTER_SENT,
        next=Said("send the groups' letters (", ids, ")") if is_with_others(review) else None,
        closing=closing,
    )


def _to_send(review: Review, asked: Asked) -> Said | None:
    """Of a withdrawn page it is asked first whether its steps still stand."""
    if not asked.fresh or stage_of(review) in (None, "withdrawn"):
        return None
    before = f"send the letters in {files.OUTBOX} to the groups ("
    return Said(before, asked.group.name, f"), then record it: {_LETTER_SENT}")


def _lost(review: Review, asked: Asked) -> Iterator[Todo]:
    """A letter that was never drafted, or that somebody took away."""
    is_there = review.read(RECOMMENDATIONS.file(asked.group.id)) is not None
    if not asked.fresh and not is_there and stage_of(review) not in (None, "withdrawn"):
        says = Said("draft the letters to the groups (", asked.group.name, f"): {_ANEW}")
        yield Todo("outdated letter", (asked.group.id,), says=says, command=_ANEW)


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
        next=Said("ask the groups how it goes with ", ids) if is_with_others(review) else None,
    )


# ---------------------------------------------------------------- actions and impact


def _workbook(review: Review) -> Iterator[Todo]:
    """The workbook, where there is none, or none since a recommendation without actions is."""
    written = review.state.workbooks.written
    if stage_of(review) == "withdrawn":  # nobody knows whether its steps still stand
        return
    if acted_on(review) and not written:
        says = "make the workbook of actions for the working groups: lfe actions"
        yield Todo("workbook", says=Said(says), command=_WORKBOOK)
    elif since := [one.id for one in acted_on(review) if _is_missing(review, one, written[-1].at)]:
        says = f"make the workbook of actions anew, with {joined(since)}, and send it: lfe actions"
        yield Todo("workbook", tuple(since), says=Said(says), command=_WORKBOOK)


def _is_missing(review: Review, one: Recommendation, written: datetime) -> bool:
    """Whether it was decided after the workbook was made, and no action on it is known."""
    known = {action.recommendation for action in review.state.workbooks.actions}
    decided = review.state.subgroup.last_decided(one.id)
    return one.id not in known and decided is not None and decided.at > written


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
    on_board = is_with_others(review)
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
    for action in to_show if is_with_others(review) else ():
        yield Todo("outcome", (action.id,), next=Said("ask what became of ", action.id))
    shows = "ask what shows that it was done, and what became of it: "
    for before, not_needed in ((shows, False), ("ask why it is no longer needed: ", True)):
        for action in to_show:
            if (action.progress == NO_LONGER_NEEDED) is not_needed:
                yield Todo("outcome", (action.id,), says=Said(before, action.id))


def _weak(review: Review, today: date) -> Iterator[Todo]:
    """Actions that could be stronger, for other reasons than those for which it is asked anyway."""
    if stage_of(review) == "withdrawn":
        return
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
            yield open_check if is_with_others(review) else replace(open_check, next=None)


def _not_yet(one: Todo) -> Todo:
    """As closing shows it: there is a day from which it can be recorded."""
    assert one.closing is not None
    assert one.due is not None
    how = f"it comes up from {short_date(one.due)} on: lfe status"
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
