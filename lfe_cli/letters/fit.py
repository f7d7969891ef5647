"""Whether a letter fits the day on which it would be made or sent: its row says, by the event."""

from __future__ import annotations

from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.letters.kinds import LetterKind
from lfe_cli.review.days import short_date
from lfe_cli.review.workspace import Review


def has_taken_place(review: Review, today: date) -> bool:
    """The event is over: it is recorded who came, or its day has passed."""
    event = review.manifest.event.at
    return bool(review.state.event.attended) or (event is not None and event.date() < today)


def why_not_on(review: Review, kind: LetterKind, today: date) -> str:
    """The reason why a letter of this kind makes no sense on that day; "" where it does."""
    event = review.manifest.event.at
    if kind.fits == "always":
        return ""
    if event is None:  # one that was cancelled: of its day nothing is left to say once it has been
        was = _cancelled_day(review)
        return f"its day was {short_date(was)}" if was and was < today else ""
    day = short_date(event.date())
    if kind.fits == "from the day":
        return f"the event is on {day}" if today < event.date() else ""
    if kind.fits == "before the day" and today >= event.date():
        return f"the event's day has come ({day})"
    return f"the event was on {day}" if has_taken_place(review, today) else ""


def _cancelled_day(review: Review) -> date | None:
    cancelled = review.state.event.cancelled
    was = cancelled[-1].event.was_at if cancelled and review.state.event.is_cancelled else None
    return was.date() if was else None


def refuse_if_it_does_not_fit(review: Review, kind: LetterKind, today: date) -> None:
    """Raises LfeError for a letter that makes no sense on that day."""
    why = why_not_on(review, kind, today)
    if why:
        raise LfeError(
            f"No letter {kind.id} is made: {why}.",
            next_step="If the event's day is wrong in review.yaml: lfe edit",
        )
