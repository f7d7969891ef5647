"""The facilitator's notes in Word: what they type before a point, and whose notes they are."""

from __future__ import annotations

import pytest
import yaml

from helpers.audits import fill
from helpers.officer import Officer, start_review


@pytest.mark.parametrize(
    "typed",
    ["{}", "1. {}", "12) {}", "(3) {}", "1.{}", "a) {}", "• {}", "•\t{}", "- {}", "– {}", "* {}"],
)
def test_numbers_and_bullets_before_a_point_are_left_out(review: Officer, typed: str) -> None:
    review.done("agenda")
    notes = review.path("event", "notes.docx")
    points = [
        "Handover helps again. It worked best as a conversation",
        "2.5 days went by",
        "12 families were asked",
    ]
    said = "\n".join(typed.format(point) for point in points[: 1 if "." in typed else None])
    steps = [[typed.format("Agree a short handover"), "Practice Development Group"]]
    notes.write_bytes(fill(notes.read_bytes(), {"what_we_learned": said, "next_steps": steps}))
    review.done("report", "--from", notes)
    read = yaml.safe_load(review.path("report", "learning.yaml").read_text())
    assert read["what_we_learned"] == points[: 1 if "." in typed else None]
    assert read["next_steps"][0]["recommendation"] == "Agree a short handover"


def test_notes_of_another_review_are_refused(review: Officer) -> None:
    review.done("agenda")
    officer = Officer(review.folder.parent)
    start_review(officer)
    notes = review.path("event", "notes.docx")
    notes.write_bytes(fill(notes.read_bytes(), {"title": "Ours"}))
    other = Officer(officer.path("LFE-2027-002"))
    before = other.files()
    said = other.lfe("report", "--from", notes)
    assert said.code == 2
    assert "These notes are of another review: they say LFE-2027-001" in said.all
    assert other.files() == before
    review.done("report", "--from", notes)
