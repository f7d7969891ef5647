"""What is next about actions and the difference that they make, for `lfe status`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lfe_cli.after.book_rows import group_name
from lfe_cli.after.impact import months_in_words
from lfe_cli.after.stronger import weak_points
from lfe_cli.review.action_plan import NO_LONGER_NEEDED
from lfe_cli.review.days import short_date
from lfe_cli.review.events import ActionsReturned
from lfe_cli.review.impact import ImpactCheck, impact_checks
from lfe_cli.review.workspace import Review


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


def copies_to_ask_about(review: Review) -> tuple[ActionsReturned, ...]:
    """Each group's newest copy in which something was not taken: our next workbook lacks it."""
    newest = {entry.event.group: entry.event for entry in review.state.workbooks.returned}
    return tuple(copy for copy in newest.values() if copy.not_taken)


def what_was_left(review: Review, copy: ActionsReturned) -> str:
    """How much of a copy was not taken, and whose copy it is."""
    things, were = ("1 cell", "was") if copy.not_taken == 1 else (f"{copy.not_taken} cells", "were")
    whose = f" of the {group_name(review, copy.group)}" if copy.group else ""
    return f"{things} of the copy{whose} that {were} not taken"


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
