"""Closed reviews that were moved into a folder for them: read, counted, and never missed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.officer import Officer

EXAMPLES = Path(__file__).parents[1] / "examples"
CLOSED, ACTING, BEGUN = "LFE-2025-001", "LFE-2026-001", "LFE-2026-002"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer in a workspace with a closed review, one whose groups act, and one that begins."""
    monkeypatch.setenv("LFE_OFFICE", "none")
    shutil.copytree(EXAMPLES, tmp_path / "ours")
    return Officer(tmp_path / "ours")


def put_away(top: Officer, reference: str, place: str = "archive/{}") -> Path:
    to = top.path(place.format(reference))
    to.parent.mkdir(parents=True, exist_ok=True)
    top.path(reference).rename(to)
    return to


def references(top: Officer, *words: str) -> list[str]:
    return [one["reference"] for one in top.done("status", *words, "--json").json["reviews"]]


@pytest.mark.parametrize(
    "place", ["archive/{}", "Archive/lfe-2025-001", "archive/2025/{}", "ARCHIVE/Closed ones/{}"]
)
def test_a_closed_review_that_is_put_away_counts_and_is_found(top: Officer, place: str) -> None:
    before = {words: top.lfe(*words).out for words in [("learning",), ("learning", "waiting")]}
    top.done("year", "2025")
    figures = top.path("year-2025.xlsx").read_bytes()
    put_away(top, CLOSED, place)
    assert {words: top.lfe(*words).out for words in before} == before
    top.done("year", "2025")
    assert top.path("year-2025.xlsx").read_bytes() == figures
    assert references(top) == [ACTING, BEGUN]
    assert references(top, "--all") == [CLOSED, ACTING, BEGUN]
    assert "In the archive: 1 review (lfe status --all)." in top.done("status").all
    assert CLOSED in top.done("board").all + top.path("board.html").read_text()
    for words in (("status", "-r", CLOSED), ("documents", "-r", "2025-001"), ("check",)):
        assert top.lfe(*words).code == 0, words


def test_where_one_stands_in_the_archive_is_that_review(top: Officer) -> None:
    there = put_away(top, CLOSED)
    said = top.done("status", at=there / "report")
    assert said.out.startswith(f"{CLOSED}  ")
    assert f"it lies in archive/{CLOSED}, where nothing is recorded" in said.all


@pytest.mark.parametrize(
    "words",
    [("sent",), ("edit",), ("actions",), ("impact", "R1"), ("step-up",)],
)
def test_nothing_is_recorded_in_the_archive(top: Officer, words: tuple[str, ...]) -> None:
    put_away(top, CLOSED)
    before = top.files()
    said = top.lfe(*words, "-r", CLOSED)
    assert said.code == 2
    assert f'Move its folder back first: from "archive/{CLOSED}" to "{CLOSED}".' in said.all
    assert top.files() == before


def test_what_was_recorded_after_closing_is_taken_back_once_it_is_out_of_the_archive(
    top: Officer,
) -> None:
    because = ("--reason", "a complaint", "--decided-by", "Chair")
    top.done("keep", "--until", "2031-01-10", *because, "-r", CLOSED)
    there = put_away(top, CLOSED)
    before = top.files()
    said = top.lfe("undo", "-r", CLOSED)
    assert said.code == 2
    assert f'Move its folder back first: from "archive/{CLOSED}" to "{CLOSED}".' in said.all
    assert top.files() == before
    there.rename(top.path(CLOSED))
    top.done("undo", "-r", CLOSED)


def test_what_is_open_in_a_review_that_is_put_away_is_said_with_how_it_comes_back(
    top: Officer,
) -> None:
    review = Officer(top.path(ACTING))
    review.done("collected", "--destroy")
    review.done("close", "--yes", "--nothing-needs-it", "--carry-over")
    open_before = review.done("status", "--json").json["next"]
    assert open_before
    put_away(top, ACTING)
    said = top.done("status").all
    assert f'from "archive/{ACTING}" to "{ACTING}"' in said
    [now] = [r["next"] for r in top.done("status", "--json").json["reviews"] if r["archived"]]
    assert len(now) == len(open_before)
    assert not [one for one in now if "lfe " in one]


def test_a_review_that_is_not_closed_is_not_for_the_archive(top: Officer) -> None:
    put_away(top, BEGUN)
    assert "it is not closed, and lies in the archive." in top.done("status").all
    assert BEGUN in references(top)


def test_another_folder_can_be_the_archive(top: Officer) -> None:
    settings = top.path("partnership.yaml")
    settings.write_text(with_setting(settings.read_text(), "archive: Closed/Reviews"))
    put_away(top, CLOSED, "closed/reviews/{}")
    assert references(top, "--all") == [CLOSED, ACTING, BEGUN]
    put_away(top, BEGUN)
    assert 'Move it back: from "archive/LFE-2026-002"' in top.lfe("status").all


@pytest.mark.parametrize("odd", ["/etc", "../elsewhere", "C:/closed", "."])
def test_the_archive_is_a_folder_in_this_one(top: Officer, odd: str) -> None:
    settings = top.path("partnership.yaml")
    settings.write_text(with_setting(settings.read_text(), f'archive: "{odd}"'))
    said = top.lfe("status")
    assert said.code == 2
    assert "Name a folder in this one, such as archive." in said.all


def test_of_a_review_that_lies_in_both_places_the_one_in_its_own_counts(top: Officer) -> None:
    shutil.copytree(top.path(CLOSED), top.path("archive", CLOSED))
    assert references(top) == [CLOSED, ACTING, BEGUN]
    assert f"archive/{CLOSED} looks like a review and is none" in top.done("status").all


def with_setting(text: str, line: str) -> str:
    return text.replace("settings:\n", f"settings:\n  {line}\n")
