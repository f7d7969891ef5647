"""The list of what is open in a review, from the first form to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lfe_cli.across.check_apart import folder_of_the_other
from lfe_cli.after import todo as after
from lfe_cli.after.ended import once_closed
from lfe_cli.after.step_up import once_stepped_up, to_agree_again
from lfe_cli.after.workbook_elsewhere import left_open
from lfe_cli.audits import todo as audits
from lfe_cli.checks.identifiers import identifiers_path
from lfe_cli.event import todo as event
from lfe_cli.page import todo as page
from lfe_cli.review import files
from lfe_cli.review.days import short_date
from lfe_cli.review.ending import is_closed, is_stepped_up
from lfe_cli.review.events import LetterDrafted
from lfe_cli.review.history.copies import copies_in, copies_of
from lfe_cli.review.staged import GOES_ON_BY_ITSELF
from lfe_cli.review.todo import Said, Todo
from lfe_cli.review.workspace import Review, folders_in_the_inbox
from lfe_cli.sentences import counted, joined


def todos(review: Review, today: date) -> tuple[Todo, ...]:
    """Everything that is open, in the order in which it is due.

    A review that was stepped up or closed asks for what is left to do in it alone.
    """
    found = (
        *_waiting_files(review),
        *_damaged_history(review),
        *_unknown_history(review),
        *_copies(review),
        *_folders_in_the_inbox(review),
        *_two_copies(review),
        *_workbooks(review),
        *_left_in_the_outbox(review),
        *_known(review, today),
    )
    is_archived = review.workspace.is_archived(review.reference)
    return tuple(_in_the_archive(review, found)) if is_archived else found


def _in_the_archive(review: Review, found: tuple[Todo, ...]) -> Iterator[Todo]:
    """Nothing is recorded there: whatever is open says first how the review comes back."""
    back = review.workspace.folders.out_of_the_archive(review.reference)
    if not (is_closed(review) or is_stepped_up(review)):
        says = Said(f"it is not closed, and lies in the archive. {back}")
        yield Todo("archived", says=says, next=Said("bring it back from the archive"))
        return
    for one in found:
        if one.says and one.command:
            what = one.closing.what if one.closing else one.code
            one = replace(one, says=Said(f"open: {what}. {back}"), command="")
        yield one


def _known(review: Review, today: date) -> Iterator[Todo]:
    if is_stepped_up(review) and not review.state.ending.is_over:
        yield from once_stepped_up(review, today)
    elif is_closed(review):
        yield from once_closed(review, today)
    else:
        yield from to_agree_again(review)
        yield from page.changed_page(review)
        yield from audits.todos(review, today)
        yield from event.todos(review, today)
        yield from page.todos(review, today)
        yield from after.todos(review, today)


def _waiting_files(review: Review) -> Iterator[Todo]:
    """Files that are not yet as the history says, because another program held them."""
    for one in review.waiting:
        says = f"{one} {GOES_ON_BY_ITSELF}"
        yield Todo("waiting file", (one.path,), says=Said(says), command="lfe check --repair")


def _damaged_history(review: Review) -> Iterator[Todo]:
    """Lines that are gone or were changed: where the review stands may be told wrongly."""
    if not review.state.is_whole:
        says = (
            "lines of the history are gone or were changed since, so what follows may not be all: "
            "lfe check"
        )
        yield Todo("damaged history", (files.HISTORY,), says=Said(says), command="lfe check")


def _copies(review: Review) -> Iterator[Todo]:
    """What only they say is not known; their names may be an officer's, and are not said here."""
    path = identifiers_path(review.workspace, review.reference)
    found = [*copies_in(review.folder)]
    if path.parent != review.folder:
        found += copies_of(path.parent, path.name)
    for of in dict.fromkeys(copy.of for copy in found):
        but = "words that it alone holds are not looked for" if of == path.name else "is not read"
        says = f"a second {of} lies beside it, as if two had saved it at once, and {but}: "
        yield Todo("copy beside", (of,), says=Said(f"{says}lfe check"), command="lfe check")


def _folders_in_the_inbox(review: Review) -> Iterator[Todo]:
    number = len(folders_in_the_inbox(review.folder))
    if number:
        there = "a folder lies" if number == 1 else f"{number} folders lie"
        says = (
            f"{there} in the inbox, and nothing is taken in from one: move what is in it into the "
            "inbox itself (which: lfe check)"
        )
        yield Todo("folder in the inbox", (files.INBOX,), says=Said(says), command="lfe check")


def _workbooks(review: Review) -> Iterator[Todo]:
    """Workbooks of several reviews that were recorded here, and not yet in all of them."""
    for entry, others in left_open(review):
        file = entry.event.file
        kept = f" (it is kept as {review.reference}/{file})" if file else ""
        says = (
            f"the workbook that came back on {short_date(entry.day)} is recorded here and not yet "
            f"in {joined(others)}. Read it again: lfe actions FILE{kept}"
        )
        yield Todo("workbook elsewhere", others, says=Said(says), command="lfe actions")


def _left_in_the_outbox(review: Review) -> Iterator[Todo]:
    """Drafts that stayed because somebody edited them, when what they were for was taken back."""
    every = (entry.event for entry in review.state.by_id.values())
    drafted = {one.file for one in every if isinstance(one, LetterDrafted)}
    for file in sorted(drafted - set(review.state.letters.newest_drafts)):
        if review.read(file) is not None:
            after = ": what it was drafted for was taken back, and you had edited it"
            yield Todo("outdated letter", (file,), says=Said("do not send ", file, after))


def _two_copies(review: Review) -> Iterator[Todo]:
    """What two copies of the folder said apart, where it has to be clear before much else."""
    others = review.state.of_another
    if others and not folder_of_the_other(review.workspace, review.reference, others):
        says = f"two reviews have the number {review.reference}, only the first counts: lfe check"
        yield Todo("two copies", (files.HISTORY,), says=Said(says), command="lfe check")
    for one in review.state.apart:
        if one.asks:
            says = f"{one.what}. {one.instead}"
            yield Todo("two copies", (one.about,), says=Said(says), command=one.command)


def _unknown_history(review: Review) -> Iterator[Todo]:
    """Lines from which nothing is counted: where the review stands may be told wrongly."""
    number = len(review.state.unknown)
    if number:
        says = (
            f"this version of lfe does not know {counted(number, 'line')} of the history, so what "
            "follows may not be all: lfe check"
        )
        yield Todo("unknown history", (files.HISTORY,), says=Said(says), command="lfe check")
