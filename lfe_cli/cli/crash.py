"""An error of the tool itself: a short message, and a log without messages or values."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from lfe_cli import __version__
from lfe_cli.cli import screen

EXIT_CODE = 3


def report(error: BaseException) -> int:
    """Log where in our code it happened, tell the officer, and return the exit code."""
    log = _log(error)
    screen.say(
        "Something went wrong inside lfe itself. What was begun is finished or cleared next time.",
        error=True,
    )
    if log is not None:
        screen.say(str(log), indent="  Log:  ", error=True)
    screen.say(
        "Run the command once more. If it happens again, send the log to whoever looks after lfe; "
        "it holds nothing about a child, a family or an agency.",
        indent="  Next: ",
        error=True,
    )
    return EXIT_CODE


def _log(error: BaseException) -> Path | None:
    from platformdirs import user_state_path

    lines = [f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} lfe {__version__}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(type(cause).__name__)
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        cause = cause.__cause__ or cause.__context__
    try:
        folder = user_state_path("lfe", appauthor=False, ensure_exists=True)
        log = folder / "errors.log"
        with log.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n\n")
    except OSError:
        return None
    return log
