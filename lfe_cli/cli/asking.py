"""Questions to the person at the terminal, and what happens where nobody can answer.

Several questions that belong together are a dialogue: a function that asks with `yield from`, and
returns what came of it. `converse` leads through it. The officer answers, takes what stands in
brackets with Enter, or goes back one question with b:

    def who_replied() -> asking.Dialogue[list[str]]:
        found = []
        for agency in agencies:
            day = yield from asking.happened(f"{agency}: has it replied?", today)
            if day is None:
                continue  # Enter: later
            number = yield from asking.asked("How many come?", int, otherwise="not said")
            found.append(f"{agency}: {number} on {day}")
        is_meant = yield from asking.agreed(found, "Record this?")
        return found if is_meant else []

    found = asking.converse(who_replied)

To go back, the dialogue is begun again with the answers that were given before: so it changes
nothing and says nothing by itself; what is to be read before a question goes with it (`shown`).
Enter alone never says that something happened in the world: `happened` has no default. What is
offered as a default is asked only after a yes to it.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar, cast

from lfe_cli import clock
from lfe_cli.cli import screen
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review.days import parse_date, short_date
from lfe_cli.sentences import joined

T = TypeVar("T")
_NO_ANSWER = {"n/a", "na", "-", "?", "none", "tbc", "tbd", "later"}


def can_ask(no_input: bool) -> bool:
    """Whether there is a person to ask."""
    return not no_input and sys.stdin.isatty() and sys.stdout.isatty()


def missing(option: str, what: str) -> LfeError:
    """The error for an answer that nobody can be asked for."""
    return LfeError(f"{what} is needed.", next_step=f"Add {option} to the command.")


def ask(question: str, read: Callable[[str], T], *, default: str | None = None) -> T | None:
    """Ask until the answer can be read; an empty answer takes the default, or None."""
    hint = f" [{default}]" if default else ""
    while True:
        answer = _line(f"{question}{hint}: ").strip() or (default or "")
        answer = "" if answer.casefold() in _NO_ANSWER else answer
        if not answer:
            return None
        try:
            return read(answer)
        except WrongValue as wrong:
            screen.say(f"That {wrong}", indent="  ")


def ask_for(question: str, read: Callable[[str], T]) -> T:
    """Ask until there is an answer."""
    while True:
        answer = ask(question, read)
        if answer is not None:
            return answer
        screen.say("This one is needed.", indent="  ")


@dataclass(frozen=True)
class Question(Generic[T]):
    """One question of a dialogue; `read` makes of an answer what it means, or raises WrongValue.

    Enter takes the `default`; without one it means `otherwise`, and the answer is None. `shown`
    are lines to be read before it.
    """

    text: str
    read: Callable[[str], T]
    default: str | None = None
    otherwise: str = "later"
    shown: tuple[str, ...] = ()


Dialogue = Generator[Question[Any], Any, T]


def converse(dialogue: Callable[[], Dialogue[T]]) -> T:
    """Lead through a dialogue, and give what it returns. `b` goes back one question, `q` stops."""
    given: list[Any] = []
    while True:
        going, answers = dialogue(), iter(given[:])
        try:
            question = next(going)
            for answer in answers:
                question = going.send(answer)
            while (answer := _answer(question)) is not _BACK:
                given.append(answer)
                question = going.send(answer)
        except StopIteration as end:
            return cast("T", end.value)
        if given:
            given.pop()
        else:
            screen.say("This is the first question.", indent="  ")


def asked(
    text: str,
    read: Callable[[str], T],
    *,
    default: str | None = None,
    otherwise: str = "later",
    shown: Iterable[str] = (),
) -> Dialogue[T | None]:
    """A question of a dialogue; None where Enter leaves it."""
    answer: T | None = yield Question(text, read, default, otherwise, tuple(shown))
    return answer


def happened(text: str, day: date, *, shown: Iterable[str] = ()) -> Dialogue[date | None]:
    """Whether something has happened: its day, which is `day` after a yes; None for later."""

    read = partial(day_in, day)
    return (yield from asked(f"{text} (yes, or the day)", read, shown=shown))


def day_in(day: date, answer: str) -> date | None:
    """The day that an answer gives: `day` after a yes, None after a no. Raises WrongValue."""
    said = _yes_or_no_in(answer)
    if said is not None:
        return day if said else None
    return a_past_day(answer)


def yes_or_no(
    text: str, *, default: str | None = None, otherwise: str = "not said", shown: Iterable[str] = ()
) -> Dialogue[bool | None]:
    """A question that is answered with yes or no."""

    def read(answer: str) -> bool:
        said = _yes_or_no_in(answer)
        if said is None:
            raise WrongValue("is neither yes nor no.", "")
        return said

    said = f"{text} (yes or no)"
    return (yield from asked(said, read, default=default, otherwise=otherwise, shown=shown))


def agreed(shown: Iterable[str], text: str) -> Dialogue[bool]:
    """Whether the officer wants what is shown; Enter is a no."""
    return bool((yield from yes_or_no(text, otherwise="no", shown=shown)))


class Stopped(LfeError):
    """Somebody typed q in the middle of a dialogue."""

    def __init__(self) -> None:
        super().__init__("Stopped here: nothing of this was recorded.")


_BACK = object()
_LATER = {"later", "-", "?"}


def _answer(question: Question[Any]) -> Any:
    """The answer, None for Enter without a default, or _BACK."""
    for line in question.shown:
        screen.say(line.lstrip(), indent=" " * (len(line) - len(line.lstrip())))
    hint = f"[{question.default}]" if question.default else f"[Enter: {question.otherwise}]"
    while True:
        answer = _line(_prompt(question.text, f"{hint}:")).strip()
        if answer.casefold() in {"b", "back"}:
            return _BACK
        if answer.casefold() in {"q", "quit"}:
            raise Stopped
        answer = answer or question.default or ""
        if not answer or answer.casefold() in _LATER:
            return None
        try:
            return question.read(answer)
        except WrongValue as wrong:
            screen.say(f"That {wrong}", indent="  ")


def _prompt(text: str, hint: str = "") -> str:
    """The last line of a prompt; those before it, where it is long, are said. The hint is whole."""
    wrapped = textwrap.wrap(text, screen.width() - 8, break_on_hyphens=False)
    if hint and len(f"{wrapped[-1]} {hint}") <= screen.width() - 8:
        wrapped[-1] += f" {hint}"
    elif hint:
        wrapped.append(hint)
    screen.lines(wrapped[:-1])
    return f"{screen.plain(wrapped[-1])} "


def _yes_or_no_in(answer: str) -> bool | None:
    given = answer.strip().casefold()
    return True if given in {"yes", "y"} else False if given in {"no", "n"} else None


def choose(text: str, letters: Iterable[str], *, or_day: bool = False) -> str | date:
    """The one of `letters` that is typed; "" for Enter, and "q" where nobody types any more.

    With `or_day`, y is today, and a day that is typed is that day.
    """
    offered = tuple(letters)
    known = {one: one for one in offered} | {"n": "", "no": "", "": ""}
    known |= {"yes": "y"} if "y" in offered else {}
    while True:
        try:
            answer = input(_prompt(text)).strip().casefold()
        except EOFError:
            screen.say()
            return "q"
        if answer in known:
            return _today() if or_day and known[answer] == "y" else known[answer]
        try:
            if or_day:
                return a_past_day(answer)
            screen.say(f"Type {joined(offered, 'or')}, or press Enter.", indent="  ")
        except WrongValue as wrong:
            screen.say(f"That {wrong}", indent="  ")


def confirm(question: str) -> None:
    """Ask for a yes. Raises LfeError for anything else."""
    if _line(_prompt(f"{question} [yes/no]:")).strip().lower() not in {"y", "yes"}:
        raise LfeError("Nothing was changed.")


def _line(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        raise LfeError("There was no answer. Nothing was changed.") from None


def reading(option: str, read: Callable[[str], T], text: str | None) -> T | None:
    """An option's value as `read` reads it. Raises LfeError that names the option."""
    if text is None:
        return None
    try:
        return read(text)
    except WrongValue as wrong:
        raise LfeError(f"{option} {wrong.what}", next_step=wrong.instead) from None


def _today() -> date:
    """Today in England."""
    return clock.uk_date(clock.now())


def the_day(on: str | None) -> date:
    """The day that --on gives, else today. Raises LfeError for a day that is still to come."""
    return past_day("--on", on) or _today()


def past_day(option: str, text: str | None) -> date | None:
    """The day that an option gives. Raises LfeError for one that is still to come."""
    day = reading(option, parse_date, text)
    if day and day > _today():
        raise LfeError(
            f"{option} is {short_date(day)}, and that is still to come.",
            next_step="Record it when it has happened.",
        )
    return day


def a_past_day(answer: str) -> date:
    """The day that an answer gives. Raises WrongValue for one that is still to come."""
    day = parse_date(answer)
    if day > _today():
        raise WrongValue(f"is still to come: {short_date(day)}.", "Press Enter for later.")
    return day
