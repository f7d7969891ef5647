"""What follows the page: where each recommendation stands, who has heard, and what is next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from lfe_cli.after.meetings import meeting_on, next_meeting
from lfe_cli.after.submitted import still_open
from lfe_cli.errors import LfeError
from lfe_cli.event.family import learning_warnings
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.check import about_the_list
from lfe_cli.page.stages import said_otherwise, stage_of
from lfe_cli.review import events, files
from lfe_cli.review.agencies import takes_part
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.groups import Asked, group_named, groups_asked
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review

# ---------------------------------------------------------------- where it stands


def stage_in_words(review: Review) -> str:
    """Where the review stands once its page is with others; "" while the page itself says it."""
    if stage_of(review) not in ("subgroup", "issued"):
        return ""
    known = review.recommendations
    if not known:
        return ""
    if any(one.decision in (None, "held") for one in known):
        return f"with the {review.partnership.subgroup}"
    return "with the working groups" if any(one.is_acted_on for one in known) else ""


def where_it_stands(review: Review, one: Recommendation) -> str:
    """How far a recommendation has come, in words."""
    if one.decision is None:
        return f"with the {review.partnership.subgroup}"
    if not one.is_acted_on:
        return one.decision
    if one.reported_on:
        return f"heard back {_day(one.reported_on)}"
    if one.received_on:
        return "with the group"
    asked = next(a for a in groups_asked(review) if one in a.recommendations)
    return "letter sent" if asked.sent else "letter to send"


def recommendation_as_json(review: Review, one: Recommendation) -> dict[str, Any]:
    """One recommendation in `lfe status --json`."""
    return {
        "id": one.id,
        "words": one.words,
        "original": one.original,
        "group": one.group,
        "decision": one.decision,
        "decided_on": _iso(one.decided_on),
        "reason": one.reason or None,
        "report_back": _iso(one.report_back) if one.is_acted_on else None,
        "received": _iso(one.received_on),
        "reported_back": _iso(one.reported_on),
        "state": where_it_stands(review, one),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


# ---------------------------------------------------------------- what is recorded


def sent_to_groups(review: Review, ids: Sequence[str], on: date) -> tuple[tuple[str, ...], Changes]:
    """The letters were sent to these groups; without any named, to all whose letter is waiting."""
    groups = [group_named(review, i) for i in ids] or [
        one for one in groups_asked(review) if one.fresh and not one.sent
    ]
    if not groups:
        raise LfeError(
            f"No letter {RECOMMENDATIONS.id} is waiting in {files.OUTBOX}.",
            next_step="They are drafted when it is recorded what was decided: lfe decide",
        )
    stale = next((one for one in groups if not one.fresh), None)
    if stale is not None:
        raise LfeError(
            f"{RECOMMENDATIONS.file(stale.group.id)} no longer says what is decided.",
            next_step="Record what was decided, which drafts it anew: lfe decide",
        )
    sent = tuple(
        events.Sent(on=on, letter=RECOMMENDATIONS.id, group=one.group.id) for one in groups
    )
    names = tuple(one.group.name for one in groups)
    return names, Changes(review.reference, events=sent)


def received(review: Review, group: str, on: date) -> tuple[Asked, Changes]:
    """A group said that its recommendations have reached it."""
    asked = group_named(review, group)
    waiting = [one for one in asked.recommendations if one.received_on is None]
    _refuse_before_the_decision(waiting or asked.recommendations, on)
    event = events.Received(on=on, group=asked.group.id)
    return asked, Changes(review.reference, events=(event,))


def reported_back(
    review: Review, group: str, ids: Sequence[str], on: date
) -> tuple[tuple[str, ...], Changes]:
    """A group said how it is going with these recommendations, or with all that it has."""
    asked = group_named(review, group)
    known = [one.id for one in asked.recommendations]
    wanted = tuple(dict.fromkeys(given.strip().upper() for given in ids)) or tuple(known)
    other = [one for one in wanted if one not in known]
    if other:
        raise LfeError(
            f"{other[0]} is not with {asked.group.name}.",
            next_step=f"It has {', '.join(known)}.",
        )
    _refuse_before_the_decision([r for r in asked.recommendations if r.id in wanted], on)
    event = events.ReportedBack(on=on, group=asked.group.id, recommendations=wanted)
    return wanted, Changes(review.reference, events=(event,))


def _refuse_before_the_decision(about: Iterable[Recommendation], on: date) -> None:
    """Raises LfeError for a day on which nobody could have heard of one of these."""
    for one in about:
        if one.decided_on and on < one.decided_on:
            raise LfeError(
                f"{one.id} was decided on {short_date(one.decided_on)}, and --on is "
                f"{short_date(on)}: nobody had it yet.",
                next_step="Give the day on which the group said so: --on DATE",
            )


# ---------------------------------------------------------------- what is next


def before_it_goes_further(review: Review, today: date) -> Iterator[str]:
    """What is to be seen to before more people read the page; nothing where all is recorded."""
    for said in learning_warnings(review):
        yield f"before it goes further: {said[0].lower()}{said[1:].removesuffix('.')}"
    words, about_list = about_the_list(review.workspace, review.reference)
    if not words and (words is not None or about_list):
        yield (
            f"before it goes further: write the names and places into {files.IDENTIFIERS}; it "
            "holds none, so no name was looked for"
        )
    event = review.manifest.event.at
    unknown = [a.id for a in takes_part(review) if review.state.agency(a.id).attendance is None]
    if event is not None and event.date() <= today and unknown:
        yield (
            "record who came to the event, while somebody still knows: "
            f"lfe attended {unknown[0]} --role practitioner"
        )


def about_following(review: Review, today: date) -> Iterator[str]:
    """What is next once the page is agreed: the subgroup, its decisions, the groups."""
    known, stage = review.recommendations, stage_of(review)
    if stage in ("agreed", "subgroup", "issued") and not known:
        yield from _to_submit(review, today)
    if stage == "agreed" and still_open(known):
        yield f"the page is agreed anew: lfe submit takes it to the {review.partnership.subgroup}"
    if stage == "withdrawn" and any(one.is_acted_on for one in known):
        yield "the page is withdrawn: ask the subgroup whether its steps still stand"
    if stage != "withdrawn":
        yield from said_otherwise(review)
        yield from _to_decide(review, known, today)
    yield from _to_issue(review, known)
    yield from _to_the_groups(review)
    yield from _from_the_groups(review, today)


def _to_submit(review: Review, today: date) -> Iterator[str]:
    subgroup = review.partnership.subgroup
    meeting = next_meeting(review.partnership, today)
    if meeting is None:
        yield (
            f"write down when the {subgroup} meets (subgroup_meetings in partnership.yaml), then "
            "make its paper: lfe submit"
        )
    else:
        yield (
            f"make the {subgroup}'s paper: lfe submit (it meets on {short_date(meeting.day)}, "
            f"papers are due by {short_date(meeting.papers_due)})"
        )


def _to_decide(review: Review, known: Iterable[Recommendation], today: date) -> Iterator[str]:
    subgroup = review.partnership.subgroup
    waiting = [one.id for one in known if one.decision is None]
    held = [one.id for one in known if one.decision == "held"]
    submitted = review.state.subgroup.last_submitted
    day = submitted.event.meeting if submitted else None
    if waiting and day:
        meeting = meeting_on(review.partnership, day)
        if today <= meeting.papers_due and stage_of(review) in ("subgroup", "issued"):
            yield (
                f"send {files.PAPER} and {files.REPORT} to the {subgroup}: papers for "
                f"{short_date(day)} are due by {short_date(meeting.papers_due)}"
            )
        elif today < day:
            yield f"the {subgroup} meets on {short_date(day)}; then record what it decided"
        else:
            yield f"record what the {subgroup} decided on {', '.join(waiting)}: lfe decide"
    if held:
        yield (
            f"the {subgroup} holds {', '.join(held)}: find out what it needs, and record what it "
            "decides then: lfe decide"
        )


def _to_issue(review: Review, known: Sequence[Recommendation]) -> Iterator[str]:
    """Who may read the page is the subgroup's decision; until it is recorded, nobody else does."""
    stage, circulation = stage_of(review), review.state.subgroup.circulation
    subgroup = review.partnership.subgroup
    if circulation is None:
        if any(one.decision for one in known) and stage != "withdrawn":
            yield (
                f"record who else may read the page (the {subgroup} alone, partners or the "
                "public): lfe decide --circulation subgroup, partners or public"
            )
        elif stage == "subgroup" and not known:
            yield f"when the {subgroup} has decided who gets it: lfe report --stage issued"
    elif stage == "subgroup" or (stage == "agreed" and not still_open(known)):
        readers = {"subgroup": f"the {subgroup} alone", "public": "the public"}
        to = readers.get(circulation.event.to, "partner agencies")
        yield f"issue the page, which may go to {to}: lfe report --stage issued"


