"""Parts of sentences that every message words in the same way."""

from __future__ import annotations

import pytest

from lfe_cli.sentences import closest, counted, did_you_mean, joined

AGENCIES = ("police", "school", "health-visiting")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], ""),
        (["the mother"], "the mother"),
        (["the mother", "the father"], "the mother and the father"),
        (["the mother", "the father", "sibling A"], "the mother, the father and sibling A"),
    ],
)
def test_parts_are_listed_as_a_sentence_lists_them(parts: list[str], sentence: str) -> None:
    assert joined(parts) == sentence
    assert joined(iter(parts), "or") == sentence.replace(" and ", " or ")


def test_one_thing_is_counted_as_one() -> None:
    assert [counted(n, "file") for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_a_slip_of_the_pen_is_asked_about_and_anything_else_is_not() -> None:
    assert did_you_mean("polise", AGENCIES, "None is near.") == "Did you mean police?"
    assert did_you_mean("zzzz", AGENCIES, "None is near.") == "None is near."
    assert closest("helth visiting", iter(AGENCIES)) == "health-visiting"
    assert closest("helth visiting", AGENCIES, likeness=0.99) == ""
    assert closest("police", ()) == ""
