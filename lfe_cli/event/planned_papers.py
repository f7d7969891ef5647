"""The learning event's papers as they would be made now: what each of them is made of.

Nothing is made here: `papers` makes them, and `todo` tells which are no longer what they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lfe_cli.errors import FileProblems
from lfe_cli.event.agenda import Agenda, agenda_of, broken_rules
from lfe_cli.event.agenda_plan import FACILITATION, TEMPLATE, read_agenda, read_facilitation
from lfe_cli.event.family import about_the_family_part, family_agenda_waits, family_draft_because
from lfe_cli.event.released_points import Brought, brought_to_the_event
from lfe_cli.letters.made_from import Paper
from lfe_cli.review import files
from lfe_cli.review.attending import roles_in_words
from lfe_cli.review.events import AgendaMade
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.templates import text_template
from lfe_cli.review.workspace import Review, event_facts

_MOST_ROWS = 12  # of one agency: a slip of the pen makes no sheet of fifty pages


@dataclass(frozen=True)
class Planned:
    """The papers, and what they turn on.

    `draft_because`: why the agenda says DRAFT, nothing if final. `held_back`: why the family's
    agenda is not among them.
    """

    agenda: Agenda
    draft_because: tuple[str, ...]
    held_back: tuple[str, ...]
    brought: Brought
    papers: tuple[Paper, ...]


def planned_papers(review: Review) -> Planned:
    """The papers of the event as it stands.

    Raises FileProblems for an agenda that breaks a rule, and LfeError for one that does not fit.
    """
    agenda, drafts = agenda_now(review), tuple(draft_because(review))
    held_back = tuple(family_agenda_waits(review))
    brought = brought_to_the_event(review)
    shared = {
        "items": agenda.items,
        "draft": bool(drafts),
        "family_part": review.manifest.event.family_part,
        "rows": list(_rows(review)),
    }
    papers = [
        Paper.of(
            review,
            files.AGENDA,
            "agenda.docx",
            context=shared,
            event=AgendaMade(event=event_facts(review)),
        ),
        _facilitators(review, shared, brought),
        Paper.of(
            review, files.SIGN_IN, "sign-in.docx", context={**shared, "roles": roles_in_words()}
        ),
        notes_paper(review, shared),
    ]
    if review.manifest.event.family_part and not held_back:
        papers.append(_familys(review, agenda, is_draft=bool(drafts)))
    return Planned(agenda, drafts, held_back, brought, tuple(papers))


def agenda_now(review: Review) -> Agenda:
    """The agenda of the event as it stands. Raises as `planned_papers` does."""
    agenda = agenda_of(read_agenda(text_template(review, TEMPLATE)), review)
    broken = broken_rules(agenda)
    if broken:
        raise FileProblems(broken)
    return agenda


def draft_because(review: Review) -> Iterator[str]:
    """All that still keeps the agenda from being final."""
    if review.manifest.event.at is None:
        yield "the event has no date yet (event.at in review.yaml)"
    yield from family_draft_because(review)
    for process in review.manifest.parallel:
        if process.hold == "event":
            yield f"a hold stands for the event ({process.kind}, in review.yaml)"


def _rows(review: Review) -> Iterator[dict[str, str]]:
    """A row of the sign-in sheet for everybody who is said to come."""
    for agency in takes_part(review):
        coming = review.state.agency(agency.id).answers.attending or 1
        yield from [{"agency": agency.name}] * min(int(coming), _MOST_ROWS)
    for role in ("Facilitator", "Looking after people", "Business Unit"):
        yield {"agency": role}


def _facilitators(review: Review, shared: dict[str, Any], brought: Brought) -> Paper:
    """The facilitator's own paper: prompts, the blank list of factors, points to bring."""
    spoken = read_facilitation(text_template(review, FACILITATION))
    context = {
        **shared,
        "points": list(brought.points),
        "ground_rules": list(spoken.ground_rules),
        "how_to_ask": list(spoken.how_to_ask),
        "before_the_day": [*spoken.before_the_day, *about_the_family_part(review)],
        "factors": list(spoken.factors),
        "confidentiality": spoken.confidentiality,
    }
    return Paper.of(review, files.FACILITATOR, "facilitator.docx", context=context)


def notes_paper(review: Review, shared: dict[str, Any]) -> Paper:
    """The facilitator's sheet for the page, kept as it is once somebody wrote in it."""
    groups = [(group.name, group.id) for group in review.partnership.working_groups]
    choices = {"next_steps.working_group": groups}
    return Paper.of(
        review, files.NOTES, "notes.docx", context=shared, choices=choices, kept_once_edited=True
    )


def _familys(review: Review, agenda: Agenda, *, is_draft: bool) -> Paper:
    """The family's part alone, without marking or reference."""
    context = {"items": agenda.family_items, "draft": is_draft, "marking": "", "footer": ""}
    return Paper.of(review, files.FAMILY_AGENDA, "agenda-family.docx", context=context)
