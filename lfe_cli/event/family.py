"""The family, person by person: who is told, who may be written to, who has been heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.review import days, files
from lfe_cli.review.events import PaperMade, Told
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined


def coming(review: Review) -> list[FamilyMember]:
    """Who of the family takes part at the event."""
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
    """Why nothing may be written to this person; empty once somebody said that it is safe."""
    who = f"{person.said} (family in review.yaml)"
    if person.safe_to_contact == "no":
        return f"it is not safe to contact {who}"
    if person.safe_to_contact != "yes":
        return f"it is not yet known to be safe to contact {who}"
    if person.asked is None:
        return f"who was asked whether it is safe to contact {who} is not written down (asked)"
    return ""


def why_untold(person: FamilyMember) -> str:
    """Why this person cannot be taken to know of the review; empty once it is decided they do."""
    if person.told is None:
        return f"whether {person.said} is told is not decided yet (told, family in review.yaml)"
    return "" if person.told else f"by what is decided {person.said} is not told"


def knows_what_to_expect(review: Review, person: FamilyMember) -> bool:
    """Whether it is recorded that this person was told of their part; once for all counts too."""
    return any(told.person in (None, person.key) for told in _told_of_it(review, "family"))


def professionals_know(review: Review) -> bool:
    """Whether it is recorded that the professionals were told of the family's part."""
    return bool(_told_of_it(review, "professionals"))


def _told_of_it(review: Review, whom: str) -> list[Told]:
    """What was told of the event as it stands: of an earlier day nobody knows enough."""
    changed = review.state.event.last_change_of_day
    told = review.state.family.told_of(whom)
    return [entry.event for entry in told if changed is None or entry.at > changed.at]


def is_heard(review: Review, person: FamilyMember) -> bool:
    """Whether it is recorded that this person told us their views."""
    return review.state.family.is_heard(person.key)


def not_told_the_learning(review: Review) -> list[FamilyMember]:
    """Who knows of the review, and is not recorded to have heard what we learned."""
    return [
        person
        for person in review.manifest.family
        if person.told and not review.state.family.knows_the_learning(person.key)
    ]


def in_words(people: Iterable[FamilyMember]) -> str:
    """The mother, the father and sibling A."""
    return joined(person.said for person in people)


# ---------------------------------------------------------------- the event


def family_draft_because(review: Review) -> Iterator[str]:
    """What of the family's part still keeps the agenda from being final."""
    if not review.manifest.event.family_part:
        return
    if not coming(review):
        yield "nobody of the family is entered who takes part at the event (family)"
    yield from _whether_they_may_meet(review)
    if not professionals_know(review):
        yield "the professionals are still to hear of the family's part: lfe told professionals"
    for person in coming(review):
        knows = knows_what_to_expect(review, person)
        if reason := why_untold(person):
            yield reason
        elif _is_kept_back(review, person):
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
    reasons = [why(person) for person in coming(review) for why in (why_untold, why_not_safe)]
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


def _is_kept_back(review: Review, person: FamilyMember) -> bool:
    """Whether nothing may go to this person now, whatever was made for them before."""
    reason = why_untold(person) or why_not_safe(person)
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
    """What the facilitator has to know of who comes, by relation."""
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


# ---------------------------------------------------------------- what is next

_HEARD_ELSEWHERE = ("before the event", "in writing")
_BEFORE_IT_IS_AGREED = (None, "draft", "read")
_BEFORE_IT_GOES_FURTHER = ("agreed", "subgroup", "issued")


def about_family(review: Review, today: date) -> Iterator[str]:
    """What is next with each person of the family; nothing while a hold stands for them.

    Of somebody whom it is not safe to contact, or not yet known to be, it says that and no more.
    """
    yield from _about_decisions(review)
    yield from _keep_back(review, today)
    yield from _to_arrange(review, today)
    if any(family_holds(review)):
        return
    for person in review.manifest.family:
        if not person.told:
            continue
        if person.safe_to_contact == "no":
            yield f"nothing goes to {person.said}: it is not safe to contact them"
        elif why_not_safe(person):
            yield (
                f"ask the social worker or the police whether it is safe to contact {person.said},"
                " and write down who was asked (safe_to_contact, asked): lfe edit"
            )
        else:
            yield from _about_person(review, person, today)


def _to_arrange(review: Review, today: date) -> Iterator[str]:
    """Their paper promises these things, so somebody sees to them before they are told."""
    event = review.manifest.event
    if not event.family_part or event.at is None or event.at.date() < today:
        return
    if any(not knows_what_to_expect(review, person) for person in coming(review)):
        yield (
            "arrange for the family's part: who meets them and by which door, who sits beside "
            "them, who calls them the day after"
        )


