"""`lfe sent`: what lies in the outbox is what is still to be sent; the rest is kept beside it."""

from __future__ import annotations

import subprocess

import pytest

from helpers.history import history
from helpers.letters import sent
from helpers.officer import Officer
from helpers.states import review_after
from helpers.yaml_files import with_contacts


@pytest.fixture
def invited(officer: Officer) -> Officer:
    """Requests and invitations to three agencies lie in the outbox."""
    return review_after(invite, officer)


def invite(review: Officer) -> None:
    with_contacts(review)
    review.done("issue-audits")
    review.done("agenda")


def outbox(review: Officer) -> set[str]:
    return {path.name for path in review.path("outbox").glob("*.eml")}


# ---------------------------------------------------------------- where letters lie


def test_what_was_sent_is_kept_beside_what_is_still_to_be_sent(invited: Officer) -> None:
    before = {name: invited.path("outbox", name).read_bytes() for name in outbox(invited)}
    invited.done("sent", "--letter", "invitation", "--agency", "police")
    assert outbox(invited) == before.keys() - {"invitation-police.eml"}
    assert sent(invited, "invitation-police").read_bytes() == before["invitation-police.eml"]
    [entry] = history(invited, "sent")
    assert entry["file"] == "outbox/sent/invitation-police.eml"


def test_an_edited_draft_is_kept_as_it_was_sent(invited: Officer) -> None:
    path = invited.path("outbox", "invitation-police.eml")
    edited = path.read_bytes().replace(b"Dear colleague", b"Dear all")
    path.write_bytes(edited)
    invited.done("sent", "--letter", "invitation")
    assert sent(invited, "invitation-police").read_bytes() == edited
    assert "invitation-police" not in invited.lfe("check").all


def test_a_letter_that_was_sent_is_not_drafted_again_while_it_says_the_same(
    invited: Officer,
) -> None:
    invited.done("sent", "--letter", "invitation")
    invited.done("sent", "--letter", "line-managers")
    invited.done("sent")
    invited.done("agenda")
    invited.done("issue-audits")
    assert outbox(invited) == set()


def test_a_newer_letter_of_its_name_is_kept_beside_the_earlier_one(invited: Officer) -> None:
    invited.done("sent", "--letter", "invitation")
    invited.done("move", "--to", "2027-02-17 13:00")
    invited.done("sent", "--letter", "moved")
    invited.done("move", "--to", "2027-02-24 13:00")
    invited.done("sent", "--letter", "moved")
    first, second = (
        sent(invited, "moved-police").read_bytes(),
        sent(invited, "moved-police.2").read_bytes(),
    )
    assert (b"17 February" in first, b"24 February" in second) == (True, True)


def test_undo_puts_the_drafts_back(invited: Officer) -> None:
    before = {name: invited.path("outbox", name).read_bytes() for name in outbox(invited)}
    invited.done("sent", "--letter", "invitation")
    invited.done("undo")
    assert {n: invited.path("outbox", n).read_bytes() for n in outbox(invited)} == before
    assert not sent(invited, "invitation-police").exists()
    invited.done("sent", "--letter", "invitation")
    assert sent(invited, "invitation-police").is_file()


def test_git_never_keeps_what_was_sent(invited: Officer) -> None:
    invited.done("sent", "--letter", "invitation")
    paths = ["outbox/sent/invitation-police.eml", "outbox/sent/invitation-police.2.eml"]
    command = ["git", "check-ignore", *paths]
    done = subprocess.run(command, cwd=invited.folder, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == paths


def test_what_went_another_way_is_recorded_of_a_named_agency_alone(review: Officer) -> None:
    review.done("sent", "--agency", "police")  # read out on the telephone: no draft was made
    [entry] = history(review, "sent")
    assert (entry["agency"], entry["no_draft"]) == ("police", True)
    assert "is recorded, and" not in review.lfe("check").all
    said = review.lfe("sent", "--letter", "invitatoin", "--agency", "police")
    assert (said.code, "Did you mean invitation?" in said.all) == (2, True)
