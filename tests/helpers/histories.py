"""A workspace with a review at every point of its life, for the board."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from helpers.officer import Officer, start_review
from helpers.writing import carry_out
from lfe_cli.clock import UK
from lfe_cli.review import events
from lfe_cli.review.changes import Changes
from lfe_cli.review.event import Event

STEPS = {
    "R1": ("practice", "Agree a short handover conversation for every child with a plan."),
    "R2": ("quality", "Test one way to see, together, when a child is not brought."),
    "R3": ("practice", "Change shared forms so that they ask about every adult who matters."),
}


def happened(officer: Officer, reference: str, at: str, *recorded: Event) -> None:
    """What other commands record, without waiting for them."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UK)
    carry_out(officer.folder, Changes(reference, events=recorded), moment, "Business Unit")


def sent_out(officer: Officer, reference: str) -> None:
    forms = [events.FormIssued(agency=a) for a in ("police", "school")]
    happened(officer, reference, "2027-01-12T10:00", *forms)
    letters = [
        events.Sent(agency=a, letter="audit-request", on=date(2027, 1, 13))
        for a in ("police", "school")
    ]
    happened(officer, reference, "2027-01-13T10:00", *letters)


def page(officer: Officer, reference: str, *stages: str) -> None:
    for number, stage in enumerate(stages):
        happened(
            officer,
            reference,
            f"2027-02-{15 + number * 4}T10:00",
            events.ReportMade(stage=stage),
        )


def submitted(officer: Officer, reference: str, meeting: date = date(2027, 3, 18)) -> None:
    path = officer.path(reference, "subgroup/recommendations.yaml")
    path.parent.mkdir(exist_ok=True)
    kept = "".join(
        f"  - id: {i}\n    recommendation: {text}\n    working_group: {group}\n"
        for i, (group, text) in STEPS.items()
    )
    path.write_text(f"recommendations:\n{kept}")
    happened(officer, reference, "2027-03-08T10:00", events.Submitted(meeting=meeting))


def decided(officer: Officer, reference: str) -> None:
    def one(given: str, decision: events.Decision, **more: Any) -> Event:
        on = date(2027, 3, 18)
        return events.Decided(recommendation=given, decision=decision, on=on, **more)

    happened(
        officer,
        reference,
        "2027-03-19T10:00",
        one("R1", "accepted", group="practice", report_back=date(2027, 5, 18)),
        one(
            "R2", "amended", words="Test two ways & compare <both>.", report_back=date(2027, 5, 18)
        ),
        one("R3", "declined", reason="The forms are being replaced."),
    )


def acted(officer: Officer, reference: str) -> None:
    fields = (
        ("R1.1", "action", "Try the conversation with three teams and ask children about it"),
        ("R1.1", "by", "2027-05-01"),
        ("R1.1", "progress", "completed"),
        ("R1.1", "evidence", "Notes of twelve conversations"),
        ("R1.2", "action", "Write down what the teams found"),
        ("R1.2", "by", "2027-06-30"),
        ("R1.2", "progress", "under way"),
        ("R2.1", "action", "Look at ten children's appointments across services"),
        ("R2.1", "progress", "completed"),
    )
    happened(officer, reference, "2027-04-20T10:00", *(noted(*one) for one in fields))


def noted(item: str, field: str, value: str) -> events.ActionNoted:
    """What a group says of an action."""
    return events.ActionNoted(
        item=item, recommendation=item.partition(".")[0], field=field, value=value
    )


def every_kind(officer: Officer) -> tuple[str, ...]:
    """Eight reviews, each at another point of its life; one is broken, one stepped up."""
    for _ in range(8):
        start_review(officer)
    names = tuple(f"LFE-2027-00{n}" for n in range(1, 9))
    _, out, cancelled, broken, stepped, undecided, acting, closed = names
    for reference in (out, stepped, undecided, acting, closed):
        sent_out(officer, reference)
    _edit(officer.path(cancelled, "review.yaml"), "at: 2027-02-10 09:30", "at:")
    happened(officer, cancelled, "2027-01-20T10:00", events.EventCancelled())
    _edit(officer.path(broken, "review.yaml"), "children: 1", "children: some")
    happened(officer, stepped, "2027-01-22T10:00", events.SteppedUp(on=date(2027, 1, 22)))
    for reference in (undecided, acting, closed):
        page(officer, reference, "draft", "agreed", "subgroup")
        submitted(officer, reference)
    for reference in (acting, closed):
        decided(officer, reference)
        page(officer, reference, "issued")
        acted(officer, reference)
    happened(officer, closed, "2027-04-26T10:00", events.Closed(on=date(2027, 4, 26)))
    return names


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
