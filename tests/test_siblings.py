"""Siblings in one review: every paper speaks of the children, and of one child as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.audits import fill
from helpers.family import MOTHER, enter
from helpers.letters import body_of, draft
from helpers.officer import Officer
from helpers.review_in_memory import a_review, template
from helpers.word_files import text_of
from lfe_cli.errors import FileProblems
from lfe_cli.event.agenda import agenda_of, broken_rules
from lfe_cli.event.agenda_plan import read_agenda

ORDER = ("first child", "second child", "older", "younger", "eldest", "youngest", "twin")


def of_children(review: Officer, count: int) -> None:
    path = review.path("review.yaml")
    text = path.read_text()
    assert "children: 1\n" in text
    path.write_text(text.replace("children: 1\n", f"children: {count}\n" if count else ""))


def body(review: Officer, name: str) -> str:
    return body_of(draft(review, name))


def papers(review: Officer) -> dict[str, bytes]:
    review.done("issue-audits")
    review.done("agenda")
    made = (".docx", ".ics", ".eml")
    return {name: content for name, content in review.files().items() if name.endswith(made)}


def test_a_review_is_started_with_how_many_children_it_is_about(officer: Officer) -> None:
    about = ("--theme", "T", "--from", "2026-01-01", "--to", "2026-06-30", "--agency", "gp")
    officer.done("new", *about, "--children", "3")
    assert "\nchildren: 3\n" in officer.path("LFE-2027-001", "review.yaml").read_text()
    officer.done("new", *about)
    assert "\nchildren: 1\n" in officer.path("LFE-2027-002", "review.yaml").read_text()
    for wrong in ("0", "two", "21", "-1"):
        said = officer.lfe("new", *about, "--children", wrong)
        assert said.code == 2
        assert "Write a number from 1 to 20." in said.all


@pytest.mark.parametrize("wrong", ["0", "some", "2.5"])
def test_a_number_of_children_that_cannot_be_is_told(review: Officer, wrong: str) -> None:
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("children: 1\n", f"children: {wrong}\n"))
    said = review.lfe("status")
    assert said.code == 2
    assert "children" in said.all


def test_a_manifest_without_the_key_makes_the_very_same_papers(review: Officer) -> None:
    with_the_key = papers(review)
    for name in with_the_key:
        review.path(name).unlink()
    of_children(review, 0)
    review.done("issue-audits", "--reissue")
    review.done("agenda", "--replace")
    assert {name: review.path(name).read_bytes() for name in with_the_key} == with_the_key


def test_of_one_child_no_paper_speaks_of_several(review: Officer) -> None:
    enter(review, MOTHER)
    made = papers(review)
    words = [text_of(made[name]) for name in made if name.endswith(".docx")]
    words += [body(review, Path(name).name) for name in made if name.endswith(".eml")]
    assert len(words) > 8
    for text in words:
        assert "the children" not in text.lower()
        assert "Child A" not in text


@pytest.mark.parametrize(
    ("count", "letters"), [(2, "Child A and Child B"), (4, "Child A to Child D")]
)
def test_the_form_says_how_to_write_about_each_child(
    review: Officer, count: int, letters: str
) -> None:
    of_children(review, count)
    review.done("issue-audits")
    form = text_of(review.path("audits", "issued", "police.docx").read_bytes())
    opening = form[: form.index("About this audit")]
    assert "the colleagues who knew the children" in opening
    assert f"in no order of age: {letters}" in opening
    assert "what was different for each?" in opening
    request = body(review, "audit-request-police.eml")
    assert f"a letter for each child ({letters}), in no order of age" in request
    assert "helped some children and their family" in request
    assert "know the children or the family?" in request


def test_the_short_form_says_it_too(review: Officer) -> None:
    of_children(review, 2)
    path = review.path("review.yaml")
    path.write_text(path.read_text().replace("form: full", "form: short"))
    review.done("issue-audits")
    assert "Child A and Child B" in text_of(
        review.path("audits", "issued", "police.docx").read_bytes()
    )


def test_the_childrens_order_and_number_travel_in_no_letter(review: Officer) -> None:
    of_children(review, 3)
    enter(review, MOTHER)
    made = papers(review)
    for name in made:
        text = text_of(made[name]) if name.endswith(".docx") else ""
        text += body(review, Path(name).name) if name.endswith(".eml") else ""
        for order in (*ORDER, "three children", "3 children"):
            assert not re.search(rf"\b{order}", text.lower()), (name, order)


def test_every_letter_around_the_event_speaks_of_the_children(review: Officer) -> None:
    of_children(review, 2)
    papers(review)
    assert "that knew the children and the family" in body(review, "invitation-police.eml")
    assert "We hear about the children," in body(review, "invitation-police.eml")
    assert "For those who knew the children" in body(review, "line-managers-police.eml")


@pytest.mark.parametrize("name", ["chaser-1", "chaser-2", "chaser-3"])
def test_no_letters_template_says_the_child_whatever_the_number(name: str) -> None:
    text = template(f"letters/{name}.txt")
    assert "{{ the_child }}" in text
    outside = text.replace("{% else %}the child was{% endif %}", "")
    assert "the child " not in outside


def test_the_agenda_and_the_facilitator_take_each_child_in_turn(review: Officer) -> None:
    of_children(review, 2)
    review.done("agenda")
    agenda = text_of(review.path("event", "agenda.docx").read_bytes())
    assert "The children" in agenda
    prompts = text_of(review.path("event", "facilitator.docx").read_bytes())
    assert "Take them one by one, in no order of age" in prompts
    assert "Who is this child?" not in prompts


@pytest.mark.parametrize("count", range(1, 8))
@pytest.mark.parametrize("family", [False, True])
@pytest.mark.parametrize("minutes", [None, 120, 150, 300])
def test_each_child_has_time_and_the_agenda_keeps_its_rules(
    count: int, family: bool, minutes: int | None
) -> None:
    if family and minutes in (120, 150):
        minutes = 200
    event = {"family_part": family, **({"minutes": minutes} if minutes else {})}
    plan = read_agenda(template("agenda.yaml"))
    agenda = agenda_of(plan, a_review(event, children=count))
    assert broken_rules(agenda) == ()
    alone = agenda_of(plan, a_review(event))
    of_the_child = [s.minutes for s in agenda.slots if s.item.kind == "child"]
    before = [s.minutes for s in alone.slots if s.item.kind == "child"]
    assert of_the_child[0] >= before[0]
    assert of_the_child[0] >= min(10 + 5 * (count - 1), 25)
    assert agenda.minutes == alone.minutes
    theirs = sum(s.minutes for s in agenda.slots if s.item.has_family)
    assert theirs >= sum(s.minutes for s in alone.slots if s.item.has_family)


def test_time_for_each_child_goes_in_whole_five_minutes() -> None:
    text = template("agenda.yaml").replace("each_further_child: 5", "each_further_child: 7")
    with pytest.raises(FileProblems) as refused:
        read_agenda(text)
    [problem] = refused.value.problems
    assert problem.name == "items (child).minutes_for_each_further_child"
    assert problem.line
    assert problem.what == "is not in whole five minutes."


def test_the_familys_letter_begins_with_each_child_by_name(review: Officer) -> None:
    of_children(review, 2)
    enter(review, MOTHER)
    review.done("letter", "family")
    said = text_of(review.path("family", "letter-mother.docx").read_bytes())
    assert "the children, each by name" in said
    assert "Child A" not in said


def test_status_asks_for_the_letters_with_the_children(review: Officer) -> None:
    of_children(review, 2)
    review.done("issue-audits")
    review.done("sent")
    steps = review.done("status", "--json").json["next"]
    assert any("which children it is about, with their letters (Child A and" in s for s in steps)


def test_an_audit_about_several_children_is_read_like_any_other(review: Officer) -> None:
    of_children(review, 2)
    review.done("issue-audits")
    blank = review.path("audits", "issued", "police.docx").read_bytes()
    inbox = review.path("audits", "inbox", "back.docx")
    inbox.write_bytes(fill(blank, {"child_day": "Child A walked. Child B took the bus."}))
    [file] = review.done("ingest", "--json").json["files"]
    assert (file["outcome"], file["agency"], file["how"]) == ("filed", "police", "controls")
    assert file["unread"] == []
    assert file["answered"] == 1
