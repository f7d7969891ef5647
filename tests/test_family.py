"""The family, person by person: who is told, who may be written to, who has been heard."""

from __future__ import annotations

import json
import re
import subprocess
from functools import lru_cache

import pytest

from helpers.family import MOTHER, enter
from helpers.history import history, next_steps
from helpers.officer import Officer
from helpers.pages import at_stage
from helpers.word_files import text_of
from lfe_cli.checks.access import find_accessibility
from lfe_cli.word.package import open_package

FATHER = MOTHER.replace("mother", "father")
GRANDPARENT = MOTHER.replace("mother", "grandparent").replace("at the event", "in writing")
YOUNG_PERSON = MOTHER.replace("mother", "young person").replace("at the event", "before the event")
SIBLING_A = MOTHER.replace("mother", "sibling\n    id: sibling-a")
SIBLING_B = MOTHER.replace("mother", "sibling\n    id: sibling-b")
NEVER = (
    "lfe-", "2027", "official", "audit", "subgroup", "cscr", "form", "deadline", "by when", "due",
    "blame", "fault", "failed", "guilt", "review", "agency", "agencies", "neglect", "confidential",
    "promise", "guarantee", "reference",
)  # fmt: skip


def change(review: Officer, old: str, new: str) -> None:
    path = review.path("review.yaml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def draft_because(review: Officer) -> list[str]:
    reasons: list[str] = review.done("agenda", "--json").json["draft_because"]
    return reasons


# ---------------------------------------------------------------- the manifest


def test_two_of_one_relation_are_to_be_told_apart_and_not_by_name(review: Officer) -> None:
    enter(review, SIBLING_A.replace("    id: sibling-a\n", ""), SIBLING_B)
    said = review.lfe("status")
    assert said.code == 2
    assert "is entered more than once as sibling: who is who? Write such as id: sibling-a" in (
        said.all
    )
    assert "in no order of age" in said.all


@pytest.mark.parametrize("given", ["anna", "sibling-anna", "sibling", "mother-a", "sibling-1"])
def test_an_id_is_the_relation_and_a_letter_so_that_no_name_is_kept(
    review: Officer, given: str
) -> None:
    enter(review, SIBLING_A.replace("sibling-a", given))
    said = review.lfe("status")
    assert said.code == 2
    assert "family (1).id cannot be the id of the sibling" in said.all


def test_two_with_the_same_letter_are_told(review: Officer) -> None:
    enter(review, SIBLING_A, SIBLING_A)
    assert "family (sibling-a) stands twice" in review.lfe("status").all


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (MOTHER.replace("told: yes", "told: no"), "takes part, and is not told"),
        (f"{MOTHER}    why_not_told: safety\n", "has a reason for not being told, and is told"),
    ],
)
def test_what_does_not_go_together_is_told(review: Officer, person: str, sentence: str) -> None:
    enter(review, person)
    said = review.lfe("check")
    assert said.code == 1
    assert sentence in said.all


