"""`lfe next`: what is open, the most urgent first, one by one; each is shown with its command."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import typer

from lfe_cli.across.next_steps import URGENCIES, How, Step, next_day, steps
from lfe_cli.checks.identifiers import identifiers_path
from lfe_cli.cli import asking, options, screen, shell, typed, where
from lfe_cli.cli.done import NEEDS_A_PERSON, Done, end
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review import days, files
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import (
    Review,
    Workspace,
    load_review,
    load_workspace,
    of_each,
)
from lfe_cli.sentences import counted


def next(  # noqa: A001  (the command's name)
    review: options.ReviewOption = None,
    no_input: options.NoInput = False,
    dry_run: options.DryRun = False,
) -> None:
    """Go through what is open, one thing at a time.

    Safety and the family first. It says each thing and why, shows the command, and runs
    it after your yes; Enter leaves it for later. It records nothing that you do not say
    has happened, and never closes, issues, destroys or overrides.
    """
    with shell.answering(dry_run=dry_run, no_input=no_input) as call:
        workspace, references = _meant(review)
        rounds, faulty = of_each(workspace, references, _Round)
        rounds = sorted((one for one in rounds if one.open()), key=_Round.urgency)
        if dry_run:
            _show_list(rounds)
        elif not call.can_ask:
            raise LfeError(
                "lfe next asks one thing after the other, and nobody can be asked here.",
                next_step="To see what is open: lfe status",
            )
        else:
            for one in rounds:
                if not one.play():
                    break
        if not rounds:
            screen.say("Nothing is open." if references else "There is no review yet: lfe new")
        where.say_not_read(faulty)
        end(Done(None), needs_a_person=bool(faulty) or any(r.refused for r in rounds))


def _meant(named: str | None) -> tuple[Workspace, Sequence[str]]:
    """The review that is meant; at the top of the workspace, every one."""
    if named is None and (where.here() / PARTNERSHIP).is_file():
        workspace = where.the_workspace()
        return workspace, workspace.references()
    found = where.located(named)
    return found.workspace, (found.reference,)


def _show_list(rounds: Iterable[_Round]) -> None:
    for one in rounds:
        screen.say(one.heading)
        for said in _each(one.open()):
            screen.say(said, indent="  - ", of=one.reference)
        screen.say()
    screen.say("This is what it would ask about. Nothing was written.")


class _ChangedMeanwhile(LfeError):
    """Something else is true now than when the officer was asked."""

    def __init__(self) -> None:
        super().__init__("Somebody changed the review meanwhile, so nothing was done.")


_PROMPTS: dict[How, tuple[str, str]] = {
    "makes": ("Do it now?", "later"),
    "happened": ("", "not yet"),
    "opens": ("Open it now?", "later"),
    "asks": ("Answer some of it now?", "later"),
    "says": ("", "go on"),
}


_COMMANDS: dict[How, str] = {
    "makes": "This is:",
    "happened": "This is:",
    "opens": "This is:",
    "asks": "By hand this is:",
    "says": "You type it yourself:",
}


class _Round:
    """One way through what is open in a review. Each thing comes once, and none is stored."""

    def __init__(self, review: Review) -> None:
        self._workspace, self.reference = review.workspace, review.reference
        self._behind: list[tuple[object, ...]] = []
        self._wanted: tuple[object, ...] | None = None
        self._review = review
        self.refused = False

    @property
    def heading(self) -> str:
        """The review's reference and theme."""
        return f"{self.reference}  {self._review.manifest.theme}"

    def urgency(self) -> tuple[int, str]:
        """What is the most urgent of all reviews comes first."""
        return URGENCIES.index(self.open()[0].row.urgency), self.reference

    def open(self) -> tuple[Step, ...]:
        """What is open, the most urgent first."""
        return steps(self._review, where.today())

    def _reload(self) -> None:
        workspace = load_workspace(self._workspace.folder)
        self._review = load_review(workspace, self.reference)

    def play(self) -> bool:
        """Show one thing after the other; False once the officer stops."""
        while (step := self._current()) is not None:
            self._show(step)
            answer = self._ask(step)
            if answer == "q":
                self._end()
                return False
            if answer == "b":
                self._go_back()
                continue
            self._behind.append(step.key)
            if answer:
                self._do(step, answer)
        self._end()
        return True

    def _current(self) -> Step | None:
        typed.speak_of(self._workspace, where.here(), self.reference)
        self._reload()
        wanted, self._wanted = self._wanted, None
        left = [step for step in self.open() if step.key not in self._behind]
        first = [step for step in left if step.key == wanted]
        return (*first, *left)[0] if left else None

    def _go_back(self) -> None:
        if not self._behind:
            screen.say("This is the first one.", indent="  ")
            return
        self._wanted = self._behind.pop()
        if all(step.key != self._wanted for step in self.open()):
            screen.say("The one before is done. To take back what was recorded: lfe undo")

    def _show(self, step: Step) -> None:
        number = len(self._behind) + 1
        left = {one.key for one in self.open()} - set(self._behind)
        of = f"{number} of {len(self._behind) + len(left)}"
        screen.say()
        screen.say(f"{self.heading}  {of.rjust(screen.width() - len(self.heading) - 2)}")
        screen.say()
        screen.lines((f"{said[0].upper()}{said[1:]}." for said in step.sentences), indent="  ")
        screen.say(step.row.why, indent="  ")
        if command := step.runs or step.command:
            screen.say(f"{_COMMANDS[step.how]} {command}", indent="  ")
        screen.say()

    def _ask(self, step: Step) -> str | date:
        question, enter = _PROMPTS[step.how]
        or_day = step.row.day and step.how == "happened" and not step.one_by_one
        if step.how == "happened":
            question = f"{step.row.question}{' (yes, or the day)' if or_day else ''}"
        can_open = step.how == "happened" and step.row.file
        ways = [
            "" if step.how == "says" else "y: yes",
            "o: open first" if can_open else "",
            f"Enter: {enter}",
            "b: back",
            "q: stop",
        ]
        letters = [way[0] for way in ways if way and not way.startswith("Enter")]
        if question:
            screen.say(question)
        return asking.choose(f"[{', '.join(filter(None, ways))}]:", letters, or_day=or_day)

    def _do(self, step: Step, answer: str | date) -> None:
        try:
            if answer == "o" or (step.how == "opens" and not step.runs):
                self._open(step)
            elif step.how == "opens":  # what comes of it may well be that it is open no more
                self._type(*step.runs.split())
            elif step.how == "asks":
                self._fill(step)
            elif step.one_by_one:
                self._run_in_turn(step)
            else:
                self._run(step, answer if isinstance(answer, date) else None)
        except _ChangedMeanwhile as changed:
            screen.say(f"{changed.sentence} This is how it is now:")
            self._behind.pop()
        except asking.Stopped as stopped:
            screen.say(stopped.sentence)
        except LfeError as error:
            self.refused = True
            screen.refusal(error)

    def _open(self, step: Step) -> None:
        try:
            self._open_file(step)
        except LfeError as error:  # nothing was to be done but to open it
            screen.refusal(error)

    def _open_file(self, step: Step) -> None:
        from lfe_cli.cli.opening import open_for_the_officer

        file = step.row.file
        path = self._review.folder / file
        if file == files.IDENTIFIERS:  # it may lie in a restricted folder
            path = identifiers_path(self._workspace, self.reference)
        screen.say(f"Opening {path.name}", indent="  ")
        open_for_the_officer(path)

    def _fill(self, step: Step) -> None:
        from lfe_cli.cli.gaps import fill_the_gaps

        about = [name for one in step.todos for name in one.about]
        is_manifest = step.todos[0].code == "manifest"
        with shell.agreeing(_compared(step)):
            fill_the_gaps(
                shell.Call(),
                self._review,
                about if is_manifest else (),
                () if is_manifest else about,
            )

    def _run_in_turn(self, step: Step) -> None:
        def each() -> asking.Dialogue[list[tuple[Step, date]]]:
            found = []
            for one in step.one_by_one:
                question = step.row.in_turn.format(about=self._called(one.todos[0].about[0]))
                day = yield from asking.happened(question, where.today())
                found += [(one, day)] if day else []
            return found

        for one, day in asking.converse(each):
            self._run(one, day)

    def _called(self, about: str) -> str:
        names = {agency.id: agency.name for agency in self._review.agencies()}
        return names.get(about, about)

    def _run(self, step: Step, day: date | None) -> None:
        command = _with_its_file(shlex.split(step.runs))
        if command is None:
            screen.say("Nothing was done.")
            return
        on = ["--on", day.isoformat()] if day and day != where.today() else []
        with shell.agreeing(_compared(step)):
            self._type(*command, *on)

    def _type(self, lfe: str, name: str, *others: str) -> None:
        from lfe_cli.cli.command_list import make_app

        words = [name, "-r", self.reference, *others]
        try:
            code = make_app()(words, prog_name=lfe, standalone_mode=False)
        except typer.BadParameter as error:
            raise LfeError(error.format_message(), next_step=f"{lfe} {name} --help") from None
        self.refused = self.refused or code == NEEDS_A_PERSON

    def _end(self) -> None:
        """What is left, and when the next thing is due."""
        self._reload()
        typed.speak_of(self._workspace, where.here(), self.reference)
        left = self.open()
        screen.say()
        number = counted(len(left), "thing") if left else "nothing"
        screen.say(f"{self.reference}: {number} left for later.")
        screen.lines(map(_short, _each(left)), indent="  - ")
        coming = next_day(self._review, where.today())
        if coming:
            screen.say(f"The next day: {days.long_date(coming[0])} ({coming[1]}).")


def _each(every: Iterable[Step]) -> Iterator[str]:
    for step in every:
        yield from step.sentences


def _short(sentence: str) -> str:
    return textwrap.shorten(sentence, screen.width() - 4, placeholder=" ...")


def _with_its_file(words: list[str]) -> list[str] | None:
    """The words of a command; a file that only the officer knows is asked for. None for later."""
    if "FILE" not in words:
        return words
    file = asking.ask("Which file (drag it here, or Enter for later)", _there)
    return [file if word == "FILE" else word for word in words] if file else None


def _there(answer: str) -> str:
    path = where.here() / answer.strip("'\"")
    if not path.is_file():
        raise WrongValue("is no file.", "Write its path as it stands in your file manager.")
    return str(path)


def _compared(step: Step) -> Callable[[Review], None]:
    """Refuses what is not as it was shown. What a command goes on with once it began is its own."""
    asked = [step]

    def compare(fresh: Review) -> None:
        if fresh.reference != step.reference:
            return
        if asked and not step.still_asks(fresh, where.today()):
            raise _ChangedMeanwhile
        asked.clear()

    return compare
