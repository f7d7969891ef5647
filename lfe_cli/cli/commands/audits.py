"""Agencies and their audits: `lfe issue-audits`, `lfe chase`, `lfe agency`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lfe_cli.cli import options, screen, shell, where
from lfe_cli.cli.asking import the_day
from lfe_cli.cli.command_list import HELP, SETTINGS, OfAReview
from lfe_cli.letters.kinds import REMINDERS
from lfe_cli.review import days, files
from lfe_cli.review.changes import Changes
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

if TYPE_CHECKING:
    from lfe_cli.audits.issue import Issued
    from lfe_cli.audits.reminders import Chased, Reminder
    from lfe_cli.event.agencies import Outcome


_Agency = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Only this agency; repeat for each. Without it, all."),
]
_Reissue = Annotated[bool, typer.Option("--reissue", help="Make forms anew that were made before.")]
_Short = Annotated[
    bool, typer.Option("--short", help="The short form instead, for the agencies named.")
]
_AsText = Annotated[
    bool, typer.Option("--as-text", help="Add the questions as a text to reply to by e-mail.")
]


def issue_audits(
    agency: _Agency = None,
    reissue: _Reissue = False,
    short: _Short = False,
    as_text: _AsText = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Make the audit forms, guidance and letters.

    Each agency gets a Word form, the guidance, the guide for staff, and a letter as
    a draft with all three attached. Nothing is sent: you open the letters, read them
    and send them. Forms that were made before are left as they are.

    With --as-text the letter also carries the questions, to be answered by reply,
    for an agency for which a Word form is hard to use. lfe ingest reads the reply.
    """
    from lfe_cli.audits import issue as step

    def plan(loaded: Review) -> tuple[tuple[Issued, Review], Changes]:
        if as_text:
            issued, changes = step.issue_as_text(loaded, agency or (), where.now())
        elif short:
            issued, changes = step.issue_short_forms(loaded, agency or (), where.now())
        else:
            issued, changes = step.issue_audits(loaded, agency or (), where.now(), reissue=reissue)
        return (issued, loaded), changes

    with shell.answering(as_json, dry_run, refused={"made": [], "already": []}) as call:
        done = call.change_review(review, plan)
        call.show(
            done,
            as_json=lambda result: _issued_as_json(result[0], done.files),
            on_screen=lambda result: _show_issued(*result),
        )


def _issued_as_json(issued: Issued, written: list[str]) -> dict[str, Any]:
    return {
        "made": [a.id for a in issued.made],
        "already": [a.id for a in issued.already],
        "without_contact": [a.id for a in issued.without_contact],
        "questions_changed": [a.id for a in issued.questions_changed],
        "period_changed": [a.id for a in issued.period_changed],
        "left_out": [a.id for a in issued.left_out],
        "files": written,
    }


def _show_issued(issued: Issued, review: Review) -> None:
    what = "form made" if issued.no_letters else "form and letter made"
    for agency in issued.made:
        screen.say(f"{agency.name}: {what}")
    for agency in issued.already:
        screen.say(f"{agency.name}: has its form already, left as it is")
    for agency in issued.questions_changed:
        screen.say(f"{agency.name}: the questions have changed since. A new form: --reissue")
    for agency in issued.left_out:
        screen.say(f"{agency.name}: takes no part, so nothing was made for it")
    _show_the_period(issued, review)
    if not issued.made:
        screen.say("Nothing to make. To make a form anew: --reissue")
        return
    if issued.no_letters:
        screen.say(f"No letter is made: {issued.no_letters}.")
        return
    for agency in issued.without_contact:
        screen.say(
            f"{agency.name} has no e-mail address yet (contact): its letter is not addressed."
        )
    due = review.manifest.audits.due
    by = f" by {days.long_date(due)} (a local target)" if due else ""
    screen.steps(
        "Next:",
        [
            f"look at a form: {review.reference}/{files.ISSUED}",
            f"open each letter in {review.reference}/{files.OUTBOX}, read it and send it",
            "let each agency know separately which child it is about, by your secure route",
            f"record both: lfe sent, lfe told identity. Agencies are ready{by}",
        ],
    )


