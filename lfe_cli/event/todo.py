"""The open things of the learning event: papers, letters, the family, who comes and who came."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date

from lfe_cli.errors import LfeError
from lfe_cli.event.attendance import not_recorded_yet
from lfe_cli.event.collection import papers_to_destroy
from lfe_cli.event.family import (
    coming,
    family_holds,
    in_words,
    is_heard,
    is_kept_back,
    knows_what_to_expect,
    not_told_the_learning,
    professionals_to_tell,
    why_not_safe,
)
from lfe_cli.event.letter_contents import outdated_family_letter, outdated_thanks
from lfe_cli.event.outdated import OutdatedPapers, outdated_papers
from lfe_cli.letters.kinds import KINDS, REQUEST, THANK_YOU
from lfe_cli.letters.made_from import named
from lfe_cli.letters.outbox import not_needed_any_more, unsent_drafts
from lfe_cli.review import files
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.events import CarriedOver, PaperMade
from lfe_cli.review.lookup import takes_part
from lfe_cli.review.manifest import FamilyMember
from lfe_cli.review.todo import AtClosing, Code, Said, Todo
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

_MADE_FOR_A_DAY = (files.AGENDA, files.FAMILY_AGENDA, files.FACILITATOR, files.SIGN_IN)
# The request tells of the day too, and has a step of its own.
_LETTERS = tuple(kind for kind in KINDS if kind.tells_of_the_day and kind is not REQUEST)


def todos(review: Review, today: date) -> Iterator[Todo]:
    """Everything that is open, in the order in which it is needed."""
    event, recorded = review.manifest.event, review.state.event
    is_over = event.at is not None and event.at.date() < today
    yield from _day(review, today)
    if event.at and not recorded.agenda:
        yield _papers("make the event's papers: lfe agenda")
    if not is_over:
        yield from _papers_and_letters(review, today)
        yield from _replies_to_the_new_day(review)
    if event.at is None and recorded.is_cancelled:
        yield _another_day(review)
    yield from _holds(review)
    if event.family_part:
        yield from _professionals(review)
    yield from _family(review, today)
    yield from _support(review, today)
    yield from _access(review, today)
    yield from _attendance(review, today)
    yield from _collection(review, today)
    if is_over:
        yield from _thanks(review, today)


def _day(review: Review, today: date) -> Iterator[Todo]:
    """The event itself, once the forms are out."""
    at, state = review.manifest.event.at, review.state
    is_out = state.forms and state.letters.sent_of(REQUEST.id)
    if at and at.date() >= today and is_out and state.page.stage is None:
        says = Said(f"the event, {short_date(at.date())}")
        yield Todo("event", due=at.date(), next=says)


def _another_day(review: Review) -> Todo:
    """A day in place of the one that was cancelled; papers that somebody edited stay as they are.

    At a terminal lfe move asks for the day.
    """
    edited = any(review.is_edited(file) for file in _MADE_FOR_A_DAY)
    command = "lfe move --keep" if edited else "lfe move"
    yours = " (what you edited stays)" if edited else ""
    says = Said(f"when there is another day for the event{yours}: {command}")
    return Todo("another day", says=says, command=command)


# ---------------------------------------------------------------- papers and letters


def _papers_and_letters(review: Review, today: date) -> Iterator[Todo]:
    """The papers that are not as they would be made now, and the letters that wait to be sent."""
    event, state = review.manifest.event, review.state.event
    found = OutdatedPapers()
    if state.papers_are_out and not (event.at is None and state.is_cancelled):
        try:
            found = outdated_papers(review, today)
        except LfeError as error:
            why = error.sentence.rstrip(".")
            says = f"the event's papers cannot be made anew ({why}): lfe edit"
            yield Todo("event papers", says=Said(says), command="lfe edit")
    if found.papers or found.letters:
        yield _anew(found)
    elif found.newer:
        names = "; ".join(
            f"a newer {what} than {joined(a.name for a in agencies)} got"
            for what, agencies in found.newer.items()
        )
        yield _papers(f"{names}, no new letter is made for it: lfe agenda")
    yield from _letters(review, found.letters, today)


def _anew(found: OutdatedPapers) -> Todo:
    edited = any(one.edited for one in found.papers)
    command = "lfe agenda --keep" if edited else "lfe agenda"
    what = "; ".join(filter(None, (named(found.papers), found.letters_in_words())))
    yours = ", and look yourself at what you edited, which stays" if edited else ""
    says = f"out of date: {what}. Make it anew{yours}: {command}"
    about = (*(one.file for one in found.papers), *found.letters)
    return Todo("event papers", about, says=Said(says), command=command)


def _papers(says: str) -> Todo:
    return Todo("event papers", says=Said(says), command="lfe agenda")


def _letters(review: Review, outdated: Container[str], today: date) -> Iterator[Todo]:
    """Letters about the event that lie in the outbox, and are not to be made anew first."""
    names = {agency.id: agency.name for agency in review.agencies()}
    lying = [one for one in unsent_drafts(review) if one.file not in outdated]
    unsent = [
        one for one in lying if one.agency in names and not not_needed_any_more(review, one, today)
    ]
    for kind in _LETTERS:
        record = f"lfe sent --letter {kind.id}"
        for one in unsent:
            if one.kind is kind:
                before = f"send {kind.title}, then record it: {record} ("
                says = Said(before, names[one.agency], ")")
                yield Todo("event letter", (one.agency, kind.id), says=says, command=record)


def _replies_to_the_new_day(review: Review) -> Iterator[Todo]:
    last = review.state.event.last_change_of_day
    if last is None or review.state.event.is_cancelled:
        return
    for agency in takes_part(review):
        replies = review.state.agency(agency.id).replies
        if replies and replies[-1].at < last.at:
            before = "hear whether the new day works for "
            says = Said(before, agency.name, ", then record it: lfe reply")
            about = (agency.id,)
            yield Todo(
                "reply to the new day", about, since=last.day, says=says, command="lfe reply"
            )


def _holds(review: Review) -> Iterator[Todo]:
    for process in review.manifest.parallel:
        if process.hold != "none":
            why = f"{process.kind}: {process.hold}"
            yield Todo("hold", says=Said(f"a hold stands ({why}): ask whether it still holds"))


def _professionals(review: Review) -> Iterator[Todo]:
    """Until it is recorded of each agency, of one that is invited later too."""
    command = "lfe told professionals"
    for agency in professionals_to_tell(review):
        before = "tell the professionals about the family's part ("
        says = Said(before, agency.name, f"): {command}")
        yield Todo("professionals", (agency.id,), says=says, command=command)


# ---------------------------------------------------------------- the family

_HEARD_ELSEWHERE = ("before the event", "in writing")
_BEFORE_IT_IS_AGREED = (None, "draft", "read")
_BEFORE_IT_GOES_FURTHER = ("agreed", "subgroup", "issued")


def _family(review: Review, today: date) -> Iterator[Todo]:
    """Everything with each person of the family; nothing is said while a hold stands for them.

    Of somebody whom it is not safe to contact, or not yet known to be, it says that and no more.
    """
    yield from _decisions(review)
    yield from _kept_back(review, today)
    yield from _to_arrange(review, today)
    if any(family_holds(review)):
        yield from feedback(review)
        return
    for person in review.manifest.family:
        if not person.told:
            continue
        if person.safe_to_contact == "no":
            says = f"nothing goes to {person.said}: it is not safe to contact them"
            yield Todo("family contact", (person.key,), says=Said(says))
        elif why_not_safe(person):
            says = (
                f"ask the social worker or the police whether it is safe to contact {person.said},"
                " and write down who was asked (safe_to_contact, asked): lfe edit"
            )
            yield Todo("family contact", (person.key,), says=Said(says), command="lfe edit")
        elif review.state.page.stage in _BEFORE_IT_IS_AGREED:
            yield from _their_part(review, person, today)
        yield from _feedback(review, person)


def feedback(review: Review) -> Iterator[Todo]:
    """The people of the family who have not heard what we learned and may be told."""
    for person in review.manifest.family:
        yield from _feedback(review, person)


def _feedback(review: Review, person: FamilyMember) -> Iterator[Todo]:
    """Nothing is carried over about somebody whom it is not safe to contact."""
    if person not in not_told_the_learning(review) or person.safe_to_contact == "no":
        return
    is_free = not why_not_safe(person) and not any(family_holds(review))
    is_time = review.state.page.stage in _BEFORE_IT_GOES_FURTHER
    command = f"lfe told feedback --person {person.key}"
    says = (
        f"let {person.said} hear the learning before the page goes further"
        f"{_planned(person.feedback_on)}: {command}"
    )
    yield Todo(
        "feedback",
        (person.key,),
        due=person.feedback_on,
        says=Said(says) if is_free and is_time else None,
        command=command,
        closing=AtClosing(
            CarriedOver(person=person.key),
            f"{person.said} has not heard yet what we learned",
            command,
        ),
    )


def _decisions(review: Review) -> Iterator[Todo]:
    """The decisions whether they are told, and why not: asked for until written down."""
    for person in review.manifest.family:
        missing = ", ".join(_undecided(review, person))
        if missing:
            before = "write into review.yaml (lfe edit) what is decided about the family: "
            says = Said(before, f"{person.said} ({missing})", between="; ")
            yield Todo("family decision", (person.key,), says=says, command="lfe edit")


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


def _kept_back(review: Review, today: date) -> Iterator[Todo]:
    """Papers that were made before it turned out that nothing may go to that person."""
    kept = [person for person in review.manifest.family if is_kept_back(review, person)]
    papers = [files.family_letter(person.key) for person in kept]
    if any(person in coming(review) for person in kept) or (kept and not coming(review)):
        papers.append(files.FAMILY_AGENDA)
    there = [file for file in papers if review.read(file) is not None]
    if there:
        says = Said(f"do not hand over {joined(there)}: nothing may go to them now")
        yield Todo("family paper", tuple(there), says=says)
    if files.FAMILY_AGENDA not in papers:
        yield from _not_for_everybody(review, today)


def _not_for_everybody(review: Review, today: date) -> Iterator[Todo]:
    """Others come, so the family's agenda stands: it is not for those who are not told."""
    untold = [person for person in review.manifest.family if person.told is False]
    at = review.manifest.event.at
    is_ahead = at is None or at.date() >= today
    if untold and is_ahead and review.read(files.FAMILY_AGENDA) is not None:
        says = Said(f"{files.FAMILY_AGENDA} is not for {in_words(untold)}: they are not told")
        yield Todo("family paper", (files.FAMILY_AGENDA,), says=says)


