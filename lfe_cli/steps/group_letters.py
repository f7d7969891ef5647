"""Drafts each group's letter anew whenever what it has to say has changed, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lfe_cli.changes import Changes, Remove, together
from lfe_cli.letters.draft import Drafted
from lfe_cli.letters.papers import make, text_template
from lfe_cli.letters.template import GROUP_TEMPLATE, Replaced, draft_group_letter
from lfe_cli.review import actions
from lfe_cli.review.history import Event
from lfe_cli.review.partnership import address_in
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.groups import (
    LETTER,
    Asked,
    groups_asked,
    letter_of,
    sent_before,
    what_it_says,
    who_may_read,
)
from lfe_cli.steps.holds import reasons_to_keep


def draft_letters(review: Review, moment: datetime) -> tuple[Drafted, Changes]:
    """A letter to each group whose recommendations are not what its last draft said.

    A draft that nobody needs any more is taken away; one that an officer edited is kept, and told.
    """
    asked = groups_asked(review)
    new = [one for one in asked if _is_wanted(review, one)]
    parts = [_draft(review, one, moment) for one in new]
    without = [group for group in _written_to(review) if group not in {a.group.id for a in asked}]
    parts += [_take_away(review, group) for group in without]
    drafted = Drafted(
        lines=tuple(_line(one) for one in new),
        files=tuple(f"{review.reference}/{letter_of(one.group.id)}" for one in new),
        remarks=tuple(remark for group in without for remark in _about(review, group)),
    )
    return drafted, together(review.reference, parts)


def _is_wanted(review: Review, one: Asked) -> bool:
    gone = not one.sent and review.read(letter_of(one.group.id)) is None
    return gone or not one.fresh


def _draft(review: Review, one: Asked, moment: datetime) -> Changes:
    text, replaces = text_template(review, GROUP_TEMPLATE), _replaces(review, one)

    def build(at: datetime) -> bytes:
        return draft_group_letter(
            text,
            review=review,
            group=one.group,
            recommendations=one.recommendations,
            moment=at,
            readers=who_may_read(review) or "",
            replaces=replaces,
        )

    says = what_it_says(one.recommendations)
    about = {"letter": LETTER, "group": one.group.id, "says": says}
    readers = who_may_read(review)
    event = Event(actions.LETTER_DRAFTED, {**about, "page": readers} if readers else about)
    file = letter_of(one.group.id)
    return make(review, file, event, build, moment, replace_edited=True)[1]


def _replaces(review: Review, one: Asked) -> Replaced | None:
    """What the group was written before, and what of that no longer holds."""
    before = sent_before(review, one.group.id)
    if before is None:
        return None
    now = {r.id: r.words for r in one.recommendations}
    dropped = tuple(r.id for r in before.recommendations if r.id not in now)
    amended = tuple(r.id for r in before.recommendations if now.get(r.id, r.words) != r.words)
    return Replaced(before.sent_on, dropped, amended)


def _line(one: Asked) -> str:
    ids = ", ".join(r.id for r in one.recommendations)
    if not address_in(one.group.contact):
        return (
            f"{one.group.name}: letter drafted ({ids}), not addressed: its address goes into "
            f"partnership.yaml, working_groups, {one.group.id}, contact"
        )
    return f"{one.group.name}: letter drafted ({ids})"


def _written_to(review: Review) -> list[str]:
    drafted = review.history.of(actions.LETTER_DRAFTED, letter=LETTER)
    return list(dict.fromkeys(str(entry.get("group")) for entry in drafted))


def _take_away(review: Review, group: str) -> Changes:
    file = letter_of(group)
    present = review.read(file)
    if present is None or review.is_edited(file) or any(reasons_to_keep(review)):
        return Changes(review.reference)
    removal = Remove(f"{review.reference}/{file}", sha256(present))
    about = {"letter": LETTER, "group": group, "draft": file}
    removed = Event(actions.DRAFT_REMOVED, about)
    return Changes(review.reference, removals=(removal,), events=(removed,))


def _about(review: Review, group: str) -> Iterator[str]:
    """What an officer has to know of a group that has nothing to act on any more."""
    listed = review.partnership.group(group)
    name, file = listed.name if listed else group, letter_of(group)
    if review.read(file) is None:
        return
    if review.history.last(actions.SENT, letter=LETTER, group=group) is not None:
        yield f"{name} was written to, and has nothing to act on any more: please tell it."
    if review.is_edited(file):
        yield f"{file} is not needed any more, and you edited it: do not send it."
