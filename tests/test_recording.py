"""`lfe sent`, `reply`, `told`, `heard`: only what can be so is recorded, and it is said back."""

from __future__ import annotations

import json

import pytest

from helpers.family import MOTHER, enter
from helpers.history import history
from helpers.officer import Officer
from helpers.pages import at_stage
from helpers.states import review_after
from helpers.yaml_files import with_contacts


@pytest.fixture
def asked(officer: Officer) -> Officer:
    """The requests to three agencies are recorded as sent on 8 January."""
    return review_after(ask, officer)


def ask(review: Officer) -> None:
    with_contacts(review)
    review.done("issue-audits")
    review.done("sent", "--on", "2027-01-08")


def refused(review: Officer, *words: str) -> str:
    """What a command answers that records nothing."""
    before = review.files()
    said = review.lfe(*words)
    assert said.code == 2, said
    assert review.files() == before
    return said.all


def days_sent(review: Officer) -> list[str]:
    return [e["on"] for e in history(review) if e["action"] == "sent"]


# ---------------------------------------------------------------- sent


def test_letters_that_are_recorded_are_not_recorded_again_by_mistake(asked: Officer) -> None:
    said = refused(asked, "sent")
    assert "Every request is recorded as sent." in said
    assert "To correct a day: lfe sent --agency ID --on DATE" in said
    assert days_sent(asked) == ["2027-01-08"] * 3


def test_it_is_said_which_drafts_wait_to_be_recorded(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.done("told", "identity")
    monkeypatch.setenv("LFE_NOW", "2027-01-22T10:00")
    asked.done("chase", "--agency", "police", "--agency", "school")
    said = refused(asked, "sent")
    waiting = "Waiting to be recorded: chaser-1 (Police, School): lfe sent --letter chaser-1"
    assert waiting in said
    asked.done("reply", "school", "--knows", "yes")  # its note is not needed any more
    assert "chaser-1 (Police): lfe sent --letter chaser-1" in refused(asked, "sent")
    asked.done("sent", "--letter", "chaser-1", "--agency", "police")
    assert "Waiting to be recorded" not in refused(asked, "sent")


def test_another_letter_is_not_recorded_twice_either(asked: Officer) -> None:
    asked.done("agenda")
    asked.done("sent", "--letter", "invitation")
    said = refused(asked, "sent", "--letter", "invitation")
    assert "Every letter invitation is recorded as sent." in said


def test_a_day_is_corrected_by_naming_the_agency(asked: Officer) -> None:
    asked.done("sent", "--agency", "police", "--on", "2027-01-07")
    agencies = asked.done("status", "--json").json["agencies"]
    assert [a["sent"] for a in agencies] == ["2027-01-07", "2027-01-08", "2027-01-08"]


# ---------------------------------------------------------------- who is meant


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("polise", "polise is not asked in LFE-2027-001. Next: Did you mean police?"),
        ("Helth Visiting", "Did you mean health-visiting?"),
        ("police-b", "Did you mean police? To add it: lfe agency add police-b"),
        ("camhs", "To add it: lfe agency add camhs"),
        ("hosing", "Did you mean housing? To add it: lfe agency add housing"),
        ("zzzz", "Asked are: police, school, health-visiting."),
        ("mother", "mother is of the family, not an agency."),
        ("Young Person", "lfe heard --person young-person, lfe told family"),
    ],
)
def test_a_word_that_is_no_agency_here_brings_what_may_be_meant(
    review: Officer, given: str, sentence: str
) -> None:
    said = refused(review, "reply", given, "--knows", "yes")
    assert sentence in said
    assert "camhs" not in said or given == "camhs"  # never the partnership's whole list


# ---------------------------------------------------------------- reply


def test_what_was_recorded_of_a_reply_is_said_back(review: Officer) -> None:
    said = review.done("reply", "police", "--knows", "yes", "--attending", "2", "--bringing", "yes")
    assert said.out == (
        "Police: knew the child or family, 2 coming, brings its audit (11 January 2027)\n"
    )
    said = review.done("reply", "school", "--attending", "0", "--bringing", "no", "--support", "no")
    assert (
        "School: nobody coming, does not bring its audit, support is not in place yet for its "
        "colleagues" in said.all
    )
    said = review.done("reply", "police", "--knows", "no", "--on", "2027-01-08")
    assert "Police: did not know the child or family (8 January 2027)" in said.all


def test_where_nobody_comes_nobody_brings_the_audit(review: Officer) -> None:
    said = refused(review, "reply", "police", "--attending", "0", "--bringing", "yes")
    assert "Nobody comes from Police, so nobody would bring its audit." in said


