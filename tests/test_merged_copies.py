"""Two copies of a folder, put together: what contradicts is named, with what a person does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.actions import acting_review
from helpers.audits import fill
from helpers.copies import (
    AFTERWARDS,
    Act,
    apart,
    choose_ours,
    histories_together,
    merged,
    put_together,
)
from helpers.history import next_steps
from helpers.officer import Officer, where
from helpers.states import review_after

AT, THEN = "2027-01-12T10:00", "2027-01-12T15:00"
MEETS, DECIDED = "2027-03-22T10:00", "2027-03-22T15:00"


def asked(review: Officer) -> None:
    """The forms went out, and whoever is invited has the day in the calendar."""
    review.done("issue-audits")
    review.done("sent")
    review.done("told", "identity")
    review.done("agenda")
    review.done("sent", "--letter", "invitation")


@pytest.fixture
def review(anywhere: Officer) -> Officer:
    return review_after(asked, anywhere)


def does(*words: str) -> Act:
    return lambda review: review.done(*words)


def sends_audit(says: str) -> Act:
    def act(review: Officer) -> None:
        form = review.path("audits/issued/police.docx").read_bytes()
        review.path("audits/inbox/back.docx").write_bytes(fill(form, {"our_role": says}))
        review.done("ingest", review.path("audits/inbox/back.docx"))

    return act


def differences(review: Officer) -> list[str]:
    """What the check finds of two copies that a person has to settle."""
    found = review.lfe("check", "--json").json["findings"]
    of_history = [f for f in found if f["rule"] == "two-copies" and "history" in f["file"]]
    return [f"{f['text']} {f['suggestion']}" for f in of_history]


def sequence(review: Officer) -> int:
    found = re.search(r"SEQUENCE:(\d+)", review.path("event/invitation.ics").read_text())
    assert found
    return int(found[1])


MOVES = (
    does("move", "--to", "2027-02-17 09:30"),
    does("move", "--to", "2027-02-24 13:00"),
)


@pytest.mark.parametrize("other_way", [False, True])
def test_after_two_moves_the_next_invitation_is_above_both_and_is_asked_for(
    review: Officer, other_way: bool
) -> None:
    both, asks = merged(review, *MOVES, AT, other_way=other_way)
    choose_ours(both, *asks)
    assert sequence(both) == 1
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        day, invitation = differences(both)
        assert "moved to 17 February 2027, 09:30 (First officer, 12 January 2027)" in day
        assert "moved to 24 February 2027, 13:00 (Second officer, 12 January 2027)" in day
        assert "lfe agenda makes an invitation that all take" in invitation
        assert invitation.rstrip(".") in next_steps(both)
        kept = "2027-02-24 13:00" if other_way else "2027-02-17 09:30"
        assert both.lfe("move", "--to", kept).code == 1  # git is in the middle of a merge
        assert sequence(both) == 2
        assert differences(both) == []
        assert len(list(both.path("outbox").glob("moved-*.eml"))) == 3


def test_after_two_moves_what_the_screen_says_ends_with_nothing_left(review: Officer) -> None:
    """The papers that lie there fit the day already: nothing to write, and still to be said."""
    both, asks = merged(review, *MOVES, AT)
    choose_ours(both, *asks)
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        both.lfe("move", "--to", "2027-02-17 09:30")
        both.lfe("agenda")
        assert "the event has changed since its papers were made" not in next_steps(both)
        found = both.lfe("check", "--json").json["findings"]
        assert [f["file"] for f in found if f["rule"] == "two-copies"] == []


def test_two_moves_to_one_day_are_nothing_to_settle(review: Officer) -> None:
    both, _ = merged(review, MOVES[0], MOVES[0], AT)
    with where(LFE_NOW=THEN):
        assert differences(both) == []


def test_moved_and_cancelled_is_settled_by_whichever_holds(review: Officer) -> None:
    both, asks = merged(review, MOVES[0], does("cancel"), AT, other_way=True)
    choose_ours(both, *asks)
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        assert len(differences(both)) == 2
        assert both.lfe("cancel").code == 1
        assert differences(both) == []
    assert sequence(both) == 2
    assert "STATUS:CANCELLED" in both.path("event/invitation.ics").read_text()


@pytest.mark.parametrize(("says", "state"), [
    (("agency", "add", "police"), "sent ahead"), (("agency", "withdraw", "police"), "withdrawn"),
])  # fmt: skip
def test_withdrawn_in_one_and_filed_in_the_other_is_asked_about_until_it_is_said(
    review: Officer, says: tuple[str, ...], state: str
) -> None:
    both, _ = merged(review, does("agency", "withdraw", "police"), sends_audit("a"), AT)
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        assert "If it takes part: lfe agency add police" in differences(both)[0]
        assert "lfe agency withdraw police" in next_steps(both)
        both.done(*says)
        assert differences(both) == []
        found = both.done("status", "--json").json["agencies"]
    assert [one["state"] for one in found if one["id"] == "police"] == [state]


def test_two_audits_of_one_agency_are_both_had_once_the_other_is_filed_here(
    review: Officer,
) -> None:
    both, _ = merged(review, sends_audit("one"), sends_audit("other"), AT)
    here = both.path("audits/returned/police.docx").read_bytes()
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        assert "about the audit of police" in differences(both)[0]
        sends_audit("other")(both)
        assert differences(both) == []
    assert both.path("audits/returned/police.docx").read_bytes() == here
    assert len(list(both.path("audits/returned").glob("police*.docx"))) == 2


REPLIES = (does("reply", "police", "--attending", "1"), does("reply", "police", "--attending", "2"))
NOTHING = does("ingest", "--nil", "police", "--reason", "Not known to us")
SAID_APART: dict[str, tuple[Act, Act, str]] = {
    "two replies": (*REPLIES, "about police, attending: 1"),
    "nothing and an audit": (NOTHING, sends_audit("a"), "about police: has nothing to bring"),
}


@pytest.mark.parametrize("case", SAID_APART)
def test_what_was_said_of_an_agency_apart_is_named_with_who_said_it(
    review: Officer, case: str
) -> None:
    one, other, says = SAID_APART[case]
    both, _ = merged(review, one, other, AT)
    with where(LFE_NOW=THEN):
        assert says in " ".join(differences(both))
        assert "First officer" in " ".join(differences(both))


def test_one_officer_who_corrects_what_was_recorded_contradicts_nobody(review: Officer) -> None:
    for act in (*REPLIES, does("agency", "withdraw", "police"), does("agency", "add", "police")):
        act(review)
    assert differences(review) == []


def test_the_same_recorded_in_both_copies_is_nothing_to_settle(review: Officer) -> None:
    both, _ = merged(review, REPLIES[0], REPLIES[0], AT)
    with where(LFE_NOW=THEN):
        assert differences(both) == []


def test_histories_put_together_line_by_line_name_the_same(review: Officer) -> None:
    both, _ = merged(review, *REPLIES, AT)

    one, other = apart(Officer(_again(review)), *REPLIES, AT)
    histories_together(one, other)
    with where(LFE_NOW=THEN):
        assert differences(one) == differences(other) == differences(both)


def _again(review: Officer) -> Path:
    target = review.folder.parent.parent / "again" / "Reviews" / review.folder.name
    shutil.copytree(review.folder.parent, target.parent, symlinks=True)
    return target


# ---------------------------------------------------------------- the subgroup and the end


@pytest.fixture
def acting(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return acting_review(anywhere, monkeypatch)


def decides(*words: str) -> Act:
    return does("decide", *words, "--on", "2027-03-18", "--no-input")


HELD = ("R1", "--as", "held", "--reason", "More is to be known")
DECLINED = ("R1", "--as", "declined", "--reason", "It is done already")


@pytest.mark.parametrize("again", [HELD, DECLINED])
def test_two_decisions_are_asked_about_until_the_one_that_holds_is_recorded_again(
    acting: Officer, again: tuple[str, ...]
) -> None:
    both, _ = merged(acting, decides(*HELD), decides(*DECLINED), MEETS)
    with where(LFE_NOW=DECIDED, LFE_BY=AFTERWARDS):
        assert "about R1: held, More is to be known (First officer" in differences(both)[0]
        decides(*again)(both)
        assert differences(both) == []


def test_who_may_read_the_page_is_asked_again_where_two_copies_differ(acting: Officer) -> None:
    both, _ = merged(
        acting, decides("--circulation", "partners"), decides("--circulation", "public"), MEETS
    )
    with where(LFE_NOW=DECIDED, LFE_BY=AFTERWARDS):
        assert "who may read the page: partners" in next_steps(both)
        decides("--circulation", "public")(both)
        assert differences(both) == []


# ---------------------------------------------------------------- two reviews with one number


def starts(theme: str, agency: str) -> Callable[[Officer], None]:
    def act(review: Officer) -> None:
        top = review.folder.parent
        dates = ("--from", "2026-01-01", "--to", "2026-06-30")
        review.done("new", "--theme", theme, *dates, "--agency", agency, at=top)
        review.done("issue-audits", "-r", "LFE-2027-002")

    return act


def test_of_two_reviews_with_one_number_the_earlier_keeps_it_and_nothing_is_mixed(
    review: Officer,
) -> None:
    first, second = starts("Neglect", "gp"), starts("Moving", "housing")
    both, _ = merged(review, first, second, AT)
    two = Officer(both.folder.parent / "LFE-2027-002")
    choose_ours(two, "review.yaml")
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        found = two.done("status", "--json").json
        assert [(one["id"], one["state"]) for one in found["agencies"]] == [("gp", "form made")]
        assert "two reviews have the number LFE-2027-002" in next_steps(two)
        (said,) = differences(two)
        assert "that Second officer started on 12 January 2027 came later" in said


def test_the_second_of_two_reviews_with_one_number_goes_on_in_a_folder_of_its_own(
    review: Officer,
) -> None:

    first, second = starts("Neglect", "gp"), starts("Moving", "housing")
    one, other = apart(review, first, second, AT)
    put_together(one, other)
    two, three = (Officer(one.folder.parent / f"LFE-2027-00{n}") for n in (2, 3))
    shutil.copytree(other.folder.parent / "LFE-2027-002", three.folder)
    manifest = three.path("review.yaml")
    manifest.write_text(manifest.read_text().replace("LFE-2027-002", "LFE-2027-003"))
    choose_ours(two, "review.yaml")
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        assert "It lives in LFE-2027-003 by now" in differences(two)[0]
        assert "two reviews" not in next_steps(two)
        assert differences(three) == []
        found = three.done("status", "--json").json["agencies"]
    assert [(agency["id"], agency["state"]) for agency in found] == [("housing", "form made")]


# ---------------------------------------------------------------- the files themselves


def test_a_manifest_of_two_versions_is_told_with_its_line_and_what_to_do(review: Officer) -> None:
    both, asks = merged(review, *MOVES, AT)
    assert "review.yaml" in asks
    lines = both.path("review.yaml").read_text().splitlines()
    at = next(n for n, line in enumerate(lines, start=1) if line.startswith("<<<<<<<"))
    with where(LFE_NOW=THEN):
        said = both.lfe("status")
        found = both.lfe("check", "--json")
    assert said.code == 2
    assert f"review.yaml, line {at}" in said.all
    assert "Two versions of this file were put together here: choose one." in said.all
    assert found.code == 1
    of_manifest = [f for f in found.json["findings"] if f["file"].endswith("review.yaml")]
    assert [f["where"] for f in of_manifest] == [f"line {at}"]


@pytest.mark.parametrize("name", ["partnership.yaml", "learning.yaml", "identifiers.yaml"])
def test_whatever_an_officer_writes_says_so_when_it_holds_two_versions(
    review: Officer, name: str
) -> None:
    above = review.path("report").mkdir(exist_ok=True) or review.path("report")
    path = {"partnership.yaml": review.folder.parent, "learning.yaml": above}.get(
        name, review.folder
    ) / name
    path.write_text("<<<<<<< HEAD\nnames: [a]\n=======\nnames: [b]\n>>>>>>> theirs\n")
    said = review.lfe("check")
    assert said.code in (1, 2)
    assert "Two versions of this file were put together" in said.all


def test_marks_that_git_left_in_a_history_hide_no_line(review: Officer) -> None:
    before = review.done("status", "--json").json
    path = review.path("history.jsonl")
    lines = path.read_text().splitlines()
    marked = ["<<<<<<< HEAD", *lines[:4], "=======", *lines[2:], ">>>>>>> theirs"]
    path.write_text("".join(f"{line}\n" for line in marked))
    assert review.done("status", "--json").json == before
    review.done("reply", "police", "--knows", "yes")
    assert path.read_text().splitlines()[: len(marked)] == marked


def test_of_a_calendar_file_one_version_lies_there_whole(review: Officer) -> None:
    both, asks = merged(review, *MOVES, AT)
    assert "event/invitation.ics" in asks
    assert "<<<<" not in both.path("event/invitation.ics").read_text()
