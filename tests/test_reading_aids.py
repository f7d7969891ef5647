"""How long sentences may be: what is allowed is never called too long."""

from __future__ import annotations

from lfe_cli.checks.passages import Passage
from lfe_cli.checks.reading import find_reading
from lfe_cli.checks.wording import read_rules
from lfe_cli.review import templates

RULES = read_rules((templates.shipped() / "wording.yaml").read_text("utf-8"), None)


def average_of(*lengths: int) -> list[str]:
    """What is said of sentences that have so many words."""
    said = [Passage(f"line {n}", " ".join(["We", *["word"] * (n - 1)]) + ".") for n in lengths]
    return [f.text for f in find_reading(said, "a", RULES) if f.rule == "sentence-length"]


def test_an_average_that_is_allowed_is_not_told() -> None:
    assert average_of(25, 25, 25) == []


def test_an_average_a_little_over_is_not_told_as_the_allowed_number() -> None:
    assert average_of(25, 25, 26) == ["over 25 words a sentence on average"]


def test_an_average_well_over_is_told_with_its_number() -> None:
    assert average_of(30, 30, 30) == ["30 words a sentence on average"]
