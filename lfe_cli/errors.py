"""What stops a command, as sentences, and what is wrong in a file, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lfe_cli.sentences import joined


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file that a person writes.

    `file` is the file's name as the officer knows it, `line` counts from 1 (None where the file
    has no such place), `name` is the thing (`event.at`), `instead` says what to write.
    """

    file: str
    line: int | None
    name: str
    what: str
    instead: str = ""

    @property
    def where(self) -> str:
        """The place, for a person: "review.yaml, line 12, event.at"."""
        line = f"line {self.line}" if self.line else ""
        return ", ".join(part for part in (self.file, line, self.name) if part)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" {self.instead}" if self.instead else "")


class WrongValue(ValueError):
    """A value that cannot be used: `what` is wrong with it, and what to write `instead`.

    `what` goes on from the value's name ("is not a time: '9.'."), both end as sentences do.
    """

    def __init__(self, what: str, instead: str = "") -> None:
        super().__init__(f"{what} {instead}".strip())
        self.what = what
        self.instead = instead


class LfeError(Exception):
    """An operation that was not done. Nothing was written.

    `sentence` says what is wrong, `parts` each thing of it where there are several, `where` gives
    the place, `next_step` says what to do.
    """

    exit_code = 2

    def __init__(
        self, sentence: str, *, where: str = "", next_step: str = "", parts: tuple[str, ...] = ()
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.parts = parts
        self.where = where
        self.next_step = next_step


_CORRECT = "Correct the file, save it, and run the command again."


class FileProblems(LfeError):
    """A file that a person writes cannot be used; every problem is in `problems`."""

    def __init__(self, problems: tuple[Problem, ...], next_step: str = _CORRECT) -> None:
        files = sorted({problem.file for problem in problems})
        there_are = "is one thing" if len(problems) == 1 else f"are {len(problems)} things"
        super().__init__(
            f"There {there_are} to put right in {joined(files)}.",
            next_step=next_step,
        )
        self.problems = problems


def unreadable(error: OSError) -> LfeError:
    """The sentence for a file that is not for this user, is no file, or is on a drive that left."""
    if isinstance(error, LfeError):
        return error
    name = Path(str(error.filename)).name if error.filename else "A file"
    return LfeError(
        f"{name} could not be read or written.",
        where=str(error.filename or ""),
        next_step="Ask for permission to it, or check that the drive is there.",
    )