def test_an_agency_that_has_withdrawn_neither_replies_nor_is_told(asked: Officer) -> None:
    asked.done("agency", "withdraw", "police")
    for words in (
        ("reply", "police", "--knows", "yes"),
        ("told", "identity", "--agency", "police"),
    ):
        said = refused(asked, *words)
        assert "Police has withdrawn" in said
        assert "lfe agency add police" in said


# ---------------------------------------------------------------- told and heard


def test_who_takes_part_is_told_and_named(asked: Officer) -> None:
    asked.done("agency", "withdraw", "police")
    asked.done("told", "identity", "--agency", "school", "--on", "2027-01-08")
    said = asked.done("told", "identity")
    assert said.out == "Recorded: told identity (Health Visiting), 11 January 2027.\n"
    told = [(e["agency"], e["on"]) for e in history(asked) if e["action"] == "told"]
    assert told == [("school", "2027-01-08"), ("health-visiting", "2027-01-11")]
    said = asked.done("told", "identity")
    assert "told identity (School, Health Visiting)" in said.all


def test_without_a_family_part_there_is_nothing_to_tell_the_professionals(review: Officer) -> None:
    said = refused(review, "told", "professionals")
    assert "No family part is planned" in said
    assert "family_part" in said
    enter(review, MOTHER)
    review.done("told", "professionals")


def of_the_professionals(review: Officer) -> str:
    """What status says of telling them of the family's part."""
    said = review.done("status", "--json").json["next"]
    return " ".join(step for step in said if "about the family's part" in step)


def test_that_professionals_know_of_the_family_part_is_recorded_of_each_agency(
    review: Officer,
) -> None:
    enter(review, MOTHER)
    said = review.done("told", "professionals", "--agency", "police")
    assert "Recorded: told professionals (Police)" in said.all
    assert "family's part (School, Health Visiting): lfe told" in of_the_professionals(review)
    said = review.done("told", "professionals")
    assert "told professionals (School, Health Visiting)" in said.all
    assert of_the_professionals(review) == ""


def test_for_an_agency_that_is_invited_later_it_is_open_again(review: Officer) -> None:
    enter(review, MOTHER)
    review.done("told", "professionals")
    review.done("told", "family")
    assert "DRAFT" not in review.done("agenda").all
    review.done("agency", "add", "camhs")
    assert "part (Child and Adolescent Mental Health Service): " in of_the_professionals(review)
    assert (
        "the professionals of Child and Adolescent Mental Health Service are still to hear of the "
        "family's part" in review.done("agenda", "--replace").all
    )


@pytest.mark.parametrize("issued", [True, False])
def test_an_earlier_record_for_all_holds_for_those_who_took_part_then(
    review: Officer, monkeypatch: pytest.MonkeyPatch, *, issued: bool
) -> None:
    enter(review, MOTHER)
    if issued:
        review.done("issue-audits")
    path = review.path("history.jsonl")
    about = {"action": "told", "on": "2027-01-11", "whom": "professionals"}
    line = {"id": "p1", "at": "2027-01-11T09:31:00Z", "by": "Review officer", **about}
    path.write_text(f"{path.read_text()}{json.dumps(line)}\n")
    assert of_the_professionals(review) == ""
    monkeypatch.setenv("LFE_NOW", "2027-01-12T09:30")
    review.done("agency", "add", "camhs")
    assert "part (Child and Adolescent Mental Health Service): " in of_the_professionals(review)


def test_nobody_hears_the_learning_before_there_is_a_page(review: Officer) -> None:
    enter(review, MOTHER)
    said = refused(review, "told", "feedback")
    assert "There is no page yet that they could hear of." in said
    at_stage(review, "draft")
    review.done("told", "feedback")


@pytest.mark.parametrize("answer", ["no", "not yet asked"])
@pytest.mark.parametrize(
    "words", [("told", "family"), ("told", "family", "--person", "mother"), ("heard",)]
)
def test_contact_that_is_not_known_to_be_safe_is_not_recorded_but_spoken_about(
    review: Officer, answer: str, words: tuple[str, ...]
) -> None:
    enter(review, MOTHER.replace("safe_to_contact: yes", f"safe_to_contact: {answer}"))
    said = refused(review, *words)
    assert (
        "It is not known to be safe to contact the mother. If somebody did, speak to the social "
        "worker today." in said
    )
    assert "Put safe_to_contact and asked right in review.yaml first: lfe edit" in said
