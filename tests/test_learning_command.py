"""Learning across reviews: found by theme and by words, with what became of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.histories import noted
from helpers.officer import Officer
from helpers.reviews import HANDOVER, WORDS, a_review, decided
from lfe_cli.page.likeness import MUCH_THE_SAME, Rarity, likeness, stem, stems_of
from lfe_cli.review import events, files

AGAIN = "Try a handover conversation for each child with a plan who moves home."
HELD_OUT = yaml.safe_load(
    (Path(__file__).parent / "data" / "recommendations_held_out.yaml").read_text("utf-8")
)


def references(officer: Officer, *words: str) -> list[str]:
    found = officer.done("learning", *words, "--json").json["found"]
    return list(dict.fromkeys(one["reference"] for one in found))


def sentences(officer: Officer, *words: str) -> list[str]:
    return [one["sentence"] for one in officer.done("learning", *words, "--json").json["found"]]


# ---------------------------------------------------------------- by words and by theme


def test_without_any_page_it_says_so(officer: Officer) -> None:
    said = officer.done("learning")
    assert "no page of another review has gone to the subgroup yet" in said.all


def test_words_are_found_whatever_their_case_accents_and_endings(officer: Officer) -> None:
    a_review(officer, 1, learned=["Two cafés near the school were a safe place for families."])
    for word in ("CAFE", "café", "schools", "family", "families", "FAMILIES'"):
        assert any("safe place" in one for one in sentences(officer, word)), word


def test_every_word_has_to_be_on_the_page(officer: Officer) -> None:
    a_review(officer, 1, learned=["A grandmother knew the whole story."])
    a_review(officer, 2, learned=["A neighbour saw what nobody wrote down."])
    assert references(officer, "grandmother") == ["LFE-2026-001"]
    assert references(officer, "grandmother", "neighbour") == []
    assert references(officer, "grandmother", "conversation") == ["LFE-2026-001"]


def test_the_sentence_with_most_of_the_words_comes_first(officer: Officer) -> None:
    a_review(officer, 1, learned=["Sleep was talked about.", "Safer sleep was shown to fathers."])
    a_review(officer, 2, learned=["Fathers were seen.", "Sleep came up late."])
    found = sentences(officer, "sleep", "fathers")
    assert found[0] == "Safer sleep was shown to fathers."
    assert references(officer, "sleep", "fathers")[0] == "LFE-2026-001"


def test_a_theme_narrows_it_and_the_newest_comes_first(officer: Officer) -> None:
    a_review(officer, 1, themes=["neglect"])
    a_review(officer, 2, themes=["infants", "neglect"])
    a_review(officer, 3, themes=["infants"])
    assert references(officer, "--theme", "neglect") == ["LFE-2026-002", "LFE-2026-001"]
    assert references(officer, "conversation", "--theme", "infants") == [
        "LFE-2026-003",
        "LFE-2026-002",
    ]


def test_a_theme_that_there_is_not_is_refused_with_those_there_are(officer: Officer) -> None:
    said = officer.lfe("learning", "--theme", "negligence", "--json")
    assert said.code == 2
    assert "There is no theme negligence." in said.err
    assert "neglect, transitions" in said.json["next"]


def test_small_words_alone_are_refused(officer: Officer) -> None:
    assert officer.lfe("learning", "the", "of").code == 2


# ---------------------------------------------------------------- what is not shown


@pytest.mark.parametrize("stage", ["draft", "agreed", "withdrawn", None])
def test_a_page_that_has_not_gone_to_the_subgroup_or_was_withdrawn_is_not_shown(
    officer: Officer, stage: str | None
) -> None:
    a_review(officer, 1, stage=stage)  # type: ignore[arg-type]
    assert references(officer) == []


def test_a_page_that_went_to_the_subgroup_is_shown(officer: Officer) -> None:
    a_review(officer, 1, stage="subgroup")
    assert references(officer) == ["LFE-2026-001"]


def test_a_review_that_was_stepped_up_is_not_shown(officer: Officer) -> None:
    a_review(officer, 1, facts=[events.SteppedUp()])
    assert references(officer) == []


def test_why_a_review_was_held_is_neither_found_nor_shown(officer: Officer) -> None:
    a_review(officer, 1)
    assert references(officer, "xylophone") == []
    assert "Xylophone" not in officer.done("learning", "--json").out


def test_a_sentence_that_was_taken_off_the_page_does_not_come_back(officer: Officer) -> None:
    reference = a_review(officer, 1, learned=["The school hall was cold.", "Warmth helps."])
    path = officer.path(reference, files.LEARNING)
    path.write_text(path.read_text().replace("Warmth helps", "Warmth helps Anya"))
    assert "The school hall was cold." in sentences(officer)
    said = officer.done("learning")
    assert "Anya" not in said.out
    assert "changed in Word" in said.out


def test_a_review_whose_files_are_spoilt_is_named_and_the_others_are_shown(
    officer: Officer,
) -> None:
    a_review(officer, 1)
    broken = a_review(officer, 2)
    officer.path(broken, files.LEARNING).write_text("title: [\n")
    said = officer.lfe("learning")
    assert said.code == 1
    assert "LFE-2026-001" in said.out
    assert f"{broken} could not be looked at" in said.err
    assert f"lfe check -r {broken}" in said.err.replace("\n", " ")


# ---------------------------------------------------------------- what became of it


def test_it_says_what_became_of_a_recommendation(officer: Officer) -> None:
    difference = "Two families told it once."
    a_review(
        officer,
        1,
        steps=[(HANDOVER, "practice"), (WORDS, "quality"), ("Ask fathers first.", "learning")],
        facts=[
            decided("R1"),
            noted("R1.1", "action", "Practise it with three teams"),
            noted("R1.1", "progress", "under way"),
            decided("R2", "declined", reason="Another group does this."),
            events.ImpactChecked(recommendation="R1", months=3, difference=difference),
        ],
    )
    said = officer.done("learning", "--theme", "neglect").all
    assert "Accepted, under way (Practice Development Group)." in said
    assert "R1.1 Practise it with three teams: under way" in said
    assert "After 3 months: Two families told it once." in said
    assert "Declined. Reason: Another group does this." in said
    assert "R3 Ask fathers first. Not decided yet." in said
    one = officer.done("learning", "handover", "--json").json["found"][-1]["recommendation"]
    assert (one["decision"], one["became"]) == ("accepted", "accepted, under way")
    assert one["actions"][0]["state"] == "under way"
    assert one["impact"][0]["months"] == 3


@pytest.mark.parametrize(
    ("facts", "became"),
    [
        ([], "not decided yet"),
        ([decided()], "accepted, action to be written"),
        ([decided(), noted("R1.1", "action", "Meet")], "accepted, not started"),
        ([decided(), noted("R1.1", "progress", "completed")], "accepted, action to be written"),
        (
            [
                decided(),
                noted("R1.1", "action", "Meet"),
                noted("R1.1", "progress", "completed"),
                noted("R1.1", "evidence", "Ten handovers were listened to"),
            ],
            "accepted, done, with evidence",
        ),
        ([decided("R1", "held")], "held"),
    ],
)
def test_completed_is_not_done_without_evidence(
    officer: Officer, facts: list[tuple[str, dict[str, str]]], became: str
) -> None:
    a_review(officer, 1, facts=facts)
    one = officer.done("learning", "handover", "--json").json["found"][-1]["recommendation"]
    assert one["became"] == became


def test_an_amended_recommendation_is_shown_in_the_subgroups_words(officer: Officer) -> None:
    amended = "Agree a telephone call between workers when a child moves."
    a_review(officer, 1, facts=[decided("R1", "amended", words=amended)])
    assert amended in sentences(officer, "telephone")


# ---------------------------------------------------------------- in a review


def test_in_a_review_it_finds_what_was_learned_on_its_themes(officer: Officer) -> None:
    a_review(officer, 1, themes=["infants"])
    a_review(officer, 2, themes=["neglect"])
    own = a_review(officer, 3, themes=["infants"], stage="draft", steps=[(WORDS, "quality")])
    inside = Officer(officer.path(own))
    assert references(inside) == ["LFE-2026-001"]
    assert references(officer, "-r", own) == ["LFE-2026-001"]


def test_a_review_without_themes_is_told_how_to_get_them(officer: Officer) -> None:
    own = a_review(officer, 1, themes=[], stage=None)
    assert "has no themes yet" in officer.done("learning", "-r", own).all


def test_a_recommendation_that_was_made_before_is_told_with_what_became_of_it(
    officer: Officer,
) -> None:
    a_review(
        officer,
        1,
        themes=["infants"],
        facts=[
            decided(),
            noted("R1.1", "action", "Meet"),
            noted("R1.1", "progress", "under way"),
        ],
    )
    own = a_review(officer, 2, stage="draft", steps=[(WORDS, "quality"), (AGAIN, "practice")])
    line = "R2 says what LFE-2026-001 R1 said (accepted, under way): lfe learning"
    assert line in officer.done("status", "-r", own).all
    assert line in officer.done("status", "-r", own, "--json").json["next"]
    said = officer.done("learning", "-r", own)
    assert "Recommended before in much the same words" in said.out
    again = officer.done("learning", "-r", own, "--json").json["repeats"]
    assert [(one["recommendation"]["id"], one["earlier"]["reference"]) for one in again] == [
        ("R2", "LFE-2026-001")
    ]


def test_several_earlier_ones_are_told_as_one_with_their_number(officer: Officer) -> None:
    for number in (1, 2, 3):
        a_review(officer, number, facts=[decided()])
    own = a_review(officer, 4, stage="agreed", steps=[(AGAIN, "practice")])
    said = officer.done("status", "-r", own).all
    assert "R1 says what LFE-2026-003 R1 said" in said
    assert "as did 2 other reviews" in said


def test_a_later_review_is_not_called_earlier(officer: Officer) -> None:
    first = a_review(officer, 1, stage="subgroup")
    a_review(officer, 2, steps=[(AGAIN, "practice")])
    assert officer.done("learning", "-r", first, "--json").json["repeats"] == []


@pytest.mark.parametrize("stage", [None, "issued", "withdrawn"])
def test_nothing_is_said_of_repeats_before_the_page_is_drafted_or_after_it_is_issued(
    officer: Officer, stage: str | None
) -> None:
    a_review(officer, 1)
    own = a_review(officer, 2, stage=stage, steps=[(AGAIN, "practice")])  # type: ignore[arg-type]
    assert "says what" not in officer.done("status", "-r", own).all


def test_it_changes_nothing_and_fits_the_screen(officer: Officer) -> None:
    a_review(officer, 1, facts=[decided()])
    own = a_review(officer, 2, stage="draft", steps=[(AGAIN, "practice")])
    before = officer.files()
    for words in (["learning"], ["learning", "handover"], ["learning", "-r", own]):
        assert max(map(len, officer.done(*words).out.splitlines())) <= 80
    assert officer.files() == before


def test_the_json_is_one_document_with_what_was_asked(officer: Officer) -> None:
    a_review(officer, 1)
    document = json.loads(officer.done("learning", "handover", "--json").out)
    assert document["words"] == ["handover"]
    assert set(document) == {"review", "words", "theme", "found", "repeats", "left_out"}


# ---------------------------------------------------------------- how alike two sentences are


def test_on_pairs_it_was_not_tuned_on_it_finds_what_is_said_in_much_the_same_words() -> None:
    """Measured when this was written: 12 of 12 found, 0 of 12 taken for the same."""
    rarity = Rarity(tuple(text for pair in HELD_OUT for text in (pair["one"], pair["other"])))
    alike = [
        (pair["same"], likeness(pair["one"], pair["other"], rarity) >= MUCH_THE_SAME)
        for pair in HELD_OUT
    ]
    assert len(alike) == 24
    assert sum(found for same, found in alike if same) >= 11
    assert sum(found for same, found in alike if not same) <= 1


def test_recommendations_on_different_things_are_hardly_ever_taken_for_the_same() -> None:
    ones = sorted({text for pair in HELD_OUT for text in (pair["one"], pair["other"])})
    same = {frozenset((p["one"], p["other"])) for p in HELD_OUT if p["same"]}
    pairs = [(a, b) for a in ones for b in ones if a < b and frozenset((a, b)) not in same]
    rarity = Rarity(tuple(ones))
    assert len(pairs) == 618
    assert sum(likeness(a, b, rarity) >= MUCH_THE_SAME for a, b in pairs) <= 3


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(one: str, other: str) -> None:
    rarity = Rarity((one,))
    value = likeness(one, other, rarity)
    assert value == pytest.approx(likeness(other, one, rarity))
    assert 0 <= value <= 1 + 1e-9
    assert not stems_of(one) or likeness(one, one, rarity) == pytest.approx(1)


@pytest.mark.parametrize(
    "forms",
    [
        ("meeting", "meetings", "meet", "met"),
        ("plan", "plans", "planned", "planning"),
        ("family", "families"),
        ("child", "children"),
        ("service", "services"),
        ("agree", "agreed", "agreeing", "agreement"),
        ("assess", "assesses", "assessing"),
        ("house", "housing"),
        ("worry", "worries", "worried"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1, [stem(form) for form in forms]


def test_words_that_only_look_alike_keep_apart() -> None:
    for one, other in (("need", "new"), ("late", "letter"), ("bus", "business"), ("sing", "s")):
        assert stem(one) != stem(other)
