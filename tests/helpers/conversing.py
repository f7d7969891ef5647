"""Somebody at a terminal of 80 columns and 24 lines who answers what is asked, one by one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from helpers.officer import Officer, Said, where

_ASKS = (": ", "? ")
_PATIENCE = 20.0

Answers = Callable[[str], str | None]


def in_turn(answers: Sequence[str]) -> Answers:
    """Each of these answers in turn, then nothing more."""
    left = iter(answers)
    return lambda shown: next(left, None)


class Conversing(Officer):
    """An officer at a pseudo-terminal. `answers` gets what was shown since the last answer.

    None ends the input, as Ctrl-D does. `shown` are the screens, one for each question.
    """

    def __init__(self, folder: Path, answers: Answers) -> None:
        super().__init__(folder)
        self._answers = answers
        self.shown: list[str] = []
        self._went_wrong: BaseException | None = None

    def lfe(self, *words: str | Path, at: Path | None = None) -> Said:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        everything: list[str] = []
        person = threading.Thread(target=self._answer, args=(ours, everything), daemon=True)
        person.start()
        try:
            with where(COLUMNS="80", LINES="24"), _sitting_at(theirs):
                code = _exit_code_of(self, words, at)
        finally:
            os.close(theirs)
            person.join(_PATIENCE)
            os.close(ours)
        if self._went_wrong is not None:
            raise self._went_wrong
        return Said(code, "".join(everything).replace("\r\n", "\n"), "")

    def _answer(self, terminal: int, everything: list[str]) -> None:
        since = ""
        while piece := _read(terminal):  # nothing for a long time: nobody knows the question
            everything.append(piece)
            since += piece
            if since.endswith(_ASKS):
                shown = since.replace("\r\n", "\n")
                self.shown.append(shown)
                since = ""
                os.write(terminal, self._keys(shown))
        if since.strip():
            self.shown.append(since.replace("\r\n", "\n"))
        with contextlib.suppress(OSError):
            os.write(terminal, b"\x04" * 20)

    def _keys(self, shown: str) -> bytes:
        try:
            said = self._answers(shown) if self._went_wrong is None else None
        except BaseException as error:
            self._went_wrong, said = error, None
        return b"\x04" if said is None else f"{said}\n".encode()


def _exit_code_of(officer: Officer, words: Sequence[str | Path], at: Path | None) -> int:
    from lfe_cli.cli.app import main

    before, argv = Path.cwd(), sys.argv
    os.chdir(at or officer.folder)
    sys.argv = ["lfe", *map(str, words)]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    finally:
        os.chdir(before)
        sys.argv = argv
    return 0


@contextmanager
def _sitting_at(terminal: int) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    with (
        os.fdopen(os.dup(terminal), "r", encoding="utf-8") as keys,
        os.fdopen(os.dup(terminal), "w", encoding="utf-8", buffering=1) as screen,
    ):
        sys.stdin, sys.stdout, sys.stderr = keys, screen, screen
        try:
            yield
        finally:
            screen.flush()
            sys.stdin, sys.stdout, sys.stderr = before


def _read(terminal: int) -> str:
    there, _, _ = select.select([terminal], [], [], _PATIENCE)
    if not there:
        return ""
    try:
        return os.read(terminal, 65536).decode("utf-8", "replace")
    except OSError:  # Linux says so that the other side is closed
        return ""
