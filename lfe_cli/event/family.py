"""The family, person by person: who is told, who may be written to, who has been heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.events import Told
from lfe_cli.review.history.entries import Recorded
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


def coming(review: Review) -> list[FamilyMember]:
    """The people of the family who take part at the event."""
    return [f for f in review.manifest.family if f.takes_part == "at the event"]


def person_meant(review: Review, given: str | None, among: Sequence[FamilyMember]) -> FamilyMember:
    """The person whose relation (or id) is `given`; without one, the only one there is in `among`.

    Raises LfeError where nobody is entered so, or more than one could be meant.
    """
    if given is None:
        if len(among) == 1:
            return among[0]
        raise _say_who(review, "Who of the family is meant?", _NOBODY_YET)
    wanted = "-".join(given.casefold().split())
    found = [f for f in review.manifest.family if f.key == wanted]
    if not found:
        nobody = f"Nobody of the family is entered as {given}."
        raise _say_who(review, nobody, nobody)
    return found[0]


def refuse_if_not_told(review: Review, person: FamilyMember) -> None:
    """Raises LfeError for somebody who by what was decided does not know of the review."""
    if person.told is False:
        raise LfeError(
            f"By what is decided {person.said} is not told, so nothing was recorded.",
            where=f"{review.reference}/{files.MANIFEST}, family ({person.key})",
            next_step="Check that this is who is meant. If it was decided anew: lfe edit",
        )


_NOBODY_YET = "Nobody of the family is entered yet."


def _say_who(review: Review, sentence: str, where_nobody_is: str) -> LfeError:
    keys = [person.key for person in review.manifest.family]
    if not keys:
        return LfeError(
            where_nobody_is,
            where=f"{review.reference}/{files.MANIFEST}, family",
            next_step="Enter them first, by relation: lfe edit",
        )
    return LfeError(sentence, next_step=f"Write --person {' or '.join(keys)}.")


def family_holds(review: Review) -> Iterator[str]:
    """The other processes because of which nothing goes to the family, each as a reason."""
    for process in review.manifest.parallel:
        if process.hold == "family":
            yield f"a hold stands for the family ({process.kind}, in review.yaml)"


def why_not_safe(person: FamilyMember) -> str:
    """The reason why nothing may be written to this person; empty once somebody said it is safe."""
    who = f"{person.said} (family in review.yaml)"
    if person.safe_to_contact == "no":
        return f"it is not safe to contact {who}"
    if person.safe_to_contact != "yes":
        return f"it is not yet known to be safe to contact {who}"
    if person.asked is None:
        return f"who was asked whether it is safe to contact {who} is not written down (asked)"
    return ""


def _why_untold(person: FamilyMember) -> str:
    """The reason why this person cannot be taken to know of the review; empty if they are told."""
    if person.told is None:
        return f"whether {person.said} is told is not decided yet (told, family in review.yaml)"
    return "" if person.told else f"by what is decided {person.said} is not told"


def knows_what_to_expect(review: Review, person: FamilyMember) -> bool:
    """It is recorded that this person was told of their part; once for all counts too."""
    return any(told.event.person in (None, person.key) for told in _told_of_it(review, "family"))


def professionals_to_tell(review: Review) -> tuple[Agency, ...]:
    """The agencies whose professionals are not recorded to know of the family's part."""
    told = _told_of_it(review, "professionals")
    return tuple(a for a in takes_part(review) if not any(_holds_for(review, a, t) for t in told))


def _holds_for(review: Review, agency: Agency, told: Recorded[Told]) -> bool:
    """Whether that record is about the agency. One for all is about all that took part then."""
    if told.event.agency is not None:
        return told.event.agency == agency.id
    its, forms = review.state.agency(agency.id), review.state.forms
    came_later = bool(forms) and forms[0].at < told.at and its.forms and its.forms[0].at > told.at
    return not came_later and all(added.at < told.at for added in its.added)


def _told_of_it(review: Review, whom: str) -> list[Recorded[Told]]:
    """All that was told of the event as it stands: of an earlier day nobody knows enough."""
    changed = review.state.event.last_change_of_day
    told = review.state.family.told_of(whom)
    return [entry for entry in told if changed is None or entry.at > changed.at]


def is_heard(review: Review, person: FamilyMember) -> bool:
    """It is recorded that this person told us their views."""
    return review.state.family.is_heard(person.key)


