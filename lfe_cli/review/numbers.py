"""The numbers that reviews were given: none is given out twice, and none is lost unseen.

What was ever given in this copy of the workspace is kept in a mark, one reference a line, beside
the lock. A mark that is gone or damaged is worked out anew from what lies there and from git, and
never says less than that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lfe_cli.regular_file import read_file
from lfe_cli.review.files import REFERENCE

FILE = ".lfe/numbers"
_DISCARDED = "discarded"
_LINE = re.compile(rf"([A-Z][A-Z0-9]{{0,9}}-\d{{4}}-\d{{3,}})( {_DISCARDED})?")
# Who begins with a high number goes on from an earlier list of their own: nothing is missing.
_LONGEST_GAP = 20


@dataclass(frozen=True)
class Numbers:
    """The references that were given, and those of them whose review was discarded on purpose.

    `is_whole` is False where there is no mark, or a line of it cannot be understood.
    """

    given: frozenset[str] = frozenset()
    discarded: frozenset[str] = frozenset()
    is_whole: bool = True

    def and_also(self, *others: Numbers) -> Numbers:
        """These and those of other sources; as whole as these are."""
        every = (self, *others)
        return Numbers(
            frozenset().union(*(one.given for one in every)),
            frozenset().union(*(one.discarded for one in every)),
            self.is_whole,
        )

    def with_gaps(self) -> frozenset[str]:
        """All that must have been given: those that are known, and what lies between them."""
        return self.given | frozenset(_gaps(self.given))

    def next(self, prefix: str, year: int) -> str:
        """The reference that comes after all that were given in `year`."""
        matches = (REFERENCE.match(one) for one in self.given | self.discarded)
        taken = [int(m[3]) for m in matches if m and m[1] == prefix and int(m[2]) == year]
        return f"{prefix}-{year}-{max(taken, default=0) + 1:03d}"

    def as_bytes(self) -> bytes:
        """The mark that keeps them."""
        every = sorted(self.given | self.discarded)
        ends = dict.fromkeys(self.discarded, f" {_DISCARDED}")
        return "".join(f"{one}{ends.get(one, '')}\n" for one in every).encode()


def kept_in(workspace: Path) -> Numbers:
    """What the mark of a workspace says."""
    try:
        text = read_file(workspace / FILE).decode("utf-8", "replace")
    except OSError:
        return Numbers(is_whole=False)
    found = [_LINE.fullmatch(line) for line in text.splitlines()]
    known = [match for match in found if match]
    return Numbers(
        frozenset(match[1] for match in known),
        frozenset(match[1] for match in known if match[2]),
        is_whole=bool(found) and len(known) == len(found),
    )


def named_in(workspace: Path) -> frozenset[str]:
    """The references by which folders of the workspace are called, in whatever case."""
    names = (path.name.upper() for path in workspace.iterdir())
    return frozenset(name for name in names if REFERENCE.match(name))


def _gaps(given: Iterable[str]) -> Iterator[str]:
    """The references between those of a year, the first one on."""
    numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for match in filter(None, map(REFERENCE.match, given)):
        numbers[match[1], match[2]].add(int(match[3]))
    for (prefix, year), those in numbers.items():
        before = 0
        for number in sorted(those):
            if number - before - 1 <= _LONGEST_GAP:
                yield from (f"{prefix}-{year}-{n:03d}" for n in range(before + 1, number))
            before = number
