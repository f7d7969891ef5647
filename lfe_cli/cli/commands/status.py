"""`lfe status`: where a review stands, or every review, and what is next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell, typed, where
from lfe_cli.cli.done import Done
from lfe_cli.errors import LfeError
from lfe_cli.review import days
from lfe_cli.review.ending import reasons_to_keep
from lfe_cli.review.files import NO_LONGER_KEPT
from lfe_cli.review.history.copies import (
    CalledOtherwise,
    copies_in_workspace,
    manifests_called_otherwise,
)
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import (
    NotRead,
    Review,
    Workspace,
    of_each,
)
from lfe_cli.sentences import counted, joined

if TYPE_CHECKING:
    from lfe_cli.across.status import AgencyStanding, Standing


def status(
    review: options.ReviewOption = None,
    every_one: Annotated[
        bool, typer.Option("--all", help="Every review, those in the archive too.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Say where things stand and what is next.

    In a review's folder: that review, agency by agency. In the top folder: every
    review in a table; of those in the archive only where something is open.
    """
    from lfe_cli.across.status import Standing, standing_of

    with shell.answering(as_json) as call:
        if review and every_one:
            raise LfeError("--all and --review do not go together.", next_step="Give one of them.")
        if every_one or (review is None and (where.here() / PARTNERSHIP).is_file()):
            workspace = where.the_workspace()
            typed.speak_of(workspace, where.here())
            every = _every_standing(workspace, with_archive=every_one)
            call.show(
                Done(every),
                as_json=_every_as_json,
                on_screen=_show_every_standing,
                needs_a_person=bool(every.faulty),
            )
        else:
            standing = standing_of(where.the_review(review), where.today())
            call.show(Done(standing), as_json=Standing.as_json, on_screen=_show_standing)


def _show_standing(standing: Standing) -> None:
    screen.say(f"{standing.review.reference}  {standing.review.manifest.theme}")
    screen.say()
    screen.facts(_facts(standing))
    if standing.agencies:
        screen.say()
        screen.table(
            ("Agency", "Where it stands", "Request sent", _coming(standing), "Audit"),
            [_row(agency, standing.event_has_come) for agency in standing.agencies],
        )
    if standing.recommendations:
        screen.say()
        _show_recommendations(standing.review, standing.recommendations)
    for file in standing.edited:
        screen.say(f"{file} was changed in Word: it is left as it is.")
    screen.steps("Next:", standing.next or ["nothing is open"])
    _say_how_to_go_on(standing.next)


def _say_how_to_go_on(open_things: Sequence[str]) -> None:
    if open_things:
        screen.say("One by one, each with its command: lfe next")


def _facts(standing: Standing) -> Iterator[tuple[str, str]]:
    manifest = standing.review.manifest
    event, focus, due = manifest.event, manifest.focus, manifest.audits.due
    when = f"{days.long_date(event.at)}, {days.clock(event.at)}" if event.at else "not fixed yet"
    yield "Stage", standing.stage
    yield "Archive", _archived(standing.review)
    yield "Kept until", days.short_date(standing.kept_until) if standing.kept_until else ""
    yield "Papers", _to_stay(standing.review)
    yield "Focus period", f"{days.short_date(focus.start)} to {days.short_date(focus.end)}"
    yield "Audits ready by", f"{days.long_date(due)} (local target)" if due else ""
    yield "Learning event", when
    yield "Venue", event.venue or ""
    yield "Support", _support(standing)


def _to_stay(review: Review) -> str:
    """That nothing may be deleted by hand, where copies lie there that somebody could delete."""
    kept = (file for those in review.state.files.kept_aside.values() for file in those)
    reasons = list(reasons_to_keep(review))
    if not reasons or not any((review.folder / file).exists() for file in kept):
        return ""
    return f"nothing is to be deleted, copies kept aside neither: {joined(reasons)}"


def _archived(review: Review) -> str:
    """Where it lies, and that it takes nothing there."""
    folders, reference = review.workspace.folders, review.reference
    if not folders.is_archived(reference):
        return ""
    return f"it lies in {folders.place_of(reference)}, where nothing is recorded"


# What agencies are called on the screen; nobody is compared by how much they wrote.
_IN_WORDS = {"nil": "nothing to bring"}


def _coming(standing: Standing) -> str:
    return "Came" if standing.event_has_come else "Coming"


def _support(standing: Standing) -> str:
    """Who has confirmed it; whoever has not is asked kindly, under what is next."""
    confirmed = ", ".join(standing.support_confirmed)
    return f"in place for colleagues at {confirmed}" if confirmed else ""


