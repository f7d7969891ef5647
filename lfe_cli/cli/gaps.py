"""Asks for what review.yaml leaves open, a question for each gap, and writes the answers there.

Nothing of the family, and not whether the facilitator is independent, has a likely answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import get_args

from lfe_cli.audits.begin import propose_due
from lfe_cli.checks.kept import refuse_names
from lfe_cli.cli import asking, screen, shell, where
from lfe_cli.cli.asking import Dialogue
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, changing_intent
from lfe_cli.review.days import parse_date, parse_moment
from lfe_cli.review.events import ManifestEdited
from lfe_cli.review.lookup import asked_agency
from lfe_cli.review.manifest import FamilyMember, Relation
from lfe_cli.review.splicing import Path, add_item, set_value
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

_SHORTEST = 3  # letters of a place or a role


@dataclass
class _Filled:
    """What was answered: values by their place, and entries that come to a list."""

    values: dict[Path, str] = field(default_factory=dict)
    entries: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.values or self.entries)

    def in_words(self) -> Iterator[str]:
        """What is written, a line for each answer."""
        for path, value in self.values.items():
            yield f"{path[-1]}: {value}"
        for key, entry in self.entries:
            yield f"{key}: {', '.join(entry.values())}"

    def splice(self, text: str) -> str:
        """The manifest with the answers in it; every other byte stays."""
        for path, value in self.values.items():
            text = set_value(text, path, value)
        for key, entry in self.entries:
            text = add_item(text, key, entry)
        return text


def fill_the_gaps(
    call: shell.Call, review: Review, gaps: Sequence[str], people: Sequence[str]
) -> None:
    """Ask about each of `gaps` (event.venue), and of `people` of the family, and write it down."""
    filled = asking.converse(partial(_ask, review, gaps, people))
    if not filled:
        screen.say("Nothing was written.")
        return

    def plan(fresh: Review) -> tuple[None, Changes]:
        return None, changing_intent(fresh, filled.splice, ManifestEdited())[1]

    done = call.change_review(review.reference, plan, records=ManifestEdited)
    screen.say(f"Written into {files.MANIFEST}:")
    screen.lines(filled.in_words(), indent="  ")
    screen.say("To change it: lfe edit")
    for remark in done.remarks:
        screen.say(remark, error=True)


def _ask(review: Review, gaps: Sequence[str], people: Sequence[str]) -> Dialogue[_Filled]:
    filled = _Filled()
    for gap in gaps:
        yield from _GAPS[gap](review, filled)
    for index, person in enumerate(review.manifest.family):
        if person.key in people:
            yield from _about(review, person, index, filled)
    return filled


# ---------------------------------------------------------------- the manifest


_Gap = Callable[[Review, _Filled], Dialogue[None]]


def _text(path: Path, question: str) -> _Gap:
    """A question whose answer is kept as it is, unless it names somebody."""

    def gap(review: Review, filled: _Filled) -> Dialogue[None]:
        answer = yield from asking.asked(question, partial(_without_names, review))
        if answer is not None:
            filled.values[path] = answer

    return gap


def _agencies(review: Review, filled: _Filled) -> Dialogue[None]:
    known = f"Agencies: {', '.join(agency.id for agency in review.partnership.agencies)}"
    question = "Which of them knew the child or the family? Ids, with commas"
    ids = yield from asking.asked(question, partial(_asked, review), shown=(known,))
    filled.entries += [("agencies", {"id": one}) for one in ids or ()]


def _asked(review: Review, answer: str) -> tuple[str, ...]:
    ids = tuple(answer.replace(",", " ").split())
    for one in ids:
        try:
            asked_agency(review.partnership, one)
        except LfeError as error:
            raise WrongValue(f"cannot be used: {error.sentence}", error.next_step) from None
    return tuple(dict.fromkeys(ids))


def _decided_on(review: Review, filled: _Filled) -> Dialogue[None]:  # noqa: ARG001
    day = yield from asking.asked("When was that decided? A day", asking.a_past_day)
    if day:
        filled.values["why_this_review", "decided_on"] = day.isoformat()


def _due(review: Review, filled: _Filled) -> Dialogue[None]:
    proposed = propose_due(review.partnership, review.manifest.event.at, where.today())
    day = yield from asking.asked(
        "By when are the audits ready? A local target", parse_date, default=proposed.isoformat()
    )
    if day:
        filled.values["audits", "due"] = day.isoformat()


def _at(review: Review, filled: _Filled) -> Dialogue[None]:  # noqa: ARG001
    question = "When does the learning event begin? Such as 10/02/2027 09:30"
    at = yield from asking.asked(question, parse_moment)
    if at:
        filled.values["event", "at"] = f"{at:%Y-%m-%d %H:%M}"


def _independent(review: Review, filled: _Filled) -> Dialogue[None]:  # noqa: ARG001
    question = "Is it sure that the facilitator had no part in the work, nor in managing it?"
    if (yield from asking.yes_or_no(question, otherwise="later")):
        filled.values["event", "facilitator_independent"] = "yes"


def _without_names(review: Review, answer: str) -> str:
    if len(answer) < _SHORTEST:  # y or n, meant for another question
        raise WrongValue("is too short for an answer.", "Enter leaves it open, b goes back.")
    try:
        return refuse_names(review, answer, "The answer")
    except LfeError as error:
        raise WrongValue(f"may not be kept: {error.sentence}", error.next_step) from None


def _one_of(choices: Sequence[str], answer: str) -> str:
    found = next((one for one in choices if one == " ".join(answer.casefold().split())), None)
    if found is None:
        raise WrongValue("is none of them.", f"Write {joined(choices, 'or')}.")
    return found


# ---------------------------------------------------------------- the family


def _family(review: Review, filled: _Filled) -> Dialogue[None]:
    """People by relation, one after the other, until there is no further one."""
    there = [person.relation for person in review.manifest.family]
    shown: tuple[str, ...] = (
        "The family, one person after the other, the child too: by relation, never by name",
        f"({', '.join(get_args(Relation))}). Two of one relation: lfe edit.",
    )
    question, explained = "Who of the family is it about?", shown
    while True:
        relation = yield from asking.asked(
            question, partial(_new_one, there), otherwise="nobody further", shown=explained
        )
        if relation is None:
            return
        there.append(relation)
        person = FamilyMember(relation=relation)
        values: dict[str, str] = {"relation": relation}
        yield from _decisions(review, person, values, filled)
        filled.entries.append(("family", values))
        question, explained = "Who else?", ()


def _new_one(there: Sequence[Relation], answer: str) -> Relation:
    said = _one_of(get_args(Relation), answer)
    if said in there:
        raise WrongValue("is entered already.", "Two of one relation get letters: lfe edit")
    return next(one for one in get_args(Relation) if one == said)


def _about(review: Review, person: FamilyMember, index: int, filled: _Filled) -> Dialogue[None]:
    values: dict[str, str] = {}
    yield from _decisions(review, person, values, filled)
    filled.values |= {("family", index, key): value for key, value in values.items()}


_WHY_NOT = ("safety", "their wish", "another process", "not reached")
_PARTS = ("at the event", "before the event", "in writing", "no")
_SAFE = ("yes", "no", "not yet asked")
_WHO_WAS_ASKED = ("social worker", "police", "both")


def _decisions(
    review: Review, person: FamilyMember, values: dict[str, str], filled: _Filled
) -> Dialogue[None]:
    """What is not decided yet about one person. No answer is the likely one."""
    said = person.said
    told = person.told
    if told is None:
        told = yield from asking.yes_or_no(f"Is {said} told of the review?", otherwise="later")
        if told is not None:
            values["told"] = "yes" if told else "no"
    if told is False and person.why_not_told is None:
        yield from _choice(values, "why_not_told", f"Why is {said} not told?", _WHY_NOT)
    if told is not None and person.decided_by is None:
        yield from _role(review, values, "decided_by", "Who decided that? A meeting or a role")
    if told:
        yield from _contact(review, person, values, filled)


def _contact(
    review: Review, person: FamilyMember, values: dict[str, str], filled: _Filled
) -> Dialogue[None]:
    said = person.said
    safe: str | None = person.safe_to_contact
    if safe == "not yet asked":
        question = f"Is it safe to contact {said}? Only what was asked counts"
        safe = yield from _choice(values, "safe_to_contact", question, _SAFE)
    if safe in ("yes", "no") and person.asked is None:
        yield from _choice(values, "asked", "Who was asked whether it is safe?", _WHO_WAS_ASKED)
    if safe != "yes":
        return
    if person.contact_by is None:
        yield from _role(review, values, "contact_by", f"Who is in touch with {said}? A role")
    part: str | None = person.takes_part
    if part is None:
        part = yield from _choice(values, "takes_part", f"How does {said} take part?", _PARTS)
    if part == "at the event" and not review.manifest.event.family_part:
        question = "Is it decided that family come to a part of the event?"
        if (yield from asking.yes_or_no(question, otherwise="later")):
            filled.values["event", "family_part"] = "yes"


def _choice(
    values: dict[str, str], key: str, question: str, choices: Sequence[str]
) -> Dialogue[str | None]:
    answer = yield from asking.asked(
        f"{question} ({joined(choices, 'or')})", partial(_one_of, choices)
    )
    if answer is not None:
        values[key] = answer
    return answer


def _role(review: Review, values: dict[str, str], key: str, question: str) -> Dialogue[None]:
    answer = yield from asking.asked(question, partial(_without_names, review))
    if answer is not None:
        values[key] = answer


_GAPS: Mapping[str, _Gap] = {
    "agencies": _agencies,
    "why.decided_by": _text(
        ("why_this_review", "decided_by"),
        "Who decided that this is no statutory review? A meeting or a role",
    ),
    "why.decided_on": _decided_on,
    "why.basis": _text(("why_this_review", "basis"), "On what basis was that decided?"),
    "audits.due": _due,
    "event.at": _at,
    "event.venue": _text(("event", "venue"), "Where is the learning event?"),
    "event.facilitator": _text(("event", "facilitator"), "Who facilitates it? A role"),
    "event.facilitator_independent": _independent,
    "event.wellbeing": _text(
        ("event", "wellbeing"),
        "Who looks after people on the day? A role, not the facilitator",
    ),
    "family": _family,
}
