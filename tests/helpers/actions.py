"""Reviews on whose recommendations working groups act."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from helpers.officer import Officer, start_review
from helpers.pages import with_page

REFERENCE = "LFE-2027-001"
BEFORE_THE_MEETING, DECIDED_ON, LATER = "2027-03-10T10:00", "2027-03-18", "2027-03-19T10:00"


@lru_cache(maxsize=1)
def _decided() -> Path:
    """A workspace whose one review has its recommendations accepted; made once, then copied."""
    folder = Path(tempfile.mkdtemp(prefix="lfe-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    officer = Officer(folder)
    officer.done("init", ".")
    start_review(officer)
    with pytest.MonkeyPatch.context() as patch:
        decide(Officer(folder / REFERENCE), patch)
    return folder


def acting_review(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in the folder of a review on whose four recommendations groups act."""
    shutil.copytree(_decided(), anywhere.folder, dirs_exist_ok=True)
    monkeypatch.setenv("LFE_NOW", LATER)
    return Officer(anywhere.path(REFERENCE))


def decide(review: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page went to the subgroup, and every recommendation was accepted."""
    with_page(review, "subgroup")
    monkeypatch.setenv("LFE_NOW", BEFORE_THE_MEETING)
    review.done("submit", "--meeting", DECIDED_ON)
    monkeypatch.setenv("LFE_NOW", LATER)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LFE_NOW", BEFORE_THE_MEETING)
        start_review(top)
        with_page(other, "subgroup")
        other.done("submit", "--meeting", DECIDED_ON)
    other.done("decide", "--all", "--as", "accepted", "--on", DECIDED_ON, "--no-input")
    return other
