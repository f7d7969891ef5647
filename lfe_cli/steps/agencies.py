"""An agency is added late, withdraws, or is reached by somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lfe_cli.changes import Changes, Write, together
from lfe_cli.clock import uk_date
from lfe_cli.documents.mail import address_in, readdressed
from lfe_cli.errors import LfeError
from lfe_cli.review import actions
from lfe_cli.review.days import short_date
from lfe_cli.review.history import Event, History, day_of
from lfe_cli.review.manifest import ReviewAgency
from lfe_cli.review.partnership import Agency
from lfe_cli.review.schema import read_schema
from lfe_cli.review.splice import add_item, set_value
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Review, read_text, sha256
from lfe_cli.review.yamltext import read_yaml
from lfe_cli.steps.agenda import prepare_event
from lfe_cli.steps.asked import agency_named
from lfe_cli.steps.drafting import was_sent
from lfe_cli.steps.intent import intending
from lfe_cli.steps.issue_audits import issue_audits
from lfe_cli.steps.names import refuse_names
from lfe_cli.steps.new import asked_agency
from lfe_cli.steps.states import takes_part

WHO = ("contact", "deputy", "escalation")  # whom an agency can be reached by


@dataclass(frozen=True)
class Outcome:
    """What came of it: the agency, the documents that were made, what an officer has to know."""

    agency: Agency
    files: tuple[str, ...]
    remarks: tuple[str, ...]


def add_agency(
    review: Review, given: str, moment: datetime, *, name: str | None, reach: Mapping[str, str]
) -> tuple[Outcome, Changes]:
    """Asks one more agency; where the others have their forms or invitations, it gets its own.

    `reach` has its contact, deputy or escalation. One that had withdrawn takes part again.
    Raises LfeError for an agency that is asked already, or that the partnership does not list.
    """
    new = _new_agency(review, given, name)
    if any(agency.id == new.id for agency in review.agencies()):
        return _takes_part_again(review, new.id, moment)
    reach = _addresses(reach)
    item = {"id": new.id, **({"name": new.name} if new.name else {}), **reach}
    fresh, intent = intending(
        review,
        lambda text: add_item(text, "agencies", item),
        actions.AGENCY_ADDED,
        agency=new.id,
    )
    return _with_documents(fresh, new.id, [intent], moment)


def withdraw_agency(
    review: Review, given: str, on: date, moment: datetime
) -> tuple[Outcome, Changes]:
    """An agency takes no further part. What it sent stays as it is, and goes into no paper.

    Papers that were made are made again without it.
    """
    agency = agency_named(review, given)
    already = review.history.last(actions.WITHDRAWN, agency=agency.id)
    if already is not None:
        raise LfeError(
            f"{agency.name} withdrew on {short_date(day_of(already))}: that is recorded.",
            next_step=f"If it takes part again: lfe agency add {agency.id}",
        )
    fact = Event(actions.WITHDRAWN, {"on": on.isoformat(), "agency": agency.id})
    remarks = [*_drafts_not_to_send(review, agency)]
    if review.history.last(actions.AUDIT_FILED, agency=agency.id):
        remarks.append(
            "The audit that it sent ahead stays where it is and goes into no paper. Ask the "
            "agency whether it would like it to be removed."
        )
    papers, said = _papers(_as_if(review, fact, moment), moment)
    changes = together(review.reference, [Changes(review.reference, events=(fact,)), papers])
    return Outcome(agency, _files(changes), (*remarks, *said)), changes


def reach_agency(
    review: Review, given: str, reach: Mapping[str, str], *, everywhere: bool
) -> tuple[Outcome, Changes]:
    """An agency is reached by somebody else; drafts that were not sent are addressed anew.

    With `everywhere` the partnership's settings change, so that every review has it.
    """
    agency = agency_named(review, given)
    reach = _addresses(reach)
    if not reach:
        raise LfeError(
            f"Who is {agency.name} reached by now?",
            next_step="Give an address: lfe agency contact ID ADDRESS (or --deputy, --escalation).",
        )
    about = {"agency": agency.id, "which": sorted(reach)}
    change = _in_the_settings if everywhere else _in_the_review
    parts = [change(review, agency, reach, about)]
    if reach.get("contact"):
        parts += _readdressed(review, agency, reach["contact"])
    changes = together(review.reference, parts)
    return Outcome(agency, _files(changes), ()), changes


def _new_agency(review: Review, given: str, name: str | None) -> ReviewAgency:
    asked = asked_agency(review.partnership, given)
    if not name:
        return asked
    return ReviewAgency(id=asked.id, name=refuse_names(review, name, "--name"))


def _takes_part_again(review: Review, agency_id: str, moment: datetime) -> tuple[Outcome, Changes]:
    withdrawn = review.history.last(actions.WITHDRAWN, agency=agency_id)
    if withdrawn is None:
        name = agency_named(review, agency_id).name
        raise LfeError(
            f"{name} is asked in {review.reference} already.",
            next_step="One more of the same kind gets a letter: "
            f"lfe agency add {agency_id.split('-')[0]}-b",
        )
    about = {"undoes": withdrawn.id, "was": withdrawn.action, "agency": agency_id}
    back = Event(actions.UNDONE, about)
    changes = Changes(review.reference, events=(back,))
    return _with_documents(_as_if(review, back, moment), agency_id, [changes], moment)


def _with_documents(
    review: Review, agency_id: str, parts: list[Changes], moment: datetime
) -> tuple[Outcome, Changes]:
    """The agency with the form and the letters that the others have."""
    agency, remarks = agency_named(review, agency_id), list[str]()
    if review.history.last(actions.FORM_ISSUED):
        parts.append(issue_audits(review, [agency.id], moment, reissue=False)[1])
        due = review.manifest.audits.due
        if due and due <= uk_date(moment):
            remarks.append(
                f"The date by which audits are ready ({short_date(due)}) is behind us, so its "
                "letter names none: agree with the agency what is possible."
            )
        if not address_in(agency.contact):
            remarks.append(
                "It has no e-mail address yet, so its letters are not addressed: "
                f"lfe agency contact {agency.id} ADDRESS"
            )
    papers, said = _papers(review, moment)
    changes = together(review.reference, [*parts, papers])
    return Outcome(agency, _files(changes), (*remarks, *said)), changes


def _papers(review: Review, moment: datetime) -> tuple[Changes, tuple[str, ...]]:
    """The event's papers made again where they were made, without inviting anybody twice."""
    if not review.history.last(actions.AGENDA_MADE):
        return Changes(review.reference), ()
    kinds = ("invitation", "line-managers")
    sent_before = {(k, a.id) for a in takes_part(review) for k in kinds if was_sent(review, a, k)}
    prepared, changes = prepare_event(
        review, moment, replace_edited=False, keep_edited=True, sent_before=sent_before
    )
    return changes, tuple(r for r in prepared.remarks if "was edited by you" in r)


