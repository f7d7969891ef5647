"""The rows of a table question, and the lines of a text, put together from passages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, takewhile

from lfe_cli.audits.questions import Question
from lfe_cli.audits.returns.controls import Prompts
from lfe_cli.audits.returns.sorting import Passage, Sorted
from lfe_cli.text import tidy
from lfe_cli.word.flow import Cell, Line
from lfe_cli.word.paragraphs import NOWHERE


def in_lines(passages: Iterable[Passage]) -> str:
    """Text by lines, each with its bullet or number."""
    lines = []
    for _, parts in groupby(passages, key=lambda s: s.line):
        together = list(parts)
        text = _beside_one_another(together)
        mark = next((s.mark for s in together if s.mark), "")
        lines.append(mark + text if text.strip() else "")
    return "\n".join(lines)


def _beside_one_another(parts: list[Passage]) -> str:
    """The text of one line; words that were beside a control keep a space between."""
    text = ""
    for part in parts:
        gap = text and part.text and not text[-1].isspace() and part.text[0].isalnum()
        text += (" " if gap and part.tag is None else "") + part.text
    return text


def rows_of(
    question: Question, passages: list[Passage], found: Sorted, prompts: Prompts
) -> tuple[list[list[str]], bool]:
    """A table's rows with anything in them, cells in the form's order; and whether any of it
    stood outside its controls."""
    columns = {column.id: index for index, column in enumerate(question.columns)}
    rows: dict[tuple[int, int], dict[int, list[Passage]]] = {}
    cells = found.flow.cells
    depth = _depth(cells, found.lines.get(question.id, ()))
    starts = _starts(cells, len(columns))
    for part in passages:
        place, column = (-1, part.line), 0
        if part.cell != NOWHERE:
            around = _cells_around(cells, part.cell)
            cell = cells[around[min(depth, len(around) - 1)]]
            place, column = (cell.table, cell.row), cell.column
            if cell.table in starts:
                column = _column(starts[cell.table], column)
        column = columns.get((part.tag or "").partition(".")[2], column)
        rows.setdefault(place, {}).setdefault(column, []).append(part)
    table = [_row(row, len(columns), prompts) for row in rows.values()]
    outside = any(part.tag is None and part.text.strip() for part in passages)
    return [row for row in table if any(row)], outside


def _starts(cells: Sequence[Cell], width: int) -> dict[int, list[int]]:
    """The beginnings of each table's columns: as in its first row that has as many cells as the
    question has columns. In other rows cells may have been joined, or parted."""
    rows: dict[tuple[int, int], list[int]] = {}
    for cell in cells:
        rows.setdefault((cell.table, cell.row), []).append(cell.column)
    starts: dict[int, list[int]] = {}
    for (table, _), begins in rows.items():
        if len(begins) == width:
            starts.setdefault(table, begins)
    return starts


def _column(starts: list[int], at: int) -> int:
    """The column in which a cell begins; one behind the last column that is known is added."""
    last = len(starts) - 1
    found = bisect_right(starts, at) - 1
    return found if found < last or at == starts[last] else last + at - starts[last]


def _depth(cells: Sequence[Cell], lines: Iterable[Line]) -> int:
    """The number of cells around the question's whole table (where the form is laid out in a
    table of its own). What is deeper was pasted into one of its cells."""
    common: list[int] | None = None
    for line in lines:
        if line.cell == NOWHERE:
            continue
        around = _cells_around(cells, line.cell)
        if common is None:
            common = around
        same = takewhile(lambda pair: pair[0] == pair[1], zip(common, around, strict=False))
        common = [one for one, _ in same]
        if not common:
            break
    return len(common or ())


def _cells_around(cells: Sequence[Cell], cell: int) -> list[int]:
    """The cell and those around it, the outermost first."""
    around = []
    while cell != NOWHERE:
        around.append(cell)
        cell = cells[cell].parent
    return around[::-1]


def _row(cells: Mapping[int, list[Passage]], width: int, prompts: Prompts) -> list[str]:
    texts = {column: tidy(in_lines(parts)) for column, parts in cells.items()}
    texts = {column: text for column, text in texts.items() if text and text not in prompts}
    return [texts.get(column, "") for column in range(width)] + [
        texts[column] for column in sorted(texts) if column >= width
    ]
