"""Many trials of one kind in one test: which of them are made, how many there were, what failed.

`make test` makes a few of them, the same each time; tests marked `long` more; with LFE_FAULTS=all
(`make faults`) those make all. How many were made of each kind stands at the end of the run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
Record = Callable[[str, object], None]
PROPERTY = "trials"


def sampled(possible: Sequence[T], few: int, seed: str) -> list[T]:
    """A few of them in their order, by chance but always the same; all where all are wanted."""
    if os.environ.get("LFE_FAULTS") == "all" or len(possible) <= few:
        return list(possible)
    chosen = random.Random(seed).sample(range(len(possible)), few)
    return [possible[number] for number in sorted(chosen)]


class Trials:
    """The trials of a test."""

    def __init__(self) -> None:
        self.made = 0
        self.failures: list[str] = []

    @contextmanager
    def one(self, what: str) -> Iterator[None]:
        """One trial, named so that it can be made again; one that fails does not end the others."""
        self.made += 1
        try:
            yield
        except AssertionError as error:
            why = (str(error).strip() or "it failed").splitlines()[0]
            self.failures.append(f"{what}\n      {why[:700]}")


@contextmanager
def trials(kind: str, record: Record) -> Iterator[Trials]:
    """Trials of this kind; none of them may have failed."""
    made = Trials()
    yield made
    record(PROPERTY, [kind, made.made, len(made.failures)])
    failures = "\n".join(made.failures)
    assert not made.failures, f"{len(made.failures)} of {made.made} failed: {kind}\n{failures}"


def table(properties: Sequence[Sequence[object]]) -> list[str]:
    """How many trials were made of each kind, and how many of them failed."""
    sums: dict[str, tuple[int, int]] = {}
    for kind, made, failed in properties:
        before = sums.get(str(kind), (0, 0))
        sums[str(kind)] = (before[0] + int(str(made)), before[1] + int(str(failed)))
    return [f"{made:6} tried, {failed:5} failed: {kind}" for kind, (made, failed) in sums.items()]
