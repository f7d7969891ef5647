"""Every document of a review, for an information request: whose, when, where, and no content."""

from __future__ import annotations

import pytest

from helpers.actions import acting_review
from helpers.closing import CONFIRMED, MARK, NAME, leave_in_the_inbox, with_papers
from helpers.officer import Officer, start_review


def by_place(officer: Officer) -> dict[str, dict[str, object]]:
    return {d["place"]: d for d in officer.done("documents", "--json").json["documents"]}


def test_each_document_has_its_agency_its_day_its_place_and_whether_git_has_it(
    review: Officer,
) -> None:
    with_papers(review)
    found = by_place(review)
    assert found["audits/returned/police.docx"] == {
        "place": "audits/returned/police.docx",
        "what": "returned audit",
        "agency": "Police",
        "way": "from",
        "date": "2027-01-11",
        "in_git": False,
        "removed": None,
        "kept_aside": False,
    }
    assert (found["audits/issued/school.docx"]["way"]) == "for"
    assert found["audits/issued/school.docx"]["agency"] == "School"
    assert found["outbox/invitation-school.eml"]["agency"] == "School"
    assert found["report/report.docx"]["what"] == "the page"
    assert found["report/report.docx"]["agency"] is None
    in_git = {place for place, document in found.items() if document["in_git"]}
    assert {"report/report.docx", "audits/issued/school.docx", "review.yaml"} <= in_git
    assert not in_git & {"audits/returned/police.docx", "event/notes.docx", "identifiers.yaml"}


def test_it_lists_everything_that_lies_in_the_folder(review: Officer) -> None:
    with_papers(review)
    count = len([f for f in review.files() if not f.endswith("put returned audits here.txt")])
    assert len(by_place(review)) == count


def test_it_quotes_nothing_and_repeats_no_name_that_a_sender_chose(review: Officer) -> None:
    with_papers(review)
    leave_in_the_inbox(review, "Quillon Marrowby audit.pdf")
    for said in (review.done("documents").all, review.done("documents", "--json").out):
        assert MARK not in said
        assert NAME not in said
        assert "Quillon" not in said
        assert "audits/inbox (1 of 1)" in said


def test_what_was_removed_stays_on_the_list_with_its_day(review: Officer) -> None:
    with_papers(review)
    before = set(by_place(review))
    review.done("close", *CONFIRMED)
    found = by_place(review)
    assert before <= set(found)
    assert found["audits/returned/police.docx"]["removed"] == "2027-01-11"
    assert found["audits/returned/police.docx"]["agency"] == "Police"
    assert found["event/sign-in.docx"]["in_git"] is True  # as it was made: nobody had signed
    assert found["disposal.txt"]["removed"] is None
    said = review.done("documents").all
    assert "Removed from this folder:" in said
    assert "returned audit, from Police, 11 January 2027, not in git, removed 11 January" in said


def test_it_says_what_it_does_not_reach(review: Officer) -> None:
    said = review.done("documents").all
    for place in ("e-mail", "backups", "recycle bins", "printed copies"):
        assert place in said


def test_it_works_without_git_and_writes_nothing(anywhere: Officer) -> None:
    anywhere.done("init", ".", "--no-git")
    start_review(anywhere)
    before = anywhere.files()
    found = anywhere.done("documents", "-r", "LFE-2027-001", "--json").json["documents"]
    assert {d["in_git"] for d in found} == {False}
    assert anywhere.files() == before


def test_a_review_that_is_not_there_is_a_sentence_with_its_document(officer: Officer) -> None:
    said = officer.lfe("documents", "-r", "LFE-2027-009", "--json")
    assert said.code == 2
    assert said.json["documents"] == []
    assert "There is no review LFE-2027-009" in said.json["error"]


def test_a_letter_to_a_group_has_its_group_and_workbooks_above_are_listed(
    anywhere: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = acting_review(anywhere, monkeypatch)
    review.done("actions", "--group", "practice")
    found = by_place(review)
    letter = found["outbox/recommendations-practice.eml"]
    assert (letter["way"], letter["agency"]) == ("for", "Practice Development Group")
    book = found["actions-practice.xlsx (in the folder above)"]
    assert (book["way"], book["agency"]) == ("for", "Practice Development Group")
    assert (book["date"], book["in_git"]) == ("2027-03-19", True)