def _to_the_groups(review: Review) -> Iterator[str]:
    asked = groups_asked(review)
    to_send = [one.group.name for one in asked if one.fresh and not one.sent]
    if to_send:
        yield (
            f"send the letters to the groups in {files.OUTBOX}, then record it: "
            f"lfe sent --letter {RECOMMENDATIONS.id} ({', '.join(to_send)})"
        )
    fresh = {one.group.id for one in asked if one.fresh}
    drafted = review.state.letters.drafted_of(RECOMMENDATIONS.id)
    for group in dict.fromkeys(entry.event.group or "" for entry in drafted):
        if group not in fresh and review.read(RECOMMENDATIONS.file(group)) is not None:
            yield (
                f"do not send {RECOMMENDATIONS.file(group)}: it no longer says what is decided "
                "(the next lfe decide puts that right)"
            )


def _from_the_groups(review: Review, today: date) -> Iterator[str]:
    for one in groups_asked(review):
        group = one.group
        if one.waiting_for_receipt:
            yield f"waiting to hear that the letter reached {group.name}: lfe received {group.id}"
        hoped = one.hoped_for_before(today)
        if hoped:
            which = ", ".join(r.id for r in hoped)
            day = min(r.report_back for r in hoped if r.report_back)
            yield (
                f"a report back from {group.name} on {which} was hoped for by {short_date(day)}: "
                f"ask how it goes, then record it: lfe reported-back {group.id}"
            )
