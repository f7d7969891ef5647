"""The rules that every agenda keeps, and what is said of one that breaks them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from helpers.review_in_memory import template
from lfe_cli.errors import FileProblems
from lfe_cli.event.agenda import Agenda, broken_rules, fit_agenda
from lfe_cli.event.agenda_plan import read_agenda, read_facilitation

TEXT = template("agenda.yaml")
START = datetime(2027, 2, 10, 9, 30)


def _agenda(text: str = TEXT, family: bool = False, minutes: int | None = None) -> Agenda:
    return fit_agenda(read_agenda(text), START, minutes, family)


def _moved(item: str, before: str, text: str = TEXT) -> str:
    """The agenda with one item moved before another, as an officer would by cut and paste."""
    found = re.search(rf"  - id: {item}\n(?:    .*\n)+\n?", text)
    assert found
    without = text.replace(found.group(), "")
    return without.replace(
        f"  - id: {before}\n    kind", f"{found.group()}  - id: {before}\n    kind"
    )


def _without(item: str, text: str = TEXT) -> str:
    return re.sub(rf"  - id: {item}\n    kind(?:.*\n)(?:    .*\n)+\n?", "", text)


@pytest.mark.parametrize(
    ("family", "minutes"),
    [(False, None), (True, None), (False, 120), (False, 360), (True, 360)],
)
def test_the_shipped_agenda_breaks_no_rule(family: bool, minutes: int | None) -> None:
    assert broken_rules(_agenda(family=family, minutes=minutes)) == ()


@pytest.mark.parametrize(
    ("text", "family", "sentence"),
    [
        (_moved("child", "welcome"), False, r"items \(child\): comes first"),
        (_moved("check_out", "next_steps"), False, r"items \(next_steps\): comes last"),
        (_without("check_out"), False, r"items \(next_steps\): comes last"),
        (_moved("got_in_the_way", "worked_well"), False, r"\(got_in_the_way\): comes before what"),
        (_without("worked_well"), False, r"have no time for what worked well"),
        (_without("break"), False, r"items \(got_in_the_way\): ends more than two hours"),
        (_without("pause"), True, r"items \(timeline\): follows items \(family\) at once"),
        (_moved("family", "got_in_the_way"), True, r"\(got_in_the_way\): follows items \(family\)"),
        (_moved("family", "break"), True, r"items \(family\): follows items \(worked_well\)"),
    ],
)
def test_a_changed_agenda_is_told_which_rule_it_breaks(
    text: str, family: bool, sentence: str
) -> None:
    told = [str(problem) for problem in broken_rules(_agenda(text, family))]
    assert any(re.search(sentence, line) for line in told), told


def test_a_broken_rule_names_the_file_and_the_line_and_says_what_to_do() -> None:
    text = _moved("got_in_the_way", "worked_well")
    problem = broken_rules(_agenda(text))[0]
    assert problem.line
    assert "id: got_in_the_way" in text.splitlines()[problem.line - 1]
    assert problem.file == "agenda.yaml"
    assert problem.instead == "Move it below items (worked_well)."


def test_the_family_may_not_be_in_the_room_for_an_audit() -> None:
    text = TEXT.replace("for: all\n", "for: all\n    discusses_audits: yes\n")
    told = [problem.what for problem in broken_rules(_agenda(text, family=True))]
    assert told == ["has the family in the room while audits are discussed."]


def test_a_break_shorter_than_ten_minutes_is_no_break() -> None:
    text = TEXT.replace(
        "minutes: {half_day: 15, with_family: 10, two_hours: 10}\n    least: 10\n    most: 20",
        "minutes: {half_day: 5, with_family: 10, two_hours: 10}\n    least: 5\n    most: 20",
    )
    assert text != TEXT
    assert "two hours" in broken_rules(_agenda(text))[0].what


def test_minutes_that_do_not_add_up_are_told() -> None:
    agenda = _agenda()
    longer = replace(agenda, minutes=200)
    assert broken_rules(longer)[0].what == (
        "take 3 hours 15 minutes, and the event has 3 hours 20 minutes."
    )
    overlap = replace(agenda.slots[3], after=agenda.slots[3].after - 5)
    slots = (*agenda.slots[:3], overlap, *agenda.slots[4:])
    told = [problem.what for problem in broken_rules(replace(agenda, slots=slots))]
    assert told == [
        "overlaps with what comes before it.",
        "leaves a gap after what comes before it.",
    ]


def test_every_slip_in_the_file_is_told_at_once_with_its_line() -> None:
    text = (
        TEXT.replace("two_hours: 25,", "two_ours: 25,")
        .replace("least: 20\n    most: 45", "least: 40\n    most: 45")
        .replace("half_day: 35", "half_day: 37")
        .replace("- id: pause", "- id: child")
    )
    with pytest.raises(FileProblems) as refused:
        read_agenda(text)
    told = {(problem.name, problem.what) for problem in refused.value.problems}
    assert ("items (timeline).minutes.two_ours", "is not one of the plans.") in told
    assert ("items (timeline).minutes.half_day", "is not in whole five minutes: 37.") in told
    assert ("items (family).minutes.with_family", "is below the item's least, 40.") in told
    assert ("items (child)", "stands twice.") in told
    lines = text.splitlines()
    for problem in refused.value.problems:
        assert problem.line
        assert problem.name.split("(")[1].split(")")[0] in lines[problem.line - 1] or (
            "minutes" in lines[problem.line - 1]
        )


def test_a_plan_and_its_items_agree_on_whether_the_family_comes() -> None:
    with pytest.raises(FileProblems, match="one thing") as refused:
        read_agenda(TEXT.replace("    family_part: yes\n", "", 1))
    assert refused.value.problems[0].what == "has an item with the family in the room."


def test_an_unknown_kind_is_told_with_those_that_there_are() -> None:
    with pytest.raises(FileProblems) as refused:
        read_agenda(TEXT.replace("kind: pause", "kind: paws"))
    (problem,) = refused.value.problems
    assert problem.name == "items (pause).kind"
    assert "'pause'" in problem.instead


def test_the_facilitators_list_of_factors_is_blank_and_blames_nobody() -> None:
    facilitation = read_facilitation(template("facilitation.yaml"))
    assert len(facilitation.factors) == 11
    assert not any(re.search(r"\d", factor) for factor in facilitation.factors)
    assert len(facilitation.ground_rules) >= 6
    assert "audit goes home with me" in facilitation.confidentiality
