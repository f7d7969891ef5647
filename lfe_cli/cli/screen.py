"""What a person sees: sentences, tables and JSON, safe for any terminal.

Text from files and agencies is data: it is printed without markup and without control characters.
"""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lfe_cli.cli import typed
from lfe_cli.errors import FileProblems, LfeError, Problem

if TYPE_CHECKING:
    from lfe_cli.checks.findings import Finding

_NARROW = 40
_WIDE = 100


def width() -> int:
    """The columns that there are, within what reads well."""
    return max(_NARROW, min(_WIDE, shutil.get_terminal_size((80, 24)).columns))


def plain(text: str) -> str:
    """`text` without control characters, and without marks that turn its direction."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())


def say(text: str = "", *, indent: str = "", error: bool = False, of: str = "") -> None:
    """A paragraph, wrapped to the terminal; long paths stay whole.

    `of` is the review that it is about, where it is not the one that the command is about.
    """
    stream = sys.stderr if error else sys.stdout
    for line in plain(typed.from_here(text, of)).split("\n"):
        wrapped = textwrap.wrap(
            line,
            width(),
            initial_indent=indent,
            subsequent_indent=" " * len(indent),
            break_long_words=False,
            break_on_hyphens=False,
        )
        stream.write("\n".join(wrapped or [""]) + "\n")


def lines(texts: Iterable[str], *, indent: str = "", error: bool = False) -> None:
    """Each text as a paragraph of its own."""
    for text in texts:
        say(text, indent=indent, error=error)


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Lines of a name and what holds for it."""
    rows = [(name, value) for name, value in pairs if value]
    column = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        say(value, indent=f"  {name.ljust(column)}  ")


def steps(heading: str, items: Sequence[str]) -> None:
    """A heading with what to do, one item a line."""
    if not items:
        return
    say()
    say(heading)
    lines(items, indent="  - ")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table that fits the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        grid.add_column(Text(column), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(plain(cell)) for cell in row))
    Console(markup=False, highlight=False, emoji=False, width=width()).print(grid)


def as_json(document: Mapping[str, Any]) -> None:
    """One JSON document on standard output, in ASCII: no console changes a character of it."""
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def problems(found: Iterable[Problem]) -> None:
    """Every problem of a file: its place, what is wrong, what to write instead."""
    for problem in found:
        say(problem.where, indent="  ", error=True)
        say(f"{problem.what} {problem.instead}".strip(), indent="      ", error=True)


def refusal(error: LfeError) -> None:
    """What is wrong, where, and what to do next."""
    say(error.sentence, error=True)
    lines(error.parts, indent="  - ", error=True)
    if isinstance(error, FileProblems):
        problems(error.problems)
    if error.where:
        say(error.where, indent="  Where: ", error=True)
    if error.next_step:
        say(error.next_step, indent="  Next:  ", error=True)


def refusal_json(error: LfeError) -> dict[str, Any]:
    """The same, for a document on standard output."""
    document: dict[str, Any] = {"error": error.sentence}
    if error.where:
        document["where"] = error.where
    if error.next_step:
        document["next"] = error.next_step
    if isinstance(error, FileProblems):
        document["problems"] = [
            {"file": p.file, "line": p.line, "name": p.name, "what": p.what, "instead": p.instead}
            for p in error.problems
        ]
    return document


# ---------------------------------------------------------------- findings

_SEVERITIES = {"stop": "STOP", "suggest": "Suggest", "consider": "Consider"}
_INDENT = " " * 10
_MOST_SHOWN = 500  # more than anybody reads on a screen


def findings(found: Iterable[Finding]) -> None:
    """Every finding, the gravest first."""
    everything = sorted(found, key=lambda finding: list(_SEVERITIES).index(finding.severity))
    for finding in everything[:_MOST_SHOWN]:
        _show_one(_SEVERITIES[finding.severity], finding)
    more = len(everything) - _MOST_SHOWN
    if more > 0:
        say(f"And {more:,} more, none of them graver. With --json they are all listed.")
        say()


def counted_findings(found: Iterable[Finding]) -> str:
    """How many of each severity there are: "1 to stop, 2 to consider"; nothing if none."""
    severities = [finding.severity for finding in found]
    return ", ".join(
        f"{severities.count(severity)} to {label.lower()}"
        for severity, label in _SEVERITIES.items()
        if severity in severities
    )


def _show_one(label: str, finding: Finding) -> None:
    of = finding.file.partition("/")[0]  # its review, where all of a workspace is checked
    place = ", ".join(part for part in (finding.file, finding.where) if part)
    say(f"{place} ({finding.rule})", indent=f"{label.ljust(9)} ")
    say(finding.text, indent=_INDENT, of=of)
    if finding.suggestion:
        say(finding.suggestion, indent=_INDENT, of=of)
    say()
