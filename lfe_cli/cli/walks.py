"""Walks over all that is open of one kind, such as replies: asked one by one, recorded as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from lfe_cli.cli import asking, screen, shell, where
from lfe_cli.cli.asking import Dialogue
from lfe_cli.errors import LfeError
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

X = TypeVar("X")  # what is open, such as an agency
A = TypeVar("A")  # what was answered about it


@dataclass(frozen=True)
class Walk(Generic[X, A]):
    """A walk: what is open (`find`) with its names, and the dialogue about each.

    `ask` gives None for what is left for later. `plan` makes the changes of all answers, and
    `in_words` says them, before and after. `nobody` is the error where nobody can be asked, and
    `explained` is said at the start.
    """

    records: type[Event]
    find: Callable[[Review], Sequence[X]]
    name: Callable[[X], str]
    ask: Callable[[Review, X], Dialogue[A | None]]
    plan: Callable[[Review, Sequence[A]], Changes]
    in_words: Callable[[A], Iterable[str]]
    nobody: LfeError
    explained: str = ""


def go(call: shell.Call, named: str | None, walk: Walk[X, A]) -> None:
    """Ask about all that is open, show what will be recorded, and record it as one command.

    Where nobody can be asked, a dry run says what is open.
    """
    review = where.the_review(named)
    found = walk.find(review)
    if not call.can_ask:
        if not call.dry_run:
            raise walk.nobody
        _show(walk.name(one) for one in found)
        return
    if not found:
        screen.say("Nothing of this is open.")
        return
    screen.say("Enter leaves one for later. b goes back one question.")
    screen.lines(filter(None, (walk.explained,)))
    answers = asking.converse(partial(_about_each, walk, review, found))
    if not answers:
        screen.say("Nothing was recorded.")
        return

    def plan(fresh: Review) -> tuple[Sequence[A], Changes]:
        shell.refuse_if_changed(found, walk.find(fresh))
        return answers, walk.plan(fresh, answers)

    done = call.change_review(named, plan, records=walk.records)
    made = [path.removeprefix(f"{done.reference}/") for path in done.files]
    said = ["Recorded.", *(f"Made: {file}" for file in made)]
    call.show(done, on_screen=lambda _: screen.lines(said))


def _about_each(walk: Walk[X, A], review: Review, found: Iterable[X]) -> Dialogue[Sequence[A]]:
    answers = []
    for one in found:
        answer = yield from walk.ask(review, one)
        if answer is not None:
            answers.append(answer)
    if not answers:
        return ()
    walk.plan(review, answers)  # what cannot be recorded is refused before anybody agrees to it
    shown = ["", "This will be recorded:"]
    shown += [f"  {line}" for answer in answers for line in walk.in_words(answer)]
    is_meant = yield from asking.agreed(shown, "Record it?")
    return answers if is_meant else ()


def _show(names: Iterable[str]) -> None:
    open_now = list(names)
    screen.lines(open_now, indent="  - ")
    screen.say("This is what it would ask about." if open_now else "Nothing of this is open.")
    screen.say("Nothing was written.")


def ids_of(found: Iterable[str]) -> str:
    """Such as "Open: police and school."; nothing where nothing is open."""
    ids = joined(found)
    return f" Open: {ids}." if ids else ""
