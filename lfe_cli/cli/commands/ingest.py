"""`lfe ingest`: what came back, and what agencies bring on the day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lfe_cli.cli import options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.done import Done
from lfe_cli.cli.given_files import given_file
from lfe_cli.errors import LfeError
from lfe_cli.regular_file import NotReadable, followed, read_file
from lfe_cli.review import files
from lfe_cli.review.changes import Changes
from lfe_cli.review.events import AuditFiled, Brought, ReleaseAnswered
from lfe_cli.review.workspace import Review, folders_in_the_inbox, in_the_inbox
from lfe_cli.word.office import find_office
from lfe_cli.word.zips import MAX_FILE

if TYPE_CHECKING:
    from lfe_cli.audits.returns.filing import Taken
    from lfe_cli.audits.returns.ingest import Incoming
    from lfe_cli.audits.returns.reading import Reading

_Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE", help="Audits to file; without, all in the inbox."),
]
_Whose = Annotated[
    str | None, typer.Option(metavar="ID", help="Whose it is, where the file cannot say.")
]
_Brought = Annotated[
    list[str] | None, typer.Option(metavar="ID", help="This agency brought its audit to the event.")
]
_Nil = Annotated[str | None, typer.Option(metavar="ID", help="This agency has nothing to bring.")]
_MayRead = Annotated[
    str | None,
    typer.Option(metavar="ID", help="This agency says: the facilitator may read its points ahead."),
]
_MayNotRead = Annotated[
    str | None, typer.Option(metavar="ID", help="This agency says: the facilitator may not.")
]
_Ask = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Draft a kind letter about what its audit leaves open."),
]


def ingest(
    files: _Files = None,
    agency: _Whose = None,
    brought: _Brought = None,
    nil: _Nil = None,
    ask: _Ask = None,
    may_read: _MayRead = None,
    may_not_read: _MayNotRead = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="With --nil: why.")] = None,
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """File audits sent ahead, or record what is brought.

    Without a file it takes in what lies in the review's inbox. Every file is kept as
    it came; of an e-mail or a text, the answers alone. It says which questions are
    answered, and shows and copies no answer; only what an agency released for the event
    goes into the facilitator's paper.

    An audit that is brought on the day is recorded with --brought; "not known to us" is
    a return too, recorded with --nil and a reason.
    """
    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        if (brought or nil or may_read or may_not_read) and (files or agency):
            raise LfeError(
                "A file is taken in by itself, not together with what is recorded.",
                next_step="Run the command twice.",
            )
        if brought or nil:
            _record(call, review, brought or [], nil, (reason or "").strip(), on)
        elif may_read or may_not_read:
            _release(call, review, may_read, may_not_read, on)
        elif ask:
            _ask(call, review, ask)
        elif agency and (not files or len(files) != 1):
            raise LfeError(
                "--agency goes with one file.",
                next_step="Name the file: lfe ingest FILE --agency ID",
            )
        else:
            _file(call, review, files, agency)


def _file(
    call: shell.Call, named: str | None, files: list[Path] | None, agency: str | None
) -> None:
    from lfe_cli.audits.returns import ingest as step

    folders: list[str] = []

    def plan(review: Review) -> tuple[tuple[Taken, ...], Changes]:
        folders[:] = [] if files else folders_in_the_inbox(review.folder)
        incoming = _incoming(review, files)
        return step.ingest(review, incoming, agency, where.now(), find_office())

    done = call.change_review(named, plan, records=AuditFiled)
    call.show(
        done,
        as_json=lambda taken: {
            "files": [t.as_json(with_answers=call.dry_run) for t in taken],
            **({"folders": folders} if folders else {}),
        },
        on_screen=lambda taken: _show_taken(taken, folders),
        on_dry_run=lambda planned: _show_planned_taking(planned, folders),
        needs_a_person=bool(folders) or any(taken.needs_a_person for taken in done.result),
    )


_A_LINK = "It is a link, which is not followed: put the file itself here."
_NOT_FOR_YOU = "You may not read it: ask whoever put it there to let you, or for a copy."
_NOT_FETCHED = (
    "It could not be read: it may lie in the cloud alone, or the drive may be gone. Open it once, "
    "close it, and take it in then."
)


def _incoming(review: Review, named: list[Path] | None) -> list[Incoming]:
    inbox = followed(review.folder / files.INBOX)
    if not named:
        return [_incoming_file(p, asked_for=False, in_inbox=True) for p in in_the_inbox(review)]
    next_step = "Check its name. Nothing was filed."
    paths = [given_file(path, review.reference, next_step) for path in named]
    return [_incoming_file(p, asked_for=True, in_inbox=followed(p).parent == inbox) for p in paths]


def _incoming_file(path: Path, *, asked_for: bool, in_inbox: bool) -> Incoming:
    """The file as it came; what cannot be read, with the reason."""
    from lfe_cli.audits.returns.ingest import Incoming

    if path.is_symlink() and not asked_for:
        return Incoming(path, None, in_inbox, _A_LINK)
    try:
        return Incoming(path, read_file(path, MAX_FILE), in_inbox)
    except NotReadable as refused:
        why = f"{refused.sentence} {refused.next_step}"
    except PermissionError:
        why = _NOT_FOR_YOU
    except OSError:
        why = _NOT_FETCHED
    return Incoming(path, None, in_inbox, why)


def _show_planned_taking(done: Done[tuple[Taken, ...]], folders: Sequence[str]) -> None:
    if done.result:
        screen.say("Nothing was written. This is what would become of them:")
    _show_taken(done.result, folders)


def _show_taken(taken: tuple[Taken, ...], folders: Sequence[str]) -> None:
    for name in folders:
        screen.say(f"{name}: a folder, not taken in")
        screen.say("Move what is in it into the inbox itself, then: lfe ingest", indent="  ")
    if not taken and not folders:
        screen.say("The inbox is empty: there is nothing to take in.")
    for one in taken:
        _show_one(one)


_OUTCOMES = {
    "filed": "filed",
    "newer-version": "filed beside the earlier version",
    "already-filed": "is here already",
    "rejected": "not taken in",
    "left": "left where it is",
}


def _show_one(taken: Taken) -> None:
    whose = f" ({taken.agency})" if taken.agency else ""
    screen.say(f"{taken.file}{whose}: {_OUTCOMES[taken.outcome]}")
    if taken.reason:
        screen.say(taken.reason, indent="  ")
    if taken.reading is None:
        return
    if taken.reading.how == "not-read":
        screen.say(f"It is kept as it came. {taken.reading.reason}", indent="  ")
        return
    answered = len(taken.reading.answered)
    screen.say(f"{answered} of {taken.questions} questions answered", indent="  ")
    if not taken.seems_empty:
        _show_reading(taken, taken.reading)


def _show_reading(taken: Taken, reading: Reading) -> None:
    """Which questions are open, unclear or changed; no answer."""
    _questions("still open (an audit with gaps is still a good audit)", taken, reading.missing)
    _questions("read without their fields, please compare", taken, reading.recovered)
    _questions("differ from the earlier version", taken, taken.changed)
    if reading.unread:
        count = len(reading.unread)
        passages = "1 passage belongs" if count == 1 else f"{count} passages belong"
        screen.say(f"{passages} to no question; what is there stays in its document", indent="  ")
    screen.lines(reading.remarks, indent="  ")
    if taken.named:
        _questions(
            "may name somebody, so they stay out of the facilitator's paper", taken, taken.named
        )
    if taken.letter:
        screen.say(
            f"A letter that asks for them without names is drafted: {taken.letter}", indent="  "
        )
    released = "may be read by the facilitator before the event"
    kept = "to be heard from the agency on the day; nothing was copied"
    if reading.release_unclear:
        kept = f"nothing is released until you record it: lfe ingest --may-read {taken.agency}"
    screen.say(
        f"What it brings to the event: {released if reading.released else kept}", indent="  "
    )


def _questions(what: str, taken: Taken, ids: tuple[str, ...]) -> None:
    if ids:
        numbers = ", ".join(str(taken.numbers.get(i, i)) for i in ids)
        screen.say(f"Questions {numbers}: {what}", indent="  ")


def _ask(call: shell.Call, named: str | None, agency: str) -> None:
    from lfe_cli.audits.returns.ingest import letter_about_gaps

    def plan(review: Review) -> tuple[str, Changes]:
        return letter_about_gaps(review, agency, where.now())

    call.show(
        call.change_review(named, plan),
        as_json=lambda letter: {"files": [], "letter": letter},
        on_screen=lambda letter: screen.say(
            f"A letter is drafted: {letter}. It names questions and quotes no answer."
        ),
    )


def _release(
    call: shell.Call, named: str | None, may: str | None, may_not: str | None, on: str | None
) -> None:
    from lfe_cli.audits.returns.released import answer_release

    if may and may_not:
        raise LfeError(
            "One agency at a time, and one answer: --may-read or --may-not-read.",
            next_step="Run the command twice.",
        )
    agency = may or may_not or ""

    def plan(review: Review) -> tuple[None, Changes]:
        return None, answer_release(review, agency, bool(may), the_day(on), find_office())

    said = "may be read by the facilitator before the event" if may else "is heard on the day"
    call.show(
        call.change_review(named, plan, records=ReleaseAnswered),
        as_json=lambda _: {"files": [], "agency": agency, "released": bool(may)},
        on_screen=lambda _: screen.say(
            f"{agency}: what it brings {said}. To take it back: lfe undo"
        ),
    )


def _record(
    call: shell.Call,
    named: str | None,
    brought: list[str],
    nil: str | None,
    reason: str,
    on: str | None,
) -> None:
    from lfe_cli.audits import record

    _refuse_what_cannot_be(brought, nil, reason)

    def plan(review: Review) -> tuple[None, Changes]:
        day = the_day(on)
        parts = []
        if brought:
            parts.append(record.brought(review, brought, day))
        if nil:
            parts.append(record.nil_return(review, nil, reason, day))
        return None, Changes(review.reference).and_also(*parts)

    call.show(
        call.change_review(named, plan, records=Brought),
        as_json=lambda _: {"files": [], "brought": brought, "nil": [nil] if nil else []},
        on_screen=lambda _: _show_recorded(brought, nil),
    )


def _refuse_what_cannot_be(brought: list[str], nil: str | None, reason: str) -> None:
    if nil and nil in brought:
        raise LfeError(f"{nil} cannot both bring an audit and have nothing to bring.")
    if nil and not reason:
        raise LfeError(
            "Why is there nothing to bring?",
            next_step='Add --reason, for example --reason "no involvement in the period"',
        )


def _show_recorded(brought: list[str], nil: str | None) -> None:
    for one in brought:
        screen.say(f"{one}: brought its audit to the event. It went home with the agency.")
    if nil:
        screen.say(f"{nil}: nothing to bring. That is recorded as its return.")
    screen.say("To take it back: lfe undo")
