"""The letters that are made by their name alone: thanks to those who came, and to the family.

Every other letter comes with what it is about. The thanks are for something real; the letter to
one person of the family is a Word paper that somebody they know hands over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lfe_cli.clock import uk_date
from lfe_cli.errors import LfeError
from lfe_cli.event.day import refuse_before_the_event
from lfe_cli.event.family import family_holds, person_meant, why_not_safe
from lfe_cli.event.letter_contents import (
    READERS,
    in_the_family_letter,
    said_in_thanks,
    strengths_to_name,
)
from lfe_cli.letters.context import recipient
from lfe_cli.letters.draft import Contents, Drafted, draft, word_letter
from lfe_cli.letters.kinds import FAMILY, KINDS, THANK_YOU, kind_of
from lfe_cli.letters.outbox import was_sent
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.lookup import agency_named, takes_part
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


def make_letter(
    review: Review, name: str, ids: Sequence[str], moment: datetime, *, person: str | None = None
) -> tuple[Drafted, Changes]:
    """The letter called `name`, to these agencies or to all that it is for.

    The family's letter is for one `person`, by relation, and goes to no agency. Raises LfeError
    for a name that is not known here, and says which command makes that letter.
    """
    kind = kind_of(name.strip().casefold())
    if kind is FAMILY and not ids:
        return _family_letter(review, person, moment)
    if kind is FAMILY or person is not None:
        raise LfeError(
            "A letter to the family is for one person, and every other one is for agencies.",
            next_step="lfe letter family --person RELATION",
        )
    if kind is THANK_YOU:
        return _thank_you(review, ids, moment)
    if kind is not None:
        raise LfeError(
            f"The letter {kind.id} is not made by its name.",
            next_step=f"What makes it: {kind.made_by}",
        )
    known = ", ".join(kind.id for kind in KINDS if kind.is_made_by_name)
    raise LfeError(f"There is no letter {name}.", next_step=f"Made by its name: {known}.")


def _thank_you(review: Review, ids: Sequence[str], moment: datetime) -> tuple[Drafted, Changes]:
    """A letter of thanks to each agency that came, or takes part where nobody recorded who came.

    Raises LfeError before the event, and for a named agency that was not there.
    """
    refuse_before_the_event(
        review,
        uk_date(moment),
        nothing="there is nothing to thank for",
        next_step="Run it again within two days of the event.",
    )
    coming = _who_came(review)
    agencies = _named(review, ids, coming) if ids else coming.agencies
    thanked = [a for a in agencies if not ids and was_sent(review, a, THANK_YOU)]
    wanted = [a for a in agencies if a not in thanked]
    strengths = strengths_to_name(review)
    contents = Contents(said_in_thanks(strengths))
    parts = [
        draft(review, THANK_YOU, agency, moment, contents, keep_edited=True) for agency in wanted
    ]
    drafted = Drafted(
        lines=(
            *(_thanks_line(review, agency) for agency in wanted),
            *(f"{agency.name}: thanked already, left as it is" for agency in thanked),
            *(() if agencies else ("Nobody came, as far as it is recorded: no letter is made.",)),
        ),
        files=tuple(f"{review.reference}/{THANK_YOU.file(a.id)}" for a in wanted),
        remarks=(*coming.remarks, *strengths.remarks) if wanted else (),
        next=tuple(_next_with_thanks(review, wanted)),
    )
    return drafted, together(review.reference, parts)


@dataclass(frozen=True)
class _Thanked:
    """The agencies that are thanked, and what an officer has to know of it."""

    agencies: tuple[Agency, ...]
    remarks: tuple[str, ...] = ()


def _who_came(review: Review) -> _Thanked:
    """Those whose coming was recorded; while none was, all that take part but the apologies."""
    known = {a.id: review.state.agency(a.id).attendance for a in review.agencies()}
    came = tuple(a for a in review.agencies() if (e := known[a.id]) and e.event.people)
    unknown = tuple(a for a in takes_part(review) if known[a.id] is None)
    if came:
        names = ", ".join(agency.name for agency in unknown)
        say = f"Who came from {names} is not recorded yet (lfe attended): no letter is made."
        return _Thanked(came, (say,) if unknown else ())
    say = (
        "Who came is not recorded yet (lfe attended), so everybody who takes part has a draft. "
        "Send them only to those who came."
    )
    return _Thanked(unknown, (say,) if unknown else ())


def _named(review: Review, ids: Sequence[str], coming: _Thanked) -> tuple[Agency, ...]:
    named = tuple(agency_named(review, i) for i in ids)
    absent = [agency.name for agency in named if agency not in coming.agencies]
    if absent:
        raise LfeError(
            f"Nothing says that {joined(absent)} came, and the letter thanks for coming.",
            next_step="Record first who came: lfe attended. Or write a few lines of your own.",
        )
    return named


def _thanks_line(review: Review, agency: Agency) -> str:
    if review.is_edited(THANK_YOU.file(agency.id)):
        return f"{agency.name}: its letter was edited by you, left as it is"
    if recipient(THANK_YOU, agency) is None:
        return f"{agency.name}: letter drafted, not addressed (it has no contact yet)"
    return f"{agency.name}: letter drafted"


def _next_with_thanks(review: Review, wanted: Sequence[Agency]) -> Iterator[str]:
    if not wanted:
        return
    ids = " ".join(f"--agency {agency.id}" for agency in wanted)
    yield f"open each letter in {review.reference}/{files.OUTBOX}"
    yield "write by hand what this service is thanked for, where the letter says so"
    yield "read it and send it yourself, within two days of the event"
    yield f"then record it: lfe sent --letter {THANK_YOU.id} {ids}"


def _family_letter(review: Review, person: str | None, moment: datetime) -> tuple[Drafted, Changes]:
    """The letter to `person` (a relation or an id); without one, to the only one who is told.

    It has gaps that a worker fills by hand, and holds no name, no date and no reference. A letter
    that somebody edited is left. Raises LfeError, with every reason, where nothing may be written.
    """
    meant = person_meant(review, person, [f for f in review.manifest.family if f.told])
    reasons = list(_why_no_letter(review, meant))
    if reasons:
        raise LfeError(
            f"No letter is made for {meant.said}: {'; '.join(reasons)}.",
            where=f"{review.reference}/{files.MANIFEST}, family ({meant.key})",
            next_step="Make it when that has changed and is written down: lfe edit",
        )
    file = FAMILY.file(meant.key)
    changes = word_letter(review, FAMILY, meant.key, moment, in_the_family_letter(review, meant))
    drafted = Drafted(
        lines=(_family_line(review, meant, file, changes),),
        files=(f"{review.reference}/{file}",),
        remarks=tuple(_about_person(meant)),
        next=tuple(_next_with_family(meant)),
    )
    return drafted, changes


def _why_no_letter(review: Review, person: FamilyMember) -> Iterator[str]:
    if person.told is None:
        yield "whether they are told is not decided yet (told)"
    elif not person.told:
        why = person.why_not_told
        yield f"they are not told ({why})" if why else "they are not told"
    yield from family_holds(review)
    if reason := why_not_safe(person):
        yield reason


def _family_line(review: Review, person: FamilyMember, file: str, changes: Changes) -> str:
    if changes.writes:
        return f"The letter for {person.said}: {file}"
    if review.is_edited(file):
        return f"The letter for {person.said} was edited by you and is left as it is: {file}"
    return f"The letter for {person.said} is as it was: {file}"


def _about_person(person: FamilyMember) -> Iterator[str]:
    if person.takes_part is None:
        yield "How they take part is not written down, so the letter offers every way."
    if person.interpreter:
        yield "An interpreter is needed: have the letter put into their language too."
    if person.relation in READERS:
        yield "Somebody they trust reads it with them. Ask first whether they may be written to."
    if person.contact_by is None:
        yield "Who is in touch with them is not written down (contact_by in review.yaml)."


def _next_with_family(person: FamilyMember) -> Iterator[str]:
    worker = person.contact_by or "a worker whom they know"
    yield "read the letter aloud, as if you were the one who gets it; reword it in Word"
    yield f"give it to whoever hands it over ({worker}), and to nobody by e-mail or post"
    yield "they fill the gaps in a copy of their own: no name is kept in this folder"
    if person.takes_part == "at the event":
        yield f"they get the page about their time with us as well: {files.FAMILY_AGENDA}"
    yield f"once they know what to expect, record it: lfe told family --person {person.key}"
