"""Actions of two copies of a folder that were put together: no text is lost, none is mixed."""

from __future__ import annotations

import pytest

from helpers.actions import acting_review
from helpers.copies import AFTERWARDS, apart, histories_together, merged, put_together
from helpers.officer import Officer, where
from helpers.workbooks import changed, in_row, returned
from lfe_cli.review.history.action_names import name_of, order_of
from lfe_cli.review.workspace import load_review, load_workspace

AT, THEN = "2027-03-22T10:00", "2027-03-23T10:00"
HERE = {"action": "Try the conversation with three teams", "owner": "Team Manager, Early Help"}
THERE = {"action": "Ask ten families how the move went", "owner": "Quality lead, Health"}


@pytest.fixture
def acting(anywhere: Officer, monkeypatch: pytest.MonkeyPatch) -> Officer:
    review = acting_review(anywhere, monkeypatch)
    review.done("actions")
    return review


def actions_of(review: Officer) -> dict[str, dict[str, str]]:
    found = load_review(load_workspace(review.folder), review.folder.name).state.workbooks.actions
    return {action.id: dict(action.fields) for action in found}


@pytest.mark.parametrize(("row", "first", "second"), [
    ("new", "R1.2", "R1.2b"), ("R1.1", "R1.1", "R1.1b"),
])  # fmt: skip
def test_two_actions_that_got_one_id_apart_both_live_and_are_told_apart_everywhere(
    acting: Officer, row: str, first: str, second: str
) -> None:
    one, other = apart(
        acting, lambda r: returned(r, row, **HERE), lambda r: returned(r, row, **THERE), AT
    )
    put_together(one, other)
    put_together(other, one)
    for copy in (one, other):
        assert {first: HERE, second: THERE}.items() <= actions_of(copy).items()


def test_histories_that_are_put_together_line_by_line_come_to_the_same(acting: Officer) -> None:
    one, other = apart(
        acting, lambda r: returned(r, "new", **HERE), lambda r: returned(r, "new", **THERE), AT
    )
    histories_together(one, other)
    assert actions_of(one) == actions_of(other)
    assert {"R1.2": HERE, "R1.2b": THERE}.items() <= actions_of(one).items()


def test_one_workbook_that_both_read_gives_its_new_action_once(acting: Officer) -> None:
    both, _ = merged(
        acting, lambda r: returned(r, "new", **HERE), lambda r: returned(r, "new", **HERE), AT
    )
    assert actions_of(both) == {"R1.2": HERE}


def test_what_each_copy_noted_later_stays_with_its_own_action(acting: Officer) -> None:
    def begin_and_go_on(review: Officer, begun: dict[str, str], progress: str) -> None:
        returned(review, "new", **begun)
        review.done("actions")
        returned(review, "R1.2", progress=progress)

    both, _ = merged(
        acting,
        lambda r: begin_and_go_on(r, HERE, "under way"),
        lambda r: begin_and_go_on(r, THERE, "completed"),
        AT,
    )
    assert actions_of(both) == {
        "R1.2": {**HERE, "progress": "under way"},
        "R1.2b": {**THERE, "progress": "completed"},
    }


def test_a_workbook_of_the_other_copy_that_comes_back_afterwards_changes_its_own_action(
    acting: Officer,
) -> None:
    def begin(review: Officer) -> None:
        returned(review, "new", **THERE)
        review.done("actions")

    one, other = apart(acting, lambda r: returned(r, "new", **HERE), begin, AT)
    sent = other.path("actions.xlsx")
    back = changed(sent, sent.parent.parent / "b.xlsx", in_row(sent, "R1.2", progress="completed"))
    put_together(one, other)
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        said = one.lfe("actions", back, "--yes")
    assert said.code in (0, 1), said
    assert actions_of(one) == {"R1.2": HERE, "R1.2b": {**THERE, "progress": "completed"}}


def test_the_next_workbook_has_both_rows_and_each_comes_back_to_its_own(acting: Officer) -> None:
    both, _ = merged(
        acting, lambda r: returned(r, "new", **HERE), lambda r: returned(r, "new", **THERE), AT
    )
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        both.done("actions")
        returned(both, "R1.2b", progress="under way")
        returned(both, "R1.2", progress="completed")
        both.done("actions")
    assert actions_of(both) == {
        "R1.2": {**HERE, "progress": "completed"},
        "R1.2b": {**THERE, "progress": "under way"},
    }


def test_a_copy_from_before_takes_nothing_back_that_the_other_recorded_earlier(
    acting: Officer,
) -> None:
    """The base of a workbook is what whoever made it could see, and not what is older by date."""

    def begin(review: Officer) -> None:
        returned(review, "R1.1", **HERE)
        review.done("actions")

    one, other = apart(acting, lambda r: returned(r, "R2.1", **THERE), begin, AT)
    back = changed(other.path("actions.xlsx"), other.path("back.xlsx"))
    put_together(other, one)
    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        said = other.lfe("actions", back, "--yes")
    assert "There was nothing new to record" in said.all
    assert actions_of(other) == {"R1.1": HERE, "R2.1": THERE}


def test_letters_go_on_after_z() -> None:
    names = [name_of("R1.2", place) for place in range(60)]
    assert names[:3] == ["R1.2", "R1.2b", "R1.2c"]
    assert len(set(names)) == len(names)
    assert sorted(["R1.10", "R1.2b", "R1.2"], key=order_of) == ["R1.2", "R1.2b", "R1.10"]


@pytest.mark.parametrize("holds", ["under way", "completed"])
def test_a_cell_that_both_changed_is_settled_by_the_next_workbook_that_comes_back(
    acting: Officer, holds: str
) -> None:
    both, _ = merged(
        acting,
        lambda r: returned(r, "R1.1", **HERE, progress="under way"),
        lambda r: returned(r, "R1.1", **HERE, progress="completed"),
        AT,
    )

    def differs() -> bool:
        found = both.lfe("check", "--json").json["findings"]
        return any("R1.1, progress" in one["text"] for one in found)

    with where(LFE_NOW=THEN, LFE_BY=AFTERWARDS):
        assert differs()
        both.done("actions", "--replace")
        assert differs()
        returned(both, "R1.1", progress=holds)
        assert not differs()
    assert actions_of(both) == {"R1.1": {**HERE, "progress": holds}}
