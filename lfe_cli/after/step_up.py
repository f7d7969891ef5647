"""A review that turns out to meet the criteria is stepped up: it stops, and nothing is lost.

What came of it is recorded later: the statutory review, none, or back to this one, which goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.letters.outbox import unsent_drafts, without_drafts
from lfe_cli.review import events
from lfe_cli.review.changes import Changes, changing_intent
from lfe_cli.review.days import add_working_days, short_date
from lfe_cli.review.ending import SteppedUp, is_stepped_up, reasons_to_hold
from lfe_cli.review.ending_state import StepUp
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.partnership import Agency
from lfe_cli.review.splicing import clear_value
from lfe_cli.review.todo import Said, Todo, sentences
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


@dataclass(frozen=True)
class Since:
    """What an officer says of a review that was stepped up; None and empty: not said."""

    aware: date | None = None
    notified: date | None = None
    outcome: events.Outcome | None = None
    nothing_needs_it: bool = False
    agreed: Sequence[str] = ()

    @property
    def is_of_the_end(self) -> bool:
        """Whether it says what can only be known once the review was stepped up."""
        return bool(self.outcome or self.nothing_needs_it or self.agreed)

    def __bool__(self) -> bool:
        return bool(self.aware or self.notified or self.is_of_the_end)


def step_up(
    review: Review, on: date, moment: datetime, since: Since
) -> tuple[tuple[str, ...], Changes]:
    """Stops the review, or records what is said `since` it was; and says what is to do from here.

    Nothing is removed. Where an event is still to come, its calendar file takes it out of
    calendars. Raises LfeError for what does not fit, and for a review that stopped already.
    """
    _refuse_days_out_of_order(review, since)
    if since.agreed:
        changes = _agreed(review, on, since)
    elif review.state.ending.stepped_up:
        if not since:
            raise SteppedUp(review, review.state.ending.stepped_up)
        changes = Changes(review.reference, events=(_followed(review, on, since),))
        if since.outcome == "goes-on":
            changes = changes.and_also(_without_the_day(review, uk_date(moment)))
    else:
        changes = _stopped(review, on, moment, since)
    after = review.with_entries(changes.events, moment)
    says = (*once_stepped_up(after, uk_date(moment)), *to_agree_again(after))
    return sentences(one.says for one in says), changes


def _stopped(review: Review, on: date, moment: datetime, since: Since) -> Changes:
    from lfe_cli.letters.calendar import cancellation  # heavy, and needed here alone

    if since.is_of_the_end:
        raise LfeError(
            f"{review.reference} is not stepped up, so nothing came of it yet.",
            next_step="To stop it: lfe step-up",
        )
    changes = Changes(review.reference, events=(events.SteppedUp(on=on),))
    event = review.manifest.event.at
    if event is None or event.date() >= uk_date(moment):
        changes = changes.and_also(cancellation(review, moment))
    if not since:
        return changes
    said = events.StepUpFollowed(on=on, aware=since.aware, notified=since.notified)
    return changes.and_also(Changes(review.reference, events=(said,)))


def _followed(review: Review, on: date, since: Since) -> events.StepUpFollowed:
    """What is recorded of what came of it. Raises LfeError where papers cannot be released yet."""
    if since.nothing_needs_it:
        _refuse_to_release(review, since)
    return events.StepUpFollowed(
        on=on,
        aware=since.aware,
        notified=since.notified,
        outcome=since.outcome,
        nothing_needs_it=since.nothing_needs_it or None,
    )


def _without_the_day(review: Review, today: date) -> Changes:
    """The event as cancelled where its day passed while the review had stopped.

    Drafts that name that day leave the outbox.
    """
    stopped, at = review.state.ending.stepped_up, review.manifest.event.at
    took_place = bool(review.state.event.attended)
    if at is None or stopped is None or took_place or not stopped.day <= at.date() < today:
        return Changes(review.reference)

    def splice(text: str) -> str:
        return clear_value(text, ("event", "at"), "such as 2027-02-10 09:30")

    cancelled = events.EventCancelled(was=at.isoformat(timespec="minutes"))
    of_the_day = [one for one in unsent_drafts(review) if one.kind and one.kind.names_the_day]
    drafts = without_drafts(review, tuple(of_the_day))
    return changing_intent(review, splice, cancelled)[1].and_also(drafts)


def _refuse_to_release(review: Review, since: Since) -> None:
    step_up = review.state.ending.step_up
    outcome = since.outcome or (step_up and step_up.outcome)
    if outcome is None or since.outcome == "goes-on":
        raise LfeError(
            "Whether a process needs these papers can be said once it is known what came of it, "
            "and this review has ended.",
            next_step="Record first what came of it: lfe step-up",
        )
    held = list(reasons_to_hold(review))
    if held:
        raise LfeError(
            f"The papers are still needed: {'; '.join(held)}.",
            next_step="Ask whether it still holds. When it does not, change it: lfe edit",
        )


def _refuse_days_out_of_order(review: Review, since: Since) -> None:
    known = review.state.ending.step_up if is_stepped_up(review) else None
    aware = since.aware or (known.aware if known else None)
    notified = since.notified or (known.notified if known else None)
    if aware and notified and notified < aware:
        raise LfeError(
            f"It notified on {short_date(notified)}, before it became aware on "
            f"{short_date(aware)}: one of the days is a slip.",
            next_step="Give both days again: lfe step-up --aware DATE --notified DATE",
        )


def _agreed(review: Review, on: date, since: Since) -> Changes:
    if since != Since(agreed=since.agreed):
        raise LfeError("--agreed goes by itself.", next_step="Run the command twice.")
    if review.state.ending.came_back is None:
        raise LfeError(
            f"{review.reference} did not come back from a step-up, so no agreement is asked "
            "afresh.",
            next_step="Where things stand: lfe status",
        )
    agencies = dict.fromkeys(agency_named(review, one).id for one in since.agreed)
    said = tuple(events.AgreedAgain(on=on, agency=agency) for agency in agencies)
    return Changes(review.reference, events=said)


# ---------------------------------------------------------------- what is to do


def once_stepped_up(review: Review, today: date) -> Iterator[Todo]:
    """What is to do once a review was stepped up, in the order in which it is due."""
    step_up = review.state.ending.step_up
    if step_up is None or step_up.is_back:
        return
    if step_up.outcome is None:
        yield from _first(review, step_up, today)
    elif step_up.released is None:
        yield _until_released(review, step_up)
    else:
        says = (
            f"nothing needs these papers any more (recorded on {short_date(step_up.released.day)})."
            " End the review, which shows first what would go: lfe close"
        )
        yield Todo("close", says=Said(says), command="lfe close", next=Said("close the review"))


_STOPPED = Said("nothing further is made here: the statutory route goes on")
_COMMAND = "lfe step-up"


def _first(review: Review, step_up: StepUp, today: date) -> Iterator[Todo]:
    """What is to do until it is known what came of it."""
    setting, statutory = review.partnership.step_up, review.partnership.step_up.review
    if step_up.notified is None:
        due = None
        says = (
            "tell the statutory partners and the local authority's lead today, by telephone, where "
            f"they do not know yet: {setting.duty.rstrip('.')}"
        )
        if step_up.aware and setting.working_days:
            due = add_working_days(step_up.aware, setting.working_days)
            says += (
                f". It became aware on {short_date(step_up.aware)}, so that is by {short_date(due)}"
            )
        since = step_up.entry.day
        yield Todo("stepped up", (), "the local authority", since, due, Said(says), next=_STOPPED)
        if setting.working_days and step_up.aware is None:
            says = f"ask on which day it became aware, and record that day: {_COMMAND}"
            yield Todo("stepped up", since=since, says=Said(says), command=_COMMAND)
        says = f"when it has notified, record that day: {_COMMAND}"
    else:
        says = (
            f"the local authority notified on {short_date(step_up.notified)}. When you hear what "
            f"came of it, record that: {_COMMAND}"
        )
    following = _STOPPED if step_up.notified else None
    yield Todo("stepped up", says=Said(says), command=_COMMAND, next=following)
    if step_up.notified is None:
        says = (
            f"when it is decided that there is a {statutory}, or none, or that this review goes "
            f"on, record that: {_COMMAND}"
        )
        yield Todo("stepped up", says=Said(says), command=_COMMAND)
    for says in _after_stepping_up(review, today):
        yield Todo("stepped up", says=Said(says))


def _after_stepping_up(review: Review, today: date) -> Iterator[str]:
    invited, event = review.state.event.invitation, review.manifest.event.at
    if invited and (event is None or event.date() >= today):
        yield (
            "tell everybody who was invited, by telephone; event/invitation.ics takes the event "
            "out of a calendar"
        )
    yield "send no draft that lies in outbox, and hand nothing over that lies in family"
    if review.manifest.family:
        yield "ask who tells the family, with the social worker; what they were told has changed"
    yield (
        f"pass no audit on: agencies wrote them for learning, and a "
        f"{review.partnership.step_up.review} asks afresh. Keep this folder as it is: nothing in "
        "it is removed"
    )
    yield "ask how colleagues and the family are supported from here, and by whom"


def _until_released(review: Review, step_up: StepUp) -> Todo:
    """The papers stay until nobody needs them; until then nothing says that they could go."""
    outcome, statutory = step_up.outcome, review.partnership.step_up.review
    day = short_date(outcome.day) if outcome else ""
    if outcome and outcome.event.outcome == "no-review":
        says = (
            f"there is no {statutory} (recorded on {day}). Ask the statutory partners whether this "
            "review goes on, or ends here. If it ends, keep this folder"
        )
    else:
        says = f"there is a {statutory} (recorded on {day}). Keep this folder as it is"
    says += (
        " until nothing needs its papers: ask those who lead the statutory route, the police, the "
        "coroner, and whoever deals with complaints and access requests. When you know, record "
        f"that: {_COMMAND}"
    )
    return Todo("stepped up", says=Said(says), command=_COMMAND, next=_STOPPED)


# ---------------------------------------------------------------- once it came back


def agreements_open(review: Review) -> tuple[Agency, ...]:
    """The agencies that had a part before, and have not agreed afresh to go on.

    None where the review was closed before: nobody has a part in it any more.
    """
    back = review.state.ending.came_back
    if back is None or review.state.ending.closed is not None:
        return ()
    every = ((agency, review.state.agency(agency.id)) for agency in review.agencies())
    return tuple(a for a, its in every if its.takes_part and not its.agrees_since(back))


def to_agree_again(review: Review) -> Iterator[Todo]:
    """Each agency gave what it gave for another purpose, so it is asked afresh."""
    for agency in agreements_open(review):
        command = f"lfe step-up --agreed {agency.id}"
        says = (
            f"ask {agency.name} whether it agrees to go on with this review. If it does: "
            f"{command}; if not: lfe agency withdraw {agency.id}"
        )
        yield Todo("agreed again", (agency.id,), "an agency", says=Said(says), command=command)


def questions_open(review: Review) -> str:
    """What is still to be recorded of the step-up, in a few words; "" for nothing."""
    step_up = review.state.ending.step_up
    if step_up is None or step_up.is_back:
        return ""
    is_counted = review.partnership.step_up.working_days is not None
    waits = step_up.outcome is None
    asked = {
        "when the local authority became aware": waits and is_counted and not step_up.aware,
        "when it notified": waits and not step_up.notified,
        "what came of it": waits or is_undecided(step_up),
        "whether a process still needs the papers": not waits and not step_up.released,
    }
    return joined(question for question, is_open in asked.items() if is_open)


def is_undecided(step_up: StepUp) -> bool:
    """Whether there is no statutory review, and this one may still go on."""
    return (
        step_up.outcome is not None
        and step_up.outcome.event.outcome == "no-review"
        and step_up.released is None
    )
