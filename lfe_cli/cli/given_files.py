"""The file that a command is given: found where it may be meant, or told why it is none."""

from __future__ import annotations

from pathlib import Path

from lfe_cli.cli import where
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import refuse_what_is_no_file

_QUOTES = "\"'“”‘’„"


def given_file(given: Path, named: str | None, next_step: str = "Check its name.") -> Path:
    """The file that is meant, from where the officer stands, the top or the review.

    Raises LfeError where there is none: a folder, a pattern that nothing matches, a wrong name.
    """
    path = given_path(given, named)
    if path.is_dir():
        raise LfeError(
            f"{path.name} is a folder, and a file is wanted.",
            where=str(path.absolute().parent),
            next_step="Name the file in it.",
        )
    if not path.exists():
        raise not_there(path, next_step)
    refuse_what_is_no_file(path)
    return path


def given_path(given: Path, named: str | None) -> Path:
    """The same where a folder is as good as a file; a path pasted with its quotes is taken, too."""
    bare = Path(str(given).strip().strip(_QUOTES))
    as_typed = next((path for path in (given, bare) if path.exists()), None)
    return as_typed or where.the_file(bare, named)


def not_there(path: Path, next_step: str) -> LfeError:
    """The refusal of a path at which there is nothing."""
    if set(path.name) & set("*?"):
        return LfeError(
            f"No file matches {path.name}.", where=str(path.parent), next_step=next_step
        )
    return LfeError(f"There is no file {path.name}.", where=str(path.parent), next_step=next_step)
