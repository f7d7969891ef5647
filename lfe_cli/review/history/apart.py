"""What two copies of a folder said of one thing, apart: the copies were put together since.

A question such as "what was decided on R1?" has its last answer in a history. Where two answers
were recorded apart, neither corrects the other: the later counts, as everywhere, and a person has
to say which holds. The next answer is given with both in sight, and settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lfe_cli.review import events
from lfe_cli.review.days import short_date
from lfe_cli.review.event import Allowed, Event, agency_of, group_of
from lfe_cli.review.history.action_names import ActionNames, name_of
from lfe_cli.review.history.apart_questions import QUESTIONS, Answer, Code, Question
from lfe_cli.review.history.entries import Entry, History
from lfe_cli.review.history.lineage import Lineage
from lfe_cli.sentences import joined

_LONGEST = 60


@dataclass(frozen=True)
class Apart:
    """One thing of which two copies said different things; `entries` said so, the last counts.

    `about` is the agency, the recommendation or the action; "" where there is one for the review.
    `what` says so without a full stop, `instead` what a person does, `command` what settles it.
    `asks`: whether it has to be clear before the work goes on.
    """

    code: Code
    about: str
    entries: tuple[Entry, ...]
    what: str
    instead: str
    command: str
    asks: bool


def of_one_review(history: History) -> tuple[History, tuple[Entry, ...]]:
    """The history of the review that was started first, and the entries of others.

    Two copies of a folder can both give a number to a new review. What the later one recorded by
    itself is about other children, and nothing is counted from it here.
    """
    lineage = history.lineage
    if lineage.is_one_line:
        return history, ()
    first = next((e for e in history.entries if isinstance(e.event, events.ReviewStarted)), None)
    if first is None:
        return history, ()
    own = tuple(e for e in history.entries if not lineage.are_apart(e, first))
    others = tuple(e for e in history.entries if lineage.are_apart(e, first))
    if not any(isinstance(entry.event, events.ReviewStarted) for entry in others):
        return history, ()
    return replace(history, entries=own), others


def found_apart(names: ActionNames, standing: Sequence[Entry]) -> tuple[Apart, ...]:
    """All that two copies said of one thing and nobody settled, in the order of the questions.

    `standing` are the entries that nobody took back.
    """
    lineage = names.lineage
    if lineage.is_one_line:
        return ()
    found = [one for question in QUESTIONS for one in _asked(question, standing, lineage)]
    found += _ids_of_two(names, standing)
    found += _taken_back_apart(names.entries, standing, lineage)
    return (*found, *_after_the_end(standing, lineage))


def _asked(question: Question, standing: Sequence[Entry], lineage: Lineage) -> Iterator[Apart]:
    given = {entry.id: question.answer(entry.event) for entry in standing}
    about: dict[str, list[Entry]] = defaultdict(list)
    for entry in standing:
        answer = given[entry.id]
        if answer is not None:
            about[answer.about].append(entry)
    for what, those in about.items():
        last = lineage.latest(those)
        if len({given[entry.id] for entry in last}) > 1:
            said = joined([f"{_cut(_said(given[e.id]))} ({_who(e)})" for e in last])
            sentence = (
                f"two copies of this folder differ about {question.says.format(about=what)}: {said}"
            )
            command = question.command.format(about=what)
            instead = question.instead.format(about=what, command=command)
            yield Apart(question.code, what, last, sentence, instead, command, question.asks)


def _after_the_end(standing: Sequence[Entry], lineage: Lineage) -> Iterator[Apart]:
    """What was recorded in one copy while the review had ended in the other: once a command."""
    for end in standing:
        forbidden, kinds, instead, command = _ENDS.get(type(end.event), ((), (), "", ""))
        said: set[str | None] = set()
        for entry in standing if command else ():
            is_other = type(entry.event) is not type(end.event)
            ended = entry.event.allowed in forbidden or isinstance(entry.event, kinds)
            if ended and is_other and entry.command not in said and lineage.are_apart(entry, end):
                said.add(entry.command)
                what = (
                    f"{_called(entry)} and {_called(end)} were recorded in two copies of this "
                    "folder"
                )
                yield Apart("ended", entry.id, (entry, end), what, instead, command, asks=False)


# What may not be recorded any more, by how long it may be and by its kind; and what a person does.
_ENDS: Mapping[type[Event], tuple[tuple[Allowed, ...], tuple[type[Event], ...], str, str]] = {
    events.Closed: (
        ("while open", "until closed"),
        (events.Decided, events.CirculationDecided),
        "Ask whether the review was closed too early. What came with it and should be gone is "
        "removed by lfe close",
        "lfe close",
    ),
    events.SteppedUp: (
        ("while open", "when closed"),
        (),
        "Tell whoever recorded it that the review has stopped",
        "lfe status",
    ),
}


def _taken_back_apart(
    every: Sequence[Entry], standing: Sequence[Entry], lineage: Lineage
) -> tuple[Apart, ...]:
    """Decisions that one copy took back while the other went on from them."""
    by_id = {entry.id: entry for entry in every}
    found: dict[tuple[str, str | None], Apart] = {}
    for back in every:
        taken = by_id.get(back.event.undoes) if isinstance(back.event, events.Undone) else None
        decided = taken.event if taken else None
        if not isinstance(decided, events.Decided):
            continue
        again = [e for e in standing if _is_of(e.event, decided) and lineage.knew(e, back)]
        for entry in standing:
            went_on = _goes_on_from(entry.event, decided) and lineage.are_apart(entry, back)
            if went_on and not any(lineage.knew(one, entry) for one in again):
                one = _taken_back(back, decided.recommendation, entry)
                found.setdefault((one.about, entry.command), one)
    return tuple(found.values())


def _is_of(event: Event, decided: events.Decided) -> bool:
    if not isinstance(event, events.Decided):
        return False
    return event.recommendation == decided.recommendation


def _ids_of_two(names: ActionNames, standing: Sequence[Entry]) -> Iterator[Apart]:
    """Ids that two copies gave to two actions, until a workbook was written that has both."""
    written = [e for e in standing if isinstance(e.event, events.ActionsWritten)]
    for given, those in names.begun.items():
        first = tuple(one.by[0] for one in those)
        if len(first) < 2 or any(all(names.lineage.knew(w, e) for e in first) for w in written):
            continue
        said = [
            f"{name_of(given, n)} is now “{_cut(one.text)}” ({_who(one.by[0])})"
            for n, one in enumerate(those)
        ]
        what = f"two copies of this folder gave the id {given} to two actions: {joined(said)}"
        instead = "Write the workbook anew, and tell the group which id is which: lfe actions"
        yield Apart("shared id", given, first, what, instead, "lfe actions", asks=False)


def _goes_on_from(event: Event, decided: events.Decided) -> bool:
    one = decided.recommendation
    match event:
        case events.ReportedBack(recommendations=those):
            return one in those
        case events.Received(group=group):
            return decided.group in (None, group)
        case events.ActionNoted() | events.ImpactChecked() | events.CarriedOver():
            return event.recommendation == one
        case _:
            return False


def _taken_back(back: Entry, one: str, entry: Entry) -> Apart:
    what = (
        f"the decision on {one} was taken back in one copy of this folder ({_who(back)}), and "
        f"{_called(entry)} goes on from it in the other"
    )
    command = f"lfe decide {one}"
    instead = f"If the decision holds, record it again: {command}"
    return Apart("taken back", one, (back, entry), what, instead, command, asks=True)


def _called(entry: Entry) -> str:
    whose = agency_of(entry.event) or group_of(entry.event)
    return f"“{entry.action}”" + (f" of {whose}" if whose else "") + f" ({_who(entry)})"


def _said(answer: Answer | None) -> str:
    return answer.says if answer else ""


def _who(entry: Entry) -> str:
    return f"{entry.by}, {short_date(entry.day)}"


def _cut(text: str) -> str:
    one_line = " ".join(text.split()) or "nothing"
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 2].rstrip()} …"
