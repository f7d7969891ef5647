"""Answers that have lost their controls, and text that stands beside them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from helpers.audits import (
    an_audit,
    control_of,
    fill,
    issued,
    runs,
    the_form,
    unwrap,
    without_controls,
    without_tags,
)
from helpers.audits import read as read_real
from helpers.hostile_files import zipped
from helpers.libreoffice import needs_office, saved
from helpers.small_form import blank_body, box, small_form
from helpers.word_files import edit
from helpers.word_xml import document, p, r, sdt
from lfe_cli.audits.returns.reading import Reading, read_audit
from lfe_cli.word.package import open_package
from lfe_cli.word.xml import val, w
from ooxml.validate import problems

BLANK = document(blank_body())
Expected = dict[str, str | bool | list[list[str]]]


def everything(answers: Expected) -> Expected:
    """`answers` with what a question is read as that has none."""
    empty: dict[str, str | bool | list[list[str]]] = {"tick": False, "table": [], "text": ""}
    return {
        tag: answers.get(tag, empty.get(question.kind, ""))
        for question in the_form().questions()
        for tag in question.tags()
    }


def read(body: str) -> Reading:
    return read_audit(document(body), small_form(), BLANK)


# -- the real form


def test_a_form_filled_in_word_gives_every_answer(tmp_path: Path) -> None:
    filled = fill(issued(), an_audit())
    (tmp_path / "filled.docx").write_bytes(filled)

    reading = read_real(filled)

    assert problems(tmp_path / "filled.docx") == []
    assert dict(reading.answers) == everything(an_audit())
    assert reading.how == "controls"
    assert reading.recovered == ()
    assert reading.missing == ()
    assert reading.unread == ()
    assert reading.remarks == ()
    assert len(reading.answered) == 22


@pytest.mark.parametrize("change", [without_controls, without_tags])
def test_a_form_that_lost_its_controls_gives_the_same_answers(change: object) -> None:
    reading = read_real(change(fill(issued(), an_audit())))  # type: ignore[operator]

    assert dict(reading.answers) == everything(an_audit())
    assert reading.how == "recovered"
    assert reading.recovered == reading.answered
    assert reading.unread == ()
    assert reading.released


def test_a_blank_form_that_lost_its_controls_has_no_answer() -> None:
    reading = read_real(without_controls(issued()))

    assert dict(reading.answers) == everything({})
    assert reading.answered == reading.recovered == reading.unread == ()


@needs_office
def test_a_form_saved_in_libreoffice_gives_the_same_answers() -> None:
    files = saved({"filled": fill(issued(), an_audit())}, "docx")

    reading = read_real(files["filled"])

    assert dict(reading.answers) == everything(an_audit())
    assert reading.unread == ()
    assert reading.released


def test_without_the_form_as_issued_the_controls_are_read_and_nothing_is_guessed() -> None:
    reading = read_audit(fill(issued(), an_audit()), the_form(), None)

    assert dict(reading.answers) == everything({**an_audit(), "share_before": False})
    assert reading.release_unclear  # what stands beside the box cannot be told from the form's own
    assert reading.unread == ()
    assert any("not at hand" in remark for remark in reading.remarks)


def test_one_control_that_is_gone_is_recovered_and_named() -> None:
    filled = fill(issued(), an_audit())

    reading = read_real(edit(filled, lambda root: unwrap(control_of(root, "child_day"))))

    assert dict(reading.answers) == everything(an_audit())
    assert reading.recovered == ("child_day",)
    assert reading.how == "recovered"


def test_an_answer_whose_control_and_label_are_gone_is_said_to_be_gone() -> None:
    def change(root: etree._Element) -> None:
        control = control_of(root, "child_day")
        guidance, label = control.getprevious(), control.getprevious().getprevious()
        for element in (control, guidance, label):
            element.getparent().remove(element)

    reading = read_real(edit(fill(issued(), an_audit()), change))

    assert "child_day" not in reading.answers
    assert reading.missing == ("child_day",)
    assert "Question 6 is no longer in the document." in reading.remarks
    assert reading.unread == ()


def test_text_written_below_a_control_is_part_of_that_answer() -> None:
    def change(root: etree._Element) -> None:
        paragraph = etree.Element(w("p"))
        paragraph.extend(runs("And one thing more."))
        control_of(root, "child_day").addnext(paragraph)

    reading = read_real(edit(fill(issued(), {"child_day": "Up at seven."}), change))

    assert reading.answers["child_day"] == "Up at seven.\nAnd one thing more."
    assert reading.recovered == ("child_day",)
    assert reading.unread == ()


def test_text_written_into_head_foot_and_end_of_the_form_is_shown_as_unread() -> None:
    def at_the_end(root: etree._Element) -> None:
        paragraph = etree.Element(w("p"))
        paragraph.extend(runs("Please ring me."))
        root.find(w("body")).insert(len(root.find(w("body"))) - 1, paragraph)

    def in_the_foot(root: etree._Element) -> None:
        root.find(w("p")).extend(runs("Draft two"))

    changed = edit(edit(issued(), at_the_end), in_the_foot, "word/footer1.xml")

    unread = read_real(changed).unread

    assert unread[0] == "Please ring me."
    assert "Draft two" in unread[1]
    assert len(unread) == 2


def test_an_answer_that_quotes_another_question_stays_where_it_is() -> None:
    labels = [q.prompt for q in the_form().questions()]
    quoting = f"As we say under:\n7. {labels[6]}\n{labels[20]}\nNothing more."
    answers = {**an_audit(), "our_role": quoting, "better_system": "6. More time"}

    for change in (bytes, without_controls):
        assert dict(read_real(change(fill(issued(), answers))).answers) == everything(answers)


def test_a_choice_left_standing_in_the_printed_list_is_the_choice() -> None:
    def change(root: etree._Element) -> None:
        control = control_of(root, "involvement")
        line = control.getparent().getprevious()
        for paragraph in (line, line.getprevious().getprevious()):
            paragraph.getparent().remove(paragraph)

    reading = read_real(edit(issued(), change))

    assert reading.answers["involvement"] == "Only outside it"
    assert reading.recovered == ("involvement",)


@pytest.mark.parametrize("text", ["☒ Only outside it", "x Only outside it", "Only outside it X"])
def test_a_choice_marked_in_the_printed_list_is_the_choice(text: str) -> None:
    def change(root: etree._Element) -> None:
        option = control_of(root, "involvement").getparent().getprevious().getprevious()
        next(option.iter(w("t"))).text = text

    reading = read_real(edit(issued(), change))

    assert reading.answers["involvement"] == "Only outside it"


def test_a_choice_that_is_none_of_the_options_is_kept_as_it_was_written() -> None:
    def change(root: etree._Element) -> None:
        control = control_of(root, "involvement")
        properties = control.find(w("sdtPr"))
        properties.remove(properties.find(w("showingPlcHdr")))
        next(control.iter(w("t"))).text = "Only for a week"

    typed = without_controls(edit(issued(), change))
    assert read_real(typed).answers["involvement"] == "Only for a week"


# -- a form that a partnership has laid out in its own way


def laid_out(role: str, story: str, tick: str) -> bytes:
    """Labels beside their controls: in one paragraph, in a table for layout, under another name."""
    cells = f"<w:tc>{p('Then: What was a day like then')}</w:tc><w:tc>{story}</w:tc>"
    body = (
        p(inside=r("What is your role here: ") + role + r(" (no names)"))
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + p(inside=r("8 The facilitator may read this before ") + tick)
        + p("Thank you")
    )
    return document(body)


def test_a_form_of_another_layout_is_read_with_and_without_controls() -> None:
    empty = "<w:showingPlcHdr/>"
    blank = laid_out(
        sdt("role", r("Your role"), empty), sdt("story", p("Your words"), empty), box("share")
    )
    filled = laid_out(sdt("role", r("Sergeant")), sdt("story", p("Quiet")), box("share", "1", "☒"))

    for content in (filled, without_controls(filled)):
        reading = read_audit(content, small_form(), blank)
        assert reading.answers["role"] == "Sergeant"
        assert reading.answers["story"] == "Quiet"
        assert reading.answers["share"] is True
        assert reading.unread == ()
    assert read_audit(without_controls(blank), small_form(), blank).answered == ()


# -- a small form, in every disorder


def test_an_answer_beside_its_label_is_found() -> None:
    reading = read(
        p("1. What is your role here? Sergeant".replace("?", ""))
        + p("4. What was a day like then: quiet".replace(":", ""))
        + p("and short")
    )

    assert reading.answers["role"] == "Sergeant"
    assert reading.answers["story"] == "quiet\nand short"


def test_an_answer_beside_a_prompt_that_was_left_there_is_found() -> None:
    label = p("4. What was a day like then")

    assert read(label + p("Your words Quiet")).answers["story"] == "Quiet"
    assert read(label + p("Your words: quiet")).answers["story"] == ": quiet"
    assert read(label + p("Your wordsQuiet")).answers["story"] == "Quiet"
    assert read(label + p("Quiet. Your words")).answers["story"] == "Quiet."


@pytest.mark.parametrize(
    "text", ["Your words are kind", "We listened to your words", "Your words,"]
)
def test_an_answer_that_begins_or_ends_like_a_prompt_is_left_whole(text: str) -> None:
    label = p("4. What was a day like then")

    assert read(label + p(text)).answers["story"] == text
    assert read(label + sdt("story", p(text))).answers["story"] == text


def test_a_prompt_that_was_left_beside_the_text_in_a_control_is_no_part_of_it() -> None:
    above = read(sdt("story", p("Your words") + p("Quiet")))
    behind = read(sdt("story", p("Your words Quiet"), "<w:showingPlcHdr/>"))

    assert above.answers["story"] == behind.answers["story"] == "Quiet"
    assert not any("prompt" in remark for remark in behind.remarks)


def test_a_label_that_somebody_changed_a_little_is_known_by_its_number() -> None:
    reading = read(p("4. What was a day like then, do you think?") + p("Quiet"))

    assert "Quiet" in str(reading.answers["story"])


def test_a_label_without_its_number_is_known_by_its_words() -> None:
    reading = read(p("What was a day like then") + p("Quiet"))

    assert reading.answers["story"] == "Quiet"


def test_an_answer_does_not_run_into_the_next_section() -> None:
    reading = read(
        p("3. Did your service know the child") + p("We did") + p("Second part") + p("?")
    )

    assert reading.answers["known"] == "We did"
    assert reading.unread == ("?",)


def test_words_beside_a_tick_are_shown_as_unread() -> None:
    label = p("5. What was going on around it")
    reading = read(label + p(inside=box("factors.demand", "1", "☒") + r(" Demand, in winter")))

    assert reading.answers["factors.demand"] is True
    assert reading.unread == ("Demand, in winter",)


@pytest.mark.parametrize(
    ("lines", "demand", "staff"),
    [
        (["☒ Demand", "☐ Staff and turnover"], True, False),
        (["☒ Demand ☑ Staff and turnover"], True, True),
        (["Demand ☒", "Staff and turnover ☐"], True, False),
        (["[x] Demand", "[ ] Staff and turnover"], True, False),
        (["(X) Demand", "x Staff and turnover"], True, True),
        (["☐ Demand", "\u2713 Staff and turnover"], False, True),
    ],
)
def test_ticks_without_controls_are_read_by_their_boxes(
    lines: list[str], demand: bool, staff: bool
) -> None:
    reading = read(p("5. What was going on around it") + "".join(p(line) for line in lines))

    assert reading.answers["factors.demand"] is demand
    assert reading.answers["factors.staff"] is staff
    assert "factors" in reading.recovered


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def test_a_table_without_controls_is_read_without_its_head_and_prompts() -> None:
    body = p("6. Moments that mattered to you") + table(
        ("When", "What happened"), ("May", "A visit"), ("A month", "In a sentence"), ("June", "")
    )

    reading = read(body)

    assert reading.answers["events"] == [["May", "A visit"], ["June", ""]]
    assert reading.recovered == ("events",)


def test_a_row_added_below_the_controls_and_words_below_the_table_are_kept() -> None:
    def item(when: str) -> str:
        return sdt(
            "", f"<w:tr><w:tc>{sdt('events.when', p(when))}</w:tc><w:tc>{p('A')}</w:tc></w:tr>"
        )

    rows = sdt("events", item("May")) + table(("June", "B"))[7:-8]
    reading = read(p("6. Moments that mattered to you") + f"<w:tbl>{rows}</w:tbl>" + p("And more"))

    assert reading.answers["events"] == [["May", "A"], ["June", "B"], ["And more", ""]]
    assert reading.recovered == ("events",)


def test_a_tables_text_pasted_into_a_text_is_read_line_by_line() -> None:
    reading = read(p("4. What was a day like then") + table(("At seven", "Breakfast")) + p("Bed"))

    assert reading.answers["story"] == "At seven\nBreakfast\nBed"


def test_a_letter_instead_of_the_form_is_not_read_and_its_text_is_shown() -> None:
    reading = read(p("Dear partnership") + p("We know nothing of this."))

    assert reading.how == "not-read"
    assert "none of the form's questions" in reading.reason
    assert reading.unread == ("Dear partnership", "We know nothing of this.")


def test_footnotes_are_shown_as_unread() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:footnote>{p('See the plan')}</w:footnote></w:footnotes>"
    )
    content = document(blank_body(), **{"word/footnotes.xml": notes.encode()})

    assert read_audit(content, small_form(), BLANK).unread == ("See the plan",)


def test_words_put_into_a_label_are_shown_as_unread() -> None:
    reading = read(p("4. What was a dull day like then") + p("Quiet"))

    assert reading.answers["story"] == "Quiet"
    assert reading.unread == ("4. What was a dull day like then",)


def test_a_table_pasted_into_a_cell_is_part_of_that_cell() -> None:
    cells = f"<w:tc>{p('May')}</w:tc><w:tc>{p('Before')}{table(('one', 'two'))}{p('after')}</w:tc>"
    head = "<w:tr>" + "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("When", "What happened"))
    whole = f"<w:tbl>{head}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    label = p("6. Moments that mattered to you")
    laid_out = f"<w:tbl><w:tr><w:tc>{label}{whole}</w:tc></w:tr></w:tbl>"

    for body in (label + whole, laid_out):
        assert read(body).answers["events"] == [["May", "Before\none\ntwo\nafter"]]


def test_parts_whose_names_are_written_as_windows_writes_paths_are_found() -> None:
    parts = open_package(fill(issued(), an_audit())).parts
    content = zipped({name.replace("/", "\\"): part for name, part in parts.items()})

    assert read_real(content).answers == everything(an_audit())


def test_a_damaged_photograph_does_not_keep_the_answers_from_being_read() -> None:
    parts = dict(open_package(fill(issued(), an_audit())).parts)
    content = zipped({**parts, "word/media/photo.jpg": bytes(range(256)) * 40}, zipfile.ZIP_STORED)
    damaged = content.replace(bytes(range(200)), bytes(200), 1)

    assert damaged != content
    assert read_real(damaged).answers == everything(an_audit())


# A program that does not know a table or a field drops it, with all that was written in it.
DROPPED = {
    "a table": ("key_events", 11),
    "a box": ("share_before", 30),
    "a text": ("child_day", 6),
}


@pytest.mark.parametrize(("tag", "number"), DROPPED.values(), ids=DROPPED)
def test_what_a_program_dropped_from_under_a_question_is_asked_about(tag: str, number: int) -> None:
    def drop(root: etree._Element) -> None:
        for control in list(root.iter(w("sdt"))):
            named = control.find(f"{w('sdtPr')}/{w('tag')}")
            around = control.getparent()
            if named is not None and val(named) == tag and around is not None:
                around.remove(control)
        for table in list(root.iter(w("tbl"))) if tag == "key_events" else ():
            around = table.getparent()
            assert around is not None
            around.remove(table)

    reading = read_real(edit(fill(issued(), an_audit()), drop))
    assert any(f"question {number} nothing stands any more" in one for one in reading.remarks)
    assert tag not in reading.answered


def test_a_question_that_nobody_answered_is_not_taken_for_a_dropped_one() -> None:
    assert read_real(issued()).remarks == ()
    assert read_real(without_controls(issued())).remarks == ()