def test_a_name_in_the_role_of_whoever_decides_is_found(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [Testina Example]\nplaces: []\nother: []\n")
    enter(review, MOTHER.replace("Family support worker", "Testina Example"))
    said = review.lfe("check", "review.yaml")
    assert said.code == 1
    assert "Testina" in said.all
    assert "so git did not record it this time" in review.lfe("told", "family").all


# ---------------------------------------------------------------- what is recorded


def test_told_family_alone_counts_for_everybody_who_comes(review: Officer) -> None:
    enter(review, MOTHER, FATHER, GRANDPARENT)
    review.done("told", "professionals")
    assert "told family (mother, father)" in review.done("told", "family").all
    assert draft_because(review) == []


def test_the_agenda_stays_a_draft_until_each_who_comes_was_told(review: Officer) -> None:
    enter(review, MOTHER, FATHER)
    review.done("told", "professionals")
    review.done("told", "family", "--person", "mother", "--on", "8 January 2027")
    assert draft_because(review) == [
        "the father is still to be told what to expect: lfe told family --person father"
    ]
    review.done("told", "family", "--person", "father")
    assert draft_because(review) == []


def test_an_entry_without_a_person_counts_for_all(review: Officer) -> None:
    enter(review, MOTHER, FATHER)
    path = review.path("history.jsonl")
    for whom in ("professionals", "family"):
        line = {"id": whom, "at": "2027-01-11T09:31:00Z", "by": "x", "action": "told", "whom": whom}
        path.write_text(f"{path.read_text()}{json.dumps(line)}\n")
    assert draft_because(review) == []


def test_of_somebody_not_to_be_written_to_the_agenda_asks_nothing(review: Officer) -> None:
    enter(review, MOTHER.replace("contact: yes", "contact: no"))
    review.done("told", "professionals")
    [reason] = draft_because(review)
    assert reason == "the mother does not know yet what to expect, and is not to be written to"


def test_the_history_keeps_who_and_when_and_nothing_else(review: Officer) -> None:
    enter(review, SIBLING_A, SIBLING_B, GRANDPARENT)
    at_stage(review, "draft")
    review.done("told", "family", "--person", "sibling-b", "--on", "2027-01-08")
    review.done("heard", "--person", "grandparent")
    review.done("told", "feedback", "--person", "Grandparent")
    always = {"id", "at", "by", "command", "after", "clock"}
    kept = [{k: v for k, v in e.items() if k not in always} for e in history(review)]
    assert kept[-3:] == [
        {"action": "told", "on": "2027-01-08", "whom": "family", "person": "sibling-b"},
        {"action": "views heard", "on": "2027-01-11", "person": "grandparent"},
        {"action": "told", "on": "2027-01-11", "whom": "feedback", "person": "grandparent"},
    ]


def test_a_young_person_can_be_named_as_the_manifest_has_them(review: Officer) -> None:
    enter(review, YOUNG_PERSON, MOTHER)
    review.done("heard", "--person", "young person")
    assert history(review)[-1]["person"] == "young-person"


def test_who_is_meant_is_asked_where_it_could_be_more_than_one(review: Officer) -> None:
    enter(review, MOTHER, FATHER)
    before = review.files()
    for words in (("heard",), ("told", "feedback"), ("letter", "family")):
        said = review.lfe(*words)
        assert said.code == 2
        assert "Write --person mother or father." in said.all
    assert (
        "Nobody of the family is entered as uncle" in review.lfe("heard", "--person", "uncle").all
    )
    assert "--person goes with" in review.lfe("told", "identity", "--person", "mother").all
    assert review.files() == before
    enter(review, MOTHER)
    assert "heard the mother" in review.done("heard").all


def test_nothing_is_recorded_of_somebody_who_is_not_told(review: Officer) -> None:
    enter(review, "  - relation: father\n    told: no\n    why_not_told: safety\n", MOTHER)
    for words in (("heard",), ("told", "feedback")):
        said = review.lfe(*words, "--person", "father")
        assert said.code == 2
        assert "the father is not told" in said.all


def test_a_dry_run_records_nothing_and_undo_takes_back(review: Officer) -> None:
    enter(review, MOTHER, FATHER)
    before = review.files()
    assert "would record" in review.done("heard", "--person", "mother", "--dry-run").all
    assert review.files() == before
    review.done("told", "family")
    assert "told (family, mother, father)" in review.done("undo").all
    review.done("heard", "--person", "mother")
    assert "views heard (mother)" in review.done("undo").all


# ---------------------------------------------------------------- what is next


def test_what_is_decided_about_each_is_asked_until_it_is_written_down(review: Officer) -> None:
    enter(review, "  - relation: mother\n", "  - relation: father\n    told: no\n")
    steps = next_steps(review)
    assert "the mother (whether they are told: told, who decided: decided_by)" in steps
    assert "the father (why they are not told: why_not_told, who decided: decided_by)" in steps
    decided = "    why_not_told: safety\n    decided_by: Strategy meeting\n"
    enter(review, f"  - relation: father\n    told: no\n{decided}")
    assert "the father" not in next_steps(review)


def test_each_is_told_heard_and_hears_the_learning_in_turn(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(review, f"{MOTHER}    briefed_on: 2027-02-01\n", GRANDPARENT)
    steps = next_steps(review)
    assert "give" in steps and "lfe letter family --person mother" in steps
    assert "tell the mother what to expect (planned for 1 February 2027)" in steps
    assert "lfe heard --person grandparent" in steps
    review.done("told", "family", "--person", "mother")
    review.done("heard", "--person", "grandparent")
    steps = next_steps(review)
    assert "the mother" not in steps
    assert "the grandparent" not in steps
    monkeypatch.setenv("LFE_NOW", "2027-03-01")
    at_stage(review, "agreed")
    asked = "let the mother hear the learning before the page goes further"
    assert f"{asked}: lfe told feedback --person mother" in next_steps(review)
    review.done("told", "feedback", "--person", "mother")
    steps = next_steps(review)
    assert asked not in steps
    assert "lfe told feedback --person grandparent" in steps


@pytest.mark.parametrize("answer", ["no", "not yet asked"])
def test_of_somebody_who_may_not_be_written_to_one_thing_is_said(
    review: Officer, answer: str
) -> None:
    enter(review, GRANDPARENT.replace("contact: yes", f"contact: {answer}"))
    at_stage(review, "agreed")
    said = [line for line in next_steps(review).splitlines() if "grandparent" in line]
    assert len(said) == 1
    assert "contact the" in said[0] or "contact them" in said[0]
    assert "lfe told" not in said[0]


def test_while_a_hold_stands_for_the_family_nobody_is_asked_for(review: Officer) -> None:
    enter(review, MOTHER, GRANDPARENT)
    change(review, "parallel: []", "parallel:\n  - kind: inquest\n    hold: family")
    at_stage(review, "agreed")
    steps = next_steps(review)
    assert "a hold stands (inquest: family)" in steps
    assert "mother" not in steps
    assert "grandparent" not in steps


# ---------------------------------------------------------------- the letter


def letter_to(review: Officer, person: str) -> bytes:
    review.done("letter", "family", "--person", person)
    return review.path("family", f"letter-{person}.docx").read_bytes()


def everything_in(content: bytes) -> str:
    """All that a reader, a screen reader or a search of the file can find, without Word's names."""
    parts = open_package(content).parts
    held = [parts[name].decode() for name in parts if name.startswith("docProps/")]
    held = [re.sub(r"<dcterms:.*?</dcterms:\w+>", "", text) for text in held]
    for name, part in parts.items():
        if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
            xml = part.decode()
            held += re.findall(r'w:(?:alias|tag|tblCaption|name) w:val="([^"]*)"', xml)
            held += re.findall(r"<w:t[ >][^<]*", xml)
    return " ".join(re.sub(r"https?://[^\s\"]+", "", text) for text in held)


WAYS = ("at the event", "before the event", "in writing", "no", None)


@pytest.mark.parametrize("relation", ["mother", "child", "sibling", "other"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("helped", [True, False])
def test_the_letter_says_nothing_of_the_trade_anywhere_in_it(
    review: Officer, relation: str, way: str | None, helped: bool
) -> None:
    person = MOTHER.replace("mother", relation)
    person = person.replace("takes_part: at the event", f'takes_part: "{way}"' if way else "")
    enter(review, person + ("    supporter: yes\n    interpreter: yes\n" if helped else ""))
    content = letter_to(review, relation)
    words = everything_in(content).lower()
    for never in NEVER:
        assert not re.search(rf"\b{re.escape(never)}", words), never
    for never in (
        "mother",
        "handover",
        "move between areas",
        "the guildhall",
        "chair",
        "support w",
    ):
        assert never not in words
    said = text_of(content)
    for always in ("your choice", "When you hear from us", "beside you", "Why we are writing"):
        assert always in said
    assert not find_accessibility("letter.docx", content)


def test_the_letter_begins_with_the_child_and_leaves_gaps_to_a_person(review: Officer) -> None:
    enter(review, MOTHER)
    said = text_of(letter_to(review, "mother"))
    assert said.index("the child, by name") < said.index("Why we are writing")
    assert "Begin with sorrow or with thanks" in said
    assert said.count("[ WRITE HERE, BY HAND:") == 5
    assert said.count("[") == said.count("]") == 5


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("at the event", "You can come to one part of our meeting. That part is for you."),
        ("before the event", "You can talk with one of us before our meeting."),
        ("in writing", "You can write to us, draw something, or record your voice."),
        ("no", "You do not have to tell us anything."),
        (None, "Choose what feels right."),
    ],
)
def test_the_letter_offers_the_way_that_the_manifest_says(
    review: Officer, way: str | None, sentence: str
) -> None:
    line = f'takes_part: "{way}"' if way else ""
    enter(review, MOTHER.replace("takes_part: at the event", line))
    said = text_of(letter_to(review, "mother"))
    others = [w for w in _ways() if w in said]
    assert others == [sentence]


@lru_cache
def _ways() -> tuple[str, ...]:
    return (
        "You can come to one part of our meeting. That part is for you.",
        "You can talk with one of us before our meeting.",
        "You can write to us, draw something, or record your voice.",
        "You do not have to tell us anything.",
        "Choose what feels right.",
    )


@pytest.mark.parametrize("relation", ["mother", "child"])
def test_an_eleven_year_old_can_read_the_letter(review: Officer, relation: str) -> None:
    enter(review, MOTHER.replace("mother", relation))
    said = re.sub(r"\[ WRITE.*?\]", ".", text_of(letter_to(review, relation)), flags=re.DOTALL)
    sentences = [s.split() for s in re.split(r"[.?!]\s|\n", said) if len(s.split()) > 2]
    words = [word for sentence in sentences for word in sentence]
    assert len(words) / len(sentences) < 12
    assert max(len(sentence) for sentence in sentences) <= 24
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade < 6  # a reading age of about eleven


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("told: yes", "", "whether they are told is not decided yet"),
        ("told: yes\n", "told: no\n    why_not_told: safety\n", "they are not told (safety)"),
        ("contact: yes", "contact: no", "it is not safe to contact the mother"),
        ("contact: yes", "contact: not yet asked", "it is not yet known to be safe"),
        ("    asked: social worker\n", "", "who was asked whether it is safe"),
    ],
)
def test_no_letter_is_made_before_it_is_decided_and_safe(
    review: Officer, old: str, new: str, reason: str
) -> None:
    person = MOTHER.replace(old, new)
    if "told: no" in person:
        person = person.replace("takes_part: at the event", 'takes_part: "no"')
    enter(review, person)
    before = review.files()
    said = review.lfe("letter", "family", "--person", "mother", "--json")
    assert said.code == 2
    assert reason in said.all
    assert json.loads(said.out)["files"] == []
    assert review.files() == before


