"""One value of a person's YAML is changed, and every other character stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfe_cli.review.splicing import CannotSplice, add_item, clear_value, remove_item, set_value
from lfe_cli.review.yamlfile import read_yaml

TEXT = """\
# a note
theme: "Neglect"   # why
event:
  at:    # TO DO: such as 2027-02-10 09:30
  venue: The Guildhall     # upstairs
  # nothing below
agencies:
  - police   # asked first
  - id: school-a   # the first
    name: School A
  # - gp
family: []   # TO DO: who
tail: x
"""


def data(text: str) -> Any:
    return read_yaml(text, "x.yaml").data


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    text = set_value(TEXT, ("event", "venue"), "The Library")
    assert text == TEXT.replace("The Guildhall", "The Library")


def test_what_was_to_do_is_filled_in_and_no_longer_to_do() -> None:
    text = set_value(TEXT, ("event", "at"), "2027-02-17 13:00")
    assert text == TEXT.replace("at:    # TO DO: such as 2027-02-10 09:30", "at: 2027-02-17 13:00")


def test_what_is_taken_out_is_to_do_again() -> None:
    filled = set_value(TEXT, ("event", "at"), "2027-02-17 13:00")
    again = clear_value(filled, ("event", "at"), "such as 2027-02-10 09:30")
    assert "  at:    # TO DO: such as 2027-02-10 09:30\n" in again
    assert data(again) == data(TEXT)


def test_a_key_that_is_not_there_is_added_below_the_others() -> None:
    text = set_value(TEXT, ("event", "minutes"), "120")
    assert "  venue: The Guildhall     # upstairs\n  minutes: 120\n  # nothing below" in text


def test_a_key_is_added_to_an_item_of_a_list() -> None:
    text = set_value(TEXT, ("agencies", 1, "contact"), "a@school.example")
    assert "    name: School A\n    contact: a@school.example\n  # - gp" in text


def test_an_item_that_is_only_an_id_gets_room_for_more() -> None:
    text = set_value(TEXT, ("agencies", 0, "contact"), "a@police.example")
    wanted = "  - id: police   # asked first\n    contact: a@police.example\n  - id: school-a"
    assert wanted in text


def test_an_item_is_added_after_the_last() -> None:
    text = add_item(TEXT, "agencies", {"id": "gp", "name": "Surgery B"})
    assert "    name: School A\n  - id: gp\n    name: Surgery B\n  # - gp" in text


def test_an_item_that_is_only_an_id_stands_bare() -> None:
    assert "    name: School A\n  - gp\n  # - gp" in add_item(TEXT, "agencies", {"id": "gp"})


def test_the_first_item_of_an_empty_list_takes_its_place() -> None:
    text = add_item(TEXT, "family", {"relation": "mother", "told": "yes"})
    assert "family:\n  - relation: mother\n    told: yes\ntail: x" in text


@pytest.mark.parametrize("item", [{"id": "gp"}, {"id": "gp", "name": "Surgery B"}])
def test_a_list_in_brackets_stays_in_brackets(item: dict[str, str]) -> None:
    text = add_item("agencies: [police, school]   # who\nx: 1\n", "agencies", item)
    assert text.endswith("]   # who\nx: 1\n")
    assert data(text)["agencies"] == ["police", "school", "gp" if len(item) == 1 else item]


def test_a_file_from_notepad_keeps_its_line_ends() -> None:
    text = TEXT.replace("\n", "\r\n")
    changed = set_value(text, ("event", "minutes"), "120")
    assert changed.replace("  minutes: 120\r\n", "") == text


@pytest.mark.parametrize(
    "text", ["event: {at: 1}\n", "event: x\n", "other: 1\n", "event: [a, b]\n", "event:\n"]
)
def test_what_cannot_be_spliced_is_refused_and_told(text: str) -> None:
    with pytest.raises(CannotSplice, match=r"event\.minutes could not be changed"):
        set_value(text, ("event", "minutes"), "2")


def test_a_list_is_not_replaced_by_a_text() -> None:
    with pytest.raises(CannotSplice):
        set_value("a: [x]\nb: 1\n", ("a",), "short")


def test_a_folded_text_is_replaced_whole() -> None:
    assert data(set_value("a: >-\n  long\n  text\nb: 1\n", ("a",), "short")) == {
        "a": "short",
        "b": "1",
    }


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_text_reads_back_as_it_was(value: str) -> None:
    changed = data(set_value(TEXT, ("event", "venue"), value))
    assert changed["event"]["venue"] == value
    assert {**changed, "event": data(TEXT)["event"]} == data(TEXT)


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_comment_that_stands_further_in_stays_with_the_item_before(gap: str) -> None:
    listed = f"agencies:\n  - police\n  - gp\n    # more about gp\n{gap}    # and more\n"
    rest = "  # - school\n# the event\nevent: x\n"
    added = add_item(listed + rest, "agencies", {"id": "camhs", "name": "CAMHS"})
    assert added == f"{listed}  - id: camhs\n    name: CAMHS\n{rest}"


def test_what_a_person_noted_beside_a_value_outlives_it_on_a_line_above() -> None:
    text = "event:\n  at: 2027-02-17 13:00   # agreed with the head\n  venue: x\n"
    again = clear_value(text, ("event", "at"), "such as 2027-02-10 09:30")
    assert again == (
        "event:\n  # agreed with the head\n  at:    # TO DO: such as 2027-02-10 09:30\n  venue: x\n"
    )
    assert "  # agreed with the head\n  at: 2027-03-03 09:30\n" in set_value(
        again, ("event", "at"), "2027-03-03 09:30"
    )
    assert again == clear_value(again, ("event", "at"), "such as 2027-02-10 09:30")


def test_a_note_behind_what_is_to_do_is_not_taken_for_a_part_of_it() -> None:
    text = "event:\n  at:    # TO DO: such as 2027-02-10 09:30   # not on a Friday\n  venue: x\n"
    filled = set_value(text, ("event", "at"), "2027-02-17 13:00")
    assert filled == "event:\n  at: 2027-02-17 13:00   # not on a Friday\n  venue: x\n"


STEPS = """\
title: A   # the heading
next_steps:
  # agreed in the room
  - recommendation: >-
      Agree a short
      conversation.
    working_group: practice   # theirs
    # more about the first
  # for the second
  - {recommendation: "Test: one way", working_group: quality}
  -   recommendation: Ask families
      working_group: learning

# below
tail: x
"""
_FIRST = STEPS[STEPS.index("  - recommendation") : STEPS.index("  # for the second")]
_SECOND = STEPS[STEPS.index("  - {rec") : STEPS.index("  -   rec")]
_THIRD = STEPS[STEPS.index("  -   rec") : STEPS.index("\n# below")]


@pytest.mark.parametrize(("place", "lines"), [(0, _FIRST), (1, _SECOND), (2, _THIRD)])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_item_is_taken_out_with_what_is_about_it_and_nothing_else(
    place: int, lines: str, line_end: str
) -> None:
    text = STEPS.replace("\n", line_end)
    without = remove_item(text, ("next_steps", place))
    assert without == STEPS.replace(lines, "").replace("\n", line_end)


@pytest.mark.parametrize("text", ["a: [x, y]\n", "a:\n  - x\n", "a: x\n", "b: 1\n"])
def test_an_item_in_brackets_or_the_only_one_is_left_to_a_person(text: str) -> None:
    with pytest.raises(CannotSplice):
        remove_item(text, ("a", 0))
