"""Who came to the learning event, by agency and role, and the papers that are taken back in.

Roles are fixed choices and nobody is named. What is recorded here goes into no other document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.event.day import refuse_before_the_event
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Remove, refuse_if_open
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.event import Event
from lfe_cli.review.events import Attended, Brought, PapersCollected
from lfe_cli.review.history import Recorded, undone
from lfe_cli.review.lookup import agency_named
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.sentences import did_you_mean, joined

# As on the sign-in sheet. A deputy is whoever stands in for somebody.
ROLES = ("practitioner", "manager", "safeguarding-lead", "deputy", "other")


def roles_in_words() -> str:
    """The roles as the sign-in sheet asks for them: "practitioner, manager ... or other"."""
    return joined((role.replace("-", " ") for role in ROLES), "or")


@dataclass(frozen=True)
class Came:
    """Who came from an agency: how many in each role, or nobody, with `apologies` or without.

    `instead`: something else had been recorded of it before. `no_longer_brought`: that had said
    that it brought its audit, and this does not.
    """

    agency: Agency
    people: Mapping[str, int]
    apologies: bool
    brought: bool
    instead: bool
    no_longer_brought: bool


@dataclass(frozen=True)
class Collected:
    """What was taken back in. `removed` and `left`: the facilitator's paper in the folder.

    `copies`, the last of `left`, are named like it and not made by the tool: a person removes them.
    """

    removed: tuple[str, ...]
    left: tuple[str, ...]
    copies: tuple[str, ...]


def attended(
    review: Review,
    agency_id: str,
    on: date,
    *,
    roles: Sequence[str] = (),
    apologies: bool = False,
    absent: bool = False,
    brought: bool = False,
) -> tuple[Came, Changes]:
    """Who came from an agency, one role a person, and whether it brought its audit.

    What was recorded of it before no longer counts. Raises LfeError for a role that is none of
    ROLES, before the event, and for an agency that has nothing to bring or has withdrawn.
    """
    agency = agency_named(review, agency_id)
    _refuse_before_the_event(review, on)
    _refuse_where_it_takes_no_part(review, agency)
    counted = Counter(map(_role, roles))
    people = {role: counted[role] for role in ROLES if counted[role]}
    if [bool(people), apologies, absent].count(True) != 1:
        raise _who_came(agency, several=bool(people) or apologies or absent)
    if brought and not people:
        raise LfeError(
            f"Nobody of {agency.name} was there who could have brought its audit.",
            next_step="If somebody else brought it, record that by itself: "
            f"lfe ingest --brought {agency.id}",
        )
    earlier = review.state.agency(agency.id).attended
    taken_back = [one for entry in earlier for one in _brought_with(review, entry)]
    events: list[Event] = [undone(entry) for entry in taken_back]
    events.append(
        Attended(on=on, agency=agency.id, people=people, apologies=apologies, absent=absent)
    )
    if brought:
        events.append(Brought(on=on, agency=agency.id))
    came = Came(agency, people, apologies, brought, bool(earlier), bool(taken_back) and not brought)
    return came, Changes(review.reference, events=tuple(events))


def _brought_with(review: Review, attended: Recorded[Attended]) -> tuple[Recorded[Brought], ...]:
    """The audit that the command recorded which recorded who came; one brought alone stands."""
    together = {entry.id for entry in review.recorded_with(attended)}
    brought = review.state.agency(attended.event.agency).brought
    return tuple(entry for entry in brought if entry.id in together)


def collected(review: Review, on: date, *, destroy: bool) -> tuple[Collected, Changes]:
    """The Business Unit's papers are collected; with `destroy` the facilitator's leaves the folder.

    Audits go home with their agencies and are no part of it. Raises LfeError before the event, and
    with `destroy` while another process may need the paper.
    """
    _refuse_before_the_event(review, on)
    there, copies = facilitators_papers(review), _copies_of_them(review)
    recorded = review.state.event.papers_collected
    if recorded is not None and not (destroy and there):
        raise LfeError(
            "That the papers are collected is recorded already.",
            next_step=_what_is_left(there, copies),
        )
    removals = tuple(_removing(review, there)) if destroy else ()
    collected = PapersCollected(on=on, removed=tuple(there) if removals else ())
    changes = Changes(review.reference, removals=removals, events=(collected,))
    removed, left = (there, copies) if removals else ((), (*there, *copies))
    return Collected(removed, left, copies), changes


def _what_is_left(there: Sequence[str], copies: Sequence[str]) -> str:
    if there:
        return "Remove the facilitator's paper too: lfe collected --destroy"
    if copies:
        return f"Look whether these are copies of the facilitator's paper: {', '.join(copies)}."
    return "There is nothing more to do about them."


def audit_is_known(review: Review, agency: Agency) -> bool:
    """Whether it is recorded that this agency brought its audit, or sent it ahead."""
    return review.state.agency(agency.id).progress in ("brought", "sent ahead")


def _role(given: str) -> str:
    role = "-".join(given.strip().casefold().split())
    if role in ROLES:
        return role
    known = f"Known: {', '.join(ROLES)}. Never a name; anything else is other."
    raise LfeError(
        "--role is none of the roles on the sign-in sheet.",
        next_step=f"{did_you_mean(role, ROLES, likeness=0.6)} {known}".strip(),
    )


def _who_came(agency: Agency, *, several: bool) -> LfeError:
    if several:
        return LfeError(
            f"{agency.name} either came, sent apologies or was not there.",
            next_step="If only some could come, record those who did, with --role alone.",
        )
    return LfeError(
        f"Who came from {agency.name}?",
        next_step="Add --role once for each person "
        f"({', '.join(ROLES)}), or --apologies where nobody could come and it said so, "
        "or --absent.",
    )


def _refuse_before_the_event(review: Review, on: date) -> None:
    refuse_before_the_event(
        review,
        on,
        nothing="there is nothing to record of it",
        next_step="Record it on the day. Who intends to come: lfe reply AGENCY --attending 2",
    )


def _refuse_where_it_takes_no_part(review: Review, agency: Agency) -> None:
    """Whoever did not know the child was not in the room: one of two records is a mistake."""
    state = review.state.agency(agency.id).progress
    if state == "withdrawn":
        raise LfeError(
            f"{agency.name} has withdrawn, so nobody is expected from it.",
            next_step=f"If it took part after all: lfe agency add {agency.id}",
        )
    if state != "nil":
        return
    instead = f"lfe reply {agency.id} --knows yes"
    if review.state.agency(agency.id).nil_returns:
        instead = f"lfe undo --agency {agency.id}"
    raise LfeError(
        f"It is recorded that {agency.name} has nothing to bring.",
        next_step=f"If it did know the child and came, put that right first: {instead}",
    )


def facilitators_papers(review: Review) -> tuple[str, ...]:
    """The facilitator's paper, and its earlier versions that are kept beside it."""
    return tuple(place for place in _named_like_it(review) if files.is_named_by_us(place))


def _copies_of_them(review: Review) -> tuple[str, ...]:
    """What a person may have made of them: "facilitator (1).docx", "Facilitator - Copy.docx"."""
    return tuple(place for place in _named_like_it(review) if not files.is_named_by_us(place))


def _named_like_it(review: Review) -> tuple[str, ...]:
    paper = files.file_of(files.FACILITATOR)
    folder = review.folder / paper.folder
    names = [path.name for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    there = [f"{paper.folder}/{name}" for name in sorted(names)]
    return tuple(place for place in there if files.file_of(place).id == paper.id)


def _removing(review: Review, there: Sequence[str]) -> Iterator[Remove]:
    needed = list(reasons_to_keep(review))
    if needed:
        raise LfeError(
            f"The facilitator's paper is not removed: {'; '.join(needed)}.",
            next_step="Ask first whether it may be. That the papers are collected: lfe collected",
        )
    for file in there:
        refuse_if_open(review, file)
        content = review.read(file)
        if content is not None:
            yield Remove(f"{review.reference}/{file}", sha256(content))


def _names(agencies: Sequence[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)
