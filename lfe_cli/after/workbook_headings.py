"""The columns of a returned workbook, found by their headings wherever they were moved."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lfe_cli.after.workbook_columns import COLUMNS, HEADINGS
from lfe_cli.text import plain
from lfe_cli.word.worksheets import ReadCell

_FIRST_ROWS = 30  # among which the headings are looked for


@dataclass(frozen=True)
class BookRemark:
    """Something that was seen of a workbook beside its rows. `matters`: somebody looks at it."""

    what: str
    matters: bool = True


_ENOUGH = 3  # headings that make a row the one of headings
_CLOSE = 0.75
# Columns without which rows can be read all the same: nobody fills them in.
_NOT_NEEDED = {"state", "group", "review"}


@dataclass(frozen=True)
class Found:
    """The row of headings (from 1), each column's place (from 0), and what was seen of them.

    `headed` are the places of all columns that have a heading, ours or not.
    """

    row: int
    columns: Mapping[str, int]
    headed: frozenset[int]
    exact: int
    missing: tuple[str, ...]
    remarks: tuple[BookRemark, ...]


def find_headings(cells: Sequence[Sequence[ReadCell]]) -> Found | None:
    """The headings among the first rows; None where too few are there."""
    rows = [_texts(row) for row in cells[:_FIRST_ROWS]]
    best: tuple[int, int] | None = None
    for number, row in enumerate(rows, start=1):
        texts = {_plainly(text) for text in row}
        exact = sum(_plainly(column.heading) in texts for column in COLUMNS)
        if exact >= _ENOUGH and (best is None or exact > best[0]):
            best = (exact, number)
    if best is None:
        return None
    return _columns(rows[best[1] - 1], best[1], best[0])


def _texts(row: Sequence[ReadCell]) -> list[str]:
    return ["" if cell.covered else cell.text for cell in row]


def _columns(row: Sequence[str], number: int, exact: int) -> Found:
    texts = {at: text for at, text in enumerate(row) if text.strip()}
    columns: dict[str, int] = {}
    remarks: list[BookRemark] = []
    for column in COLUMNS:
        same = [at for at, text in texts.items() if _plainly(text) == _plainly(column.heading)]
        if same:
            columns[column.key] = same[0]
        if len(same) > 1:
            what = f"the heading {column.heading} stands twice; the first column is read"
            remarks.append(BookRemark(what))
    left = {at: text for at, text in texts.items() if at not in columns.values()}
    for column in COLUMNS:
        at = None if column.key in columns else _closest(column.heading, left)
        if at is not None:
            columns[column.key] = at
            what = f"the column {_quoted(left.pop(at))} is read as {column.heading}"
            remarks.append(BookRemark(what, matters=False))
    missing = tuple(c.key for c in COLUMNS if c.key not in columns and c.key != "state")
    known = {_plainly(column.heading) for column in COLUMNS}
    others = [_quoted(text) for text in left.values() if _plainly(text) not in known]
    gone = [HEADINGS[key] for key in missing if key not in _NOT_NEEDED]
    remarks += _not_read(gone, others)
    return Found(number, columns, frozenset(texts), exact, missing, tuple(remarks))


def _not_read(gone: Sequence[str], others: Sequence[str]) -> Iterator[BookRemark]:
    """Our columns that are not there, together with those that may be one of them."""
    if gone and others:
        yield BookRemark(
            f"there is no column {', '.join(gone)}, so nothing is read of it. "
            f"Is it {', '.join(others)}? Then rename it back and read the workbook again"
        )
    elif gone:
        for heading in gone:
            yield BookRemark(f"there is no column {heading}, so nothing is read of it")
    elif others:
        yield BookRemark(f"not one of ours, so not read: {', '.join(others)}", matters=False)


def _closest(heading: str, left: Mapping[int, str]) -> int | None:
    """The column whose heading says nearly the same: a slip of the pen, or fewer or more words."""
    wanted = _plainly(heading)
    scored = [(_likeness(wanted, _plainly(text)), at) for at, text in left.items()]
    best = max(scored, default=(0.0, -1))
    return best[1] if best[0] >= _CLOSE else None


def _likeness(one: str, other: str) -> float:
    words, others = set(one.split()), set(other.split())
    if words and others and (words <= others or others <= words):
        return 0.9
    return difflib.SequenceMatcher(None, one, other).ratio()


def _plainly(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", plain(text)).casefold().split())


def _quoted(text: str) -> str:
    words = " ".join(plain(text).split())
    return f'"{words[:40]}"'