def test_no_letter_is_made_while_a_hold_stands_or_after_a_step_up(review: Officer) -> None:
    enter(review, MOTHER)
    change(review, "parallel: []", "parallel:\n  - kind: inquest\n    hold: family")
    assert "a hold stands for the family (inquest" in review.lfe("letter", "family").all
    change(review, "hold: family", "hold: none")
    stopped = {"id": "s", "at": "2027-01-11T09:31:00Z", "by": "x", "action": "stepped up"}
    path = review.path("history.jsonl")
    path.write_text(f"{path.read_text()}{json.dumps(stopped)}\n")
    assert "has stopped" in review.lfe("letter", "family").all
    assert not review.path("family").exists()


def test_a_letter_made_while_it_was_safe_is_to_be_kept_back(review: Officer) -> None:
    enter(review, MOTHER)
    letter_to(review, "mother")
    assert "do not hand over" not in next_steps(review)
    change(review, "safe_to_contact: yes", "safe_to_contact: no")
    assert "do not hand over family/letter-mother.docx" in next_steps(review)


def test_the_letter_is_no_mail_and_git_does_not_keep_it(review: Officer) -> None:
    enter(review, MOTHER)
    letter_to(review, "mother")
    kept = subprocess.run(
        ["git", "ls-files"], cwd=review.folder, capture_output=True, text=True, check=True
    ).stdout
    assert "review.yaml" in kept
    assert "letter-mother" not in kept
    assert not list(review.path("outbox").glob("*family*"))
    [made] = [e for e in history(review) if e.get("file") == "family/letter-mother.docx"]
    assert made["action"] == "paper made"
    assert set(made) == {
        "id",
        "at",
        "by",
        "action",
        "command",
        "file",
        "sha256",
        "made_from",
        "after",
    }


