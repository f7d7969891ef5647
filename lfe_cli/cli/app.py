"""The front door: the one place where errors become sentences and exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from lfe_cli import __version__
from lfe_cli.cli import screen
from lfe_cli.cli.commands import make_app
from lfe_cli.errors import LfeError

app = make_app()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lfe {__version__}")
        raise typer.Exit


@app.callback()
def _lfe(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; ends with the exit codes that the documentation gives."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a cp1252 console cannot show every character
            stream.reconfigure(errors="replace")
    try:
        _refuse_broken_text(sys.argv[1:])
        app()
    except LfeError as error:
        screen.refusal(error)
        sys.exit(error.exit_code)
    except OSError as error:  # a file that is not for this user, a drive that is gone
        screen.refusal(_unreadable(error))
        sys.exit(LfeError.exit_code)
    except Exception as error:  # the one catch-all: whatever happens, no data on the screen
        from lfe_cli.cli import crash

        sys.exit(crash.report(error))


def _refuse_broken_text(words: list[str]) -> None:
    """Raises LfeError for an argument that is no text in any encoding of this computer."""
    if any("\udc80" <= character <= "\udcff" for word in words for character in word):
        raise LfeError("A word of the command cannot be read as text.", next_step="Type it again.")


def _unreadable(error: OSError) -> LfeError:
    name = Path(str(error.filename)).name if error.filename else "A file"
    return LfeError(
        f"{name} could not be read or written.",
        where=str(error.filename or ""),
        next_step="Ask for permission to it, or check that the drive is there.",
    )
