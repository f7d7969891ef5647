"""The rows of the actions workbook: what is recorded of each recommendation that is acted on."""

from __future__ import annotations

from collections.abc import Iterable

from lfe_cli.after.columns import Line, choice, label
from lfe_cli.review.action_plan import Action
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review


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


def lines_of(review: Review, group: str | None = None) -> tuple[Line, ...]:
    """The review's rows, in the order of its recommendations."""
    return tuple(
        Line(
            review=review.reference,
            id=action.id,
            recommendation=label(one.id, one.words),
            group=group_name(review, one.group),
            fields={**action.fields, "progress": _progress(action)},
            state=action.state,
        )
        for one, action in with_first_actions(
            acted_on(review, group), review.state.workbooks.actions
        )
    )


def _progress(action: Action) -> str:
    """What is recorded, also before there is a text: a copy that lost it would take it back."""
    return action["progress"] or (action.progress if action["action"] else "")


def choices_of(review: Review, group: str | None = None) -> tuple[str, ...]:
    """What the drop-down offers for a further action."""
    return tuple(choice(review.reference, one.id, one.words) for one in acted_on(review, group))


def group_name(review: Review, group: str) -> str:
    """A working group's name as the settings have it."""
    known = review.partnership.group(group)
    return known.name if known else group
