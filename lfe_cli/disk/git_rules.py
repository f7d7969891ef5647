"""What git may keep of a workspace, worked out from the table of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lfe_cli.review import files
from lfe_cli.review.files import TEXTS, File, file_in_workspace, numbered

IGNORED_BECAUSE = "# No agency's words and no name may be kept for good."


def ignored_by_git() -> tuple[str, ...]:
    """The lines of .gitignore: what git must never keep, no agency's words and no name."""
    return _lines_for(files.TABLE)


def completed(present: str) -> str | None:
    """A .gitignore with the lines that an older one has not; None where it has them all.

    A line that takes something back ("!") makes what stands before it uncertain.
    """
    lines = [line.strip() for line in present.splitlines()]
    taken_back = [number for number, line in enumerate(lines) if line.startswith("!")]
    hold = lines[max(taken_back, default=-1) + 1 :]
    missing = [line for line in ignored_by_git() if line not in hold]
    if not missing:
        return None
    above = present if not present or present.endswith("\n") else f"{present}\n"
    return above + "".join(f"{line}\n" for line in (IGNORED_BECAUSE, *missing))


def is_never_kept(path: str) -> bool:
    """Whether git must not keep `path` (relative to the workspace), whatever .gitignore says."""
    return _never_kept(files.TABLE).fullmatch(path) is not None


def is_looked_into(path: str) -> bool:
    """Whether names are looked for in `path` (relative to the workspace) before git keeps it."""
    return path.endswith(TEXTS) and file_in_workspace(path).names


def goes_with_its_text(path: str) -> bool:
    """Whether it is made from texts and cannot be looked into itself: kept only where they are."""
    return not path.endswith(TEXTS) and bool(file_in_workspace(path).made_from)


def kept_without_an_entry() -> tuple[str, ...]:
    """The files of a review that change though no entry tells of it: git keeps them each time."""
    return tuple(
        row.place
        for row in files.TABLE
        if row.within == "review" and row.git == "may keep" and row.recorded != "by an entry"
    )


def sample_paths(references: Iterable[str]) -> Iterator[str]:
    """A path for every kind of file, and one kept aside: in each review, or in the workspace."""
    for row in files.TABLE:
        place = re.sub(r"\{\w+\}", "1", row.place)
        for name in (place, numbered(place, 1)) if row.aside else (place,):
            if row.within == "review":
                yield from (f"{reference}/{name}" for reference in references)
            else:
                yield name


@lru_cache(maxsize=2)
def _lines_for(table: tuple[File, ...]) -> tuple[str, ...]:
    lines: list[str] = []
    for row in table:
        for line in _lines(row):
            if line not in lines and line.removeprefix("/") not in lines:
                lines.append(line)
    folders = [line for line in lines if line.endswith("/")]
    return tuple(e for e in lines if not any(e != f and e.startswith(f) for f in folders))


def _lines(row: File) -> Iterator[str]:
    """What git ignores because of a row. Without **/ a line with a slash reaches into no review."""
    above = f"**/{row.folder}/" if row.folder else ""
    name = re.sub(r"\{\w+\}", "*", row.name)
    if row.git == "may keep":
        if row.aside is not None and row.aside.git == "never keeps":
            yield above + numbered(name, "[0-9]*")
    elif row.folder and (row.also == "all in its folder" or "*" in name):
        yield f"{row.folder}/" if row.within == "workspace" else above
    elif row.also == "what is named like it":
        stem = row.stem.removeprefix(f"{row.folder}/")
        yield f"{above}[{stem[0].upper()}{stem[0]}]{stem[1:]}*"
    else:
        yield f"/{name}" if row.within == "workspace" and "*" not in name else above + name
        if row.aside is not None:
            yield above + numbered(name, "*")


@lru_cache(maxsize=2)
def _never_kept(table: tuple[File, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_as_git_reads, _lines_for(table))), re.IGNORECASE)


def _as_git_reads(line: str) -> str:
    """A line of .gitignore as a regular expression; what lies in an ignored folder is ignored."""
    said = line.removeprefix("**/").removeprefix("/")
    pieces = re.split(r"(\*|\[[^]]+\])", said.removesuffix("/"))
    read = {"*": "[^/]*"}
    body = "".join(
        piece if piece.startswith("[") else read.get(piece, re.escape(piece)) for piece in pieces
    )
    above = "" if line.startswith("/") else "(?:.*/)?"
    return f"{above}{body}{'/.*' if line.endswith('/') else '(?:/.*)?'}"