def _to_arrange(review: Review, today: date) -> Iterator[Todo]:
    """Their paper promises these things, so somebody sees to them before they are told."""
    event = review.manifest.event
    if not event.family_part or event.at is None or event.at.date() < today:
        return
    if any(not knows_what_to_expect(review, person) for person in coming(review)):
        says = Said(
            "arrange for the family's part: who meets them and by which door, who sits beside "
            "them, who calls them the day after"
        )
        yield Todo("family part", due=event.at.date(), says=says)


def _their_part(review: Review, person: FamilyMember, today: date) -> Iterator[Todo]:
    """The letter, what to expect, and their views, by the way in which they take part."""
    at, about, who = review.manifest.event.at, (person.key,), f"--person {person.key}"
    is_ahead = at is None or at.date() >= today
    if is_ahead and not _is_written_to(review, person):
        command = f"lfe letter family {who}"
        says = f"make the letter that somebody they know gives to {person.said}: {command}"
        yield Todo("family letter", about, says=Said(says), command=command)
    elif is_ahead and not knows_what_to_expect(review, person):
        yield from _outdated_family_letter(review, person)
    if person.takes_part == "at the event":
        if is_ahead and not knows_what_to_expect(review, person):
            command = f"lfe told family {who}"
            what = f"tell {person.said} what to expect{_planned(person.briefed_on)}"
            says = f"{what}, then record it: {command}"
            due = person.briefed_on
            yield Todo("family briefing", about, due=due, says=Said(says), command=command)
    elif person.takes_part in _HEARD_ELSEWHERE and not is_heard(review, person):
        when, command = (
            "before the event" if is_ahead else "before the page is agreed",
            f"lfe heard {who}",
        )
        says = f"hear what {person.said} wants us to know {when}, then record it: {command}"
        yield Todo("family views", about, "the family", says=Said(says), command=command)