def _as_if(review: Review, event: Event, moment: datetime) -> Review:
    """The review as it will be once `event` is recorded."""
    entries = (*review.history.entries, *review.history.adding([event], moment, ""))
    return replace(review, history=History(entries))


def _unsent(review: Review, agency: Agency) -> dict[str, str]:
    """The agency's drafts that lie in the outbox and were not sent: which letter, by file."""
    drafted = review.history.of(actions.LETTER_DRAFTED, agency=agency.id)
    letters = {str(entry.get("file")): str(entry.get("letter")) for entry in drafted}
    return {
        file: kind
        for file, kind in letters.items()
        if review.read(file) is not None and not was_sent(review, agency, kind)
    }


def _drafts_not_to_send(review: Review, agency: Agency) -> Iterator[str]:
    unsent = _unsent(review, agency)
    if unsent:
        yield f"Do not send what lies drafted for it: {', '.join(sorted(unsent))}"


def _in_the_review(
    review: Review, agency: Agency, reach: Mapping[str, str], about: Mapping[str, object]
) -> Changes:
    index = [a.id for a in review.manifest.agencies].index(agency.id)

    def splice(text: str) -> str:
        for who, address in reach.items():
            text = set_value(text, ("agencies", index, who), address)
        return text

    return intending(review, splice, actions.CONTACT_CHANGED, **about)[1]


def _in_the_settings(
    review: Review, agency: Agency, reach: Mapping[str, str], about: Mapping[str, object]
) -> Changes:
    listed = [a.id for a in review.partnership.agencies]
    own = next(a for a in review.manifest.agencies if a.id == agency.id)
    if agency.id not in listed or any(getattr(own, who) for who in reach):
        raise LfeError(
            f"{agency.name} has its own entry in this review, so it cannot be changed for all.",
            next_step="Leave --everywhere out.",
        )
    text = read_text(review.workspace.folder / PARTNERSHIP)
    for who, address in reach.items():
        text = set_value(text, ("agencies", listed.index(agency.id), who), address)
    read_schema(read_yaml(text, PARTNERSHIP), type(review.partnership))
    content = text.encode()
    event = Event(
        actions.CONTACT_CHANGED, {**about, "file": PARTNERSHIP, "sha256": sha256(content)}
    )
    return Changes(review.reference, (Write(PARTNERSHIP, content),), events=(event,))


def _readdressed(review: Review, agency: Agency, address: str) -> Iterator[Changes]:
    """The agency's drafts that were not sent, to the new address; nothing else in them changes."""
    for file, kind in _unsent(review, agency).items():
        present = review.read(file) or b""
        content = readdressed(present, address)
        if kind == "chaser-3" or content == present:  # that one goes to the safeguarding lead
            continue
        about = {"letter": kind, "agency": agency.id, "file": file, "sha256": sha256(content)}
        # a draft that a person edited is still edited: the history does not call it ours
        events = () if review.is_edited(file) else (Event(actions.LETTER_DRAFTED, about),)
        yield Changes(
            review.reference, (Write(f"{review.reference}/{file}", content),), events=events
        )


def _addresses(reach: Mapping[str, str]) -> dict[str, str]:
    """The address alone of each contact: a name beside it would be kept for good."""
    found: dict[str, str] = {}
    for who, given in reach.items():
        address = address_in(given)
        if address is None:
            raise LfeError(
                f"{who}: {given} is not one e-mail address.",
                next_step="Write one address, such as reviews@police.example.",
            )
        found[who] = address
    return found


def _files(changes: Changes) -> tuple[str, ...]:
    return tuple(write.path for write in changes.writes)
