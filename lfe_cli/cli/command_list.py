"""Every command with its one line of help, in the order of a review's life.

A command's module is imported when it is called, so that help and one command never wait for the
libraries of all the others. The line here is the first line of the command's own docstring.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from lfe_cli import __version__


@dataclass(frozen=True)
class Command:
    """A command: its name, the module in which the function of that name is, and what it does.

    Those that are `of_a_review` take -r with its reference.
    """

    name: str
    module: str
    summary: str
    of_a_review: bool = True


# A section of the help page, and its commands.
SECTIONS: Mapping[str, tuple[Command, ...]] = {
    "To begin": (
        Command(
            "init", "begin", "Make a folder for your partnership's reviews.", of_a_review=False
        ),
        Command(
            "new", "begin", "Start a review: a numbered folder with a manifest.", of_a_review=False
        ),
        Command("edit", "begin", "Open the manifest in your editor; check it on save."),
    ),
    "Agencies and their audits": (
        Command("issue-audits", "audits", "Make the audit forms, guidance and letters."),
        Command("sent", "sent", "Record that you sent a letter."),
        Command("told", "record", "Record that somebody was told."),
        Command("reply", "replies", "Record what an agency replied."),
        Command("chase", "audits", "Draft a reminder to agencies not heard yet."),
        Command(
            "agency", "audits", "Add an agency, record that one withdraws, or change a contact."
        ),
        Command("ingest", "ingest", "File audits sent ahead, or record what is brought."),
    ),
    "The learning event": (
        Command("agenda", "event", "Make the learning event's papers and letters."),
        Command("heard", "record", "Record that somebody of the family told us their views."),
        Command("letter", "event", "Draft a letter around the event: thank-you or family."),
        Command("move", "event", "Move the learning event to another day."),
        Command("cancel", "event", "Cancel the learning event."),
        Command("attended", "attendance", "Record who came to the event, by role."),
        Command("collected", "event", "Record that the event's papers are collected."),
    ),
    "The page": (Command("report", "page", "Make the one-page report."),),
    "After the event": (
        Command("submit", "after", "Make the subgroup's paper and take the page there."),
        Command("decide", "decide", "Record what the subgroup decided."),
        Command("received", "groups", "Record that a group has its recommendations."),
        Command("reported-back", "groups", "Record that a group has reported back."),
        Command("actions", "actions", "Write the workbook of actions, or read one that came back."),
        Command("impact", "after", "Record what difference a recommendation made."),
        Command("close", "ending", "End a review, and remove the papers that must not stay."),
        Command("keep", "keeping", "Keep a closed review until another day, with the reason."),
    ),
    "Across reviews": (
        Command(
            "board",
            "across",
            "Make the board: every review and action on one page.",
            of_a_review=False,
        ),
        Command("learning", "across", "Find what earlier reviews learned, and what came of it."),
        Command("year", "across", "Make the figures for the yearly report.", of_a_review=False),
    ),
    "At any time": (
        Command("status", "status", "Say where things stand and what is next."),
        Command("next", "next", "Go through what is open, one thing at a time."),
        Command("check", "check", "Check for mistakes, for names and for blame."),
        Command("documents", "anytime", "List every document of a review, for a request."),
        Command("undo", "undo", "Take back all that the last command did."),
        Command(
            "step-up", "ending", "Stop the review: it may meet the criteria for a statutory one."
        ),
        Command("discard", "keeping", "Remove a review whole, and leave a record of it."),
        Command(
            "templates",
            "anytime",
            "List templates, or copy one out to change it.",
            of_a_review=False,
        ),
        Command("officer", "anytime", "Say your role in the record.", of_a_review=False),
        Command(
            "doctor", "anytime", "Look whether computer and folder are in order.", of_a_review=False
        ),
        Command(
            "demo", "anytime", "Play a made-up review, to look at and to try.", of_a_review=False
        ),
    ),
}
COMMANDS = tuple(command for section in SECTIONS.values() for command in section)
_BY_NAME = {command.name: command for command in COMMANDS}
OF_A_REVIEW = frozenset(command.name for command in COMMANDS if command.of_a_review)
SETTINGS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{0,9}-\d{4}-\d{3,}", re.IGNORECASE)
_END_OF_ONE = re.compile(r"(\d{4}-)?\d{3,}")


class OfAReview(TyperCommand):
    """A command that takes the reference of its review without -r before it, too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words that remain once options and arguments are read."""
        return super().parse_args(ctx, _with_r(self.params, args))


def _with_r(parameters: Iterable[Any], words: list[str]) -> list[str]:
    """The words of a command, with -r before one that can only be the reference of a review."""
    options = {name: one for one in parameters for name in one.opts}
    given = any(word.startswith(("-r", "--review")) for word in words)
    if "--review" not in options or given:
        return words
    takes_words = any(one.param_type_name == "argument" for one in parameters)
    for place, (before, word) in enumerate(zip(("", *words), words, strict=False)):
        is_value = before in options and not options[before].is_flag
        is_one = _REFERENCE.fullmatch(word) or (not takes_words and _END_OF_ONE.fullmatch(word))
        if is_one and not is_value:
            return [*words[:place], "-r", *words[place:]]
    return words


def _alone(name: str, does: Callable[..., None]) -> typer.Typer:
    alone = typer.Typer(**SETTINGS)
    alone.command(name, cls=OfAReview, context_settings=HELP)(does)
    return alone


def _say_arguments_plainly(command: Any) -> None:
    """Help says FILE, and not its Python type."""
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            setattr(parameter, "display_type_rich", _nothing)  # noqa: B010


def _nothing(ctx: Any) -> str:  # noqa: ARG001
    return ""


class _WhenCalled(Mapping[str, Any]):
    """The commands by name; each module is imported when its command is asked for."""

    def __getitem__(self, name: str) -> Any:
        module = importlib.import_module(f"lfe_cli.cli.commands.{_BY_NAME[name].module}")
        does = getattr(module, name.replace("-", "_"))
        command = get_command(does if isinstance(does, typer.Typer) else _alone(name, does))
        for one in (command, *getattr(command, "commands", {}).values()):
            _say_arguments_plainly(one)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_BY_NAME)

    def __len__(self) -> int:
        return len(_BY_NAME)

    def __contains__(self, name: object) -> bool:
        return name in _BY_NAME


class Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast(Any, _WhenCalled())

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """The list of commands on the help page, without importing them."""
        widest = max(len(command.name) for command in COMMANDS)
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                rows = [(command.name.ljust(widest), command.summary) for command in commands]
                formatter.write_dl(rows)


HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lfe {__version__}")
        raise typer.Exit


def _lfe(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def make_app() -> typer.Typer:
    """The command line as a whole."""
    app = typer.Typer(
        name="lfe",
        cls=Commands,
        help="Run Learning from Experience Reviews, from an empty folder to changed practice.\n\n"
        "Every review is a folder. Nothing leaves this computer: letters are drafts that you "
        "send. Help on one command: lfe COMMAND --help",
        no_args_is_help=True,
        context_settings=HELP,
        **SETTINGS,
    )
    app.callback()(_lfe)
    return app
