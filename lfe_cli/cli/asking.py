"""Questions to the person at the terminal, and what happens where nobody can answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from lfe_cli import clock
from lfe_cli.cli import screen
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review.days import parse_date, short_date

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


def confirm(question: str) -> None:
    """Ask for a yes. Raises LfeError for anything else."""
    if _line(f"{question} [yes/no]: ").strip().lower() not in {"y", "yes"}:
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


def the_day(on: str | None) -> date:
    """The day that --on gives, else today. Raises LfeError for a day that is still to come."""
    today = clock.uk_date(clock.now())
    day = reading("--on", parse_date, on) or today
    if day > today:
        raise LfeError(
            f"--on is {short_date(day)}, and that is still to come.",
            next_step="Record it when it has happened.",
        )
    return day
