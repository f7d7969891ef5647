"""The columns and rows of the actions workbook, and the tags by which its copies are known again.

Whoever writes the workbook and whoever reads it back go by these, and by nothing else in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lfe_cli.review.action_plan import Action
from lfe_cli.review.ending import goes_on, is_closed
from lfe_cli.review.events import ActionsReturned
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import counted

ACTIONS_SHEET = "Actions"
TAGS_SHEET = "lfe"  # hidden: what the copy was made from
KIND, SCOPE, BASE = "lfe.workbook", "lfe.scope", "lfe.base."
IS_ACTIONS = "actions"
ONE_REVIEW, ALL_REVIEWS, OF_GROUP = "review", "all", "group:"

_LABEL = re.compile(
    r"\s*(?:(?P<review>[A-Za-z][A-Za-z0-9]{0,9}-\d{4}-\d{3,})[\s:,]+)?(?P<id>[Rr]\d{1,3})\b(?!\.)"
)
_LONGEST_LABEL = 120


@dataclass(frozen=True)
class Column:
    """One column. `ours`: the tool writes it, and a change in it is told and not taken."""

    key: str
    heading: str
    ours: bool = False


COLUMNS = (
    Column("review", "Review", ours=True),
    Column("id", "Id", ours=True),
    Column("recommendation", "Recommendation", ours=True),
    Column("group", "Working group", ours=True),
    Column("action", "Action"),
    Column("owner", "Owner (role)"),
    Column("measure", "How we will know"),
    Column("by", "By when"),
    Column("change", "Change expected for children"),
    Column("progress", "Progress"),
    Column("evidence", "Evidence"),
    Column("state", "State", ours=True),
)
HEADINGS = {column.key: column.heading for column in COLUMNS}


def label(recommendation: str, words: str) -> str:
    """A recommendation as its cell shows it: its id, then its words."""
    return f"{recommendation}: {words}"


def choice(review: str, recommendation: str, words: str) -> str:
    """A recommendation as the drop-down offers it, short enough for a list."""
    shown = " ".join(f"{review} {label(recommendation, words)}".split())
    return shown if len(shown) <= _LONGEST_LABEL else shown[: _LONGEST_LABEL - 2].rstrip() + " …"


def meant_by(text: str) -> tuple[str, str]:
    """The review and the recommendation that a cell or a choice begins with; "" where neither."""
    found = _LABEL.match(text)
    return ((found["review"] or "").upper(), found["id"].upper()) if found else ("", "")


@dataclass(frozen=True)
class Line:
    """One row: an action, or the place for a recommendation's first one (`fields` empty).

    `fields` are those of an action; `by` is an ISO date. `group` is the working group's name.
    """

    review: str
    id: str
    recommendation: str
    group: str
    fields: Mapping[str, str]
    state: str


# ---------------------------------------------------------------- what is recorded, as rows


def acted_on(review: Review, group: str | None = None) -> tuple[Recommendation, ...]:
    """The recommendations that a group acts on; with `group`, that group's."""
    found = (one for one in review.recommendations if one.is_acted_on)
    return tuple(one for one in found if group in (None, one.group))


def with_first_actions(
    found: Iterable[Recommendation], known: Iterable[Action]
) -> tuple[tuple[Recommendation, Action], ...]:
    """Each recommendation with its actions; with an empty first one where there is none yet."""
    every = tuple(known)
    return tuple(
        (one, action)
        for one in found
        for action in (
            tuple(a for a in every if a.recommendation == one.id)
            or (Action(first_action(one.id), one.id),)
        )
    )


def first_action(recommendation: str) -> str:
    """The id of a recommendation's first action."""
    return f"{recommendation}.1"


def has_rows(review: Review, group: str | None = None) -> bool:
    """Whether a workbook of several reviews has its rows: until nothing in it is carried on.

    So what was carried over when it was closed stays before its group until it is done.
    """
    known = review.state.workbooks.actions
    return not is_closed(review) or any(
        goes_on(review, one.id, action.id) and not action.is_closed
        for one, action in with_first_actions(acted_on(review, group), known)
    )


def lines_of(review: Review, group: str | None = None) -> tuple[Line, ...]:
    """The review's rows, in the order of its recommendations."""
    return tuple(
        Line(
            review=review.reference,
            id=action.id,
            recommendation=label(one.id, one.words),
            group=review.partnership.group_name(one.group),
            fields={**action.fields, "progress": _progress(action)},
            state=action.state,
        )
        for one, action in with_first_actions(
            acted_on(review, group), review.state.workbooks.actions
        )
    )


def _progress(action: Action) -> str:
    """The progress recorded, also before there is a text: a copy without it would take it back."""
    return action["progress"] or (action.progress if action["action"] else "")


def choices_of(review: Review, group: str | None = None) -> tuple[str, ...]:
    """The choices of the drop-down for a further action."""
    return tuple(choice(review.reference, one.id, one.words) for one in acted_on(review, group))


# ---------------------------------------------------------------- copies that came back


def copies_to_ask_about(review: Review) -> tuple[ActionsReturned, ...]:
    """Each group's newest copy in which something was not taken: our next workbook lacks it."""
    newest = {entry.event.group: entry.event for entry in review.state.workbooks.returned}
    return tuple(copy for copy in newest.values() if copy.not_taken)


def what_was_left(review: Review, copy: ActionsReturned) -> str:
    """The amount of a copy that was not taken, and whose copy it is."""
    things, were = counted(copy.not_taken, "cell"), "was" if copy.not_taken == 1 else "were"
    whose = f" of the {review.partnership.group_name(copy.group)}" if copy.group else ""
    return f"{things} of the copy{whose} that {were} not taken"
