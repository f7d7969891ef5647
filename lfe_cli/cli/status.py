"""`lfe status`: where a review stands, agency by agency, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lfe_cli.cli import options, screen, shell
from lfe_cli.cli.following import show_recommendations
from lfe_cli.errors import FileProblems
from lfe_cli.review import days
from lfe_cli.review.workspace import FILE as PARTNERSHIP
from lfe_cli.review.workspace import Workspace, load_review, load_workspace

if TYPE_CHECKING:
    from lfe_cli.across.status import AgencyStanding, Standing


def status(review: options.ReviewOption = None, as_json: options.AsJson = False) -> None:
    """Say where things stand and what is next.

    In a review's folder: that review, agency by agency. In the top folder: every
    review in a table.
    """
    from lfe_cli.across.status import Standing, standing_of

    with shell.answering(as_json) as call:
        if review is None and (shell.here() / PARTNERSHIP).is_file():
            every = _every_standing(load_workspace(shell.here()))
            call.show(shell.Done(every), as_json=_every_as_json, on_screen=_show_every_standing)
        else:
            standing = standing_of(shell.the_review(review), shell.today())
            call.show(shell.Done(standing), as_json=Standing.as_json, on_screen=_show_standing)


def _show_standing(standing: Standing) -> None:
    manifest = standing.review.manifest
    event, due = manifest.event, manifest.audits.due
    screen.say(f"{standing.review.reference}  {manifest.theme}")
    screen.say()
    when = f"{days.long_date(event.at)}, {days.clock(event.at)}" if event.at else "not fixed yet"
    screen.facts(
        [
            ("Stage", standing.stage),
            (
                "Focus period",
                f"{days.short_date(manifest.focus.start)} to {days.short_date(manifest.focus.end)}",
            ),
            ("Audits ready by", f"{days.long_date(due)} (local target)" if due else ""),
            ("Learning event", when),
            ("Venue", event.venue or ""),
            ("Support", _support(standing)),
        ]
    )
    if standing.agencies:
        screen.say()
        screen.table(
            ("Agency", "Where it stands", "Request sent", _coming(standing), "Audit"),
            [_row(agency, standing.event_has_come) for agency in standing.agencies],
        )
    if standing.recommendations:
        screen.say()
        show_recommendations(standing.review, standing.recommendations)
    for file in standing.edited:
        screen.say(f"{file} was changed in Word: it is left as it is.")
    screen.steps("Next:", standing.next or ["nothing is open"])


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


@dataclass(frozen=True)
class _Every:
    """Where each review of a partnership stands, and those that cannot be read."""

    partnership: str
    standings: Sequence[Standing]
    faulty: Sequence[tuple[str, FileProblems]]


def _every_standing(workspace: Workspace) -> _Every:
    from lfe_cli.across.status import standing_of

    standings, faulty = [], []
    for reference in workspace.references():
        try:
            standings.append(standing_of(load_review(workspace, reference), shell.today()))
        except FileProblems as found:
            faulty.append((reference, found))
    return _Every(workspace.partnership.name, standings, faulty)


def _every_as_json(every: _Every) -> dict[str, Any]:
    broken = [{"reference": r, **screen.refusal_json(e)} for r, e in every.faulty]
    return {"reviews": [*(s.as_json() for s in every.standings), *broken]}


def _show_every_standing(every: _Every) -> None:
    screen.say(every.partnership)
    screen.say()
    if not every.standings and not every.faulty:
        screen.say("There is no review yet. Start one: lfe new")
        return
    screen.table(("Review", "About", "Stage", "Event"), [_line(s) for s in every.standings])
    # below the table, so that no command is cut off
    first = [f"{s.review.reference}: {s.next[0]}" for s in every.standings if s.next]
    screen.steps("Next, of each the first thing:", first)
    for reference, problems in every.faulty:
        screen.say(f"{reference}: {problems.sentence} See: lfe check -r {reference}")


def _line(standing: Standing) -> tuple[str, ...]:
    event = standing.review.manifest.event.at
    when = f"{event.day} {event:%b %Y}" if event else ""
    return (standing.review.reference, standing.review.manifest.theme, standing.stage, when)
