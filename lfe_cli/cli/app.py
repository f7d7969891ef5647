"""The front door: the one place where errors become sentences and exit codes."""

from __future__ import annotations

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from lfe_cli import __version__
from lfe_cli.cli import screen, stopping, streams, typed
from lfe_cli.errors import LfeError, unreadable

_OUR_FAULT = 3  # the exit code of an error of the tool itself


def main() -> None:
    """Run the command line; ends with the exit codes that the documentation gives."""
    with streams.lasting(), stopping.unwinding():
        _run()


def _run() -> None:
    try:
        # imported here: whoever stops the tool while it begins sees no traceback either
        from lfe_cli import temporary
        from lfe_cli.cli.command_list import make_app

        temporary.sweep()
        typed.begin()
        _refuse_broken_text(sys.argv[1:])
        make_app()()
    except LfeError as error:
        screen.refusal(error)
        sys.exit(error.exit_code)
    except OSError as error:  # a file that is not for this user, a drive that is gone
        screen.refusal(unreadable(error))
        sys.exit(LfeError.exit_code)
    except Exception as error:  # the one catch-all: whatever happens, no data on the screen
        sys.exit(_report(error))


def _refuse_broken_text(words: list[str]) -> None:
    """Raises LfeError for an argument that is no text in any encoding of this computer."""
    if any("\ud800" <= one <= "\udfff" or one == "\0" for word in words for one in word):
        raise LfeError("A word of the command cannot be read as text.", next_step="Type it again.")


def _report(error: BaseException) -> int:
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
    return _OUR_FAULT


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
