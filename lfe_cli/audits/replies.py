"""What agencies reply to the request: who comes, by role, and what else the letter asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.agency_state import Answers
from lfe_cli.review.changes import Changes, made, together
from lfe_cli.review.events import PaperMade, Reply
from lfe_cli.review.lookup import agency_named, refuse_once_withdrawn, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

Question = Literal["knows", "people", "bringing", "support", "access", "other"]
QUESTIONS: tuple[Question, ...] = ("knows", "people", "bringing", "support", "access", "other")


@dataclass(frozen=True)
class Replied:
    """An agency's reply of one day, as it is to be recorded."""

    agency: Agency
    on: date
    said: Answers


def reply(review: Review, replies: Sequence[Replied]) -> Changes:
    """Records replies; nothing of what an access need or another process is.

    Where one is named, a file that git ignores is laid out for the details, once.
    """
    for one in replies:
        refuse_once_withdrawn(one.agency, review, "no reply is expected from it")
        _refuse_contradictions(one.agency, one.said)
    events = tuple(_event(one) for one in replies)
    changes = Changes(review.reference, events=events)
    if any(one.said.access is False or one.said.other for one in replies):
        changes = changes.and_also(_details(review))
    return changes


def replied(review: Review, agency_id: str, on: date, said: Answers) -> Replied:
    """One agency's reply. Raises LfeError where it says nothing."""
    agency = agency_named(review, agency_id)
    if said == Answers():
        raise LfeError(
            f"What did {agency.name} reply?",
            next_step="Add --knows yes or no, --role ROLE for each who comes, --attending NUMBER, "
            "--bringing yes or no, --support yes or no, --access yes or no, --other yes or no.",
        )
    return Replied(agency, on, said)


def _event(one: Replied) -> Reply:
    said = one.said
    return Reply(
        on=one.on,
        agency=one.agency.id,
        knows=said.knows,
        attending=_number(said),
        people=dict(said.people or {}),
        bringing=said.bringing,
        support=said.support,
        access=said.access,
        other=said.other,
    )


def _number(said: Answers) -> int | None:
    return sum(said.people.values()) if said.people else said.attending


def _refuse_contradictions(agency: Agency, said: Answers) -> None:
    number = _number(said)
    if said.attending is not None and number != said.attending:
        raise LfeError(
            f"{number} people come from {agency.name} by role, and --attending says "
            f"{said.attending}.",
            next_step="Leave --attending out: the roles are counted.",
        )
    does = [what for what, is_so in (("come", number), ("bring its audit", said.bringing)) if is_so]
    if said.knows is False and does:
        raise LfeError(
            f"{agency.name} cannot both not have known the child and {joined(does)}.",
            next_step="Record what it replied: --knows no alone, or --knows yes with the rest.",
        )
    if number == 0 and said.bringing:
        raise LfeError(
            f"Nobody comes from {agency.name}, so nobody would bring its audit.",
            next_step="Record how many come, or --bringing no. If it sends its audit ahead: "
            "lfe ingest",
        )


# ---------------------------------------------------------------- what is still to be heard


def still_to_say(review: Review, agency: Agency) -> tuple[Question, ...]:
    """The questions that the agency has not answered, in the order in which they are asked.

    Who comes is asked again once the event has another day. Nothing more is asked of who did not
    know the child, and of who does not come only what does not depend on it.
    """
    its, changed = review.state.agency(agency.id), review.state.event.last_change_of_day
    said = its.answers
    if said.knows is False:
        return ()
    stale = changed is not None and its.replies and its.replies[-1].at < changed.at
    nobody = said.attending == 0 and not stale
    is_open: Mapping[Question, bool] = {
        "knows": said.knows is None,
        "people": said.attending is None or bool(stale),
        "bringing": said.bringing is None and its.sent_ahead is None and not nobody,
        "support": not said.support,
        "access": not said.access and not nobody,
        "other": said.other is None,
    }
    return tuple(question for question in QUESTIONS if is_open[question])


_PRESSING = ("people", "support", "access")


def open_replies(review: Review, today: date) -> tuple[Agency, ...]:
    """The agencies of which something that matters is still to be heard, until the event."""
    event = review.manifest.event.at
    if event is not None and event.date() < today:
        return ()
    return tuple(
        agency
        for agency in takes_part(review)
        if not review.state.agency(agency.id).replies
        or any(question in _PRESSING for question in still_to_say(review, agency))
    )


# ---------------------------------------------------------------- the details


def _details(review: Review) -> Changes:
    """The file for what is never recorded; one that is there is left to whoever writes in it."""
    if review.read(files.REPLY_DETAILS) is not None:
        return Changes(review.reference)
    content = "\r\n".join(_lines(review)).encode("utf-8-sig")
    return together(review.reference, [made(review, files.REPLY_DETAILS, content, PaperMade())])


def _lines(review: Review) -> Iterator[str]:
    yield f"What agencies told us beside their replies, {review.reference}"
    yield ""
    yield "For the Business Unit alone. Write roles, never a name."
    yield "Git does not keep this file. It goes when the papers of the event are destroyed"
    yield "(lfe collected --destroy), or with the others when the review is closed."
    for agency in review.agencies():
        yield from ("", agency.name, "  Access needs:", "  Another service to ask:")
        yield "  Another process (for example police, court, inquest, complaint):"
    yield ""