def test_git_never_keeps_a_letter_even_in_an_older_folder(review: Officer) -> None:
    ignored = review.path("..", ".gitignore")
    ignored.write_text(ignored.read_text().replace("**/family/\n", ""))
    enter(review, MOTHER)
    letter_to(review, "mother")
    kept = subprocess.run(
        ["git", "ls-files"], cwd=review.folder, capture_output=True, text=True, check=True
    ).stdout
    assert "letter-mother" not in kept


def test_a_letter_that_somebody_filled_in_is_left_and_a_name_in_it_is_told(
    review: Officer,
) -> None:
    enter(review, MOTHER)
    content = letter_to(review, "mother")
    path = review.path("family", "letter-mother.docx")
    path.write_bytes(content + b"filled in")
    change(review, "takes_part: at the event", "takes_part: in writing")
    said = review.done("letter", "family")
    assert "was edited by you and is left as it is" in said.all
    assert path.read_bytes() == content + b"filled in"
    path.write_bytes(content)


def test_a_letter_is_made_anew_as_the_manifest_changes(review: Officer) -> None:
    enter(review, MOTHER)
    first = letter_to(review, "mother")
    assert "is as it was" in review.done("letter", "family").all
    change(review, "takes_part: at the event", "takes_part: in writing")
    assert letter_to(review, "mother") != first


