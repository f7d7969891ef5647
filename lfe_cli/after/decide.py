"""Records what the subgroup decided on each recommendation, and routes it to a working group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from msgspec import structs

from lfe_cli.after.following import before_it_goes_further
from lfe_cli.after.group_letters import draft_letters
from lfe_cli.after.submitted import edited_by_hand, still_open
from lfe_cli.checks.kept_texts import keep_text
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.draft import Drafted
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import add_working_days, short_date
from lfe_cli.review.events import Decision
from lfe_cli.review.groups import listed_group
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
    """What was recorded: the recommendations as they stand now, and the letters drafted for it."""

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
    known = the_recommendations(review)
    recorded: list[events.Decided] = []
    before: list[str] = []
    for ruling in rulings:
        for one in _meant(review, ruling, known):
            _refuse_another_day(review, on, again=one.decision is not None)
            event = _decision(review, one, ruling, on)
            if _is_the_same(one, ruling, event) and (not redate or one.decided_on == on):
                before += _unchanged(one)
                continue
            recorded.append(event)
            before += _said_before(one)
        before += _safe_texts(review, ruling)
    first: tuple[str, ...] = ()
    readers: list[events.CirculationDecided] = []
    if circulation is not None:
        first = tuple(before_it_goes_further(review, uk_date(moment)))
        said, readers = _circulation(review, circulation, on, redate=redate)
        before += said
    made = Changes(review.reference, events=(*recorded, *readers))
    after = review.with_entries(made.events, moment)
    letters, drafting = draft_letters(after, moment)
    ids = {event.recommendation for event in recorded}
    now = tuple(one for one in after.recommendations if one.id in ids)
    to = circulation if readers else None
    return Decided(now, to, letters, tuple(before), first), made.and_also(drafting)


def _circulation(
    review: Review, circulation: Circulation, on: date, *, redate: bool
) -> tuple[list[str], list[events.CirculationDecided]]:
    """What was said of it before, and the entry; none where it is the same again."""
    last = review.state.subgroup.circulation
    _refuse_another_day(review, on, again=last is not None)
    if last and last.event.to == circulation and (not redate or last.day == on):
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
    """Whether `event` says of `one` what is decided already, whatever the day."""
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


def the_recommendations(review: Review) -> tuple[Recommendation, ...]:
    """The recommendations as they were submitted. Raises LfeError where they were not."""
    if review.is_edited(files.RECOMMENDATIONS):
        raise edited_by_hand(review)
    known = review.recommendations
    if not known:
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
    """What to look at in the words and the reason. Raises LfeError for a name, or blame."""
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


def _said_before(one: Recommendation) -> Iterator[str]:
    if one.decision and one.decided_on:
        day = short_date(one.decided_on)
        yield f"{one.id} was {one.decision} on {day}; the history keeps that."
