"""Which of the event's papers and invitations are no longer as they would be made now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lfe_cli.event.invitations import Invitation, invitations, newer_enclosures
from lfe_cli.event.planned_papers import Planned, planned_papers
from lfe_cli.letters import calendar
from lfe_cli.letters.kinds import Enclosure
from lfe_cli.letters.made_from import Outdated, differ, in_words, outdated, outdated_paper
from lfe_cli.review import files
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, event_facts


@dataclass(frozen=True)
class OutdatedPapers:
    """The papers, the letters that are to be written anew, and what is newer than went with them.

    A letter is to be written anew where its draft is out of date, or what was sent holds no more.
    """

    papers: tuple[Outdated, ...] = ()
    letters: Mapping[str, tuple[Invitation, tuple[str, ...]]] = field(default_factory=dict)
    newer: Mapping[str, tuple[Agency, ...]] = field(default_factory=dict)

    def letters_in_words(self) -> str:
        """The letters by kind, by what has changed, with their agencies."""
        found: dict[tuple[str, str], list[str]] = {}
        for one, parts in self.letters.values():
            key = (one.kind.title, in_words(parts))
            found.setdefault(key, []).append(one.agency.name)
        return "; ".join(
            f"{title} to {', '.join(names)} ({parts})" for (title, parts), names in found.items()
        )


def outdated_papers(review: Review, today: date) -> OutdatedPapers:
    """Everything that `lfe agenda` would make anew. Raises LfeError where it could not."""
    plan = planned_papers(review)
    papers = tuple(_papers(review, plan))
    if review.manifest.event.at is None:
        return OutdatedPapers(papers)
    every = invitations(review, plan.agenda, _enclosed(review, plan), today)
    letters = {one.file: (one, parts) for one in every if (parts := _changed(review, one))}
    known = [one for one in every if one.is_sent]
    return OutdatedPapers(papers, letters, newer_enclosures(known))


def _papers(review: Review, plan: Planned) -> Iterator[Outdated]:
    for paper in plan.papers:
        found = outdated_paper(review, paper)
        if found:
            yield found
        elif paper.file == files.AGENDA and _is_of_an_old_event(review):
            yield Outdated(paper.file, ("event",), review.is_edited(paper.file))
    if review.manifest.event.at is not None:
        calendar_file = outdated(review, files.INVITATION, calendar.made_from(review))
        if calendar_file and review.state.event.invitation_cancels:
            yield replace(calendar_file, parts=("cancels",))
        elif calendar_file:
            yield calendar_file


def _is_of_an_old_event(review: Review) -> bool:
    """Whether an agenda of an old history, which says no more, was made of another event."""
    made, known = review.state.event.agenda, review.state.files.made_from
    if made is None or files.AGENDA in known:
        return False
    cancels = review.state.event.invitation_cancels
    return cancels or made.event.event not in (None, event_facts(review))


def _enclosed(review: Review, plan: Planned) -> dict[Enclosure, bytes]:
    """What goes with the letters, as it lies there."""
    there: tuple[tuple[Enclosure, str], ...] = (
        ("calendar", files.INVITATION),
        *((("agenda", files.AGENDA),) if not plan.draft_because else ()),
    )
    found = {what: review.read(file) for what, file in there}
    return {what: content for what, content in found.items() if content is not None}


def _changed(review: Review, one: Invitation) -> tuple[str, ...]:
    """What has changed of a letter that is to be written anew; nothing where it is not."""
    if one.is_sent:
        return ()
    draft = review.state.agency(one.agency.id).last_drafted(one.kind.id)
    if draft is None:
        return ()
    before = review.state.files.made_from.get(one.file)
    was_sent = review.state.agency(one.agency.id).last_sent(one.kind.id)
    if was_sent is not None and was_sent.at > draft.at:  # it was sent, and does not hold any more
        return (before is not None and differ(before, one.made_from)) or ("event",)
    found = outdated(review, one.file, one.made_from)
    return found.parts if found else ()