def _about_decisions(review: Review) -> Iterator[str]:
    """Whether they are told, why not, and who decided: asked until it is written down."""
    waiting = [
        f"{person.said} ({', '.join(missing)})"
        for person in review.manifest.family
        if (missing := list(_undecided(review, person)))
    ]
    if waiting:
        who = "; ".join(waiting)
        yield f"write into review.yaml (lfe edit) what is decided about the family: {who}"


def _keep_back(review: Review, today: date) -> Iterator[str]:
    """What was made before it turned out that nothing may go to that person."""
    kept = [person for person in review.manifest.family if _is_kept_back(review, person)]
    papers = [files.family_letter(person.key) for person in kept]
    if any(person in coming(review) for person in kept) or (kept and not coming(review)):
        papers.append(files.FAMILY_AGENDA)
    there = [file for file in papers if review.read(file) is not None]
    if there:
        yield f"do not hand over {joined(there)}: nothing may go to them now"
    if files.FAMILY_AGENDA not in papers:
        yield from _not_for_everybody(review, today)


def _not_for_everybody(review: Review, today: date) -> Iterator[str]:
    """Others come, so the family's agenda stands: it is not for those who are not told."""
    untold = [person for person in review.manifest.family if person.told is False]
    at = review.manifest.event.at
    is_ahead = at is None or at.date() >= today
    if untold and is_ahead and review.read(files.FAMILY_AGENDA) is not None:
        yield f"{files.FAMILY_AGENDA} is not for {in_words(untold)}: they are not told"


def _undecided(review: Review, person: FamilyMember) -> Iterator[str]:
    if person.told is None:
        yield "whether they are told: told"
    if person.told is False and person.why_not_told is None:
        yield "why they are not told: why_not_told"
    if person.decided_by is None:
        yield "who decided: decided_by"
    if not person.told or why_not_safe(person) or any(family_holds(review)):
        return
    if person.contact_by is None:
        yield "who is in touch with them: contact_by"
    if person.takes_part is None:
        yield "how they take part: takes_part"


def _about_person(review: Review, person: FamilyMember, today: date) -> Iterator[str]:
    last = review.state.page.last
    stage = last.event.stage if last else None
    if stage in _BEFORE_IT_IS_AGREED:
        yield from _about_their_part(review, person, today)
    if stage in _BEFORE_IT_GOES_FURTHER and person in not_told_the_learning(review):
        yield (
            f"let {person.said} hear the learning before the page goes further"
            f"{_planned(person.feedback_on)}: lfe told feedback --person {person.key}"
        )


def _about_their_part(review: Review, person: FamilyMember, today: date) -> Iterator[str]:
    """The letter, what to expect, and their views, by the way in which they take part."""
    at, who = review.manifest.event.at, f"--person {person.key}"
    is_ahead = at is None or at.date() >= today
    if is_ahead and not _is_written_to(review, person):
        letter = f"make the letter that somebody they know gives to {person.said}"
        yield f"{letter}: lfe letter family {who}"
    if person.takes_part == "at the event":
        if is_ahead and not knows_what_to_expect(review, person):
            what = f"tell {person.said} what to expect{_planned(person.briefed_on)}"
            yield f"{what}, then record it: lfe told family {who}"
    elif person.takes_part in _HEARD_ELSEWHERE and not is_heard(review, person):
        when = "before the event" if is_ahead else "before the page is agreed"
        what = f"hear what {person.said} wants us to know {when}"
        yield f"{what}, then record it: lfe heard {who}"


def _is_written_to(review: Review, person: FamilyMember) -> bool:
    """Whether this person's letter was made, or they are in touch with us already."""
    letter = files.family_letter(person.key)
    return (
        (PaperMade, letter) in review.state.files.made
        or knows_what_to_expect(review, person)
        or is_heard(review, person)
    )


def _planned(day: date | None) -> str:
    return f" (planned for {days.short_date(day)})" if day else ""


def learning_warnings(review: Review) -> Iterator[str]:
    """Before the page is issued: who of the family has not heard what it says."""
    for person in not_told_the_learning(review):
        said = f"It is not recorded that {person.said} has heard the learning"
        if any(family_holds(review)):
            yield f"{said}: a hold stands for the family."
        elif person.safe_to_contact == "no":
            yield f"{said}: it is not safe to contact them."
        else:
            yield f"{said} (lfe told feedback --person {person.key})."
