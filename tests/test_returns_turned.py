"""Forms in which a program ran printed words and answers into each other: a PDF that was turned
into Word, and paragraphs whose ends were deleted."""

from __future__ import annotations

import pytest
from lxml import etree

from helpers.audits import an_audit, control_of, fill, issued, read
from helpers.form_changes import author, element
from helpers.libreoffice import needs_office, saved
from helpers.turned_from_pdf import Turning, turned
from helpers.word_files import edit
from helpers.word_xml import document, p
from lfe_cli.audits.returns.identify import identify
from lfe_cli.audits.returns.opening import open_word
from lfe_cli.audits.returns.reading import Reading
from lfe_cli.word.xml import w

TEXTS = [tag for tag, answer in an_audit().items() if isinstance(answer, str)]
PRINTED = ("please answer", "Page 2 of", "form f3", "OFFICIAL", "Home, school or nursery")
WAYS = {
    "line by line": Turning(),
    "numbers apart": Turning(apart=True),
    "words parted": Turning(hyphens=True),
    "in text boxes": Turning(framed=True, apart=True),
    "a page in a paragraph": Turning(together=True),
    "a page in a paragraph, no spaces": Turning(together=True, close=True),
}


def bare(text: object) -> str:
    """Words alone: where lines end is the program's doing."""
    return "".join(str(text).split()).replace("-", "")


@pytest.mark.parametrize("way", WAYS)
def test_each_answer_of_a_form_turned_from_pdf_ends_where_the_next_question_begins(
    way: str,
) -> None:
    reading = read(turned(fill(issued(), an_audit()), WAYS[way]))

    wrong = {
        tag: reading.answers.get(tag)
        for tag in TEXTS
        if bare(reading.answers.get(tag)) != bare(an_audit()[tag])
    }
    assert wrong == {}
    ticks = {tag: True for tag, answer in an_audit().items() if answer is True}
    assert {tag: reading.answers.get(tag) for tag in ticks} == ticks
    assert reading.released
    assert reading.how == "recovered"
    assert set(TEXTS) <= set(reading.recovered)
    assert WAYS[way].together or reading.unread == ()
    assert [text for text in PRINTED if text in str(dict(reading.answers))] == []


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_form_turned_from_pdf_has_no_answer_in_its_texts(way: str) -> None:
    reading = read(turned(issued(), WAYS[way]))

    assert [tag for tag in TEXTS if reading.answers.get(tag)] == []
    assert not reading.released


def test_a_form_turned_from_pdf_says_whose_it_is_by_the_feet_in_its_text() -> None:
    content = turned(fill(issued(), an_audit()), Turning())

    assert identify(content).by is None
    who = identify(content, open_word(content).body)
    assert (who.reference, who.agency, who.by) == ("LFE-2027-001", "police", "text")


def test_an_answer_that_quotes_what_is_printed_stays_whole() -> None:
    label = "5. What was your service there to do, and with whom?"
    quoted = "What was asked, Page 2 of 3, and OFFICIAL-SENSITIVE, we said on page 2 of 9."

    reading = read(document(p(label) + p(quoted)))

    assert reading.answers["our_role"] == quoted


def test_an_option_that_is_an_answer_is_no_printed_line() -> None:
    label = "4. Did your service work with the child or family?"
    said = "Yes, in the focus period, and once before"

    assert read(document(p(label) + p(said))).answers["involvement"] == said
    assert read(document(p(f"{label} {said}"))).answers["involvement"] == said


def test_an_option_marked_in_a_line_of_options_is_not_lost() -> None:
    options = "Yes, in the focus period ☒ Only outside it We have no record of them"
    rest = "(you have finished: thank you)"
    label = "4. Did your service work with the child or family?"

    reading = read(document(p(label) + p(f"{options} {rest}")))

    assert reading.answers["involvement"] == "Only outside it"


# -- ends of paragraphs that were deleted


def with_ends_deleted(content: bytes) -> bytes:
    """Each answer's last paragraph has a deleted end, in tracked changes."""

    def change(root: etree._Element) -> None:
        for number, tag in enumerate(TEXTS):
            control = control_of(root, tag)
            paragraphs = control.findall(f"{w('sdtContent')}/{w('p')}") or [control.getparent()]
            properties = paragraphs[-1].find(w("pPr"))
            end = element(f"<w:rPr><w:del {author(900 + number)}/></w:rPr>")
            old = properties.find(w("rPr"))
            if old is None:
                properties.append(end)
            else:
                old.insert(0, end[0])

    return edit(content, change)


def assert_each_is_where_it_was_written(reading: Reading) -> None:
    assert {tag: reading.answers.get(tag) for tag in TEXTS} == {
        tag: answer for tag, answer in an_audit().items() if tag in TEXTS
    }
    assert reading.unread == ()


def test_the_next_question_does_not_join_an_answer_whose_end_was_deleted() -> None:
    reading = read(with_ends_deleted(fill(issued(), an_audit())))

    assert_each_is_where_it_was_written(reading)


@needs_office
def test_nor_does_it_when_libreoffice_saved_the_form() -> None:
    content = with_ends_deleted(fill(issued(), an_audit()))

    assert_each_is_where_it_was_written(read(saved({"form": content}, "docx")["form"]))


def test_a_field_that_lost_its_tag_and_its_label_tells_its_question_by_its_title() -> None:
    def change(root: etree._Element) -> None:
        control = control_of(root, "child_voice")
        label = control.getprevious()
        label.getparent().remove(label)
        properties = control.find(w("sdtPr"))
        properties.remove(properties.find(w("tag")))

    reading = read(edit(fill(issued(), an_audit()), change))

    assert reading.answers["child_day"] == an_audit()["child_day"]
    assert reading.answers["child_voice"] == an_audit()["child_voice"]
    assert reading.recovered == ("child_voice",)
