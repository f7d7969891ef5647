"""What stands after a # in a YAML file: a note to oneself, or words that were meant to be read.

For YAML, a space and a # end a text that has no quotes. An officer who writes "Room #4, Town Hall"
means all of it. What is a note is told by how it looks: it stands on a line of its own, or as the
tool's own notes do, well behind a value and with a space after the #.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lfe_cli.text import printable

Path = tuple[str | int, ...]

_HASH = re.compile(r"(?<![^\s])#")
_AS_A_NOTE = re.compile(r"(?:[ ]{2,}|\s*\t\s*)#(?:\s|#|$)")
_GLUED = re.compile(r"#\w")
# Notes of the tool that stand behind a text without quotes, in the scaffolds of this version and
# all before: an officer who writes a longer text may leave one space only in front of them.
_OURS = re.compile(
    "TO DO.*"
    "|who is in touch with them: a role"
    "|who the history says did something: a role, not a name"
    "|what the statutory review is called"
    "|with the full form: letters and the form itself say so"
    "|with the short form"
    "|a folder in this one: closed reviews may be moved there"
    "|keeps the lists of names away from the reviews"
)
_LONGEST = 240  # characters of a line that are shown with quotes around them


@dataclass(frozen=True)
class Scalar:
    """A text of the file, or the place for one: where it begins and ends, and how it is quoted.

    `column` is that of its key or its hyphen. `path` is None for a key.
    """

    path: Path | None
    start: int
    end: int
    style: str
    column: int


@dataclass(frozen=True)
class Comment:
    """What stands behind a # in `line`, counted from 1.

    `behind` is the path of the value that it follows, None where it follows none; `whole` is that
    value and the comment together, as they were typed. `is_beside`: something else stands in its
    line. `is_a_note`: it looks like one.
    """

    line: int
    text: str
    behind: Path | None = None
    whole: str = ""
    is_beside: bool = False
    is_a_note: bool = True


def comments_in(text: str, scalars: Sequence[Scalar]) -> Iterator[Comment]:
    """Each comment of a file that could be read, in their order."""
    texts = sorted(_that_may_hold_a_hash(text, scalars))
    ends = {one.end: one for one in scalars if one.path is not None}
    for number, (start, end) in enumerate(_lines(text), start=1):
        for match in _HASH.finditer(text, start, end):
            if not _is_in_one(texts, match.start()):
                yield _comment(text, number, (start, match.start(), end), ends)
                break


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, as YAML's own marks count."""
    starts = [0, *(match.end() for match in re.finditer("\n|\r(?!\n)", text)), len(text) + 1]
    for start, after in pairwise(starts):
        yield start, len(text[start : after - 1].rstrip("\r\n")) + start


def _that_may_hold_a_hash(text: str, scalars: Sequence[Scalar]) -> Iterator[tuple[int, int]]:
    """The places of quoted and block texts: a # in one of them begins no comment."""
    for one in scalars:
        if one.style in {"|", ">"}:  # its first line may end with a comment
            end = text.find("\n", one.start)
            yield (len(text) if end < 0 else end), one.end
        elif one.style:
            yield one.start, one.end


def _is_in_one(texts: list[tuple[int, int]], place: int) -> bool:
    at = bisect_right(texts, (place, sys.maxsize)) - 1
    return at >= 0 and place < texts[at][1]


def _comment(text: str, number: int, at: tuple[int, int, int], ends: dict[int, Scalar]) -> Comment:
    start, hash_at, end = at
    said = text[hash_at + 1 : end].strip()
    before = text[start:hash_at]
    if not before.strip():
        value = _continued(text, at, ends)
        if value is None:
            return Comment(number, said)
    else:
        value = ends.get(start + len(before.rstrip()))
    whole = _typed(text, value, start, end)
    path = value.path if value else None
    is_a_note = _looks_like_a_note(text[start:end], before, value)
    return Comment(number, said, path, whole, bool(before.strip()), is_a_note)


def _continued(text: str, at: tuple[int, int, int], ends: dict[int, Scalar]) -> Scalar | None:
    """The text that would go on in this line, had its first word no # before it."""
    start, hash_at, _ = at
    if text[start - 1 : start] != "\n":
        return None
    begins = text.rfind("\n", 0, start - 1) + 1
    above = text[begins:start].rstrip()
    value = ends.get(begins + len(above)) if above else None
    goes_on = value and not value.style and hash_at - start > value.column
    return value if goes_on and _GLUED.match(text, hash_at) else None


def _typed(text: str, value: Scalar | None, start: int, end: int) -> str:
    """The value with the comment, on one line."""
    if value is None:
        return " ".join(text[start:end].split())
    return " ".join(text[value.start : end].split())


def _looks_like_a_note(line: str, before: str, value: Scalar | None) -> bool:
    said = line[len(before) + 1 :].strip()
    if _OURS.fullmatch(said):
        return True
    if not before.strip() or _GLUED.match(line, len(before)):
        return False
    is_empty_or_quoted = value is None or value.style or value.start == value.end
    spaces = len(before) - len(before.rstrip())
    return bool(is_empty_or_quoted or _AS_A_NOTE.match(line, len(before) - spaces))


def quoted(text: str) -> str:
    """`text` as an officer types it with quotes around it, so that all of it is read."""
    bare = _without_its_quotes(printable(text))
    if len(bare) > _LONGEST:
        bare = f"{bare[:_LONGEST].rsplit(' ', 1)[0]} ..."
    if not set(bare) & set('"\\'):
        return f'"{bare}"'
    return f"""'{bare.replace("'", "''")}'"""


def _without_its_quotes(text: str) -> str:
    """`text` without quotes that stand around the whole, or at its beginning and nowhere else."""
    for first, last in ('""', "''", "“”", "‘’"):
        inside = text[1:].removesuffix(last)
        if text.startswith(first) and first not in inside and last not in inside:
            return inside
    return text
