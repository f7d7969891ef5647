"""Which review a command is about: stood in, named in any usual way, or the only open one."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.officer import NOW, Officer, start_review, where
from helpers.states import lay, new_workspace

FIRST, SECOND = "LFE-2027-001", "LFE-2027-002"


def one_review(officer: Officer) -> None:
    lay(new_workspace, officer)
    start_review(officer)


def two_reviews(officer: Officer) -> None:
    lay(one_review, officer)
    start_review(officer)


@pytest.fixture
def one(officer: Officer) -> Officer:
    lay(one_review, officer)
    return officer


@pytest.fixture
def two(officer: Officer) -> Officer:
    lay(two_reviews, officer)
    return officer


def numbered(officer: Officer, reference: str) -> None:
    """The second review as one that was begun under another number."""
    manifest = officer.path(SECOND, "review.yaml")
    manifest.write_text(manifest.read_text("utf-8").replace(SECOND, reference), "utf-8")
    officer.path(SECOND).rename(officer.path(reference))
    officer.path(".lfe", "numbers").write_text(f"{FIRST}\n{reference}\n")


def replies(officer: Officer, reference: str) -> int:
    return officer.path(reference, "history.jsonl").read_text().count('"reply"')


REPLY = ("reply", "police", "--knows", "yes")


def test_the_only_open_review_is_taken_outside_its_folder_and_said(one: Officer) -> None:
    one.path("minutes").mkdir()
    for at in (one.folder, one.path("minutes")):
        assert one.done(*REPLY, at=at).err == f"For {FIRST}, the one open review here.\n"
    assert replies(one, FIRST) == 2
    assert one.done(*REPLY, at=one.path(FIRST, "audits")).err == ""


def test_a_command_that_reads_with_json_says_it_beside_its_document(one: Officer) -> None:
    said = one.done("documents", "--json")
    assert said.json["documents"]
    assert said.err.startswith(f"For {FIRST}")


def test_of_several_open_reviews_none_is_taken(two: Officer) -> None:
    said = two.lfe(*REPLY)
    assert said.code == 2
    assert f"Open here: {FIRST}, {SECOND}." in said.all
    assert replies(two, FIRST) == replies(two, SECOND) == 0


def test_a_closed_review_is_not_counted_and_one_that_cannot_be_read_is(two: Officer) -> None:
    with where(LFE_NOW=NOW):
        confirmed = ("--carry-over", "--yes", "--nothing-needs-it", "--no-input")
        two.lfe("close", *confirmed, at=two.path(FIRST))
    assert two.done(*REPLY).err.startswith(f"For {SECOND}")
    two.path(FIRST, "history.jsonl").write_bytes(b"\xff\xfe\x00\xd8")
    assert f"Open here: {FIRST}, {SECOND}." in two.lfe(*REPLY).all


def test_where_every_review_is_closed_or_there_is_none_it_is_said(one: Officer) -> None:
    one.lfe("close", "--carry-over", "--yes", "--nothing-needs-it", "--no-input")
    assert f"None here is open. Closed: {FIRST}." in one.lfe(*REPLY).all


def test_a_folder_without_a_review_says_how_to_start_one(officer: Officer) -> None:
    lay(new_workspace, officer)
    assert "There is no review yet: start one with lfe new" in officer.lfe(*REPLY).all


@pytest.mark.parametrize(
    "name", ["002", "2", "-002", "2027-002", "lfe-2027-002", "LFE-2027-002/", "Lfe-2027-002\\"]
)
def test_any_unique_ending_of_a_reference_is_enough(two: Officer, name: str) -> None:
    for at in (two.folder, two.path(FIRST)):
        assert two.done("status", f"--review={name}", "--json", at=at).json["reference"] == SECOND


def test_an_ending_says_which_review_it_took_and_a_whole_reference_does_not(two: Officer) -> None:
    assert two.done(*REPLY, "-r", "002").err == f"For {SECOND}.\n"
    assert two.done(*REPLY, "-r", "lfe-2027-002").err == ""


@pytest.mark.parametrize("name", [SECOND, f"./{SECOND}", f"{SECOND}/audits", "."])
def test_a_folder_names_its_review(two: Officer, name: str) -> None:
    at = two.path(SECOND) if name == "." else two.folder
    assert two.done("status", "-r", name, "--json", at=at).json["reference"] == SECOND


def test_an_ending_of_several_references_is_refused_with_those_that_it_could_be(
    two: Officer,
) -> None:
    for name in ("2027-00", "", " ", "7"):
        assert two.lfe("documents", "-r", name).code == 2, name
    numbered(two, "LFE-2026-001")
    said = two.lfe(*REPLY, "-r", "001")
    assert said.code == 2
    assert "001 can be LFE-2026-001 or LFE-2027-001. Next: Write more of the reference" in said.all
    assert two.done(*REPLY, "-r", "7-001").err.startswith(f"For {FIRST}")


def test_whole_parts_of_a_reference_go_before_mere_letters(two: Officer) -> None:
    numbered(two, "LFE-2027-1001")
    assert two.done(*REPLY, "-r", "001").err.startswith(f"For {FIRST}")
    assert two.lfe(*REPLY, "-r", "1001").err.startswith("For LFE-2027-1001")


@pytest.mark.parametrize(
    "words",
    [
        ("status", SECOND, "--json"),
        ("status", "--json", "lfe-2027-002"),
        ("status", "002", "--json"),
        ("status", "2027-002", "--json"),
    ],
)
def test_a_reference_needs_no_option_before_it(two: Officer, words: tuple[str, ...]) -> None:
    assert two.done(*words).json["reference"] == SECOND


def test_nor_among_the_words_of_a_command(two: Officer) -> None:
    two.done("reply", SECOND, "police", "--knows", "yes")
    two.done("reply", "police", "--knows", "yes", SECOND)
    two.done("agency", "add", "gp", SECOND, at=two.path(FIRST))
    assert (replies(two, FIRST), replies(two, SECOND)) == (0, 2)
    assert "gp" in two.path(SECOND, "review.yaml").read_text()
    assert two.lfe("reply", FIRST, "-r", SECOND).code == 2
    assert two.done("learning", "2027", "--json").json["words"] == ["2027"]


def test_a_file_is_checked_against_the_names_of_the_review_that_is_named(
    two: Officer, tmp_path: Path
) -> None:
    two.path(SECOND, "identifiers.yaml").write_text("names: [Zephyrine]\nplaces: []\nother: []\n")
    text = tmp_path / "notes.txt"
    text.write_text("Zephyrine was at school.")
    assert two.lfe("check", text, "-r", "002").code == 1
    assert "Zephyrine" in two.lfe("check", text, "-r", "002").all
