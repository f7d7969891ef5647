"""Officers told apart by role, where a partnership wants it: never by name, nor in the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.officer import Officer

REPLY = ("reply", "police", "--knows", "yes")


@pytest.fixture(autouse=True)
def _nobody_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LFE_BY")


def with_roles(review: Officer, roles: str = "[Officer 1, Officer 2]") -> None:
    settings = review.folder.parent / "partnership.yaml"
    text = settings.read_text().replace("settings:\n", f"settings:\n  officers: {roles}\n")
    settings.write_text(text)


def recorded_by(review: Officer) -> str:
    by = json.loads(review.path("history.jsonl").read_text().splitlines()[-1])["by"]
    return str(by)


def test_without_a_list_it_stays_the_role_of_the_settings(review: Officer) -> None:
    review.done(*REPLY)
    assert recorded_by(review) == "Business Unit"
    said = review.lfe("officer", "Officer 1")
    assert said.code == 2
    assert "officers: [Officer 1, Officer 2]" in said.all


def test_a_role_is_set_once_for_a_login_and_lies_nowhere_in_the_folder(
    review: Officer, tmp_path: Path
) -> None:
    with_roles(review)
    top = Officer(review.folder.parent)
    before = top.files()
    assert "recorded as: Officer 1" in review.done("officer", "officer 1").out
    assert top.files() == before
    assert [p.read_text() for p in (tmp_path / "home").rglob("officer.txt")] == ["Officer 1\n"]
    review.done(*REPLY)
    assert recorded_by(review) == "Officer 1"
    shown = {one["what"]: one for one in review.lfe("doctor", "--json").json["looked_at"]}
    assert shown["Recorded as"]["said"] == "Officer 1"


@pytest.mark.parametrize("text", ["Jane Smith", "Officer 3", "", "Officer 1; Officer 2"])
def test_free_text_is_refused(review: Officer, tmp_path: Path, text: str) -> None:
    with_roles(review)
    said = review.lfe("officer", text)
    assert "Officer 1" in said.all
    assert said.code == (0 if not text else 2)
    assert not list((tmp_path / "home").rglob("officer.txt"))
    assert review.done("officer", "--json").json == {
        "recorded_as": "Business Unit",
        "officers": ["Officer 1", "Officer 2"],
    }


def test_a_name_in_the_list_is_none_of_its_roles(review: Officer) -> None:
    with_roles(review, "[Jane Smith]")
    said = review.lfe("officer", "Jane Smith")
    assert said.code == 2
    assert "reads like a name" in said.all


def test_a_role_that_left_the_list_counts_no_more(review: Officer) -> None:
    with_roles(review)
    review.done("officer", "Officer 2")
    settings = review.folder.parent / "partnership.yaml"
    settings.write_text(settings.read_text().replace(", Officer 2", ""))
    review.done(*REPLY)
    assert recorded_by(review) == "Business Unit"
    assert "Business Unit: to set your role, lfe officer" in review.lfe("doctor").all


def test_it_can_be_taken_back_and_tried_out(review: Officer) -> None:
    with_roles(review)
    review.done("officer", "Officer 1", "--dry-run")
    assert review.done("officer", "--json").json["recorded_as"] == "Business Unit"
    review.done("officer", "Officer 1")
    review.done("officer", "--forget")
    assert review.done("officer", "--json").json["recorded_as"] == "Business Unit"


def test_whoever_is_given_from_outside_still_holds(
    review: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_roles(review)
    review.done("officer", "Officer 1")
    monkeypatch.setenv("LFE_BY", "Night duty")
    review.done(*REPLY)
    assert recorded_by(review) == "Night duty"
