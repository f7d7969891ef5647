"""Drafts each group's letter anew whenever what it has to say has changed, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lfe_cli.letters.draft import Contents, Drafted, draft, without_draft
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.days import long_date
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.groups import (
    Asked,
    groups_asked,
    sent_before,
    what_it_says,
    who_may_read,
)
from lfe_cli.review.partnership import address_in
from lfe_cli.review.workspace import Review


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
        files=tuple(f"{review.reference}/{RECOMMENDATIONS.file(one.group.id)}" for one in new),
        remarks=tuple(remark for group in without for remark in _about(review, group)),
    )
    return drafted, together(review.reference, parts)


def _is_wanted(review: Review, one: Asked) -> bool:
    gone = not one.sent and review.read(RECOMMENDATIONS.file(one.group.id)) is None
    return gone or not one.fresh


def _draft(review: Review, one: Asked, moment: datetime) -> Changes:
    readers = who_may_read(review)
    recorded = {"says": what_it_says(one.recommendations), **({"page": readers} if readers else {})}
    contents = Contents(_says(one, readers or "", _replaces(review, one)), recorded=recorded)
    return draft(review, RECOMMENDATIONS, one.group, moment, contents)


@dataclass(frozen=True)
class _Replaced:
    """The day of the letter that this one replaces, and which of its recommendations changed.

    `dropped` are the ids that are with the group no more, `amended` those that have other words.
    """

    sent_on: date
    dropped: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()


def _says(one: Asked, readers: str, replaces: _Replaced | None) -> dict[str, Any]:
    """What the letter's template can name beside what all letters can.

    `report_back` is the one day where it is the same for all, else empty. `readers` says who may
    read the page (subgroup, partners, public, or "" while that is not decided), `replaces` is the
    day of an earlier letter, else empty, and `dropped` what that asked and this does not.
    """
    days = {r.report_back for r in one.recommendations}
    same = days.pop() if len(days) == 1 else None
    return {
        "recommendations": [
            {
                "id": r.id,
                "words": r.words,
                "report_back": long_date(r.report_back) if r.report_back else "",
                "amended": replaces is not None and r.id in replaces.amended,
            }
            for r in one.recommendations
        ],
        "report_back": long_date(same) if same else "",
        "readers": readers,
        "replaces": long_date(replaces.sent_on) if replaces else "",
        "dropped": list(replaces.dropped) if replaces else [],
    }


def _replaces(review: Review, one: Asked) -> _Replaced | None:
    """What the group was written before, and what of that no longer holds."""
    before = sent_before(review, one.group.id)
    if before is None:
        return None
    now = {r.id: r.words for r in one.recommendations}
    dropped = tuple(r.id for r in before.recommendations if r.id not in now)
    amended = tuple(r.id for r in before.recommendations if now.get(r.id, r.words) != r.words)
    return _Replaced(before.sent_on, dropped, amended)


def _line(one: Asked) -> str:
    ids = ", ".join(r.id for r in one.recommendations)
    if not address_in(one.group.contact):
        return (
            f"{one.group.name}: letter drafted ({ids}), not addressed: its address goes into "
            f"partnership.yaml, working_groups, {one.group.id}, contact"
        )
    return f"{one.group.name}: letter drafted ({ids})"


def _written_to(review: Review) -> list[str]:
    drafted = review.state.letters.drafted_of(RECOMMENDATIONS.id)
    return list(dict.fromkeys(entry.event.group or "" for entry in drafted))


def _take_away(review: Review, group: str) -> Changes:
    file = RECOMMENDATIONS.file(group)
    if review.read(file) is None or review.is_edited(file) or any(reasons_to_keep(review)):
        return Changes(review.reference)
    return without_draft(review, file, letter=RECOMMENDATIONS.id, group=group)


def _about(review: Review, group: str) -> Iterator[str]:
    """What an officer has to know of a group that has nothing to act on any more."""
    listed = review.partnership.group(group)
    name, file = listed.name if listed else group, RECOMMENDATIONS.file(group)
    if review.read(file) is None:
        return
    if review.state.letters.last_sent_to_group(RECOMMENDATIONS.id, group) is not None:
        yield f"{name} was written to, and has nothing to act on any more: please tell it."
    if review.is_edited(file):
        yield f"{file} is not needed any more, and you edited it: do not send it."
