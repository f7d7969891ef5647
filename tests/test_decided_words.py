"""A recommendation is its id: what was decided on it is put right, and it is found in any words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from helpers.history import history, next_steps
from helpers.officer import Officer
from helpers.pages import learning_of
from helpers.ready_page import AFTERWARDS, AMENDED, MET_ON, edit, ready, steps_of
from helpers.reviews import HANDOVER, a_review, decided
from helpers.states import review_after
from helpers.word_files import edit_in_word, text_of
from lfe_cli.cli import asking
from lfe_cli.review import events

ON = ("--on", MET_ON)
PUT_RIGHT = ("report", "--use-decided-words")
DECLINED = ("--as", "declined", "--reason", "In hand already")
AGAIN = "Test one way to see who was not brought."


@pytest.fixture(autouse=True)
def _after_the_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_NOW", AFTERWARDS)
    monkeypatch.setenv("LFE_OFFICE", "none")


@pytest.fixture
def page(officer: Officer) -> Officer:
    """A review whose page can be issued, had nothing been amended."""
    return review_after(ready, officer)


def amend(review: Officer, one: str = "R1", words: str = AMENDED) -> None:
    review.done("decide", one, "--as", "amended", "--words", words, *ON)


def issue(review: Officer) -> None:
    for stage in ("read", "agreed", "issued"):
        review.done("report", "--stage", stage)


def page_of(review: Officer) -> str:
    return text_of(review.path("report", "report.docx").read_bytes())


# ---------------------------------------------------------------- learning.yaml


def test_what_was_decided_is_put_in_and_every_other_character_stays(page: Officer) -> None:
    path = page.path("report", "learning.yaml")
    text = path.read_text()
    first, second = re.findall(r"  - recommendation: .*\n    working_group: .*\n", text)[:2]
    noted = f"{first.rstrip()}   # theirs\n  # about the second\n{second}"
    text = text.replace(first + second, noted)
    assert noted in text
    path.write_bytes(text.replace("\n", "\r\n").encode())
    amend(page)
    page.done("decide", "R2", *DECLINED, *ON)
    said = page.done(*PUT_RIGHT)
    assert f"R1 says “{AMENDED}”" in said.all
    assert "R2 was declined" in said.all
    [old] = re.findall(r"recommendation: (.*)\n", first)
    wanted = text.replace(second, "").replace(old, AMENDED)
    assert path.read_bytes() == wanted.replace("\n", "\r\n").encode()
    assert AMENDED in page_of(page)
    assert history(page, "decided words used")[0]["recommendations"] == ["R1", "R2"]
    issue(page)


def test_the_group_that_was_decided_is_put_in_with_the_words(page: Officer) -> None:
    page.done("decide", "R1", "--as", "amended", "--words", AMENDED, "--group", "quality", *ON)
    said = page.done(*PUT_RIGHT)
    assert f"R1 says “{AMENDED}”, and goes to quality" in said.all
    step = learning_of(page)["next_steps"][0]
    assert step == {"recommendation": AMENDED, "working_group": "quality"}


def test_put_right_twice_changes_nothing_more(page: Officer) -> None:
    amend(page)
    page.done(*PUT_RIGHT)
    before = page.path("report", "learning.yaml").read_bytes()
    page.done(*PUT_RIGHT)
    assert page.path("report", "learning.yaml").read_bytes() == before
    assert len(history(page, "decided words used")) == 1


def test_a_dry_run_of_it_writes_nothing(page: Officer) -> None:
    amend(page)
    before = page.files()
    assert "would write LFE-2027-001/report/learning.yaml" in page.done(*PUT_RIGHT, "--dry-run").all
    assert page.files() == before


def test_words_that_somebody_changed_already_are_left_to_a_person(page: Officer) -> None:
    amend(page)
    edit(page, "report/learning.yaml", "try it with three teams", "try it with four teams")
    before = page.files()
    said = page.lfe(*PUT_RIGHT)
    assert said.code == 2
    assert "R1 stands in none of the words submitted or decided." in said.all
    assert f"Change it by hand: R1 says “{AMENDED}”" in said.all
    assert page.files() == before
    assert f"change it by hand: R1 says “{AMENDED}”" in next_steps(page)
    edit(page, "report/learning.yaml", steps_of(page)[0], AMENDED)
    page.done("report")
    issue(page)


def test_it_makes_a_draft_and_no_other_stage(page: Officer) -> None:
    said = page.lfe(*PUT_RIGHT, "--stage", "agreed")
    assert said.code == 2
    assert "it is a draft first. Next: lfe report --use-decided-words" in said.all


# ---------------------------------------------------------------- at a terminal


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> Iterator[str]:
    rest = iter(given)
    monkeypatch.setattr(asking, "can_ask", lambda no_input: not no_input)
    monkeypatch.setattr("builtins.input", lambda prompt: next(rest))
    return rest


@pytest.mark.parametrize("answer", ["yes", "no", ""])
def test_after_an_amended_decision_it_is_offered(
    page: Officer, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    rest = answers(monkeypatch, answer)
    said = page.done("decide", "R1", "--as", "amended", "--words", AMENDED, *ON)
    assert "report/learning.yaml does not say what was decided:" in said.all
    assert list(rest) == []
    assert (AMENDED in steps_of(page)) is (answer == "yes")
    assert (AMENDED in page_of(page)) is (answer == "yes")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_making_the_page_anew_offers_it_too(
    page: Officer, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    page.done("decide", "R2", *DECLINED, *ON)
    rest = answers(monkeypatch, answer)
    page.done("report")
    assert list(rest) == []
    assert (len(steps_of(page)) == 3) is (answer == "yes")


def test_without_a_question_nothing_is_put_in(
    page: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch)
    page.done("decide", "R1", "--as", "amended", "--words", AMENDED, *ON, "--no-input")
    page.done("report", "--no-input")
    assert AMENDED not in steps_of(page)


# ---------------------------------------------------------------- its id, whatever its words


def test_what_was_amended_twice_keeps_its_id_and_gets_the_words_that_stand(page: Officer) -> None:
    amend(page, words="Agree a handover talk for every child.")
    page.done(*PUT_RIGHT)
    amend(page)
    assert "does not say what was decided (R1 amended)" in next_steps(page)
    page.done(*PUT_RIGHT)
    assert steps_of(page)[0] == AMENDED
    page.done("decide", "R2", "--as", "held", "--reason", "Which services?", *ON)
    for stage in ("read", "agreed"):
        page.done("report", "--stage", stage)
    asked = page.done("submit", "--json").json["recommendations"]
    assert [one["id"] for one in asked] == ["R2"]


def test_an_amended_recommendation_stays_among_what_was_learned(page: Officer) -> None:
    amend(page)
    for goes_on in (lambda: page.done(*PUT_RIGHT), lambda: issue(page), lambda: None):
        found = page.done("learning", "handover", "--json", at=page.folder.parent).json["found"]
        said = [one for one in found if one["recommendation"]]
        assert [(one["recommendation"]["id"], one["sentence"]) for one in said] == [("R1", AMENDED)]
        shown = page.done("learning", "handover", at=page.folder.parent).all
        assert "changed in Word" not in shown
        goes_on()


@pytest.mark.parametrize("words", [HANDOVER, "Agree a short talk before a child moves."])
def test_what_was_recommended_before_is_found_in_the_first_words_and_in_the_decided(
    officer: Officer, words: str
) -> None:
    amended = decided(decision="amended", words="Agree a short talk before any child moves home.")
    a_review(officer, 1, steps=[(HANDOVER, "practice")], facts=[amended])
    own = a_review(officer, 2, stage="draft", steps=[(words, "practice")])
    [repeat] = officer.done("learning", "-r", own, "--json").json["repeats"]
    assert (repeat["earlier"]["reference"], repeat["earlier"]["id"]) == ("LFE-2026-001", "R1")


def test_the_subgroups_paper_says_of_each_step_what_was_said_before(
    page: Officer,
) -> None:
    top = Officer(page.folder.parent)
    a_review(top, 1, steps=[(AGAIN, "quality")], facts=[events.Submitted(), decided()])
    page.done("decide", "R2", "--as", "held", "--reason", "Which services?", *ON)
    edit(page, "report/learning.yaml", steps_of(page)[1], AGAIN)
    page.done("report")
    for stage in ("read", "agreed"):
        page.done("report", "--stage", stage)
    page.done("submit")
    paper = text_of(page.path("subgroup", "paper.docx").read_bytes())
    assert "R2 says what LFE-2026-001 R1 said" in paper


def test_a_wording_within_another_is_told_apart(page: Officer) -> None:
    longer = steps_of(page)[0]
    shorter = "Agree a short handover conversation"
    assert shorter in longer
    page.done("decide", "R1", "--as", "amended", "--words", shorter, *ON)
    assert "does not say what was decided (R1 amended)" in next_steps(page)
    page.done(*PUT_RIGHT)
    assert "does not say what was decided" not in next_steps(page)


def test_two_that_the_subgroup_put_into_one_are_one(page: Officer) -> None:
    one, other = steps_of(page)[0], steps_of(page)[2]
    page.done("decide", "R1", "--as", "amended", "--words", other, *ON)
    page.done("decide", "R3", "--as", "declined", "--reason", "It is in R1 now", *ON)
    assert "does not say what was decided (R1 amended)" in next_steps(page)
    assert "R1 stands there once" in page.done(*PUT_RIGHT).all
    assert one not in steps_of(page)
    assert steps_of(page).count(other) == 1
    assert "does not say what was decided" not in next_steps(page)
    issue(page)


# ---------------------------------------------------------------- the page in Word


def test_a_page_whose_words_were_changed_in_word_after_the_decision_is_not_issued(
    page: Officer,
) -> None:
    edit_in_word(page.path("report", "report.docx"), "with three teams", "with four teams")
    page.done("report", "--stage", "agreed")
    said = page.lfe("report", "--stage", "issued")
    assert said.code == 2
    put_right = "it does not say what was decided (R1 accepted): lfe report --use-decided-words"
    assert f"{put_right} --replace" in said.all
    page.done(*PUT_RIGHT, "--replace")
    assert "with three teams" in page_of(page)
    issue(page)


def test_decided_words_that_were_put_in_in_word_are_on_the_page(page: Officer) -> None:
    old = learning_of(page)["next_steps"][0]["recommendation"]
    amend(page, words=old.replace("three teams", "four teams"))
    edit_in_word(page.path("report", "report.docx"), "with three teams", "with four teams")
    page.done("report", "--stage", "agreed")
    assert "does not say what was decided" not in next_steps(page)
    page.done("report", "--stage", "issued")
    shown = page.done("learning", "handover", at=page.folder.parent).all
    assert "four teams" in shown
    assert "changed in Word" not in shown


def test_what_was_agreed_as_somebody_edited_it_is_never_replaced_silently(page: Officer) -> None:
    path = page.path("report", "report.docx")
    edit_in_word(path, "What worked well", "What went well")
    page.done("report", "--stage", "agreed")
    theirs = path.read_bytes()
    before = page.files()
    said = page.lfe("report")
    assert said.code == 2
    assert "report/report.docx has been edited since it was made" in said.all
    assert page.files() == before
    page.done("report", "--replace")
    assert page.path("report", "report.1.docx").read_bytes() == theirs
    page.done("report")  # what was made of learning.yaml alone is made anew without a word


# ---------------------------------------------------------------- the letters to the groups


def asked_to_send(review: Officer) -> bool:
    return "send the letters in outbox to the groups" in next_steps(review)


@pytest.mark.parametrize(
    "words",
    [
        ("received",),
        ("reported-back",),
    ],
)
def test_a_group_that_has_it_or_says_how_it_goes_is_not_written_to_any_more(
    page: Officer, words: tuple[str, ...]
) -> None:
    for group in ("practice", "quality", "learning"):
        assert asked_to_send(page)
        page.done(*words, group)
    assert not asked_to_send(page)


def test_nobody_is_asked_to_send_letters_of_a_page_that_was_withdrawn(page: Officer) -> None:
    page.done("report", "--stage", "issued")
    assert asked_to_send(page)
    page.done("report", "--stage", "withdrawn")
    assert not asked_to_send(page)


def test_a_declined_step_takes_its_letter_away(page: Officer) -> None:
    page.done("decide", "R1", "R2", "R3", "R4", *DECLINED, *ON)
    assert not asked_to_send(page)


def test_a_letter_that_is_gone_or_says_something_else_is_drafted_anew(page: Officer) -> None:
    for group in ("practice", "quality", "learning"):
        page.path("outbox", f"recommendations-{group}.eml").unlink()
    assert not asked_to_send(page)
    assert "draft the letters to the groups (Practice Development Group, " in next_steps(page)
    before = len(history(page, "decided"))
    page.done("decide", "--letters")
    assert page.path("outbox", "recommendations-practice.eml").is_file()
    assert asked_to_send(page)
    assert len(history(page, "decided")) == before