def test_the_letter_to_the_family_is_for_a_person_and_no_agency(review: Officer) -> None:
    enter(review, MOTHER)
    for words in (("family", "--agency", "police"), ("thank-you", "--person", "mother")):
        said = review.lfe("letter", *words)
        assert said.code == 2
        assert "lfe letter family --person RELATION" in said.all


def test_the_familys_agenda_says_who_looks_after_them(review: Officer) -> None:
    enter(review, MOTHER)
    change(review, "wellbeing:  ", "wellbeing: Health and wellbeing lead  ")
    review.done("agenda")
    said = text_of(review.path("event", "agenda-family.docx").read_bytes())
    assert "Health and wellbeing lead, who is there only for that" in said
    assert "Independent chair, who leads the meeting" in said


UNSAFE = ("safe_to_contact: yes", "safe_to_contact: no")
UNDECIDED = ("    told: yes\n", "")
HELD = ("parallel: []", "parallel:\n  - kind: inquest\n    hold: family")
NOT_TOLD = (
    MOTHER[MOTHER.index("told:") :],
    'told: no\n    why_not_told: safety\n    takes_part: "no"\n',
)


def test_no_agenda_is_made_for_somebody_of_whom_it_is_not_decided_that_they_are_told(
    review: Officer,
) -> None:
    enter(review, MOTHER.replace(*UNDECIDED))
    for whom in ("professionals", "family"):
        review.done("told", whom)
    undecided = "whether the mother is told is not decided yet (told, family in review.yaml)"
    said = review.lfe("agenda")
    assert f"The family's agenda was not made: {undecided}." in said.all
    assert not review.path("event", "agenda-family.docx").exists()
    assert undecided in review.lfe("agenda", "--json").json["draft_because"]


@pytest.mark.parametrize("change_to", [UNSAFE, UNDECIDED, HELD])
def test_once_nothing_may_go_to_somebody_who_comes_their_agenda_is_kept_back(
    review: Officer, change_to: tuple[str, str]
) -> None:
    enter(review, MOTHER, GRANDPARENT)
    for whom in ("professionals", "family"):
        review.done("told", whom)
    assert draft_because(review) == []
    letter_to(review, "mother")
    assert "hand over" not in next_steps(review)
    change(review, *change_to)
    kept = "do not hand over family/letter-mother.docx and event/agenda-family.docx"
    assert f"{kept}: nothing may go to them now" in next_steps(review)
    said = review.lfe("agenda", "--json").json
    assert said["draft"] is True
    assert "the mother" in said["draft_because"][0]
    review.path("event", "agenda-family.docx").unlink()
    assert "agenda-family" not in next_steps(review)


def test_of_somebody_who_knew_the_agenda_says_that_they_are_not_to_be_written_to(
    review: Officer,
) -> None:
    enter(review, MOTHER)
    for whom in ("professionals", "family"):
        review.done("told", whom)
    change(review, *UNSAFE)
    [reason] = review.lfe("agenda", "--json").json["draft_because"]
    assert reason == "the mother knows what to expect, and is not to be written to"


def test_what_was_made_for_somebody_who_is_not_told_after_all_is_kept_back(
    review: Officer,
) -> None:
    enter(review, MOTHER)
    review.done("agenda")
    letter_to(review, "mother")
    change(review, *NOT_TOLD)
    kept = "do not hand over family/letter-mother.docx and event/agenda-family.docx"
    assert kept in next_steps(review)
    review.path("family", "letter-mother.docx").unlink()
    assert "do not hand over event/agenda-family.docx" in next_steps(review)


def test_while_others_come_their_agenda_is_theirs_and_not_for_whoever_is_not_told(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(review, MOTHER, FATHER.replace(*NOT_TOLD))
    assert "agenda-family" not in next_steps(review)
    review.done("agenda")
    steps = next_steps(review)
    assert "do not hand over" not in steps
    assert "event/agenda-family.docx is not for the father: they are not told" in steps
    monkeypatch.setenv("LFE_NOW", "2027-02-11")
    assert "agenda-family" not in next_steps(review)
