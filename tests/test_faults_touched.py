"""Folders that somebody touched between two commands: a sentence at most, and nothing of what a
person wrote is gone."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from helpers.aftermath import assert_told_plainly
from helpers.faults import run
from helpers.officer import REFERENCE, Officer
from helpers.situations import OTHER, acted_on, asked, at_the_end, decided, met
from helpers.states import lay
from helpers.touched import Touched
from helpers.trials import Record, sampled, trials

STATES = (asked, met, decided, acted_on, at_the_end)
READING = (
    ("status",),
    ("status", "--json", "-r", REFERENCE),
    ("check", "--json"),
    ("check", "-r", REFERENCE),
    ("doctor",),
    ("documents", "-r", REFERENCE),
    ("learning",),
)
WRITING = (
    ("board",),
    ("reply", "police", "--knows", "yes", "-r", REFERENCE),
    ("reply", "police", "--knows", "no", "-r", OTHER),
    ("issue-audits", "-r", REFERENCE),
    ("ingest", "-r", REFERENCE),
    ("agenda", "-r", REFERENCE),
    ("report", "-r", REFERENCE),
    ("actions", "-r", REFERENCE),
    ("undo", "-r", REFERENCE),
    ("agency", "contact", "police", "x@police.example", "--everywhere", "-r", REFERENCE),
    ("new", "--theme", "Neglect", "--from", "2026-01-01", "--to", "2026-06-30", "--no-input"),
    ("close", "--yes", "--nothing-needs-it", "--carry-over", "--no-input", "-r", REFERENCE),
    ("year", "2027"),
)
EVERY = 500  # as many seeds as are tried where all are wanted


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("few", [2, pytest.param(10, marks=pytest.mark.long)])
def test_a_folder_that_somebody_touched(
    part: int, few: int, tmp_path: Path, record_property: Record
) -> None:
    """Every command answers with 0, 1 or 2; those that read change nothing."""
    seeds = sampled(range(part, EVERY, 4), few, f"touched {part}")
    with trials("commands in a folder that somebody touched", record_property) as made:
        for seed in seeds:
            chance = random.Random(seed)
            folder = tmp_path / f"S drive {seed}" / "Reviews of ours"
            folder.mkdir(parents=True)
            lay(chance.choice(STATES), Officer(folder))
            outside = folder.with_name("elsewhere")
            outside.mkdir()
            (outside / "a file.txt").write_text("elsewhere")
            touched = Touched(folder, chance, outside)
            for _ in range(chance.choice((1, 1, 2, 3))):
                touched.touch()
            named = f"seed {seed} ({'; '.join(touched.done)})"
            written = chance.sample(WRITING, 4)
            for words in (*READING, *written):
                with made.one(f"{named}: lfe {' '.join(words)}"):
                    assert_told_plainly(run(folder, *words, like_anybody=True), words)
            with made.one(f"{named}: what a person wrote"):
                _open_again(folder)
                found = b"\n".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
                goes = any(words[0] == "close" for words in written)  # it removes whole folders
                lost = [one for one in touched.written if one not in found and not goes]
                assert not lost, f"gone: {lost}"
                there = {p.name: p.read_bytes() for p in outside.iterdir() if p.is_file()}
                assert there == {"a file.txt": b"elsewhere"}, f"outside: {sorted(there)}"


def _open_again(folder: Path) -> None:
    for above, folders, files in os.walk(folder):
        for path in (Path(above, name) for name in (*folders, *files)):
            if not path.is_symlink():
                path.chmod(0o700)
