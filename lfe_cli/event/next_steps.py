"""What is next about the learning event: its papers, its day, who is invited, who comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lfe_cli.event.attendance import after_the_event
from lfe_cli.event.family import about_family, professionals_know
from lfe_cli.event.support import about_support
from lfe_cli.letters.kinds import KINDS, REQUEST, THANK_YOU
from lfe_cli.letters.outbox import unsent_drafts
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.workspace import Review, event_facts

# The request tells of the day too, and has a step of its own.
_LETTERS = tuple(kind for kind in KINDS if kind.tells_of_the_day and kind is not REQUEST)


def about_the_event(review: Review, today: date) -> Iterator[str]:
    """What an officer does next about the event, each as a sentence with its command."""
    event, recorded = review.manifest.event, review.state.event
    is_over = event.at is not None and event.at.date() < today
    if event.at and not recorded.agenda:
        yield "make the event's papers: lfe agenda"
    if not is_over:
        yield from _about_papers(review)
        yield from _about_letters(review)
    if event.at is None and recorded.is_cancelled:
        yield "when there is another day for the event: lfe move --to DATE"
    for process in review.manifest.parallel:
        if process.hold != "none":
            yield f"a hold stands ({process.kind}: {process.hold}): ask whether it still holds"
    if event.family_part and not professionals_know(review):
        yield "tell the professionals about the family's part: lfe told professionals"
    yield from about_family(review, today)
    yield from about_support(review, today)
    yield from after_the_event(review, today)
    if is_over:
        yield from _about_thanks(review)


def _about_papers(review: Review) -> Iterator[str]:
    event, made = review.manifest.event, review.state.event.agenda
    if event.at is None or made is None or not review.state.event.papers_are_out:
        return
    if review.state.event.invitation_cancels:
        yield "make the papers anew, the calendar file there cancels the event: lfe agenda"
    elif made.event.event not in (None, event_facts(review)):
        yield (
            "the event has changed since its papers were made: lfe agenda --replace "
            "(--keep leaves those that you edited)"
        )


def _about_letters(review: Review) -> Iterator[str]:
    """Letters about the event that lie in the outbox, and who is to be heard again."""
    names = {agency.id: agency.name for agency in takes_part(review)}
    unsent = [one for one in unsent_drafts(review) if one.agency in names]
    for kind in _LETTERS:
        waiting = [names[one.agency] for one in unsent if one.kind is kind]
        if waiting:
            record = f"lfe sent --letter {kind.id} ({', '.join(waiting)})"
            yield f"send {kind.title}, then record it: {record}"
    if _invitation_changed(review) and not any(o.kind in _LETTERS for o in unsent):
        yield "send the invitation again, the event has changed since: lfe agenda drafts it"
    last = review.state.event.last_change_of_day
    if last is None or review.state.event.is_cancelled:
        return
    said_before = [
        name
        for agency, name in names.items()
        if (replies := review.state.agency(agency).replies) and replies[-1].at < last.at
    ]
    if said_before:
        yield f"hear whether the new day works, then: lfe reply ({', '.join(said_before)})"


def _invitation_changed(review: Review) -> bool:
    made = review.state.event.invitation
    sent = [
        entry
        for kind in KINDS
        if "calendar" in kind.encloses
        for entry in review.state.letters.sent_of(kind.id)
    ]
    return bool(sent and made and made.at > max(entry.at for entry in sent))


def _about_thanks(review: Review) -> Iterator[str]:
    if review.state.letters.sent_of(THANK_YOU.id):
        return
    if not review.state.letters.drafted_of(THANK_YOU.id):
        yield (
            "thank those who came, within two days of the event: "
            f"{THANK_YOU.made_by} {THANK_YOU.id}"
        )
    else:
        yield (
            "complete the thank-you letters in outbox by hand and send them, then record it: "
            f"lfe sent --letter {THANK_YOU.id}"
        )
