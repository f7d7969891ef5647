"""Where each recommendation stands, and what is recorded of the groups that act on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from lfe_cli.after.groups import Asked, group_named, groups_asked
from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import RECOMMENDATIONS
from lfe_cli.page.stages import stage_of
from lfe_cli.review import events, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review

# ---------------------------------------------------------------- where it stands


def stage_in_words(review: Review) -> str:
    """The review's state once its page is with others; "" while the page itself says it."""
    if stage_of(review) not in ("subgroup", "issued"):
        return ""
    known = review.recommendations
    if not known:
        return ""
    if any(one.decision in (None, "held") for one in known):
        return f"with the {review.partnership.subgroup}"
    return "with the working groups" if any(one.is_acted_on for one in known) else ""


def where_it_stands(review: Review, one: Recommendation) -> str:
    """The state of a recommendation, in words."""
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
