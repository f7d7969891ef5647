"""Who came to the learning event, by agency and role, and the papers that are taken back in.

Roles are fixed choices and nobody is named. What is recorded here goes into no other document.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lfe_cli.changes import Changes, Remove, refuse_if_open
from lfe_cli.errors import LfeError
from lfe_cli.review import actions, places
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Event
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review, sha256
from lfe_cli.steps.asked import agency_named
from lfe_cli.steps.states import attendance_of, state_of, support_confirmed, takes_part
from lfe_cli.steps.stepping_up import is_stepped_up

# As on the sign-in sheet. A deputy is whoever stands in for somebody.
ROLES = ("practitioner", "manager", "safeguarding-lead", "deputy", "other")


def roles_in_words() -> str:
    """The roles as the sign-in sheet asks for them: "practitioner, manager ... or other"."""
    words = [role.replace("-", " ") for role in ROLES]
    return f"{', '.join(words[:-1])} or {words[-1]}"


@dataclass(frozen=True)
class Came:
    """Who came from an agency: how many in each role, or nobody and its apologies.

    `instead`: something else had been recorded of it before.
    """

    agency: Agency
    people: Mapping[str, int]
    brought: bool
    instead: bool


@dataclass(frozen=True)
class Collected:
    """What was taken back in. `removed` and `left`: the facilitator's paper in the folder."""

    removed: tuple[str, ...]
    left: tuple[str, ...]


