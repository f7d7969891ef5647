"""One control, one question: a field that was copied or dragged into the place of another."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from lxml import etree

from helpers.audits import an_audit, control_of, fill, fill_table, issued, read, tick, write
from helpers.form_changes import element
from helpers.small_form import EMPTY, SMALL, blank_body
from helpers.word_files import edit
from helpers.word_xml import document, p, sdt
from lfe_cli.audits.questions import read_questions
from lfe_cli.audits.returns.reading import read_audit
from lfe_cli.word.xml import w

WORDS = "One shared plan for each child."
Change = Callable[[etree._Element], None]


def copy_of(root: etree._Element, tag: str, text: str = WORDS) -> etree._Element:
    control = copy.deepcopy(control_of(root, tag))
    if text:
        write(control, text)
    return control


def into(root: etree._Element, tag: str) -> etree._Element:
    """The inside of a control, with nothing in it and without its prompt."""
    control = control_of(root, tag)
    write(control, "")
    inside = control.find(w("sdtContent"))
    assert inside is not None
    for child in list(inside):
        inside.remove(child)
    return inside


def pasted_into_its_field(root: etree._Element) -> None:
    pasted = copy_of(root, "good_practice")
    into(root, "better_service").append(pasted)


def pasted_behind_words(root: etree._Element) -> None:
    pasted = copy_of(root, "good_practice")
    write(control_of(root, "better_service"), "Above.")
    control_of(root, "better_service").find(w("sdtContent")).append(pasted)


def pasted_below_its_field(root: etree._Element) -> None:
    pasted = copy_of(root, "good_practice")
    field = control_of(root, "better_service")
    field.addnext(pasted)


def pasted_in_place_of_its_field(root: etree._Element) -> None:
    field = control_of(root, "better_service")
    field.getparent().replace(field, copy_of(root, "good_practice"))


def pasted_without_its_tag(root: etree._Element) -> None:
    pasted = copy_of(root, "good_practice")
    pasted.find(w("sdtPr")).remove(pasted.find(f"{w('sdtPr')}/{w('tag')}"))
    field = control_of(root, "better_service")
    field.getparent().replace(field, pasted)


def pasted_in_a_field_of_nobody(root: etree._Element) -> None:
    pasted = copy_of(root, "good_practice")
    holder = element("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
    holder.find(w("sdtContent")).append(pasted)
    into(root, "better_service").append(holder)


PASTED: list[tuple[Change, str]] = [
    (pasted_into_its_field, WORDS),
    (pasted_behind_words, f"Above.\n{WORDS}"),
    (pasted_below_its_field, WORDS),
    (pasted_in_place_of_its_field, WORDS),
    (pasted_without_its_tag, WORDS),
    (pasted_in_a_field_of_nobody, WORDS),
]


@pytest.mark.parametrize(("change", "expected"), PASTED)
def test_a_field_copied_into_another_question_holds_that_questions_words(
    change: Change, expected: str
) -> None:
    blank = fill(issued(), {"good_practice": "Colleagues kept ringing."})

    reading = read(edit(blank, change))

    assert reading.answers["better_service"] == expected
    assert reading.answers["good_practice"] == "Colleagues kept ringing."
    assert set(reading.answered) == {"better_service", "good_practice"}
    assert reading.unread == ()
    assert [remark for remark in reading.remarks if "question 13" in remark] == list(
        reading.remarks
    )
    assert "In question 20 stands a field of question 13" in reading.remarks[0]
    assert WORDS not in reading.remarks[0]


def test_a_field_dragged_away_leaves_its_question_unanswered() -> None:
    def change(root: etree._Element) -> None:
        field = control_of(root, "good_practice")
        control_of(root, "better_service").addprevious(field)

    reading = read(edit(fill(issued(), {"good_practice": WORDS}), change))

    assert reading.answers["better_service"] == WORDS
    assert "good_practice" not in reading.answered
    assert "question 13" in reading.remarks[0]


def test_an_empty_field_copied_into_another_question_says_nothing() -> None:
    def change(root: etree._Element) -> None:
        into(root, "better_service").append(copy_of(root, "good_practice", ""))

    reading = read(edit(issued(), change))

    assert (reading.answered, reading.unread, reading.remarks) == ((), (), ())


def test_a_field_whose_label_was_deleted_keeps_its_question() -> None:
    def change(root: etree._Element) -> None:
        label = control_of(root, "good_practice").getprevious()
        label.getparent().remove(label)

    reading = read(edit(fill(issued(), an_audit()), change))

    assert reading.answers["good_practice"] == an_audit()["good_practice"]
    assert reading.remarks == ()


def test_a_field_copied_into_a_cell_is_that_cells() -> None:
    def change(root: etree._Element) -> None:
        fill_table(control_of(root, "key_events"), [["May 2026", "A move", "", ""]])
        cell = control_of(root, "key_events.what")
        inside = next(c for c in cell.iter(w("sdtContent")))
        paragraph = next(inside.iter(w("p")))
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(element(sdt("good_practice", f"<w:r><w:t>{WORDS}</w:t></w:r>")))

    reading = read(edit(issued(), change))

    assert reading.answers["key_events"] == [["May 2026", WORDS, "", ""]]
    assert reading.answers["good_practice"] == ""
    assert "In question 11 stands a field of question 13" in reading.remarks[0]


def test_a_tick_copied_into_a_text_ticks_nothing() -> None:
    def change(root: etree._Element) -> None:
        box = copy.deepcopy(control_of(root, "share_before"))
        tick(box, True)
        into(root, "better_service").append(element("<w:p/>"))
        control_of(root, "better_service").find(f"{w('sdtContent')}/{w('p')}").append(box)

    reading = read(edit(issued(), change))

    assert not reading.released
    assert reading.answers["share_before"] is False


TWO_TABLES = SMALL.replace(
    "      - {id: bring, kind",
    "      - {id: later, kind: table, prompt: Moments that came after it, rows: 1, columns: "
    "[{id: when, label: When, hint: A month}, {id: what, label: What happened}]}\n"
    "      - {id: bring, kind",
)


def test_a_row_copied_into_another_table_is_that_tables() -> None:
    def row(table: str, when: str, what: str, state: str = "") -> str:
        cells = f"<w:tc>{sdt(f'{table}.when', p(when), state)}</w:tc>"
        cells += f"<w:tc>{sdt(f'{table}.what', p(what), state)}</w:tc>"
        return sdt("", f"<w:tr>{cells}</w:tr>", "<w15:repeatingSectionItem/>")

    def second(rows: str) -> str:
        section = sdt("later", rows, "<w15:repeatingSection/>")
        return f"{p('7. Moments that came after it')}<w:tbl>{section}</w:tbl>"

    def body(rows: str) -> str:
        whole = blank_body().replace("8. The", "9. The")
        return whole.replace(
            p("7. What will you bring along"), second(rows) + p("8. What will you bring along")
        )

    form = read_questions(TWO_TABLES, "small.yaml")
    blank = document(body(row("later", "A month", "In a sentence", EMPTY)))
    filled = document(body(row("later", "June", "Home") + row("events", "July", "Away")))

    reading = read_audit(filled, form, blank)

    assert reading.answers["later"] == [["June", "Home"], ["July", "Away"]]
    assert reading.answers["events"] == []
    assert "In question 7 stands a field of question 6" in reading.remarks[0]


def test_a_field_that_stands_twice_with_other_words_is_to_be_compared() -> None:
    def change(root: etree._Element) -> None:
        control_of(root, "child_day").addnext(copy_of(root, "child_day", "And at weekends."))

    reading = read(edit(fill(issued(), {"child_day": "Up at seven."}), change))

    assert reading.answers["child_day"] == "Up at seven.\nAnd at weekends."
    assert reading.remarks == ("Question 6 has two fields with words: please compare.",)
