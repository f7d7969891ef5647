"""An agency is added late, withdraws, or is reached by somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from lfe_cli.audits.issue import issue_audits
from lfe_cli.checks.kept import refuse_names
from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.event.papers import prepare_event
from lfe_cli.letters.context import recipient
from lfe_cli.letters.fit import has_taken_place
from lfe_cli.letters.kinds import REQUEST
from lfe_cli.letters.made_from import addressed
from lfe_cli.letters.mail import readdressed
from lfe_cli.letters.outbox import (
    Unsent,
    has_it_in_the_calendar,
    not_to_be_sent,
    unsent_drafts,
    without_drafts,
)
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write, changing_intent, is_open_now, together
from lfe_cli.review.days import short_date
from lfe_cli.review.events import AgencyAdded, ContactChanged, LetterDrafted, Withdrawn
from lfe_cli.review.history.entries import undone
from lfe_cli.review.lookup import agency_named, asked_agency, takes_part
from lfe_cli.review.manifest import ReviewAgency
from lfe_cli.review.open_files import is_open
from lfe_cli.review.partnership import Agency, address_in
from lfe_cli.review.schema import as_name, read_schema
from lfe_cli.review.splicing import CannotSplice, add_item, set_value
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Review, read_text, sha256
from lfe_cli.review.yamlfile import read_yaml


@dataclass(frozen=True)
class Outcome:
    """The agency as it is from now on, and what an officer has to know."""

    agency: Agency
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
    fresh, intent = changing_intent(
        review,
        lambda text: add_item(text, "agencies", item),
        AgencyAdded(agency=new.id),
    )
    return _with_documents(fresh, new.id, [intent], moment)


def withdraw_agency(
    review: Review, given: str, on: date, moment: datetime
) -> tuple[Outcome, Changes]:
    """An agency takes no further part. What it sent stays as it is, and goes into no paper.

    Papers that were made are made again without it, and drafts that it was not sent are taken out.
    """
    agency = agency_named(review, given)
    already = review.state.agency(agency.id).withdrawn
    if already is not None and not review.state.is_apart("taking part", agency.id):
        raise LfeError(
            f"{agency.name} withdrew on {short_date(already.day)}: that is recorded.",
            next_step=f"If it takes part again: lfe agency add {agency.id}",
        )
    fact = Withdrawn(on=on, agency=agency.id)
    drafts = unsent_drafts(review, agency.id)
    papers, remarks = _papers(review.with_entries([fact], moment), moment)
    parts = [Changes(review.reference, events=(fact,)), without_drafts(review, drafts), papers]
    changes = together(review.reference, parts)
    remarks = [*not_to_be_sent(drafts), *_about_its_part(review, agency), *remarks]
    return Outcome(agency, tuple(remarks)), changes


def _about_its_part(review: Review, agency: Agency) -> Iterator[str]:
    """The things an officer does about an agency that withdraws, beside telling it goodbye."""
    if has_it_in_the_calendar(review, agency):
        yield f"{agency.name} still has the event in its calendar: let it know, with your thanks."
    if not review.state.agency(agency.id).filed:
        return
    yield (
        "The audit that it sent ahead stays where it is and goes into no paper. Ask the agency "
        "whether it would like it to be removed."
    )
    if review.is_edited(files.FACILITATOR):
        yield f"You edited {files.FACILITATOR}: take {agency.name}'s points out of it by hand."


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
    event = ContactChanged(agency=agency.id, which=tuple(sorted(reach)))
    change = _in_the_settings if everywhere else _in_the_review
    changed = agency.model_copy(update=reach)
    drafts = unsent_drafts(review, agency.id)
    parts = [change(review, agency, reach, event), *_readdressed(review, changed, drafts)]
    changes = together(review.reference, parts)
    remarks = [*_about_letters(review, changed, drafts, reach)]
    if everywhere:
        remarks += _other_reviews(review)
    return Outcome(changed, tuple(remarks)), changes


def _new_agency(review: Review, given: str, name: str | None) -> ReviewAgency:
    asked = asked_agency(review.partnership, refuse_names(review, given, "The id"))
    if not name:
        return asked
    try:
        called = as_name(refuse_names(review, name, "--name"))
    except WrongValue as wrong:
        raise LfeError(f"--name {wrong.what}", next_step=wrong.instead) from None
    return ReviewAgency(id=asked.id, name=called)


def _takes_part_again(review: Review, agency_id: str, moment: datetime) -> tuple[Outcome, Changes]:
    withdrawn = review.state.agency(agency_id).withdrawn
    if withdrawn is None:
        name = agency_named(review, agency_id).name
        raise LfeError(
            f"{name} is asked in {review.reference} already.",
            next_step="One more of the same kind gets a letter: "
            f"lfe agency add {agency_id.split('-')[0]}-b",
        )
    back = undone(withdrawn)
    changes = Changes(review.reference, events=(back,))
    return _with_documents(review.with_entries([back], moment), agency_id, [changes], moment)


def _with_documents(
    review: Review, agency_id: str, parts: list[Changes], moment: datetime
) -> tuple[Outcome, Changes]:
    """The agency with the form and the letters that the others have."""
    agency, remarks = agency_named(review, agency_id), list[str]()
    if has_taken_place(review, uk_date(moment)):
        remarks.append("The event has taken place, so it gets no form, paper or letter.")
    elif review.state.forms:
        parts.append(issue_audits(review, [agency.id], moment, reissue=False)[1])
        remarks += _about_its_request(review, agency, uk_date(moment))
    papers, said = _papers(review, moment)
    changes = together(review.reference, [*parts, papers])
    return Outcome(agency, (*remarks, *said)), changes


def _about_its_request(review: Review, agency: Agency, today: date) -> Iterator[str]:
    due = review.manifest.audits.due
    if due and due <= today:
        yield (
            f"The date by which audits are ready ({short_date(due)}) is behind us, so its letter "
            "names none: agree with the agency what is possible."
        )
    if recipient(REQUEST, agency) is None:
        yield (
            "It has no e-mail address yet, so its letters are not addressed: "
            f"lfe agency contact {agency.id} ADDRESS"
        )


def _papers(review: Review, moment: datetime) -> tuple[Changes, list[str]]:
    """The event's papers made again where they were made, without inviting anybody twice.

    What keeps them from being made is a remark: that an agency comes or goes is recorded anyhow.
    """
    event = review.manifest.event.at
    if (
        event is None
        or not review.state.event.papers_are_out
        or has_taken_place(review, uk_date(moment))
    ):
        return Changes(review.reference), []
    try:
        prepared, changes = prepare_event(
            review, moment, replace_edited=False, keep_edited=True, not_twice=takes_part(review)
        )
    except LfeError as error:
        said = f"The event's papers could not be made anew: {error.sentence}"
        return Changes(review.reference), [f"{said} When it is put right: lfe agenda"]
    return changes, list(prepared.left)


def _in_the_review(
    review: Review, agency: Agency, reach: Mapping[str, str], event: ContactChanged
) -> Changes:
    index = [a.id for a in review.manifest.agencies].index(agency.id)

    def splice(text: str) -> str:
        for who, address in reach.items():
            text = set_value(text, ("agencies", index, who), address)
        return text

    return changing_intent(review, splice, event)[1]


def _in_the_settings(
    review: Review, agency: Agency, reach: Mapping[str, str], event: ContactChanged
) -> Changes:
    listed = [a.id for a in review.partnership.agencies]
    own = next(a for a in review.manifest.agencies if a.id == agency.id)
    if agency.id not in listed or any(getattr(own, who) for who in reach):
        raise LfeError(
            f"{agency.name} has its own entry in this review, so it cannot be changed for all.",
            next_step="Leave --everywhere out.",
        )
    path = review.workspace.folder / PARTNERSHIP
    if is_open(path):
        raise is_open_now(review.workspace.folder, PARTNERSHIP)
    text = read_text(path)
    try:
        for who, address in reach.items():
            text = set_value(text, ("agencies", listed.index(agency.id), who), address)
    except CannotSplice as error:
        raise LfeError(
            error.sentence, where=str(path), next_step="Change it by hand and save it."
        ) from None
    read_schema(read_yaml(text, PARTNERSHIP), type(review.partnership))
    write = Write(PARTNERSHIP, text.encode())
    everywhere = msgspec.structs.replace(event, everywhere="every review")
    return Changes(review.reference, (write,), events=(everywhere,))


def _readdressed(review: Review, agency: Agency, drafts: Sequence[Unsent]) -> Iterator[Changes]:
    """Drafts that nobody edited, to who the agency is reached by now; nothing else changes."""
    for one in drafts:
        address = recipient(one.kind, agency)
        present = review.read(one.file) or b""
        content = readdressed(present, address) if address else present
        if one.edited or content == present:
            continue
        before = review.state.files.made_from.get(one.file)
        sources = {**before, **addressed(review, one.kind, agency)} if before else None
        event = LetterDrafted(
            letter=one.letter,
            agency=agency.id,
            file=one.file,
            sha256=sha256(content),
            made_from=sources,
        )
        write = Write(f"{review.reference}/{one.file}", content)
        yield Changes(review.reference, (write,), events=(event,))


def _about_letters(
    review: Review, agency: Agency, drafts: Sequence[Unsent], reach: Mapping[str, str]
) -> Iterator[str]:
    edited = [one.file for one in drafts if one.edited]
    if edited:
        yield f"You edited {', '.join(edited)}: put the new address in there yourself."
    waiting = review.state.agency(agency.id).progress in ("request sent", "asked")
    if "contact" in reach and waiting:
        yield (
            "Its request went to the earlier address. To write to the new one as well: "
            f"lfe issue-audits --reissue --agency {agency.id}"
        )


def _other_reviews(review: Review) -> Iterator[str]:
    others = [r for r in review.workspace.references() if r != review.reference]
    if others:
        yield (
            f"Drafts that lie in other reviews ({', '.join(others)}) keep the earlier address: "
            "put it right before you send them."
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