def _outdated_family_letter(review: Review, person: FamilyMember) -> Iterator[Todo]:
    found = outdated_family_letter(review, person)
    if found:
        command = f"lfe letter family --person {person.key}"
        yours = ", and look yourself at what you edited, which stays" if found.edited else ""
        says = f"out of date: {named([found])}. Make it anew{yours}: {command}"
        yield Todo("family letter", (person.key,), says=Said(says), command=command)


def _is_written_to(review: Review, person: FamilyMember) -> bool:
    """This person's letter was made, or they are in touch with us already."""
    letter = files.family_letter(person.key)
    return (
        (PaperMade, letter) in review.state.files.made
        or knows_what_to_expect(review, person)
        or is_heard(review, person)
    )


def _planned(day: date | None) -> str:
    return f" (planned for {short_date(day)})" if day else ""


# ---------------------------------------------------------------- who comes, who came


def _support(review: Review, today: date) -> Iterator[Todo]:
    """Before the event: who has not said yet that colleagues have somebody to turn to.

    An agency is asked once it has been heard, and everybody once the event is prepared.
    """
    event = review.manifest.event.at
    if event and event.date() < today:
        return
    prepared = review.state.event.agenda is not None
    asked = [
        agency
        for agency in takes_part(review)
        if review.state.agency(agency.id).support_confirmed is None
        and (prepared or review.state.agency(agency.id).replies)
    ]
    for agency in asked:
        command = f"lfe reply {asked[0].id} --support yes"
        before = "ask how colleagues are looked after at "
        says = Said(before, agency.name, f"; once support is in place: {command}")
        yield Todo("support", (agency.id,), says=says, command=command)


