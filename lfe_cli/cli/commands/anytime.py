"""At any time: `lfe documents`, `templates`, `doctor`, `demo`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli import clock
from lfe_cli.cli import options, recording, screen, shell, typed, where
from lfe_cli.cli.done import Done, end
from lfe_cli.disk import git, locking, writing
from lfe_cli.disk.git_troubles import NotRecorded
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.regular_file import followed
from lfe_cli.review import days, files
from lfe_cli.review import templates as shelf
from lfe_cli.review.changes import Changes, Write
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.workspace import Review, Workspace, load_workspace
from lfe_cli.sentences import did_you_mean
from lfe_cli.word.office import find_office

if TYPE_CHECKING:
    from lfe_cli.across.doctor import Looked
    from lfe_cli.across.documents import Document
    from lfe_cli.demo.play import Scene, Story


def documents(review: options.ReviewOption = None, as_json: options.AsJson = False) -> None:
    """List every document of a review, for a request.

    For an information or access request: what there is, which agency it came from or
    went to, its date, whether git keeps it, and where it lies; also what was removed.
    No content. To print it: lfe documents > documents.txt
    """
    from lfe_cli.across.documents import documents_of

    with shell.answering(as_json, refused={"documents": []}) as call:
        loaded = where.the_review(review)
        in_git, remarks = _in_git(loaded)
        call.show(
            Done(documents_of(loaded, in_git), remarks=remarks),
            as_json=lambda found: _documents_as_json(loaded, found),
            on_screen=lambda found: _show_documents(loaded, found),
        )


def _documents_as_json(review: Review, found: Sequence[Document]) -> dict[str, Any]:
    from lfe_cli.after.disposal import NOT_REACHED

    return {
        "reference": review.reference,
        "documents": [document.as_json() for document in found],
        "not_reached": list(NOT_REACHED),
    }


def _show_documents(review: Review, found: Sequence[Document]) -> None:
    from lfe_cli.after.disposal import NOT_REACHED

    screen.say(f"{review.partnership.name}")
    screen.say(f"Documents of {review.reference}, {days.short_date(where.today())}")
    screen.say()
    there = [document for document in found if not document.removed]
    for document in there:
        if not document.kept_aside:
            _show_document(document)
    aside = [document for document in there if document.kept_aside]
    if aside:
        screen.say()
        yours = "yours to keep or delete"
        may_go = "none is to be deleted now" if any(reasons_to_keep(review)) else yours
        screen.say(f"Earlier versions that were kept aside ({may_go}):")
        screen.say()
    for document in aside:
        _show_document(document)
    gone = [document for document in found if document.removed]
    if gone:
        screen.say()
        screen.say("Removed from this folder:")
        screen.say()
    for document in gone:
        _show_document(document)
    screen.steps("What this list does not reach:", NOT_REACHED)


def _show_document(document: Document) -> None:
    agency = f"{document.way} {document.agency}" if document.agency else ""
    on = days.short_date(document.on) if document.on else "date not recorded"
    in_git = "kept in git" if document.in_git else "not in git"
    gone = f"removed {days.short_date(document.removed)}" if document.removed else ""
    screen.say(document.place)
    said = ", ".join(part for part in (document.what, agency, on, in_git, gone) if part)
    screen.say(said, indent="    ")


def _in_git(review: Review) -> tuple[set[str], tuple[str, ...]]:
    """What git holds of a review, or has held; and a sentence where it could not be asked."""
    folder = review.workspace.folder
    if not git.is_repository(folder):
        return set(), ()
    try:
        return git.opened(folder).ever_recorded(review.reference, ":(glob)*.xlsx"), ()
    except NotRecorded as why:
        return set(), (f"What git keeps could not be seen: {why.sentence} {why.next_step}",)


def templates(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The template to copy into your templates folder."),
    ] = None,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
) -> None:
    """List templates, or copy one out to change it.

    Your copy, in the folder templates, is then used instead of ours. Change its look
    and its words in Word; change questions and the agenda in a text editor.
    """
    with shell.answering(as_json, dry_run, refused={"templates": []}) as call:
        if name is None:
            there = shelf.listed(where.the_workspace().folder)
            call.show(Done(there), as_json=_templates_as_json, on_screen=_show_templates)
            return
        done = call.change_workspace(partial(_copy_out, name=name))
        call.show(
            done,
            as_json=lambda own: {**_templates_as_json([(name, True)]), "copy": own},
            on_screen=lambda own: screen.say(
                f"Your copy is {own}. From now on it is used instead of ours."
            ),
        )


def _copy_out(workspace: Workspace, name: str) -> tuple[str, Changes]:
    own = f"{files.TEMPLATES}/{name}"
    if (workspace.folder / own).exists():
        raise LfeError(
            f"You have a copy of {name} already.",
            where=str(workspace.folder / own),
            next_step="Change that one; or rename it first to get a fresh copy.",
        )
    names = [known for known, _ in shelf.listed(None)]
    if name not in names:
        meant = did_you_mean(name, names)
        raise LfeError(
            f"There is no template called {name}.",
            next_step=f"{meant} The templates that there are: lfe templates".strip(),
        )
    content = (shelf.shipped() / name).read_bytes()
    return own, Changes(writes=(Write(own, content),))


def _templates_as_json(there: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    return {"templates": [{"name": name, "own_copy": own} for name, own in there]}


def _show_templates(there: Iterable[tuple[str, bool]]) -> None:
    screen.table(("Template", "In use"), [(n, "your copy" if own else "ours") for n, own in there])
    screen.say()
    screen.say("To change one, copy it out first: lfe templates NAME")


def officer(
    role: Annotated[
        str | None, typer.Argument(metavar="[ROLE]", help="One of the partnership's list.")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Be recorded as everybody is, without a role.")
    ] = False,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Say your role in the record.

    For partnerships that want their officers told apart: `officers` in the settings of
    partnership.yaml lists the roles, such as Officer 1. Yours is kept for your login on
    this computer, not in the folder. Without a role it says as what you are recorded.
    """
    with shell.answering(as_json, dry_run, refused={"recorded_as": None}) as call:
        workspace = where.the_workspace()
        listed = workspace.partnership.settings.officers
        own = _listed_role(listed, role) if role and not forget else ""
        if (own or forget) and not dry_run:
            clock.set_own_role(own)
        call.show(
            Done(where.author(workspace), dry_run=dry_run),
            as_json=lambda recorded_as: {"recorded_as": recorded_as, "officers": list(listed)},
            on_screen=lambda recorded_as: _show_officer(recorded_as, listed),
        )


