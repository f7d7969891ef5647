"""A review that has all the papers that closing is about, with marked sentences in them."""

from __future__ import annotations

from helpers.audits import fill
from helpers.officer import Officer
from helpers.pages import with_page
from helpers.states import review_after

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


def ended_review(anywhere: Officer) -> Officer:
    """An officer in the folder of a review that has all those papers."""
    return review_after(with_papers, anywhere)


def leave_in_the_inbox(review: Officer, *names: str) -> None:
    for name in names:
        review.path("audits/inbox", name).write_text(f"{MARK} {name}")


CONFIRMED = ("--yes", "--nothing-needs-it", "--carry-over")
