"""A review that has all the papers that closing is about, with marked sentences in them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from helpers.audits import fill
from helpers.officer import Officer, start_review
from helpers.pages import with_page

REFERENCE = "LFE-2027-001"

MARK = "The heron stood in the flooded lane"
NAME = "Quillon Marrowby"


def with_papers(review: Officer) -> None:
    """An audit sent ahead, a name, papers of the day, drafts, and an issued page."""
    review.done("issue-audits")
    review.done("agenda")
    form = review.path("audits/issued/police.docx").read_bytes()
    review.path("audits/inbox/from Quillon.docx").write_bytes(fill(form, {"our_role": MARK}))
    review.done("ingest", review.path("audits/inbox/from Quillon.docx"))
    review.path("family").mkdir(exist_ok=True)
    review.path("family", "letter for Quillon.txt").write_text(MARK)
    review.path("event", "sign-in scanned.txt").write_text(NAME)
    with_page(review, "issued")
    review.path("identifiers.yaml").write_text(f"names: [{NAME}]\nplaces: []\nother: []\n")


@lru_cache(maxsize=1)
def _ended() -> Path:
    """A workspace whose one review has all those papers; made once, then copied."""
    folder = Path(tempfile.mkdtemp(prefix="lfe-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    officer = Officer(folder)
    officer.done("init", ".")
    start_review(officer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LFE_OFFICE", "none")
        with_papers(Officer(folder / REFERENCE))
    return folder


def ended_review(anywhere: Officer) -> Officer:
    """An officer in the folder of a review that has all those papers."""
    shutil.copytree(_ended(), anywhere.folder, dirs_exist_ok=True)
    return Officer(anywhere.path(REFERENCE))


def leave_in_the_inbox(review: Officer, *names: str) -> None:
    for name in names:
        review.path("audits/inbox", name).write_text(f"{MARK} {name}")


CONFIRMED = ("--yes", "--nothing-needs-it", "--carry-over")