def _listed_role(listed: Sequence[str], given: str) -> str:
    """The role of the list that is meant. Raises LfeError for any other text, and for a name."""
    from lfe_cli.checks.roles import looks_like_a_name

    there_are = f"There are: {', '.join(listed)}."
    if not listed:
        there_are = "List them in partnership.yaml, settings: officers: [Officer 1, Officer 2]"
    meant = " ".join(given.split()).casefold()
    found = next((role for role in listed if role.casefold() == meant), None)
    if found is None:
        raise LfeError("This is not one of the partnership's roles.", next_step=there_are)
    if looks_like_a_name(found):
        raise LfeError(
            f"{found} reads like a name, and nobody is recorded by name.",
            where="partnership.yaml, settings, officers",
            next_step="Write a role there, such as Officer 1.",
        )
    return found


def _show_officer(recorded_as: str, listed: Sequence[str]) -> None:
    screen.say(f"What you do is recorded as: {recorded_as}")
    if listed:
        screen.say(f'Roles here: {", ".join(listed)}. To set yours: lfe officer "{listed[0]}"')


def doctor(as_json: options.AsJson = False) -> None:
    """Look whether computer and folder are in order.

    Which programs are there, who can read the lists of names, and what somebody should know
    about this folder. It changes nothing.
    """
    from lfe_cli.across.doctor import Around, look

    with shell.answering(as_json, refused={"looked_at": []}) as call:
        workspace, office = _workspace(), find_office()
        about_git = recording.look_at_git(workspace)
        if workspace:
            typed.speak_of(workspace, where.here())
        lock = locking.lock_in(workspace.folder) if workspace else None
        found = look(
            workspace,
            Around(
                about_git,
                office.program if office else None,
                lock=(lock.said, lock.attention) if lock else None,
                recorded_as=where.author(workspace) if workspace else "",
            ),
        )
        call.show(
            Done(found),
            as_json=_looked_at_as_json,
            on_screen=_show_looked_at,
            needs_a_person=any(one.attention for one in found),
        )


def _looked_at_as_json(found: Iterable[Looked]) -> dict[str, Any]:
    return {
        "looked_at": [{"what": f.what, "said": f.said, "attention": f.attention} for f in found]
    }


def _show_looked_at(found: Iterable[Looked]) -> None:
    screen.facts(
        [
            (f"{'! ' if f.attention else '  '}{f.what}", typed.from_here(f.said, f.what))
            for f in found
        ]
    )


def _workspace() -> Workspace | None:
    try:
        return where.the_workspace()
    except FileProblems:
        raise
    except LfeError:
        return None


_UNFINISHED = ".lfe/demo-unfinished"  # lies there while the demo is played

_Folder = Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where; without it, ./demo.")]


def demo(
    folder: _Folder = Path("demo"),
    no_git: Annotated[bool, typer.Option("--no-git", help="Do without git.")] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Play a made-up review, to look at and to try.

    One is closed, one is with the working groups, one begins. Nobody and no place in them
    is real.
    """
    from lfe_cli.demo.play import the_story

    target = followed(where.here() / folder)
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
    end(Done(None, remarks=tuple(said)))


def _say_what_to_try(story: Story, folder: Path, target: Path) -> None:
    screen.say()
    screen.say(f"It is all in {target}. Try:")
    name = f'"{folder}"' if " " in str(folder) else str(folder)
    page = f"{story.reference}/{files.REPORT}"
    screen.lines((f"cd {name}", "lfe status", f"open {page} in Word"), indent="  ")


def play(story: Story, target: Path, *, with_git: bool) -> Iterator[tuple[Scene, tuple[str, ...]]]:
    """Carry out each scene in the folder `target` as the commands do, and give it when it is done.

    With each comes what git could not do, and which file could not be put in its place.
    """
    with shell.beginning(target, story.by, story.scenes[0].moment) as lock:
        (target / _UNFINISHED).touch()
        for number, scene in enumerate(story.scenes):
            changes = scene.changes(target)
            placed = writing.apply(lock, changes, scene.moment, story.by).placed
            if number == 0 and with_git and git.is_installed():
                remarks = recording.begin(target, changes)
            else:
                remarks = recording.record(load_workspace(target), changes)
            yield scene, (*remarks, *map(str, placed.waiting))
        (target / _UNFINISHED).unlink(missing_ok=True)


def _refuse_what_is_there(target: Path) -> None:
    own = Path(_UNFINISHED).parent.name  # where it ended before anything else was there, it goes on
    if not target.is_file() and not (
        target.is_dir() and any(path.name != own for path in target.iterdir())
    ):
        return
    if (target / _UNFINISHED).exists():
        raise LfeError(
            f"The demo in {target.name} is not whole: it was interrupted, or is being played now.",
            where=str(target),
            next_step="Delete that folder and run it again: nothing in it is real. Or name another "
            "one: lfe demo FOLDER",
        )
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
