"""Where the officer stands: which workspace and review are meant, which file, who, and what day."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from lfe_cli import clock
from lfe_cli.cli import screen, typed
from lfe_cli.disk import earlier_versions
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.review.locating import Located, locate
from lfe_cli.review.workspace import (
    NotRead,
    Review,
    Workspace,
    find_workspace,
    load_review,
    load_workspace,
)


def here() -> Path:
    """The folder that the officer stands in."""
    try:
        return Path.cwd()
    except OSError:
        raise LfeError(
            "The folder that you stand in is not there any more, or may not be entered.",
            next_step="Go to your partnership's folder (cd) and run the command again.",
        ) from None


def author(workspace: Workspace) -> str:
    """By which role this login is recorded in a workspace."""
    settings = workspace.partnership.settings
    return clock.author(settings.recorded_as, settings.officers)


def now() -> datetime:
    """The present moment, UTC."""
    return clock.now()


def today() -> date:
    """Today in England."""
    return clock.uk_date(clock.now())


def the_workspace(start: Path | None = None) -> Workspace:
    """The partnership's folder that `start`, or else the officer, stands in."""
    found = load_workspace(start or here())
    return replace(found, in_git=partial(earlier_versions.numbers, found.folder))


def the_review(named: str | None) -> Review:
    """The review that is meant, loaded for reading."""
    found = located(named)
    return load_review(found.workspace, found.reference)


def located(named: str | None) -> Located:
    """The review that is meant; where it is not plain which, one line says it."""
    found = locate(named, here())
    if typed.speak_of(found.workspace, here(), found.reference) and found.because:
        screen.say(found.because, error=True)
    return found


def the_file(given: Path, named: str | None) -> Path:
    """The file that is meant: from where the officer stands, or from the top or the review."""
    at, folders = here(), list[Path]()
    with suppress(LfeError):
        folders.append(find_workspace(at))
    with suppress(LfeError):
        found = locate(named, at)
        folders += [found.workspace.folder, found.folder]
    places = [at / given, *(folder / given for folder in folders)]
    return next((place for place in places if place.exists()), places[0])


def say_not_read(those: Iterable[NotRead]) -> None:
    """Name every review that an overview could not read, with why and what to do about it."""
    for one in those:
        typed.speak_of(the_workspace(), here())
        screen.say()
        said = f"{one.reference} cannot be read. {one.error.sentence}"
        screen.say(said, error=True, of=one.reference)
        if isinstance(one.error, FileProblems):
            screen.problems(one.error.problems)
        screen.say(one.next_step, indent="  Next:  ", error=True, of=one.reference)
