"""`lfe decide`: what the subgroup decided on each recommendation, and who may read the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import asking, options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.errors import LfeError, WrongValue
from lfe_cli.review import days, events, files
from lfe_cli.review.days import parse_date
from lfe_cli.review.events import Decision
from lfe_cli.review.recommendations import DECISIONS, Recommendation
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

if TYPE_CHECKING:
    from lfe_cli.after.decide import Circulation, Decided, Ruling

_KNOWN = joined(DECISIONS, "or")

_Recommendations = Annotated[
    list[str] | None, typer.Argument(metavar="ID", help="R1, R2, ...; several at once.")
]
_As = Annotated[str | None, typer.Option("--as", metavar="DECISION", help=f"{_KNOWN}.")]
_All = Annotated[
    bool, typer.Option("--all", help="All on which nothing is decided, or which are held.")
]
_Words = Annotated[str, typer.Option(metavar="TEXT", help="With amended: what it says now.")]
_Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; needed with held and declined.")]
_ToGroup = Annotated[str, typer.Option(metavar="ID", help="The working group, if not the page's.")]
_ReportBack = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the group reports back, if not as usual.")
]
_Circulation = Annotated[
    str | None,
    typer.Option(metavar="WHO", help="Who else may read it: subgroup, partners or public."),
]
_Letters = Annotated[
    bool, typer.Option("--letters", help="Draft the groups' letters anew, and record nothing.")
]


@dataclass(frozen=True)
class _Asked:
    """What is to be recorded, from the options or from the person at the terminal."""

    rulings: tuple[Ruling, ...]
    circulation: Circulation | None
    on: date


def decide(
    recommendation: _Recommendations = None,
    as_: _As = None,
    everything: _All = False,
    words: _Words = "",
    reason: _Reason = "",
    group: _ToGroup = "",
    report_back: _ReportBack = None,
    circulation: _Circulation = None,
    letters: _Letters = False,
    on: options.On = None,
    no_input: options.NoInput = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record what the subgroup decided.

    For example: lfe decide R1 R3 --as accepted --on 18/03/2027

    At a terminal and without anything more it asks, one by one. Each working group that
    has something gets a letter as a draft, with its own recommendations alone. Decided
    twice, the newer decision counts; the history keeps both.
    """
    from lfe_cli.after import decide as deciding

    with shell.answering(as_json, dry_run, no_input=no_input) as call:
        ruling = _ruling(recommendation or (), as_, everything, (words, reason, group), report_back)
        if ruling or circulation or letters:
            asked = _Asked((ruling,) if ruling else (), _circulation(circulation), the_day(on))
        elif call.can_ask and not dry_run:
            asked = _one_by_one(where.the_review(review), on)
        elif dry_run and not as_json:
            _say_what_is_asked(where.the_review(review))
            return
        else:
            raise _nothing_said()
        to_record = (asked.rulings, asked.on, where.now(), asked.circulation)
        done = call.change_review(
            review,
            lambda loaded: deciding.decide(loaded, *to_record, redate=on is not None),
            records=events.Decided,
        )
        call.show(
            done,
            as_json=_decided_as_json,
            on_screen=lambda decided: _show_decided(decided, asked.on, done.reference),
        )
        if call.can_ask and not dry_run:
            _put_in_the_words(call, review)


def _put_in_the_words(call: shell.Call, named: str | None) -> None:
    """After an amended or declined step: the page can be made in the words that were decided."""
    from lfe_cli.cli.commands.page import make_as_decided, offer_decided_words

    if offer_decided_words(where.the_review(named)):
        make_as_decided(call, named)


def _say_what_is_asked(review: Review) -> None:
    """With --dry-run, where nothing was said: what is open, and that nothing was written."""
    from lfe_cli.after.decide import the_recommendations
    from lfe_cli.after.submission import still_open

    for one in still_open(the_recommendations(review, alone=True)):
        screen.say(f"would ask what was decided on {one.id}: {one.words}", indent="  ")
    if review.state.subgroup.circulation is None:
        screen.say("would ask who else may read the page", indent="  ")
    screen.say("Nothing was written.")


def _nothing_said() -> LfeError:
    return LfeError(
        "What was decided?",
        next_step=f"Name recommendations and add --as {_KNOWN}; or --circulation; or --letters.",
    )


def _ruling(
    ids: list[str] | tuple[str, ...],
    decision: str | None,
    everything: bool,
    texts: tuple[str, str, str],
    report_back: str | None,
) -> Ruling | None:
    """The decision that the options give; None where they say nothing of a recommendation."""
    from lfe_cli.after.decide import Ruling

    if not (ids or everything or decision or any(texts) or report_back):
        return None
    if decision is None:
        raise LfeError("What was decided?", next_step=f"Add --as {_KNOWN}.")
    if bool(ids) == everything:
        raise LfeError(
            "Which recommendations?", next_step="Name them (R1 R3); or, for all, --all alone."
        )
    words, reason, group = (text.strip() for text in texts)
    day = asking.reading("--report-back", parse_date, report_back)
    return Ruling(tuple(ids), _decision(decision), words, reason, group, day)


