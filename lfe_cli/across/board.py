"""The board: every review on a timeline, and every action's state, for whoever leads the unit.

It lies on a shared drive, so it says little: a review's reference and never its theme, no agency,
nobody of a family, no other process, no figure by which anybody could be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.across.board_page import (
    Board,
    BoardAction,
    BoardRecommendation,
    BoardReview,
    Milestone,
    MilestoneName,
    board_page,
    is_as_made,
)
from lfe_cli.across.status import stage_in_words
from lfe_cli.across.todo import todos
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.regular_file import read_file
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import is_stepped_up
from lfe_cli.review.folders import Astray
from lfe_cli.review.history.entries import Entry
from lfe_cli.review.impact import ImpactCheck, impact_checks
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.templates import find
from lfe_cli.review.todo import sentences
from lfe_cli.review.workspace import NotRead, Review, Workspace, of_each, read_text
from lfe_cli.sentences import counted, joined

TEMPLATE = "board.html"


def make_board(workspace: Workspace, today: date) -> tuple[Board, Changes]:
    """The board as it is today, and the change that puts it into the workspace's folder.

    Raises LfeError where a file of that name lies there that is not a board.
    """
    board = board_of(workspace, today)
    content = board_page(board, read_text(find(TEMPLATE, workspace.folder)), TEMPLATE)
    path = workspace.folder / files.BOARD
    present = read_file(path) if path.is_file() else None
    if present is not None and not is_as_made(present):
        raise LfeError(
            f"{files.BOARD} is there, and lfe did not make it as it is.",
            where=str(workspace.folder),
            next_step="Rename it or move it away, then run: lfe board",
        )
    if present == content:
        return board, Changes()
    return board, Changes(writes=(Write(files.BOARD, content),))


def board_of(workspace: Workspace, today: date) -> Board:
    """Every review as the board shows it: those under way first, then those that ended."""
    references = workspace.references()
    read, not_read = of_each(workspace, references, lambda review: _review(review, today))
    reviews = (*read, *map(_not_read, not_read))
    partnership = workspace.partnership
    return Board(
        partnership=partnership.name,
        review_name=partnership.review_name,
        subgroup=partnership.subgroup,
        marking=partnership.marking,
        made=today,
        reviews=tuple(sorted(reviews, key=lambda review: (review.ended, review.reference))),
    )


def _not_read(one: NotRead) -> BoardReview:
    said = f"put right {joined(one.files) or 'its folder'}: lfe check -r {one.reference}"
    stage = "not in its place" if isinstance(one.error, Astray) else "cannot be read"
    return BoardReview(one.reference, stage, (said,), (), (), (), is_read=False)


def _review(review: Review, today: date) -> BoardReview:
    ended = review.state.ending.closed is not None or is_stepped_up(review)
    found = todos(review, today)
    return BoardReview(
        reference=review.reference,
        stage=_stage(review, today),
        next=sentences(one.next for one in found),
        waiting=sentences(one.waiting for one in found),
        milestones=tuple(_as_it_ended(review, m) for m in _milestones(review, today)),
        recommendations=() if is_stepped_up(review) else tuple(_recommendations(review, today)),
        ended=ended,
    )


def _stage(review: Review, today: date) -> str:
    """Where it stands, and of a review that ended also when: "closed 3 March 2027"."""
    ending = review.state.ending
    ended = ending.closed if ending.is_over else ending.stepped_up or ending.closed
    said = stage_in_words(review, today)
    return f"{said} {short_date(ended.day)}" if ended else said


# ---------------------------------------------------------------- the timeline


def _milestones(review: Review, today: date) -> Iterator[Milestone]:
    state = review.state
    yield _happened("Start", state.started)
    sent = state.letters.sent_of(REQUEST.id)
    yield _happened("Forms out", min(sent, key=lambda entry: entry.day, default=None))
    yield _event(review, today)
    yield _happened("Page", state.page.first_at(*_AGREED_OR_AFTER))
    yield _subgroup(review, today)
    yield _report_back(review)


def _as_it_ended(review: Review, milestone: Milestone) -> Milestone:
    """Nothing is to come in a review that stopped; in a closed one, what was never recorded."""
    stopped = review.state.ending.stepped_up
    if stopped and (milestone.day is None or milestone.day >= stopped.day):
        return Milestone(milestone.name, None, "stopped")
    if review.state.ending.closed and milestone.state == "to come":
        return Milestone(milestone.name, None, "not recorded")
    return milestone


_AGREED_OR_AFTER = ("agreed", "subgroup", "issued")


def _happened(name: MilestoneName, entry: Entry | None) -> Milestone:
    return Milestone(name, entry.day if entry else None, "done" if entry else "to come")


def _event(review: Review, today: date) -> Milestone:
    at = review.manifest.event.at
    if at is None:
        gone = review.state.event.cancelled
        return Milestone("Event", None, "cancelled" if gone else "to come")
    return Milestone("Event", at.date(), "done" if at.date() < today else "planned")


def _subgroup(review: Review, today: date) -> Milestone:
    submitted = review.state.subgroup.last_submitted
    decided = [one.decided_on for one in review.recommendations if one.decided_on]
    if decided:
        return Milestone("Subgroup", max(decided), "done")
    meeting = submitted.event.meeting if submitted else None
    if meeting is None:
        return Milestone("Subgroup", None, "to come")
    return Milestone("Subgroup", meeting, "planned" if meeting >= today else "waiting for")


def _report_back(review: Review) -> Milestone:
    acted_on = [one for one in review.recommendations if one.is_acted_on]
    waiting = [one.report_back for one in acted_on if one.reported_on is None and one.report_back]
    if waiting:
        return Milestone("Report back", min(waiting), "waiting for")
    heard = [one.reported_on for one in acted_on if one.reported_on]
    done = bool(acted_on) and len(heard) == len(acted_on)
    return Milestone("Report back", max(heard) if done else None, "done" if done else "to come")


# ---------------------------------------------------------------- what groups do


def _recommendations(review: Review, today: date) -> Iterator[BoardRecommendation]:
    """What a working group acts on, in the subgroup's words."""
    checks = impact_checks(review)
    noted = review.state.workbooks.actions
    for one in review.recommendations:
        if one.is_acted_on:
            yield BoardRecommendation(
                id=one.id,
                words=one.words,
                group=review.partnership.group_name(one.group),
                report_back=_heard_back(one),
                impact=tuple(
                    _impact(check, today) for check in checks if check.recommendation == one.id
                ),
                actions=tuple(
                    BoardAction(
                        action.id,
                        action["action"],
                        action.by,
                        action.state,
                        passed=action.has_passed(today),
                    )
                    for action in noted
                    if action.recommendation == one.id
                ),
            )


def _heard_back(one: Recommendation) -> str:
    if one.reported_on:
        return f"reported back {short_date(one.reported_on)}"
    asked = f"; asked for by {short_date(one.report_back)}" if one.report_back else ""
    return f"not heard back yet{asked}"


def _impact(check: ImpactCheck, today: date) -> str:
    after = f"after {counted(check.months, 'month')}"
    if check.recorded:
        return f"{after}: told {short_date(check.recorded.day)}"
    return f"{after}: {'to be asked now' if check.is_due(today) else short_date(check.due)}"
