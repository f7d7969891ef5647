"""A submission to the subgroup: what is seen to first, the meeting, the recommendations.

These are kept word for word as they are submitted, and decided ones stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.checks.identifiers import about_the_list
from lfe_cli.errors import LfeError
from lfe_cli.event.attendance import not_recorded_yet
from lfe_cli.event.family import learning_unheard
from lfe_cli.page.learning import Learning
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, Write, keeping_aside, refuse_if_open
from lfe_cli.review.days import add_working_days, short_date
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.recommendations import (
    Recommendation,
    recommendations_kept,
    recommended_in,
)
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.review.yamlfile import as_yaml
from lfe_cli.sentences import joined

_HEAD = """\
# The recommendations as they were submitted, word for word. Please leave this file as it is:
# it is written when the page is submitted; what the subgroup made of each stands in the history.

"""


def before_it_goes_further(review: Review, today: date) -> Iterator[str]:
    """Steps to be taken before more people read the page; none where all is recorded."""
    for says, command in learning_unheard(review):
        yield f"before it goes further: {says} ({command})"
    words, about_list = about_the_list(review.workspace, review.reference)
    if not words and (words is not None or about_list):
        yield (
            f"before it goes further: write the names and places into {files.IDENTIFIERS}; it "
            "holds none, so no name was looked for"
        )
    if not_recorded_yet(review, today):
        yield "record who came to the event, while somebody still knows: lfe attended"


# ---------------------------------------------------------------- the meeting


@dataclass(frozen=True)
class Meeting:
    """A meeting of the subgroup: its day, and the day by which its papers are due."""

    day: date
    papers_due: date


def meeting_on(partnership: Partnership, day: date) -> Meeting:
    """The meeting of this day; its papers are due as many working days before as is set."""
    return Meeting(day, add_working_days(day, -partnership.settings.paper_working_days))


def next_meeting(partnership: Partnership, today: date) -> Meeting | None:
    """The next meeting that papers can still reach in time; None where none is listed."""
    listed = (meeting_on(partnership, day) for day in sorted(partnership.subgroup_meetings))
    return next((one for one in listed if one.papers_due >= today), None)


def meeting_for(review: Review, wanted: date | None, today: date) -> Meeting:
    """The meeting of the day that is wanted; without one, the next that papers can still reach.

    Raises LfeError where none is listed, for one that has been, and for one before the event.
    """
    partnership = review.partnership
    if wanted is not None:
        _refuse_impossible(review, wanted, today)
        return meeting_on(partnership, wanted)
    found = next_meeting(partnership, today)
    if found is None:
        listed = partnership.subgroup_meetings
        raise LfeError(
            f"No meeting of the {partnership.subgroup} is listed"
            + (" whose papers can still be there in time." if listed else "."),
            where="partnership.yaml, subgroup_meetings",
            next_step="Add the day there, on a line of its own; or name it here: --meeting DATE",
        )
    _refuse_impossible(review, found.day, today)
    return found


def _refuse_impossible(review: Review, meeting: date, today: date) -> None:
    """Raises LfeError for a meeting that has been, or at which nothing could be said yet."""
    event = review.manifest.event.at
    if meeting < today:
        raise LfeError(
            f"The meeting of {short_date(meeting)} has been.",
            next_step="Name one that is still to come: --meeting DATE",
        )
    if event is not None and meeting < event.date():
        raise LfeError(
            f"The meeting of {short_date(meeting)} is before the event, which is on "
            f"{short_date(event.date())}.",
            next_step="Name one after the event: --meeting DATE",
        )


# ---------------------------------------------------------------- the recommendations


@dataclass(frozen=True)
class Row:
    """One recommendation: its id, its words, and the id of the group that the page names."""

    id: str
    words: str
    group: str


@dataclass(frozen=True)
class Taken:
    """The rows on which the subgroup is `asked` to decide, and all that is `kept`.

    `changed` are the ids that are not as they were submitted before.
    """

    asked: tuple[Row, ...]
    kept: tuple[Row, ...]
    changed: tuple[str, ...] = ()


def still_open(known: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    """Those on which nothing is decided, or which are held."""
    return tuple(one for one in known if one.is_open)


def take(review: Review, learning: Learning) -> Taken:
    """The page's recommendations with their ids: R1, R2, ... in its order.

    What was submitted before keeps its id while its words stay, or any that the subgroup gave
    it; what is still open may come back in other words. Raises LfeError where the page no
    longer says what was decided, and for a file that a person edited.
    """
    page = [(" ".join(s.recommendation.split()), s.working_group) for s in learning.next_steps]
    if review.is_edited(files.RECOMMENDATIONS):
        return _as_at_first(review, page)
    known = review.recommendations
    ids = _ids(page, known)
    _refuse_what_is_gone(review, ids, known)
    rows = tuple(Row(i, *text_and_group) for i, text_and_group in zip(ids, page, strict=True))
    decided = {one.id: one for one in known if one not in still_open(known)}
    before = {row.id: row for row in _rows_kept(review)}
    asked = tuple(row for row in rows if row.id not in decided)
    kept = [*(before[i] for i in decided), *asked]
    gone = [one.id for one in still_open(known) if one.id not in ids]
    changed = [row.id for row in asked if known and row != before.get(row.id)]
    return Taken(asked, _in_order(kept), tuple(sorted((*changed, *gone), key=_number)))


def _as_at_first(review: Review, page: Sequence[tuple[str, str]]) -> Taken:
    """A file that a person edited is put back, if the page is still what it was written from."""
    rows = tuple(Row(f"R{n}", *text_and_group) for n, text_and_group in enumerate(page, start=1))
    if sha256(_content(rows)) != review.state.files.hashes.get(files.RECOMMENDATIONS):
        raise edited_by_hand(review)
    decided = {entry.event.recommendation for entry in review.state.subgroup.decided}
    return Taken(tuple(row for row in rows if row.id not in decided) or rows, rows)


def _ids(page: Sequence[tuple[str, str]], known: Sequence[Recommendation]) -> list[str]:
    """An id for each step of the page: by its words, by its place, or the next that is free."""
    meant = recommended_in([words for words, _ in page], known)
    given = [one.id if one else "" for one in meant]
    free = [one.id for one in still_open(known) if one.id not in given]
    following = 1 + max((_number(one.id) for one in known), default=0)
    for place, found in enumerate(given):
        if found:
            continue
        own = f"R{place + 1}"
        if own in free or free:
            given[place] = own if own in free else free[0]
            free.remove(given[place])
        else:
            given[place], following = f"R{following}", following + 1
    return given


def _rows_kept(review: Review) -> list[Row]:
    """The rows as they were submitted before: what became of each is in the history."""
    content = review.read(files.RECOMMENDATIONS)
    if content is None:
        return []
    kept = recommendations_kept(content, f"{review.reference}/{files.RECOMMENDATIONS}")
    return [Row(one.id, one.words, one.group) for one in kept]


def _number(recommendation: str) -> int:
    return int(recommendation.removeprefix("R"))


def _in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: _number(row.id)))


def _refuse_what_is_gone(
    review: Review, ids: Sequence[str], known: Sequence[Recommendation]
) -> None:
    """Raises LfeError where what a group acts on is not on the page in the words decided."""
    gone = [one.id for one in known if one.is_acted_on and one.id not in ids]
    if gone:
        raise LfeError(
            f"The {review.partnership.subgroup} has decided on {joined(gone)}, and the page "
            "no longer says that.",
            where=f"{review.reference}/{files.LEARNING}, next_steps",
            next_step="Put the words back there, as they were submitted or amended. If they were "
            f"decided anew: lfe decide {gone[0]} --as amended --words TEXT",
        )


def edited_by_hand(review: Review) -> LfeError:
    """The refusal of recommendations that are no longer those that were submitted."""
    return LfeError(
        f"{files.RECOMMENDATIONS} was edited since the page was submitted.",
        where=f"{review.reference}/{files.RECOMMENDATIONS}",
        next_step="Bring the earlier version back. Other words for a recommendation are the "
        "subgroup's to decide: lfe decide ID --as amended --words TEXT",
    )


def keep(review: Review, rows: Sequence[Row]) -> Changes:
    """The changes that keep `rows` as submitted; what was kept before stays beside it."""
    content, present = _content(rows), review.read(files.RECOMMENDATIONS)
    if present == content:
        return Changes(review.reference)
    refuse_if_open(review, files.RECOMMENDATIONS)
    path = f"{review.reference}/{files.RECOMMENDATIONS}"
    kept = events.RecommendationsKept(file=files.RECOMMENDATIONS, sha256=sha256(content))
    changes = Changes(review.reference, (Write(path, content),), events=(kept,))
    if present is None:
        return changes
    return keeping_aside(review, files.RECOMMENDATIONS, present).and_also(changes)


def _content(rows: Sequence[Row]) -> bytes:
    data = {"recommendations": [_record(row) for row in rows]}
    return as_yaml(data, _HEAD)


def _record(row: Row) -> dict[str, str]:
    return {"id": row.id, "recommendation": row.words, "working_group": row.group}
