"""A whole review of five agencies, by an officer who knows `lfe new` and `lfe next` alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.next_player import Player, an_editor, review_of, with_addresses
from helpers.officer import Officer, where
from helpers.workbooks import STRONG, cells, changed, each

SENT, TOLD, REPLIED = "Have you sent", "Do they know", "replied|knew the child|bring|support|access"
CAME, COLLECTED = "taken place|brought", "Have you collected"
READ, AGREED, HEARD = "Have they read it", "Has the facilitator agreed", "Have they heard|told us"
DECIDED, RECEIVED, BACK = "Has it decided", "have it|reached", "reported back|told you"


def sent_back(review: Officer, back: Path) -> Path:
    """The workbook of actions as the groups filled it in: all is done, and it is shown by what."""
    done = {"progress": "completed", "evidence": "Minutes of 15 June; notes of ten visits"}
    filled = (cells(row, **STRONG, **done) for row in (2, 3, 4, 5))
    return changed(review.path("actions.xlsx"), back, each(*filled))


@pytest.mark.long
def test_a_whole_review_is_brought_to_its_end_by_new_and_next_and_two_typed_commands(
    officer: Officer, tmp_path: Path
) -> None:
    with_addresses(officer)
    player = Player(officer.folder)
    with where(LFE_OFFICE="none", EDITOR=str(an_editor(tmp_path)), VISUAL=""):
        player.types("2027-01-11T09:30", "new")
        player.at("2027-01-11T10:00")
        player.at("2027-01-12T10:00", SENT, TOLD)
        player.at("2027-01-18T10:00", REPLIED)
        player.at("2027-02-08T10:00", REPLIED, HEARD)
        player.at("2027-02-10T16:00", CAME, COLLECTED)
        player.at("2027-02-11T10:00", SENT)
        player.at("2027-02-12T10:00", SENT)
        player.at("2027-02-22T10:00", READ)
        player.at("2027-02-23T10:00", READ, AGREED)
        player.at("2027-02-24T10:00", HEARD)
        player.at("2027-03-19T10:00", DECIDED)
        player.types("2027-03-19T11:00", "report", "--stage", "issued")
        player.at("2027-03-22T10:00", SENT)
        player.at("2027-03-29T10:00", RECEIVED)
        player.workbook = sent_back(review_of(officer.folder), tmp_path / "back.xlsx")
        player.at("2027-06-21T10:00", BACK, "workbook come back")
        last = player.at("2027-09-21T10:00", BACK)
        assert "You type it yourself: lfe close" in last.out
        player.types("2027-09-21T11:00", "close")
        status = review_of(officer.folder).done("status", "--json").json
    assert status["stage"] == "closed"
    assert {*player.typed} == {"new", "next", "report --stage issued", "close"}
    assert {one["reported_back"] for one in status["recommendations"]} == {"2027-06-21"}
    assert {agency["came"] for agency in status["agencies"]} == {2}
    assert len(player.typed) <= 20
    things = [one for one in player.screens if "b: back" in one]
    assert len(things) <= 80
    assert len(player.screens) <= 200, "each question is a screen"
    for thing in things:
        shown = thing.rpartition("LFE-2027-001  ")[2].splitlines()
        assert len(shown) <= 24, thing
        assert max(map(len, shown)) <= 80, thing
