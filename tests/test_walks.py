"""Whole reviews by somebody who follows what `lfe status` says is next, to the letter.

Whatever nobody had planned happens in them: an agency that is late or withdraws, a day that is
moved or cancelled, a hold, a step-up and back, a paper edited in Word, an audit as PDF, a decision
that is amended. No advice is refused or comes to nothing, no letter is drafted twice without a
reason, and after each command status says what a simple model says. `LFE_WALKS=50` walks through
that many others.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers.player import begins
from helpers.real_life import with_real_life

AGENCIES = ("police", "school", "health-visiting", "gp", "early-help")


def walk(folder: Path, seed: int) -> None:
    with_real_life(begins(folder / "reviews", seed, AGENCIES)).lives()


@pytest.mark.parametrize("seed", [1, 7])
def test_whatever_happens_a_review_that_follows_what_is_next_comes_to_its_end(
    tmp_path: Path, seed: int
) -> None:
    walk(tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 100 + int(os.environ.get("LFE_WALKS", "10"))))
def test_the_same_in_ten_more(tmp_path: Path, seed: int) -> None:
    walk(tmp_path, seed)