def _row(agency: AgencyStanding, event_has_come: bool) -> tuple[str, ...]:
    number = agency.came if event_has_come else agency.attending
    coming = "" if number is None else str(number)
    coming = "apologies" if agency.apologies else coming
    sent = f"{agency.sent.day} {agency.sent:%b}" if agency.sent else ""
    state = _IN_WORDS.get(agency.state, agency.state)
    return (agency.agency.name, state, sent, coming, agency.audit)


_WORDS = 26  # with the other columns it stands on one line of 80


def _show_recommendations(review: Review, known: tuple[Recommendation, ...]) -> None:
    """A table of the recommendations: what was decided, who acts, where each stands."""
    from lfe_cli.after.groups import where_it_stands

    screen.table(
        ("", "Recommendation", "Decision", "Group", "Report back", "Where it stands"),
        [
            (
                one.id,
                textwrap.shorten(one.words, _WORDS, placeholder=" ..."),
                one.decision or "",
                one.group,
                _short(one),
                where_it_stands(review, one),
            )
            for one in known
        ],
    )


def _short(one: Recommendation) -> str:
    day = one.report_back if one.is_acted_on else None
    return f"{day.day} {day:%b %Y}" if day else ""


@dataclass(frozen=True)
class _Every:
    """Where each review of a partnership stands, and those that cannot be read.

    `alike` are folders that look like a review, and are none; `put_away` those in the archive that
    are not shown, for nothing is open in them; `gone` reviews that are no longer kept; `twice`
    files of the workspace beside which a copy lies; `otherwise` manifests under another name.
    """

    partnership: str
    standings: Sequence[Standing]
    faulty: Sequence[NotRead]
    alike: Sequence[str] = ()
    put_away: int = 0
    gone: Sequence[str] = ()
    twice: Sequence[str] = ()
    otherwise: Sequence[CalledOtherwise] = ()


def _every_standing(workspace: Workspace, *, with_archive: bool) -> _Every:
    from lfe_cli.across.status import standing_of

    today = where.today()
    standings, faulty = of_each(
        workspace, workspace.references(), lambda review: standing_of(review, today)
    )
    shown = [one for one in standings if with_archive or one.next or not one.is_archived]
    return _Every(
        workspace.partnership.name,
        shown,
        faulty,
        workspace.folders.copies,
        put_away=len(standings) - len(shown),
        gone=tuple(sorted(workspace.folders.gone)),
        otherwise=manifests_called_otherwise(workspace.folder),
        twice=tuple(dict.fromkeys(copy.of for copy in copies_in_workspace(workspace.folder))),
    )


def _every_as_json(every: _Every) -> dict[str, Any]:
    broken = [{"reference": f.reference, **screen.refusal_json(f.error)} for f in every.faulty]
    return {
        "reviews": [*(s.as_json() for s in every.standings), *broken],
        "not_reviews": list(every.alike),
        "no_longer_kept": list(every.gone),
    }


def _show_every_standing(every: _Every) -> None:
    screen.say(every.partnership)
    screen.say()
    if every.standings or every.faulty:
        _show_reviews(every)
    elif not every.put_away and not every.otherwise:
        screen.say("There is no review yet. Start one: lfe new")
    if every.put_away:
        screen.say()
        screen.say(f"In the archive: {counted(every.put_away, 'review')} (lfe status --all).")
    if every.gone:
        screen.say()
        screen.say(
            f"No longer kept, each with a record in its folder ({NO_LONGER_KEPT}): "
            f"{', '.join(every.gone)}"
        )
    for one in every.otherwise:
        screen.say()
        screen.say(str(one))
    for of in every.twice:
        screen.say()
        screen.say(f"A second {of} lies beside it and is not read: see lfe check")
    for name in every.alike:
        screen.say()
        screen.say(f"{name} looks like a review and is none, so it is not counted: see lfe check")


def _show_reviews(every: _Every) -> None:
    screen.table(("Review", "About", "Stage", "Event"), [_line(s) for s in every.standings])
    # below the table, so that no command is cut off
    first = [(s.review.reference, s.next[0]) for s in every.standings if s.next]
    screen.steps(
        "Next, of each the first thing:",
        [f"{reference}: {typed.from_here(says, reference)}" for reference, says in first],
    )
    _say_how_to_go_on([says for _, says in first])
    where.say_not_read(every.faulty)


def _line(standing: Standing) -> tuple[str, ...]:
    event = standing.review.manifest.event.at
    when = f"{event.day} {event:%b %Y}" if event else ""
    stage = f"{standing.stage}, in the archive" if standing.is_archived else standing.stage
    return (standing.review.reference, standing.review.manifest.theme, stage, when)