def _decision(said: str) -> Decision:
    found = next((one for one in DECISIONS if one == said.strip().casefold()), None)
    if found is None:
        raise LfeError(f"--as {said} is no decision.", next_step=f"Write {_KNOWN}.")
    return found


def _circulation(said: str | None) -> Circulation | None:
    from lfe_cli.after.decide import CIRCULATIONS

    if said is None:
        return None
    found = next((one for one in CIRCULATIONS if one == said.strip().casefold()), None)
    if found is None:
        raise LfeError(
            f"--circulation {said} is not known.",
            next_step="Write subgroup (it alone), partners (partner agencies) or public.",
        )
    return found


# ---------------------------------------------------------------- one by one


def _one_by_one(review: Review, on: str | None) -> _Asked:
    """Ask for each that is open; an empty answer leaves it open."""
    from lfe_cli.after.decide import the_recommendations
    from lfe_cli.after.submission import still_open

    known = still_open(the_recommendations(review, alone=True))
    circulation_known = review.state.subgroup.circulation is not None
    if not known and circulation_known:
        raise LfeError(
            "Every recommendation is decided, and who may read the page.",
            next_step="To change a decision, name it: lfe decide R1 --as amended",
        )
    screen.say(f"What the {review.partnership.subgroup} decided. Leave empty what is still open.")
    day = the_day(on or asking.ask("When did it decide?", _day_text, default=_usual(review)))
    rulings = tuple(r for one in known for r in _ask_about(review, one))
    circulation = None
    if not circulation_known:
        screen.say()
        circulation = asking.ask("Who else may read it: subgroup, partners or public?", _who)
    if not rulings and circulation is None:
        raise LfeError("Nothing was decided, and nothing was recorded.")
    return _Asked(rulings, circulation, day)


def _ask_about(review: Review, one: Recommendation) -> Iterator[Ruling]:
    from lfe_cli.after.decide import Ruling

    screen.say()
    screen.say(f"{one.id}: {one.words} ({review.partnership.group_name(one.group)})")
    decision = asking.ask(f"{_KNOWN}?", _which)
    if decision is None:
        return
    words = asking.ask_for("What does it say now?", str) if decision == "amended" else ""
    if decision in ("held", "declined"):
        yield Ruling((one.id,), decision, "", asking.ask_for("Why, without a name?", str))
        return
    to = asking.ask("Which working group?", str, default=one.group)
    yield Ruling((one.id,), decision, words, "", to or "")


def _usual(review: Review) -> str:
    """The day of the meeting that the page was submitted for, if it has been."""
    submitted = review.state.subgroup.last_submitted
    day = submitted.event.meeting if submitted and submitted.event.meeting else where.today()
    return min(day, where.today()).isoformat()


def _day_text(said: str) -> str:
    return parse_date(said).isoformat()


def _which(said: str) -> Decision:
    try:
        return _decision(said)
    except LfeError:
        raise WrongValue("is no decision.", f"Write {_KNOWN}.") from None


def _who(said: str) -> Circulation | None:
    try:
        return _circulation(said)
    except LfeError:
        raise WrongValue("is not known.", "Write subgroup, partners or public.") from None


# ---------------------------------------------------------------- what is shown


def _decided_as_json(decided: Decided) -> dict[str, Any]:
    return {
        "decided": [
            {
                "id": one.id,
                "decision": one.decision,
                "words": one.words,
                "group": one.group,
                "reason": one.reason or None,
                "report_back": one.report_back.isoformat() if one.report_back else None,
            }
            for one in decided.recommendations
        ],
        "circulation": decided.circulation,
        "letters": list(decided.letters.files),
        "remarks": [*decided.before, *decided.letters.remarks, *decided.first],
    }


def _show_decided(decided: Decided, on: date, reference: str) -> None:
    for one in decided.recommendations:
        screen.say(_line(one))
    if decided.circulation:
        who = {"subgroup": "the subgroup alone", "public": "the public"}
        readers = who.get(decided.circulation, "partner agencies")
        screen.say(f"The page may be read by {readers} ({days.short_date(on)}).")
    screen.lines((*decided.before, *decided.letters.lines, *decided.letters.remarks))
    steps = [*decided.first]
    if decided.letters.files:
        outbox = f"{reference}/{files.OUTBOX}"
        steps.append(f"open each letter in {outbox}, read and send it")
        steps.append("then record it: lfe sent --letter recommendations")
    if steps:
        screen.steps("Next:", steps)


def _line(one: Recommendation) -> str:
    if not one.is_acted_on or one.report_back is None:
        return f"{one.id}: {one.decision} ({one.reason})"
    return (
        f"{one.id}: {one.decision}, goes to {one.group}, which reports back by "
        f"{days.short_date(one.report_back)}"
    )