def _access(review: Review, today: date) -> Iterator[Todo]:
    """Before the event: whose people may need something to get in, to hear, to see, to take part.

    What it is stands in no record: it is asked about, or it is met.
    """
    event = review.manifest.event.at
    if event and event.date() < today:
        return
    prepared = review.state.event.agenda is not None
    asked = [
        agency
        for agency in takes_part(review)
        if (prepared or review.state.agency(agency.id).replies)
        and not review.state.agency(agency.id).answers.access
        and review.state.agency(agency.id).answers.attending != 0
    ]
    named = {agency.id: review.state.agency(agency.id).answers.access is False for agency in asked}
    for are_named, before, once in _ACCESS:
        those = [agency for agency in asked if named[agency.id] is are_named]
        for agency in those:
            command = f"lfe reply {those[0].id} --access yes"
            says = Said(before, agency.name, f", and record it {once}: {command}")
            yield Todo("access", (agency.id,), says=says, command=command)


# Whether an agency said that there are needs, and what is to be done then.
_ACCESS = (
    (False, "ask about access needs at ", "once they are met or there are none"),
    (True, "see to the access needs of ", "once they are met"),
)


def _attendance(review: Review, today: date) -> Iterator[Todo]:
    """From the event's day on: who came, until it is recorded of everybody."""
    event = review.manifest.event.at
    for agency in not_recorded_yet(review, today):
        since = event.date() if event else None
        says = Said("record who came, and who brought its audit (", agency.name, "): lfe attended")
        yield Todo("attendance", (agency.id,), since=since, says=says, command="lfe attended")


def _collection(review: Review, today: date) -> Iterator[Todo]:
    """From the event's day on: the Business Unit's papers, until they are taken back in."""
    event = review.manifest.event.at
    if event is None or today < event.date():
        return
    there = () if any(reasons_to_keep(review)) else papers_to_destroy(review)
    command = f"lfe collected{' --destroy' if there else ''}"
    says = ""
    code: Code = "collection"
    if review.state.event.papers_collected is None:
        says = (
            "collect the Business Unit's papers (sign-in sheet, agendas, facilitator's paper; "
            f"audits go home), the facilitator's paper is destroyed: {command}"
        )
    elif there:
        code = "facilitator's paper"
        what = "facilitator's paper is" if files.FACILITATOR in there else "details of replies are"
        says = f"the {what} still in the folder: {command}"
    if says:
        yield Todo(code, since=event.date(), says=Said(says), command=command)


def _thanks(review: Review, today: date) -> Iterator[Todo]:
    outdated = tuple(outdated_thanks(review, today))
    if outdated:
        command = f"{THANK_YOU.made_by} {THANK_YOU.id}"
        says = f"out of date: {named(outdated)}. Make it anew: {command}"
        yield Todo("thanks", tuple(o.file for o in outdated), says=Said(says), command=command)
    if review.state.letters.sent_of(THANK_YOU.id) or outdated:
        return
    code: Code = "thanks"
    command = f"{THANK_YOU.made_by} {THANK_YOU.id}"
    says = f"thank those who came, within two days of the event: {command}"
    if review.state.letters.drafted_of(THANK_YOU.id):
        code = "thanks letter"
        command = f"lfe sent --letter {THANK_YOU.id}"
        says = (
            "complete the thank-you letters in outbox by hand and send them, then record it: "
            f"{command}"
        )
    yield Todo(code, says=Said(says), command=command)
