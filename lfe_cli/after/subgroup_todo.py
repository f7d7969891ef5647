"""The open things of the subgroup: the page's way to it, what it decides, and the page's issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from lfe_cli.after.groups import groups_asked
from lfe_cli.after.subgroup_paper import outdated_subgroup_paper
from lfe_cli.after.submission import Meeting, meeting_on, next_meeting, still_open
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.letters.made_from import named
from lfe_cli.page.as_decided import (
    differing,
    is_edited_in_word,
    make_anew,
    words_put_otherwise,
)
from lfe_cli.page.order import is_left_out, is_open, open_steps
from lfe_cli.page.stages import stage_of
from lfe_cli.page.todo import said_otherwise
from lfe_cli.review import files
from lfe_cli.review.days import short_date
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.todo import AtClosing, Said, Todo
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Review

_AGREED_OR_AFTER = ("agreed", "subgroup", "issued")


def todos(review: Review, today: date) -> Iterator[Todo]:
    """Everything that is open until the page is issued, but what the subgroup is to decide."""
    yield from submission(review, today)
    if review.state.page.last:
        yield from _page_goes_on(review, today)
        yield from _records(review, today)
        yield from _who_may_read(review)
    yield from _issue(review)


def is_with_others(review: Review) -> bool:
    """Whether the page has been agreed, so that the board may speak of what follows it.

    Where a partnership does without that, one that is drafted or was read counts as agreed.
    """
    stage = stage_of(review)
    as_agreed = stage in ("draft", "read") and is_left_out(review, "agreed")
    return stage in _AGREED_OR_AFTER or (as_agreed and not open_steps(review, "subgroup"))


def _waits_to_be_issued(review: Review) -> bool:
    return is_with_others(review) and stage_of(review) != "issued"


def submission(review: Review, today: date) -> Iterator[Todo]:
    """The page's way to the subgroup, for the next meeting that papers can still reach."""
    stage, subgroup = stage_of(review), review.partnership.subgroup
    if stage in (None, "withdrawn") or is_left_out(review, "submitted"):
        return
    meeting = next_meeting(review.partnership, today)
    missing = not review.state.subgroup.submitted
    to_submit = is_with_others(review) and not review.recommendations
    following = Said(f"take the page to the {subgroup}")
    closing = AtClosing(
        CarriedOver(item="submission"),
        f"the page was not submitted to the {subgroup}",
        "lfe submit",
        "its next steps reach no working group",
    )
    is_ready = to_submit and _can_be_submitted(review)
    if is_ready and meeting is None:
        says = f"write down when the {subgroup} meets (subgroup_meetings in {PARTNERSHIP})"
        yield Todo("meetings", says=Said(says))
    yield Todo(
        "submission",
        due=meeting.papers_due if meeting else None,
        says=_to_submit(review, meeting) if is_ready and meeting else None,
        command="lfe submit",
        next=following if is_with_others(review) and missing else None,
        closing=closing if missing else None,
    )


def _to_submit(review: Review, meeting: Meeting) -> Said:
    return Said(
        f"make the {review.partnership.subgroup}'s paper for {short_date(meeting.day)} (papers are "
        f"due by {short_date(meeting.papers_due)}): lfe submit"
    )


def _page_goes_on(review: Review, today: date) -> Iterator[Todo]:
    """The page that was agreed anew, withdrawn, or says what was decided otherwise."""
    stage, known = stage_of(review), review.recommendations
    has_news = bool(still_open(known)) or (bool(known) and is_open(review, "submitted"))
    meeting = next_meeting(review.partnership, today)
    is_anew = _waits_to_be_issued(review) and stage != "subgroup"
    if is_anew and has_news and meeting and _can_be_submitted(review):
        says = (
            f"the page is agreed anew, so take it to the {review.partnership.subgroup}: lfe submit"
        )
        yield Todo("submission", says=Said(says), command="lfe submit")
    if stage == "withdrawn":
        asked = "ask the subgroup whether its steps still stand"
        until = ", and send the groups no letter until then" if _has_letters(review) else ""
        stands = f"{asked}{until}; " if any(one.is_acted_on for one in known) else ""
        command = make_anew(review)
        anew = f"once its words are right, make it anew: {command}"
        if differing(review):  # what is said below puts the words in, and makes it anew
            command, anew = "", ""
        if stands or anew:
            says = f"the page is withdrawn: {stands}{anew}".rstrip("; ")
            yield Todo("withdrawn page", says=Said(says), command=command)
    yield from said_otherwise(review)
    if is_anew and _was_put_otherwise(review):
        command = make_anew(review)
        says = "the page was changed in Word: put its words into learning.yaml, then: "
        yield Todo("learning", (files.LEARNING,), says=Said(f"{says}{command}"), command=command)


def _has_letters(review: Review) -> bool:
    """Whether a letter to a group lies unsent."""
    return any(
        not one.sent and review.read(RECOMMENDATIONS.file(one.group.id)) is not None
        for one in groups_asked(review)
    )


def _can_be_submitted(review: Review) -> bool:
    """Whether nothing comes before, and page and learning.yaml say the same, as was decided."""
    differs = bool(differing(review)) or _was_put_otherwise(review)
    return not differs and not open_steps(review, "subgroup")


def _was_put_otherwise(review: Review) -> bool:
    return is_edited_in_word(review) and bool(words_put_otherwise(review))


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
    meeting = meeting_on(review.partnership, day)
    papers_due = meeting.papers_due
    outdated = outdated_subgroup_paper(review, meeting, today) if today <= papers_due else None
    if outdated:
        command = f"lfe submit --meeting {day.isoformat()}"
        says = f"out of date: {named([outdated])}. Make it anew: {command}"
        yield Todo("submission", about, due=papers_due, says=Said(says), command=command)
    elif today <= papers_due and stage_of(review) in ("subgroup", "issued"):
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
    subgroup, stage = review.partnership.subgroup, stage_of(review)
    has_met = any(one.decision for one in review.recommendations)
    is_due = has_met or (is_left_out(review, "submitted") and _waits_to_be_issued(review))
    if is_due and stage != "withdrawn" and is_open(review, "circulation"):
        says = (
            f"record who else may read the page (the {subgroup} alone, partner agencies or the "
            "public): lfe decide"
        )
        yield Todo("circulation", says=Said(says), command="lfe decide")


def _issue(review: Review) -> Iterator[Todo]:
    """The page, once nothing is open that is required; the board speaks of it before."""
    circulation, subgroup = review.state.subgroup.circulation, review.partnership.subgroup
    if not _waits_to_be_issued(review):
        return
    left, command, says = open_steps(review, "issued"), "lfe report --stage issued", ""
    if not left and circulation:
        readers = {"subgroup": f"the {subgroup} alone", "public": "the public"}
        to = readers.get(circulation.event.to, "partner agencies")
        says = f"issue the page, which may go to {to}: {command}"
    elif {one.step.code for one in left} == {"names"}:
        says, command = f"issue the page; {left[0].sentence}", left[0].command
    yield Todo(
        "issue",
        since=circulation.day if circulation else None,
        says=Said(says) if says else None,
        command=command if says else "",
        next=Said("issue the page once it is decided who gets it")
        if review.state.subgroup.submitted
        else None,
    )
