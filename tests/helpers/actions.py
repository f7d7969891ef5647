"""Reviews on whose recommendations working groups act."""

from __future__ import annotations

import json

import pytest

from helpers.officer import Officer, start_review, where
from helpers.pages import with_page
from helpers.states import review_after

BEFORE_THE_MEETING, DECIDED_ON, LATER = "2027-03-10T10:00", "2027-03-18", "2027-03-19T10:00"


def acting_review(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in the folder of a review on whose four recommendations groups act."""
    review = review_after(decide, anywhere)
    monkeypatch.setenv("LFE_NOW", LATER)
    return review


def decide(review: Officer) -> None:
    """The page went to the subgroup, and every recommendation was accepted."""
    with_page(review, "subgroup")
    with where(LFE_NOW=BEFORE_THE_MEETING, LFE_OFFICE="none"):
        review.done("submit", "--meeting", DECIDED_ON)
    with where(LFE_NOW=LATER):
        review.done("decide", "--all", "--as", "accepted", "--on", DECIDED_ON, "--no-input")


def noted(review: Officer) -> dict[tuple[str, str], str]:
    """What is recorded of each action, by its id and field."""
    lines = review.path("history.jsonl").read_text().splitlines()
    entries = [json.loads(line) for line in lines]
    return {(e["item"], e["field"]): e["value"] for e in entries if e["action"] == "action noted"}


def second_review(acting: Officer) -> Officer:
    """Another review, as far as the first."""
    top = Officer(acting.folder.parent)
    other = Officer(top.path("LFE-2027-002"))
    with where(LFE_NOW=BEFORE_THE_MEETING):
        start_review(top)
        decide(other)
    return other
