"""`lfe demo`: a fictional review from start to finish, to look at and to try things on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli import clock
from lfe_cli.cli import options, recording, screen, shell
from lfe_cli.disk import git, writing
from lfe_cli.errors import LfeError
from lfe_cli.review import files
from lfe_cli.review.workspace import load_workspace

if TYPE_CHECKING:
    from lfe_cli.demo.play import Scene, Story


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where; without it, ./demo.")
    ] = Path("demo"),
    no_git: Annotated[bool, typer.Option("--no-git", help="Do without git.")] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Play a made-up review, to look at and to try.

    One is closed, one is with the working groups, one begins. Nobody and no place in them
    is real.
    """
    from lfe_cli.demo.play import the_story

    target = (shell.here() / folder).resolve()
    story = the_story()
    _refuse_what_is_there(target)
    story.scenes[0].changes(target)  # refuses to start inside another partnership's folder
    screen.say("A made-up review from start to finish. Nobody and no place in it is real.")
    screen.say()
    if dry_run:
        for scene in story.scenes:
            _tell(scene)
        screen.say(f"Would be played into {target}. Nothing was written.")
        return
    said: dict[str, None] = {}
    for scene, remarks in play(story, target, with_git=not no_git):
        _tell(scene)
        said.update(dict.fromkeys(remarks))
    _say_what_to_try(story, folder, target)
    shell.end(shell.Done(None, remarks=tuple(said)))


def _say_what_to_try(story: Story, folder: Path, target: Path) -> None:
    screen.say()
    screen.say(f"It is all in {target}. Try:")
    name = f'"{folder}"' if " " in str(folder) else str(folder)
    page = f"{story.reference}/{files.REPORT}"
    for what in (f"cd {name}", "lfe status", f"open {page} in Word"):
        screen.say(what, indent="  ")


def play(story: Story, target: Path, *, with_git: bool) -> Iterator[tuple[Scene, tuple[str, ...]]]:
    """Carry out each scene in the folder `target` as the commands do, and give it when it is done.

    With each comes what git could not do.
    """
    with shell.beginning(target, story.by, story.scenes[0].moment):
        for number, scene in enumerate(story.scenes):
            changes = scene.changes(target)
            writing.apply(target, changes, scene.moment, story.by)
            begun = git.start(target) if number == 0 and with_git and git.is_installed() else ""
            remarks = recording.record(load_workspace(target), changes)
            yield scene, (*([begun] if begun else []), *remarks)


def _refuse_what_is_there(target: Path) -> None:
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise LfeError(
            f"There is something called {target.name} already, and the demo overwrites nothing.",
            where=str(target),
            next_step="Name another folder: lfe demo FOLDER",
        )


def _tell(scene: Scene) -> None:
    if not scene.says:
        return
    day = clock.uk_date(scene.moment)
    screen.say(scene.says, indent=f"{day.day:>4} {day:%b %Y}  ")
