"""Whole reviews by somebody who follows what `lfe status` says is next, to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.player import begins

AGENCIES = ("police", "school", "health-visiting", "gp", "early-help")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_review_that_follows_what_is_next_comes_to_its_end(tmp_path: Path, seed: int) -> None:
    player = begins(tmp_path / "reviews", seed, AGENCIES)
    player.lives()
