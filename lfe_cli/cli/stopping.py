"""What happens when somebody ends the tool: Ctrl-C, a closed window, a computer that shuts down.

All of them unwind what was begun as Ctrl-C does: temporary folders go, LibreOffice ends, the lock
is let go. What the writer had begun is finished or cleared by the next command.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from lfe_cli.cli import screen

INTERRUPTED = 130  # the exit code; those of other ends are 128 and the number of the signal, too
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # the last is Windows's
_UNWINDING_SECONDS = 5  # what Windows gives a program whose window is closed


@contextmanager
def unwinding() -> Iterator[None]:
    """Unwinds what is begun in it when somebody ends the tool, says so, and ends.

    Elsewhere than in the main thread, signals are somebody else's.
    """
    told: list[int] = []
    last = [-float(_UNWINDING_SECONDS)]

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        if time.monotonic() - last[0] >= _UNWINDING_SECONDS:  # no second one cuts it short
            last[0] = time.monotonic()
            raise KeyboardInterrupt

    try:
        with _handled_by(stop):
            yield
    except (KeyboardInterrupt, SystemExit) as end:
        if isinstance(end, SystemExit) and end.code != INTERRUPTED:
            raise
        with contextlib.suppress(OSError, ValueError):  # the terminal may be gone
            screen.say(error=True)
            screen.say(
                "Stopped. What was begun is finished or cleared by the next command.", error=True
            )
        sys.exit(128 + told[0] if told else INTERRUPTED)


@contextmanager
def _handled_by(stop: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    # who is told to ignore one, such as a closed terminal by nohup, goes on ignoring it
    before = {n: signal.getsignal(n) for n in numbers if signal.getsignal(n) != signal.SIG_IGN}
    for number in before:
        signal.signal(number, stop)
    try:
        with _window_waits():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _window_waits() -> Iterator[None]:
    """On Windows, a window that is closed waits until what was begun is unwound.

    Python's own handler only notes that it was told, and Windows ends the process at once when it
    returns. Ours tells the main thread and then waits: Windows ends the process when that ends.
    """
    if sys.platform != "win32":
        yield
        return
    import _thread
    import ctypes

    closed_logged_off_or_shut_down = (2, 5, 6)

    @ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)
    def told(event: int) -> int:
        if event not in closed_logged_off_or_shut_down:
            return 0
        _thread.interrupt_main(signal.SIGBREAK)
        time.sleep(_UNWINDING_SECONDS)
        return 1

    set_handler = ctypes.windll.kernel32.SetConsoleCtrlHandler
    set_handler(told, 1)
    try:
        yield
    finally:
        set_handler(told, 0)