def _show_the_period(issued: Issued, review: Review) -> None:
    focus = review.manifest.focus
    period = f"{days.short_date(focus.start)} to {days.short_date(focus.end)}"
    if issued.period_changed:
        screen.say(
            f"The focus period is now {period}, and the form asks about another "
            f"({_names(issued.period_changed)}). New forms, with letters that say so: --reissue"
        )
    if issued.period_told:
        screen.say(
            f"The letter says that the period has changed ({_names(issued.period_told)}), and that "
            "what was written stays valid. Until it is sent, nobody is counted as asked about it."
        )
    if issued.period_untold:
        agency = issued.period_untold[0].id
        screen.say(
            f"No earlier request is recorded as sent ({_names(issued.period_untold)}), so the "
            "letter reads as the first. If one was sent: record it with its day "
            f"(lfe sent --agency {agency} --on DATE), then --reissue --agency {agency}"
        )


def _names(agencies: Sequence[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)


def chase(
    agency: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A reminder to this agency now, even if early; repeat."),
    ] = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Draft a reminder to agencies not heard yet.

    The first reminder fits three working days before the local target, the second two
    working days after it, the third in the last days before the event: that one goes
    to the agency's safeguarding lead. Each waits until some days have passed since you
    recorded that the one before it was sent (chase_working_days in partnership.yaml).
    Nobody who replied gets one, and nothing is sent: you read the draft and send it.
    """
    from lfe_cli.audits.reminders import chase as step

    with shell.answering(as_json, dry_run, refused={"agencies": [], "files": []}) as call:
        done = call.change_review(review, lambda loaded: step(loaded, agency or (), where.now()))
        call.show(
            done,
            as_json=lambda chased: _chased_as_json(chased, done.files),
            on_screen=lambda chased: _show_chased(chased, done.reference),
        )


def _chased_as_json(chased: Chased, written: list[str]) -> dict[str, Any]:
    return {
        "agencies": [one.as_json() for one in chased.reminders],
        "closed": chased.closed or None,
        "remarks": list(chased.remarks),
        "files": written,
    }


_COUNTED = dict(zip(REMINDERS, ("first", "second", "third"), strict=True))


def _show_chased(chased: Chased, reference: str) -> None:
    if chased.closed:
        screen.say(f"No reminder is drafted: {chased.closed}.")
    elif chased.reminders:
        screen.table(("Agency", "Request sent", "Reminders", "Now"), [*map(_row, chased.reminders)])
    elif not chased.remarks:
        screen.say("Everybody who was asked has been heard: no reminder is needed.")
    if chased.reminders and chased.remarks and not chased.closed:
        screen.say()
    screen.lines(chased.remarks)
    drafted = chased.drafted()
    for one in drafted:
        if one.unaddressed:
            whom = "e-mail address" if one.unaddressed == "contact" else "safeguarding lead"
            which = "--escalation ADDRESS" if one.unaddressed == "escalation" else "ADDRESS"
            screen.say(
                f"{one.agency.name} has no {whom} yet, so its reminder is not addressed. Enter it, "
                f"then run this again: lfe agency contact {one.agency.id} {which}"
            )
    screen.steps("Next:", [*_next(drafted, reference)])


def _row(one: Reminder) -> tuple[str, str, str, str]:
    sent = ", ".join(f"{_COUNTED[kind]} {on.day} {on:%b}" for kind, on in one.waiting.sent)
    asked = one.waiting.request_sent
    return one.agency.name, f"{asked.day} {asked:%b}", sent or "none yet", _now(one)


def _now(one: Reminder) -> str:
    if one.kind:
        which = f"{_COUNTED[one.kind]} reminder"
        return f"{which}: edited by you, left" if one.edited else f"{which} drafted"
    waiting = one.waiting
    if waiting.fits_from is None:
        return waiting.why_none
    which = _COUNTED[REMINDERS[waiting.number - 1]]
    day = waiting.fits_from
    return f"{which} reminder from {day:%a} {day.day} {day:%b}"


def _next(drafted: tuple[Reminder, ...], reference: str) -> Iterator[str]:
    if not drafted:
        return
    yield f"open each reminder in {reference}/{files.OUTBOX}, read it and send it yourself"
    for kind in dict.fromkeys(one.kind for one in drafted if one.kind):
        ids = " ".join(f"--agency {one.agency.id}" for one in drafted if one.kind is kind)
        yield f"then record it: lfe sent --letter {kind.id} {ids}"
    offered = [
        one for one in drafted if one.kind and one.kind.offers_short_form and not one.short_form
    ]
    if offered:
        names = joined((one.agency.name for one in offered), "or")
        yield (
            f"the reminder offers the short form. If {names} would like it: "
            "lfe issue-audits --short --agency ID"
        )


agency = typer.Typer(
    name="agency",
    help="Add an agency, record that one withdraws, or change a contact.",
    no_args_is_help=True,
    context_settings=HELP,
    **SETTINGS,
)
_Id = Annotated[str, typer.Argument(metavar="ID", help="The agency's id, such as police.")]
_Deputy = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Who is reached if the contact is away.")
]
_Escalation = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The agency's safeguarding lead.")
]


_Name = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Its name here, by role: School B.")
]
_Contact = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The e-mail address letters go to.")
]


@agency.command("add", cls=OfAReview, context_settings=HELP)
def add(
    id: _Id,  # noqa: A002  (what officers read is ID)
    name: _Name = None,
    contact: _Contact = None,
    deputy: _Deputy = None,
    escalation: _Escalation = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Ask one more agency, or one again that had withdrawn.

    It is written into review.yaml. If the others have their forms, or the event's papers
    are made, it gets its own at once, with the letters as drafts.
    """
    from lfe_cli.event.agencies import add_agency

    def plan(loaded: Review) -> tuple[Outcome, Changes]:
        reach = _reach(contact, deputy, escalation)
        return add_agency(loaded, id, where.now(), name=name, reach=reach)

    _change(plan, "{} is asked to take part.", review, as_json, dry_run)


@agency.command("withdraw", cls=OfAReview, context_settings=HELP)
def withdraw(
    id: _Id,  # noqa: A002
    on: options.On = None,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Record that an agency takes no further part.

    What it sent stays as it is. Papers that were made are made again without it, and no
    further letter is drafted for it. If it takes part again: lfe agency add ID
    """
    from lfe_cli.event.agencies import withdraw_agency

    _change(
        lambda loaded: withdraw_agency(loaded, id, the_day(on), where.now()),
        "{} takes no further part.",
        review,
        as_json,
        dry_run,
    )


_Address = Annotated[
    str | None, typer.Argument(metavar="[ADDRESS]", help="Where letters go from now on.")
]
_Everywhere = Annotated[
    bool, typer.Option("--everywhere", help="For every review, in partnership.yaml.")
]


@agency.command("contact", cls=OfAReview, context_settings=HELP)
def contact(
    id: _Id,  # noqa: A002
    address: _Address = None,
    deputy: _Deputy = None,
    escalation: _Escalation = None,
    everywhere: _Everywhere = False,
    review: options.ReviewOption = None,
    as_json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Change whom an agency is reached by.

    Letters that lie drafted and were not sent are addressed anew.
    """
    from lfe_cli.event.agencies import reach_agency

    reach = _reach(address, deputy, escalation)

    _change(
        lambda loaded: reach_agency(loaded, id, reach, everywhere=everywhere),
        " ".join(_REACHED[who] for who in reach),
        review,
        as_json,
        dry_run,
    )


def _reach(contact: str | None, deputy: str | None, escalation: str | None) -> dict[str, str]:
    given = {"contact": contact, "deputy": deputy, "escalation": escalation}
    return {who: address for who, address in given.items() if address}


_REACHED = {
    "contact": "Letters to {0} go to another address from now on.",
    "deputy": "The deputy of {0} has another address from now on.",
    "escalation": "The safeguarding lead of {0} has another address from now on.",
}


def _change(
    plan: Callable[[Review], tuple[Outcome, Changes]],
    sentence: str,
    named: str | None,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Carry it out and say so, with `sentence` about the agency."""
    with shell.answering(as_json, dry_run, refused={"files": []}) as call:
        done = call.change_review(named, plan)
        call.show(
            done,
            as_json=lambda outcome: _agency_as_json(outcome, done.files),
            on_screen=lambda outcome: _show_agency(
                outcome, sentence.format(outcome.agency.name), done.files
            ),
        )


def _agency_as_json(outcome: Outcome, made: list[str]) -> dict[str, Any]:
    return {
        "agency": outcome.agency.id,
        "files": made,
        "remarks": list(outcome.remarks),
    }


def _show_agency(outcome: Outcome, sentence: str, made: list[str]) -> None:
    screen.say(sentence)
    for file in made:
        if not file.endswith((files.MANIFEST, ".eml")):
            screen.say(file, indent="  ")
    for file in made:
        if file.endswith(".eml"):
            screen.say(f"{file} (a draft: read it, and send it yourself)", indent="  ")
    screen.lines(outcome.remarks)
