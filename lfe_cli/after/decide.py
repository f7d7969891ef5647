"""Records what the subgroup decided on each recommendation, and routes it to a working group.

Each group's letter is drafted anew whenever what it has to say has changed, and only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from msgspec import structs

from lfe_cli.after.groups import (
    Asked,
    groups_asked,
    groups_written_to,
    listed_group,
    sent_before,
    what_it_says,
    who_may_read,
)
from lfe_cli.after.submission import before_it_goes_further, edited_by_hand, still_open
from lfe_cli.checks.kept import keep_text
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.draft import Contents, Drafted, draft
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.letters.outbox import without_draft
from lfe_cli.page.order import is_left_out
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.days import add_working_days, long_date, short_date
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.events import Decision
from lfe_cli.review.partnership import address_in
from lfe_cli.review.recommendations import ACTED_ON, Recommendation
from lfe_cli.review.workspace import Review

Circulation = Literal["subgroup", "partners", "public"]
CIRCULATIONS: tuple[Circulation, ...] = get_args(Circulation)


@dataclass(frozen=True)
class Ruling:
    """One decision on some recommendations; without `ids` on all that are still open.

    `words` are the subgroup's own where it amended, `reason` why it holds or declines. Without
    `group` it goes where the page says; without `report_back` the settings say by when.
    """

    ids: tuple[str, ...]
    decision: Decision
    words: str = ""
    reason: str = ""
    group: str = ""
    report_back: date | None = None


@dataclass(frozen=True)
class Decided:
    """The recommendations as they stand now, and the letters drafted for what was decided."""

    recommendations: tuple[Recommendation, ...]
    circulation: Circulation | None
    letters: Drafted
    before: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def decide(
    review: Review,
    rulings: Sequence[Ruling],
    on: date,
    moment: datetime,
    circulation: Circulation | None = None,
    *,
    redate: bool = False,
) -> tuple[Decided, Changes]:
    """The subgroup's decisions of one day, and each group's letter drafted anew where it changes.

    Decided twice, the newer decision counts, and the history keeps both; the same again changes
    nothing, but for its day where that is meant (`redate`). Raises LfeError for what is missing
    (words, a reason), for what may not be kept, and for a day on which it cannot have been.
    """
    recorded, before = _decisions(review, rulings, on, redate=redate)
    first: tuple[str, ...] = ()
    readers: list[events.CirculationDecided] = []
    if circulation is not None:
        first = tuple(before_it_goes_further(review, uk_date(moment)))
        unchanged, readers = _circulation(review, circulation, on, redate=redate)
        before += unchanged
    made = Changes(review.reference, events=(*recorded, *readers))
    after = review.with_entries(made.events, moment)
    letters, drafting = draft_letters(review, after, moment)
    ids = {event.recommendation for event in recorded}
    now = tuple(one for one in after.recommendations if one.id in ids)
    to = circulation if readers else None
    return Decided(now, to, letters, tuple(before), first), made.and_also(drafting)


def _decisions(
    review: Review, rulings: Sequence[Ruling], on: date, *, redate: bool
) -> tuple[list[events.Decided], list[str]]:
    """The events of `rulings`, none for the same again, and sentences on what was before."""
    known = the_recommendations(review, alone=not rulings)
    recorded: list[events.Decided] = []
    before: list[str] = []
    for ruling in rulings:
        for one in _meant(review, ruling, known):
            _refuse_another_day(review, on, again=one.decision is not None)
            event = _decision(review, one, ruling, on)
            settled = not review.state.is_apart("decision", one.id)
            same = _is_the_same(one, ruling, event) and settled
            if same and (not redate or one.decided_on == on):
                before += _unchanged(one)
                continue
            recorded.append(event)
            before += _decided_before(one)
        before += _safe_texts(review, ruling)
    return recorded, before


def _circulation(
    review: Review, circulation: Circulation, on: date, *, redate: bool
) -> tuple[list[str], list[events.CirculationDecided]]:
    """A sentence where the same was decided before; else the event."""
    last = review.state.subgroup.circulation
    _refuse_another_day(review, on, again=last is not None)
    same = last and last.event.to == circulation and not review.state.is_apart("circulation")
    if last and same and (not redate or last.day == on):
        day = short_date(last.day)
        return [f"Who may read the page was decided so on {day}: nothing changed."], []
    return [], [events.CirculationDecided(on=on, to=circulation)]


def _refuse_another_day(review: Review, on: date, *, again: bool) -> None:
    """Raises LfeError for a day before the page was submitted, or before the subgroup met.

    What is decided already (`again`) may have been at an earlier meeting. A day since it was last
    submitted on which partnership.yaml lists a meeting will do too: a subgroup meets when it must.
    """
    submitted = review.state.subgroup.submitted
    meetings = [entry.event.meeting for entry in submitted if entry.event.meeting]
    if not meetings:
        return
    subgroup, first = review.partnership.subgroup, submitted[0].day
    meeting = min(meetings) if again else meetings[-1]
    if on < first:
        raise LfeError(
            f"The page was submitted on {short_date(first)}, and --on is {short_date(on)}.",
            next_step=f"Give the day on which the {subgroup} decided: --on DATE",
        )
    listed = on in review.partnership.subgroup_meetings and on >= submitted[-1].day
    if on < meeting and not listed:
        raise LfeError(
            f"The page is for the {subgroup}'s meeting of {short_date(meeting)}, and --on is "
            f"{short_date(on)}.",
            next_step="Record it when it has met. If it met on another day, add that day to "
            "subgroup_meetings in partnership.yaml.",
        )


def _is_the_same(one: Recommendation, ruling: Ruling, event: events.Decided) -> bool:
    """True where `event` says of `one` what is decided already, whatever the day."""
    if one.decision != ruling.decision or (event.reason or "") != one.reason:
        return False
    if not one.is_acted_on:
        return True
    same = event.group == one.group and (event.words or one.original) == one.words
    return same and ruling.report_back in (None, one.report_back)


def _unchanged(one: Recommendation) -> Iterator[str]:
    if one.decided_on:
        day = short_date(one.decided_on)
        yield f"{one.id} was {one.decision} on {day}: nothing changed."


def the_recommendations(review: Review, *, alone: bool = False) -> tuple[Recommendation, ...]:
    """The recommendations as they were submitted. Raises LfeError where they were not.

    With `alone` it is about who may read the page, and a partnership that submits none may say so.
    """
    if review.is_edited(files.RECOMMENDATIONS):
        raise edited_by_hand(review)
    known = review.recommendations
    if not known and not (alone and is_left_out(review, "submitted")):
        raise LfeError(
            "The page was not submitted yet, so there is nothing to decide on.",
            next_step=f"Make the {review.partnership.subgroup}'s paper first: lfe submit",
        )
    return known


def _meant(
    review: Review, ruling: Ruling, known: Sequence[Recommendation]
) -> tuple[Recommendation, ...]:
    if not ruling.ids:
        found = still_open(known)
        if not found:
            raise LfeError(
                "Every recommendation is decided.",
                next_step="To change a decision, name it: lfe decide R1 --as amended",
            )
        return found
    by_id = {one.id: one for one in known}
    ids = tuple(dict.fromkeys(given.strip().upper() for given in ruling.ids))
    other = [given for given in ids if given not in by_id]
    if other:
        raise LfeError(
            f"There is no recommendation {other[0]} in {review.reference}.",
            next_step=f"There are: {', '.join(by_id)}.",
        )
    return tuple(by_id[given] for given in ids)


def _decision(review: Review, one: Recommendation, ruling: Ruling, on: date) -> events.Decided:
    _refuse_what_does_not_belong(one, ruling)
    decided = events.Decided(
        on=on,
        recommendation=one.id,
        decision=ruling.decision,
        words=" ".join(ruling.words.split()) if ruling.words else None,
        reason=ruling.reason or None,
    )
    if ruling.decision not in ACTED_ON:
        return decided
    return structs.replace(
        decided,
        group=listed_group(review.partnership, ruling.group or one.group).id,
        report_back=_report_back(review, ruling, on),
    )


def _refuse_what_does_not_belong(one: Recommendation, ruling: Ruling) -> None:
    """Every decision says what a group or the Business Unit needs to go on, and no more."""
    decision = ruling.decision
    if decision == "amended" and not ruling.words:
        raise LfeError(
            f"What does {one.id} say now?",
            next_step="Add the words that were agreed: --words TEXT",
        )
    if ruling.words and decision != "amended":
        raise LfeError("--words goes with --as amended.", next_step=f"lfe decide {one.id} --help")
    if ruling.words and len(ruling.ids) != 1:
        raise LfeError("--words are those of one recommendation.", next_step="Name one id.")
    if decision not in ACTED_ON and not ruling.reason:
        raise LfeError(
            f"Why is {one.id} {decision}?",
            next_step="Add --reason and say why in a sentence, without a name.",
        )
    if decision not in ACTED_ON and (ruling.group or ruling.report_back):
        raise LfeError(
            f"Nobody acts on what is {decision}, so it has no group and no day to report back.",
            next_step="Leave out --group and --report-back.",
        )


def _safe_texts(review: Review, ruling: Ruling) -> Iterator[str]:
    """Remarks on the words and the reason. Raises LfeError for a name, or blame."""
    words = " ".join(ruling.words.split())
    if words:
        yield from keep_text(review, words, "--words", "go to a group")[1]
    if ruling.reason:
        yield from keep_text(review, ruling.reason, "--reason")[1]


def _report_back(review: Review, ruling: Ruling, on: date) -> date:
    given = ruling.report_back
    if given is None:
        return add_working_days(on, review.partnership.settings.report_back_working_days)
    if given <= on:
        raise LfeError(
            f"--report-back is {short_date(given)}, and the decision is of {short_date(on)}.",
            next_step="Give a day after the decision; or leave it out, and the settings say when.",
        )
    return given


def _decided_before(one: Recommendation) -> Iterator[str]:
    if one.decision and one.decided_on:
        day = short_date(one.decided_on)
        yield f"{one.id} was {one.decision} on {day}; the history keeps that."


# ---------------------------------------------------------------- the letters to the groups


def draft_letters(before: Review, review: Review, moment: datetime) -> tuple[Drafted, Changes]:
    """A letter to each group whose recommendations are not what its last draft said.

    A draft that nobody needs any more is taken away; one that an officer edited is kept, and told.
    `before` is the review as it was: who has just lost the last of theirs is to be told.
    """
    asked = groups_asked(review)
    new = [one for one in asked if _is_wanted(review, one)]
    parts = [_draft(review, one, moment) for one in new]
    still_asked = {one.group.id for one in asked}
    without = [group for group in groups_written_to(review) if group not in still_asked]
    parts += [_take_away(review, group) for group in without]
    drafted = Drafted(
        lines=tuple(_line(one) for one in new),
        files=tuple(f"{review.reference}/{RECOMMENDATIONS.file(one.group.id)}" for one in new),
        remarks=tuple(remark for group in without for remark in _about(before, group)),
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
    """The names that the letter's template has beside those that all letters have.

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
    """The letter that the group has in its hands, and what of it no longer holds."""
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


def _take_away(review: Review, group: str) -> Changes:
    file = RECOMMENDATIONS.file(group)
    if review.read(file) is None or review.is_edited(file) or any(reasons_to_keep(review)):
        return Changes(review.reference)
    return without_draft(review, file, letter=RECOMMENDATIONS.id, group=group)


def _about(before: Review, group: str) -> Iterator[str]:
    """Remarks on a group that has nothing to act on any more."""
    name, file = before.partnership.group_name(group), RECOMMENDATIONS.file(group)
    had_some = any(one.group.id == group for one in groups_asked(before))
    if had_some and sent_before(before, group) is not None:
        yield f"{name} was written to, and has nothing to act on any more: please tell it."
    if before.is_edited(file):
        yield f"{file} is not needed any more, and you edited it: do not send it."
