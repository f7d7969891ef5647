"""Standard input and output, which may be closed, full, or a pipe that nobody reads to its end.

A command goes on in any case and ends as it would: what it does is not undone by nobody hearing
of it. That its answer could not be shown is said where it can be, and needs a person.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from lfe_cli.cli import screen

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NEEDS_A_PERSON = 1


class _Lasting(io.RawIOBase):
    """What is written goes where it went; once that fails, nowhere. `failures` is then why."""

    def __init__(self, raw: io.RawIOBase, failures: list[OSError]) -> None:
        self._raw = raw
        self._failures = failures

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno()

    def write(self, data: ReadableBuffer) -> int:
        if not self._failures:
            try:
                while (written := self._raw.write(data)) is None:  # a pipe that does not wait
                    time.sleep(0.01)
            except OSError as error:
                self._failures.append(error)
            else:
                return written
        return memoryview(data).nbytes


@contextmanager
def lasting() -> Iterator[None]:
    """Standard output and error go on whatever becomes of them.

    Ends with 1 where all was done and the answer could not be shown. Somebody who closes a pipe
    has seen enough: that is no failure.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    was_closed = _open_what_is_closed()
    failures: list[OSError] = []
    sys.stdout, sys.stderr = _made_lasting(sys.stdout, failures), _made_lasting(sys.stderr, [])
    try:
        yield
    except SystemExit as end:
        sys.stdout.flush()
        is_full = bool(failures) and not isinstance(failures[0], BrokenPipeError)
        if end.code not in (None, 0, _NEEDS_A_PERSON) or not (was_closed or is_full):
            raise
        screen.say(
            "The answer could not be shown: standard output is closed, or the drive that it goes "
            "to is full. What the command had to do is done.",
            error=True,
        )
        sys.exit(_NEEDS_A_PERSON)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdin, sys.stdout, sys.stderr = before


def _open_what_is_closed() -> bool:
    """Gives every closed stream a place that leads nowhere; returns whether output was closed.

    Otherwise the next file that is opened would get its number, and take in what others write.
    """
    was_closed = sys.stdout is None
    if sys.stdin is None or was_closed or sys.stderr is None:
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(number)
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    return was_closed


def _made_lasting(stream: TextIO, failures: list[OSError]) -> TextIO:
    """The stream as one that lasts; one that somebody put there in memory as it is."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    raw: Any = getattr(stream.buffer, "raw", stream.buffer)
    return io.TextIOWrapper(
        io.BufferedWriter(_Lasting(raw, failures)),
        encoding=stream.encoding,
        errors="replace",  # a cp1252 console cannot show every character
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
