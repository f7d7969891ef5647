"""The facilitator's notes in Word: what they type before a point, and whose notes they are."""

from __future__ import annotations

import pytest
import yaml
from lxml import etree

from helpers.audits import fill
from helpers.libreoffice import needs_office, saved
from helpers.officer import Officer, start_review
from helpers.word_files import edit
from helpers.word_xml import document, p
from lfe_cli.word.xml import w


@pytest.mark.parametrize(
    "typed",
    ["{}", "1. {}", "12) {}", "(3) {}", "1.{}", "a) {}", "• {}", "•\t{}", "- {}", "– {}", "* {}"],
)
def test_numbers_and_bullets_before_a_point_are_left_out(review: Officer, typed: str) -> None:
    review.done("agenda")
    notes = review.path("event", "notes.docx")
    points = [
        "Handover helps again. It worked best as a conversation",
        "2.5 days went by",
        "12 families were asked",
    ]
    said = "\n".join(typed.format(point) for point in points[: 1 if "." in typed else None])
    steps = [[typed.format("Agree a short handover"), "Practice Development Group"]]
    notes.write_bytes(fill(notes.read_bytes(), {"what_we_learned": said, "next_steps": steps}))
    review.done("report", "--from", notes)
    read = yaml.safe_load(review.path("report", "learning.yaml").read_text())
    assert read["what_we_learned"] == points[: 1 if "." in typed else None]
    assert read["next_steps"][0]["recommendation"] == "Agree a short handover"


def test_notes_of_another_review_are_refused(review: Officer) -> None:
    review.done("agenda")
    officer = Officer(review.folder.parent)
    start_review(officer)
    notes = review.path("event", "notes.docx")
    notes.write_bytes(fill(notes.read_bytes(), {"title": "Ours"}))
    other = Officer(officer.path("LFE-2027-002"))
    before = other.files()
    said = other.lfe("report", "--from", notes)
    assert said.code == 2
    assert "These notes are of another review: they say LFE-2027-001" in said.all
    assert other.files() == before
    review.done("report", "--from", notes)


RETYPED = (
    "Title",
    "When help changes hands",
    "Why we looked at this",
    "A family moved.",
    "What worked well",
    "Handover worked.",
    "What we learned",
    "Plans need owners.",
    "Questions for your team",
    "Who owns the plan?",
)


def retyped(*lines: str) -> bytes:
    return document("".join(p(line) for line in lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("Title", "Minutes of the network meeting", "Present: five people"),
        ("What we learned", "Nothing", "Title", "Minutes", "What worked well"),
        ("Agenda", "What worked well", "All", "Next steps", "None"),
    ],
)
def test_a_document_that_is_not_the_notes_is_refused_and_changes_nothing(
    review: Officer, lines: tuple[str, ...]
) -> None:
    review.done("agenda")
    given = review.path("minutes.docx")
    given.write_bytes(retyped(*lines))
    before = review.files()

    said = review.lfe("report", "--from", given, "--replace")

    assert said.code == 2
    assert "Nothing could be read from this file" in said.all
    assert review.files() == before


@pytest.mark.parametrize("heading", ["{}", "{number}. {}"])
def test_notes_that_were_typed_anew_are_known_by_their_headings(
    review: Officer, heading: str
) -> None:
    given = review.path("notes.docx")
    lines = [
        heading.format(line, number=at // 2 + 1) if at % 2 == 0 else line
        for at, line in enumerate(RETYPED)
    ]
    given.write_bytes(retyped(*lines))

    review.done("report", "--from", given)

    read = yaml.safe_load(review.path("report", "learning.yaml").read_text())
    assert read["title"] == "When help changes hands"
    assert read["why_we_looked"] == "A family moved."
    assert read["worked_well"] == ["Handover worked."]
    assert read["what_we_learned"] == ["Plans need owners."]
    assert read["questions_for_your_team"] == ["Who owns the plan?"]


def test_untouched_notes_say_nothing_of_text_without_a_place(review: Officer) -> None:
    review.done("agenda")
    notes = review.path("event", "notes.docx")
    notes.write_bytes(fill(notes.read_bytes(), {"title": "When help changes hands"}))

    said = review.done("report", "--from", notes, "--json").json

    assert (said["unread"], said["remarks"]) == ([], [])


def test_what_stands_under_no_heading_is_told(review: Officer) -> None:
    given = review.path("notes.docx")
    given.write_bytes(retyped("Ask Jo about the room", *RETYPED))

    said = review.done("report", "--from", given, "--json").json

    assert said["unread"] == ["Ask Jo about the room"]


def test_what_the_facilitator_struck_out_is_never_on_the_page(review: Officer) -> None:
    review.done("agenda")
    notes = review.path("event", "notes.docx")
    said = {"title": "When help changes hands", "what_we_learned": "Plans need owners\nOld words"}

    def strike(root: etree._Element) -> None:
        struck = next(t for t in root.iter(w("t")) if t.text == "Old words")
        look = etree.Element(w("rPr"))
        etree.SubElement(look, w("strike"))
        run = struck.getparent()
        assert run is not None
        run.insert(0, look)

    notes.write_bytes(edit(fill(notes.read_bytes(), said), strike))

    told = review.done("report", "--from", notes, "--json").json

    assert "Old words" not in review.path("report", "learning.yaml").read_text()
    assert any("struck through" in remark for remark in told["remarks"])


@needs_office
def test_notes_that_libreoffice_saved_are_known_and_whole(
    review: Officer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    review.done("agenda")
    notes = review.path("event", "notes.docx")
    content = fill(notes.read_bytes(), {"title": "When help changes hands", "worked_well": "Calls"})
    theirs = tmp_path_factory.mktemp("libreoffice") / "notes.docx"
    theirs.write_bytes(saved({"notes": content}, "docx")["notes"])

    told = review.done("report", "--from", theirs, "--json").json

    read = yaml.safe_load(review.path("report", "learning.yaml").read_text())
    assert (read["title"], read["worked_well"]) == ("When help changes hands", ["Calls"])
    assert told["unread"] == []
