"""A form that the demonstration fills reads back like one that a person filled in Word."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from helpers.audits import issued, read
from helpers.word_files import edit
from lfe_cli.demo.filling import fill_form
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import NAMES, parse, w
from ooxml.validate import problems

FOUR = ["October 2025", "A note was read", "Tired", "Somebody had seen it"]


def body(content: bytes) -> etree._Element:
    return parse(open_package(content).parts["word/document.xml"])


def control(content: bytes, tag: str) -> etree._Element:
    found = body(content).xpath(f"//w:sdt[w:sdtPr/w:tag/@w:val='{tag}']", namespaces=NAMES)
    assert len(found) >= 1
    return found[0]


def test_each_kind_of_answer_reads_back_as_it_was_given() -> None:
    filled = fill_form(
        issued(),
        {
            "completed_by": "Team manager & lead",
            "completed_on": "2026-10-14",
            "involvement": "outside",
            "child_day": "Breakfast at school.\nThen the bus home.",
            "key_events": [FOUR],
            "system_factors": ["staffing", "records_it"],
            "share_before": True,
        },
    )
    answers = read(filled).answers
    assert read(filled).how == "controls"
    assert answers["completed_by"] == "Team manager & lead"
    assert answers["completed_on"] == "14 October 2026"
    assert answers["involvement"] == "Only outside it"
    assert answers["child_day"] == "Breakfast at school.\nThen the bus home."
    assert answers["key_events"] == [FOUR]
    assert [tag for tag, said in answers.items() if said is True] == [
        "system_factors.staffing",
        "system_factors.records_it",
        "share_before",
    ]
    assert read(filled).unread == ()


def test_word_would_find_the_date_the_choice_and_the_tick_in_their_controls() -> None:
    filled = fill_form(
        issued(), {"completed_on": "2026-10-14", "involvement": "in_period", "share_before": True}
    )
    day = control(filled, "completed_on").find(f"{w('sdtPr')}/{w('date')}")
    choice = control(filled, "involvement").find(f"{w('sdtPr')}/{w('dropDownList')}")
    tick = control(filled, "share_before")
    assert day.get(w("fullDate")) == "2026-10-14T00:00:00Z"
    assert choice.get(w("lastValue")) == "in_period"
    assert tick.xpath(".//w14:checked/@w14:val", namespaces=NAMES) == ["1"]
    assert "".join(tick.itertext()) == "☒"


def test_the_prompt_goes_and_the_look_of_the_answer_stays() -> None:
    before = control(issued(), "child_day")
    after = control(fill_form(issued(), {"child_day": "One.\nTwo."}), "child_day")
    style = before.xpath("string(.//w:pStyle/@w:val)", namespaces=NAMES)
    assert after.xpath(".//w:pStyle/@w:val", namespaces=NAMES) == [style, style]
    assert after.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None
    assert after.xpath(".//w:rStyle", namespaces=NAMES) == []


def test_rows_beyond_those_of_the_form_are_added_with_ids_of_their_own(tmp_path: Path) -> None:
    rows = [[f"Month {n}", "What", "Seemed", "Child"] for n in range(1, 8)]
    filled = fill_form(issued(), {"key_events": rows})
    ids = body(filled).xpath("//w:sdtPr/w:id/@w:val", namespaces=NAMES)
    assert read(filled).answers["key_events"] == rows
    assert len(ids) == len(set(ids))
    path = tmp_path / "filled.docx"
    path.write_bytes(filled)
    assert problems(path) == []


def test_an_added_row_does_not_repeat_what_the_row_above_says() -> None:
    rows = [FOUR, FOUR, FOUR, FOUR, {"what": "Only this"}]
    assert read(fill_form(issued(), {"key_events": rows})).answers["key_events"][-1] == [
        "",
        "Only this",
        "",
        "",
    ]


def test_a_row_can_be_given_by_its_columns() -> None:
    row = {"child": "Seen", "when": "May 2026"}
    assert read(fill_form(issued(), {"key_events": [row]})).answers["key_events"] == [
        ["May 2026", "", "", "Seen"]
    ]


def test_what_is_not_answered_keeps_its_prompt() -> None:
    filled = fill_form(issued(), {"completed_by": "Manager", "our_role": ""})
    assert read(filled).answered == ("completed_by",)


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"favourite_colour": "Blue"}, "favourite_colour"),
        ({"involvement": "perhaps"}, "perhaps"),
        ({"system_factors": ["weather"]}, "system_factors.weather"),
        ({"key_events": [{"who": "Somebody"}]}, "key_events.who"),
    ],
)
def test_what_the_form_does_not_ask_is_named(answers: dict[str, object], named: str) -> None:
    with pytest.raises(KeyError, match=named):
        fill_form(issued(), answers)


def test_the_same_answers_make_the_same_file() -> None:
    answers = {"completed_by": "Manager", "key_events": [FOUR] * 6}
    assert fill_form(issued(), answers) == fill_form(issued(), answers)


def test_a_form_can_be_filled_in_two_sittings() -> None:
    once = fill_form(issued(), {"completed_by": "Manager", "child_day": "A"})
    again = fill_form(once, {"child_day": "B\nC", "completed_on": "2026-10-14"})
    assert read(again).answered == ("completed_by", "completed_on", "child_day")
    assert read(again).answers["child_day"] == "B\nC"


def test_a_control_within_a_line_takes_line_breaks() -> None:
    def put_into_the_line(root: etree._Element) -> None:
        for prompt in root.xpath("//w:sdt[.//w:tag/@w:val='completed_on']", namespaces=NAMES):
            for day in prompt.iter(w("date")):
                day.getparent().remove(day)

    filled = fill_form(edit(issued(), put_into_the_line), {"completed_on": "Spring\nSummer"})
    assert len(control(filled, "completed_on").findall(f".//{w('br')}")) == 1
