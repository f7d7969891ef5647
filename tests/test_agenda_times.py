"""The agenda's arithmetic: what stands in agenda.yaml, fitted to the event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.review_in_memory import a_review, template
from lfe_cli.errors import LfeError
from lfe_cli.event.agenda import agenda_of, broken_rules, fit_agenda
from lfe_cli.event.agenda_plan import AgendaPlan, read_agenda
from lfe_cli.review.workspace import event_minutes

START = datetime(2027, 2, 10, 9, 30)
PLAN = read_agenda(template("agenda.yaml"))


def _lengths(minutes: int | None, family: bool, plan: AgendaPlan = PLAN) -> list[int]:
    return [slot.minutes for slot in fit_agenda(plan, START, minutes, family).slots]


def test_the_half_day_takes_three_hours_and_a_quarter_as_it_is_written() -> None:
    agenda = fit_agenda(PLAN, START, None, False)
    assert (agenda.starts, agenda.ends, agenda.minutes) == ("09:30", "12:45", 195)
    assert _lengths(None, False) == [15, 15, 15, 35, 30, 15, 30, 30, 10]


def test_a_family_part_makes_it_three_hours_and_three_quarters() -> None:
    agenda = fit_agenda(PLAN, START, None, True)
    assert (agenda.ends, agenda.minutes) == ("13:15", 225)
    assert _lengths(None, True) == [15, 15, 15, 30, 10, 35, 25, 10, 30, 30, 10]


def test_a_two_hour_event_has_an_agenda_of_its_own() -> None:
    assert _lengths(120, False) == [10, 10, 25, 20, 10, 20, 15, 10]


@pytest.mark.parametrize(
    ("family", "lengths"),
    [
        (False, [15, 20, 20, 50, 15, 50, 45, 10, 50, 15, 55, 15]),
        (True, [15, 15, 20, 30, 15, 50, 40, 45, 10, 40, 15, 50, 15]),
    ],
)
def test_a_whole_day_has_lunch_two_more_breaks_and_comes_back_gently(
    family: bool, lengths: list[int]
) -> None:
    agenda = fit_agenda(PLAN, START, 360, family)
    assert [slot.minutes for slot in agenda.slots] == lengths
    assert agenda.ends == "15:30"
    kinds = [slot.item.kind for slot in agenda.slots]
    assert kinds.count("break") + kinds.count("pause") == 3
    after_lunch = [slot.item.id for slot in agenda.slots].index("lunch") + 1
    assert agenda.slots[after_lunch].item.id == "coming_back"


@given(st.integers(53, 84).map(lambda n: n * 5), st.booleans())
def test_nobody_stays_longer_than_four_hours_twenty_without_a_lunch_of_three_quarters(
    minutes: int, family: bool
) -> None:
    agenda = fit_agenda(PLAN, START, minutes, family)
    assert sum(slot.minutes for slot in agenda.slots) == minutes
    assert max(s.minutes for s in agenda.slots if s.item.kind == "break") >= 45
    assert broken_rules(agenda) == ()


def test_an_event_too_short_for_the_family_is_pointed_to_a_time_of_their_own() -> None:
    with pytest.raises(LfeError, match="needs at least 2 hours 25 minutes") as refused:
        fit_agenda(PLAN, START, 120, True)
    assert "listen to the family at a time of their own" in refused.value.next_step


def test_a_shorter_agenda_of_a_partnership_that_has_no_day_says_what_it_fills() -> None:
    half_day = [plan.model_copy(update={"most": None}) for plan in PLAN.plans[:1]]
    with pytest.raises(LfeError, match="fills at most 4 hours 20 minutes"):
        fit_agenda(replace(PLAN, plans=tuple(half_day)), START, 265, False)


def test_every_item_says_when_it_begins_and_ends() -> None:
    items = fit_agenda(PLAN, START, 195, False).items
    assert [i["start"] for i in items[1:]] == [i["end"] for i in items[:-1]]
    break_ = next(i for i in items if i["kind"] == "break")
    assert (break_["start"], break_["end"], break_["title"]) == ("11:20", "11:35", "Break")
    assert items[2]["lead"] == "Somebody who knew them"
    assert items[2]["prompts"][0] == "Who is this child?"


def test_the_familys_paper_has_only_their_part_with_times_of_its_own() -> None:
    agenda = fit_agenda(PLAN, START, None, True)
    told = [(i["start"], i["end"], i["title"]) for i in agenda.family_items]
    assert told == [
        ("10:15", "10:20", "Welcome"),
        ("10:20", "10:40", "Your time"),
        ("10:40", "10:45", "Thank you"),
    ]
    assert agenda.family_times == {"start": "10:15", "end": "10:45"}
    assert all("audit" not in (i["title"] + i["note"]).lower() for i in agenda.family_items)


def test_without_a_family_part_there_is_nothing_for_the_family() -> None:
    agenda = fit_agenda(PLAN, START, None, False)
    assert agenda.family_items == []
    assert agenda.family_times is None


def test_a_shorter_family_part_takes_its_time_from_the_listening_not_from_the_welcome() -> None:
    agenda = fit_agenda(PLAN, START, 150, True)
    assert [i["minutes"] for i in agenda.family_items] == [5, 10, 5]


@given(st.integers(21, 52).map(lambda n: n * 5), st.booleans())
def test_any_length_is_filled_exactly_keeps_every_rule_and_every_least(
    minutes: int, family: bool
) -> None:
    if family:
        minutes += 40
    agenda = fit_agenda(PLAN, START, minutes, family)
    assert sum(slot.minutes for slot in agenda.slots) == minutes == agenda.minutes
    assert all(slot.minutes % 5 == 0 for slot in agenda.slots)
    assert all(s.item.least <= s.minutes <= s.item.most for s in agenda.slots)
    assert broken_rules(agenda) == ()


def test_what_is_never_made_shorter_is_what_practice_asks_for() -> None:
    shortest = {s.item.id: s.minutes for s in fit_agenda(PLAN, START, 145, True).slots}
    assert shortest["child"] == 10
    assert shortest["family"] == 20
    assert shortest["next_steps"] == 15
    assert shortest["check_out"] == 10
    assert shortest["break"] == shortest["pause"] == 10


@pytest.mark.parametrize(
    ("minutes", "family", "why"),
    [
        (100, False, "needs at least 1 hour 45 minutes"),
        (135, True, "needs at least 2 hours 25 minutes"),
        (425, False, "for events of up to 7 hours"),
        (425, True, "for events of up to 7 hours"),
        (197, False, "whole five minutes, and the event has 197"),
    ],
)
def test_a_length_that_cannot_be_is_refused_with_the_reason(
    minutes: int, family: bool, why: str
) -> None:
    with pytest.raises(LfeError, match=why) as refused:
        fit_agenda(PLAN, START, minutes, family)
    assert refused.value.next_step


def test_an_agenda_without_a_plan_for_the_family_is_refused() -> None:
    only_professionals = AgendaPlan(PLAN.file, PLAN.plans[:1], PLAN.items)
    with pytest.raises(LfeError, match="no plan with a family part"):
        fit_agenda(only_professionals, START, None, True)


def test_an_event_without_a_date_has_times_and_says_that_the_date_is_to_be_confirmed() -> None:
    agenda = agenda_of(PLAN, a_review({"at": None}, {"settings": {"event_start": "1.15pm"}}))
    assert (agenda.date, agenda.starts, agenda.ends) == ("Date to be confirmed", "13:15", "16:30")


def test_an_event_with_a_date_says_it_in_words() -> None:
    assert agenda_of(PLAN, a_review()).date == "Wednesday 10 February 2027"


def test_the_familys_part_comes_on_top_of_the_usual_length_unless_the_review_gives_one() -> None:
    assert event_minutes(a_review()) == 195
    assert event_minutes(a_review({"family_part": True})) == 225
    assert event_minutes(a_review({"family_part": True, "minutes": 180})) == 180
    assert event_minutes(a_review(partnership={"settings": {"event_minutes": 120}})) == 120


def test_a_family_part_without_parts_is_one_line_that_keeps_the_facilitators_prompts_back() -> None:
    text = template("agenda.yaml")
    before, _, rest = text.partition("    parts:\n")
    plan = read_agenda(before + rest[rest.index("  - id: pause") :])
    (item,) = fit_agenda(plan, START, None, True).family_items
    assert (item["start"], item["end"], item["prompts"]) == ("10:15", "10:45", [])
