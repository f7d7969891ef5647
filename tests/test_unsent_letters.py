"""Whatever lies unsent in the outbox is in what status asks for, however far its agency is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers.audits import fill
from helpers.history import next_steps
from helpers.officer import Officer

NAMES = {"police": "Police", "school": "School", "health-visiting": "Health Visiting"}
LETTERS = ("audit-request", "chaser-1", "still-open", "without-names", "moved", "invitation",
           "line-managers", "thank-you")  # fmt: skip


def asked(review: Officer) -> None:
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")


def anew(review: Officer) -> None:
    """The event moves, and everybody's form and request is made anew."""
    review.done("move", "--to", "2027-02-17 09:30")
    review.done("issue-audits", "--reissue")


def ahead(review: Officer) -> None:
    """The police send their audit ahead, with a gap that they are asked about."""
    blank = review.path("audits", "issued", "police.docx").read_bytes()
    content = fill(blank, {"child_day": "An ordinary day"})
    review.path("audits", "inbox", "back.docx").write_bytes(content)
    review.done("ingest")


def done(*words: str) -> Callable[[Officer], None]:
    return lambda review: review.done(*words) and None


SITUATIONS = {
    "made": [done("issue-audits")],
    "made anew before any was sent": [done("issue-audits"), anew],
    "made anew when all were asked": [asked, anew],
    "made anew when one is not told yet": [
        done("issue-audits"), done("sent"), done("told", "identity", "--agency", "police"), anew,
    ],
    "made anew when one replied": [asked, done("reply", "police", "--knows", "yes"), anew],
    "made anew when one will bring": [asked, done("reply", "police", "--bringing", "yes"), anew],
    "made anew when one sent ahead": [asked, ahead, anew],
    "made anew when they were invited": [
        asked, done("agenda"), done("sent", "--letter", "invitation"), anew,
    ],
    "a reminder before it would fit": [asked, done("chase", "--agency", "school")],
    "a letter about gaps": [asked, ahead, done("ingest", "--ask", "police")],
}  # fmt: skip


@pytest.mark.parametrize("steps", SITUATIONS.values(), ids=SITUATIONS.keys())
def test_every_unsent_letter_is_named_by_status_with_whom_it_goes_to(
    review: Officer, steps: list[Callable[[Officer], None]]
) -> None:
    for step in steps:
        step(review)
    lying = [path.stem for path in review.path("outbox").glob("*.eml")]
    assert lying
    said = next_steps(review).splitlines()
    for draft in lying:
        letter = next(one for one in LETTERS if draft.startswith(f"{one}-"))
        assert any(_asks_to_send(line, letter, draft.removeprefix(f"{letter}-")) for line in said)


def test_the_letter_made_anew_is_out_of_date_again_where_the_place_changes(
    review: Officer,
) -> None:
    asked(review)
    anew(review)
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("The Guildhall", "The Library"))
    said = next_steps(review)
    step = "out of date (the event): the forms and letters of Police, School and Health Visiting"
    assert step in said
    assert "then record it: lfe sent (" not in said


def _asks_to_send(line: str, letter: str, agency: str) -> bool:
    command = "lfe sent (" if letter == "audit-request" else f"lfe sent --letter {letter} "
    return command in line and (NAMES[agency] in line or f"--agency {agency}" in line)
