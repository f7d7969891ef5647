"""What is next in a review, in the order in which it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lfe_cli.review import actions, days, places
from lfe_cli.review.history import History
from lfe_cli.review.inbox import in_the_inbox
from lfe_cli.review.learning import problems_of_learning
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.steps.attendance import about_support, after_the_event
from lfe_cli.steps.chase_plan import about_kind_notes
from lfe_cli.steps.family import about_family
from lfe_cli.steps.focus import about_the_period, sent_before_it_changed
from lfe_cli.steps.stages import is_frozen_and_changed
from lfe_cli.steps.states import agencies_at, takes_part
from lfe_cli.steps.stepping_up import after_stepping_up, is_stepped_up


def next_steps(review: Review, today: date) -> Iterator[str]:
    """What an officer does next, each as a sentence with its command."""
    if is_stepped_up(review):
        yield from after_stepping_up(review)
        return
    if is_frozen_and_changed(review):
        yield (
            "the page was changed since it was issued: bring the issued file back, or withdraw it "
            "(lfe report --stage withdrawn)"
        )
    yield from _still_to_do(review.manifest)
    waiting = in_the_inbox(review)
    if waiting:
        yield f"look at what is in the inbox ({_files(len(waiting))}): lfe ingest takes it in"
    if any(not review.history.last(actions.FORM_ISSUED, agency=a.id) for a in takes_part(review)):
        yield "make the audit forms and letters: lfe issue-audits"
    yield from _about_requests(review, today)
    yield from about_kind_notes(review, today)
    yield from _about_the_event(review, today)
    yield from _about_the_report(review, today)


def _still_to_do(manifest: Manifest) -> Iterator[str]:
    """What the manifest leaves open, in the order in which it is needed, as one thing to do."""
    event, why = manifest.event, manifest.why_this_review
    open_points = (
        ("who is asked", not manifest.agencies),
        ("who decided on this kind of review", not why.decided_by),
        ("when that was decided", not why.decided_on),
        ("on what basis", not why.basis),
        ("by when audits are ready", not manifest.audits.due),
        ("when the event begins", not event.at),
        ("where it is", not event.venue),
        ("who facilitates it", not event.facilitator),
        ("that the facilitator had no part in the work", not event.facilitator_independent),
        ("who looks after people on the day", not event.wellbeing),
        ("who of the family is told", not manifest.family),
    )
    missing = [what for what, is_open in open_points if is_open]
    if missing:
        yield f"complete review.yaml (lfe edit): {', '.join(missing)}"


def _about_requests(review: Review, today: date) -> Iterator[str]:
    yield from about_the_period(review, today)
    sent_before = sent_before_it_changed(review)
    unsent = [a for a in agencies_at(review, "form made") if a not in sent_before]
    if unsent:
        yield f"send the letters in outbox, then record it: lfe sent ({_names(unsent)})"
    untold = agencies_at(review, "request sent")
    if untold:
        yield (
            f"let them know separately {_which_child(review)}, then record it: "
            f"lfe told identity ({_names(untold)})"
        )
    waiting, due = agencies_at(review, "asked"), review.manifest.audits.due
    if waiting and due:
        left = days.working_days_between(today, due)
        when = f"{left} working days until {days.short_date(due)}" if left > 0 else "not heard yet"
        yield f"waiting for a reply from {_names(waiting)} ({when})"


def _which_child(review: Review) -> str:
    if review.manifest.children == 1:
        return "which child it is about"
    return f"which children it is about, with their letters ({review.manifest.child_letters})"


def _names(agencies: Iterable[Agency]) -> str:
    return ", ".join(agency.name for agency in agencies)


def _about_the_event(review: Review, today: date) -> Iterator[str]:
    event, history = review.manifest.event, review.history
    if event.at and not history.last(actions.AGENDA_MADE):
        yield "make the event's papers: lfe agenda"
    yield from _about_another_day(review)
    for process in review.manifest.parallel:
        if process.hold != "none":
            yield f"a hold stands ({process.kind}: {process.hold}): ask whether it still holds"
    if event.family_part and not history.last(actions.TOLD, whom="professionals"):
        yield "tell the professionals about the family's part: lfe told professionals"
    yield from about_family(review, today)
    yield from about_support(review, today)
    yield from after_the_event(review, today)
    if event.at and event.at.date() < today:
        yield from _about_thanks(history)


def _about_thanks(history: History) -> Iterator[str]:
    if history.last(actions.SENT, letter="thank-you"):
        return
    if history.last(actions.LETTER_DRAFTED, letter="thank-you") is None:
        yield "thank those who came, within two days of the event: lfe letter thank-you"
    else:
        yield (
            "complete the thank-you letters in outbox by hand and send them, then record it: "
            "lfe sent --letter thank-you"
        )


def _about_another_day(review: Review) -> Iterator[str]:
    """The event moved or was cancelled: who is still to hear of it."""
    history = review.history
    last = max(
        (*history.of(actions.EVENT_MOVED), *history.of(actions.EVENT_CANCELLED)),
        key=lambda entry: entry.at,
        default=None,
    )
    letter = "moved" if last and last.action == actions.EVENT_MOVED else "cancelled"
    waiting = [
        agency.name
        for agency in takes_part(review)
        if last
        and any(e.at > last.at for e in history.of(actions.LETTER_DRAFTED, **_of(letter, agency)))
        and not any(e.at > last.at for e in history.of(actions.SENT, **_of(letter, agency)))
    ]
    if waiting:
        about = "the new day" if letter == "moved" else "the cancelled event"
        record = f"lfe sent --letter {letter} ({', '.join(waiting)})"
        yield f"send the letters about {about}, then record it: {record}"
    elif _invitation_changed(history):
        yield "send the invitation again: the event has changed since you sent it"
    if last and letter == "cancelled" and review.manifest.event.at is None:
        yield "when there is another day for the event: lfe move --to DATE"


def _of(letter: str, agency: Agency) -> dict[str, str]:
    return {"letter": letter, "agency": agency.id}


def _invitation_changed(history: History) -> bool:
    made = history.last(actions.INVITATION_MADE)
    sent = [
        entry
        for letter in ("invitation", "moved", "cancelled")
        for entry in history.of(actions.SENT, letter=letter)
    ]
    return bool(sent and made and made.at > max(entry.at for entry in sent))


def _about_the_report(review: Review, today: date) -> Iterator[str]:
    event, report = review.manifest.event, review.history.last(actions.REPORT_MADE)
    if report:
        yield from _about_stages(review, str(report.get("stage")))
        return
    if event.at and event.at.date() <= today:
        if problems_of_learning(review) or review.read(places.LEARNING) is None:
            yield "write what was learned into report/learning.yaml: lfe report starts it"
        else:
            yield "make the one-page report: lfe report"


def _about_stages(review: Review, stage: str) -> Iterator[str]:
    subgroup = review.partnership.subgroup
    following = {
        "draft": "read the page aloud with the facilitator, then: lfe report --stage agreed",
        "read": "agree the page with the facilitator, then: lfe report --stage agreed",
        "agreed": f"take the page to the {subgroup}, then: lfe report --stage subgroup",
        "subgroup": f"when the {subgroup} has decided who gets it: lfe report --stage issued",
    }
    if stage in following:
        yield following[stage]


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