def not_told_the_learning(review: Review) -> list[FamilyMember]:
    """The people who know of the review, wish to hear what we learned, and have not as recorded."""
    return [
        person
        for person in review.manifest.family
        if person.told
        and person.wants_feedback is not False
        and not review.state.family.knows_the_learning(person.key)
    ]


def in_words(people: Iterable[FamilyMember]) -> str:
    """The mother, the father and sibling A."""
    return joined(person.said for person in people)


# ---------------------------------------------------------------- the event


def family_draft_because(review: Review) -> Iterator[str]:
    """The things about the family's part that keep the agenda from being final."""
    if not review.manifest.event.family_part:
        return
    if not coming(review):
        yield "nobody of the family is entered who takes part at the event (family)"
    yield from _whether_they_may_meet(review)
    untold = joined(agency.name for agency in professionals_to_tell(review))
    if untold:
        yield (
            f"the professionals of {untold} are still to hear of the family's part: "
            "lfe told professionals"
        )
    for person in coming(review):
        knows = knows_what_to_expect(review, person)
        if reason := _why_untold(person):
            yield reason
        elif is_kept_back(review, person):
            knowing = "knows" if knows else "does not know yet"
            yield f"{person.said} {knowing} what to expect, and is not to be written to"
        elif not knows:
            yield (
                f"{person.said} is still to be told what to expect: "
                f"lfe told family --person {person.key}"
            )


def family_agenda_waits(review: Review) -> Iterator[str]:
    """Nothing is written to anybody of the family before they are told and it is safe."""
    if not review.manifest.event.family_part:
        return
    reasons = [why(person) for person in coming(review) for why in (_why_untold, why_not_safe)]
    waits = [*family_holds(review), *filter(None, reasons)]
    if not coming(review):
        waits.append("nobody in family takes part at the event (review.yaml)")
    if len(coming(review)) > 1 and review.manifest.event.family_may_meet is False:
        waits += _whether_they_may_meet(review)
    for reason in waits:
        yield f"The family's agenda was not made: {reason}."
    if waits and review.read(files.FAMILY_AGENDA) is not None:
        yield (
            f"Take back {files.FAMILY_AGENDA}: it was made before this was so. Do not hand it over."
        )


def is_kept_back(review: Review, person: FamilyMember) -> bool:
    """Nothing may go to this person now, whatever was made for them before."""
    reason = _why_untold(person) or why_not_safe(person)
    return bool(reason) or any(family_holds(review))


def _whether_they_may_meet(review: Review) -> Iterator[str]:
    """People who must not meet never share a slot: only somebody who knows them can say."""
    event, who = review.manifest.event, in_words(coming(review))
    if len(coming(review)) < 2 or event.family_may_meet:
        return
    if event.family_may_meet is None:
        yield f"whether {who} may meet is not written down (event.family_may_meet)"
    else:
        yield (
            f"{who} may not meet, and would come to the same part: agree another way with one of "
            "them (takes_part)"
        )


def about_the_family_part(review: Review) -> Iterator[str]:
    """Sentences for the facilitator about who comes, by relation."""
    for person in coming(review) if review.manifest.event.family_part else ():
        beside = [
            what
            for what, wanted in (
                ("a supporter", person.supporter),
                ("an interpreter", person.interpreter),
            )
            if wanted
        ]
        with_whom = f", with {joined(beside)}" if beside else ""
        yield f"Of the family comes {person.said}{with_whom}"
    for person in review.manifest.family:
        if person.takes_part == "in writing" and is_heard(review, person):
            yield f"Words of {person.said} are read out by whoever they chose"


# ---------------------------------------------------------------- the page


def told_undecided(review: Review) -> Iterator[tuple[str, str]]:
    """Of whom nobody wrote down whether they are told, or why not; each with the command for it."""
    for person in review.manifest.family:
        if person.told is None:
            yield f"whether {person.said} is told is not decided", "lfe edit"
        elif not person.told and person.why_not_told is None:
            yield f"why {person.said} is not told is not written down", "lfe edit"


def learning_unheard(review: Review) -> Iterator[tuple[str, str]]:
    """Who of those told has not heard what the page says; each with the command for it.

    Somebody whom it is not safe to contact, or who does not wish to hear it, keeps no page.
    """
    hold = next(family_holds(review), "")
    for person in not_told_the_learning(review):
        unheard = f"it is not recorded that {person.said} has heard the learning"
        reason = why_not_safe(person) or hold
        if person.safe_to_contact == "no":
            continue
        if reason:
            yield f"{unheard}: {reason}", "lfe edit"
        else:
            yield unheard, f"lfe told feedback --person {person.key}"
