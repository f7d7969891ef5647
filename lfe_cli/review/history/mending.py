"""A history put right without guessing: from its own lines, from git's, and from copies beside it.

Every line that is there stays as it is, byte for byte, but one that was changed or damaged and is
elsewhere as it was recorded. A line is taken from elsewhere only where it fits its id: then nobody
changed it since. One of another review is left where it is: git remembers what had this number
before, and somebody can lay another review's history here. What other programs put between the
lines goes: doubled lines, marks of a merge, zeros, another encoding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lfe_cli.review.events import ReviewStarted
from lfe_cli.review.history.entries import Entry
from lfe_cli.review.history.lines import Line, lines_of, read_history
from lfe_cli.review.state import State, fold
from lfe_cli.text import NotText, decoded

_ID = re.compile(r'"id"\s*:\s*"([^"]+)"')
_AS_WRITTEN = ("utf-8", "surrogatepass")
_LIKE_ENOUGH = 40  # characters at the beginning that a damaged line must share with the whole one
_LEAST_LEFT = len('{"id": "') + 6  # of a line that was torn off sooner: half of its id


@dataclass(frozen=True)
class Mended:
    """A history as it is put right.

    `brought_back` are the ids of entries that were gone, `put_right` of those whose line had been
    changed or damaged; `tidied`: it is another text than before. `damaged` are the lines
    that are no entries and stay so, `changed` the ids that their line does not fit. `of_another`
    are the entries of another review that were found elsewhere and not taken; `is_strange`: git
    has those, and none of what is here.
    """

    content: bytes
    brought_back: tuple[str, ...] = ()
    put_right: tuple[str, ...] = ()
    tidied: bool = False
    damaged: tuple[Line, ...] = ()
    changed: tuple[str, ...] = ()
    of_another: tuple[str, ...] = ()
    is_strange: bool = False

    def without_the_damaged(self) -> Mended:
        """The same with the damaged lines taken out: what they said is not known any more."""
        texts = {line.text.encode(*_AS_WRITTEN) for line in self.damaged}
        kept = b"\n".join(line for line in self.content.split(b"\n") if line not in texts)
        return replace(self, content=kept, damaged=(), tidied=self.tidied or bool(texts))

    @property
    def state(self) -> State:
        """Where the review stands by it. Raises FileProblems while a line is damaged."""
        return fold(read_history(self.content.decode()))


def mend(present: bytes, recorded: bytes, copies: Iterable[bytes] = ()) -> Mended:
    """The history `present`, put right from what git `recorded`, from itself and from copies.

    In `recorded` the older line of two comes first: as it was recorded first, it holds.
    """
    own = tuple(_lines(present))
    sources = [tuple(_lines(recorded)), own, *(tuple(_lines(copy)) for copy in copies)]
    of_another = _of_another(own, sources)
    whole: dict[str, str] = {}
    for line in (line for source in sources for line in source):
        if line.entry and line.fits and line.entry.id not in of_another:
            whole.setdefault(line.entry.id, line.text)
    kept, put_right, damaged, changed = _own_lines(own, whole)
    there = {line.entry.id for line in own if line.entry} | set(put_right)
    back = tuple(one for one in whole if one not in there)
    kept += [whole[one] for one in back]
    content = "".join(f"{text}\n" for text in kept).encode(*_AS_WRITTEN)
    return Mended(
        content=content,
        brought_back=back,
        put_right=tuple(dict.fromkeys(put_right)),
        tidied=content.rstrip(b"\n") != present.rstrip(b"\n"),
        damaged=tuple(damaged),
        changed=tuple(changed),
        of_another=tuple(sorted(of_another)),
        is_strange=_are_apart(own, sources[0]) and bool(of_another),
    )


def _are_apart(own: Iterable[Line], recorded: Sequence[Line]) -> bool:
    here = {line.entry.id for line in own if line.entry}
    return bool(recorded) and not any(one.entry and one.entry.id in here for one in recorded)


def _of_another(own: Sequence[Line], sources: Iterable[Sequence[Line]]) -> frozenset[str]:
    """The ids of entries whose review was started apart from the one that has the `own` lines."""
    begun: dict[str, frozenset[str]] = defaultdict(frozenset)
    for entry, before in sorted(_followed(sources), key=lambda one: (one[0].at, one[0].id)):
        is_start = isinstance(entry.event, ReviewStarted)
        those = (begun[one] for one in before)
        begun[entry.id] |= frozenset([entry.id]) if is_start else frozenset().union(*those)
    here = frozenset().union(*(begun[line.entry.id] for line in own if line.entry))
    if not here:  # nothing says which review this is
        return here
    return frozenset(one for one, those in begun.items() if those and not those & here)


def _followed(sources: Iterable[Sequence[Line]]) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Every entry with what it follows: one that does not say so, the one before it there."""
    for source in sources:
        before: tuple[str, ...] = ()
        there = {line.entry.id: line.entry for line in source if line.entry}
        for entry in sorted(there.values(), key=lambda one: (one.at, one.id)):
            yield entry, before if entry.after is None else entry.after
            before = (entry.id,)


def holds_all_of(content: bytes, other: bytes) -> bool:
    """Whether every line of `other` is in `content`: then `other` says nothing else."""
    texts = {line.text for line in _lines(content)}
    return all(line.text in texts for line in _lines(other))


def _own_lines(
    own: Sequence[Line], whole: Mapping[str, str]
) -> tuple[list[str], list[str], list[Line], list[str]]:
    """The lines that stay, the ids of those put right, and what cannot be mended."""
    there = {line.text for line in own}
    kept: dict[str, None] = {}
    put_right: list[str] = []
    damaged: list[Line] = []
    changed: list[str] = []
    for line in own:
        known = _known_as(line, whole)
        if known is None:
            kept[line.text] = None
            if line.entry is None:
                damaged.append(line)
            elif not line.fits:
                changed.append(line.entry.id)
        else:
            kept[whole[known]] = None
            put_right += [known] if whole[known] not in there else []
    return list(kept), put_right, damaged, changed


def _known_as(line: Line, whole: Mapping[str, str]) -> str | None:
    """The id under which a line is known as it was recorded.

    By what it says, by the id that stands in it, or by how it begins.
    """
    if line.entry:
        return next((one for one in (line.made, line.entry.id) if one in whole), None)
    said = _ID.search(line.text)
    if said and said[1] in whole:
        return said[1]
    start = line.text[:_LIKE_ENOUGH]
    alike = [one for one, text in whole.items() if text.startswith(start)]
    return alike[0] if len(start) >= _LEAST_LEFT and len(alike) == 1 else None


def _lines(content: bytes) -> Iterator[Line]:
    """The lines of a history, without what other programs put between them."""
    try:
        text = decoded(content)
    except NotText:
        text = content.decode("utf-8", "replace")
    yield from lines_of("\n".join(line.strip("\r\0\ufeff ") for line in text.split("\n")))
