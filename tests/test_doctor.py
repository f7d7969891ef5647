"""`lfe doctor`: whether this computer and this folder are in order."""

from __future__ import annotations

import subprocess

from helpers.officer import Officer


def test_a_new_folder_is_in_order(review: Officer) -> None:
    said = review.done("doctor")
    assert "only its owner can read the list of names" in said.all
    assert "keeps earlier versions of what is not confidential" in said.all


def test_outside_a_folder_it_says_so_and_writes_nothing(anywhere: Officer) -> None:
    assert "to make one: lfe init" in anywhere.done("doctor").all
    assert list(anywhere.folder.iterdir()) == []


def test_a_list_of_names_that_everybody_can_read_needs_attention(review: Officer) -> None:
    review.path("identifiers.yaml").chmod(0o644)
    said = review.lfe("doctor", "--json")
    assert said.code == 1
    [about] = [item for item in said.json["looked_at"] if item["attention"]]
    assert about["what"] == "Names of LFE-2027-001"


def test_a_list_of_names_that_cannot_be_read_needs_attention(review: Officer) -> None:
    review.path("identifiers.yaml").write_text("names: [not closed\n")
    said = review.lfe("doctor", "--json")
    assert said.code == 1
    [about] = [item for item in said.json["looked_at"] if item["attention"]]
    assert "nothing is checked against it" in about["said"]


def test_papers_that_hold_others_words_and_that_everybody_can_read_need_attention(
    review: Officer,
) -> None:
    review.done("agenda")
    review.path("event", "notes.docx").chmod(0o644)
    said = review.lfe("doctor", "--json")
    assert said.code == 1
    [about] = [item for item in said.json["looked_at"] if item["attention"]]
    assert about["what"] == "Papers of LFE-2027-001"
    assert about["said"] == "everybody on this computer can read event/notes.docx"


def test_a_remote_of_the_repository_needs_attention(review: Officer) -> None:
    words = ["git", "remote", "add", "origin", "https://example.invalid/x.git"]
    subprocess.run(words, cwd=review.folder.parent, check=True)
    said = review.lfe("doctor")
    assert said.code == 1
    assert "lfe never sends" in said.all
