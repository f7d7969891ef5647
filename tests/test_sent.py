"""`lfe sent`: what lies in the outbox is what is still to be sent; the rest is kept beside it."""

from __future__ import annotations

import subprocess

import pytest

from helpers.conversing import Conversing, in_turn
from helpers.history import history
from helpers.letters import sent
from helpers.officer import Officer
from helpers.states import review_after
from helpers.yaml_files import replace_in, with_contacts


@pytest.fixture
def invited(officer: Officer) -> Officer:
    """Requests and invitations to three agencies lie in the outbox."""
    return review_after(invite, officer)


def invite(review: Officer) -> None:
    with_contacts(review)
    root = Officer(review.folder.parent)
    reach = "name: School\n    contact:"
    replace_in(root, "partnership.yaml", reach, f"{reach} office@school.example")
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


# ---------------------------------------------------------------- all that lie unsent


def at_a_terminal(review: Officer, *answers: str) -> Conversing:
    return Conversing(review.folder, in_turn(answers))


def sent_letters(review: Officer) -> list[tuple[str, str, str]]:
    return [(e["letter"], e["agency"], e["on"]) for e in history(review, "sent")]


def test_at_a_terminal_it_shows_every_letter_that_lies_unsent_and_asks(invited: Officer) -> None:
    officer = at_a_terminal(invited, "yes", "", "8 January 2027")
    said = officer.done("sent")
    requests, invitations, managers = officer.shown[:3]
    assert "audit-request, in outbox:\n  Police, to unit@police.example\n" in requests
    assert "Have you sent them? (yes, the day, or some) [Enter: later]: " in requests
    assert "invitation, in outbox:" in invitations
    assert "line-managers, in outbox:" in managers
    recorded = {(letter, on) for letter, _, on in sent_letters(invited)}
    assert recorded == {("audit-request", "2027-01-11"), ("line-managers", "2027-01-08")}
    assert len(sent_letters(invited)) == 6
    assert "Police: line-managers sent 8 January 2027" in said.out


def test_enter_records_nothing(invited: Officer) -> None:
    before = invited.files()
    said = at_a_terminal(invited, "", "", "").done("sent")
    assert "Nothing was recorded." in said.out
    assert invited.files() == before


def test_of_several_letters_some_can_be_named(invited: Officer) -> None:
    officer = at_a_terminal(invited, "some", "yes", "", "7 January 2027", "b", "", "", "")
    officer.done("sent")
    assert sent_letters(invited) == [("audit-request", "police", "2027-01-11")]


def test_without_a_terminal_yes_records_all_and_passes_over_what_is_not_ready(
    invited: Officer,
) -> None:
    root = Officer(invited.folder.parent)
    replace_in(root, "partnership.yaml", "office@school.example", "the head")
    invited.done("issue-audits", "--reissue")
    invited.done("agenda", "--replace")
    said = invited.lfe("sent", "--yes")
    assert said.code == 1
    assert (
        "Not recorded: audit-request to School; without an address. If it was sent all the "
        "same: lfe sent --letter audit-request --agency school" in said.all
    )
    assert {whose for _, whose, _ in sent_letters(invited)} == {"police", "health-visiting"}
    said = invited.lfe("sent", "--yes")
    assert (said.code, "Nothing was recorded" in said.all) == (2, True)


def test_a_letter_with_a_gap_is_named_and_asked_about_by_itself(
    invited: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited.done("sent", "--yes")
    monkeypatch.setenv("LFE_NOW", "2027-02-10T16:00")
    invited.done("attended", "police", "--role", "manager")
    invited.done("letter", "thank-you")
    said = invited.lfe("sent", "--yes")
    assert said.code == 2
    assert "Not recorded: thank-you to Police; a gap is left that is filled by hand" in said.all
    officer = at_a_terminal(invited, "yes")
    officer.done("sent")
    assert "thank-you, in outbox; a gap is left that is filled by hand:" in officer.shown[0]
    assert sent_letters(invited)[-1] == ("thank-you", "police", "2027-02-10")


def test_without_a_terminal_it_records_the_requests_alone_as_it_always_did(
    invited: Officer,
) -> None:
    said = invited.done("sent")
    assert {letter for letter, _, _ in sent_letters(invited)} == {"audit-request"}
    assert "still in outbox: invitation and line-managers. All: lfe sent --yes" in said.all


def test_a_dry_run_says_what_it_would_ask_about(invited: Officer) -> None:
    invited.done("sent")
    before = invited.files()
    said = invited.done("sent", "--dry-run")
    assert "  - Police: invitation\n" in said.out
    assert "This is what it would ask about." in said.out
    assert invited.files() == before


def test_what_was_shown_is_recorded_or_nothing(invited: Officer) -> None:
    def answer(shown: str) -> str | None:
        if "audit-request, in" in shown:  # somebody else takes one away meanwhile
            invited.path("outbox", "invitation-police.eml").unlink()
        return "yes"

    said = Conversing(invited.folder, answer).lfe("sent")
    assert said.code == 2
    assert "Something else was recorded meanwhile, so nothing was recorded now." in said.all
    assert sent_letters(invited) == []


def test_a_letter_that_is_out_of_date_is_named_and_not_asked_about(invited: Officer) -> None:
    replace_in(invited, "review.yaml", "The Guildhall", "The Library")
    said = at_a_terminal(invited, "yes", "yes").done("sent")
    every = "Not recorded: invitation to Police, School and Health Visiting; it is out of date"
    assert every in said.all
    assert "invitation, in outbox" not in said.out
    recorded = {letter for letter, _, _ in sent_letters(invited)}
    assert recorded == {"audit-request", "line-managers"}
    said = invited.lfe("sent", "--yes")
    assert (said.code, "Not recorded: invitation" in said.all) == (2, True)
