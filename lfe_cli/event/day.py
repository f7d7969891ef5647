"""The learning event's day: a refusal of what is for afterwards while it is still to come."""

from __future__ import annotations

from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.days import short_date
from lfe_cli.review.workspace import Review


def refuse_before_the_event(review: Review, on: date, *, nothing: str, next_step: str) -> None:
    """Raises LfeError where the event has no day, or where `on` is before it.

    `nothing` says what there is not before, such as "there is nothing to record of it"; and
    `next_step` what to do until the day has come.
    """
    event = review.manifest.event.at
    if event is None:
        raise LfeError(
            f"The event has no day yet, so {nothing}.",
            where=f"{review.reference}/{files.MANIFEST}, event.at",
            next_step="Enter the day on which it was: lfe edit",
        )
    if on < event.date():
        raise LfeError(
            f"The event is on {short_date(event.date())}: {nothing} yet.", next_step=next_step
        )


def refuse_to_record_yet(review: Review, on: date) -> None:
    """Raises LfeError where nothing of the event can have happened on that day."""
    refuse_before_the_event(
        review,
        on,
        nothing="there is nothing to record of it",
        next_step="Record it on the day. Who intends to come: lfe reply AGENCY --attending 2",
    )
