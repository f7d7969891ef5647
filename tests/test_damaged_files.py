"""Whatever is done to a file of a workspace from outside is no fault of the tool: never exit 3."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from helpers.damage import DAMAGES
from helpers.officer import Officer

EXAMPLES = Path(__file__).parent.parent / "examples"
REVIEW = "LFE-2026-001"
# What is read again and again; of all other files one in a while.
READ = (
    f"{REVIEW}/history.jsonl",
    f"{REVIEW}/review.yaml",
    f"{REVIEW}/report/learning.yaml",
    f"{REVIEW}/subgroup/recommendations.yaml",
    f"{REVIEW}/identifiers.yaml",
    "partnership.yaml",
)
LOOKS = (
    ("status",),
    ("board", "--dry-run"),
    ("year", "2026", "--dry-run"),
    ("doctor",),
    ("learning",),
    ("actions", "--all", "--dry-run"),
    ("check", "--repair", "--dry-run"),
    ("status", "-r", REVIEW),
    ("documents", "-r", REVIEW),
    ("undo", "--dry-run", "-r", REVIEW),
    ("agenda", "--dry-run", "-r", REVIEW),
    ("close", "--dry-run", "--yes", "--nothing-needs-it", "--carry-over", "-r", REVIEW),
)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    monkeypatch.setenv("LFE_NOW", "2026-12-02T12:00")
    monkeypatch.setenv("LFE_OFFICE", "none")
    shutil.copytree(EXAMPLES, tmp_path / "reviews")
    return Officer(tmp_path / "reviews")


def damage_one_file(example: Officer, chance: random.Random) -> str:
    every = sorted(name for name in example.files() if name.startswith(REVIEW))
    name = chance.choice((*READ, *READ, chance.choice(every)))
    path = example.path(name)
    if not path.is_file():
        return f"{name} is not there"
    if not chance.randrange(8):
        path.unlink()
        path.mkdir()
        return f"a folder in the place of {name}"
    damage = chance.choice(DAMAGES)
    path.write_bytes(damage(chance, path.read_bytes()))
    return f"{damage.__name__}: {name}"


def look_everywhere(example: Officer, seed: int, looks: tuple[tuple[str, ...], ...]) -> None:
    what = damage_one_file(example, random.Random(seed))
    for words in looks:
        said = example.lfe(*words)
        assert said.code in (0, 1, 2), (seed, what, words, said)
        assert said.code == 0 or said.out or said.err, (seed, what, words)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_told_and_no_fault_of_the_tool(example: Officer, seed: int) -> None:
    look_everywhere(example, seed, LOOKS)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
def test_any_damaged_file_is_told_and_no_fault_of_the_tool(example: Officer, seed: int) -> None:
    look_everywhere(example, seed, (*LOOKS, ("check", "-r", REVIEW)))