def attended(
    review: Review,
    agency_id: str,
    on: date,
    *,
    roles: Sequence[str] = (),
    apologies: bool = False,
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
    if bool(people) == apologies:
        raise _who_came(agency, both=apologies)
    if apologies and brought:
        raise LfeError(
            f"{agency.name} cannot both have sent apologies and brought its audit.",
            next_step="If somebody else brought it: "
            f"lfe attended {agency.id} --apologies, then lfe ingest --brought {agency.id}",
        )
    about = {"on": on.isoformat(), "agency": agency.id}
    events = [Event(actions.ATTENDED, about | ({"people": people} if people else {_SORRY: True}))]
    if brought:
        events.append(Event(actions.BROUGHT, about))
    instead = attendance_of(review.history, agency.id) is not None
    return (
        Came(agency, people, brought, instead),
        Changes(review.reference, events=tuple(events)),
    )


_SORRY = "apologies"


def collected(review: Review, on: date, *, destroy: bool) -> tuple[Collected, Changes]:
    """The Business Unit's papers are collected; with `destroy` the facilitator's leaves the folder.

    Audits go home with their agencies and are no part of it. Raises LfeError before the event, and
    with `destroy` while another process may need the paper.
    """
    _refuse_before_the_event(review, on)
    there = _facilitators_papers(review)
    recorded = review.history.last(actions.PAPERS_COLLECTED)
    if recorded is not None and not (destroy and there):
        raise LfeError(
            "That the papers are collected is recorded already.",
            next_step="Remove the facilitator's paper too: lfe collected --destroy"
            if there
            else "There is nothing more to do about them.",
        )
    removals = tuple(_removing(review, there)) if destroy else ()
    about: dict[str, object] = {"on": on.isoformat()}
    if removals:
        about["removed"] = list(there)
    changes = Changes(
        review.reference, removals=removals, events=(Event(actions.PAPERS_COLLECTED, about),)
    )
    return Collected(there if removals else (), () if removals else there), changes


def about_support(review: Review, today: date) -> Iterator[str]:
    """Before the event: who has not said yet that colleagues have somebody to turn to.

    An agency is asked once it has been heard, and everybody once the event is prepared.
    """
    event, history = review.manifest.event.at, review.history
    if event and event.date() < today:
        return
    prepared = history.last(actions.AGENDA_MADE) is not None
    asked = [
        agency
        for agency in takes_part(review)
        if support_confirmed(history, agency.id) is None
        and (prepared or history.last(actions.REPLY, agency=agency.id))
    ]
    if asked:
        yield (
            f"ask how colleagues are looked after at {_names(asked)}; once support is in place: "
            f"lfe reply {asked[0].id} --support yes"
        )


def after_the_event(review: Review, today: date) -> Iterator[str]:
    """From the event's day on: who came, and the papers, until both are recorded."""
    event, history = review.manifest.event.at, review.history
    if event is None or today < event.date():
        return
    unknown = [a for a in takes_part(review) if attendance_of(history, a.id) is None]
    if unknown:
        also = "" if _audit_is_known(review, unknown[0]) else " --brought"
        yield (
            f"record who came, with --brought where it brought its audit ({_names(unknown)}): "
            f"lfe attended {unknown[0].id} --role practitioner{also}"
        )
    there = bool(_facilitators_papers(review)) and not any(_needed_still(review))
    option = " --destroy" if there else ""
    if history.last(actions.PAPERS_COLLECTED) is None:
        yield (
            "collect the Business Unit's papers (sign-in sheet, agendas, facilitator's paper; "
            f"audits go home), the facilitator's paper is destroyed: lfe collected{option}"
        )
    elif there:
        yield "the facilitator's paper is still in the folder: lfe collected --destroy"


def _audit_is_known(review: Review, agency: Agency) -> bool:
    return state_of(review.history, agency.id) in ("brought", "sent ahead")


def _role(given: str) -> str:
    role = "-".join(given.strip().casefold().split())
    if role in ROLES:
        return role
    close = difflib.get_close_matches(role, ROLES, n=1, cutoff=0.6)
    meant = f"Did you mean {close[0]}? " if close else ""
    raise LfeError(
        "--role is none of the roles on the sign-in sheet.",
        next_step=f"{meant}Known: {', '.join(ROLES)}. Never a name; anything else is other.",
    )


def _who_came(agency: Agency, *, both: bool) -> LfeError:
    if both:
        return LfeError(
            f"{agency.name} cannot both have come and have sent apologies.",
            next_step="If only some could come, record those who did, with --role alone.",
        )
    return LfeError(
        f"Who came from {agency.name}?",
        next_step="Add --role once for each person "
        f"({', '.join(ROLES)}), or --apologies where nobody could come.",
    )


def _refuse_before_the_event(review: Review, on: date) -> None:
    event = review.manifest.event.at
    if event is None:
        raise LfeError(
            "The event has no day yet, so there is nothing to record of it.",
            where=f"{review.reference}/{places.MANIFEST}, event.at",
            next_step="Enter the day on which it was: lfe edit",
        )
    if on < event.date():
        raise LfeError(
            f"The event is on {short_date(event.date())}: there is nothing to record of it before.",
            next_step="Record it on the day. Who intends to come: lfe reply AGENCY --attending 2",
        )


def _refuse_where_it_takes_no_part(review: Review, agency: Agency) -> None:
    """Whoever did not know the child was not in the room: one of two records is a mistake."""
    history, state = review.history, state_of(review.history, agency.id)
    if state == "withdrawn":
        raise LfeError(
            f"{agency.name} has withdrawn, so nobody is expected from it.",
            next_step=f"If it took part after all: lfe agency add {agency.id}",
        )
    if state != "nil":
        return
    instead = f"lfe reply {agency.id} --knows yes"
    if history.last(actions.NIL_RETURN, agency=agency.id):
        instead = f"lfe undo --agency {agency.id}"
    raise LfeError(
        f"It is recorded that {agency.name} has nothing to bring.",
        next_step=f"If it did know the child and came, put that right first: {instead}",
    )


def _facilitators_papers(review: Review) -> tuple[str, ...]:
    """The facilitator's paper, and its earlier versions that are kept beside it."""
    folder = (review.folder / places.FACILITATOR).parent
    stem = places.FACILITATOR.rsplit("/", 1)[-1].removesuffix(".docx")
    names = (path.name for path in folder.glob(f"{stem}*.docx")) if folder.is_dir() else ()
    files = (f"{places.FACILITATOR.rpartition('/')[0]}/{name}" for name in sorted(names))
    return tuple(f for f in files if places.is_never_kept(f"{review.reference}/{f}"))


def _removing(review: Review, files: Sequence[str]) -> Iterator[Remove]:
    needed = list(_needed_still(review))
    if needed:
        raise LfeError(
            f"The facilitator's paper is not removed: {'; '.join(needed)}.",
            next_step="Ask first whether it may be. That the papers are collected: lfe collected",
        )
    for file in files:
        refuse_if_open(review, file)
        content = review.read(file)
        if content is not None:
            yield Remove(f"{review.reference}/{file}", sha256(content))


def _needed_still(review: Review) -> Iterator[str]:
    """Why nothing may be removed now: another process may have to see it."""
    if is_stepped_up(review):
        yield "the review was stepped up, and nothing in it is removed"
    for process in review.manifest.parallel:
        if process.hold != "none":
            yield f"a hold stands ({process.kind}, in review.yaml)"
        elif process.checked_on is None:
            yield f"nobody has asked yet about the other process ({process.kind}: checked_on)"


def _names(agencies: Sequence[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)
