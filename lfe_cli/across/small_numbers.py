"""Keeps small figures back, and as many others as it takes that nobody can work them out.

A figure from 1 up to the partnership's small number less one is "fewer than" that number. What is
kept back beside it is chosen by which figures are small and by what is shown, never by how large
a hidden one is: else somebody who knows these rules could tell it from the choice itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

Shown = int | Literal["few", "not given"]


def shown(value: int, small: int) -> Shown:
    """A figure as it may be shown by itself."""
    return "few" if 0 < value < small else value


def few_or_none(value: int, small: int) -> Shown:
    """The same where not even that there is one may be told: none is "fewer than" as well."""
    return "few" if value < small and small > 1 else value


def part_of(value: int, whole: int, small: int) -> Shown:
    """A figure beside the `whole` that it is part of: what is left of that may not be small either.

    Where there is little room, small and nearly all look the same: "not given".
    """
    left = whole - value
    if value <= 0 or left <= 0 or (value >= small and left >= small):
        return value
    return "few" if value < small and whole >= 2 * small - 1 else "not given"


def with_total(total: str, parts: Mapping[str, int], small: int) -> dict[str, Shown]:
    """`parts` and their sum. With a small one among them the sum is not given."""
    cells = {key: shown(value, small) for key, value in parts.items()}
    whole = sum(parts.values())
    return {total: "not given" if "few" in cells.values() else whole, **cells}


def could_be_anything(
    cells: Iterable[Shown], small: int, *, at_least: int = 0, at_most: int | None = None
) -> bool:
    """Whether each small one of `cells` could be anything from 1 to the small number less one.

    A reader sees the others, and may know of all together that they are `at_least` and `at_most`.
    """
    every = tuple(cells)
    given = sum(cell for cell in every if isinstance(cell, int))
    others = every.count("few") - 1
    if others < 0:
        return True
    least = at_least - given - others * (small - 1)
    most = small if at_most is None else at_most - given - others
    return least <= 1 and most >= small - 1
