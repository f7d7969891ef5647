"""`lfe status`: where a review stands, agency by agency, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfe_cli.cli import flow, options, screen
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
    from lfe_cli.across.status import standing_of

    with flow.answering(as_json):
        if review is None and (flow.here() / PARTNERSHIP).is_file():
            _all(load_workspace(flow.here()), as_json)
            return
        standing = standing_of(flow.the_review(review), flow.today())
    if as_json:
        screen.as_json(standing.as_json())
    else:
        _one(standing)


def _one(standing: Standing) -> None:
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


def _all(workspace: Workspace, as_json: bool) -> None:
    from lfe_cli.across.status import standing_of

    standings, faulty = [], []
    for reference in workspace.references():
        try:
            standings.append(standing_of(load_review(workspace, reference), flow.today()))
        except FileProblems as found:
            faulty.append((reference, found))
    if as_json:
        broken = [{"reference": r, **screen.refusal_json(e)} for r, e in faulty]
        screen.as_json({"reviews": [*(s.as_json() for s in standings), *broken]})
        return
    screen.say(workspace.partnership.name)
    screen.say()
    if not standings and not faulty:
        screen.say("There is no review yet. Start one: lfe new")
        return
    screen.table(("Review", "About", "Stage", "Event"), [_line(s) for s in standings])
    # below the table, so that no command is cut off
    first = [f"{s.review.reference}: {s.next[0]}" for s in standings if s.next]
    screen.steps("Next, of each the first thing:", first)
    for reference, problems in faulty:
        screen.say(f"{reference}: {problems.sentence} See: lfe check -r {reference}")


def _line(standing: Standing) -> tuple[str, ...]:
    event = standing.review.manifest.event.at
    when = f"{event.day} {event:%b %Y}" if event else ""
    return (standing.review.reference, standing.review.manifest.theme, standing.stage, when)
